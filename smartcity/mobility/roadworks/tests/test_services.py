"""Entering, changing and moving works through their life."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from smartcity.kernel.refusal import Refused
from smartcity.mobility.roadworks import records, services
from smartcity.mobility.roadworks.domain import Detour, Lane, Phase, Text, line_string, polygon
from smartcity.mobility.roadworks.models import Roadwork
from smartcity.mobility.roadworks.tests.factories import ACTOR, roadwork, work
from smartcity.mobility.roadworks.vocabulary import LaneStatus, LaneType, State

pytestmark = pytest.mark.usefixtures("city")


def places(error: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.place for refusal in error.value.refusals]


def test_what_was_entered_comes_back_unchanged():
    given = work(
        detour=Detour(Text("Über die Mülheimer Straße"), line_string((6.76, 51.43), (6.77, 51.44))),
        lines=("901", "U79"),
    )
    given = replace(given, phases=(Phase(title=Text("Bauabschnitt 1"), start=given.start, end=given.end),))
    row = services.create_roadwork(actor=ACTOR, work=given)
    assert records.roadwork(Roadwork.objects.get(pk=row.pk)) == given


def test_works_know_their_district_and_what_they_disturb():
    row = roadwork()
    assert row.district is not None
    assert row.cycling_affected
    assert row.walking_affected


def test_works_outside_the_city_are_refused_with_the_distance():
    with pytest.raises(Refused) as error:
        roadwork(geometry=line_string((13.40, 52.52), (13.41, 52.52)))
    assert places(error) == ["geometry"]
    assert "km" in error.value.refusals[0].value


def test_an_area_whose_outline_crosses_itself_is_refused_with_the_place():
    bow = polygon(((6.760, 51.434), (6.764, 51.436), (6.764, 51.434), (6.760, 51.436), (6.760, 51.434)))
    with pytest.raises(Refused) as error:
        roadwork(geometry=bow)
    assert places(error) == ["geometry"]
    assert "6.762" in error.value.refusals[0].value


def test_the_database_refuses_an_end_before_the_begin_also_without_python():
    row = roadwork()
    with pytest.raises(IntegrityError), transaction.atomic():
        Roadwork.objects.filter(pk=row.pk).update(end=row.start - timedelta(days=1))


def test_the_database_refuses_lanes_with_a_gap():
    row = roadwork()
    with pytest.raises(IntegrityError), transaction.atomic():
        Roadwork.objects.filter(pk=row.pk).update(lanes=[{"order": 2, "type": "general", "status": "open"}])


def test_a_life_from_plan_to_end():
    row = roadwork(start=timezone.now() - timedelta(hours=1))
    services.order(actor=ACTOR, roadwork=row, order_number="61-34-2026/1")
    services.confirm_start(actor=ACTOR, roadwork=row)
    row.refresh_from_db()
    assert (row.state, row.start_verified, row.order_number) == (State.ACTIVE, True, "61-34-2026/1")
    services.confirm_end(actor=ACTOR, roadwork=row)
    row.refresh_from_db()
    assert (row.state, row.end_verified) == (State.FINISHED, True)
    assert row.ends == row.actual_end
    assert list(row.confirmations.values_list("what", flat=True)) == ["end", "start"]


def test_a_second_confirmation_of_the_start_is_refused():
    row = roadwork()
    services.confirm_start(actor=ACTOR, roadwork=row)
    with pytest.raises(Refused):
        services.confirm_start(actor=ACTOR, roadwork=row)
    assert row.confirmations.count() == 1


def test_a_confirmation_from_far_away_is_refused_and_changes_nothing():
    row = roadwork()
    with pytest.raises(Refused) as error:
        services.confirm_start(actor=ACTOR, roadwork=row, evidence=services.Evidence(longitude=13.4, latitude=52.5))
    assert places(error) == ["position"]
    row.refresh_from_db()
    assert row.state == State.PLANNED


def test_the_distance_of_a_confirmation_is_measured():
    row = roadwork()
    made = services.confirm_start(
        actor=ACTOR, roadwork=row, evidence=services.Evidence(longitude=6.7600, latitude=51.4345, accuracy_m=8)
    )
    assert made.distance_m == pytest.approx(50, abs=15)


def test_a_moment_in_the_future_is_refused():
    row = roadwork()
    with pytest.raises(Refused):
        services.confirm_start(
            actor=ACTOR, roadwork=row, evidence=services.Evidence(at=timezone.now() + timedelta(hours=1))
        )


def test_an_order_needs_its_number():
    with pytest.raises(Refused) as error:
        services.order(actor=ACTOR, roadwork=roadwork(), order_number=" ")
    assert places(error) == ["order_number"]


def test_a_change_keeps_identity_and_state():
    entered = services.new_identity(work())
    row = services.create_roadwork(actor=ACTOR, work=entered)
    services.order(actor=ACTOR, roadwork=row, order_number="1")
    changed = replace(
        entered, title=Text("Neu"), lanes=(Lane(1, LaneType.GENERAL, LaneStatus.CLOSED),), state=State.CANCELLED
    )
    services.update_roadwork(actor=ACTOR, roadwork=row, work=changed)
    row.refresh_from_db()
    assert (row.title_de, row.state, row.source_id) == ("Neu", State.ORDERED, entered.source_id)
    assert not row.cycling_affected


def test_works_of_another_system_are_not_changed_here():
    row = roadwork()
    with pytest.raises(Refused) as error:
        services.update_roadwork(actor=ACTOR, roadwork=row, work=work())
    assert places(error) == ["source_system"]


@pytest.mark.django_db(transaction=True)
def test_a_change_is_announced_on_commit():
    with connection.cursor() as cursor:
        cursor.execute("LISTEN smartcity_live")
    row = roadwork()
    heard = [note.payload for note in connection.connection.notifies(timeout=2, stop_after=1)]
    assert row.slug in heard[0]

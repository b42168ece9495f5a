"""Overlaps in space and time, and free weeks."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry, LineString
from django.db import IntegrityError, transaction

from smartcity.kernel.refusal import Refused
from smartcity.mobility.roadworks import conflicts, services
from smartcity.mobility.roadworks.domain import Detour, Text, line_string
from smartcity.mobility.roadworks.free_weeks import free_starts
from smartcity.mobility.roadworks.models import RoadUse
from smartcity.mobility.roadworks.road_uses import Facts, enter_use
from smartcity.mobility.roadworks.tests.factories import ACTOR, HERE, roadwork
from smartcity.mobility.roadworks.vocabulary import State

ELSEWHERE = line_string((6.70, 51.47), (6.705, 51.47))
BESIDE = line_string((6.7602, 51.4342), (6.7642, 51.4352))
CROSSED = """{"type": "Polygon", "coordinates":
    [[[6.76, 51.43], [6.77, 51.44], [6.77, 51.43], [6.76, 51.44], [6.76, 51.43]]]}"""
START = datetime(2027, 3, 1, 7, tzinfo=UTC)


def span(week: int, weeks: int = 1) -> tuple[datetime, datetime]:
    return START + timedelta(weeks=week), START + timedelta(weeks=week + weeks)


def test_free_starts_keep_weekday_and_length():
    found = list(free_starts([span(0, 2), span(3)], span(0), weeks=4))
    assert found == [span(2), span(4)]


def test_nothing_is_free_when_everything_is_taken():
    assert list(free_starts([span(0, 100)], span(0), weeks=10)) == []


@pytest.mark.usefixtures("city")
class TestJudge:
    def test_works_beside_one_another_at_the_same_time_conflict(self):
        other, own = roadwork(geometry=BESIDE), roadwork()
        verdict = conflicts.judge(conflicts.plan_of(own))
        assert [(item.kind, item.other) for item in verdict.conflicts] == [(conflicts.Kind.WORKS, other)]
        assert verdict.conflicts[0].distance_m < conflicts.NEAR_M
        assert verdict.free[0][0] >= other.ends

    def test_elsewhere_or_later_is_no_conflict(self):
        own = roadwork()
        roadwork(geometry=ELSEWHERE)
        roadwork(start=own.end + timedelta(days=1), end=own.end + timedelta(days=9))
        assert conflicts.judge(conflicts.plan_of(own)).conflicts == []

    def test_works_on_the_detour_of_others_conflict(self):
        other = roadwork(geometry=ELSEWHERE, detour=Detour(Text("Umleitung"), line_string(*HERE)))
        verdict = conflicts.judge(conflicts.plan_of(roadwork()))
        assert [(item.kind, item.other) for item in verdict.conflicts] == [(conflicts.Kind.THEIR_DETOUR, other)]

    def test_a_detour_through_works_of_others_conflicts(self):
        other = roadwork(geometry=ELSEWHERE)
        own = roadwork(detour=Detour(Text("Umleitung"), ELSEWHERE))
        verdict = conflicts.judge(conflicts.plan_of(own))
        assert [(item.kind, item.other) for item in verdict.conflicts] == [(conflicts.Kind.OWN_DETOUR, other)]

    def test_cancelled_works_are_in_nobodys_way(self):
        other, own = roadwork(geometry=BESIDE), roadwork()
        services.change_state(actor=ACTOR, roadwork=other, target=State.CANCELLED)
        assert conflicts.judge(conflicts.plan_of(own)).conflicts == []

    def test_suggested_weeks_are_free_of_works_that_come_later(self):
        own = roadwork()
        roadwork(geometry=BESIDE)
        later = roadwork(geometry=BESIDE, start=own.end + timedelta(days=1), end=own.end + timedelta(days=60))
        for start, _ in conflicts.judge(conflicts.plan_of(own)).free:
            assert start >= later.ends


def use(kind: str = "event", **changes: Any) -> RoadUse:
    """An event in the week of the works, or a truck route, on their street."""
    own = datetime.now(UTC) + timedelta(days=8)
    times = {"begins": own, "ends": own + timedelta(days=2)} if kind == "event" else {}
    given: dict[str, Any] = {"kind": kind, "title": "Fest", "geometry": LineString(HERE, srid=4326), **times}
    return enter_use(actor=ACTOR, facts=Facts(**{**given, **changes}))


@pytest.mark.usefixtures("city")
class TestOtherUses:
    def test_an_event_on_the_street_conflicts_while_it_lasts(self):
        own, event = roadwork(), use()
        verdict = conflicts.judge(conflicts.plan_of(own))
        assert [(item.kind, item.other) for item in verdict.conflicts] == [(conflicts.Kind.EVENT, event)]
        assert all(start >= event.ends for start, _end in verdict.free)

    def test_an_event_at_another_time_or_place_does_not(self):
        own = roadwork()
        use(begins=own.end + timedelta(days=1), ends=own.end + timedelta(days=2))
        use(geometry=LineString(*ELSEWHERE.lines[0], srid=4326))
        assert conflicts.judge(conflicts.plan_of(own)).conflicts == []

    def test_a_truck_route_conflicts_always_and_leaves_free_weeks_alone(self):
        own, route = roadwork(), use("truck-route")
        verdict = conflicts.judge(conflicts.plan_of(own))
        assert [(item.kind, item.other) for item in verdict.conflicts] == [(conflicts.Kind.TRUCK_ROUTE, route)]
        assert len(verdict.free) == conflicts.SUGGESTIONS, "waiting does not help against what is always there"

    def test_the_map_stresses_the_part_that_overlaps(self):
        far = (HERE[1][0] + 0.05, HERE[1][1])
        own = roadwork()
        use("truck-route", geometry=LineString(*HERE, far, srid=4326))
        shape = conflicts.overlapping_shape(own, conflicts.judge(conflicts.plan_of(own)))
        assert shape["type"] == "GeometryCollection"
        drawn = GEOSGeometry(json.dumps(shape))
        assert drawn.extent[2] < far[0] - 0.04, "only what lies near the works"

    def test_without_conflicts_the_map_stresses_the_works(self):
        own = roadwork()
        assert conflicts.overlapping_shape(own, conflicts.Verdict([], []))["type"] == "LineString"


@pytest.mark.usefixtures("city")
class TestRefusedUses:
    @pytest.mark.parametrize(
        ("changes", "place"),
        [
            ({"begins": None, "ends": None}, "begins"),
            ({"ends": None}, "begins"),
            ({"begins": START, "ends": START}, "ends"),
            ({"geometry": "no geometry"}, "geometry"),
            ({"geometry": '{"type": "Point", "coordinates": [13.4, 52.5]}'}, "geometry"),
            (
                {"geometry": CROSSED},
                "geometry",
            ),
        ],
    )
    def test_a_use_that_cannot_be_is_refused_with_its_place(self, changes, place):
        with pytest.raises(Refused) as refused:
            use(**changes)
        assert refused.value.refusals[0].place == place
        assert not RoadUse.objects.exists()

    def test_the_database_refuses_it_too(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            RoadUse.objects.create(kind="event", title="Fest", geometry=LineString(HERE, srid=4326))

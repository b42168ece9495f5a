"""Items of a document into the register: together, once, and with a reason for each refusal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smartcity.kernel.refusal import Refusal, Refused
from smartcity.mobility.roadworks import records, services
from smartcity.mobility.roadworks.bounds import city_bounds
from smartcity.mobility.roadworks.domain import Phase, Text, line_string
from smartcity.mobility.roadworks.domain import Roadwork as Work
from smartcity.mobility.roadworks.formats.item import Item
from smartcity.mobility.roadworks.imports import Report, import_works
from smartcity.mobility.roadworks.models import Roadwork
from smartcity.mobility.roadworks.tests.factories import ACTOR, work
from smartcity.mobility.roadworks.vocabulary import State

pytestmark = pytest.mark.usefixtures("city")
FAR_AWAY = line_string((-90.5, 41.6), (-90.6, 41.6))


def take(*works: Work, anywhere: bool = False, strict: bool = False, dry_run: bool = False) -> Report:
    items = [Item(index, item.source_id, item) for index, item in enumerate(works)]
    return import_works(
        actor=ACTOR, items=items, bounds=None if anywhere else city_bounds(), strict=strict, dry_run=dry_run
    )


def test_an_imported_work_comes_back_unchanged_with_its_phases():
    given = work(lines=("901",), foreign={"wzdx": {"core_details": {"x": 1}}}, speed_limit_kph=30.0)
    given = replace(given, phases=(Phase(title=Text("A"), start=given.start, end=given.end, full_closure=True),))
    report = take(given)
    assert (report.created, report.refused) == (1, [])
    assert records.roadwork(Roadwork.objects.get(source_id=given.source_id)) == given


def test_imported_works_have_a_district():
    given = work()
    take(given)
    assert Roadwork.objects.get(source_id=given.source_id).district is not None


def test_repeating_an_import_changes_nothing():
    given = [work(), work()]
    take(*given)
    before = list(Roadwork.objects.values_list("pk", "changed_at"))
    report = take(*given)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 2)
    assert list(Roadwork.objects.values_list("pk", "changed_at")) == before


def test_only_what_its_source_changed_is_written():
    given = [work(), work()]
    take(*given)
    report = take(replace(given[0], title=Text("Neu")), given[1])
    assert (report.updated, report.unchanged) == (1, 1)
    assert Roadwork.objects.get(source_id=given[0].source_id).title_de == "Neu"


def test_the_address_of_a_page_survives_a_new_title():
    given = work()
    take(given)
    slug = Roadwork.objects.get(source_id=given.source_id).slug
    take(replace(given, title=Text("Ganz anders")))
    assert Roadwork.objects.get(source_id=given.source_id).slug == slug


def test_a_refused_item_leaves_the_others_in():
    good, bad = work(), work(geometry=FAR_AWAY)
    report = take(good, bad)
    assert (report.accepted, [item.source_id for item in report.refused]) == (1, [bad.source_id])
    assert report.refused[0].refusals[0].place == "geometry"
    assert Roadwork.objects.get().source_id == good.source_id


def test_outside_the_city_is_taken_when_wanted():
    assert take(work(geometry=FAR_AWAY), anywhere=True).created == 1


def test_strict_stores_nothing_when_one_item_is_refused():
    with pytest.raises(Refused) as error:
        take(work(), work(geometry=FAR_AWAY), strict=True)
    assert error.value.refusals[0].place.startswith("[1] ")
    assert not Roadwork.objects.exists()


def test_a_dry_run_reports_and_stores_nothing():
    report = take(work(), work(geometry=FAR_AWAY), dry_run=True)
    assert (report.created, len(report.refused)) == (1, 1)
    assert not Roadwork.objects.exists()


def test_an_identifier_that_comes_twice_is_refused_the_second_time():
    given = work()
    report = take(given, given)
    assert (report.created, report.refused[0].index) == (1, 1)


def test_what_the_reader_refused_is_reported_with_its_place():
    item = Item(0, "x", None, (Refusal("features[0].id", "Die Kennung fehlt."),))
    report = import_works(actor=ACTOR, items=[item], bounds=None)
    assert report.refused[0].refusals[0].place == "features[0].id"


def test_a_confirmation_from_the_field_is_not_taken_back_by_the_source():
    given = work(state=State.ORDERED)
    take(given)
    row = Roadwork.objects.get(source_id=given.source_id)
    services.confirm_start(actor=ACTOR, roadwork=row)
    take(replace(given, title=Text("Neuer Titel")))
    row.refresh_from_db()
    assert (row.title_de, row.state, row.start_verified) == ("Neuer Titel", State.ACTIVE, True)


def test_the_source_may_say_more_than_the_field():
    given = work(state=State.ORDERED)
    take(given)
    row = Roadwork.objects.get(source_id=given.source_id)
    services.confirm_start(actor=ACTOR, roadwork=row)
    take(replace(given, state=State.FINISHED))
    row.refresh_from_db()
    assert row.state == State.FINISHED

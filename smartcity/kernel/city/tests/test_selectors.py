from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import LineString, Point, Polygon
from django.db import IntegrityError, transaction
from django.utils import translation

from smartcity.kernel.city import days, selectors
from smartcity.kernel.city.located import assign_district, district_for
from smartcity.kernel.city.models import City, District, Office, OpeningRule, Place, SchoolHoliday, SpecialOpening

pytestmark = pytest.mark.django_db


def test_without_a_city_the_message_says_what_to_do() -> None:
    with pytest.raises(selectors.CityMissingError, match="load-city"):
        selectors.current_city()


@pytest.mark.parametrize(
    ("longitude", "latitude", "number"),
    [(6.7620, 51.4350, "501"), (6.7569, 51.5019, "202"), (6.7960, 51.3870, "702"), (7.5, 51.5, None)],
)
def test_a_point_has_its_quarter(own_city: Path, longitude: float, latitude: float, number: str | None) -> None:
    district = selectors.district_at(longitude, latitude)
    assert (district.number if district else None) == number
    assert (found.number if (found := district_for(Point(longitude, latitude))) else None) == number


def test_a_line_belongs_to_the_quarter_with_its_greatest_part(invented_city: Path) -> None:
    mostly_lower = LineString((11.49, 48.515), (11.52, 48.46))
    district = district_for(mostly_lower)
    assert district
    assert district.number == "12"
    mostly_upper = Polygon.from_bbox((11.46, 48.50, 11.50, 48.54))
    district = district_for(mostly_upper)
    assert district
    assert district.number == "11"


def test_geometries_in_the_surveyors_system_are_understood(own_city: Path) -> None:
    point = Point(6.7620, 51.4350, srid=4326).transform(25832, clone=True)
    district = district_for(point)
    assert district
    assert district.number == "501"


def test_a_moved_office_gets_its_new_district(own_city: Path) -> None:
    office = Office.objects.get(key="amt-61")
    office.point = Point(6.7960, 51.3870, srid=4326)
    assign_district(office)
    assert office.district
    assert office.district.name == "Wedau"
    office.point = None
    assign_district(office)
    assert office.district is None


def test_the_outline_can_be_widened_and_is_computed_once(own_city: Path, django_assert_num_queries: Any) -> None:
    point = Point(6.8600, 51.4350, srid=4326)
    assert not selectors.in_city(point)
    assert not selectors.in_city(point, buffer_m=2000)
    assert selectors.in_city(point, buffer_m=4000)
    with django_assert_num_queries(1):
        selectors.in_city(point, buffer_m=4000)


def test_a_district_is_found_by_one_statement_that_fetches_no_boundary(
    own_city: Path, django_assert_num_queries
) -> None:
    with django_assert_num_queries(1) as asked:
        assert selectors.district_at(6.7620, 51.4350)
    assert "boundary" not in asked[0]["sql"]


@pytest.mark.parametrize("text", ["Königstraße", "königstr.", "Koenigstrasse", "KONIGSTRASSE", "Königsrtaße"])
def test_a_street_is_found_however_it_is_written(own_city: Path, text: str) -> None:
    assert "Königstraße" in [street.name for street in selectors.streets(text)[:5]]


def test_streets_of_a_quarter(own_city: Path) -> None:
    assert {street.name for street in selectors.streets(quarter="701")} == {"Bissingheimer Straße", "Vor dem Tore"}


def test_the_search_prefers_what_is_near(own_city: Path) -> None:
    walsum = Point(6.7350, 51.5320, srid=4326)
    first = selectors.search("Friedrich-Ebert-Straße", near=walsum)[0]
    assert first.key == "friedrich-ebert-strasse"
    beeck = Point(6.7360, 51.4700, srid=4326)
    assert selectors.search("Friedrich-Ebert-Straße", near=beeck)[0].key == "friedrich-ebert-strasse-beeck"


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("Hauptbahnhof", "place", "duisburg-hauptbahnhof"),
        ("Amt 61", "office", "amt-61"),
        ("Marxloh", "district", "202"),
        ("Landscape Park", "place", "landschaftspark-nord"),
    ],
)
def test_the_search_finds_places_offices_and_districts(own_city: Path, text: str, kind: str, key: str) -> None:
    assert (kind, key) in [(hit.kind, hit.key) for hit in selectors.search(text)]


def test_an_empty_search_finds_nothing(invented_city: Path) -> None:
    assert selectors.search(" - ") == []


def test_the_nearest_streets_come_with_their_distance(own_city: Path) -> None:
    (street, metres), *_ = selectors.streets_near(Point(6.7675, 51.4331, srid=4326))
    assert street.name == "Königstraße"
    assert metres < 30


def test_names_follow_the_readers_language(own_city: Path) -> None:
    place = Place.objects.get(key="rhein")
    assert place.title == "Rhein"
    with translation.override("en"):
        assert place.title == "Rhine"


def test_public_holidays_are_those_of_the_citys_state(own_city: Path) -> None:
    assert days.holiday_name(date(2026, 6, 4)) == "Fronleichnam"
    assert days.holiday_name(date(2026, 6, 4), "en") == "Corpus Christi"
    assert not days.is_holiday(date(2026, 1, 6))
    assert len(days.holidays_of(2026)) == 11


def test_another_state_has_other_holidays(invented_city: Path) -> None:
    assert days.is_holiday(date(2026, 1, 6))


def test_school_holidays_include_both_ends(own_city: Path) -> None:
    assert days.is_school_holiday(date(2026, 7, 20))
    assert days.is_school_holiday(date(2026, 9, 1))
    assert not days.is_school_holiday(date(2026, 9, 2))


def station() -> Office:
    found = selectors.office("rathaus")
    assert found
    return found


def test_an_office_is_open_by_its_weekly_times(invented_city: Path) -> None:
    _morning, afternoon = days.opening_hours(station(), date(2026, 11, 26))  # a Thursday
    assert (afternoon.opens.isoformat(), afternoon.closes.isoformat()) == (
        "2026-11-26T14:00:00+01:00",
        "2026-11-26T18:00:00+01:00",
    )
    assert days.is_open(station(), datetime(2026, 11, 26, 16, 59, tzinfo=UTC))
    assert not days.is_open(station(), datetime(2026, 11, 26, 17, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    "day",
    [date(2026, 6, 4), date(2026, 2, 17), date(2026, 11, 28)],
    ids=["holiday", "shrove tuesday", "saturday"],
)
def test_an_office_is_closed_on_holidays_closing_days_and_weekends(invented_city: Path, day: date) -> None:
    assert days.opening_hours(station(), day) == []


def test_a_special_day_replaces_the_weekly_times(invented_city: Path) -> None:
    office = Office.objects.get(key="rathaus")
    SpecialOpening.objects.create(office=office, day=date(2026, 11, 26), reason="Personalversammlung")
    SpecialOpening.objects.create(office=office, day=date(2026, 11, 28), opens=time(10), closes=time(12))
    assert days.opening_hours(station(), date(2026, 11, 26)) == []
    assert len(days.opening_hours(station(), date(2026, 11, 28))) == 1


def test_the_next_opening_skips_closed_days(invented_city: Path) -> None:
    found = days.next_opening(station(), datetime(2026, 12, 24, 18, 0, tzinfo=UTC))
    assert found
    assert found.opens.date() == date(2026, 12, 28)
    now = days.next_opening(station(), datetime(2026, 11, 26, 11, 30, tzinfo=UTC))
    assert now
    assert now.opens.date() == date(2026, 11, 26)


def test_a_calendar_of_all_offices_needs_the_same_few_queries(own_city: Path, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(5):
        calendar = days.opening_calendar(selectors.offices(), date(2026, 11, 23), 90)
    assert len(calendar) == selectors.offices().count() > 30
    assert len(calendar["buergerservice-walsum"]) == 90


def raises_in_the_database(name: str) -> Any:
    return pytest.raises(IntegrityError, match=name)


def test_the_database_refuses_overlapping_opening_times(invented_city: Path) -> None:
    office = Office.objects.get(key="rathaus")
    with raises_in_the_database("city_opening_no_overlap"), transaction.atomic():
        OpeningRule.objects.create(office=office, weekday=1, opens=time(11), closes=time(13))
    OpeningRule.objects.create(office=office, weekday=1, opens=time(12), closes=time(13))


def test_the_database_refuses_what_cannot_be(own_city: Path) -> None:
    walsum = District.objects.get(number="100")
    with raises_in_the_database("city_single_row"), transaction.atomic():
        City.objects.filter(pk=1).update(id=2)
    with raises_in_the_database("city_district_parent_by_level"), transaction.atomic():
        District.objects.filter(number="101").update(parent=None)
    with raises_in_the_database("city_district_parent_by_level"), transaction.atomic():
        District.objects.filter(number="200").update(parent=walsum)
    with raises_in_the_database("city_district_attributed"), transaction.atomic():
        District.objects.filter(number="100").update(schematic=False)
    with raises_in_the_database("city_school_holiday_no_overlap"), transaction.atomic():
        SchoolHoliday.objects.create(
            name="x", name_en="x", starts=date(2026, 7, 30), ends=date(2026, 7, 31), source="x"
        )

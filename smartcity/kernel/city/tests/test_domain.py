from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcity.kernel.city.domain import (
    ClosingDay,
    SpecialDay,
    WeeklyHours,
    easter_sunday,
    local_moment,
    opening_times,
    search_name,
)

BERLIN = ZoneInfo("Europe/Berlin")
MORNING = WeeklyHours(7, time(1), time(5))  # Sundays


@pytest.mark.parametrize(
    "day",
    [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2038, 4, 25), date(2285, 3, 22)],
)
def test_easter_falls_where_the_church_says(day: date) -> None:
    assert easter_sunday(day.year) == day


def test_carnival_monday_is_48_days_before_easter() -> None:
    assert ClosingDay("Rosenmontag", easter_offset=-48).falls_on(date(2026, 2, 16))
    assert not ClosingDay("Rosenmontag", easter_offset=-48).falls_on(date(2026, 2, 17))
    assert ClosingDay("Silvester", month=12, day=31).falls_on(date(2026, 12, 31))


def test_opening_times_are_an_hour_shorter_when_summer_time_begins() -> None:
    (interval,) = opening_times([MORNING], [], date(2026, 3, 29), BERLIN, closed=False)
    assert interval.duration == timedelta(hours=3)
    assert (interval.opens.hour, interval.closes.hour) == (1, 5)


def test_opening_times_are_an_hour_longer_when_summer_time_ends() -> None:
    (interval,) = opening_times([MORNING], [], date(2026, 10, 25), BERLIN, closed=False)
    assert interval.duration == timedelta(hours=5)


def test_a_skipped_hour_moves_forward_and_a_doubled_one_closes_at_its_second_end() -> None:
    assert local_moment(date(2026, 3, 29), time(2, 30), BERLIN).time() == time(3, 30)
    first = local_moment(date(2026, 10, 25), time(2, 30), BERLIN)
    second = local_moment(date(2026, 10, 25), time(2, 30), BERLIN, later=True)
    assert second.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=1)


def test_an_interval_holds_its_first_moment_but_not_its_last() -> None:
    (interval,) = opening_times([MORNING], [], date(2026, 6, 7), BERLIN, closed=False)
    assert interval.contains(datetime(2026, 6, 6, 23, 0, tzinfo=UTC))
    assert not interval.contains(datetime(2026, 6, 7, 3, 0, tzinfo=UTC))


def test_a_closed_day_has_no_times_unless_a_special_day_gives_some() -> None:
    day = date(2026, 6, 7)
    assert opening_times([MORNING], [], day, BERLIN, closed=True) == []
    special = SpecialDay(day, ((time(10), time(12)),))
    assert len(opening_times([MORNING], [special], day, BERLIN, closed=True)) == 1
    assert opening_times([MORNING], [SpecialDay(day)], day, BERLIN, closed=False) == []


def test_weekly_hours_hold_only_within_their_span() -> None:
    summer = WeeklyHours(1, time(7), time(12), date(2026, 6, 1), date(2026, 6, 30))
    assert opening_times([summer], [], date(2026, 6, 29), BERLIN, closed=False)
    assert not opening_times([summer], [], date(2026, 7, 6), BERLIN, closed=False)


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("Königstr.", "koenigstrasse"),
        ("KÖNIGSTRASSE", "koenigstrasse"),
        ("Friedrich-Wilhelm-Str. ", "friedrich wilhelm strasse"),
        ("Straße der Arbeit", "strasse der arbeit"),
        ("Stromstraße", "stromstrasse"),
        ("Café-Müller-Weg", "cafe mueller weg"),
        ("   ", ""),
    ],
)
def test_names_are_compared_in_one_form(written: str, form: str) -> None:
    assert search_name(written) == form


@given(st.text(max_size=60))
def test_the_compared_form_is_stable(text: str) -> None:
    assert search_name(search_name(text)) == search_name(text)


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.times(time(0), time(11, 59)).map(lambda clock: clock.replace(microsecond=0)),
    st.times(time(12), time(23, 59)).map(lambda clock: clock.replace(microsecond=0)),
)
def test_every_interval_runs_forward(day: date, opens: time, closes: time) -> None:
    rule = WeeklyHours(day.isoweekday(), opens, closes)
    (interval,) = opening_times([rule], [], day, BERLIN, closed=False)
    assert interval.duration > timedelta(0)
    assert interval.opens.tzinfo is not None

"""Free times on ordinary days, on nights when the clocks change, on holidays and on leap days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcity.kernel.booking.domain import (
    Busy,
    DayRule,
    Days,
    Release,
    Season,
    Timetable,
    WeeklyRule,
    Wish,
    free_starts,
    places_at,
)

BERLIN = ZoneInfo("Europe/Berlin")
SPRING, AUTUMN, LEAP = date(2027, 3, 28), date(2026, 10, 25), date(2028, 2, 29)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def always(opens: time, closes: time, places: int = 1, **more: object) -> Timetable:
    weekly = tuple(WeeklyRule(day, opens, closes, places) for day in range(1, 8))
    return Timetable(weekly, step=timedelta(minutes=10), **more)  # type: ignore[arg-type]


def busy(*taken: tuple[int, datetime, datetime]) -> Busy:
    return Busy(
        np.zeros(len(taken), np.int64),
        np.array([place for place, _a, _b in taken], np.int64),
        np.array([int(begin.timestamp()) for _p, begin, _e in taken], np.int64),
        np.array([int(end.timestamp()) for _p, _b, end in taken], np.int64),
    )


def starts(table: Timetable, day: date, length: timedelta, taken: Busy | None = None, days: Days | None = None, **wish):
    asked = Wish(day, wish.pop("number", 1), wish.pop("now", LONG_AGO), {"x": length}, **wish)
    return free_starts({"x": table}, asked, taken or busy(), BERLIN, days or Days())["x"]


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 5), (AUTUMN, 7), (LEAP, 6)])
def test_a_night_has_as_many_times_as_it_has_hours(day: date, hours: int):
    assert len(starts(always(time(0), time(6)), day, timedelta(minutes=10))) == hours * 6


def test_both_hours_between_two_and_three_in_autumn_are_times_of_their_own():
    found = starts(always(time(2), time(3, 30)), AUTUMN, timedelta(minutes=10))
    assert len(found) == len(set(found)) == 15


@given(
    day=st.dates(date(2026, 1, 1), date(2030, 12, 31)) | st.sampled_from([SPRING, AUTUMN, LEAP]),
    opens=st.integers(0, 280),
    cells=st.integers(1, 60),
    minutes=st.integers(1, 24).map(lambda n: 5 * n),
    taken=st.lists(st.tuples(st.integers(1, 3), st.integers(-20, 300), st.integers(1, 30)), max_size=12),
    buffer=st.sampled_from([0, 5, 10]),
)
def test_every_time_fits_and_what_is_refused_does_not(day, opens, cells, minutes, taken, buffer):
    """Compared with the plain definition: one place is open and free from the beginning to the end with its buffer."""
    first, last = (opens * 5) % 1440, min(opens * 5 + cells * 5, 1435)
    if last <= first:
        return
    table = always(
        time(first // 60, first % 60), time(last // 60, last % 60), places=3, buffer=timedelta(minutes=buffer)
    )
    length, windows = timedelta(minutes=minutes), always(time(0), time(1)).windows(day, BERLIN, Days())
    origin = windows[0].opens
    rows = [(p, origin + timedelta(minutes=5 * a), origin + timedelta(minutes=5 * (a + n))) for p, a, n in taken]
    rows = [row for row in rows if row[2] > origin]
    found = set(starts(table, day, length, busy(*rows)))
    (window,) = table.windows(day, BERLIN, Days()) or [None]
    expected = set()
    moment = window.opens if window else origin
    while window and moment + length <= window.closes:
        end = moment + length + table.buffer
        if any(all(p != place or b >= end or e <= moment for p, b, e in rows) for place in (1, 2, 3)):
            expected.add(moment)
        moment += table.step
    assert found == expected
    asked = Wish(day, 1, LONG_AGO, {})
    assert all(places_at(table, asked, moment, length, BERLIN, Days()) for moment in found)


def test_a_holiday_is_closed_and_a_special_day_beats_it():
    table, days = always(time(8), time(9)), Days(closed=frozenset([LEAP]))
    assert starts(table, LEAP, timedelta(minutes=10), days=days) == []
    special = Timetable(table.weekly, (DayRule(LEAP, time(10), time(11), 2),))
    assert len(starts(special, LEAP, timedelta(minutes=10), days=days)) == 6
    closed = Timetable(table.weekly, (DayRule(LEAP),))
    assert starts(closed, LEAP, timedelta(minutes=10)) == []


def test_school_holidays_have_times_of_their_own():
    weekly = (
        WeeklyRule(2, time(8), time(9), 1, season=Season.TERM),
        WeeklyRule(2, time(8), time(8, 30), 1, season=Season.SCHOOL_HOLIDAYS),
    )
    assert len(starts(Timetable(weekly), LEAP, timedelta(minutes=10))) == 6
    holidays = Days(school_holidays=frozenset([LEAP]))
    assert len(starts(Timetable(weekly), LEAP, timedelta(minutes=10), days=holidays)) == 3


@pytest.mark.parametrize(("lead", "online"), [(91, 0), (90, 2), (8, 2), (7, 6), (1, 6), (0, 8)])
def test_places_are_released_in_shares_and_walk_in_places_never(lead: int, online: int):
    table = Timetable((), walk_in_places=2, releases=(Release(90, 0.2), Release(7, 0.5), Release(0, 0.3)))
    assert table.online_places(10, lead) == online


def test_what_is_not_released_is_there_for_staff_only():
    table = always(time(8), time(9), releases=(Release(7, 1.0),))
    now = datetime(2028, 2, 1, tzinfo=UTC)
    assert starts(table, LEAP, timedelta(minutes=10), now=now) == []
    assert len(starts(table, LEAP, timedelta(minutes=10), now=now, everything=True)) == 6


def test_nothing_begins_in_the_past_or_off_the_grid():
    table, noon = always(time(8), time(18)), datetime(2028, 2, 29, 11, 3, tzinfo=UTC)
    assert min(starts(table, LEAP, timedelta(minutes=10), now=noon)) == datetime(2028, 2, 29, 11, 10, tzinfo=UTC)
    asked = Wish(LEAP, 1, LONG_AGO, {})
    assert (
        places_at(table, asked, datetime(2028, 2, 29, 11, 3, tzinfo=UTC), timedelta(minutes=10), BERLIN, Days()) == []
    )

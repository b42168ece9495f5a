"""When a resource is open, with how many places, and when something of a given length still fits.

Rules speak local time of day; everything that leaves this module counts in UTC. Free times are computed on a grid of
five minutes of real time, so that a night on which the clocks change is simply an hour shorter or longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from math import ceil, floor
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from smartcity.kernel.city.domain import local_moment

CELL_S = 300
DAY = timedelta(days=1)


class Season(StrEnum):
    """When in the school year a weekly rule holds."""

    ALWAYS = "always"
    TERM = "term"
    SCHOOL_HOLIDAYS = "school_holidays"


@dataclass(frozen=True, slots=True)
class WeeklyRule:
    """Open on one weekday (ISO: Monday is 1) with a number of places, within a span of days and a season."""

    weekday: int
    opens: time
    closes: time
    places: int
    valid_from: date | None = None
    valid_to: date | None = None
    season: Season = Season.ALWAYS

    def applies_on(self, day: date, *, school_holiday: bool) -> bool:
        """Whether the rule holds on this day."""
        wanted = Season.SCHOOL_HOLIDAYS if school_holiday else Season.TERM
        return (
            day.isoweekday() == self.weekday
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_to is None or day <= self.valid_to)
            and self.season in (Season.ALWAYS, wanted)
        )


@dataclass(frozen=True, slots=True)
class DayRule:
    """A day with its own times and places instead of the weekly ones; no places means closed."""

    day: date
    opens: time = time(0)
    closes: time = time(0)
    places: int = 0


@dataclass(frozen=True, slots=True)
class Days:
    """What is special about days: public holidays and closing days, school holidays."""

    closed: frozenset[date] = frozenset()
    school_holidays: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Window:
    """An open stretch (UTC) with its number of places."""

    opens: datetime
    closes: datetime
    places: int


@dataclass(frozen=True, slots=True)
class Release:
    """A share of the places (0 to 1) can be booked from ``days_before`` days before the day on."""

    days_before: int
    share: float


@dataclass(frozen=True, slots=True)
class Timetable:
    """Everything that says when a resource can be booked by whom.

    walk_in_places: the last places of each window, which are kept for people who come or call. releases: how the
    other places are released over time; none means all of them, as far ahead as one asks.
    """

    weekly: tuple[WeeklyRule, ...]
    special: tuple[DayRule, ...] = ()
    step: timedelta = timedelta(minutes=10)
    buffer: timedelta = timedelta(0)
    walk_in_places: int = 0
    releases: tuple[Release, ...] = field(default=())

    def windows(self, day: date, zone: ZoneInfo, days: Days) -> list[Window]:
        """Open stretches of a local day, in order. A special day beats everything, also a holiday."""
        special = [rule for rule in self.special if rule.day == day]
        rules: Iterable[WeeklyRule | DayRule] = special
        if not special:
            holiday = day in days.school_holidays
            rules = [
                rule for rule in self.weekly if day not in days.closed and rule.applies_on(day, school_holiday=holiday)
            ]
        found = [
            Window(_utc(day, rule.opens, zone), _utc(day, rule.closes, zone), rule.places)
            for rule in rules
            if rule.places > 0
        ]
        return sorted((window for window in found if window.opens < window.closes), key=lambda window: window.opens)

    def online_places(self, places: int, lead_days: int) -> int:
        """How many of a window's places the public may book ``lead_days`` days before the day.

        The answer depends on nothing but the calendar, so that two people who book at once cannot overrun a quota.
        """
        kept = max(places - self.walk_in_places, 0)
        if not self.releases:
            return kept
        released = sum(release.share for release in self.releases if release.days_before >= lead_days)
        return min(kept, floor(kept * released + 0.5))


@dataclass(frozen=True, slots=True)
class Busy:
    """Occupied stretches as arrays: index of the resource, place (from 1), first and end second since 1970."""

    resource: np.ndarray[Any, Any]
    place: np.ndarray[Any, Any]
    begins: np.ndarray[Any, Any]
    ends: np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Wish:
    """Whose free times are asked for: local days, the moment of asking, and how long each resource is needed.

    lengths: per resource key. everything: for staff, who may use places that are not released.
    """

    first: date
    days: int
    now: datetime
    lengths: Mapping[str, timedelta]
    everything: bool = False


def free_starts(
    tables: Mapping[str, Timetable], wish: Wish, busy: Busy, zone: ZoneInfo, days: Days
) -> dict[str, list[datetime]]:
    """Moments (UTC) at which the wished length fits, per resource key; ``busy`` counts resources in that order."""
    origin = int(_utc(wish.first, time(0), zone).timestamp()) // CELL_S
    last = _utc(wish.first + DAY * wish.days, time(0), zone)
    cells = ceil(last.timestamp() / CELL_S) - origin
    found: dict[str, list[datetime]] = {}
    for number, (key, table) in enumerate(tables.items()):
        length = wish.lengths.get(key)
        windows = _windows(table, wish, zone, days) if length else []
        mine = busy.resource == number
        blocked = _blocked(windows, origin, cells, busy.place[mine], busy.begins[mine], busy.ends[mine])
        fits = np.zeros(cells, bool)
        if length and windows:
            # a buffer after the last appointment of the day may lie outside the opening hours
            fits = _fits(blocked, ceil((length + table.buffer).total_seconds() / CELL_S))
            fits &= _beginnings(windows, table.step, length, origin, cells)
            fits[: max(0, ceil(wish.now.timestamp() / CELL_S) - origin)] = False
        found[key] = [datetime.fromtimestamp((origin + int(cell)) * CELL_S, UTC) for cell in np.flatnonzero(fits)]
    return found


def places_at(
    table: Timetable, wish: Wish, start: datetime, length: timedelta, zone: ZoneInfo, days: Days
) -> list[int]:
    """Places that may be taken from ``start`` for ``length``; empty when that is no time to begin."""
    day = start.astimezone(zone).date()
    for window in table.windows(day, zone, days):
        offset = start - window.opens
        if window.opens <= start and start + length <= window.closes and not offset % table.step:
            places = window.places if wish.everything else table.online_places(window.places, _lead(day, wish, zone))
            return list(range(1, places + 1)) if start > wish.now else []
    return []


def _windows(table: Timetable, wish: Wish, zone: ZoneInfo, days: Days) -> list[Window]:
    found = []
    for offset in range(wish.days):
        day = wish.first + DAY * offset
        for window in table.windows(day, zone, days):
            places = window.places if wish.everything else table.online_places(window.places, _lead(day, wish, zone))
            if places:
                found.append(Window(window.opens, window.closes, places))
    return found


def _lead(day: date, wish: Wish, zone: ZoneInfo) -> int:
    return (day - wish.now.astimezone(zone).date()).days


def _blocked(
    windows: Sequence[Window],
    origin: int,
    cells: int,
    place: np.ndarray[Any, Any],
    begins: np.ndarray[Any, Any],
    ends: np.ndarray[Any, Any],
) -> np.ndarray[Any, Any]:
    """Cells in which a place is taken or not offered: places × cells; a cell that is partly taken is taken."""
    places = max((window.places for window in windows), default=0)
    steps = np.zeros((places, cells + 1), np.int32)
    inside = place <= places
    first = np.clip(begins[inside] // CELL_S - origin, 0, cells)
    last = np.clip(-(-ends[inside] // CELL_S) - origin, 0, cells)
    np.add.at(steps, (place[inside] - 1, first), 1)
    np.add.at(steps, (place[inside] - 1, last), -1)
    taken = np.cumsum(steps[:, :-1], axis=1) > 0
    return np.asarray(taken | ~_offered(windows, places, origin, cells))


def _offered(windows: Sequence[Window], places: int, origin: int, cells: int) -> np.ndarray[Any, Any]:
    """A place is offered in its window, and afterwards until the next one begins (for buffers)."""
    offered = np.zeros((places, cells), bool)
    for window in windows:
        offered[: window.places, _cell(window.opens) - origin :] = True
        offered[window.places :, _cell(window.opens) - origin :] = False
    return offered


def _fits(blocked: np.ndarray[Any, Any], need: int) -> np.ndarray[Any, Any]:
    """Whether ``need`` cells in a row are free at some place; beyond the last cell all is free."""
    taken = np.zeros((blocked.shape[0], blocked.shape[1] + need), np.int32)
    np.cumsum(blocked, axis=1, out=taken[:, 1 : blocked.shape[1] + 1])
    taken[:, blocked.shape[1] + 1 :] = taken[:, blocked.shape[1] : blocked.shape[1] + 1]
    return np.asarray((taken[:, need:] == taken[:, : blocked.shape[1]]).any(axis=0))


def _beginnings(
    windows: Sequence[Window], step: timedelta, length: timedelta, origin: int, cells: int
) -> np.ndarray[Any, Any]:
    """Cells at which something may begin that ends before its window does."""
    found = np.zeros(cells, bool)
    stride = max(int(step.total_seconds()) // CELL_S, 1)
    for window in windows:
        first, end = _cell(window.opens) - origin, int((window.closes - length).timestamp()) // CELL_S - origin
        # not even the first one fits: a negative end would count from the other end of the array
        found[first : max(end + 1, 0) : stride] = True
    return found


def _cell(moment: datetime) -> int:
    return ceil(moment.timestamp() / CELL_S)


def _utc(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return local_moment(day, clock, zone).astimezone(UTC)

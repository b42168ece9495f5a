"""Times as people in Germany write them ("02.03.2026 um 7 Uhr", "Dezember 2026"), read as local time into UTC."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from smartcity.mobility.roadworks.formats.item import LOCAL_ZONE, parse_time

_DAY = r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4}|\d{2})(?!\d)"
_CLOCK = (
    r"(?:,?\s*(?:(?:um|ab|bis|gegen|ca\.)\s+)*(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?::\d{2})?"
    r"(?:\s*(?:Uhr|h)\b)?|\s*(?:Uhr|h)\b))?"
)
_EXACT = re.compile(_DAY + _CLOCK)
_MONTHS = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_NAMED = re.compile(r"(?P<name>[A-Za-zÄä]{3,9})\.?\s+(?P<year>\d{4})\b")
_NUMBERED = re.compile(r"(?<![\d.])(?P<month>\d{1,2})[./](?P<year>\d{4})\b")


class GermanTime(NamedTuple):
    """A time in UTC; `has_day` is False where only the month was written."""

    time: datetime
    has_day: bool


def find_time(text: str, *, is_end: bool) -> GermanTime | None:
    """Find the first time in prose: a day (with or without the hour), else a month; None where there is none.

    Without an hour a start is the beginning of the day or month, an end its last minute.
    """
    if found := _EXACT.search(text):
        time = _exact(found, is_end=is_end)
        return GermanTime(time, True) if time else None
    return _month(text, is_end=is_end)


def read_time(text: str, *, is_end: bool) -> datetime | None:
    """Read a cell that holds a time and nothing else, German or ISO 8601; None where it is none."""
    text = text.strip()
    if found := _EXACT.fullmatch(text):
        return _exact(found, is_end=is_end)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        text += "T23:59" if is_end else "T00:00"
    return parse_time(text, local=True)


def _exact(found: re.Match[str], *, is_end: bool) -> datetime | None:
    year = int(found["year"])
    hour, minute = (
        (int(found["hour"]), int(found["minute"] or 0)) if found["hour"] else ((23, 59) if is_end else (0, 0))
    )
    days = 0
    if (hour, minute) == (24, 0):
        hour, days = 0, 1
    try:
        day = datetime(year + 2000 if year < 100 else year, int(found["month"]), int(found["day"]), tzinfo=LOCAL_ZONE)
        return ((day + timedelta(days=days)).replace(hour=hour, minute=minute)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _month(text: str, *, is_end: bool) -> GermanTime | None:
    for found in (*_NAMED.finditer(text), *_NUMBERED.finditer(text)):
        groups = found.groupdict()
        month = int(groups["month"]) if "month" in groups else _number_of(groups["name"])
        year = int(groups["year"])
        if 1 <= month <= 12 and 1900 < year < 2200:
            day = monthrange(year, month)[1] if is_end else 1
            clock = (23, 59) if is_end else (0, 0)
            return GermanTime(datetime(year, month, day, *clock, tzinfo=LOCAL_ZONE).astimezone(UTC), False)
    return None


def _number_of(name: str) -> int:
    """Return the number of a month by its name or its usual short form; 0 where it is none."""
    start = name.lower()[:3]
    return _MONTHS.index(start) + 1 if start in _MONTHS else 0

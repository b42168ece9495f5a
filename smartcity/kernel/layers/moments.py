"""Instants and intervals as the OGC interfaces write them (RFC 3339, ``..`` for open ends).

Free of Django: text in, aware datetimes out. A day without a clock time is the whole day in the city's time zone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
INSTANT = re.compile(r"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d{2}:\d{2})?$")
OPEN = ("", "..")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, both ends included; None is open."""

    start: datetime | None
    end: datetime | None


def parse_day(text: str) -> date:
    """A calendar day; raises ValueError."""
    if not DAY.match(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def parse_instant(text: str, zone: tzinfo) -> datetime:
    """An instant; without an offset it is in ``zone``. Raises ValueError."""
    if not INSTANT.match(text):
        raise ValueError(text)
    fraction = re.sub(r"(\.\d{6})\d+", r"\1", text.upper().replace(" ", "T"))
    found = datetime.fromisoformat(fraction)
    try:
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error


def whole_day(day: date, zone: tzinfo) -> Span:
    """First and last microsecond of a day."""
    try:
        start = datetime.combine(day, time.min, zone)
        end = datetime.combine(day, time.max, zone)
        return Span(start.astimezone(UTC), end.astimezone(UTC))
    except OverflowError as error:
        raise ValueError(str(day)) from error


def parse_span(text: str, zone: tzinfo) -> Span:
    """An instant, a day, or an interval ``start/end`` of these with ``..`` or nothing for an open end.

    Raises ValueError when it is none, when both ends are open, or when the start lies after the end.
    """
    parts = text.strip().split("/")
    if len(parts) == 1:
        return _one(parts[0], zone)
    if len(parts) != 2 or (parts[0] in OPEN and parts[1] in OPEN):
        raise ValueError(text)
    start = None if parts[0] in OPEN else _one(parts[0], zone).start
    end = None if parts[1] in OPEN else _one(parts[1], zone).end
    if start is not None and end is not None and start > end:
        raise ValueError(text)
    return Span(start, end)


def bucket(moment: datetime, seconds: int) -> datetime:
    """The moment rounded down to a multiple of ``seconds``: what may be cached until then."""
    since = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)
    return datetime.fromtimestamp(since - since % max(seconds, 1), UTC)


def _one(text: str, zone: tzinfo) -> Span:
    if DAY.match(text):
        return whole_day(parse_day(text), zone)
    instant = parse_instant(text, zone)
    return Span(instant, instant)

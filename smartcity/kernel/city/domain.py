"""Rules about days, opening times and names that need no database.

Times of day are local to the city; every interval that leaves this module is timezone-aware.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
STREET_ENDING = re.compile(r"str(?:\.|asse)?(?=$|\s)")


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """Open on one weekday (ISO: Monday is 1) from ``opens`` to ``closes``, within an optional span of days."""

    weekday: int
    opens: time
    closes: time
    valid_from: date | None = None
    valid_to: date | None = None

    def applies_on(self, day: date) -> bool:
        """Whether the rule holds on this day."""
        return (
            day.isoweekday() == self.weekday
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_to is None or day <= self.valid_to)
        )


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day with its own times instead of the weekly ones; no times at all means closed."""

    day: date
    hours: tuple[tuple[time, time], ...] = ()


@dataclass(frozen=True, slots=True)
class ClosingDay:
    """A yearly day without office hours: counted from Easter Sunday, or a fixed day of a month."""

    name: str
    easter_offset: int | None = None
    month: int | None = None
    day: int | None = None

    def falls_on(self, day: date) -> bool:
        """Whether this closing day falls on the given day."""
        if self.easter_offset is not None:
            return day == easter_sunday(day.year) + timedelta(days=self.easter_offset)
        return (day.month, day.day) == (self.month, self.day)


@dataclass(frozen=True, slots=True)
class Interval:
    """An open stretch of time; both ends are aware datetimes in the city's timezone."""

    opens: datetime
    closes: datetime

    @property
    def duration(self) -> timedelta:
        """Time that really passes, also across a change of the clocks."""
        return self.closes.astimezone(UTC) - self.opens.astimezone(UTC)

    def contains(self, moment: datetime) -> bool:
        """Whether the moment lies inside; the closing moment itself does not."""
        return self.opens.astimezone(UTC) <= moment.astimezone(UTC) < self.closes.astimezone(UTC)


def easter_sunday(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (anonymous algorithm after Meeus, Jones and Butcher)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    month, day = divmod(moon + sunday - 7 * ((golden + 11 * moon + 22 * sunday) // 451) + 114, 31)
    return date(year, month, day + 1)


def local_moment(day: date, clock: time, zone: ZoneInfo, *, later: bool = False) -> datetime:
    """The moment at which clocks show this time.

    A time that the change to summer time skips becomes the same distance after it; of a time that comes twice in
    autumn the first is meant, with ``later`` the second.
    """
    wall = datetime.combine(day, clock, tzinfo=zone).replace(fold=1 if later else 0)
    return wall.astimezone(UTC).astimezone(zone)


def opening_times(
    weekly: Iterable[WeeklyHours], special: Iterable[SpecialDay], day: date, zone: ZoneInfo, *, closed: bool
) -> list[Interval]:
    """Open intervals of one local day, in order.

    A special day beats everything, also a holiday; otherwise ``closed`` (holiday, closing day) means no times.
    """
    for exception in special:
        if exception.day == day:
            return _intervals(exception.hours, day, zone)
    if closed:
        return []
    return _intervals(((rule.opens, rule.closes) for rule in weekly if rule.applies_on(day)), day, zone)


def _intervals(hours: Iterable[tuple[time, time]], day: date, zone: ZoneInfo) -> list[Interval]:
    return [
        Interval(local_moment(day, opens, zone), local_moment(day, closes, zone, later=True))
        for opens, closes in sorted(hours)
    ]


def search_name(name: str) -> str:
    """The form in which names are compared: lower case, umlauts and ß written out, "Str." as "strasse", no accents."""
    text = name.strip().lower().translate(UMLAUTS)
    text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    text = STREET_ENDING.sub("strasse", text)
    return re.sub(r"[^a-z0-9]+", " ", text).strip()

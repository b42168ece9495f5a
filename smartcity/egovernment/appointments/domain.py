"""What a visit needs and when it could be: baskets of services, days of a calendar. Free of Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from smartcity.kernel.refusal import Refusal, Refused

MOST_SERVICES = 6
FreeDays = dict[date, dict[int, list[datetime]]]


@dataclass(frozen=True, slots=True)
class Offered:
    """A service as a visit needs it. minutes: for one; most: how often it may be asked for in one visit."""

    key: str
    minutes: int
    most: int
    offices: frozenset[str]


@dataclass(frozen=True, slots=True)
class Visit:
    """What somebody wants done. counts: how often each service; offices: keys of those that do all of it."""

    counts: Mapping[str, int]
    length: timedelta
    offices: frozenset[str]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar with the number of times that are free; ``past`` lies outside of what can be asked for."""

    day: date
    free: int
    past: bool = False


def visit(offered: Mapping[str, Offered], counts: Mapping[str, int]) -> Visit:
    """Add up what a visit needs. Raises Refused for unknown services, wrong counts, or no office that does it all."""
    wanted = {key: count for key, count in counts.items() if count}
    refusals = [refusal for key, count in wanted.items() if (refusal := _wrong(offered, key, count))]
    if not wanted:
        refusals.append(Refusal("leistung", "Wählen Sie mindestens eine Leistung."))
    elif sum(wanted.values()) > MOST_SERVICES:
        refusals.append(
            Refusal(
                "leistung", f"In einen Termin passen höchstens {MOST_SERVICES} Leistungen.", hint="Buchen Sie zwei."
            )
        )
    if refusals:
        raise Refused(refusals)
    offices = frozenset.intersection(*(offered[key].offices for key in wanted))
    if not offices:
        raise Refused(
            [Refusal("leistung", "Keine Stelle erledigt das alles zusammen.", hint="Buchen Sie zwei Termine.")]
        )
    minutes = sum(offered[key].minutes * count for key, count in wanted.items())
    return Visit(wanted, timedelta(minutes=minutes), offices)


def _wrong(offered: Mapping[str, Offered], key: str, count: int) -> Refusal | None:
    if key not in offered:
        return Refusal("leistung", "Diese Leistung gibt es hier nicht.", key)
    if not 0 < count <= offered[key].most:
        return Refusal(key, f"Möglich sind 1 bis {offered[key].most}.", str(count))
    return None


def by_day_and_office(free: Mapping[int, Iterable[datetime]], zone: ZoneInfo) -> FreeDays:
    """Free times on each local day, in order, by the offices that have some."""
    found: FreeDays = {}
    for office, starts in free.items():
        for moment in starts:
            found.setdefault(moment.astimezone(zone).date(), {}).setdefault(office, []).append(moment)
    return dict(sorted(found.items()))


def by_day(starts: Iterable[datetime], zone: ZoneInfo) -> dict[date, int]:
    """How many times are free on each local day."""
    found: dict[date, int] = {}
    for moment in starts:
        day = moment.astimezone(zone).date()
        found[day] = found.get(day, 0) + 1
    return found


def weeks(first: date, number: int, free: Mapping[date, int]) -> list[list[Day]]:
    """``number`` days from ``first`` as whole weeks from Monday; days before and after are ``past``."""
    monday = first - timedelta(days=first.weekday())
    last = first + timedelta(days=number - 1)
    span = (last - monday).days // 7 + 1
    return [
        [
            Day(day, free.get(day, 0), past=not first <= day <= last)
            for day in (monday + timedelta(days=7 * week + offset) for offset in range(7))
        ]
        for week in range(span)
    ]

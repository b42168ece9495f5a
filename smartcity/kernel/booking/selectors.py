"""Reads: timetables, free times, what is booked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from django.db import connection
from django.utils import timezone

from smartcity.kernel.booking import domain
from smartcity.kernel.booking.models import Resource
from smartcity.kernel.city import days as city_days
from smartcity.kernel.city.domain import ClosingDay
from smartcity.kernel.city.models import ClosingDay as ClosingDayRow
from smartcity.kernel.city.selectors import current_city

# whole columns as big-endian integers in one value: fifty thousand rows arrive as four arrays, not as objects
_BUSY = """
SELECT string_agg(int4send(resource_id::int), ''::bytea ORDER BY id),
    string_agg(int4send(place::int), ''::bytea ORDER BY id),
    string_agg(int8send(extract(epoch FROM starts)::bigint), ''::bytea ORDER BY id),
    string_agg(int8send(extract(epoch FROM blocked_until)::bigint), ''::bytea ORDER BY id)
FROM booking_booking
WHERE starts < %(last)s AND starts >= %(first)s AND blocked_until > %(first)s AND resource_id = ANY(%(ids)s)
    AND (state = 'booked' OR state = 'held' AND expires_at > clock_timestamp())
"""
LONGEST = timedelta(days=1)


def zone() -> ZoneInfo:
    """The city's time zone."""
    return ZoneInfo(current_city().timezone)


def resources(keys: Iterable[str]) -> list[Resource]:
    """Resources with their rules at hand, in the order of their keys."""
    return list(Resource.objects.filter(key__in=list(keys)).prefetch_related("weekly", "special"))


def timetable(resource: Resource) -> domain.Timetable:
    """A resource's rules as the engine takes them."""
    return domain.Timetable(
        weekly=tuple(
            domain.WeeklyRule(
                rule.weekday,
                rule.opens,
                rule.closes,
                rule.places,
                rule.valid_from,
                rule.valid_to,
                domain.Season(rule.season),
            )
            for rule in resource.weekly.all()
        ),
        special=tuple(domain.DayRule(row.day, row.opens, row.closes, row.places) for row in resource.special.all()),
        step=timedelta(minutes=resource.step_minutes),
        buffer=timedelta(minutes=resource.buffer_minutes),
        walk_in_places=resource.walk_in_places,
        releases=tuple(domain.Release(int(days), float(share)) for days, share in resource.releases),
    )


def special_days(first: date, number: int) -> domain.Days:
    """Public holidays, closing days and school holidays among ``number`` days from ``first``."""
    span = [first + timedelta(days=offset) for offset in range(number)]
    closing = [ClosingDay(row.name, row.easter_offset, row.month, row.day) for row in ClosingDayRow.objects.all()]
    holidays = {year: city_days.holidays_of(year) for year in {day.year for day in span}}
    school = list(city_days.school_holidays(span[0], span[-1]))
    return domain.Days(
        closed=frozenset(d for d in span if d in holidays[d.year] or any(rule.falls_on(d) for rule in closing)),
        school_holidays=frozenset(d for d in span if any(row.starts <= d <= row.ends for row in school)),
    )


def free_starts(
    lengths: Mapping[str, timedelta],
    first: date,
    number: int,
    *,
    now: datetime | None = None,
    everything: bool = False,
) -> dict[str, list[datetime]]:
    """Moments at which each resource (by key) is free for its length, from ``first`` for ``number`` local days.

    everything: with the places that are kept for staff, or not yet released.
    The number of queries is the same for any number of resources.
    """
    found = resources(lengths)
    wish = domain.Wish(first, number, now or timezone.now(), lengths, everything)
    busy = _busy(found, first, number)
    return domain.free_starts(
        {row.key: timetable(row) for row in found}, wish, busy, zone(), special_days(first, number)
    )


def places_for(resource: Resource, start: datetime, length: timedelta, *, everything: bool = False) -> list[int]:
    """Places of the resource that may be taken at a moment, by its rules alone."""
    here = zone()
    day = start.astimezone(here).date()
    wish = domain.Wish(day, 1, timezone.now(), {}, everything)
    return domain.places_at(timetable(resource), wish, start, length, here, special_days(day, 1))


def _busy(found: list[Resource], first: date, number: int) -> domain.Busy:
    here = zone()
    begin = datetime.combine(first, datetime.min.time(), here) - LONGEST
    last = datetime.combine(first + timedelta(days=number), datetime.min.time(), here)
    with connection.cursor() as cursor:
        cursor.execute(_BUSY, {"first": begin, "last": last, "ids": [row.pk for row in found]})
        columns = [bytes(column or b"") for column in cursor.fetchone()]
    ids = np.array([row.pk for row in found], np.int64)
    resource = np.frombuffer(columns[0], ">i4").astype(np.int64)
    order = np.argsort(ids)
    numbers = order[np.searchsorted(ids[order], resource)] if len(ids) else resource
    return domain.Busy(
        numbers,
        np.frombuffer(columns[1], ">i4").astype(np.int64),
        np.frombuffer(columns[2], ">i8").astype(np.int64),
        np.frombuffer(columns[3], ">i8").astype(np.int64),
    )

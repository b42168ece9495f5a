"""Reads about days: public holidays, school holidays, closing days, opening times of offices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

import holidays
from django.db.models import QuerySet

from smartcity.kernel.city.domain import ClosingDay, Interval, SpecialDay, WeeklyHours, opening_times
from smartcity.kernel.city.models import City, Office, SchoolHoliday
from smartcity.kernel.city.models import ClosingDay as ClosingDayRow
from smartcity.kernel.city.selectors import current_city

ENGLISH = "en_US"
LOOK_AHEAD_DAYS = 60


@lru_cache(maxsize=64)
def _holidays(country: str, state: str, year: int, language: str) -> dict[date, str]:
    supported = holidays.country_holidays(country, subdiv=state, years=year).supported_languages
    known = language if language in supported else None
    return dict(holidays.country_holidays(country, subdiv=state, years=year, language=known))


def holidays_of(year: int, language: str = "de", city: City | None = None) -> dict[date, str]:
    """Public holidays of the city's state in a year with their names ("de" or "en")."""
    city = city or current_city()
    return dict(_holidays(city.country, city.state, year, ENGLISH if language == "en" else language))


def holiday_name(day: date, language: str = "de") -> str | None:
    """Name of the public holiday on a day, or None on an ordinary day."""
    return holidays_of(day.year, language).get(day)


def is_holiday(day: date) -> bool:
    """Whether the day is a public holiday in the city's state."""
    return holiday_name(day) is not None


def school_holidays(first: date, last: date) -> QuerySet[SchoolHoliday]:
    """School holidays that touch the span of days (both included)."""
    return SchoolHoliday.objects.filter(starts__lte=last, ends__gte=first)


def is_school_holiday(day: date) -> bool:
    """Whether the day lies in the school holidays."""
    return school_holidays(day, day).exists()


def opening_calendar(offices: Iterable[Office], first: date, days: int) -> dict[str, dict[date, list[Interval]]]:
    """Open intervals per office key and day, aware times of the city, for ``days`` days from ``first``.

    Offices come from ``selectors.offices()``, which has their rules at hand: the number of queries does not grow.
    """
    city = current_city()
    zone = ZoneInfo(city.timezone)
    closing = [ClosingDay(row.name, row.easter_offset, row.month, row.day) for row in ClosingDayRow.objects.all()]
    span = [first + timedelta(days=offset) for offset in range(days)]
    closed = {
        day: day in holidays_of(day.year, city=city) or any(rule.falls_on(day) for rule in closing) for day in span
    }
    calendar = {}
    for office in offices:
        weekly = [
            WeeklyHours(rule.weekday, rule.opens, rule.closes, rule.valid_from, rule.valid_to)
            for rule in office.opening_rules.all()
        ]
        special = _special_days(office)
        calendar[office.key] = {day: opening_times(weekly, special, day, zone, closed=closed[day]) for day in span}
    return calendar


def _special_days(office: Office) -> list[SpecialDay]:
    rows = sorted(office.special_openings.all(), key=lambda row: row.day)
    return [
        SpecialDay(day, tuple((row.opens, row.closes) for row in group if row.opens and row.closes))
        for day, group in groupby(rows, key=lambda row: row.day)
    ]


def opening_hours(office: Office, day: date) -> list[Interval]:
    """When an office is open on a local day; empty when it is closed."""
    return opening_calendar([office], day, 1)[office.key][day]


def is_open(office: Office, moment: datetime) -> bool:
    """Whether an office is open at an (aware) moment."""
    day = moment.astimezone(ZoneInfo(current_city().timezone)).date()
    return any(interval.contains(moment) for interval in opening_hours(office, day))


def next_opening(office: Office, moment: datetime) -> Interval | None:
    """The interval that is open at the moment, or the next one within 60 days."""
    day = moment.astimezone(ZoneInfo(current_city().timezone)).date()
    calendar = opening_calendar([office], day, LOOK_AHEAD_DAYS)[office.key]
    ahead = (interval for intervals in calendar.values() for interval in intervals if interval.closes > moment)
    return next(ahead, None)

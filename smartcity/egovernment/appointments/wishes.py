"""What a request asks for, read from its address: services with counts, an office, a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.utils.dateparse import parse_date, parse_datetime

from smartcity.egovernment.appointments import domain, selectors
from smartcity.egovernment.appointments.models import AppointmentOffice
from smartcity.kernel.booking import selectors as booking
from smartcity.kernel.refusal import Refusal, Refused

PREFIX = "leistung-"


@dataclass(frozen=True, slots=True)
class TimesPage:
    """What the page of times shows: an office's calendar, a day with its times, and the other offices."""

    wanted: domain.Visit
    offices: list[selectors.Free]
    chosen: selectors.Free
    weeks: list[list[domain.Day]]
    day: date | None
    times: list[datetime]
    later: date | None
    query: str

    @property
    def next_free(self) -> date | None:
        """The first day with free times after the one shown."""
        here = booking.zone()
        days = (moment.astimezone(here).date() for moment in self.chosen.starts)
        return next((day for day in days if self.day is None or day > self.day), None)


def counts_of(given: Mapping[str, str]) -> dict[str, int]:
    """Counts of services from fields ``leistung-<key>``; raises Refused for what is no number."""
    found: dict[str, int] = {}
    for name, value in given.items():
        if name.startswith(PREFIX) and value.strip():
            if not value.strip().isascii() or not value.strip().isdigit() or len(value) > 3:
                raise Refused([Refusal(name.removeprefix(PREFIX), "Die Anzahl ist keine Zahl.", value[:20])])
            found[name.removeprefix(PREFIX)] = int(value)
    return {key: count for key, count in found.items() if count}


def query_of(counts: Mapping[str, int]) -> str:
    """The same as an address's query."""
    return urlencode({f"{PREFIX}{key}": count for key, count in counts.items()})


def times_page(counts: Mapping[str, int], given: Mapping[str, str]) -> TimesPage:
    """Calendar and times for a visit; without ``stelle`` at the soonest office, without ``tag`` on its soonest day.

    Raises Refused for a visit that cannot be, or an office that does not do it.
    """
    wanted = selectors.visit(counts)
    offices = selectors.free(wanted, selectors.offices_for(wanted))
    chosen = _chosen(offices, given.get("stelle", ""))
    here = booking.zone()
    free = domain.by_day(chosen.starts, here)
    today = datetime.now(here).date()
    last = today + timedelta(days=chosen.office.ahead_days)
    asked = _day(given.get("tag", ""))
    day = asked if asked is not None and today <= asked < last else min(free, default=None)
    first = max(_monday(day or today), today)
    number = min(selectors.WINDOW_DAYS, (last - first).days)
    after = first + timedelta(days=number)
    return TimesPage(
        wanted=wanted,
        offices=offices,
        chosen=chosen,
        weeks=domain.weeks(first, number, free),
        day=day,
        times=[moment for moment in chosen.starts if moment.astimezone(here).date() == day],
        later=min((found for found in free if found >= after), default=None),
        query=query_of(wanted.counts),
    )


def office_and_time(given: Mapping[str, str]) -> tuple[AppointmentOffice, datetime]:
    """Office and beginning from ``zeit`` ("<office> <moment>"); raises Refused."""
    key, _space, text = given.get("zeit", "").partition(" ")
    office = AppointmentOffice.objects.select_related("office", "resource").filter(office__key=key).first()
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if office is None or moment is None or moment.tzinfo is None:
        raise Refused([Refusal("zeit", "Das ist keine Zeit, die gewählt werden kann.", given.get("zeit", "")[:60])])
    return office, moment


def _chosen(offices: list[selectors.Free], key: str) -> selectors.Free:
    for row in offices:
        if not key or row.office.office.key == key:
            return row
    raise Refused([Refusal("stelle", "Diese Stelle erledigt das nicht.", key[:80])])


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None

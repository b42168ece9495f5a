"""Reads: services, offices, free times of a visit, an appointment behind its secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.utils import timezone

from smartcity.egovernment.appointments import domain
from smartcity.egovernment.appointments.models import Appointment, AppointmentOffice, Service
from smartcity.kernel.booking import selectors as booking
from smartcity.kernel.booking.models import Booking

WINDOW_DAYS = 28


@dataclass(frozen=True, slots=True)
class Free:
    """Free times of one office for a visit, in order."""

    office: AppointmentOffice
    starts: list[datetime]

    @property
    def soonest(self) -> datetime | None:
        """The first free time."""
        return self.starts[0] if self.starts else None


def services() -> list[Service]:
    """Services that some office offers, with their offices."""
    return [s for s in Service.objects.prefetch_related("offices__office", "offices__resource") if s.offices.all()]


def all_offices() -> list[AppointmentOffice]:
    """Offices that offer something."""
    found = AppointmentOffice.objects.filter(services__isnull=False).distinct()
    return list(found.select_related("office", "resource"))


def to_come(email: str) -> list[Appointment]:
    """Appointments under a mail address that still stand."""
    found = Appointment.objects.select_related("office__office", "office__resource", "booking__resource").filter(
        email__iexact=email, booking__state=Booking.State.BOOKED, booking__ends__gt=timezone.now()
    )
    return list(found.prefetch_related("items__service")) if email else []


def visit(counts: Mapping[str, int]) -> domain.Visit:
    """What a visit needs. Raises Refused."""
    offered = {
        row.key: domain.Offered(
            row.key, row.minutes, row.most, frozenset(place.office.key for place in row.offices.all())
        )
        for row in services()
    }
    return domain.visit(offered, counts)


def offices_for(wanted: domain.Visit) -> list[AppointmentOffice]:
    """Offices that do all of a visit, by name."""
    found = AppointmentOffice.objects.filter(office__key__in=wanted.offices).select_related("office", "resource")
    return sorted(found, key=lambda row: row.office.title)


def free(wanted: domain.Visit, offices: list[AppointmentOffice]) -> list[Free]:
    """Free times from today on as far as each office lets book, the soonest office first."""
    if not offices:
        return []
    here = booking.zone()
    today = timezone.localdate(timezone=here)
    lengths = {row.resource.key: wanted.length for row in offices}
    found = booking.free_starts(lengths, today, max(row.ahead_days for row in offices))
    rows = [
        Free(row, _within(found[row.resource.key], today + timedelta(days=row.ahead_days), here)) for row in offices
    ]
    return sorted(rows, key=lambda row: (row.soonest is None, row.soonest, row.office.office.title))


def _within(starts: list[datetime], end: date, here: ZoneInfo) -> list[datetime]:
    return [moment for moment in starts if moment.astimezone(here).date() < end]


def digest(secret: str) -> str:
    """What the database knows of a secret."""
    return sha256(secret.encode()).hexdigest()


def behind(secret: str) -> Appointment | None:
    """The appointment of a secret address; None when there is none."""
    found = Appointment.objects.select_related("office__office", "office__resource", "booking__resource")
    return found.prefetch_related("items__service").filter(digest=digest(secret)).first()


def counts(appointment: Appointment) -> dict[str, int]:
    """How often each service is done in an appointment."""
    return {item.service.key: item.count for item in appointment.items.all()}


def documents(appointment: Appointment) -> list[str]:
    """What to bring, each thing once."""
    return list(dict.fromkeys(line for item in appointment.items.all() for line in item.service.documents))

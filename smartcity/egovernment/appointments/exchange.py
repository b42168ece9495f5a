"""What programs send and get: documents named as in the citizen API of the ZMS appointment system (see docs)."""

# ruff: noqa: N815  (the fields are named as in the citizen API)
from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

from django.conf import settings
from django.urls import reverse
from ninja import Field, Schema

from smartcity.egovernment.appointments import ics
from smartcity.egovernment.appointments.domain import MOST_SERVICES, FreeDays
from smartcity.egovernment.appointments.models import Appointment, AppointmentOffice, Service
from smartcity.kernel.booking.models import Booking
from smartcity.kernel.booking.services import HOLD, LONGEST_HOLD, active

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Seconds = Annotated[int, Field(ge=0, le=4_102_444_800)]
Line = Annotated[str, Field(max_length=400)]


class WantedDays(Schema):
    """Which free times: days, offices, services with their counts, each list with commas."""

    startDate: date
    endDate: date
    slotsStartDate: date | None = None
    slotsEndDate: date | None = None
    officeIds: Line
    serviceIds: Line
    serviceCounts: Line = ""


class ReserveIn(Schema):
    """A time at an office, in seconds since 1970, and what for."""

    timestamp: Seconds
    officeId: Number
    serviceId: list[Number] = Field(max_length=MOST_SERVICES)
    serviceCount: list[Number] = Field(max_length=MOST_SERVICES)


class ProcessIn(Schema):
    """Number and secret of an appointment."""

    processId: Number
    authKey: Annotated[str, Field(max_length=80)]


class UpdateIn(ProcessIn):
    """Who comes."""

    familyName: Annotated[str, Field(max_length=120)]
    email: Annotated[str, Field(max_length=254)] = ""
    telephone: Annotated[str, Field(max_length=30)] = ""


class OfficesAndServices(Schema):
    """Offices, services, and which office does what."""

    offices: list[dict[str, Any]]
    services: list[dict[str, Any]]
    relations: list[dict[str, int]]


class OfficeTimes(Schema):
    """Free times of an office on a day, in seconds since 1970."""

    officeId: str
    appointments: list[int]


class AvailableDay(Schema):
    """A day with free times. offices: only within the window of times."""

    date: date
    providerIDs: str
    offices: list[OfficeTimes] | None


class AvailableCalendar(Schema):
    """Days with free times, and the nearest ones outside of the window of times."""

    startDate: date
    endDate: date
    slotsStartDate: date
    slotsEndDate: date
    prevBookableDate: date | None
    nextBookableDate: date | None
    availableDays: list[AvailableDay]


class SubRequest(Schema):
    """A further service of an appointment."""

    id: int
    name: str
    count: int


class ProcessOut(Schema):
    """An appointment; authKey is what came in, or null: the platform itself does not know it."""

    processId: int
    authKey: str | None
    timestamp: str
    familyName: str
    email: str
    telephone: str
    officeName: str
    officeId: int
    scope: dict[str, Any]
    status: str
    subRequestCounts: list[SubRequest]
    serviceId: int | None
    serviceName: str | None
    serviceCount: int
    slotCount: int
    displayNumber: str
    icsContent: str | None


def catalogue(offices: Sequence[AppointmentOffice], services: Sequence[Service]) -> dict[str, Any]:
    """Everything that can be booked."""
    at = {service.pk: [place.pk for place in service.offices.all()] for service in services}
    steps = {place.pk: place.resource.step_minutes for place in offices}
    return {
        "offices": [_office(place) for place in offices],
        "services": [
            {
                "id": service.pk,
                "name": service.title,
                "maxQuantity": service.most,
                "combinable": _combinable(service, services, at),
                "public": True,
                "parentId": None,
                "variantId": None,
                "rootParentId": service.pk,
                "showOnStartPage": True,
            }
            for service in services
        ],
        "relations": [
            {"officeId": place, "serviceId": service.pk, "slots": -(-service.minutes // steps[place])}
            for service in services
            for place in at[service.pk]
        ],
    }


def days(found: FreeDays, window: WantedDays) -> dict[str, Any]:
    """Free days and times as the calendar document."""
    first, last = window.slotsStartDate or window.startDate, window.slotsEndDate or window.endDate
    return {
        "startDate": window.startDate,
        "endDate": window.endDate,
        "slotsStartDate": first,
        "slotsEndDate": last,
        "prevBookableDate": max((day for day in found if day < first), default=None),
        "nextBookableDate": min((day for day in found if day > last), default=None),
        "availableDays": [
            {
                "date": day,
                "providerIDs": ",".join(str(office) for office in times),
                "offices": _times(times) if first <= day <= last else None,
            }
            for day, times in found.items()
            if window.startDate <= day <= window.endDate
        ],
    }


def process(found: Appointment, secret: str | None) -> dict[str, Any]:
    """An appointment as the process document."""
    items = list(found.items.all())
    first, slots = (items[0] if items else None), found.booking.ends - found.booking.starts
    status = _status(found)
    return {
        "processId": found.pk,
        "authKey": secret,
        "timestamp": str(int(found.booking.starts.timestamp())),
        "familyName": found.name,
        "email": found.email,
        "telephone": found.phone,
        "officeName": found.office.office.title,
        "officeId": found.office_id,
        "scope": _scope(found.office),
        "status": status,
        "subRequestCounts": [{"id": i.service.pk, "name": i.service.title, "count": i.count} for i in items[1:]],
        "serviceId": first.service.pk if first else None,
        "serviceName": first.service.title if first else None,
        "serviceCount": first.count if first else 0,
        "slotCount": -(-int(slots.total_seconds()) // 60 // found.office.resource.step_minutes),
        "displayNumber": found.number,
        "icsContent": _ics(found, secret) if status == "confirmed" and secret else None,
    }


def _times(times: dict[int, list[datetime]]) -> list[dict[str, Any]]:
    return [
        {"officeId": str(office), "appointments": [int(moment.timestamp()) for moment in moments]}
        for office, moments in times.items()
    ]


def _status(found: Appointment) -> str:
    if found.booking.state == Booking.State.BOOKED:
        return "confirmed"
    if found.booking.state == Booking.State.HELD and active(found.booking):
        return "preconfirmed" if found.preconfirmed_at else "reserved"
    return "deleted"


def _ics(found: Appointment, secret: str) -> str:
    address = f"{settings.PUBLIC_URL}{reverse('appointments:appointment', args=[secret])}"
    return ics.calendar(found, address).decode()


def _combinable(service: Service, services: Sequence[Service], at: dict[int, list[int]]) -> dict[str, Any]:
    """Numbered from 1: each service that fits into the same visit, with the offices that do both."""
    mine = at[service.pk]
    together = ((other.pk, [place for place in at[other.pk] if place in mine]) for other in services)
    shared = [(str(key), places) for key, places in together if places]
    return {str(number): {key: places} for number, (key, places) in enumerate(shared, 1)}


def _office(place: AppointmentOffice) -> dict[str, Any]:
    office = place.office
    return {
        "id": place.pk,
        "name": office.title,
        "address": {
            "street": office.street,
            "house_number": office.house_number,
            "postal_code": office.postcode,
            "city": office.town,
            "hint": False,
        },
        "geo": {"lat": office.point.y, "lon": office.point.x} if office.point else None,
        "slotTimeInMinutes": place.resource.step_minutes,
        "scope": _scope(place),
    }


def _scope(place: AppointmentOffice) -> dict[str, Any]:
    """What the office asks for; durations in minutes."""
    office = place.office
    return {
        "id": place.pk,
        "provider": {"id": str(place.pk), "name": office.title, "displayName": office.title, "source": "smartcity"},
        "shortName": office.short,
        "emailRequired": False,
        "telephoneActivated": True,
        "telephoneRequired": False,
        "customTextfieldActivated": False,
        "customTextfieldRequired": False,
        "customTextfield2Activated": False,
        "customTextfield2Required": False,
        "captchaActivatedRequired": False,
        "reservationDuration": int(HOLD.total_seconds() // 60),
        "activationDuration": int(LONGEST_HOLD.total_seconds() // 60),
    }

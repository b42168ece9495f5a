"""Appointments for programs, under the names of the ZMS citizen API: the same services as behind the pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.errors import HttpError, Throttled

from smartcity.egovernment.appointments import exchange, numbers, selectors
from smartcity.egovernment.appointments import services as writes
from smartcity.egovernment.appointments.exchange import (
    AvailableCalendar,
    OfficesAndServices,
    ProcessIn,
    ProcessOut,
    ReserveIn,
    UpdateIn,
    WantedDays,
)
from smartcity.egovernment.appointments.models import Appointment
from smartcity.egovernment.appointments.services import HOLDS_PER_HOUR
from smartcity.kernel.accounts.access import SignedIn
from smartcity.kernel.accounts.limits import client_address, hit
from smartcity.kernel.accounts.models import Person
from smartcity.kernel.service import VISITOR

PREFIX = "appointments"
router = Router()
Process = dict[str, Any]


@router.get("/offices-and-services/", response=OfficesAndServices, url_name="appointment-offices")
def offices_and_services(request: HttpRequest) -> dict[str, Any]:
    """Offices, services, and which office does what."""
    return exchange.catalogue(selectors.all_offices(), selectors.services())


@router.get("/available-calendar/", response=AvailableCalendar, url_name="appointment-calendar")
def available_calendar(request: HttpRequest, response: HttpResponse, wanted: Query[WantedDays]) -> dict[str, Any]:
    """Days with free times for a visit, and the times themselves within ``slotsStartDate`` and ``slotsEndDate``."""
    response["Cache-Control"] = "no-store"
    return exchange.days(numbers.free_days(wanted), wanted)


@router.post("/reserve-appointment/", response=ProcessOut, url_name="appointment-reserve")
def reserve_appointment(request: HttpRequest, given: ReserveIn) -> Process:
    """Hold a time for ten minutes. ``authKey`` is the secret for everything further; it is told only here."""
    if not hit(f"appointments.hold:{client_address(request)}", HOLDS_PER_HOUR, 3600):
        raise Throttled(wait=3600)
    wish = numbers.reservation(given)
    held = writes.reserve_time(actor=VISITOR, office=wish.office, starts=wish.starts, counts=wish.counts)
    return exchange.process(_behind(held.appointment.pk, held.secret), held.secret)


@router.post("/update-appointment/", response=ProcessOut, url_name="appointment-update")
def update_appointment(request: HttpRequest, given: UpdateIn) -> Process:
    """Say who comes, while the time is held."""
    found = _behind(given.processId, given.authKey)
    writes.note_details(actor=VISITOR, appointment=found, details=numbers.details(given))
    return exchange.process(found, given.authKey)


@router.post("/preconfirm-appointment/", response=ProcessOut, url_name="appointment-preconfirm")
def preconfirm_appointment(request: HttpRequest, given: ProcessIn) -> Process:
    """Mail the link by which the person confirms; the time stays held for half an hour from the reservation."""
    found = _behind(given.processId, given.authKey)
    writes.preconfirm_appointment(actor=VISITOR, appointment=found, secret=given.authKey)
    return exchange.process(found, given.authKey)


@router.post("/confirm-appointment/", response=ProcessOut, url_name="appointment-confirm")
def confirm_appointment(request: HttpRequest, given: ProcessIn) -> Process:
    """Make the held time an appointment. Safe to repeat."""
    found = _behind(given.processId, given.authKey)
    details = writes.Details(found.name, found.email, found.phone)
    writes.confirm_appointment(actor=VISITOR, appointment=found, details=details, secret=given.authKey)
    return exchange.process(found, given.authKey)


@router.post("/cancel-appointment/", response=ProcessOut, url_name="appointment-cancel")
def cancel_appointment(request: HttpRequest, given: ProcessIn) -> Process:
    """Free the time. Safe to repeat."""
    found = _behind(given.processId, given.authKey)
    writes.cancel_appointment(actor=VISITOR, appointment=found)
    return exchange.process(found, given.authKey)


@router.get("/appointment/", response=ProcessOut, url_name="appointment-one")
def appointment(request: HttpRequest, response: HttpResponse, wanted: Query[ProcessIn]) -> Process:
    """One appointment."""
    response["Cache-Control"] = "no-store"
    return exchange.process(_behind(wanted.processId, wanted.authKey), wanted.authKey)


@router.get("/my-appointments/", response=list[ProcessOut], auth=SignedIn(), url_name="appointment-mine")
def my_appointments(request: HttpRequest, response: HttpResponse) -> list[Process]:
    """Appointments to come under the signed-in person's mail address."""
    response["Cache-Control"] = "no-store"
    person: Person = request.auth  # type: ignore[attr-defined]
    return [exchange.process(row, None) for row in selectors.to_come(person.email)]


def _behind(number: int, secret: str) -> Appointment:
    found = selectors.behind(secret)
    if found is None or found.pk != number:
        raise HttpError(404, "processId, authKey: Zu dieser Nummer und diesem Schlüssel gibt es keinen Termin.")
    return found

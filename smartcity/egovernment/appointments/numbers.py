"""What a program asks for by numbers: offices, services with counts, a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from smartcity.egovernment.appointments import domain, selectors
from smartcity.egovernment.appointments.exchange import ReserveIn, UpdateIn, WantedDays
from smartcity.egovernment.appointments.models import AppointmentOffice, Service
from smartcity.egovernment.appointments.services import Details
from smartcity.kernel.booking import selectors as booking
from smartcity.kernel.refusal import Refusal, Refused


@dataclass(frozen=True, slots=True)
class Reservation:
    """Where, when and what for."""

    office: AppointmentOffice
    starts: datetime
    counts: dict[str, int]


def free_days(wanted: WantedDays) -> domain.FreeDays:
    """Free times by day and office number. Raises Refused for days in wrong order, unknown numbers, wrong counts."""
    _in_order("startDate", wanted.startDate, wanted.endDate)
    _in_order("slotsStartDate", wanted.slotsStartDate or wanted.startDate, wanted.slotsEndDate or wanted.endDate)
    services = _numbers("serviceIds", wanted.serviceIds)
    counts = _numbers("serviceCounts", wanted.serviceCounts) if wanted.serviceCounts else [1] * len(services)
    visit = selectors.visit(_counts(services, counts))
    offices = selectors.offices_for(visit)
    able = {place.pk: place for place in offices}
    chosen = _numbers("officeIds", wanted.officeIds)
    refused = [_no_office("officeIds", number) for number in chosen if number not in able]
    if refused:
        raise Refused(refused)
    free = selectors.free(visit, [able[number] for number in dict.fromkeys(chosen)])
    return domain.by_day_and_office({row.office.pk: row.starts for row in free}, booking.zone())


def reservation(given: ReserveIn) -> Reservation:
    """What is to be held. Raises Refused for unknown numbers or wrong counts."""
    office = AppointmentOffice.objects.select_related("office", "resource").filter(pk=given.officeId).first()
    if office is None:
        raise Refused([_no_office("officeId", given.officeId)])
    return Reservation(
        office, datetime.fromtimestamp(given.timestamp, UTC), _counts(given.serviceId, given.serviceCount)
    )


def details(given: UpdateIn) -> Details:
    """Who comes. Raises Refused for a mail address that is none."""
    if given.email:
        try:
            validate_email(given.email)
        except ValidationError as wrong:
            raise Refused([Refusal("email", "Das ist keine E-Mail-Adresse.", given.email[:60])]) from wrong
    return Details(given.familyName, given.email, given.telephone)


def _counts(numbers: list[int], counts: list[int]) -> dict[str, int]:
    if len(numbers) != len(counts):
        raise Refused(
            [Refusal("serviceCounts", "Zu jeder Leistung gehört eine Anzahl.", f"{len(counts)} statt {len(numbers)}")]
        )
    if len(set(numbers)) < len(numbers):
        raise Refused([Refusal("serviceIds", "Jede Leistung darf nur einmal vorkommen.", hint="Erhöhen Sie die Zahl.")])
    known = Service.objects.in_bulk(numbers)
    unknown = [number for number in numbers if number not in known]
    if unknown:
        raise Refused(Refusal("serviceIds", "Diese Leistung gibt es hier nicht.", str(number)) for number in unknown)
    return {known[number].key: count for number, count in zip(numbers, counts, strict=True)}


def _numbers(place: str, text: str) -> list[int]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    wrong = [part for part in parts if not (part.isascii() and part.isdigit() and len(part) <= 9)]
    if wrong or not parts:
        raise Refused(
            Refusal(place, "Erwartet werden Nummern mit Komma.", part[:20], "Zum Beispiel: 3,7")
            for part in wrong or [""]
        )
    return [int(part) for part in parts]


def _in_order(place: str, first: date, last: date) -> None:
    if first > last:
        raise Refused([Refusal(place, "Der erste Tag liegt nach dem letzten.", f"{first} > {last}")])


def _no_office(place: str, number: int) -> Refusal:
    return Refusal(place, "Diese Stelle gibt es nicht, oder sie erledigt das nicht.", str(number))

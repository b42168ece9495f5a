"""Writes: hold a time, confirm it with a name, move, cancel; forget who came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.db.models import DurationField, ExpressionWrapper, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override

from smartcity.egovernment.appointments import ics, selectors
from smartcity.egovernment.appointments.models import Appointment, AppointmentOffice, Item, Service
from smartcity.kernel.booking import services as booking
from smartcity.kernel.booking.models import Booking
from smartcity.kernel.notices.services import send_notice
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import Actor, service

HOLDS_PER_HOUR = 30


@dataclass(frozen=True, slots=True)
class Details:
    """Who comes. email and phone may be empty."""

    name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A held time and the secret of its address, which nobody can look up later."""

    appointment: Appointment
    secret: str


@service
def reserve_time(
    *, actor: Actor, office: AppointmentOffice, starts: datetime, counts: Mapping[str, int], holder: str = ""
) -> Held:
    """Hold a time for ten minutes; the holder's former hold is given up.

    Raises Refused for what cannot be done at the office or lies too far ahead, Taken when somebody else has the time.
    """
    wanted = selectors.visit(counts)
    if office.office.key not in wanted.offices:
        raise Refused([Refusal("stelle", "Diese Stelle erledigt das nicht.", office.office.key)])
    if starts > timezone.now() + timedelta(days=office.ahead_days):
        raise Refused([Refusal("zeit", f"Termine gibt es bis {office.ahead_days} Tage im Voraus.")])
    held = booking.hold(actor=actor, resource=office.resource, starts=starts, length=wanted.length, holder=holder)
    secret = token_urlsafe(24)
    made = Appointment.objects.create(
        digest=selectors.digest(secret),
        office=office,
        booking=held,
        language="en" if (get_language() or "de").startswith("en") else "de",
    )
    known = Service.objects.in_bulk(list(wanted.counts), field_name="key")
    Item.objects.bulk_create(
        Item(appointment=made, service=known[key], count=count) for key, count in wanted.counts.items()
    )
    return Held(made, secret)


@service
def note_details(*, actor: Actor, appointment: Appointment, details: Details) -> Appointment:
    """Note who comes while the time is held. Raises Refused for an empty name, or when it is not held any more."""
    _named(details.name)
    _still_held(appointment)
    appointment.name, appointment.email = details.name.strip(), details.email.strip().lower()
    appointment.phone = details.phone.strip()
    appointment.save(update_fields=["name", "email", "phone", "changed_at"])
    return appointment


@service
def preconfirm_appointment(*, actor: Actor, appointment: Appointment, secret: str) -> Appointment:
    """Mail the address under which the person confirms, and hold the time for half an hour in all.

    Safe to repeat: there is one mail. Raises Refused without name and mail address, or when it is not held any more.
    """
    _named(appointment.name)
    if not appointment.email:
        raise Refused([Refusal("email", "Für den Link zum Bestätigen braucht es eine E-Mail-Adresse.")])
    _still_held(appointment)
    appointment.booking = booking.extend(actor=actor, booking=appointment.booking, lasting=booking.LONGEST_HOLD)
    if appointment.preconfirmed_at is None:
        appointment.preconfirmed_at = timezone.now()
        appointment.save(update_fields=["preconfirmed_at", "changed_at"])
        _mail(actor, appointment, secret, "preconfirmed")
    return appointment


@service
def confirm_appointment(*, actor: Actor, appointment: Appointment, details: Details, secret: str) -> Appointment:
    """Make a hold an appointment, and mail its address. Safe to repeat; raises Taken when the hold has expired."""
    _named(details.name)
    booking.confirm(actor=actor, booking=appointment.booking)
    if appointment.confirmed_at is None:
        appointment.name, appointment.email = details.name.strip(), details.email.strip().lower()
        appointment.phone, appointment.confirmed_at = details.phone.strip(), timezone.now()
        appointment.save()
        _mail(actor, appointment, secret, "confirmed")
    return appointment


@service
def extend_hold(*, actor: Actor, appointment: Appointment) -> Appointment:
    """Ten minutes more from now, half an hour in all. Raises Taken when it is too late."""
    booking.extend(actor=actor, booking=appointment.booking)
    return appointment


@service
def move_appointment(
    *, actor: Actor, appointment: Appointment, office: AppointmentOffice, starts: datetime, secret: str
) -> Appointment:
    """To another time or office, with the same address. Raises Taken; then everything stays as it was."""
    wanted = selectors.visit(selectors.counts(appointment))
    if office.office.key not in wanted.offices:
        raise Refused([Refusal("stelle", "Diese Stelle erledigt das nicht.", office.office.key)])
    appointment.booking = booking.move(
        actor=actor, booking=appointment.booking, resource=office.resource, starts=starts, length=wanted.length
    )
    appointment.office = office
    appointment.save()
    _mail(actor, appointment, secret, "confirmed")
    return appointment


@service
def cancel_appointment(*, actor: Actor, appointment: Appointment, in_time: bool = True) -> Appointment:
    """Free the time. Raises Refused after the office's deadline. Safe to repeat."""
    if appointment.booking.starts < timezone.now():
        raise Refused([Refusal("termin", "Dieser Termin ist schon vorbei.")])
    appointment.booking = booking.cancel(actor=actor, booking=appointment.booking, in_time=in_time)
    appointment.save(update_fields=["changed_at"])
    return appointment


@service
def forget_people(*, actor: Actor) -> int:
    """Delete what is known of people: so many days after as their office says; abandoned holds after a day."""
    now = timezone.now()
    abandoned = Appointment.objects.filter(confirmed_at=None, created_at__lt=now - timedelta(days=1)).delete()[0]
    kept = ExpressionWrapper(F("office__keep_days") * timedelta(days=1), output_field=DurationField())
    over = Appointment.objects.annotate(kept=kept).filter(booking__ends__lt=now - F("kept"))
    named = over.exclude(Q(name="") & Q(email="") & Q(phone=""))
    return abandoned + Appointment.objects.filter(pk__in=list(named.values_list("pk", flat=True))).update(
        name="", email="", phone=""
    )


def stands(appointment: Appointment) -> bool:
    """Whether it is booked and still to come."""
    return appointment.booking.state == Booking.State.BOOKED and appointment.booking.starts > timezone.now()


def _named(name: str) -> None:
    if not name.strip():
        raise Refused([Refusal("name", "Bitte geben Sie einen Namen an.")])


def _still_held(appointment: Appointment) -> None:
    if appointment.booking.state != Booking.State.HELD or not booking.active(appointment.booking):
        raise Refused([Refusal("processId", "Dieser Termin ist nicht mehr reserviert.", str(appointment.pk))])


def _mail(actor: Actor, appointment: Appointment, secret: str, template: str) -> None:
    if not appointment.email:
        return
    address = f"{settings.PUBLIC_URL}{reverse('appointments:appointment', args=[secret])}"
    with override(appointment.language):
        send_notice(
            actor=actor,
            recipient=appointment.email,
            template=f"appointments/notices/{template}",
            context={"appointment": appointment, "address": address, "documents": selectors.documents(appointment)},
            calendar=ics.calendar(appointment, address).decode() if appointment.confirmed_at else "",
        )

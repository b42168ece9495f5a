"""An appointment as an iCalendar file (RFC 5545) with a reminder, and its address as a QR code."""

from __future__ import annotations

import segno
from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from smartcity.egovernment.appointments.models import Appointment
from smartcity.kernel.booking.models import Booking
from smartcity.kernel.city.models import Office

PRODUCT = "-//Stadtplattform//Termine//DE"


def calendar(appointment: Appointment, address: str) -> bytes:
    """The appointment with its place; a cancelled one as a cancelled event, so that calendars take it out."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    event = Event()
    event.add("uid", f"{appointment.uuid}@{settings.PUBLIC_URL.split('://')[-1].split(':')[0]}")
    event.add("dtstamp", appointment.changed_at)
    event.add("dtstart", timezone.localtime(appointment.booking.starts))
    event.add("dtend", timezone.localtime(appointment.booking.ends))
    event.add("summary", _("Termin: %(office)s") % {"office": appointment.office.office.title})
    event.add("location", place(appointment.office.office))
    event.add("description", f"{appointment.number}\n{address}")
    event.add("url", address)
    event.add("status", "CANCELLED" if appointment.booking.state == Booking.State.CANCELLED else "CONFIRMED")
    reminder = Alarm()
    reminder.add("action", "DISPLAY")
    reminder.add("description", event["summary"])
    reminder["trigger"] = "-P1D"
    event.add_component(reminder)
    made.add_component(event)
    return bytes(made.to_ical())


def place(office: Office) -> str:
    """The office's postal address in one line."""
    return f"{office.street} {office.house_number}, {office.postcode} {office.town}" if office.street else office.town


def qr_code(address: str) -> SafeString:
    """The address as an inline SVG."""
    return mark_safe(segno.make(address, error="m").svg_inline(scale=4, border=4, light="#fff", dark="#000"))  # noqa: S308

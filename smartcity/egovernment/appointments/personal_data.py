"""What the room knows about a person: appointments with the person's mail address, which need no account."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartcity.egovernment.appointments.models import Appointment
from smartcity.kernel.accounts.models import Person
from smartcity.kernel.service import Actor


def about(person: Person) -> dict[str, Any]:
    """Where and when."""
    found = Appointment.objects.filter(email__iexact=person.email).select_related("office__office", "booking")
    return {_("Termine"): [f"{row.office} {timezone.localtime(row.booking.starts):%d.%m.%Y %H:%M}" for row in found]}


def erase(person: Person, actor: Actor) -> list[str]:
    """Take the name away; the times stay in the office's figures."""
    count = Appointment.objects.filter(email__iexact=person.email).update(name="", email="", phone="")
    if not count:
        return []
    return [
        ngettext(
            "%(count)d Termin: Name, E-Mail und Telefon gelöscht.",
            "%(count)d Termine: Name, E-Mail und Telefon gelöscht.",
            count,
        )
        % {"count": count}
    ]

"""Offices and appointments for tests: a town with three offices, or the loaded city."""

from __future__ import annotations

from datetime import datetime, time

from smartcity.egovernment.appointments import selectors, services
from smartcity.egovernment.appointments.city_data import load_offices
from smartcity.egovernment.appointments.models import AppointmentOffice
from smartcity.egovernment.appointments.offices_file import AppointmentsFile
from smartcity.egovernment.appointments.services import Details, Held
from smartcity.kernel.booking.tests.factories import town
from smartcity.kernel.city.models import Office
from smartcity.kernel.service import SystemActor

ACTOR = SystemActor("test")
COUNTS = {"personalausweis": 2}

STATIONS = ["buergerservice-mitte", "buergerservice-sued"]
FILE = AppointmentsFile.model_validate(
    {
        "offices": [{"office": key, "counters": 3, "walk_in": 1} for key in [*STATIONS, "strassenverkehrsamt"]],
        "services": [
            {
                "key": "personalausweis",
                "name": {"de": "Personalausweis beantragen", "en": "Apply for an identity card"},
                "minutes": 10,
                "bring": {"de": ["Passfoto"], "en": ["Photo"]},
                "offices": STATIONS,
            },
            {
                "key": "zulassung",
                "name": {"de": "Fahrzeug zulassen", "en": "Register a vehicle"},
                "minutes": 20,
                "offices": ["strassenverkehrsamt"],
            },
        ],
    }
)


def small_town() -> None:
    """A town with two stations and a road traffic office, open from Monday to Saturday."""
    town()
    for row in FILE.offices:
        made = Office.objects.create(
            key=row.office,
            short=row.office,
            name=row.office.title(),
            name_en=row.office.title(),
            kind=Office.Kind.SERVICE_POINT,
            verified=False,
            opening_verified=False,
        )
        for weekday in range(1, 7):
            made.opening_rules.create(weekday=weekday, opens=time(8), closes=time(16))
    load_offices(actor=ACTOR, found=FILE)


def office(key: str = "buergerservice-mitte") -> AppointmentOffice:
    """An office that the city's folder knows."""
    return AppointmentOffice.objects.select_related("office", "resource").get(office__key=key)


def free_times(place: AppointmentOffice) -> list[datetime]:
    """Free times for the usual visit."""
    return selectors.free(selectors.visit(COUNTS), [place])[0].starts


def held(number: int = 20, holder: str = "") -> Held:
    """A time some way ahead that is held."""
    place = office()
    return services.reserve_time(
        actor=ACTOR, office=place, starts=free_times(place)[number], counts=COUNTS, holder=holder
    )


def booked(number: int = 20, email: str = "") -> Held:
    """A time that is booked."""
    made = held(number)
    details = Details("Erika Muster", email)
    services.confirm_appointment(actor=ACTOR, appointment=made.appointment, details=details, secret=made.secret)
    return made

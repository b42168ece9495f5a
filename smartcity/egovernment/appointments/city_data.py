"""The room's share of ``smartcity load-city``: who gives appointments and for what, with the offices' opening times."""

from __future__ import annotations

from pathlib import Path

from smartcity.egovernment.appointments.models import AppointmentOffice, Service
from smartcity.egovernment.appointments.offices_file import FILE, AppointmentsFile, OfficeIn, ServiceIn, read
from smartcity.kernel.booking.models import Resource
from smartcity.kernel.city.models import Office
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import Actor, service


def load(actor: Actor, directory: Path) -> str:
    """Load the offices and services of a city; a folder without them is left alone."""
    path = directory / FILE
    if not path.exists():
        return "keine Termine in diesem Ordner"
    found = read(path)
    load_offices(actor=actor, found=found)
    return f"{len(found.offices)} Terminstellen, {len(found.services)} Leistungen"


@service
def load_offices(*, actor: Actor, found: AppointmentsFile) -> None:
    """Take everything or nothing; raises Refused for an office that the city does not have.

    Offices that are no longer in the file keep their appointments and offer nothing any more.
    """
    known = {office.key: office for office in Office.objects.prefetch_related("opening_rules")}
    missing = [row.office for row in found.offices if row.office not in known]
    if missing:
        raise Refused(Refusal(FILE, "Diese Stelle steht nicht in offices.toml.", key) for key in missing)
    offices = {row.office: _office(known[row.office], row) for row in found.offices}
    for position, row in enumerate(found.services):
        _service(row, position, offices)
    for gone in Service.objects.exclude(key__in=[row.key for row in found.services]):
        gone.offices.clear()


def _office(office: Office, row: OfficeIn) -> AppointmentOffice:
    counters, _made = Resource.objects.update_or_create(
        key=f"termine-{row.office}",
        defaults={
            "title": office.name,
            "places": row.counters,
            "step_minutes": row.step,
            "walk_in_places": min(row.walk_in, row.counters - 1),
            "cancel_hours": row.cancel_hours,
        },
    )
    wanted = [
        (r.weekday, r.opens, r.closes, r.valid_from, r.valid_to, row.counters) for r in office.opening_rules.all()
    ]
    fields = ("weekday", "opens", "closes", "valid_from", "valid_to", "places")
    if sorted(wanted, key=str) != sorted(counters.weekly.values_list(*fields), key=str):
        counters.weekly.all().delete()
        for values in wanted:
            counters.weekly.create(**dict(zip(fields, values, strict=True)))
    made: AppointmentOffice = AppointmentOffice.objects.update_or_create(
        office=office,
        defaults={
            "resource": counters,
            "ahead_days": row.ahead_days,
            "keep_days": row.keep_days,
            "verified": row.verified,
        },
    )[0]
    return made


def _service(row: ServiceIn, position: int, offices: dict[str, AppointmentOffice]) -> None:
    made, _new = Service.objects.update_or_create(
        key=row.key,
        defaults={
            "name": row.name.de,
            "name_en": row.name.en,
            "minutes": row.minutes,
            "most": row.most,
            "bring": "\n".join(row.bring.de),
            "bring_en": "\n".join(row.bring.en),
            "position": position,
        },
    )
    made.offices.set([offices[key] for key in row.offices])

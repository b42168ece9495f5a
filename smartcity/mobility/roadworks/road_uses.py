"""Writes: events and truck routes that works must know of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.gis.geos import GEOSException, GEOSGeometry

from smartcity.kernel.city.selectors import in_city
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import Actor, service
from smartcity.mobility.roadworks.models import RoadUse

BEYOND_M = 2_000


@dataclass(frozen=True, slots=True)
class Facts:
    """What is entered: geometry as GeoJSON text or GEOS, times aware (both or none)."""

    kind: str
    title: str
    geometry: GEOSGeometry | str
    begins: datetime | None = None
    ends: datetime | None = None
    note: str = ""


@service
def enter_use(*, actor: Actor, facts: Facts, is_demo: bool = False) -> RoadUse:
    """Enter an event or truck route; raises Refused that names the field and the rule."""
    return _write(RoadUse(is_demo=is_demo), facts)


@service
def change_use(*, actor: Actor, use: RoadUse, facts: Facts) -> RoadUse:
    """Change one; raises Refused."""
    return _write(use, facts)


@service
def remove_use(*, actor: Actor, use: RoadUse) -> None:
    """Remove one; the record keeps what it was."""
    use.delete()


def _write(use: RoadUse, facts: Facts) -> RoadUse:
    use.kind, use.title, use.note = facts.kind, facts.title, facts.note
    use.begins, use.ends = facts.begins, facts.ends
    use.geometry = _geometry(facts.geometry)
    _check_times(use)
    use.save()
    return use


def _geometry(given: GEOSGeometry | str) -> GEOSGeometry:
    try:
        found = given if isinstance(given, GEOSGeometry) else GEOSGeometry(given, srid=4326)
    except (ValueError, GEOSException):
        raise Refused([Refusal("geometry", "Die Form ist nicht lesbar.", hint="Zeichnen Sie sie neu.")]) from None
    if found.empty or not found.valid:
        raise Refused(
            [Refusal("geometry", "Die Fläche kreuzt sich selbst.", found.valid_reason, "Zeichnen Sie sie neu.")]
        )
    if not in_city(found, BEYOND_M):
        raise Refused([Refusal("geometry", "Der Ort liegt nicht in der Stadt (bis 2 km darum).")])
    return found


def _check_times(use: RoadUse) -> None:
    if use.kind == RoadUse.Kind.EVENT and not (use.begins and use.ends):
        raise Refused([Refusal("begins", "Eine Veranstaltung hat Beginn und Ende.")])
    if bool(use.begins) != bool(use.ends):
        raise Refused([Refusal("ends", "Beginn und Ende gehören zusammen: beide oder keines.")])
    if use.begins and use.ends and use.ends <= use.begins:
        raise Refused([Refusal("ends", "Das Ende liegt nicht nach dem Beginn.")])

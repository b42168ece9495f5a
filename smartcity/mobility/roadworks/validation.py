"""The rules of a roadwork as pure functions: each returns the refusals, an empty list means taken.

Places are field paths of `domain.Roadwork` (`lanes[1].order`). Sources: WZDx 4.2 business rules for lanes and geometry,
RFC 7946 for positions and rings.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

import shapely
from shapely.validation import explain_validity

from smartcity.kernel.refusal import Refusal
from smartcity.mobility.roadworks.domain import Geometry, Lane, Phase, Position, Restriction, Roadwork, Text
from smartcity.mobility.roadworks.vocabulary import GeometryType, RestrictionType, Unit

_UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_POINT = re.compile(r"\[(\S+) (\S+?)\]")
_LONGEST_ID = 200
_LONGEST_TEXT = 20_000
_DEEPEST = 40
_EARLIEST, _LATEST = 1900, 2200

_LENGTHS = frozenset({Unit.CENTIMETERS, Unit.FEET, Unit.INCHES})
_WEIGHTS = frozenset({Unit.KILOGRAMS, Unit.POUNDS, Unit.TONS})
_UNITS = {
    RestrictionType.REDUCED_WIDTH: _LENGTHS,
    RestrictionType.REDUCED_HEIGHT: _LENGTHS,
    RestrictionType.REDUCED_LENGTH: _LENGTHS,
    RestrictionType.REDUCED_WEIGHT: _WEIGHTS,
    RestrictionType.AXLE_LOAD_LIMIT: _WEIGHTS,
    RestrictionType.GROSS_WEIGHT_LIMIT: _WEIGHTS,
}


def check(roadwork: Roadwork) -> list[Refusal]:
    """Return all that is wrong with `roadwork` by itself; whether it lies in the city says `city_bounds.CityBounds`."""
    refusals = check_times(roadwork)
    are_sound = not refusals
    refusals = check_identity(roadwork) + check_texts(roadwork) + refusals
    refusals += check_geometry(roadwork.geometry)
    refusals += check_lanes(roadwork.lanes) + check_lanes(roadwork.opposite_lanes, "opposite_lanes")
    refusals += check_restrictions(roadwork.restrictions) + check_measures(roadwork)
    if roadwork.foreign:
        refusals += check_foreign(roadwork.foreign)
    for number, phase in enumerate(roadwork.phases):
        refusals += check_phase(phase, roadwork, f"phases[{number}]", are_sound=are_sound)
    if roadwork.detour and roadwork.detour.geometry:
        refusals += check_geometry(roadwork.detour.geometry, "detour.geometry")
        if roadwork.detour.geometry.type is GeometryType.POLYGON:
            hint = "Zeichnen Sie eine Linie in Fahrtrichtung."
            refusals.append(Refusal("detour.geometry", "Eine Umleitung ist keine Fläche.", hint=hint))
    return refusals


def check_identity(roadwork: Roadwork) -> list[Refusal]:
    """Refuse missing or unusable identifiers and missing street names."""
    refusals = []
    for place, value in (("source_id", roadwork.source_id), ("source_system", roadwork.source_system)):
        if not value.strip():
            refusals.append(Refusal(place, "Die Kennung fehlt.", hint="Jede Baustelle braucht eine feste Kennung."))
        elif len(value) > _LONGEST_ID:
            refusals.append(Refusal(place, "Die Kennung ist länger als 200 Zeichen.", f"{len(value)} Zeichen"))
    if not any(name.strip() for name in roadwork.street_names):
        refusals.append(Refusal("street_names", "Der Straßenname fehlt.", hint="Nennen Sie mindestens eine Straße."))
    return refusals


def check_texts(roadwork: Roadwork) -> list[Refusal]:
    """Refuse characters that neither XML 1.0 nor the database can hold, and endless texts."""
    if not _is_suspicious(roadwork):
        return []
    refusals = []
    for place, text in _texts(roadwork):
        if bad := _UNSTORABLE.search(text):
            hint = "Entfernen Sie Steuerzeichen."
            refusals.append(Refusal(place, "Der Text enthält ein unzulässiges Zeichen.", repr(bad.group()), hint))
        if len(text) > _LONGEST_TEXT:
            refusals.append(Refusal(place, "Der Text ist länger als 20.000 Zeichen.", f"{len(text)} Zeichen"))
    return refusals


def _is_suspicious(roadwork: Roadwork) -> bool:
    """Tell at one glance over all texts together whether any of them needs a closer look."""
    title, description, stretch = roadwork.title, roadwork.description, roadwork.stretch
    parts = [roadwork.source_id, roadwork.source_system, roadwork.order_number, title.de, title.en]
    parts += (description.de, description.en, stretch.begin_cross_street, stretch.end_cross_street)
    parts += (*roadwork.street_names, *roadwork.lines, *roadwork.stops)
    parts += (roadwork.access.note.de, roadwork.access.note.en)
    for phase in roadwork.phases:
        parts += (phase.title.de, phase.title.en, phase.description.de, phase.description.en)
    if roadwork.detour:
        parts += (roadwork.detour.description.de, roadwork.detour.description.en)
    parts += [related.source_id for related in roadwork.related]
    together = "".join(parts)
    return len(together) > _LONGEST_TEXT or _UNSTORABLE.search(together) is not None


def _texts(roadwork: Roadwork) -> Iterable[tuple[str, str]]:
    yield "source_id", roadwork.source_id
    yield "source_system", roadwork.source_system
    yield "order_number", roadwork.order_number
    yield from _both("title", roadwork.title)
    yield from _both("description", roadwork.description)
    yield "stretch.begin_cross_street", roadwork.stretch.begin_cross_street
    yield "stretch.end_cross_street", roadwork.stretch.end_cross_street
    yield from _both("access.note", roadwork.access.note)
    if roadwork.detour:
        yield from _both("detour.description", roadwork.detour.description)
    for name in ("street_names", "lines", "stops"):
        for number, text in enumerate(getattr(roadwork, name)):
            yield f"{name}[{number}]", text
    for number, phase in enumerate(roadwork.phases):
        yield from _both(f"phases[{number}].title", phase.title)
        yield from _both(f"phases[{number}].description", phase.description)
    for number, related in enumerate(roadwork.related):
        yield f"related[{number}].source_id", related.source_id


def _both(place: str, text: Text) -> tuple[tuple[str, str], tuple[str, str]]:
    return (f"{place}.de", text.de), (f"{place}.en", text.en)


def check_foreign(value: object, place: str = "foreign", depth: int = 0) -> list[Refusal]:
    """Refuse foreign values that JSON or the database cannot hold, or that nest deeper than 40 levels."""
    if depth > _DEEPEST:
        return [Refusal(place[:_LONGEST_ID], "Die fremden Angaben sind zu tief verschachtelt.")]
    if isinstance(value, Mapping):
        inner = [(f"{place}.{key}", part) for key, part in value.items()]
        if any(not isinstance(key, str) or _UNSTORABLE.search(key) for key in value):
            return [Refusal(place[:_LONGEST_ID], "Ein Name enthält ein unzulässiges Zeichen.")]
        return [refusal for spot, part in inner for refusal in check_foreign(part, spot, depth + 1)]
    if isinstance(value, list | tuple):
        inner = [(f"{place}[{number}]", part) for number, part in enumerate(value)]
        return [refusal for spot, part in inner for refusal in check_foreign(part, spot, depth + 1)]
    if isinstance(value, str) and _UNSTORABLE.search(value):
        return [Refusal(place[:_LONGEST_ID], "Der Text enthält ein unzulässiges Zeichen.")]
    if isinstance(value, float) and not math.isfinite(value):
        return [Refusal(place[:_LONGEST_ID], "Der Wert ist keine endliche Zahl.", str(value))]
    return []


def check_times(roadwork: Roadwork) -> list[Refusal]:
    """Refuse times without a zone and ends before their starts."""
    presence = roadwork.worker_presence
    times = (
        ("start", roadwork.start),
        ("end", roadwork.end),
        ("actual_start", roadwork.actual_start),
        ("actual_end", roadwork.actual_end),
        ("created", roadwork.created),
        ("updated", roadwork.updated),
        ("worker_presence.last_confirmed", presence.last_confirmed if presence else None),
    )
    refusals = [
        refusal
        for place, time in times
        if time is not None and not (time.tzinfo is UTC and _EARLIEST < time.year < _LATEST)
        for refusal in _check_zone(place, time)
    ]
    if refusals:
        return refusals
    return _check_order("", roadwork.start, roadwork.end) + _check_order(
        "actual_", roadwork.actual_start, roadwork.actual_end
    )


def _check_zone(place: str, time: datetime) -> list[Refusal]:
    if time.utcoffset() is not None:
        if _EARLIEST < time.year < _LATEST:
            return []
        return [Refusal(place, "Das Jahr liegt nicht zwischen 1900 und 2200.", time.isoformat())]
    hint = "Geben Sie die Zeitzone an, z. B. 2026-03-02T07:00:00+01:00."
    return [Refusal(place, "Die Zeitangabe hat keine Zeitzone.", time.isoformat(), hint)]


def _check_order(prefix: str, start: datetime | None, end: datetime | None) -> list[Refusal]:
    if start is None or end is None or end >= start:
        return []
    value = f"{start.isoformat()} bis {end.isoformat()}"
    return [
        Refusal(f"{prefix}end", "Das Ende liegt vor dem Beginn.", value, "Das Ende darf nicht vor dem Beginn liegen.")
    ]


def check_phase(phase: Phase, roadwork: Roadwork, place: str, *, are_sound: bool = True) -> list[Refusal]:
    """Refuse a phase that ends before it starts, leaves the works' time (if `are_sound`), or breaks the lane rules."""
    refusals = _check_zone(f"{place}.start", phase.start) + _check_zone(f"{place}.end", phase.end)
    if not refusals and are_sound:
        refusals = _check_order(f"{place}.", phase.start, phase.end)
        if phase.start < roadwork.start or phase.end > roadwork.end:
            value = f"{phase.start.isoformat()} bis {phase.end.isoformat()}"
            hint = "Eine Phase liegt zwischen Beginn und Ende der Baustelle."
            refusals.append(Refusal(place, "Die Phase liegt außerhalb der Bauzeit.", value, hint))
    refusals += check_lanes(phase.lanes, f"{place}.lanes")
    return refusals + check_lanes(phase.opposite_lanes, f"{place}.opposite_lanes")


def check_lanes(lanes: Sequence[Lane], place: str = "lanes") -> list[Refusal]:
    """Refuse an incomplete list: WZDx wants every lane or none, numbered 1, 2, 3 … from the left."""
    if not lanes:
        return []
    refusals = []
    orders = [lane.order for lane in lanes]
    complete = list(range(1, len(lanes) + 1))
    if orders != complete:
        value = ", ".join(map(str, orders))
        if sorted(orders) == complete:
            hint = "Ordnen Sie die Fahrstreifen in Fahrtrichtung von links nach rechts."
            refusals.append(Refusal(place, "Die Fahrstreifen stehen nicht von links nach rechts.", value, hint))
        else:
            hint = "Geben Sie alle Fahrstreifen an (1 = ganz links in Fahrtrichtung) oder keinen."
            refusals.append(Refusal(place, "Die Fahrstreifen sind nicht lückenlos von 1 an nummeriert.", value, hint))
    for number, lane in enumerate(lanes):
        if lane.lane_number is not None and lane.lane_number < 1:
            spot = f"{place}[{number}].lane_number"
            refusals.append(Refusal(spot, "Die Fahrstreifennummer beginnt bei 1.", str(lane.lane_number)))
        if lane.restrictions:
            refusals += check_restrictions(lane.restrictions, f"{place}[{number}].restrictions")
    return refusals


def check_restrictions(restrictions: Sequence[Restriction], place: str = "restrictions") -> list[Refusal]:
    """Refuse a measure without its unit, with a foreign one, or that is not a positive finite number."""
    refusals = []
    for number, restriction in enumerate(restrictions):
        spot = f"{place}[{number}]"
        if restriction.value is None:
            if restriction.unit is not None:
                refusals.append(Refusal(f"{spot}.value", "Zur Einheit fehlt der Wert.", restriction.unit))
            continue
        if not math.isfinite(restriction.value) or restriction.value <= 0:
            refusals.append(Refusal(f"{spot}.value", "Der Wert ist keine positive Zahl.", str(restriction.value)))
        if restriction.unit is None:
            hint = "Zum Beispiel Zentimeter für Breiten, Kilogramm für Gewichte."
            refusals.append(Refusal(f"{spot}.unit", "Zum Wert fehlt die Einheit.", str(restriction.value), hint))
        elif restriction.unit not in _UNITS.get(restriction.type, (restriction.unit,)):
            value = f"{restriction.type}: {restriction.unit}"
            refusals.append(Refusal(f"{spot}.unit", "Diese Einheit passt nicht zur Einschränkung.", value))
    return refusals


def check_measures(roadwork: Roadwork) -> list[Refusal]:
    """Refuse a speed limit or kilometre mark that is negative or not finite."""
    measures = (
        ("speed_limit_kph", roadwork.speed_limit_kph),
        ("stretch.begin_milepost", roadwork.stretch.begin_milepost),
        ("stretch.end_milepost", roadwork.stretch.end_milepost),
    )
    return [
        Refusal(place, "Der Wert ist negativ oder keine Zahl.", str(value))
        for place, value in measures
        if value is not None and not (math.isfinite(value) and value >= 0)
    ]


def check_geometry(geometry: Geometry, place: str = "geometry") -> list[Refusal]:
    """Refuse positions out of range, too few of them, open rings, and areas whose outline crosses itself."""
    if not geometry.lines or not all(geometry.lines):
        return [Refusal(place, "Die Geometrie ist leer.", hint="Zeichnen Sie die Baustelle in der Karte ein.")]
    refusals = []
    for number, (longitude, latitude) in enumerate(geometry.positions):
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
            value = f"{longitude}, {latitude}"
            hint = "Erwartet werden Länge und Breite in Grad (WGS 84), in dieser Reihenfolge."
            refusals.append(
                Refusal(f"{place}.coordinates[{number}]", "Die Position liegt nicht auf der Erde.", value, hint)
            )
            break
    if refusals:
        return refusals
    if geometry.type is GeometryType.POLYGON:
        return check_area(geometry, place)
    if len(geometry.lines) > 1:
        return [Refusal(place, "Die Geometrie besteht aus mehreren getrennten Linien.", str(len(geometry.lines)))]
    if geometry.type is GeometryType.LINE_STRING and len(set(geometry.lines[0])) < 2:
        hint = "Eine Linie braucht mindestens zwei verschiedene Punkte; sonst wählen Sie einen Punkt."
        return [Refusal(place, "Die Linie hat keine Länge.", hint=hint)]
    return []


def check_area(geometry: Geometry, place: str = "geometry") -> list[Refusal]:
    """Refuse rings that are open, too short, or cross themselves or one another; names the crossing point."""
    for number, ring in enumerate(geometry.lines):
        if len(ring) < 4 or ring[0] != ring[-1]:
            hint = "Ein Ring hat mindestens vier Punkte, der letzte ist gleich dem ersten."
            return [Refusal(f"{place}.coordinates[{number}]", "Der Umriss ist nicht geschlossen.", hint=hint)]
    if (point := crossing_point(geometry)) is None:
        return []
    hint = "Verschieben Sie die Eckpunkte, bis sich keine Kanten mehr kreuzen oder decken."
    value = f"{point[0]}, {point[1]}"
    return [Refusal(place, "Der Umriss der Fläche kreuzt oder berührt sich selbst.", value, hint)]


def crossing_point(area: Geometry) -> Position | None:
    """Return where the closed rings of an area cross or touch themselves or one another, for marking it on the map."""
    drawn = shapely.Polygon(area.lines[0], area.lines[1:])
    if drawn.is_valid:
        return None
    found = _POINT.search(explain_validity(drawn))
    return (float(found[1]), float(found[2])) if found else area.lines[0][0]

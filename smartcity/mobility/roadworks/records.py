"""A roadwork of the domain as a row's columns, and a row as a roadwork of the domain, without loss."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.contrib.gis.geos import GEOSGeometry, LineString, MultiPoint, Polygon
from django.utils.text import slugify

from smartcity.kernel.city.domain import search_name
from smartcity.mobility.roadworks import domain, values
from smartcity.mobility.roadworks.domain import Access, Detour, Geometry, Lane, Text
from smartcity.mobility.roadworks.models import Phase, Roadwork
from smartcity.mobility.roadworks.vocabulary import (
    AccessLevel,
    Cause,
    Direction,
    EventType,
    GeometryType,
    LaneStatus,
    LaneType,
    State,
    VehicleImpact,
    WorkKind,
    WorkZoneType,
)

_WKB_SRID, _LITTLE, _WGS84 = 0x20000000, 1, 4326
_LINE, _POLYGON, _POINT, _MULTI_POINT = 2, 3, 1, 4
_LONGEST_SLUG = 80
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


def identity(source_system: str, source_id: str) -> UUID:
    """The public UUID of a roadwork: the same for the same source, for ever."""
    return uuid5(NAMESPACE_URL, f"roadwork:{source_system}/{source_id}")


def public_slug(work: domain.Roadwork, identity: UUID) -> str:
    """Address of the public page: the headline in words, and ten letters of the identity."""
    number = identity.int
    letters = "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in range(10))
    words = slugify(search_name(work.headline.de or work.headline.en))[:_LONGEST_SLUG].strip("-")
    return f"{words}-{letters}" if words else letters


def ewkb(geometry: Geometry) -> bytes:
    """The geometry as PostGIS takes it (extended well-known binary, EPSG:4326)."""
    if geometry.type is GeometryType.LINE_STRING:
        return _head(_LINE, len(geometry.lines[0])) + _positions(geometry.lines[0])
    if geometry.type is GeometryType.MULTI_POINT:
        points = b"".join(struct.pack("<BIdd", _LITTLE, _POINT, *position) for position in geometry.lines[0])
        return _head(_MULTI_POINT, len(geometry.lines[0])) + points
    rings = b"".join(struct.pack("<I", len(ring)) + _positions(ring) for ring in geometry.lines)
    return _head(_POLYGON, len(geometry.lines)) + rings


def _head(kind: int, count: int) -> bytes:
    return struct.pack("<BIII", _LITTLE, kind | _WKB_SRID, _WGS84, count)


def _positions(line: domain.Line) -> bytes:
    return struct.pack(f"<{2 * len(line)}d", *(number for position in line for number in position))


def geos(geometry: Geometry) -> GEOSGeometry:
    """The geometry as GeoDjango has it."""
    return GEOSGeometry(ewkb(geometry).hex())


def geometry(stored: GEOSGeometry) -> Geometry:
    """The domain's geometry out of a stored one."""
    if isinstance(stored, LineString):
        return domain.line_string(*_line(stored.coords))
    if isinstance(stored, MultiPoint):
        return domain.multi_point(*_line(stored.coords))
    if isinstance(stored, Polygon):
        return domain.polygon(*(_line(ring) for ring in stored.coords))
    raise ValueError(f"a roadwork is no {stored.geom_type}")


def _line(positions: Iterable[tuple[float, ...]]) -> domain.Line:
    return tuple((position[0], position[1]) for position in positions)


def columns(work: domain.Roadwork) -> dict[str, Any]:
    """Column values of a roadwork, without geometry columns, identity, staff data and bookkeeping."""
    return {**_course_columns(work), **_effect_columns(work)}


def _course_columns(work: domain.Roadwork) -> dict[str, Any]:
    """What is built, where it is called, and when."""
    return {
        "event": work.event.value,
        "title_de": work.title.de,
        "title_en": work.title.en,
        "description_de": work.description.de,
        "description_en": work.description.en,
        "street_names": list(work.street_names),
        "stretch": values.pack_stretch(work.stretch),
        "state": work.state.value,
        "start": work.start,
        "end": work.end,
        "start_verified": work.start_verified,
        "end_verified": work.end_verified,
        "actual_start": work.actual_start,
        "actual_end": work.actual_end,
        "created": work.created,
        "updated": work.updated,
        "kind": work.kind.value,
        "cause": work.cause.value,
        "works": [values.pack_work(item) for item in work.works],
        "work_zone_type": work.work_zone_type.value if work.work_zone_type else "",
        "order_number": work.order_number,
        "related": [values.pack_related(item) for item in work.related],
        "foreign": dict(work.foreign),
    }


def _effect_columns(work: domain.Roadwork) -> dict[str, Any]:
    """What it means for those who want to pass."""
    detour = work.detour or Detour()
    return {
        "direction": work.direction.value,
        "vehicle_impact": work.vehicle_impact.value,
        "full_closure": work.full_closure,
        "cycling_affected": _affected(work, LaneType.BIKE_LANE),
        "walking_affected": _affected(work, LaneType.SIDEWALK),
        "speed_limit_kph": work.speed_limit_kph,
        "lanes": _pack_lanes(work.lanes),
        "opposite_lanes": _pack_lanes(work.opposite_lanes),
        "restrictions": [values.pack_restriction(item) for item in work.restrictions],
        "detour_de": detour.description.de,
        "detour_en": detour.description.en,
        "lines": list(work.lines),
        "stops": list(work.stops),
        "residents_access": work.access.residents.value,
        "emergency_access": work.access.emergency.value,
        "access_note_de": work.access.note.de,
        "access_note_en": work.access.note.en,
        "worker_presence": values.pack_presence(work.worker_presence),
    }


def phase_columns(phase: domain.Phase) -> dict[str, Any]:
    """Column values of a phase, without its roadwork and position."""
    return {
        "title_de": phase.title.de,
        "title_en": phase.title.en,
        "description_de": phase.description.de,
        "description_en": phase.description.en,
        "start": phase.start,
        "end": phase.end,
        "vehicle_impact": phase.vehicle_impact.value if phase.vehicle_impact else "",
        "full_closure": phase.full_closure,
        "lanes": _pack_lanes(phase.lanes),
        "opposite_lanes": _pack_lanes(phase.opposite_lanes),
    }


def _pack_lanes(lanes: Iterable[Lane]) -> list[values.Json]:
    return [values.pack_lane(lane) for lane in lanes]


def _affected(work: domain.Roadwork, kind: LaneType) -> bool:
    sides = [work.lanes, work.opposite_lanes]
    for phase in work.phases:
        sides += [phase.lanes, phase.opposite_lanes]
    return any(lane.type is kind and lane.status is not LaneStatus.OPEN for side in sides for lane in side)


# stored as the domain has them
_SAME = (
    *("source_system", "source_id", "start", "end", "start_verified", "end_verified", "actual_start", "actual_end"),
    *("created", "updated", "order_number", "full_closure", "speed_limit_kph", "foreign"),
)


def roadwork(row: Roadwork) -> domain.Roadwork:
    """The domain's roadwork out of a row; reads its phases (prefetch them for many)."""
    zone_type = WorkZoneType(row.work_zone_type) if row.work_zone_type else None
    texts: dict[str, Any] = {
        "title": Text(row.title_de, row.title_en),
        "description": Text(row.description_de, row.description_en),
    }
    return domain.Roadwork(
        **{name: getattr(row, name) for name in _SAME},
        **texts,
        geometry=geometry(row.geometry),
        street_names=tuple(row.street_names),
        event=EventType(row.event),
        state=State(row.state),
        kind=WorkKind(row.kind),
        cause=Cause(row.cause),
        works=tuple(values.work(item) for item in row.works),
        work_zone_type=zone_type,
        direction=Direction(row.direction),
        stretch=values.stretch(row.stretch),
        vehicle_impact=VehicleImpact(row.vehicle_impact),
        lanes=values.lanes(row.lanes),
        opposite_lanes=values.lanes(row.opposite_lanes),
        restrictions=tuple(values.restriction(item) for item in row.restrictions),
        phases=tuple(phase(item) for item in row.phases.all()),
        detour=_detour(row),
        lines=tuple(row.lines),
        stops=tuple(row.stops),
        access=_access(row),
        worker_presence=values.presence(row.worker_presence),
        related=tuple(values.related(item) for item in row.related),
    )


def _access(row: Roadwork) -> Access:
    note = Text(row.access_note_de, row.access_note_en)
    return Access(AccessLevel(row.residents_access), AccessLevel(row.emergency_access), note)


def _detour(row: Roadwork) -> Detour | None:
    text = Text(row.detour_de, row.detour_en)
    course = geometry(row.detour_geometry) if row.detour_geometry is not None else None
    return Detour(text, course) if text or course else None


def phase(row: Phase) -> domain.Phase:
    """The domain's phase out of a row."""
    return domain.Phase(
        title=Text(row.title_de, row.title_en),
        description=Text(row.description_de, row.description_en),
        start=row.start,
        end=row.end,
        vehicle_impact=VehicleImpact(row.vehicle_impact) if row.vehicle_impact else None,
        full_closure=row.full_closure,
        lanes=values.lanes(row.lanes),
        opposite_lanes=values.lanes(row.opposite_lanes),
    )

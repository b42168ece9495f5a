"""Overlaps in space and time of planned works with other works, detours, events and truck routes."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import Distance, Intersection, Transform
from django.contrib.gis.geos import GeometryCollection, GEOSGeometry, Polygon
from django.contrib.gis.measure import Distance as Metres
from django.db.models import Func, Q, QuerySet, Value

from smartcity.mobility.roadworks.free_weeks import HORIZON_WEEKS, WEEK, free_starts
from smartcity.mobility.roadworks.models import RoadUse, Roadwork
from smartcity.mobility.roadworks.vocabulary import State

NEAR_M = 50.0
"""Works closer than this disturb one another: barriers, sight, the same junction."""
ON_DETOUR_M = 20.0
METRIC = 25832
METRES_PER_DEGREE = 110_000.0
SUGGESTIONS = 4
_ALIVE = (State.PLANNED, State.ORDERED, State.ACTIVE)


class Kind(StrEnum):
    """What overlaps."""

    WORKS = "works"
    THEIR_DETOUR = "their-detour"
    OWN_DETOUR = "own-detour"
    EVENT = "event"
    TRUCK_ROUTE = "truck-route"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Another roadwork or use of the street in the way.

    start, end: when it is there; None: always. distance_m: how far off. overlap: the part of it that is near the works.
    """

    kind: Kind
    other: Roadwork | RoadUse
    start: datetime | None
    end: datetime | None
    distance_m: float
    overlap: GEOSGeometry | None

    def meets(self, start: datetime, end: datetime) -> bool:
        """Whether it is there at some moment of a time."""
        return self.start is None or self.end is None or (self.start < end and start < self.end)


@dataclass(frozen=True, slots=True)
class Plan:
    """Works to be checked: where (WGS84), when, and the own entry if it exists already."""

    geometry: GEOSGeometry
    start: datetime
    end: datetime
    detour: GEOSGeometry | None = None
    own: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """All conflicts of a plan, nearest first, and up to four free times of the same length."""

    conflicts: list[Conflict]
    free: list[tuple[datetime, datetime]]


def plan_of(roadwork: Roadwork) -> Plan:
    """The plan of an existing entry."""
    return Plan(roadwork.geometry, roadwork.begins, roadwork.ends, roadwork.detour_geometry, roadwork.pk)


def judge(plan: Plan) -> Verdict:
    """Find the plan's conflicts, and free times when there are any."""
    horizon = (plan.start, plan.end + HORIZON_WEEKS * WEEK)
    around = _in_the_way(plan, horizon)
    conflicts = [item for item in around if item.meets(plan.start, plan.end)]
    if not conflicts:
        return Verdict([], [])
    # what is always there does not go away by waiting
    busy = [(item.start, item.end) for item in around if item.start is not None and item.end is not None]
    return Verdict(conflicts, list(islice(free_starts(busy, (plan.start, plan.end)), SUGGESTIONS)))


def _in_the_way(plan: Plan, span: tuple[datetime, datetime]) -> list[Conflict]:
    """Everything near the plan's place or detour within the span of time, with the other's whole time."""
    found = [
        *_near(Kind.WORKS, plan, plan.geometry, "geometry", NEAR_M, span),
        *_near(Kind.THEIR_DETOUR, plan, plan.geometry, "detour_geometry", ON_DETOUR_M, span),
        *_uses(plan.geometry, span),
    ]
    if plan.detour is not None:
        found += _near(Kind.OWN_DETOUR, plan, plan.detour, "geometry", ON_DETOUR_M, span)
    return sorted(found, key=lambda item: (item.distance_m, item.start or plan.start))


def _near(
    kind: Kind, plan: Plan, place: GEOSGeometry, field: str, within_m: float, span: tuple[datetime, datetime]
) -> list[Conflict]:
    found: QuerySet[Roadwork] = Roadwork.objects.filter(
        **{f"{field}__bboverlaps": _box(place, within_m)}, period__overlap=span, state__in=_ALIVE
    )
    if plan.own is not None:
        found = found.exclude(pk=plan.own)
    rows = _measured(found, field, place, within_m).select_related("district").defer("foreign", "district__boundary")
    return [Conflict(kind, row, row.begins, row.ends, row.away.m, _part(row)) for row in rows]


def _uses(place: GEOSGeometry, span: tuple[datetime, datetime]) -> list[Conflict]:
    """Events of the span and truck routes at the place."""
    begin, end = span
    then = Q(begins__isnull=True) | Q(begins__lt=end, ends__gt=begin)
    near = RoadUse.objects.filter(then, geometry__bboverlaps=_box(place, NEAR_M))
    found = _measured(near, "geometry", place, NEAR_M)
    return [Conflict(Kind(row.kind), row, row.begins, row.ends, row.away.m, _part(row)) for row in found]


def _measured(rows: QuerySet[Any], field: str, place: GEOSGeometry, within_m: float) -> QuerySet[Any]:
    """Rows within the distance, with it (``away``) and the part of them that lies within it (``part``)."""
    shape, own = Transform(field, METRIC), in_metres(place)
    around = Func(own, Value(within_m), function="ST_Buffer", output_field=GeometryField(srid=METRIC))
    measured = rows.annotate(away=Distance(shape, own), part=Transform(Intersection(shape, around), 4326))
    found: QuerySet[Any] = measured.filter(away__lte=Metres(m=within_m))
    return found


def overlapping_shape(roadwork: Roadwork, verdict: Verdict) -> dict[str, Any]:
    """What a map should stress, as GeoJSON: the parts that overlap, or the works themselves when nothing does."""
    parts = [item.overlap for item in verdict.conflicts if item.overlap is not None]
    shape = GeometryCollection(*parts, srid=4326) if parts else roadwork.geometry
    return dict(json.loads(shape.geojson))


def _part(row: Any) -> GEOSGeometry | None:
    part: GEOSGeometry | None = row.part
    return None if part is None or part.empty else part


def in_metres(place: GEOSGeometry) -> Transform:
    """The place in EPSG:25832, transformed by the database: GDAL looks its reference up anew each time (50 ms)."""
    return Transform(Value(place, output_field=GeometryField(srid=4326)), METRIC)


def _box(place: GEOSGeometry, within_m: float) -> Polygon:
    """A box in degrees that holds everything within `within_m` of the place, for the index; a little too wide."""
    west, south, east, north = place.extent
    up = within_m / METRES_PER_DEGREE
    aside = up / math.cos(math.radians(max(abs(south), abs(north)) + up))
    box = Polygon.from_bbox((west - aside, south - up, east + aside, north + up))
    box.srid = 4326
    return box

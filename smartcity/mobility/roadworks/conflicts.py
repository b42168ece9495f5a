"""Overlaps in space and time between planned works, and with the detours of others."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import Distance, Transform
from django.contrib.gis.geos import GEOSGeometry, Polygon
from django.contrib.gis.measure import Distance as Metres
from django.db.models import QuerySet, Value

from smartcity.mobility.roadworks.free_weeks import HORIZON_WEEKS, WEEK, free_starts
from smartcity.mobility.roadworks.models import Roadwork
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


@dataclass(frozen=True, slots=True)
class Conflict:
    """Another roadwork in the way, when, and how far off in metres."""

    kind: Kind
    other: Roadwork
    start: datetime
    end: datetime
    distance_m: float


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
    conflicts = [item for item in around if item.start < plan.end and plan.start < item.end]
    if not conflicts:
        return Verdict([], [])
    busy = [(item.start, item.end) for item in around]
    return Verdict(conflicts, list(islice(free_starts(busy, (plan.start, plan.end)), SUGGESTIONS)))


def _in_the_way(plan: Plan, span: tuple[datetime, datetime]) -> list[Conflict]:
    """Everything near the plan's place or detour within the span of time, with the other's whole time."""
    found = [
        *_near(Kind.WORKS, plan, plan.geometry, "geometry", NEAR_M, span),
        *_near(Kind.THEIR_DETOUR, plan, plan.geometry, "detour_geometry", ON_DETOUR_M, span),
    ]
    if plan.detour is not None:
        found += _near(Kind.OWN_DETOUR, plan, plan.detour, "geometry", ON_DETOUR_M, span)
    return sorted(found, key=lambda item: (item.distance_m, item.start))


def _near(
    kind: Kind, plan: Plan, place: GEOSGeometry, field: str, within_m: float, span: tuple[datetime, datetime]
) -> list[Conflict]:
    found: QuerySet[Roadwork] = Roadwork.objects.filter(
        **{f"{field}__bboverlaps": _box(place, within_m)}, period__overlap=span, state__in=_ALIVE
    )
    if plan.own is not None:
        found = found.exclude(pk=plan.own)
    found = found.annotate(away=Distance(Transform(field, METRIC), in_metres(place))).filter(
        away__lte=Metres(m=within_m)
    )
    found = found.select_related("district").defer("foreign", "district__boundary")
    return [Conflict(kind, row, row.begins, row.ends, row.away.m) for row in found]


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

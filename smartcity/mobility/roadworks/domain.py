"""The value types of a roadwork: what the register knows about works in a street, in the field's standard terms.

Everything here is frozen and free of Django. Sources of the terms: WZDx 4.2 (Work Zone Data Exchange), DATEX II v3
(EN 16157-3) and § 45 StVO. Times are timezone-aware; positions are (longitude, latitude) in WGS84; the point order of a
line is the direction of travel. Rules live in `validation`, the life's transitions in `lifecycle`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from smartcity.mobility.roadworks.vocabulary import (
    AccessLevel,
    Cause,
    Confidence,
    Direction,
    EventType,
    GeometryType,
    LaneStatus,
    LaneType,
    LocationMethod,
    RelatedType,
    RestrictionType,
    State,
    Unit,
    VehicleImpact,
    WorkerPresenceDefinition,
    WorkerPresenceMethod,
    WorkKind,
    WorkType,
    WorkZoneType,
)

Position = tuple[float, float]
"""Longitude and latitude in degrees, WGS84 (GeoJSON's order)."""

Line = tuple[Position, ...]
"""Positions one after the other; closed (first = last) where it is a ring."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text for readers: German, and English where somebody wrote it."""

    de: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        return bool(self.de or self.en)


@dataclass(frozen=True, slots=True)
class Geometry:
    """Where the works are, as in GeoJSON.

    `lines` holds one line for LineString (at least two positions) and MultiPoint (at least one), and the outer ring
    followed by its holes for Polygon.
    """

    type: GeometryType
    lines: tuple[Line, ...]

    @property
    def positions(self) -> Line:
        """All positions in their order."""
        return self.lines[0] if len(self.lines) == 1 else tuple(p for line in self.lines for p in line)

    @property
    def geojson(self) -> dict[str, Any]:
        """The geometry as a GeoJSON object (RFC 7946)."""
        lines = [[list(position) for position in line] for line in self.lines]
        is_area = self.type is GeometryType.POLYGON
        return {"type": self.type.value, "coordinates": lines if is_area else lines[0]}


def line_string(*positions: Position) -> Geometry:
    """Build a line in the direction of travel."""
    return Geometry(GeometryType.LINE_STRING, (positions,))


def multi_point(*positions: Position) -> Geometry:
    """Build single points, the first one where the works begin."""
    return Geometry(GeometryType.MULTI_POINT, (positions,))


def polygon(outer: Line, *holes: Line) -> Geometry:
    """Build an area from its closed outer ring and its closed holes."""
    return Geometry(GeometryType.POLYGON, (outer, *holes))


@dataclass(frozen=True, slots=True)
class Restriction:
    """A rule for those who pass; `value` and `unit` only for measures (width, height, length, weight, axle load)."""

    type: RestrictionType
    value: float | None = None
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane of one direction: `order` 1 is the leftmost in the direction of travel.

    `lane_number` counts the travel lanes alone and is optional (WZDx).
    """

    order: int
    type: LaneType
    status: LaneStatus
    lane_number: int | None = None
    restrictions: tuple[Restriction, ...] = ()


@dataclass(frozen=True, slots=True)
class TypeOfWork:
    """A kind of work, and whether it changes the street's architecture (WZDx TypeOfWork)."""

    name: WorkType
    is_architectural_change: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A stretch of time in which the works stand in one way.

    What a phase leaves at None holds as in the whole roadwork.
    """

    title: Text
    start: datetime
    end: datetime
    description: Text = Text()
    vehicle_impact: VehicleImpact | None = None
    full_closure: bool | None = None
    lanes: tuple[Lane, ...] = ()
    opposite_lanes: tuple[Lane, ...] = ()


@dataclass(frozen=True, slots=True)
class Detour:
    """The signed way around: its course (if drawn) in the direction of travel, and its words."""

    description: Text = Text()
    geometry: Geometry | None = None


@dataclass(frozen=True, slots=True)
class Access:
    """Who still gets to the houses."""

    residents: AccessLevel = AccessLevel.UNKNOWN
    emergency: AccessLevel = AccessLevel.UNKNOWN
    note: Text = Text()


@dataclass(frozen=True, slots=True)
class WorkerPresence:
    """Whether people work there right now, and how that is known (WZDx WorkerPresence)."""

    are_workers_present: bool
    method: WorkerPresenceMethod | None = None
    last_confirmed: datetime | None = None
    confidence: Confidence | None = None
    definition: tuple[WorkerPresenceDefinition, ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """Another entry that belongs to this one (WZDx RelatedRoadEvent); `source_id` in the same source system."""

    type: RelatedType
    source_id: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where along the street: cross streets, kilometre marks, and how begin and end were located."""

    begin_cross_street: str = ""
    end_cross_street: str = ""
    begin_milepost: float | None = None
    end_milepost: float | None = None
    begin_verified: bool = False
    end_verified: bool = False
    method: LocationMethod = LocationMethod.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Roadwork:
    """One roadwork as the register, the map and every exchange format know it.

    `source_system` and `source_id` identify it for ever. `start` and `end` are what is planned; `start_verified` and
    `end_verified` say that somebody confirmed them, otherwise they are estimates. `lanes` runs along the geometry's
    point order, `opposite_lanes` against it; either lists every lane or none. `speed_limit_kph` is the reduced limit.
    `foreign` keeps, per format, what another system sent and this one has no word for (JSON values), so that it is
    given on unchanged.
    """

    source_system: str
    source_id: str
    geometry: Geometry
    start: datetime
    end: datetime
    street_names: tuple[str, ...] = ()
    event: EventType = EventType.WORK_ZONE
    title: Text = Text()
    description: Text = Text()
    state: State = State.PLANNED
    start_verified: bool = False
    end_verified: bool = False
    actual_start: datetime | None = None
    actual_end: datetime | None = None
    created: datetime | None = None
    updated: datetime | None = None
    kind: WorkKind = WorkKind.MAINTENANCE
    cause: Cause = Cause.OTHER
    works: tuple[TypeOfWork, ...] = ()
    work_zone_type: WorkZoneType | None = None
    order_number: str = ""
    direction: Direction = Direction.UNKNOWN
    stretch: Stretch = Stretch()
    vehicle_impact: VehicleImpact = VehicleImpact.UNKNOWN
    full_closure: bool = False
    lanes: tuple[Lane, ...] = ()
    opposite_lanes: tuple[Lane, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    speed_limit_kph: float | None = None
    phases: tuple[Phase, ...] = ()
    detour: Detour | None = None
    lines: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    access: Access = Access()
    worker_presence: WorkerPresence | None = None
    related: tuple[Related, ...] = ()
    foreign: Mapping[str, Any] = field(default_factory=dict)

    @property
    def headline(self) -> Text:
        """The title, or the street names where nobody gave one."""
        return self.title or Text(", ".join(self.street_names) or self.source_id)

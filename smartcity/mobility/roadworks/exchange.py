"""What programs send and get: the API's documents, and their translation to and from the domain."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema

from smartcity.mobility.roadworks import domain, records
from smartcity.mobility.roadworks.domain import Detour, Lane, Text
from smartcity.mobility.roadworks.forms.drawing import drawn_geometry
from smartcity.mobility.roadworks.glances import glance
from smartcity.mobility.roadworks.models import Roadwork
from smartcity.mobility.roadworks.vocabulary import Cause, LaneStatus, LaneType, State, VehicleImpact, WorkKind

Words = Annotated[str, Field(max_length=2000)]
Name = Annotated[str, Field(max_length=200)]
Page = Annotated[int, Field(ge=1, le=1000)]


class TextOut(Schema):
    """A text in both languages."""

    de: str
    en: str


class LaneOut(Schema):
    """A lane; order 1 is the leftmost in the direction of travel."""

    order: int
    type: LaneType
    status: LaneStatus


class PhaseOut(Schema):
    """A phase of the works."""

    title: TextOut
    start: datetime
    end: datetime
    full_closure: bool | None


class RoadworkOut(Schema):
    """Works as the public sees them; times in UTC. ``stale``: a start or end has passed unconfirmed."""

    id: str
    url: str
    title: TextOut
    description: TextOut
    street_names: list[str]
    geometry: dict[str, Any]
    state: State
    start: datetime
    end: datetime
    start_verified: bool
    end_verified: bool
    begins: datetime
    ends: datetime
    kind: WorkKind
    cause: Cause
    vehicle_impact: VehicleImpact
    full_closure: bool
    cycling_affected: bool
    walking_affected: bool
    speed_limit_kph: float | None
    lanes: list[LaneOut]
    opposite_lanes: list[LaneOut]
    phases: list[PhaseOut]
    detour: TextOut
    lines: list[str]
    stops: list[str]
    district: str
    source_system: str
    source_id: str
    changed_at: datetime
    stale: bool
    simulated: bool
    demo: bool


class Found(Schema):
    """A page of works, and how many fit in all."""

    items: list[RoadworkOut]
    count: int


class Wanted(Schema):
    """Which works: going on between two days (default today), and filters."""

    first: date | None = Field(None, alias="from")
    last: date | None = Field(None, alias="to")
    full_closure: bool = False
    cycling: bool = False
    district: Annotated[str, Field(max_length=12)] = ""
    line: Annotated[str, Field(max_length=40)] = ""
    q: Annotated[str, Field(max_length=100)] = ""
    limit: Page = 100
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class LaneIn(Schema):
    """A lane; the order of the list is the order in the street."""

    type: LaneType
    status: LaneStatus


class RoadworkIn(Schema):
    """Works reported by a site manager. ``geometry`` is GeoJSON in WGS 84; a line runs in the direction of travel.

    ``reference`` is the sender's own name for the works: sent again with the same one, nothing is entered twice.
    """

    reference: Annotated[str, Field(max_length=100)] = ""
    title: Name = ""
    title_en: Name = ""
    description: Words = ""
    description_en: Words = ""
    street_names: Annotated[list[Name], Field(min_length=1, max_length=20)]
    geometry: dict[str, Any]
    start: datetime
    end: datetime
    kind: WorkKind = WorkKind.MAINTENANCE
    cause: Cause = Cause.OTHER
    vehicle_impact: VehicleImpact = VehicleImpact.UNKNOWN
    full_closure: bool = False
    speed_limit_kph: Annotated[float, Field(gt=0, le=130)] | None = None
    lanes: Annotated[list[LaneIn], Field(max_length=12)] = []
    lines: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=50)] = []
    detour: Words = ""
    detour_en: Words = ""
    simulated: bool = False


class EvidenceIn(Schema):
    """A confirmation from the field; all optional. ``what`` guards against confirming the wrong moment."""

    what: Literal["start", "end"] | None = None
    at: datetime | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    accuracy_m: Annotated[float, Field(ge=0, le=100_000)] | None = None
    note: Annotated[str, Field(max_length=500)] = ""
    simulated: bool = False


def reported(given: RoadworkIn) -> domain.Roadwork:
    """The works as reported, without identity. Raises Refused for an unsound geometry."""
    lanes = tuple(Lane(order, lane.type, lane.status) for order, lane in enumerate(given.lanes, 1))
    words = Text(given.detour, given.detour_en)
    return domain.Roadwork(
        source_system="",
        source_id="",
        title=Text(given.title, given.title_en),
        description=Text(given.description, given.description_en),
        street_names=tuple(given.street_names),
        geometry=drawn_geometry(given.geometry),
        start=given.start,
        end=given.end,
        kind=given.kind,
        cause=given.cause,
        vehicle_impact=given.vehicle_impact,
        full_closure=given.full_closure,
        speed_limit_kph=given.speed_limit_kph,
        lanes=lanes,
        lines=tuple(given.lines),
        detour=Detour(words) if words else None,
    )


_SAME = (
    *("street_names", "state", "start", "end", "start_verified", "end_verified", "begins", "ends", "kind", "cause"),
    *("vehicle_impact", "full_closure", "cycling_affected", "walking_affected", "speed_limit_kph", "lanes"),
    *("opposite_lanes", "lines", "stops", "source_system", "source_id", "changed_at"),
)


def out(row: Roadwork) -> dict[str, Any]:
    """The API's document of a row; reads its phases and district (have them at hand for many)."""
    return {
        **{name: getattr(row, name) for name in _SAME},
        "id": row.slug,
        "url": row.get_absolute_url(),
        "title": {"de": row.title_de or ", ".join(row.street_names), "en": row.title_en},
        "description": {"de": row.description_de, "en": row.description_en},
        "geometry": records.geometry(row.geometry).geojson,
        "phases": [
            {
                "title": {"de": phase.title_de, "en": phase.title_en},
                "start": phase.start,
                "end": phase.end,
                "full_closure": phase.full_closure,
            }
            for phase in row.phases.all()
        ],
        "detour": {"de": row.detour_de, "en": row.detour_en},
        "district": row.district.name if row.district else "",
        "stale": bool(glance(row).stale),
        "simulated": row.is_simulated,
        "demo": row.is_demo,
    }

"""The small value types of a roadwork as JSON and back, without loss; what is at its default is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from smartcity.mobility.roadworks.domain import (
    Lane,
    Related,
    Restriction,
    Stretch,
    TypeOfWork,
    WorkerPresence,
)
from smartcity.mobility.roadworks.vocabulary import (
    Confidence,
    LaneStatus,
    LaneType,
    LocationMethod,
    RelatedType,
    RestrictionType,
    Unit,
    WorkerPresenceDefinition,
    WorkerPresenceMethod,
    WorkType,
)

Json = dict[str, Any]


def pack_restriction(restriction: Restriction) -> Json:
    """A restriction as JSON."""
    packed: Json = {"type": restriction.type.value}
    if restriction.value is not None:
        packed["value"] = restriction.value
    if restriction.unit is not None:
        packed["unit"] = restriction.unit.value
    return packed


def restriction(packed: Mapping[str, Any]) -> Restriction:
    """A restriction out of JSON."""
    unit = packed.get("unit")
    return Restriction(RestrictionType(packed["type"]), packed.get("value"), Unit(unit) if unit else None)


def pack_lane(lane: Lane) -> Json:
    """A lane as JSON."""
    packed: Json = {"order": lane.order, "type": lane.type.value, "status": lane.status.value}
    if lane.lane_number is not None:
        packed["lane_number"] = lane.lane_number
    if lane.restrictions:
        packed["restrictions"] = [pack_restriction(item) for item in lane.restrictions]
    return packed


def lane(packed: Mapping[str, Any]) -> Lane:
    """A lane out of JSON."""
    return Lane(
        order=packed["order"],
        type=LaneType(packed["type"]),
        status=LaneStatus(packed["status"]),
        lane_number=packed.get("lane_number"),
        restrictions=tuple(restriction(item) for item in packed.get("restrictions", ())),
    )


def lanes(packed: Iterable[Mapping[str, Any]]) -> tuple[Lane, ...]:
    """Lanes out of JSON, from left to right."""
    return tuple(lane(item) for item in packed)


def pack_work(work: TypeOfWork) -> Json:
    """A kind of work as JSON."""
    packed: Json = {"name": work.name.value}
    if work.is_architectural_change is not None:
        packed["is_architectural_change"] = work.is_architectural_change
    return packed


def work(packed: Mapping[str, Any]) -> TypeOfWork:
    """A kind of work out of JSON."""
    return TypeOfWork(WorkType(packed["name"]), packed.get("is_architectural_change"))


_EMPTY = Stretch()


def pack_stretch(stretch: Stretch) -> Json:
    """A stretch as JSON."""
    if stretch == _EMPTY:
        return {}
    packed = {name: getattr(stretch, name) for name in Stretch.__slots__ if name != "method"}
    packed = {name: value for name, value in packed.items() if value != getattr(_EMPTY, name)}
    return packed if stretch.method is LocationMethod.UNKNOWN else {**packed, "method": stretch.method.value}


def stretch(packed: Mapping[str, Any]) -> Stretch:
    """A stretch out of JSON."""
    rest = {name: value for name, value in packed.items() if name != "method"}
    return Stretch(**rest, method=LocationMethod(packed.get("method", LocationMethod.UNKNOWN)))


def pack_presence(presence: WorkerPresence | None) -> Json | None:
    """Whether people work there, as JSON."""
    if presence is None:
        return None
    packed: Json = {"are_workers_present": presence.are_workers_present}
    if presence.method is not None:
        packed["method"] = presence.method.value
    if presence.last_confirmed is not None:
        packed["last_confirmed"] = presence.last_confirmed.isoformat()
    if presence.confidence is not None:
        packed["confidence"] = presence.confidence.value
    if presence.definition:
        packed["definition"] = [item.value for item in presence.definition]
    return packed


def presence(packed: Mapping[str, Any] | None) -> WorkerPresence | None:
    """Whether people work there, out of JSON."""
    if packed is None:
        return None
    method, confidence, moment = packed.get("method"), packed.get("confidence"), packed.get("last_confirmed")
    return WorkerPresence(
        are_workers_present=packed["are_workers_present"],
        method=WorkerPresenceMethod(method) if method else None,
        last_confirmed=datetime.fromisoformat(moment) if moment else None,
        confidence=Confidence(confidence) if confidence else None,
        definition=tuple(WorkerPresenceDefinition(item) for item in packed.get("definition", ())),
    )


def pack_related(related: Related) -> Json:
    """A related entry as JSON."""
    return {"type": related.type.value, "source_id": related.source_id}


def related(packed: Mapping[str, Any]) -> Related:
    """A related entry out of JSON."""
    return Related(RelatedType(packed["type"]), packed["source_id"])

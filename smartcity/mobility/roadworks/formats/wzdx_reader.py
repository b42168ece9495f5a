"""WZDx 4.2 in: a WorkZoneFeed (GeoJSON) to roadworks, feature by feature."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from smartcity.kernel.refusal import Refusal, Refused
from smartcity.mobility.roadworks.domain import (
    Lane,
    Related,
    Restriction,
    Roadwork,
    Stretch,
    Text,
    TypeOfWork,
    WorkerPresence,
)
from smartcity.mobility.roadworks.formats import json_document
from smartcity.mobility.roadworks.formats.extension import NAME, overlay
from smartcity.mobility.roadworks.formats.fields import Fields, words
from smartcity.mobility.roadworks.formats.geojson import read_geometry
from smartcity.mobility.roadworks.formats.item import Item, Seen, short
from smartcity.mobility.roadworks.validation import check
from smartcity.mobility.roadworks.vocabulary import (
    Confidence,
    Direction,
    EventType,
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
    WorkType,
    WorkZoneType,
)

STATES = {
    "planned": State.PLANNED,
    "pending": State.ORDERED,
    "active": State.ACTIVE,
    "completed": State.FINISHED,
    "cancelled": State.CANCELLED,
}
"""The deprecated, still widely read event_status, and the state that it means."""


@dataclass(frozen=True, slots=True)
class WzdxFeed:
    """A feed: what it says of itself (`feed_info`, kept as it came) and its road events."""

    feed_info: dict[str, Any]
    items: Iterator[Item]


def read(document: bytes) -> Iterator[Item]:
    """Read the road events of a WorkZoneFeed; raise Refused where the document as a whole is none."""
    return read_feed(document).items


def read_feed(document: bytes) -> WzdxFeed:
    """Read a WorkZoneFeed with its feed information; raise Refused where the document as a whole is none."""
    feed = json_document.parse(document)
    if not isinstance(feed, dict) or feed.get("type") != "FeatureCollection":
        hint = 'Erwartet wird ein Objekt mit "type": "FeatureCollection".'
        raise Refused([Refusal("type", "Das Dokument ist kein WZDx-Feed.", hint=hint)])
    features = feed.get("features")
    if not isinstance(features, list):
        raise Refused([Refusal("features", "Die Liste der Baustellen fehlt.", short(features))])
    info = feed.get("feed_info", feed.get("road_event_feed_info"))
    known = info if isinstance(info, dict) else {}
    version = known.get("version", "4.2")
    if not isinstance(version, str) or version.partition(".")[0] != "4":
        hint = "Gelesen wird WZDx 4 (geschrieben 4.2)."
        raise Refused([Refusal("feed_info.version", "Diese WZDx-Version wird nicht gelesen.", short(version), hint)])
    return WzdxFeed(known, _items(features))


def _items(features: list[Any]) -> Iterator[Item]:
    seen = Seen()
    for index, feature in enumerate(features):
        if not _is_part(feature):
            yield seen.judge(read_feature(feature, index), f"features[{index}]")


def _is_part(feature: Any) -> bool:
    """Tell a feature that a writer of this platform derived from another one (opposite direction, detour)."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    extension = properties.get(NAME) if isinstance(properties, dict) else None
    return isinstance(extension, dict) and "part_of" in extension


def read_feature(feature: Any, index: int) -> Item:
    """Read one road event of a feed."""
    refusals: list[Refusal] = []
    top = Fields(feature, f"features[{index}]", refusals)
    source_id = top.text("id", required=True)
    if top.left.pop("type", None) != "Feature":
        top.refuse("type", 'Erwartet wird "Feature".')
    properties = Fields(top.left.pop("properties", None), f"{top.path}.properties", refusals)
    extension = properties.left.pop(NAME, None)
    values = _read_properties(properties)
    values["source_id"] = source_id
    values["geometry"] = read_geometry(top.left.pop("geometry", None), f"{top.path}.geometry", refusals)
    _keep_foreign(values, top.left, properties.left)
    if extension is not None:
        overlay(values, extension, f"{properties.path}.{NAME}", refusals)
    if not refusals:
        roadwork = Roadwork(**values)
        refusals = [_placed(refusal, top.path) for refusal in check(roadwork)]
        if not refusals:
            return Item(index, source_id, roadwork)
    return Item(index, source_id, refusals=tuple(refusals))


def _placed(refusal: Refusal, path: str) -> Refusal:
    return Refusal(f"{path}.{refusal.place}", refusal.rule, refusal.value, refusal.hint)


def _keep_foreign(values: dict[str, Any], top: dict[str, Any], properties: dict[str, Any]) -> None:
    """Keep what nobody took as a patch in the shape of the feature, for `fields.fill`."""
    if properties:
        top["properties"] = properties
    values["foreign"] = {"wzdx": top} if top else {}


def _read_properties(fields: Fields) -> dict[str, Any]:
    core = Fields(fields.left.pop("core_details", None), f"{fields.path}.core_details", fields.refusals)
    values: dict[str, Any] = {
        "source_system": core.text("data_source_id", required=True),
        "event": core.word("event_type", EventType, required=True) or EventType.WORK_ZONE,
        "street_names": core.texts("road_names", required=True),
        "direction": core.word("direction", Direction, required=True) or Direction.UNKNOWN,
        "title": Text(core.text("name")),
        "description": Text(core.text("description")),
        "created": core.time("creation_date"),
        "updated": core.time("update_date"),
        "related": _read_related(core),
        "start": fields.time("start_date", required=True),
        "end": fields.time("end_date", required=True),
        "start_verified": _verified(fields, "is_start_date_verified", "start_date_accuracy"),
        "end_verified": _verified(fields, "is_end_date_verified", "end_date_accuracy"),
    }
    if (status := fields.left.get("event_status")) in STATES and isinstance(status, str):
        values["state"] = STATES[status]
        if values["state"] is not State.PLANNED:
            del fields.left["event_status"]
    if values["event"] is EventType.WORK_ZONE:
        _read_work_zone(fields, values)
    values["stretch"] = _read_stretch(fields, values["event"])
    if core.left:
        fields.left["core_details"] = core.left
    return values


def _verified(fields: Fields, name: str, deprecated: str) -> bool:
    """Take a flag, or what its deprecated predecessor says; the predecessor stays for whoever still reads it."""
    value = fields.flag(name)
    return value if value is not None else fields.left.get(deprecated) == "verified"


def _read_stretch(fields: Fields, event: EventType) -> Stretch:
    is_work_zone = event is EventType.WORK_ZONE
    method = fields.word("location_method", LocationMethod, required=True) if is_work_zone else None
    return Stretch(
        fields.text("beginning_cross_street"),
        fields.text("ending_cross_street"),
        fields.number("beginning_milepost"),
        fields.number("ending_milepost"),
        is_work_zone and _verified(fields, "is_start_position_verified", "beginning_accuracy"),
        is_work_zone and _verified(fields, "is_end_position_verified", "ending_accuracy"),
        method or LocationMethod.UNKNOWN,
    )


def _read_work_zone(fields: Fields, values: dict[str, Any]) -> None:
    impact = fields.word("vehicle_impact", VehicleImpact, required=True) or VehicleImpact.UNKNOWN
    values["vehicle_impact"] = impact
    values["full_closure"] = impact is VehicleImpact.ALL_LANES_CLOSED
    values["work_zone_type"] = fields.word("work_zone_type", WorkZoneType)
    values["speed_limit_kph"] = fields.number("reduced_speed_limit_kph")
    values["restrictions"] = read_restrictions(fields)
    values["works"] = _read_works(fields)
    values["lanes"] = _read_lanes(fields)
    values["worker_presence"] = _read_presence(fields)


def _objects(fields: Fields, name: str) -> list[Fields]:
    if name not in fields.left:
        return []
    return [
        Fields(value, f"{fields.path}.{name}[{number}]", fields.refusals)
        for number, value in enumerate(fields.list(name))
    ]


def _keep_left(fields: Fields, name: str, members: list[Fields]) -> None:
    if any(member.left for member in members):
        fields.left[name] = [member.left for member in members]


def _read_related(core: Fields) -> tuple[Related, ...]:
    members = _objects(core, "related_road_events")
    related = [
        Related(kind, identifier)
        for member in members
        if (kind := member.word("type", RelatedType, required=True)) is not None
        and (identifier := member.text("id", required=True))
    ]
    _keep_left(core, "related_road_events", members)
    return tuple(related)


def read_restrictions(fields: Fields) -> tuple[Restriction, ...]:
    """Read the member "restrictions" of an event or a lane."""
    if "restrictions" not in fields.left:
        return ()
    members = _objects(fields, "restrictions")
    restrictions = [
        Restriction(kind, member.number("value"), member.word("unit", Unit))
        for member in members
        if (kind := member.word("type", RestrictionType, required=True)) is not None
    ]
    _keep_left(fields, "restrictions", members)
    return tuple(restrictions)


def _read_works(fields: Fields) -> tuple[TypeOfWork, ...]:
    members = _objects(fields, "types_of_work")
    works = [
        TypeOfWork(name, member.flag("is_architectural_change"))
        for member in members
        if (name := member.word("type_name", WorkType, required=True)) is not None
    ]
    _keep_left(fields, "types_of_work", members)
    return tuple(works)


def _read_lanes(fields: Fields) -> tuple[Lane, ...]:
    members = _objects(fields, "lanes")
    lanes = []
    for member in members:
        order = member.whole("order", required=True)
        kind = member.word("type", LaneType, required=True)
        status = member.word("status", LaneStatus, required=True)
        number = member.whole("lane_number")
        restrictions = read_restrictions(member)
        if order is not None and kind is not None and status is not None:
            lanes.append(Lane(order, kind, status, number, restrictions))
    _keep_left(fields, "lanes", members)
    return tuple(lanes)


def _read_presence(fields: Fields) -> WorkerPresence | None:
    if (value := fields.left.pop("worker_presence", None)) is None:
        return None
    member = Fields(value, f"{fields.path}.worker_presence", fields.refusals)
    presence = WorkerPresence(
        bool(member.flag("are_workers_present", required=True)),
        member.word("method", WorkerPresenceMethod),
        member.time("worker_presence_last_confirmed_date"),
        member.word("confidence", Confidence),
        _read_definition(member),
    )
    if member.left:
        fields.left["worker_presence"] = member.left
    return presence


def _read_definition(member: Fields) -> tuple[WorkerPresenceDefinition, ...]:
    known = words(WorkerPresenceDefinition)
    texts = member.texts("definition")
    for text in texts:
        if text not in known:
            member.refuse("definition", "Dieses Wort kennt der Standard hier nicht.", text)
    return tuple(known[text] for text in texts if text in known)

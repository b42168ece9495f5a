"""WZDx 4.2 out: roadworks to a WorkZoneFeed, valid against its JSON schemas, chunk by chunk.

What WZDx has no words for rides in `properties.smartcity` (docs/systems/roadworks-formats.md). Lanes of the opposite
direction and a drawn detour become features of their own, as WZDx wants them, marked with `smartcity.part_of`.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from smartcity.mobility.roadworks.domain import Geometry, Lane, Restriction, Roadwork, WorkerPresence
from smartcity.mobility.roadworks.formats.extension import NAME, difference
from smartcity.mobility.roadworks.formats.fields import fill
from smartcity.mobility.roadworks.formats.item import format_time
from smartcity.mobility.roadworks.formats.wzdx_reader import STATES, read_feature
from smartcity.mobility.roadworks.lanes import impact_of, opposite
from smartcity.mobility.roadworks.vocabulary import EventType, GeometryType, LaneStatus, LaneType, State

VERSION = "4.2"
LICENSE = "https://creativecommons.org/publicdomain/zero/1.0/"

_EVENT_STATUS = {state: status for status, state in STATES.items()}
_LANE_TYPES = {LaneType.BUS_LANE: LaneType.GENERAL, LaneType.TRAM_TRACK: LaneType.GENERAL}
_LANE_STATUSES = {LaneStatus.NARROWED: LaneStatus.OPEN}


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who gives the feed away; `sources` names the organisation behind each source system."""

    name: str
    contact_name: str = ""
    contact_email: str = ""
    update_frequency_s: int | None = None
    sources: Mapping[str, str] = field(default_factory=dict)


def feed_info(publisher: Publisher, *, now: datetime) -> dict[str, Any]:
    """Build the feed information without its data sources; `write` adds those that occur."""
    info: dict[str, Any] = {
        "update_date": format_time(now),
        "version": VERSION,
        "publisher": publisher.name,
        "license": LICENSE,
        "data_sources": [
            {"data_source_id": system, "organization_name": name} for system, name in publisher.sources.items()
        ],
    }
    if publisher.contact_name:
        info["contact_name"] = publisher.contact_name
    if publisher.contact_email:
        info["contact_email"] = publisher.contact_email
    if publisher.update_frequency_s:
        info["update_frequency"] = publisher.update_frequency_s
    return info


def write(roadworks: Iterable[Roadwork], *, feed_info: Mapping[str, Any]) -> Iterator[bytes]:
    """Write a WorkZoneFeed in UTF-8; `feed_info` as from `feed_info()` or from a feed that was read.

    A source system that `feed_info` does not name is added to its data sources.
    """
    sources: dict[str, None] = {}
    yield b'{"type":"FeatureCollection","features":['
    separator = b"\n"
    for roadwork in roadworks:
        sources[roadwork.source_system] = None
        for feature in features_of(roadwork):
            yield separator + _encode(feature)
            separator = b",\n"
    yield b'\n],"feed_info":' + _encode(_with_sources(feed_info, sources)) + b"}\n"


def _encode(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _with_sources(info: Mapping[str, Any], systems: Iterable[str]) -> dict[str, Any]:
    known = list(info.get("data_sources", ()))
    names = {source.get("data_source_id") for source in known}
    new = [{"data_source_id": system, "organization_name": system} for system in systems if system not in names]
    # the schema wants at least one source even in an empty feed
    sources = known + new or [{"data_source_id": "none", "organization_name": info.get("publisher", "")}]
    return {**info, "data_sources": sources}


def features_of(roadwork: Roadwork) -> list[dict[str, Any]]:
    """Return the feature of a roadwork, followed by those of its opposite direction and its detour."""
    parts = [_opposite(roadwork)] if roadwork.opposite_lanes else []
    if roadwork.detour and roadwork.detour.geometry:
        parts.append(_detour(roadwork, roadwork.detour.geometry))
    feature = _native(roadwork, parts)
    patch = roadwork.foreign.get("wzdx")
    patched = copy.deepcopy(feature)
    fill(patched, patch)
    native = read_feature(patched, 0).roadwork
    if native is None or native.foreign.get("wzdx") != patch:
        patched, native = feature, read_feature(feature, 0).roadwork
    if extension := difference(native, roadwork):
        patched["properties"][NAME] = extension
    return [patched, *parts]


def _native(roadwork: Roadwork, parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    core = _core(roadwork, roadwork.event)
    related = [{"type": related.type, "id": related.source_id} for related in roadwork.related]
    for part in parts:
        is_detour = part["properties"]["core_details"]["event_type"] == EventType.DETOUR
        related.append({"type": "related-detour" if is_detour else "related-work-zone", "id": part["id"]})
    if related:
        core["related_road_events"] = related
    properties = {"core_details": core, **_times(roadwork), **_streets(roadwork)}
    if roadwork.state is not State.PLANNED:
        properties["event_status"] = _EVENT_STATUS[roadwork.state]
    if roadwork.event is EventType.WORK_ZONE:
        properties |= _positions(roadwork) | _work_zone(roadwork)
    return _feature(roadwork.source_id, properties, roadwork.geometry)


def _feature(identifier: str, properties: dict[str, Any], geometry: Geometry) -> dict[str, Any]:
    """Build a feature; of an area, which WZDx does not know, it shows the outline as a line."""
    shape = geometry.geojson
    if geometry.type is GeometryType.POLYGON:
        shape = {"type": "LineString", "coordinates": shape["coordinates"][0]}
    return {"id": identifier, "type": "Feature", "properties": properties, "geometry": shape}


def _core(roadwork: Roadwork, event: EventType) -> dict[str, Any]:
    core: dict[str, Any] = {
        "data_source_id": roadwork.source_system,
        "event_type": event,
        "road_names": list(roadwork.street_names),
        "direction": roadwork.direction,
    }
    optional = {"name": roadwork.title.de, "description": roadwork.description.de}
    core |= {name: text for name, text in optional.items() if text}
    if roadwork.created:
        core["creation_date"] = format_time(roadwork.created)
    if roadwork.updated:
        core["update_date"] = format_time(roadwork.updated)
    return core


def _times(roadwork: Roadwork) -> dict[str, Any]:
    return {
        "start_date": format_time(roadwork.start),
        "end_date": format_time(roadwork.end),
        "is_start_date_verified": roadwork.start_verified,
        "is_end_date_verified": roadwork.end_verified,
    }


def _streets(roadwork: Roadwork) -> dict[str, Any]:
    stretch = roadwork.stretch
    values = {
        "beginning_cross_street": stretch.begin_cross_street or None,
        "ending_cross_street": stretch.end_cross_street or None,
        "beginning_milepost": stretch.begin_milepost,
        "ending_milepost": stretch.end_milepost,
    }
    return {name: value for name, value in values.items() if value is not None}


def _positions(roadwork: Roadwork) -> dict[str, Any]:
    return {
        "is_start_position_verified": roadwork.stretch.begin_verified,
        "is_end_position_verified": roadwork.stretch.end_verified,
        "location_method": roadwork.stretch.method,
    }


def _work_zone(roadwork: Roadwork) -> dict[str, Any]:
    properties: dict[str, Any] = {"vehicle_impact": roadwork.vehicle_impact}
    if roadwork.work_zone_type:
        properties["work_zone_type"] = roadwork.work_zone_type
    if roadwork.speed_limit_kph is not None:
        properties["reduced_speed_limit_kph"] = roadwork.speed_limit_kph
    if roadwork.restrictions:
        properties["restrictions"] = [_restriction(restriction) for restriction in roadwork.restrictions]
    if roadwork.works:
        properties["types_of_work"] = [
            {"type_name": work.name}
            | (
                {}
                if work.is_architectural_change is None
                else {"is_architectural_change": work.is_architectural_change}
            )
            for work in roadwork.works
        ]
    if roadwork.lanes:
        properties["lanes"] = [_lane(lane) for lane in roadwork.lanes]
    if roadwork.worker_presence:
        properties["worker_presence"] = _presence(roadwork.worker_presence)
    return properties


def _restriction(restriction: Restriction) -> dict[str, Any]:
    value: dict[str, Any] = {"type": restriction.type}
    if restriction.value is not None:
        value |= {"value": restriction.value, "unit": restriction.unit}
    return value


def _lane(lane: Lane) -> dict[str, Any]:
    value: dict[str, Any] = {
        "order": lane.order,
        "type": _LANE_TYPES.get(lane.type, lane.type),
        "status": _LANE_STATUSES.get(lane.status, lane.status),
    }
    if lane.lane_number is not None:
        value["lane_number"] = lane.lane_number
    if lane.restrictions:
        value["restrictions"] = [_restriction(restriction) for restriction in lane.restrictions]
    return value


def _presence(presence: WorkerPresence) -> dict[str, Any]:
    value: dict[str, Any] = {"are_workers_present": presence.are_workers_present}
    if presence.method:
        value["method"] = presence.method
    if presence.last_confirmed:
        value["worker_presence_last_confirmed_date"] = format_time(presence.last_confirmed)
    if presence.confidence:
        value["confidence"] = presence.confidence
    if presence.definition:
        value["definition"] = list(dict.fromkeys(presence.definition))
    return value


def _part(roadwork: Roadwork, name: str, event: EventType, geometry: Geometry) -> dict[str, Any]:
    core = _core(roadwork, event)
    relation = "related-work-zone" if roadwork.event is EventType.WORK_ZONE else "related-detour"
    core["related_road_events"] = [{"type": relation, "id": roadwork.source_id}]
    properties = {"core_details": core, **_times(roadwork), NAME: {"part_of": roadwork.source_id}}
    return _feature(f"{roadwork.source_id}-{name}", properties, geometry)


def _opposite(roadwork: Roadwork) -> dict[str, Any]:
    geometry = roadwork.geometry
    reverse = Geometry(geometry.type, tuple(line[::-1] for line in geometry.lines))
    part = _part(roadwork, "opposite", EventType.WORK_ZONE, reverse)
    part["properties"]["core_details"]["direction"] = opposite(roadwork.direction)
    part["properties"] |= _positions(roadwork) | {
        "vehicle_impact": impact_of(roadwork.opposite_lanes),
        "lanes": [_lane(lane) for lane in roadwork.opposite_lanes],
    }
    return part


def _detour(roadwork: Roadwork, geometry: Geometry) -> dict[str, Any]:
    part = _part(roadwork, "detour", EventType.DETOUR, geometry)
    part["properties"]["core_details"]["direction"] = "unknown"
    if roadwork.detour and roadwork.detour.description.de:
        part["properties"]["core_details"]["description"] = roadwork.detour.description.de
    return part

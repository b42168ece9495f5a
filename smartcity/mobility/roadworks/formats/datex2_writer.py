"""DATEX II v3 out: roadworks to a SituationPublication in a messageContainer, valid against the XSD, chunk by chunk.

A roadwork is one situation: its MaintenanceWorks or ConstructionWorks record, and management records for lanes, limits,
speed and detour. What DATEX II has no words for rides in `_situationRecordExtension`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from smartcity.mobility.roadworks.domain import Geometry, Lane, Restriction, Roadwork, Text
from smartcity.mobility.roadworks.formats import datex2_words as words
from smartcity.mobility.roadworks.formats.datex2_location import SRS, number, pos_list
from smartcity.mobility.roadworks.formats.datex2_reader import native_values
from smartcity.mobility.roadworks.formats.datex2_words import DETOUR
from smartcity.mobility.roadworks.formats.extension import difference
from smartcity.mobility.roadworks.formats.item import format_time
from smartcity.mobility.roadworks.lanes import is_travelled
from smartcity.mobility.roadworks.vocabulary import (
    Cause,
    EventType,
    GeometryType,
    LaneStatus,
    Unit,
    WorkKind,
    WorkZoneType,
)

_LONGEST = 1024
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "con": words.CONTAINER,
        "ex": words.EXCHANGE,
        "com": words.COMMON,
        "sit": words.SITUATION,
        "loc": words.LOCATION,
        "sc": words.EXTENSION,
        "xsi": words.XSI,
    }.items()
)


def write(roadworks: Iterable[Roadwork], *, publisher: str, country: str = "de", now: datetime) -> Iterator[bytes]:
    """Write a messageContainer in UTF-8; `publisher` is the national identifier of who gives it away."""
    time = format_time(now)
    who = _tag("com:country", country) + _tag("com:nationalIdentifier", _cut(publisher))
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<con:messageContainer {_NAMESPACES} modelBaseVersion="3">'
        f'<con:payload xsi:type="sit:SituationPublication" lang="de" modelBaseVersion="3">'
        f"<com:publicationTime>{time}</com:publicationTime><com:publicationCreator>{who}</com:publicationCreator>\n"
    ).encode()
    for roadwork in roadworks:
        yield situation_of(roadwork).encode()
    yield (
        '</con:payload><con:exchangeInformation modelBaseVersion="3"><ex:exchangeContext>'
        "<ex:codedExchangeProtocol>snapshotPull</ex:codedExchangeProtocol>"
        "<ex:exchangeSpecificationVersion>3</ex:exchangeSpecificationVersion>"
        f"<ex:supplierOrCisRequester><ex:internationalIdentifier>{who}</ex:internationalIdentifier>"
        "</ex:supplierOrCisRequester></ex:exchangeContext><ex:dynamicInformation>"
        "<ex:exchangeStatus>undefined</ex:exchangeStatus>"
        f"<ex:messageGenerationTimestamp>{time}</ex:messageGenerationTimestamp>"
        "</ex:dynamicInformation></con:exchangeInformation></con:messageContainer>\n"
    ).encode()


def situation_of(roadwork: Roadwork) -> str:
    """Return the situation of a roadwork; its prefixes are declared by the container."""
    before, after = _situation(roadwork)
    native = native_values(etree.fromstring(f"<x {_NAMESPACES}>{before}{after}</x>")[0])
    read = Roadwork(**native) if native and _is_complete(native) else None
    extra = difference(read, roadwork)
    fields = "".join(
        f"<sc:field name={quoteattr(name)}>{escape(json.dumps(value, allow_nan=False))}</sc:field>"
        for name, value in extra.items()
    )
    if not fields:
        return before + after
    return f"{before}<sit:_situationRecordExtension>{fields}</sit:_situationRecordExtension>{after}"


def _is_complete(values: dict[str, Any]) -> bool:
    return all(values.get(name) is not None for name in ("source_id", "geometry", "start", "end"))


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _cut(text: str) -> str:
    """Shorten to what the schema takes; the extension then carries the whole."""
    return text[:_LONGEST]


def _multilingual(name: str, text: Text) -> str:
    values = "".join(
        f'<com:value lang="{language}">{escape(_cut(value))}</com:value>'
        for language, value in (("de", text.de), ("en", text.en))
        if value
    )
    return f"<{name}><com:values>{values}</com:values></{name}>" if values else ""


def _situation(roadwork: Roadwork) -> tuple[str, str]:
    """Write what stands before and after the extension."""
    origin = roadwork.foreign.get("datex2")
    known = origin if isinstance(origin, dict) else {}
    identifier, version = known.get("situation"), known.get("version")
    situation_id = identifier if isinstance(identifier, str) else f"{roadwork.source_id}-situation"
    is_detour = roadwork.event is EventType.DETOUR
    before, after = _detour_entry(roadwork) if is_detour else _works(roadwork)
    kind = "ConstructionWorks" if roadwork.kind is WorkKind.CONSTRUCTION else "MaintenanceWorks"
    head = _record(roadwork, DETOUR if is_detour else kind, "", version if isinstance(version, str) else "1")
    header = "<sit:headerInformation><com:informationStatus>real</com:informationStatus></sit:headerInformation>"
    return (
        f"<sit:situation id={quoteattr(situation_id)}>{header}{head}{before}",
        f"{after}</sit:situationRecord>{''.join(_managements(roadwork))}</sit:situation>\n",
    )


def _record(roadwork: Roadwork, kind: str, suffix: str, version: str) -> str:
    """Write a record up to its validity; the periods of the phases and the source stand once, in the main record."""
    validity, _ = words.STATUS_OF[roadwork.state]
    created = roadwork.created or roadwork.start
    source = f"<sit:source>{_tag('com:sourceIdentification', roadwork.source_system)}</sit:source>"
    return (
        f'<sit:situationRecord xsi:type="sit:{kind}" id={quoteattr(roadwork.source_id + suffix)}'
        f" version={quoteattr(version)}>"
        f"<sit:situationRecordCreationTime>{format_time(created)}</sit:situationRecordCreationTime>"
        f"<sit:situationRecordVersionTime>{format_time(roadwork.updated or created)}</sit:situationRecordVersionTime>"
        f"<sit:probabilityOfOccurrence>certain</sit:probabilityOfOccurrence>{'' if suffix else source}"
        f"<sit:validity><com:validityStatus>{validity}</com:validityStatus><com:validityTimeSpecification>"
        f"<com:overallStartTime>{format_time(roadwork.start)}</com:overallStartTime>"
        f"<com:overallEndTime>{format_time(roadwork.end)}</com:overallEndTime>{'' if suffix else _periods(roadwork)}"
        "</com:validityTimeSpecification></sit:validity>"
    )


def _action(roadwork: Roadwork) -> str:
    return _tag("sit:operatorActionStatus", words.STATUS_OF[roadwork.state][1])


def _periods(roadwork: Roadwork) -> str:
    return "".join(
        f"<com:validPeriod><com:startOfPeriod>{format_time(phase.start)}</com:startOfPeriod>"
        f"<com:endOfPeriod>{format_time(phase.end)}</com:endOfPeriod>"
        f"{_multilingual('com:periodName', phase.title)}</com:validPeriod>"
        for phase in roadwork.phases
    )


def _works(roadwork: Roadwork) -> tuple[str, str]:
    """Write what a works record says before and after its extension."""
    opposite = _impact("impactOnOppositeDirection", roadwork.opposite_lanes)
    location = _location("sit:locationReference", roadwork.geometry, _streets(roadwork), roadwork.street_names)
    before = _impact("impact", roadwork.lanes) + _comments(roadwork) + location + opposite
    after = _action(roadwork)
    if roadwork.order_number:
        after += _tag("sit:roadworksIdentifier", _cut(roadwork.order_number))
    after += f"<sit:underTraffic>{'false' if roadwork.full_closure else 'true'}</sit:underTraffic>"
    if roadwork.cause is Cause.EMERGENCY_REPAIR:
        after += "<sit:urgentRoadworks>true</sit:urgentRoadworks>"
    if roadwork.work_zone_type:
        mobility = "stationary" if roadwork.work_zone_type is WorkZoneType.STATIC else "mobile"
        after += f"<sit:mobility><sit:mobilityType>{mobility}</sit:mobilityType></sit:mobility>"
    subject = words.SUBJECT_OF.get(roadwork.cause, "other")
    after += f"<sit:subjects><sit:subjectTypeOfWorks>{subject}</sit:subjectTypeOfWorks></sit:subjects>"
    return before, after + _kinds(roadwork)


def _kinds(roadwork: Roadwork) -> str:
    names = [work.name for work in roadwork.works]
    if roadwork.kind is WorkKind.CONSTRUCTION:
        known = words.CONSTRUCTION_OF
        word = next((known[name] for name in names if name in known), "constructionWork")
        return f"<sit:constructionWorkType>{word}</sit:constructionWorkType>"
    kinds = [words.MAINTENANCE_OF.get(name, "roadworks") for name in names] or ["roadworks"]
    return "".join(f"<sit:roadMaintenanceType>{word}</sit:roadMaintenanceType>" for word in kinds)


def _detour_entry(roadwork: Roadwork) -> tuple[str, str]:
    """Write what a detour that is an entry of its own says before and after its extension."""
    location = _location("sit:locationReference", roadwork.geometry, _streets(roadwork), roadwork.street_names)
    compliance = "<sit:complianceOption>advisory</sit:complianceOption>"
    kind = "<sit:reroutingManagementType>followDiversionSigns</sit:reroutingManagementType>"
    return _comments(roadwork) + location, _action(roadwork) + compliance + _direction(roadwork) + kind


def _direction(roadwork: Roadwork) -> str:
    word = words.DIRECTION_OF.get(roadwork.direction)
    return _tag("sit:applicableForTrafficDirection", word) if word else ""


def _impact(name: str, lanes: tuple[Lane, ...]) -> str:
    travelled = [lane for lane in lanes if is_travelled(lane)]
    if not travelled:
        return ""
    restricted = sum(lane.status is not LaneStatus.OPEN for lane in travelled)
    usable = sum(lane.status is not LaneStatus.CLOSED for lane in travelled)
    return (
        f"<sit:{name}><sit:numberOfLanesRestricted>{restricted}</sit:numberOfLanesRestricted>"
        f"<sit:numberOfOperationalLanes>{usable}</sit:numberOfOperationalLanes></sit:{name}>"
    )


def _comments(roadwork: Roadwork) -> str:
    parts = []
    for kind, text in (("roadworksName", roadwork.title), ("description", roadwork.description)):
        if comment := _multilingual("sit:comment", text):
            comment += f"<sit:commentType>{kind}</sit:commentType>"
            parts.append(f"<sit:generalPublicComment>{comment}</sit:generalPublicComment>")
    return "".join(parts)


def _streets(roadwork: Roadwork) -> str:
    """Write the closed lanes (numbered among those that DATEX II knows) and the streets' names."""
    known = [lane for lane in roadwork.lanes if is_travelled(lane) or lane.type in words.USAGE_OF]
    lanes = "".join(
        f"<loc:lane><loc:laneNumber>{number}</loc:laneNumber>{_usage(lane)}</loc:lane>"
        for number, lane in enumerate(known, 1)
        if lane.status is LaneStatus.CLOSED
    )
    carriageway = (
        "<loc:carriageway><loc:carriageway>unspecifiedCarriageway</loc:carriageway>"
        f"<loc:originalNumberOfLanes>{len(known)}</loc:originalNumberOfLanes>{lanes}</loc:carriageway>"
        if lanes
        else ""
    )
    names = "".join(
        f"<loc:roadInformation>{_tag('loc:roadName', _cut(name))}</loc:roadInformation>"
        for name in roadwork.street_names
    )
    inner = carriageway + names
    return f"<loc:supplementaryPositionalDescription>{inner}</loc:supplementaryPositionalDescription>" if inner else ""


def _usage(lane: Lane) -> str:
    word = words.USAGE_OF.get(lane.type)
    return _tag("loc:laneUsage", word) if word else ""


def _location(name: str, geometry: Geometry, streets: str, names: tuple[str, ...] = ()) -> str:
    if geometry.type is GeometryType.LINE_STRING:
        return f'<{name} xsi:type="loc:LinearLocation">{streets}{_gml("gmlLineString", geometry.lines[0])}</{name}>'
    if geometry.type is GeometryType.POLYGON:
        title = _multilingual("loc:gmlAreaName", Text(", ".join(names)))
        rings = _gml("exterior", geometry.lines[0]) + "".join(_gml("interior", line) for line in geometry.lines[1:])
        area = f"<loc:gmlMultiPolygon>{title}<loc:gmlPolygon>{rings}</loc:gmlPolygon></loc:gmlMultiPolygon>"
        return f'<{name} xsi:type="loc:AreaLocation">{area}</{name}>'
    points = [_point(streets, position) for position in geometry.lines[0]]
    if len(points) == 1:
        return f'<{name} xsi:type="loc:PointLocation">{points[0]}</{name}>'
    inner = "".join(
        f'<loc:locationContainedInGroup xsi:type="loc:PointLocation">{point}</loc:locationContainedInGroup>'
        for point in points
    )
    return f'<{name} xsi:type="loc:LocationGroupByList">{inner}</{name}>'


def _gml(name: str, line: tuple[tuple[float, float], ...]) -> str:
    return f'<loc:{name} srsName="{SRS}"><loc:posList>{pos_list(line)}</loc:posList></loc:{name}>'


def _point(streets: str, position: tuple[float, float]) -> str:
    return (
        f"{streets}<loc:pointByCoordinates><loc:pointCoordinates><loc:latitude>{number(position[1])}</loc:latitude>"
        f"<loc:longitude>{number(position[0])}</loc:longitude></loc:pointCoordinates></loc:pointByCoordinates>"
    )


def _managements(roadwork: Roadwork) -> Iterator[str]:
    direction = _direction(roadwork)
    mandatory = f"<sit:complianceOption>mandatory</sit:complianceOption>{direction}"
    lanes = "RoadOrCarriagewayOrLaneManagement"
    if word := "roadClosed" if roadwork.full_closure else words.MANAGEMENT_OF.get(roadwork.vehicle_impact):
        yield _management(roadwork, lanes, "-lanes", mandatory + _lane_management(word))
    for index, restriction in enumerate(roadwork.restrictions):
        if limit := _limit(restriction):
            yield _management(roadwork, lanes, f"-restriction-{index}", mandatory + limit)
    if roadwork.speed_limit_kph is not None:
        limit = f"<sit:temporarySpeedLimit>{number(roadwork.speed_limit_kph)}</sit:temporarySpeedLimit>"
        yield _management(roadwork, "SpeedManagement", "-speed", mandatory + limit)
    if roadwork.detour and roadwork.event is not EventType.DETOUR:
        yield _management(roadwork, DETOUR, "-detour", _rerouting(roadwork))


def _management(roadwork: Roadwork, kind: str, suffix: str, rest: str) -> str:
    location = _location("sit:locationReference", roadwork.geometry, "")
    head = _record(roadwork, kind, suffix, "1")
    return f"{head}{location}{_action(roadwork)}{rest}</sit:situationRecord>"


def _lane_management(word: str) -> str:
    name = "roadOrCarriagewayOrLaneManagementType"
    return f"<sit:{name}>{word}</sit:{name}>"


def _limit(restriction: Restriction) -> str:
    """Write a measure as the vehicles that it keeps out; empty where DATEX II has no word for it."""
    known = words.LIMITS.get(restriction.type)
    if known is None or restriction.value is None or restriction.unit not in (Unit.CENTIMETERS, Unit.KILOGRAMS):
        return ""
    characteristic, name, factor, management = known
    weight = "<com:typeOfWeight>actual</com:typeOfWeight>" if name == "grossVehicleWeight" else ""
    return (
        f"<sit:forVehiclesWithCharacteristicsOf><com:{characteristic}>"
        "<com:comparisonOperator>greaterThan</com:comparisonOperator>"
        f"<com:{name}>{number(restriction.value / factor)}</com:{name}>{weight}</com:{characteristic}>"
        f"</sit:forVehiclesWithCharacteristicsOf>{_lane_management(management)}"
    )


def _rerouting(roadwork: Roadwork) -> str:
    detour = roadwork.detour
    parts = ["<sit:complianceOption>advisory</sit:complianceOption>"]
    parts.append("<sit:reroutingManagementType>followDiversionSigns</sit:reroutingManagementType>")
    if detour and detour.description:
        parts.append(_multilingual("sit:reroutingItineraryDescription", detour.description))
    if detour and detour.geometry:
        parts.append(
            '<sit:alternativeRoute xsi:type="loc:ItineraryByIndexedLocations">'
            f'<loc:locationContainedInItinerary index="0">{_location("loc:location", _single(detour.geometry), "")}'
            "</loc:locationContainedInItinerary></sit:alternativeRoute>"
        )
    return "".join(parts)


def _single(geometry: Geometry) -> Geometry:
    """Return what an itinerary takes: one location, so of several points the first."""
    if geometry.type is not GeometryType.MULTI_POINT:
        return geometry
    return Geometry(geometry.type, (geometry.lines[0][:1],))

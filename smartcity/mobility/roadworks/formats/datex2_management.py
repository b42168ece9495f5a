"""What the management records of a DATEX II situation mean for its roadworks: lanes, limits, speed, detour."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lxml import etree

from smartcity.mobility.roadworks.domain import Detour, Lane, Restriction
from smartcity.mobility.roadworks.formats.datex2_location import local, read_location
from smartcity.mobility.roadworks.formats.datex2_record import Record, read_texts
from smartcity.mobility.roadworks.formats.datex2_words import DETOUR, DIRECTION_FROM, IMPACT_OF, LIMIT_OF
from smartcity.mobility.roadworks.vocabulary import LaneStatus, LaneType, RestrictionType, Unit, VehicleImpact

OPEN, CLOSED = LaneStatus.OPEN, LaneStatus.CLOSED
_LENGTHS = frozenset({RestrictionType.REDUCED_HEIGHT, RestrictionType.REDUCED_WIDTH, RestrictionType.REDUCED_LENGTH})
_CLOSING = frozenset(
    {
        VehicleImpact.ALL_LANES_CLOSED,
        VehicleImpact.SOME_LANES_CLOSED,
        VehicleImpact.SOME_LANES_CLOSED_MERGE_LEFT,
        VehicleImpact.SOME_LANES_CLOSED_MERGE_RIGHT,
    }
)
_SAYING = frozenset(
    {
        "roadOrCarriagewayOrLaneManagementType",
        "applicableForTrafficDirection",
        "temporarySpeedLimit",
        "forVehiclesWithCharacteristicsOf",
        "reroutingItineraryDescription",
        "alternativeRoute",
    }
)


def attach_management(element: etree._Element, kind: str, works: Sequence[Record]) -> None:
    """Read a lane, speed or rerouting record and put what it says into the situation's roadworks."""
    for child in element.iterchildren():
        name = local(child.tag)
        if name not in _SAYING:
            continue
        for record in works:
            if name == "roadOrCarriagewayOrLaneManagementType":
                _attach_lanes(record, (child.text or "").strip())
            elif name == "applicableForTrafficDirection" and kind != DETOUR:
                _attach_direction(record, (child.text or "").strip())
            elif name == "temporarySpeedLimit":
                record.values["speed_limit_kph"] = _measure(record, child)
            elif name == "forVehiclesWithCharacteristicsOf":
                _attach_limits(record, child)
            elif name == "reroutingItineraryDescription":
                known = record.values.get("detour") or Detour()
                record.values["detour"] = Detour(read_texts(child), known.geometry)
            elif name == "alternativeRoute":
                known = record.values.get("detour") or Detour()
                geometry = read_location(child, f"{record.place}.alternativeRoute", record.remarks, record.remarks)
                record.values["detour"] = Detour(known.description, geometry)


def _attach_direction(record: Record, word: str) -> None:
    if direction := DIRECTION_FROM.get(word):
        record.values["direction"] = direction


def _attach_lanes(record: Record, word: str) -> None:
    if word == "lanesDeviated":
        rule = "Wohin die Fahrstreifen verlegt sind, sagt der Standard nicht; die Auswirkung bleibt unbekannt."
        record.remark("roadOrCarriagewayOrLaneManagementType", rule, word)
    impact = IMPACT_OF.get(word)
    if impact and record.values.get("vehicle_impact") is not VehicleImpact.ALL_LANES_CLOSED:
        record.values["vehicle_impact"] = impact
    if word == "roadClosed":
        record.values["full_closure"] = True


def _attach_limits(record: Record, element: etree._Element) -> None:
    for child in element.iter(etree.Element):
        if limit := LIMIT_OF.get(local(child.tag)):
            kind, factor = limit
            if (value := _measure(record, child)) is not None:
                unit = Unit.CENTIMETERS if kind in _LENGTHS else Unit.KILOGRAMS
                restriction = Restriction(kind, round(value * factor, 6), unit)
                record.values["restrictions"] = (*record.values.get("restrictions", ()), restriction)


def _measure(record: Record, element: etree._Element) -> float | None:
    text = (element.text or "").strip()
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if math.isfinite(value) and value >= 0:
        return value
    record.remark(local(element.tag), "Der Wert ist keine Zahl und bleibt weg.", text)
    return None


def settle(record: Record) -> None:
    """Say what the affected lanes are, once the management is known: closed where lanes are closed, the others open.

    The standard leaves the numbering open; here lane 1 is the leftmost in the direction of travel, as in WZDx.
    """
    impact = record.values.get("vehicle_impact")
    count = record.lane_count
    if not record.lanes or impact not in _CLOSING or not all(1 <= number <= count for number in record.lanes):
        return
    record.values["lanes"] = tuple(
        [
            Lane(order, record.lanes.get(order) or LaneType.GENERAL, CLOSED if order in record.lanes else OPEN)
            for order in range(1, count + 1)
        ]
    )
    if not record.extension:
        rule = "Die Zählweise der Fahrstreifen steht nicht im Standard; gelesen von links in Fahrtrichtung."
        record.remark("locationReference.lane", rule, ", ".join(map(str, sorted(record.lanes))))

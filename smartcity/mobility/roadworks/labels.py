"""The words for the vocabularies on screens: German here, English by gettext."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from smartcity.mobility.roadworks.vocabulary import (
    AccessLevel,
    Cause,
    Direction,
    EventType,
    LaneStatus,
    LaneType,
    RestrictionType,
    State,
    Unit,
    VehicleImpact,
    WorkKind,
    WorkType,
)

Word = str | Promise
Term = TypeVar("Term", bound=StrEnum)

STATE: dict[State, Word] = {
    State.PLANNED: _("geplant"),
    State.ORDERED: _("angeordnet"),
    State.ACTIVE: _("im Gang"),
    State.FINISHED: _("beendet"),
    State.CANCELLED: _("abgesagt"),
}
EVENT: dict[EventType, Word] = {EventType.WORK_ZONE: _("Baustelle"), EventType.DETOUR: _("Umleitung")}
KIND: dict[WorkKind, Word] = {
    WorkKind.MAINTENANCE: _("Unterhaltung und Reparatur"),
    WorkKind.CONSTRUCTION: _("Neubau und Umbau"),
}
CAUSE: dict[Cause, Word] = {
    Cause.ROAD: _("Straße"),
    Cause.BRIDGE: _("Brücke"),
    Cause.TUNNEL: _("Tunnel"),
    Cause.WATER: _("Trinkwasser"),
    Cause.SEWER: _("Kanal"),
    Cause.GAS: _("Gas"),
    Cause.ELECTRICITY: _("Strom"),
    Cause.DISTRICT_HEATING: _("Fernwärme"),
    Cause.TELECOMMUNICATION: _("Telekommunikation und Glasfaser"),
    Cause.PUBLIC_TRANSPORT: _("Bus und Bahn"),
    Cause.TRAFFIC_SIGNALS: _("Ampeln"),
    Cause.LIGHTING: _("Straßenbeleuchtung"),
    Cause.TREES: _("Bäume"),
    Cause.BUILDING_SITE: _("Hochbau am Straßenrand"),
    Cause.CRANE_OR_SCAFFOLD: _("Kran oder Gerüst"),
    Cause.DEMOLITION: _("Abbruch"),
    Cause.EMERGENCY_REPAIR: _("Notfallreparatur"),
    Cause.ORDNANCE: _("Kampfmittel"),
    Cause.OTHER: _("anderer Anlass"),
}
WORK: dict[WorkType, Word] = {
    WorkType.MAINTENANCE: _("Unterhaltung"),
    WorkType.MINOR_ROAD_DEFECT_REPAIR: _("kleine Schäden ausbessern"),
    WorkType.ROADSIDE_WORK: _("Arbeiten am Straßenrand"),
    WorkType.OVERHEAD_WORK: _("Arbeiten über der Straße"),
    WorkType.BELOW_ROAD_WORK: _("Arbeiten unter der Straße"),
    WorkType.BARRIER_WORK: _("Leitplanken und Absperrungen"),
    WorkType.SURFACE_WORK: _("Fahrbahndecke"),
    WorkType.PAINTING: _("Markierung"),
    WorkType.ROADWAY_RELOCATION: _("Verlegung der Straße"),
    WorkType.ROADWAY_CREATION: _("Neubau der Straße"),
}
IMPACT: dict[VehicleImpact, Word] = {
    VehicleImpact.ALL_LANES_CLOSED: _("alle Fahrstreifen gesperrt"),
    VehicleImpact.SOME_LANES_CLOSED: _("einzelne Fahrstreifen gesperrt"),
    VehicleImpact.ALL_LANES_OPEN: _("alle Fahrstreifen frei"),
    VehicleImpact.ALTERNATING_ONE_WAY: _("wechselseitig einspurig"),
    VehicleImpact.SOME_LANES_CLOSED_MERGE_LEFT: _("Einfädeln nach links"),
    VehicleImpact.SOME_LANES_CLOSED_MERGE_RIGHT: _("Einfädeln nach rechts"),
    VehicleImpact.ALL_LANES_OPEN_SHIFT_LEFT: _("alle Fahrstreifen nach links verlegt"),
    VehicleImpact.ALL_LANES_OPEN_SHIFT_RIGHT: _("alle Fahrstreifen nach rechts verlegt"),
    VehicleImpact.SOME_LANES_CLOSED_SPLIT: _("Fahrstreifen geteilt"),
    VehicleImpact.FLAGGING: _("Verkehr von Hand geregelt"),
    VehicleImpact.TEMPORARY_TRAFFIC_SIGNAL: _("Baustellenampel"),
    VehicleImpact.UNKNOWN: _("noch nicht bekannt"),
}
DIRECTION: dict[Direction, Word] = {
    Direction.NORTHBOUND: _("nach Norden"),
    Direction.EASTBOUND: _("nach Osten"),
    Direction.SOUTHBOUND: _("nach Süden"),
    Direction.WESTBOUND: _("nach Westen"),
    Direction.INNER_LOOP: _("innerer Ring"),
    Direction.OUTER_LOOP: _("äußerer Ring"),
    Direction.UNDEFINED: _("ohne feste Richtung"),
    Direction.UNKNOWN: _("Richtung nicht bekannt"),
}
LANE_TYPE: dict[LaneType, Word] = {
    LaneType.GENERAL: _("Fahrstreifen"),
    LaneType.EXIT_LANE: _("Ausfahrstreifen"),
    LaneType.EXIT_RAMP: _("Ausfahrt"),
    LaneType.ENTRANCE_LANE: _("Einfahrstreifen"),
    LaneType.ENTRANCE_RAMP: _("Einfahrt"),
    LaneType.SIDEWALK: _("Gehweg"),
    LaneType.BIKE_LANE: _("Radweg"),
    LaneType.SHOULDER: _("Seitenstreifen"),
    LaneType.PARKING: _("Parkstreifen"),
    LaneType.MEDIAN: _("Mittelstreifen"),
    LaneType.TWO_WAY_CENTER_TURN_LANE: _("Abbiegestreifen für beide Richtungen"),
    LaneType.CENTER_LEFT_TURN_LANE: _("Linksabbiegestreifen"),
    LaneType.BUS_LANE: _("Busspur"),
    LaneType.TRAM_TRACK: _("Straßenbahngleis"),
}
LANE_STATUS: dict[LaneStatus, Word] = {
    LaneStatus.OPEN: pgettext_lazy("Fahrstreifen", "frei"),
    LaneStatus.CLOSED: pgettext_lazy("Fahrstreifen", "gesperrt"),
    LaneStatus.NARROWED: pgettext_lazy("Fahrstreifen", "verengt"),
    LaneStatus.SHIFT_LEFT: pgettext_lazy("Fahrstreifen", "nach links verlegt"),
    LaneStatus.SHIFT_RIGHT: pgettext_lazy("Fahrstreifen", "nach rechts verlegt"),
    LaneStatus.MERGE_LEFT: pgettext_lazy("Fahrstreifen", "Einfädeln nach links"),
    LaneStatus.MERGE_RIGHT: pgettext_lazy("Fahrstreifen", "Einfädeln nach rechts"),
    LaneStatus.ALTERNATING_FLOW: pgettext_lazy("Fahrstreifen", "wechselseitig befahren"),
}
RESTRICTION: dict[RestrictionType, Word] = {
    RestrictionType.NO_TRUCKS: _("keine Lkw"),
    RestrictionType.TRAVEL_PEAK_HOURS_ONLY: _("nur in Hauptverkehrszeiten befahrbar"),
    RestrictionType.HOV_3: _("nur ab drei Personen im Fahrzeug"),
    RestrictionType.HOV_2: _("nur ab zwei Personen im Fahrzeug"),
    RestrictionType.NO_PARKING: _("Parken verboten"),
    RestrictionType.REDUCED_WIDTH: _("Breite höchstens"),
    RestrictionType.REDUCED_HEIGHT: _("Höhe höchstens"),
    RestrictionType.REDUCED_LENGTH: _("Länge höchstens"),
    RestrictionType.REDUCED_WEIGHT: _("Gewicht höchstens"),
    RestrictionType.AXLE_LOAD_LIMIT: _("Achslast höchstens"),
    RestrictionType.GROSS_WEIGHT_LIMIT: _("Gesamtgewicht höchstens"),
    RestrictionType.TOWING_PROHIBITED: _("keine Anhänger"),
    RestrictionType.PERMITTED_OVERSIZE_LOADS_PROHIBITED: _("keine Schwertransporte"),
    RestrictionType.LOCAL_ACCESS_ONLY: _("nur Anlieger*innen"),
    RestrictionType.NO_PASSING: _("Überholen verboten"),
}
UNIT: dict[Unit, Word] = {
    Unit.CENTIMETERS: "cm",
    Unit.KILOGRAMS: "kg",
    Unit.FEET: _("Fuß"),
    Unit.INCHES: _("Zoll"),
    Unit.POUNDS: _("Pfund (lb)"),
    Unit.TONS: _("amerikanische Tonnen"),
}
ACCESS: dict[AccessLevel, Word] = {
    AccessLevel.UNKNOWN: _("nicht bekannt"),
    AccessLevel.OPEN: pgettext_lazy("Zufahrt", "frei"),
    AccessLevel.LIMITED: pgettext_lazy("Zufahrt", "eingeschränkt"),
    AccessLevel.CLOSED: pgettext_lazy("Zufahrt", "gesperrt"),
}


def pairs(words: Mapping[Term, Word]) -> list[tuple[str, Word]]:
    """Value and word, as models and forms take their choices."""
    return [(term.value, word) for term, word in words.items()]

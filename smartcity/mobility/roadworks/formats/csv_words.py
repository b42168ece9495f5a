"""The words of a table of roadworks: which columns say what, and how German cells name the vocabularies' words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from smartcity.mobility.roadworks.vocabulary import Cause, Direction, State, VehicleImpact, WorkKind

HEADERS: dict[str, tuple[str, ...]] = {
    "source_id": ("kennung", "id", "nr", "nummer", "baustellennummer"),
    "source_system": ("quelle", "herausgeber", "system"),
    "street_names": ("straße", "strasse", "straßen", "strassen", "straßenname"),
    "title": ("titel", "bezeichnung", "name"),
    "title_en": ("titel englisch", "title"),
    "description": ("beschreibung", "bemerkung", "bemerkungen"),
    "description_en": ("beschreibung englisch",),
    "start": ("beginn", "von", "start", "anfang"),
    "end": ("ende", "bis"),
    "start_verified": ("beginn bestätigt",),
    "end_verified": ("ende bestätigt",),
    "state": ("stand", "status", "zustand"),
    "kind": ("art",),
    "cause": ("anlass", "grund", "ursache"),
    "order_number": ("anordnung", "anordnungsnummer", "aktenzeichen"),
    "direction": ("fahrtrichtung", "richtung"),
    "vehicle_impact": ("auswirkung", "einschränkung", "verkehrsführung"),
    "full_closure": ("vollsperrung",),
    "speed_limit_kph": ("tempo", "geschwindigkeit", "höchstgeschwindigkeit"),
    "lines": ("linien",),
    "stops": ("haltestellen",),
    "detour": ("umleitung",),
    "detour_en": ("umleitung englisch",),
    "begin_cross_street": ("von querstraße", "ab querstraße"),
    "end_cross_street": ("bis querstraße",),
    "wkt": ("geometrie", "geometry", "geom"),
    "longitude": ("länge", "laenge", "lon", "long", "lng"),
    "latitude": ("breite", "lat"),
    "end_longitude": ("länge ende", "lon ende"),
    "end_latitude": ("breite ende", "lat ende"),
    "east": ("ostwert", "rechtswert", "east", "e32"),
    "north": ("nordwert", "hochwert", "north", "n32"),
    "end_east": ("ostwert ende",),
    "end_north": ("nordwert ende",),
}
"""Per field, beside its own name, the column headers (lower case) that stand for it without a mapping."""

TIMES = ("start", "end")
LISTS = ("street_names", "lines", "stops")
FLAGS = ("start_verified", "end_verified", "full_closure")
TEXTS = ("source_id", "source_system", "order_number")

_STATES = {
    "geplant": State.PLANNED, "beantragt": State.PLANNED, "angeordnet": State.ORDERED, "genehmigt": State.ORDERED,
    "aktiv": State.ACTIVE, "im gang": State.ACTIVE, "laufend": State.ACTIVE, "in arbeit": State.ACTIVE,
    "beendet": State.FINISHED, "abgeschlossen": State.FINISHED, "fertig": State.FINISHED,
    "abgesagt": State.CANCELLED, "storniert": State.CANCELLED, "entfällt": State.CANCELLED,
}  # fmt: skip
_KINDS = {
    "unterhaltung": WorkKind.MAINTENANCE, "unterhaltung und reparatur": WorkKind.MAINTENANCE,
    "instandhaltung": WorkKind.MAINTENANCE, "instandsetzung": WorkKind.MAINTENANCE, "reparatur": WorkKind.MAINTENANCE,
    "neubau": WorkKind.CONSTRUCTION, "ausbau": WorkKind.CONSTRUCTION, "umbau": WorkKind.CONSTRUCTION,
    "neubau und umbau": WorkKind.CONSTRUCTION,
}  # fmt: skip
_CAUSES = {
    "straße": Cause.ROAD, "straßenbau": Cause.ROAD, "brücke": Cause.BRIDGE, "tunnel": Cause.TUNNEL,
    "wasser": Cause.WATER, "trinkwasser": Cause.WATER, "kanal": Cause.SEWER, "kanalbau": Cause.SEWER,
    "gas": Cause.GAS, "strom": Cause.ELECTRICITY, "fernwärme": Cause.DISTRICT_HEATING,
    "telekommunikation": Cause.TELECOMMUNICATION, "telekommunikation und glasfaser": Cause.TELECOMMUNICATION,
    "glasfaser": Cause.TELECOMMUNICATION, "bus und bahn": Cause.PUBLIC_TRANSPORT, "öpnv": Cause.PUBLIC_TRANSPORT,
    "gleisbau": Cause.PUBLIC_TRANSPORT, "ampeln": Cause.TRAFFIC_SIGNALS, "ampel": Cause.TRAFFIC_SIGNALS,
    "lichtsignalanlage": Cause.TRAFFIC_SIGNALS, "straßenbeleuchtung": Cause.LIGHTING, "beleuchtung": Cause.LIGHTING,
    "bäume": Cause.TREES, "grünpflege": Cause.TREES, "hochbau": Cause.BUILDING_SITE,
    "hochbau am straßenrand": Cause.BUILDING_SITE, "kran": Cause.CRANE_OR_SCAFFOLD, "gerüst": Cause.CRANE_OR_SCAFFOLD,
    "kran oder gerüst": Cause.CRANE_OR_SCAFFOLD, "abbruch": Cause.DEMOLITION, "notfall": Cause.EMERGENCY_REPAIR,
    "notfallreparatur": Cause.EMERGENCY_REPAIR, "rohrbruch": Cause.EMERGENCY_REPAIR, "kampfmittel": Cause.ORDNANCE,
    "sonstiges": Cause.OTHER, "anderer anlass": Cause.OTHER,
}  # fmt: skip
_IMPACTS = {
    "vollsperrung": VehicleImpact.ALL_LANES_CLOSED, "alle fahrstreifen gesperrt": VehicleImpact.ALL_LANES_CLOSED,
    "teilsperrung": VehicleImpact.SOME_LANES_CLOSED, "halbseitige sperrung": VehicleImpact.SOME_LANES_CLOSED,
    "einzelne fahrstreifen gesperrt": VehicleImpact.SOME_LANES_CLOSED, "keine": VehicleImpact.ALL_LANES_OPEN,
    "alle fahrstreifen frei": VehicleImpact.ALL_LANES_OPEN, "unbekannt": VehicleImpact.UNKNOWN,
    "wechselseitig einspurig": VehicleImpact.ALTERNATING_ONE_WAY, "noch nicht bekannt": VehicleImpact.UNKNOWN,
    "baustellenampel": VehicleImpact.TEMPORARY_TRAFFIC_SIGNAL, "verkehr von hand geregelt": VehicleImpact.FLAGGING,
}  # fmt: skip
_DIRECTIONS = {
    "nach norden": Direction.NORTHBOUND, "norden": Direction.NORTHBOUND, "nach osten": Direction.EASTBOUND,
    "osten": Direction.EASTBOUND, "nach süden": Direction.SOUTHBOUND, "süden": Direction.SOUTHBOUND,
    "nach westen": Direction.WESTBOUND, "westen": Direction.WESTBOUND, "innerer ring": Direction.INNER_LOOP,
    "äußerer ring": Direction.OUTER_LOOP, "ohne feste richtung": Direction.UNDEFINED, "beide": Direction.UNDEFINED,
    "richtung nicht bekannt": Direction.UNKNOWN, "unbekannt": Direction.UNKNOWN,
}  # fmt: skip

VOCABULARIES: dict[str, tuple[type[StrEnum], Mapping[str, StrEnum]]] = {
    "state": (State, _STATES),
    "kind": (WorkKind, _KINDS),
    "cause": (Cause, _CAUSES),
    "vehicle_impact": (VehicleImpact, _IMPACTS),
    "direction": (Direction, _DIRECTIONS),
}
"""Per field its vocabulary, and the German words (lower case) that stand for a word of it."""

YES = frozenset({"ja", "j", "x", "1", "wahr", "true", "yes"})
NO = frozenset({"", "nein", "n", "-", "0", "falsch", "false", "no"})

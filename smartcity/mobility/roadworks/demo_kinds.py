"""Kinds of demo works: what is typically done in a city's streets, and what it means for those who pass."""

from __future__ import annotations

from dataclasses import dataclass

from smartcity.mobility.roadworks.domain import Access, Lane, Restriction, Text, TypeOfWork
from smartcity.mobility.roadworks.vocabulary import (
    AccessLevel,
    Cause,
    LaneStatus,
    LaneType,
    RestrictionType,
    Unit,
    VehicleImpact,
    WorkKind,
    WorkType,
)

OPEN_TO_ALL, NOTHING = Access(AccessLevel.OPEN, AccessLevel.OPEN), Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoKind:
    """A kind of works; `days`: shortest and longest duration; `phases`: title and whether the street is closed."""

    title: Text
    description: Text
    cause: Cause
    impact: VehicleImpact
    days: tuple[int, int]
    length_m: int = 120
    kind: WorkKind = WorkKind.MAINTENANCE
    works: tuple[TypeOfWork, ...] = ()
    full_closure: bool = False
    lanes: tuple[Lane, ...] = ()
    opposite_lanes: tuple[Lane, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    speed_limit_kph: float | None = 30.0
    lines: tuple[str, ...] = ()
    access: Access = OPEN_TO_ALL
    detour: Text = NOTHING
    phases: tuple[tuple[Text, bool], ...] = ()


def _lanes(*lanes: tuple[LaneType, LaneStatus]) -> tuple[Lane, ...]:
    return tuple(Lane(order, kind, status) for order, (kind, status) in enumerate(lanes, 1))


GENERAL, BIKE, WALK, BUS = LaneType.GENERAL, LaneType.BIKE_LANE, LaneType.SIDEWALK, LaneType.BUS_LANE
PARKING, TRAM = LaneType.PARKING, LaneType.TRAM_TRACK
OPEN, CLOSED, NARROW = LaneStatus.OPEN, LaneStatus.CLOSED, LaneStatus.NARROWED

KINDS = (
    DemoKind(
        title=Text("Kanalerneuerung", "Sewer renewal"),
        description=Text(
            "Der Mischwasserkanal wird in offener Baugrube erneuert.", "The combined sewer is renewed in an open pit."
        ),
        cause=Cause.SEWER,
        impact=VehicleImpact.ALL_LANES_CLOSED,
        days=(60, 180),
        length_m=200,
        kind=WorkKind.CONSTRUCTION,
        works=(TypeOfWork(WorkType.BELOW_ROAD_WORK),),
        full_closure=True,
        lanes=_lanes((GENERAL, CLOSED), (PARKING, CLOSED), (WALK, NARROW)),
        opposite_lanes=_lanes((GENERAL, CLOSED), (WALK, OPEN)),
        access=Access(AccessLevel.LIMITED, AccessLevel.OPEN, Text("Grundstücke sind zu Fuß erreichbar.", "")),
        detour=Text("Die Umleitung über die Parallelstraße ist ausgeschildert.", "A signed detour leads around."),
        phases=(
            (Text("Leitungen sichern", "Secure pipes"), False),
            (Text("Kanal erneuern", "Renew the sewer"), True),
            (Text("Straße wiederherstellen", "Restore the street"), True),
        ),
    ),
    DemoKind(
        title=Text("Glasfaserausbau", "Fibre roll-out"),
        description=Text("Leerrohre und Hausanschlüsse im Gehweg.", "Ducts and house connections in the pavement."),
        cause=Cause.TELECOMMUNICATION,
        impact=VehicleImpact.ALL_LANES_OPEN,
        days=(10, 30),
        length_m=300,
        works=(TypeOfWork(WorkType.ROADSIDE_WORK),),
        lanes=_lanes((GENERAL, OPEN), (PARKING, CLOSED), (WALK, NARROW)),
        restrictions=(Restriction(RestrictionType.NO_PARKING),),
        speed_limit_kph=None,
    ),
    DemoKind(
        title=Text("Deckensanierung", "Resurfacing"),
        description=Text("Fräsen und Einbau einer lärmmindernden Decke.", "Milling and a noise-reducing surface."),
        cause=Cause.ROAD,
        impact=VehicleImpact.SOME_LANES_CLOSED,
        days=(7, 21),
        length_m=400,
        works=(TypeOfWork(WorkType.SURFACE_WORK, is_architectural_change=False), TypeOfWork(WorkType.PAINTING)),
        lanes=_lanes((GENERAL, OPEN), (GENERAL, CLOSED), (BIKE, CLOSED), (WALK, OPEN)),
        opposite_lanes=_lanes((GENERAL, OPEN), (BIKE, OPEN), (WALK, OPEN)),
        restrictions=(Restriction(RestrictionType.REDUCED_WIDTH, 300, Unit.CENTIMETERS),),
        lines=("923", "924"),
        phases=((Text("Nordseite", "North side"), False), (Text("Südseite", "South side"), False)),
    ),
    DemoKind(
        title=Text("Wasserrohrbruch", "Burst water main"),
        description=Text("Eine Trinkwasserleitung wird repariert.", "A drinking-water main is repaired."),
        cause=Cause.EMERGENCY_REPAIR,
        impact=VehicleImpact.TEMPORARY_TRAFFIC_SIGNAL,
        days=(3, 9),
        length_m=60,
        works=(TypeOfWork(WorkType.BELOW_ROAD_WORK),),
        lanes=_lanes((GENERAL, CLOSED), (WALK, CLOSED)),
        opposite_lanes=_lanes((GENERAL, LaneStatus.ALTERNATING_FLOW), (WALK, OPEN)),
    ),
    DemoKind(
        title=Text("Fernwärmeleitung", "District heating main"),
        description=Text("Neue Fernwärmetrasse mit Hausanschlüssen.", "New district heating route with connections."),
        cause=Cause.DISTRICT_HEATING,
        impact=VehicleImpact.SOME_LANES_CLOSED_MERGE_LEFT,
        days=(30, 90),
        length_m=250,
        kind=WorkKind.CONSTRUCTION,
        works=(TypeOfWork(WorkType.BELOW_ROAD_WORK),),
        lanes=_lanes((GENERAL, OPEN), (GENERAL, LaneStatus.MERGE_LEFT), (WALK, NARROW)),
        opposite_lanes=_lanes((GENERAL, OPEN), (GENERAL, OPEN), (WALK, OPEN)),
        restrictions=(Restriction(RestrictionType.NO_PASSING),),
    ),
    DemoKind(
        title=Text("Umbau der Haltestelle", "Tram stop rebuilt"),
        description=Text("Die Haltestelle wird barrierefrei.", "The stop becomes accessible."),
        cause=Cause.PUBLIC_TRANSPORT,
        impact=VehicleImpact.ALL_LANES_OPEN_SHIFT_RIGHT,
        days=(60, 150),
        kind=WorkKind.CONSTRUCTION,
        works=(TypeOfWork(WorkType.ROADWAY_RELOCATION, is_architectural_change=True),),
        lanes=_lanes((TRAM, NARROW), (GENERAL, LaneStatus.SHIFT_RIGHT), (BIKE, CLOSED), (WALK, NARROW)),
        opposite_lanes=_lanes((TRAM, OPEN), (GENERAL, OPEN), (BIKE, OPEN), (WALK, OPEN)),
        lines=("901", "903"),
        phases=(
            (Text("Bahnsteig stadteinwärts", "Inbound platform"), False),
            (Text("Bahnsteig stadtauswärts", "Outbound platform"), False),
        ),
    ),
    DemoKind(
        title=Text("Baumpflege", "Tree care"),
        description=Text("Rückschnitt an Straßenbäumen.", "Street trees are pruned."),
        cause=Cause.TREES,
        impact=VehicleImpact.ALTERNATING_ONE_WAY,
        days=(2, 5),
        works=(TypeOfWork(WorkType.OVERHEAD_WORK),),
        lanes=_lanes((GENERAL, CLOSED), (BIKE, CLOSED), (WALK, CLOSED)),
        opposite_lanes=_lanes((GENERAL, LaneStatus.ALTERNATING_FLOW), (WALK, OPEN)),
    ),
    DemoKind(
        title=Text("Kranaufstellung", "Crane set up"),
        description=Text("Ein Mobilkran steht auf der Fahrbahn.", "A mobile crane stands on the carriageway."),
        cause=Cause.CRANE_OR_SCAFFOLD,
        impact=VehicleImpact.ALL_LANES_CLOSED,
        days=(1, 3),
        length_m=50,
        full_closure=True,
        lanes=_lanes((GENERAL, CLOSED), (WALK, OPEN)),
        opposite_lanes=_lanes((GENERAL, CLOSED), (WALK, CLOSED)),
        access=Access(AccessLevel.LIMITED, AccessLevel.LIMITED),
        detour=Text("Die Umleitung ist ausgeschildert.", "The detour is signed."),
        speed_limit_kph=None,
    ),
    DemoKind(
        title=Text("Brückenprüfung", "Bridge inspection"),
        description=Text("Hauptprüfung nach DIN 1076.", "Main inspection under DIN 1076."),
        cause=Cause.BRIDGE,
        impact=VehicleImpact.SOME_LANES_CLOSED,
        days=(3, 10),
        works=(TypeOfWork(WorkType.MAINTENANCE),),
        lanes=_lanes((GENERAL, OPEN), (BUS, CLOSED), (BIKE, NARROW), (WALK, OPEN)),
        restrictions=(
            Restriction(RestrictionType.REDUCED_WEIGHT, 12_000, Unit.KILOGRAMS),
            Restriction(RestrictionType.REDUCED_HEIGHT, 380, Unit.CENTIMETERS),
        ),
        lines=("933",),
    ),
    DemoKind(
        title=Text("Neue Ampel", "New traffic lights"),
        description=Text("Die Signalanlage wird erneuert.", "The signals are renewed."),
        cause=Cause.TRAFFIC_SIGNALS,
        impact=VehicleImpact.ALL_LANES_OPEN,
        days=(5, 14),
        length_m=40,
        works=(TypeOfWork(WorkType.ROADSIDE_WORK),),
        lanes=_lanes((GENERAL, NARROW), (BIKE, OPEN), (WALK, NARROW)),
    ),
    DemoKind(
        title=Text("Radweg erneuern:", "Cycle path renewed:"),
        description=Text("Der Radweg bekommt eine neue Decke.", "The cycle path gets a new surface."),
        cause=Cause.ROAD,
        impact=VehicleImpact.ALL_LANES_OPEN,
        days=(10, 25),
        length_m=350,
        works=(TypeOfWork(WorkType.SURFACE_WORK),),
        lanes=_lanes((GENERAL, OPEN), (BIKE, CLOSED), (WALK, NARROW)),
    ),
)

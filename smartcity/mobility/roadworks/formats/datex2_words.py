"""What the words of DATEX II v3 (EN 16157-3) mean here, as tables that reader and writer share."""

from __future__ import annotations

from smartcity.mobility.roadworks.vocabulary import (
    Cause,
    Direction,
    LaneType,
    RestrictionType,
    State,
    VehicleImpact,
    WorkType,
)

SITUATION = "http://datex2.eu/schema/3/situation"
COMMON = "http://datex2.eu/schema/3/common"
LOCATION = "http://datex2.eu/schema/3/locationReferencing"
CONTAINER = "http://datex2.eu/schema/3/messageContainer"
EXCHANGE = "http://datex2.eu/schema/3/exchangeInformation"
EXTENSION = "urn:smartcity:roadworks:1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

ROADWORKS = frozenset({"MaintenanceWorks", "ConstructionWorks"})
DETOUR = "ReroutingManagement"
MANAGEMENT = frozenset({"RoadOrCarriagewayOrLaneManagement", "SpeedManagement", DETOUR})

STATUS_OF = {
    State.PLANNED: ("planned", "requested"),
    State.ORDERED: ("planned", "approved"),
    State.ACTIVE: ("active", "implemented"),
    State.FINISHED: ("definedByValidityTimeSpec", "implemented"),
    State.CANCELLED: ("suspended", "rejected"),
}
"""validityStatus and operatorActionStatus of a state."""

VALIDITY_STATUSES = frozenset({"active", "planned", "suspended", "definedByValidityTimeSpec"})

SUBJECT_OF = {
    Cause.ROAD: "road",
    Cause.BRIDGE: "bridge",
    Cause.TUNNEL: "tunnel",
    Cause.WATER: "waterMain",
    Cause.SEWER: "sewer",
    Cause.GAS: "gasMainWork",
    Cause.ELECTRICITY: "buriedCables",
    Cause.DISTRICT_HEATING: "heatingPipe",
    Cause.TELECOMMUNICATION: "buriedServices",
    Cause.PUBLIC_TRANSPORT: "publicTransportInfrastructure",
    Cause.TRAFFIC_SIGNALS: "trafficSignals",
    Cause.LIGHTING: "lightingSystem",
}
"""subjectTypeOfWorks of a cause; the others are "other"."""

CAUSE_OF = {word: cause for cause, word in SUBJECT_OF.items()}

MAINTENANCE_OF = {
    WorkType.MAINTENANCE: "maintenanceWork",
    WorkType.MINOR_ROAD_DEFECT_REPAIR: "repairWork",
    WorkType.ROADSIDE_WORK: "roadsideWork",
    WorkType.OVERHEAD_WORK: "overheadWorks",
    WorkType.BELOW_ROAD_WORK: "installationWork",
    WorkType.SURFACE_WORK: "resurfacingWork",
    WorkType.PAINTING: "roadMarkingWork",
}
"""roadMaintenanceType of a kind of work; the others are "roadworks"."""

WORK_OF = {word: work for work, word in MAINTENANCE_OF.items()}
OTHER_MAINTENANCE = frozenset(
    {
        "accidentRepairWork",
        "clearanceWork",
        "controlledAvalanche",
        "grassCuttingWork",
        "litterClearance",
        "maintenancePeopleOnRoad",
        "roadworksClearance",
        "roadworks",
        "rockFallPreventativeMaintenance",
        "saltingInProgress",
        "snowploughsInUse",
        "sweepingOfRoad",
        "treeAndVegetationCuttingWork",
        "other",
        "_extended",
    }
)

CONSTRUCTION_OF = {
    WorkType.ROADWAY_RELOCATION: "roadImprovementOrUpgrading",
    WorkType.ROADWAY_CREATION: "roadWideningWork",
}
"""constructionWorkType of a kind of work; the others are "constructionWork"."""

CONSTRUCTION = frozenset(
    {
        "blastingWork",
        "constructionWork",
        "demolitionWork",
        "roadImprovementOrUpgrading",
        "roadWideningWork",
        "_extended",
    }
)

MANAGEMENT_OF = {
    VehicleImpact.ALL_LANES_CLOSED: "carriagewayClosures",
    VehicleImpact.SOME_LANES_CLOSED: "laneClosures",
    VehicleImpact.SOME_LANES_CLOSED_MERGE_LEFT: "keepToTheLeft",
    VehicleImpact.SOME_LANES_CLOSED_MERGE_RIGHT: "keepToTheRight",
    VehicleImpact.SOME_LANES_CLOSED_SPLIT: "laneClosures",
    VehicleImpact.ALTERNATING_ONE_WAY: "singleAlternateLineTraffic",
    VehicleImpact.FLAGGING: "singleAlternateLineTraffic",
    VehicleImpact.TEMPORARY_TRAFFIC_SIGNAL: "singleAlternateLineTraffic",
    VehicleImpact.ALL_LANES_OPEN_SHIFT_LEFT: "lanesDeviated",
    VehicleImpact.ALL_LANES_OPEN_SHIFT_RIGHT: "lanesDeviated",
}
"""roadOrCarriagewayOrLaneManagementType of an impact; none where all lanes stay open."""

IMPACT_OF = {
    "roadClosed": VehicleImpact.ALL_LANES_CLOSED,
    "carriagewayClosures": VehicleImpact.ALL_LANES_CLOSED,
    "laneClosures": VehicleImpact.SOME_LANES_CLOSED,
    "doNotUseSpecifiedLanesOrCarriageways": VehicleImpact.SOME_LANES_CLOSED,
    "keepToTheLeft": VehicleImpact.SOME_LANES_CLOSED_MERGE_LEFT,
    "keepToTheRight": VehicleImpact.SOME_LANES_CLOSED_MERGE_RIGHT,
    "singleAlternateLineTraffic": VehicleImpact.ALTERNATING_ONE_WAY,
    # to which side the standard leaves open
    "lanesDeviated": VehicleImpact.UNKNOWN,
    "narrowLanes": VehicleImpact.ALL_LANES_OPEN,
}

DIRECTION_OF = {
    Direction.NORTHBOUND: "northBound",
    Direction.EASTBOUND: "eastBound",
    Direction.SOUTHBOUND: "southBound",
    Direction.WESTBOUND: "westBound",
    Direction.INNER_LOOP: "innerRing",
    Direction.OUTER_LOOP: "outerRing",
}
"""applicableForTrafficDirection of a direction; the others have none."""

DIRECTION_FROM = {word: direction for direction, word in DIRECTION_OF.items()}

USAGE_OF = {
    LaneType.BUS_LANE: "busLane",
    LaneType.BIKE_LANE: "cycleLane",
    LaneType.SHOULDER: "hardShoulder",
    LaneType.MEDIAN: "centralReservation",
    LaneType.CENTER_LEFT_TURN_LANE: "leftHandTurningLane",
}
"""laneUsage of a lane's type; the others have none."""

TYPE_OF = {word: kind for kind, word in USAGE_OF.items()}

LIMITS = {
    RestrictionType.REDUCED_HEIGHT: ("heightCharacteristic", "vehicleHeight", 100, "heightRestrictionInOperation"),
    RestrictionType.REDUCED_WIDTH: ("widthCharacteristic", "vehicleWidth", 100, "other"),
    RestrictionType.REDUCED_LENGTH: ("lengthCharacteristic", "vehicleLength", 100, "other"),
    RestrictionType.GROSS_WEIGHT_LIMIT: (
        "grossWeightCharacteristic",
        "grossVehicleWeight",
        1000,
        "weightRestrictionInOperation",
    ),
    RestrictionType.AXLE_LOAD_LIMIT: (
        "heaviestAxleWeightCharacteristic",
        "heaviestAxleWeight",
        1000,
        "weightRestrictionInOperation",
    ),
}
"""Per measure: characteristic, its value, centimetres or kilograms per unit of the standard, management type."""

LIMIT_OF = {value: (kind, factor) for kind, (_, value, factor, _) in LIMITS.items()}

"""The closed vocabularies of a roadwork, in the words of WZDx 4.2 where it has one.

Values marked "Duisburg" are not in WZDx; the formats carry them in their extension (docs/systems/roadworks-formats.md).
"""

from __future__ import annotations

from enum import StrEnum


class EventType(StrEnum):
    """What the entry describes: the works themselves, or a detour kept as an entry of its own."""

    WORK_ZONE = "work-zone"
    DETOUR = "detour"


class State(StrEnum):
    """Where a roadwork is in its life; transitions: `lifecycle.TRANSITIONS`."""

    PLANNED = "planned"
    ORDERED = "ordered"
    ACTIVE = "active"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class WorkKind(StrEnum):
    """Upkeep of what exists or building of something new (DATEX II MaintenanceWorks / ConstructionWorks)."""

    MAINTENANCE = "maintenance"
    CONSTRUCTION = "construction"


class Cause(StrEnum):
    """For whom or what the street is opened (Duisburg)."""

    ROAD = "road"
    BRIDGE = "bridge"
    TUNNEL = "tunnel"
    WATER = "water"
    SEWER = "sewer"
    GAS = "gas"
    ELECTRICITY = "electricity"
    DISTRICT_HEATING = "district-heating"
    TELECOMMUNICATION = "telecommunication"
    PUBLIC_TRANSPORT = "public-transport"
    TRAFFIC_SIGNALS = "traffic-signals"
    LIGHTING = "lighting"
    TREES = "trees"
    BUILDING_SITE = "building-site"
    CRANE_OR_SCAFFOLD = "crane-or-scaffold"
    DEMOLITION = "demolition"
    EMERGENCY_REPAIR = "emergency-repair"
    ORDNANCE = "ordnance"
    OTHER = "other"


class WorkType(StrEnum):
    """Kind of work being done (WZDx WorkTypeName)."""

    MAINTENANCE = "maintenance"
    MINOR_ROAD_DEFECT_REPAIR = "minor-road-defect-repair"
    ROADSIDE_WORK = "roadside-work"
    OVERHEAD_WORK = "overhead-work"
    BELOW_ROAD_WORK = "below-road-work"
    BARRIER_WORK = "barrier-work"
    SURFACE_WORK = "surface-work"
    PAINTING = "painting"
    ROADWAY_RELOCATION = "roadway-relocation"
    ROADWAY_CREATION = "roadway-creation"


class WorkZoneType(StrEnum):
    """Whether the works stand still or move along the street (WZDx WorkZoneType)."""

    STATIC = "static"
    MOVING = "moving"
    PLANNED_MOVING_AREA = "planned-moving-area"


class LocationMethod(StrEnum):
    """How begin and end of the work zone were located (WZDx LocationMethod)."""

    CHANNEL_DEVICE = "channel-device-method"
    SIGN = "sign-method"
    JUNCTION = "junction-method"
    OTHER = "other"
    UNKNOWN = "unknown"


class Direction(StrEnum):
    """Direction of travel along the point order of the geometry (WZDx Direction)."""

    NORTHBOUND = "northbound"
    EASTBOUND = "eastbound"
    SOUTHBOUND = "southbound"
    WESTBOUND = "westbound"
    INNER_LOOP = "inner-loop"
    OUTER_LOOP = "outer-loop"
    UNDEFINED = "undefined"
    UNKNOWN = "unknown"


class VehicleImpact(StrEnum):
    """What the works mean for vehicles in the direction of travel (WZDx VehicleImpact)."""

    ALL_LANES_CLOSED = "all-lanes-closed"
    SOME_LANES_CLOSED = "some-lanes-closed"
    ALL_LANES_OPEN = "all-lanes-open"
    ALTERNATING_ONE_WAY = "alternating-one-way"
    SOME_LANES_CLOSED_MERGE_LEFT = "some-lanes-closed-merge-left"
    SOME_LANES_CLOSED_MERGE_RIGHT = "some-lanes-closed-merge-right"
    ALL_LANES_OPEN_SHIFT_LEFT = "all-lanes-open-shift-left"
    ALL_LANES_OPEN_SHIFT_RIGHT = "all-lanes-open-shift-right"
    SOME_LANES_CLOSED_SPLIT = "some-lanes-closed-split"
    FLAGGING = "flagging"
    TEMPORARY_TRAFFIC_SIGNAL = "temporary-traffic-signal"
    UNKNOWN = "unknown"


class LaneType(StrEnum):
    """Type of a lane or of what runs beside it (WZDx LaneType; bus lane and tram track: Duisburg)."""

    GENERAL = "general"
    EXIT_LANE = "exit-lane"
    EXIT_RAMP = "exit-ramp"
    ENTRANCE_LANE = "entrance-lane"
    ENTRANCE_RAMP = "entrance-ramp"
    SIDEWALK = "sidewalk"
    BIKE_LANE = "bike-lane"
    SHOULDER = "shoulder"
    PARKING = "parking"
    MEDIAN = "median"
    TWO_WAY_CENTER_TURN_LANE = "two-way-center-turn-lane"
    CENTER_LEFT_TURN_LANE = "center-left-turn-lane"
    BUS_LANE = "bus-lane"
    TRAM_TRACK = "tram-track"


class LaneStatus(StrEnum):
    """What is left of a lane for the public (WZDx LaneStatus; narrowed: Duisburg)."""

    OPEN = "open"
    CLOSED = "closed"
    NARROWED = "narrowed"
    SHIFT_LEFT = "shift-left"
    SHIFT_RIGHT = "shift-right"
    MERGE_LEFT = "merge-left"
    MERGE_RIGHT = "merge-right"
    ALTERNATING_FLOW = "alternating-flow"


class RestrictionType(StrEnum):
    """A rule for those who pass (WZDx RestrictionType)."""

    NO_TRUCKS = "no-trucks"
    TRAVEL_PEAK_HOURS_ONLY = "travel-peak-hours-only"
    HOV_3 = "hov-3"
    HOV_2 = "hov-2"
    NO_PARKING = "no-parking"
    REDUCED_WIDTH = "reduced-width"
    REDUCED_HEIGHT = "reduced-height"
    REDUCED_LENGTH = "reduced-length"
    REDUCED_WEIGHT = "reduced-weight"
    AXLE_LOAD_LIMIT = "axle-load-limit"
    GROSS_WEIGHT_LIMIT = "gross-weight-limit"
    TOWING_PROHIBITED = "towing-prohibited"
    PERMITTED_OVERSIZE_LOADS_PROHIBITED = "permitted-oversize-loads-prohibited"
    LOCAL_ACCESS_ONLY = "local-access-only"
    NO_PASSING = "no-passing"


class Unit(StrEnum):
    """Unit of a restriction's value (WZDx UnitOfMeasurement; "tons" are short tons of 907.18474 kg there).

    The register itself writes centimetres and kilograms.
    """

    CENTIMETERS = "centimeters"
    KILOGRAMS = "kilograms"
    FEET = "feet"
    INCHES = "inches"
    POUNDS = "pounds"
    TONS = "tons"


class AccessLevel(StrEnum):
    """Whether a group still gets through (Duisburg)."""

    UNKNOWN = "unknown"
    OPEN = "open"
    LIMITED = "limited"
    CLOSED = "closed"


class WorkerPresenceMethod(StrEnum):
    """How it is known whether people work there (WZDx WorkerPresenceMethod)."""

    CAMERA_MONITORING = "camera-monitoring"
    ARROW_BOARD_PRESENT = "arrow-board-present"
    CONES_PRESENT = "cones-present"
    MAINTENANCE_VEHICLE_PRESENT = "maintenance-vehicle-present"
    WEARABLES_PRESENT = "wearables-present"
    MOBILE_DEVICE_PRESENT = "mobile-device-present"
    CHECK_IN_APP = "check-in-app"
    CHECK_IN_VERBAL = "check-in-verbal"
    SCHEDULED = "scheduled"


class WorkerPresenceDefinition(StrEnum):
    """When people count as present (WZDx WorkerPresenceDefinition)."""

    WORKING = "workers-in-work-zone-working"
    NOT_WORKING = "workers-in-work-zone-not-working"
    MOBILE_EQUIPMENT_MOVING = "mobile-equipment-in-work-zone-moving"
    MOBILE_EQUIPMENT_NOT_MOVING = "mobile-equipment-in-work-zone-not-moving"
    FIXED_EQUIPMENT = "fixed-equipment-in-work-zone"
    HUMANS_BEHIND_BARRIER = "humans-behind-barrier"
    HUMANS_IN_RIGHT_OF_WAY = "humans-in-right-of-way"


class Confidence(StrEnum):
    """The publisher's confidence (WZDx WorkerPresenceConfidence)."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class RelatedType(StrEnum):
    """How another entry relates to this one (WZDx RelatedRoadEventType)."""

    FIRST_IN_SEQUENCE = "first-in-sequence"
    NEXT_IN_SEQUENCE = "next-in-sequence"
    FIRST_OCCURRENCE = "first-occurrence"
    NEXT_OCCURRENCE = "next-occurrence"
    RELATED_WORK_ZONE = "related-work-zone"
    RELATED_DETOUR = "related-detour"
    PLANNED_MOVING_OPERATION = "planned-moving-operation"
    ACTIVE_MOVING_OPERATION = "active-moving-operation"


class GeometryType(StrEnum):
    """The GeoJSON geometry types (RFC 7946) that a roadwork may have."""

    LINE_STRING = "LineString"
    MULTI_POINT = "MultiPoint"
    POLYGON = "Polygon"

"""What the state of single lanes means for the traffic of their direction."""

from __future__ import annotations

from collections.abc import Sequence

from smartcity.mobility.roadworks.domain import Lane
from smartcity.mobility.roadworks.vocabulary import Direction, LaneStatus, LaneType, VehicleImpact

_NOT_TRAVELLED = frozenset(
    {
        LaneType.SIDEWALK,
        LaneType.BIKE_LANE,
        LaneType.SHOULDER,
        LaneType.PARKING,
        LaneType.MEDIAN,
        LaneType.TRAM_TRACK,
    }
)

_OPPOSITE = {
    Direction.NORTHBOUND: Direction.SOUTHBOUND,
    Direction.SOUTHBOUND: Direction.NORTHBOUND,
    Direction.EASTBOUND: Direction.WESTBOUND,
    Direction.WESTBOUND: Direction.EASTBOUND,
    Direction.INNER_LOOP: Direction.OUTER_LOOP,
    Direction.OUTER_LOOP: Direction.INNER_LOOP,
}


def opposite(direction: Direction) -> Direction:
    """Return the direction of those who come towards you."""
    return _OPPOSITE.get(direction, direction)


def is_travelled(lane: Lane) -> bool:
    """Tell the lanes of motor traffic from what runs beside them."""
    return lane.type not in _NOT_TRAVELLED


def impact_of(lanes: Sequence[Lane]) -> VehicleImpact:
    """Return what a complete list of lanes means for vehicles (WZDx VehicleImpact)."""
    statuses = {lane.status for lane in lanes if is_travelled(lane)}
    if not statuses:
        return VehicleImpact.UNKNOWN
    if statuses == {LaneStatus.CLOSED}:
        return VehicleImpact.ALL_LANES_CLOSED
    if LaneStatus.ALTERNATING_FLOW in statuses:
        return VehicleImpact.ALTERNATING_ONE_WAY
    if LaneStatus.MERGE_LEFT in statuses:
        return VehicleImpact.SOME_LANES_CLOSED_MERGE_LEFT
    if LaneStatus.MERGE_RIGHT in statuses:
        return VehicleImpact.SOME_LANES_CLOSED_MERGE_RIGHT
    if LaneStatus.CLOSED in statuses:
        return VehicleImpact.SOME_LANES_CLOSED
    if LaneStatus.SHIFT_LEFT in statuses:
        return VehicleImpact.ALL_LANES_OPEN_SHIFT_LEFT
    if LaneStatus.SHIFT_RIGHT in statuses:
        return VehicleImpact.ALL_LANES_OPEN_SHIFT_RIGHT
    return VehicleImpact.ALL_LANES_OPEN

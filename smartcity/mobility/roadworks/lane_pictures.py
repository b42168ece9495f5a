"""A street's cross-section as a drawing: one box per lane in the direction of travel, made on the server as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from smartcity.mobility.roadworks import values
from smartcity.mobility.roadworks.labels import LANE_STATUS, LANE_TYPE, Word
from smartcity.mobility.roadworks.vocabulary import LaneStatus, LaneType

WIDTHS = {LaneType.SIDEWALK: 44, LaneType.BIKE_LANE: 44, LaneType.MEDIAN: 30, LaneType.PARKING: 52}
USUAL_WIDTH = 72
NARROWED = 0.62
HEIGHT = 110


@dataclass(frozen=True, slots=True)
class LaneBox:
    """One lane in drawing units: `x` and `width` of its box, `middle` of it; words for those who do not see it."""

    order: int
    x: float
    width: float
    middle: float
    css: str
    type_word: Word
    status_word: Word
    status: str
    closed: bool
    arrow: bool
    shift: int


@dataclass(frozen=True, slots=True)
class LanePicture:
    """Lanes of one direction, from left to right; the box is `width` × `height` units."""

    boxes: list[LaneBox]
    width: float
    height: int = HEIGHT


_SHIFT = {LaneStatus.SHIFT_LEFT: -1, LaneStatus.MERGE_LEFT: -1, LaneStatus.SHIFT_RIGHT: 1, LaneStatus.MERGE_RIGHT: 1}
_NO_TRAFFIC = frozenset({LaneType.MEDIAN, LaneType.PARKING})


def lane_picture(packed: Iterable[Mapping[str, Any]]) -> LanePicture | None:
    """Draw the lanes stored with a roadwork or phase; None without lanes."""
    boxes: list[LaneBox] = []
    left = 0.0
    for lane in values.lanes(packed):
        full = float(WIDTHS.get(lane.type, USUAL_WIDTH))
        inner = full * NARROWED if lane.status is LaneStatus.NARROWED else full
        closed = lane.status is LaneStatus.CLOSED
        boxes.append(
            LaneBox(
                order=lane.order,
                x=round(left + (full - inner) / 2, 1),
                width=round(inner, 1),
                middle=round(left + full / 2, 1),
                css=f"lane lane--{lane.type.value} lane--{lane.status.value}",
                type_word=LANE_TYPE[lane.type],
                status_word=LANE_STATUS[lane.status],
                status=lane.status.value,
                closed=closed,
                arrow=not closed and lane.type not in _NO_TRAFFIC,
                shift=_SHIFT.get(lane.status, 0),
            )
        )
        left += full + 4
    return LanePicture(boxes, left - 4) if boxes else None

"""What a rule says about a stream's readings, one after the other. Free of Django.

All kinds of rules are one: something is measured (the value itself, its change per hour, the distance to an area), and
it is in order or not. What is out of order comes back into order only when it keeps a distance from the bounds, so
that a value that trembles around a bound raises one alarm.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Any

Ring = Sequence[Sequence[float]]
METRES_PER_DEGREE = 111_320.0


class RuleKind(StrEnum):
    """What a rule looks at."""

    THRESHOLD = "threshold"
    RATE = "rate"
    GEOFENCE = "geofence"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Criterion:
    """When something is out of order.

    lower, upper: bounds of the value; of its change per hour for a rate; of the metres to the area for a geofence
    (negative inside). hysteresis: how far back within the bounds is in order again. span: seconds between the two
    readings of a rate at least. area: polygons as GeoJSON has them (a ring around, then holes), longitude first.
    """

    kind: RuleKind
    lower: float | None = None
    upper: float | None = None
    hysteresis: float = 0.0
    span: float = 0.0
    area: Sequence[Sequence[Ring]] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """A reading as it is judged: when it was observed, when it came, its number or its other value."""

    time: datetime
    received: datetime
    number: float | None
    value: Any = None


@dataclass(frozen=True, slots=True)
class State:
    """What is remembered of a stream: up to when it is judged, and the reading a change counts from."""

    judged: datetime
    base_time: datetime
    base: float | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """From here on the stream is out of order (``raised``) or in order again."""

    raised: bool
    sample: Sample
    measured: float


def judge_samples(
    criterion: Criterion, state: State | None, is_raised: bool, samples: Iterable[Sample]
) -> tuple[State | None, list[Turn]]:
    """Judge a stream's readings in the order in which they came; returns what to remember, and the turns.

    Readings older than one that was judged say nothing about now and are passed over. A clock that runs ahead does not
    silence its stream: a reading from the future counts as of its arrival.
    """
    turns: list[Turn] = []
    for sample in samples:
        moment = min(sample.time, sample.received)
        if state is not None and moment <= state.judged:
            continue
        measured, base = _measure(criterion, state, sample)
        state = replace(base, judged=moment)
        if measured is not None and is_out_of_order(criterion, measured, is_raised=is_raised) != is_raised:
            is_raised = not is_raised
            turns.append(Turn(is_raised, sample, measured))
    return state, turns


def is_out_of_order(criterion: Criterion, measured: float, *, is_raised: bool) -> bool:
    """Whether it is out of order, or (``is_raised``) still is."""
    margin = criterion.hysteresis if is_raised else 0.0
    below = criterion.lower is not None and measured < criterion.lower + margin
    above = criterion.upper is not None and measured > criterion.upper - margin
    return below or above


def position(value: Any) -> tuple[float, float] | None:
    """Longitude and latitude of a JSON result: a GeoJSON point, or an object with the two; None for anything else."""
    if not isinstance(value, dict):
        return None
    given = value.get("coordinates") if value.get("type") == "Point" else None
    if given is None:
        given = [value.get(name, value.get(short)) for name, short in (("longitude", "lon"), ("latitude", "lat"))]
    if not isinstance(given, list) or len(given) < 2:
        return None
    found = [item for item in given[:2] if isinstance(item, int | float) and not isinstance(item, bool)]
    if len(found) < 2 or not (abs(found[0]) <= 180 and abs(found[1]) <= 90):
        return None
    return float(found[0]), float(found[1])


def distance(area: Sequence[Sequence[Ring]], place: tuple[float, float]) -> float:
    """Metres from the place to the area's edge, negative inside (locally flat: exact enough within a city)."""
    inside = any(_contains(polygon, place) for polygon in area)
    edge = min(_to_segment(place, *pair) for polygon in area for ring in polygon for pair in _pairs(ring))
    return -edge if inside else edge


def _measure(criterion: Criterion, state: State | None, sample: Sample) -> tuple[float | None, State]:
    """What is measured at this reading (None: nothing to judge), and what to remember."""
    fresh = State(sample.time, sample.time, sample.number)
    if criterion.kind is RuleKind.GEOFENCE:
        place = position(sample.value)
        return (None if place is None else distance(criterion.area, place)), fresh
    if criterion.kind is not RuleKind.RATE or sample.number is None or state is None or state.base is None:
        return (sample.number if criterion.kind is RuleKind.THRESHOLD else None), fresh
    seconds = (sample.time - state.base_time).total_seconds()
    if seconds <= 0:
        # the clock was set back: the change counts from here
        return None, fresh
    if seconds < criterion.span:
        return None, state
    return (sample.number - state.base) / seconds * 3600, fresh


def _contains(polygon: Sequence[Ring], place: tuple[float, float]) -> bool:
    """Even-odd rule over all rings, so that holes are outside."""
    x, y = place
    crossings = 0
    for ring in polygon:
        for (x1, y1), (x2, y2) in _pairs(ring):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                crossings += 1
    return crossings % 2 == 1


def _pairs(ring: Ring) -> Iterable[tuple[tuple[float, float], tuple[float, float]]]:
    points = [(point[0], point[1]) for point in ring]
    return pairwise(points)


def _to_segment(place: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    narrow = math.cos(math.radians(place[1]))
    (ax, ay), (bx, by) = [
        ((x - place[0]) * METRES_PER_DEGREE * narrow, (y - place[1]) * METRES_PER_DEGREE) for x, y in (start, end)
    ]
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else max(0.0, min(1.0, -(ax * dx + ay * dy) / length))
    return math.hypot(ax + along * dx, ay + along * dy)

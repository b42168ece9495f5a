"""Where the vehicles that will reach a stop line can be seen: up to 200 m upstream, across lanes and junctions.

A short approach lane hides its queue; the search therefore follows every lane that leads to it, weighted by the share
of vehicles expected to come this way, and remembers which signals stand in between (a queue at red does not arrive).
"""

from __future__ import annotations

from typing import NamedTuple

from smartcity.mobility.traffic.control.network import Link, RoadNetwork

RANGE = 200.0  # metres upstream of a stop line that a controller may see
_SHARE = {"s": 1.0, "r": 0.35, "R": 0.35, "l": 0.35, "L": 0.35, "t": 0.01}
_NEGLIGIBLE = 0.08
_DEEPEST = 8


class Segment(NamedTuple):
    """A piece of the way to a stop line. `reach`: metres from the segment's start to the line.

    `share`: part of its vehicles that is expected to come; `gates`: signals and groups on the way.
    """

    lane: str
    reach: float
    speed: float
    share: float
    gates: tuple[tuple[str, int], ...]


def approach(network: RoadNetwork, lane: str) -> tuple[Segment, ...]:
    """All segments of the way to the stop line at the end of `lane`, the nearest first."""
    found: list[Segment] = []
    _walk(network, lane, 0.0, 1.0, (), found, 0)
    return tuple(sorted(found, key=lambda segment: segment.reach))


def _walk(
    network: RoadNetwork, name: str, offset: float, share: float, gates: tuple[tuple[str, int], ...],
    found: list[Segment], depth: int,
) -> None:  # fmt: skip
    lane = network.lanes[name]
    start = offset + lane.length
    found.append(Segment(name, start, lane.speed, share, gates))
    if start >= RANGE or depth >= _DEEPEST:
        return
    for link in network.into.get(name, ()):
        part = share * _part(network, link)
        if part < _NEGLIGIBLE or link.crossing or network.lanes[link.source].on_foot:
            continue
        between = network.lanes.get(link.via)
        if between is not None:
            found.append(Segment(link.via, start + between.length, between.speed, share, gates))
        passed = start + (between.length if between else 0.0)
        if passed < RANGE:
            behind = (*gates, (link.signal, link.group)) if link.signal else gates
            _walk(network, link.source, passed, part, behind, found, depth + 1)


def _part(network: RoadNetwork, link: Link) -> float:
    siblings = [other for other in network.out_of[link.source] if not other.crossing]
    return _SHARE.get(link.direction, 0.5) / sum(_SHARE.get(other.direction, 0.5) for other in siblings)

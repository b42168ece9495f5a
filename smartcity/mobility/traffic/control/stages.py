"""The stages that a junction can choose from: sets of groups that may be green together, and what each lane gets.

Stages hold vehicles' groups only: a crossing is opened beside any stage that it fits, while people wait for it.

A lane's service under a stage says per turn (straight, right, left, back) whether it is closed, free, or open but
yielding. Equal services of a lane share a row, so that a decision looks at each (lane, service) pair once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from smartcity.mobility.traffic.control.conflicts import SignalLayout, compatible_sets
from smartcity.mobility.traffic.control.network import Link, RoadNetwork

CLOSED, FREE, YIELDING = 0, 1, 2
Service = tuple[int, int, int, int]
SHUT: Service = (CLOSED, CLOSED, CLOSED, CLOSED)
TURN = {"s": 0, "r": 1, "R": 1, "l": 2, "L": 2, "t": 3}
_WORSE = {CLOSED: 0, YIELDING: 1, FREE: 2}
_WORTH = ((CLOSED, 0.0), (FREE, 1.0), (YIELDING, 0.5))
_TURN_WORTH = (4.0, 2.0, 1.0, 0.01)
MOST_STAGES = 96


@dataclass(slots=True)
class StopLine:
    """A lane that ends at the signal (or a crossing, then `crossing` is its edge), with its groups by turn."""

    lane: str
    groups: list[tuple[int, int]] = field(default_factory=list)
    targets: dict[int, set[str]] = field(default_factory=dict)
    crossing: str = ""
    mask: int = 0

    @property
    def only_turn(self) -> int:
        """The single turn that the lane allows, -1 if there are several."""
        turns = {turn for _group, turn in self.groups}
        return turns.pop() if len(turns) == 1 else -1

    @property
    def turns_back(self) -> bool:
        """Whether vehicles may turn back here."""
        return any(turn == 3 for _group, turn in self.groups)


class StageTable:
    """Stages of one signal. `share[s, r]` is 1 where stage s gives row r; `rows[lane]` lists (service, row)."""

    def __init__(self, network: RoadNetwork, layout: SignalLayout) -> None:
        self.layout = layout
        self.lines = _stop_lines(network, layout)
        self.on_foot = sum(line.mask for line in self.lines if line.crossing)
        self.masks: list[int] = []
        self.rows: list[list[tuple[Service, int]]] = [[] for _ in self.lines]
        self._row_of: dict[tuple[int, Service], int] = {}
        self._services: list[tuple[Service, ...]] = []
        self.index: dict[int, int] = {}
        self.share: NDArray[np.float64] = np.zeros((0, 0))
        self.opened: NDArray[np.float64] = np.zeros((0, 0))
        for mask in self._worthwhile(_candidates(network, layout, self.lines)):
            self._add(mask)
        self._build()

    def service(self, line: int, mask: int) -> Service:
        """What a lane gets while the groups in the mask are green."""
        if self.lines[line].crossing:
            shut = any(self.layout.conflicts[group] & mask for group, _turn in self.lines[line].groups)
            return SHUT if shut else (FREE, CLOSED, CLOSED, CLOSED)
        worst = [-1, -1, -1, -1]
        yields = self.layout.yields
        for group, turn in self.lines[line].groups:
            state = CLOSED if not mask >> group & 1 else YIELDING if yields[group] & mask else FREE
            if worst[turn] < 0 or _WORSE[state] < _WORSE[worst[turn]]:
                worst[turn] = state
        a, b, c, d = (max(state, 0) for state in worst)
        return (a, b, c, d)

    def services(self, mask: int) -> tuple[Service, ...]:
        """What every lane gets."""
        return tuple(self.service(line, mask) for line in range(len(self.lines)))

    def stage_of(self, mask: int) -> int:
        """The stage with exactly these groups; added if it is none yet (a program's own phase, for example)."""
        stage = self.index.get(mask)
        if stage is None:
            stage = self._add(mask)
            self._build()
        return stage

    def _worthwhile(self, masks: list[int]) -> list[int]:
        """Drop a stage if another gives every lane at least as much."""
        kinds: dict[tuple[Service, ...], int] = {}
        for mask in masks:
            kinds.setdefault(self.services(mask), mask)
        worth = {services: tuple(map(_worth, services)) for services in kinds if any(s != SHUT for s in services)}
        values = np.array(list(worth.values())) if worth else np.zeros((0, len(self.lines)))
        kept = []
        for services, value in worth.items():
            row = np.array(value)
            better = (values >= row).all(axis=1) & (values > row).any(axis=1)
            if not better.any():
                kept.append((sum(value), kinds[services]))
        return [mask for _value, mask in sorted(kept, reverse=True)[:MOST_STAGES]]

    def _add(self, mask: int) -> int:
        self.index[mask] = len(self.masks)
        self.masks.append(mask)
        services = self.services(mask)
        self._services.append(services)
        for line, service in enumerate(services):
            if service != SHUT and (line, service) not in self._row_of:
                self._row_of[line, service] = len(self._row_of)
                self.rows[line].append((service, self._row_of[line, service]))
        return len(self.masks) - 1

    def _build(self) -> None:
        self.share = np.zeros((len(self.masks), max(len(self._row_of), 1)))
        self.opened = np.zeros((len(self.masks), len(self.lines)))
        for stage, services in enumerate(self._services):
            for line, service in enumerate(services):
                if service != SHUT:
                    self.share[stage, self._row_of[line, service]] = 1.0
            for number, way in enumerate(self.lines):
                green = (self.masks[stage] & way.mask).bit_count() / way.mask.bit_count()
                self.opened[stage, number] = float(services[number] != SHUT) if way.crossing else green


def _worth(service: Service) -> float:
    return sum(dict(_WORTH)[state] * worth for state, worth in zip(service, _TURN_WORTH, strict=True))


def _stop_lines(network: RoadNetwork, layout: SignalLayout) -> list[StopLine]:
    lines: dict[str, StopLine] = {}
    for group, links in enumerate(layout.links):
        for link in links:
            on_foot = network.lanes[link.source].on_foot
            if on_foot and not link.crossing:
                continue
            key = link.target if link.crossing else link.source
            line = lines.setdefault(key, StopLine(key, crossing=network.lanes[key].edge if link.crossing else ""))
            turn = 0 if link.crossing else TURN.get(link.direction, 0)
            line.groups.append((group, turn))
            line.mask |= 1 << group
            if not link.crossing:
                line.targets.setdefault(turn, set()).add(link.target)
    return list(lines.values())


def _candidates(network: RoadNetwork, layout: SignalLayout, lines: list[StopLine]) -> list[int]:
    """Largest compatible sets with and without yielding streams, the program's own, and one per approach."""
    on_foot = sum(line.mask for line in lines if line.crossing)
    driven = layout.used & ~on_foot
    usual = sum(1 << group for group, links in enumerate(layout.links) if links and not _only_back(links))
    usual = usual & driven or driven
    found = {mask & driven for mask in _program_greens(network, layout)}
    found.update(_extend(layout, mask, driven) for mask in compatible_sets(layout, usual))
    found.update(_extend(layout, mask, driven) for mask in compatible_sets(_without_yielding(layout), usual))
    approaches: dict[str, int] = {}
    for line in lines:
        if not line.crossing:
            edge = network.lanes[line.lane].edge
            approaches[edge] = approaches.get(edge, 0) | line.mask
    for groups in approaches.values():
        found.add(_approach_stage(layout, groups, driven))
        found.add(_approach_stage(layout, groups & usual, driven))
    if on_foot:
        found.add(0)  # people alone
    else:
        found.discard(0)
    return sorted(found)


def _program_greens(network: RoadNetwork, layout: SignalLayout) -> list[int]:
    phases = network.signals[layout.id].phases
    return [sum(1 << group for group, colour in enumerate(phase.state) if colour in "Gg") for phase in phases]


def _only_back(links: tuple[Link, ...]) -> bool:
    return all(link.direction == "t" for link in links)


def _extend(layout: SignalLayout, mask: int, among: int) -> int:
    for group in range(layout.size):
        if among >> group & 1 and not layout.conflicts[group] & mask:
            mask |= 1 << group
    return mask


def _without_yielding(layout: SignalLayout) -> SignalLayout:
    strict = [layout.conflicts[group] | layout.yields[group] for group in range(layout.size)]
    for group, mask in enumerate(layout.yields):
        for other in range(layout.size):
            if mask >> other & 1:
                strict[other] |= 1 << group
    return SignalLayout(
        layout.id, layout.size, layout.links, tuple(strict), layout.yields, layout.cautious, layout.used
    )  # fmt: skip


def _approach_stage(layout: SignalLayout, groups: int, among: int) -> int:
    """All groups of one approach without anything that they would have to yield to, then whatever fits."""
    mask = 0
    inside = [group for group in range(layout.size) if groups >> group & 1]
    for group in inside:
        if not layout.conflicts[group] & mask:
            mask |= 1 << group
    avoid = 0
    for group in inside:
        avoid |= layout.yields[group]
    for group in range(layout.size):
        if among >> group & 1 and not layout.conflicts[group] & mask and not avoid >> group & 1:
            mask |= 1 << group
    return mask

"""Two well-known controllers to compare with: max-pressure and greedy, as RESCO runs them (Ault & Sharon, 2021).

Every ten seconds each signal shows the phase of its own program with the highest score. Max-pressure counts standing
vehicles before minus behind the stop lines (Varaiya, 2013); greedy counts all vehicles before them.
"""

from __future__ import annotations

from collections.abc import Mapping

from smartcity.mobility.traffic.control.conflicts import SignalLayout
from smartcity.mobility.traffic.control.detection import RANGE, Segment, approach
from smartcity.mobility.traffic.control.execution import SignalHead
from smartcity.mobility.traffic.control.network import GREEN, YELLOW, RoadNetwork
from smartcity.mobility.traffic.control.protocol import View

INTERVAL = 10
_MAIN_WAY = 0.3  # upstream lanes that send less than this are not counted


class _Junction:
    """One signal's phases with the lanes that they serve and lead to."""

    def __init__(self, network: RoadNetwork, layout: SignalLayout) -> None:
        self.id = layout.id
        self.phases: list[tuple[int, set[str], set[str]]] = []
        self.ways: dict[str, list[Segment]] = {}
        for phase in network.signals[layout.id].phases:
            green = sum(1 << group for group, colour in enumerate(phase.state) if colour in GREEN)
            if not green or any(colour in YELLOW for colour in phase.state):
                continue
            links = [link for group in range(layout.size) if green >> group & 1 for link in layout.links[group]]
            links = [link for link in links if not network.lanes[link.source].on_foot]
            self.phases.append((green, {link.source for link in links}, {link.target for link in links}))
            for link in links:
                way = approach(network, link.source)
                self.ways[link.source] = [part for part in way if part.share >= _MAIN_WAY and not part.gates]

    def best(self, view: View, pressure: bool) -> int:
        """The groups of the phase with the highest score, -1 if there is no phase."""
        lanes = view.by_lane()
        counts: dict[str, int] = {}
        for lane, way in self.ways.items():
            seen = [car for part in way for car in lanes.get(part.lane, ()) if part.reach - car.position <= RANGE]
            counts[lane] = sum(car.speed < 0.1 for car in seen) if pressure else len(seen)
        best, highest = -1, float("-inf")
        for green, sources, targets in self.phases:
            score = sum(counts[lane] for lane in sources)
            if pressure:
                score -= sum(view.halting(lane) for lane in targets)
            if score > highest:
                best, highest = green, score
        return best


class PressureController:
    """Max-pressure, or greedy if `pressure` is false."""

    def __init__(self, network: RoadNetwork, layouts: Mapping[str, SignalLayout], pressure: bool = True) -> None:
        self.junctions = [_Junction(network, layout) for layout in layouts.values()]
        self.pressure = pressure
        self._score: dict[str, str] = {}
        self._next = float("-inf")

    @property
    def reasons(self) -> Mapping[str, str]:
        """The score decides; there is nothing more to say."""
        return self._score

    def decide(self, view: View, heads: Mapping[str, SignalHead], now: float) -> None:
        """Every ten seconds, ask each head for its best phase."""
        if now < self._next:
            return
        self._next = now + INTERVAL
        for junction in self.junctions:
            green = junction.best(view, self.pressure)
            if green >= 0:
                heads[junction.id].ask(green)

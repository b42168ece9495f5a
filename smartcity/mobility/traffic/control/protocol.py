"""The small language between a controller and the street: it observes through a View and asks its SignalHeads.

The same controller runs in simulation (libsumo), against a live SUMO (TraCI) or against real detectors: only the View
and whoever applies the heads' states change. A View shows what equipment at the roadside can know: vehicles on lanes
(detectors, cameras), their blinkers, buses and trams (V2X), people waiting at crossings; no routes, not the future.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from smartcity.mobility.traffic.control.execution import SignalHead

STRAIGHT, RIGHT, LEFT, UNKNOWN = 0, 1, 2, -1


class Sighting(NamedTuple):
    """One vehicle on a lane: metres from the lane's start, speed in m/s, and the identity of its track."""

    position: float
    speed: float
    track: str


class View(Protocol):
    """What may be seen right now."""

    def by_lane(self) -> Mapping[str, Sequence[Sighting]]:
        """Vehicles on each lane that has any, the front one first."""

    def halting(self, lane: str) -> int:
        """Number of standing vehicles on a lane."""

    def blinker(self, track: str) -> int:
        """STRAIGHT, RIGHT or LEFT, as the vehicle shows it."""

    def kind(self, track: str) -> str:
        """SUMO's vehicle class: passenger, bus, tram, truck, bicycle, emergency …"""

    def people(self, crossing: str) -> int:
        """Number of people who wait to use a crossing (edge id)."""


class Controller(Protocol):
    """Decides which groups shall be green."""

    @property
    def reasons(self) -> Mapping[str, str]:
        """Per signal, why the last change was made."""

    def decide(self, view: View, heads: Mapping[str, SignalHead], now: float) -> None:
        """Look, then ask the heads. Called once per second of the clock."""

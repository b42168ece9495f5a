"""Runs one scenario with one controller in SUMO (libsumo) and leaves trip and signal logs. One run per process.

SUMO 1.28, steps of 1 s, no teleporting. Needs the package eclipse-sumo.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.sax.saxutils import quoteattr

from smartcity.kernel.refusal import Refusal, Refused
from smartcity.mobility.traffic.control.conflicts import SignalLayout, signal_layout
from smartcity.mobility.traffic.control.execution import SignalHead, timing_of
from smartcity.mobility.traffic.control.network import RoadNetwork
from smartcity.mobility.traffic.control.protocol import LEFT, RIGHT, STRAIGHT, Controller, Sighting

NOISE_EVERY = 10  # seconds between two looks at the noise of all edges


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is simulated: network, demand (route files), and the window in seconds of the day."""

    net: Path
    routes: tuple[Path, ...]
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class RunFiles:
    """Where a run leaves SUMO's logs."""

    trips: Path
    signals: Path
    additional: Path


@dataclass(slots=True)
class RunResult:
    """What only the running simulation knows: delays of vehicles that never entered, noise, and the time it took."""

    never_departed: list[float]
    noise_db: float | None
    wall_s: float
    decide_s: float
    loaded: int


class SumoView:
    """A controller's view of a running SUMO, through libsumo or TraCI."""

    def __init__(self, sumo: Any, network: RoadNetwork) -> None:
        self._tracks = sumo.vehicle.getIDList
        self._lane = sumo.vehicle.getLaneID
        self._position = sumo.vehicle.getLanePosition
        self._speed = sumo.vehicle.getSpeed
        self._signals = sumo.vehicle.getSignals
        self._class = sumo.vehicle.getVehicleClass
        self._halting = sumo.lane.getLastStepHaltingNumber
        self._people = sumo.edge.getLastStepPersonIDs
        self._next_edge = sumo.person.getNextEdge
        self._lanes: dict[str, list[Sighting]] | None = None
        self._corners = _corners(network)
        self._queues: dict[str, dict[str, int]] = {}

    def refresh(self) -> None:
        """Forget the last step."""
        self._lanes = None
        self._queues.clear()

    def by_lane(self) -> Mapping[str, Sequence[Sighting]]:
        """Vehicles on each lane that has any, the front one first."""
        if self._lanes is None:
            self._lanes = self._look()
        return self._lanes

    def _look(self) -> dict[str, list[Sighting]]:
        """All vehicles by lane: far fewer calls than asking every lane, for most lanes are empty most of the time."""
        lane, position, speed = self._lane, self._position, self._speed
        lanes: defaultdict[str, list[Sighting]] = defaultdict(list)
        for track in self._tracks():
            lanes[lane(track)].append(Sighting(position(track), speed(track), track))
        for sightings in lanes.values():
            sightings.sort(reverse=True)
        return dict(lanes)

    def halting(self, lane: str) -> int:
        """Number of standing vehicles on a lane."""
        return int(self._halting(lane))

    def blinker(self, track: str) -> int:
        """The direction shown; hazard lights count as straight on."""
        lights = self._signals(track) & 3
        return RIGHT if lights == 1 else LEFT if lights == 2 else STRAIGHT

    def kind(self, track: str) -> str:
        """SUMO's vehicle class."""
        return str(self._class(track))

    def people(self, crossing: str) -> int:
        """People on the corners beside a crossing who will step on it next."""
        count = 0
        for corner in self._corners.get(crossing, ()):
            waiting = self._queues.get(corner)
            if waiting is None:
                waiting = self._queues[corner] = {}
                for person in self._people(corner):
                    edge = self._next_edge(person)
                    waiting[edge] = waiting.get(edge, 0) + 1
            count += waiting.get(crossing, 0)
        return count


def _corners(network: RoadNetwork) -> dict[str, tuple[str, ...]]:
    """Per crossing (edge) the walking areas at both ends."""
    corners: dict[str, set[str]] = {}
    for link in network.links:
        if link.crossing:
            crossing = network.lanes[link.target].edge
            ends = corners.setdefault(crossing, set())
            ends.add(network.lanes[link.source].edge)
            ends.update(network.lanes[after.target].edge for after in network.out_of.get(link.target, ()))
    return {crossing: tuple(sorted(ends)) for crossing, ends in corners.items()}


def run(
    sumo: ModuleType, network: RoadNetwork, scenario: Scenario, controller: Controller | None, seed: int,
    files: RunFiles, extra: str = "",
) -> RunResult:  # fmt: skip
    """Simulate the window once. `controller` None leaves SUMO's own programs in force; `extra` adds definitions.

    Raises Refused if SUMO refuses the network or the demand, or if the controller raises.
    """
    _write_additional(files, network, extra)
    started = time.perf_counter()
    try:
        sumo.start(["sumo", *_options(scenario, files, seed)])
    except Exception as error:
        raise Refused([_refusal(scenario, error)]) from None
    try:
        noise, decide_s, loaded = _steps(sumo, network, scenario, controller)
        waiting = [float(sumo.vehicle.getDepartDelay(track)) for track in sumo.simulation.getPendingVehicles()]
    except Refused:
        raise
    except Exception as error:
        raise Refused([_refusal(scenario, error)]) from None
    finally:
        sumo.close()
    return RunResult(waiting, noise, time.perf_counter() - started, decide_s, loaded)


def _options(scenario: Scenario, files: RunFiles, seed: int) -> list[str]:
    return [
        "--net-file", str(scenario.net), "--route-files", ",".join(map(str, scenario.routes)),
        "--additional-files", str(files.additional), "--begin", str(scenario.begin), "--end", str(scenario.end),
        "--step-length", "1", "--time-to-teleport", "-1", "--seed", str(seed), "--no-step-log", "--no-warnings",
        "--duration-log.disable", "--device.emissions.probability", "1",
        "--tripinfo-output", str(files.trips), "--tripinfo-output.write-unfinished",
    ]  # fmt: skip


def _write_additional(files: RunFiles, network: RoadNetwork, extra: str) -> None:
    events = "".join(
        f'<timedEvent type="SaveTLSSwitchStates" source={quoteattr(signal)} dest={quoteattr(str(files.signals))}/>\n'
        for signal in network.signals
    )
    files.additional.write_text(f"<additional>\n{extra}{events}</additional>\n", encoding="utf-8")


def _refusal(scenario: Scenario, error: Exception) -> Refusal:
    first = (str(error).strip().splitlines() or [type(error).__name__])[0]
    place = ", ".join(path.name for path in scenario.routes)
    return Refusal(place, "SUMO weist Netz oder Fahrten zurück.", first[:200], "Passen die Fahrten zum Netz?")


def _steps(
    sumo: Any, network: RoadNetwork, scenario: Scenario, controller: Controller | None
) -> tuple[float | None, float, int]:
    view = SumoView(sumo, network)
    heads = _heads(sumo, network, scenario.begin) if controller else {}
    noise = _Noise(sumo)
    decide_s, loaded = 0.0, 0
    step, show = sumo.simulationStep, sumo.trafficlight.setRedYellowGreenState
    for now in range(scenario.begin, scenario.end):
        if controller is not None:
            before = time.perf_counter()
            view.refresh()
            _decide(controller, view, heads, now)
            for signal, head in heads.items():
                state = head.advance(now)
                if state is not None:
                    show(signal, state)
            decide_s += time.perf_counter() - before
        step()
        loaded += sumo.simulation.getLoadedNumber()
        if now % NOISE_EVERY == 0:
            noise.listen()
    return noise.mean(), decide_s, loaded


def _heads(sumo: Any, network: RoadNetwork, now: int) -> dict[str, SignalHead]:
    heads = {}
    for signal, layout in layouts_of(network).items():
        state = sumo.trafficlight.getRedYellowGreenState(signal)
        # Shown again at once: from here on the signal's own program no longer switches behind the controller's back.
        sumo.trafficlight.setRedYellowGreenState(signal, state)
        heads[signal] = SignalHead(layout, timing_of(network, layout), state, now)
    return heads


def layouts_of(network: RoadNetwork) -> dict[str, SignalLayout]:
    """The layouts of all signals that control at least one link."""
    layouts = {signal: signal_layout(network, signal) for signal in network.signals}
    return {signal: layout for signal, layout in layouts.items() if layout.used}


def _decide(controller: Controller, view: SumoView, heads: Mapping[str, SignalHead], now: int) -> None:
    try:
        controller.decide(view, heads, now)
    except Exception as error:
        place = type(controller).__name__
        rule = "Die Steuerung ist mit einem Fehler abgebrochen."
        value = f"{type(error).__name__}: {error}"[:200]
        raise Refused([Refusal(place, rule, value, f"Zeitpunkt der Simulation: {now} s.")]) from error


class _Noise:
    """Energetic mean of Harmonoise levels over all edges and moments with traffic."""

    def __init__(self, sumo: Any) -> None:
        self._level = sumo.edge.getNoiseEmission
        self._edges = sumo.edge.getIDList()
        self._energy, self._count = 0.0, 0

    def listen(self) -> None:
        for edge in self._edges:
            level = self._level(edge)
            if level > 0.0:
                self._energy += 10.0 ** (level / 10.0)
                self._count += 1

    def mean(self) -> float | None:
        return 10.0 * math.log10(self._energy / self._count) if self._count else None

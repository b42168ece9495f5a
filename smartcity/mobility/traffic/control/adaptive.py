"""The adaptive controller: at every junction, the stage that will let most people pass per second is shown.

For each stage the controller predicts when every vehicle in sight would cross its stop line: arrivals from up to 200 m
upstream, the queue's discharge, streams that have to yield, turns that a stage leaves closed, full lanes downstream.
The value of a stage is the largest number of (weighted) vehicles per second that any length of green can reach, the
time lost for changing included: the Gittins index of serving clusters with set-up times. The current stage, which loses
nothing, is kept until another one is worth more. Whoever stands at a stop line for too long comes first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from smartcity.mobility.traffic.control.arrivals import Arrivals, Queue
from smartcity.mobility.traffic.control.conflicts import SignalLayout
from smartcity.mobility.traffic.control.execution import MIN_GREEN, MIN_YELLOW, SignalHead
from smartcity.mobility.traffic.control.network import RoadNetwork
from smartcity.mobility.traffic.control.parameters import DEFAULT, HORIZON, Parameters
from smartcity.mobility.traffic.control.protocol import View
from smartcity.mobility.traffic.control.stages import CLOSED, YIELDING, Service, StageTable

_PER_SECOND = 1.0 / np.arange(1, HORIZON + 1)
_CHECK_EVERY = 10.0  # seconds between two looks for groups that have been red for too long
_FIRST_END = int(MIN_GREEN + MIN_YELLOW)


@dataclass(slots=True)
class _Rows:
    """Predicted crossings: position in the flat (row, second) table and weight."""

    places: list[int]
    weights: list[float]


class JunctionPlanner:
    """Chooses the stage of one signal."""

    def __init__(self, network: RoadNetwork, layout: SignalLayout, parameters: Parameters = DEFAULT) -> None:
        self.table = StageTable(network, layout)
        self.arrivals = Arrivals(network, layout, self.table.lines, parameters)
        self.parameters = parameters
        self.reason = ""
        self._yields_to = [self._opponents(line) for line in range(len(self.table.lines))]
        self._services: dict[int, tuple[Service, ...]] = {}
        self._last_green = -1
        self._changed = 0.0
        self._next_check = 0.0

    def _opponents(self, line: int) -> list[int]:
        """Lanes that the yielding groups of a lane wait for."""
        foes = 0
        for group, _turn in self.table.lines[line].groups:
            foes |= self.table.layout.yields[group]
        return [number for number, other in enumerate(self.table.lines) if other.mask & foes and not other.crossing]

    def plan(self, view: View, heads: Mapping[str, SignalHead], now: float) -> None:
        """Ask the head for another stage if one is worth more than the current one."""
        head = heads[self.table.layout.id]
        on_foot = self.table.on_foot
        green = head.green & ~on_foot
        if not self.table.masks or green != head.target & ~on_foot or head.yellow & ~on_foot:
            return
        if green != self._last_green:
            self._last_green, self._changed = green, now
        overdue = self._overdue(head, now)
        if overdue:
            green = overdue
        elif now - self._changed >= MIN_GREEN - 1:
            green = self._stage(view, heads, head, green, now)
        if on_foot:
            green |= self._crossings(view, head, green, now)
        if green != head.target:
            head.ask(green)

    def _overdue(self, head: SignalHead, now: float) -> int:
        """The stage for a group that has been red for too long, 0 if there is none."""
        if now < self._next_check:
            return 0
        self._next_check = now + _CHECK_EVERY
        group, red = head.longest_red(self.table.layout.used & ~self.table.on_foot, now)
        if red < self.parameters.longest_red:
            return 0
        fitting = [mask for mask in self.table.masks if mask >> group & 1]
        if not fitting or not head.may_end(head.green, now):
            self._next_check = now
            return 0
        self.reason = f"group {group} has been red for {red:.0f} s"
        return max(fitting, key=int.bit_count)

    def _stage(self, view: View, heads: Mapping[str, SignalHead], head: SignalHead, green: int, now: float) -> int:
        """The vehicles' groups that shall be green now."""
        if len(self.table.masks) == 1:
            return self.table.masks[0]
        services = self._services.get(green)
        if services is None:
            services = self._services[green] = self.table.services(green)
        queues = self.arrivals.look(view, heads, services, now)
        if queues is None:
            return green
        return self._choose(head, queues, self.table.stage_of(green), now)

    def _crossings(self, view: View, head: SignalHead, green: int, now: float) -> int:
        """Crossings that fit the stage and that people wait for; each closes again after its minimum green."""
        opened = 0
        conflicts = self.table.layout.conflicts
        for line in self.table.lines:
            if line.crossing and not any(conflicts[group] & green for group, _turn in line.groups):
                showing = head.green & line.mask and not head.may_end(line.mask, now)
                if showing or view.people(line.crossing):
                    opened |= line.mask
        return opened

    def _choose(self, head: SignalHead, queues: list[Queue], current: int, now: float) -> int:
        green = self.table.masks[current]
        flow = self._flow(queues)
        keep = float((flow[current] * _PER_SECOND).max()) * self.parameters.keep
        values = (flow[:, _FIRST_END:] * _PER_SECOND[_FIRST_END:]).max(axis=1)
        late = self.arrivals.longest_wait()
        if late is not None:
            line, waited = late
            opened = self.table.opened[:, line]
            values = values + 100.0 * opened
            keep = float("inf") if opened[current] == opened.max() else 0.0
            reason = f"{self.table.lines[line].lane} waits for {waited:.0f} s"
        values[current] = -1.0
        best = int(values.argmax())
        mask = self.table.masks[best]
        if values[best] <= keep or not head.may_end(head.green & ~mask, now):
            return green
        if late is None:
            reason = f"{values[best]:.2f} per second instead of {keep:.2f}"
        self.reason = reason
        return mask

    def _flow(self, queues: list[Queue]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        """Crossings until each second, per stage."""
        rows = _Rows([], [])
        for line, queue in enumerate(queues):
            if queue.times:
                self._fill(line, queue, queues, rows)
        width = self.table.share.shape[1]
        table = np.bincount(rows.places, rows.weights, minlength=width * HORIZON).reshape(width, HORIZON)
        return np.cumsum(self.table.share @ table, axis=1)

    def _fill(self, line: int, queue: Queue, queues: list[Queue], rows: _Rows) -> None:
        simple: dict[tuple[int, ...], bool] = {}
        for service, row in self.table.rows[line]:
            first = row * HORIZON
            seen = tuple(service[turn] for turn in queue.turns)
            if seen not in simple:
                simple[seen] = all(state not in (CLOSED, YIELDING) for state in seen)
            if simple[seen]:
                rows.places += [first + time for time in queue.times]
                rows.weights += queue.weights
            else:
                self._fill_blocked(first, service, line, queue, queues, rows)

    def _fill_blocked(
        self, first: int, service: Service, line: int, queue: Queue, queues: list[Queue], rows: _Rows
    ) -> None:
        """A lane whose vehicles partly wait: the first one that may not go stops all behind it."""
        lag, asked = 0.0, False
        for time, weight, turn in zip(queue.times, queue.weights, queue.turn, strict=True):
            if turn >= 0:
                state = service[turn]
                if state == CLOSED:
                    return
                if state == YIELDING:
                    if not asked:
                        asked = True
                        clear = max((queues[other].clear for other in self._yields_to[line]), default=0.0)
                        lag = max(clear * self.parameters.opposing - time, 0.0)
                    lag += self.parameters.gap
            place = int(time + lag)
            if place >= HORIZON:
                return
            rows.places.append(first + place)
            rows.weights.append(weight)


class AdaptiveController:
    """All junctions of a network, each with its planner; looks are taken every `parameters.interval` seconds."""

    def __init__(
        self, network: RoadNetwork, layouts: Mapping[str, SignalLayout], parameters: Parameters = DEFAULT
    ) -> None:
        self.planners = [JunctionPlanner(network, layout, parameters) for layout in layouts.values()]
        self.interval = parameters.interval

    @property
    def reasons(self) -> dict[str, str]:
        """Why each signal's last change was made."""
        return {planner.table.layout.id: planner.reason for planner in self.planners}

    def decide(self, view: View, heads: Mapping[str, SignalHead], now: float) -> None:
        """Let every planner look, every `interval` seconds."""
        if int(now) % self.interval == 0:
            for planner in self.planners:
                planner.plan(view, heads, now)


__all__ = ["AdaptiveController", "JunctionPlanner"]

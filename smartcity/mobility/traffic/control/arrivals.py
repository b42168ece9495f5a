"""Predicts when the vehicles in sight would reach and cross their stop line, lane by lane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from smartcity.mobility.traffic.control.conflicts import SignalLayout
from smartcity.mobility.traffic.control.detection import RANGE, approach
from smartcity.mobility.traffic.control.execution import MIN_INTERGREEN, SignalHead
from smartcity.mobility.traffic.control.network import RoadNetwork
from smartcity.mobility.traffic.control.parameters import HORIZON, LENGTHS, WEIGHTS, Parameters
from smartcity.mobility.traffic.control.protocol import STRAIGHT, UNKNOWN, Sighting, View
from smartcity.mobility.traffic.control.stages import CLOSED, FREE, SHUT, Service, StopLine

_STANDING = 0.5
_BLINKS_FOR = 6.5  # seconds of driving before the stop line during which drivers show where they turn
_BACK = 3
_FULL_LENGTH = 9.0


@dataclass(slots=True)
class Queue:
    """One lane's vehicles, front first: second of crossing, weight, turn; the turns; when nobody stands."""

    times: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    turn: list[int] = field(default_factory=list)
    turns: tuple[int, ...] = ()
    clear: float = 0.0


_NOBODY = Queue()
_Car = tuple[float, float, float, Sighting, bool]


class Arrivals:
    """What one junction sees."""

    def __init__(
        self, network: RoadNetwork, layout: SignalLayout, lines: list[StopLine], parameters: Parameters
    ) -> None:
        self._signal = layout.id
        self.lines = lines
        self.parameters = parameters
        self._ways = [() if line.crossing else approach(network, line.lane) for line in lines]
        self._only = [line.only_turn for line in lines]
        self._back = [line.turns_back for line in lines]
        self._front: list[tuple[str, float]] = [("", 0.0)] * len(lines)
        self._wait = [0.0] * len(lines)
        self._kinds: dict[str, tuple[float, float]] = {}
        self._walkers = [_crossings_in_the_way(line, lines, layout) for line in lines]
        self._lanes: Mapping[str, Sequence[Sighting]] = {}
        self._held_by: dict[tuple[Service, ...], tuple[int, ...]] = {}

    def longest_wait(self) -> tuple[int, float] | None:
        """The stop line whose first road user has stood longest, and for how long; None if nobody waits too long."""
        worst, margin = -1, 0.0
        for number, waited in enumerate(self._wait):
            on_foot = self.lines[number].crossing
            over = waited - (self.parameters.longest_wait_on_foot if on_foot else self.parameters.longest_wait)
            if over > margin:
                worst, margin = number, over
        return None if worst < 0 else (worst, self._wait[worst])

    def look(
        self, view: View, heads: Mapping[str, SignalHead], services: tuple[Service, ...], now: float
    ) -> list[Queue] | None:
        """Every lane's queue, as it would discharge; None if nobody in sight is held back by the current stage."""
        self._lanes = view.by_lane()
        queues = [_NOBODY] * len(self.lines)
        waiting = False
        for number in self._held(services):
            queues[number] = self._queue(view, heads, number, services[number], now)
            waiting = waiting or bool(queues[number].times)
        if not waiting:
            return None
        for number, queue in enumerate(queues):
            if queue is _NOBODY:
                queues[number] = self._queue(view, heads, number, services[number], now)
        return queues

    def _held(self, services: tuple[Service, ...]) -> tuple[int, ...]:
        """The lines that the current stage does not serve completely: only they can gain from another one."""
        held = self._held_by.get(services)
        if held is None:
            pairs = enumerate(zip(self.lines, services, strict=True))
            held = tuple(
                number for number, (line, service) in pairs if any(service[turn] != FREE for _g, turn in line.groups)
            )
            self._held_by[services] = held
        return held

    def _queue(self, view: View, heads: Mapping[str, SignalHead], number: int, service: Service, now: float) -> Queue:
        if self.lines[number].crossing:
            return self._people(view, number, service, now)
        return self._vehicles(view, heads, number, service, now)

    def _people(self, view: View, number: int, service: Service, now: float) -> Queue:
        count = view.people(self.lines[number].crossing)
        self._stands(number, "people" if count and service == SHUT else "", now)
        if not count:
            return Queue()
        moment = 0 if service != SHUT else int(MIN_INTERGREEN) + 1
        return Queue([moment], [count * self.parameters.person], [STRAIGHT], (STRAIGHT,))

    def _vehicles(
        self, view: View, heads: Mapping[str, SignalHead], number: int, service: Service, now: float
    ) -> Queue:
        cars = self._in_sight(heads, number)
        if not cars:
            self._stands(number, "", now)
            return Queue()
        front = cars[0]
        stuck = front[0] < _FULL_LENGTH and front[3].speed < _STANDING
        self._stands(number, front[3].track if stuck else "", now)
        lost = MIN_INTERGREEN
        if self._walkers[number] and service == SHUT:
            lost = max(lost, heads[self._signal].clearing(self._walkers[number], now))
        return self._discharge(view, number, service, cars, lost)

    def _stands(self, number: int, track: str, now: float) -> None:
        """Remember since when the same road user stands in front."""
        before, since = self._front[number]
        if track != before:
            self._front[number] = (track, now)
            since = now
        self._wait[number] = now - since if track else 0.0

    def _in_sight(self, heads: Mapping[str, SignalHead], number: int) -> list[_Car]:
        """(distance, unhindered arrival, share, sighting, on the approach lane itself), the nearest first."""
        cars: list[_Car] = []
        p = self.parameters
        twice = 2.0 * p.acceleration
        nearest = True
        seen = self._lanes.get
        for lane, reach, limit, usual, gates in self._ways[number]:
            sightings = seen(lane)
            if sightings:
                share, extra = usual, 0.0
                if gates and not all(heads[signal].green >> group & 1 for signal, group in gates if signal in heads):
                    share *= p.red_share
                    extra = p.behind_red
                for sighting in sightings:
                    distance = reach - sighting[0]
                    if distance > RANGE:
                        break
                    arrival = distance / limit + extra
                    missing = limit - sighting[1]
                    if missing > 0.0:
                        arrival += missing * missing / (twice * limit)
                    cars.append((distance, arrival, share, sighting, nearest))
            nearest = False
        cars.sort()
        return cars

    def _discharge(self, view: View, number: int, service: Service, cars: list[_Car], lost: float) -> Queue:
        p = self.parameters
        open_now = service != SHUT
        last = -0.5 * p.headway if open_now else lost + p.start + 0.5 - p.headway
        queue = Queue()
        only = self._only[number]
        full = self._full_exits(number)
        for position, (distance, arrival, share, sighting, near) in enumerate(cars):
            weight, length = self._kinds.get(sighting.track) or self._kind(view, sighting.track)
            last += p.headway * share * length
            if arrival > last:
                last = arrival
            second = int(last) if last > 0.0 else 0
            if second >= HORIZON:
                break
            turn = only
            if turn < 0 and near:
                turn = self._turn(view, number, service, distance, sighting, position)
            if full and (turn in full or (turn < 0 and len(full) == len(self.lines[number].targets))):
                if not position:
                    self._wait[number] = 0.0
                break
            queue.times.append(second)
            queue.weights.append(weight * share)
            queue.turn.append(turn)
            if sighting.speed < 2.0 and share == 1.0:
                queue.clear = last
        queue.turns = tuple({turn for turn in queue.turn if turn >= 0})
        return queue

    def _full_exits(self, number: int) -> list[int]:
        """Turns that lead only to lanes whose queue reaches back to the junction: green would not help them."""
        full = []
        for turn, targets in self.lines[number].targets.items():
            for target in targets:
                cars = self._lanes.get(target)
                if not cars or cars[-1].position > _FULL_LENGTH or cars[-1].speed > 1.0:
                    break
            else:
                full.append(turn)
        return full

    def _turn(
        self, view: View, number: int, service: Service, distance: float, sighting: Sighting, position: int
    ) -> int:
        """Where the vehicle will turn as its blinker says; who stands before an open left turn wants to turn back."""
        if distance > _BLINKS_FOR * 13.9:
            return UNKNOWN
        turn = view.blinker(sighting.track)
        if position == 0 and turn == 2 and self._back[number] and service[2] != CLOSED:
            patience = 6.0 if service[2] == FREE else 40.0
            if self._wait[number] > patience:
                return _BACK
        return turn

    def _kind(self, view: View, track: str) -> tuple[float, float]:
        if len(self._kinds) > 5000:
            self._kinds.clear()
        kind = view.kind(track)
        known = self._kinds[track] = (WEIGHTS.get(kind, 1.0), LENGTHS.get(kind, 1.0))
        return known


def _crossings_in_the_way(line: StopLine, lines: list[StopLine], layout: SignalLayout) -> int:
    """Groups of the crossings that people have to leave before the lane may get green."""
    foes = 0
    for group, _turn in line.groups:
        foes |= layout.conflicts[group]
    return sum(other.mask & foes for other in lines if other.crossing)

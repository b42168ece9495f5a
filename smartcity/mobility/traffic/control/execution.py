"""Turns a controller's wish (which groups shall be green) into signal states that are safe by construction.

A group that loses green shows yellow, then red; a group gets green only after the intergreen time of every conflicting
one. Whatever is asked for, the states that leave this module hold: yellow >= 3 s, green >= 5 s, intergreen >= 3 s.
Times in seconds of the simulation or controller clock, in whole steps.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from smartcity.mobility.traffic.control.conflicts import SignalLayout
from smartcity.mobility.traffic.control.network import GREEN, YELLOW, RoadNetwork

MIN_GREEN = 5.0
MIN_YELLOW = 3.0
MIN_INTERGREEN = 3.0
WALKING_SPEED = 1.2  # m/s, clearance of crossings (RiLSA 2015, 2.7.5)


@dataclass(frozen=True, slots=True)
class Timing:
    """Per group: yellow, and the time from its end of green until a conflicting group may turn green."""

    yellow: tuple[float, ...]
    intergreen: tuple[float, ...]


def timing_of(network: RoadNetwork, layout: SignalLayout) -> Timing:
    """Yellow is the shortest allowed; a crossing's intergreen lets a person who has just started reach the kerb."""
    intergreen = []
    for links in layout.links:
        walks = [network.lanes[link.target].length / WALKING_SPEED for link in links if link.crossing]
        intergreen.append(max([MIN_INTERGREEN, *map(math.ceil, walks)]))
    return Timing((MIN_YELLOW,) * layout.size, tuple(map(float, intergreen)))


class SignalHead:
    """The lights of one signal: `green` and `yellow` are masks of groups, `busy` says that a change is under way."""

    __slots__ = ("_end", "_since", "_state", "green", "layout", "target", "timing", "yellow")

    def __init__(self, layout: SignalLayout, timing: Timing, state: str, now: float) -> None:
        self.layout, self.timing = layout, timing
        self.green = self._mask(state, GREEN)
        self.yellow = self._mask(state, YELLOW)
        self._since = [now] * layout.size
        self._end = [now if self.yellow >> group & 1 else -math.inf for group in range(layout.size)]
        self._state = state
        self.target = self.green

    @staticmethod
    def _mask(state: str, colours: frozenset[str]) -> int:
        return sum(1 << group for group, colour in enumerate(state) if colour in colours)

    @property
    def busy(self) -> bool:
        """Whether lights still have to change before they show what was asked for."""
        return self.yellow != 0 or self.green != self.target

    def age(self, group: int, now: float) -> float:
        """Seconds since the group last changed its colour class (green, yellow, red)."""
        return now - self._since[group]

    def longest_red(self, groups: int, now: float) -> tuple[int, float]:
        """The group of the mask that has not been green for longest, and for how long; (-1, 0) if all are green."""
        worst, longest = -1, 0.0
        for group in range(self.layout.size):
            if groups >> group & 1 and not self.green >> group & 1 and now - self._since[group] > longest:
                worst, longest = group, now - self._since[group]
        return worst, longest

    def may_end(self, groups: int, now: float) -> bool:
        """Whether all green groups in the mask have had their minimum green."""
        ending = groups & self.green
        since = self._since
        group = 0
        while ending:
            if ending & 1 and now - since[group] < MIN_GREEN:
                return False
            ending >>= 1
            group += 1
        return True

    def clearing(self, groups: int, now: float) -> float:
        """Seconds until none of these groups (a mask), if it lost green now, would hold a conflicting one back."""
        longest = 0.0
        for group in range(self.layout.size):
            if groups >> group & 1:
                ended = now if self.green >> group & 1 else self._end[group]
                longest = max(longest, ended + self.timing.intergreen[group] - now)
        return longest

    def ask(self, groups: int) -> None:
        """Ask for these groups to be green. Of conflicting wishes the lower group wins: the set is made safe first."""
        safe = 0
        for group in range(self.layout.size):
            if groups >> group & 1 and not self.layout.conflicts[group] & safe:
                safe |= 1 << group
        self.target = safe

    def advance(self, now: float) -> str | None:
        """Move the lights to this step; the new state string, or None if nothing changed."""
        if not self.busy:
            return None
        changed = self._end_greens(now) | self._end_yellows(now) | self._start_greens(now)
        if not changed:
            return None
        self._state = self._render()
        return self._state

    def _end_greens(self, now: float) -> bool:
        ending = self.green & ~self.target
        changed = False
        for group in range(self.layout.size):
            if ending >> group & 1 and now - self._since[group] >= MIN_GREEN:
                self.green &= ~(1 << group)
                self.yellow |= 1 << group
                self._since[group] = self._end[group] = now
                changed = True
        return changed

    def _end_yellows(self, now: float) -> bool:
        changed = False
        for group in range(self.layout.size):
            if self.yellow >> group & 1 and now - self._since[group] >= self.timing.yellow[group]:
                self.yellow &= ~(1 << group)
                self._since[group] = now
                changed = True
        return changed

    def _start_greens(self, now: float) -> bool:
        waiting = self.target & ~self.green & ~self.yellow
        changed = False
        for group in range(self.layout.size):
            if waiting >> group & 1 and self._clear(group, now):
                self.green |= 1 << group
                self._since[group] = now
                changed = True
        return changed

    def _clear(self, group: int, now: float) -> bool:
        foes = self.layout.conflicts[group]
        if foes & (self.green | self.yellow):
            return False
        end, intergreen = self._end, self.timing.intergreen
        return all(now - end[foe] >= intergreen[foe] for foe in range(self.layout.size) if foes >> foe & 1)

    def _render(self) -> str:
        colours = (
            "y" if self.yellow >> group & 1 else self.layout.colour(group, self.green)
            for group in range(self.layout.size)
        )
        return "".join(colours)

"""The one set of parameters of the adaptive controller, for every junction and every network."""

from __future__ import annotations

from dataclasses import dataclass

HORIZON = 60  # seconds that a decision looks ahead

# How much a vehicle of a class counts (people in it, stops that cost more), and how many cars' time it needs to start.
WEIGHTS = {"bus": 6.0, "coach": 6.0, "tram": 12.0, "truck": 1.6, "trailer": 1.8, "emergency": 50.0}
LENGTHS = {"bus": 1.8, "coach": 1.8, "tram": 3.0, "truck": 1.5, "trailer": 2.0, "bicycle": 0.7}


@dataclass(frozen=True, slots=True)
class Parameters:
    """Times in seconds, accelerations in m/s².

    headway, start: time between two vehicles of a discharging queue, and until the first one moves.
    gap: extra time of a vehicle that has to find a gap; opposing: part of the opposing queue that it waits for.
    behind_red, red_share: delay and share of vehicles that still stand behind another signal's red.
    interval: whole seconds between two looks.
    keep: by how much another stage must be better; longest_wait: standing time at a stop line that forces a change;
    longest_red: time after which a group gets green even if nobody is seen (detectors can fail).
    """

    headway: float = 1.9
    start: float = 1.0
    acceleration: float = 2.6
    gap: float = 2.0
    opposing: float = 1.0
    behind_red: float = 8.0
    red_share: float = 0.3
    keep: float = 1.0
    longest_wait: float = 90.0
    longest_wait_on_foot: float = 60.0
    longest_red: float = 180.0
    person: float = 0.8
    interval: int = 2


DEFAULT = Parameters()

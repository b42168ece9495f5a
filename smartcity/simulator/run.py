"""The simulator's process: each part takes its steps until somebody says stop."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from smartcity.simulator.clock import Clock
from smartcity.simulator.platform import Away, Platform
from smartcity.simulator.roadworks import SiteManagers
from smartcity.simulator.sensors import Sensors

LOG = logging.getLogger(__name__)
STEP_S = 15.0
SHORTEST_STEP_S = 0.5
LONGEST_WAIT_S = 60.0


class Part(Protocol):
    """One kind of thing in the simulated city."""

    def step(self) -> None:
        """Do what is due; raises Away when the platform does not answer."""


def run_simulator(url: str, *, key: str, speed: float = 1.0, seed: int = 1) -> None:
    """Play the city against the platform at `url` until SIGTERM or SIGINT.

    speed: simulated seconds per real second. seed: the same seed plays the same city.
    key: the secret of the account in whose name it acts.
    """
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    platform = Platform(url.rstrip("/"), key)
    clock = Clock(speed)
    parts: list[Part] = [SiteManagers(platform, clock, seed), Sensors(platform, clock, seed)]
    play(parts, stop, step_s=max(STEP_S / speed, SHORTEST_STEP_S))


def play(
    parts: Sequence[Part], stop: threading.Event, *, step_s: float, wait: Callable[[float], object] | None = None
) -> None:
    """Let the parts take turns until `stop`; while the platform is away, wait longer each time, up to a minute."""
    pause, away = wait or stop.wait, 0
    while not stop.is_set():
        try:
            for part in parts:
                part.step()
        except Away as reason:
            away += 1
            LOG.warning("Die Plattform antwortet nicht, neuer Versuch folgt: %s", reason)
        else:
            away = 0
        pause(step_s if not away else min(step_s * 2**away, LONGEST_WAIT_S))

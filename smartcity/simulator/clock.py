"""The simulated city's clock: starts at the real time and runs `speed` times as fast."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass(slots=True)
class Clock:
    """Simulated time; `monotonic` counts real seconds."""

    speed: float = 1.0
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    monotonic: Callable[[], float] = time.monotonic
    _origin: float = field(init=False)

    def __post_init__(self) -> None:
        if self.speed <= 0:
            raise ValueError("time runs forward: speed must be positive")
        self._origin = self.monotonic()

    def now(self) -> datetime:
        """The simulated moment (UTC)."""
        return self.started + timedelta(seconds=(self.monotonic() - self._origin) * self.speed)

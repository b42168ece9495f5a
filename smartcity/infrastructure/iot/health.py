"""Whether readings come in."""

from __future__ import annotations

from smartcity.infrastructure.iot.ingesting import WATCH
from smartcity.kernel.telemetry.watching import seen_lately


def broker() -> str:
    """A process takes messages from the broker."""
    return "" if seen_lately(WATCH) else "kein Prozess nimmt Nachrichten vom MQTT-Broker entgegen"


CHECKS = {"broker": broker}

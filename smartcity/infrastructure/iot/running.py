"""The processes of this room."""

from __future__ import annotations

import signal
from collections.abc import Callable

from smartcity.infrastructure.iot.broker import INGEST_USER, BrokerSettings, run_broker
from smartcity.infrastructure.iot.ingesting import work
from smartcity.infrastructure.iot.mqtt.subscriber import Subscriber


def broker(settings: BrokerSettings, die_with_us: Callable[[], None]) -> None:
    """Run the broker until told to stop."""
    run_broker(settings, _told_to_stop(), die_with_us)


def ingest(settings: BrokerSettings, name: str, *, shared: bool) -> None:
    """Follow the broker, and do what follows from readings beside it, until told to stop."""
    subscriber = Subscriber(settings.host, settings.port, INGEST_USER, settings.ingest_password, name, shared)
    work(subscriber, _told_to_stop())


def _told_to_stop() -> Callable[[], bool]:
    told: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _frame: told.append(number))
    return lambda: bool(told)

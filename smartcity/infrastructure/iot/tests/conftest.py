"""A real Mosquitto with the registry's passwords and rights, for the time of one test."""

from __future__ import annotations

import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from smartcity.infrastructure.iot.broker import BrokerSettings, run_broker


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(condition, seconds: float = 10.0) -> None:
    """Wait until the condition holds; fails when it does not."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail("that did not happen in time")
        time.sleep(0.02)


class RunningBroker:
    """A broker that can be stopped and started again with its state."""

    def __init__(self, settings: BrokerSettings) -> None:
        self.settings = settings
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        wait_for(self._listens)

    def stop(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(15)

    def _run(self) -> None:
        try:
            run_broker(self.settings, self._stopping.is_set, lambda: None)
        finally:
            connections.close_all()

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((self.settings.host, self.settings.port)) == 0


@pytest.fixture
def broker(emptied: None) -> Iterator[RunningBroker]:
    """A running broker."""
    # not below pytest's own folder: Mosquitto, started by root, is another user
    home = Path(tempfile.mkdtemp(prefix="smartcity-broker-"))
    home.chmod(0o755)
    made = RunningBroker(BrokerSettings(home / "broker", "127.0.0.1", _free_port(), "ingest-password"))
    made.start()
    yield made
    made.stop()
    shutil.rmtree(home)

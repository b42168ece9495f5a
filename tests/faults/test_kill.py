"""SIGKILL of any process during writes: nothing acknowledged is lost, nothing stands twice."""

from __future__ import annotations

import json
import os
import random
import signal
import threading
import time
import urllib.error
import urllib.request

import psycopg
import pytest

from smartcity.config.database import private_conninfo
from smartcity.config.state import StateFolder

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

# the full count is 50; FAULT_KILLS makes it shorter on a small machine
KILLS = int(os.environ.get("FAULT_KILLS", "50"))
WRITERS = 4


class Writer(threading.Thread):
    """A site manager's program: sends each report until it is acknowledged, always with the same reference."""

    def __init__(self, url: str, key: str, number: int) -> None:
        super().__init__(daemon=True)
        self.url, self.key, self.number = url, key, number
        self.acknowledged: list[str] = []
        self.retries = 0
        self.halt = threading.Event()
        self.problem = ""

    def run(self) -> None:
        count = 0
        while not self.halt.is_set():
            count += 1
            reference = f"writer-{self.number}-{count}"
            while not self._send(reference):
                self.retries += 1
                time.sleep(0.05)
                if self.problem:
                    return
            self.acknowledged.append(reference)

    def _send(self, reference: str) -> bool:
        body = {
            "reference": reference,
            "title": "Baustelle",
            "street_names": ["Königstraße"],
            "geometry": {"type": "LineString", "coordinates": [[6.7600, 51.4330], [6.7620, 51.4335]]},
            "start": "2027-03-01T06:00:00Z",
            "end": "2027-03-02T06:00:00Z",
        }
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.key}"}
        request = urllib.request.Request(self.url + "/api/v1/roadworks/", json.dumps(body).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return bool(answer.status == 201)
        except urllib.error.HTTPError as error:
            if error.code < 500:
                self.problem = f"{error.code} {error.read()[:300]!r}"
            return False
        except OSError:
            return False


def victims(running):
    """Processes that may be killed: the kind is drawn first, so that each kind gets its share."""
    return {kind: pids for kind, pids in running.descendants().items() if pids}


def back_within(seconds: float, running) -> bool:
    """Whether the platform answers once in that time; right after a kill it may answer and then not."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if running.answers():
            return True
        time.sleep(0.1)
    return False


def test_nothing_acknowledged_is_lost_and_nothing_stands_twice(running, site_key):
    writers = [Writer(running.url, site_key, number) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    chance = random.Random(7)
    killed: dict[str, int] = {}
    for turn in range(KILLS):
        time.sleep(chance.uniform(0.2, 1.2))
        processes = victims(running)
        # each kind in its turn: by chance alone a run now and then spares one
        kind = sorted(processes)[turn % len(processes)]
        os.kill(chance.choice(processes[kind]), signal.SIGKILL)
        killed[kind] = killed.get(kind, 0) + 1
        assert back_within(90, running), f"not back after {killed}"
    for writer in writers:
        writer.halt.set()
    for writer in writers:
        writer.join(60)
    assert [writer.problem for writer in writers if writer.problem] == []
    assert set(killed) >= {"database", "web", "worker"} or KILLS < 10
    with psycopg.connect(private_conninfo(StateFolder(running.home), "smartcity")) as connection:
        rows = connection.execute(
            "SELECT split_part(source_id, ':', 2) FROM roadworks_roadwork WHERE source_id LIKE '%:writer-%'"
        ).fetchall()
    stored = [row[0] for row in rows]
    acknowledged = [reference for writer in writers for reference in writer.acknowledged]
    assert len(acknowledged) > KILLS
    assert len(stored) == len(set(stored)), "something stands twice"
    assert set(acknowledged) - set(stored) == set(), "something acknowledged is lost"
    assert sum(writer.retries for writer in writers) > 0, "no kill hit a write: the test proves nothing"

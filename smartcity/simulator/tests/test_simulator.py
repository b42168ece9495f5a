"""The simulated site managers: through the public interface alone, deterministic, patient, and ended cleanly."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from smartcity.kernel.service import SystemActor
from smartcity.mobility.roadworks import demo
from smartcity.mobility.roadworks.models import Roadwork
from smartcity.simulator.clock import Clock
from smartcity.simulator.platform import Away, Declined, Platform
from smartcity.simulator.roadworks import SiteManagers
from smartcity.simulator.run import play

NOW = datetime(2027, 5, 3, 8, tzinfo=UTC)


class Recorded(Platform):
    """A platform that remembers what it was sent."""

    works: list[dict[str, Any]]
    sent: list[tuple[str, dict[str, Any]]]

    def get(self, path: str, **query: str | int) -> Any:
        return {"items": self.works}

    def post(self, path: str, body: dict[str, Any]) -> Any:
        self.sent.append((path, body))
        return {"title": {"de": "x"}}


def recorded(*works: dict[str, Any]) -> Recorded:
    platform = Recorded("http://nowhere")
    object.__setattr__(platform, "works", list(works))
    object.__setattr__(platform, "sent", [])
    return platform


def managers(platform: Platform, *, speed: float = 1.0, seed: int = 1) -> tuple[SiteManagers, list[float]]:
    real = [0.0]
    return SiteManagers(platform, Clock(speed, NOW, lambda: real[0]), seed), real


PLACE = {
    "title": {"de": "x"},
    "street_names": ["Königstraße"],
    "geometry": {"type": "LineString", "coordinates": [[6.76, 51.43], [6.77, 51.44]]},
}


def listed(**changes: Any) -> dict[str, Any]:
    start = NOW - timedelta(minutes=1)
    given = {"id": "a", "state": "planned", "start": start.isoformat(), "end": (NOW + timedelta(hours=1)).isoformat()}
    return {**given, "stale": False, "simulated": False, "demo": True, **PLACE, **changes}


def test_the_clock_runs_as_fast_as_told():
    real = [0.0]
    clock = Clock(60, NOW, lambda: real[0])
    real[0] = 30
    assert clock.now() == NOW + timedelta(minutes=30)


def test_a_start_that_is_due_is_confirmed_and_marked_as_simulated():
    platform = recorded(listed())
    managers(platform)[0].step()
    assert platform.sent == [("/api/v1/roadworks/a/confirmations", {"what": "start", "simulated": True})]


@pytest.mark.parametrize(
    "work",
    [
        listed(start=(NOW + timedelta(hours=1)).isoformat()),
        listed(demo=False),
        listed(stale=True),
        listed(state="finished"),
    ],
)
def test_what_is_not_due_or_not_its_own_is_left_alone(work: dict[str, Any]):
    platform = recorded(work)
    managers(platform)[0].step()
    assert platform.sent == []


def test_the_same_seed_plays_the_same_city():
    played = []
    for seed in (7, 7, 8):
        platform = recorded(listed(state="finished"))
        part, real = managers(platform, speed=60, seed=seed)
        for _ in range(40):
            part.step()
            real[0] += 30
        played.append(json.dumps(platform.sent))
    assert played[0] == played[1] != played[2]
    assert len(json.loads(played[0])) > 3


def test_it_waits_longer_while_the_platform_is_away_and_goes_on_afterwards():
    stop, answers = threading.Event(), iter([Away("1"), Away("2"), None])
    waits: list[float] = []

    class Flaky:
        def step(self) -> None:
            answer = next(answers)
            if answer:
                raise answer
            stop.set()

    play([Flaky()], stop, step_s=1, wait=waits.append)
    assert waits == [2, 4, 1]


def test_a_refusal_does_not_end_it():
    platform = recorded(listed())
    tried = []

    def decline(path, body):
        tried.append(path)
        raise Declined("422")

    object.__setattr__(platform, "post", decline)
    managers(platform)[0].step()
    assert tried


class Door(Platform):
    """The real interface, through Django's test client instead of a socket."""

    def _send(self, method: str, path: str, body: bytes | None) -> Any:
        client, parts = Client(), urlsplit(path)
        if method == "GET":
            answer = client.get(parts.path, {key: values[0] for key, values in parse_qs(parts.query).items()})
        else:
            headers = {"authorization": f"Bearer {self.key}"}
            answer = client.post(parts.path, body, content_type="application/json", headers=headers)
        if answer.status_code >= 400:
            raise Declined(answer.content.decode())
        return json.loads(answer.getvalue())


@pytest.mark.usefixtures("city")
def test_the_demo_moves_through_the_public_interface():
    demo.load(actor=SystemActor("test"))
    real = [0.0]
    part = SiteManagers(Door("", settings.SIMULATOR_KEY), Clock(3600, monotonic=lambda: real[0]), 3)
    before = dict(Roadwork.objects.values_list("slug", "state"))
    for _ in range(30):
        part.step()
        real[0] += 3600 * 24 / 3600 / 4
    after = dict(Roadwork.objects.values_list("slug", "state"))
    moved = {(before[slug], after[slug]) for slug in before if before[slug] != after[slug]}
    assert {("ordered", "active"), ("active", "finished")} <= moved
    assert Roadwork.objects.filter(is_simulated=True, is_demo=False).exists()


def test_a_stopped_process_ends_at_once(tmp_path):
    code = (
        "from smartcity.simulator.run import run_simulator; print('up', flush=True); "
        "run_simulator('http://127.0.0.1:9', key='x')"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "smartcity.config.settings.test"}
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "up\n"
    time.sleep(0.5)
    child.send_signal(signal.SIGTERM)
    assert child.wait(timeout=5) == 0

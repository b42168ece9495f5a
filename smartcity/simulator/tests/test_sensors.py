"""The simulated sensors: through the public interface alone, deterministic, with faults now and then."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from smartcity.infrastructure.iot import demo
from smartcity.infrastructure.iot.models import Device
from smartcity.kernel.service import SystemActor
from smartcity.kernel.telemetry.models import Latest
from smartcity.simulator.clock import Clock
from smartcity.simulator.platform import Platform
from smartcity.simulator.sensors import Sensors, Stream

NOW = datetime(2026, 11, 2, 8, 0, 5, tzinfo=UTC)


class Door(Platform):
    """The platform's own interface without a network between."""

    def get(self, path: str, **query: str | int) -> Any:
        answer = Client().get(path, query)
        assert answer.status_code == 200, answer.content
        return json.loads(answer.content)

    def post(self, path: str, body: Any) -> Any:
        headers = {"authorization": f"Bearer {self.key}"}
        answer = Client().post(path, json.dumps(body), "application/json", headers=headers)
        assert answer.status_code == 201, answer.content
        return json.loads(answer.content)


def test_every_demo_device_speaks_and_nobody_else(city: None) -> None:
    demo.load(actor=SystemActor("load-demo"))
    demo.load(actor=SystemActor("load-demo"))
    assert Device.objects.count() == 116
    assert not Device.objects.filter(is_simulated=False).exists()
    part = Sensors(Door("", settings.SIMULATOR_KEY), Clock())
    part.step(NOW)
    spoke = Latest.objects.values_list("datastream__thing", flat=True).distinct().count()
    assert 105 < spoke <= 116, "one of a hundred is silent"
    before = Latest.objects.latest("phenomenon_time").phenomenon_time
    part.step(NOW + timedelta(seconds=15))
    assert Latest.objects.latest("phenomenon_time").phenomenon_time == before, "nothing is due yet"
    part.step(NOW + timedelta(seconds=60))
    assert Latest.objects.latest("phenomenon_time").phenomenon_time == before + timedelta(seconds=60)


@pytest.mark.parametrize("name", ["temperature", "humidity", "no2", "vehicles", "level", "battery", "noise", "speed"])
def test_values_are_possible_but_for_spikes_and_always_the_same(name: str) -> None:
    bounds = {
        spec["name"]: (spec["lowest"], spec["highest"])
        for kind in demo.KINDS
        for spec in kind.streams
        if "lowest" in spec
    }
    stream = Stream(1, name, "5c1d061600000001")
    moments = [NOW + timedelta(minutes=7 * number) for number in range(4000)]
    values = [Sensors(Platform(""), Clock()).value(stream, moment) for moment in moments]
    wrong = [value for value in values if not bounds[name][0] <= value <= bounds[name][1]]
    assert set(wrong) <= {99_999.0}
    assert len(wrong) < 20
    assert values == [Sensors(Platform(""), Clock()).value(stream, moment) for moment in moments]
    assert len(set(values)) > 10

"""SenML: resolution of records, and the door."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from smartcity.infrastructure.iot.formats.senml import read
from smartcity.infrastructure.iot.keys import issue_key
from smartcity.infrastructure.iot.services import rotate_credential
from smartcity.infrastructure.iot.tests.factories import device
from smartcity.kernel.service import SystemActor
from smartcity.kernel.telemetry.domain import Reading, Unsound
from smartcity.kernel.telemetry.models import Observation
from smartcity.kernel.telemetry.tests.factories import datastream

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
ME = SystemActor("test")
T = 1_793_000_000


def test_base_fields_hold_for_what_follows() -> None:
    pack = [
        {"bn": "urn:dev:mac:70B3D57ED0000001_", "bt": T, "bv": 10, "n": "temperature", "v": 2.5, "u": "Cel"},
        {"n": "door", "vb": True, "t": -60},
        {"bn": "ruhrort.", "bt": 0, "n": "level", "v": 3},
        {"n": "state", "vs": "ok", "t": -5},
        {"n": "total", "s": 5},
    ]
    found = [item for item in read(pack, NOW) if isinstance(item, Reading)]
    assert [(item.datastream, item.result) for item in found] == [
        ("70b3d57ed0000001.temperature", 12.5),
        ("70b3d57ed0000001.door", True),
        ("ruhrort.level", 13),
        ("ruhrort.state", "ok"),
    ]
    start = datetime.fromtimestamp(T, UTC)
    wanted = [start, start - timedelta(seconds=60), NOW, NOW - timedelta(seconds=5)]
    assert [item.phenomenon_time for item in found] == wanted


@pytest.mark.parametrize(
    ("record", "place"),
    [
        (5, "[0]"),
        ({"v": 1}, "[0].n"),
        ({"n": "ä", "v": 1}, "[0].n"),
        ({"n": "a", "v": "1"}, "[0].v"),
        ({"n": "a", "v": True}, "[0].v"),
        ({"n": "a", "vb": 1}, "[0].vb"),
        ({"n": "a", "v": 1, "vs": "x"}, "[0]"),
        ({"n": "a", "v": 1, "t": "now"}, "[0].t"),
        ({"n": "a", "v": 1, "bt": 1e300}, "[0].t"),
        ({"n": "a", "v": 1, "bver": 11}, "[0].bver"),
        ({"n": "a", "v": 1, "must_": 1}, "[0].must_"),
        ({"n": 5, "v": 1}, "[0].n"),
    ],
)
def test_what_is_wrong_is_named(record: Any, place: str) -> None:
    (found,) = read([record], NOW)
    assert isinstance(found, Unsound)
    assert found.place == place


@pytest.mark.parametrize("pack", [{}, [], 5, None])
def test_what_is_no_pack(pack: Any) -> None:
    with pytest.raises(Unsound):
        read(pack, NOW)


def post(body: Any, authorization: str) -> tuple[int, Any]:
    data = body if isinstance(body, str) else json.dumps(body)
    headers = {"authorization": authorization}
    answer = Client().post("/iot/senml", data, "application/senml+json", headers=headers)
    return answer.status_code, json.loads(answer.content)


@pytest.mark.django_db
class TestDoor:
    def test_what_is_sound_is_stored_and_the_rest_named(self) -> None:
        datastream(key="ruhrort.level")
        secret = f"Bearer {issue_key(actor=ME, name='senml', may_write=True)}"
        pack = [
            {"bn": "ruhrort.", "bt": T - 40_000_000, "n": "level", "v": 5},
            {"n": "level", "v": 999, "t": 1},
            {"n": "none", "v": 1},
            {"n": "level", "v": "x"},
        ]
        status, body = post(pack, secret)
        assert (status, body["accepted"]) == (200, 1)
        assert sorted(item["place"] for item in body["refused"]) == ["[3].v", "datastream", "result"]
        assert post(pack, secret)[1]["repeated"] == 1
        assert Observation.objects.count() == 1

    def test_a_device_writes_to_its_own_streams_alone(self) -> None:
        datastream(key="ruhrort.level")
        mine = device()
        secret = rotate_credential(actor=ME, device=mine)
        own = mine.thing.datastreams.filter(result_type="number").values_list("key", flat=True)[0]
        basic = "Basic " + base64.b64encode(f"{mine.eui}:{secret}".encode()).decode()
        status, body = post([{"n": own, "v": 5}, {"n": "ruhrort.level", "v": 5}], basic)
        assert (status, body["accepted"], body["refused"][0]["value"]) == (200, 1, "ruhrort.level")

    @pytest.mark.parametrize("given", ["", "Bearer falsch", "Basic x"])
    def test_strangers_store_nothing(self, given: str) -> None:
        assert post([{"n": "a", "v": 1}], given)[0] == 401

    @pytest.mark.parametrize(("body", "status"), [("{", 400), ({}, 400), ([{"n": "none", "v": 1}], 422)])
    def test_bad_packs(self, body: Any, status: int) -> None:
        secret = f"Bearer {issue_key(actor=ME, name='senml', may_write=True)}"
        assert post(body, secret)[0] == status

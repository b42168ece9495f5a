"""Single observations in the event loop: stored in groups, each answered after its own commit."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError

from smartcity.config.application import Application
from smartcity.infrastructure.iot import doors
from smartcity.infrastructure.iot.keys import issue_key
from smartcity.kernel.service import SystemActor
from smartcity.kernel.telemetry import gathering
from smartcity.kernel.telemetry.models import Batch, Observation
from smartcity.kernel.telemetry.tests.factories import datastream
from tests.platform.test_application import Answer, ask

pytestmark = pytest.mark.usefixtures("emptied")


class World:
    """An application, a stream, and a key."""

    def __init__(self) -> None:
        self.stream = datastream()
        self.secret = issue_key(actor=SystemActor("test"), name="loop", may_write=True)
        self.application = Application()

    async def post(self, body: Any, path: str = "", secret: str = "", **headers: str) -> Answer:
        path = path or f"/sta/v1.1/Datastreams({self.stream.pk})/Observations"
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {"authorization": f"Bearer {secret or self.secret}", "content_type": "application/json", **headers}
        return await ask(self.application, path, "POST", text, content_length=str(len(text)), **given)


@pytest.fixture
def world() -> World:
    doors._loops.clear()
    return World()


def reading(minute: int, result: Any = 1.5) -> dict[str, Any]:
    return {"phenomenonTime": f"2026-11-01T10:{minute:02}:00Z", "result": result}


async def test_many_at_once_share_a_commit_and_each_gets_its_own_number(world: World) -> None:
    answers = await asyncio.gather(*(world.post(reading(minute)) for minute in range(40)))
    assert {answer.status for answer in answers} == {201}
    places = {answer.headers["location"] for answer in answers}
    stored = await sync_to_async(lambda: {row.id for row in Observation.objects.all()})()
    assert places == {f"http://testserver/sta/v1.1/Observations({number})" for number in stored}
    assert len(stored) == 40
    assert await sync_to_async(Batch.objects.count)() < 10


async def test_the_same_again_is_the_same(world: World) -> None:
    first, again = await world.post(reading(1)), await world.post(reading(1))
    assert (first.status, again.status) == (201, 200)
    assert first.headers["location"] == again.headers["location"]


async def test_one_that_is_wrong_does_not_keep_the_others_out(world: World) -> None:
    bodies = [reading(1), reading(2, "warm"), reading(3, 99.0), b"{", reading(4)]
    answers = await asyncio.gather(*(world.post(body) for body in bodies))
    assert [answer.status for answer in answers] == [201, 400, 400, 400, 201]
    assert json.loads(answers[1].body)["place"] == "result"


async def test_who_may_not_is_answered_by_the_view(world: World) -> None:
    assert (await world.post(reading(1), secret="falsch")).status == 401
    missing = await world.post({**reading(1), "Datastream": {"@iot.id": 999_999}}, "/sta/v1.1/Observations")
    assert missing.status == 400
    assert not await sync_to_async(Observation.objects.exists)()


async def test_a_feature_of_its_own_is_left_to_the_view(world: World) -> None:
    answer = await world.post({**reading(1), "FeatureOfInterest": {"@iot.id": 999_999}})
    assert (answer.status, json.loads(answer.body)["place"]) == (400, "FeatureOfInterest")


async def test_without_database_nothing_is_acknowledged(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.post(reading(1))

    def away(*_: Any, **__: Any) -> Any:
        raise OperationalError("gone")

    monkeypatch.setattr(gathering, "ingest", away)
    answer = await world.post(reading(2))
    assert (answer.status, "retry-after" in answer.headers) == (503, True)


async def test_beyond_the_queue_the_next_is_told_to_come_back(world: World) -> None:
    await world.post(reading(1))
    doors._here().gatherer._most_waiting = 0
    assert (await world.post(reading(2))).status == 503

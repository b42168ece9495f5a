"""Announcements reach open streams after the commit, in order, and not after a rollback."""

from __future__ import annotations

import asyncio
import json

import pytest
from asgiref.sync import sync_to_async
from django.db import transaction

from smartcity.kernel.live import hub as hub_module
from smartcity.kernel.live.announce import LARGEST_PAYLOAD, announce
from smartcity.kernel.live.hub import Hub, TooManyClients
from smartcity.kernel.live.views import _conninfo


async def _events(stream, number):
    found: list[dict[str, str]] = []
    async with asyncio.timeout(10):
        while len(found) < number:
            message = (await anext(stream)).decode()
            if message.startswith(("id:", "event:")):
                found.append(dict(line.split(": ", 1) for line in message.strip().splitlines()))
    return found


@pytest.fixture
async def hub(transactional_db):
    made = Hub(await sync_to_async(_conninfo)())
    yield made
    await made.close()


async def test_an_announcement_reaches_its_channel_and_no_other(hub):
    works, parking = hub.stream("roadworks"), hub.stream("parking")
    await anext(works), await anext(parking)
    await sync_to_async(announce)("roadworks", {"id": 1})
    await sync_to_async(announce)("parking", {"id": 2})
    assert json.loads((await _events(works, 1))[0]["data"]) == {"id": 1}
    assert json.loads((await _events(parking, 1))[0]["data"]) == {"id": 2}


async def test_a_rolled_back_announcement_is_never_heard(hub):
    @sync_to_async
    def roll_back():
        with transaction.atomic():
            announce("roadworks", {"id": "lost"})
            transaction.set_rollback(True)

    stream = hub.stream("roadworks")
    await anext(stream)
    await roll_back()
    await sync_to_async(announce)("roadworks", {"id": "kept"})
    assert json.loads((await _events(stream, 1))[0]["data"]) == {"id": "kept"}


async def test_a_client_that_comes_back_gets_what_it_missed(hub):
    stream = hub.stream("roadworks")
    await anext(stream)
    for number in range(3):
        await sync_to_async(announce)("roadworks", {"id": number})
    first, *_ = await _events(stream, 3)
    again = hub.stream("roadworks", first["id"])
    assert [json.loads(event["data"])["id"] for event in await _events(again, 2)] == [1, 2]


async def test_an_unknown_last_event_asks_the_client_to_read_anew(hub):
    stream = hub.stream("roadworks", "long-forgotten")
    assert (await _events(stream, 1))[0]["event"] == "reset"


async def test_a_slow_client_is_dropped_and_the_others_are_not(hub, monkeypatch):
    slow = hub.stream("roadworks")
    await anext(slow)
    fast = hub.stream("roadworks")
    await anext(fast)
    for number in range(hub_module.CLIENT_BUFFER + 2):
        hub._distribute(json.dumps({"id": str(number), "channel": "roadworks", "data": {}}))
        await anext(fast)
    assert hub.clients == 1
    async with asyncio.timeout(5):
        assert len([message async for message in slow]) == hub_module.CLIENT_BUFFER - 1


async def test_one_client_more_than_allowed_is_refused(hub, monkeypatch):
    monkeypatch.setattr(hub_module, "MOST_CLIENTS", 1)
    first = hub.stream("roadworks")
    await anext(first)
    with pytest.raises(TooManyClients):
        await anext(hub.stream("roadworks"))


def test_too_large_an_announcement_is_refused(db):
    with pytest.raises(ValueError, match=str(LARGEST_PAYLOAD)):
        announce("roadworks", {"text": "x" * 8000})

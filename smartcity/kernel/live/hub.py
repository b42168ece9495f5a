"""One listening database connection per process, shared by all of its open event streams.

Every process hears every announcement in the order of the commits and keeps the last ones, so that a client that
comes back with Last-Event-ID misses nothing. A client that does not keep up is dropped and comes back by itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import psycopg

from smartcity.kernel.live.announce import NOTIFY_CHANNEL

KEPT_EVENTS = 4_096
CLIENT_BUFFER = 256
HEARTBEAT_S = 15.0
MOST_CLIENTS = 2_000
LONGEST_WAIT_S = 10.0

log = logging.getLogger(__name__)


class TooManyClients(Exception):
    """The process serves as many event streams as it may."""


@dataclass(frozen=True, slots=True)
class Event:
    """One announcement: unique id, channel, data as JSON text."""

    id: str
    channel: str
    data: str

    def encode(self) -> bytes:
        """The event in the text/event-stream format (WHATWG HTML, section 9.2)."""
        return f"id: {self.id}\nevent: {self.channel}\ndata: {self.data}\n\n".encode()


RESET = b"event: reset\ndata: {}\n\n"


@dataclass(eq=False, slots=True)
class Client:
    """An open stream: the channel it hears and the messages waiting for it."""

    channel: str
    queue: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(CLIENT_BUFFER))

    def offer(self, message: bytes) -> bool:
        """Queue a message; False when the client is too slow."""
        try:
            self.queue.put_nowait(message)
        except asyncio.QueueFull:
            return False
        return True


class Hub:
    """Distributes announcements of one database to the streams of one event loop."""

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._clients: set[Client] = set()
        self._kept: deque[Event] = deque(maxlen=KEPT_EVENTS)
        self._task: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()

    @property
    def clients(self) -> int:
        """Number of open streams."""
        return len(self._clients)

    async def stream(self, channel: str, last_event_id: str = "") -> AsyncIterator[bytes]:
        """Yield the channel's events for one client, with a heartbeat while nothing happens.

        Starts with what happened after ``last_event_id``, or with a reset event when that is not known any more.
        Raises TooManyClients before the first byte.
        """
        if len(self._clients) >= MOST_CLIENTS:
            raise TooManyClients
        await self._ensure_listening()
        client = Client(channel)
        for missed in self._missed(channel, last_event_id):
            client.offer(missed)
        self._clients.add(client)
        try:
            yield b"retry: 2000\n: verbunden\n\n"
            while (message := await self._next(client)) is not None:
                yield message
        finally:
            self._clients.discard(client)

    async def close(self) -> None:
        """Stop listening and end all streams."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _next(self, client: Client) -> bytes | None:
        try:
            return await asyncio.wait_for(client.queue.get(), HEARTBEAT_S)
        except TimeoutError:
            return b": da\n\n"

    def _missed(self, channel: str, last_event_id: str) -> list[bytes]:
        if not last_event_id:
            return []
        kept = list(self._kept)
        position = next((index for index, event in enumerate(kept) if event.id == last_event_id), None)
        if position is None:
            return [RESET]
        missed = [event.encode() for event in kept[position + 1 :] if event.channel == channel]
        return missed if len(missed) < CLIENT_BUFFER else [RESET]

    async def _ensure_listening(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._listen())
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._listening.wait(), 2)

    async def _listen(self) -> None:
        wait = 0.2
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {NOTIFY_CHANNEL}")
                    self._listening.set()
                    wait = 0.2
                    async for notification in connection.notifies():
                        self._distribute(notification.payload)
            except psycopg.Error as error:
                log.warning("live: the database went away (%s), trying again", type(error).__name__)
            self._listening.clear()
            self._forget()
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT_S)

    def _distribute(self, payload: str) -> None:
        body = json.loads(payload)
        event = Event(body["id"], body["channel"], json.dumps(body["data"], separators=(",", ":")))
        self._kept.append(event)
        self._send(event.encode(), event.channel)

    def _forget(self) -> None:
        """What happened meanwhile is unknown: everybody reads anew."""
        self._kept.clear()
        self._send(RESET, None)

    def _send(self, message: bytes, channel: str | None) -> None:
        for client in list(self._clients):
            if channel in (None, client.channel) and not client.offer(message):
                self._drop(client)

    def _drop(self, client: Client) -> None:
        self._clients.discard(client)
        with contextlib.suppress(asyncio.QueueEmpty):
            client.queue.get_nowait()
        client.queue.put_nowait(None)

"""A subscription that survives its connection: batches of messages, acknowledged when their work is committed."""

from __future__ import annotations

import select
import socket
import time
from dataclasses import dataclass, field

from smartcity.infrastructure.iot.mqtt import wire
from smartcity.infrastructure.iot.mqtt.topics import FILTERS, SHARED

KEEP_ALIVE = 60
SESSION_EXPIRY = 7 * 86_400
# so many messages may be on their way unacknowledged: enough to read on while a batch is committed
RECEIVE_MAXIMUM = 20_000
MOST, LINGER = 5_000, 0.01
_CHUNK = 1 << 20


@dataclass(slots=True)
class Subscriber:
    """Our session at the broker, by ``name``.

    shared: the messages are divided among all members. Mosquitto forgets shared subscriptions when it starts again, and
    what comes before the members are back is lost; a subscription of one's own it remembers.

    subscribed: the broker has confirmed it; from then on it keeps what comes, also when nobody is connected.
    """

    host: str
    port: int
    user: str
    password: str
    name: str
    shared: bool = False
    subscribed: bool = False
    _socket: socket.socket | None = None
    _reader: wire.Reader = field(default_factory=wire.Reader)
    _spoke: float = 0.0

    def connect(self) -> None:
        """Enter and subscribe; raises OSError (wire.Broken when the broker refuses)."""
        self.close()
        self._reader = wire.Reader()
        self._socket = socket.create_connection((self.host, self.port), timeout=10)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._send(
            wire.connect(
                f"smartcity-ingest-{self.name}",
                self.user,
                self.password,
                keep_alive=KEEP_ALIVE,
                expiry=SESSION_EXPIRY,
                receive_maximum=RECEIVE_MAXIMUM,
            )
        )
        self._send(wire.subscribe(1, [SHARED * self.shared + item for item in FILTERS]))

    def batch(self, patience: float) -> list[wire.Message]:
        """Messages that are here, or come within ``patience`` seconds, at the most about MOST; raises OSError."""
        found: list[wire.Message] = []
        deadline = time.monotonic() + patience
        while len(found) < MOST and self._readable(max(0.0, deadline - time.monotonic())):
            data = self._connected().recv(_CHUNK)
            if not data:
                raise wire.Broken("the broker closed the connection")
            before = len(found)
            for packet in self._reader.feed(data):
                self._take(packet, found)
            if found and not before:
                deadline = time.monotonic() + LINGER
        self.stay()
        return found

    def acknowledge(self, messages: list[wire.Message]) -> None:
        """These are committed: the broker may forget them; raises OSError."""
        self._send(wire.acknowledge([item.packet_id for item in messages if item.packet_id]))

    def stay(self) -> None:
        """Tell the broker that we live, when it has not heard of us for a while."""
        if time.monotonic() - self._spoke > KEEP_ALIVE / 3:
            self._send(wire.PING)

    def close(self) -> None:
        """Hang up; the session stays with the broker."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _take(self, packet: wire.Packet, found: list[wire.Message]) -> None:
        if packet.type == wire.PUBLISH:
            found.append(wire.message(packet))
        elif packet.type == wire.DISCONNECT:
            raise wire.Broken(f"the broker ends the connection: {packet.body.hex() or 'no reason'}")
        elif packet.type in (wire.CONNACK, wire.SUBACK) and (reason := wire.refusal(packet)):
            raise wire.Broken(f"the broker refuses: reason 0x{reason:02x}")
        elif packet.type == wire.SUBACK:
            self.subscribed = True

    def _readable(self, seconds: float) -> bool:
        return bool(select.select([self._connected()], [], [], seconds)[0])

    def _send(self, data: bytes) -> None:
        if data:
            self._connected().sendall(data)
            self._spoke = time.monotonic()

    def _connected(self) -> socket.socket:
        if self._socket is None:
            raise wire.Broken("not connected")
        return self._socket

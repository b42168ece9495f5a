"""MQTT 5 on the wire, as far as a subscriber needs it (OASIS MQTT 5.0). Free of Django.

Only this one purpose: to subscribe with QoS 1 and to acknowledge by hand, thousands of messages at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

CONNACK, PUBLISH, SUBACK, DISCONNECT = 2, 3, 9, 14
PING, GOODBYE = b"\xc0\x00", b"\xe0\x00"
_SESSION_EXPIRY, _RECEIVE_MAXIMUM = 0x11, 0x21
_LONGEST = 4


class Broken(ConnectionError):
    """What came is not MQTT 5, or the broker refuses; the connection is of no further use."""


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet: its type, the four flags, what follows the length."""

    type: int
    flags: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """A published message; ``packet_id`` is 0 with QoS 0, which nobody acknowledges."""

    topic: str
    payload: bytes
    packet_id: int


class Reader:
    """Cuts a stream of bytes into packets."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[Packet]:
        """The packets that are complete now; raises Broken."""
        self._rest += data
        held, start, end = self._rest, 0, len(self._rest)
        try:
            while end - start >= 2:
                length, body = _length(held, start + 1, end)
                if body + length > end or not body:
                    break
                first = held[start]
                start = body + length
                yield Packet(first >> 4, first & 15, held[body:start])
        finally:
            self._rest = held[start:]


def _length(held: bytes, place: int, end: int) -> tuple[int, int]:
    """A variable length and where it ends (0: not here yet)."""
    value = 0
    for count in range(_LONGEST):
        if place + count >= end:
            return 0, 0
        byte = held[place + count]
        value |= (byte & 127) << 7 * count
        if byte < 128:
            return value, place + count + 1
    raise Broken("a length of more than four bytes")


def message(packet: Packet) -> Message:
    """What a PUBLISH packet says; raises Broken."""
    body, place = packet.body, 2 + int.from_bytes(packet.body[:2])
    try:
        topic, packet_id = body[2:place].decode(), 0
        if packet.flags & 6:
            packet_id, place = int.from_bytes(body[place : place + 2]), place + 2
        length, start = _length(body, place, len(body))
    except UnicodeDecodeError as error:
        raise Broken(f"a topic that is not UTF-8: {error}") from None
    if not start or start + length > len(body):
        raise Broken("a PUBLISH that ends too soon")
    return Message(topic, body[start + length :], packet_id)


def connect(client: str, user: str, password: str, *, keep_alive: int, expiry: int, receive_maximum: int) -> bytes:
    """CONNECT to the session of that name, which outlives the connection by ``expiry`` seconds."""
    properties = b"%c%b%c%b" % (_SESSION_EXPIRY, expiry.to_bytes(4), _RECEIVE_MAXIMUM, receive_maximum.to_bytes(2))
    head = _text("MQTT") + b"\x05\xc0" + keep_alive.to_bytes(2) + _varied(len(properties)) + properties
    return _packet(0x10, head + _text(client) + _text(user) + _text(password))


def subscribe(packet_id: int, filters: Sequence[str]) -> bytes:
    """SUBSCRIBE with QoS 1."""
    return _packet(0x82, packet_id.to_bytes(2) + b"\x00" + b"".join(_text(item) + b"\x01" for item in filters))


def acknowledge(packet_ids: Sequence[int]) -> bytes:
    """One PUBACK for each message, in their order."""
    return b"".join([b"\x40\x02" + packet_id.to_bytes(2) for packet_id in packet_ids])


def refusal(packet: Packet) -> int:
    """The first reason of a CONNACK or SUBACK that says no (0x80 and above), or 0."""
    if packet.type == CONNACK:
        return packet.body[1] if packet.body[1] >= 128 else 0
    length, start = _length(packet.body, 2, len(packet.body))
    return next((reason for reason in packet.body[start + length :] if reason >= 128), 0)


def _packet(first: int, body: bytes) -> bytes:
    return bytes([first]) + _varied(len(body)) + body


def _text(text: str) -> bytes:
    encoded = text.encode()
    return len(encoded).to_bytes(2) + encoded


def _varied(value: int) -> bytes:
    out = bytearray()
    while True:
        value, low = value >> 7, value & 127
        out.append(low | 128 if value else low)
        if not value:
            return bytes(out)

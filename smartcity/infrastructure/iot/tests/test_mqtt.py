"""MQTT on the wire and by topic."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from smartcity.infrastructure.iot.mqtt import wire
from smartcity.infrastructure.iot.mqtt.topics import readings
from smartcity.kernel.telemetry.domain import Unsound

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def publish(topic: str, payload: bytes, packet_id: int) -> bytes:
    """A PUBLISH with QoS 1 and a property, put together by hand after the standard."""
    body = len(topic).to_bytes(2) + topic.encode() + packet_id.to_bytes(2) + b"\x02\x01\x00" + payload
    length, size = b"", len(body)
    while size > 127:
        length, size = length + bytes([size % 128 | 128]), size // 128
    return b"\x32" + length + bytes([size]) + body


@pytest.mark.parametrize("step", [1, 2, 3, 7, 1000])
def test_packets_are_found_however_the_bytes_arrive(step):
    sent = [(f"devices/{n}/up", b"x" * (n * 60), n + 1) for n in range(4)]
    stream = b"".join(publish(*one) for one in sent) + b"\xd0\x00"
    reader = wire.Reader()
    found = [packet for at in range(0, len(stream), step) for packet in reader.feed(stream[at : at + step])]
    messages = [wire.message(packet) for packet in found[:-1]]
    assert [(m.topic, m.payload, m.packet_id) for m in messages] == sent
    assert found[-1] == wire.Packet(13, 0, b"")


@pytest.mark.parametrize("stream", [b"\x32\xff\xff\xff\xff\xff", b"\x32\x04\x00\x02\xff\xfe", b"\x32\x03\x00\x09a"])
def test_what_is_not_mqtt_breaks_the_connection(stream):
    with pytest.raises(wire.Broken):
        [wire.message(packet) for packet in wire.Reader().feed(stream)]


def test_an_uplink_gives_a_reading_for_each_value():
    payload = json.dumps({"time": "2026-11-26T12:00:00+01:00", "values": {"t": 1.5, "door": True}}).encode()
    found = readings("devices/70b3d57ed0000001/up", payload, NOW)
    moment = datetime(2026, 11, 26, 11, tzinfo=UTC)
    assert [(r.datastream, r.phenomenon_time, r.result) for r in found] == [
        ("70b3d57ed0000001.t", moment, 1.5),
        ("70b3d57ed0000001.door", moment, True),
    ]


def test_an_observation_is_read_with_its_interval():
    payload = b'{"phenomenonTime": "2026-11-26T10:00:00Z/2026-11-26T11:00:00Z", "result": 3, "parameters": {"a": 1}}'
    (found,) = readings("v1.1/Datastreams(17)/Observations", payload, NOW)
    assert (found.datastream, found.result, found.extra) == (17, 3, {"parameters": {"a": 1}})
    assert found.phenomenon_end == datetime(2026, 11, 26, 11, tzinfo=UTC)


def test_without_a_time_the_arrival_counts():
    (found,) = readings("v1.1/Datastreams(17)/Observations", b'{"result": 3}', NOW)
    assert found.phenomenon_time == NOW


@pytest.mark.parametrize(
    ("topic", "payload", "place"),
    [
        ("devices/1/up", b"{}", "topic"),
        ("v1.1/Things(1)/Observations", b"{}", "topic"),
        ("v1.1/Datastreams(1)/Observations", b"{}", "result"),
        ("v1.1/Datastreams(1)/Observations", b"[]", "payload"),
        ("v1.1/Datastreams(1)/Observations", b"\xff", "payload"),
        ("v1.1/Datastreams(1)/Observations", b"[" * 200_000, "payload"),
        ("v1.1/Datastreams(1)/Observations", b" " * 300_000, "payload"),
        ("v1.1/Datastreams(1)/Observations", b'{"result": 1, "phenomenonTime": "now"}', "phenomenonTime"),
        (
            "v1.1/Datastreams(1)/Observations",
            b'{"result": 1, "phenomenonTime": "2026-11-26T10:00:00"}',
            "phenomenonTime",
        ),
        (
            "v1.1/Datastreams(1)/Observations",
            b'{"result": 1, "phenomenonTime": "0001-01-01T00:00:00+14:00"}',
            "phenomenonTime",
        ),
        ("devices/70b3d57ed0000001/up", b'{"values": {}}', "values"),
        ("devices/70b3d57ed0000001/up", b'{"time": 5, "values": {"t": 1}}', "time"),
    ],
)
def test_what_cannot_be_read_is_named(topic, payload, place):
    with pytest.raises(Unsound) as unsound:
        readings(topic, payload, NOW)
    assert unsound.value.place == place

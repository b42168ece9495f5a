"""Over a real Mosquitto with paho-mqtt as device: who may enter, who may say what, what is stored."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.db import OperationalError, connections
from paho.mqtt.client import Client, MQTTv5
from paho.mqtt.enums import CallbackAPIVersion

from smartcity.infrastructure.iot import ingesting, services
from smartcity.infrastructure.iot.broker import INGEST_USER
from smartcity.infrastructure.iot.mqtt.subscriber import Subscriber
from smartcity.infrastructure.iot.tests.conftest import wait_for
from smartcity.infrastructure.iot.tests.factories import ACTOR, device
from smartcity.kernel.telemetry.models import Observation, Refusal
from smartcity.kernel.telemetry.models.rollup import HOUR, Rollup

NOT_AUTHORIZED = 0x87
START = datetime(2026, 11, 26, 8, tzinfo=UTC)


class DeviceClient:
    """A device that speaks MQTT 5 through paho."""

    def __init__(self, broker, user=None, password=None):
        self.entered, self.reasons = None, []
        self._client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTv5)
        if user:
            self._client.username_pw_set(user, password)
        self._client.on_connect = self._on_connect
        self._client.on_publish = lambda _c, _d, _mid, reason, _p: self.reasons.append(reason.value)
        self._client.connect(broker.settings.host, broker.settings.port)
        self._client.loop_start()
        wait_for(lambda: self.entered is not None)

    def _on_connect(self, _client, _data, _flags, reason, _properties):
        self.entered = not reason.is_failure
        if not self.entered:
            self._client.disconnect()

    def say(self, topic, message):
        """Publish with QoS 1 and return the broker's reason."""
        before = len(self.reasons)
        self._client.publish(topic, json.dumps(message), qos=1)
        wait_for(lambda: len(self.reasons) > before)
        return self.reasons[-1]

    def close(self):
        self._client.disconnect()
        self._client.loop_stop()


def enters(broker, user=None, password=None) -> bool:
    client = DeviceClient(broker, user, password)
    client.close()
    return bool(client.entered)


@contextmanager
def ingesting_from(broker, name="1"):
    """The ingest process as a thread."""
    stop = threading.Event()
    here = broker.settings
    subscriber = Subscriber(here.host, here.port, INGEST_USER, here.ingest_password, name)

    def run():
        ingesting.work(subscriber, stop.is_set)
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        # before the first subscription nobody keeps what is said
        wait_for(lambda: subscriber.subscribed)
        yield
    finally:
        stop.set()
        thread.join(15)


def known(broker):
    """A device with a password that the broker knows."""
    made = device()
    secret = services.rotate_credential(actor=ACTOR, device=made)
    wait_for(lambda: enters(broker, made.eui, secret))
    return made, secret


def stored(*devices):
    """What is stored of these devices."""
    streams = [stream for made in devices for stream in made.thing.datastreams.values_list("pk", flat=True)]
    return Observation.objects.filter(datastream_id__in=streams)


def minute(number):
    return (START + timedelta(minutes=number)).isoformat()


def test_nobody_enters_without_a_password(broker):
    made, secret = known(broker)
    assert not enters(broker)
    assert not enters(broker, made.eui, "wrong")
    assert not enters(broker, "70b3d57effffffff", secret)


def test_a_device_writes_under_its_own_topics_alone(broker):
    made, secret = known(broker)
    other = device()
    own, foreign = made.thing.datastreams.first(), other.thing.datastreams.first()
    client = DeviceClient(broker, made.eui, secret)
    allowed = {f"devices/{made.eui}/up", f"v1.1/Datastreams({own.pk})/Observations"}
    refused = {
        f"devices/{other.eui}/up",
        f"devices/{made.eui}/down",
        f"v1.1/Datastreams({foreign.pk})/Observations",
        "v1.1/Observations",
    }
    answers = {topic: client.say(topic, {}) for topic in allowed | refused}
    client.close()
    assert {topic for topic, reason in answers.items() if reason == NOT_AUTHORIZED} == refused


def test_a_rotated_password_ends_the_old_one_and_a_revoked_one_is_the_last(broker):
    made, old = known(broker)
    new = services.rotate_credential(actor=ACTOR, device=made)
    wait_for(lambda: enters(broker, made.eui, new))
    assert not enters(broker, made.eui, old)
    services.revoke_credential(actor=ACTOR, device=made)
    wait_for(lambda: not enters(broker, made.eui, new))


def test_no_secret_lies_in_the_broker_s_files(broker):
    made, secret = known(broker)
    files = [path.read_bytes() for path in broker.settings.folder.iterdir()]
    assert made.eui.encode() in b"".join(files)
    assert secret.encode() not in b"".join(files)


def test_from_the_device_to_the_row(broker):
    made, secret = known(broker)
    client = DeviceClient(broker, made.eui, secret)
    with ingesting_from(broker):
        client.say(f"devices/{made.eui}/up", {"time": minute(0), "values": {"temperature": 7.5, "door": True}})
        stream = made.thing.datastreams.get(key=f"{made.eui}.temperature")
        client.say(f"v1.1/Datastreams({stream.pk})/Observations", {"phenomenonTime": minute(1), "result": 8})
        client.say(f"devices/{made.eui}/up", {"values": {"temperature": 99}})
        client.say(f"devices/{made.eui}/up", {"values": 5})
        wait_for(lambda: stored(made).count() == 3 and Refusal.objects.count() == 2)
    client.close()
    assert sorted(Observation.objects.filter(datastream_id=stream.pk).values_list("number", flat=True)) == [7.5, 8.0]


def test_the_roll_ups_follow_within_seconds(broker):
    made, secret = known(broker)
    client = DeviceClient(broker, made.eui, secret)
    stream = made.thing.datastreams.get(key=f"{made.eui}.temperature")
    with ingesting_from(broker):
        for number in range(3):
            client.say(f"devices/{made.eui}/up", {"time": minute(number), "values": {"temperature": number}})
        wait_for(lambda: Rollup.objects.filter(datastream_id=stream.pk, width=HOUR, n=3).exists())
    client.close()
    rolled = Rollup.objects.get(datastream_id=stream.pk, width=HOUR)
    assert (rolled.lowest, rolled.highest, rolled.total) == (0, 2, 3)


def test_what_is_said_while_nobody_listens_is_stored_once(broker):
    """Also when the listener took the messages and ended before it could acknowledge them."""
    made, secret = known(broker)
    with ingesting_from(broker):
        pass
    client = DeviceClient(broker, made.eui, secret)
    for number in range(50):
        client.say(f"devices/{made.eui}/up", {"time": minute(number), "values": {"temperature": number}})
    client.close()
    here = broker.settings
    killed = Subscriber(here.host, here.port, INGEST_USER, here.ingest_password, "1")
    killed.connect()
    taken = []
    wait_for(lambda: taken.extend(killed.batch(0.2)) or len(taken) == 50)
    ingesting.take(taken[:25], START)
    killed.close()
    with ingesting_from(broker):
        wait_for(lambda: stored(made).count() >= 50)
    assert sorted(stored(made).values_list("number", flat=True)) == list(range(50))


def test_what_waits_at_a_stopped_broker_is_there_after_its_start(broker):
    made, secret = known(broker)
    with ingesting_from(broker):
        pass
    client = DeviceClient(broker, made.eui, secret)
    for number in range(50):
        client.say(f"devices/{made.eui}/up", {"time": minute(number), "values": {"temperature": number}})
    client.close()
    broker.stop()
    broker.start()
    with ingesting_from(broker):
        wait_for(lambda: stored(made).count() == 50)
        broker.stop()
        broker.start()
        client = DeviceClient(broker, made.eui, secret)
        client.say(f"devices/{made.eui}/up", {"time": minute(50), "values": {"temperature": 50}})
        client.close()
        wait_for(lambda: stored(made).count() > 50)
    assert stored(made).count() == 51


def test_without_a_database_nothing_is_acknowledged(broker, monkeypatch):
    made, secret = known(broker)
    client = DeviceClient(broker, made.eui, secret)
    away, tries, ingest = threading.Event(), [], ingesting.ingest
    away.set()

    def sometimes(readings, *, source):
        tries.append(len(readings))
        if away.is_set():
            raise OperationalError("the connection is closed")
        return ingest(readings, source=source)

    monkeypatch.setattr(ingesting, "ingest", sometimes)
    with ingesting_from(broker):
        client.say(f"devices/{made.eui}/up", {"time": minute(0), "values": {"temperature": 1}})
        wait_for(lambda: len(tries) > 1)
    assert stored(made).count() == 0
    away.clear()
    with ingesting_from(broker):
        wait_for(lambda: stored(made).count() == 1)
    client.close()


def test_a_value_that_the_database_cannot_hold_stops_nobody(broker):
    made, _secret = known(broker)
    kind = services.save_kind(
        actor=ACTOR, vendor="Beispiel", model="Text", streams=[{"name": "text", "title": "Text", "type": "json"}]
    )
    speaking = services.onboard_device(actor=ACTOR, kind=kind, eui="70b3d57eee000001", name="Sprecher")
    good = [{"time": minute(n), "values": {"temperature": n}} for n in range(2)]
    messages = [
        ingesting.Message(f"devices/{made.eui}/up", json.dumps(good[0]).encode(), 1),
        ingesting.Message(f"devices/{speaking.eui}/up", b'{"values": {"text": {"a": "\\u0000"}}}', 2),
        ingesting.Message(f"devices/{made.eui}/up", json.dumps(good[1]).encode(), 3),
    ]
    ingesting.take(messages, START)
    assert stored(made, speaking).count() == 2
    assert Refusal.objects.get().datastream == "70b3d57eee000001.text"

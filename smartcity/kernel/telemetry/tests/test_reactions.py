"""Rooms react to what is committed; the newest readings are announced; the operator sees what fails."""

from __future__ import annotations

import json

import pytest

from smartcity.kernel.telemetry import announcing, consuming, health, reactions, retention, rules
from smartcity.kernel.telemetry.ingest import ingest
from smartcity.kernel.telemetry.models import Consumer, ObservedProperty, Sensor, Thing
from smartcity.kernel.telemetry.reactions import Reaction
from smartcity.kernel.telemetry.tests.factories import datastream, readings
from smartcity.kernel.telemetry.watching import keep_watch

pytestmark = pytest.mark.django_db
NAME = "reactions:test"


@pytest.fixture
def declare(monkeypatch):
    def done(*declared):
        monkeypatch.setattr(reactions, "declared_reactions", lambda: {NAME: list(declared)})
        monkeypatch.setattr(retention, "declared_reactions", lambda: {NAME: list(declared)})

    return done


def test_a_room_gets_what_it_understands_decoded_and_once(declare):
    got = []
    bay = datastream(
        sensor=Sensor.objects.create(name="Beispiel Parkbucht"),
        observed_property=ObservedProperty.objects.create(name="belegt", definition="urn:occupied"),
        result_type="boolean",
        lowest=None,
        highest=None,
    )
    declare(Reaction(got.extend, kinds=("Beispiel Parkbucht",), observed=("urn:occupied",)))
    ingest(readings(bay, 2, result=True) + readings(datastream(), 3), source="test")
    assert reactions.react(NAME) == 1
    assert [(item.datastream, item.result, item.thing) for item in got] == [(bay.pk, True, bay.thing_id)] * 2
    assert reactions.react(NAME) == 0
    assert len(got) == 2


def test_readings_come_in_bounded_batches(declare, monkeypatch):
    monkeypatch.setattr(reactions, "MOST_READINGS", 4)
    sizes = []
    declare(Reaction(lambda batch: sizes.append(len(batch))))
    ingest(readings(datastream(), 10), source="test")
    reactions.react(NAME)
    assert sizes == [4, 4, 2]


def test_what_fails_is_given_again_and_shown(declare):
    given = []

    def fails(batch):
        given.append(len(batch))
        Thing.objects.create(name="halb fertig")
        if len(given) == 1:
            raise ValueError("kein Stellplatz")

    declare(Reaction(fails))
    stream = datastream()
    ingest(readings(stream, 3), source="test")
    assert consuming.patiently(NAME, lambda: reactions.react(NAME)) == 0
    assert not Thing.objects.filter(name="halb fertig").exists()
    Consumer.objects.filter(name=NAME).update(again_at=None)
    assert consuming.patiently(NAME, lambda: reactions.react(NAME)) == 1
    assert given == [3, 3]
    assert Thing.objects.filter(name="halb fertig").count() == 1


def test_a_room_that_is_gone_does_not_hold_the_journal():
    Consumer.objects.create(name="reactions:gone")
    retention.tidy()
    assert not Consumer.objects.filter(name="reactions:gone").exists()


def test_failing_and_late_consumers_are_ill(monkeypatch):
    assert health.journal() == ""
    Consumer.objects.create(name=rules.CONSUMER, failures=3, trouble="ValueError: x")
    assert health.journal() == "rules: 3 Versuche gescheitert"
    Consumer.objects.update(failures=0)
    ingest(readings(datastream(), 1), source="test")
    Consumer.objects.update(position=-2_000)
    assert "im Rückstand" in health.journal()


def test_without_a_sign_of_life_nobody_works():
    assert health.duties() == "kein Prozess wertet Messwerte aus"
    keep_watch(rules.WATCH)
    assert health.duties() == ""


@pytest.fixture
def said(monkeypatch):
    found = []
    monkeypatch.setattr(announcing, "announce", lambda channel, data: found.append((channel, data)))
    return found


def test_the_newest_of_open_streams_is_said_once(said):
    here, closed = datastream(), datastream(is_open=False)
    hidden = datastream()
    Thing.objects.filter(pk=hidden.thing_id).update(is_open=False)
    for stream in (here, closed, hidden):
        ingest(readings(stream, 3), source="test")
    announcing.announce_newest()
    ((channel, data),) = said
    assert channel == "sensors"
    assert [(stream, value) for stream, _time, value in data["values"]] == [(here.pk, 22.0)]
    announcing.announce_newest()
    assert len(said) == 1


def test_packets_are_bounded(said):
    streams = [datastream() for _ in range(announcing.MOST_VALUES + 5)]
    ingest([item for stream in streams for item in readings(stream, 1)], source="test")
    announcing.announce_newest()
    assert sum(len(data["values"]) for _channel, data in said) == announcing.MOST_VALUES
    assert all(data["more"] for _channel, data in said)
    assert max(len(json.dumps(data)) for _channel, data in said) < 9_000
    assert len(said) > 1

"""Rules judge what is committed, exactly once; alarms are open once."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection, connections, transaction
from django.utils import timezone

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.accounts.services import grant_role
from smartcity.kernel.notices.models import Notice
from smartcity.kernel.refusal import Refused
from smartcity.kernel.service import SystemActor
from smartcity.kernel.telemetry import actions, alarms, consuming, duties, rules
from smartcity.kernel.telemetry.actions import Action
from smartcity.kernel.telemetry.domain import Reading
from smartcity.kernel.telemetry.ingest import ingest
from smartcity.kernel.telemetry.models import Alarm, Batch, Consumer, Latest, ObservedProperty, Rule, Thing, Watch
from smartcity.kernel.telemetry.ruling import expect_nothing, save_rule
from smartcity.kernel.telemetry.tests.factories import datastream

pytestmark = pytest.mark.django_db
ACTOR = SystemActor("test")


def rule(**changes):
    return save_rule(actor=ACTOR, **{"name": "Zu warm", "kind": "threshold", "upper": 30.0, **changes})


def send(stream, *results, start=None):
    """One reading a second, the last of them now."""
    start = start or datetime.now(UTC) - timedelta(seconds=len(results))
    sent = [Reading(stream.pk, start + timedelta(seconds=place + 1), result) for place, result in enumerate(results)]
    taken = ingest(sent, source="test")
    assert not taken.refused
    return sent


def opened():
    return list(Alarm.objects.filter(cleared_at=None).values_list("rule_id", "datastream_id"))


def person(role=""):
    made = Person.objects.create_user(email=f"p{Person.objects.count()}@example.org", password=None)
    if role:
        grant_role(actor=ACTOR, person=made, key=role)
    return made


def test_an_alarm_is_raised_and_cleared_with_the_reading_that_turned():
    stream, warm = datastream(), rule()
    sent = send(stream, 20.0, 35.0, 36.0)
    assert rules.judge_rules() == 1
    (alarm,) = Alarm.objects.all()
    assert (alarm.rule, alarm.datastream, alarm.measured, alarm.cleared_at) == (warm, stream, 35.0, None)
    assert alarm.observed_at == sent[1].phenomenon_time
    send(stream, 25.0)
    rules.judge_rules()
    alarm.refresh_from_db()
    assert alarm.cleared_at is not None
    assert alarm.cleared_by is None
    assert rules.judge_rules() == 0


def test_a_batch_with_several_turns_leaves_an_alarm_for_each():
    send(datastream(), 35.0, 20.0, 35.0)
    rule()
    rules.judge_rules()
    assert Alarm.objects.count() == 2
    assert len(opened()) == 1


def test_repeated_and_late_readings_raise_nothing():
    stream, _warm = datastream(), rule()
    start = datetime.now(UTC) - timedelta(minutes=5)
    send(stream, 35.0, 20.0, start=start)
    rules.judge_rules()
    send(stream, 35.0, start=start)
    send(stream, 50.0, start=start - timedelta(hours=1))
    rules.judge_rules()
    assert Alarm.objects.count() == 1
    assert opened() == []


def test_a_rule_is_about_the_streams_it_selects():
    here, there = datastream(), datastream()
    Thing.objects.filter(pk=here.thing_id).update(properties={"group": "wetter", "owner": "dvv"})
    own = ObservedProperty.objects.create(name="Feuchte", definition="urn:humidity")
    by_group = rule(name="Gruppe", properties={"group": "wetter"})
    by_property = rule(name="Größe", observed_property=there.observed_property)
    by_stream = rule(name="Strom", datastream=there)
    rule(name="andere", observed_property=own, properties={"group": "wetter"})
    rule(name="aus", is_active=False)
    send(here, 35.0)
    send(there, 35.0)
    rules.judge_rules()
    assert sorted(opened()) == sorted([(by_group.pk, here.pk), (by_property.pk, there.pk), (by_stream.pk, there.pk)])


def test_the_rate_counts_over_batches():
    stream, _rise = datastream(), rule(kind="rate", upper=100.0)
    start = datetime.now(UTC) - timedelta(minutes=10)
    for minute, result in enumerate((10.0, 11.0, 20.0)):
        send(stream, result, start=start + timedelta(minutes=minute))
        rules.judge_rules()
    assert Alarm.objects.get().measured == pytest.approx(540)


def test_a_position_that_leaves_its_area():
    area = MultiPolygon(Polygon.from_bbox((6.7, 51.4, 6.8, 51.5)), srid=4326)
    stream = datastream(result_type="json", lowest=None, highest=None)
    rule(kind="geofence", upper=0.0, area=area)
    send(stream, {"type": "Point", "coordinates": [6.75, 51.45]}, {"type": "Point", "coordinates": [6.85, 51.45]})
    rules.judge_rules()
    assert Alarm.objects.get().measured == pytest.approx(3470, abs=20)


def test_work_that_is_cut_off_is_done_once():
    send(datastream(), 35.0)
    rule()

    def cut_off(batches):
        rules.judge(actor=ACTOR, batches=batches)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        consuming.follow(rules.CONSUMER, cut_off)
    assert Alarm.objects.count() == 0
    assert rules.judge_rules() == 1
    assert Alarm.objects.count() == 1


@pytest.mark.usefixtures("emptied")
def test_two_processes_that_judge_the_same_batch_open_one_alarm():
    """Planted: both judge without the consumer's lock, and both have seen that no alarm is open."""
    send(datastream(), 35.0)
    rule()
    batches, meeting, raised = list(Batch.objects.all()), threading.Barrier(2, timeout=5), []
    before = rules.raise_alarm

    def met(*arguments):
        meeting.wait()
        raised.append(before(*arguments))
        return raised[-1]

    def run():
        try:
            rules.judge(actor=ACTOR, batches=batches)
        finally:
            connections.close_all()

    rules.raise_alarm = met
    try:
        others = [threading.Thread(target=run) for _ in range(2)]
        for other in others:
            other.start()
        for other in others:
            other.join(10)
    finally:
        rules.raise_alarm = before
    assert sorted(raised) == [False, True]
    assert Alarm.objects.count() == 1


@pytest.mark.usefixtures("emptied")
def test_an_alarm_stands_within_two_seconds_of_its_reading():
    stream, _warm, stop = datastream(), rule(), threading.Event()
    other = threading.Thread(target=duties.run_duties, args=[stop.is_set])
    other.start()
    try:
        waits = []
        for result in (35.0, 20.0, 35.0, 20.0, 35.0):
            send(stream, result)
            began, number = time.monotonic(), Alarm.objects.filter(cleared_at=None).count()
            while Alarm.objects.filter(cleared_at=None).count() == number and time.monotonic() - began < 5:
                time.sleep(0.02)
            waits.append(time.monotonic() - began)
        assert max(waits) < 2, waits
    finally:
        stop.set()
        other.join(10)
    assert Alarm.objects.count() == 3


def silent(stream, seconds, *, watched=True):
    moment = timezone.now() - timedelta(seconds=seconds)
    Latest.objects.filter(datastream=stream).update(received_at=moment)
    if watched:
        Watch.objects.update_or_create(name="silence", defaults={"since": moment, "seen_at": timezone.now()})


def test_silence_raises_once_and_a_reading_clears():
    stream = datastream(expected_interval=60.0)
    rule(kind="stale", upper=None, intervals=3.0)
    send(stream, 20.0)
    silent(stream, 170)
    assert rules.watch_silence(actor=ACTOR) == 0
    silent(stream, 190)
    assert rules.watch_silence(actor=ACTOR) == 1
    assert rules.watch_silence(actor=ACTOR) == 0
    assert len(opened()) == 1
    send(stream, 20.0)
    assert rules.watch_silence(actor=ACTOR) == 1
    assert opened() == []


def test_a_clock_that_ran_ahead_once_makes_no_silence():
    stream = datastream(expected_interval=1.0)
    rule(kind="stale", upper=None, intervals=100.0)
    send(stream, 19.0, start=timezone.now() + timedelta(minutes=4))
    silent(stream, 90)
    send(stream, 20.0)
    assert Latest.objects.get(datastream=stream).number == 20
    silent(stream, 90)
    assert rules.watch_silence(actor=ACTOR) == 0
    send(stream, 10.0, start=timezone.now() - timedelta(hours=1))
    assert Latest.objects.get(datastream=stream).number == 20


def test_a_stream_that_never_spoke_is_missed_as_well():
    datastream(expected_interval=60.0)
    stale = rule(kind="stale", upper=None, intervals=3.0)
    assert rules.watch_silence(actor=ACTOR) == 0
    Rule.objects.filter(pk=stale.pk).update(created_at=timezone.now() - timedelta(seconds=200))
    Watch.objects.update(since=timezone.now() - timedelta(seconds=200))
    assert rules.watch_silence(actor=ACTOR) == 1


def test_nobody_is_blamed_for_the_time_in_which_nobody_listened():
    stream = datastream(expected_interval=60.0)
    rule(kind="stale", upper=None, intervals=3.0)
    send(stream, 20.0)
    silent(stream, 3600, watched=False)
    Watch.objects.create(
        name="silence", since=timezone.now() - timedelta(days=9), seen_at=timezone.now() - timedelta(hours=1)
    )
    assert rules.watch_silence(actor=ACTOR) == 0
    for later in range(50, 230, 50):
        changed = rules.watch_silence(actor=ACTOR, now=timezone.now() + timedelta(seconds=later))
        assert changed == int(later == 200)


def test_what_is_out_of_service_is_missed_by_nobody():
    stream = datastream(expected_interval=60.0)
    rule(kind="stale", upper=None, intervals=3.0)
    send(stream, 20.0)
    silent(stream, 190)
    rules.watch_silence(actor=ACTOR)
    expect_nothing(actor=ACTOR, thing=stream.thing)
    assert opened() == []
    assert rules.watch_silence(actor=ACTOR) == 0


def test_a_changed_rule_begins_anew():
    stream, warm = datastream(), rule()
    send(stream, 35.0)
    rules.judge_rules()
    save_rule(actor=ACTOR, rule=warm, upper=40.0)
    assert opened() == []
    send(stream, 36.0)
    rules.judge_rules()
    assert opened() == []


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"upper": None}, ""),
        ({"lower": 31.0}, ""),
        ({"hysteresis": -1.0}, ""),
        ({"kind": "stale"}, ""),
        ({"act": "job"}, ""),
        ({"act": "notice"}, ""),
        ({"act": "command", "action": "no.such"}, "action"),
        ({"escalate_after": 5}, ""),
        ({"notify_role": "no.such"}, "Rolle"),
        ({"name": ""}, "name"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(changes, place):
    with pytest.raises(Refused) as refused:
        rule(**changes)
    assert [item.place for item in refused.value.refusals] == [place]


def test_the_role_hears_of_an_alarm_once(django_capture_on_commit_callbacks):
    holder, _other = person("iot.operator"), person()
    rule(act="notice", notify_role="iot.operator")
    send(datastream(), 35.0)
    rules.judge_rules()
    for _ in range(2):
        alarms.follow_up(Alarm.objects.get().pk, escalated=False)
    (notice,) = Notice.objects.all()
    assert notice.person == holder
    assert "Zu warm" in notice.subject
    assert "35" in notice.text


def test_what_nobody_acknowledges_is_escalated_once():
    rule(notify_role="iot.operator", escalate_after=10)
    first, second = datastream(), datastream()
    send(first, 35.0)
    send(second, 35.0)
    rules.judge_rules()
    assert alarms.escalate_overdue(actor=ACTOR) == 0
    alarms.acknowledge(actor=person(), alarm=Alarm.objects.get(datastream=second), note="Ich fahre hin")
    Alarm.objects.update(raised_at=timezone.now() - timedelta(minutes=11))
    assert alarms.escalate_overdue(actor=ACTOR) == 1
    assert alarms.escalate_overdue(actor=ACTOR) == 0
    assert Alarm.objects.get(datastream=first).escalated_at is not None
    assert Alarm.objects.get(datastream=second).escalated_at is None


def test_the_steps_of_an_alarm_by_hand():
    warm, somebody = rule(), person()
    send(datastream(), 35.0)
    rules.judge_rules()
    alarm = Alarm.objects.get()
    alarms.acknowledge(actor=somebody, alarm=alarm, note="Ich fahre hin")
    with pytest.raises(Refused, match="kümmert sich schon jemand"):
        alarms.acknowledge(actor=somebody, alarm=alarm)
    with pytest.raises(Refused, match="keine Rolle"):
        alarms.escalate(actor=somebody, alarm=alarm)
    Rule.objects.filter(pk=warm.pk).update(notify_role="iot.operator")
    alarms.escalate(actor=somebody, alarm=alarm)
    with pytest.raises(Refused, match="schon eskaliert"):
        alarms.escalate(actor=somebody, alarm=alarm)
    alarms.clear_by_hand(actor=somebody, alarm=alarm)
    alarm.refresh_from_db()
    assert (alarm.acknowledged_by, alarm.note, alarm.cleared_by) == (somebody, "Ich fahre hin", somebody)
    with pytest.raises(Refused, match="schon vorbei"):
        alarms.clear_by_hand(actor=somebody, alarm=alarm)


def test_a_room_acts_on_an_alarm(monkeypatch):
    acted = []
    light = Action("test.light", "command", "Licht an", "Light on", lambda alarm, given: acted.append((alarm, given)))
    monkeypatch.setattr(actions, "declared_actions", lambda: {light.key: light})
    rule(act="command", action="test.light", argument={"level": 100})
    send(datastream(), 35.0)
    rules.judge_rules()
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'telemetry.follow_up'")
        ((waiting,),) = cursor.fetchall()
    alarm = Alarm.objects.get()
    assert str(alarm.pk) in str(waiting)
    alarms.follow_up(alarm.pk, escalated=False)
    assert acted == [(alarm, {"level": 100})]


def test_a_consumer_that_fails_waits_longer_each_time_and_says_why():
    def fails():
        Consumer.objects.get_or_create(name="test")
        with transaction.atomic():
            raise ValueError("Zähler ohne Nummer")

    assert consuming.patiently("test", fails) == 0
    first = Consumer.objects.get(name="test")
    assert (first.failures, first.trouble) == (1, "ValueError: Zähler ohne Nummer")
    assert consuming.patiently("test", fails) == 0
    assert Consumer.objects.get(name="test").failures == 1, "tried again at once"
    Consumer.objects.update(again_at=timezone.now())
    consuming.patiently("test", fails)
    second = Consumer.objects.get(name="test")
    assert second.failures == 2
    assert second.again_at > first.again_at
    Consumer.objects.update(again_at=timezone.now())
    assert consuming.patiently("test", lambda: 3) == 3
    assert Consumer.objects.get(name="test").failures == 0

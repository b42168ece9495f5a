"""What is too old goes, and nothing else; roll-ups stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from smartcity.kernel.telemetry import retention, rollups
from smartcity.kernel.telemetry.domain import Reading
from smartcity.kernel.telemetry.ingest import ingest
from smartcity.kernel.telemetry.jobs import expire, roll_up
from smartcity.kernel.telemetry.models import Batch, Consumer, Observation, Refusal, Rollup
from smartcity.kernel.telemetry.tests.factories import datastream, readings

pytestmark = pytest.mark.django_db


def partitions() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'telemetry_observation'::regclass"
        )
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.parametrize(
    ("kept", "stays"), [("short", [1, 29]), ("normal", [1, 29, 31, 700]), ("long", [1, 29, 31, 700, 5_000])]
)
def test_readings_stay_as_long_as_their_class_says(kept: str, stays: list[int]) -> None:
    stream, now = datastream(retention=kept), timezone.now()
    ages = [1, 29, 31, 700, 5_000]
    ingest([Reading(stream.pk, now - timedelta(days=age), 1.0) for age in ages], source="test")
    assert retention.expire() == len(ages) - len(stays)
    left = Observation.objects.filter(datastream_id=stream.pk).values_list("phenomenon_time", flat=True)
    assert sorted((now - moment).days for moment in left) == stays
    assert Rollup.objects.filter(datastream_id=stream.pk, width=86_400).count() == len(ages), (
        "rolled up before they went"
    )


def test_a_partition_goes_when_nothing_is_left_in_it() -> None:
    short, long = datastream(retention="short"), datastream(retention="long")
    old, older = (timezone.now() - timedelta(days=days) for days in (4_000, 4_100))
    ingest([Reading(short.pk, old, 1.0), Reading(short.pk, older, 1.0), Reading(long.pk, older, 1.0)], source="test")
    before = partitions()
    retention.expire()
    gone = before - partitions()
    assert f"telemetry_observation_{old:%Gw%V}" in gone
    assert f"telemetry_observation_{older:%Gw%V}" not in gone
    assert Observation.objects.get(datastream_id=long.pk).number == 1.0


def test_partitions_are_made_ahead() -> None:
    moment = timezone.now() + timedelta(weeks=200)
    retention.make_partitions(moment)
    wanted = {f"telemetry_observation_{moment + timedelta(weeks=week):%Gw%V}" for week in range(5)}
    assert wanted <= partitions()


def test_refused_readings_are_kept_for_a_week() -> None:
    ingest(readings(2_000_000_000, 1), source="test")
    retention.tidy(timezone.now() + timedelta(days=6))
    assert Refusal.objects.count() == 1
    retention.tidy(timezone.now() + timedelta(days=8))
    assert not Refusal.objects.exists()


def test_the_journal_waits_for_its_slowest_consumer() -> None:
    stream = datastream()
    for item in readings(stream, 3):
        ingest([item], source="test")
    tomorrow = timezone.now() + timedelta(days=2)
    retention.tidy(tomorrow)
    assert Batch.objects.count() == 3, "nobody has read them"
    rollups.roll_up()
    Consumer.objects.create(name="slow", position=Batch.objects.order_by("position")[0].position)
    retention.tidy(tomorrow)
    assert Batch.objects.count() == 2


def test_the_jobs_do_the_regular_work() -> None:
    ingest(readings(datastream(), 3), source="test")
    assert roll_up(0) == 1
    assert roll_up(0) == 0
    assert expire(0) == 0

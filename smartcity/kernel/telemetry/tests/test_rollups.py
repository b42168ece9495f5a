"""Roll-ups count every reading exactly once, whenever it comes and however often a consumer is stopped."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from smartcity.kernel.telemetry import consuming, rollups
from smartcity.kernel.telemetry.domain import Reading
from smartcity.kernel.telemetry.ingest import ingest
from smartcity.kernel.telemetry.models import Batch, Consumer, Datastream, Observation, Rollup
from smartcity.kernel.telemetry.selectors import latest_values, series
from smartcity.kernel.telemetry.tests.factories import datastream, readings

pytestmark = pytest.mark.django_db
START = datetime(2026, 10, 24, 20, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def random_readings(stream: Datastream, number: int, seed: int = 1) -> list[Reading]:
    """Readings over three days around the end of summer time, in no order, no two at the same moment."""
    chance = random.Random(seed)
    seconds = chance.sample(range(3 * 86_400), number)
    return [Reading(stream.pk, START + timedelta(seconds=s), round(chance.uniform(-20, 40), 2)) for s in seconds]


def expected(sent: list[Reading], width: int) -> dict[datetime, tuple[Any, ...]]:
    """The same sums, made in Python."""
    buckets: dict[datetime, list[Reading]] = defaultdict(list)
    for item in sent:
        moment = item.phenomenon_time
        if width == 86_400:
            midnight = moment.astimezone(BERLIN).replace(hour=0, minute=0, second=0, microsecond=0)
            buckets[midnight.astimezone(UTC)].append(item)
        else:
            buckets[datetime.fromtimestamp(moment.timestamp() // width * width, UTC)].append(item)
    found = {}
    for start, items in buckets.items():
        results = [item.result for item in items]
        newest = max(items, key=lambda item: item.phenomenon_time)
        found[start] = (len(items), min(results), max(results), pytest.approx(sum(results)), newest.result)
    return found


def stored(stream: Datastream, width: int) -> dict[datetime, tuple[Any, ...]]:
    rows = Rollup.objects.filter(datastream_id=stream.pk, width=width)
    return {row.bucket: (row.n, row.lowest, row.highest, row.total, row.last) for row in rows}


def test_readings_in_any_order_and_any_batches_give_the_same_sums() -> None:
    stream = datastream(expected_interval=10)
    sent = random_readings(stream, 600)
    for begin in range(0, 600, 50):
        ingest(sent[begin : begin + 50], source="test")
        if begin % 100 == 0:
            rollups.roll_up()
    while rollups.roll_up():
        pass
    for width in (60, 3_600, 86_400):
        assert stored(stream, width) == expected(sent, width)


def test_a_slow_stream_has_no_roll_up_by_the_minute() -> None:
    stream = datastream(expected_interval=600)
    ingest(readings(stream, 3), source="test")
    rollups.roll_up()
    assert not stored(stream, 60)
    assert stored(stream, 3_600)


def test_a_consumer_that_is_stopped_begins_again_without_counting_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = datastream(expected_interval=10)
    sent = random_readings(stream, 100)
    ingest(sent, source="test")

    def stopped(batches: Any) -> None:
        rollups._merge(batches)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        consuming.follow(rollups.CONSUMER, stopped)
    assert not Rollup.objects.exists(), "the work of a stopped consumer is taken back"
    rollups.roll_up()
    assert stored(stream, 3_600) == expected(sent, 3_600)


def test_a_position_moved_without_the_work_would_be_seen() -> None:
    """The control: the same sums miss what a consumer skipped."""
    stream = datastream(expected_interval=10)
    sent = random_readings(stream, 100)
    ingest(sent, source="test")
    Consumer.objects.create(name=rollups.CONSUMER, position=Batch.objects.latest("position").position)
    rollups.roll_up()
    assert stored(stream, 3_600) != expected(sent, 3_600)


def test_lag_counts_what_waits() -> None:
    stream = datastream()
    for item in readings(stream, 3):
        ingest([item], source="test")
    assert consuming.lag(rollups.CONSUMER) == 3
    rollups.roll_up()
    assert consuming.lag(rollups.CONSUMER) == 0


def test_categories_have_no_roll_ups() -> None:
    stream = datastream(result_type="category", lowest=None, highest=None)
    ingest(readings(stream, 2, result="frei"), source="test")
    assert rollups.roll_up() == 1
    assert not Rollup.objects.exists()


def test_a_corrected_moment_is_made_anew_and_waiting_readings_are_counted_once() -> None:
    stream = datastream(expected_interval=10)
    sent = random_readings(stream, 200)
    ingest(sent[:150], source="test")
    rollups.roll_up()
    ingest(sent[150:], source="test")
    gone = sent[0]
    Observation.objects.filter(datastream_id=stream.pk, phenomenon_time=gone.phenomenon_time).delete()
    rollups.remake(stream.pk, gone.phenomenon_time)
    rollups.roll_up()
    for width in (60, 3_600, 86_400):
        assert stored(stream, width) == expected(sent[1:], width)


class TestSeries:
    def test_few_readings_come_as_they_are(self) -> None:
        stream = datastream(expected_interval=10)
        sent = readings(stream, 5)
        ingest(sent, source="test")
        found = series(stream, sent[0].phenomenon_time, sent[-1].phenomenon_time + timedelta(seconds=1), 1_000)
        assert [(point.n, point.last) for point in found] == [(1, item.result) for item in sent]

    def test_a_span_within_readings_counts_those_within_it_alone(self) -> None:
        stream = datastream(expected_interval=10)
        sent = random_readings(stream, 900)
        ingest(sent, source="test")
        rollups.roll_up()
        for start, end in ((7.3, 66.1), (0.0, 71.9), (30.0, 31.0)):
            begin, finish = START + timedelta(hours=start), START + timedelta(hours=end)
            inside = [item for item in sent if begin <= item.phenomenon_time < finish]
            assert sum(point.n for point in series(stream, begin, finish, 2)) == len(inside)

    @pytest.mark.parametrize("points", [3, 24, 72, 200])
    def test_many_readings_keep_number_extremes_and_mean(self, points: int) -> None:
        stream = datastream(expected_interval=10)
        sent = random_readings(stream, 900)
        ingest(sent, source="test")
        rollups.roll_up()
        start, end = START - timedelta(minutes=91), START + timedelta(days=4)
        found = series(stream, start, end, points)
        results = [item.result for item in sent]
        assert 0 < len(found) <= points + 1
        assert sum(point.n for point in found) == len(sent)
        assert min(point.lowest for point in found) == min(results)
        assert max(point.highest for point in found) == max(results)
        assert sum(point.mean * point.n for point in found) == pytest.approx(sum(results))
        assert [point.start for point in found] == sorted(point.start for point in found)

    def test_a_span_or_number_of_points_that_cannot_be_is_refused(self) -> None:
        stream = datastream()
        with pytest.raises(ValueError, match="start < end"):
            series(stream, START, START, 10)
        with pytest.raises(ValueError, match="points"):
            series(stream, START, START + timedelta(days=1), 0)

    def test_newest_values_come_in_one_query(self, django_assert_num_queries: Any) -> None:
        streams = [datastream() for _ in range(3)]
        for stream in streams:
            ingest(readings(stream, 2), source="test")
        with django_assert_num_queries(1):
            found = latest_values([stream.pk for stream in streams])
        assert sorted(value.name for value in found) == sorted(stream.name for stream in streams)
        assert [value.number for value in found] == [21.0] * 3

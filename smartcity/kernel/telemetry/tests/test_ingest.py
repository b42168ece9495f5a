"""What is taken is stored once, whoever sends it however often; what is acknowledged is committed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, connections, transaction
from django.db.utils import DataError

from smartcity.config.database import APPLICATION, private_conninfo
from smartcity.config.env import environment
from smartcity.kernel.telemetry import ingest as door
from smartcity.kernel.telemetry.domain import Reading
from smartcity.kernel.telemetry.ingest import ingest
from smartcity.kernel.telemetry.models import Batch, Datastream, Latest, Observation, Refusal
from smartcity.kernel.telemetry.tests.factories import datastream, readings


@pytest.mark.django_db
class TestOneBatch:
    def test_readings_are_stored_with_ids_of_their_batch(self) -> None:
        taken = ingest(readings(datastream(), 3), source="test")
        assert (taken.accepted, taken.repeated, taken.refused) == (3, 0, [])
        batch = Batch.objects.get()
        assert [number >> 20 for number in taken.ids if number is not None] == [batch.number] * 3
        assert set(Observation.objects.values_list("id", flat=True)) == set(taken.ids)
        assert (batch.rows, batch.source) == (3, "test")

    def test_the_same_again_changes_nothing(self) -> None:
        sent = readings(datastream(), 3)
        ingest(sent, source="test")
        again = ingest(sent, source="test")
        assert (again.accepted, again.repeated) == (0, 3)
        assert again.ids == [None, None, None]
        assert Observation.objects.count() == 3
        assert Batch.objects.count() == 1, "an empty delivery is no entry in the journal"

    def test_a_reading_twice_in_one_batch_is_stored_once(self) -> None:
        (one,) = readings(datastream(), 1)
        taken = ingest([one, one], source="test")
        assert (taken.accepted, taken.repeated) == (1, 1)

    def test_a_dedup_key_tells_readings_of_one_moment_apart(self) -> None:
        (one,) = readings(datastream(), 1)
        both = [Reading(one.datastream, one.phenomenon_time, 1.0, dedup=key) for key in ("a", "b")]
        assert ingest(both, source="test").accepted == 2

    def test_bad_readings_are_refused_and_kept_and_the_others_taken(self) -> None:
        stream = datastream()
        sent = [*readings(stream, 2), *readings(2_000_000_000, 1), *readings(stream, 1, result=999.0)]
        taken = ingest(sent, source="ttn:a")
        assert taken.accepted == 2
        assert [(item.index, item.place) for item in taken.refused] == [(2, "datastream"), (3, "result")]
        kept = Refusal.objects.order_by("pk")
        assert [(item.source, item.datastream, item.value) for item in kept] == [
            ("ttn:a", "2000000000", "2000000000"),
            ("ttn:a", str(stream.pk), "999.0"),
        ]

    @pytest.mark.parametrize("text", ["\ud800", "a\0b"])
    def test_texts_that_no_database_keeps_are_refused_where_they_stand(self, text: str) -> None:
        category = datastream(result_type="category", lowest=None, highest=None)
        anything = datastream(result_type="json", lowest=None, highest=None)
        sent = [
            *readings(category, 1, result=text),
            *readings(anything, 1, result={"a": [text]}),
            *readings(anything, 1, result=1, extra={"parameters": {text: 1}}),
            *readings(f"key{text}", 1),
            *readings(anything, 1, result="\\u0000 \U0001f600"),
        ]
        taken = ingest(sent, source="mqtt")
        places = [(item.index, item.place) for item in taken.refused]
        assert places == [(0, "result"), (1, "result"), (2, "parameters"), (3, "datastream")]
        assert taken.accepted == 1
        assert Refusal.objects.count() == 4

    def test_streams_are_found_by_key_too(self) -> None:
        datastream(key="ruhrort.level")
        assert ingest(readings("ruhrort.level", 2), source="test").accepted == 2

    def test_every_form_of_result_comes_back_as_it_was(self) -> None:
        kinds: dict[str, Any] = {"number": 1.5, "boolean": True, "category": "frei", "json": {"a": [1, "ü"]}}
        for kind, result in kinds.items():
            stream = datastream(result_type=kind, lowest=None, highest=None)
            ingest(readings(stream, 1, result=result), source="test")
            stored = Observation.objects.get(datastream_id=stream.pk)
            assert (stored.number if kind in {"number", "boolean"} else stored.value) == result

    def test_what_is_rarely_given_is_kept_too(self) -> None:
        stream = datastream()
        (one,) = readings(stream, 1)
        end = one.phenomenon_time + timedelta(seconds=30)
        full = Reading(stream.pk, one.phenomenon_time, 1.0, end, end, "k", 7, {"resultQuality": "good"})
        ingest([full], source="test")
        stored = Observation.objects.get()
        assert (stored.phenomenon_end, stored.result_time, stored.feature_id) == (end, end, 7)
        assert stored.extra == {"resultQuality": "good"}

    def test_an_empty_batch_is_nothing(self) -> None:
        assert ingest([], source="test").accepted == 0
        assert not Batch.objects.exists()

    def test_a_batch_beyond_the_ids_is_refused(self) -> None:
        with pytest.raises(ValueError, match="at most"):
            ingest(range(door.MOST_READINGS + 1), source="test")  # type: ignore[arg-type]


@pytest.mark.django_db
class TestLatest:
    def test_the_newest_value_stands_apart(self) -> None:
        stream = datastream()
        sent = readings(stream, 5)
        ingest([sent[3], sent[4], sent[0]], source="test")
        assert Latest.objects.get(datastream=stream).number == sent[4].result

    def test_a_late_reading_is_stored_but_is_not_the_newest(self) -> None:
        stream = datastream()
        late, on_time = readings(stream, 2)
        ingest([on_time], source="test")
        ingest([late], source="test")
        assert Observation.objects.count() == 2
        assert Latest.objects.get(datastream=stream).phenomenon_time == on_time.phenomenon_time


@pytest.mark.django_db
class TestPartitions:
    def test_history_finds_its_partition_made(self) -> None:
        stream = datastream()
        old = [
            datetime(1999, 12, 31, 23, 59, tzinfo=UTC),
            datetime(2000, 1, 3, tzinfo=UTC),
            datetime(1970, 1, 1, tzinfo=UTC),
        ]
        taken = ingest([Reading(stream.pk, moment, 1.0) for moment in old], source="csv")
        assert taken.accepted == 3
        with connection.cursor() as cursor:
            cursor.execute("SELECT tableoid::regclass::text FROM telemetry_observation ORDER BY phenomenon_time")
            names = [name for (name,) in cursor.fetchall()]
        assert names == [f"telemetry_observation_{week}" for week in ("1970w01", "1999w52", "2000w01")]

    def test_the_database_refuses_a_row_with_two_results(self) -> None:
        ingest(readings(datastream(), 1), source="test")
        with pytest.raises(Exception, match="has_one_result"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE telemetry_observation SET value = '1'")

    def test_the_application_makes_partitions_but_owns_nothing(self) -> None:
        if environment().DATABASE_URL:
            pytest.skip("needs the private cluster with its two roles")
        conninfo = private_conninfo(environment().state, APPLICATION, str(connection.settings_dict["NAME"]))
        with psycopg.connect(conninfo) as other:
            name = other.execute("SELECT telemetry_ensure_partition('1980-05-05')").fetchone()
            assert name == ("telemetry_observation_1980w19",)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                other.execute("DROP TABLE telemetry_observation_1980w19")
            other.rollback()


def together(*jobs: Callable[[], Any]) -> list[Any]:
    """Run jobs in threads with connections of their own, all beginning at once; results or exceptions in order."""
    start, results = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(place: int, job: Callable[[], Any]) -> None:
        start.wait()
        try:
            results[place] = job()
        except Exception as error:
            results[place] = error  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, job)) for place, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.mark.usefixtures("emptied")
class TestRaces:
    def test_many_who_send_the_same_store_it_once(self) -> None:
        sent = [item for _ in range(5) for item in readings(datastream(), 40)]
        jobs = [lambda order=order: ingest(sent[::order], source="test") for order in (1, -1, 1, -1)]
        results = together(*jobs)
        assert sum(taken.accepted for taken in results) == len(sent)
        assert Observation.objects.count() == len(sent)
        assert sum(Batch.objects.values_list("rows", flat=True)) == len(sent)

    def test_positions_of_the_journal_grow_in_the_order_of_the_commits(self) -> None:
        """A consumer that has seen a position has seen everything before it: nothing appears behind its back."""
        streams = [datastream() for _ in range(4)]
        stop, gaps = threading.Event(), []

        def follow() -> None:
            seen: set[int] = set()
            while not stop.is_set():
                found = set(Batch.objects.values_list("position", flat=True))
                if seen and any(position < max(seen) for position in found - seen):
                    gaps.append(sorted(found - seen))
                seen = found
            connections.close_all()

        def write(stream: Datastream) -> None:
            for item in readings(stream, 60):
                ingest([item], source="test")

        def write_all(stream: Datastream) -> Callable[[], None]:
            return lambda: write(stream)

        follower = threading.Thread(target=follow)
        follower.start()
        results = together(*(write_all(stream) for stream in streams))
        stop.set()
        follower.join(10)
        assert results == [None] * 4
        assert gaps == []
        assert Batch.objects.count() == 240

    def test_without_the_lock_the_order_breaks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The negative control: what was written first but commits last appears behind a consumer's back."""
        first, second = datastream(), datastream()
        monkeypatch.setattr(door, "JOURNAL_LOCK", "telemetry.journal.nobody")
        waiting, written = threading.Event(), threading.Event()

        def slow() -> None:
            with transaction.atomic():
                monkeypatch.setattr(door, "JOURNAL_LOCK", "telemetry.journal.other")
                ingest(readings(first, 1), source="slow")
                written.set()
                waiting.wait(10)

        def fast() -> int:
            written.wait(10)
            monkeypatch.setattr(door, "JOURNAL_LOCK", "telemetry.journal.nobody")
            ingest(readings(second, 1), source="fast")
            seen = Batch.objects.latest("position").position
            waiting.set()
            return seen

        _nothing, seen = together(slow, fast)
        assert isinstance(seen, int), repr(seen)
        assert Batch.objects.get(source="slow").position < seen, "with one lock the fast one would have waited"

    def test_two_who_need_the_same_partition_at_once_both_get_it(self) -> None:
        """One makes it in a transaction that is still open; the other waits, and then does not make it again."""
        stream, held, going_on = datastream(), threading.Event(), threading.Event()
        moment = datetime(1991, 5, 6, tzinfo=UTC)

        def slow() -> None:
            with transaction.atomic():
                ingest([Reading(stream.pk, moment, 1.0)], source="slow")
                held.set()
                going_on.wait(10)

        def fast() -> int:
            held.wait(10)
            threading.Timer(0.3, going_on.set).start()
            return ingest([Reading(stream.pk, moment + timedelta(hours=1), 1.0)], source="fast").accepted

        assert together(slow, fast) == [None, 1]

    def test_a_batch_that_fails_leaves_nothing(self) -> None:
        stream = datastream(result_type="category", categories=[], lowest=None, highest=None)
        bad = Reading(stream.pk, datetime.now(UTC), "ok", feature=2**63)
        with pytest.raises(DataError):
            ingest([*readings(stream, 2, result="ok"), bad], source="test")
        assert not Observation.objects.exists()
        assert not Latest.objects.exists()
        assert not Batch.objects.exists()

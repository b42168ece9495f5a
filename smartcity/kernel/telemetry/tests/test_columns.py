"""The fast door keeps the same rules as the slow one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.db import connection

from smartcity.kernel.telemetry import columns as door
from smartcity.kernel.telemetry.columns import columns, ingest_columns, microseconds
from smartcity.kernel.telemetry.ingest import ingest
from smartcity.kernel.telemetry.models import Batch, Latest, Observation, Refusal
from smartcity.kernel.telemetry.rollups import roll_up
from smartcity.kernel.telemetry.tests.factories import datastream, readings

pytestmark = pytest.mark.django_db
START = microseconds(datetime.now(UTC).replace(microsecond=0) - timedelta(days=3))
MINUTE = 60_000_000


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Sizes of the batches that were copied."""
    sizes: list[int] = []
    original = door._copy

    def spy(*args):
        ids = original(*args)
        sizes.extend([] if ids is None else [len(ids)])
        return ids

    monkeypatch.setattr(door, "_copy", spy)
    return sizes


def test_a_batch_is_copied_with_newest_values_and_journal(copied: list[int]) -> None:
    one, two = datastream(), datastream()
    given = columns(
        [two.pk, one.pk, one.pk, two.pk], [START + n * MINUTE for n in (3, 2, 1, 0)], [13.0, 12.0, 11.0, 10.5]
    )
    taken = ingest_columns(given, source="test")
    assert (taken.accepted, taken.repeated, taken.refused, copied) == (4, 0, [], [4])
    stored = {
        row.id: (row.datastream_id, microseconds(row.phenomenon_time), row.number) for row in Observation.objects.all()
    }
    rows = zip(given.streams.tolist(), given.times.tolist(), given.numbers.tolist(), strict=True)
    assert [stored[number] for number in taken.ids if number is not None] == list(rows)
    newest = {row.datastream_id: (row.number, microseconds(row.first_time)) for row in Latest.objects.all()}
    assert newest == {one.pk: (12.0, START + MINUTE), two.pk: (13.0, START)}
    batch = Batch.objects.get()
    assert (batch.rows, microseconds(batch.first_time), microseconds(batch.last_time)) == (4, START, START + 3 * MINUTE)
    assert roll_up() == 1


def test_older_readings_leave_the_newest_value(copied: list[int]) -> None:
    stream = datastream()
    ingest(readings(stream, 3), source="test")
    newest = Latest.objects.get(datastream=stream)
    ingest_columns(columns([stream.pk], [START], [-3.0]), source="test")
    after = Latest.objects.get(datastream=stream)
    assert (after.number, after.observation_id) == (newest.number, newest.observation_id)
    assert microseconds(after.first_time) == START
    assert copied == [1]


def test_what_is_there_already_goes_the_other_way(copied: list[int]) -> None:
    stream = datastream()
    given = columns([stream.pk] * 3, [START + n * MINUTE for n in range(3)], [1.0, 2.0, 3.0])
    ingest_columns(given, source="test")
    again = ingest_columns(given, source="test")
    assert (again.accepted, again.repeated, copied) == (0, 3, [3])
    more = columns([stream.pk] * 2, [START + MINUTE, START + 5 * MINUTE], [2.0, 5.0])
    taken = ingest_columns(more, source="test")
    assert (taken.accepted, taken.repeated) == (1, 1)
    assert Observation.objects.count() == 4


def test_a_race_that_the_look_ahead_missed_loses_nothing(copied: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    stream = datastream()
    given = columns([stream.pk] * 2, [START, START + MINUTE], [1.0, 2.0])
    ingest_columns(given.chosen([0]), source="test")
    # as if somebody stored the first one between the look and the copy
    monkeypatch.setattr(
        door, "_TAKEN_SPANS", "SELECT %s::bigint[] IS NULL OR %s::timestamptz[] IS NULL OR %s::timestamptz[] IS NULL"
    )
    taken = ingest_columns(given, source="test")
    assert (taken.accepted, taken.repeated, copied) == (1, 1, [1])


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"streams": 2_000_000_000}, "datastream"),
        ({"numbers": 99.0}, "result"),
        ({"numbers": -99.0}, "result"),
        ({"numbers": np.nan}, "result"),
        ({"times": microseconds(datetime.now(UTC) + timedelta(hours=1))}, "phenomenonTime"),
        ({"times": -1}, "phenomenonTime"),
    ],
)
def test_bad_readings_are_refused_and_the_others_taken(change: dict[str, float], place: str) -> None:
    stream = datastream()
    rows: dict[str, list[float]] = {
        "streams": [stream.pk] * 3,
        "times": [START + n * MINUTE for n in range(3)],
        "numbers": [1.0, 2.0, 3.0],
    }
    for name, value in change.items():
        rows[name][1] = value
    taken = ingest_columns(columns(**rows), source="test")
    assert (taken.accepted, [(item.index, item.place) for item in taken.refused]) == (2, [(1, place)])
    assert Refusal.objects.count() == 1


def test_streams_that_take_no_numbers_refuse_them() -> None:
    stream = datastream(result_type="boolean", lowest=None, highest=None)
    taken = ingest_columns(columns([stream.pk], [START], [1.0]), source="test")
    assert [item.place for item in taken.refused] == ["result"]


def test_a_reading_twice_in_one_batch_is_stored_once() -> None:
    stream = datastream()
    taken = ingest_columns(columns([stream.pk] * 2, [START] * 2, [1.0, 1.0]), source="test")
    assert (taken.accepted, taken.repeated) == (1, 1)


def test_no_reading_at_all() -> None:
    assert ingest_columns(columns([], [], []), source="test").accepted == 0


@pytest.mark.parametrize("lengths", [(1, 2, 1), (1, 1, 2), (2, 1, 1)])
def test_columns_have_equal_lengths(lengths: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="equal"):
        columns(*([0] * length for length in lengths))


def test_the_index_of_the_numbers_knows_them(copied: list[int]) -> None:
    stream = datastream()
    taken = ingest_columns(columns([stream.pk], [START], [1.0]), source="test")
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM telemetry_observation WHERE id = %s", [taken.ids[0]])
        assert cursor.fetchone() == (1.0,)

"""The fast door: numbers as arrays, judged at once and copied into the table in binary form.

Rules, journal and newest values are those of ``ingest``. Copying knows no "unless it is there": only a batch whose
streams have no reading within its span is copied, any other one goes the way of ``ingest``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from numpy.typing import NDArray

from smartcity.kernel.telemetry.domain import AHEAD, EARLIEST, Reading, ResultType, Taken
from smartcity.kernel.telemetry.ingest import MOST_READINGS, ensure_partitions, ingest, journal
from smartcity.kernel.telemetry.models import Datastream
from smartcity.kernel.telemetry.models.observation import PLACE_BITS

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_POSTGRES_EPOCH_US = (datetime(2000, 1, 1, tzinfo=UTC) - _EPOCH) // _MICROSECOND
# a row of PostgreSQL's binary COPY: the number of fields, and each field after its length
_ROW = np.dtype(
    [
        ("fields", ">i2"),
        *(
            item
            for name, kind, size in (
                ("stream", ">i8", 8),
                ("time", ">i8", 8),
                ("dedup", ">i4", 4),
                ("id", ">i8", 8),
                ("number", ">f8", 8),
            )
            for item in ((f"{name}_length", ">i4"), (name, kind))
        ),
    ]
)
_HEAD, _TAIL = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
_COPY = "COPY telemetry_observation (datastream_id, phenomenon_time, dedup, id, number) FROM STDIN (FORMAT BINARY)"
_TAKEN_SPANS = """
SELECT EXISTS (
    SELECT FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[]) AS span (stream, first, last)
    WHERE EXISTS (
        SELECT FROM telemetry_observation o
        WHERE o.datastream_id = span.stream AND o.phenomenon_time BETWEEN span.first AND span.last
    )
)
"""
_NEWEST = """
INSERT INTO telemetry_latest AS known
    (datastream_id, phenomenon_time, number, observation_id, first_time, received_at)
SELECT stream, newest, number, id, first, clock_timestamp()
FROM unnest(%s::bigint[], %s::timestamptz[], %s::float8[], %s::bigint[], %s::timestamptz[])
    AS given (stream, newest, number, id, first)
ON CONFLICT (datastream_id) DO UPDATE SET
    first_time = least(known.first_time, EXCLUDED.first_time),
    (phenomenon_time, number, observation_id, received_at) = (SELECT newer.* FROM (
        SELECT EXCLUDED.phenomenon_time, EXCLUDED.number, EXCLUDED.observation_id, EXCLUDED.received_at
        WHERE EXCLUDED.phenomenon_time >= least(known.phenomenon_time, known.received_at)
        UNION ALL
        SELECT known.phenomenon_time, known.number, known.observation_id, known.received_at
        WHERE EXCLUDED.phenomenon_time < least(known.phenomenon_time, known.received_at)) AS newer)
"""


@dataclass(frozen=True, slots=True)
class Columns:
    """Readings by column: datastream numbers, times in microseconds since 1970 (UTC), results, dedup numbers."""

    streams: Ints
    times: Ints
    numbers: Floats
    dedups: NDArray[np.int32]

    def readings(self) -> list[Reading]:
        """The same, one by one."""
        rows = zip(self.streams, self.times, self.numbers, self.dedups, strict=True)
        return [Reading(int(s), moment(int(t)), float(n), dedup=int(d)) for s, t, n, d in rows]

    def chosen(self, places: Any) -> Columns:
        """Some of them."""
        return Columns(self.streams[places], self.times[places], self.numbers[places], self.dedups[places])


def columns(streams: Any, times: Any, numbers: Any, dedups: Any = None) -> Columns:
    """Columns from sequences or arrays of equal length; raises ValueError when they are not."""
    found = Columns(
        np.asarray(streams, np.int64),
        np.asarray(times, np.int64),
        np.asarray(numbers, np.float64),
        np.zeros(len(times), np.int32) if dedups is None else np.asarray(dedups, np.int32),
    )
    lengths = {found.streams.shape, found.times.shape, found.numbers.shape, found.dedups.shape}
    if len(lengths) != 1 or found.streams.ndim != 1:
        raise ValueError("columns have equal lengths")
    return found


def ingest_columns(given: Columns, *, source: str) -> Taken:
    """Take readings of numeric datastreams, as ``ingest`` does; committed on return.

    Raises ValueError for more than 2**20 readings, and the database's errors: then nothing was taken.
    """
    if len(given.times) > MOST_READINGS:
        raise ValueError(f"a batch holds at most {MOST_READINGS} readings, not {len(given.times)}")
    sound = _sound(given)
    order = np.lexsort((given.dedups, given.times, given.streams))
    if not sound.all() or _repeats(given, order) or not given.times.size:
        return ingest(given.readings(), source=source)
    ensure_partitions([moment(int(given.times.min())), moment(int(given.times.max()))])
    try:
        with transaction.atomic():
            ids = _copy(given, order, source)
    except IntegrityError:
        # somebody stored one of them meanwhile, or a datastream is gone
        ids = None
    if ids is None:
        return ingest(given.readings(), source=source)
    return Taken(accepted=len(ids), ids=ids.tolist())


def moment(microseconds: int) -> datetime:
    """The time so many microseconds after 1970."""
    return _EPOCH + timedelta(microseconds=microseconds)


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def _sound(given: Columns) -> NDArray[np.bool_]:
    """Which readings keep all rules; for the others ``ingest`` finds the words."""
    known, place = np.unique(given.streams, return_inverse=True)
    limits = {
        pk: (-np.inf if low is None else low, np.inf if high is None else high)
        for pk, low, high in Datastream.objects.filter(
            pk__in=known.tolist(), result_type=ResultType.NUMBER
        ).values_list("pk", "lowest", "highest")
    }
    # nothing is both above infinity and below it: what an unknown stream gets
    bounds = np.array([limits.get(int(pk), (np.inf, -np.inf)) for pk in known], np.float64).reshape(-1, 2)
    latest = microseconds(timezone.now() + AHEAD)
    sound: NDArray[np.bool_] = (
        np.isfinite(given.numbers)
        & (given.numbers >= bounds[place, 0])
        & (given.numbers <= bounds[place, 1])
        & (given.times <= latest)
        & (given.times >= microseconds(EARLIEST))
    )
    return sound


def _repeats(given: Columns, order: Ints) -> bool:
    """Whether a reading comes twice."""
    sorted_ = given.chosen(order)
    same = (
        (sorted_.streams[1:] == sorted_.streams[:-1])
        & (sorted_.times[1:] == sorted_.times[:-1])
        & (sorted_.dedups[1:] == sorted_.dedups[:-1])
    )
    return bool(same.any())


def _copy(given: Columns, order: Ints, source: str) -> Ints | None:
    """Copy a batch; ids in its order, or None where a stream has readings within the batch's span."""
    sorted_ = given.chosen(order)
    starts = np.flatnonzero(np.r_[True, sorted_.streams[1:] != sorted_.streams[:-1]])
    ends = np.r_[starts[1:], sorted_.streams.size] - 1
    streams, first, last = sorted_.streams[starts].tolist(), _times(sorted_, starts), _times(sorted_, ends)
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN_SPANS, [streams, first, last])
        if cursor.fetchone()[0]:
            return None
        cursor.execute("SELECT nextval('telemetry_batch_number')")
        (batch,) = cursor.fetchone()
        ids: Ints = (batch << PLACE_BITS) | np.arange(given.times.size, dtype=np.int64)
        with connection.wrap_database_errors, cursor.copy(_COPY) as copy:
            copy.write(_binary(sorted_, ids[order]))
        cursor.execute(_NEWEST, [streams, last, sorted_.numbers[ends].tolist(), ids[order][ends].tolist(), first])
        journal(cursor, batch, given.times.size, min(first), max(last), source)
    return ids


def _times(given: Columns, places: Ints) -> list[datetime]:
    return [moment(time) for time in given.times[places].tolist()]


def _binary(given: Columns, ids: Ints) -> bytes:
    rows = np.zeros(ids.size, _ROW)
    rows["fields"] = 5
    for name, values in (
        ("stream", given.streams),
        ("time", given.times - _POSTGRES_EPOCH_US),
        ("dedup", given.dedups),
        ("id", ids),
        ("number", given.numbers),
    ):
        rows[name] = values
        rows[f"{name}_length"] = _ROW[name].itemsize
    return _HEAD + rows.tobytes() + _TAIL

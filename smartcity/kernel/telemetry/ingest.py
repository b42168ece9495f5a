"""Taking readings: judged one by one, stored once, committed before anybody is told.

A batch is one transaction: its rows, the newest value of each stream, and one entry in the journal. The entry is
written under a lock that is held until the commit, so that positions in the journal grow in the order of the commits
and a consumer that remembers one position misses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from smartcity.kernel.telemetry.domain import (
    Reading,
    RefusedReading,
    ResultType,
    Stream,
    Taken,
    Unsound,
    dedup_number,
    is_text,
    json_text,
    judge,
)
from smartcity.kernel.telemetry.models import Datastream, Refusal
from smartcity.kernel.telemetry.models.observation import PLACE_BITS

MOST_READINGS = 1 << PLACE_BITS
JOURNAL_LOCK = "telemetry.journal"
_COLUMNS = (
    ("datastream_id", "bigint"),
    ("phenomenon_time", "timestamptz"),
    ("dedup", "integer"),
    ("place", "bigint"),
    ("number", "float8"),
    ("value", "text"),
    ("phenomenon_end", "timestamptz"),
    ("result_time", "timestamptz"),
    ("feature_id", "bigint"),
    ("extra", "text"),
)
_STORE = f"""
WITH given AS (
    SELECT * FROM unnest({", ".join(f"%s::{kind}[]" for _name, kind in _COLUMNS)})
        AS rows ({", ".join(name for name, _kind in _COLUMNS)})
), fresh AS (
    INSERT INTO telemetry_observation
        (datastream_id, phenomenon_time, dedup, id, number, value, phenomenon_end, result_time, feature_id, extra)
    SELECT datastream_id, phenomenon_time, dedup, (%s::bigint << {PLACE_BITS}) | place, number, value::jsonb,
        phenomenon_end, result_time, feature_id, extra::jsonb
    -- everybody takes rows in the same order, so that two batches with the same readings do not block one another
    FROM given ORDER BY datastream_id, phenomenon_time, dedup
    ON CONFLICT DO NOTHING
    RETURNING datastream_id, phenomenon_time, number, value, id
), newest AS (
    -- what a clock that ran ahead said is the newest until the next reading comes, not until its time has come
    INSERT INTO telemetry_latest AS known
        (datastream_id, phenomenon_time, number, value, observation_id, first_time, received_at)
    SELECT DISTINCT ON (datastream_id) datastream_id, phenomenon_time, number, value, id,
        min(phenomenon_time) OVER (PARTITION BY datastream_id), clock_timestamp()
    FROM fresh ORDER BY datastream_id, phenomenon_time DESC
    ON CONFLICT (datastream_id) DO UPDATE SET (phenomenon_time, number, value, observation_id, received_at, first_time)
        = (SELECT newer.*, least(known.first_time, EXCLUDED.first_time) FROM (SELECT
            EXCLUDED.phenomenon_time, EXCLUDED.number, EXCLUDED.value, EXCLUDED.observation_id, EXCLUDED.received_at
            WHERE EXCLUDED.phenomenon_time >= least(known.phenomenon_time, known.received_at)
            UNION ALL
            SELECT known.phenomenon_time, known.number, known.value, known.observation_id, known.received_at
            WHERE EXCLUDED.phenomenon_time < least(known.phenomenon_time, known.received_at)) AS newer)
        WHERE EXCLUDED.phenomenon_time >= least(known.phenomenon_time, known.received_at)
            OR EXCLUDED.first_time < known.first_time
)
SELECT count(*), min(phenomenon_time), max(phenomenon_time), array_agg(id) FROM fresh
"""
_JOURNAL = """
INSERT INTO telemetry_batch (number, rows, first_time, last_time, source, received_at)
VALUES (%s, %s, %s, %s, %s, clock_timestamp())
"""
_known_weeks: set[datetime] = set()


@dataclass(slots=True)
class _Sound:
    """The sound readings of a batch as columns, with their places in it."""

    columns: list[list[Any]] = field(default_factory=lambda: [[] for _ in _COLUMNS])

    def add(self, place: int, reading: Reading, stream: Stream, result: tuple[float | None, Any]) -> None:
        """One more row; raises Unsound for what the database cannot keep."""
        number, value = result
        row = (
            stream.id,
            reading.phenomenon_time,
            dedup_number(reading.dedup),
            place,
            number,
            None if value is None else json_text("result", value),
            reading.phenomenon_end,
            reading.result_time,
            reading.feature,
            json_text("parameters", dict(reading.extra)) if reading.extra else None,
        )
        for column, item in zip(self.columns, row, strict=True):
            column.append(item)

    @property
    def places(self) -> list[int]:
        """Places in the batch of the sound readings."""
        return self.columns[3]

    @property
    def times(self) -> list[datetime]:
        """Their times."""
        return self.columns[1]


def ingest(readings: Sequence[Reading], *, source: str) -> Taken:
    """Take a batch of readings; what is accepted is committed on return (or with the caller's transaction).

    source: the door they came through ("mqtt", "ttn:<gateway>"). Each reading is accepted, known already (same stream,
    time and dedup key), or refused with the rule that it breaks; the refused ones are kept for seven days.
    Raises ValueError for a batch of more than 2**20 readings, and the database's errors: then nothing was taken.
    """
    if len(readings) > MOST_READINGS:
        raise ValueError(f"a batch holds at most {MOST_READINGS} readings, not {len(readings)}")
    try:
        return _take(readings, source)
    except IntegrityError:
        # a datastream was deleted between being looked up and being written to: now it is unknown
        return _take(readings, source)


def _take(readings: Sequence[Reading], source: str) -> Taken:
    streams, now = _streams(readings), timezone.now()
    sound, taken = _Sound(), Taken(ids=[None] * len(readings))
    for place, reading in enumerate(readings):
        stream = streams.get(reading.datastream)
        try:
            result = judge(reading, stream, now)
            assert stream is not None  # noqa: S101  (judge refuses what has no stream)
            sound.add(place, reading, stream, result)
        except Unsound as unsound:
            taken.refused.append(RefusedReading(place, unsound.place, unsound.rule, unsound.value))
    ensure_partitions(sound.times)
    with transaction.atomic():
        _keep_refused(taken.refused, readings, source)
        if sound.places:
            _store(sound, source, taken)
    return taken


def _streams(readings: Iterable[Reading]) -> dict[int | str, Stream]:
    """The datastreams of a batch by id and by key, as they are asked for."""
    asked = {reading.datastream for reading in readings}
    ids = [item for item in asked if isinstance(item, int) and 0 < item < 2**63]
    keys = [item for item in asked if isinstance(item, str) and is_text(item)]
    names = ("id", "key", "result_type", "categories", "lowest", "highest")
    found: dict[int | str, Stream] = {}
    for field_name, wanted in (("id__in", ids), ("key__in", keys)):
        if wanted:
            for pk, key, result_type, categories, *limits in Datastream.objects.filter(
                **{field_name: wanted}
            ).values_list(*names):
                stream = Stream(pk, key, ResultType(result_type), frozenset(categories), *limits)
                found[pk if field_name == "id__in" else key] = stream
    return found


def ensure_partitions(times: Sequence[datetime]) -> None:
    """Make the partitions of these times; those known to exist are not asked for again."""
    if not times:
        return
    first, last = min(times), max(times)
    # nearly always all lie in one week or two
    ends = (first, last) if last - first <= timedelta(days=7) else times
    missing = {_monday(moment) for moment in ends} - _known_weeks
    for week in sorted(missing):
        with connection.cursor() as cursor:
            cursor.execute("SELECT telemetry_ensure_partition(%s)", [week])
        # a partition that a surrounding transaction may still take back must be asked for again
        if not connection.in_atomic_block:
            _known_weeks.add(week)


def _monday(moment: datetime) -> datetime:
    day = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())


def _store(sound: _Sound, source: str, taken: Taken) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('telemetry_batch_number')")
        (batch,) = cursor.fetchone()
        cursor.execute(_STORE, [*sound.columns, batch])
        accepted, first, last, ids = cursor.fetchone()
        if accepted:
            journal(cursor, batch, accepted, first, last, source)
    taken.accepted, taken.repeated = accepted, len(sound.places) - accepted
    known = list(taken.ids)
    for number in ids or ():
        known[number & (MOST_READINGS - 1)] = number
    taken.ids = known


def journal(cursor: Any, batch: int, rows: int, first: datetime, last: datetime, source: str) -> None:
    """Enter a batch in the journal; the order of its entries holds until the surrounding transaction ends."""
    cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [JOURNAL_LOCK])
    cursor.execute(_JOURNAL, [batch, rows, first, last, source[:60]])


def _keep_refused(refused: Iterable[RefusedReading], readings: Sequence[Reading], source: str) -> None:
    Refusal.objects.bulk_create(
        Refusal(
            source=source[:60],
            datastream=Unsound("", "", readings[item.index].datastream).value,
            place=item.place,
            rule=item.rule[:300],
            value=item.value,
        )
        for item in refused
    )

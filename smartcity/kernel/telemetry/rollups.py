"""Roll-ups: merged from the journal's batches, made anew from the readings where these were corrected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from smartcity.kernel.telemetry.consuming import catch_up, follow, span_of
from smartcity.kernel.telemetry.models import Batch, Rollup
from smartcity.kernel.telemetry.models.observation import PLACE_BITS
from smartcity.kernel.telemetry.models.rollup import DAY, HOUR, MINUTE

CONSUMER = "rollups"
_SUMS = f"""
SELECT o.datastream_id, w.width, w.bucket, count(*), min(o.number), max(o.number), sum(o.number),
    (array_agg(o.number ORDER BY o.phenomenon_time DESC))[1], max(o.phenomenon_time)
FROM telemetry_observation o
JOIN telemetry_datastream d ON d.id = o.datastream_id
CROSS JOIN LATERAL (VALUES
    ({MINUTE}, date_trunc('minute', o.phenomenon_time)),
    ({HOUR}, date_trunc('hour', o.phenomenon_time)),
    ({DAY}, date_trunc('day', o.phenomenon_time, %(zone)s))
) AS w (width, bucket)
-- a stream that speaks once a minute or less is its own roll-up by the minute
WHERE o.number IS NOT NULL AND (w.width > {MINUTE} OR d.expected_interval < {MINUTE})
"""
_INSERT = """
INSERT INTO telemetry_rollup AS known
    (datastream_id, width, bucket, n, lowest, highest, total, last, last_time)
"""
_GROUPED = " GROUP BY o.datastream_id, w.width, w.bucket ORDER BY o.datastream_id, w.width, w.bucket"
_MERGE = f"""
{_INSERT} {_SUMS}
    AND o.phenomenon_time BETWEEN %(first)s AND %(last)s AND o.id BETWEEN %(low)s AND %(high)s
    AND o.id >> {PLACE_BITS} = ANY (%(numbers)s)
{_GROUPED}
ON CONFLICT (datastream_id, width, bucket) DO UPDATE SET
    n = known.n + EXCLUDED.n,
    lowest = least(known.lowest, EXCLUDED.lowest),
    highest = greatest(known.highest, EXCLUDED.highest),
    total = known.total + EXCLUDED.total,
    last = CASE WHEN EXCLUDED.last_time >= known.last_time THEN EXCLUDED.last ELSE known.last END,
    last_time = greatest(known.last_time, EXCLUDED.last_time)
"""
_REMAKE = f"""
{_INSERT} {_SUMS}
    AND o.datastream_id = %(stream)s
    AND o.phenomenon_time >= date_trunc('day', %(moment)s::timestamptz, %(zone)s)
    AND o.phenomenon_time < date_trunc('day', %(moment)s::timestamptz, %(zone)s) + interval '25 hours'
    AND w.bucket = CASE w.width
        WHEN {MINUTE} THEN date_trunc('minute', %(moment)s::timestamptz)
        WHEN {HOUR} THEN date_trunc('hour', %(moment)s::timestamptz)
        ELSE date_trunc('day', %(moment)s::timestamptz, %(zone)s) END
{_GROUPED}
"""
_DROP = f"""
DELETE FROM telemetry_rollup WHERE datastream_id = %(stream)s AND bucket = CASE width
    WHEN {MINUTE} THEN date_trunc('minute', %(moment)s::timestamptz)
    WHEN {HOUR} THEN date_trunc('hour', %(moment)s::timestamptz)
    ELSE date_trunc('day', %(moment)s::timestamptz, %(zone)s) END
"""


def roll_up() -> int:
    """Merge the next batches into the roll-ups; returns how many. Any number of processes may call it."""
    return follow(CONSUMER, _merge)


def remake(datastream: int, moment: datetime) -> None:
    """Make the three buckets of a moment anew after a reading there was corrected or removed; in its transaction.

    Waiting batches are merged first, and nobody merges meanwhile: a reading that waits must not be counted twice.
    """
    with transaction.atomic():
        catch_up(CONSUMER, _merge)
        values: dict[str, Any] = {"stream": datastream, "moment": moment, "zone": settings.TIME_ZONE}
        with connection.cursor() as cursor:
            cursor.execute(_DROP, values)
            cursor.execute(_REMAKE, values)


def _merge(batches: Sequence[Batch]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_MERGE, span_of(batches) | {"zone": settings.TIME_ZONE})


def forget(datastream: int) -> None:
    """Drop all roll-ups of a datastream."""
    Rollup.objects.filter(datastream_id=datastream).delete()

"""The engine of readings, without doors: ingest, newest values, a month for a chart, size of the indexes.

Bars of the whole platform (systems 6.16): 80,000 observations/s over HTTP, newest values of 400 streams in 20 ms and a
month of one stream in 30 ms with 100 million observations stored. BENCH_OBSERVATIONS says how many are stored here.
Runs against a platform of its own in a scratch state folder, which is gone afterwards.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.running.platform import percentile, platform, report

STORED = int(os.environ.get("BENCH_OBSERVATIONS", "20000000"))
STREAMS, STEP_S, BATCH, BATCHES, ASKED, POINTS = 400, 60, 10_000, 20, 200, 1_000
BAR_LATEST_MS, BAR_MONTH_MS = 20.0, 30.0
FIRST = datetime(2026, 1, 5, tzinfo=UTC)
FILL = """
INSERT INTO telemetry_observation (datastream_id, phenomenon_time, id, number)
SELECT %(first_stream)s + s, %(begin)s::timestamptz + n * %(step)s * interval '1 second', 0,
    20 + 10 * sin(n / 500.0) + s %% 7
FROM generate_series(%(low)s::bigint, %(high)s::bigint) AS n, generate_series(0, %(streams)s - 1) AS s
"""
ROLL = """
INSERT INTO telemetry_rollup (datastream_id, width, bucket, n, lowest, highest, total, last, last_time)
SELECT datastream_id, width, bucket, count(*), min(number), max(number), sum(number),
    (array_agg(number ORDER BY phenomenon_time DESC))[1], max(phenomenon_time)
FROM telemetry_observation, LATERAL (VALUES
    (3600, date_trunc('hour', phenomenon_time)), (86400, date_trunc('day', phenomenon_time, 'Europe/Berlin'))
) AS w (width, bucket)
WHERE datastream_id BETWEEN %s AND %s AND phenomenon_time >= %s AND phenomenon_time < %s
GROUP BY datastream_id, width, bucket
ON CONFLICT DO NOTHING
"""
SIZES = """
SELECT sum(pg_table_size(inhrelid))::bigint, sum(pg_indexes_size(inhrelid))::bigint
FROM pg_inherits WHERE inhparent = 'telemetry_observation'::regclass
"""


def streams() -> list[Any]:
    """Datastreams of one property, one reading a minute."""
    from smartcity.kernel.telemetry.models import Datastream, ObservedProperty, Sensor, Thing

    sensor, seen = Sensor.objects.create(name="S"), ObservedProperty.objects.create(name="T", definition="urn:t")
    thing = Thing.objects.create(name="Benchmark")
    made = [
        Datastream(name=f"{n}", thing=thing, sensor=sensor, observed_property=seen, expected_interval=STEP_S)
        for n in range(STREAMS)
    ]
    return list(Datastream.objects.bulk_create(made))


def ingested(found: list[Any]) -> dict[str, Any]:
    """Readings a second from Python objects to committed rows, each batch of 10,000 in one call."""
    from smartcity.kernel.telemetry import rollups
    from smartcity.kernel.telemetry.domain import Reading
    from smartcity.kernel.telemetry.ingest import ingest

    start = datetime.now(UTC) - timedelta(days=2)
    made = [
        [
            Reading(found[i % STREAMS].pk, start + timedelta(seconds=10 * ((b * BATCH + i) // STREAMS)), 20.0 + i % 9)
            for i in range(BATCH)
        ]
        for b in range(BATCHES)
    ]
    began = perf_counter()
    accepted = sum(ingest(batch, source="bench").accepted for batch in made)
    took = perf_counter() - began
    if accepted != BATCH * BATCHES:
        raise RuntimeError(f"{accepted} of {BATCH * BATCHES} accepted")
    began = perf_counter()
    while rollups.roll_up():
        pass
    return {"per_second": round(accepted / took), "rolled_up_per_second": round(accepted / (perf_counter() - began))}


def fill(found: list[Any]) -> None:
    """Store the readings of months, week by week, and their roll-ups."""
    from django.db import connection

    first = found[0].pk
    step, a_week = STEP_S, 7 * 86_400 // STEP_S
    left, begin = STORED // STREAMS, FIRST
    with connection.cursor() as cursor:
        while left > 0:
            rows = min(left, a_week)
            cursor.execute("SELECT telemetry_ensure_partition(%s)", [begin])
            values = {"first_stream": first, "begin": begin, "step": step, "low": 0, "high": rows - 1}
            cursor.execute(FILL, {**values, "streams": STREAMS})
            cursor.execute(ROLL, [first, first + 19, begin, begin + timedelta(days=7)])
            left, begin = left - rows, begin + timedelta(days=7)
        cursor.execute("ANALYZE telemetry_observation")
        cursor.execute("ANALYZE telemetry_rollup")


def asked(found: list[Any]) -> dict[str, Any]:
    """Milliseconds of the newest values of all streams, and of a month of one stream in 1,000 points."""
    from smartcity.kernel.telemetry.selectors import latest_values, series

    keys = [stream.pk for stream in found]
    newest, month = [], []
    days = min(30, STORED // STREAMS * STEP_S // 86_400)
    for number in range(ASKED):
        began = perf_counter()
        values = list(latest_values(keys))
        newest.append((perf_counter() - began) * 1000)
        began = perf_counter()
        points = series(found[number % 20], FIRST, FIRST + timedelta(days=days), POINTS)
        month.append((perf_counter() - began) * 1000)
    return {
        "latest_of_400_p95_ms": round(percentile(newest, 0.95), 1),
        "month_p95_ms": round(percentile(month, 0.95), 1),
        "month_days": days,
        "values": len(values),
        "points": len(points),
    }


def inside() -> None:
    """The part that runs with the scratch platform's settings; prints its figures as JSON."""
    import django

    from smartcity.config.boot import choose_settings

    choose_settings()
    django.setup()
    from django.db import connection

    found = streams()
    figures: dict[str, Any] = {"ingest": ingested(found)}
    began = perf_counter()
    fill(found)
    figures["filled"] = {"observations": STORED, "seconds": round(perf_counter() - began)}
    figures["asked"] = asked(found)
    with connection.cursor() as cursor:
        cursor.execute(SIZES)
        table, indexes = cursor.fetchone()
    figures["size"] = {"table_bytes": table, "index_bytes": indexes, "index_to_table": round(indexes / table, 2)}
    print(json.dumps(figures))


def main() -> None:
    """Measure everything; exit status 1 when a bar is missed."""
    with platform("--no-simulator") as running:
        own = {**running.environment, "SMARTCITY_DATABASE_ROLE": "owner"}
        done = subprocess.run(
            [sys.executable, __file__, "--inside"], env=own, capture_output=True, text=True, check=False, timeout=3000
        )
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2000:])
    figures = json.loads(done.stdout.splitlines()[-1])
    figures["bars"] = {"latest_ms": BAR_LATEST_MS, "month_ms": BAR_MONTH_MS}
    report("telemetry", figures)
    held = figures["asked"]["latest_of_400_p95_ms"] <= BAR_LATEST_MS
    held = held and figures["asked"]["month_p95_ms"] <= BAR_MONTH_MS and figures["size"]["index_to_table"] <= 1
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    inside() if "--inside" in sys.argv else main()

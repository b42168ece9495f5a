"""SensorThings over HTTP: data arrays, single observations, nested expansion, newest values of 400 streams.

Bars (systems 6.16): 80,000 observations/s in data arrays; 2,000 single observations/s of 16 clients with p95 of 30 ms;
200 nested expansions of Things a second; newest values of 400 streams in one request within 20 ms (p95).
One web process; database and load generator on the same machine. BENCH_OBSERVATIONS says how many are stored before.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.running.platform import Platform, percentile, platform, report

STREAMS, THINGS, ROWS, ARRAYS = 400, 100, 10_000, 60
CLIENTS, SECONDS, READERS = 16, 10, 4
STORED = int(os.environ.get("BENCH_OBSERVATIONS", "2000000"))
BAR_ARRAY, BAR_SINGLE, BAR_SINGLE_MS, BAR_EXPAND, BAR_LATEST_MS = 80_000, 2_000, 30.0, 200, 20.0
EXPAND = (
    "Things?$top=20&$expand=Locations,Datastreams($expand=ObservedProperty,Sensor,"
    "Observations($orderby=phenomenonTime%20desc;$top=1))"
)
LATEST = (
    "Datastreams?$top=400&$select=id,name&$expand="
    "Observations($orderby=phenomenonTime%20desc;$top=1;$select=result,phenomenonTime)"
)
Result = tuple[float, int]


def prepare() -> list[int]:
    """Things with streams, and a past; numbers of the streams."""
    import django

    from smartcity.config.boot import choose_settings

    choose_settings()
    django.setup()
    from django.contrib.gis.geos import Point
    from django.db import connection

    from benchmarks.telemetry import fill, streams
    from smartcity.kernel.telemetry.models import Datastream, Location, Thing

    found = streams()
    place = Location.objects.create(name="Ruhrort", location=Point(6.7, 51.4, srid=4326))
    for number in range(THINGS):
        thing = Thing.objects.create(name=f"Station {number}")
        thing.locations.add(place)
        size = STREAMS // THINGS
        of_it = [stream.pk for stream in found[number * size : (number + 1) * size]]
        Datastream.objects.filter(pk__in=of_it).update(thing=thing)
    fill(found)
    with connection.cursor() as cursor:
        # what ingest would have noted
        cursor.execute(
            "INSERT INTO telemetry_latest"
            " (datastream_id, phenomenon_time, number, observation_id, first_time, received_at)"
            " SELECT DISTINCT ON (datastream_id) datastream_id, phenomenon_time, number, id, %s, now()"
            " FROM telemetry_observation ORDER BY datastream_id, phenomenon_time DESC",
            [datetime(2026, 1, 5, tzinfo=UTC)],
        )
        cursor.execute("ANALYZE")
    return [stream.pk for stream in found]


def request_bytes(running: Platform, method: str, path: str, key: str, body: bytes = b"") -> bytes:
    """A request on a connection that stays open."""
    head = f"{method} /sta/v1.1/{path} HTTP/1.1\r\nHost: 127.0.0.1:{running.port}\r\nAuthorization: Bearer {key}\r\n"
    if body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return f"{head}\r\n".encode() + body


async def answered(reader: asyncio.StreamReader) -> int:
    """Read an answer; its status."""
    head = await reader.readuntil(b"\r\n\r\n")
    status, length = int(head.split(b" ", 2)[1]), 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line[15:])
    if b"transfer-encoding: chunked" in head.lower():
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    elif length:
        await reader.readexactly(length)
    return status


async def client(running: Platform, requests: Any, until: float, results: list[Result]) -> None:
    """Send one request after the other until the time is over or none is left."""
    reader, writer = await asyncio.open_connection("127.0.0.1", running.port, limit=2**24)
    for data in requests:
        began = time.perf_counter()
        if began > until:
            break
        writer.write(data)
        await writer.drain()
        status = await answered(reader)
        results.append(((time.perf_counter() - began) * 1000, status))
    writer.close()


def run_clients(running: Platform, sources: list[Any], seconds: float) -> tuple[list[float], float]:
    """Milliseconds of all answers, and the seconds that it took; every answer must be a success."""

    async def run() -> list[Result]:
        results: list[Result] = []
        until = time.perf_counter() + seconds
        await asyncio.gather(*(client(running, source, until, results) for source in sources))
        return results

    began = time.perf_counter()
    results = asyncio.run(run())
    took = time.perf_counter() - began
    wrong = [status for _ms, status in results if status not in {200, 201}]
    if wrong or not results:
        raise RuntimeError(f"{len(wrong)} of {len(results)} answers: {wrong[:3]}")
    return [ms for ms, _status in results], took


def arrays(running: Platform, key: str, streams: list[int]) -> dict[str, Any]:
    """Observations a second in arrays of 10,000 (25 of each stream), two clients."""
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(days=3)
    bodies = []
    for number in range(ARRAYS):
        per_stream = ROWS // len(streams)
        blocks = []
        for stream in streams:
            moments = (start + timedelta(seconds=10 * (number * per_stream + i)) for i in range(per_stream))
            rows = [[moment.isoformat().replace("+00:00", "Z"), 20.5 + i % 9] for i, moment in enumerate(moments)]
            blocks.append(
                {
                    "Datastream": {"@iot.id": stream},
                    "components": ["phenomenonTime", "result"],
                    "dataArray@iot.count": per_stream,
                    "dataArray": rows,
                }
            )
        bodies.append(request_bytes(running, "POST", "CreateObservations", key, json.dumps(blocks).encode()))
    times, took = run_clients(running, [bodies[0::2], bodies[1::2]], 600)
    return {"per_second": round(ROWS * ARRAYS / took), "p95_ms": round(percentile(times, 0.95))}


def singles(running: Platform, key: str, streams: list[int], clients: int = CLIENTS) -> dict[str, Any]:
    """Single observations a second of 16 clients on open connections."""
    start = datetime.now(UTC) - timedelta(days=1)

    def requests(number: int) -> Any:
        step = 0
        while True:
            step += 1
            moment = (start + timedelta(milliseconds=step)).isoformat()
            body = json.dumps({"phenomenonTime": moment, "result": 20.5}).encode()
            yield request_bytes(running, "POST", f"Datastreams({streams[number]})/Observations", key, body)

    run_clients(running, [requests(number + 100) for number in range(clients)], 2)
    times, took = run_clients(running, [requests(number) for number in range(clients)], SECONDS)
    return {"per_second": round(len(times) / took), "p95_ms": round(percentile(times, 0.95), 1)}


def reads(running: Platform, key: str, path: str, clients: int) -> dict[str, Any]:
    """Requests a second of one address."""

    def requests() -> Any:
        while True:
            yield request_bytes(running, "GET", path, key)

    run_clients(running, [requests()], 1)
    times, took = run_clients(running, [requests() for _ in range(clients)], SECONDS)
    return {
        "per_second": round(len(times) / took),
        "p50_ms": round(percentile(times, 0.5), 1),
        "p95_ms": round(percentile(times, 0.95), 1),
    }


def measured(running: Platform, key: str, streams: list[int]) -> dict[str, Any]:
    """All figures."""
    return {
        "stored": STORED,
        "arrays": arrays(running, key, streams),
        "singles": singles(running, key, streams),
        "expand": reads(running, key, EXPAND, READERS),
        "latest_of_400": reads(running, key, LATEST, 1),
    }


def main() -> None:
    """Measure; exit status 1 when a bar is missed."""
    with platform("--no-simulator") as running:
        own = {**running.environment, "SMARTCITY_DATABASE_ROLE": "owner"}
        done = subprocess.run(
            [sys.executable, __file__, "--prepare"], env=own, capture_output=True, text=True, check=False, timeout=3600
        )
        if done.returncode != 0:
            raise RuntimeError(done.stderr[-2000:])
        key = running.run("iot", "add-key", "bench", "--write").stdout.strip()
        figures = measured(running, key, json.loads(done.stdout.splitlines()[-1]))
    report("sensorthings", figures)
    held = (
        figures["arrays"]["per_second"] >= BAR_ARRAY
        and figures["singles"]["per_second"] >= BAR_SINGLE
        and figures["singles"]["p95_ms"] <= BAR_SINGLE_MS
        and figures["expand"]["per_second"] >= BAR_EXPAND
        and figures["latest_of_400"]["p95_ms"] <= BAR_LATEST_MS
    )
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    if "--prepare" in sys.argv:
        print(json.dumps(prepare()))
    else:
        main()

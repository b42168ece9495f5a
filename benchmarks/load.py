"""Pages under load: open-loop arrivals, 90 % reading, 10 % writing; two web processes, the generator beside them.

Bar: ≥ 100 requests/s, p95 ≤ 500 ms, no errors. Open loop: a request is sent when its time has come, whether or not
earlier ones have been answered, so that a slow server cannot slow the generator down.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.running.platform import Platform, percentile, platform, report
from smartcity.config.state import StateFolder

RATES, SECONDS, WARM_UP = (50, 100, 200, 300, 400), 12, 5
UNKEPT_RATES = (50, 100)
READS = (
    *(
        "/",
        "/karte",
        "/baustellen",
        "/projekte",
        "/projekte/baustellen-viewer",
        "/masterplan",
        "/dienste",
        "/suche?q=bau",
    ),
    *(
        "/ogc/collections?f=json",
        "/ogc/collections/baustellen/items?limit=100",
        "/api/v1/portfolio/projects",
        "/health/ready",
    ),
)


def request_bytes(running: Platform, key: str, number: int, chance: random.Random) -> tuple[str, bytes]:
    """The next request: its kind, and its bytes."""
    head = f"Host: 127.0.0.1:{running.port}\r\nConnection: close\r\nAccept-Encoding: gzip\r\n"
    if chance.random() >= 0.1:
        path = chance.choice(READS)
        return path, f"GET {path} HTTP/1.1\r\n{head}\r\n".encode()
    lon, lat = 6.72 + chance.random() / 20, 51.41 + chance.random() / 20
    body = json.dumps(
        {
            "reference": f"load-{number}-{time.time_ns()}",
            "title": "Lasttest",
            "street_names": ["Königstraße"],
            "geometry": {"type": "LineString", "coordinates": [[lon, lat], [lon + 0.001, lat]]},
            "start": "2031-03-01T06:00:00Z",
            "end": "2031-03-02T06:00:00Z",
        }
    ).encode()
    head += f"Authorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return "POST /api/v1/roadworks/", f"POST /api/v1/roadworks/ HTTP/1.1\r\n{head}\r\n".encode() + body


async def send(running: Platform, kind: str, data: bytes, due: float, results: list[tuple[str, float, int]]) -> None:
    """Send one request and note kind, milliseconds since it was due, and status (0 when there was none)."""
    status = 0
    try:
        async with asyncio.timeout(30):
            reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
            writer.write(data)
            status = int((await reader.readline()).split()[1])
            await reader.read(-1)
            writer.close()
    except (OSError, TimeoutError, IndexError, ValueError):
        pass
    results.append((kind, (time.perf_counter() - due) * 1000, status))


async def run(running: Platform, key: str, rate: int, seconds: float) -> dict[str, Any]:
    """Offer ``rate`` requests a second for ``seconds``."""
    chance = random.Random(1)
    results: list[tuple[str, float, int]] = []
    tasks = []
    began = time.perf_counter()
    for number in range(int(rate * seconds)):
        due = began + number / rate
        if (wait := due - time.perf_counter()) > 0:
            await asyncio.sleep(wait)
        kind, data = request_bytes(running, key, number, chance)
        tasks.append(asyncio.create_task(send(running, kind, data, due, results)))
    await asyncio.gather(*tasks)
    took = time.perf_counter() - began
    times = [milliseconds for _, milliseconds, _ in results]
    bad = [(kind, status) for kind, _, status in results if not 200 <= status < 300]
    return {
        "offered_per_s": rate,
        "done_per_s": round(len(results) / took, 1),
        "p50_ms": round(percentile(times, 0.5)),
        "p95_ms": round(percentile(times, 0.95)),
        "errors": len(bad),
        "first_errors": sorted(set(bad))[:3],
    }


def main() -> dict[str, Any]:
    """Measure each rate; then without the cache of pages, as if no two people asked for the same one."""
    return {**measured("1", RATES, ""), **measured("0", UNKEPT_RATES, ", no page kept")}


def measured(kept_seconds: str, rates: tuple[int, ...], remark: str) -> dict[str, Any]:
    """Figures by rate of a platform that keeps pages for that long."""
    figures: dict[str, Any] = {}
    variables = {"SMARTCITY_WEB_PROCESSES": "2", "SMARTCITY_PAGE_CACHE_SECONDS": kept_seconds}
    with platform("--no-simulator", **variables) as running:
        key = StateFolder(running.home).existing_secret("simulator-key")
        asyncio.run(run(running, key, 20, WARM_UP))
        for rate in rates:
            figures[f"{rate} requests/s{remark}"] = asyncio.run(run(running, key, rate, SECONDS))
    return figures


if __name__ == "__main__":
    report("load", main())

"""Time to first byte of the main pages, warm, one web process (bar: p95 ≤ 60 ms for home and map)."""

from __future__ import annotations

import http.client
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.running.platform import Platform, percentile, platform, report

PAGES = ("/", "/karte", "/baustellen", "/projekte", "/masterplan", "/dienste", "/ogc/collections?f=json")
ROUNDS, WARM_UP = 150, 15


def first_byte(running: Platform, path: str) -> float:
    """Milliseconds from the request to the first byte of a 200."""
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=20)
    connection.connect()
    began = time.perf_counter()
    connection.request("GET", path, headers={"Accept-Encoding": "gzip", "Host": f"127.0.0.1:{running.port}"})
    response = connection.getresponse()
    response.read(1)
    took = (time.perf_counter() - began) * 1000
    if response.status != 200:
        raise RuntimeError(f"{path}: {response.status}")
    response.read()
    connection.close()
    return took


def main() -> dict[str, Any]:
    """Measure every page; milliseconds."""
    figures: dict[str, Any] = {}
    with platform("--no-simulator", SMARTCITY_PAGE_CACHE_SECONDS="0") as running:
        for path in PAGES:
            for _ in range(WARM_UP):
                first_byte(running, path)
            times = [first_byte(running, path) for _ in range(ROUNDS)]
            figures[path] = {"p50_ms": round(percentile(times, 0.5), 1), "p95_ms": round(percentile(times, 0.95), 1)}
        cold = running.stop()
        figures["stop_s"] = round(cold, 1)
        figures["second_start_s"] = round(running.start("--no-simulator"), 1)
    return figures


if __name__ == "__main__":
    report("pages", main())

"""OGC items and tiles on a table of a million features, beside pygeoapi on the same table in the same run.

Bars: items with limit=1000 at least 10 times as fast as pygeoapi; a cold tile in 60 ms (median), a warm one in 5 ms.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import statistics
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.geodata.servers import get, ours, peer
from benchmarks.geodata.table import scratch_database
from benchmarks.running.platform import percentile, report

ROWS, ROUNDS, TILES = 1_000_000, 25, 120
BAR_RATIO, BAR_COLD_MS, BAR_WARM_MS = 10.0, 60.0, 5.0
PAGES: dict[str, Callable[[random.Random], str]] = {
    "limit=1000": lambda _chance: "limit=1000",
    "limit=1000 further on": lambda chance: f"limit=1000&offset={chance.randrange(1, 100) * 1000}",
    "limit=1000 in a box": lambda chance: f"limit=1000&bbox={_box(chance)}",
    "limit=1000 of one kind": lambda chance: f"limit=1000&kind={chance.choice(['oak', 'lime', 'plane'])}",
}


def _box(chance: random.Random) -> str:
    west, south = 6.62 + chance.random() * 0.15, 51.33 + chance.random() * 0.17
    return f"{west:.4f},{south:.4f},{west + 0.03:.4f},{south + 0.03:.4f}"


def items(addresses: dict[str, str], page: str) -> dict[str, float]:
    """Median milliseconds of a page of items at both servers, asked in turns so that other load meets both alike."""
    chance = random.Random(1)
    found: dict[str, list[float]] = {name: [] for name in addresses}
    for number in range(ROUNDS + 3):
        query = PAGES[page](chance)
        for name, address in addresses.items():
            port, _, prefix = address.partition("/")
            took, status, content, _tag = get(int(port), f"/{prefix}collections/trees/items?f=json&{query}")
            if status != 200 or len(json.loads(content)["features"]) != 1000:
                raise RuntimeError(f"{name} {page}: {status} {content[:300]!r}")
            if number >= 3:
                found[name].append(took)
    return {name: statistics.median(values) for name, values in found.items()}


def throughput(port: int, prefix: str, seconds: float = 5.0) -> float:
    """Pages of 1,000 items a second with four clients."""
    path = f"{prefix}/collections/trees/items?f=json&limit=1000"
    end = perf_counter() + seconds

    def client(_number: int) -> int:
        done = 0
        while perf_counter() < end:
            done += get(port, path)[1] == 200
        return done

    with ThreadPoolExecutor(4) as pool:
        return sum(pool.map(client, range(4))) / seconds


def tile_addresses() -> list[str]:
    """Tiles that a map of the city shows, zoom 10 to 17, each once, in a fixed random order."""
    chance = random.Random(2)
    found: set[str] = set()
    while len(found) < TILES:
        z = chance.randrange(10, 18)
        lon, lat = 6.62 + chance.random() * 0.21, 51.33 + chance.random() * 0.23
        x = int((lon + 180) / 360 * 2**z)
        y = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**z)
        found.add(f"/ogc/collections/trees/tiles/WebMercatorQuad/{z}/{y}/{x}")
    ordered = sorted(found)
    chance.shuffle(ordered)
    return ordered


def tiles(port: int) -> dict[str, Any]:
    """Cold, kept and revalidated tiles; milliseconds."""
    cold: list[float] = []
    kept: list[float] = []
    same: list[float] = []
    by_zoom: dict[int, list[float]] = {}
    get(port, "/ogc/collections/trees/tiles/WebMercatorQuad/0/0/0")
    for address in tile_addresses():
        took, status, content, tag = get(port, address)
        if status != 200 or not content:
            raise RuntimeError(f"{address}: {status} {content[:300]!r}")
        cold.append(took)
        by_zoom.setdefault(int(address.split("/")[-3]), []).append(took)
        kept.append(get(port, address)[0])
        took, status, _content, _tag = get(port, address, {"If-None-Match": tag})
        if status != 304:
            raise RuntimeError(f"{address}: {status} instead of 304")
        same.append(took)
    figures: dict[str, Any] = {}
    for name, values in (("cold", cold), ("kept", kept), ("unchanged (304)", same)):
        figures[f"tile {name}, median ms"] = round(statistics.median(values), 2)
        figures[f"tile {name}, p95 ms"] = round(percentile(values, 0.95), 2)
    figures["tile cold by zoom, median ms"] = {z: round(statistics.median(by_zoom[z]), 1) for z in sorted(by_zoom)}
    return figures


def main() -> int:
    """Measure both; the exit status says whether the bars hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    rows = parser.parse_args().rows
    figures: dict[str, Any] = {"rows": rows}
    with (
        scratch_database(rows) as target,
        tempfile.TemporaryDirectory() as folder,
        ours(target, Path(folder)) as port,
        peer(target, Path(folder)) as other,
    ):
        times = {page: items({"ours": f"{port}/ogc/", "pygeoapi": f"{other}/"}, page) for page in PAGES}
        figures |= tiles(port)
        figures["pages of 1,000 items a second, ours"] = round(throughput(port, "/ogc"), 1)
        figures["pages of 1,000 items a second, pygeoapi"] = round(throughput(other, ""), 1)
    for page, took in times.items():
        ratio = took["pygeoapi"] / took["ours"]
        figures[f"{page}: ours / pygeoapi ms, times faster"] = (
            f"{took['ours']:.1f} / {took['pygeoapi']:.1f}, {ratio:.1f}"
        )
    ratio = times["limit=1000"]["pygeoapi"] / times["limit=1000"]["ours"]
    held = ratio >= BAR_RATIO and figures["tile cold, median ms"] <= BAR_COLD_MS
    held = held and figures["tile kept, median ms"] <= BAR_WARM_MS
    figures["bars hold"] = held
    report("features", figures)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())

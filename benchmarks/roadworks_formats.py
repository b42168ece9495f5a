"""How fast roadworks are read and written: typical short works (a line of 5 points, 2 lanes, 1 phase), no database."""

from __future__ import annotations

import gc
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.running.platform import report
from smartcity.mobility.roadworks.domain import Lane, Phase, Roadwork, Text, line_string
from smartcity.mobility.roadworks.formats import csv_table, datex2, wzdx
from smartcity.mobility.roadworks.formats.item import Item
from smartcity.mobility.roadworks.vocabulary import (
    Cause,
    Direction,
    LaneStatus,
    LaneType,
    State,
    VehicleImpact,
)

COUNT = 20_000
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def work(number: int) -> Roadwork:
    """A typical short roadwork in Duisburg; every value differs from its neighbour's."""
    start = NOW + timedelta(days=number % 300, hours=6)
    end = start + timedelta(days=5 + number % 20)
    east, north = 6.70 + number % 1000 / 10_000, 51.38 + number % 700 / 10_000
    line = line_string(*((round(east + step / 2000, 6), round(north + step / 3000, 6)) for step in range(5)))
    lanes = (Lane(1, LaneType.GENERAL, LaneStatus.OPEN), Lane(2, LaneType.GENERAL, LaneStatus.CLOSED))
    return Roadwork(
        source_system="benchmark",
        source_id=f"work-{number}",
        geometry=line,
        start=start,
        end=end,
        street_names=(f"Straße {number % 900}",),
        title=Text(f"Kanalbau Straße {number % 900}"),
        state=State.ORDERED,
        created=NOW,
        updated=NOW + timedelta(minutes=number),
        cause=Cause.SEWER,
        direction=Direction.EASTBOUND,
        vehicle_impact=VehicleImpact.SOME_LANES_CLOSED,
        lanes=lanes,
        phases=(Phase(title=Text("Bauabschnitt 1"), start=start, end=end),),
    )


def as_csv(works: list[Roadwork]) -> bytes:
    """The works as a table with WKT."""
    rows = ["source_id;source_system;street_names;title;start;end;state;cause;wkt"]
    for one in works:
        course = ", ".join(f"{x} {y}" for x, y in one.geometry.positions)
        cells = (one.source_id, one.source_system, one.street_names[0], one.title.de, one.start, one.end)
        rows.append(";".join(map(str, (*cells, "angeordnet", "Kanal", f"LINESTRING ({course})"))))
    return "\n".join(rows).encode()


def speed(run: Callable[[], Any], rounds: int = 3) -> float:
    """The best of several rounds, in works per second."""
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        began = time.process_time()
        run()
        best = min(best, time.process_time() - began)
    return COUNT / best


def reading(read: Callable[[bytes], Iterator[Item]], document: bytes) -> float:
    """Reading speed; fails where a work is refused."""

    def run() -> None:
        found = sum(item.roadwork is not None for item in read(document))
        if found != COUNT:
            raise SystemExit(f"{COUNT - found} of {COUNT} works were refused")

    return speed(run)


def main() -> None:
    works = [work(number) for number in range(COUNT)]
    info = wzdx.feed_info(wzdx.Publisher("Stadt"), now=NOW)
    writers: dict[str, Callable[[], bytes]] = {
        "wzdx": lambda: b"".join(wzdx.write(works, feed_info=info)),
        "datex2": lambda: b"".join(datex2.write(works, publisher="Stadt", now=NOW)),
        "csv": lambda: as_csv(works),
    }
    readers: dict[str, Callable[[bytes], Iterator[Item]]] = {
        "wzdx": wzdx.read, "datex2": datex2.read, "csv": csv_table.read,
    }  # fmt: skip
    wanted = sys.argv[1:] or list(readers)
    figures: dict[str, Any] = {"works": COUNT}
    for name in wanted:
        document = writers[name]()
        figures[f"{name} MB"] = round(len(document) / 1e6, 1)
        figures[f"{name} read, works per second"] = round(reading(readers[name], document))
        if name != "csv":
            figures[f"{name} written, works per second"] = round(speed(writers[name], rounds=1))
    figures["peak memory MB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    report("roadworks_formats", figures)


if __name__ == "__main__":
    main()

"""Roadworks over five years (100,000): the viewer's data for a date, conflicts of a new work, import of 20,000.

Bars: viewer data 150 ms (p95), conflict check 100 ms (p95), import including parsing 2,000 works a second.
Runs against a platform of its own in a scratch state folder, which is gone afterwards.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.running.platform import Platform, percentile, platform, report

WORKS, IMPORTED, PLANS, DAYS, WARM_UP = 100_000, 20_000, 200, 60, 5
BAR_VIEWER_MS, BAR_CONFLICT_MS, BAR_IMPORT = 150.0, 100.0, 2_000.0
# the demo's works again and again: elsewhere in the city, at other times of five years around today
FILL = """
INSERT INTO roadworks_roadwork ({columns}, uuid, slug, source_system, source_id, state, start, "end", actual_start,
    actual_end, geometry, detour_geometry, district_id)
SELECT {columns}, gen_random_uuid(), 'bench-' || number, 'bench', number::text,
    CASE WHEN at + length < now() THEN 'finished' WHEN at < now() THEN 'active' ELSE 'planned' END,
    at, at + length, CASE WHEN at < now() THEN at END, CASE WHEN at + length < now() THEN at + length END,
    ST_Translate(geometry, dx, dy), ST_Translate(detour_geometry, dx, dy), district_id
FROM (
    SELECT demo.*, number, (random() - 0.5) * 0.05 AS dx, (random() - 0.5) * 0.05 AS dy,
        "end" - start AS length, now() - interval '4.5 years' + random() * interval '5 years' AS at
    FROM generate_series(1, {works}) AS number
    JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM roadworks_roadwork) AS demo
        ON demo.place = number % (SELECT count(*) FROM roadworks_roadwork)
) AS grown
"""
OWN = frozenset(
    {
        *("id", "uuid", "slug", "source_system", "source_id", "state", "start", "end", "actual_start", "actual_end"),
        *("geometry", "detour_geometry", "district_id", "begins", "ends", "period"),
    }
)


def fill() -> None:
    """Multiply the demo's works; the record of changes is left out, it is not what is measured."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'roadworks_roadwork'")
        columns = ", ".join(f'grown."{name}"' for (name,) in cursor.fetchall() if name not in OWN)
        plain = columns.replace("grown.", "")
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute("ALTER TABLE roadworks_roadwork DISABLE TRIGGER USER")
        cursor.execute(FILL.format(columns=plain, works=WORKS).replace(f"SELECT {plain}", f"SELECT {columns}", 1))
        cursor.execute("ALTER TABLE roadworks_roadwork ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE roadworks_roadwork")


def conflicts() -> dict[str, float]:
    """Milliseconds of checking new works at random places and times."""
    from smartcity.mobility.roadworks.conflicts import Plan, judge
    from smartcity.mobility.roadworks.models import Roadwork

    chance, found = random.Random(1), []
    rows = list(Roadwork.objects.filter(source_system="bench").only("geometry", "detour_geometry")[: PLANS + WARM_UP])
    for number, row in enumerate(rows):
        start = datetime.now(UTC) + timedelta(days=chance.randrange(120))
        plan = Plan(row.geometry, start, start + timedelta(days=21), row.detour_geometry)
        began = perf_counter()
        judge(plan)
        if number >= WARM_UP:
            found.append((perf_counter() - began) * 1000)
    return {"p50_ms": round(percentile(found, 0.5), 1), "p95_ms": round(percentile(found, 0.95), 1)}


def imports() -> dict[str, float]:
    """Works a second from the bytes of a WZDx feed to the committed rows with their audit."""
    from dataclasses import replace

    from django.utils import timezone

    from smartcity.kernel.service import SystemActor
    from smartcity.mobility.roadworks.bounds import city_bounds
    from smartcity.mobility.roadworks.demo import demo_works
    from smartcity.mobility.roadworks.formats import wzdx
    from smartcity.mobility.roadworks.imports import import_works

    seeds = list(demo_works(timezone.localtime()))
    works = (replace(seeds[n % len(seeds)], source_system="import", source_id=str(n)) for n in range(IMPORTED))
    info = wzdx.feed_info(wzdx.Publisher("Bench"), now=datetime.now(UTC))
    document = b"".join(wzdx.write(works, feed_info=info))
    began = perf_counter()
    done = import_works(actor=SystemActor("bench"), items=wzdx.read(document), bounds=city_bounds())
    first = perf_counter() - began
    began = perf_counter()
    again = import_works(actor=SystemActor("bench"), items=wzdx.read(document), bounds=city_bounds())
    second = perf_counter() - began
    if (done.created, again.unchanged) != (IMPORTED, IMPORTED):
        raise RuntimeError(f"imported {done.created}, unchanged {again.unchanged} of {IMPORTED}")
    return {
        "megabytes": round(len(document) / 1e6, 1),
        "per_second": round(IMPORTED / first),
        "repeated_per_second": round(IMPORTED / second),
    }


def viewer(running: Platform) -> dict[str, float]:
    """Milliseconds until page and map data of one date are there, for dates of five years."""
    chance, page, layer, features = random.Random(2), [], [], 0
    for number in range(DAYS + WARM_UP):
        day = datetime.now(UTC).date() + timedelta(days=chance.randrange(-1500, 150))
        span = f"{day}T00:00:00Z/{day + timedelta(days=1)}T00:00:00Z"
        took, _content = _timed(f"{running.url}/baustellen?zeit=tag&datum={day}")
        also, content = _timed(f"{running.url}/ogc/collections/baustellen/items?f=json&limit=2000&datetime={span}")
        if number >= WARM_UP:
            page.append(took)
            layer.append(also)
            features += len(json.loads(content)["features"])
    return {
        "page_p95_ms": round(percentile(page, 0.95), 1),
        "map_p95_ms": round(percentile(layer, 0.95), 1),
        "features_mean": round(features / DAYS),
    }


def _timed(address: str) -> tuple[float, bytes]:
    began = perf_counter()
    with urllib.request.urlopen(address, timeout=60) as answer:
        content: bytes = answer.read()
    return (perf_counter() - began) * 1000, content


def inside() -> None:
    """The part that runs with the scratch platform's settings; prints its figures as JSON."""
    import django

    from smartcity.config.boot import choose_settings

    choose_settings()
    django.setup()
    fill()
    print(json.dumps({"conflicts": conflicts(), "import": imports()}))


def main() -> None:
    """Measure everything; exit status 1 when a bar is missed."""
    with platform("--no-simulator") as running:
        own = {**running.environment, "SMARTCITY_DATABASE_ROLE": "owner"}
        done = subprocess.run(
            [sys.executable, __file__, "--inside"], env=own, capture_output=True, text=True, check=False, timeout=1500
        )
        if done.returncode != 0:
            raise RuntimeError(done.stderr[-2000:])
        figures: dict[str, Any] = {
            "works": WORKS,
            **json.loads(done.stdout.splitlines()[-1]),
            "viewer": viewer(running),
        }
    figures["bars"] = {
        "viewer_ms": BAR_VIEWER_MS,
        "conflict_ms": BAR_CONFLICT_MS,
        "import_per_second": BAR_IMPORT,
    }
    report("roadworks", figures)
    slowest = max(figures["viewer"]["page_p95_ms"], figures["viewer"]["map_p95_ms"])
    held = (
        slowest <= BAR_VIEWER_MS
        and figures["conflicts"]["p95_ms"] <= BAR_CONFLICT_MS
        and figures["import"]["per_second"] >= BAR_IMPORT
    )
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    inside() if "--inside" in sys.argv else main()

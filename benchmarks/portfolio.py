"""The portfolio with 500 projects: list, search, timeline over HTTP, one web process (bar: p95 ≤ 150 ms each)."""

from __future__ import annotations

import http.client
import random
import shutil
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.running.platform import Platform, percentile, platform, report

CITY = Path(__file__).resolve().parents[1] / "data" / "duisburg"
PROJECTS, OWN, MILESTONES = 500, 27, 4
ROUNDS, WARM_UP, BAR_MS = 120, 10, 150
ADDRESSES = {
    "list": "/projekte",
    "list, last page": "/projekte?seite=17",
    "list as table, sorted by phase": "/projekte?ansicht=tabelle&sortieren=phase",
    "list, three filters": "/projekte?feld=mobility&partner=dvv&phase=implementation",
    "search, common word": "/projekte?q=Sensordaten",
    "search, misspelt": "/projekte?q=Verkehrmesung",
    "timeline": "/projekte/zeitleiste",
    "timeline, field": "/projekte/zeitleiste?feld=mobility",
    "plan at a glance": "/masterplan",
}
WITHOUT_BAR = {"API, all projects in one answer": "/api/v1/portfolio/projects"}
STEMS = ("Sensor", "Verkehr", "Ampel", "Quartier", "Schul", "Hafen", "Energie", "Wasser", "Karten", "Antrags", "Termin")
ENDINGS = ("daten", "messung", "netz", "plattform", "portal", "dienst", "planung", "anzeige", "lage", "raum", "hilfe")
PHASES = ("idea", "specification", "order", "planning", "detailed_planning", "implementation", "operation", "paused")
FIELDS = ("broadband", "egovernment", "economy", "mobility", "living", "infrastructure", "education")
PARTNERS = ("stadt-duisburg", "dvv", "gebag", "wbd", "gfw-duisburg", "huawei", "fraunhofer-ims")


def sentence(chance: random.Random, length: int) -> str:
    """Words in a row."""
    return " ".join(chance.choice(STEMS) + chance.choice(ENDINGS) for _ in range(length))


def project(chance: random.Random, number: int) -> str:
    """One invented project as it stands in portfolio.toml."""
    title = f"{sentence(chance, 3)} {number}"
    lines = [
        "[[projects]]",
        f'number = "8.{number}"',
        f'slug = "invented-{number}"',
        'kind = "project"',
        f"fields = {chance.sample(FIELDS, chance.randint(1, 2))!r}",
        f'responsible = [{{ words = "Amt {number}", partner = "{chance.choice(PARTNERS)}" }}]',
        f'phase = "{chance.choice(PHASES)}"',
    ]
    texts = {"title": title, "summary": sentence(chance, 90)}
    texts |= {name: sentence(chance, 12) for name in ("goal", "users", "benefit", "phase_source")}
    lines += [f'{name}.{language} = "{text}"' for name, text in texts.items() for language in ("de", "en")]
    begins = date(2018, 1, 1) + timedelta(chance.randrange(2000))
    for step in range(MILESTONES):
        begins += timedelta(chance.randrange(20, 200))
        ends = begins + timedelta(chance.randrange(0, 300))
        lines += ["[[projects.milestones]]", 'kind = "period"', f"begins = {begins}", f"ends = {ends}"]
        lines += [f'{name}.{lang} = "Schritt {step}"' for name in ("stated", "title") for lang in ("de", "en")]
    return "\n".join(lines)


def write_plan(folder: Path) -> None:
    """The city's plan, made up to 500 projects."""
    chance = random.Random(500)
    for name in ("portfolio.toml", "partners.toml", "boards.toml"):
        shutil.copy(CITY / name, folder / name)
    invented = [project(chance, number) for number in range(1, PROJECTS - OWN + 1)]
    with (folder / "portfolio.toml").open("a", encoding="utf-8") as file:
        file.write("\n\n" + "\n\n".join(invented) + "\n")


def took(running: Platform, address: str) -> float:
    """Milliseconds from the request to the last byte of a 200."""
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=20)
    connection.connect()
    began = time.perf_counter()
    connection.request("GET", address, headers={"Host": f"127.0.0.1:{running.port}"})
    response = connection.getresponse()
    response.read()
    milliseconds = (time.perf_counter() - began) * 1000
    connection.close()
    if response.status != 200:
        raise RuntimeError(f"{address}: {response.status}")
    return milliseconds


def measure(running: Platform) -> dict[str, Any]:
    """Load the plan through the command, then ask for each page."""
    figures: dict[str, Any] = {"projects": PROJECTS, "milestones": MILESTONES * (PROJECTS - OWN), "bar_p95_ms": BAR_MS}
    with tempfile.TemporaryDirectory() as folder:
        write_plan(Path(folder))
        began = time.perf_counter()
        loaded = running.run("portfolio", "load", folder)
        if loaded.returncode != 0:
            raise RuntimeError(loaded.stderr)
        figures["load_s"] = round(time.perf_counter() - began, 1)
    for name, address in (ADDRESSES | WITHOUT_BAR).items():
        for _ in range(WARM_UP):
            took(running, address)
        times = [took(running, address) for _ in range(ROUNDS)]
        figures[name] = {"p50_ms": round(percentile(times, 0.5), 1), "p95_ms": round(percentile(times, 0.95), 1)}
    return figures


def main() -> dict[str, Any]:
    """On a platform of its own, gone afterwards."""
    with platform("--no-simulator", SMARTCITY_PAGE_CACHE_SECONDS="0") as running:
        return measure(running)


if __name__ == "__main__":
    found = main()
    report("portfolio", found)
    slow = [name for name in ADDRESSES if found[name]["p95_ms"] > BAR_MS]
    sys.exit(f"over the bar: {', '.join(slow)}" if slow else 0)

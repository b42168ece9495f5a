"""``smartcity opendata``: the quality report, and other catalogues' datasets."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from smartcity.economy.opendata import pages, selectors
from smartcity.economy.opendata.domain import EXCELLENT, MOST, Assessment
from smartcity.economy.opendata.harvest.fetching import fetch
from smartcity.economy.opendata.harvesting import harvest
from smartcity.kernel.catalogue.models import Entry
from smartcity.kernel.catalogue.records import record_of
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import SystemActor


@click.group("opendata", help="Offene Daten: Güte prüfen, andere Kataloge übernehmen.")
def group() -> None:
    """Commands about open data."""


@group.command("check", help="Bewertet die Beschreibung eines Datensatzes oder aller (405 Punkte der EU).")
@click.argument("dataset", metavar="[DATENSATZ]", required=False, default="")
@click.option("--json", "out", metavar="DATEI|-", default="", help="Schreibt den Bericht als JSON.")
def check_command(dataset: str, out: str) -> None:
    """Print each dataset's points and what is to be done."""
    found = [(entry, selectors.quality(record_of(entry.facts))) for entry in _entries(dataset)]
    if out != "-":
        for entry, assessment in found:
            click.echo(pages.line(entry.slug, assessment))
        excellent = sum(1 for _entry, assessment in found if assessment.points >= EXCELLENT)
        click.echo(f"{len(found)} Datensätze, {excellent} davon ausgezeichnet (ab {EXCELLENT} von {MOST} Punkten)")
    if out:
        _write(out, {"datasets": [_as_json(entry, assessment) for entry, assessment in found], "most": MOST})


@group.command(
    "harvest", help="Übernimmt die Datensätze eines anderen Katalogs: DCAT als RDF/XML, Turtle oder JSON-LD."
)
@click.argument("source", metavar="URL_ODER_DATEI")
@click.option("--name", default="", help="Kurzname der Quelle; Vorgabe: Rechner oder Dateiname.")
@click.option("--private", is_flag=True, help="Fragt auch Rechner des eigenen Netzes.")
@click.option("--json", "out", metavar="DATEI|-", default="", help="Schreibt den Bericht als JSON.")
def harvest_command(source: str, name: str, private: bool, out: str) -> None:
    """Harvest a source and report what changed."""
    run = harvest(
        actor=SystemActor("opendata-harvest"),
        source=source,
        name=name,
        fetch=lambda address: fetch(address, private=private),
    )
    for dataset, reason in run.refused:
        click.echo(f"smartcity: {dataset}: {reason}", err=True)
    if out != "-":
        done = run.changes
        click.echo(
            f"{run.name}: {run.read} Datensätze gelesen, {done.added} neu, {done.changed} geändert, "
            f"{done.unchanged} unverändert, {done.withdrawn} zurückgezogen, {len(run.refused)} abgelehnt"
        )
        if not run.complete:
            click.echo(f"Die Quelle ist unvollständig ({run.read} von {run.total or '?'}): nichts wird zurückgezogen.")
    if out:
        _write(out, asdict(run))


def _entries(dataset: str) -> list[Entry]:
    found = selectors.published()
    chosen = list(found.filter(slug=dataset) if dataset else found)
    if dataset and not chosen:
        raise Refused([Refusal("DATENSATZ", "Diesen Datensatz gibt es nicht.", dataset)])
    return chosen


def _as_json(entry: Entry, assessment: Assessment) -> dict[str, Any]:
    metrics = [
        {"dimension": item.dimension.value, "metric": item.key, "points": item.points, "most": item.most}
        for item in assessment.metrics
    ]
    return {
        "dataset": entry.slug,
        "publisher": entry.publisher,
        "points": assessment.points,
        "grade": assessment.grade.value,
        "metrics": metrics,
    }


def _write(out: str, report: dict[str, Any]) -> None:
    text = json.dumps(report, ensure_ascii=False, indent=1)
    if out == "-":
        click.echo(text)
    else:
        Path(out).write_text(f"{text}\n", encoding="utf-8")

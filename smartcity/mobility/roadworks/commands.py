"""``smartcity roadworks``: files in and out."""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import SystemActor
from smartcity.mobility.roadworks import feeds
from smartcity.mobility.roadworks.bounds import city_bounds
from smartcity.mobility.roadworks.imports import RefusedItem, Report, import_works
from smartcity.mobility.roadworks.readers import Format, read

EVERY = 1000
WRITERS: dict[str, Callable[[], Iterator[bytes]]] = {
    "wzdx": feeds.wzdx_chunks,
    "datex2": feeds.datex2_chunks,
    "atom": lambda: feeds.atom_chunks("/baustellen/feed.atom"),
    "ics": feeds.calendar_chunks,
}


@click.group("roadworks", help="Baustellen: Dateien einlesen und ausgeben.")
def group() -> None:
    """Commands about roadworks."""


@group.command("import", help="Liest Baustellen ein: DATEX II v3, WZDx 4.2, Autobahn-API oder CSV.")
@click.argument("file", metavar="DATEI", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--outside-city", is_flag=True, help="Nimmt auch Baustellen außerhalb der Stadt an.")
@click.option("--format", "kind", type=click.Choice([kind.value for kind in Format]), help="Vorgabe: selbst erkennen.")
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV: TOML- oder JSON-Datei Feld → Spalte.",
)
@click.option("--strict", is_flag=True, help="Speichert nichts, wenn ein Eintrag abgelehnt wird.")
@click.option("--dry-run", is_flag=True, help="Prüft nur und speichert nichts.")
@click.option("--json", "out", metavar="DATEI|-", default="", help="Schreibt den Bericht als JSON.")
def import_command(
    file: Path, outside_city: bool, kind: str | None, mapping: Path | None, strict: bool, dry_run: bool, out: str
) -> None:
    """Import one file; exit status 1 when nothing was accepted."""
    items = read(file.read_bytes(), Format(kind) if kind else None, _mapping(mapping) if mapping else None)
    report = import_works(
        actor=SystemActor("roadworks-import"),
        items=items,
        bounds=None if outside_city else city_bounds(),
        strict=strict,
        dry_run=dry_run,
        progress=_progress,
    )
    for item in report.refused:
        for refusal in item.refusals:
            click.echo(f"smartcity: {_where(item)}{refusal}", err=True)
    if out != "-":
        click.echo(_sentence(report))
    if out:
        _write(out, report)
    if not report.accepted:
        sys.exit(1)


@group.command("export", help="Gibt die veröffentlichten Baustellen auf der Standardausgabe aus.")
@click.option("--format", "kind", type=click.Choice(sorted(WRITERS)), default="wzdx", show_default=True)
def export_command(kind: str) -> None:
    """Write the published works."""
    for chunk in WRITERS[kind]():
        click.echo(chunk, nl=False)


def _progress(total: int) -> None:
    if total % EVERY == 0:
        click.echo(f"{total} Einträge gelesen …", err=True)


def _where(item: RefusedItem) -> str:
    return f"Eintrag {item.index + 1} ({item.source_id or 'ohne Kennung'}): "


def _sentence(report: Report) -> str:
    tried = " (nur geprüft, nichts gespeichert)" if report.dry_run else ""
    return (
        f"{report.total} Einträge: {report.created} neu, {report.updated} geändert, {report.unchanged} unverändert, "
        f"{len(report.refused)} abgelehnt{tried}"
    )


def _write(out: str, report: Report) -> None:
    text = json.dumps(_as_json(report), ensure_ascii=False, indent=1)
    if out == "-":
        click.echo(text)
    else:
        Path(out).write_text(text + "\n", encoding="utf-8")


def _as_json(report: Report) -> dict[str, Any]:
    return {
        "total": report.total,
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "refused": [_item(item) for item in report.refused],
        "remarks": [_item(item) for item in report.remarks],
        "dry_run": report.dry_run,
    }


def _item(item: RefusedItem) -> dict[str, Any]:
    reasons = [
        {"place": refusal.place, "rule": refusal.rule, "value": refusal.value, "hint": refusal.hint}
        for refusal in item.refusals
    ]
    return {"index": item.index, "source_id": item.source_id, "reasons": reasons}


def _mapping(file: Path) -> dict[str, str]:
    """Field to column, from TOML or JSON; raises Refused for anything else."""
    try:
        text = file.read_text(encoding="utf-8")
        found = json.loads(text) if file.suffix == ".json" else tomllib.loads(text)
    except (ValueError, UnicodeDecodeError) as error:
        raise Refused([Refusal(file.name, "Die Zuordnung ist nicht lesbar.", str(error)[:80])]) from None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise Refused([Refusal(file.name, "Die Zuordnung nennt zu jedem Feld eine Spalte.", hint='title = "Titel"')])
    return found

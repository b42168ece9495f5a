"""The command group ``smartcity city``."""

from __future__ import annotations

from pathlib import Path

import click

from smartcity.kernel.city.services import import_boundaries
from smartcity.kernel.service import SystemActor


@click.group("city", help="Die Stadt: Bezirke und ihre Grenzen.")
def group() -> None:
    """Commands about the city's data."""


@group.command("import-boundaries", help="Übernimmt genaue Grenzen aus GeoJSON-Dateien oder Ordnern (WGS 84).")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--licence", required=True, help="Lizenz der Daten, zum Beispiel odbl-1.0 oder dl-de/by-2-0.")
@click.option("--attribution", required=True, help="Quellenvermerk, zum Beispiel „© OpenStreetMap-Mitwirkende“.")
def boundaries(files: tuple[Path, ...], licence: str, attribution: str) -> None:
    """Import boundaries of districts and of the city."""
    actor = SystemActor("import-boundaries")
    click.echo(str(import_boundaries(actor=actor, files=files, licence=licence, attribution=attribution)))

"""``smartcity portfolio``: load a plan from its files."""

from __future__ import annotations

from pathlib import Path

import click

from smartcity.kernel.service import SystemActor
from smartcity.steering.portfolio.city_data import report_line
from smartcity.steering.portfolio.services import load_portfolio


@click.group("portfolio", help="Das Portfolio des Masterplans.")
def group() -> None:
    """Commands of the portfolio."""


@group.command(
    "load", help="Lädt portfolio.toml, partners.toml und boards.toml aus dem Ordner DIR, ganz oder gar nicht."
)
@click.argument("directory", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
def load(directory: Path) -> None:
    """Load a plan and say what it changed."""
    click.echo(report_line(load_portfolio(actor=SystemActor("portfolio-load"), directory=directory)))

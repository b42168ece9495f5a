"""Commands that bring the database to the code's shape and fill it: migrate, load-city, load-demo."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import click
from django.apps import AppConfig

from smartcity.cli.database import database, manage_command, owner_environment, refuse_newer_schema, with_database
from smartcity.config.env import environment
from smartcity.config.rooms import KERNEL_ORDER
from smartcity.kernel.manifest import discover
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import SystemActor


def run_migrations() -> None:
    """Apply the schema as its owner, in a process of its own; raises Refused with the last line when it fails."""
    refuse_newer_schema()
    for words in (("migrate", "--no-input", "-v", "0"), ("createcachetable", "-v", "0")):
        command, variables = manage_command(*words), owner_environment()
        done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.stderr.write(done.stderr)
            last = (done.stderr.strip().splitlines() or [""])[-1]
            raise Refused([Refusal("Schema", "ließ sich nicht anwenden", last)])


def fill_city(folder: Path) -> list[str]:
    """Load a city's folder into every room that keeps data of the city; one line per room."""
    actor = SystemActor("load-city")
    return [f"{config.label}: {load(actor=actor, directory=folder)}" for config, load in _ordered("city_data")]


def fill_demo() -> list[str]:
    """Load every room's demo content; safe to repeat; one line per room."""
    actor = SystemActor("load-demo")
    return [f"{config.label}: {load(actor=actor)}" for config, load in _ordered("demo")]


@click.command(help="Bringt das Schema der Datenbank auf den Stand des Programms.")
@with_database
def migrate() -> None:
    """Apply migrations."""
    run_migrations()
    click.echo("Schema: aktuell")


@click.command("load-city", help="Lädt den Ordner DIR einer Stadt (Bezirke, Ämter, Feiertage, Portfolio …).")
@click.argument("directory", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@with_database
def load_city(directory: Path) -> None:
    """Load a city's data."""
    for line in fill_city(directory):
        click.echo(line)


@click.command("load-demo", help="Lädt die gekennzeichneten Demo-Inhalte und Demo-Konten.")
@with_database
def load_demo() -> None:
    """Load demo content; refused in production."""
    if environment().SMARTCITY_MODE == "production":
        raise Refused([Refusal("load-demo", "im Produktivbetrieb gibt es keine Demo", hint="SMARTCITY_MODE=demo")])
    for line in fill_demo():
        click.echo(line)


@click.command(
    "with-database",
    help="Führt ein Programm aus, während die Datenbank läuft.",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("words", metavar="PROGRAMM...", nargs=-1, required=True, type=click.UNPROCESSED)
@click.pass_context
def with_database_command(ctx: click.Context, words: tuple[str, ...]) -> None:
    """Run a program while the database runs; its exit status becomes this one's."""
    with database():
        code = subprocess.run(list(words), check=False).returncode
    ctx.exit(code)


def _ordered(module: str) -> list[tuple[AppConfig, Any]]:
    """Rooms' loaders, the kernel's lowest first: systems refer to districts and people."""
    found = list(discover(module, "load"))
    return sorted(found, key=lambda item: (not item[0].name.startswith("smartcity.kernel."), _rank(item[0].label)))


def _rank(label: str) -> int:
    return -KERNEL_ORDER.index(label) if label in KERNEL_ORDER else 0

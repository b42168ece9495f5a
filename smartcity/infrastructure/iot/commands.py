"""``smartcity iot``: the registry from the command line."""

from __future__ import annotations

import tomllib
from pathlib import Path

import click

from smartcity.infrastructure.iot.services import save_kind
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import SystemActor

_NEEDED = ("vendor", "model", "streams")


@click.group("iot", help="Geräteregister.")
def group() -> None:
    """Commands about devices."""


@group.command("load-kinds", help="Liest Gerätetypen aus einer TOML-Datei: [[kinds]] mit vendor, model, streams.")
@click.argument("file", metavar="DATEI", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load_kinds(file: Path) -> None:
    """Enter the kinds of a file, or change those that are known."""
    try:
        kinds = tomllib.loads(file.read_text(encoding="utf-8")).get("kinds")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused([Refusal(file.name, "Die Datei ist kein TOML.", str(error)[:80])]) from None
    if not isinstance(kinds, list) or not kinds:
        raise Refused([Refusal(file.name, "Erwartet wird mindestens ein [[kinds]].")])
    for place, kind in enumerate(kinds):
        missing = [name for name in _NEEDED if not kind.get(name)]
        if missing:
            raise Refused([Refusal(f"{file.name}: kinds[{place}]", "Angaben fehlen.", ", ".join(missing))])
        try:
            click.echo(str(save_kind(actor=SystemActor("iot-load-kinds"), **{name: kind[name] for name in _NEEDED})))
        except Refused as refused:
            where = f"{file.name}: kinds[{place}]."
            raise Refused(
                Refusal(where + item.place, item.rule, item.value, item.hint) for item in refused.refusals
            ) from None

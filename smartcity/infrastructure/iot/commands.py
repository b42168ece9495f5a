"""``smartcity iot``: the registry and the codecs from the command line."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import click

from smartcity.infrastructure.iot.codecs.checking import FileResult, case_files, check_folder
from smartcity.infrastructure.iot.keys import issue_key, revoke_key
from smartcity.infrastructure.iot.services import save_kind
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import SystemActor

WITHOUT_DATABASE = ("codec-test",)
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


@group.command("add-key", help="Gibt einen Zugangsschlüssel für ein Programm aus und zeigt ihn dieses eine Mal.")
@click.argument("name", metavar="NAME")
@click.option("--write", "may_write", is_flag=True, help="Der Schlüssel darf schreiben.")
def add_key(name: str, may_write: bool) -> None:
    """Issue a key; the secret alone on standard output."""
    click.echo(issue_key(actor=SystemActor("iot-add-key"), name=name, may_write=may_write))


@group.command("revoke-key", help="Sperrt den Zugangsschlüssel eines Programms.")
@click.argument("name", metavar="NAME")
def end_key(name: str) -> None:
    """End a key at once."""
    revoke_key(actor=SystemActor("iot-revoke-key"), name=name)


@group.command("codec-test", help="Prüft einen Ordner von LoRaWAN-Codecs mit ihren Testfällen.")
@click.argument("folder", metavar="ORDNER", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "target", default="", metavar="DATEI|-", help="Ergebnis als JSON; - auf die Standardausgabe.")
def codec_test(folder: Path, target: str) -> None:
    """Run every test case; status 0 when the run could be made, 1 when the folder holds no test file."""
    if not case_files(folder):
        hint = "Erwartet werden test_decode_<codec>.json und test_encode_<codec>.json."
        raise Refused([Refusal(str(folder), "Der Ordner enthält keine Testdatei.", hint=hint)])
    found = check_folder(folder, _say)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    if target == "-":
        click.echo(text)
        return
    if target:
        Path(target).write_text(text, encoding="utf-8")
    click.echo(f"{found['passed']} bestanden, {found['failed']} gescheitert in {found['wall_s']} s")


def _say(result: FileResult) -> None:
    """One line a test file on stderr, and the cases that failed."""
    words = (
        f"{result.vendor}/{result.codec} {result.kind}: {result.passed} bestanden, {len(result.failures)} gescheitert"
    )
    for line in (words, *(f"  {item['name']}: {item['reason']}" for item in result.failures)):
        click.echo(line, err=True)

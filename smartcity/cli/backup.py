"""``smartcity backup`` and ``smartcity restore``: the whole state in one file, proved equal after it came back.

The file is a tar archive: ``manifest.json`` (format, code version, a hash of every table's rows and of every
document, fingerprints of the keys), ``database.dump`` (pg_dump's custom format), ``media/…``, and with
``--with-keys`` the secrets in ``keys/…``. Dump and hashes come from the same snapshot.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from smartcity.cli.binaries import programs
from smartcity.cli.cluster import SUPERUSER
from smartcity.cli.database import with_database
from smartcity.config.database import DATABASE, conninfo, private_conninfo
from smartcity.config.env import Environment, environment
from smartcity.config.state import StateFolder
from smartcity.kernel.refusal import Refusal, Refused

FORMAT = 1
# what a new cluster makes for itself
OWN_KEYS = ("database-",)


@click.command(help="Sichert den ganzen Zustand (Datenbank, Dokumente, Verzeichnis der Schlüssel) in eine Datei.")
@click.argument("file", metavar="DATEI", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--with-keys", is_flag=True, help="Auch die Schlüssel selbst; die Datei muss dann geheim bleiben.")
@with_database
def backup(file: Path, with_keys: bool) -> None:
    """Write a backup; the target appears when it is complete, or not at all."""
    env = environment()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent) as folder:
            made = _write(env, Path(folder), with_keys=with_keys)
            os.replace(made, file)
    except OSError as error:
        raise Refused([Refusal(str(file), "lässt sich nicht schreiben", str(error))]) from error
    click.echo(f"{file}: {file.stat().st_size / 1024**2:.1f} MB")


@click.command(help="Spielt eine Sicherung in einen leeren Zustandsordner ein und prüft, dass alles da ist.")
@click.argument("file", metavar="DATEI", type=click.Path(dir_okay=False, path_type=Path))
@with_database
def restore(file: Path) -> None:
    """Bring a backup back; refuses a database that holds anything, and a backup that is damaged."""
    env = environment()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        manifest = _unpack(file, place)
        _refuse_filled(env)
        _restore_files(env.state, place)
        _restore_database(env, place)
        _compare(file, manifest, _measure(env))
        missing = [name for name, print_ in manifest["keys"].items() if _fingerprint(env.state, name) != print_]
    click.echo(f"{file.name}: {len(manifest['tables'])} Tabellen, {len(manifest['media'])} Dokumente, alles gleich")
    for name in missing:
        click.echo(f"Achtung: der Schlüssel {name} ist hier ein anderer als bei der Sicherung", err=True)


def _write(env: Environment, folder: Path, *, with_keys: bool) -> Path:
    dump, archive = folder / "database.dump", folder / "backup.tar"
    with psycopg.connect(_admin(env)) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
        _run(
            "pg_dump",
            "-Fc",
            "--exclude-table=spatial_ref_sys",
            f"--snapshot={snapshot[0] if snapshot else ''}",
            "-d",
            _admin(env),
            "-f",
            dump,
        )
        manifest: dict[str, Any] = {
            "format": FORMAT,
            "version": version("smartcity"),
            "tables": _table_hashes(connection),
            "media": _media_hashes(env.state),
            "keys": {path.name: _fingerprint(env.state, path.name) for path in _keys(env.state)},
        }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1))
    with tarfile.open(archive, "w") as tar:
        tar.add(folder / "manifest.json", "manifest.json")
        tar.add(dump, "database.dump")
        for name in manifest["media"]:
            tar.add(env.state.media / name, f"media/{name}")
        for path in _keys(env.state) if with_keys else []:
            tar.add(path, f"keys/{path.name}")
    archive.chmod(0o600)
    return archive


def _unpack(file: Path, place: Path) -> dict[str, Any]:
    try:
        with tarfile.open(file) as tar:
            tar.extractall(place, filter="data")
        manifest: dict[str, Any] = json.loads((place / "manifest.json").read_text())
    except (OSError, tarfile.TarError, ValueError) as error:
        raise Refused([Refusal(str(file), "ist keine lesbare Sicherung", str(error)[:200])]) from error
    if manifest.get("format") != FORMAT:
        raise Refused([Refusal(str(file), "hat ein unbekanntes Format", str(manifest.get("format")))])
    return manifest


def _refuse_filled(env: Environment) -> None:
    with psycopg.connect(_admin(env)) as connection:
        tables = _tables(connection)
    if tables:
        hint = "Setzen Sie SMARTCITY_HOME auf einen leeren Ordner."
        raise Refused([Refusal("Datenbank", "ist nicht leer", f"{len(tables)} Tabellen", hint)])


def _restore_database(env: Environment, place: Path) -> None:
    """Replay the dump as the schema's owner; extensions are there already and belong to the superuser."""
    wanted = place / "contents"
    contents = _run("pg_restore", "-l", place / "database.dump").splitlines()
    wanted.write_text("\n".join(line for line in contents if " EXTENSION " not in line) + "\n")
    options = ("--exit-on-error", "--no-owner", f"--role={_owner(env)}", "-L", wanted)
    _run("pg_restore", *options, "-d", _admin(env), place / "database.dump")


def _restore_files(state: StateFolder, place: Path) -> None:
    for source, target in ((place / "media", state.media), (place / "keys", state.keys)):
        for path in sorted(source.rglob("*")):
            copy = target / path.relative_to(source)
            if path.is_file() and not path.name.startswith(OWN_KEYS):
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(path.read_bytes())
                copy.chmod(0o600)


def _compare(file: Path, manifest: dict[str, Any], found: dict[str, Any]) -> None:
    refusals = [
        Refusal(
            f"{file}: {kind} {name}", "ist nach dem Einspielen nicht gleich", str(found[kind].get(name)), str(value)
        )
        for kind in ("tables", "media")
        for name, value in manifest[kind].items()
        if found[kind].get(name) != value
    ]
    if refusals:
        raise Refused(refusals)


def _measure(env: Environment) -> dict[str, Any]:
    with psycopg.connect(_admin(env)) as connection:
        return {"tables": _table_hashes(connection), "media": _media_hashes(env.state)}


def _tables(connection: psycopg.Connection) -> list[tuple[str]]:
    """Ordinary tables of the platform; PostGIS' own reference table comes with its extension."""
    return connection.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relkind = 'r'"
        " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY 1"
    ).fetchall()


def _table_hashes(connection: psycopg.Connection) -> dict[str, str]:
    """Number of rows and an order-free sum of row hashes, per table."""
    connection.execute("SET LOCAL timezone = 'UTC'")
    connection.execute("SET LOCAL extra_float_digits = 3")
    hashes = {}
    for (name,) in _tables(connection):
        query = sql.SQL(
            "SELECT count(*) || ':' || coalesce(sum(('x' || substr(md5(t::text), 1, 15))::bit(60)::bigint), 0)"
            " FROM {} t"
        ).format(sql.Identifier(name))
        row = connection.execute(query).fetchone()
        hashes[name] = row[0] if row else ""
    return hashes


def _media_hashes(state: StateFolder) -> dict[str, str]:
    files = sorted(path for path in state.media.rglob("*") if path.is_file())
    return {str(path.relative_to(state.media)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _keys(state: StateFolder) -> list[Path]:
    return sorted(path for path in state.keys.glob("*") if path.is_file() and not path.name.startswith(OWN_KEYS))


def _fingerprint(state: StateFolder, name: str) -> str:
    return hashlib.sha256(state.existing_secret(name).encode()).hexdigest()[:16]


def _admin(env: Environment) -> str:
    """Connection that may read and create everything: the private cluster's superuser, or the schema's owner."""
    return conninfo(env, "owner") if env.DATABASE_URL else private_conninfo(env.state, SUPERUSER, DATABASE)


def _owner(env: Environment) -> str:
    return str(psycopg.conninfo.conninfo_to_dict(conninfo(env, "owner")).get("user", ""))


def _run(program: str, *words: str | Path) -> str:
    """Output of one of PostgreSQL's programs, run with the password in its environment, not on its command line."""
    command, variables = [str(programs() / program)], dict(os.environ)
    for word in words:
        text = str(word)
        if "password=" in text:
            parts = psycopg.conninfo.conninfo_to_dict(text)
            variables["PGPASSWORD"] = str(parts.pop("password"))
            text = make_conninfo("", **{key: str(value) for key, value in parts.items()})
        command.append(text)
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Refused([Refusal(program, "ist gescheitert", (done.stderr.strip().splitlines() or ["?"])[0])])
    return done.stdout

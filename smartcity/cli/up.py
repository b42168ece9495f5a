"""``smartcity up``: database, web, worker, broker, ingest and simulator in one foreground process tree."""

from __future__ import annotations

import hashlib
import json
import signal
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import click
from django.db import connection, connections

from smartcity.cli.cluster import Cluster
from smartcity.cli.database import close_connections, pending_migrations, refuse_newer_schema
from smartcity.cli.lock import only_one, refuse_occupied_port
from smartcity.cli.roles import web_command
from smartcity.cli.schema import fill_city, fill_demo, run_migrations
from smartcity.cli.supervisor import Child, Supervisor, spawn
from smartcity.config.database import django_database
from smartcity.config.env import CHECKOUT, Environment, environment
from smartcity.kernel.manifest import discover
from smartcity.kernel.refusal import Refusal, Refused

READY_WITHIN = 60.0


@click.command(help="Startet Datenbank, Web, Hintergrundarbeit und Simulator; Strg-C beendet alles.")
@click.option("--no-simulator", is_flag=True, help="Ohne simulierte Stadt.")
def up(no_simulator: bool) -> None:
    """Bring the platform to life and watch over it."""
    env = environment()
    with only_one(env.state, env.public_url):
        refuse_occupied_port(env.HOST, env.PORT)
        supervisor = Supervisor()
        supervisor.obey_signals()
        try:
            _database(env, supervisor)
            _content(env)
            _processes(env, supervisor, simulator=not no_simulator and env.SMARTCITY_MODE == "demo")
            supervisor.watch()
            click.echo("Wird beendet …")
        finally:
            supervisor.stop()


def _database(env: Environment, supervisor: Supervisor) -> None:
    if not env.DATABASE_URL:
        cluster = Cluster(env.state)
        if cluster.prepare():
            click.echo(f"Datenbank-Cluster angelegt: {cluster.data}")
        cluster.end_leftover()
        supervisor.add(Child("Datenbank", cluster.start, grace=3, polite=signal.SIGINT))
        cluster.wait_until_ready()
        cluster.provision()
        connections.settings["default"].update(django_database(env))
    refuse_newer_schema()
    if pending_migrations():
        click.echo("Schema wird angelegt …")
        run_migrations()


def _content(env: Environment) -> None:
    marker = env.state.run / "loaded.json"
    fingerprint = _fingerprint(env.SMARTCITY_CITY)
    loaded = json.loads(marker.read_text()) if marker.is_file() else {}
    if loaded.get("city") != fingerprint:
        click.echo(f"Stadt wird geladen: {env.SMARTCITY_CITY.name}")
        fill_city(env.SMARTCITY_CITY)
    if env.SMARTCITY_MODE == "demo" and loaded.get("demo") != fingerprint:
        click.echo("Demo wird geladen …")
        fill_demo()
    marker.write_text(json.dumps({"city": fingerprint, "demo": fingerprint}))
    close_connections()


def _fingerprint(folder: Path) -> str:
    """Hash of the city's folder, the code's declarations of content, and the database they went into."""
    digest = hashlib.sha256()
    rooms = [path for name in ("demo*.py", "city_data.py") for path in (CHECKOUT / "smartcity").rglob(name)]
    for path in sorted([*folder.rglob("*"), *rooms]):
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid::text FROM pg_database WHERE datname = current_database()")
        digest.update(cursor.fetchone()[0].encode())
    return digest.hexdigest()


def _processes(env: Environment, supervisor: Supervisor, *, simulator: bool) -> None:
    supervisor.add(Child("Web", spawn(web_command()), grace=6))
    _wait_until_served(env, supervisor)
    own = [sys.executable, "-m", "smartcity.cli.main"]
    supervisor.add(Child("Hintergrundarbeit", spawn([*own, "worker"]), grace=6))
    for name, role in _messaging(env):
        supervisor.add(Child(name, spawn([*own, role]), grace=6))
    if simulator:
        supervisor.add(Child("Simulator", spawn([*own, "simulate"]), grace=3))
    click.echo(f"\nDie Plattform läuft: {env.public_url}   (Strg-C beendet sie)")
    if env.SMARTCITY_MODE == "demo":
        for _, lines in discover("demo", "announcement"):
            for line in lines():
                click.echo(line)
    sys.stdout.flush()


def _messaging(env: Environment) -> list[tuple[str, str]]:
    """Broker and ingest; without them when another program, often the system's own broker, has the port."""
    try:
        refuse_occupied_port(env.MQTT_HOST, env.MQTT_PORT, "MQTT_PORT")
    except Refused as refused:
        click.echo(f"Ohne MQTT: {refused}")
        return []
    env.state.secret("mqtt-ingest")
    return [("Broker", "broker"), ("Messwerte", "ingest")]


def _wait_until_served(env: Environment, supervisor: Supervisor) -> None:
    address = f"http://{'[' + env.HOST + ']' if ':' in env.HOST else env.HOST}:{env.PORT}/health/live"
    deadline = time.monotonic() + READY_WITHIN
    while not supervisor.stopping:
        web = supervisor.children[-1].process
        if web is None or web.poll() is not None:
            raise Refused(
                [Refusal("Web", "der Webserver endet gleich nach dem Start", hint="Siehe die Meldungen darüber.")]
            )
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            if time.monotonic() > deadline:
                raise Refused([Refusal("Web", f"antwortet nach {READY_WITHIN:.0f} s nicht")]) from None
            time.sleep(0.1)

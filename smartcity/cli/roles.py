"""The roles a process can play: web server, worker, broker, ingest, city simulator."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import click
from django.conf import settings

from smartcity.cli.database import with_database
from smartcity.config.env import environment
from smartcity.config.parent import end_with_parent

if TYPE_CHECKING:
    from smartcity.infrastructure.iot.broker import BrokerSettings


def web_command() -> list[str]:
    """Command line of the web server (Granian, ASGI)."""
    env = environment()
    return [
        *(sys.executable, "-m", "granian", "--interface", "asginl", "--no-ws", "--process-name", "smartcity-web"),
        *("--host", env.HOST, "--port", str(env.PORT), "--workers", str(env.SMARTCITY_WEB_PROCESSES)),
        *("--workers-kill-timeout", "5", "--respawn-failed-workers", "--log-level", "warning"),
        *("--backlog", "2048", "smartcity.config.asgi:application"),
    ]


@click.command(help="Nur der Webserver.")
def serve() -> None:
    """Become the web server."""
    command = web_command()
    os.execv(command[0], command)  # noqa: S606  (constant words, no shell)


@click.command(help="Nur die Hintergrundarbeit; beliebig viele auf beliebig vielen Maschinen.")
@with_database
def worker() -> None:
    """Run jobs until told to stop."""
    from smartcity.kernel.jobs.run import run_worker

    run_worker()


@click.command(help="Der MQTT-Broker (Mosquitto), mit Passwörtern und Rechten aus dem Geräteregister.")
@with_database
def broker() -> None:
    """Run the broker until told to stop."""
    from smartcity.infrastructure.iot import running

    running.broker(_broker_settings(), lambda: end_with_parent(signal.SIGTERM))


@click.command(help="Nimmt Messwerte vom MQTT-Broker entgegen.")
@click.option("--name", default="1", show_default=True, help="Name der Sitzung am Broker.")
@click.option("--shared", is_flag=True, help="Teilt sich die Arbeit mit anderen; jeder braucht seinen Namen.")
@with_database
def ingest(name: str, shared: bool) -> None:
    """Take readings until told to stop."""
    from smartcity.infrastructure.iot import running

    running.ingest(_broker_settings(), name, shared=shared)


def _broker_settings() -> BrokerSettings:
    from smartcity.infrastructure.iot.broker import BrokerSettings

    env = environment()
    return BrokerSettings(
        folder=env.state.broker,
        host=env.MQTT_HOST,
        port=env.MQTT_PORT,
        ingest_password=env.MQTT_INGEST_PASSWORD or env.state.secret("mqtt-ingest"),
        certificate=env.MQTT_TLS_CERTIFICATE,
        key=env.MQTT_TLS_KEY,
        tls_host=env.MQTT_TLS_HOST,
        tls_port=env.MQTT_TLS_PORT,
    )


@click.command(help="Spielt Geräte, Fahrzeuge und Bauleiter der Stadt, nur über öffentliche Schnittstellen.")
@click.option("--url", default="", help="Adresse der Plattform; Vorgabe: die eigene.")
def simulate(url: str) -> None:
    """Run the city simulator until told to stop."""
    from smartcity.simulator.run import run_simulator

    env = environment()
    speed, seed = env.SMARTCITY_SIMULATOR_SPEED, env.SMARTCITY_SIMULATOR_SEED
    run_simulator(url or env.public_url, key=settings.SIMULATOR_KEY, speed=speed, seed=seed)

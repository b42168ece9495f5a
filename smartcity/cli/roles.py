"""The roles a process can play: web server, worker, city simulator."""

from __future__ import annotations

import os
import sys

import click
from django.conf import settings

from smartcity.cli.database import with_database
from smartcity.config.env import environment


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


@click.command(help="Spielt Geräte, Fahrzeuge und Bauleiter der Stadt, nur über öffentliche Schnittstellen.")
@click.option("--url", default="", help="Adresse der Plattform; Vorgabe: die eigene.")
def simulate(url: str) -> None:
    """Run the city simulator until told to stop."""
    from smartcity.simulator.run import run_simulator

    env = environment()
    speed, seed = env.SMARTCITY_SIMULATOR_SPEED, env.SMARTCITY_SIMULATOR_SEED
    run_simulator(url or env.public_url, key=settings.SIMULATOR_KEY, speed=speed, seed=seed)

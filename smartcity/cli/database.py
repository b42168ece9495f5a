"""What a command does before it touches the database: the private cluster runs, and its schema fits the code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

import psycopg
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from smartcity.cli import cluster
from smartcity.config.database import conninfo, django_database
from smartcity.config.env import environment
from smartcity.kernel.refusal import Refusal, Refused

P = ParamSpec("P")
R = TypeVar("R")


@contextmanager
def database() -> Iterator[None]:
    """A reachable database for the time of one command; starts the private cluster when it is not running."""
    env = environment()
    if env.SMARTCITY_MODE == "test":
        # the test run keeps the database itself, and under another name
        yield
        return
    if env.DATABASE_URL:
        yield from _reachable()
        return
    with cluster.running(env.state):
        # passwords exist since the cluster does
        connections.settings["default"].update(django_database(env))
        try:
            yield from _reachable()
        finally:
            close_connections()


def with_database(function: Callable[P, R]) -> Callable[P, R]:
    """Decorator for commands that need the database."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with database():
            return function(*args, **kwargs)

    return run


def refuse_newer_schema() -> None:
    """Refuse to work on a database whose schema this code does not know yet."""
    loader = MigrationExecutor(connection).loader
    known = set(loader.disk_migrations)
    ours = {app for app, _ in known}
    unknown = sorted(key for key in loader.applied_migrations if key not in known and key[0] in ours)
    if unknown:
        names = ", ".join(f"{app}.{name}" for app, name in unknown[:3])
        raise Refused(
            [
                Refusal(
                    "Datenbank",
                    "ist neuer als dieses Programm",
                    names,
                    "Nehmen Sie die neuere Fassung des Programms, oder spielen Sie eine ältere Sicherung ein.",
                )
            ]
        )


def pending_migrations() -> list[str]:
    """Names of migrations that this code has and the database lacks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def owner_environment() -> dict[str, str]:
    """Process environment for a command that changes the schema."""
    return {**os.environ, "SMARTCITY_DATABASE_ROLE": "owner"}


def manage_command(*words: str) -> list[str]:
    """Command line of a Django management command in a process of its own."""
    return [sys.executable, "-m", "django", *words]


def _reachable() -> Iterator[None]:
    """Try one plain connection first: the pool would keep trying and say so for seconds."""
    try:
        psycopg.connect(conninfo(environment()), connect_timeout=5).close()
    except psycopg.OperationalError as error:
        raise Refused([Refusal("Datenbank", "ist nicht erreichbar", str(error).strip().splitlines()[0])]) from error
    yield


def close_connections() -> None:
    """Give all database connections of this process back."""
    connections.close_all()
    close = getattr(connection, "close_pool", None)
    if close is not None:
        close()

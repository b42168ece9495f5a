"""Starts the server for the browser tests: database, content, Granian; as a script it serves until it is ended.

``python -m tests.browser.serve PORT`` shows the same pages for looking at them.
"""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from smartcity.config.database import conninfo
from smartcity.config.env import environment

CHECKOUT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 60.0
FILL = """
import django; django.setup()
from smartcity.cli.schema import fill_city, fill_demo
from smartcity.config.env import environment
fill_city(environment().SMARTCITY_CITY)
fill_demo()
"""


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def server_environment(port: int) -> dict[str, str]:
    """Environment of the server and of what prepares its database."""
    database = f"{os.environ.get('TESTDB', 'smartcity')}_browser"
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "BROWSER_DATABASE": database,
        "PORT": str(port),
        "SMARTCITY_BASEMAP_STYLE_URL": "none",
        "PYTHONPATH": str(CHECKOUT),
    }


def fingerprint() -> str:
    """Changes with every file that shapes or fills the database."""
    digest = hashlib.sha256()
    for folder, pattern in ((CHECKOUT / "smartcity", "*.py"), (CHECKOUT / "data", "*")):
        for path in sorted(folder.rglob(pattern)):
            if path.is_file() and "/tests/" not in str(path):
                digest.update(path.read_bytes())
    return digest.hexdigest()


def is_current(connection: psycopg.Connection[Any], name: str, mark: str) -> bool:
    """Whether the database holds what this code would put into it; kept as the database's comment."""
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    row = connection.execute(query, [name]).fetchone()
    return row is not None and row[0] == mark


def prepare(env: dict[str, str]) -> None:
    """Make the database anew, with schema, city and demo content, unless it is what it would become."""
    name, mark = sql.Identifier(env["BROWSER_DATABASE"]), fingerprint()
    owner = psycopg.conninfo.make_conninfo(conninfo(environment(), "owner"), dbname="postgres")
    with psycopg.connect(owner, autocommit=True) as connection:
        if is_current(connection, env["BROWSER_DATABASE"], mark):
            return
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
    run([sys.executable, "-m", "django", "migrate", "--no-input", "-v", "0"], env)
    run([sys.executable, "-c", FILL], env)
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(mark)))


def run(command: list[str], env: dict[str, str]) -> None:
    """Run a step; its output stands in the error when it fails."""
    done = subprocess.run(command, env=env, cwd=CHECKOUT, capture_output=True, text=True, timeout=170, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:4])} failed:\n{done.stderr[-3000:]}")


@contextmanager
def serving(port: int | None = None, *, prepared: bool = False) -> Iterator[str]:
    """Serve the platform with its demo; yields its address."""
    port = port or free_port()
    env = server_environment(port)
    if not prepared:
        prepare(env)
    command = [*(sys.executable, "-m", "granian", "--interface", "asginl", "--no-ws", "--host", "127.0.0.1")]
    command += ["--port", str(port), "--log-level", "warning", "smartcity.config.asgi:application"]
    server = subprocess.Popen(command, env=env, cwd=CHECKOUT)
    try:
        _wait(f"http://127.0.0.1:{port}/robots.txt", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError("the server ended right after it started")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError("the server did not answer")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with serving(int(sys.argv[1]), prepared="--prepared" in sys.argv) as where:
        print(where, flush=True)  # noqa: T201
        while True:
            time.sleep(60)

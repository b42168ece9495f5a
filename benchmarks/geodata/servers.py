"""Both servers as processes: the platform under Granian, pygeoapi under Gunicorn, one worker each."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from benchmarks.running.platform import free_port

CHECKOUT = Path(__file__).resolve().parents[2]


@contextmanager
def ours(target: str, folder: Path) -> Iterator[int]:
    """The platform on a free port."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "asginl", "--no-ws", "--host", "127.0.0.1"),
        *(
            "--port",
            str(port),
            "--workers",
            "1",
            "--log-level",
            "warning",
            "benchmarks.geodata.application:application",
        ),
    ]
    # every answer is made: the cache of whole answers would be measured otherwise
    uncached = {"SMARTCITY_PAGE_CACHE_SECONDS": "0"}
    environment = {**os.environ, "DATABASE_URL": target, "PORT": str(port), "SMARTCITY_MODE": "demo", **uncached}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    with _process(command, environment, folder / "ours.log", port, "/ogc/collections/trees/items?limit=1"):
        yield port


@contextmanager
def peer(target: str, folder: Path) -> Iterator[int]:
    """Pygeoapi with its PostgreSQL provider on a free port."""
    port = free_port()
    config, openapi = folder / "pygeoapi.yml", folder / "openapi.json"
    # YAML reads JSON
    config.write_text(json.dumps(_configuration(target, port)))
    environment = {**os.environ, "PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(openapi)}
    made = subprocess.run(
        [str(Path(sys.executable).parent / "pygeoapi"), "openapi", "generate", str(config), "--format", "json"],
        env=environment,
        capture_output=True,
        check=False,
        timeout=120,
    )
    if made.returncode != 0:
        raise RuntimeError(made.stderr.decode(errors="replace")[-2000:])
    openapi.write_bytes(made.stdout)
    command = [
        *(sys.executable, "-m", "gunicorn", "--workers", "1", "--bind", f"127.0.0.1:{port}", "--timeout", "120"),
        *("--log-level", "error", "pygeoapi.flask_app:APP"),
    ]
    with _process(command, environment, folder / "peer.log", port, "/collections/trees/items?f=json&limit=1"):
        yield port


def get(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[float, int, bytes, str]:
    """Milliseconds until the whole answer is there, status, content and entity tag."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.connect()
    began = time.perf_counter()
    connection.request("GET", path, headers=headers or {})
    response = connection.getresponse()
    content = response.read()
    took = (time.perf_counter() - began) * 1000
    connection.close()
    return took, response.status, content, response.headers.get("ETag", "")


@contextmanager
def _process(command: list[str], environment: dict[str, str], log: Path, port: int, probe: str) -> Iterator[None]:
    with log.open("wb") as file:
        process = subprocess.Popen(command, env=environment, cwd=CHECKOUT, stdout=file, stderr=file)
    try:
        _wait(process, log, port, probe)
        yield
    finally:
        process.terminate()
        process.wait(20)


def _wait(process: subprocess.Popen[bytes], log: Path, port: int, probe: str) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        try:
            _took, status, content, _tag = get(port, probe)
        except OSError:
            time.sleep(0.3)
            continue
        if status == 200:
            return
        raise RuntimeError(f"{status}: {content[:500]!r} {log.read_text()[-2000:]}")
    raise RuntimeError(log.read_text()[-3000:])


def _provider(target: str) -> dict[str, Any]:
    parts = conninfo_to_dict(target)
    data = {
        "host": parts.get("host", "127.0.0.1"),
        "port": int(parts.get("port") or 5432),
        "dbname": parts["dbname"],
        "user": parts["user"],
        "password": parts.get("password", ""),
        "search_path": ["public"],
    }
    return {
        "type": "feature",
        "name": "PostgreSQL",
        "data": data,
        "id_field": "id",
        "table": "benchmark_tree",
        "geom_field": "geom",
    }


def _configuration(target: str, port: int) -> dict[str, Any]:
    url = f"http://127.0.0.1:{port}"
    words = {"title": "Trees", "description": "A million trees"}
    organisation = {"name": "Benchmark", "url": url}
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port},
            "url": url,
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "languages": ["en-US"],
            "limits": {"default_items": 100, "max_items": 10000},
            "map": {"url": "https://tile.example/{z}/{x}/{y}.png", "attribution": ""},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {**words, "keywords": ["trees"], "terms_of_service": url, "url": url},
            "license": {"name": "CC0", "url": url},
            "provider": organisation,
            "contact": {**organisation, "email": "bench@example.org"},
        },
        "resources": {
            "trees": {
                "type": "collection",
                **words,
                "keywords": ["trees"],
                "links": [],
                "extents": {
                    "spatial": {"bbox": [6.6, 51.3, 6.9, 51.6], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}
                },
                "providers": [_provider(target)],
            }
        },
    }

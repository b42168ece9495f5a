"""A platform with its demo in a scratch state folder, for the time of one benchmark or fault test."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


def free_port() -> int:
    """A port that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Platform:
    """A running ``smartcity up``."""

    home: Path
    port: int
    variables: dict[str, str] = field(default_factory=dict)
    mqtt_port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """Process environment of its commands: nothing of the caller's settings."""
        kept = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith(("SMARTCITY_", "DJANGO_", "DATABASE_", "PORT", "MQTT_"))
        }
        ports = {"PORT": str(self.port), "MQTT_PORT": str(self.mqtt_port)}
        return {**kept, "SMARTCITY_HOME": str(self.home), **ports, **self.variables}

    def start(self, *options: str, ready_within: float = 150.0) -> float:
        """Start it and wait until a page is served; returns the seconds that took. Raises RuntimeError with its log."""
        began = time.monotonic()
        with (self.home / "up.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "smartcity.cli.main", "up", *options],
                env=self.environment,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )
        while time.monotonic() - began < ready_within:
            if self.process.poll() is not None:
                break
            if self.answers():
                return time.monotonic() - began
            time.sleep(0.1)
        raise RuntimeError((self.home / "up.log").read_text()[-2000:])

    def answers(self, path: str = "/health/ready") -> bool:
        """Whether the address answers with success."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=2) as response:
                return int(response.status) == 200
        except OSError:
            return False

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one of its commands beside it."""
        command = [sys.executable, "-m", "smartcity.cli.main", *words]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=300)

    def descendants(self) -> dict[str, list[int]]:
        """Process numbers below it by kind: web, worker, database, simulator."""
        found: dict[str, list[int]] = {"web": [], "worker": [], "database": [], "simulator": []}
        words = {
            "granian": "web",
            "smartcity-web": "web",
            "postgres": "database",
            " worker": "worker",
            " simulate": "simulator",
        }
        for pid in _below(self.process.pid if self.process else 0):
            line = _command_line(pid)
            kind = next((kind for word, kind in words.items() if word in line), None)
            if kind:
                found[kind].append(pid)
        return found

    def stop(self, seconds: float = 20) -> float:
        """End it politely; returns the seconds that took."""
        began = time.monotonic()
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(seconds)
        return time.monotonic() - began


@contextmanager
def platform(*options: str, **variables: str) -> Iterator[Platform]:
    """A started platform with its demo, gone afterwards with all it stored."""
    with scratch_home() as home:
        made = Platform(home, free_port(), {"SMARTCITY_BASEMAP_STYLE_URL": "none", **variables})
        try:
            made.start(*options)
            yield made
        finally:
            made.stop()


@contextmanager
def scratch_home() -> Iterator[Path]:
    """An empty state folder that the database's system user can enter."""
    home = Path(tempfile.mkdtemp(prefix="smartcity-"))
    home.chmod(0o755)
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def report(name: str, figures: dict[str, Any]) -> None:
    """Print figures as a table and keep them as JSON in var/bench."""
    folder = Path(__file__).resolve().parents[2] / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    for key, value in figures.items():
        print(f"  {key:44} {value}")


def percentile(values: list[float], share: float) -> float:
    """The value that ``share`` (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _below(pid: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        for child in children.get(waiting.pop(), []):
            found.append(child)
            waiting.append(child)
    return found


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""

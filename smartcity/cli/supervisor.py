"""Keep a few processes running: restart with back-off, end all of them in order within ten seconds."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import click

from smartcity.config.parent import end_with_parent

# one start in five seconds is a cheap crash loop; half a minute without a database is dear
FIRST_WAIT, LONGEST_WAIT, STABLE = 0.5, 5.0, 20.0


def spawn(command: list[str]) -> Callable[[], subprocess.Popen[bytes]]:
    """A way to start ``command`` in a session of its own, so that Ctrl-C reaches the supervisor alone."""
    return lambda: subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: end_with_parent(signal.SIGTERM),  # noqa: PLW1509  (the supervisor has no threads)
    )


@dataclass(slots=True)
class Child:
    """One supervised process.

    start: starts it; grace: seconds between the polite and the hard end; polite: the signal of the polite end.
    """

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    grace: float = 5.0
    polite: int = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    wait: float = 0.0
    not_before: float = 0.0

    def launch(self) -> None:
        """Start the process now."""
        self.started = time.monotonic()
        self.process = self.start()

    def ask_to_end(self) -> None:
        """Send the polite signal."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self.polite)

    def make_end(self, deadline: float) -> None:
        """Wait for the end until ``deadline`` (monotonic seconds), then enforce it."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.05, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(5)


@dataclass(slots=True)
class Supervisor:
    """Watches children until SIGINT or SIGTERM; ``say`` prints what a person should see."""

    say: Callable[[str], None] = click.echo
    children: list[Child] = field(default_factory=list)
    stopping: bool = False

    def obey_signals(self) -> None:
        """From now on SIGINT and SIGTERM ask for an orderly end."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)

    def add(self, child: Child) -> None:
        """Start a child and watch it."""
        self.children.append(child)
        child.launch()

    def watch(self) -> None:
        """Restart what dies until somebody asks to stop."""
        while not self.stopping:
            for child in self.children:
                self._tend(child)
            time.sleep(0.1)

    def stop(self) -> None:
        """End all children: together those that stand on the first one, then the first (the database)."""
        for group in (self.children[1:], self.children[:1]):
            now = time.monotonic()
            for child in group:
                child.ask_to_end()
            for child in group:
                child.make_end(now + child.grace)

    def _ask_to_stop(self, number: int, frame: object) -> None:
        self.stopping = True

    def _tend(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.not_before:
                child.launch()
            return
        code = child.process.poll()
        if code is None:
            return
        child.wait = FIRST_WAIT if now - child.started > STABLE else min(max(child.wait * 2, FIRST_WAIT), LONGEST_WAIT)
        child.not_before = now + child.wait
        child.process = None
        self.say(f"{child.name}: beendet ({_reason(code)}), Neustart in {child.wait:.1f} s")


def _reason(code: int) -> str:
    return f"Signal {signal.Signals(-code).name}" if code < 0 else f"Status {code}"

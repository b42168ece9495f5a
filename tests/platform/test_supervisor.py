"""Processes that die come back with growing patience; the end is quick and in order."""

from __future__ import annotations

import signal
import sys
import threading
import time

from smartcity.cli.supervisor import Child, Supervisor, spawn

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
DIE = [sys.executable, "-c", "raise SystemExit(3)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('x', flush=True); time.sleep(60)",
]


def watch(supervisor, seconds):
    """Let it watch for a while; which children live then: what a thread has started ends with the thread."""
    thread = threading.Thread(target=supervisor.watch)
    thread.start()
    time.sleep(seconds)
    alive = [child.process is not None and child.process.poll() is None for child in supervisor.children]
    supervisor.stopping = True
    thread.join(5)
    return alive


def test_a_killed_process_is_started_again_and_said_so():
    said = []
    supervisor = Supervisor(say=said.append)
    supervisor.add(Child("Web", spawn(SLEEP)))
    first = supervisor.children[0].process
    first.send_signal(signal.SIGKILL)
    assert watch(supervisor, 2.0) == [True]
    assert supervisor.children[0].process.pid != first.pid
    assert said == ["Web: beendet (Signal SIGKILL), Neustart in 0.5 s"]
    supervisor.stop()


def test_a_process_that_keeps_dying_is_started_ever_more_rarely():
    said = []
    supervisor = Supervisor(say=said.append)
    supervisor.add(Child("Kaputt", spawn(DIE)))
    watch(supervisor, 3)
    assert [line.split("Neustart in ")[1] for line in said[:3]] == ["0.5 s", "1.0 s", "2.0 s"]
    supervisor.stop()


def test_what_does_not_end_politely_is_ended():
    supervisor = Supervisor(say=lambda line: None)
    supervisor.add(Child("Stur", spawn(STUBBORN), grace=0.5))
    time.sleep(0.5)
    began = time.monotonic()
    supervisor.stop()
    assert supervisor.children[0].process.poll() == -signal.SIGKILL
    assert time.monotonic() - began < 5


def test_the_first_child_ends_last():
    ends = []
    supervisor = Supervisor(say=lambda line: None)
    for name in ("Datenbank", "Web", "Worker"):
        supervisor.add(Child(name, spawn(SLEEP)))
    for child in supervisor.children:
        original = child.process.wait
        child.process.wait = lambda *args, name=child.name, original=original: (original(*args), ends.append(name))[0]
    supervisor.stop()
    assert ends[-1] == "Datenbank"
    assert len(ends) == 3

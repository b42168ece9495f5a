"""One platform per state folder: a lock that ends with its holder, even when that is killed."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from smartcity.config.state import StateFolder
from smartcity.kernel.refusal import Refusal, Refused


@contextmanager
def only_one(state: StateFolder, address: str) -> Iterator[None]:
    """Hold the state folder's lock; raises Refused that names the holder when somebody else has it."""
    try:
        state.run.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(state.run / "up.lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise Refused([Refusal(str(state.home), "kann nicht als Zustandsordner dienen", str(error))]) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(descriptor, 200).decode(errors="replace").strip()
        os.close(descriptor)
        raise Refused(
            [
                Refusal(
                    str(state.home),
                    "hier läuft die Plattform schon",
                    holder,
                    "Beenden Sie sie zuerst, oder setzen Sie SMARTCITY_HOME und PORT für eine zweite.",
                )
            ]
        ) from None
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"Prozess {os.getpid()}, {address}\n".encode(), 0)
        yield
    finally:
        os.ftruncate(descriptor, 0)
        os.close(descriptor)


def refuse_occupied_port(host: str, port: int, setting: str = "PORT") -> None:
    """Raise Refused when somebody listens on the port already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(
                [
                    Refusal(
                        setting,
                        f"{host}:{port} ist nicht frei",
                        str(error.strerror),
                        f"Wählen Sie einen anderen: {setting}={port + 1}",
                    )
                ]
            ) from error

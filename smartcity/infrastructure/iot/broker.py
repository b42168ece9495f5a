"""Mosquitto as a part of the platform: its files from the registry, its life, news of credentials.

Nobody enters without a password; a device may write under its own topics alone and read its own commands. Debian's own
service of that name is not used: configuration, passwords, rights and state are in the platform's state folder.
"""

from __future__ import annotations

import logging
import os
import pwd
import shutil
import signal
import subprocess
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.db import InterfaceError, OperationalError, connection

from smartcity.infrastructure.iot.domain import secret_hash
from smartcity.infrastructure.iot.models import Credential
from smartcity.infrastructure.iot.services import NOTIFY_CHANNEL
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.telemetry.models import Datastream

INGEST_USER = "smartcity-ingest"
SYSTEM_USER = "mosquitto"
_CONFIGURATION = """\
# written by smartcity at every start
per_listener_settings false
allow_anonymous false
password_file {folder}/passwords
acl_file {folder}/rights
persistence true
persistence_location {folder}/
# what devices send while the database is away waits here: 60 s at 1,000 messages a second are a fraction of it
max_queued_messages 2000000
max_queued_bytes 0
max_inflight_messages 0
autosave_interval 30
persistent_client_expiration 14d
max_packet_size 1048576
set_tcp_nodelay true
log_dest stderr
log_type error
log_type warning
connection_messages false

listener {port} {host}
"""
_TLS = """
listener {port} {host}
certfile {certificate}
keyfile {key}
tls_version tlsv1.2
"""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BrokerSettings:
    """Where the broker lives and listens; with a certificate it listens on ``tls_port`` of ``tls_host``, too."""

    folder: Path
    host: str
    port: int
    ingest_password: str
    certificate: str = ""
    key: str = ""
    tls_host: str = ""
    tls_port: int = 8883

    @property
    def program(self) -> str:
        """Path of Mosquitto; raises Refused when it is not installed."""
        found = shutil.which("mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
        if found is None:
            raise Refused([Refusal("mosquitto", "ist nicht installiert", hint="apt-get install mosquitto")])
        return found


def run_broker(settings: BrokerSettings, stopping: Callable[[], bool], die_with_us: Callable[[], None]) -> None:
    """Run Mosquitto until it ends or ``stopping``; changed credentials hold within a second."""
    write_configuration(settings)
    write_access(settings)
    process = subprocess.Popen(
        [settings.program, "-c", str(settings.folder / "mosquitto.conf")],
        stdin=subprocess.DEVNULL,
        preexec_fn=die_with_us,  # noqa: PLW1509  (no threads here)
    )
    try:
        while not stopping() and process.poll() is None:
            _obey_news(settings, process, stopping)
    finally:
        process.terminate()
        process.wait(8)


def _obey_news(settings: BrokerSettings, process: subprocess.Popen[bytes], stopping: Callable[[], bool]) -> None:
    """Listen for news; first of all catch up with what was changed while nobody listened."""
    try:
        connection.ensure_connection()
        connection.connection.execute(f"LISTEN {NOTIFY_CHANNEL}")
        news = True
        while not stopping() and process.poll() is None:
            if news and write_access(settings):
                process.send_signal(signal.SIGHUP)
            news = bool(list(connection.connection.notifies(timeout=0.5, stop_after=1)))
    except (OperationalError, InterfaceError, psycopg.OperationalError) as error:
        logger.warning("database: %s; credentials stay as they are", str(error).strip().partition("\n")[0])
        connection.close()
        try:
            process.wait(1)
        except subprocess.TimeoutExpired:
            return


def write_configuration(settings: BrokerSettings) -> None:
    """Mosquitto's configuration."""
    settings.folder.mkdir(parents=True, exist_ok=True)
    text = _CONFIGURATION.format(folder=settings.folder, host=settings.host, port=settings.port)
    if settings.certificate:
        text += _TLS.format(
            host=settings.tls_host, port=settings.tls_port, certificate=settings.certificate, key=settings.key
        )
    _write(settings.folder / "mosquitto.conf", text)
    _hand_over(settings.folder, 0o700)


def write_access(settings: BrokerSettings) -> bool:
    """Passwords and rights as the registry has them; False when they were so already."""
    streams: dict[int, list[int]] = defaultdict(list)
    held = Credential.objects.filter(revoked_at=None, device__retired_at=None)
    things = held.values_list("device__thing", flat=True)
    for thing, stream in Datastream.objects.filter(thing__in=things).order_by("pk").values_list("thing", "pk"):
        streams[thing].append(stream)
    own = f"{INGEST_USER}:{secret_hash(settings.ingest_password, b'smartcity-in')}"
    passwords, rights = [own], [f"user {INGEST_USER}", "topic readwrite #"]
    for eui, digest, thing in held.order_by("device__eui").values_list("device__eui", "secret_hash", "device__thing"):
        passwords.append(f"{eui}:{digest}")
        rights += [f"user {eui}", f"topic write devices/{eui}/up", f"topic read devices/{eui}/down"]
        rights += [f"topic write v1.1/Datastreams({stream})/Observations" for stream in streams[thing]]
    written = [
        _write(settings.folder / name, "\n".join(lines) + "\n")
        for name, lines in (("passwords", passwords), ("rights", rights))
    ]
    return any(written)


def _write(path: Path, text: str) -> bool:
    """Replace a file at once, readable by the broker alone; False when it says this already."""
    if path.is_file() and path.read_text() == text:
        return False
    fresh = path.with_suffix(".new")
    fresh.touch(0o600)
    fresh.write_text(text)
    _hand_over(fresh, 0o600)
    fresh.replace(path)
    return True


def _hand_over(path: Path, mode: int) -> None:
    """Started by root, Mosquitto becomes a user of its own."""
    path.chmod(mode)
    if os.geteuid() == 0:
        account = pwd.getpwnam(SYSTEM_USER)
        os.chown(path, account.pw_uid, account.pw_gid)

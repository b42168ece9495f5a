"""The private PostgreSQL cluster: created, started, checked and stopped by the platform itself.

It listens on a Unix socket only, asks every role for a password (SCRAM), and keeps PostgreSQL's durable defaults.
Run by root, the server belongs to the operating system's user ``postgres``.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from smartcity.cli.binaries import programs
from smartcity.config.database import APPLICATION, DATABASE, OWNER, private_conninfo, socket_folder
from smartcity.config.parent import end_with_parent
from smartcity.config.state import StateFolder
from smartcity.kernel.refusal import Refusal, Refused

SUPERUSER = "postgres"
NEEDED_BYTES = 300 * 1024 * 1024
EXTENSIONS = ("postgis", "btree_gist", "pg_trgm", "unaccent")
# Durability (fsync, full_page_writes, synchronous_commit) stays at PostgreSQL's own safe defaults.
CONFIGURATION = """
# written by smartcity; the platform keeps its own settings here
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0777
max_connections = 200
shared_buffers = 512MB
effective_cache_size = 2GB
work_mem = 16MB
maintenance_work_mem = 256MB
max_wal_size = 4GB
# as small as pglz and several times as fast: wide rows (works, audit) are compressed when they are written
default_toast_compression = lz4
checkpoint_completion_target = 0.9
random_page_cost = 1.1
jit = off
# short queries of many visitors: a worker to start costs more than it saves
max_parallel_workers_per_gather = 0
timezone = 'UTC'
log_min_messages = warning
"""


@dataclass(frozen=True, slots=True)
class Cluster:
    """One private cluster in a state folder."""

    state: StateFolder

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.state.cluster

    @property
    def system_user(self) -> str | None:
        """Operating-system user of the server, or None for the caller's own."""
        return "postgres" if os.geteuid() == 0 else None

    @property
    def version(self) -> int | None:
        """Major version of the existing data directory."""
        file = self.data / "PG_VERSION"
        return int(file.read_text().split(".")[0]) if file.is_file() else None

    def prepare(self) -> bool:
        """Create the cluster if there is none; True when it was created. Raises Refused without disk space."""
        if self.version is not None:
            programs(self.version)
            return False
        self._make_folders()
        free = shutil.disk_usage(self.state.home).free
        if free < NEEDED_BYTES:
            raise Refused(
                [
                    Refusal(
                        str(self.state.home),
                        "zu wenig Platz für den Datenbank-Cluster",
                        f"{free // 1024**2} MB frei",
                        f"Mindestens {NEEDED_BYTES // 1024**2} MB sind nötig; SMARTCITY_HOME kann woanders liegen.",
                    )
                ]
            )
        self._initialise()
        return True

    def command(self) -> list[str]:
        """Command line that runs the server in the foreground."""
        return [str(programs(self.version) / "postgres"), "-D", str(self.data)]

    def is_running(self) -> bool:
        """Whether a live server owns the data directory; removes what a crashed one left behind."""
        pid = self.server_pid()
        if pid is not None and _is_postgres(pid, self.data):
            return True
        if pid is not None:
            # the process number in the lock file belongs to nobody, or to another program by now
            (self.data / "postmaster.pid").unlink(missing_ok=True)
        return False

    def server_pid(self) -> int | None:
        """Process number in the lock file, if there is one."""
        try:
            return int((self.data / "postmaster.pid").read_text().splitlines()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None

    def wait_until_ready(self, seconds: float = 60) -> None:
        """Wait for the server to take connections; raises Refused with the end of its log when it does not."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                psycopg.connect(self._superuser(), connect_timeout=3).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise Refused([Refusal("Datenbank", f"antwortet nach {seconds:.0f} s nicht", self._log_tail())])

    def provision(self) -> None:
        """Create roles, extensions and the database; safe to repeat, by several processes at once."""
        with psycopg.connect(self._superuser("postgres"), autocommit=True) as guard:
            guard.execute("SELECT pg_advisory_lock(hashtext('smartcity.provision'))")
            with psycopg.connect(self._superuser("template1"), autocommit=True) as connection:
                self._roles(connection)
                for name in EXTENSIONS:
                    connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))
                _default_rights(connection)
            exists = guard.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not exists:
                guard.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
                )

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server as a child in a session of its own (Ctrl-C reaches the supervisor alone)."""
        self._make_folders()
        self.is_running()
        with (self.state.logs / "postgresql.log").open("ab") as log:
            return subprocess.Popen(
                self.command(),
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=lambda: end_with_parent(signal.SIGINT),  # noqa: PLW1509  (the supervisor has no threads)
                cwd="/",
                **_identity(self.system_user),
            )

    def end_leftover(self, seconds: float = 20) -> None:
        """End a server that a killed supervisor left behind; what it committed stays."""
        pid = self.server_pid() if self.is_running() else None
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + seconds
        while self.is_running():
            if time.monotonic() > deadline:
                raise Refused([Refusal("Datenbank", f"der alte Server (Prozess {pid}) endet nicht")])
            time.sleep(0.1)

    def _superuser(self, database: str = "postgres") -> str:
        return private_conninfo(self.state, SUPERUSER, database)

    def _make_folders(self) -> None:
        home = self.state.home
        try:
            home.mkdir(parents=True, exist_ok=True)
            for folder in (self.state.run, self.state.logs, self.state.media, socket_folder(self.state)):
                folder.mkdir(parents=True, exist_ok=True)
            if self.system_user:
                account = pwd.getpwnam(self.system_user)
                self.data.mkdir(exist_ok=True)
                for folder in (self.data, socket_folder(self.state), self.state.logs):
                    os.chown(folder, account.pw_uid, account.pw_gid)
        except OSError as error:
            raise Refused([Refusal(str(home), "kann nicht als Zustandsordner dienen", str(error))]) from error
        for name in (SUPERUSER, OWNER, APPLICATION):
            self.state.secret(f"database-{name}")

    def _initialise(self) -> None:
        with self._password_file() as password:
            command = [
                *(str(programs() / "initdb"), "-D", str(self.data), "-U", SUPERUSER, "-E", "UTF8", "--locale=C.UTF-8"),
                *("--auth=scram-sha-256", f"--pwfile={password}", "--data-checksums"),
            ]
            done = subprocess.run(
                command, capture_output=True, text=True, check=False, cwd="/", **_identity(self.system_user)
            )
        if done.returncode != 0:
            lines = done.stderr.strip().splitlines()[-3:]
            raise Refused([Refusal(str(self.data), "der Cluster ließ sich nicht anlegen", " ".join(lines))])
        settings = self.data / "smartcity.conf"
        settings.write_text(CONFIGURATION.format(socket=socket_folder(self.state)))
        settings.chmod(0o644)
        with (self.data / "postgresql.conf").open("a") as file:
            file.write("\ninclude = 'smartcity.conf'\n")

    @contextmanager
    def _password_file(self) -> Iterator[Path]:
        """A file that only the server's user can read, for initdb, gone afterwards."""
        descriptor, name = tempfile.mkstemp(dir=socket_folder(self.state))
        path = Path(name)
        try:
            os.write(descriptor, self.state.existing_secret(f"database-{SUPERUSER}").encode() + b"\n")
            os.close(descriptor)
            if self.system_user:
                account = pwd.getpwnam(self.system_user)
                os.chown(path, account.pw_uid, account.pw_gid)
            yield path
        finally:
            path.unlink(missing_ok=True)

    def _roles(self, connection: psycopg.Connection) -> None:
        for role, rights in ((OWNER, "CREATEDB"), (APPLICATION, "NOCREATEDB")):
            exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
            verb = "ALTER" if exists else "CREATE"
            connection.execute(
                sql.SQL(verb + " ROLE {} LOGIN NOSUPERUSER " + rights + " PASSWORD {}").format(
                    sql.Identifier(role), sql.Literal(self.state.secret(f"database-{role}"))
                )
            )

    def _log_tail(self) -> str:
        try:
            return " | ".join((self.state.logs / "postgresql.log").read_text(errors="replace").splitlines()[-3:])
        except OSError:
            return ""


def stop_server(process: subprocess.Popen[bytes], seconds: float = 8) -> None:
    """Fast shutdown: sessions are ended, everything committed stays; immediate when that takes too long."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGINT)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)
        process.wait(5)


@contextmanager
def running(state: StateFolder) -> Iterator[Cluster]:
    """The private cluster for the time of one command: started if need be, and then stopped again."""
    cluster = Cluster(state)
    cluster.prepare()
    process = None if cluster.is_running() else cluster.start()
    try:
        cluster.wait_until_ready()
        cluster.provision()
        yield cluster
    finally:
        if process is not None:
            stop_server(process)


def _identity(user: str | None) -> dict[str, Any]:
    if user is None:
        return {}
    account = pwd.getpwnam(user)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": os.getgrouplist(user, account.pw_gid)}


def _is_postgres(pid: int, data: Path) -> bool:
    try:
        line = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return "postgres" in line.split("\0")[0] and str(data) in line


def _default_rights(connection: psycopg.Connection) -> None:
    """What the owner creates, the application may use; single tables take rights away again (the audit does)."""
    names = {"owner": sql.Identifier(OWNER), "app": sql.Identifier(APPLICATION)}
    for statement in (
        "GRANT USAGE, CREATE ON SCHEMA public TO {owner}",
        "GRANT USAGE ON SCHEMA public TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO {app}",
    ):
        connection.execute(sql.SQL(statement).format(**names))

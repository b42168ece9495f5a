"""The private database cluster: safe by default, tidy after a crash, clear about what it refuses."""

from __future__ import annotations

import os
import shutil
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from smartcity.cli import binaries, cluster
from smartcity.cli.cluster import Cluster
from smartcity.config.database import LONGEST_SOCKET_FOLDER, private_conninfo, socket_folder
from smartcity.config.env import environment
from smartcity.config.state import StateFolder
from smartcity.kernel.refusal import Refused

needs_private_cluster = pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="an external server is used")


@pytest.fixture
def admin(db):
    with psycopg.connect(private_conninfo(environment().state, cluster.SUPERUSER, "postgres")) as connection:
        yield connection


@needs_private_cluster
@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit"])
def test_durability_stays_at_its_safe_default(admin, setting):
    row = admin.execute("SELECT setting, boot_val, source FROM pg_settings WHERE name = %s", [setting]).fetchone()
    assert row == ("on", "on", "default")


@needs_private_cluster
def test_the_cluster_listens_on_no_network_and_asks_for_passwords(admin):
    assert admin.execute("SHOW listen_addresses").fetchone() == ("",)
    methods = admin.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules").fetchall()
    assert methods == [("scram-sha-256",)]
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=str(socket_folder(environment().state)), user="smartcity", dbname="postgres", password="x")


@needs_private_cluster
def test_the_application_role_owns_nothing(admin):
    row = admin.execute(
        "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = 'smartcity'"
    ).fetchone()
    assert row == (False, False, False)


@needs_private_cluster
def test_several_processes_may_make_sure_of_the_cluster_at_once(db):
    with ThreadPoolExecutor(8) as pool:
        ended = [pool.submit(Cluster(environment().state).provision) for _ in range(32)]
    assert [process.exception() for process in ended] == [None] * 32


def test_without_disk_space_nothing_is_begun(tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10, 9, 1_000_000))
    state = StateFolder(tmp_path / "home")
    with pytest.raises(Refused, match="zu wenig Platz"):
        Cluster(state).prepare()
    assert not (state.cluster / "PG_VERSION").exists()


@pytest.mark.parametrize("content", ["4194304\n/nowhere\n", "{own}\n", "not a number\n", ""])
def test_a_lock_file_of_a_crashed_server_is_removed(tmp_path, content):
    state = StateFolder(tmp_path)
    state.cluster.mkdir()
    lock = state.cluster / "postmaster.pid"
    lock.write_text(content.format(own=os.getpid()))
    assert Cluster(state).is_running() is False
    assert not lock.exists() or Cluster(state).server_pid() is None


def test_a_cluster_of_a_version_that_is_not_installed_is_refused(tmp_path, monkeypatch):
    state = StateFolder(tmp_path)
    state.cluster.mkdir()
    (state.cluster / "PG_VERSION").write_text("99\n")
    with pytest.raises(Refused, match="braucht PostgreSQL 99"):
        Cluster(state).prepare()


def test_a_machine_without_postgresql_is_told_what_to_do(monkeypatch):
    monkeypatch.setattr(binaries, "installed_versions", dict)
    with pytest.raises(Refused, match="make setup"):
        binaries.programs()


def test_a_state_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused, match="Zustandsordner"):
        Cluster(StateFolder(tmp_path / "file" / "home")).prepare()


def test_a_long_state_path_gets_a_short_socket_folder(tmp_path):
    long = StateFolder(tmp_path / ("x" * 120))
    assert len(str(socket_folder(long))) < LONGEST_SOCKET_FOLDER
    assert socket_folder(long) != socket_folder(StateFolder(tmp_path / ("y" * 120)))


def test_a_secret_is_made_once_and_is_private(tmp_path):
    state = StateFolder(tmp_path)
    assert state.existing_secret("key") == ""
    made = state.secret("key")
    assert len(made) >= 48
    assert state.secret("key") == made == state.existing_secret("key")
    assert (state.keys / "key").stat().st_mode & 0o777 == 0o600

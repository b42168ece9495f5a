"""The command line: one clear line on refusal, the promised exit status, no traceback."""

from __future__ import annotations

import os
import pickle
import socket
import subprocess
import sys

import pytest
from click.testing import CliRunner
from django.db import connection

from smartcity.cli.database import refuse_newer_schema
from smartcity.cli.lock import only_one, refuse_occupied_port
from smartcity.cli.main import cli
from smartcity.config.env import Environment, environment
from smartcity.config.state import StateFolder
from smartcity.kernel.refusal import Refusal, Refused


def smartcity(*words, **variables):
    environment_ = {key: value for key, value in os.environ.items() if not key.startswith("DJANGO_SETTINGS")}
    environment_.update({"SMARTCITY_MODE": "demo", **variables})
    command = [sys.executable, "-m", "smartcity.cli.main", *words]
    return subprocess.run(command, env=environment_, capture_output=True, text=True, timeout=60, check=False)


def one_line(result):
    assert result.returncode == 1
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("smartcity: ")
    return lines[0]


def test_a_second_platform_on_the_same_state_is_told_so(tmp_path):
    with only_one(StateFolder(tmp_path), "http://127.0.0.1:8000"):
        line = one_line(smartcity("up", SMARTCITY_HOME=str(tmp_path)))
    assert "läuft die Plattform schon" in line
    assert f"Prozess {os.getpid()}" in line


def test_the_lock_ends_with_its_holder(tmp_path):
    state = StateFolder(tmp_path)
    with only_one(state, "a"):
        pass
    with only_one(state, "b"), pytest.raises(Refused, match="schon"), only_one(state, "c"):
        pass


def test_an_occupied_port_is_named(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        line = one_line(smartcity("up", SMARTCITY_HOME=str(tmp_path), PORT=str(port)))
    assert f"127.0.0.1:{port}" in line


def test_a_free_port_is_not_refused():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert refuse_occupied_port("127.0.0.1", port) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "99999"), ("PORT", "abc"), ("SMARTCITY_MODE", "toy"), ("SMARTCITY_SIMULATOR_SPEED", "-1")],
)
def test_a_wrong_setting_is_named_with_its_value(tmp_path, name, value):
    line = one_line(smartcity("check", SMARTCITY_HOME=str(tmp_path), **{name: value}))
    assert name in line
    assert value in line


def test_an_unreachable_database_is_one_line(tmp_path):
    url = "postgresql://nobody@127.0.0.1:1/none"
    line = one_line(smartcity("migrate", SMARTCITY_HOME=str(tmp_path), DATABASE_URL=url))
    assert "Datenbank: ist nicht erreichbar" in line


def test_wrong_usage_is_status_two(tmp_path):
    assert smartcity("load-city", SMARTCITY_HOME=str(tmp_path)).returncode == 2
    assert smartcity("no-such-command", SMARTCITY_HOME=str(tmp_path)).returncode == 2


def test_every_command_explains_itself(db):
    root = cli.get_command
    context = cli.make_context("smartcity", ["check"])
    for name in cli.list_commands(context):
        command = root(context, name)
        assert command is not None
        assert command.help or command.short_help, name
        assert CliRunner().invoke(cli, [name, "--help"]).exit_code == 0


def test_a_database_newer_than_the_code_is_refused(db):
    refuse_newer_schema()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '9999_future', now())")
    with pytest.raises(Refused, match="neuer als dieses Programm"):
        refuse_newer_schema()


def test_check_shows_no_secret(tmp_path):
    result = smartcity("check", SMARTCITY_HOME=str(tmp_path), SMARTCITY_SECRET_KEY="top-secret-value-of-the-test")
    assert result.returncode == 0, result.stderr
    assert "top-secret-value" not in result.stdout
    assert "unsicher: SMARTCITY_MODE" in result.stdout


def test_check_fails_in_production_when_something_is_unsafe(tmp_path):
    result = smartcity("check", SMARTCITY_HOME=str(tmp_path), SMARTCITY_MODE="production")
    assert result.returncode == 1


def test_a_refusal_reads_as_place_rule_value_and_hint():
    assert str(Refusal("Zeile 3", "fehlt", "x", "So ginge es.")) == "Zeile 3: fehlt (Wert: x) So ginge es."


def test_every_setting_says_what_it_is_for():
    for name, field in Environment.model_fields.items():
        assert field.description, name
    assert environment().SMARTCITY_MODE == "test"


def test_refusals_survive_the_way_between_processes():
    refusal = Refusal("Zeile 3", "fehlt")
    assert pickle.loads(pickle.dumps(Refused([refusal]))).refusals == (refusal,)

"""Documentation that fails when it lies: settings, commands, systems, rooms and benchmarks are all described."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from django.apps import apps

from smartcity.cli.main import cli
from smartcity.config.env import Environment
from smartcity.kernel.manifest import SystemConfig, systems

ROOT = Path(__file__).resolve().parent.parent
OPERATIONS = (ROOT / "docs/operations.md").read_text()
INTERNAL = {"SMARTCITY_DATABASE_ROLE"}


def undocumented_settings(text):
    return [name for name in Environment.model_fields if f"`{name}`" not in text]


def commands():
    context = cli.make_context("smartcity", ["check"])
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        if isinstance(command, click.Group):
            yield from (f"{name} {child}" for child in command.list_commands(context))
        else:
            yield name


def undocumented_commands(text):
    return [name for name in commands() if f"smartcity {name}" not in text]


def test_every_setting_is_documented():
    assert undocumented_settings(OPERATIONS) == []


def test_every_documented_setting_exists():
    named = set(re.findall(r"`((?:SMARTCITY|DATABASE)_[A-Z_]+)`", OPERATIONS)) - {"SMARTCITY_TEST_HOME"}
    assert named <= set(Environment.model_fields)


def test_every_command_is_documented():
    assert undocumented_commands(OPERATIONS) == []


def test_every_documented_command_exists():
    tables = [line for line in OPERATIONS.splitlines() if line.startswith("| `smartcity ")]
    named = {match for line in tables for match in re.findall(r"`smartcity ([a-z-]+(?: [a-z-]+)?)", line.split("|")[1])}
    known = set(commands())
    assert {name for name in named if name not in known and name.split()[0] not in known} == set()


@pytest.mark.parametrize("config", systems(), ids=lambda config: config.label)
def test_every_system_has_its_page_and_its_row_in_the_readme(config: SystemConfig):
    assert (ROOT / f"docs/systems/{config.label.replace('_', '-')}.md").is_file()
    if config.plan_number:
        rows = [
            line
            for line in (ROOT / "README.md").read_text().splitlines()
            if line.startswith(f"| {config.plan_number} |")
        ]
        assert len(rows) == 1
        assert config.name.replace(".", "/") in rows[0]


def test_the_readme_names_every_entry_of_the_plan():
    text = (ROOT / "README.md").read_text()
    numbers = [f"6.{number}" for number in range(1, 23)] + [f"7.{number}" for number in range(1, 6)]
    assert [number for number in numbers if f"| {number} |" not in text] == []


def test_every_kernel_room_is_in_the_architecture():
    text = (ROOT / "docs/architecture.md").read_text()
    rooms = [config.label for config in apps.get_app_configs() if config.name.startswith("smartcity.kernel.")]
    assert [label for label in rooms if label not in text] == []


def test_every_benchmark_is_in_the_table_of_figures():
    text = (ROOT / "docs/benchmarks.md").read_text()
    files = [path.name for path in (ROOT / "benchmarks").glob("[a-z]*.py")]
    assert [name for name in files if f"benchmarks/{name}" not in text] == []


def test_links_between_documents_lead_somewhere():
    broken = [
        f"{document.relative_to(ROOT)} -> {target}"
        for document in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text())
        if not (document.parent / target).exists()
    ]
    assert broken == []


def test_a_planted_gap_is_found():
    assert undocumented_settings(OPERATIONS.replace("`PORT`", "")) == ["PORT"]
    assert undocumented_commands(OPERATIONS.replace("smartcity backup", "")) == ["backup"]

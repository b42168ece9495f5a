"""The platform's own commands, in the order of their use."""

from __future__ import annotations

import click

from smartcity.cli import backup, checks, roles, schema, up

COMMANDS: list[click.Command] = [
    up.up,
    roles.serve,
    roles.worker,
    roles.broker,
    roles.ingest,
    roles.simulate,
    schema.migrate,
    schema.load_city,
    schema.load_demo,
    schema.with_database_command,
    backup.backup,
    backup.restore,
    checks.check,
]

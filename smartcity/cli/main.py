"""Entry point of the command ``smartcity``: puts the platform's and the systems' sub-commands together."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click
import django
from pydantic import ValidationError

from smartcity.config.boot import choose_settings
from smartcity.kernel.refusal import Refused

REFUSED, USAGE = 1, 2


class Command(click.Group):
    """The command group: loads Django once, and turns refusals into one line each and exit status 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, the platform's own and those of the systems."""
        self._load()
        return super().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command by name."""
        self._load()
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        """Run; a refusal becomes a line on stderr and exit status 1."""
        try:
            return super().invoke(ctx)
        except Refused as error:
            for refusal in error.refusals:
                click.echo(f"smartcity: {refusal}", err=True)
            ctx.exit(REFUSED)

    def _load(self) -> None:
        if self.commands:
            return
        from smartcity.cli import own
        from smartcity.kernel.manifest import discover

        for command in own.COMMANDS:
            self.add_command(command)
        for config, command in discover("commands", "group"):
            module = import_module(f"{config.name}.commands")
            # an engine's commands (`NEEDS_DATABASE = False`, or named in `WITHOUT_DATABASE`) run without one
            if getattr(module, "NEEDS_DATABASE", True):
                _give_database(command, getattr(module, "WITHOUT_DATABASE", ()))
            self.add_command(command)


def _give_database(command: click.Command, without: tuple[str, ...] = ()) -> None:
    """Let a command, or every one of a group but those named, run while the database does."""
    from smartcity.cli.database import with_database

    if isinstance(command, click.Group):
        for child in command.commands.values():
            _give_database(child, without)
    elif command.callback is not None and command.name not in without:
        command.callback = with_database(command.callback)


@click.group(cls=Command, help="Die Stadtplattform: einrichten, betreiben, laden, prüfen.")
@click.version_option(package_name="smartcity", prog_name="smartcity")
def cli() -> None:
    """Root of the command tree."""


def main() -> None:
    """Console script: configure Django, run, end with the promised exit status."""
    try:
        choose_settings()
    except ValidationError as error:
        for item in error.errors():
            name = ".".join(str(part) for part in item["loc"])
            click.echo(f"smartcity: {name}: {item['msg']} (Wert: {item.get('input')!r})", err=True)
        sys.exit(REFUSED)
    django.setup()
    cli(prog_name="smartcity")


if __name__ == "__main__":
    main()

"""``holdfast`` itself: options that every command shares, and serving when no command is given."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import click

from holdfast.cli.context import Context
from holdfast.errors import HoldfastError
from holdfast.loading import load_module
from holdfast.version import version_header

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "serve": "serve",
        "mcp": "mcp",
        "worker": "worker",
        "init-db": "init_db",
        "keys": "keys",
        "token": "token",
        "purge": "purge",
        "jobs": "jobs",
        "import": "import_",
        "export": "export",
        "migrate": "migrate",
        "certificates": "certificates",
        "backup": "backup",
        "restore": "backup.restore",
        "doctor": "doctor",
        "copy": "copy",
        "check": "check",
        "settings": "settings",
        "json-schema": "settings.print_settings_schema",
    }
)
"""The module of each command in `holdfast.cli.commands`, and the name in it where that is another."""


class Commands(click.Group):
    """Imports the module of a command when it is asked for: most need a small part of what a server is made of."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names."""
        return sorted([*super().list_commands(ctx), *COMMANDS])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        return command_of(cmd_name) if cmd_name in COMMANDS else super().get_command(ctx, cmd_name)


def command_of(name: str) -> click.Command:
    """The command of a name in `COMMANDS`."""
    module, _, attribute = COMMANDS[name].partition(".")
    command: click.Command = getattr(load_module(f"holdfast.cli.commands.{module}"), attribute or module)
    return command


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Configuration file (YAML or TOML). Default: config.yaml in the working directory, if there is one.",
)
@click.option("-v", "--version", is_flag=True, help="Print the version and exit.")
@click.option("-d", "--dump-config", is_flag=True, help="Print the effective configuration, secrets masked, and exit.")
@click.option("-g", "--generate-token", is_flag=True, help="Print a token signed with auth.secret and exit.")
@click.option("--show-secrets", is_flag=True, help="With --dump-config: do not mask secrets.")
@click.pass_context
def group(
    context: click.Context,
    *,
    config: Path | None,
    version: bool,
    dump_config: bool,
    generate_token: bool,
    show_secrets: bool,
) -> None:
    """Long-term memory for AI assistants.

    Without a command, the server is started: `holdfast` is short for `holdfast serve`.

    Settings come from a configuration file, then from environment variables such as HOLDFAST_SERVER_PORT
    (see `holdfast settings`), then from options.
    """
    context.obj = Context(config)
    if version:
        click.echo(version_header())
    elif dump_config:
        load_module("holdfast.cli.commands.settings").print_settings(context.obj.settings, show_secrets=show_secrets)
    elif generate_token:
        context.invoke(command_of("token"))
    elif context.invoked_subcommand is None:
        context.invoke(command_of("serve"))
    else:
        return
    context.exit()


def main() -> None:
    """Run the command line; an error that is the user's to mend ends in one sentence and exit code 1."""
    try:
        group(prog_name="holdfast")
    except HoldfastError as error:
        click.echo(f"holdfast: {error}", err=True)
        sys.exit(1)
    except OSError as error:
        if error.errno is None:
            raise
        place = "" if error.filename is None else f"{error.filename}: "
        click.echo(f"holdfast: {place}{os.strerror(error.errno)}", err=True)
        sys.exit(1)

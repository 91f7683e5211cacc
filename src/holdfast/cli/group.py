"""``holdfast`` itself: options that every command shares, and serving when no command is given."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from holdfast.cli.commands.certificates import certificates
from holdfast.cli.commands.check import check
from holdfast.cli.commands.copy import copy
from holdfast.cli.commands.export import export
from holdfast.cli.commands.import_ import import_
from holdfast.cli.commands.init_db import init_db
from holdfast.cli.commands.jobs import jobs
from holdfast.cli.commands.keys import keys
from holdfast.cli.commands.mcp import mcp
from holdfast.cli.commands.migrate import migrate
from holdfast.cli.commands.purge import purge
from holdfast.cli.commands.serve import serve
from holdfast.cli.commands.settings import print_settings, print_settings_schema, settings
from holdfast.cli.commands.token import print_token, token
from holdfast.cli.commands.worker import worker
from holdfast.cli.context import Context
from holdfast.errors import HoldfastError
from holdfast.version import version_header


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
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
        print_settings(context.obj.settings, show_secrets=show_secrets)
    elif generate_token:
        print_token(context.obj.settings, lifetime=None)
    elif context.invoked_subcommand is None:
        context.invoke(serve)
    else:
        return
    context.exit()


for command in (
    serve,
    mcp,
    worker,
    init_db,
    keys,
    token,
    purge,
    jobs,
    import_,
    export,
    migrate,
    certificates,
    copy,
    check,
    settings,
    print_settings_schema,
):
    group.add_command(command)


def main() -> None:
    """Run the command line; an error that is the user's to mend ends in one sentence and exit code 1."""
    try:
        group(prog_name="holdfast")
    except HoldfastError as error:
        click.echo(f"holdfast: {error}", err=True)
        sys.exit(1)

"""``holdfast settings`` and ``holdfast json-schema``."""

from __future__ import annotations

import json

import click
import msgspec
from rich.console import Console
from rich.table import Table

from holdfast.configuration import masked, settings_table
from holdfast.settings import Settings


@click.command()
def settings() -> None:
    """Explain every setting: its name, environment variable and default value."""
    table = Table("setting", "default", "meaning", show_lines=True)
    for setting in settings_table():
        table.add_row(
            f"{setting.name}\n[dim]{setting.variable}[/dim]", json.dumps(setting.default), setting.description
        )
    Console().print(table)


@click.command("json-schema")
def print_settings_schema() -> None:
    """Print a JSON schema of the configuration file."""
    click.echo(json.dumps(msgspec.json.schema(Settings), indent=2))


def print_settings(effective: Settings, *, show_secrets: bool) -> None:
    """Print the effective settings as JSON."""
    tree = msgspec.to_builtins(effective) if show_secrets else masked(effective)
    click.echo(json.dumps(tree, indent=2))

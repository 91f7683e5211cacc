"""Write the pages that follow from the code: docs/settings.md and docs/cli.md.  Tests compare them."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from holdfast.cli.group import group
from holdfast.configuration import settings_table

DOCS = Path(__file__).parents[1] / "docs"


def settings_page() -> str:
    """The page of all settings."""
    lines = [
        "# Settings",
        "",
        "In a configuration file the dots are levels: `server.port` is `port` below `server`. The environment variable",
        "is the name in upper case with underscores behind `HOLDFAST_` (or `ZEP_`).",
        "[Running Holdfast](operations.md) says how sources override each other.",
        "",
        "| Setting | Default | Meaning |",
        "|---|---|---|",
    ]
    lines += [
        f"| `{setting.name}` | `{json.dumps(setting.default)}` | {setting.description} |"
        for setting in settings_table()
    ]
    return "\n".join(lines) + "\n"


def commands_page() -> str:
    """The page of all commands."""
    parts = ["# The command line", ""]
    for path, command in _commands(group, "holdfast"):
        # As the command line makes it: commands take the names of the help option from the group.
        context = click.Context(command, info_name=path, max_content_width=100, **group.context_settings)
        parts += [f"## `{path}`", "", "```text", command.get_help(context), "```", ""]
    return "\n".join(parts)


def _commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in sorted(command.list_commands(context)):
            if (found := command.get_command(context, name)) is not None:
                yield from _commands(found, f"{path} {name}")


def main() -> None:
    (DOCS / "settings.md").write_text(settings_page(), "utf-8")
    (DOCS / "cli.md").write_text(commands_page(), "utf-8")


if __name__ == "__main__":
    main()

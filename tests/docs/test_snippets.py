"""What the documentation shows can be typed: commands, calls, settings and data of every page are what they say."""

from __future__ import annotations

import ast
import configparser
import json
import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click
import pglast
import pytest
import yaml

from holdfast.cli.group import group
from holdfast.configuration import settings_table

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *(ROOT / "docs").rglob("*.md")])
OPENAPI = json.loads((ROOT / "docs" / "openapi.json").read_text("utf-8"))
READERS: dict[str, Callable[[str], Any]] = {
    "ini": lambda text: configparser.ConfigParser(strict=False).read_string(text),
    "json": json.loads,
    "python": ast.parse,
    "sql": pglast.parse_sql,
    "toml": tomllib.loads,
    "yaml": yaml.safe_load,
}


class Snippet(NamedTuple):
    """A fenced block, or a span of code inside a sentence, which is of the language ``inline``."""

    page: str
    line: int
    language: str
    text: str


def _snippets() -> Iterator[Snippet]:
    for path in PAGES:
        name, text = path.relative_to(ROOT).as_posix(), path.read_text("utf-8")
        for block in re.finditer(r"^ *```(\w+)\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL):
            yield Snippet(name, text[: block.start()].count("\n") + 2, block[1], block[2])
        sentences = re.sub(r"^ *```.*?^ *```$", lambda block: re.sub(r"[^\n]", "", block[0]), text, flags=re.M | re.S)
        for span in re.finditer(r"(?<!`)`([^`]+)`(?!`)", sentences):
            yield Snippet(name, sentences[: span.start()].count("\n") + 1, "inline", span[1].replace("\n", " "))


SNIPPETS = list(_snippets())


def _of_shell(snippet: Snippet) -> Iterator[str]:
    """The commands of a snippet, a line each, without prompts and comments."""
    if snippet.language == "inline":
        yield snippet.text
        return
    for line in snippet.text.replace("\\\n", " ").splitlines():
        if snippet.language == "sh" or line.startswith("$ "):
            yield line.removeprefix("$ ")


def _holdfast_commands() -> Iterator[Any]:
    for snippet in SNIPPETS:
        if snippet.language not in ("sh", "console", "inline"):
            continue
        for line in _of_shell(snippet):
            for found in re.finditer(r"(?:^|&& |-- |exec holdfast )holdfast((?: [^&|;#…`]+)?)", line):
                yield pytest.param(found[1].strip(), id=f"{snippet.page}:{snippet.line} {found[1].strip()[:40]}")


@pytest.mark.parametrize(
    "snippet", [each for each in SNIPPETS if each.language in READERS], ids=lambda each: f"{each.page}:{each.line}"
)
def test_data_and_programs_can_be_read(snippet: Snippet) -> None:
    READERS[snippet.language](snippet.text)


@pytest.mark.parametrize("arguments", list(_holdfast_commands()))
def test_a_command_has_the_options_that_a_page_gives_it(arguments: str) -> None:
    words = shlex.split(arguments)
    command: click.Command = group
    # As the command line makes it: a command keeps the help option of the first context that it meets.
    context = click.Context(group, info_name="holdfast", **group.context_settings)
    while words and isinstance(command, click.Group):
        options, words = _leading_options(command, words)
        command.make_parser(context).parse_args(options)
        if not words:
            return
        chosen = command.get_command(context, words[0])
        assert chosen is not None, f"there is no command {words[0]!r}"
        command, context, words = chosen, click.Context(chosen, parent=context, info_name=words[0]), words[1:]
    command.make_parser(context).parse_args(words)


def _leading_options(command: click.Command, words: list[str]) -> tuple[list[str], list[str]]:
    """What stands before the name of a command, and the rest."""
    with_value = {
        name
        for each in command.params
        if isinstance(each, click.Option) and not each.is_flag
        for name in (*each.opts, *each.secondary_opts)
    }
    at = 0
    while at < len(words) and words[at].startswith("-"):
        at += 2 if words[at] in with_value else 1
    return words[:at], words[at:]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_block_names_its_language(path: Path) -> None:
    fences = re.findall(r"^ *```(.*)$", path.read_text("utf-8"), re.MULTILINE)
    assert "" not in fences[::2]
    assert set(fences[1::2]) <= {""}


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_commands_of_a_page_are_whole(path: Path) -> None:
    """Quotes are closed, and what stands for something of the reader's does not redirect anything."""
    name = path.relative_to(ROOT).as_posix()
    commands = [line for each in SNIPPETS if each.page == name and each.language == "sh" for line in _of_shell(each)]
    done = subprocess.run(["bash", "-n"], input="\n".join(commands), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def _calls() -> Iterator[Any]:
    for snippet in SNIPPETS:
        for found in re.finditer(r"\b(GET|POST|PUT|PATCH|DELETE) (/[\w/{}.\-]+)", snippet.text):
            if found[2].startswith("/api/"):
                yield pytest.param(found[1], found[2], id=f"{snippet.page}:{snippet.line} {found[0]}")


@pytest.mark.parametrize(("method", "path"), list(_calls()))
def test_a_call_is_one_that_the_server_answers(method: str, path: str) -> None:
    shape = _shape(path)
    methods = {name for known, found in OPENAPI["paths"].items() if _shape(known) == shape for name in found}
    assert method.lower() in methods


def _shape(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path.rstrip("/"))


SETTINGS = {each.name: each.variable for each in settings_table()}
SECTIONS = {name.rpartition(".")[0] for name in SETTINGS} - {""}


def _named_settings() -> Iterator[Any]:
    for snippet in SNIPPETS:
        found = re.match(r"([a-z_.]+)(?:[:= ].*)?$", snippet.text)
        if snippet.language == "inline" and found and found[1].rpartition(".")[0] in SECTIONS:
            yield pytest.param(found[1], id=f"{snippet.page}:{snippet.line} {snippet.text[:40]}")


@pytest.mark.parametrize("name", list(_named_settings()))
def test_a_setting_that_a_page_names_exists(name: str) -> None:
    assert name in SETTINGS or name in SECTIONS


@pytest.mark.parametrize(
    "variable", sorted({found for each in SNIPPETS for found in re.findall(r"\bHOLDFAST_[A-Z_]+\b", each.text)})
)
def test_a_variable_that_a_page_names_sets_something(variable: str) -> None:
    assert variable in {*SETTINGS.values(), "HOLDFAST_API_KEY"}

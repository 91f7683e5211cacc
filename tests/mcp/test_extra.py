"""The official SDK is an extra: nothing of it is loaded before an agent comes, and without it agents are told why."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from holdfast.app import Server
from holdfast.domain.principals import ANYONE
from holdfast.errors import NotFound, StartupError
from holdfast.mcp import sdk
from holdfast.settings import Settings
from holdfast.storage.sqlite.storage import SqliteStorage


def loaded(program: str, *names: str) -> list[str]:
    """Which of the modules a program has loaded at its end."""
    program = f"{program}\nimport sys\nprint(*[name for name in {names} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_the_sdk_is_not_loaded_before_an_agent_comes() -> None:
    assert loaded("import holdfast.app, holdfast.cli.group", "mcp", "mcp_types", "httpx2") == []


def test_what_the_first_answer_does_not_need_is_loaded_after_it() -> None:
    """An agent's program waits for it when it starts."""
    late = ("jinja2", "usearch", "onnxruntime", "spacy", "opentelemetry", "holdfast.domain.filters.jsonpath.parser")
    assert loaded("import holdfast.cli.group as group; group.command_of('mcp')", *late) == []


async def test_without_the_sdk_agents_are_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sdk, "is_installed", lambda: False)
    server = Server(Settings(), SqliteStorage(tmp_path))
    with pytest.raises(NotFound, match=r"pip install 'holdfast\[mcp\]'"):
        await server.agents.prepare(ANYONE, "ada", read_only=False)
    with pytest.raises(StartupError, match=r"pip install 'holdfast\[mcp\]'"):
        sdk.load("transport")

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

LOADED = "import holdfast.cli, sys; print([name for name in ('mcp', 'mcp_types', 'httpx2') if name in sys.modules])"


def test_the_sdk_is_not_loaded_before_an_agent_comes() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


async def test_without_the_sdk_agents_are_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sdk, "is_installed", lambda: False)
    server = Server(Settings(), SqliteStorage(tmp_path))
    with pytest.raises(NotFound, match=r"pip install 'holdfast\[mcp\]'"):
        await server.agents.prepare(ANYONE, "ada", read_only=False)
    with pytest.raises(StartupError, match=r"pip install 'holdfast\[mcp\]'"):
        sdk.load("transport")

"""The page on upgrading can be followed: what one server has stored comes to another as an archive."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.docs.pages import commands_in, page
from tests.docs.test_deploying_page import Machine
from tests.running_server import RunningServer


@pytest.mark.timeout(300)
def test_what_another_build_has_stored_comes_along_as_an_archive(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "root")
    then = machine.programs.parents[1] / "holdfast-then"
    then.symlink_to(machine.programs.parent)
    said = {"messages": [{"role": "human", "content": "I live in Oslo."}]}
    server = RunningServer(machine.data)
    httpx.post(f"{server.url}/api/v1/sessions/kept/memory", json=said, timeout=30).raise_for_status()
    assert server.stop() == 0
    export, import_ = commands_in(page("upgrading.md"))
    machine.type(export)
    server = RunningServer(tmp_path / "empty")
    machine.type(import_, **{"http://localhost:8000": server.url})
    kept = httpx.get(f"{server.url}/api/v1/sessions/kept/memory", timeout=30).json()
    assert server.stop() == 0
    assert [message["content"] for message in kept["messages"]] == ["I live in Oslo."]

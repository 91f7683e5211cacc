"""The official TypeScript client drives every tool, over both transports."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.clients.environments import MCP_SDK, node_modules_with, run
from tests.running_server import RunningServer

PROGRAM = Path(__file__).parent / "programs" / "tour.mjs"


@pytest.mark.parametrize("transport", ["http", "stdio"])
def test_the_typescript_client_drives_every_tool(
    server: RunningServer, name: str, transport: str, tmp_path: Path
) -> None:
    folder = node_modules_with(*MCP_SDK)
    shutil.copy(PROGRAM, folder / PROGRAM.name)
    stdio = [sys.executable, "-m", "holdfast", "mcp", "--data", tmp_path / "data", "--user", name]
    target = [f"{server.url}/mcp/u/{name}"] if transport == "http" else stdio
    assert run(["node", folder / PROGRAM.name, transport, *target], cwd=folder).strip().endswith("done")

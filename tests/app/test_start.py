"""What a start of the server loads: nothing that few servers need, and nothing that somebody has to ask for first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

NOT_AT_THE_START = (
    "holdfast.enrichment.extraction",
    "holdfast.mcp.server",
    "holdfast.providers.facts.builtin",
    "holdfast.storage.postgres.storage",
    "holdfast.web.application",
    "dotenv",
    "jinja2",
    "jwt",
    "numpy.ma",
    "prometheus_client",
    "requests",
    "rich",
    "tomllib",
    "yaml",
)

PROGRAM = """
import asyncio, sys
from holdfast.cli import group
from holdfast.cli.commands import serve
from holdfast.app import build_server
from holdfast.configuration import load_settings

async def start():
    settings = load_settings(environment={"HOLDFAST_DATA_DIRECTORY": sys.argv[1]})
    server = build_server(settings)
    server.application()
    async with server.running():
        pass

asyncio.run(start())
print(*[name for name in sys.argv[2:] if name in sys.modules])
"""


def test_a_start_loads_nothing_that_few_ask_for(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "data"), *NOT_AT_THE_START]
    loaded = subprocess.run(command, check=True, capture_output=True, text=True, cwd=tmp_path)
    assert loaded.stdout.split() == []

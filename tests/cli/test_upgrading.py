"""Every command that opens a database refuses one that it does not fit, in the same words."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.running_server import without_settings
from tests.storage.conftest import other_database, postgres_database
from tests.storage.places import Place

__all__ = ["other_database", "postgres_database"]

COMMANDS = (
    ["purge"],
    ["export", "--all"],
    ["init-db"],
    ["check"],
    ["jobs", "list"],
    ["keys", "list"],
    ["certificates", "list"],
    ["doctor"],
    ["migrate", "mem0", "memories.json"],
)
OF_ONE_STORE = {"sqlite": ["backup", "kept"], "postgres": ["worker"]}


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_every_command_refuses_a_database_of_another_build(
    run_here: Callable[..., Any],
    run_command: Callable[..., Any],
    request: pytest.FixtureRequest,
    tmp_path: Path,
    kind: str,
) -> None:
    dsn = request.getfixturevalue("postgres_database") if kind == "postgres" else ""
    place = Place(kind, dsn, tmp_path / "data")
    asyncio.run(place.opened())
    place.execute("ALTER TABLE facts DROP COLUMN reason")
    (tmp_path / "memories.json").write_text('{"results": []}')
    serving = ["serve", *place.options, "--port", "0"]
    calls = [[command[0], *place.options, *command[1:]] for command in (*COMMANDS, OF_ONE_STORE[kind])]
    store = dsn or "data"
    calls += [["copy", store, "new"], ["copy", "new", store]]
    asyncio.run(Place("sqlite", "", tmp_path / "new").opened())
    for call in [serving, *calls]:
        finished = (run_command if call is serving else run_here)(*call)
        assert finished.returncode == 1, (call, finished)
        assert "column facts.reason is missing" in finished.stderr + finished.stdout, (call, finished)
        assert "holdfast import FILE" in finished.stderr + finished.stdout, (call, finished)
        assert "Traceback" not in finished.stderr, (call, finished)


def test_an_agent_is_told_that_the_database_is_of_another_build(tmp_path: Path) -> None:
    place = Place("sqlite", "", tmp_path / "data")
    asyncio.run(place.opened())
    place.execute("ALTER TABLE facts DROP COLUMN reason")
    finished = subprocess.run(
        [sys.executable, "-m", "holdfast", "mcp", *place.options],
        env=without_settings(os.environ),
        input='{"jsonrpc": "2.0", "id": 0, "method": "ping"}\n',
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "column facts.reason is missing" in json.loads(finished.stdout)["error"]["message"]

"""Running commands in the process of the tests, which spares each of them the start of a process."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import pytest
from click.testing import CliRunner

from holdfast.cli import main
from tests.running_server import without_settings
from tests.storage.conftest import _shared_database, empty_postgres

__all__ = ["_shared_database", "empty_postgres"]


class Finished(NamedTuple):
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def run_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Finished]:
    """As `run_command`, without a process of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, environment: Mapping[str, str] | None = None) -> Finished:
        surroundings = {**without_settings(os.environ), "NO_COLOR": "1", "COLUMNS": "120", **(environment or {})}
        runner = CliRunner()
        with patch.dict(os.environ, surroundings, clear=True), runner.isolation() as (stdout, stderr, _):
            with patch.object(sys, "argv", ["holdfast", *arguments]):
                code = _exit_code()
            return Finished(code, stdout.getvalue().decode(), stderr.getvalue().decode())

    return run


def _exit_code() -> int:
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0

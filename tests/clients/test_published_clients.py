"""The published clients work unchanged: only their base URL points to Holdfast.

The programs run in environments of their own, made on first use from the package registries.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.http.signed_tokens import make_token
from tests.clients.environments import ZEP_JS, node_modules_with, python_with, run
from tests.running_server import RunningServer

PROGRAMS = Path(__file__).parent / "programs"
SECRET = "a secret for tests that is long enough"

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    environment = {"HOLDFAST_AUTH_REQUIRED": "true", "HOLDFAST_AUTH_SECRET": SECRET}
    running = RunningServer(tmp_path_factory.mktemp("guarded") / "data", environment=environment)
    yield running
    assert running.stop() == 0


def test_zep_python(server: RunningServer, name: str) -> None:
    assert "done" in run([python_with("zep-python"), PROGRAMS / "zep_python_tour.py", server.url, name])


def test_zep_python_with_a_token(guarded: RunningServer, name: str) -> None:
    command = [python_with("zep-python"), PROGRAMS / "zep_python_tour.py", guarded.url, name, make_token(SECRET)]
    assert "done" in run(command)


def test_zep_js(server: RunningServer, name: str) -> None:
    folder = node_modules_with(*ZEP_JS)
    assert "done" in run(["node", PROGRAMS / "zep_js_tour.mjs", server.url, name], cwd=folder)


def test_zep_js_with_a_token(guarded: RunningServer, name: str) -> None:
    folder = node_modules_with(*ZEP_JS)
    command = ["node", PROGRAMS / "zep_js_tour.mjs", guarded.url, name, make_token(SECRET)]
    assert "done" in run(command, cwd=folder)


def test_langchain(server: RunningServer, name: str) -> None:
    assert "done" in run([python_with("langchain"), PROGRAMS / "langchain_tour.py", server.url, name])

"""The published clients and integrations use collections unchanged: only their base URL points to Holdfast.

The programs run in environments of their own, made on first use from the package registries.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.clients.environments import LANGCHAIN_JS, ZEP_JS, node_modules_with, python_with, run
from tests.running_server import RunningServer

PROGRAMS = Path(__file__).parent / "programs"

pytestmark = pytest.mark.timeout(600)


def test_zep_python(server: RunningServer, name: str) -> None:
    assert "done" in run([python_with("zep-python"), PROGRAMS / "zep_python_documents.py", server.url, name])


def test_langchain(server: RunningServer, name: str) -> None:
    assert "done" in run([python_with("langchain"), PROGRAMS / "langchain_documents.py", server.url, name])


def test_llamaindex(server: RunningServer, name: str) -> None:
    assert "done" in run([python_with("llamaindex"), PROGRAMS / "llamaindex_documents.py", server.url, name])


def test_zep_js(server: RunningServer, name: str) -> None:
    folder = node_modules_with(*ZEP_JS)
    assert "done" in run(["node", PROGRAMS / "zep_js_documents.mjs", server.url, name], cwd=folder)


def test_langchain_js(server: RunningServer, name: str) -> None:
    folder = node_modules_with(*LANGCHAIN_JS)
    assert "done" in run(["node", PROGRAMS / "langchain_js_documents.mjs", server.url, name], cwd=folder)

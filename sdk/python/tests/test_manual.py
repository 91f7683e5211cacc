"""The programs of the manual, run as they stand there; what they print must be what their comments say."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.server import Server, running_server

ROOT = Path(__file__).resolve().parents[1]
MANUAL = ROOT.parents[1] / "docs" / "clients.md"
FRONT_PAGE = ROOT.parents[1] / "README.md"


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[Server]:
    with running_server(tmp_path / "data") as server:
        yield server


def program_in(text: str) -> str:
    """All Python code of a page, one block after the other."""
    return "\n\n".join(re.findall(r"^```python\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE))


def promised_output(program: str) -> list[str]:
    """What the comments behind calls of ``print`` say."""
    return re.findall(r"^\s*print\(.*\)  # (.*)$", program, flags=re.MULTILINE)


@pytest.mark.parametrize("page", [ROOT / "README.md", MANUAL, FRONT_PAGE], ids=["client", "manual", "server"])
def test_the_programs_of_a_page_print_what_they_promise(page: Path, empty_server: Server) -> None:
    pytest.importorskip("langchain_core", reason="the manual has a section on LangChain")
    program = program_in(page.read_text(encoding="utf-8")).replace("http://localhost:8000", empty_server.url)
    promised = promised_output(program)
    assert promised
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-W", "error::DeprecationWarning:holdfast_client", "-c", program]
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=50)
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == promised

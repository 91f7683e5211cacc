"""The example of an agent, run as a user would."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from support.server import Server

pytest.importorskip("langgraph", reason="langgraph is not installed")

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "langgraph_agent.py"

EXPECTED = """\
Monday
  you:   My sister Solveig keeps bees on the roof.
  agent: I will remember that.
  you:   The train to Oslo leaves at nine.
  agent: I will remember that.
Tuesday
  you:   Where does my sister keep her bees?
  agent: You told me: My sister Solveig keeps bees on the roof.
  you:   When does the train to Oslo leave?
  agent: You told me: The train to Oslo leaves at nine.
Tuesday's thread has 8 messages, its session 4.
"""


def test_the_agent_remembers_in_one_conversation_what_was_said_in_another(locked_server: Server) -> None:
    command = [sys.executable, str(EXAMPLE), "--url", locked_server.url, "--api-key", locked_server.token()]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=50)
    assert run.returncode == 0, run.stderr
    assert run.stdout == EXPECTED

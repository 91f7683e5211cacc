"""The page on the HTTP API can be followed: its commands, run in order, do what it says."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.running_server import RunningServer

PAGE = (Path(__file__).parents[2] / "docs" / "http.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
MEMORY = "## Memory"


def run(blocks: list[str], url: str) -> str:
    """What the commands print; the first answer that is an error ends them."""
    commands = "\n".join(blocks).replace("http://localhost:8000", url).replace("curl -s", "curl -sS --fail-with-body")
    done = subprocess.run(["bash", "-euc", commands], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_commands_of_the_page_work_in_their_order(server: RunningServer) -> None:
    until_memory = len(re.findall(r"^```sh$", PAGE.split(MEMORY)[0], re.MULTILINE))
    run(BLOCKS[:until_memory], server.url)
    memory = json.loads(run([BLOCKS[0], BLOCKS[until_memory]], server.url))
    assert [message["content"] for message in memory["messages"]] == [
        "I am vegetarian. Where do we eat in Reykjavik?",
        "The harbour bistro has a good mushroom risotto.",
        "Book a table for four.",
    ]
    found = run([BLOCKS[0], *BLOCKS[until_memory + 1 :]], server.url)
    assert '"dist"' in found
    with server.client() as client:
        assert client.get("/api/v1/user/ada").status_code == 404
        assert client.get("/api/v1/sessions/tour-18").status_code == 404

"""The page on the HTTP API can be followed: its commands, run in order, do what it says."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.docs.pages import commands_in, page, run
from tests.running_server import RunningServer

PAGE = page("http.md")
BLOCKS = commands_in(PAGE)
MEMORY = "## Memory"


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_commands_of_the_page_work_in_their_order(server: RunningServer) -> None:
    until_memory = len(commands_in(PAGE.split(MEMORY)[0]))
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

"""The page on collections can be followed: its commands, run in order, find the depth of a harbour."""

from __future__ import annotations

import shutil

import pytest

from tests.docs.pages import commands_in, page, run
from tests.running_server import RunningServer


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_commands_of_the_page_work_in_their_order(server: RunningServer) -> None:
    assert "Depth six metres at low water." in run(commands_in(page("collections.md")), server.url)
    with server.client() as client:
        assert client.delete("/api/v1/collection/harbours").status_code == 200

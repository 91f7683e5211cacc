"""The page on contexts can be followed: its command gives a text of the sections that it shows."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from tests.docs.pages import commands_in, page, run
from tests.running_server import RunningServer

PAGE = page("context.md")
SAID = [
    {"role": "user", "content": "Always give prices in euros."},
    {"role": "user", "content": "I am a vegetarian."},
    {"role": "user", "content": "Where did we eat in Reykjavik?"},
    {"role": "assistant", "content": "We ate tonight's fish soup at the harbour."},
]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_command_of_the_page_gives_what_the_page_shows(server: RunningServer) -> None:
    with server.client() as client:
        client.post("/api/v1/user", json={"user_id": "ada"}).raise_for_status()
        client.post("/api/v1/sessions", json={"session_id": "tour-17", "user_id": "ada"}).raise_for_status()
        memory = "/api/v1/sessions/tour-17/memory"
        client.post(memory, json={"messages": SAID}, params={"wait": "true", "wait_seconds": 60}).raise_for_status()
        answer = json.loads(run(commands_in(PAGE), server.url))
        client.delete("/api/v1/user/ada").raise_for_status()
    shown = PAGE.split("```text\n")[1].split("```")[0]
    tags = re.findall(r"^<(\w+)", shown, re.MULTILINE)
    assert tags == ["memory", "instructions", "profile", "messages"]
    assert [tag for tag in re.findall(r"^<(\w+)", answer["context"], re.MULTILINE) if tag in tags] == tags
    first_line = shown.splitlines()[0]
    assert answer["context"].startswith(first_line)

"""The page on facts can be followed: its commands, run in order, give what it says."""

from __future__ import annotations

import re
import shutil

import pytest

from holdfast.domain.slots import SLOTS
from tests.docs.pages import commands_in, page, run
from tests.running_server import RunningServer

PAGE = page("facts.md")


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_commands_of_the_page_work_in_their_order(server: RunningServer) -> None:
    run(commands_in(PAGE), server.url)
    with server.client() as client:
        slots = client.get("/api/v1/user/ada/profile").json()["slots"]
        values = {slot: [each["value"] for each in found["current"]] for slot, found in slots.items()}
        assert values == {"home": ["Inverness"], "allergy": ["walnuts"], "likes": ["trains"]}
        assert [each["value"] for each in slots["home"]["former"]] == ["Porto"]
        client.delete("/api/v1/user/ada")


def test_the_page_tells_of_each_slot() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (one|many) \| (.*) \|$", PAGE, re.MULTILINE)
    assert rows == [(name, "one" if slot.single else "many", slot.meaning) for name, slot in SLOTS.items()]

"""Whatever a model sends with a key for Ada, nothing of Ben's comes back and nothing of his changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import jwt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.mcp.catalogue import CONNECTORS, TOOLS
from tests.mcp.agents import HEADERS
from tests.running_server import RunningServer

SECRET = "a secret for tests that is long enough"
WORDS = ("zeppelin", "hydrogen", "lakehurst")
NEVER_SENT = ("flew", "Ben owns")
"""What Ben said around the words, which no example sends, so that Ada cannot have said it herself."""
EVERY_TOOL = (*TOOLS, *CONNECTORS)
FIELDS = sorted({each for tool in EVERY_TOOL for field in tool.fields for each in (field.name, *field.aliases)})


class World:
    """A server with Ben's memory in it, what his things are called, and Ada's way in."""

    def __init__(self, server: RunningServer) -> None:
        self.admin = server.client(headers={"Authorization": f"Bearer {token()}"})
        self.ada = server.client(headers={**HEADERS, "Authorization": f"Bearer {token(hf_user='ada')}"})
        for user in ("ada", "ben"):
            self.admin.post("/api/v1/user", json={"user_id": user})
        self.admin.post("/api/v1/sessions", json={"session_id": "ben-1", "user_id": "ben"})
        said = [{"role": "user", "content": f"I flew the {word}."} for word in WORDS]
        memory = {"params": {"wait": "true"}, "json": {"messages": said}}
        assert self.admin.post("/api/v1/sessions/ben-1/memory", **memory).status_code == 200
        new = {"user_id": "ben", "text": f"Ben owns a {WORDS[0]}.", "slot": "home", "value": WORDS[0]}
        fact = self.admin.post("/api/v1/facts", json=new).json()["uuid"]
        uuids = [each["uuid"] for each in self.admin.get("/api/v1/sessions/ben-1/messages").json()["messages"]]
        ids = [fact, *uuids, "ben-1", "ben", "ada", *(f"{uuid}/ben-1" for uuid in uuids)]
        self.aims = st.sampled_from([*ids, *WORDS, [fact], "../ben", "*", "%", "ben-1\x00", "", "1", 1, True, None])
        self.before = self.of_ben()

    def of_ben(self) -> list[Any]:
        """All that Ben has."""
        paths = ("/api/v1/facts?user_id=ben", "/api/v1/sessions/ben-1/messages", "/api/v1/user/ben/sessions")
        return [self.admin.get(path).json() for path in paths]

    def call(self, tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
        parameters = {"name": tool, "arguments": arguments}
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": parameters}
        return self.ada.post("/mcp", json=body).json()


def token(**claims: Any) -> str:
    return jwt.encode(claims, SECRET, algorithm="HS256")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    environment = {
        "HOLDFAST_AUTH_REQUIRED": "true",
        "HOLDFAST_AUTH_SECRET": SECRET,
        "HOLDFAST_MCP_CHATGPT": "true",
    }
    running = RunningServer(tmp_path_factory.mktemp("isolation") / "data", environment=environment)
    world = World(running)
    yield world
    assert world.of_ben() == world.before
    assert running.stop() == 0, running.output
    assert "Traceback" not in running.output, running.output


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), tool=st.sampled_from([tool.name for tool in EVERY_TOOL]))
def test_no_argument_of_any_tool_reaches_another_user(world: World, data: st.DataObject, tool: str) -> None:
    names = st.sampled_from([*FIELDS, "user_id", "user", "owner", "principal", "limits"])
    arguments = data.draw(st.dictionaries(names, world.aims, max_size=5))
    answer = world.call(tool, arguments)["result"]
    assert not [word for word in NEVER_SENT if word in str(answer)], (tool, arguments, answer)
    assert "'session_id': 'ben-1'" not in str(answer.get("structuredContent"))


@pytest.mark.parametrize("word", WORDS)
def test_the_words_of_another_user_find_nothing(world: World, word: str) -> None:
    for tool in ("recall", "list_facts", "search"):
        answer = world.call(tool, {"query": word})["result"]
        assert not answer.get("isError")
        assert not [each for each in NEVER_SENT if each in str(answer)]


def test_the_address_of_another_user_is_closed(world: World) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    refused: httpx.Response = world.ada.post("/mcp/u/ben", json=body)
    assert (refused.status_code, refused.json()) == (404, {"message": "user: ben not found"})

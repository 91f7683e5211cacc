"""Agents over HTTP: the official client in every revision of the protocol, beside each other, and what they may do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import jwt
import pytest
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS, KNOWN_PROTOCOL_VERSIONS

from tests.mcp.agents import HEADERS, agent, call
from tests.running_server import RunningServer

SECRET = "a secret for tests that is long enough"
READING = ["recall", "read_conversation"]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_an_agent_saves_a_conversation_and_recalls_it(server: RunningServer, name: str, mode: str) -> None:
    async with agent(f"{server.url}/mcp/u/{name}", mode=mode) as client:
        said = [{"role": "user", "content": "We sail to Lisbon in May."}, {"role": "assistant", "content": "Lovely."}]
        _, saved = await call(client, "save_conversation", messages=said)
        text, found = await call(client, "recall", query="When do we sail?")
        assert "We sail to Lisbon in May." in text
        recalled = {item["uuid"]: item["session_id"] for item in found["items"]}
        assert recalled[saved["uuids"][0]] == saved["session_id"]
        text, read = await call(client, "read_conversation", session_id=saved["session_id"], around=saved["uuids"][1])
        assert [message["text"] for message in read["messages"]] == [each["content"] for each in said]
        assert "Lovely." in text


def ask(version: str, method: str, **parameters: Any) -> tuple[dict[str, str], dict[str, Any]]:
    headers = {**HEADERS, "MCP-Protocol-Version": version}
    if version not in HANDSHAKE_PROTOCOL_VERSIONS:
        meta = {
            "io.modelcontextprotocol/protocolVersion": version,
            "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
            "io.modelcontextprotocol/clientCapabilities": {},
        }
        headers |= {"Mcp-Method": method, **({"Mcp-Name": parameters["name"]} if "name" in parameters else {})}
        parameters = {**parameters, "_meta": meta}
    return headers, {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}


@pytest.mark.parametrize("version", KNOWN_PROTOCOL_VERSIONS)
def test_every_revision_of_the_protocol_is_served(client: httpx.Client, name: str, version: str) -> None:
    path = f"/mcp/u/{name}"
    if version in HANDSHAKE_PROTOCOL_VERSIONS:
        about = {"protocolVersion": version, "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
        _, body = ask(version, "initialize", **about)
        begun = client.post(path, json=body, headers=HEADERS).json()["result"]
        assert (begun["protocolVersion"], begun["serverInfo"]["name"]) == (version, "holdfast")
        assert "recall" in begun["instructions"]
        noted = {"jsonrpc": "2.0", "method": "notifications/initialized"}
        assert client.post(path, json=noted, headers=HEADERS).status_code == 202
    headers, body = ask(version, "tools/list")
    listed = client.post(path, json=body, headers=headers)
    assert {"recall", "save_conversation"} <= {tool["name"] for tool in listed.json()["result"]["tools"]}
    headers, body = ask(version, "tools/call", name="save_conversation", arguments={"messages": "I like tea."})
    assert client.post(path, json=body, headers=headers).json()["result"]["content"][0]["text"].startswith("Saved 1")
    headers, body = ask(version, "tools/call", name="recall", arguments={"query": "tea"})
    assert "I like tea." in client.post(path, json=body, headers=headers).json()["result"]["content"][0]["text"]


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    environment = {"HOLDFAST_AUTH_REQUIRED": "true", "HOLDFAST_AUTH_SECRET": SECRET}
    running = RunningServer(tmp_path_factory.mktemp("mcp") / "data", environment=environment)
    yield running
    assert running.stop() == 0, running.output
    assert "Traceback" not in running.output, running.output


def token(**claims: Any) -> str:
    return jwt.encode(claims, SECRET, algorithm="HS256")


async def test_the_key_says_whose_memory_it_is(guarded: RunningServer) -> None:
    async with agent(f"{guarded.url}/mcp", key=token(hf_user="ada")) as ada:
        await call(ada, "save_conversation", messages="I like tea.", session_id="shared")
        async with agent(f"{guarded.url}/mcp/u/ben", key=token()) as ben:
            _, found = await call(ben, "recall", query="tea", user_id="ada")
            assert found["items"] == []
        _, found = await call(ada, "recall", query="tea")
        assert "I like tea." in [item["text"] for item in found["items"]]


@pytest.mark.parametrize(
    ("path", "claims", "status", "tells"),
    [
        ("/mcp", None, 401, "no token found"),
        ("/mcp", {}, 400, "nobody says whose memory this is"),
        ("/mcp/u/ben", {"hf_user": "ada"}, 404, "user: ben not found"),
        ("/mcp/u/ada?read_only=perhaps", {"hf_user": "ada"}, 400, "read_only"),
    ],
)
def test_who_may_not_come_in_is_told_why(
    guarded: RunningServer, path: str, claims: dict[str, Any] | None, status: int, tells: str
) -> None:
    key = {} if claims is None else {"Authorization": f"Bearer {token(**claims)}"}
    headers, body = ask("2025-06-18", "tools/list")
    with guarded.client(headers={**headers, **key}) as client:
        refused = client.post(path, json=body)
        assert (refused.status_code, tells in refused.text) == (status, True), refused.text
        assert client.get("/mcp").status_code in {401, 405}


@pytest.mark.parametrize(
    ("path", "claims"),
    [("/mcp?read_only=true", {"hf_user": "ada"}), ("/mcp", {"hf_user": "ada", "hf_rights": ["read"]})],
)
async def test_who_may_only_read_is_offered_nothing_else(
    guarded: RunningServer, path: str, claims: dict[str, Any]
) -> None:
    async with agent(guarded.url + path, key=token(**claims)) as client:
        tools = (await client.list_tools()).tools
        assert all(tool.annotations.read_only_hint for tool in tools)
        assert set(READING) <= {tool.name for tool in tools}
        refused = await client.call_tool("save_conversation", {"messages": "x"})
        assert refused.is_error
        assert "There is no tool 'save_conversation'" in refused.content[0].text


async def test_agents_beside_each_other_lose_nothing(server: RunningServer, name: str) -> None:
    url = f"{server.url}/mcp/u/{name}"
    async with agent(url) as one, agent(url, mode="legacy") as other:
        await asyncio.gather(
            *(call(client, "save_conversation", messages=f"Number {number} is on my list.", session_id=f"{name}-{who}")
              for number in range(8) for who, client in (("a", one), ("b", other)))
        )  # fmt: skip
        for who, client in (("a", other), ("b", one)):
            _, read = await call(client, "read_conversation", session_id=f"{name}-{who}", limit="50")
            assert sorted(message["text"] for message in read["messages"]) == [
                f"Number {number} is on my list." for number in range(8)
            ]


@pytest.mark.parametrize(
    ("arguments", "tells"),
    [
        ('{"query": "tea"}', "Nothing is remembered about that."),
        (["tea"], "Missing: `query`"),
        ("tea", "you sent `arguments`"),
        ('{"query": ', "Missing: `query`"),
        ('"arguments": "tea"', "Missing: `query`"),
    ],
)
def test_arguments_that_are_no_object_are_understood_or_told(
    client: httpx.Client, name: str, arguments: Any, tells: str
) -> None:
    headers, body = ask("2025-06-18", "tools/call", name="recall", arguments=arguments)
    answer = client.post(f"/mcp/u/{name}", json=body, headers=headers).json()
    assert tells in answer["result"]["content"][0]["text"]


def test_a_body_that_is_too_long_is_refused(client: httpx.Client, name: str) -> None:
    headers, body = ask("2025-06-18", "tools/call", name="recall", arguments={"query": "x" * 6_000_000})
    assert client.post(f"/mcp/u/{name}", json=body, headers=headers).status_code == 413


def test_a_foreign_page_may_not_call(client: httpx.Client, name: str) -> None:
    headers, body = ask("2025-06-18", "tools/list")
    refused = client.post(f"/mcp/u/{name}", json=body, headers={**headers, "Origin": "https://evil.example"})
    assert refused.status_code == 403

"""An agent over its life: it remembers, is corrected, recalls in a new conversation, and forgets."""

from __future__ import annotations

from typing import Any

import pytest

from mcp import Client
from tests.mcp.agents import agent, call, refusal
from tests.running_server import RunningServer

GONE = "0190c1f2-7a3b-7def-8a12-0123456789ab"


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_an_agent_remembers_is_corrected_recalls_and_forgets(server: RunningServer, name: str, mode: str) -> None:
    url = f"{server.url}/mcp/u/{name}"
    async with agent(url, mode=mode) as first:
        assert (await call(first, "recall", query="Where does Ada live?"))[1]["items"] == []
        _, home = await call(first, "remember", text="Ada lives in Lisbon.", slot="home", value="Lisbon")
        _, boat = await call(first, "remember", text="Ada has a boat called Meridjan.")
        await call(first, "correct_fact", uuid=boat["uuid"], text="Ada has a boat called Meridian.", reason="spelling")
        _, moved = await call(first, "remember", text="Ada lives in Porto.", slot="home", supersedes=home["uuid"])

    async with agent(url, mode=mode) as second:
        text, found = await call(second, "recall", query="Where does Ada live?")
        assert "Ada lives in Porto." in text
        assert "Lisbon" not in text
        assert moved["uuid"] in text
        assert moved["uuid"] in [item["uuid"] for item in found["items"]]
        assert "Meridian" in (await call(second, "recall", query="What is her boat called?"))[0]
        _, former = await call(second, "list_facts", state="superseded")
        assert [(fact["text"], fact["superseded_by"]) for fact in former["facts"]] == [
            ("Ada lives in Lisbon.", moved["uuid"])
        ]
        profile = (await second.read_resource("memory://profile")).contents[0].text
        assert "- home: Ada lives in Porto." in profile
        prompt = (await second.get_prompt("what-do-you-remember")).messages[0].content.text
        assert profile in prompt
        await call(second, "correct_fact", uuid=moved["uuid"], invalid="true", reason="she never did")
        _, homes = await call(second, "list_facts", slot="home")
        assert [fact["text"] for fact in homes["facts"]] == ["Ada lives in Lisbon."]
        await call(second, "forget", uuid=boat["uuid"])
        _, saved = await call(second, "save_conversation", messages="My shoes are green.")
        await call(second, "forget", uuid=saved["uuids"][0], session_id=saved["session_id"])
        assert "green" not in (await call(second, "recall", query="Which colour are my shoes?"))[0]
        assert "Meridian" not in (await call(second, "recall", query="What is her boat called?"))[0]
        _, states = await call(second, "list_facts", query="Meridian")
        assert states["facts"] == []


async def test_facts_are_listed_in_pages(server: RunningServer, name: str) -> None:
    async with agent(f"{server.url}/mcp/u/{name}") as client:
        for number in range(52):
            await call(client, "remember", text=f"Ada owns book number {number}.")
        _, first = await call(client, "list_facts")
        _, second = await call(client, "list_facts", cursor=first["cursor"])
        texts = [fact["text"] for fact in (*first["facts"], *second["facts"])]
        assert texts == [f"Ada owns book number {number}." for number in reversed(range(52))]
        assert (first["total"], second["cursor"]) == (52, None)


@pytest.mark.parametrize(
    ("tool", "arguments", "tells"),
    [
        ("recall", {}, "Missing: `query`"),
        ("recall", {"query": "x", "since": "when pigs fly"}, "`since` must be a date"),
        ("remember", {"text": "x" * 100_000}, "`text` may have 2000 characters, you sent 100000"),
        ("remember", {"text": "x", "slot": "shoe size"}, "`slot` must be one of name,"),
        ("remember", {"text": "x", "supersedes": ["the last"]}, "`supersedes` must be the id of a memory"),
        ("remember", {"text": "x", "supersedes": [GONE]}, GONE),
        ("correct_fact", {"uuid": GONE}, "Send either `text`"),
        ("correct_fact", {"uuid": GONE, "text": "x"}, "not found"),
        ("forget", {"uuid": "everything"}, "`uuid` must be the id of a memory"),
        ("forget", {"uuid": GONE}, "Nothing that can be forgotten has the id"),
        ("list_facts", {"cursor": "next"}, "`cursor` must be the one"),
        ("list_facts", {"state": "old"}, "`state` must be one of valid,"),
        ("read_conversation", {"session_id": "none"}, "session: none not found"),
        ("save_conversation", {"messages": []}, "`messages` has no message"),
        ("save_conversation", {"messages": "x", "session_id": "s" * 3000}, "`session_id` may have 500 characters"),
        ("remind", {"text": "x"}, "There is no tool 'remind'. There are: recall, remember,"),
    ],
)
async def test_a_model_that_errs_is_told_what_to_send(
    server: RunningServer, name: str, tool: str, arguments: dict[str, Any], tells: str
) -> None:
    async with agent(f"{server.url}/mcp/u/{name}") as client:
        assert tells in await refusal(client, tool, arguments)


async def test_a_long_text_is_kept_as_a_message(server: RunningServer, name: str) -> None:
    async with agent(f"{server.url}/mcp/u/{name}") as client:
        text = "The minutes of the meeting. " * 4000
        _, saved = await call(client, "save_conversation", messages=text)
        _, read = await call(client, "read_conversation", session_id=saved["session_id"])
        assert read["messages"][0]["text"] == text


async def test_connectors_search_and_fetch(tmp_path: Any) -> None:
    running = RunningServer(tmp_path / "data", environment={"HOLDFAST_MCP_CHATGPT": "true"})
    async with agent(f"{running.url}/mcp/u/ada") as client:
        await call(client, "save_conversation", messages="We sail to Lisbon in May.")
        text, found = await call(client, "search", query="sail")
        assert found["results"][0].keys() == {"id", "title", "url"}
        assert found["results"][0]["id"] in text
        _, fetched = await call(client, "fetch", id=found["results"][0]["id"])
        assert (fetched["text"], fetched["metadata"]["speaker"]) == ("We sail to Lisbon in May.", "user")
        for wrong in ("nonsense", f"{GONE}/none"):
            assert "`id`" in await refusal(client, "fetch", {"id": wrong})
    assert running.stop() == 0, running.output


async def test_the_model_names_the_user_only_where_that_is_wanted(tmp_path: Any) -> None:
    running = RunningServer(tmp_path / "data", environment={"HOLDFAST_MCP_USER_ARGUMENT": "true"})

    async def recalled(client: Client, user: str) -> list[str]:
        _, found = await call(client, "recall", query="tea", user_id=user)
        return [item["text"] for item in found["items"]]

    async with agent(f"{running.url}/mcp") as client:
        await call(client, "save_conversation", messages="I like tea.", user_id="ada")
        assert "I like tea." in await recalled(client, "ada")
        assert await recalled(client, "ben") == []
        assert "Missing: `user_id`" in await refusal(client, "recall", {"query": "tea"})
    assert running.stop() == 0, running.output

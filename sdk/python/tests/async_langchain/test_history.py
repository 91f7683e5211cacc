"""LangChain's chat message history on a real server."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytest.importorskip("langchain_core", reason="the extra langchain is not installed")

from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    ChatMessage,
    FunctionMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)

from holdfast_client import HoldfastClient, Memory, Message
from holdfast_client.langchain import HoldfastChatMessageHistory

pytestmark = pytest.mark.anyio

Fresh = Callable[[str], str]

CALL = {"name": "look_up", "args": {"city": "Ísafjörður"}, "id": "call-1", "type": "tool_call"}

MESSAGES: list[BaseMessage] = [
    HumanMessage("hello"),
    HumanMessage("with a name", name="ada"),
    HumanMessage(
        [{"type": "text", "text": "look: "}, {"type": "image_url", "image_url": {"url": "https://i.example"}}]
    ),
    AIMessage("", tool_calls=[CALL]),
    ToolMessage("12 degrees", tool_call_id="call-1", status="error"),
    AIMessage("It is cold.", usage_metadata={"input_tokens": 1, "output_tokens": 2, "total_tokens": 3}),
    AIMessage("why", response_metadata={"model_name": "m"}, additional_kwargs={"k": {"deep": [1, None]}}),
    SystemMessage("be kind"),
    ChatMessage(role="narrator", content="Meanwhile …"),
    FunctionMessage(name="f", content="result"),
]


def plain(message: BaseMessage) -> BaseMessage:
    """A message without what the server adds."""
    copy = message.model_copy(deep=True)
    copy.id = None
    copy.response_metadata.pop("holdfast", None)
    return copy


@pytest.fixture
def history(client: HoldfastClient, fresh: Fresh) -> HoldfastChatMessageHistory:
    return HoldfastChatMessageHistory(fresh("history"), client=client, lastn=100)


async def test_every_kind_of_message_comes_back_as_it_was(history: HoldfastChatMessageHistory) -> None:
    await history.aadd_messages(MESSAGES)
    assert [plain(message) for message in await history.aget_messages()] == MESSAGES


async def test_messages_read_and_added_again_do_not_grow(history: HoldfastChatMessageHistory) -> None:
    await history.aadd_messages(MESSAGES)
    await history.aadd_messages(await history.aget_messages())
    assert [plain(message) for message in await history.aget_messages()] == MESSAGES * 2


@pytest.mark.parametrize("lastn", [None, 1, 2, 5, 6])
async def test_the_history_of_an_agent_never_begins_with_the_result_of_a_tool(
    client: HoldfastClient, fresh: Fresh, lastn: int | None
) -> None:
    history = HoldfastChatMessageHistory(fresh("agent"), client=client, wait=True, lastn=lastn)
    summaries = 0
    for turn in range(12):
        calls = [{"name": "f", "args": {}, "id": f"c{turn}-{number}"} for number in range(1 + turn % 2)]
        await history.aadd_message(HumanMessage(f"question {turn}"))
        await history.aadd_messages(
            [AIMessage("", tool_calls=calls), *(ToolMessage("result", tool_call_id=call["id"]) for call in calls)]
        )
        await require_calls_before_results(history)
        await history.aadd_message(AIMessage(f"answer {turn}"))
        summaries += await require_calls_before_results(history)
    assert summaries > 6


async def require_calls_before_results(history: HoldfastChatMessageHistory) -> bool:
    """Fail if a result stands without its call, as providers do; whether the history begins with a summary."""
    messages = await history.aget_messages()
    called: set[str] = set()
    for message in messages:
        if isinstance(message, AIMessage):
            called |= {str(call["id"]) for call in message.tool_calls}
        if isinstance(message, ToolMessage):
            assert message.tool_call_id in called
    assert messages
    return isinstance(messages[0], SystemMessage)


async def test_texts_are_stored_as_role_and_content(
    history: HoldfastChatMessageHistory, client: HoldfastClient
) -> None:
    await history.aadd_user_message("to be found", {"topic": "food"})
    await history.aadd_ai_message("noted")
    await history.aadd_message(MESSAGES[2], {"topic": "pictures"})
    stored = await client.message.aget_session_messages(history.session_id)
    assert [(m.role, m.content) for m in stored] == [("human", "to be found"), ("ai", "noted"), ("human", "look: ")]
    assert [(m.metadata or {}).get("topic") for m in stored] == ["food", None, "pictures"]
    read = await history.aget_messages()
    assert read[0].id == stored[0].uuid
    assert read[0].response_metadata["holdfast"]["metadata"]["topic"] == "food"


async def test_messages_of_other_programs_are_understood(
    history: HoldfastChatMessageHistory, client: HoldfastClient
) -> None:
    roles = ["user", "assistant", "Human", "system", "pirate"]
    memory = Memory(messages=[Message(role=role, content="x") for role in roles])
    await client.memory.aadd_memory(history.session_id, memory)
    assert [message.type for message in await history.aget_messages()] == ["human", "ai", "human", "system", "chat"]


async def test_an_unknown_session_has_no_messages_and_may_be_cleared(history: HoldfastChatMessageHistory) -> None:
    assert await history.aget_messages() == []
    await history.aclear()
    await history.aadd_user_message("hello")
    await history.aclear()
    assert await history.aget_messages() == []


async def test_the_history_can_be_searched(client: HoldfastClient, fresh: Fresh) -> None:
    history = HoldfastChatMessageHistory(fresh("history"), client=client, wait=True)
    await history.aadd_messages([HumanMessage("The bees live on the roof."), AIMessage("The train leaves at nine.")])
    found = await history.asearch("Where do the bees live?", limit=1)
    assert (found[0].message or {})["content"] == "The bees live on the roof."

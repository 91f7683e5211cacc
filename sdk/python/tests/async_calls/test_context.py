"""Contexts for prompts, and single messages that change and go."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from holdfast_client import HoldfastClient, Memory, Message, NotFoundError, Session
from holdfast_client.user import CreateUserRequest

pytestmark = pytest.mark.anyio

Fresh = Callable[[str], str]


async def test_a_context_is_a_text_for_a_prompt(client: HoldfastClient, fresh: Fresh) -> None:
    session_id = fresh("session")
    user_id = fresh("user")
    await client.user.aadd(CreateUserRequest(user_id=user_id))
    await client.memory.aadd_session(Session(session_id=session_id, user_id=user_id))
    said = [
        Message(role="user", content="The zeppelin is in the hangar.", name="Ada"),
        Message(role="ai", content="Good."),
    ]
    await client.memory.aadd_memory(session_id, Memory(messages=said))
    found = await client.context.aget("where is the zeppelin?", user_id=user_id, max_tokens=300)
    assert "Ada: The zeppelin is in the hangar." in str(found)
    assert found.tokens <= found.max_tokens == 300
    again = await client.context.aget("bees", user_id=user_id, known_stable=found.stable.sha256)
    assert again.stable.unchanged
    form = await client.context.aget("zeppelin", session_id=session_id, format="messages", sections={"facts": False})
    assert form.messages is not None
    assert form.messages[0].role == "system"
    with pytest.raises(ValueError, match="user_id or a session_id"):
        await client.context.aget("zeppelin")


async def test_a_message_is_edited_and_deleted(client: HoldfastClient, fresh: Fresh) -> None:
    session_id = fresh("session")
    said = [Message(role="user", content="one", name="Ada"), Message(role="user", content="two")]
    await client.memory.aadd_memory(session_id, Memory(messages=said))
    one, two = await client.message.aget_session_messages(session_id)
    assert (one.name, two.name) == ("Ada", None)
    edited = await client.message.aupdate_message(session_id, one.uuid or "", "other", {"a": 1})
    assert (edited.content, (edited.metadata or {})["a"]) == ("other", 1)
    assert await client.message.adelete_message(session_id, two.uuid or "") == "OK"
    assert [m.content for m in await client.message.aget_session_messages(session_id)] == ["other"]
    with pytest.raises(NotFoundError):
        await client.message.adelete_message(session_id, two.uuid or "")
    with pytest.raises(ValueError, match="empty"):
        await client.message.aupdate_message(session_id, one.uuid or "", "")

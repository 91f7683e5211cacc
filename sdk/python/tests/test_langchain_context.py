"""The context as LangChain takes it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from holdfast_client import HoldfastClient, Memory, Message
from holdfast_client.langchain import HoldfastContextRetriever, context_runnable
from support.server import Server


@pytest.mark.anyio
async def test_a_context_comes_through_langchain(server: Server, fresh: Callable[[str], str]) -> None:
    session_id = fresh("session")
    with HoldfastClient(server.url) as client:
        said = Message(role="user", content="The zeppelin is in the hangar.")
        client.memory.add_memory(session_id, Memory(messages=[said]))
        retriever = HoldfastContextRetriever(session_id=session_id, client=client, options={"max_tokens": 300})
        (document,) = retriever.invoke("where is the zeppelin?")
        assert "in the hangar" in document.page_content
        assert document.metadata["tokens"] <= 300
        assert await retriever.ainvoke("where is the zeppelin?") == [document]
        runnable = context_runnable(client, session_id=session_id)
        assert "in the hangar" in runnable.invoke("where is the zeppelin?")
        assert HoldfastContextRetriever(session_id=fresh("nobody"), client=client).invoke("zeppelin") == []
        await client.aclose()

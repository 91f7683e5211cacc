"""The context and facts as LangChain takes them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from holdfast_client import CreateUserRequest, HoldfastClient, Memory, Message, NewFact
from holdfast_client.langchain import HoldfastContextRetriever, HoldfastFactRetriever, context_runnable
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


@pytest.mark.anyio
async def test_facts_come_through_langchain(server: Server, fresh: Callable[[str], str]) -> None:
    user_id = fresh("user")
    with HoldfastClient(server.url) as client:
        client.user.add(CreateUserRequest(user_id=user_id))
        told = NewFact(
            user_id=user_id, text="Travels by night train", slot="likes", value="trains", metadata={"by": "an agent"}
        )
        trains = client.facts.add(told)
        client.facts.add(NewFact(user_id=user_id, text="Plays the oboe"))
        retriever = HoldfastFactRetriever(user_id=user_id, client=client, top_k=1)
        (document,) = retriever.invoke("how does she travel?")
        assert document.page_content == "Travels by night train"
        score = document.metadata.pop("score")
        assert 0 < score <= 1
        valid_at = trains.valid_at.isoformat()
        expected = {"by": "an agent", "uuid": str(trains.uuid), "slot": "likes", "value": "trains"}
        assert document.metadata == {**expected, "origin": "asserted", "valid_at": valid_at}
        assert [each.page_content for each in await retriever.ainvoke("which instrument?")] == ["Plays the oboe"]
        client.facts.forget(trains.uuid)
        assert [each.page_content for each in retriever.invoke("how does she travel?")] == ["Plays the oboe"]
        sure = HoldfastFactRetriever(user_id=user_id, client=client, options={"min_score": 0.99})
        assert sure.invoke("how does she travel?") == []
        with pytest.raises(ValueError, match="user_id"):
            HoldfastFactRetriever(client=client)
        await client.aclose()


def test_a_retriever_keeps_its_connections_between_questions(server: Server) -> None:
    for kind in (HoldfastContextRetriever, HoldfastFactRetriever):
        retriever = kind(user_id="nobody", url=server.url)
        first = retriever.client
        assert retriever.invoke("who?") == []
        assert first is not None
        assert retriever.client is first
        first.close()

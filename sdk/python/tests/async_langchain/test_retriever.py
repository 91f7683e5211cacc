"""LangChain's retriever on a real server."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytest.importorskip("langchain_core", reason="the extra langchain is not installed")

from holdfast_client import CreateUserRequest, HoldfastClient, Memory, Message, SearchScope, Session
from holdfast_client.langchain import HoldfastChatMessageHistory, HoldfastRetriever

pytestmark = pytest.mark.anyio

Fresh = Callable[[str], str]


async def tell(client: HoldfastClient, session_id: str, *messages: Message) -> None:
    """Add messages and wait until they can be found."""
    await client.memory.aadd_memory(session_id, Memory(messages=list(messages)), wait=True)


async def test_messages_of_a_session_are_found_as_documents(client: HoldfastClient, fresh: Fresh) -> None:
    session_id = fresh("session")
    bees = Message(role="human", content="The bees live on the roof.", metadata={"topic": "animals"})
    await tell(client, session_id, bees, Message(role="ai", content="The train leaves at nine."))
    retriever = HoldfastRetriever(session_id=session_id, client=client, top_k=1)
    documents = await retriever.ainvoke("Where do the bees live?")
    assert [document.page_content for document in documents] == [bees.content]
    metadata = documents[0].metadata
    assert (metadata["role"], metadata["metadata"]["topic"], metadata["uuid"]) == ("human", "animals", documents[0].id)
    assert isinstance(metadata["score"], float)
    assert len(await retriever.ainvoke("Where do the bees live?", top_k=2)) == 2


async def test_a_filter_may_come_with_the_query(client: HoldfastClient, fresh: Fresh) -> None:
    session_id = fresh("session")
    messages = [Message(role="human", content=f"talk of {topic}", metadata={"topic": topic}) for topic in ("a", "b")]
    await tell(client, session_id, *messages)
    retriever = HoldfastRetriever(session_id=session_id, client=client, search_type="mmr")
    documents = await retriever.ainvoke("talk", metadata={"where": {"jsonpath": '$ ? (@.topic == "b")'}})
    assert [document.page_content for document in documents] == ["talk of b"]


async def test_all_sessions_of_a_user_are_searched(client: HoldfastClient, fresh: Fresh) -> None:
    user_id, session_id = fresh("user"), fresh("session")
    await client.user.aadd(CreateUserRequest(user_id=user_id))
    await client.memory.aadd_session(Session(session_id=session_id, user_id=user_id))
    await tell(client, session_id, Message(role="human", content="My sister is called Solveig."))
    retriever = HoldfastRetriever(user_id=user_id, client=client)
    documents = await retriever.ainvoke("Who is Solveig?")
    assert documents[0].page_content == "My sister is called Solveig."
    assert documents[0].metadata["session_id"] == session_id


@pytest.mark.parametrize("scope", [{}, {"session_id": "s", "user_id": "u"}])
async def test_a_retriever_searches_either_a_session_or_a_user(client: HoldfastClient, scope: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="either session_id"):
        HoldfastRetriever(client=client, **scope)


async def test_summaries_are_found_as_documents_and_head_the_history(client: HoldfastClient, fresh: Fresh) -> None:
    session_id = fresh("session")
    await tell(client, session_id, *[Message(role="human", content=f"Day {day} at sea, storms.") for day in range(14)])
    retriever = HoldfastRetriever(session_id=session_id, client=client, search_scope=SearchScope.summary)
    documents = await retriever.ainvoke("storms at sea")
    history = HoldfastChatMessageHistory(session_id, client=client)
    messages = await history.aget_messages()
    assert documents[0].page_content
    assert (messages[0].type, messages[0].text) == ("system", documents[0].page_content)

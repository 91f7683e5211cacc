"""Memory, messages and search, through a real server."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from holdfast_client import (
    APIError,
    CreateUserRequest,
    HoldfastClient,
    Memory,
    MemorySearchPayload,
    Message,
    NotFoundError,
    Session,
)

pytestmark = pytest.mark.anyio

Fresh = Callable[[str], str]


def talk(*texts: str) -> Memory:
    """A memory of these texts, said in turn by a person and an assistant."""
    return Memory(messages=[Message(role=("human", "ai")[i % 2], content=text) for i, text in enumerate(texts)])


async def test_messages_come_back_verbatim_and_in_order(client: HoldfastClient, fresh: Fresh) -> None:
    session_id = fresh("session")
    sent = [
        Message(
            role="Human", content="Ærøskøbing → “quotes” \\ \n\t 𝄞", metadata={"a": None, "n": 2**60, "": [1.5, {}]}
        ),
        Message(role="ai", content=""),
        Message(role="rôle", content="<b>&amp;</b>"),
    ]
    assert await client.memory.aadd_memory(session_id, Memory(messages=sent)) == "OK"
    memory = await client.memory.aget_memory(session_id)
    assert [(m.role, m.content) for m in memory.messages] == [(m.role, m.content) for m in sent]
    stored = memory.messages[0].metadata or {}
    assert {key: value for key, value in stored.items() if key != "system"} == sent[0].metadata
    assert memory.summary is not None
    assert memory.summary.content == ""


async def test_half_a_surrogate_pair_is_stored_and_not_an_error(client: HoldfastClient, fresh: Fresh) -> None:
    session_id = fresh("session")
    await client.memory.aadd_memory(session_id, talk("cut off \ud83d here"))
    assert (await client.memory.aget_memory(session_id)).messages[0].content == "cut off \ufffd here"


async def test_a_memory_beyond_the_servers_limit_is_an_api_error(client: HoldfastClient, fresh: Fresh) -> None:
    with pytest.raises(APIError, match="too large") as caught:
        await client.memory.aadd_memory(fresh("session"), talk("x" * 5_300_000))
    assert caught.value.status_code == 413


async def test_lastn_gives_that_many_of_the_newest(client: HoldfastClient, fresh: Fresh) -> None:
    session_id = fresh("session")
    await client.memory.aadd_memory(session_id, talk(*[f"text {i}" for i in range(6)]))
    memory = await client.memory.aget_memory(session_id, lastn=2)
    assert [message.content for message in memory.messages] == ["text 4", "text 5"]


async def test_an_unknown_session_has_an_empty_memory_and_no_results(client: HoldfastClient, fresh: Fresh) -> None:
    session_id = fresh("session")
    memory = await client.memory.aget_memory(session_id)
    assert memory.messages == []
    assert await client.memory.asearch_memory(session_id, MemorySearchPayload(text="anything")) == []
    assert await client.message.aget_session_messages(session_id) == []


async def test_messages_come_page_by_page(client: HoldfastClient, fresh: Fresh) -> None:
    session_id = fresh("session")
    await client.memory.aadd_memory(session_id, talk(*[f"text {i}" for i in range(5)]))
    second = await client.message.aget_session_messages(session_id, limit=2, cursor=2)
    assert [message.content for message in second] == ["text 2", "text 3"]
    everything = await client.message.aget_session_messages(session_id, limit=None)
    assert len(everything) == 5


@pytest.mark.parametrize(("limit", "cursor"), [(0, 1), (1, 0), (-1, 1)])
async def test_pages_are_positive_numbers(client: HoldfastClient, limit: int, cursor: int) -> None:
    with pytest.raises(ValueError, match="positive integer"):
        await client.message.aget_session_messages("any", limit=limit, cursor=cursor)


@pytest.mark.parametrize("wrapped", [True, False])
async def test_metadata_of_a_message_is_merged_wrapped_or_bare(
    client: HoldfastClient, fresh: Fresh, wrapped: bool
) -> None:
    session_id = fresh("session")
    await client.memory.aadd_memory(session_id, talk("rate me"))
    message = (await client.message.aget_session_messages(session_id))[0]
    change = {"rating": {"stars": 4}}
    changed = await client.message.aupdate_message_metadata(
        session_id, message.uuid or "", {"metadata": change} if wrapped else change
    )
    assert (changed.metadata or {})["rating"] == {"stars": 4}
    again = await client.message.aget_session_message(session_id, message.uuid or "")
    assert (again.metadata or {})["rating"] == {"stars": 4}
    assert again.content == "rate me"


async def test_an_unknown_message_is_not_found_and_a_bad_uuid_an_api_error(
    client: HoldfastClient, fresh: Fresh
) -> None:
    session_id = fresh("session")
    await client.memory.aadd_memory(session_id, talk("one"))
    with pytest.raises(NotFoundError, match="message"):
        await client.message.aget_session_message(session_id, "5b2d6a1e-0f3c-4d0b-8a55-2f1f5d0c9e11")
    with pytest.raises(APIError, match="UUID") as caught:
        await client.message.aget_session_message(session_id, "not-a-uuid")
    assert caught.value.status_code == 400
    with pytest.raises(ValueError, match="message_id"):
        await client.message.aget_session_message(session_id, "")


async def test_waiting_makes_messages_findable_at_once(client: HoldfastClient, fresh: Fresh) -> None:
    session_id = fresh("session")
    texts = ("My sister keeps bees on the roof.", "How lovely.", "The train to Oslo leaves at nine.", "Noted.")
    await client.memory.aadd_memory(session_id, talk(*texts), wait=True)
    found = await client.memory.asearch_memory(session_id, MemorySearchPayload(text="Who keeps bees?"), limit=1)
    assert len(found) == 1
    assert found[0].message is not None
    assert found[0].message["content"] == texts[0]
    assert found[0].dist is not None


async def test_old_conversations_keep_their_times_when_asked_to(client: HoldfastClient, fresh: Fresh) -> None:
    session_id, said_at = fresh("session"), "2021-06-01T10:00:00Z"
    memory = Memory(messages=[Message(role="human", content="long ago", created_at=said_at)])
    await client.memory.aadd_memory(session_id, memory, keep_timestamps=True)
    await client.memory.aadd_memory(session_id, memory)
    old, new = (await client.memory.aget_memory(session_id)).messages
    assert (old.created_at or "").startswith("2021-06-01T10:00:00")
    assert not (new.created_at or "").startswith("2021")


async def test_a_key_of_ones_own_stores_once_and_refuses_another_body(client: HoldfastClient, fresh: Fresh) -> None:
    session_id, key = fresh("session"), fresh("key")
    for _ in range(2):
        assert await client.memory.aadd_memory(session_id, talk("once"), idempotency_key=key) == "OK"
    assert [message.content for message in (await client.memory.aget_memory(session_id)).messages] == ["once"]
    with pytest.raises(APIError) as caught:
        await client.memory.aadd_memory(session_id, talk("twice"), idempotency_key=key)
    assert caught.value.status_code == 422


async def test_the_state_of_enrichment_can_be_asked_for(client: HoldfastClient, fresh: Fresh) -> None:
    session_id = fresh("session")
    await client.memory.aadd_memory(session_id, talk("My sister lives in Bergen."), wait=True, wait_seconds=30)
    enrichment = await client.memory.aget_enrichment(session_id)
    assert (enrichment.status, enrichment.pending, enrichment.jobs) == ("done", 0, [])
    assert (await client.memory.aget_memory(session_id)).messages[0].token_count
    with pytest.raises(NotFoundError, match="session"):
        await client.memory.aget_enrichment(fresh("session"))


async def test_a_filter_on_metadata_selects(client: HoldfastClient, fresh: Fresh) -> None:
    session_id = fresh("session")
    messages = [Message(role="human", content=f"{topic} talk", metadata={"topic": topic}) for topic in ("food", "rain")]
    await client.memory.aadd_memory(session_id, Memory(messages=messages), wait=True)
    payload = MemorySearchPayload(metadata={"where": {"jsonpath": '$[*] ? (@.topic == "food")'}})
    found = await client.memory.asearch_memory(session_id, payload)
    assert [(result.message or {})["content"] for result in found] == ["food talk"]


async def test_older_messages_are_summarised_and_summaries_found(client: HoldfastClient, fresh: Fresh) -> None:
    session_id = fresh("session")
    texts = [f"On day {day} of the voyage we sailed from Bergen towards Iceland." for day in range(1, 15)]
    await client.memory.aadd_memory(session_id, talk(*texts), wait=True, wait_seconds=30)
    memory = await client.memory.aget_memory(session_id)
    assert memory.summary is not None
    assert memory.summary.content
    covered = await client.message.aget_session_message(session_id, memory.summary.recent_message_uuid)
    assert covered.content == texts[-len(memory.messages) - 1]
    payload = MemorySearchPayload(text="voyage to Iceland", search_scope="summary")
    found = await client.memory.asearch_memory(session_id, payload)
    assert [(result.message, result.summary and result.summary.uuid) for result in found] == [
        (None, memory.summary.uuid)
    ]


async def test_wrong_search_words_are_refused_before_anything_is_sent(client: HoldfastClient) -> None:
    with pytest.raises(ValueError, match="search_scope"):
        await client.memory.asearch_memory("any", MemorySearchPayload(text="x", search_scope="everything"))
    with pytest.raises(ValueError, match="search_type"):
        await client.memory.asearch_memory("any", MemorySearchPayload(text="x", search_type="fuzzy"))


async def test_a_search_for_nothing_is_an_api_error(client: HoldfastClient, fresh: Fresh) -> None:
    with pytest.raises(APIError) as caught:
        await client.memory.asearch_memory(fresh("session"), MemorySearchPayload())
    assert caught.value.status_code == 400


async def test_all_sessions_of_a_user_are_searched_and_no_others(client: HoldfastClient, fresh: Fresh) -> None:
    user_id, sessions, foreign = fresh("user"), [fresh("session") for _ in range(2)], fresh("session")
    await client.user.aadd(CreateUserRequest(user_id=user_id))
    for session_id in sessions:
        await client.memory.aadd_session(Session(session_id=session_id, user_id=user_id))
        await client.memory.aadd_memory(session_id, talk(f"The harbour pilot lives in {session_id}."), wait=True)
    await client.memory.aadd_memory(foreign, talk("Another harbour pilot."), wait=True)
    found = await client.user.asearch_memory(user_id, MemorySearchPayload(text="Where does the harbour pilot live?"))
    assert {result.session_id for result in found} == set(sessions)
    assert all((result.session_id or "?") in str(result.message) for result in found)


async def test_all_sessions_of_everybody_are_searched(client: HoldfastClient, fresh: Fresh) -> None:
    word, sessions = fresh("word").replace("-", ""), [fresh("session") for _ in range(2)]
    for session_id in sessions:
        await client.memory.aadd_memory(session_id, talk(f"The password of {session_id} is {word}."), wait=True)
    payload = MemorySearchPayload(text=word, search_type="lexical")
    found = await client.memory.asearch_all_sessions(payload, limit=2)
    assert {result.session_id for result in found} == set(sessions)


async def test_results_below_a_score_are_left_out_and_scores_explained(client: HoldfastClient, fresh: Fresh) -> None:
    session_id = fresh("session")
    await client.memory.aadd_memory(session_id, talk("My sister keeps bees.", "The train leaves at nine."), wait=True)
    everything = await client.memory.asearch_memory(session_id, MemorySearchPayload(text="bees", explain=True))
    assert everything[0].explanation
    best = everything[0].dist or 0
    above = await client.memory.asearch_memory(session_id, MemorySearchPayload(text="bees", min_score=best + 1))
    assert above == []


async def test_the_old_names_on_the_client_still_work_and_say_so(client: HoldfastClient, fresh: Fresh) -> None:
    session_id = fresh("session")
    with pytest.warns(DeprecationWarning, match="client.memory.add_memory"):
        await client.aadd_memory(session_id, talk("one"))
    with pytest.warns(DeprecationWarning, match="client.memory.get_memory"):
        assert (await client.aget_memory(session_id)).messages[0].content == "one"
    with pytest.warns(DeprecationWarning, match="client.memory.get_session"):
        assert (await client.aget_session(session_id)).session_id == session_id
    with pytest.warns(DeprecationWarning, match="client.memory.search_memory"):
        await client.asearch_memory(session_id, MemorySearchPayload(text="one"))
    with pytest.warns(DeprecationWarning, match="client.memory.delete_memory"):
        await client.adelete_memory(session_id)
    with pytest.warns(DeprecationWarning, match="client.memory.add_session"):
        await client.aadd_session(Session(session_id=fresh("session")))


async def test_what_is_said_again_is_found_once_and_told_where(client: HoldfastClient, fresh: Fresh) -> None:
    user_id, sessions = fresh("user"), [fresh("session") for _ in range(3)]
    await client.user.aadd(CreateUserRequest(user_id=user_id))
    for session_id in sessions:
        await client.memory.aadd_session(Session(session_id=session_id, user_id=user_id))
        await client.memory.aadd_memory(session_id, talk("I am allergic to walnuts."), wait=True)
    question = "What am I allergic to?"
    (found,) = await client.user.asearch_memory(user_id, MemorySearchPayload(text=question))
    assert found.duplicates == 2
    assert {found.session_id, *(place.session_id for place in found.duplicates_at or [])} == set(sessions)
    each = await client.user.asearch_memory(user_id, MemorySearchPayload(text=question, collapse=False))
    assert [result.duplicates for result in each] == [None, None, None]


async def test_long_values_of_metadata_are_cut_in_results_unless_asked_for(
    client: HoldfastClient, fresh: Fresh
) -> None:
    session_id, image = fresh("session"), 9000 * "x"
    messages = [Message(role="human", content="A photo of a heron", metadata={"image": image})]
    await client.memory.aadd_memory(session_id, Memory(messages=messages), wait=True)
    (found,) = await client.memory.asearch_memory(session_id, MemorySearchPayload(text="heron"))
    assert "[cut: 9002 bytes" in (found.message or {})["metadata"]["image"]
    whole = MemorySearchPayload(text="heron", whole_metadata=True)
    (found,) = await client.memory.asearch_memory(session_id, whole)
    assert (found.message or {})["metadata"]["image"] == image

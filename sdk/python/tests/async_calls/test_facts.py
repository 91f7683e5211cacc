"""Facts, through a real server."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from holdfast_client import (
    APIError,
    CreateUserRequest,
    Fact,
    HoldfastClient,
    Memory,
    Message,
    NewFact,
    NotFoundError,
    Session,
)

pytestmark = pytest.mark.anyio

Fresh = Callable[[str], str]


async def _user(client: HoldfastClient, fresh: Fresh) -> str:
    user_id = fresh("user")
    await client.user.aadd(CreateUserRequest(user_id=user_id))
    return user_id


async def test_a_fact_is_asserted_changed_and_forgotten(client: HoldfastClient, fresh: Fresh) -> None:
    user_id = await _user(client, fresh)
    made = await client.facts.aadd(NewFact(user_id=user_id, text="In Porto", slot="home", value="Porto", topics=["a"]))
    assert (made.origin, made.state, made.revision, made.topics) == ("asserted", "valid", 1, ["a"])
    changed = await client.facts.aupdate(made.uuid, text="In Braga", value="Braga", reason="moved", revision=1)
    assert (changed.text, changed.revision, changed.reason) == ("In Braga", 2, "moved")
    with pytest.raises(APIError) as refused:
        await client.facts.aupdate(made.uuid, text="In Faro", revision=1)
    assert refused.value.response is not None
    assert refused.value.response.status_code == 412
    read = await client.facts.aget(made.uuid)
    assert [revision.text for revision in read.history or []] == ["In Porto", "In Braga"]
    await client.facts.aforget(made.uuid, revision=2)
    assert (await client.facts.aget(made.uuid)).text == ""
    with pytest.raises(NotFoundError):
        await client.facts.aforget(made.uuid)


async def test_facts_are_listed_and_walked_through(client: HoldfastClient, fresh: Fresh) -> None:
    user_id = await _user(client, fresh)
    for number in range(3):
        await client.facts.aadd(NewFact(user_id=user_id, text=f"fact {number}"))
    page = await client.facts.alist(user_id, limit=2)
    assert ([fact.text for fact in page.facts], page.total_count) == (["fact 2", "fact 1"], 3)
    rest = await client.facts.alist(user_id, limit=2, cursor=page.next_cursor)
    assert ([fact.text for fact in rest.facts], rest.next_cursor) == (["fact 0"], None)
    walked: list[Fact] = []
    async for facts in client.facts.alist_all(user_id):
        walked += facts
    assert walked == [*page.facts, *rest.facts]
    assert (await client.facts.alist(user_id, pinned=True)).facts == []
    assert (await client.facts.alist(user_id, as_of=walked[-1].created_at)).total_count == 1


async def test_what_a_user_says_makes_the_profile(client: HoldfastClient, fresh: Fresh) -> None:
    user_id, session_id = await _user(client, fresh), fresh("session")
    await client.memory.aadd_session(Session(session_id=session_id, user_id=user_id))
    said = [Message(role="user", content="I live in Ghent."), Message(role="user", content="I moved to Bruges.")]
    preview = await client.facts.apreview(said)
    assert [(one.slot, one.value) for one in preview] == [("home", "Ghent"), ("home", "Bruges")]
    await client.memory.aadd_memory(session_id, Memory(messages=said), wait=True)
    profile = await client.facts.aget_profile(user_id)
    assert profile.value("home") == "Bruges"
    assert profile.value("job") is None
    (former,) = profile.slots["home"].former
    assert former.quote is not None
    assert former.quote.quote == "I live in Ghent."
    of_message = await client.facts.aof_message(session_id, former.quote.message)
    assert [fact.uuid for fact in of_message] == [former.fact]
    (found,) = await client.facts.asearch("which town", user_id, limit=1)
    assert found.fact.value == "Bruges"
    with pytest.raises(NotFoundError):
        await client.facts.aget_profile(fresh("nobody"))

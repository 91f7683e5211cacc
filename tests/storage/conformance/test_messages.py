"""Messages: appending, replays, reading by window, page, span and position."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.domain.identifiers import new_uuid
from holdfast.domain.memory import EMPTY_MEMORY, MOST_RESULTS
from holdfast.domain.messages import Message
from holdfast.domain.receipts import Receipt
from holdfast.errors import AlreadyExists, NotFound
from holdfast.storage.contract.messages import Appended
from holdfast.storage.contract.storage import Storage
from holdfast.storage.removal import Removal
from tests.storage.enriched import set_terms
from tests.storage.samples import (
    LONG_AGO,
    contents,
    decoded,
    fresh,
    live,
    message,
    say,
    session_of,
    summarise,
    user_of,
)


async def test_messages_come_back_in_the_order_they_were_given(storage: Storage) -> None:
    await say(storage, "s", "one", "two", "three")
    await say(storage, "s", "four")
    assert await contents(storage, "s") == ["one", "two", "three", "four"]


async def test_positions_ascend_from_one(storage: Storage) -> None:
    assert await say(storage, "s", "one", "two") == Appended((await storage.sessions.get("s")).id, 1, 2)
    assert [found.position for found in await live(storage, "s")] == [1, 2]


async def test_every_field_of_a_message_is_kept(storage: Storage) -> None:
    given_message = message("naïve ☃ 𝄞\n", role="Bot 🤖", metadata={"k": [1, None]}, token_count=7, created_at=LONG_AGO)
    await storage.messages.append("s", [given_message], steps=())
    (stored,) = await live(storage, "s")
    assert (stored.role, stored.content, stored.token_count) == ("Bot 🤖", "naïve ☃ 𝄞\n", 7)
    assert decoded(stored.metadata) == {"k": [1, None]}
    assert (stored.created_at, stored.updated_at) == (LONG_AGO, LONG_AGO)


async def test_messages_of_one_call_share_their_time_and_differ_in_uuid(storage: Storage) -> None:
    await say(storage, "s", "one", "two")
    one, two = await live(storage, "s")
    assert one.created_at == one.updated_at == two.created_at
    assert one.uuid != two.uuid


async def test_an_append_creates_the_session(storage: Storage) -> None:
    await say(storage, "s", "one")
    session = await storage.sessions.get("s")
    assert (session.user_id, session.metadata) == (None, None)


async def test_an_append_without_messages_creates_the_session_and_no_job(storage: Storage) -> None:
    appended = (await storage.messages.append("s", [], steps=("tokens",))).result
    assert (appended.first, appended.last) == (1, 0)
    assert (await storage.sessions.get("s")).id == appended.session
    assert await storage.jobs.pending(appended.session) == []


async def test_an_append_moves_the_sessions_updated_at(storage: Storage) -> None:
    created = await session_of(storage, "s", metadata={"a": 1})
    await say(storage, "s", "one")
    session = await storage.sessions.get("s")
    assert session.updated_at > created.updated_at
    assert (session.created_at, session.metadata) == (created.created_at, created.metadata)


async def test_an_append_revives_a_deleted_session_without_its_old_messages(storage: Storage) -> None:
    created = await session_of(storage, "s", metadata={"a": 1})
    await say(storage, "s", "old")
    await storage.sessions.delete("s")
    await say(storage, "s", "new")
    session = await storage.sessions.get("s")
    assert (session.id, session.metadata) == (created.id, created.metadata)
    assert await contents(storage, "s") == ["new"]


async def test_an_empty_append_revives_too(storage: Storage) -> None:
    created = await session_of(storage, "s")
    await storage.sessions.delete("s")
    await storage.messages.append("s", [], steps=())
    assert (await storage.sessions.get("s")).id == created.id


async def test_an_append_promises_one_job_over_its_messages(storage: Storage) -> None:
    await say(storage, "s", "zero")
    appended = await say(storage, "s", "one", "two", steps=("tokens", "embeddings"))
    (job,) = await storage.jobs.pending(appended.session)
    assert (job.kind, job.scope, job.first, job.last) == ("messages", appended.session, 2, 3)
    assert job.steps == ("tokens", "embeddings")


async def test_an_append_without_steps_promises_no_job(storage: Storage) -> None:
    appended = await say(storage, "s", "one")
    assert await storage.jobs.pending(appended.session) == []


async def test_who_appends_is_told_once_what_readers_have(storage: Storage) -> None:
    told: list[Appended] = []
    receipt = Receipt("once", b"fingerprint")
    chosen = message("two", uuid=new_uuid())
    for _ in range(2):
        await storage.messages.append("s", [message("one")], steps=(), receipt=receipt, committed=told.append)
        await storage.messages.append("s", [chosen], steps=("tokens",), committed=told.append)
        await storage.messages.append("t", [], steps=(), committed=told.append)
    with pytest.raises(AlreadyExists):
        await storage.messages.append("t", [chosen], steps=(), committed=told.append)
    assert [(one.first, one.last) for one in told] == [(1, 1), (2, 2)]

    def refuse(_: Appended) -> None:
        raise RuntimeError

    await storage.messages.append("s", [message("three")], steps=(), committed=refuse)
    assert await contents(storage, "s") == ["one", "two", "three"]


async def test_a_replayed_message_is_skipped(storage: Storage) -> None:
    known = message("one", uuid=new_uuid())
    await storage.messages.append("s", [known], steps=())
    again = (await storage.messages.append("s", [known, message("two")], steps=("tokens",))).result
    assert (again.first, again.last) == (2, 2)
    assert await contents(storage, "s") == ["one", "two"]


async def test_a_wholly_replayed_append_promises_no_job(storage: Storage) -> None:
    known = message("one", uuid=new_uuid())
    appended = (await storage.messages.append("s", [known], steps=())).result
    again = (await storage.messages.append("s", [known], steps=("tokens",))).result
    assert again.last < again.first
    assert await storage.jobs.pending(appended.session) == []


async def test_the_same_message_twice_in_one_call_is_stored_once(storage: Storage) -> None:
    known = message("one", uuid=new_uuid())
    await storage.messages.append("s", [known, known], steps=())
    assert await contents(storage, "s") == ["one"]


@pytest.mark.parametrize("changed", [{"content": "other"}, {"role": "assistant"}])
async def test_another_message_under_a_known_uuid_is_refused(storage: Storage, changed: dict) -> None:
    uuid = new_uuid()
    await storage.messages.append("s", [message(uuid=uuid)], steps=())
    with pytest.raises(AlreadyExists, match=uuid):
        await storage.messages.append("s", [message(uuid=uuid, **changed)], steps=())


async def test_different_messages_under_one_uuid_in_one_call_are_refused(storage: Storage) -> None:
    uuid = new_uuid()
    with pytest.raises(AlreadyExists, match=uuid):
        await storage.messages.append("s", [message("one", uuid=uuid), message("two", uuid=uuid)], steps=())
    assert await storage.sessions.extent("s") is None


async def test_a_uuid_of_another_session_is_refused_and_nothing_is_stored(storage: Storage) -> None:
    known = message("one", uuid=new_uuid())
    await storage.messages.append("s", [known], steps=())
    with pytest.raises(AlreadyExists, match=str(known.uuid)):
        await storage.messages.append("t", [message("first"), known], steps=("tokens",))
    assert await storage.sessions.extent("t") is None
    assert (await storage.jobs.counts()).pending == 0


@pytest.mark.parametrize("session_id", ["s", "t"])
async def test_the_uuid_of_a_soft_deleted_message_is_free(storage: Storage, session_id: str) -> None:
    known = message("one", uuid=new_uuid())
    session = (await storage.messages.append("s", [known], steps=())).result.session
    other = (await say(storage, "other", "stays")).session
    for number in (session, other):
        await set_terms(storage.messages, number, {1: b"terms"}, analyzer=1)
    await storage.sessions.delete("s")
    await storage.messages.append(session_id, [known], steps=())
    await storage.messages.append(session_id, [known], steps=())
    assert await contents(storage, session_id) == ["one"]
    assert await storage.check() == []
    await storage.purge(receipts_before=LONG_AGO)
    assert await contents(storage, session_id) == ["one"]
    assert await storage.check() == []
    assert [row.terms for row in await storage.features.rows([(other, 1, 1)], analyzer=1, model="m")] == [b"terms"]


async def test_a_message_is_found_by_its_uuid(storage: Storage) -> None:
    await say(storage, "s", "one", "two")
    _, two = await live(storage, "s")
    assert await storage.messages.get("s", two.uuid) == two


async def test_a_message_is_not_found_in_another_session(storage: Storage) -> None:
    await say(storage, "s", "one")
    await say(storage, "t", "other")
    (one,) = await live(storage, "s")
    for session_id in ("t", "nothing"):
        with pytest.raises(NotFound):
            await storage.messages.get(session_id, one.uuid)


async def test_a_message_of_a_deleted_session_is_not_found_even_after_revival(storage: Storage) -> None:
    await say(storage, "s", "one")
    (one,) = await live(storage, "s")
    await storage.sessions.delete("s")
    with pytest.raises(NotFound):
        await storage.messages.get("s", one.uuid)
    await say(storage, "s", "two")
    with pytest.raises(NotFound):
        await storage.messages.get("s", one.uuid)


async def test_an_unknown_session_has_the_empty_memory(storage: Storage) -> None:
    assert await storage.messages.memory("nothing", window=12, lastn=0) == EMPTY_MEMORY


async def test_a_deleted_session_has_the_empty_memory(storage: Storage) -> None:
    appended = await say(storage, "s", "one")
    await summarise(storage, appended.session, 1)
    await storage.sessions.delete("s")
    assert await storage.messages.memory("s", window=12, lastn=0) == EMPTY_MEMORY
    await storage.messages.append("s", [], steps=())
    assert await storage.messages.memory("s", window=12, lastn=0) == EMPTY_MEMORY


async def say_with_tools(storage: Storage, session_id: str, kinds: str) -> None:
    """A message for each letter; ``r`` is the result of a tool."""
    new = [message(kind, role="tool" if kind == "r" else "ai") for kind in kinds]
    await storage.messages.append(session_id, new, steps=())


@pytest.mark.parametrize(
    ("lastn", "expected"), [(1, "crrr"), (2, "crrr"), (3, "crrr"), (4, "crrr"), (5, "acrrr"), (9, "hacrrr")]
)
async def test_a_memory_does_not_begin_between_a_call_and_its_results(
    storage: Storage, lastn: int, expected: str
) -> None:
    await say_with_tools(storage, "s", "hacrrr")
    for window, last in ((lastn, 0), (1, lastn)):
        memory = await storage.messages.memory("s", window=window, lastn=last)
        assert "".join(found.content for found in memory.messages) == expected


async def test_a_memory_begins_with_a_call_that_is_in_the_summary(storage: Storage) -> None:
    await say_with_tools(storage, "s", "hacrrah")
    await summarise(storage, 1, 4)
    memory = await storage.messages.memory("s", window=12, lastn=0)
    assert "".join(found.content for found in memory.messages) == "crrah"
    assert memory.summary is not None
    assert memory.summary.point == 4


async def test_a_result_whose_call_is_gone_stays_where_it_is(storage: Storage) -> None:
    await say_with_tools(storage, "s", "hc")
    await storage.sessions.delete("s")
    await say_with_tools(storage, "s", "rrh")
    await say_with_tools(storage, "all results", "r" * 5)
    await say_with_tools(storage, "many results", "c" + "r" * (MOST_RESULTS + 1))
    for session_id, lastn in (("s", 3), ("s", 2), ("all results", 2), ("many results", 1)):
        memory = await storage.messages.memory(session_id, window=1, lastn=lastn)
        assert len(memory.messages) == lastn


async def test_memories_asked_for_together_begin_each_with_its_own_call(storage: Storage) -> None:
    for number, kinds in enumerate(["hacr", "ha", "cra", "r", "hhcrrr"]):
        await say_with_tools(storage, f"s{number}", kinds)
    asked = [(f"s{number}", lastn) for number in range(6) for lastn in (1, 2, 3)]
    together = await asyncio.gather(*(storage.messages.memory(name, window=1, lastn=lastn) for name, lastn in asked))
    assert ["".join(found.content for found in memory.messages) for memory in together] == [
        "cr", "cr", "acr", "a", "ha", "ha", "a", "cra", "cra", "r", "r", "r", "crrr", "crrr", "crrr", "", "", "",
    ]  # fmt: skip


async def test_a_memory_starts_after_the_summary_point(storage: Storage) -> None:
    appended = await say(storage, "s", *"abcdef")
    summary = await summarise(storage, appended.session, 4)
    memory = await storage.messages.memory("s", window=12, lastn=0)
    assert [found.content for found in memory.messages] == ["e", "f"]
    assert memory.summary == summary


async def test_lastn_overrides_window_and_summary_point(storage: Storage) -> None:
    appended = await say(storage, "s", *"abcdef")
    summary = await summarise(storage, appended.session, 4)
    memory = await storage.messages.memory("s", window=1, lastn=5)
    assert [found.content for found in memory.messages] == ["b", "c", "d", "e", "f"]
    assert memory.summary == summary


async def test_an_unknown_session_has_no_page(storage: Storage) -> None:
    page = await storage.messages.page("nothing", offset=0, limit=10)
    assert (page.messages, page.total_count) == ([], 0)


async def test_an_unknown_number_has_no_messages(storage: Storage) -> None:
    assert await storage.messages.span(4711, after=0, limit=10) == []
    assert await storage.messages.at([(4711, 1), (4711, 2)]) == {}


async def test_messages_at_places_of_several_sessions_come_without_those_that_are_gone(storage: Storage) -> None:
    first = (await say(storage, "s", "one", "two")).session
    await storage.sessions.delete("s")
    await say(storage, "s", "three", "four", "five")
    other = (await say(storage, "other", "six", "seven")).session
    found = await storage.messages.at(
        [(first, 5), (other, 2), (first, 3), (first, 1), (first, 99), (first, 5), (99, 1)]
    )
    assert {place: stored.content for place, stored in found.items()} == {
        (first, 5): "five",
        (other, 2): "seven",
        (first, 3): "three",
    }


async def test_messages_of_a_deleted_user_are_at_no_place(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    await user_of(storage, "u")
    await session_of(storage, "s", user_id="u")
    session = (await say(storage, "s", "one")).session
    with monkeypatch.context() as held:
        held.setattr(Removal, "begin", lambda _: None)
        await storage.users.delete("u")
    assert await storage.messages.at([(session, 1)]) == {}
    assert await storage.messages.span(session, after=0, limit=9) == []


async def test_impossible_positions_have_no_messages(storage: Storage) -> None:
    session = (await say(storage, "s", "one")).session
    assert await storage.messages.at([(session, 0), (session, -1), (session, 2**31), (session, 2**40)]) == {}


async def test_no_places_give_no_messages(storage: Storage) -> None:
    await say(storage, "s", "one")
    assert await storage.messages.at([]) == {}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    dead=st.integers(0, 4),
    appends=st.lists(st.integers(0, 5), max_size=5),
    window=st.integers(0, 20),
    lastn=st.integers(0, 20),
    offset=st.integers(0, 20),
    limit=st.integers(0, 20),
    after=st.integers(0, 20),
    folded=st.integers(0, 12),
)
async def test_memory_page_and_span_are_slices_of_the_live_messages(
    storage: Storage, dead: int, appends: list[int], window: int, lastn: int, offset: int, limit: int, after: int,
    folded: int,
) -> None:  # fmt: skip
    session_id = fresh()
    session = (await say(storage, session_id, *(f"dead {number}" for number in range(dead)))).session
    await storage.sessions.delete(session_id)
    await say(storage, session_id)
    model: list[tuple[int, str]] = []
    for count in appends:
        words = [fresh("m") for _ in range(count)]
        await say(storage, session_id, *words)
        model += enumerate(words, dead + len(model) + 1)
    point = dead + min(folded, len(model)) if folded and model else 0
    if point:
        await summarise(storage, session, point)

    def plain(messages: list) -> list[tuple[int, str]]:
        return [(found.position, found.content) for found in messages]

    memory = await storage.messages.memory(session_id, window=window, lastn=lastn)
    candidates = model if lastn else [entry for entry in model if entry[0] > point]
    assert plain(memory.messages) == candidates[max(0, len(candidates) - (lastn or window)) :]
    page = await storage.messages.page(session_id, offset=offset, limit=limit)
    assert (plain(page.messages), page.total_count) == (model[offset : offset + limit], len(model))
    span = await storage.messages.span(session, after=after, limit=limit)
    assert plain(span) == [entry for entry in model if entry[0] > after][:limit]


async def test_messages_of_many_sessions_are_read_in_the_order_of_their_places(storage: Storage) -> None:
    await user_of(storage, "gone")
    numbers = []
    for place, name in enumerate("stuvw"):
        numbers.append((await session_of(storage, name, user_id="gone" if name == "v" else None)).id)
        await say(storage, name, *(f"{name}{number}" for number in range(place * 2)))
    await storage.messages.delete("u", (await live(storage, "u"))[1].uuid)
    await storage.sessions.delete("w")
    await say(storage, "w", "again")
    await storage.users.delete("gone")
    expected = ["t0", "t1", "u0", "u2", "u3", "again"]
    wanted = sorted(numbers)
    for limit in (1, 2, 3, 100):
        found: list[tuple[int, Message]] = []
        while some := await storage.messages.of_sessions(
            wanted, after=(found[-1][0], found[-1][1].position) if found else (0, 0), limit=limit, size=10**9
        ):
            assert len(some) <= limit
            found += some
        assert [message.content for _, message in found] == expected
        names = dict(zip(numbers, "stuvw", strict=True))
        assert [names[session] for session, _ in found] == list("ttuuuw")
    assert await storage.messages.of_sessions([numbers[0], 4711], after=(0, 0), limit=9, size=10) == []
    assert await storage.messages.of_sessions([], after=(0, 0), limit=9, size=10) == []


async def test_messages_of_many_sessions_are_fewer_where_they_are_long(storage: Storage) -> None:
    session = (await say(storage, "s", "a" * 90, "b" * 90, "c" * 500, "d", "e")).session
    place, runs = 0, []
    while some := await storage.messages.of_sessions([session], after=(session, place), limit=3, size=100):
        place = some[-1][1].position
        runs.append("".join(message.content[0] for _, message in some))
    assert runs == ["ab", "c", "de"]

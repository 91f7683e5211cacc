"""Features of messages: `holdfast.storage.contract.features.Features`."""

from __future__ import annotations

import pytest

from holdfast.domain.messages import NewMessage
from holdfast.domain.metadata import decode_metadata
from holdfast.domain.retention import RetentionChange
from holdfast.domain.sessions import NewSession
from holdfast.domain.timestamps import now
from holdfast.domain.users import NewUser
from holdfast.storage.contract.features import Unembedded
from holdfast.storage.contract.messages import MessageResult
from holdfast.storage.contract.storage import Storage
from holdfast.storage.transfer import TABLES
from tests.storage.enriched import set_terms, set_vectors
from tests.storage.samples import LONG_AGO, live


async def remember(storage: Storage, *contents: str, session_id: str = "tour") -> int:
    messages = [NewMessage(role="user", content=text, metadata={"n": n}) for n, text in enumerate(contents)]
    return (await storage.messages.append(session_id, messages, steps=())).result.session


async def rows(storage: Storage, session: int, *, first: int = 1, last: int = 9):
    found = await storage.features.rows([(session, first, last)], analyzer=7, model="m")
    return [(row.position, row.terms, row.vector, row.content) for row in found]


async def test_a_message_without_features_comes_with_its_content(storage: Storage) -> None:
    session = await remember(storage, "one", "two")
    assert await rows(storage, session) == [(1, None, None, "one"), (2, None, None, "two")]


async def test_stored_features_replace_the_content(storage: Storage) -> None:
    session = await remember(storage, "one", "two")
    await set_terms(storage.messages, session, {1: b"t1", 2: b"t2"}, analyzer=7)
    await set_vectors(storage.messages, session, {2: b"v2"}, model="m")
    assert await rows(storage, session) == [(1, b"t1", None, "one"), (2, b"t2", b"v2", None)]


def result(session: int, position: int, **fields: object) -> MessageResult:
    return MessageResult(session=session, position=position, **fields)  # type: ignore[arg-type]


async def test_features_are_recorded_with_what_else_was_found_out(storage: Storage) -> None:
    first = await remember(storage, "one", "two", "three")
    second = await remember(storage, "four", session_id="walk")
    found = [
        result(first, 1, token_count=3, findings={"entities": []}, terms=b"t1", vector=b"v1"),
        result(first, 2, terms=b"t2"),
        result(first, 3, token_count=2),
        result(second, 1, token_count=5, vector=b"v4"),
        result(first, 99, token_count=1, findings={}, terms=b"t", vector=b"v"),
        result(999, 1, token_count=1, findings={}, terms=b"t", vector=b"v"),
    ]
    await storage.messages.record(found, analyzer=7, model="m")
    assert await rows(storage, first) == [(1, b"t1", b"v1", None), (2, b"t2", None, "two"), (3, None, None, "three")]
    assert await rows(storage, second) == [(1, None, b"v4", "four")]
    await set_terms(storage.messages, first, {99: b"t"}, analyzer=7)
    await set_vectors(storage.messages, first, {99: b"v"}, model="m")
    (table,) = [table for table in TABLES if table.name == "features"]
    assert await storage.transfer.count(table) == 3
    await storage.messages.record([result(first, 1, vector=b"v5"), result(first, 2, vector=b"v6")], model="m")
    assert await rows(storage, first) == [(1, b"t1", b"v5", None), (2, b"t2", b"v6", None), (3, None, None, "three")]
    await storage.messages.record([result(first, 3, terms=b"old", vector=b"old")], analyzer=6, model="former")
    await storage.messages.record([result(first, 3, terms=b"t3", vector=b"v3")], analyzer=7, model="m")
    assert await rows(storage, first, first=3) == [(3, b"t3", b"v3", None)]
    told = {message.position: message for message in await storage.messages.span(first, after=0, limit=9)}
    assert (told[1].token_count, bytes(told[1].metadata or b"")) == (
        3,
        b'{"n":0,"system":{"entities":[]}}',
    )
    assert (told[2].token_count, bytes(told[2].metadata or b"")) == (0, b'{"n":1}')


async def test_features_are_not_recorded_for_what_is_deleted(storage: Storage) -> None:
    session = await remember(storage, "one")
    await storage.sessions.delete("tour")
    await remember(storage, "two")
    gone, live = (result(session, position, terms=b"t", vector=b"v") for position in (1, 2))
    await storage.messages.record([gone, live], analyzer=7, model="m")
    assert await rows(storage, session) == [(2, b"t", b"v", None)]


async def test_features_of_another_analyzer_or_model_do_not_count(storage: Storage) -> None:
    session = await remember(storage, "one")
    await set_terms(storage.messages, session, {1: b"old"}, analyzer=6)
    await set_vectors(storage.messages, session, {1: b"old"}, model="old")
    assert await rows(storage, session) == [(1, None, None, "one")]
    await set_terms(storage.messages, session, {1: b"new"}, analyzer=7)
    await set_vectors(storage.messages, session, {1: b"new"}, model="m")
    assert await rows(storage, session) == [(1, b"new", b"new", None)]
    assert await storage.features.vectors([(session, 1)], model="old") == {}


async def test_a_span_holds_both_its_ends(storage: Storage) -> None:
    session = await remember(storage, "one", "two", "three", "four")
    assert [row[0] for row in await rows(storage, session, first=2, last=3)] == [2, 3]
    assert [row[0] for row in await rows(storage, session, first=3, last=2**40)] == [3, 4]


@pytest.mark.parametrize("count", [3, 200])
async def test_spans_are_read_one_after_the_other(storage: Storage, count: int) -> None:
    one = await remember(storage, *["one"] * count)
    two = await remember(storage, *["two"] * count, session_id="walk")
    await set_terms(storage.messages, one, {2: b"t"}, analyzer=7)
    spans = [(two, 2, count), (one, 1, 2), (999, 1, 9)]
    places = [(two, position) for position in range(2, count + 1)] + [(one, 1), (one, 2)]
    found = await storage.features.rows(spans, analyzer=7, model="m")
    assert [(row.session, row.position) for row in found] == places
    assert [row.terms for row in found[-2:]] == [None, b"t"]
    assert [(session, position) for session, position, _ in await storage.features.metadata(spans)] == places
    assert await storage.features.rows([], analyzer=7, model="m") == []


async def test_a_span_has_no_dead_messages(storage: Storage) -> None:
    session = await remember(storage, "one", "two")
    await storage.sessions.delete("tour")
    await remember(storage, "three")
    assert [row[0] for row in await rows(storage, session)] == [3]
    assert [position for _, position, _ in await storage.features.metadata([(session, 1, 9)])] == [3]


async def test_a_row_carries_role_and_time(storage: Storage) -> None:
    session = await remember(storage, "one")
    (message,) = await storage.messages.span(session, after=0, limit=1)
    (row,) = await storage.features.rows([(session, 1, 1)], analyzer=7, model="m")
    assert (row.role, row.created_at) == (message.role, message.created_at)


async def test_features_of_messages_that_are_gone_are_not_written(storage: Storage) -> None:
    session = await remember(storage, "one")
    await storage.sessions.delete("tour")
    await remember(storage, "two")
    await set_terms(storage.messages, session, {1: b"t", 2: b"t", 99: b"t"}, analyzer=7)
    await set_vectors(storage.messages, session, {1: b"v", 2: b"v", 99: b"v"}, model="m")
    assert await rows(storage, session) == [(2, b"t", b"v", None)]
    places = [(session, position) for position in (1, 2, 99)]
    assert await storage.features.vectors([*places, (999, 1)], model="m") == {(session, 2): b"v"}
    assert await storage.features.vectors([], model="m") == {}


async def test_vectors_are_those_of_their_places(storage: Storage) -> None:
    first = await remember(storage, "one", "two", "three")
    second = await remember(storage, "four", "five", session_id="walk")
    await set_vectors(storage.messages, first, {1: b"a", 3: b"c"}, model="m")
    await set_vectors(storage.messages, second, {2: b"e"}, model="m")
    await set_vectors(storage.messages, second, {1: b"d"}, model="old")
    places = [(second, 2), (first, 3), (first, 1), (first, 2), (second, 1), (first, 2**30)]
    found = {(first, 1): b"a", (first, 3): b"c", (second, 2): b"e"}
    assert await storage.features.vectors(places, model="m") == found
    await storage.sessions.delete("tour")
    assert await storage.features.vectors(places, model="m") == {(second, 2): b"e"}


async def test_an_unknown_session_has_no_features(storage: Storage) -> None:
    await set_terms(storage.messages, 999, {1: b"t"}, analyzer=7)
    assert await rows(storage, 999) == []
    assert await storage.features.metadata([(999, 1, 9)]) == []


async def test_what_lacks_a_vector_is_told_in_order(storage: Storage) -> None:
    first = await remember(storage, "one", "", "three")
    second = await remember(storage, "four", session_id="walk")
    await set_vectors(storage.messages, first, {1: b"v"}, model="m")
    await set_vectors(storage.messages, second, {1: b"v"}, model="old")
    look = storage.features.unembedded
    assert await look(after=(0, 0), limit=9, model="m") == Unembedded([(first, 3), (second, 1)], None)
    assert await look(after=(first, 3), limit=9, model="m") == Unembedded([(second, 1)], None)
    assert await look(after=(0, 0), limit=3, model="m") == Unembedded([(first, 3)], (first, 3))


async def test_a_deleted_session_lacks_no_vectors(storage: Storage) -> None:
    await remember(storage, "one")
    await storage.sessions.delete("tour")
    assert (await storage.features.unembedded(after=(0, 0), limit=9, model="m")).messages == []


async def test_metadata_is_read_by_position(storage: Storage) -> None:
    session = await remember(storage, "one", "two", "three")
    found = await storage.features.metadata([(session, 2, 2)])
    assert [(position, decode_metadata(metadata)) for _, position, metadata in found] == [(2, {"n": 1})]


@pytest.mark.parametrize("end", ["purge", "user", "deletion", "expiry", "expiry of a deleted one"])
async def test_features_go_with_their_message(storage: Storage, end: str) -> None:
    await storage.users.create(NewUser(user_id="jane"))
    await storage.sessions.create(NewSession(session_id="tour", user_id="jane"))
    session = await remember(storage, "one")
    await set_vectors(storage.messages, session, {1: b"v"}, model="m")
    if end == "user":
        await storage.users.delete("jane")
    elif end == "deletion":
        await storage.messages.delete("tour", (await live(storage, "tour"))[0].uuid)
    elif end.startswith("expiry"):
        gone = RetentionChange(expires_at=LONG_AGO)
        await storage.messages.retain("tour", (await live(storage, "tour"))[0].uuid, gone, steps=())
        if end == "expiry of a deleted one":
            await storage.sessions.delete("tour")
        assert (await storage.expirations.settle()).messages == 1
    else:
        await storage.sessions.delete("tour")
        assert (await storage.purge(receipts_before=now())).messages == 1
    assert await storage.check() == []
    assert await storage.features.vectors([(session, 1)], model="m") == {}

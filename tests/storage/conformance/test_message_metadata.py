"""What changes in a stored message: merged metadata, findings of enrichment, token counts."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from holdfast.domain.metadata import without_protected_key
from holdfast.errors import NotFound
from holdfast.storage.contract.messages import MessageResult
from holdfast.storage.contract.storage import Storage
from tests.storage.enriched import set_findings, set_token_counts
from tests.storage.merging import merge_metadata
from tests.storage.metadata import metadata_objects
from tests.storage.samples import decoded, fresh, live, message, say

UNKNOWN = "00000000-0000-4000-8000-000000000000"


async def test_a_merge_returns_the_message_as_it_is_then(storage: Storage) -> None:
    await storage.messages.append("s", [message("one", metadata={"a": {"b": 1}})], steps=())
    (before,) = await live(storage, "s")
    merged = await storage.messages.merge_metadata("s", before.uuid, {"a": {"c": 2}})
    assert decoded(merged.metadata) == {"a": {"b": 1, "c": 2}}
    assert merged.updated_at > before.updated_at
    assert (merged.position, merged.content, merged.created_at) == (1, "one", before.created_at)
    assert await storage.messages.get("s", before.uuid) == merged


@pytest.mark.parametrize("nothing", [None, {}, {"system": {"a": 1}}])
async def test_merging_nothing_moves_nothing(storage: Storage, nothing: dict | None) -> None:
    await say(storage, "s", "one")
    (before,) = await live(storage, "s")
    assert await storage.messages.merge_metadata("s", before.uuid, nothing) == before
    assert await live(storage, "s") == [before]


async def test_a_merge_cannot_write_the_protected_key(storage: Storage) -> None:
    appended = await say(storage, "s", "one")
    await set_findings(storage.messages, appended.session, {1: {"entities": ["Ann"]}})
    (before,) = await live(storage, "s")
    merged = await storage.messages.merge_metadata("s", before.uuid, {"system": {}, "a": 1})
    assert decoded(merged.metadata) == {"system": {"entities": ["Ann"]}, "a": 1}


@pytest.mark.parametrize("metadata", [None, {"a": 1}])
async def test_merging_into_a_message_that_does_not_live_there_is_not_found(
    storage: Storage, metadata: dict | None
) -> None:
    await say(storage, "s", "one")
    await say(storage, "t", "other")
    (one,) = await live(storage, "s")
    for session_id, uuid in [("s", UNKNOWN), ("t", one.uuid), ("nothing", one.uuid)]:
        with pytest.raises(NotFound):
            await storage.messages.merge_metadata(session_id, uuid, metadata)
    await storage.sessions.delete("s")
    with pytest.raises(NotFound):
        await storage.messages.merge_metadata("s", one.uuid, metadata)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=metadata_objects, second=metadata_objects)
async def test_metadata_of_messages_merges_as_the_domain_says(storage: Storage, first: dict, second: dict) -> None:
    session_id = fresh()
    await storage.messages.append(session_id, [message(metadata=first)], steps=())
    (before,) = await live(storage, session_id)
    merged = await storage.messages.merge_metadata(session_id, before.uuid, second)
    assert decoded(merged.metadata) == merge_metadata(first, without_protected_key(second))


async def test_token_counts_are_written_by_position(storage: Storage) -> None:
    appended = await say(storage, "s", "one", "two", "three")
    before = await live(storage, "s")
    await set_token_counts(storage.messages, appended.session, {1: 5, 3: 9, 77: 1})
    after = await live(storage, "s")
    assert [found.token_count for found in after] == [5, 0, 9]
    assert [found.updated_at for found in after] == [found.updated_at for found in before]


async def test_findings_replace_their_own_key_only(storage: Storage) -> None:
    await storage.messages.append("s", [message(metadata={"mine": 1}), message(metadata={"other": 2})], steps=())
    session = (await storage.sessions.get("s")).id
    await set_findings(storage.messages, session, {1: {"entities": {"a": 1}, "intent": "ask"}})
    (before, _) = await live(storage, "s")
    await set_findings(storage.messages, session, {1: {"entities": {"b": 2}}, 9: {"entities": {}}})
    await set_findings(storage.messages, session, {2: {"entities": {"c": 3}}})
    (after, other) = await live(storage, "s")
    assert decoded(after.metadata) == {"mine": 1, "system": {"entities": {"b": 2}, "intent": "ask"}}
    assert decoded(other.metadata) == {"other": 2, "system": {"entities": {"c": 3}}}
    assert after.updated_at == before.updated_at


async def test_findings_replace_a_protected_key_that_is_no_object(storage: Storage) -> None:
    await storage.messages.append("s", [message(metadata={"system": "text"})], steps=())
    session = (await storage.sessions.get("s")).id
    await set_findings(storage.messages, session, {1: {"intent": "ask"}})
    (after,) = await live(storage, "s")
    assert decoded(after.metadata) == {"system": {"intent": "ask"}}


async def test_what_enrichment_found_for_deleted_messages_is_dropped(storage: Storage) -> None:
    appended = await say(storage, "s", "one")
    await storage.sessions.delete("s")
    await say(storage, "s", "two")
    await set_token_counts(storage.messages, appended.session, {1: 5})
    await set_findings(storage.messages, appended.session, {1: {"intent": "ask"}})
    (two,) = await live(storage, "s")
    assert (two.token_count, two.metadata) == (0, None)
    await set_token_counts(storage.messages, 4711, {1: 5})
    await set_findings(storage.messages, 4711, {1: {"intent": "ask"}})


async def test_results_of_many_sessions_are_recorded_at_once(storage: Storage) -> None:
    first = (await say(storage, "s", "one", "two")).session
    second = (await say(storage, "t", "three")).session
    await storage.messages.append("s", [message(metadata={"mine": 1})], steps=())
    await storage.messages.append("t", [message(metadata={"other": 2})], steps=())
    await storage.messages.record(
        [
            MessageResult(session=second, position=1, token_count=4, findings={"intent": "ask"}),
            MessageResult(session=first, position=2, findings={"entities": []}),
            MessageResult(session=first, position=1, token_count=9),
            MessageResult(session=first, position=99, token_count=1),
            MessageResult(session=first, position=3, findings={"intent": "tell"}),
            MessageResult(session=second, position=2, findings={"intent": "ask"}),
            MessageResult(session=4711, position=1, token_count=1),
        ]
    )
    one, two, mine = await live(storage, "s")
    three, other = await live(storage, "t")
    assert decoded(mine.metadata) == {"mine": 1, "system": {"intent": "tell"}}
    assert decoded(other.metadata) == {"other": 2, "system": {"intent": "ask"}}
    assert [(found.token_count, decoded(found.metadata)) for found in (one, two, three)] == [
        (9, {}),
        (0, {"system": {"entities": []}}),
        (4, {"system": {"intent": "ask"}}),
    ]
    assert one.metadata is None
    # The same findings, and a count that is another one.
    await storage.messages.record(
        [MessageResult(session=second, position=1, token_count=6, findings={"intent": "ask"})]
    )
    three, _ = await live(storage, "t")
    assert (three.token_count, decoded(three.metadata)) == (6, {"system": {"intent": "ask"}})
    await storage.messages.record([])

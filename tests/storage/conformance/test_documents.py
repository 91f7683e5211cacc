"""Documents: order, lookups, partial changes, deletion, vectors, revisions, scheduling of embedding."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from holdfast.domain.collections import Collection
from holdfast.domain.documents import Document, DocumentChange, DocumentRevision
from holdfast.domain.identifiers import new_uuid
from holdfast.domain.jobs import DOCUMENTS
from holdfast.domain.origins import Origin
from holdfast.domain.receipts import Written
from holdfast.errors import AlreadyExists, NotFound
from holdfast.storage.contract.storage import Storage
from tests.storage.documents import collection_of, document, embedded, vector
from tests.storage.samples import LONG_AGO, decoded, say

MODEL = "model-1"


@pytest.fixture
async def collection(storage: Storage) -> Collection:
    return await collection_of(storage)


@pytest.fixture
async def waiting(storage: Storage) -> Collection:
    """An auto-embedded collection with three documents that nobody has promised to embed."""
    created = await collection_of(storage, auto=True)
    await storage.documents.add(created.id, [document("one"), document("two"), document("three")])
    return created


async def contents(storage: Storage, collection: int) -> list[str]:
    return [found.content for found in await storage.documents.page(collection, after=0, limit=10_000)]


async def counts(storage: Storage, collection: Collection) -> tuple[int, int]:
    found = await storage.collections.get(collection.name)
    return found.document_count, found.embedded_count


async def feed(storage: Storage, collection: int, limit: int = 2) -> Sequence[DocumentRevision]:
    """All revisions of a collection, read in small pages."""
    after, found = (0, 0), []
    while page := await storage.documents.revisions(collection, after=after, limit=limit):
        found += page
        after = (page[-1].revision, page[-1].number)
    return found


async def test_added_documents_come_back_in_order_with_their_uuids(storage: Storage, collection: Collection) -> None:
    uuids = (
        await storage.documents.add(
            collection.id,
            [embedded("one", document_id="a", metadata={"n": 1}, embedding=vector(0.5, 2)), embedded("two")],
        )
    ).result
    first, second = await storage.documents.page(collection.id, after=0, limit=10)
    assert [first.uuid, second.uuid] == uuids
    assert (first.number, first.document_id, first.content, first.embedding) == (1, "a", "one", vector(0.5, 2))
    assert decoded(first.metadata) == {"n": 1}
    assert (second.number, second.document_id, second.metadata) == (2, "", None)
    assert first.created_at == first.updated_at == second.created_at
    assert await storage.documents.get(collection.id, uuids[0]) == first


async def test_adding_nothing_changes_nothing(storage: Storage, collection: Collection) -> None:
    assert (await storage.documents.add(collection.id, [])).result == []
    assert await storage.collections.get(collection.name) == collection


async def test_pages_go_through_a_collection_without_gap_or_repeat(storage: Storage, collection: Collection) -> None:
    await storage.documents.add(collection.id, [embedded(str(number)) for number in range(7)])
    found: list[Document] = []
    while page := await storage.documents.page(collection.id, after=found[-1].number if found else 0, limit=3):
        found += page
    assert [one.content for one in found] == [str(number) for number in range(7)]


async def test_lookups_answer_in_the_order_asked_each_once(storage: Storage, collection: Collection) -> None:
    uuids = (await storage.documents.add(collection.id, [embedded(name, document_id=name) for name in "abc"])).result
    asked = [uuids[2], new_uuid(), uuids[0], uuids[2]]
    assert [found.content for found in await storage.documents.with_uuids(collection.id, asked)] == ["c", "a"]
    asked = ["b", "", "zzz", "a", "b"]
    assert [found.content for found in await storage.documents.with_ids(collection.id, asked)] == ["b", "a"]
    assert [found.content for found in await storage.documents.at(collection.id, [3, 9, 1])] == ["c", "a"]


async def test_documents_are_not_found_through_another_collection(storage: Storage, collection: Collection) -> None:
    (uuid,) = (await storage.documents.add(collection.id, [embedded(document_id="a")])).result
    other = await collection_of(storage)
    with pytest.raises(NotFound):
        await storage.documents.get(other.id, uuid)
    assert await storage.documents.with_uuids(other.id, [uuid]) == []
    assert await storage.documents.with_ids(other.id, ["a"]) == []
    assert await storage.documents.update(other.id, [DocumentChange(uuid=uuid, metadata={"x": 1})]) == 0
    assert (await storage.documents.delete(other.id, [uuid])).result == 0
    await storage.documents.add(other.id, [embedded(document_id="a")])


async def test_a_taken_identifier_refuses_the_whole_batch(storage: Storage, collection: Collection) -> None:
    await storage.documents.add(collection.id, [embedded("kept", document_id="a")])
    for batch in (["b", "a"], ["c", "c"]):
        with pytest.raises(AlreadyExists, match=f"document_id already exists: {batch[1]}"):
            await storage.documents.add(collection.id, [embedded(document_id=name) for name in batch])
    assert await contents(storage, collection.id) == ["kept"]
    assert await counts(storage, collection) == (1, 1)


async def test_many_documents_may_lack_an_identifier(storage: Storage, collection: Collection) -> None:
    await storage.documents.add(collection.id, [embedded(), embedded()])
    await storage.documents.add(collection.id, [embedded()])
    assert await counts(storage, collection) == (3, 3)


async def test_concurrent_batches_keep_counts_and_numbers_exact(storage: Storage, collection: Collection) -> None:
    await asyncio.gather(*(storage.documents.add(collection.id, [embedded() for _ in range(20)]) for _ in range(10)))
    assert await counts(storage, collection) == (200, 200)
    numbers = [found.number for found in await storage.documents.page(collection.id, after=0, limit=500)]
    assert numbers == list(range(1, 201))


async def test_of_concurrent_claims_to_an_identifier_one_wins(storage: Storage, collection: Collection) -> None:
    outcomes = await asyncio.gather(
        *(storage.documents.add(collection.id, [embedded(document_id="a")]) for _ in range(8)), return_exceptions=True
    )
    assert sum(isinstance(outcome, Written) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, AlreadyExists) for outcome in outcomes) == 7


async def test_a_change_touches_only_what_it_carries(storage: Storage, collection: Collection) -> None:
    a, b = (
        await storage.documents.add(
            collection.id,
            [embedded(document_id="a", metadata={"page": 1}), embedded(document_id="b", metadata={"page": 2})],
        )
    ).result
    before = await storage.documents.get(collection.id, a)
    changes = [
        DocumentChange(uuid=a, metadata={"page": 9}),
        DocumentChange(uuid=b, document_id="bb"),
        DocumentChange(uuid=new_uuid(), metadata={"page": 3}),
    ]
    assert await storage.documents.update(collection.id, changes) == 2
    first, second = await storage.documents.with_uuids(collection.id, [a, b])
    assert (first.document_id, decoded(first.metadata)) == ("a", {"page": 9})
    assert (second.document_id, decoded(second.metadata)) == ("bb", {"page": 2})
    assert first.updated_at > before.updated_at
    assert first.created_at == before.created_at


async def test_of_two_changes_to_one_document_the_last_wins(storage: Storage, collection: Collection) -> None:
    (uuid,) = (await storage.documents.add(collection.id, [embedded(metadata={"n": 0})])).result
    await storage.documents.update(
        collection.id, [DocumentChange(uuid=uuid, metadata={"n": 1}), DocumentChange(uuid=uuid, metadata={"n": 2})]
    )
    assert decoded((await storage.documents.get(collection.id, uuid)).metadata) == {"n": 2}


async def test_empty_metadata_clears(storage: Storage, collection: Collection) -> None:
    (uuid,) = (await storage.documents.add(collection.id, [embedded(metadata={"n": 0})])).result
    await storage.documents.update(collection.id, [DocumentChange(uuid=uuid, metadata={})])
    assert decoded((await storage.documents.get(collection.id, uuid)).metadata) == {}


async def test_a_change_to_a_taken_identifier_changes_nothing(storage: Storage, collection: Collection) -> None:
    a, b = (await storage.documents.add(collection.id, [embedded(document_id="a"), embedded(document_id="b")])).result
    changes = [DocumentChange(uuid=a, metadata={"n": 1}), DocumentChange(uuid=b, document_id="a")]
    with pytest.raises(AlreadyExists, match="document_id already exists: a"):
        await storage.documents.update(collection.id, changes)
    assert decoded((await storage.documents.get(collection.id, a)).metadata) == {}


async def test_a_document_may_be_given_the_identifier_it_has(storage: Storage, collection: Collection) -> None:
    (uuid,) = (await storage.documents.add(collection.id, [embedded(document_id="a")])).result
    assert await storage.documents.update(collection.id, [DocumentChange(uuid=uuid, document_id="a")]) == 1


async def test_a_deleted_document_is_gone_and_its_identifier_free(storage: Storage, collection: Collection) -> None:
    a, _ = (await storage.documents.add(collection.id, [embedded("a", document_id="a"), embedded("b")])).result
    assert (await storage.documents.delete(collection.id, [a, new_uuid()])).result == 1
    assert await contents(storage, collection.id) == ["b"]
    with pytest.raises(NotFound):
        await storage.documents.get(collection.id, a)
    assert await storage.documents.at(collection.id, [1]) == []
    assert await storage.documents.update(collection.id, [DocumentChange(uuid=a, metadata={"x": 1})]) == 0
    assert await counts(storage, collection) == (1, 1)
    await storage.documents.add(collection.id, [embedded("again", document_id="a")])
    assert await contents(storage, collection.id) == ["b", "again"]


async def test_what_was_deleted_leaves_the_store_sound(storage: Storage, collection: Collection) -> None:
    uuids = (await storage.documents.add(collection.id, [embedded(), embedded(), document()])).result
    await storage.documents.delete(collection.id, uuids[1:])
    assert await storage.check() in ([], ["ok"])


async def test_deleting_again_meets_the_tombstone_until_the_purge(storage: Storage, collection: Collection) -> None:
    (uuid,) = (await storage.documents.add(collection.id, [embedded()])).result
    for _ in range(2):
        assert (await storage.documents.delete(collection.id, [uuid])).result == 1
    assert await counts(storage, collection) == (0, 0)
    assert (await storage.purge(receipts_before=LONG_AGO)).documents == 1
    assert (await storage.documents.delete(collection.id, [uuid])).result == 0


async def test_numbers_of_purged_documents_are_not_given_again(storage: Storage, collection: Collection) -> None:
    (uuid,) = (await storage.documents.add(collection.id, [embedded()])).result
    await storage.documents.delete(collection.id, [uuid])
    await storage.purge(receipts_before=LONG_AGO)
    await storage.documents.add(collection.id, [embedded()])
    assert [found.number for found in await storage.documents.page(collection.id, after=0, limit=9)] == [2]


async def test_many_deleted_documents_are_purged_whole(storage: Storage, collection: Collection) -> None:
    uuids = (await storage.documents.add(collection.id, [embedded() for _ in range(1100)])).result
    await storage.documents.delete(collection.id, uuids[:-1])
    assert (await storage.purge(receipts_before=LONG_AGO)).documents == 1099
    assert await counts(storage, collection) == (1, 1)


async def test_vectors_are_written_to_the_documents_named(storage: Storage, waiting: Collection) -> None:
    vectors = {3: vector(3), 1: vector(1), 99: vector(9)}
    await storage.documents.set_vectors(waiting.id, vectors, model=MODEL)
    found = await storage.documents.page(waiting.id, after=0, limit=9)
    assert [one.embedding for one in found] == [vector(1), None, vector(3)]
    assert [one.updated_at for one in found] == [one.created_at for one in found]
    assert await counts(storage, waiting) == (3, 2)


async def test_writing_vectors_twice_counts_once(storage: Storage, waiting: Collection) -> None:
    for components in (1, 2):
        await storage.documents.set_vectors(waiting.id, {1: vector(components)}, model=MODEL)
    assert await counts(storage, waiting) == (3, 1)
    assert (await storage.documents.at(waiting.id, [1]))[0].embedding == vector(2)


async def test_a_vector_for_a_document_deleted_meanwhile_is_dropped(storage: Storage, waiting: Collection) -> None:
    (first, *_) = await storage.documents.page(waiting.id, after=0, limit=1)
    await storage.documents.delete(waiting.id, [first.uuid])
    await storage.documents.set_vectors(waiting.id, {1: vector(1), 2: vector(2)}, model=MODEL)
    assert await counts(storage, waiting) == (2, 1)


async def test_deleting_documents_that_wait_leaves_the_counts_equal(storage: Storage, waiting: Collection) -> None:
    await storage.documents.set_vectors(waiting.id, {1: vector(1)}, model=MODEL)
    found = await storage.documents.page(waiting.id, after=1, limit=9)
    await storage.documents.delete(waiting.id, [one.uuid for one in found])
    assert await counts(storage, waiting) == (1, 1)


async def test_documents_without_a_vector_of_the_model_are_found_in_order(
    storage: Storage, waiting: Collection
) -> None:
    async def numbers(model: str, first: int = 1, last: int = 99, limit: int = 99) -> list[int]:
        found = await storage.documents.without_vector(waiting.id, model=model, first=first, last=last, limit=limit)
        return [one.number for one in found]

    assert await numbers(MODEL) == [1, 2, 3]
    assert await numbers(MODEL, first=2, last=2) == [2]
    assert await numbers(MODEL, limit=2) == [1, 2]
    await storage.documents.set_vectors(waiting.id, {2: vector(2)}, model=MODEL)
    assert await numbers(MODEL) == [1, 3]
    assert await numbers("model-2") == [1, 2, 3]


async def test_revisions_tell_every_change_once_in_its_last_state(storage: Storage, collection: Collection) -> None:
    a, _, c = (await storage.documents.add(collection.id, [embedded(name) for name in "abc"])).result
    await storage.documents.update(collection.id, [DocumentChange(uuid=a, metadata={"n": 1})])
    await storage.documents.delete(collection.id, [c])
    told = await feed(storage, collection.id)
    assert [(one.number, one.revision, one.live) for one in told] == [(2, 1, True), (1, 2, True), (3, 3, False)]
    assert (told[0].content, told[0].embedding, told[0].model) == ("b", vector(1), "")
    assert decoded(told[1].metadata) == {"n": 1}
    assert (told[2].content, told[2].embedding) == ("", None)
    assert (await storage.collections.get(collection.name)).revision == 3


async def test_revisions_after_a_point_are_those_since(storage: Storage, collection: Collection) -> None:
    await storage.documents.add(collection.id, [embedded("a")])
    await storage.documents.add(collection.id, [embedded("b")])
    told = await storage.documents.revisions(collection.id, after=(1, 1), limit=9)
    assert [one.content for one in told] == ["b"]
    told = await storage.documents.revisions(collection.id, after=(1, 1), limit=9, contents=False)
    assert [one.content for one in told] == [""]


async def test_revisions_without_vectors_tell_which_there_are(storage: Storage, waiting: Collection) -> None:
    await storage.documents.set_vectors(waiting.id, {2: vector(2)}, model=MODEL)
    told = await storage.documents.revisions(waiting.id, after=(0, 0), limit=9, vectors=False)
    embeddings = {one.number: (one.embedding, one.model) for one in told}
    assert embeddings.pop(2) == (b"", MODEL)
    assert set(embeddings.values()) == {(None, "")}


async def test_embedding_is_a_change_and_names_its_model(storage: Storage, waiting: Collection) -> None:
    await storage.documents.set_vectors(waiting.id, {2: vector(2)}, model=MODEL)
    told = await feed(storage, waiting.id)
    assert [(one.number, one.model, one.embedding) for one in told][-1] == (2, MODEL, vector(2))


async def test_revisions_are_those_of_one_collection(storage: Storage, collection: Collection) -> None:
    other = await collection_of(storage)
    for number in range(3):
        await storage.documents.add(collection.id, [embedded(f"mine {number}", embedding=vector(number))])
        await storage.documents.add(other.id, [embedded(f"other {number}", embedding=vector(0, number))])
    for created, whose, vectors in (
        (collection, "mine", [vector(number) for number in range(3)]),
        (other, "other", [vector(0, number) for number in range(3)]),
    ):
        told = await feed(storage, created.id)
        assert [one.content for one in told] == [f"{whose} {n}" for n in range(3)]
        assert [one.embedding for one in told] == vectors


async def test_a_purge_notes_the_last_revision_that_can_no_longer_be_read(
    storage: Storage, collection: Collection
) -> None:
    a, _ = (await storage.documents.add(collection.id, [embedded("a"), embedded("b")])).result
    await storage.documents.delete(collection.id, [a])
    await storage.purge(receipts_before=LONG_AGO)
    assert (await storage.collections.get(collection.name)).purged_revision == 2
    assert [one.number for one in await feed(storage, collection.id)] == [2]


async def test_a_batch_makes_a_job_for_each_part_of_it(storage: Storage) -> None:
    created = await collection_of(storage, auto=True)
    await storage.documents.add(created.id, [document() for _ in range(5)], steps=("embeddings",), job_size=2)
    jobs = await storage.jobs.claim(limit=9, lease=60, kind=DOCUMENTS)
    assert [(job.scope, job.first, job.last) for job in jobs] == [
        (created.id, 1, 2),
        (created.id, 3, 4),
        (created.id, 5, 5),
    ]
    assert all(job.steps == ("embeddings",) for job in jobs)


async def test_forgotten_documents_are_scheduled_once(storage: Storage, waiting: Collection) -> None:
    assert await storage.documents.schedule(model=MODEL, steps=("embeddings",), job_size=2) == 2
    assert await storage.documents.schedule(model=MODEL, steps=("embeddings",), job_size=2) == 0
    jobs = await storage.jobs.claim(limit=9, lease=60, kind=DOCUMENTS)
    assert [(job.first, job.last) for job in jobs] == [(1, 2), (3, 3)]
    assert all(job.scope == waiting.id for job in jobs)


async def test_collections_that_are_embedded_or_have_jobs_are_left_alone(storage: Storage, waiting: Collection) -> None:
    await storage.documents.set_vectors(waiting.id, {n: vector(n) for n in (1, 2, 3)}, model=MODEL)
    promised = await collection_of(storage, auto=True)
    await storage.documents.add(promised.id, [document()], steps=("embeddings",))
    own = await collection_of(storage)
    await storage.documents.add(own.id, [embedded(), document()])
    before = await storage.collections.get(own.name)
    assert await storage.documents.schedule(model=MODEL, steps=("embeddings",), job_size=2) == 0
    # That one collection has vectors of a model tells nothing of the others.
    for model in ("model-2", "model-3"):
        assert await storage.documents.schedule(model=model, steps=("embeddings",), job_size=9) == 1
    assert await storage.collections.get(own.name) == before


async def test_another_model_schedules_all_documents_again(storage: Storage, waiting: Collection) -> None:
    await storage.documents.set_vectors(waiting.id, {n: vector(n) for n in (1, 2, 3)}, model=MODEL)
    assert await storage.documents.schedule(model="model-2", steps=("embeddings",), job_size=10) == 1
    assert await storage.documents.schedule(model="model-2", steps=("embeddings",), job_size=10) == 0
    assert await counts(storage, waiting) == (3, 3)
    assert await storage.documents.schedule(model="model-3", steps=("embeddings",), job_size=2) == 2
    jobs = await storage.jobs.claim(limit=9, lease=60, kind=DOCUMENTS)
    assert [(job.first, job.last) for job in jobs] == [(1, 2), (3, 3)]


async def test_jobs_of_others_neither_stop_scheduling_nor_are_lost_by_it(storage: Storage, waiting: Collection) -> None:
    promised = await collection_of(storage, auto=True)
    await storage.documents.add(promised.id, [document()], steps=("embeddings",))
    told = (await say(storage, "s", "one", steps=("tokens",))).session
    assert await storage.documents.schedule(model=MODEL, steps=("embeddings",), job_size=10) == 1
    jobs = await storage.jobs.claim(limit=9, lease=60, kind=DOCUMENTS)
    assert sorted(job.scope for job in jobs) == sorted([waiting.id, promised.id])
    assert len(await storage.jobs.pending(told)) == 1


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_uuid_that_is_brought_along_is_given_once(
    storage: Storage, collection: Collection, *, at_once: bool
) -> None:
    await storage.documents.add((await collection_of(storage)).id, [document()])
    await storage.documents.add(collection.id, [document("other")])
    uuid = new_uuid()
    brought = [document(text, origin=Origin(uuid, LONG_AGO, LONG_AGO)) for text in ("one", "two")]
    if not at_once:
        assert (await storage.documents.add(collection.id, brought[:1])).result == [uuid]
    with pytest.raises(AlreadyExists, match=uuid):
        await storage.documents.add(collection.id, brought if at_once else brought[1:])
    assert await contents(storage, collection.id) == (["other"] if at_once else ["other", "one"])


async def test_each_change_has_the_next_revision_of_its_own_collection(storage: Storage) -> None:
    older, own, newer = [await collection_of(storage) for _ in range(3)]
    for collection, changes in ((older, 1), (own, 4), (newer, 7)):
        for _ in range(changes):
            await storage.documents.add(collection.id, [document()])
    first, second, third, _ = await storage.documents.page(own.id, after=0, limit=9)
    for revision, write in (
        (5, storage.documents.set_vectors(own.id, {first.number: vector(1)}, model=MODEL)),
        (6, storage.documents.update(own.id, [DocumentChange(uuid=second.uuid, metadata={"n": 1})])),
        (7, storage.documents.delete(own.id, [third.uuid])),
    ):
        await write
        told = await storage.documents.revisions(own.id, after=(revision, 0), limit=9)
        assert [(document.number, document.revision) for document in told] == [(revision - 4, revision)]
        assert (await storage.collections.get(own.name)).revision == revision


async def test_changes_of_one_document_apply_in_their_order(storage: Storage, collection: Collection) -> None:
    for name in ("one", "two"):
        await storage.documents.add(collection.id, [document(document_id=name)])
    one, two = await storage.documents.page(collection.id, after=0, limit=9)
    changes = [
        DocumentChange(uuid=one.uuid, document_id="x", metadata={"n": 1}),
        DocumentChange(uuid=one.uuid, document_id="y"),
        DocumentChange(uuid=two.uuid, document_id="x"),
        DocumentChange(uuid=one.uuid, metadata={"n": 2}),
        DocumentChange(uuid=two.uuid, document_id="one"),
    ]
    assert await storage.documents.update(collection.id, changes) == 5
    found = await storage.documents.page(collection.id, after=0, limit=9)
    assert [(each.document_id, decoded(each.metadata)) for each in found] == [("y", {"n": 2}), ("one", {})]
    with pytest.raises(AlreadyExists):
        await storage.documents.update(
            collection.id, [DocumentChange(uuid=each.uuid, document_id="same") for each in (one, two)]
        )
    assert await storage.documents.page(collection.id, after=0, limit=9) == found


async def test_a_deleted_document_needs_no_vector(storage: Storage, waiting: Collection) -> None:
    one, two, three = await storage.documents.page(waiting.id, after=0, limit=9)
    await storage.documents.delete(waiting.id, [two.uuid])
    found = await storage.documents.without_vector(waiting.id, model=MODEL, first=1, last=9, limit=9)
    assert [each.number for each in found] == [one.number, three.number]
    await storage.documents.set_vectors(waiting.id, dict.fromkeys((1, 2, 3), vector(1)), model=MODEL)
    assert (await storage.collections.get(waiting.name)).embedded_count == 2

"""Documents: identifiers, revisions, counts, soft deletion, vectors, and the jobs that embed them."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.storage.conformance.test_collections import create
from tests.storage.samples import LONG_AGO, decoded, fresh

from holdfast.domain.collections import Collection
from holdfast.domain.documents import Document, DocumentChange, NewDocument
from holdfast.domain.identifiers import new_uuid
from holdfast.domain.jobs import DOCUMENTS
from holdfast.errors import AlreadyExists, HoldfastError, NotFound
from holdfast.storage.contract import Storage

VECTOR = b"\x00\x00\x80\x3f\x00\x00\x00\x00"


@pytest.fixture
async def collection(storage: Storage) -> Collection:
    return await create(storage)


def named(*document_ids: str) -> list[NewDocument]:
    return [NewDocument(document_id=document_id, content=f"about {document_id}") for document_id in document_ids]


async def live(storage: Storage, collection: Collection) -> list[Document]:
    return await storage.documents.page(collection.id, after=0, limit=1000)


async def ids(storage: Storage, collection: Collection) -> list[str]:
    return [document.document_id for document in await live(storage, collection)]


async def now_of(storage: Storage, collection: Collection) -> Collection:
    return await storage.collections.get(collection.name)


async def test_added_documents_are_read_back_in_order(storage: Storage, collection: Collection) -> None:
    first = NewDocument(document_id="a", content="☃", metadata={"n": 1}, embedding=VECTOR)
    uuids = await storage.documents.add(collection.id, [first, NewDocument(content="b")])
    one, two = await live(storage, collection)
    assert [one.uuid, two.uuid] == uuids
    assert (one.number, one.document_id, one.content, one.embedding) == (1, "a", "☃", VECTOR)
    assert decoded(one.metadata) == {"n": 1}
    assert (two.number, two.document_id, two.metadata, two.embedding) == (2, "", None, None)
    assert one.created_at == one.updated_at == two.created_at


async def test_counts_and_revision_follow_additions(storage: Storage, collection: Collection) -> None:
    await storage.documents.add(collection.id, [NewDocument(embedding=VECTOR), *named("a")])
    after = await now_of(storage, collection)
    assert (after.document_count, after.embedded_count, after.revision) == (2, 1, 1)
    assert after.updated_at == collection.updated_at


async def test_adding_nothing_changes_nothing(storage: Storage, collection: Collection) -> None:
    assert await storage.documents.add(collection.id, []) == []
    assert await now_of(storage, collection) == collection


@pytest.mark.parametrize("second", [["a"], ["b", "a"], ["c", "c"]])
async def test_a_taken_document_id_is_refused_and_nothing_is_stored(
    storage: Storage, collection: Collection, second: list[str]
) -> None:
    await storage.documents.add(collection.id, named("a"))
    before = await now_of(storage, collection)
    with pytest.raises(AlreadyExists, match=second[-1]):
        await storage.documents.add(collection.id, named(*second), steps=("embeddings",))
    assert await ids(storage, collection) == ["a"]
    assert await now_of(storage, collection) == before
    assert (await storage.jobs.counts()).pending == 0


async def test_the_same_document_id_may_be_in_two_collections(storage: Storage, collection: Collection) -> None:
    other = await create(storage, "other")
    await storage.documents.add(collection.id, named("a"))
    await storage.documents.add(other.id, named("a"))
    assert await ids(storage, other) == ["a"]


async def test_documents_without_document_id_are_many(storage: Storage, collection: Collection) -> None:
    await storage.documents.add(collection.id, named("", "", ""))
    assert await ids(storage, collection) == ["", "", ""]


async def test_documents_of_an_unknown_collection_are_not_found(storage: Storage) -> None:
    for call in (
        storage.documents.add(4711, named("a")),
        storage.documents.update(4711, []),
        storage.documents.delete(4711, []),
    ):
        with pytest.raises(NotFound):
            await call


async def test_documents_are_found_by_uuid_id_and_number_in_the_order_asked_for(
    storage: Storage, collection: Collection
) -> None:
    one, two, three = await storage.documents.add(collection.id, named("a", "b", "c"))
    by_uuid = await storage.documents.with_uuids(collection.id, [three, new_uuid(), one, three])
    by_id = await storage.documents.with_ids(collection.id, ["c", "z", "a", "", "c"])
    by_number = await storage.documents.at(collection.id, [3, 99, 1, 3])
    assert [document.document_id for document in by_uuid] == ["c", "a"]
    assert by_uuid == by_id == by_number
    assert (await storage.documents.get(collection.id, two)).document_id == "b"


async def test_a_document_is_not_found_in_another_collection(storage: Storage, collection: Collection) -> None:
    other = await create(storage, "other")
    (one,) = await storage.documents.add(collection.id, named("a"))
    with pytest.raises(NotFound, match=one):
        await storage.documents.get(other.id, one)
    assert await storage.documents.delete(other.id, [one]) == 0
    assert await storage.documents.update(other.id, [DocumentChange(uuid=one, document_id="b")]) == 0


async def test_changes_replace_metadata_and_keep_what_they_leave_empty(
    storage: Storage, collection: Collection
) -> None:
    (one,) = await storage.documents.add(collection.id, [NewDocument(document_id="a", metadata={"a": 1})])
    before = await storage.documents.get(collection.id, one)
    assert await storage.documents.update(collection.id, [DocumentChange(uuid=one, metadata={"b": 2})]) == 1
    after = await storage.documents.get(collection.id, one)
    assert (after.document_id, decoded(after.metadata)) == ("a", {"b": 2})
    assert after.updated_at > before.updated_at
    assert (await now_of(storage, collection)).revision == 2


async def test_changes_of_unknown_documents_are_not_counted(storage: Storage, collection: Collection) -> None:
    (one,) = await storage.documents.add(collection.id, named("a"))
    changes = [DocumentChange(uuid=new_uuid(), document_id="x"), DocumentChange(uuid=one, document_id="b")]
    assert await storage.documents.update(collection.id, changes) == 1
    assert await ids(storage, collection) == ["b"]


async def test_a_change_to_a_taken_document_id_is_refused_wholly(storage: Storage, collection: Collection) -> None:
    one, two, _ = await storage.documents.add(collection.id, named("a", "b", "c"))
    changes = [DocumentChange(uuid=one, document_id="z"), DocumentChange(uuid=two, document_id="c")]
    with pytest.raises(AlreadyExists, match="c"):
        await storage.documents.update(collection.id, changes)
    assert await ids(storage, collection) == ["a", "b", "c"]


async def test_changes_apply_in_order_so_that_an_id_given_up_is_free(storage: Storage, collection: Collection) -> None:
    one, two = await storage.documents.add(collection.id, named("a", "b"))
    changes = [
        DocumentChange(uuid=one, document_id="spare"),
        DocumentChange(uuid=two, document_id="a"),
        DocumentChange(uuid=one, document_id="b"),
    ]
    assert await storage.documents.update(collection.id, changes) == 3
    assert await ids(storage, collection) == ["b", "a"]


async def test_a_deleted_document_is_gone_and_counted_when_deleted_again(
    storage: Storage, collection: Collection
) -> None:
    one, two = await storage.documents.add(collection.id, [NewDocument(document_id="a", embedding=VECTOR), *named("b")])
    assert await storage.documents.delete(collection.id, [one, new_uuid()]) == 1
    assert await storage.documents.delete(collection.id, [one, two]) == 2
    assert await storage.documents.with_uuids(collection.id, [one, two]) == []
    after = await now_of(storage, collection)
    assert (after.document_count, after.embedded_count, after.revision) == (0, 0, 3)


async def test_the_document_id_of_a_deleted_document_is_free(storage: Storage, collection: Collection) -> None:
    (one,) = await storage.documents.add(collection.id, named("a"))
    await storage.documents.delete(collection.id, [one])
    await storage.documents.add(collection.id, named("a"))
    assert [document.number for document in await live(storage, collection)] == [2]


async def test_the_purge_takes_deleted_documents_and_says_up_to_which_revision(
    storage: Storage, collection: Collection
) -> None:
    one, _ = await storage.documents.add(collection.id, named("a", "b"))
    await storage.documents.delete(collection.id, [one])
    assert (await storage.purge(answers_before=LONG_AGO)).documents == 1
    assert (await storage.purge(answers_before=LONG_AGO)).documents == 0
    assert await storage.documents.delete(collection.id, [one]) == 0
    after = await now_of(storage, collection)
    assert (after.purged_revision, after.revision, after.document_count) == (2, 2, 1)


async def test_revisions_tell_the_last_state_of_what_changed_since(storage: Storage, collection: Collection) -> None:
    one, two, _ = await storage.documents.add(collection.id, named("a", "b", "c"))
    await storage.documents.delete(collection.id, [one])
    await storage.documents.update(collection.id, [DocumentChange(uuid=two, metadata={"x": 1})])
    found = await storage.documents.revisions(collection.id, after=(0, 0), limit=10)
    assert [(entry.revision, entry.number, entry.live) for entry in found] == [
        (1, 3, True),
        (2, 1, False),
        (3, 2, True),
    ]
    assert [entry.content for entry in found] == ["about c", "", "about b"]
    later = await storage.documents.revisions(collection.id, after=(2, 1), limit=10, contents=False)
    assert [(entry.number, entry.content, decoded(entry.metadata)) for entry in later] == [(2, "", {"x": 1})]
    assert await storage.documents.revisions(collection.id, after=(3, 2), limit=10) == []


async def test_revisions_come_page_by_page(storage: Storage, collection: Collection) -> None:
    await storage.documents.add(collection.id, named(*(f"d{n}" for n in range(7))))
    seen, after = [], (0, 0)
    while page := await storage.documents.revisions(collection.id, after=after, limit=3):
        seen += [entry.number for entry in page]
        after = (page[-1].revision, page[-1].number)
    assert seen == list(range(1, 8))


async def test_vectors_are_written_to_live_documents_only(storage: Storage, collection: Collection) -> None:
    one, _ = await storage.documents.add(collection.id, named("a", "b"))
    await storage.documents.delete(collection.id, [one])
    before = await live(storage, collection)
    await storage.documents.set_vectors(collection.id, {1: VECTOR, 2: VECTOR, 99: VECTOR}, model="m")
    (two,) = await live(storage, collection)
    assert (two.embedding, two.updated_at) == (VECTOR, before[0].updated_at)
    after = await now_of(storage, collection)
    assert (after.embedded_count, after.revision) == (1, 3)
    (entry,) = await storage.documents.revisions(collection.id, after=(2, 99), limit=10)
    assert (entry.number, entry.embedding, entry.model) == (2, VECTOR, "m")


async def test_vectors_written_again_are_counted_once(storage: Storage, collection: Collection) -> None:
    await storage.documents.add(collection.id, named("a"))
    await storage.documents.set_vectors(collection.id, {1: VECTOR}, model="m")
    await storage.documents.set_vectors(collection.id, {1: b"\x01" * 8}, model="n")
    assert (await now_of(storage, collection)).embedded_count == 1
    assert [document.embedding for document in await live(storage, collection)] == [b"\x01" * 8]


async def test_vectors_for_a_collection_that_is_gone_are_dropped(storage: Storage, collection: Collection) -> None:
    await storage.documents.add(collection.id, named("a"))
    await storage.collections.delete(collection.name)
    await storage.documents.set_vectors(collection.id, {1: VECTOR}, model="m")
    assert await storage.check() == []


async def test_documents_without_a_vector_of_a_model_are_found_by_number(
    storage: Storage, collection: Collection
) -> None:
    await storage.documents.add(collection.id, named("a", "b", "c", "d", "e"))
    await storage.documents.set_vectors(collection.id, {2: VECTOR}, model="m")
    await storage.documents.set_vectors(collection.id, {3: VECTOR}, model="other")

    async def missing(first: int, last: int, limit: int) -> list[int]:
        found = await storage.documents.without_vector(collection.id, model="m", first=first, last=last, limit=limit)
        return [document.number for document in found]

    assert await missing(1, 5, 10) == [1, 3, 4, 5]
    assert await missing(2, 4, 10) == [3, 4]
    assert await missing(1, 5, 2) == [1, 3]


async def test_additions_promise_jobs_of_a_size(storage: Storage, collection: Collection) -> None:
    await storage.documents.add(collection.id, named("x"))
    await storage.documents.add(collection.id, named(*"abcde"), steps=("embeddings",), job_size=2)
    jobs = await storage.jobs.claim(limit=10, lease=60, kind=DOCUMENTS)
    assert [(job.scope, job.first, job.last) for job in jobs] == [
        (collection.id, 2, 3),
        (collection.id, 4, 5),
        (collection.id, 6, 6),
    ]


async def schedule(storage: Storage, model: str = "m") -> int:
    return await storage.documents.schedule(model=model, steps=("embeddings",), job_size=2)


async def test_unembedded_documents_are_scheduled_once(storage: Storage) -> None:
    auto = await create(storage, "auto", is_auto_embedded=True)
    plain = await create(storage, "plain")
    await create(storage, "empty", is_auto_embedded=True)
    for collection in (auto, plain):
        await storage.documents.add(collection.id, named("a", "b", "c"))
    assert await schedule(storage) == 2
    assert await schedule(storage) == 0
    jobs = await storage.jobs.claim(limit=10, lease=60)
    assert [(job.scope, job.first, job.last) for job in jobs] == [(auto.id, 1, 2), (auto.id, 3, 3)]


async def test_another_model_schedules_everything_anew(storage: Storage) -> None:
    auto = await create(storage, "auto", is_auto_embedded=True)
    await storage.documents.add(auto.id, named("a", "b"))
    await storage.documents.set_vectors(auto.id, {1: VECTOR, 2: VECTOR}, model="m")
    assert await schedule(storage) == 0
    assert await schedule(storage, "better") == 1
    assert await schedule(storage, "better") == 0


async def test_additions_at_once_get_distinct_numbers_and_exact_counts(
    storage: Storage, collection: Collection
) -> None:
    await asyncio.gather(*(storage.documents.add(collection.id, named(f"a{n}", f"b{n}")) for n in range(25)))
    documents = await live(storage, collection)
    assert [document.number for document in documents] == list(range(1, 51))
    assert (await now_of(storage, collection)).document_count == 50


async def test_a_document_id_added_many_times_at_once_is_stored_once(storage: Storage, collection: Collection) -> None:
    additions = (storage.documents.add(collection.id, named("a")) for _ in range(20))
    outcomes = await asyncio.gather(*additions, return_exceptions=True)
    assert sum(isinstance(outcome, AlreadyExists) for outcome in outcomes) == 19
    assert await ids(storage, collection) == ["a"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("add"), st.sampled_from("abcd")),
            st.tuples(st.just("delete"), st.sampled_from("abcd")),
            st.tuples(st.just("embed"), st.sampled_from("abcd")),
        ),
        max_size=12,
    )
)
async def test_counts_are_exact_and_revisions_rebuild_the_collection(
    storage: Storage, work: list[tuple[str, str]]
) -> None:
    collection = await create(storage, fresh("c"))
    for action, document_id in work:
        found = await storage.documents.with_ids(collection.id, [document_id])
        try:
            if action == "add":
                await storage.documents.add(collection.id, named(document_id))
            elif action == "delete":
                await storage.documents.delete(collection.id, [document.uuid for document in found])
            else:
                await storage.documents.set_vectors(collection.id, {one.number: VECTOR for one in found}, model="m")
        except HoldfastError as error:
            assert action == "add", error
    documents = await live(storage, collection)
    after = await now_of(storage, collection)
    assert after.document_count == len(documents)
    assert after.embedded_count == sum(document.embedding is not None for document in documents)
    entries = await storage.documents.revisions(collection.id, after=(0, 0), limit=100)
    assert sorted(entry.number for entry in entries if entry.live) == [document.number for document in documents]
    assert max((entry.revision for entry in entries), default=0) == after.revision

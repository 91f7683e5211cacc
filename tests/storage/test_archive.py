"""Archives: what is exported from one store and taken in by another is the same there."""

from __future__ import annotations

import contextlib
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some
from msgspec.structs import replace

from holdfast.domain.archive import (
    NO_METADATA,
    CollectionRecord,
    DocumentRecord,
    End,
    FactRecord,
    FactRevisionRecord,
    FactSourceRecord,
    FileRecord,
    FormerRecord,
    Heading,
    MessageRecord,
    Record,
    SessionRecord,
    SummaryRecord,
    UserRecord,
    decode_line,
    encode_line,
)
from holdfast.domain.collections import MAXIMUM_DESCRIPTION, MAXIMUM_DIMENSIONS
from holdfast.domain.facts import (
    LONGEST_TEXT,
    SHOWN_STATES,
    Extracted,
    Fact,
    FactChange,
    FactRevision,
    FactSelection,
    FactState,
    NewFact,
    Stated,
)
from holdfast.domain.files import MAXIMUM_CONTENT
from holdfast.domain.metadata import MAXIMUM_METADATA, EncodedMetadata
from holdfast.domain.principals import OPERATOR
from holdfast.domain.timestamps import timestamp_of
from holdfast.errors import InvalidRequest, NotFound
from holdfast.operations.access import Access
from holdfast.operations.export import Export
from holdfast.operations.intake import Intake, Taken
from holdfast.storage.contract.storage import Storage
from holdfast.storage.postgres.storage import PostgresStorage
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.conftest import EMPTY, execute
from tests.storage.samples import FAR_AHEAD

texts = some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
names = texts.filter(lambda text: text.strip())
uuids = some.uuids(version=4).map(str)
times = some.datetimes(min_value=datetime(1, 2, 1)).map(lambda moment: timestamp_of(moment.replace(tzinfo=UTC)))
expiries = some.sampled_from((None, FAR_AHEAD))
values = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
metadata = some.none() | some.dictionaries(texts, values, max_size=3)
encoded = metadata.map(lambda value: NO_METADATA if value is None else EncodedMetadata(msgspec.json.encode(value)))


@some.composite
def worlds(draw: some.DrawFn) -> list[Record]:
    """All records of a small world, in the order of an archive."""
    users = draw(some.lists(names, max_size=3, unique=True))
    records: list[Record] = [
        UserRecord(
            user_id=user, uuid=draw(uuids), email=draw(texts), first_name=draw(texts), last_name=draw(texts),
            metadata=draw(encoded), created_at=draw(times), updated_at=draw(times),
        )
        for user in users
    ]  # fmt: skip
    if users:
        records += [FileRecord(user_id=users[0], path="notes.md", content=draw(texts), author="agent")]
    for session in draw(some.lists(names, max_size=3, unique=True)):
        owner = draw(some.none() | some.sampled_from(users)) if users else None
        records += _session(draw, session, owner)
    for number in range(draw(some.integers(0, 2))):
        records += _collection(draw, f"docs{number}", auto_embedded=bool(number))
    return records


def _session(draw: some.DrawFn, session: str, owner: str | None) -> list[Record]:
    messages = [
        MessageRecord(
            session_id=session, uuid=draw(uuids), role=draw(texts), name=draw(texts), content=draw(texts),
            metadata=draw(encoded),
            token_count=draw(some.integers(0, 2**40)), created_at=draw(times), updated_at=draw(times),
            expires_at=draw(expiries), remember=draw(some.booleans()),
            former=tuple(
                FormerRecord(content=draw(texts), metadata=draw(encoded), updated_at=draw(times), ended_at=draw(times))
                for _ in range(draw(some.integers(0, 2)))
            ),
        )
        for _ in range(draw(some.integers(0, 4)))
    ]  # fmt: skip
    begun = SessionRecord(
        session_id=session, uuid=draw(uuids), user_id=owner, metadata=draw(encoded), created_at=draw(times),
        updated_at=draw(times), expires_at=draw(expiries), remember=draw(some.booleans()),
    )  # fmt: skip
    points = [message.uuid for message in messages if draw(some.booleans())]
    summaries = [
        SummaryRecord(
            session_id=session, uuid=draw(uuids), point_uuid=point, content=draw(texts), metadata=draw(encoded),
            token_count=draw(some.integers(0, 1000)), created_at=draw(times),
        )
        for point in points
    ]  # fmt: skip
    return [begun, *messages, *summaries]


def _collection(draw: some.DrawFn, name: str, *, auto_embedded: bool) -> list[Record]:
    documents = [
        DocumentRecord(
            collection=name, uuid=draw(uuids), document_id=draw(some.just("") | uuids), content=draw(names),
            metadata=draw(encoded), embedding=None if auto_embedded else draw(some.binary(min_size=32, max_size=32))
            .replace(b"\x7f", b"\x00").replace(b"\xff", b"\x00"),
            created_at=draw(times), updated_at=draw(times),
        )
        for _ in range(draw(some.integers(0, 3)))
    ]  # fmt: skip
    collection = CollectionRecord(
        name=name, uuid=draw(uuids), description=draw(texts), metadata=draw(encoded), dimensions=8,
        is_auto_embedded=auto_embedded, created_at=draw(times), updated_at=draw(times),
    )  # fmt: skip
    return [collection, *documents]


_folders = itertools.count()


@pytest.fixture(params=["sqlite", "postgres"])
def open_empty(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """Opens an empty storage of each kind."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Storage]:
        storage: Storage
        if request.param == "sqlite":
            storage = SqliteStorage(tmp_path / str(next(_folders)))
        else:
            dsn = request.getfixturevalue("empty_postgres")
            execute(dsn, EMPTY)
            storage = PostgresStorage(dsn)
        await storage.start()
        try:
            yield storage
        finally:
            await storage.stop()

    return opened


async def exported(storage: Storage) -> list[bytes]:
    """The lines of an archive of everything, less the heading, which tells the time."""
    lines = [line async for chunk in Export(Access(storage)).everything(OPERATOR) for line in chunk]
    assert isinstance(lines[0], Heading)
    return [encode_line(line) for line in lines[1:]]


async def take_in(storage: Storage, records: Sequence[Any]) -> Taken:
    return await Intake(Access(storage))(OPERATOR, [each for each in records if not isinstance(each, End)])


@given(world=worlds())
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
async def test_what_is_taken_in_is_exported_as_it_was(open_empty: Any, world: list[Record]) -> None:
    async with open_empty() as storage:
        taken = await take_in(storage, world)
        assert not taken.left_out
        assert taken.stored.total() == len(world)
        lines = await exported(storage)
        assert set(lines[:-1]) == {encode_line(record) for record in world}
        again = await take_in(storage, world)
        assert not again.stored.total()
        assert not again.left_out
        assert again.present.total() == len(world)
        assert await exported(storage) == lines
        assert await storage.check() == []
    async with open_empty() as other:
        await take_in(other, [decode_line(line) for line in lines])
        assert await exported(other) == lines


def session(name: str = "s", **fields: Any) -> SessionRecord:
    moment = "2024-05-02T08:00:00.000000Z"
    return SessionRecord(session_id=name, uuid=_uuid(), created_at=moment, updated_at=moment, **fields)


def said(name: str, content: str, **fields: Any) -> MessageRecord:
    moment = "2024-05-02T08:00:00.000000Z"
    fields = {"uuid": _uuid(), "created_at": moment, "updated_at": moment, **fields}
    return MessageRecord(session_id=name, role="user", content=content, **fields)


def _uuid() -> str:
    return f"11111111-2222-4333-8444-{next(_folders):012}"


async def test_what_cannot_be_taken_in_is_told_and_hinders_nothing_else(open_empty: Any) -> None:
    first, second = session("one"), session("two", user_id="nobody")
    good, twin = said("one", "good"), said("one", "late")
    bad = [
        said("one", "x", uuid="no uuid"),
        said("one", "x", created_at="yesterday"),
        said("one", "other", uuid=good.uuid),
        said("one", "x", metadata=EncodedMetadata(b"[1]")),
        said("none", "x"),
    ]
    async with open_empty() as storage:
        taken = await take_in(storage, [first, second, good, *bad, twin])
        assert taken.stored == {"sessions": 1, "messages": 2}
        reasons = [one.reason for one in taken.left_out]
        assert len(reasons) == 6
        for word in ("nobody", "UUID", "RFC 3339", "different message", "object", "not found"):
            assert any(word in reason for reason in reasons), (word, reasons)
        page = await storage.messages.page("one", offset=0, limit=10)
        assert [each.content for each in page.messages] == ["good", "late"]


LONG = "x" * 3000
MUCH = EncodedMetadata(b'{"a":"' + b"x" * 6_000_000 + b'"}')
HUGE = 2**64
SAID = "2024-05-02T08:00:00.000000Z"
LARGE = EncodedMetadata(b'{"a":"' + b"x" * MAXIMUM_METADATA + b'"}')
"""As a message may have them, and nothing else."""
FORMER = FormerRecord(content="x", metadata=LARGE, updated_at=SAID, ended_at=SAID)


def _known(kind: type[Any], **fields: Any) -> Any:
    moment = "2024-05-02T08:00:00.000000Z"
    return kind(uuid=_uuid(), created_at=moment, updated_at=moment, **fields)


def _docs(**fields: Any) -> CollectionRecord:
    return _known(CollectionRecord, **{"name": "docs", "dimensions": 8, "is_auto_embedded": False, **fields})


def _fact(**fields: Any) -> FactRecord:
    wanted = {"user_id": "ann", "origin": "asserted", "text": "t", "valid_at": "2024-05-02T08:00:00.000000Z", **fields}
    return _known(FactRecord, **wanted)


def _former(**fields: Any) -> FactRevisionRecord:
    moment = "2024-05-02T08:00:00.000000Z"
    return FactRevisionRecord(**{"revision": 1, "text": "t", "valid_at": moment, "at": moment, **fields})


def _source(**fields: Any) -> FactSourceRecord:
    moment = "2024-05-02T08:00:00.000000Z"
    wanted = {"session_id": "s", "message_uuid": _uuid(), "start": 0, "end": 1, "said_at": moment, "valid_at": moment}
    return FactSourceRecord(**{**wanted, **fields})


BAD = [
    ("user_id", lambda: _known(UserRecord, user_id=LONG)),
    ("user_id", lambda: _known(UserRecord, user_id=" ")),
    ("email", lambda: _known(UserRecord, user_id="u", email=LONG)),
    ("first_name", lambda: _known(UserRecord, user_id="u", first_name=LONG)),
    ("last_name", lambda: _known(UserRecord, user_id="u", last_name=LONG)),
    ("metadata", lambda: _known(UserRecord, user_id="u", metadata=MUCH)),
    ("session_id", lambda: session(LONG)),
    ("session_id", lambda: session("")),
    ("metadata", lambda: session("t", metadata=MUCH)),
    ("role", lambda: _known(MessageRecord, session_id="s", content="x", role=LONG)),
    ("name", lambda: _known(MessageRecord, session_id="s", content="x", role="user", name=LONG)),
    ("token_count", lambda: said("s", "x", token_count=HUGE)),
    ("token_count", lambda: said("s", "x", token_count=-HUGE)),
    ("metadata", lambda: said("s", "x", metadata=MUCH)),
    ("token_count", lambda: SummaryRecord(
        session_id="s", uuid=_uuid(), point_uuid=_uuid(), content="x", token_count=HUGE,
        created_at="2024-05-02T08:00:00Z",
    )),
    ("name", lambda: _docs(name="x" * 41)),
    ("name", lambda: _docs(name="no such!")),
    ("dimensions", lambda: _docs(dimensions=HUGE)),
    ("description", lambda: _docs(description=LONG)),
    ("metadata", lambda: _docs(metadata=MUCH)),
    ("path", lambda: FileRecord(user_id="ann", path="a/" * 2000, content="x")),
    ("content", lambda: FileRecord(user_id="ann", path="a", content="x" * 300_000)),
    ("author", lambda: FileRecord(user_id="ann", path="a", content="x", author=LONG)),
    ("slot", lambda: _fact(slot=LONG)),
    ("revision", lambda: _fact(revision=HUGE)),
    ("revision", lambda: _fact(revision=2**31 - 1, former=(_former(revision=-HUGE),))),
    ("number", lambda: _fact(sources=(_source(number=HUGE),))),
    ("start", lambda: _fact(sources=(_source(start=2**31),))),
    ("end", lambda: _fact(sources=(_source(end=HUGE),))),
    ("token_count", lambda: said("s", "x", token_count=2**63)),
    ("collection", lambda: _known(DocumentRecord, collection="none", content="x")),
    ("document_id", lambda: _known(DocumentRecord, collection="kept", content="x", document_id="\u00fc")),
    ("embedding", lambda: _known(DocumentRecord, collection="kept", content="x", embedding=bytes(16))),
    ("content", lambda: _known(DocumentRecord, collection="kept")),
    ("user", lambda: FileRecord(user_id="nobody", path="a", content="x")),
    ("content", lambda: FileRecord(user_id="ann", path="a", content="x" * (MAXIMUM_CONTENT + 1))),
    ("'conditional' is no state of a fact", lambda: _fact(state="conditional")),
    ("subject", lambda: _fact(subject=LONG)),
    ("value", lambda: _fact(slot="home", value=LONG)),
    ("invalid_at", lambda: _fact(valid_at=SAID, invalid_at=SAID)),
    ("topics[0]", lambda: _fact(topics=(LONG,))),
    ("former", lambda: _fact(revision=3, former=(_former(revision=2), _former()))),
    ("former", lambda: _fact(former=(_former(),))),
    ("former", lambda: _fact(revision=2, former=(_former(text=(LONGEST_TEXT + 1) * "x"),))),
]  # fmt: skip


async def test_an_archive_has_the_bounds_of_requests(open_empty: Any) -> None:
    world = [_known(UserRecord, user_id="ann"), session("s"), _docs(name="kept")]
    bare = _known(DocumentRecord, collection="kept", embedding=bytes(32))
    good = [
        said("s", "good", metadata=LARGE, token_count=2**63 - 1, former=(FORMER,)),
        said("s", "good too", token_count=-(2**63)),
        _docs(name="fine", description="x" * MAXIMUM_DESCRIPTION),
        _docs(name="wide", dimensions=MAXIMUM_DIMENSIONS),
        bare,
        _fact(text="good", revision=2**31 - 1, former=(_former(revision=-(2**31), text=LONGEST_TEXT * "x"),)),
    ]
    async with open_empty() as storage:
        await take_in(storage, world)
        for field, bad in BAD:
            taken = await take_in(storage, [bad()])
            assert [one.reason.partition(":")[0] for one in taken.left_out] == [field]
            assert not taken.stored.total()
        taken = await take_in(storage, [*(bad() for _, bad in BAD), *good])
        assert sorted(one.reason.partition(":")[0] for one in taken.left_out) == sorted(field for field, _ in BAD)
        assert taken.stored == {"messages": 2, "collections": 2, "documents": 1, "facts": 1}
        assert taken.present == Counter()


async def test_what_is_there_stays_and_enrichment_is_told_of_what_is_new(open_empty: Any) -> None:
    messages = [said("s", text) for text in ("one", "two")]
    summary = SummaryRecord(
        session_id="s", uuid=_uuid(), point_uuid=messages[1].uuid, content="both", token_count=1, created_at=SAID
    )
    told: list[str] = []
    async with open_empty() as storage:
        intake = Intake(Access(storage), steps=("a",), summary_steps=("b",), wake=lambda: told.append("new"))
        await intake(OPERATOR, [session("s"), *messages, summary, _docs()])
        assert told == ["new"]
        number = (await storage.sessions.get("s")).id
        assert {(job.kind, job.steps) for job in await storage.jobs.pending(number)} == {
            ("messages", ("a",)), ("summaries", ("b",)),
        }  # fmt: skip
        others = [replace(summary, uuid=_uuid(), point_uuid=messages[0].uuid), _docs(dimensions=16)]
        taken = await intake(OPERATOR, [*messages, *others])
        assert [one.kind for one in taken.left_out] == ["summaries", "collections"]
        assert (taken.stored, taken.present) == (Counter(), Counter(messages=2))
        assert told == ["new"]
        assert [found.content for found in await storage.summaries.of_session(number)] == ["both"]


async def test_a_session_is_not_taken_from_its_user(open_empty: Any) -> None:
    moment = "2024-05-02T08:00:00.000000Z"
    users = [UserRecord(user_id=name, uuid=_uuid(), created_at=moment, updated_at=moment) for name in ("a", "b")]
    async with open_empty() as storage:
        await take_in(storage, [*users, session("s"), session("t", user_id="b")])
        taken = await take_in(storage, [session("s", user_id="a"), session("t", user_id="a")])
        assert [one.reason for one in taken.left_out] == ["session t belongs to user b already"]
        assert (await storage.sessions.get("s")).user_id == "a"


async def test_who_may_not_administer_takes_nothing_in(open_empty: Any) -> None:
    from holdfast.domain.principals import Principal, Rights
    from holdfast.errors import Forbidden

    async with open_empty() as storage:
        with pytest.raises(Forbidden):
            await Intake(Access(storage))(Principal("w", Rights(read=True, write=True, forget=True)), [session()])


async def test_asserted_facts_come_along_once(open_empty: Any) -> None:
    moment = "2024-05-02T08:00:00.000000Z"
    user = UserRecord(user_id="ann", uuid=_uuid(), created_at=moment, updated_at=moment)
    facts = [
        FactRecord(
            user_id="ann", uuid=_uuid(), origin=origin, state=state, text=text, valid_at=moment, pinned=True,
            topics=("home",), metadata=EncodedMetadata(b'{"a":1}'), actor="key:k", created_at=moment, updated_at=moment,
        )
        for origin, state, text in (
            ("asserted", "valid", "lives in Porto"), ("extracted", "invalid", "has a dog"), ("stated", "valid", "x"),
        )
    ]  # fmt: skip
    async with open_empty() as storage:
        for stored in (2, 0):
            taken = await take_in(storage, [user, *facts])
            assert (taken.stored["facts"], taken.left_out) == (stored, [])
        lines = [decode_line(line) for line in await exported(storage)]
        found = {line.text: line for line in lines if isinstance(line, FactRecord)}
        assert found.keys() == {"lives in Porto", "has a dog"}
        assert (found["has a dog"].state, found["lives in Porto"].state) == ("invalid", "valid")
        assert (found["lives in Porto"].pinned, found["lives in Porto"].topics) == (True, ("home",))
        assert bytes(found["lives in Porto"].metadata) == b'{"a":1}'


async def test_all_that_is_known_of_a_fact_comes_along(open_empty: Any) -> None:
    message = said("s", "His sister left Faro")
    source = _source(message_uuid=message.uuid, number=2, start=4, end=9, value="Faro", ends=True)
    was = _former(
        slot="home", value="Olhao", state="invalid", invalid_at="2025-01-01T00:00:00.000000Z", pinned=True,
        topics=("then",), metadata=EncodedMetadata(b'{"was":1}'), actor="key:j", reason="a slip",
    )  # fmt: skip
    known = _fact(
        subject="sister", slot="home", value="Faro", ends=True, rests=True, said_at=SAID, pinned=True, topics=("now",),
        invalid_at="2025-02-01T00:00:00.000000Z", metadata=EncodedMetadata(b'{"a":1}'), actor="key:k", reason="moved",
        revision=3, sources=(source,), former=(was,),
    )  # fmt: skip
    forgotten = _fact(
        state="forgotten", text="", subject="", origin="stated", rests=True, said_at=SAID, revision=2, actor="key:k",
        sources=(replace(source, number=0, start=0, end=3, value=None, ends=False),),
    )  # fmt: skip
    lost = _fact(text="said elsewhere", sources=(_source(), _source(session_id="none")), said_at=SAID, actor="key:k")
    records = [_known(UserRecord, user_id="ann"), session("s", user_id="ann"), message, known, forgotten, lost]
    async with open_empty() as storage:
        taken = await take_in(storage, records)
        assert (taken.stored["facts"], taken.left_out) == (3, [])
        facts = [line for line in map(decode_line, await exported(storage)) if isinstance(line, FactRecord)]
        assert facts == [known, forgotten, replace(lost, sources=())]


SLOTS = (None, "home", "likes", "x-mine")
CHANGES = (
    FactChange(text="Said otherwise", reason="a slip"),
    FactChange(state=FactState.INVALID),
    FactChange(pinned=True, topics=("kept",), metadata={"a": {"b": 1}}),
    FactChange(valid_at="2020-02-02T00:00:00.000000Z"),
)
deeds = some.lists(
    some.tuples(
        some.sampled_from(("state", "assert", "extract", "supersede", "change", "forget", "edit", "delete")),
        some.integers(0, 7), some.sampled_from(SLOTS), some.sampled_from(("tea", "Porto", "a dog")), some.booleans(),
    ), min_size=1, max_size=12,
)  # fmt: skip


async def live_a_little(storage: Storage, history: Sequence[tuple[str, int, str | None, str, bool]]) -> None:
    """Facts of a user and of a session without one come, change and go as told."""
    moment = "2024-05-02T08:00:00.000000Z"
    await take_in(storage, [UserRecord(user_id="ann", uuid=_uuid(), created_at=moment, updated_at=moment)])
    await take_in(storage, [session("owned", user_id="ann"), session("alone")])
    said = [said_in(name, number) for name in ("owned", "alone") for number in range(4)]
    await take_in(storage, said)
    for kind, place, slot, value, owned in history:
        name = "owned" if owned else "alone"
        with contextlib.suppress(NotFound, InvalidRequest):
            await _do(storage, kind, said[place].uuid if kind == "delete" else name, place % 4 + 1, slot, value)


def said_in(name: str, number: int) -> MessageRecord:
    moment = f"2024-05-0{number + 1}T08:00:00.000000Z"
    return said(name, f"I live in Porto now, {number} of us", created_at=moment, updated_at=moment)


async def _do(storage: Storage, kind: str, name: str, position: int, slot: str | None, value: str) -> None:
    number = (await storage.sessions.get(name)).id if kind not in {"delete"} else 0
    owner = {"user_id": "ann"} if name == "owned" else {"session_id": name}
    selection = FactSelection(**owner, states=SHOWN_STATES)
    known = await storage.facts.page(selection, limit=99) if number else []
    chosen = known[position % len(known)].uuid if known else _uuid()
    valued = value if slot else None
    moment = f"2024-05-0{position}T08:00:00.000000Z"
    if kind == "state":
        stated = Stated(session=number, position=position, number=0, start=0, end=15, text="I live in Porto", slot=slot,
                        value=valued, ends=False, said_at=moment, valid_at=moment, topics=("t",))  # fmt: skip
        await storage.facts.record([stated], actor="rules")
    elif kind == "extract":
        extracted = Extracted(
            session=number,
            cites=(position,),
            text=f"Has {value}",
            subject="user",
            slot=slot,
            value=valued,
            valid_at=None,
        )
        await storage.facts.record_extracted([extracted], actor="model")
    elif kind in {"assert", "supersede"}:
        older = (chosen,) if kind == "supersede" and known else ()
        new = NewFact(**owner, text=f"Likes {value}", slot=slot, value=valued, supersedes=older, metadata={"m": 1})
        await storage.facts.add(new, actor="key:k")
    elif kind == "change":
        await storage.facts.change(chosen, CHANGES[position - 1], actor="key:k")
    elif kind == "forget":
        await storage.facts.forget(chosen, actor="key:k")
    elif kind == "edit":
        message = (await storage.messages.page(name, offset=position - 1, limit=1)).messages[0]
        await storage.messages.revise(name, message.uuid, "I live elsewhere now", steps=())


KEPT_STATES = tuple(state for state in FactState if state is not FactState.FORGOTTEN)
LONG_HISTORY = [
    (kind, place, slot, "Porto", owned)
    for owned in (True, False)
    for kind, place, slot in (
        ("assert", 0, "home"), ("change", 0, None), ("change", 2, None), ("supersede", 0, "home"),
        ("extract", 1, "likes"), ("state", 2, "home"),
    )
]  # fmt: skip


@given(history=deeds)
@example(history=LONG_HISTORY)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
async def test_facts_come_along_with_their_sources_and_history(open_empty: Any, history: list[Any]) -> None:
    async with open_empty() as storage:
        await live_a_little(storage, history)
        facts = await facts_of(storage)
        lines = await exported(storage)
        records = [decode_line(line) for line in lines]
        again = await take_in(storage, records)
        assert not again.stored.total()
        assert not again.left_out
        assert await exported(storage) == lines
    async with open_empty() as other:
        # Enrichment was faster than the facts: what it finds in the messages gives way.
        await take_in(other, [record for record in records if not isinstance(record, FactRecord)])
        await _find_anew(other)
        taken = await take_in(other, [record for record in records if isinstance(record, FactRecord)])
        assert not taken.left_out
        found = await exported(other)
        of_old = {record.uuid for record in records if isinstance(record, FactRecord)}
        assert [line for line in found if _is_no_other_fact(line, of_old)] == lines[:-1]
        assert await other.check() == []
    async with open_empty() as other:
        await take_in(other, records)
        assert await exported(other) == lines
        assert await facts_of(other) == facts


async def facts_of(storage: Storage) -> dict[str, tuple[Fact, list[FactRevision]]]:
    """All facts that were not forgotten, with what they were before."""
    return {
        fact.uuid: (replace(fact, id=0, holder=0), await storage.facts.history(fact.uuid))
        for owner in ({"user_id": "ann"}, {"session_id": "alone"})
        for fact in await storage.facts.page(FactSelection(**owner, states=KEPT_STATES), limit=99)
    }


def _is_no_other_fact(line: bytes, uuids: set[str]) -> bool:
    record = decode_line(line)
    return not isinstance(record, End) and not (isinstance(record, FactRecord) and record.uuid not in uuids)


async def _find_anew(storage: Storage) -> None:
    for name in ("owned", "alone"):
        for position in range(1, 5):
            await _do(storage, "state", name, position, None, "tea")

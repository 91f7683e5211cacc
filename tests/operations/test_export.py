"""What an export holds, in which order, and what is left out of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from holdfast.domain.archive import FactRecord, Line, MessageRecord, SessionRecord, SummaryRecord
from holdfast.domain.facts import NewFact
from holdfast.domain.principals import ANYONE
from holdfast.operations import export_facts, export_sessions
from holdfast.operations.access import Access
from holdfast.operations.export import Export, Lines
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.samples import FAR_AHEAD, LONG_AGO, live, message, say, session_of, summarise, user_of


@pytest.fixture
def export(storage: SqliteStorage) -> Export:
    return Export(Access(storage))


async def all_of(lines: Lines) -> list[Line]:
    return [line async for chunk in lines for line in chunk]


def said(lines: Sequence[Line]) -> list[tuple[str, str]]:
    return [(line.session_id, line.content) for line in lines if isinstance(line, MessageRecord)]


@pytest.mark.parametrize("at_once", [1, 2, 3, 1000])
async def test_each_message_comes_once_and_after_its_session(
    storage: SqliteStorage, export: Export, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(export_sessions, "_MESSAGES", at_once)
    everything = {"a": ["1", "2", "3"], "b": [], "c": ["4"], "d": ["5", "6"], "e": []}
    for name, contents in everything.items():
        await session_of(storage, name)
        await say(storage, name, *contents)
    lines = await all_of(export.everything(ANYONE))
    found = [
        line.session_id if isinstance(line, SessionRecord) else line.content
        for line in lines
        if isinstance(line, SessionRecord | MessageRecord)
    ]
    assert found == [each for name, contents in everything.items() for each in (name, *contents)]


async def test_what_has_expired_and_what_folded_it_is_left_out(storage: SqliteStorage, export: Export) -> None:
    await session_of(storage, "over", expires_at=LONG_AGO)
    await say(storage, "over", "gone with its session")
    new = [
        message("stays"),
        message("folded"),
        message("over", expires_at=LONG_AGO),
        message("x", expires_at=FAR_AHEAD),
    ]
    session = (await storage.messages.append("s", new, steps=())).result.session
    first = await summarise(storage, session, 2, content="of what stays")
    await summarise(storage, session, 3, base=first.id, content="of what is over too")
    lines = await all_of(export.everything(ANYONE))
    assert said(lines) == [("s", "stays"), ("s", "folded"), ("s", "x")]
    assert [line.content for line in lines if isinstance(line, SummaryRecord)] == ["of what stays"]
    assert [line.session_id for line in lines if isinstance(line, SessionRecord)] == ["s"]


async def test_edited_messages_tell_what_they_said_before(storage: SqliteStorage, export: Export) -> None:
    await say(storage, "s", "first", "second")
    (one, _) = await live(storage, "s")
    for content in ("edited", "edited again"):
        await storage.messages.revise("s", one.uuid, content, steps=())
    lines = await all_of(export.session(ANYONE, "s"))
    former = {line.content: [each.content for each in line.former] for line in lines if isinstance(line, MessageRecord)}
    assert former == {"edited again": ["first", "edited"], "second": []}


@pytest.mark.parametrize("at_once", [1, 500])
async def test_facts_come_with_their_user_or_with_a_session_that_has_none(
    storage: SqliteStorage, export: Export, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(export_facts, "LIST_CHUNK", at_once)
    await user_of(storage, "ada")
    for name, owner in (("hers", "ada"), ("nobodys", None), ("silent", None)):
        await session_of(storage, name, user_id=owner)
    for text, whose in (
        ("of ada", {"user_id": "ada"}),
        ("there", {"session_id": "hers"}),
        ("x", {"session_id": "nobodys"}),
    ):
        await storage.facts.add(NewFact(text=text, **whose), actor="a")

    async def facts(lines: Lines) -> list[str]:
        return [line.text for line in await all_of(lines) if isinstance(line, FactRecord)]

    assert sorted(await facts(export.everything(ANYONE))) == ["of ada", "there", "x"]
    assert await facts(export.user(ANYONE, "ada")) == ["of ada", "there"]
    assert await facts(export.session(ANYONE, "nobodys")) == ["x"]
    assert await facts(export.session(ANYONE, "silent")) == []

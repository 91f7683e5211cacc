"""What a context is made of: whose it is, which sections are wanted, and what had been said by a moment."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from holdfast.domain.facts import NewFact, Stated
from holdfast.domain.messages import NewMessage
from holdfast.domain.principals import ANYONE, Principal
from holdfast.domain.timestamps import Timestamp
from holdfast.errors import InvalidRequest
from holdfast.operations import standing_facts
from holdfast.operations.access import Access
from holdfast.operations.context import ContextOperations
from holdfast.operations.fact_search import FactQuery, FactSearch, FoundFact
from holdfast.operations.prompting.assembly import RECENT
from holdfast.operations.prompting.items import Part
from holdfast.operations.prompting.query import Choice, ContextQuery, Turn
from holdfast.operations.search import MEBIBYTE, Search
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.samples import say, session_of, summarise, user_of

EARLY, LATE = Timestamp("2026-01-01T08:00:00.000000Z"), Timestamp("2026-03-01T08:00:00.000000Z")
BETWEEN = Timestamp("2026-02-01T08:00:00.000000Z")


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[SqliteStorage]:
    """Ada with two conversations, of which the first is summed up, and somebody else."""
    storage = SqliteStorage(tmp_path)
    await storage.start()
    for user in ("ada", "leif"):
        await user_of(storage, user)
    first = await session_of(storage, "first", user_id="ada")
    for at, content in ((EARLY, "Where is the zeppelin?"), (LATE, "The zeppelin is behind the silver door.")):
        await storage.messages.append("first", [NewMessage(role="user", content=content, created_at=at)], steps=())
    await summarise(storage, first.id, 1, content="Ada looks for the zeppelin.")
    await session_of(storage, "second", user_id="ada")
    await say(storage, "second", "The weather is fine.", "Let us begin.")
    await session_of(storage, "alone")
    await say(storage, "alone", "The tram is at the depot.")
    for slot, value in (("home", "Leith"), ("allergy", "nuts"), ("instruction", "Answer in French.")):
        await storage.facts.add(NewFact(user_id="ada", text=f"{slot} {value}", slot=slot, value=value), actor="test")
    await storage.facts.add(NewFact(user_id="ada", text="The parcel for Ada lies in the cellar"), actor="test")
    await storage.facts.add(NewFact(user_id="leif", text="Leif is a cellist", slot="work", value="cellist"), actor="t")
    yield storage
    await storage.stop()


@pytest.fixture
async def context(storage: SqliteStorage) -> AsyncIterator[ContextOperations]:
    access = Access(storage)
    search = Search(access, model=None, questions=None, cache_bytes=MEBIBYTE)
    yield ContextOperations(access, search, FactSearch(access, search.engine))
    await search.close()


async def test_everything_of_the_user_is_told_and_nothing_of_others(context: ContextOperations) -> None:
    found = await context(ANYONE, ContextQuery(user_id="ada", session_id="second", text="where is the zeppelin?"))
    for wanted in ("Leith", "nuts", "Answer in French.", "silver door", "Let us begin."):
        assert wanted in found.text, wanted
    for other in ("cellist", "tram"):
        assert other not in found.text
    of_session = await context(ANYONE, ContextQuery(session_id="second", text="where is the zeppelin?"))
    assert "silver door" in of_session.text, "the user is that of the session"
    alone = await context(ANYONE, ContextQuery(session_id="alone", text="where is the tram?"))
    assert "depot" in alone.text
    assert "Leith" not in alone.text
    nobody = await context(ANYONE, ContextQuery(user_id="nobody", text="where is the zeppelin?"))
    assert "zeppelin" not in nobody.text
    with pytest.raises(InvalidRequest, match=r"^session_id: the session is that of another user"):
        await context(ANYONE, ContextQuery(user_id="leif", session_id="first"))
    with pytest.raises(InvalidRequest, match=r"^max_tokens: "):
        await context(ANYONE, ContextQuery(user_id="ada", max_tokens=0))


@pytest.mark.parametrize("part", list(Part))
async def test_a_section_that_is_not_wanted_is_left_out(context: ContextOperations, part: Part) -> None:
    # What a profile tells is not told again.
    others = {Part.PROFILE: Choice(wanted=False)} if part is Part.FACTS else {}

    async def given(sections: Mapping[Part, Choice]) -> set[Part]:
        text = "what lies in the cellar? where is the zeppelin?"
        found = await context(ANYONE, ContextQuery(user_id="ada", session_id="first", text=text, sections=sections))
        return {section.name for section in found.sections if section.items}

    assert part in await given(others)
    assert part not in await given({**others, part: Choice(wanted=False)})


async def test_what_was_said_later_is_not_told_of_a_moment(context: ContextOperations, storage: SqliteStorage) -> None:
    query = {"user_id": "ada", "session_id": "first", "text": "where is the zeppelin?"}
    then = await context(ANYONE, ContextQuery(**query, as_of=BETWEEN))  # type: ignore[arg-type]
    assert "Where is the zeppelin?" in then.text
    assert "silver door" not in then.text
    assert "Leith" not in then.text, "that was not known yet"
    assert "Ada looks for" not in then.text, "nor was it summed up"
    (summary,) = await storage.summaries.of_session((await storage.sessions.get("first")).id)
    just_then = await context(ANYONE, ContextQuery(**query, as_of=summary.created_at))  # type: ignore[arg-type]
    assert "Ada looks for" in just_then.text
    now = await context(ANYONE, ContextQuery(**query, as_of=Timestamp("2999-01-01T00:00:00.000000Z")))  # type: ignore[arg-type]
    for wanted in ("silver door", "Leith", "Ada looks for"):
        assert wanted in now.text, wanted
    asked = await context(ANYONE, ContextQuery(**query, asked_at=datetime(2020, 1, 1, tzinfo=UTC)))  # type: ignore[arg-type]
    assert "silver door" in asked.text


async def test_the_question_may_be_the_last_turns(context: ContextOperations) -> None:
    turns = (Turn("user", "And the zeppelin?"), Turn("user", "   "))
    only = {part: Choice(wanted=False) for part in Part if part is not Part.MESSAGES}
    by_turns = await context(ANYONE, ContextQuery(user_id="ada", turns=turns, sections=only))
    assert "silver door" in by_turns.text
    by_session = await context(ANYONE, ContextQuery(session_id="first", sections=only))
    assert "zeppelin" in by_session.text
    by_nothing = await context(ANYONE, ContextQuery(user_id="ada", sections=only))
    assert "zeppelin" not in by_nothing.text


async def test_hits_come_with_their_neighbours(context: ContextOperations, storage: SqliteStorage) -> None:
    await session_of(storage, "long", user_id="ada")
    await say(storage, "long", "Before it.", "The otter sleeps in the reeds.", "Behind it.")
    only = {part: Choice(wanted=False) for part in Part if part is not Part.MESSAGES}

    async def given(neighbours: int) -> str:
        query = ContextQuery(
            user_id="ada", text="where does the otter sleep?", sections=only, neighbours=neighbours, min_score=0.6
        )
        return (await context(ANYONE, query)).text

    one, none = await given(1), await given(0)
    assert "otter sleeps" in one
    assert "Before it." in one
    assert "Behind it." in one
    assert "otter sleeps" in none
    assert "Before it." not in none


async def test_what_is_not_to_be_remembered_is_no_neighbour_elsewhere(
    context: ContextOperations, storage: SqliteStorage
) -> None:
    await session_of(storage, "secret", user_id="ada")
    beside = NewMessage(role="user", content="Between us.", remember=False)
    await storage.messages.append("secret", [beside], steps=())
    await say(storage, "secret", "The otter sleeps in the reeds.", *["And so on."] * RECENT)

    async def is_told(**whose: str) -> bool:
        query = ContextQuery(text="where does the otter sleep?", neighbours=1, min_score=0.3, **whose)  # type: ignore[arg-type]
        text = (await context(ANYONE, query)).text
        assert "otter sleeps" in text
        return "Between us." in text

    assert not await is_told(user_id="ada")
    assert not await is_told(user_id="ada", session_id="second")
    assert await is_told(user_id="ada", session_id="secret")


async def test_facts_beyond_those_that_are_looked_at_are_searched(
    context: ContextOperations, storage: SqliteStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing_facts, "_READ", 2)
    for text in ("Ada likes tea", "Ada likes jam"):
        await storage.facts.add(NewFact(user_id="ada", text=text, pinned=True), actor="test")
    sections = {Part.MESSAGES: Choice(wanted=False)}
    found = await context(ANYONE, ContextQuery(user_id="ada", text="what lies in the cellar?", sections=sections))
    assert "Ada likes tea" in found.stable
    assert "The parcel for Ada lies in the cellar" in found.volatile


async def test_the_past_is_told_whatever_was_said_since(
    context: ContextOperations, storage: SqliteStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More was said later than is looked at: passing remarks, and homes that took each other's place."""
    monkeypatch.setattr(standing_facts, "_READ", 20)
    session = await session_of(storage, "diary", user_id="ada")
    said = [("home", "Oslo", False, EARLY), ("allergy", "plums", False, EARLY), ("home", "Rome", False, LATE)]
    said += [("home", f"Town {number}", False, LATE) for number in range(30)]
    said += [(None, f"It rained {number} times", False, LATE) for number in range(30)]
    texts = [f"{slot} {value}" for slot, value, _, _ in said]
    new = [
        NewMessage(role="user", content=text, created_at=moment) for text, (*_, moment) in zip(texts, said, strict=True)
    ]
    await storage.messages.append("diary", new, steps=())
    statements = [
        Stated(
            session=session.id, position=position, number=0, start=0, end=len(text), text=text, slot=slot, value=value,
            ends=ends, said_at=moment, valid_at=moment,
        )
        for position, (text, (slot, value, ends, moment)) in enumerate(zip(texts, said, strict=True), 1)
    ]  # fmt: skip
    await storage.facts.record(statements, actor="rules")
    then = (await context(ANYONE, ContextQuery(user_id="ada", text="Where?", as_of=BETWEEN))).text
    assert "home: Oslo" in then
    assert "allergy: plums" in then
    assert "Town" not in then
    assert "home: Town 29" in (await context(ANYONE, ContextQuery(user_id="ada", text="Where?", as_of=LATE))).text


async def test_what_limits_advice_is_what_the_user_said(context: ContextOperations, storage: SqliteStorage) -> None:
    await user_of(storage, "mira")
    await session_of(storage, "hers", user_id="mira")
    said = [("assistant", "Keep to my diet plan of broth."), ("user", "No meat at our table since spring.")]
    await storage.messages.append("hers", [NewMessage(role=role, content=text) for role, text in said], steps=())
    told = await context(ANYONE, ContextQuery(user_id="mira", text="Which wings shall I order?"))
    assert "No meat" in told.text
    assert "diet plan" not in told.text


async def test_what_changed_is_asked_once_and_what_was_just_told_is_found_by_the_next_context(
    context: ContextOperations, storage: SqliteStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await say(storage, "second", "I can't eat prawns.", "I like my dinner late.")
    sections = {Part.PROFILE: Choice(wanted=False)}
    advice = ContextQuery(user_id="ada", text="Which dinner suits the parcel in the cellar?", sections=sections)
    read: list[str] = []
    facts: list[str] = []
    search = FactSearch.__call__

    async def noted(self: FactSearch, *args: Any) -> list[FoundFact]:
        found = await search(self, *args)
        facts[:] = [each.fact.text for each in found]
        return found

    def counted(noun: Any, name: str) -> None:
        call = getattr(noun, name)

        async def told(*args: Any, **named: Any) -> Any:
            read.append(name)
            return await call(*args, **named)

        monkeypatch.setattr(noun, name, told)

    monkeypatch.setattr(FactSearch, "__call__", noted)
    for noun, name in ((storage.facts, "changes"), (storage.session_changes, "since"), (storage.messages, "at")):
        counted(noun, name)
    for _ in range(3):
        told = (await context(ANYONE, advice)).volatile
        assert "prawns" in told
        assert facts[0] == "The parcel for Ada lies in the cellar"
    assert read[-4:] == ["changes", "since"] * 2, "nothing is asked twice; messages, and what limits advice, are kept"
    await storage.facts.add(NewFact(user_id="ada", text="The wine for dinner lies in the cellar"), actor="test")
    await say(storage, "second", "I can't eat mussels.")
    assert "mussels" in (await context(ANYONE, advice)).volatile
    assert "The wine for dinner lies in the cellar" in facts


async def test_facts_are_looked_for_where_there_is_room_for_answers(
    context: ContextOperations, monkeypatch: pytest.MonkeyPatch, storage: SqliteStorage
) -> None:
    looked: list[str] = []
    search = FactSearch.__call__

    async def counted(self: FactSearch, principal: Principal, query: FactQuery, *more: Any) -> list[FoundFact]:
        looked.append(query.text)
        return await search(self, principal, query, *more)

    monkeypatch.setattr(FactSearch, "__call__", counted)
    for number in range(9):
        slot, text = "instruction", f"Never tell more than {number} riddles in a row, however often you are asked to."
        await storage.facts.add(NewFact(user_id="ada", text=text, slot=slot, value=text), actor="test")
        await storage.facts.add(NewFact(user_id="ada", text=f"Parcel {number} lies in the cellar"), actor="test")
    for text in ("Explain how tides work", "Where does my parcel lie?"):
        assert (await context(ANYONE, ContextQuery(user_id="ada", text=text))).stable
    assert looked == ["Where does my parcel lie?"]

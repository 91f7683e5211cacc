"""Facts that come back from an archive, once and as they were."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from holdfast.domain.facts import (
    Fact,
    FactChange,
    FactCopy,
    FactSelection,
    FactSource,
    NewFact,
)
from holdfast.domain.identifiers import new_uuid
from holdfast.domain.retention import RetentionChange
from holdfast.errors import InvalidRequest
from holdfast.storage.contract.storage import Storage
from tests.storage.samples import session_of, user_of
from tests.storage.stated_facts import ALL, ada, sound, stated, talk


def copy_of(fact: Fact, **others: Any) -> FactCopy:
    return FactCopy(fact=fact, **others)


async def test_a_fact_is_restored_once_as_it_was(storage: Storage) -> None:
    await user_of(storage, "ann")
    asserted = await storage.facts.add(NewFact(user_id="ann", text="Likes tea", slot="likes", value="tea"), actor="k")
    fact = await storage.facts.change(asserted.result.uuid, FactChange(text="Likes green tea"), actor="k")
    history = tuple(await storage.facts.history(fact.uuid))
    assert await storage.facts.restore(copy_of(fact, history=history)) is False
    await storage.users.delete("ann")
    await storage.finish_deletions()
    with pytest.raises(InvalidRequest):
        await storage.facts.restore(copy_of(fact))
    again = await user_of(storage, "ann")
    assert await storage.facts.restore(copy_of(fact, history=history)) is True
    found = await storage.facts.get(fact.uuid)
    assert found == msgspec.structs.replace(fact, id=found.id, holder=again.id)
    assert await storage.facts.history(fact.uuid) == list(history)
    assert await storage.facts.holders([again.id]) == {again.id}


def place_of(source: FactSource) -> tuple[int, int, int]:
    return source.session, source.position, source.number


async def test_a_fact_that_was_found_anew_gives_way_to_the_restored_one(storage: Storage) -> None:
    session = await ada(storage, ("2024-05-01", "I like tea"), ("2024-05-02", "I like tea"))
    await session_of(storage, "t", user_id="ada")
    elsewhere = await talk(storage, "t", ("2024-05-03", "I like tea"))
    said = [stated(session, place, "I like tea", "likes", "tea", f"2024-05-0{place}") for place in (1, 2)]
    said.append(stated(session, 1, "like tea", "likes", "tea", "2024-05-01", number=1, start=2, end=10))
    said.append(stated(elsewhere, 1, "I like tea", "likes", "tea", "2024-05-03"))
    await storage.facts.record(said, actor="rules")
    selection = FactSelection(user_id="ada", states=ALL)
    (twin,) = await storage.facts.page(selection, limit=9)
    first, *others = (await storage.facts.sources([twin.uuid]))[twin.uuid]
    second = others[1]
    former = msgspec.structs.replace(twin, uuid=new_uuid(), pinned=True, actor="key:k")
    assert await storage.facts.restore(copy_of(former, sources=(first,))) is True
    facts = {fact.uuid: fact for fact in await storage.facts.page(selection, limit=9)}
    sources = await storage.facts.sources(list(facts))
    assert facts.keys() == sources.keys() == {former.uuid, twin.uuid}
    assert [place_of(each) for each in sources[former.uuid]] == [place_of(first)] == [(session, 1, 0)]
    assert [place_of(each) for each in sources[twin.uuid]] == [(session, 1, 1), (session, 2, 0), (elsewhere, 1, 0)]
    assert facts[former.uuid].pinned
    assert [facts[each.uuid].text for each in (former, twin)] == ["I like tea", "like tea"]
    # What somebody has changed here stays, and one that rests on nothing is not stored.
    await storage.facts.change(twin.uuid, FactChange(pinned=True), actor="key:k")
    other = msgspec.structs.replace(twin, uuid=new_uuid())
    assert await storage.facts.restore(copy_of(other, sources=(second,))) is False
    assert await storage.facts.restore(copy_of(other)) is False
    gone = msgspec.structs.replace(second, position=99)
    assert await storage.facts.restore(copy_of(other, sources=(gone,))) is False


async def test_what_else_was_found_neither_hinders_a_restored_fact_nor_yields_to_it(
    storage: Storage,
) -> None:
    texts = ("I like tea", "I have a cat")
    for name in ("s", "t"):
        session = await talk(storage, name, ("2024-05-01", texts[0]), ("2024-05-02", texts[1]))
        said = [stated(session, place, text, None, None, f"2024-05-0{place}") for place, text in enumerate(texts, 1)]
        said.append(stated(session, 1, "tea", None, None, "2024-05-01", number=1, start=7, end=10))
        await storage.facts.record(said, actor="rules")
    elsewhere = await storage.facts.page(FactSelection(session_id="s", states=ALL), limit=9)
    selection = FactSelection(session_id="t", states=ALL)
    cat, tea, word = sorted(await storage.facts.page(selection, limit=9), key=lambda fact: fact.text)
    cat, word = [await storage.facts.change(fact.uuid, FactChange(pinned=True), actor="key:k") for fact in (cat, word)]
    rest = [*elsewhere, cat, word]
    sources = await storage.facts.sources([fact.uuid for fact in rest])
    (source,) = (await storage.facts.sources([tea.uuid]))[tea.uuid]
    former = msgspec.structs.replace(tea, uuid=new_uuid())
    assert await storage.facts.restore(copy_of(former, sources=(source,))) is True
    assert {fact.uuid for fact in await storage.facts.page(selection, limit=9)} == {former.uuid, cat.uuid, word.uuid}
    assert [await storage.facts.get(fact.uuid) for fact in rest] == rest
    assert await storage.facts.sources([fact.uuid for fact in rest]) == sources
    # A message that is not to be remembered bears none.
    (found, _) = (await storage.messages.page("t", offset=0, limit=9)).messages
    await storage.messages.retain("t", found.uuid, RetentionChange(remember=False), steps=())
    other = msgspec.structs.replace(tea, uuid=new_uuid())
    assert await storage.facts.restore(copy_of(other, sources=(source,))) is False
    await sound(storage)

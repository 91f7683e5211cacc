"""The step that keeps what users state: word for word, once, and nothing that only looks like it."""

from __future__ import annotations

import pytest

from holdfast.domain.facts import Fact, FactOrigin, FactSelection, FactState
from holdfast.domain.messages import NewMessage
from holdfast.domain.timestamps import Timestamp
from holdfast.enrichment.calculator import Calculator
from holdfast.enrichment.fact_dates import valid_from
from holdfast.enrichment.steps.contract import SessionMessages
from holdfast.enrichment.steps.facts import FindFacts
from holdfast.storage.contract.storage import Storage
from tests.enrichment.surroundings import enrichment_of, run_to_the_end
from tests.storage.samples import session_of, user_of

JUNE = Timestamp("2025-06-11T10:00:00.000000Z")


async def enriched(storage: Storage, session_id: str, *said: NewMessage | str) -> int:
    """Messages of a session after all their steps."""
    enrichment = enrichment_of(storage)
    messages = [
        NewMessage(role="human", content=each, created_at=JUNE) if isinstance(each, str) else each for each in said
    ]
    appended = await storage.messages.append(session_id, messages, steps=tuple(enrichment.step_names))
    await run_to_the_end(enrichment.worker, storage)
    return appended.result.session


async def kept(storage: Storage, **selection: object) -> list[Fact]:
    """Oldest first."""
    states = (FactState.VALID, FactState.SUPERSEDED)
    return (await storage.facts.page(FactSelection(states=states, **selection), limit=100))[::-1]  # type: ignore[arg-type]


async def hers(storage: Storage, *said: NewMessage | str) -> int:
    await user_of(storage, "ada")
    await session_of(storage, "s", user_id="ada")
    return await enriched(storage, "s", *said)


async def test_statements_are_kept_word_for_word_with_their_places(storage: Storage) -> None:
    text = "Good morning! I moved to Inverness in March. Can you find me a dentist?"
    session = await hers(storage, text)
    (fact,) = await kept(storage, user_id="ada")
    assert (fact.text, fact.slot, fact.value) == ("I moved to Inverness in March.", "home", "Inverness")
    assert (fact.origin, fact.actor, fact.said_at) == (FactOrigin.STATED, "rules", JUNE)
    assert fact.valid_at == "2025-03-01T00:00:00.000000Z"
    ((source,),) = (await storage.facts.sources([fact.uuid])).values()
    assert (source.session, source.position) == (session, 1)
    assert text[source.start : source.end] == fact.text


async def test_running_again_and_in_another_order_leaves_the_same(storage: Storage) -> None:
    session = await hers(storage, "I live in Ghent.", "I moved to Bruges.", "I'm allergic to nuts.")
    before = await kept(storage, user_id="ada")
    assert [(fact.value, fact.state.value) for fact in before] == [
        ("Ghent", "superseded"), ("Bruges", "valid"), ("nuts", "valid"),
    ]  # fmt: skip
    step = FindFacts(storage.messages, storage.facts, Calculator(processes=0))
    for place in (3, 1, 2):
        await step.run([SessionMessages(session, await storage.messages.span(session, after=place - 1, limit=1))])
    assert await kept(storage, user_id="ada") == before


async def test_what_is_played_or_not_said_by_the_user_is_no_fact(storage: Storage) -> None:
    await hers(storage, "Let's play a game: you are the king and I am your cook.")
    await enriched(storage, "s", "I live in the castle kitchen and my name is Borin.")
    await enriched(storage, "s", NewMessage(role="assistant", content="I live in Rome."))
    await enriched(storage, "s", NewMessage(role="tool", content="I live in Rome."))
    assert await kept(storage, user_id="ada") == []


async def test_what_begins_or_ends_on_a_day_to_come_does_so_then(storage: Storage) -> None:
    said = (
        "I work at Costa.",
        "I live in Ghent.",
        "Starting Monday I'm at Greggs.",
        "Ab dem 1. Juli wohne ich in Ulm.",
    )
    await hers(storage, *said, "I have a dog and from August I'm vegan")
    facts = {fact.value: fact for fact in await kept(storage, user_id="ada") if fact.value}
    held = {
        day: {value for value, fact in facts.items() if fact.holds_at(Timestamp(f"2025-{day}T12:00:00.000000Z"))}
        for day in ("06-12", "06-17", "07-02", "08-02")
    }
    assert held["06-12"] == {"Costa", "Ghent"}
    assert held["06-17"] == {"Greggs", "Ghent"}
    assert held["07-02"] == {"Greggs", "Ulm"}
    assert held["08-02"] == {"Greggs", "Ulm", "vegan"}
    assert {fact.state for fact in facts.values()} == {FactState.VALID}, "each is used while it holds"


@pytest.mark.parametrize("said_at", ["9999-12-31T10:00:00.000000Z", "9999-11-02T10:00:00.000000Z"])
def test_what_is_to_begin_when_no_day_is_known_begins_when_that_is_said(said_at: str) -> None:
    assert valid_from("Starting next year I'm at Greggs", "employer", Timestamp(said_at), "Greggs") == said_at


async def test_a_session_that_goes_takes_its_facts_along(storage: Storage) -> None:
    await hers(storage, "I live in Ghent.")
    await session_of(storage, "t", user_id="ada")
    await enriched(storage, "t", "I moved to Bruges.")
    await storage.sessions.delete("t")
    (fact,) = await kept(storage)
    assert (fact.value, fact.state) == ("Ghent", FactState.VALID)
    assert await storage.check() == []


async def test_what_is_said_of_health_is_a_fact_of_that_topic_beside_what_fills_a_slot(storage: Storage) -> None:
    await hers(storage, "My kids Ayo and Femi come along, and I'm deaf in one ear.", "My cousin is deaf.")
    found = {(fact.slot, fact.value, fact.text, fact.topics) for fact in await kept(storage, user_id="ada")}
    whole = "My kids Ayo and Femi come along, and I'm deaf in one ear."
    assert found == {
        ("children", "Ayo", whole, ()),
        ("children", "Femi", whole, ()),
        ("health", "deaf", "and I'm deaf in one ear.", ("health",)),
    }


async def test_an_answer_states_what_its_question_asks_though_both_came_apart(storage: Storage) -> None:
    def asking(text: str) -> NewMessage:
        return NewMessage(role="assistant", content=text)

    await hers(storage, "I need a plumber.", asking("Sure. Where do you live?"))
    await enriched(storage, "s", "in Vitoria")
    await enriched(storage, "s", asking("And what do you do?"), "court interpreter, mostly nights")
    facts = await kept(storage, user_id="ada")
    assert [(fact.slot, fact.value, fact.text) for fact in facts] == [
        ("home", "Vitoria", "in Vitoria"), ("job", "court interpreter", "court interpreter, mostly nights"),
    ]  # fmt: skip
    await enriched(storage, "s", "I work for Axa.")
    await enriched(storage, "s", "sorry, I meant Aviva")
    standing = [fact for fact in await kept(storage, user_id="ada") if fact.state is FactState.VALID]
    assert [fact.value for fact in standing if fact.slot == "employer"] == ["Aviva"]


async def test_no_answer_is_taken_for_one_that_a_user_was_not_asked_for(storage: Storage) -> None:
    await hers(storage, "Where do you live?", "Vitoria")
    await enriched(storage, "s", NewMessage(role="assistant", content="Where do you live?"), "why do you ask?")
    await enriched(storage, "s", NewMessage(role="assistant", content="What do you do?"), "nothing much")
    assert await kept(storage, user_id="ada") == []


async def test_an_instruction_that_is_taken_back_leaves_the_others(storage: Storage) -> None:
    await hers(storage, "Always answer in bullet points.", "Never recommend peanuts, please.")
    await enriched(storage, "s", "You can write without bullets again, they feel cold.")
    standing = [fact for fact in await kept(storage, user_id="ada") if fact.state is FactState.VALID and not fact.ends]
    assert [fact.value for fact in standing] == ["Never recommend peanuts, please"]


async def test_sessions_that_arrive_in_any_order_leave_the_same(storage: Storage) -> None:
    await user_of(storage, "ada")
    told = {"a": "I work for Arup.", "b": "We said goodbye to Arup.", "c": "Our dog Rex is old.", "d": "The dog died."}
    for session_id in ("d", "b", "c", "a"):
        await session_of(storage, session_id, user_id="ada")
        day = Timestamp(f"2025-06-{10 + ord(session_id) - ord('a')}T10:00:00.000000Z")
        await enriched(storage, session_id, NewMessage(role="human", content=told[session_id], created_at=day))
    over = {fact.value for fact in await kept(storage, user_id="ada") if fact.superseded_by is not None}
    assert {"Arup", "Rex"} <= over

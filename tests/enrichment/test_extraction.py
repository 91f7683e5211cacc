"""Facts of a language model: what cites and keeps to the messages is stored, all else is dropped and counted."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from holdfast.app.enrichment import Enrichment
from holdfast.domain.facts import SHOWN_STATES, Fact, FactOrigin, FactSelection, FactState, NewFact
from holdfast.domain.jobs import EXTRACTION
from holdfast.domain.messages import NewMessage
from holdfast.storage.contract.storage import Storage
from tests.doubles.completions_endpoint import Answer, CompletionsEndpoint, failure
from tests.enrichment.surroundings import run_to_the_end, settings_of
from tests.storage.samples import session_of, user_of

SAID = "My sister and me run a small bookshop near the harbour."
GOOD = {"text": "Runs a bookshop with her sister.", "slot": "job", "value": "bookseller", "sources": ["m1"]}


@pytest.fixture
def endpoint() -> Iterator[CompletionsEndpoint]:
    with CompletionsEndpoint(lambda prompt: "[]") as running:
        yield running


def extracting(storage: Storage, endpoint: CompletionsEndpoint, *, timeout: float = 60) -> Enrichment:
    settings = settings_of(openai_endpoint=endpoint.url)
    settings.llm.timeout = timeout
    settings.extractors.messages.facts.language_model = True
    settings.extractors.messages.intent.enabled = False
    settings.extractors.messages.summarizer.enabled = False
    return Enrichment(settings, storage, None)


async def tell(storage: Storage, enrichment: Enrichment, *said: NewMessage | str) -> int:
    await user_of(storage, "ada")
    await session_of(storage, "s", user_id="ada")
    messages = [NewMessage(role="user", content=each) if isinstance(each, str) else each for each in said]
    appended = await storage.messages.append("s", messages, steps=tuple(enrichment.step_names))
    await run_to_the_end(enrichment.worker, storage)
    return appended.result.session


async def extracted(storage: Storage) -> list[Fact]:
    return await storage.facts.page(FactSelection(origin=FactOrigin.EXTRACTED, states=SHOWN_STATES), limit=99)


def answering(*facts: Any) -> Callable[[str], str]:
    return lambda _: json.dumps(facts)


async def test_a_fact_that_cites_and_keeps_to_a_message_is_stored(
    storage: Storage, endpoint: CompletionsEndpoint
) -> None:
    endpoint.reply = answering({**GOOD, "valid_at": "2024-05"})
    enrichment = extracting(storage, endpoint)
    session = await tell(storage, enrichment, SAID)
    (fact,) = await extracted(storage)
    assert (fact.text, fact.slot, fact.value, fact.user_id) == (GOOD["text"], "job", "bookseller", "ada")
    assert fact.actor.startswith("model:")
    assert fact.valid_at == "2024-05-01T00:00:00.000000Z"
    ((source,),) = (await storage.facts.sources([fact.uuid])).values()
    assert (source.session, source.position) == (session, 1)
    assert enrichment.tally.facts == {"stored": 1, "dropped": 0}
    assert enrichment.tally.extraction_tokens > 100
    await storage.sessions.delete("s")
    assert await extracted(storage) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {**GOOD, "sources": ["m7"]},
        {**GOOD, "sources": []},
        {**GOOD, "supersedes": ["f3"]},
        {**GOOD, "text": "Collects stamps."},
        {**GOOD, "text": " "},
        {**GOOD, "text": f"bookshop {'x' * 2000}"},
        {**GOOD, "text": "Keeps parrots.", "sources": ["m2"]},
        {**GOOD, "text": "Owns a zeppelin.", "sources": ["m3"]},
    ],
)
async def test_what_is_not_to_be_believed_is_dropped_and_counted(
    storage: Storage, endpoint: CompletionsEndpoint, wrong: dict[str, Any]
) -> None:
    endpoint.reply = answering(GOOD, wrong)
    enrichment = extracting(storage, endpoint)
    pasted = 'What does this mean: "I own a zeppelin and fly it every single day to work" ?'
    await tell(storage, enrichment, SAID, NewMessage(role="assistant", content="You keep parrots."), pasted)
    assert [fact.text for fact in await extracted(storage)] == [GOOD["text"]]
    assert enrichment.tally.facts == {"stored": 1, "dropped": 1}


async def test_a_slot_that_is_none_is_left_out_and_a_fence_is_taken_off(
    storage: Storage, endpoint: CompletionsEndpoint
) -> None:
    endpoint.reply = lambda _: f"```json\n{json.dumps([{**GOOD, 'slot': 'shoe'}])}\n```"
    await tell(storage, extracting(storage, endpoint), SAID)
    (fact,) = await extracted(storage)
    assert (fact.slot, fact.value) == (None, None)


async def test_known_facts_are_shown_and_may_be_superseded(storage: Storage, endpoint: CompletionsEndpoint) -> None:
    def reply(prompt: str) -> str:
        known = re.findall(r"^\[(f\d)\] Works in a bookshop\.$", prompt, re.MULTILINE)
        return json.dumps([{**GOOD, "supersedes": known}])

    endpoint.reply = reply
    await user_of(storage, "ada")
    old = (await storage.facts.add(NewFact(user_id="ada", text="Works in a bookshop."), actor="a")).result
    await session_of(storage, "s", user_id="ada")
    enrichment = extracting(storage, endpoint)
    await storage.messages.append("s", [NewMessage(role="user", content=SAID)], steps=tuple(enrichment.step_names))
    await run_to_the_end(enrichment.worker, storage)
    assert (await storage.facts.get(old.uuid)).state is FactState.SUPERSEDED


@pytest.mark.parametrize("answer", ["no JSON", '{"text": "x"}', '[{"text": 7}]', '["x"]', ""])
async def test_an_answer_that_cannot_be_read_parks_the_job_and_stated_facts_stay(
    storage: Storage, endpoint: CompletionsEndpoint, answer: str
) -> None:
    endpoint.reply = lambda _: answer
    await tell(storage, extracting(storage, endpoint), "I live in Ghent.")
    (job,) = await storage.jobs.parked(after=0, limit=9)
    assert (job.kind, job.steps) == (EXTRACTION, ("extraction",))
    assert "cannot be read" in job.error
    assert [fact.value for fact in await storage.facts.page(FactSelection(user_id="ada"), limit=9)] == ["Ghent"]


async def test_a_model_that_is_busy_is_asked_again(storage: Storage, endpoint: CompletionsEndpoint) -> None:
    endpoint.answer_next(failure(429), failure(503))
    endpoint.reply = answering(GOOD)
    await tell(storage, extracting(storage, endpoint), SAID)
    assert [fact.text for fact in await extracted(storage)] == [GOOD["text"]]
    assert await storage.jobs.parked(after=0, limit=9) == []


async def test_a_model_that_does_not_answer_in_time_is_asked_again_and_stated_facts_are_there(
    storage: Storage, endpoint: CompletionsEndpoint
) -> None:
    hold = threading.Event()
    endpoint.answer_next(Answer(hold=hold))
    endpoint.reply = answering(GOOD)
    enrichment = extracting(storage, endpoint, timeout=0.2)
    await tell(storage, enrichment, f"I live in Ghent. {SAID}")
    hold.set()
    facts = await storage.facts.page(FactSelection(user_id="ada"), limit=9)
    assert {"Ghent", "bookseller"} <= {fact.value for fact in facts}
    assert len(endpoint.requests) > 1
    assert await storage.jobs.parked(after=0, limit=9) == []


async def test_without_the_switch_no_model_is_asked(storage: Storage, endpoint: CompletionsEndpoint) -> None:
    settings = settings_of(openai_endpoint=endpoint.url)
    assert "extraction" not in Enrichment(settings, storage, None).step_names


async def test_long_conversations_are_asked_about_in_windows_that_have_a_user(
    storage: Storage, endpoint: CompletionsEndpoint
) -> None:
    prompts: list[str] = []

    def reply(prompt: str) -> str:
        prompts.append(prompt)
        return "[]"

    endpoint.reply = reply
    said = [NewMessage(role="user" if number < 12 else "assistant", content=f"line {number}") for number in range(24)]
    await tell(storage, extracting(storage, endpoint), *said)
    assert [prompt.count(": line ") for prompt in prompts] == [12]

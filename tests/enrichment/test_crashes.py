"""A process that ends between any two writes of enrichment loses nothing, and what it did is not done twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from holdfast.app.enrichment import Enrichment
from holdfast.domain.facts import FactSelection
from holdfast.providers.embeddings.static import load_static_model
from holdfast.storage.contract.storage import Storage
from tests.doubles.completions_endpoint import CompletionsEndpoint
from tests.enrichment.surroundings import messages_of, remember, run_to_the_end, settings_of, system_of
from tests.storage.samples import fresh

MODEL = load_static_model()
TEXTS = [
    "We sailed to Iceland in May.",
    "Nice.",
    "It cost 900 euros.",
    " ",
    "Anna came along.",
    "I live in Ghent now and I am allergic to nuts.",
    "To Reykjavik?",
    "Yes.",
]
WRITES = {
    "messages": ["record"],
    "facts": ["record"],
    "summaries": ["add", "set_findings", "set_vector"],
    "jobs": ["claim", "finish", "retry", "park"],
}


class Crash(BaseException):
    """The end of a process: nothing that it runs through can stop it."""


class Breakpoints:
    """Counts the writes of enrichment and crashes right before or after one of them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, storage: Storage) -> None:
        self.count = 0
        self.before: int | None = None
        self.after: int | None = None
        for noun, names in WRITES.items():
            owner = getattr(storage, noun)
            for name in names:
                monkeypatch.setattr(owner, name, self._broken(getattr(owner, name)))

    def _broken(self, write: Any) -> Any:
        async def count_and_write(*arguments: Any, **named: Any) -> Any:
            self.count += 1
            number = self.count
            if number == self.before:
                raise Crash
            result = await write(*arguments, **named)
            if number == self.after:
                raise Crash
            return result

        return count_and_write


@pytest.fixture
def endpoint() -> Iterator[CompletionsEndpoint]:
    with CompletionsEndpoint(lambda prompt: f"Intent: {len(prompt)} letters about Iceland") as running:
        yield running


async def outcome(storage: Storage, session_id: str, session: int) -> object:
    """All that enrichment leaves behind, less what differs between any two runs."""
    assert await storage.jobs.pending(session) == []
    facts = FactSelection(session_id=session_id)
    return (
        [(stored.content, stored.token_count, system_of(stored)) for stored in await messages_of(storage, session_id)],
        [(fact.text, fact.slot, fact.value) for fact in await storage.facts.page(facts, limit=99)],
        [(made.point, made.content, made.metadata) for made in await storage.summaries.of_session(session)],
        sorted(row.vector or b"" for row in await storage.summaries.rows([(session, 1, 10**9)], model=MODEL.name)),
        [row.vector for row in await storage.features.rows([(session, 1, len(TEXTS))], analyzer=0, model=MODEL.name)],
    )


@pytest.mark.timeout(90)
@pytest.mark.parametrize("with_model", [False, True])
async def test_a_crash_at_any_write_leaves_the_same_result(
    storage: Storage, endpoint: CompletionsEndpoint, monkeypatch: pytest.MonkeyPatch, with_model: bool
) -> None:
    def started() -> Enrichment:
        llm = {"openai_endpoint": endpoint.url} if with_model else {}
        return Enrichment(settings_of(window=4, **llm), storage, MODEL)

    async def run(session_id: str) -> object:
        enrichment = started()
        session = await remember(storage, enrichment, session_id, *TEXTS)
        try:
            await run_to_the_end(enrichment.worker, storage)
        except Crash:
            await storage.jobs.release()
            await run_to_the_end(started().worker, storage)
        return await outcome(storage, session_id, session)

    breakpoints = Breakpoints(monkeypatch, storage)
    undisturbed = await run(fresh())
    writes = breakpoints.count
    assert writes > 5
    # What is stored after a write is what is stored before the next one, so one of the two says what both would.
    for place, number in [*(("before", number) for number in range(1, writes + 1)), ("after", writes)]:
        breakpoints.count, breakpoints.before, breakpoints.after = 0, None, None
        setattr(breakpoints, place, number)
        assert await run(fresh()) == undisturbed, f"crashed {place} write {number}"

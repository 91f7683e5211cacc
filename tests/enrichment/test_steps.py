"""What each step writes, and that it writes nothing else, nothing twice, and nothing for what is gone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from holdfast.app.enrichment import Enrichment
from holdfast.domain.jobs import NewJob
from holdfast.domain.principals import ANYONE
from holdfast.enrichment.steps import results, together
from holdfast.errors import StartupError
from holdfast.operations.access import Access
from holdfast.operations.search import Search, SearchQuery
from holdfast.providers.embeddings.contract import EmbeddingModel
from holdfast.providers.embeddings.open import EmbeddingOptions, open_embedding_model
from holdfast.providers.embeddings.static import load_static_model
from holdfast.retrieval.analysis import analyzer_for
from holdfast.retrieval.vectors import pack
from holdfast.storage.contract.storage import Storage
from tests.doubles.completions_endpoint import CompletionsEndpoint, failure, prompt_of
from tests.doubles.embeddings_endpoint import EmbeddingsEndpoint
from tests.doubles.embeddings_endpoint import failure as embedding_failure
from tests.enrichment.surroundings import enrichment_of, messages_of, remember, run_to_the_end, settings_of, system_of
from tests.storage.samples import message, session_of, user_of

INTENT = "Intent: asking things "


@pytest.fixture
def endpoint() -> Iterator[CompletionsEndpoint]:
    reply: Callable[[str], str] = lambda prompt: INTENT if "State the intent" in prompt else "A summary about Iceland."  # noqa: E731
    with CompletionsEndpoint(reply) as running:
        yield running


@pytest.fixture
def with_model(storage: Storage, endpoint: CompletionsEndpoint) -> Enrichment:
    return enrichment_of(storage, window=4, openai_endpoint=endpoint.url)


async def test_messages_get_token_counts_and_entities(storage: Storage) -> None:
    enrichment = enrichment_of(storage)
    await remember(storage, enrichment, "s", "We sailed to Iceland in May.", "Really.")
    await enrichment.worker.work_off()
    first, second = await messages_of(storage, "s")
    assert first.token_count > 5
    assert {(entity["Label"], entity["Name"]) for entity in system_of(first)["entities"]} == {
        ("GPE", "Iceland"),
        ("DATE", "May"),
    }
    assert system_of(second) == {"entities": []}


def one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what does all quick steps at once fail, so that each of them runs by itself."""

    def fail(*_: object) -> None:
        raise ValueError("not at once")

    monkeypatch.setattr(together, "enrich", fail)


async def test_all_steps_at_once_write_what_they_write_one_after_the_other(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, texts = load_static_model(), ["We sailed to Iceland in May.", "", "It cost 900 euros, Anna!", "Ja, schön."]

    async def written(session_id: str) -> object:
        enrichment = Enrichment(settings_of(), storage, model)
        session = await remember(storage, enrichment, session_id, *texts)
        await enrichment.worker.work_off()
        assert (await storage.jobs.counts()).pending == 0
        fingerprint = analyzer_for("english").fingerprint
        rows = await storage.features.rows([(session, 1, 9)], analyzer=fingerprint, model=model.name)
        stored = await messages_of(storage, session_id)
        return (
            [(message.token_count, system_of(message)) for message in stored],
            [(row.terms, row.vector, row.content) for row in rows],
            enrichment.tally.done,
        )

    at_once = await written("a")
    one_after_the_other(monkeypatch)
    assert await written("b") == at_once


async def test_messages_get_terms_and_vectors(storage: Storage) -> None:
    model = load_static_model()
    enrichment = Enrichment(settings_of(), storage, model)
    session = await remember(storage, enrichment, "s", *[f"message {number}" for number in range(150)])
    await enrichment.worker.work_off()
    vectors = await storage.features.vectors([(session, at) for at in range(1, 151)], model=model.name)
    assert len(vectors) == 150


async def test_a_slow_embedding_service_holds_up_no_other_step(storage: Storage) -> None:
    with EmbeddingsEndpoint(width=8) as service:
        model = embedding_model_at(service, max_retries=0)
        enrichment = Enrichment(settings_of(), storage, model)
        service.answer_next(embedding_failure(503, retry_after=0))
        session = await remember(storage, enrichment, "s", "We sailed to Iceland.", "two")
        await enrichment.worker.work_off()
        assert all(stored.token_count and system_of(stored) for stored in await messages_of(storage, "s"))
        (job,) = await storage.jobs.pending(session)
        assert (job.kind, job.steps) == ("embedding", ("index",))
        assert "503" in job.error
        await run_to_the_end(enrichment.worker, storage)
        assert len(await storage.features.vectors([(session, 1), (session, 2)], model=model.name)) == 2
        await model.close()


async def test_messages_of_many_sessions_are_embedded_together(storage: Storage) -> None:
    with EmbeddingsEndpoint(width=8) as service:
        model = embedding_model_at(service)
        enrichment = Enrichment(settings_of(), storage, model)
        for number in range(20):
            await remember(storage, enrichment, f"s{number}", "one", "two")
        await enrichment.worker.work_off()
        assert len(service.requests) == 1
        await model.close()


def embedding_model_at(service: EmbeddingsEndpoint, **options: Any) -> EmbeddingModel:
    return open_embedding_model(
        EmbeddingOptions(service="openai", model="m", dimensions=8, base_url=service.url, api_key="k", **options)
    )


async def test_without_a_language_model_no_intent_is_stored_nor_promised(storage: Storage) -> None:
    enrichment = enrichment_of(storage)
    assert "intent" not in enrichment.step_names
    await remember(storage, enrichment, "s", "Hello")
    await enrichment.worker.work_off()
    (stored,) = await messages_of(storage, "s")
    assert "intent" not in system_of(stored)


@pytest.mark.parametrize("service", ["openai", "anthropic"])
async def test_a_language_model_gives_intents_and_summaries(
    storage: Storage, endpoint: CompletionsEndpoint, service: str
) -> None:
    address = {"openai": {"openai_endpoint": endpoint.url}, "anthropic": {"anthropic_endpoint": endpoint.address}}
    enrichment = enrichment_of(storage, window=4, service=service, model="m", **address[service])
    session = await remember(storage, enrichment, "s", "one", " ", "three", "four")
    await enrichment.worker.work_off()
    await enrichment.close()
    intents = [system_of(stored).get("intent") for stored in await messages_of(storage, "s")]
    assert intents == ["asking things ", None, "asking things ", "asking things "]
    (summary,) = await storage.summaries.of_session(session)
    assert (summary.content, summary.point) == ("A summary about Iceland.", 2)
    assert summary.token_count > 0


@pytest.mark.parametrize("service", ["openai", "anthropic"])
async def test_a_language_model_is_used_only_with_a_key_or_an_address(storage: Storage, service: str) -> None:
    assert enrichment_of(storage, service=service).model is None
    with_key = enrichment_of(storage, service=service, model="m", **{f"{service}_api_key": "k"})
    assert with_key.model is not None
    await with_key.close()


@pytest.mark.parametrize(
    ("llm", "reason"),
    [
        ({"service": "anthropic", "anthropic_api_key": "k"}, "llm.model: 'gpt-4o-mini' is none of Anthropic's"),
        ({"service": "cloud"}, "llm.service: unknown service 'cloud'"),
    ],
)
def test_a_language_model_that_cannot_work_stops_the_start(storage: Storage, llm: dict[str, str], reason: str) -> None:
    with pytest.raises(StartupError, match=reason):
        enrichment_of(storage, **llm)


async def test_a_custom_prompt_is_what_the_model_is_asked(storage: Storage, endpoint: CompletionsEndpoint) -> None:
    settings = settings_of(window=2, openai_endpoint=endpoint.url)
    settings.custom_prompts.summarizer_prompts.openai = "Before: {{ .PrevSummary }} Now: {{.MessagesJoined}}"
    settings.extractors.messages.intent.enabled = False
    enrichment = Enrichment(settings, storage, None)
    await remember(storage, enrichment, "s", "one", "two", "three")
    await enrichment.worker.work_off()
    await remember(storage, enrichment, "s", "four")
    await enrichment.worker.work_off()
    assert [prompt_of(request) for request in endpoint.requests] == [
        "Before:  Now: user: one\nuser: two",
        "Before: A summary about Iceland. Now: user: three",
    ]


async def test_a_summary_gets_its_entities(storage: Storage, with_model: Enrichment) -> None:
    session = await remember(storage, with_model, "s", "one", "two", "three", "four")
    await with_model.worker.work_off()
    (summary,) = await storage.summaries.of_session(session)
    assert b'"Iceland"' in bytes(summary.metadata or b"")


async def test_a_summary_gets_its_vector(storage: Storage) -> None:
    model = load_static_model()
    enrichment = Enrichment(settings_of(window=2), storage, model)
    session = await remember(storage, enrichment, "s", "We sailed to Iceland.", "Anna came along.")
    await enrichment.worker.work_off()
    (summary,) = await storage.summaries.of_session(session)
    (row,) = await storage.summaries.rows([(session, 1, summary.id)], model=model.name)
    assert row.vector == pack(model.encode([summary.content])[0])


async def test_search_over_summaries_asks_the_embedding_service_for_nothing_but_the_question(storage: Storage) -> None:
    with EmbeddingsEndpoint(width=8) as service:
        model = embedding_model_at(service)
        enrichment = Enrichment(settings_of(window=2), storage, model)
        await remember(storage, enrichment, "s", "We sailed to Iceland.", "Anna came along.")
        await enrichment.worker.work_off()
        before = len(service.requests)
        search = Search(Access(storage), model=model, cache_bytes=1 << 20)
        assert len(await search.in_session(ANYONE, "s", SearchQuery(text="sailing", summaries=True))) == 1
        asked = [text for request in service.requests[before:] for text in request.body["input"]]
        assert len(asked) == 1
        assert "sailing" in asked[0]
        await model.close()


async def test_a_summary_without_entities_is_not_touched(
    storage: Storage, with_model: Enrichment, endpoint: CompletionsEndpoint
) -> None:
    endpoint.reply = lambda prompt: "nothing much"
    session = await remember(storage, with_model, "s", "one", "two", "three", "four")
    await with_model.worker.work_off()
    (summary,) = await storage.summaries.of_session(session)
    assert summary.metadata is None


async def test_a_model_without_an_opinion_leaves_no_intent(
    storage: Storage, with_model: Enrichment, endpoint: CompletionsEndpoint
) -> None:
    endpoint.reply = lambda prompt: "Intent: "
    await remember(storage, with_model, "s", "one")
    await with_model.worker.work_off()
    assert system_of((await messages_of(storage, "s"))[0]) == {"entities": []}


async def test_intents_that_were_answered_are_not_asked_for_again_when_one_fails(
    storage: Storage, with_model: Enrichment, endpoint: CompletionsEndpoint
) -> None:
    endpoint.answer_next(failure(400))
    await remember(storage, with_model, "s", "one", "two", "three")
    await run_to_the_end(with_model.worker, storage)
    assert len(endpoint.requests) == 4
    assert all("intent" in system_of(stored) for stored in await messages_of(storage, "s"))


async def test_a_caller_s_metadata_survives_enrichment(storage: Storage) -> None:
    enrichment = enrichment_of(storage)
    metadata = {"mine": 1, "system": {"other": True}}
    await storage.messages.append("s", [message("Hello", metadata=metadata)], steps=enrichment.step_names)
    (stored,) = await messages_of(storage, "s")
    await storage.messages.merge_metadata("s", stored.uuid, {"later": 2})
    await enrichment.worker.work_off()
    (enriched,) = await messages_of(storage, "s")
    assert bytes(enriched.metadata or b"") == b'{"mine":1,"system":{"other":true,"entities":[]},"later":2}'


async def test_running_all_steps_again_changes_nothing(storage: Storage, with_model: Enrichment) -> None:
    session = await remember(storage, with_model, "s", "We sailed to Iceland in May.", "two", "three", "four")
    jobs = await storage.jobs.pending(session)
    await with_model.worker.work_off()
    before = await messages_of(storage, "s"), await storage.summaries.of_session(session)
    again = [NewJob(kind=job.kind, scope=job.scope, first=job.first, last=job.last, steps=job.steps) for job in jobs]
    await storage.jobs.finish([], follow=again)
    await with_model.worker.work_off()
    assert (await messages_of(storage, "s"), await storage.summaries.of_session(session)) == before


@pytest.mark.parametrize("then", ["deleted", "deleted and purged", "deleted and revived", "gone with its user"])
@pytest.mark.parametrize("call", ["record", "terms", "add", "intent"])
async def test_results_for_a_session_deleted_while_a_step_runs_are_dropped(
    storage: Storage,
    with_model: Enrichment,
    endpoint: CompletionsEndpoint,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    then: str,
) -> None:
    async def vanish() -> None:
        if then == "gone with its user":
            await storage.users.delete("u")
            return
        await storage.sessions.delete("s")
        if then == "deleted and purged":
            await storage.purge(receipts_before="2000-01-01T00:00:00.000000Z")
        elif then == "deleted and revived":
            await storage.messages.append("s", [message("new")], steps=())

    if call == "terms":
        one_after_the_other(monkeypatch)
    await user_of(storage, "u")
    await session_of(storage, "s", user_id="u")
    _before(monkeypatch, storage, call, vanish)
    session = await remember(storage, with_model, "s", "We sailed to Iceland.", "two", "three", "four", "five")
    await run_to_the_end(with_model.worker, storage)
    left = await messages_of(storage, "s")
    assert [(stored.content, stored.metadata) for stored in left] == (
        [("new", None)] if then == "deleted and revived" else []
    )
    assert await storage.summaries.of_session(session) == []
    assert await storage.jobs.pending(session) == []


def _before(
    monkeypatch: pytest.MonkeyPatch, storage: Storage, call: str, vanish: Callable[[], Awaitable[None]]
) -> None:
    """Let the session vanish right before the first such call."""
    owner = {"record": storage.messages, "add": storage.summaries}.get(call, storage.messages)
    name = "record" if call in {"intent", "terms"} else call
    original = getattr(owner, name)
    gone = False

    async def vanish_and_call(*arguments: object, **named: object) -> object:
        nonlocal gone
        concerned = call != "intent" or any("intent" in (result.findings or {}) for result in arguments[0])  # type: ignore[attr-defined]
        if not gone and concerned:
            gone = True
            await vanish()
        return await original(*arguments, **named)

    monkeypatch.setattr(owner, name, vanish_and_call)


async def test_results_are_written_in_portions(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    record = storage.messages.record

    async def measure(found: list[object]) -> None:
        sizes.append(len(found))
        await record(found)  # type: ignore[arg-type]

    monkeypatch.setattr(storage.messages, "record", measure)
    enrichment = enrichment_of(storage)
    await remember(storage, enrichment, "s", *["text"] * 200)
    await enrichment.worker.work_off()
    assert max(sizes) <= results.RESULTS_PER_WRITE
    assert all(stored.token_count for stored in await messages_of(storage, "s"))


async def test_steps_that_are_switched_off_are_not_promised(storage: Storage) -> None:
    settings = settings_of()
    settings.extractors.messages.entities.enabled = False
    settings.extractors.messages.summarizer.enabled = False
    assert Enrichment(settings, storage, None).step_names == ["tokens", "facts", "index"]


async def test_jobs_of_steps_that_were_switched_off_since_just_end(storage: Storage, with_model: Enrichment) -> None:
    await remember(storage, with_model, "s", *["text"] * 9)
    settings = settings_of()
    settings.extractors.messages.summarizer.enabled = False
    await Enrichment(settings, storage, None).worker.work_off()
    assert (await storage.jobs.counts()).pending == 0


def test_a_wrong_custom_prompt_stops_the_start(storage: Storage) -> None:
    settings = settings_of()
    settings.custom_prompts.summarizer_prompts.openai = "Summarise {{.MessagesJoined}}"
    with pytest.raises(StartupError, match=r"custom_prompts\.summarizer_prompts\.openai"):
        Enrichment(settings, storage, None)

"""How enrichment is put together: from settings to steps, lanes, the worker and chores."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from functools import partial
from types import ModuleType
from typing import Any

from holdfast.chores import reembedding, summary_backlog
from holdfast.chores.chore import Chore
from holdfast.chores.reembedding import Reembedding
from holdfast.chores.summary_backlog import SummaryBacklog
from holdfast.domain.jobs import COMPLETIONS, EMBEDDING, EXTRACTION, MESSAGES, SUMMARIES, SUMMARISING
from holdfast.enrichment.backlog import LOOK_SECONDS, Backlog
from holdfast.enrichment.calculations import ExtractorChoice, find_facts, make_ready
from holdfast.enrichment.calculator import Calculator, available_cores
from holdfast.enrichment.executors import CalculationAborted
from holdfast.enrichment.lanes import Lane
from holdfast.enrichment.loading import Loading
from holdfast.enrichment.pace import Haste
from holdfast.enrichment.plan import MESSAGES_PER_COMPLETIONS_JOB, MESSAGES_PER_EMBEDDING_JOB, Detour, Plan
from holdfast.enrichment.progress import Progress
from holdfast.enrichment.prompts import SummaryTemplate, summary_template
from holdfast.enrichment.steps import index, intent
from holdfast.enrichment.steps.contract import Step, StepOver, UnfoldedSession
from holdfast.enrichment.steps.entities import FindEntities, FindSummaryEntities
from holdfast.enrichment.steps.facts import FindFacts
from holdfast.enrichment.steps.index import IndexMessages
from holdfast.enrichment.steps.intent import StateIntent
from holdfast.enrichment.steps.summary import Summarise
from holdfast.enrichment.steps.summary_vectors import EmbedSummaries
from holdfast.enrichment.steps.together import QuickSteps
from holdfast.enrichment.steps.tokens import CountTokens
from holdfast.enrichment.summarisers import BuiltInSummariser, LanguageModelSummariser, Summariser
from holdfast.enrichment.tally import Tally
from holdfast.enrichment.worker import Worker
from holdfast.errors import StartupError, Unavailable
from holdfast.loading import load_module
from holdfast.providers.completions.contract import CompletionModel
from holdfast.providers.completions.open import SERVICES, CompletionOptions, open_completion_model
from holdfast.providers.embeddings.contract import EmbeddingModel
from holdfast.providers.embeddings.static import StaticEmbeddingModel
from holdfast.providers.entities.open import open_entity_extractor
from holdfast.providers.facts.contract import Said, Statement
from holdfast.providers.facts.reader.network import weights_fault
from holdfast.settings import LlmSettings, Settings
from holdfast.storage.contract.storage import Storage

log = logging.getLogger(__name__)

JOBS_PER_BATCH = 128
SUMMARIES_PER_BATCH = 16
SESSIONS_PER_BATCH = 32
MESSAGES_PER_PORTION = 384
"""Jobs claimed at once, and messages that are computed together: about a tenth of a second of work."""

EMBEDDING_JOBS_PER_BATCH = 64
MESSAGES_PER_EMBEDDING_PORTION = 256
"""The same where a service elsewhere computes."""

PAUSE_SECONDS = 0.05
"""The least time between two claims of few messages: a twentieth of a second's messages share a calculation."""

MOST_PROCESSES = 4
"""Processes that compute unless the settings ask for more: each takes some 200 MB."""

LONGEST_SUMMARISING = 1800.0
LONGEST_COMPLETIONS = 1800.0
LONGEST_EMBEDDING = 1800.0
"""Seconds.  Each request to a model elsewhere has its own, much shorter limit; these are the net below."""

LOOK_AGAIN_SECONDS = 24 * 3600.0
"""How often everything is looked through for what nobody has promised to do.  A change of the settings is seen at once:
this is the net below, for servers with different settings that share a database for a while."""


class Enrichment:
    """The enrichment of a server: its worker, what it has counted, and what it needs to be closed."""

    def __init__(
        self, settings: Settings, storage: Storage, embeddings: EmbeddingModel | None, *, lanes: Sequence[Lane] = ()
    ) -> None:
        """Put everything together; ``lanes`` are those for other kinds of jobs than a session's."""
        self.tally = Tally()
        haste = Haste()
        self.progress = Progress(storage.jobs, haste)
        self.backlog = Backlog(storage.jobs, most=settings.extractors.most_waiting)
        self.model = open_language_model(settings)
        self._settings = settings
        self._storage = storage
        self._embeddings = embeddings
        self._calculator = Calculator(processes=processes_of(settings))
        self._extractor = _extractor_choice(settings)
        indexing = self._index_step(embeddings)
        # The built-in model computes as quickly as the other steps; a service elsewhere may be slow or down.
        self._at_once = at_once = embeddings is None or isinstance(embeddings, StaticEmbeddingModel)
        quick = [*self._message_steps(), *([indexing] if at_once else [])]
        slow = [
            *([] if at_once else [indexing]),
            *self._summary_steps(),
            *self._intent_steps(),
            *self._extraction_steps(),
        ]
        self.step_names = [step.name for step in (*quick, *slow)]
        self.summary_step_names = [step.name for step in self._steps_over_summaries()]
        detours = self._detours(step.name for step in slow)
        own = [
            self._messages_lane(quick, detours),
            self._embedding_lane([indexing]),
            *self._summary_lanes(),
            self._completions_lane(),
            self._extraction_lane(),
        ]
        self.worker = Worker(
            storage,
            [*own, *lanes],
            settled=self.progress.settled,
            tally=self.tally,
            haste=haste,
        )

    async def find_facts(self, messages: Sequence[Said]) -> list[Statement]:
        """What would be taken for facts in a conversation; found where all enrichment is computed."""
        try:
            return await self._calculator.run(find_facts, messages)
        except CalculationAborted as error:
            raise Unavailable("the process that looks for facts has died; try again") from error

    def check(self) -> None:
        """Tell operators what of the package is missing, and what enrichment does without it."""
        fault = weights_fault()
        if fault is not None:
            log.error(
                "facts are found by the rules alone, because the reader of facts has no weights: %s; install holdfast "
                "anew (pip install --force-reinstall --no-deps holdfast) and start again",
                fault,
            )

    def watching(self) -> Chore:
        """Looking how much waits, for a server that takes messages."""
        return Chore(name="backlog", run=self.backlog.look, interval=LOOK_SECONDS)

    def chores(self) -> list[Chore]:
        """The worker, and what puts into the outbox that for which no new message calls."""
        return [
            Chore(name="enrichment", run=self.worker.run, interval=None),
            self._summary_backlog(),
            self._reembedding(),
        ]

    def _summary_backlog(self) -> Chore:
        if not self._settings.extractors.messages.summarizer.enabled:
            return _switched_off(summary_backlog.NAME)
        window, wake = self._settings.memory.message_window, partial(self.worker.wake, SUMMARISING)
        backlog = SummaryBacklog(self._storage, window=window, wake=wake)
        return _look(summary_backlog.NAME, backlog.run, version=backlog.version)

    def _reembedding(self) -> Chore:
        if self._embeddings is None:
            return _switched_off(reembedding.NAME)
        model, wake = self._embeddings.name, partial(self.worker.wake, EMBEDDING)
        work = Reembedding(self._storage, model=model, step=index.NAME, wake=wake)
        return _look(reembedding.NAME, work.run, version=model)

    async def close(self) -> None:
        """Give back processes and connections; the worker must have stopped."""
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self._calculator.close)
            for model in (self.model, self._embeddings):
                if model is not None:
                    stack.push_async_callback(model.close)

    async def _make_ready(self) -> None:
        """Have a process that can compute at once."""
        await self._calculator.run(make_ready, self._settings.search.language, self._extractor)

    def _index_step(self, embeddings: EmbeddingModel | None) -> Step:
        language = self._settings.search.language
        return IndexMessages(self._storage.messages, self._calculator, language=language, model=embeddings)

    def _detours(self, slow: Iterable[str]) -> dict[str, Detour]:
        known = {
            intent.NAME: Detour(COMPLETIONS, MESSAGES_PER_COMPLETIONS_JOB),
            index.NAME: Detour(EMBEDDING, MESSAGES_PER_EMBEDDING_JOB),
        }
        if self.model is not None:
            extraction = _extraction()
            known[extraction.NAME] = Detour(EXTRACTION, extraction.WINDOW)
        return {step: known[step] for step in slow if step in known}

    def _message_steps(self) -> list[Step]:
        """The steps over messages that are quick whatever is configured, in the order in which they run."""
        storage, switches = self._storage, self._settings.extractors.messages
        steps: list[Step] = [CountTokens(storage.messages, self._calculator)]
        if switches.entities.enabled:
            steps.append(FindEntities(storage.messages, self._calculator, self._extractor))
        return [*steps, self._fact_step()]

    def _fact_step(self) -> FindFacts:
        return FindFacts(self._storage.messages, self._storage.facts, self._calculator)

    def _quick_steps(self) -> QuickSteps:
        """The steps of `_message_steps`, and with them the index where no model elsewhere is asked."""
        entities = self._settings.extractors.messages.entities.enabled
        return QuickSteps(
            self._storage.messages,
            self._calculator,
            self._fact_step(),
            extractor=self._extractor if entities else None,
            language=self._settings.search.language if self._at_once else None,
            model=self._embeddings.name if self._at_once and self._embeddings is not None else "",
        )

    def _messages_lane(self, steps: Sequence[Step], detours: Mapping[str, Detour]) -> Lane:
        memory, summarizer = self._settings.memory, self._settings.extractors.messages.summarizer
        window = memory.message_window if summarizer.enabled else None
        return Lane(
            kind=MESSAGES,
            steps=steps,
            load=(loading := Loading(self._storage)).messages,
            awaited=loading.awaited,
            together=self._quick_steps(),
            prepare=self._make_ready,
            follow=Plan(self._storage.summaries, window=window, detours=detours, summarise=self._summarising()).follow,
            batch=JOBS_PER_BATCH,
            pause=PAUSE_SECONDS,
            parallel=max(self._calculator.processes, 1) + 1,
            portion=MESSAGES_PER_PORTION,
        )

    def _embedding_lane(self, steps: Sequence[Step]) -> Lane:
        return Lane(
            kind=EMBEDDING,
            steps=steps,
            load=(loading := Loading(self._storage)).messages,
            awaited=loading.awaited,
            prepare=self._make_ready,
            batch=EMBEDDING_JOBS_PER_BATCH,
            parallel=2,
            portion=MESSAGES_PER_EMBEDDING_PORTION,
            time_limit=LONGEST_EMBEDDING,
        )

    def _summary_lanes(self) -> list[Lane]:
        """The lanes of summaries; what is switched off has no steps, so jobs left from earlier settings just end."""
        loading = Loading(self._storage)
        return [
            Lane(
                kind=SUMMARISING,
                steps=self._summary_steps(),
                load=loading.sessions,
                prepare=self._make_ready,
                # A language model takes seconds for one session, the built-in summariser some milliseconds.
                batch=1 if self.model is not None else SESSIONS_PER_BATCH,
                parallel=self._settings.llm.parallel_requests if self.model is not None else 2,
                time_limit=LONGEST_SUMMARISING,
                pause=PAUSE_SECONDS,
                causes=(SUMMARIES,),
            ),
            Lane(
                kind=SUMMARIES,
                steps=self._steps_over_summaries(),
                load=loading.summaries,
                prepare=self._make_ready,
                batch=SUMMARIES_PER_BATCH,
                parallel=2,
                time_limit=LONGEST_EMBEDDING,
            ),
        ]

    def _summarising(self) -> Callable[[Sequence[int]], Awaitable[None]] | None:
        """Brings summaries up to date at once, where no language model is asked for them."""
        steps = [] if self.model is not None else self._summary_steps()
        if not steps:
            return None
        (step,) = steps

        async def summarise(sessions: Sequence[int]) -> None:
            await step.run([UnfoldedSession(session) for session in sessions])
            self.tally.done[step.name] += len(sessions)
            self.worker.wake(SUMMARIES)

        return summarise

    def _summary_steps(self) -> list[StepOver[Any]]:
        if not self._settings.extractors.messages.summarizer.enabled:
            return []
        step = Summarise(
            self._storage,
            self._summariser(),
            window=self._settings.memory.message_window,
            steps=[step.name for step in self._steps_over_summaries()],
            stored=self._count_summary,
        )
        return [step]

    def _steps_over_summaries(self) -> list[StepOver[Any]]:
        switches = self._settings.extractors.messages.summarizer
        steps: list[StepOver[Any]] = []
        if switches.entities.enabled:
            steps.append(FindSummaryEntities(self._storage.summaries, self._calculator, self._extractor))
        if switches.embeddings.enabled and self._embeddings is not None:
            steps.append(EmbedSummaries(self._storage.summaries, self._embeddings))
        return steps

    def _completions_lane(self) -> Lane:
        return Lane(
            kind=COMPLETIONS,
            steps=self._intent_steps(),
            load=(loading := Loading(self._storage)).messages,
            awaited=loading.awaited,
            parallel=self._settings.llm.parallel_requests,
            time_limit=LONGEST_COMPLETIONS,
        )

    def _intent_steps(self) -> list[Step]:
        if self.model is None or not self._settings.extractors.messages.intent.enabled:
            return []
        return [StateIntent(self._storage.messages, self.model)]

    def _extraction_lane(self) -> Lane:
        return Lane(
            kind=EXTRACTION,
            steps=self._extraction_steps(),
            load=Loading(self._storage).messages,
            prepare=self._make_ready,
            parallel=self._settings.llm.parallel_requests,
            time_limit=LONGEST_COMPLETIONS,
        )

    def _extraction_steps(self) -> list[Step]:
        if self.model is None or not self._settings.extractors.messages.facts.language_model:
            return []
        return [_extraction().ExtractFacts(self._storage, self.model, self._calculator, self.tally)]

    def _summariser(self) -> Summariser:
        template = _template(self._settings)
        if self.model is None:
            switches = self._settings.extractors.messages.summarizer
            embeds = switches.embeddings.enabled and isinstance(self._embeddings, StaticEmbeddingModel)
            return BuiltInSummariser(
                self._calculator,
                token_budget=switches.token_budget,
                extractor=self._extractor if switches.entities.enabled else None,
                model=self._embeddings.name if embeds and self._embeddings is not None else None,
            )
        return LanguageModelSummariser(self.model, template, self._calculator)

    def _count_summary(self, done: Sequence[str]) -> None:
        self.tally.summaries += 1
        self.tally.done.update(done)


def processes_of(settings: Settings) -> int:
    """How many processes compute, by the cores that this process may use where the settings leave it open."""
    processes = settings.extractors.processes
    return processes if processes >= 0 else min(max(available_cores() // 2, 1), MOST_PROCESSES)


def _look(name: str, run: Callable[[], Awaitable[None]], *, version: str) -> Chore:
    """A chore that looks through everything."""
    return Chore(name=name, run=run, interval=LOOK_AGAIN_SECONDS, alone=True, version=version)


def _switched_off(name: str) -> Chore:
    """In place of a chore: it notes that nobody looks, so that the first look after switching on is due at once."""

    async def do_nothing() -> None:
        return

    return _look(name, do_nothing, version="off")


def open_language_model(settings: Settings) -> CompletionModel | None:
    """The language model; ``None`` when neither a key nor an address of one is configured.

    `StartupError` when what is configured cannot work.
    """
    llm = settings.llm
    if llm.service == "anthropic":
        key, address = llm.anthropic_api_key, llm.anthropic_endpoint
    else:
        key, address = llm.openai_api_key, llm.azure_openai_endpoint or llm.openai_endpoint
    if not key and not address and llm.service in SERVICES:
        return None
    if llm.service == "anthropic" and llm.model == LlmSettings().model:
        raise StartupError(f"llm.model: {llm.model!r} is none of Anthropic's models; name the one to use")
    return open_completion_model(
        CompletionOptions(
            service=llm.service,
            model=llm.model,
            context_size=llm.context_size,
            base_url=address or None,
            api_key=key or None,
            organization=llm.openai_org_id or None,
            azure_deployment=llm.azure_openai.llm_deployment or None,
            timeout=llm.timeout,
            parallel_requests=llm.parallel_requests,
        )
    )


def _extraction() -> ModuleType:
    """The step that asks a language model for facts, loaded only where there is one."""
    return load_module("holdfast.enrichment.steps.extraction")


def _template(settings: Settings) -> SummaryTemplate:
    """The prompt of the summariser; a custom one is checked also while no language model uses it."""
    prompts = settings.custom_prompts.summarizer_prompts
    return summary_template(service=settings.llm.service, openai=prompts.openai, anthropic=prompts.anthropic)


def _extractor_choice(settings: Settings) -> ExtractorChoice:
    """The entity extractor; `StartupError` when it cannot be had."""
    entities = settings.extractors.messages.entities
    if entities.enabled and entities.extractor == "spacy":
        open_entity_extractor("spacy", spacy_model=entities.spacy_model)
    return ExtractorChoice(entities.extractor, entities.spacy_model)

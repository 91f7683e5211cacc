"""Short ways to put enrichment together, to run it to its end, and to misbehave inside it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from holdfast.app.enrichment import Enrichment
from holdfast.domain.jobs import MESSAGES, SUMMARISING, Job
from holdfast.domain.messages import Message
from holdfast.domain.metadata import Metadata, decode_metadata
from holdfast.enrichment.lanes import Lane
from holdfast.enrichment.loading import Loading
from holdfast.enrichment.plan import SUMMARY_STEP, Plan
from holdfast.enrichment.steps.contract import SessionMessages, StepOver, UnfoldedSession
from holdfast.enrichment.steps.summary import Summarise
from holdfast.enrichment.summarisers import EmptySummary, Folded
from holdfast.enrichment.tally import Tally
from holdfast.enrichment.worker import Worker
from holdfast.providers.summaries.extractive import SummaryInput
from holdfast.settings import Settings
from holdfast.storage.contract.storage import Storage
from tests.storage.samples import say


def settings_of(*, window: int = 12, **llm: Any) -> Settings:
    """Settings that compute inside the process; ``llm`` configures a language model."""
    settings = Settings()
    settings.extractors.processes = 0
    settings.memory.message_window = window
    for name, value in llm.items():
        setattr(settings.llm, name, value)
    return settings


def enrichment_of(storage: Storage, **options: Any) -> Enrichment:
    """All built-in steps but vectors."""
    return Enrichment(settings_of(**options), storage, None)


async def run_to_the_end(worker: Worker, storage: Storage) -> None:
    """Work until only parked jobs are left; delays are skipped."""
    await worker.work_off()
    while (await storage.jobs.counts()).pending:
        await storage.jobs.release()
        await worker.work_off()


async def remember(storage: Storage, enrichment: Enrichment, session_id: str, *contents: str) -> int:
    """Store messages with all their steps; the session's number."""
    return (await say(storage, session_id, *contents, steps=tuple(enrichment.step_names))).session


async def messages_of(storage: Storage, session_id: str) -> list[Message]:
    return (await storage.messages.page(session_id, offset=0, limit=100_000)).messages


def system_of(message: Message) -> Metadata:
    """What enrichment found about a message."""
    return decode_metadata(message.metadata).get("system", {})


class Recorder:
    """A step over messages that notes what it was given and fails or waits on demand."""

    def __init__(self, name: str, *, before: Callable[[Sequence[SessionMessages]], Awaitable[None]] | None = None):
        self.name = name
        self.seen: list[str] = []
        self.runs = 0
        self._before = before

    async def run(self, batch: Sequence[SessionMessages]) -> None:
        self.runs += 1
        if self._before is not None:
            await self._before(batch)
        self.seen += [message.content for part in batch for message in part.messages]


def lane_over(storage: Storage, *steps: StepOver[Any], kind: str = MESSAGES, **options: Any) -> Lane:
    """A lane over messages."""
    return Lane(kind=kind, steps=steps, load=Loading(storage).messages, **{"batch": 64, **options})


def worker_over(storage: Storage, *lanes: Lane) -> Worker:
    return Worker(storage, lanes, settled=lambda sessions: None, tally=Tally())


class RememberingSummariser:
    """Its summary is all the words that it was ever given, so that nothing can get lost unnoticed.

    The next ``failures`` calls fail; each call takes at most ``takes`` messages, and first runs what is ``during`` it.
    """

    def __init__(self, *, takes: int = 1_000_000) -> None:
        self.takes = takes
        self.failures = 0
        self.during: list[Callable[[], Awaitable[object]]] = []
        self.calls = 0

    async def fold(self, previous: str, messages: Sequence[SummaryInput]) -> Folded:
        self.calls += 1
        if self.during:
            await self.during.pop()()
        if self.failures:
            self.failures -= 1
            raise EmptySummary("nothing")
        taken = messages[: self.takes]
        content = " ".join([previous, *(message.content.split()[0] for message in taken)]).strip()
        return Folded(content, len(content), len(taken))


def summarising_worker(
    storage: Storage, summariser: RememberingSummariser, *, window: int, at_once: bool = False
) -> Worker:
    """A worker that does nothing but summarise, what is quickly done ``at_once``."""
    loading = Loading(storage)
    step = Summarise(storage, summariser, window=window, steps=())

    async def summarise(sessions: Sequence[int]) -> None:
        await step.run([UnfoldedSession(session) for session in sessions])

    plan = Plan(storage.summaries, window=window, detours={}, summarise=summarise if at_once else None)
    return worker_over(
        storage,
        lane_over(storage, follow=plan.follow),
        Lane(kind=SUMMARISING, steps=[step], load=loading.sessions),
    )


def will_summarise(jobs: Sequence[Job]) -> bool:
    """Whether a summarising run is pending."""
    return any(SUMMARY_STEP in job.steps for job in jobs)

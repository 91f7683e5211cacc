"""The step that folds the older part of a session into its summary (semantics §3.5).

It runs when as many messages as the window holds follow the summary point, and folds all but the newest half window
of them, however many there are.  Long backlogs are folded portion by portion, each stored as a summary of its own, so
that what was done stays done.  Blank messages, and those
that are not to be remembered, count, but say nothing to the summariser.  No portion ends between a
tool call and its results.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

from holdfast.domain.memory import MOST_RESULTS, is_result, parting
from holdfast.domain.messages import Message, is_blank
from holdfast.domain.summaries import NewSummary, Summary
from holdfast.enrichment.plan import SUMMARY_STEP, summary_is_due
from holdfast.enrichment.steps.contract import UnfoldedSession
from holdfast.enrichment.summarisers import Summariser
from holdfast.providers.summaries.extractive import SummaryInput
from holdfast.storage.contract.storage import Storage

MESSAGES_PER_SUMMARY = 200
"""Messages that are offered to the summariser at once."""

_MESSAGES_AT_ONCE = 1_000
"""Messages that are read one session after the other, without a turn for anybody else: a few milliseconds."""


class Summarise:
    """Brings the summaries of sessions up to date.

    ``steps`` are the steps that a new summary calls for, unless its summariser has done them; ``stored`` is told of
    each summary, with those that were done.
    """

    name = SUMMARY_STEP

    def __init__(
        self,
        storage: Storage,
        summariser: Summariser,
        *,
        window: int,
        steps: Sequence[str],
        stored: Callable[[Sequence[str]], None] = lambda _: None,
    ) -> None:
        self._summaries = storage.summaries
        self._messages = storage.messages
        self._sessions = storage.sessions
        self._summariser = summariser
        self._window = window
        self._steps = tuple(steps)
        self._stored = stored

    async def run(self, batch: Sequence[UnfoldedSession]) -> None:
        """See `holdfast.enrichment.steps.contract.StepOver`."""
        failures: list[BaseException] = []
        for some in _side_by_side(await self._foldable([part.session for part in batch])):
            # Side by side they share calculations and commits.  None is broken off because another one failed.
            work = [self._bring_up_to_date(session, count) for session, count in some.items()]
            failures += filter(None, await asyncio.gather(*work, return_exceptions=True))
        for failure in failures:
            raise failure

    async def _bring_up_to_date(self, session: int, count: int) -> None:
        while count and await self._fold(session, count):
            count = (await self._foldable([session])).get(session, 0)

    async def _foldable(self, sessions: Sequence[int]) -> dict[int, int]:
        """How many messages beyond the summary point are to be folded now, of sessions of which some are."""
        return {
            session: count - self._window // 2
            for session, count in (await self._summaries.unsummarised(sessions)).items()
            if summary_is_due(unsummarised=count, window=self._window)
        }

    async def _fold(self, session: int, count: int) -> bool:
        """Fold the first ``count`` messages beyond the summary point; whether somebody else came in between.

        Messages that come meanwhile have a job of their own, which calls for this step again.
        """
        edition = await self._sessions.edition(session)
        base = await self._summaries.newest(session)
        after = base.point if base else 0
        while count > 0:
            size = min(count, MESSAGES_PER_SUMMARY)
            portion = await self._portion(session, after=after, size=size)
            if not portion:
                return False
            if size == count:
                count = len(portion)  # what was left out of the last portion stays in the window
            texts = [message for message in portion if message.remember and not is_blank(message.content)]
            if texts:
                base = await self._extend(session, base, portion, texts, edition=edition)
                if base is None:  # the session or one of the messages was deleted, or another process was faster
                    return True
            last = base.point if base and texts else portion[-1].position
            count -= sum(message.position <= last for message in portion)
            after = last
        return False

    async def _portion(self, session: int, *, after: int, size: int) -> list[Message]:
        """About so many messages behind a position, as many as can be parted from those behind them."""
        messages = await self._messages.span(session, after=after, limit=size + 1)
        if len(messages) > size and is_result(messages[size]):  # which is rare: then all that may belong together
            messages = await self._messages.span(session, after=after, limit=size + MOST_RESULTS + 1)
        return messages[: parting(messages, size)]

    async def _extend(
        self, session: int, base: Summary | None, portion: Sequence[Message], texts: Sequence[Message], *, edition: int
    ) -> Summary | None:
        """Store ``base`` extended by as much of ``texts`` as the summariser takes; ``None`` when that came too late.

        A call is folded together with its results, however often the summariser has to be asked.
        """
        inputs = [SummaryInput(message.role, message.content) for message in texts]
        folded = await self._summariser.fold(base.content if base else "", inputs)
        taken = folded.messages
        while (point := _point(portion, texts, taken)) is None:
            folded = await self._summariser.fold(folded.content, inputs[taken:])
            taken += folded.messages
        summary = await self._summaries.add(
            session,
            NewSummary(
                base=base.id if base else 0,
                point=point.position,
                content=folded.content.strip(),
                token_count=folded.token_count,
                edition=edition,
                metadata=folded.metadata,
                model=folded.model,
                vector=folded.vector,
            ),
            steps=[step for step in self._steps if step not in folded.done],
        )
        if summary is not None:
            self._stored(folded.done)
        return summary


def _side_by_side(foldable: Mapping[int, int]) -> list[dict[int, int]]:
    """Sessions with their counts, in groups of which the first portions are about `_MESSAGES_AT_ONCE` messages."""
    groups: list[dict[int, int]] = []
    left = 0
    for session, count in foldable.items():
        if left <= 0:
            groups.append({})
            left = _MESSAGES_AT_ONCE
        groups[-1][session] = count
        left -= min(count, MESSAGES_PER_SUMMARY)
    return groups


def _point(portion: Sequence[Message], texts: Sequence[Message], taken: int) -> Message | None:
    """The summary point when so many texts were taken: the last of them, or what lies before its call.

    ``None`` when the portion begins with that call, and some of its results were not taken yet.
    """
    if taken == len(texts):
        return portion[-1]
    count = portion.index(texts[taken - 1]) + 1
    before = parting(portion, count)
    return portion[before - 1] if 0 < before <= count else None

"""The steps that find entities, in messages and in summaries (semantics §3.2)."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.enrichment.calculations import ExtractorChoice, find_entities
from holdfast.enrichment.calculator import Calculator
from holdfast.enrichment.steps.contract import SessionMessages, SessionSummary
from holdfast.enrichment.steps.results import write_results
from holdfast.storage.contract.messages import MessageResult, Messages
from holdfast.storage.contract.summaries import Summaries

NAME = "entities"
KEY = "entities"
"""Below the ``system`` key of the metadata."""


class FindEntities:
    """Writes the entities of each message, an empty list where there are none."""

    name = NAME

    def __init__(self, messages: Messages, calculator: Calculator, extractor: ExtractorChoice) -> None:
        self._messages = messages
        self._calculator = calculator
        self._extractor = extractor

    async def run(self, batch: Sequence[SessionMessages]) -> None:
        """See `holdfast.enrichment.steps.contract.StepOver`."""
        found = [(part.session, message) for part in batch for message in part.messages]
        texts = [message.content for _, message in found]
        entities = await self._calculator.run(find_entities, self._extractor, texts)
        results = [
            MessageResult(session=session, position=message.position, revision=message.revision, findings={KEY: named})
            for (session, message), named in zip(found, entities, strict=True)
        ]
        await write_results(self._messages, results)


class FindSummaryEntities:
    """Writes the entities of a summary; a summary without any is not touched."""

    name = NAME

    def __init__(self, summaries: Summaries, calculator: Calculator, extractor: ExtractorChoice) -> None:
        self._summaries = summaries
        self._calculator = calculator
        self._extractor = extractor

    async def run(self, batch: Sequence[SessionSummary]) -> None:
        """See `holdfast.enrichment.steps.contract.StepOver`."""
        entities = await self._calculator.run(find_entities, self._extractor, [part.summary.content for part in batch])
        for part, named in zip(batch, entities, strict=True):
            if named:
                await self._summaries.set_findings(part.session, part.summary.id, {KEY: named})

"""The quick steps over messages in one go: one calculation for all of them, and one transaction for what they found.

That is how messages are usually enriched.  Where something fails, the steps themselves run one after the other, so that
only what is at fault is put back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import msgspec

from holdfast.domain.messages import Message
from holdfast.enrichment.calculations import ExtractorChoice, Findings, Wanted, enrich
from holdfast.enrichment.calculator import Calculator
from holdfast.enrichment.steps import entities, facts, index, tokens
from holdfast.enrichment.steps.contract import SessionMessages
from holdfast.enrichment.steps.facts import FindFacts
from holdfast.enrichment.steps.results import RESULTS_PER_WRITE
from holdfast.retrieval.analysis import analyzer_for
from holdfast.storage.contract.messages import MessageResult, Messages


class QuickSteps:
    """Does what the steps called ``names`` do, those that compute without a model elsewhere.

    ``extractor`` is ``None`` when entities are not looked for, ``language`` when no terms are stored; ``model`` is the
    name of the built-in model, empty when vectors are not its affair.
    """

    def __init__(
        self,
        messages: Messages,
        calculator: Calculator,
        finding: FindFacts,
        *,
        extractor: ExtractorChoice | None,
        language: str | None,
        model: str,
    ) -> None:
        self.names = (
            tokens.NAME,
            *(() if extractor is None else (entities.NAME,)),
            facts.NAME,
            *(() if language is None else (index.NAME,)),
        )
        self._messages = messages
        self._calculator = calculator
        self._facts = finding
        self._wanted = Wanted(extractor=extractor, language=language, embed=bool(model))
        self._analyzer = 0 if language is None else analyzer_for(language).fingerprint
        self._model = model

    async def run(self, batch: Sequence[SessionMessages]) -> None:
        """See `holdfast.enrichment.steps.contract.StepOver`."""
        places = [(part.session, message) for part in batch for message in part.messages]
        sent = [(message.role, message.content, message.created_at) for _, message in places]
        found = await self._calculator.run(enrich, self._wanted, sent)
        results = [_result(session, message, one) for (session, message), one in zip(places, found, strict=True)]
        # Written side by side they share a commit, and others have their turn between them.
        await asyncio.gather(
            *(
                self._messages.record(
                    results[start : start + RESULTS_PER_WRITE], analyzer=self._analyzer, model=self._model
                )
                for start in range(0, len(results), RESULTS_PER_WRITE)
            ),
            self._facts.keep(batch, [one.statements for one in found]),
        )


def _result(session: int, message: Message, found: Findings) -> MessageResult:
    return MessageResult(
        session=session,
        position=message.position,
        revision=message.revision,
        token_count=None if found.tokens == message.token_count else found.tokens,
        findings=None if found.entities is None else {entities.KEY: msgspec.Raw(found.entities)},
        terms=found.terms,
        vector=found.vector,
    )

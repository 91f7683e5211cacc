"""The step that counts tokens (semantics §3.4)."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.enrichment.calculations import count_tokens
from holdfast.enrichment.calculator import Calculator
from holdfast.enrichment.steps.contract import SessionMessages
from holdfast.enrichment.steps.results import write_results
from holdfast.storage.contract.messages import MessageResult, Messages

NAME = "tokens"


class CountTokens:
    """Writes the number of tokens of ``<role>: <content>`` to each message."""

    name = NAME

    def __init__(self, messages: Messages, calculator: Calculator) -> None:
        self._messages = messages
        self._calculator = calculator

    async def run(self, batch: Sequence[SessionMessages]) -> None:
        """See `holdfast.enrichment.steps.contract.StepOver`."""
        found = [(part.session, message) for part in batch for message in part.messages]
        texts = [(message.role, message.content) for _, message in found]
        counts = await self._calculator.run(count_tokens, texts)
        results = [
            MessageResult(session=session, position=message.position, revision=message.revision, token_count=count)
            for (session, message), count in zip(found, counts, strict=True)
            if count != message.token_count
        ]
        await write_results(self._messages, results)

"""The step that counts tokens (semantics §3.4)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from holdfast.enrichment.steps.contract import SessionMessages
from holdfast.providers.tokens.contract import TokenCounter
from holdfast.storage.contract import Messages

NAME = "tokens"


class CountTokens:
    """Writes the number of tokens of ``<role>: <content>`` to each message."""

    name = NAME

    def __init__(self, counter: TokenCounter, messages: Messages) -> None:
        self._counter = counter
        self._messages = messages

    async def run(self, batch: Sequence[SessionMessages]) -> None:
        """See `holdfast.enrichment.steps.contract.Step`."""
        counts = await asyncio.to_thread(self._count, batch)
        await asyncio.gather(
            *(
                self._messages.set_token_counts(part.session, found)
                for part, found in zip(batch, counts, strict=True)
                if found
            )
        )

    def _count(self, batch: Sequence[SessionMessages]) -> list[dict[int, int]]:
        return [
            {message.position: self._counter.count(f"{message.role}: {message.content}") for message in part.messages}
            for part in batch
        ]

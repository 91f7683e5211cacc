"""The step that asks a language model for the intent of messages (semantics §3.3)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from holdfast.domain.messages import Message, is_blank
from holdfast.domain.metadata import PROTECTED_KEY, decode_metadata
from holdfast.enrichment.prompts import intent_in, intent_prompt
from holdfast.enrichment.steps.contract import SessionMessages
from holdfast.providers.completions.contract import CompletionModel
from holdfast.storage.contract.messages import MessageResult, Messages

NAME = "intent"
KEY = "intent"
"""Below the ``system`` key of the metadata."""

MAXIMUM_OUTPUT = 512
"""Tokens."""

_CHARACTERS_PER_TOKEN = 2
"""Of nearly all texts; it bounds what is sent of a long one."""


class StateIntent:
    """Writes the intent of each message; nothing where the model states none.

    Messages that have an intent, from an attempt that failed half-way, are not asked about again.
    """

    name = NAME

    def __init__(self, messages: Messages, model: CompletionModel) -> None:
        self._messages = messages
        self._model = model
        self._longest = (model.context_size - MAXIMUM_OUTPUT - 256) * _CHARACTERS_PER_TOKEN

    async def run(self, batch: Sequence[SessionMessages]) -> None:
        """See `holdfast.enrichment.steps.contract.StepOver`; what was answered is kept even if a call fails."""
        open_ones = [(part.session, message) for part in batch for message in part.messages if _lacks_intent(message)]
        answers = await asyncio.gather(*(self._ask(message) for _, message in open_ones), return_exceptions=True)
        results = [
            MessageResult(session=session, position=message.position, revision=message.revision, findings={KEY: answer})
            for (session, message), answer in zip(open_ones, answers, strict=True)
            if isinstance(answer, str) and answer
        ]
        if results:
            await self._messages.record(results)
        for answer in answers:
            if isinstance(answer, BaseException):
                raise answer

    async def _ask(self, message: Message) -> str:
        prompt = intent_prompt(role=message.role, content=message.content[: self._longest])
        return intent_in(await self._model.complete(prompt, max_tokens=MAXIMUM_OUTPUT))


def _lacks_intent(message: Message) -> bool:
    if is_blank(message.content):
        return False
    system = decode_metadata(message.metadata).get(PROTECTED_KEY)
    return not (isinstance(system, dict) and KEY in system)

"""The step that asks a language model for facts that rules do not find.

The model may add facts and supersede others; it deletes nothing.  When it fails, the job is tried again and at last
parked; what rules found stays.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from holdfast.domain.facts import Fact, FactSelection
from holdfast.domain.sessions import Session
from holdfast.enrichment.calculations import count_text_tokens
from holdfast.enrichment.calculator import Calculator
from holdfast.enrichment.extraction import extraction_prompt, facts_in, nearest
from holdfast.enrichment.steps.contract import SessionMessages
from holdfast.enrichment.tally import Tally
from holdfast.errors import NotFound
from holdfast.providers.completions.contract import CompletionModel
from holdfast.providers.facts import trust
from holdfast.storage.contract.storage import Storage

log = logging.getLogger(__name__)

NAME = "extraction"
WINDOW = 12
"""Messages that one question is about."""
MAXIMUM_OUTPUT = 1024
"""Tokens."""

_LOOKED_AT = 200
"""Valid facts, the newest, among which the nearest are looked for."""


class ExtractFacts:
    """Stores what a language model finds in messages, with the messages that it cites."""

    name = NAME

    def __init__(self, storage: Storage, model: CompletionModel, calculator: Calculator, tally: Tally) -> None:
        self._storage = storage
        self._model = model
        self._calculator = calculator
        self._tally = tally

    async def run(self, batch: Sequence[SessionMessages]) -> None:
        """See `holdfast.enrichment.steps.contract.StepOver`."""
        for part in batch:
            messages = [message for message in part.messages if message.remember]
            for start in range(0, len(messages), WINDOW):
                window = SessionMessages(part.session, messages[start : start + WINDOW])
                if any(trust.is_users(message.role) and message.content.strip() for message in window.messages):
                    await self._extract(window)

    async def _extract(self, part: SessionMessages) -> None:
        session = await self._session(part.session)
        if session is None or not session.remember:
            return
        known = nearest(part.messages, await self._known(session))
        prompt = extraction_prompt(part.messages, known)
        answer = await self._model.complete(prompt, max_tokens=MAXIMUM_OUTPUT)
        await self._count(part.session, prompt, answer)
        facts, dropped = facts_in(answer, session=part.session, messages=part.messages, known=known)
        self._tally.facts["dropped"] += dropped
        stored = await self._storage.facts.record_extracted(facts, actor=f"model:{self._model.name}")
        self._tally.facts["stored"] += stored

    async def _session(self, session: int) -> Session | None:
        """The session of a number; ``None`` when it is gone."""
        names = await self._storage.sessions.names([session])
        try:
            return await self._storage.sessions.get(names.get(session, ""))
        except NotFound:
            return None

    async def _known(self, session: Session) -> list[Fact]:
        """Facts of the user of a session, or of the session itself."""
        selection = FactSelection(user_id=session.user_id, session_id=None if session.user_id else session.session_id)
        return await self._storage.facts.page(selection, limit=_LOOKED_AT)

    async def _count(self, session: int, prompt: str, answer: str) -> None:
        """Count the tokens that were spent, as the built-in encoding counts them."""
        tokens = sum(await self._calculator.run(count_text_tokens, [prompt, answer]))
        self._tally.extraction_tokens += tokens
        log.info("asked for facts of session %d: %d tokens", session, tokens)

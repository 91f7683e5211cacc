"""The two summarisers as the summary step sees them: without and with a language model."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Final, Protocol

import msgspec

from holdfast.domain.metadata import PROTECTED_KEY, Metadata
from holdfast.enrichment.calculations import (
    ExtractorChoice,
    MadeSummary,
    SummaryOrder,
    SummaryWanted,
    count_text_tokens,
    summarise,
)
from holdfast.enrichment.calculator import Calculator
from holdfast.enrichment.prompts import SummaryTemplate
from holdfast.enrichment.steps import entities, summary_vectors
from holdfast.errors import HoldfastError, Unavailable
from holdfast.providers.completions.contract import CompletionModel
from holdfast.providers.summaries.extractive import SummaryInput

log = logging.getLogger(__name__)

MAXIMUM_OUTPUT: Final = 1024
"""Tokens of a summary that a language model writes."""

MAXIMUM_PIECES: Final = 8
"""A message that is longer than so many prompts can carry is cut; it is a pasted file rather than something said."""

_SMALLEST_ROOM: Final = 256
_COUNT_MARGIN: Final = 0.9
"""Models count in encodings of their own, so only this share of the room is filled."""


class Folded(msgspec.Struct, frozen=True):
    """A summary, its token count, and how many of the messages that were given, the oldest ones, it covers.

    ``done`` are the steps over summaries that were done with it; they found its ``metadata`` and ``vector``, which is
    that of ``model``.
    """

    content: str
    token_count: int
    messages: int
    done: tuple[str, ...] = ()
    metadata: Metadata | None = None
    model: str | None = None
    vector: bytes | None = None


class EmptySummary(HoldfastError):
    """The language model answered nothing."""


class Summariser(Protocol):
    """Extends a summary by messages."""

    async def fold(self, previous: str, messages: Sequence[SummaryInput]) -> Folded:
        """``previous`` extended by at least the first of ``messages``, which are not blank, oldest first."""
        ...


_Waiting = tuple[SummaryOrder, asyncio.Future[MadeSummary]]


class BuiltInSummariser:
    """Summarises by extraction, without a language model.

    What is asked for at the same time is one calculation, and with a summary its entities and its vector are computed,
    where an ``extractor`` or the name of the built-in ``model`` is given.
    """

    def __init__(
        self,
        calculator: Calculator,
        *,
        token_budget: int,
        extractor: ExtractorChoice | None = None,
        model: str | None = None,
    ) -> None:
        self._calculator = calculator
        self._wanted = SummaryWanted(token_budget, extractor, embed=model is not None)
        self._model = model
        done = {entities.NAME: extractor is not None, summary_vectors.NAME: model is not None}
        self._done = tuple(name for name, is_done in done.items() if is_done)
        self._waiting: list[_Waiting] = []

    async def fold(self, previous: str, messages: Sequence[SummaryInput]) -> Folded:
        """As `Summariser.fold`; all messages are covered."""
        made: asyncio.Future[MadeSummary] = asyncio.get_running_loop().create_future()
        self._waiting.append((SummaryOrder(previous, tuple(messages)), made))
        if len(self._waiting) == 1:  # the first one asks for all
            await self._make()
        return self._folded(await made, len(messages))

    async def _make(self) -> None:
        """Make the summaries of all that ask for one now, and settle what they wait for."""
        failure: Exception = Unavailable("the calculation was broken off")
        found: Sequence[MadeSummary] = ()
        waiting: Sequence[_Waiting] = ()
        try:
            await asyncio.sleep(0)
            waiting, self._waiting = self._waiting, []
            found = await self._calculator.run(summarise, self._wanted, [order for order, _ in waiting])
        except Exception as error:  # noqa: BLE001 (each that waits raises it)
            failure = error
        finally:
            if not waiting:
                waiting, self._waiting = self._waiting, []
            for number, (_, made) in enumerate(waiting):
                if made.done():
                    continue
                if found:
                    made.set_result(found[number])
                else:
                    made.set_exception(failure)
                    made.exception()  # who was broken off himself does not look at it

    def _folded(self, made: MadeSummary, messages: int) -> Folded:
        return Folded(
            content=made.content,
            token_count=made.tokens,
            messages=messages,
            done=self._done,
            metadata={PROTECTED_KEY: {entities.KEY: made.entities}} if made.entities else None,
            model=self._model,
            vector=made.vector,
        )


class LanguageModelSummariser:
    """Lets a language model extend the summary by as many messages as one prompt carries.

    A message that is too long for a prompt is split, and its pieces are folded in one after the other.
    """

    def __init__(self, model: CompletionModel, template: SummaryTemplate, calculator: Calculator) -> None:
        self._model = model
        self._template = template
        self._calculator = calculator
        self._output = min(MAXIMUM_OUTPUT, model.context_size // 4)

    async def fold(self, previous: str, messages: Sequence[SummaryInput]) -> Folded:
        """As `Summariser.fold`.  Raises `EmptySummary`, and what the model raises."""
        lines = [f"{message.role}: {message.content}" for message in messages]
        template = self._template.fill(previous="", messages="")
        template_tokens, previous_tokens, *counts = await self._count([template, previous, *lines])
        if previous_tokens > self._output:  # it was made by another summariser with a larger budget
            previous = previous[-(len(previous) * self._output // previous_tokens) :]
        room = self._room(template_tokens + min(previous_tokens, self._output))
        fitting = _how_many_fit(counts, room)
        if fitting:
            content = await self._ask(previous, "\n".join(lines[:fitting]))
        else:
            room = self._room(template_tokens + self._output)
            content = await self._fold_long(previous, lines[0], tokens=counts[0], room=room)
        (tokens,) = await self._count([content])
        return Folded(content, tokens, max(fitting, 1))

    def _room(self, taken: int) -> int:
        """Tokens that are left for messages in a prompt of which so many are taken."""
        return max(int((self._model.context_size - self._output - taken) * _COUNT_MARGIN), _SMALLEST_ROOM)

    async def _fold_long(self, previous: str, line: str, *, tokens: int, room: int) -> str:
        """Fold a message that is too long for one prompt."""
        pieces = split_text(line, characters=max(len(line) * room // tokens, 1))
        if len(pieces) > MAXIMUM_PIECES:
            log.info("a message of %d tokens is cut for its summary", tokens)
        for piece in pieces[:MAXIMUM_PIECES]:
            previous = await self._ask(previous, piece)
        return previous

    async def _ask(self, previous: str, lines: str) -> str:
        prompt = self._template.fill(previous=previous, messages=lines)
        answer = (await self._model.complete(prompt, max_tokens=self._output)).strip()
        if not answer:
            raise EmptySummary(f"the language model {self._model.name} answered with an empty summary")
        return answer

    async def _count(self, texts: Sequence[str]) -> list[int]:
        return await self._calculator.run(count_text_tokens, tuple(texts))


def split_text(text: str, *, characters: int) -> list[str]:
    """Pieces of at most so many characters, cut after a blank where one lies in the last tenth of a piece."""
    pieces = []
    start = 0
    while start < len(text):
        end = start + characters
        if end < len(text):
            blank = text.rfind(" ", end - characters // 10, end)
            end = blank + 1 if blank > start else end
        pieces.append(text[start:end])
        start = end
    return pieces


def _how_many_fit(counts: Sequence[int], room: int) -> int:
    """How many of the texts with these token counts fit, from the first."""
    for index, count in enumerate(counts):
        room -= count + 1  # the line break
        if room < 0:
            return index
    return len(counts)

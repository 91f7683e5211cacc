"""Summarising with a language model: chains of calls, splits, bounds; and without one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Unpack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.enrichment.calculations import ExtractorChoice, embed_with_builtin_model, find_entities
from holdfast.enrichment.calculator import Arguments, Calculator, Result
from holdfast.enrichment.prompts import SummaryTemplate, summary_template
from holdfast.enrichment.summarisers import (
    MAXIMUM_OUTPUT,
    MAXIMUM_PIECES,
    BuiltInSummariser,
    EmptySummary,
    Folded,
    LanguageModelSummariser,
    split_text,
)
from holdfast.errors import Unavailable
from holdfast.providers.summaries.extractive import SummaryInput
from holdfast.providers.tokens.cl100k import load_cl100k

TEMPLATE = SummaryTemplate("P<{{.PrevSummary}}>M<{{.MessagesJoined}}>", setting="s")
COUNTER = load_cl100k()


class Model:
    """Answers with the number of its call, or what it was told to, and checks that prompts fit."""

    name = "model"

    def __init__(self, *, context_size: int = 4_096, answers: list[str] | None = None) -> None:
        self.context_size = context_size
        self.prompts: list[str] = []
        self._answers = answers or []

    async def complete(self, prompt: str, *, max_tokens: int) -> str:
        assert COUNTER.count(prompt) + max_tokens <= self.context_size
        assert max_tokens <= MAXIMUM_OUTPUT
        self.prompts.append(prompt)
        return self._answers.pop(0) if self._answers else f" summary {len(self.prompts)}\n"

    async def close(self) -> None:
        pass


async def fold(model: Model, previous: str, *contents: str) -> Folded:
    summariser = LanguageModelSummariser(model, TEMPLATE, Calculator(processes=0))
    return await summariser.fold(previous, [SummaryInput("human", content) for content in contents])


async def test_messages_that_fit_go_out_together_as_lines_with_their_roles() -> None:
    model = Model()
    folded = await fold(model, "before", "one", "two")
    assert model.prompts == ["P<before>M<human: one\nhuman: two>"]
    assert folded == Folded("summary 1", COUNTER.count("summary 1"), 2)


async def test_only_whole_messages_that_fit_are_taken() -> None:
    model = Model()
    long = "word " * 900
    folded = await fold(model, "", long, long, long, long)
    assert 1 <= folded.messages < 4
    assert model.prompts[0].count("human: ") == folded.messages


async def test_a_message_too_long_for_a_prompt_is_folded_piece_by_piece_in_a_chain() -> None:
    model = Model()
    folded = await fold(model, "before", "word " * 8_000, "next")
    assert folded.messages == 1
    assert len(model.prompts) > 2
    assert model.prompts[0].startswith("P<before>M<human: word")
    for number, prompt in enumerate(model.prompts[1:], start=1):
        assert prompt.startswith(f"P<summary {number}>")
    words = sum(prompt.count("word") for prompt in model.prompts)
    assert words == 8_000


async def test_a_pasted_file_is_cut() -> None:
    model = Model()
    await fold(model, "", "word " * 200_000)
    assert len(model.prompts) == MAXIMUM_PIECES


async def test_a_chain_of_long_answers_still_fits_the_context() -> None:
    answers = ["answer " * 900] * MAXIMUM_PIECES
    model = Model(context_size=4_096, answers=answers)
    await fold(model, "", "word " * 8_000)
    assert len(model.prompts) > 3


async def test_a_previous_summary_with_a_larger_budget_is_cut_at_its_beginning() -> None:
    model = Model()
    await fold(model, "old " * 3_000 + "newest", "one")
    assert model.prompts[0].split(">")[0].endswith("newest")
    assert 100 < model.prompts[0].count("old") < 2_000


@pytest.mark.parametrize("service", ["openai", "anthropic"])
async def test_the_built_in_prompts_leave_room_in_the_smallest_context(service: str) -> None:
    model = Model(context_size=2_048)
    template = summary_template(service=service, openai="", anthropic="")
    summariser = LanguageModelSummariser(model, template, Calculator(processes=0))
    folded = await summariser.fold("w " * 500, [SummaryInput("human", "word " * 200)] * 3)
    assert folded.messages >= 1


async def test_the_smallest_context_still_fits_everything() -> None:
    model = Model(context_size=2_048)
    await fold(model, "w " * 400, *["word " * 300] * 5)
    assert model.prompts


@pytest.mark.parametrize("answer", ["", " \n"])
async def test_an_empty_summary_is_an_error(answer: str) -> None:
    with pytest.raises(EmptySummary, match="model answered with an empty summary"):
        await fold(Model(answers=[answer]), "", "one")


@given(text=st.text(max_size=300), characters=st.integers(1, 40))
def test_pieces_make_up_the_text_and_keep_their_bound(text: str, characters: int) -> None:
    pieces = split_text(text, characters=characters)
    assert "".join(pieces) == text
    assert all(0 < len(piece) <= characters for piece in pieces)


async def test_the_built_in_summariser_takes_all_messages_within_its_budget() -> None:
    summariser = BuiltInSummariser(Calculator(processes=0), token_budget=60)
    messages = [SummaryInput("human", f"I moved to Lisbon in May of {year} with Anna.") for year in range(1990, 2020)]
    folded = await summariser.fold("", messages)
    assert folded.messages == 30
    assert 0 < folded.token_count == COUNTER.count(folded.content) <= 60


async def test_what_is_folded_at_the_same_time_is_one_calculation() -> None:
    calculator = CountingCalculator()
    summariser = BuiltInSummariser(calculator, token_budget=60)
    said = [f"I moved to Lisbon in May of {year} with Anna." for year in range(1990, 1995)]
    folded = await asyncio.gather(*(summariser.fold("", [SummaryInput("human", text)]) for text in said))
    assert [one.content for one in folded] == [f"human: {text}" for text in said]
    assert calculator.runs == 1
    alone = await summariser.fold("", [SummaryInput("human", said[0])])
    assert alone == folded[0]
    assert calculator.runs == 2


async def test_a_built_in_summary_comes_with_what_the_steps_over_it_would_find() -> None:
    calculator = Calculator(processes=0)
    choice = ExtractorChoice()
    summariser = BuiltInSummariser(calculator, token_budget=60, extractor=choice, model="static")
    folded = await summariser.fold("", [SummaryInput("human", "I moved to Lisbon in May of 1995 with Anna.")])
    assert folded.done == ("entities", "embedding")
    assert folded.metadata == {"system": {"entities": find_entities(choice, [folded.content])[0]}}
    assert (folded.model, folded.vector) == ("static", embed_with_builtin_model([folded.content])[0])
    without = await BuiltInSummariser(calculator, token_budget=60).fold("", [SummaryInput("human", "So it is.")])
    assert (without.done, without.metadata, without.model, without.vector) == ((), None, None, None)


async def test_a_calculation_that_fails_or_is_broken_off_fails_for_each_that_waits() -> None:
    failing = BuiltInSummariser(CountingCalculator(ValueError("no")), token_budget=60)
    waits = [failing.fold("", [SummaryInput("human", text)]) for text in ("one", "two")]
    failures = await asyncio.gather(*waits, return_exceptions=True)
    assert [str(failure) for failure in failures] == ["no", "no"]

    calculator = CountingCalculator(asyncio.Event())
    hanging = BuiltInSummariser(calculator, token_budget=60)
    first, second = (asyncio.create_task(hanging.fold("", [SummaryInput("human", text)])) for text in ("one", "two"))
    while not calculator.runs:  # noqa: ASYNC110  (a step of the loop or two)
        await asyncio.sleep(0)
    first.cancel()
    with pytest.raises(Unavailable):
        await second
    with pytest.raises(asyncio.CancelledError):
        await first

    first, second = (asyncio.create_task(hanging.fold("", [SummaryInput("human", text)])) for text in ("one", "two"))
    await asyncio.sleep(0)
    first.cancel()  # before it has asked
    with pytest.raises(Unavailable):
        await second
    assert calculator.runs == 1


class CountingCalculator(Calculator):
    """Computes at once; or raises, or waits for an event, in place of that."""

    def __init__(self, outcome: Exception | asyncio.Event | None = None) -> None:
        super().__init__(processes=0)
        self.runs = 0
        self._outcome = outcome

    async def run(self, function: Callable[[Unpack[Arguments]], Result], *arguments: *Arguments) -> Result:
        """See `Calculator.run`."""
        self.runs += 1
        if isinstance(self._outcome, Exception):
            raise self._outcome
        if self._outcome is not None:
            await self._outcome.wait()
        return function(*arguments)

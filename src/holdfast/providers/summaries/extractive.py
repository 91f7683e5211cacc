"""The built-in summariser: keeps the sentences most worth remembering, with who said them, within a token budget.

A summary is a short transcript, one line per speaker and turn:

    human: I moved to Lisbon in May. My sister Anna is getting married next year.
    assistant: The ceremony needs a permit from the city hall.

Each run lets the sentences of the previous summary compete with those of the new messages. Older sentences weigh
less and less, repeated ones are kept once (in their latest form), and the order stays chronological, so the chain of
summaries follows a session for ever without growing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

import msgspec

from holdfast.providers.summaries.repetitions import repeated
from holdfast.providers.summaries.salience import content_words, salience
from holdfast.providers.summaries.sentences import finished, split_plain, split_sentences
from holdfast.providers.tokens.contract import TokenCounter

MINIMUM_BUDGET: Final = 32  # tokens; below it not even one readable sentence is sure to fit
_OLDEST_WEIGHT: Final = 0.7  # of the first sentence of the previous summary, rising to …
_NEWEST_WEIGHT: Final = 0.95  # … this at its last
_BREVITY: Final = 0.35  # power of the tokens a sentence costs by which its worth is divided
_ANSWER_WORDS: Final = 5  # a turn of up to so many words is taken as the answer to the question before it
_LONGEST_ROLE: Final = 40
_MOST_SENTENCES: Final = 120  # of one message
_LEAST_WORTH: Final = 0.3  # below it a sentence is left out even where there is room
_COUNTED_SENTENCES: Final = 8_192  # of which the number of tokens is remembered
_KEPT_LINES: Final = 4_096
_SMALLEST_COST: Final = 4  # tokens; with fewer left nothing more is tried


class SummaryInput(msgspec.Struct, frozen=True):
    """A message to be folded into a summary."""

    role: str
    content: str


class _Sentence(msgspec.Struct):
    """A candidate; ``question`` is the one it answers and cannot be understood without."""

    role: str
    text: str
    worth: float
    words: frozenset[str]
    question: int | None = None


class ExtractiveSummariser:
    """Summarises without a language model; the same input always gives the same summary.

    Attributes:
        tokens: how many tokens a summary has; known already of the one that was made last.
    """

    name = "extractive"

    def __init__(self, counter: TokenCounter) -> None:
        self._counter = counter
        # What a summary keeps comes again with each that extends it.
        self._cost = lru_cache(maxsize=_COUNTED_SENTENCES)(self._cost_of)
        self.tokens = lru_cache(maxsize=1)(counter.count)

    def summarise(self, previous: str, messages: Sequence[SummaryInput], *, token_budget: int) -> str:
        """A summary of ``previous`` extended by ``messages`` (oldest first) of at most ``token_budget`` tokens.

        Empty only when there is nothing but blanks. Raises ValueError when ``token_budget`` is below 32.
        """
        if token_budget < MINIMUM_BUDGET:
            raise ValueError(f"token_budget: must be at least {MINIMUM_BUDGET}, got {token_budget}")
        candidates = [*_remembered(previous), *_said(messages)]
        _link_answers(candidates)
        _forget_repeated(candidates)
        chosen = self._choose(candidates, token_budget)
        if chosen:
            return _render(candidates, chosen)
        return self._fallback(previous, messages, token_budget)

    def _choose(self, candidates: list[_Sentence], budget: int) -> set[int]:
        """Indices of the most worthy sentences which fit, best first until the budget is used up."""
        ranking: list[tuple[float, int]] = []
        for at, one in enumerate(candidates):
            if one.worth >= _LEAST_WORTH:
                ranking.append((-one.worth / self._cost(one.role, one.text) ** _BREVITY, -at))
        ranking.sort()
        chosen: set[int] = set()
        ranked: list[set[int]] = []
        left = budget
        for _, place in ranking:
            if left < _SMALLEST_COST:
                break
            added = {at for at in (-place, candidates[-place].question) if at is not None and at not in chosen}
            cost = sum([self._cost(candidates[at].role, candidates[at].text) for at in added])
            if added and cost <= left:
                chosen |= added
                ranked.append(added)
                left -= cost
        while ranked and self.tokens(_render(candidates, chosen)) > budget:
            chosen -= ranked.pop()
        return chosen

    def _cost_of(self, role: str, text: str) -> int:
        return max(1, self._counter.count(f"{role}: {text}\n"))

    def _fallback(self, previous: str, messages: Sequence[SummaryInput], budget: int) -> str:
        """When no sentence is worth keeping or fits: the newest text there is, cut to the budget."""
        turns = [_turn(message.role, _one_line(message.content)) for message in messages if message.content.strip()]
        text = turns[-1] if turns else _one_line(previous)
        while self.tokens(text) > budget:
            text = finished(text[: len(text) * 2 // 3].rstrip())
        return text


def _remembered(previous: str) -> Iterator[_Sentence]:
    """The sentences of the previous summary, older ones weighing less."""
    parts = [(role, text) for line in previous.splitlines() for role, text in _line_sentences(line)]
    span = _NEWEST_WEIGHT - _OLDEST_WEIGHT
    for position, (role, text) in enumerate(parts, start=1):
        weight = _OLDEST_WEIGHT + span * position / len(parts)
        worth = max(salience(text, role), 0.5)  # it was worth keeping once
        yield _Sentence(role, text, worth * weight, content_words(text))


@lru_cache(maxsize=_KEPT_LINES)
def _line_sentences(line: str) -> tuple[tuple[str, str], ...]:
    """The sentences of a line of a summary with who said them; most lines come again in the next summary."""
    role, colon, rest = line.partition(": ")
    if not colon or len(role) > _LONGEST_ROLE or not role.strip() or "." in role:
        role, rest = "", line
    return tuple((role.strip(), text) for text in split_plain(rest))


def _said(messages: Sequence[SummaryInput]) -> Iterator[_Sentence]:
    for message in messages:
        role = _one_line(message.role)[:_LONGEST_ROLE]
        for position, text in enumerate(split_sentences(message.content)[:_MOST_SENTENCES]):
            worth = salience(text, role) * (1.0 if position < 3 else 0.85)
            yield _Sentence(role, text, worth, content_words(text))


def _link_answers(candidates: list[_Sentence]) -> None:
    """Tie a short turn to the question of another speaker right before it, and give it some of its worth."""
    for at in range(1, len(candidates)):
        answer, question = candidates[at], candidates[at - 1]
        asked = question.text.endswith(("?", "？", "؟")) and question.role != answer.role
        if asked and len(answer.text.split()) <= _ANSWER_WORDS and answer.words:
            answer.question = at - 1
            answer.worth = max(answer.worth, 0.5 + question.worth)


def _forget_repeated(candidates: list[_Sentence]) -> None:
    """Of sentences that say the same keep the latest, unless the earlier one says more."""
    for at in repeated([candidate.words for candidate in candidates]):
        candidates[at].worth = 0.0


def _render(candidates: list[_Sentence], chosen: set[int]) -> str:
    lines: list[str] = []
    speaker: str | None = None
    for at in sorted(chosen):
        sentence = candidates[at]
        if sentence.role == speaker:
            lines[-1] += " " + sentence.text
        else:
            lines.append(_turn(sentence.role, sentence.text))
            speaker = sentence.role
    return "\n".join(lines)


def _turn(role: str, text: str) -> str:
    name = _one_line(role)[:_LONGEST_ROLE]
    return f"{name}: {text}" if name else text


def _one_line(text: str) -> str:
    return " ".join(text[:2_000].split())

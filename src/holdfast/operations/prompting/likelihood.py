"""How likely a message answers a question where no hit is sure to: what a person tells of themselves comes first.

Such questions share few words with their answers, so the scores of hits say little. What is asked is nearly always
something that the person told of themselves; so what speaks in the first person counts more than what does not, what
tells something more than what only wants something of the assistant, and least what somebody else said.  The weights
are those of a conditional logit model (McFadden 1974) of which messages answer, on conversations of invented people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

import msgspec

from holdfast.domain.messages import Message
from holdfast.operations.prompting.changes import asks_whether_it_holds, tells_of_change
from holdfast.operations.prompting.days import are_near, days_in
from holdfast.operations.prompting.forms import MOST_READ, form_of, languages_of, of_length
from holdfast.operations.prompting.matters import Matter
from holdfast.operations.prompting.question_forms import asked_of_questions
from holdfast.operations.prompting.relations import names_of, relations_in
from holdfast.providers.facts.trust import NOT_PERSONS

_OF_OTHERS: Final = 0.5
"""What a score counts of a message that the user did not write."""
_TELLING_OF_CHANGE: Final = 1.2
"""What a score counts of a message that tells of a change, where the question is about one."""
_BEARING: Final = 1.38
"""What a score counts of a message that bears on what is asked."""
_NAMED: Final = 2.0
"""What it counts of a message about whom the question names."""
_AT_THAT_TIME: Final = 1.6
"""What it counts of a message that speaks of days near to those of which the question does."""
_IN_ANOTHER_LANGUAGE: Final = 0.73
"""What it counts of a message in another language than the question: people ask as they told."""
_RELATED, _HALF = 0.6, 3
"""How much more it counts of the best hit of a sub-question, and at which place half of that is left."""
_ANY_MONTH: Final = 1
_KEPT: Final = 4096
_MONTH: Final = slice(len("2026-"), len("2026-05"))

_NAME: Final = re.compile(r"(?<=[^.!?¿¡] )[A-ZÄÖÜÉÁÓÚÍÑ][^\W\d_]{2,}")


_OF_THE_ASSISTANT: Final = asked_of_questions(
    r"\b(?:did|had|have) you\b"
    r"|\byou(?:'ve|’ve)? (?:just )?(?:said|told|suggest|recommend|mention|gave|wrote|advis|propos)"
    r"|\byour (?:advice|suggest|answer|recommend|recipe|tip|list|draft|version)"
    r"|\bhast du\b|\bhaben sie\b|\bdu (?:mir|uns)\b|\bdein(?:e|en|er|em)? (?:rat|tipp|vorschl|empfehl|antwort|rezept)"
    r"|\btu (?:m['’]as|nous as|avais|as dit)|\b(?:dijiste|recomendaste|sugeriste|aconsejaste|propusiste|diste)\b"
    r"|\bmi (?:hai|avevi)\b|\bvocê (?:disse|sugeriu|recomendou)|\b(?:heb|had) je\b",
    re.IGNORECASE,
)
"""How a question begins that asks for what the assistant said."""


class Asked(msgspec.Struct, frozen=True):
    """What is asked: the matters, whom it names, and in which languages it may be.

    ``related`` are the UUIDs of what sub-questions found, with their places.  ``of_assistant`` tells that the question
    is about what the assistant said.  ``dated`` is the question where it speaks of days.
    """

    matters: frozenset[Matter]
    names: frozenset[str] = frozenset()
    related: Mapping[str, int] = {}
    languages: frozenset[str] = frozenset()
    of_assistant: bool = False
    dated: str = ""
    of_change: bool = False

    @classmethod
    def of(
        cls, question: str, matters: frozenset[Matter], related: Mapping[str, int], texts: Iterable[str] = ()
    ) -> Asked:
        """What a question asks; ``texts`` tell how those are called whom it names by a relation."""
        begun = question[:MOST_READ]
        of_assistant = _OF_THE_ASSISTANT.fits(begun)
        dated = begun if days_in(begun, _ANY_MONTH) else ""
        names = names_in(question) | names_of(relations_in(begun), texts)
        return cls(matters, names, related, languages_of(begun), of_assistant, dated, asks_whether_it_holds(begun))


def names_in(question: str) -> frozenset[str]:
    """The words of a question that look like names; the first word of a sentence may look so by chance."""
    return frozenset(name.casefold() for name in _NAME.findall(question[:MOST_READ]))


def likelihood(message: Message, score: float, asked: Asked) -> float:
    """What a score counts that a message has for a question."""
    return likelihoods([message], [score], asked)[0]


def likelihoods(messages: Sequence[Message], scores: Sequence[float], asked: Asked) -> list[float]:
    """What the scores count that messages have for a question."""
    share_of = _shares(asked.matters, asked.languages, asked.of_change).__getitem__
    of_others, related = 1 if asked.of_assistant else _OF_OTHERS, asked.related
    is_special = bool(asked.names or asked.dated)
    weights: list[float] = []
    for message, score in zip(messages, scores, strict=True):
        text = message.content
        if len(text) > MOST_READ:
            text = text[:MOST_READ]
        if message.role.casefold() in NOT_PERSONS:
            weights.append(of_length(text) * score * of_others)
            continue
        weight = share_of(text) * score
        if related and (place := related.get(message.uuid)) is not None:
            weight *= 1 + _RELATED * _HALF / (_HALF + place)
        if is_special:
            weight *= _share_of(message, text, asked)
        weights.append(weight)
    return weights


class _Shares(dict[str, float]):
    """What scores count of texts that a person wrote, by what they say and in which language; kept as forms are."""

    def __init__(self, matters: frozenset[Matter], languages: frozenset[str], *, of_change: bool) -> None:
        super().__init__()
        self._matters = matters
        self._of_hours = Matter.HOURS in matters
        self._languages = languages
        self._of_change = of_change

    def __missing__(self, text: str) -> float:
        if len(self) >= _KEPT:
            self.clear()
        share = self[text] = self._share(text)
        return share

    def _share(self, text: str) -> float:
        form, matters = form_of(text), self._matters
        share = form.weight
        if matters and (not matters.isdisjoint(form.matters) or (self._of_hours and days_in(text, _ANY_MONTH))):
            share *= _BEARING
        if self._of_change and tells_of_change(text):
            share *= _TELLING_OF_CHANGE
        if self._languages and form.languages and form.languages.isdisjoint(self._languages):
            share *= _IN_ANOTHER_LANGUAGE
        return share


@lru_cache(maxsize=8)
def _shares(matters: frozenset[Matter], languages: frozenset[str], of_change: bool) -> _Shares:  # noqa: FBT001
    """Those for a kind of questions: of most kinds there are few."""
    return _Shares(matters, languages, of_change=of_change)


def _share_of(message: Message, text: str, asked: Asked) -> float:
    """What a score counts of a message for whom and for which days a question names."""
    share = 1.0
    if asked.names and any(name in text.casefold() for name in asked.names):
        share *= _NAMED
    if asked.dated and _is_at_that_time(message, text, asked.dated):
        share *= _AT_THAT_TIME
    return share


def _is_at_that_time(message: Message, text: str, question: str) -> bool:
    """Whether a message speaks of days near to those of a question, of which one may have no month."""
    month = int(message.created_at[_MONTH])
    return are_near(days_in(question, month), days_in(text, month))

"""How likely a message answers a question where no hit is sure to: what a person tells of themselves comes first.

Such questions share few words with their answers, so the scores of hits say little. What is asked is nearly always
something that the person told of themselves; so what speaks in the first person counts more than what does not, what
tells something more than what only wants something of the assistant, and least what somebody else said.  The weights
are those of a conditional logit model (McFadden 1974) of which messages answer, on conversations of invented people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Final, NamedTuple

import msgspec

from holdfast.domain.messages import Message
from holdfast.operations.prompting.bearing import bears_on
from holdfast.operations.prompting.changes import asks_whether_it_holds, tells_of_change
from holdfast.operations.prompting.days import are_near, days_in
from holdfast.operations.prompting.matters import Matter
from holdfast.operations.prompting.relations import names_of, relations_in
from holdfast.operations.prompting.requests import only_asks
from holdfast.operations.prompting.volatile import asks
from holdfast.providers.facts.choices import with_trees
from holdfast.providers.facts.trust import NOT_PERSONS
from holdfast.retrieval.first_persons import is_of_oneself
from holdfast.retrieval.languages import telling_words

_OF_OTHERS: Final = 0.5
"""What a score counts of a message that the user did not write."""
_OF_A_REQUEST: Final = 0.64
"""What it counts of a message that only wants something of the assistant."""
_OF_A_QUESTION: Final = 0.93
_OF_ONESELF: Final = 1.1
_OF_A_CHANGE: Final = 1.08
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
_OF_LENGTH: Final = 0.24
"""By which power of the number of words a score counts more: who tells something takes more words than "found it"."""
_MOST_WORDS: Final = 20
_CHARACTERS, _UNSPACED_CHARACTERS = 5, 2
"""Characters of a word, and of one where there are no blanks."""
_ANY_MONTH: Final = 1
_MONTH: Final = slice(len("2026-"), len("2026-05"))
_MOST_READ: Final = 500
"""Characters of a text that are looked at."""
_KEPT: Final = 8192

_NAME: Final = re.compile(r"(?<=[^.!?¿¡] )[A-ZÄÖÜÉÁÓÚÍÑ][^\W\d_]{2,}")
_WORD: Final = re.compile(r"[^\W_]+")
_OF_CHANGES: Final = """
now since moved btw actually anymore jetzt inzwischen seit übrigens maintenant désormais depuis ahora desde agora ora
adesso nu sinds
"""
_CHANGE: Final = frozenset(_OF_CHANGES.split())
_CHANGES: Final = ("by the way", "no longer", "any more", "nicht mehr", "ya no", "non più", "não mais", "niet meer")
_UNSPACED: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_UNSPACED_CHANGE: Final = re.compile("现在|已经|今は|もう")


_OF_THE_ASSISTANT: Final = with_trees(
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
        begun = question[:_MOST_READ]
        of_assistant = _OF_THE_ASSISTANT.search(begun) is not None
        dated = begun if days_in(begun, _ANY_MONTH) else ""
        names = names_in(question) | names_of(relations_in(begun), texts)
        return cls(matters, names, related, languages_of(begun), of_assistant, dated, asks_whether_it_holds(begun))


def names_in(question: str) -> frozenset[str]:
    """The words of a question that look like names; the first word of a sentence may look so by chance."""
    return frozenset(name.casefold() for name in _NAME.findall(question[:_MOST_READ]))


def likelihood(message: Message, score: float, asked: Asked) -> float:
    """What a score counts that a message has for a question."""
    return likelihoods([(message, score)], asked)[0]


def likelihoods(scored: Iterable[tuple[Message, float]], asked: Asked) -> list[float]:
    """What scores count that messages have for a question."""
    of_question = bool(asked.related or asked.matters or asked.of_change or asked.names or asked.dated)
    of_others = 1 if asked.of_assistant else _OF_OTHERS
    weights: list[float] = []
    for message, score in scored:
        text = message.content[:_MOST_READ]
        if message.role.casefold() in NOT_PERSONS:
            weights.append(_of_length(text) * score * of_others)
            continue
        form = _form_of(text)
        weight = form.weight * score
        if of_question:
            weight = _weighed(weight, message, text, asked)
        if asked.languages and form.languages and form.languages.isdisjoint(asked.languages):
            weight *= _IN_ANOTHER_LANGUAGE
        weights.append(weight)
    return weights


def _weighed(weight: float, message: Message, text: str, asked: Asked) -> float:
    """What a weight becomes by what a person's message has to do with the question."""
    if asked.related:
        weight *= _of_related(message, asked)
    if asked.matters and (
        bears_on(text, asked.matters) or (Matter.HOURS in asked.matters and days_in(text, _ANY_MONTH))
    ):
        weight *= _BEARING
    if asked.of_change and tells_of_change(text):
        weight *= _TELLING_OF_CHANGE
    if asked.names and any(name in text.casefold() for name in asked.names):
        weight *= _NAMED
    if asked.dated and _is_at_that_time(message, text, asked.dated):
        weight *= _AT_THAT_TIME
    return weight


def _of_related(message: Message, asked: Asked) -> float:
    """What it counts that sub-questions found a message."""
    place = asked.related.get(message.uuid)
    return 1.0 if place is None else 1 + _RELATED * _HALF / (_HALF + place)


def _is_at_that_time(message: Message, text: str, question: str) -> bool:
    """Whether a message speaks of days near to those of a question, of which one may have no month."""
    month = int(message.created_at[_MONTH])
    return are_near(days_in(question, month), days_in(text, month))


class _Form(NamedTuple):
    """What the form of a person's message tells: what it makes of a score, and the languages that it may be in."""

    weight: float
    languages: frozenset[str]


def languages_of(text: str) -> frozenset[str]:
    """The languages that most of the function words of a text belong to; none where it has no such words."""
    return _languages_of(frozenset(_WORD.findall(text[:_MOST_READ].casefold())))


def _languages_of(words: frozenset[str]) -> frozenset[str]:
    """Those to which most of some words belong, of which there are too few to fill a byte of the counts."""
    telling = _telling()
    counts = sum([telling.counts[word] for word in telling.counts.keys() & words])
    if not counts:
        return frozenset()
    of_each = counts.to_bytes(len(telling.languages), "little")
    return _marked(of_each.translate(_MARKS[max(of_each)]))


_MARKS: Final = tuple(bytes(value == most for value in range(1 << 8)) for most in range(1 << 8))
"""For each number what tells it from others: 1 at its place, else 0."""


@lru_cache(maxsize=_KEPT)
def _marked(marks: bytes) -> frozenset[str]:
    """The languages at whose places there is a 1."""
    return frozenset(language for language, mark in zip(_telling().languages, marks, strict=True) if mark)


class _Telling(NamedTuple):
    """Function words, each with a number that has a byte for each language: one where the language has the word."""

    languages: tuple[str, ...]
    counts: dict[str, int]


@cache
def _telling() -> _Telling:
    owners = telling_words("english")
    languages = tuple(sorted({language for those in owners.values() for language in those}))
    places = {language: 1 << 8 * place for place, language in enumerate(languages)}
    return _Telling(languages, {word: sum(places[each] for each in those) for word, those in owners.items()})


@lru_cache(maxsize=_KEPT)
def _of_length(text: str) -> float:
    """What the length of a message makes of its score."""
    unspaced = 0 if text.isascii() else len(_UNSPACED.findall(text))
    words = len(text) / _CHARACTERS + unspaced / _UNSPACED_CHARACTERS
    return float((1 + min(words, _MOST_WORDS)) ** _OF_LENGTH)


@lru_cache(maxsize=_KEPT)
def _form_of(text: str) -> _Form:
    """What the form of a person's message tells, whatever is asked."""
    said = text.casefold()
    words = frozenset(_WORD.findall(said))
    weight = _of_length(text)
    if only_asks(text):
        weight *= _OF_A_REQUEST
    if is_of_oneself(said, words):
        weight *= _OF_ONESELF
    if asks(text):
        weight *= _OF_A_QUESTION
    if (
        not words.isdisjoint(_CHANGE)
        or any(each in said for each in _CHANGES)
        or (not said.isascii() and _UNSPACED_CHANGE.search(said))
    ):
        weight *= _OF_A_CHANGE
    return _Form(weight, _languages_of(words))

"""Facts that people state about themselves, found by rules.

Clause by clause the rules ask: are these the user's own words, do they say what is, and whom are they about?  Only then
do the patterns of the languages look for what fills a slot; other lasting statements of the speaker are kept without
one.  They are made to be right rather than complete: what they miss is still found by search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

import msgspec

from holdfast.domain.facts import folded
from holdfast.providers.facts import trust
from holdfast.providers.facts.answers import denied, is_asked_of_others, put_right, replaced
from holdfast.providers.facts.answers import spelled_out as answered
from holdfast.providers.facts.asides import without_asides
from holdfast.providers.facts.capitals import with_capitals
from holdfast.providers.facts.clauses import LONGEST_MESSAGE, clauses, own_words, sentences
from holdfast.providers.facts.contract import LONGEST_ANSWER, Said, Statement
from holdfast.providers.facts.corrections import corrections, may_correct
from holdfast.providers.facts.denials import without_denied
from holdfast.providers.facts.ending_forms import REPLACED
from holdfast.providers.facts.filling import Found
from holdfast.providers.facts.omissions import names_speaker
from holdfast.providers.facts.reader.statements import heard, may_hear
from holdfast.providers.facts.reports import tells_a_story, without_reports
from holdfast.providers.facts.screening import RULES
from holdfast.providers.facts.sentence import LANGUAGES, in_sentence, quoted, told_in
from holdfast.providers.facts.successors import may_right
from holdfast.providers.facts.verbless import listed, may_list

_CORRECTION: Final = re.compile(r"(?:^|(?<=\s))\*(\w+)(?!\w*\*)")
_ALIKE: Final = 0.7
_INTRODUCING_SENTENCES: Final = 3
"""Sentences of a message in which people say who they are."""


class BuiltInFactFinder:
    """The rules as a `holdfast.providers.facts.contract.FactFinder`."""

    def find(self, messages: Sequence[Said], *, first: int = 0) -> list[Statement]:
        """See `holdfast.providers.facts.contract.FactFinder`."""
        played = self.played(messages)
        return [
            msgspec.structs.replace(statement, message=number)
            for number in range(first, len(messages))
            if not played[number]
            for statement in self._found_at(messages, number)
        ]

    def _found_at(self, messages: Sequence[Said], number: int) -> list[Statement]:
        alone = self.find_alone(messages[number])
        if number == 0:
            return alone
        before = messages[number - 2] if number > 1 else None
        if self.answers_for_others(messages[number], messages[number - 1], before):
            alone = []
        told = {(one.slot, one.value) for one in alone if one.about is None}
        answers = self.find_answer(messages[number], messages[number - 1], before)
        answered = {(one.slot, one.value) for one in answers if one.about is None}
        alone = [one for one in alone if one.about is None or (one.slot, one.value) not in answered]
        return [*alone, *(one for one in answers if one.about is not None or (one.slot, one.value) not in told)]

    def find_alone(self, message: Said) -> list[Statement]:
        """See `holdfast.providers.facts.contract.FactFinder`."""
        return [Statement(0, *found) for found in _statements(message.content)] if trust.is_users(message.role) else []

    def find_answer(self, message: Said, question: Said, before: Said | None = None) -> list[Statement]:
        """See `holdfast.providers.facts.contract.FactFinder`."""
        if not trust.is_users(message.role):
            return []
        told = before.content if before is not None and trust.is_users(before.role) else ""
        if trust.is_users(question.role):
            return [Statement(0, *found) for found in _put_right(message.content, question.content, "")]
        answers = [*_answers(message.content, question.content, told)]
        answers += _put_right(message.content, told, question.content) if not answers else ()
        return [Statement(0, *found) for found in answers]

    def answers_for_others(self, message: Said, question: Said, before: Said | None = None) -> bool:
        """See `holdfast.providers.facts.contract.FactFinder`."""
        told = before.content if before is not None and trust.is_users(before.role) else ""
        if trust.is_users(question.role) or not is_asked_of_others(question.content, told):
            return False
        return len(message.content) <= LONGEST_ANSWER and not names_speaker(message.content)

    def played(self, messages: Sequence[Said]) -> list[bool]:
        """See `holdfast.providers.facts.contract.FactFinder`."""
        return trust.played(messages)


def _statements(content: str) -> Iterator[Found]:
    if len(content) > LONGEST_MESSAGE:
        return
    RULES.read(content)
    own = without_reports(own_words(content))
    RULES.read(own)
    own = without_denied(own)
    has_rules = RULES.tell(own)
    if not has_rules and not may_hear(own):
        return
    own = with_capitals(own)
    if trust.overrides(own) or tells_a_story(own):
        return
    if trust.asks_for_a_text(own):
        # The rules do not tell what is to be written from what is said of the speaker, but the reader does.
        has_rules, own = False, trust.before_the_text(own)
    told = without_asides(own)
    RULES.read(told.text)
    corrections = _CORRECTION.findall(told.text) if "*" in told.text else ()
    before = ""
    for number, (start, end) in enumerate(sentences(told.text)):
        found_here = list(in_sentence(told.text, start, end, before)) if has_rules else []
        if has_rules and number < _INTRODUCING_SENTENCES:
            found_here += _introduction(told.text, start, end, found_here)
        found_here = _with_heard(
            found_here, list(heard(told.text, start, end, found=found_here, before=before, languages=LANGUAGES))
        )
        before = told.text[start:end]
        for found in found_here:
            low, high = told.whole(found.start, found.end)
            value = _corrected(found.value, corrections) if corrections else found.value
            changed = value != found.value or low != found.start or high != found.end
            yield found._replace(start=low, end=high, value=value) if changed else found


def _with_heard(found: list[Found], more: Sequence[Found]) -> list[Found]:
    """What rules found and the reader heard in a sentence.

    What is over was so before what is now.  A value in the place of another comes before rules say that the other is
    over: then it would take the place of none.
    """
    if not more:
        return found
    over = [one for one in more if one.ends]
    changed = [one for one in more if not one.ends and one.about is not None]
    stated = [one for one in more if not one.ends and one.about is None]
    left = {(one.slot, folded(one.about)) for one in found if one.ends and one.about}
    changed = [one for one in changed if (one.slot, folded(one.value or "")) not in left]
    stated = [one for one in stated if (one.slot, folded(one.value or "")) not in left]
    return [*over, *changed, *(one for one in found if one.slot is not None), *stated]


def _answers(content: str, question: str, before: str) -> Iterator[Found]:
    """What a message states as the answer to a question; once for each slot and value."""
    told: set[tuple[str | None, str | None]] = set()
    over = denied(content, question) if own_words(content) and not trust.is_question(content) else None
    if over is not None:
        whole = next(sentences(content), (0, len(content)))
        yield from (Found(*whole, slot, None, ends=True, about=over.about) for slot in over.slots)
    content = with_capitals(content)
    instead = replaced(content, question) if not trust.is_question(content) else None
    if instead is not None:
        for slot in REPLACED:
            yield Found(instead.start, instead.end, slot, instead.value, ends=False, about=instead.about)
    whole = next(sentences(content), (0, len(content)))
    right = put_right(content, content[slice(*whole)], question) if own_words(content) else None
    if right is not None:
        told.add(right)
        yield Found(*whole, *right, ends=False)
    for start, end, sentence in answered(content, question, before):
        if trust.is_question(content[start:end]) or trust.is_supposition(content) or not own_words(content):
            continue
        low, high = next((span for span in sentences(content) if span[0] <= start < span[1]), (start, end))
        for one in told_in(sentence):
            if one.slot is not None and one.slot != "instruction" and (one.slot, one.value) not in told:
                told.add((one.slot, one.value))
                yield one._replace(start=low, end=max(high, end))


def _put_right(content: str, before: str, told: str) -> Iterator[Found]:
    """What a message that does nothing else puts right of what the user said ``before``; ``told`` was said between."""
    if not may_correct(content) or not own_words(content):
        return
    stated_before = [(one.slot, one.value) for one in _statements(before) if one.slot and one.value and not one.ends]
    for right in corrections(content, stated_before, told):
        yield Found(0, len(content), right.slot, right.value, ends=False, about=right.about)


def _corrected(value: str | None, corrections: Sequence[str]) -> str | None:
    """A value, or what the speaker put right afterwards (``*Olive``) where that is nearly the same word."""
    if value is None:
        return None
    return next((word for word in corrections if SequenceMatcher(None, value, word).ratio() > _ALIKE), value)


def _introduction(text: str, start: int, end: int, found: Sequence[Found]) -> Iterator[Found]:
    """What a sentence without a verb lists of the speaker."""
    sentence = text[start:end]
    if not may_list(sentence) or trust.is_question(sentence) or may_right(sentence):
        return
    told, values = {one.slot for one in found}, {one.value for one in found if not one.ends}
    for slot, value in listed(text, clauses(text, start, end), _read):
        if slot not in told and value not in values:
            told.add(slot)
            yield quoted(Found(start, end, slot, value, ends=False), start, end)


def _read(sentence: str) -> list[tuple[str | None, str | None]]:
    return [(one.slot, one.value) for one in told_in(sentence) if not one.ends]

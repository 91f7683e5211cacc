"""What becomes of what the reader hears: statements beside those of the rules.

A value is stated where the reader is certain.  Where it is less so, the words count as a change: only if the slot holds
a value already.  What ends always does, for there must be something that ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Final, NamedTuple

from holdfast.domain.slots import holds_one_value
from holdfast.domain.supersession import ANY_VALUE
from holdfast.providers.facts import trust
from holdfast.providers.facts.clauses import Clause, clauses, sentences
from holdfast.providers.facts.corrections import may_correct
from holdfast.providers.facts.endings import is_for_good
from holdfast.providers.facts.filling import EDGES, Found
from holdfast.providers.facts.holding import Match, holds
from holdfast.providers.facts.languages.english.language import ENGLISH
from holdfast.providers.facts.languages.english.words import ANIMALS
from holdfast.providers.facts.languages.health import names_something_else
from holdfast.providers.facts.omissions import is_about_others, is_of_a_child, names_speaker
from holdfast.providers.facts.others import gives_up_by_name, is_about_several_named, is_about_somebody
from holdfast.providers.facts.patterns import LONGEST_VALUE, Language, Pattern, occurring
from holdfast.providers.facts.rare import Rare
from holdfast.providers.facts.reader.hearing import Heard, Likely, named, told
from holdfast.providers.facts.reader.misheard import (
    came_to_nothing,
    goes_on,
    is_another_thing,
    is_denied,
    is_figure_of_speech,
    is_interjection,
    is_of_a_thing,
    is_of_others,
    is_on_errand,
    is_part_of_text,
    is_signed,
    is_spoken_to,
    is_thing_of_it,
    is_thing_there,
    named_as_left,
)
from holdfast.providers.facts.reader.partings import tells_of_parting
from holdfast.providers.facts.values import fitting, is_given_name, is_pronoun

_STATED: Final = 0.9
_STATED_IN: Final = {
    "age": 0.65,
    "allergy": 0.7,
    "birthday": 0.75,
    "children": 0.8,
    "diet": 0.6,
    "dislikes": 0.7,
    "employer": 0.75,
    "health": 0.7,
    "home": 0.75,
    "language": 0.7,
    "name": 0.7,
    "origin": 0.7,
    "partner": 0.7,
    "pets": 0.75,
}
"""From this certainty on a value counts in a slot that held nothing; `_STATED` in all that are not named.

These and the next were chosen on talk of persons that were left out of a training: lower ones bring few changes more.
In talk that states nothing of the kind, some slots are heard more often than others; they need more.
"""

_CHANGED_IN: Final = {"employer": 0.65, "home": 0.6, "job": 0.85, "partner": 0.6}
"""The same where a slot of one value holds another."""

_OVER_AS_WELL: Final = 0.25
_CHANGED_AS_OVER: Final = 0.45
"""The least of such a change where the sentence tells so certainly that what the slot held is over."""

_ENDED: Final = 0.5
_ENDED_IN: Final = {"diet": 0.55, "dislikes": 0.6, "education": 0.6, "health": 0.55, "home": 0.6, "likes": 0.65}
"""From these on it counts that what a slot held is over, whatever that is; `_ENDED` in all that are not named."""

_NAMED_ENDED: Final = 0.25
_NAMED_ENDED_IN: Final = {
    "children": 0.5,
    "diet": 0.4,
    "dislikes": 0.5,
    "education": 0.3,
    "health": 0.3,
    "job": 0.3,
    "likes": 0.5,
    "partner": 0.4,
}
"""The same where words are marked as what is over: they count only if the slot holds what they name."""

_SAID_ENDED: Final = 0.25
"""The same where none are marked, and a name in the sentence has to be what the slot holds: "I came out of Walkers"."""

_IN_QUESTIONS: Final = 0.8
"""The least of what counts in a sentence that asks as well: "Stagecoach let me go, what can I claim?"."""

_WITHOUT_SPEAKER: Final = 0.95
"""The least of what is so only of a speaker who is not named."""

_WRITTEN_SMALL: Final = 0.95
"""The least of a place that is written small, as all of the message."""

_SHORTEST_SMALL: Final = 5
"""Characters of a name that is written so and that nobody knows: shorter words are too many other things."""

_LEFT_TO_RULES: Final = frozenset({"instruction"})
"""What the assistant is to do is too much to be guessed."""

_HELD_BY_NAME: Final = frozenset({"employer", "home", "name", "pets"})
"""Slots of which somebody speaks by a name, once it is known."""

_NAME: Final = re.compile(r"\b(?!I\b)[A-ZÀ-ÖØ-Þ][\w-]+")
_HEALTH: Final = ("health",)
_NAMED: Final = frozenset({"home", "origin", "name", "partner", "children"})
"""Slots of which the values are names."""

_ANIMAL: Final = Rare(rf"\b(?:{ANIMALS})\b")
_NO_EMPLOYMENT: Final = Rare(
    r"\b(?:took|takes|taking) (?:me|us) (?!on\b)\w|\b(?:hired|hires|recruit\w*|took on|sacked|fired) "
    r"(?:my|our|his|her|their|an?|the|some|people|\d+)\b"
    r"|\b(?:gym|dentist|doctor|barber|hairdresser|vet|salon|garage)(?: (?:i|we) \w+)? (?:is|are)\b"
)
"""What takes somebody some time takes nobody on, whoever hires somebody else does not hire the speaker, and who serves
the speaker does not either."""

_GOES_ON: Final = re.compile(r" [A-ZÀ-ÖØ-Þ](?!\b)")
"""What stands behind a part of a name."""

_BEINGS: Final = frozenset({"partner", "pets"})
"""Slots that hold whom a sentence may be about, and not the speaker: "Megan was taken last night"."""

_PLACES: Final = frozenset({"home", "origin"})
_LIKINGS: Final = frozenset({"likes", "dislikes"})
_OF_SOMEBODY: Final = frozenset({"name", "partner", "children", "pets"})
"""Slots of which the values may be names of somebody who is spoken to."""

_OF_SPEAKER: Final = frozenset({"name", "age", "birthday", "children"})
"""Slots that only certain words fill in which the speaker is not named: "thanks, 42" is no age."""


def may_hear(text: str) -> bool:
    """Whether something may be heard in a sentence of a message."""
    sentences_told = (told(text, start, end) for start, end in sentences(text))
    return any(
        _is_wanted(each, {}, frozenset()) for one in sentences_told if one is not None for each in one.operations
    )


def heard(
    text: str, start: int, end: int, *, found: Sequence[Found], before: str, languages: Sequence[Language]
) -> Iterator[Found]:
    """What the sentence ``text[start:end]`` states beside what rules have ``found`` in it.

    ``before`` is the sentence before, ``languages`` those that the rules know.
    """
    likely = told(text, start, end)
    if likely is None:
        return
    sentence = text[start:end]
    filled = {(one.slot, one.ends) for one in found if one.about is None and (one.ends or one.value is not None)}
    over = {one.operation.slot: one.certainty for one in likely.operations if one.operation.ends}
    operations = [each for each in likely.operations if _is_wanted(each, over, filled)]
    is_own = bool(operations) and _is_of_speaker(sentence, before)
    if not is_own:
        operations = [each for each in operations if each.operation.ends and each.operation.slot in _BEINGS]
    if not operations:
        return
    floor = _IN_QUESTIONS if trust.is_question(sentence) else 0.0
    sure = (
        one
        for one in named(likely.words, operations)
        if one.certainty >= max(floor, _least(one, over)) and (is_own or one.end)
    )
    certain = list(_named_in(text, sentence, sure))
    if not certain or not _is_meant(sentence):
        return
    known = {one.value for one in found if one.value is not None}
    languages = occurring(languages, sentence)
    told_here: list[Found] = []
    for one, value, over_here in certain:
        if value in known or (one.end and not _may_be_named(one, value, text)):
            continue
        if not _holds(one, text, start, end, languages):
            continue
        if one.slot == "birthday" and is_of_a_child(sentence, before):
            continue
        if not one.ends:
            about = None if one.certainty >= _STATED_IN.get(one.slot, _STATED) else ANY_VALUE
            topics = _HEALTH if one.slot == "health" else ()
            told_here.append(Found(start, end, one.slot, value, ends=False, topics=topics, about=about))
        elif _is_over(one.slot, value, sentence) and _is_told(one, sentence, start):
            told_here += (Found(start, end, one.slot, None, ends=True, about=about) for about in over_here)
    changed = {one.slot for one in told_here if one.about is not None and not one.ends}
    yield from (one for one in told_here if not (one.ends and one.slot in changed))


class _Named(NamedTuple):
    """What was heard, the value that it names, and the words that name what is over."""

    heard: Heard
    value: str
    over: tuple[str, ...]


def _named_in(text: str, sentence: str, all_heard: Iterable[Heard]) -> Iterator[_Named]:
    """What was heard in a sentence, without ends of which nothing tells what is over, as of most."""
    for one in all_heard:
        value = fitting(one.slot, text[one.start : one.end].strip(EDGES))
        over = tuple(_ended(one, value, sentence)) if one.ends else ()
        if over or not one.ends:
            yield _Named(one, value, over)


def _is_wanted(one: Likely, over: Mapping[str, float], filled: Set[tuple[str | None, bool]]) -> bool:
    """Whether something may come of an operation that a sentence tells, which rules have not ``filled``."""
    slot, ends = one.operation
    if (slot, ends) in filled or (ends and holds_one_value(slot) and (slot, False) in filled):
        return False  # what is there anew has ended what was
    least = _least_ended(slot) if ends else _least_stated(slot, over)
    return slot not in _LEFT_TO_RULES and one.certainty >= least**2


def _least(one: Heard, over: Mapping[str, float]) -> float:
    """How certain it must be that a value is put into a slot, or ends; ``over`` tells how certain ends are."""
    if one.ends:
        return _least_ended(one.slot) if one.end else _SAID_ENDED
    return _least_stated(one.slot, over)


def _least_ended(slot: str) -> float:
    return _NAMED_ENDED_IN.get(slot, _NAMED_ENDED)


def _least_stated(slot: str, over: Mapping[str, float]) -> float:
    stated = _STATED_IN.get(slot, _STATED)
    if not holds_one_value(slot):
        return stated
    changed = min(stated, _CHANGED_IN.get(slot, stated))
    is_over = slot in _CHANGED_IN and over.get(slot, 0.0) >= _OVER_AS_WELL
    return min(changed, _CHANGED_AS_OVER) if is_over else changed


def _ended(one: Heard, value: str, sentence: str) -> Iterator[str]:
    """The words that name what is over: the ``value`` that was heard, else what there is, and names in the sentence."""
    if value:
        yield value
        return
    if one.certainty >= _ENDED_IN.get(one.slot, _ENDED):
        yield named_as_left(one.slot, sentence) or ANY_VALUE
        if holds_one_value(one.slot):
            return
    if one.slot in _HELD_BY_NAME:
        found = _NAME.finditer(sentence)
        names = [name[0] for name in found if not is_thing_there(one.slot, sentence[: name.start()])]
        if names:
            yield " ".join(names)


def _may_be_named(one: Heard, value: str, text: str) -> bool:
    """Whether a value is what may stand in its slot: a name has a large letter where the text has any."""
    if not value or len(value) > LONGEST_VALUE or is_pronoun(value) or is_interjection(value):
        return False
    if one.ends or one.slot not in _NAMED:
        return True
    if _GOES_ON.match(text, one.end) is not None:
        return False
    if not value[0].islower():
        return True
    if not text.islower() or (one.slot in _PLACES and one.certainty < _WRITTEN_SMALL):
        return False
    known = one.slot not in _PLACES and is_given_name(value.partition(" ")[0].capitalize())
    return known or len(value) >= _SHORTEST_SMALL


def _is_meant(sentence: str) -> bool:
    """Whether a sentence says what is, as far as its form tells."""
    if not trust.factual(sentence) or trust.is_joke(sentence) or may_correct(sentence):
        return False
    if is_about_somebody(sentence) or gives_up_by_name(sentence):
        return False
    return not (came_to_nothing(sentence) or is_part_of_text(sentence))


def _is_of_speaker(sentence: str, before: str) -> bool:
    """Whether a sentence is about who says it, as far as its form tells; ``before`` is the sentence before."""
    return names_speaker(sentence) or not (is_of_others(sentence) or is_about_others(sentence, 0, (), before))


def _is_over(slot: str, value: str, sentence: str) -> bool:
    """Whether a sentence says in earnest that something is over; the kind of an animal is left to the rules."""
    if trust.is_temporary(sentence) or not is_for_good(slot, sentence):
        return False
    if (slot in _LIKINGS and goes_on(sentence)) or is_of_a_thing(slot, sentence):
        return False
    return bool(value) or slot != "pets" or not _ANIMAL.fits(sentence)


def _is_told(one: Heard, sentence: str, start: int) -> bool:
    """Whether a sentence, which begins at ``start``, has words that tell of an end, as far as it needs them."""
    if one.slot not in _BEINGS:
        return True
    return tells_of_parting(sentence, one.start - start, one.end - start if one.end else 0)


def _holds(one: Heard, text: str, start: int, end: int, languages: Sequence[Language]) -> bool:
    """Whether the clause that names a value says what is, of the speaker, as the rules ask it of what they find."""
    sentence, whole = text[start:end], Clause(start, end, start, end)
    clause = next((part for part in clauses(text, start, end) if part.start <= one.start < part.end), whole)
    words = text[one.start : one.end]
    match = Match(clause.start, one.end or end, one.start or start, words or None)
    if is_figure_of_speech(one.slot, sentence, words) or _is_not_speakers(one, text[clause.start : clause.end]):
        return False
    if _is_of_something(one, text, start, end):
        return False
    if _is_unsaid(one, text[clause.start : one.start], sentence, one.start - start, one.end - start):
        return False
    needs_speaker = not one.ends and one.slot in _OF_SPEAKER
    needs_speaker = needs_speaker and (one.slot == "age" or one.certainty < _WITHOUT_SPEAKER)
    if needs_speaker and not any(each.speaker.fits(sentence) for each in languages):
        return False
    if one.slot == "employer" and _NO_EMPLOYMENT.fits(sentence):
        return False
    return holds(Pattern(one.slot, ENGLISH.subject, one.ends), match, text, clause, languages)


def _is_of_something(one: Heard, text: str, start: int, end: int) -> bool:
    """Whether the words that name a value only tell what something else is: "the diabetes nurse", "my Polish book"."""
    if one.slot == "health" and names_something_else(text, one.end):
        return True
    return one.ends and is_thing_of_it(one.slot, text[start:end], one.start - start, one.end - start)


def _is_not_speakers(one: Heard, clause: str) -> bool:
    """Whether a clause is about others than the speaker, or than whom the speaker has."""
    is_of_being = one.ends and one.end > 0 and one.slot in _BEINGS
    return is_of_others(clause) and not is_of_being


def _is_unsaid(one: Heard, before: str, sentence: str, start: int, end: int) -> bool:
    """Whether the value ``sentence[start:end]`` is denied, wished for, on an errand, or who is called by name."""
    if one.slot == "children" and is_about_several_named(sentence):
        return True
    if one.ends and one.end:
        is_elsewhere = one.certainty < _ENDED and is_thing_there(one.slot, before)
        return is_elsewhere or (one.slot in _BEINGS and is_spoken_to(sentence, start, end))
    if one.ends:
        return False
    if is_denied(one.slot, before) or is_on_errand(one.slot, sentence):
        return True
    if is_another_thing(one.slot, sentence, start, end):
        return True
    return one.slot in _OF_SOMEBODY and (is_signed(sentence[:start]) or is_spoken_to(sentence, start, end))

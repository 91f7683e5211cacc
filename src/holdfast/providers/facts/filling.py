"""What a sentence puts into slots, pattern by pattern, and what it says besides that fills none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from holdfast.providers.facts import trust
from holdfast.providers.facts.clauses import Clause, clauses
from holdfast.providers.facts.languages.english.family import MAYBE_LOVER, OF_A_CHILD
from holdfast.providers.facts.languages.english.instructions import INSTRUCTION_ENDS
from holdfast.providers.facts.patterns import LONGEST_VALUE, Language, Pattern
from holdfast.providers.facts.values import fitting, is_only_a_name

_LIST: Final = re.compile(r"\s*(?:,|、|&|\band\b|\bund\b|\bet\b|\by\b|\be\b|和)\s*", re.IGNORECASE)

EDGES: Final = " \t\n\"'“”„‘’*_.,;:!?()"

_WHEN: Final = re.compile(
    r"\s+(?:\w+\s+){1,3}ago\W*$|\s+(?:since|depuis|seit|desde|hace)\s.*$|\s+de(?:puis)?\s*$", re.IGNORECASE
)
"""Since when something is so, behind what it is."""

_FEWEST_WORDS: Final = 3

_BEFORE: Final = {
    "language": re.compile(
        r"^(?:some|a bit of|a little(?: bit of)?|basic|un poco de|un peu de|um pouco de|etwas|ein bisschen) ",
        re.I,
    ),
    "likes": re.compile(r"^(?:go|do|play|playing|doing) ", re.IGNORECASE),
}
"""What stands before a value and is none of it, by slot: how much of a language somebody speaks."""

OFTEN_PLANNED: Final = frozenset({"home", "job", "employer"})
"""Slots of which people speak long before they come true."""

_RELATIVES: Final = frozenset({"partner", "children", "pets", "name"})
"""Slots that are about others by nature: that others are spoken of is no reason against them."""

_POSSESSIVE: Final = re.compile(r"['’]s?$")

_TO_SPEAKER: Final = re.compile(r"\b(?:me|us)\b", re.IGNORECASE)
"""Others do it, but to the speaker: "they made me a dispatcher"."""

_GIVEN_UP: Final = re.compile(
    r"\b(?:quit|left|lost|leaving|resigned|gave up|given up|packed in|chucked|jacked|turned down|no longer have)"
    r"(?: (?:in|from|my|the|a|an|up|old))* $",
    re.IGNORECASE,
)
"""What stands before the work that somebody has no longer."""

_PLACING: Final = re.compile(
    r"\b(?:in|to|at|near|outside|from|for|around|on|of|by|à|en|a|em|no|na|para|nach|naar|te|bei|ad)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""What stands before the name of a place."""

_AT_WORK: Final = re.compile(r"\b(?:at|joined|joining|bei|chez|bij|presso)\s+(?:the\s+)?$", re.IGNORECASE)
"""What stands before the name of a firm, and of no person."""

_NEGATED: Final = re.compile(
    r"\b(?:not|never|don['’]?t|isn['’]?t|aren['’]?t|nicht|kein\w*|pas|no|não|non)\s*$", re.IGNORECASE
)

_NO_NAMES: Final = frozenset(
    """
    the a an and or but so sorry happy glad vegan vegetarian english german french spanish irish scottish welsh american
    british canadian dutch italian monday tuesday wednesday thursday friday saturday sunday ok okay back home here there
    nothing same everything anyone everyone nobody all good still not someone something
    hello again
    hi hey hiya yo
    muslim jewish christian catholic buddhist hindu european african asian
    """.split()  # noqa: SIM905
)


class Found(NamedTuple):
    """A statement in one message; see `holdfast.providers.facts.contract.Statement`."""

    start: int
    end: int
    slot: str | None
    value: str | None
    ends: bool
    topics: tuple[str, ...] = ()
    about: str | None = None


class _Match(NamedTuple):
    """Where a pattern fits, in the whole text, and the value it names."""

    start: int
    end: int
    value_start: int
    value: str | None


def stated(words: str, languages: Sequence[Language]) -> list[Found]:
    """What some words put into slots that are no sentence of the message."""
    return distinct(slots(words, 0, len(words), clauses(words, 0, len(words)), languages))


def distinct(found: Iterable[Found]) -> list[Found]:
    """Each slot and value once; what fills another slot is no name: "I am Vegetarierin".  An allergy is no diet."""
    single = _whole(list({(one.slot, one.value): one for one in found}.values()))
    others = {one.value for one in single if one.slot not in {"name", "form_of_address"}}
    allergies = {one.value for one in single if one.slot == "allergy" and not one.ends}
    named = {one.value for one in single if one.slot in _RELATIVES | {"employer"} and not one.ends}
    partners = {one.value for one in single if one.slot == "partner" and not one.ends}
    return [
        one
        for one in single
        if not (one.slot == "name" and one.value in others)
        and not (one.slot == "diet" and one.value in allergies)
        and not (one.slot == "children" and one.value in partners)
        and not (one.slot == "home" and one.value in named)
    ]


def _whole(found: Sequence[Found]) -> list[Found]:
    """Without what names only a part of another: a "small bakery" beside "run a small bakery"."""
    planned = [one for one in found if one.slot in OFTEN_PLANNED and one.value is not None and not one.ends]
    return [
        one
        for one in found
        if not any(
            one is not other
            and (one.slot, one.ends) == (other.slot, other.ends)
            and one.value is not None
            and one.value != other.value
            and f" {one.value} " in f" {other.value} "
            for other in planned
        )
    ]


def slots(text: str, start: int, end: int, parts: Sequence[Clause], languages: Sequence[Language]) -> Iterator[Found]:
    """What a sentence puts into slots, language by language."""
    sentence = text[start:end]
    instruction = _instruction(text, start, end, parts, languages)
    if instruction is not None:
        yield instruction
        if not instruction.ends and not any(language.speaker.fits(sentence) for language in languages):
            return
    for language in languages:
        for form in language.candidates(sentence):
            for match in _matches(form, text, start, end, parts):
                clause = _clause_of(parts, match.start, match.end)
                if _holds(form, match, text, clause, languages):
                    yield from _filled(form, match, clause)


def _matches(form: Pattern, text: str, start: int, end: int, parts: Sequence[Clause]) -> Iterator[_Match]:
    """Where a pattern fits: in the sentence, or beginning in one of its clauses, from where it may run on."""
    origins = [(start, end)] if form.sentence else [(clause.start, clause.end) for clause in parts]
    for low, high in origins:
        rest = text[low:end]
        for match in form.form.form.finditer(rest) if form.form.lets_pass(rest) else ():
            if match.start() < high - low:
                named = "value" in form.form.form.groupindex
                value_start = match.start("value") if named and match["value"] is not None else match.start()
                yield _Match(
                    low + match.start(), low + match.end(), low + value_start, match["value"] if named else None
                )


def _clause_of(parts: Sequence[Clause], start: int, end: int) -> Clause:
    """The clauses from ``start`` to ``end`` as one."""
    touched = [part for part in parts if part.start < end and start < part.end]
    return touched[0]._replace(end=max(end, touched[-1].end)) if touched else Clause(start, end, start, end)


def _holds(form: Pattern, match: _Match, text: str, clause: Clause, languages: Sequence[Language]) -> bool:
    """Whether the words of a match say what is, of the speaker."""
    words = text[clause.start : clause.end]
    said = text[clause.start : match.end] if form.slot in _RELATIVES else words
    asks = trust.is_question(words) and not trust.is_about_reality(words) and form.slot != "form_of_address"
    if asks or trust.is_reported(said):
        return False
    ahead = text[clause.start : match.start]
    if not form.ends and (_NEGATED.search(ahead) or (form.slot in OFTEN_PLANNED and _GIVEN_UP.search(ahead))):
        return False
    if not form.lasting and trust.is_temporary(words):
        return False
    planned = form.slot in OFTEN_PLANNED and trust.is_plan(text[clause.start : match.end] if form.lasting else words)
    if planned or _is_somebody_else(form, match, text, clause):
        return False
    before = text[clause.start : match.start if form.own else match.value_start]
    if _TO_SPEAKER.search(text[match.start : match.value_start]):
        return True
    return form.slot in _RELATIVES or not any(language.others.fits(before) for language in languages)


def _may_be_lover(match: _Match, text: str, clause: Clause) -> bool:
    """Whether words that name a child may as well name a girlfriend: nothing of a child is told of her."""
    sentence = text[clause.sentence_start : clause.sentence_end]
    return MAYBE_LOVER.search(text[match.start : match.end]) is not None and OF_A_CHILD.search(sentence) is None


def _is_somebody_else(form: Pattern, match: _Match, text: str, clause: Clause) -> bool:
    """Whether who or what is named is as likely something else than what the slot is for."""
    if form.slot == "children":
        return _may_be_lover(match, text, clause)
    return form.slot in {"home", "employer"} and _is_somebody(form, match, text)


def _is_somebody(form: Pattern, match: _Match, text: str) -> bool:
    """Whether a word where a place or a firm may stand names people, as far as its form and what is known tell."""
    placing = _PLACING if form.slot == "home" else _AT_WORK
    return is_only_a_name(match.value or "") and not placing.search(text[: match.value_start])


def _filled(form: Pattern, match: _Match, clause: Clause) -> Iterator[Found]:
    if match.value is None:
        if form.ends:
            yield Found(clause.start, clause.end, form.slot, None, form.ends)
        return
    for part in _LIST.split(match.value) if form.several else [match.value]:
        value = _WHEN.sub("", part).strip(EDGES)
        if form.slot in _BEFORE:
            value = _BEFORE[form.slot].sub("", value)
        if form.slot in _RELATIVES:
            value = _POSSESSIVE.sub("", value)
        value = fitting(form.slot, value)
        if value and len(value) <= LONGEST_VALUE and not (form.slot == "name" and value.lower() in _NO_NAMES):
            yield Found(clause.start, clause.end, form.slot, value, form.ends)


def _instruction(
    text: str, start: int, end: int, parts: Sequence[Clause], languages: Sequence[Language]
) -> Found | None:
    """The standing instruction that a sentence gives, or takes back."""
    if INSTRUCTION_ENDS.fits(text[start:end]):
        return Found(start, end, "instruction", text[start:end].strip(EDGES)[:LONGEST_VALUE], ends=True)
    forms = [each.instruction.form for each in languages if each.instruction.lets_pass(text[start:end])]
    for clause in parts if forms else ():
        rest = text[clause.start : end]
        asks = trust.is_question(rest) and not trust.asks_for_good(rest)
        if not asks and any(form.search(rest) for form in forms):
            return Found(clause.start, end, "instruction", rest.strip(EDGES)[:LONGEST_VALUE], ends=False)
    return None


def without_slot(text: str, clause: Clause, languages: Sequence[Language]) -> Iterator[Found]:
    """A lasting statement that fills no slot, in a clause whose subject is the speaker."""
    words = text[clause.start : clause.end]
    if words.isascii() and len(words.split()) < _FEWEST_WORDS:
        return
    asks = trust.is_question(text[clause.start : clause.sentence_end])
    if asks or trust.is_temporary(words) or trust.is_reported(words):
        return
    if any(language.unimportant.fits(words) or language.others.fits(words) for language in languages):
        return
    yield Found(clause.start, clause.end, None, None, ends=False)

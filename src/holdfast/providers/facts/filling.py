"""What a sentence puts into slots, pattern by pattern, and what it says besides that fills none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from holdfast.domain.slots import holds_one_value
from holdfast.providers.facts import trust
from holdfast.providers.facts.clauses import Clause, clauses
from holdfast.providers.facts.greetings import is_said_to_listener
from holdfast.providers.facts.holding import OFTEN_PLANNED, RELATIVES, Match, holds
from holdfast.providers.facts.instructed import is_in_confidence, is_only_since_when, wish_alone
from holdfast.providers.facts.languages.english.instructions import INSTRUCTION_ENDS
from holdfast.providers.facts.languages.standing import STANDING
from holdfast.providers.facts.others import is_about_somebody
from holdfast.providers.facts.passing import is_passing
from holdfast.providers.facts.patterns import LONGEST_VALUE, Language, Pattern
from holdfast.providers.facts.requests import is_for_once
from holdfast.providers.facts.screening import RULES, Screened
from holdfast.providers.facts.values import fitting, is_given_name

_LIST: Final = re.compile(r"\s*(?:,|、|&|\band\b|\bund\b|\bet\b|\by\b|\be\b|和)\s*", re.IGNORECASE)

_NOT_LISTED: Final = re.compile(
    r"(?:no (?:joke|jokes|kidding|lie|idea|really|thanks|doubt|surprise|way)|not (?:a joke|kidding|funny|fun)|"
    r"seriously|"
    r"honestly|really|badly|severely|sadly|yes|yep|yeah|makes?|makin|means?|meaning|which|who|it|it['’]s|its|that|"
    r"that['’]s|thats|"
    r"this|i|i['’]\w+|im|we|he|she|they|so|hence|because|but|though|imagine|hospital|epi ?pen|sorry|ask|"
    r"trust me|"
    r"believe me|kein witz|kein scherz|im ernst|echt|leider|ernsthaft|ist|das|sans blague|sérieux|c['’]est|ça|je|"
    r"en serio|de verdad|no es|no es broma|es|lo|a sério|sério|não é|é|eu|davvero|sul serio|non scherzo|è|non è|lo so|"
    r"echt waar|serieus|geen grap|het|dat|ik|真的|不开玩笑|本当に|冗談)(?![\w’'])",
    re.IGNORECASE,
)
"""How a part begins that stands behind a list and is none of it: "latex, no joke, makes parties hard"."""

EDGES: Final = " \t\n\"'“”„‘’*_.,;:!?()/"

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

_INSTRUCTED: Final = frozenset({"time_zone"})
"""Slots that an instruction may fill that says nothing else of the speaker."""

_POSSESSIVE: Final = re.compile(r"['’]s?$")

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


_TOLD: Final = re.compile(
    r"\b(?:i|i['’]\w+|we|he|she|they|it['’]?s|ich|wir|er|sie|es|das|je|j['’]\w+|il|elle|on|yo|él|ella|eu|ele|ela|io|lui|lei|"
    r"ik|wij|hij|zij|habe?|bin|ist|war|est|es|era|é|è|is|was)\b",
    re.IGNORECASE,
)
"""What shows that something is told, and nothing wished: "he forgets, always"."""


class Found(NamedTuple):
    """A statement in one message; see `holdfast.providers.facts.contract.Statement`."""

    start: int
    end: int
    slot: str | None
    value: str | None
    ends: bool
    topics: tuple[str, ...] = ()
    about: str | None = None


def stated(words: str, languages: Sequence[Language]) -> list[Found]:
    """What some words put into slots that are no sentence of the message."""
    return distinct(slots(words, 0, len(words), clauses(words, 0, len(words)), languages))


def distinct(found: Iterable[Found]) -> list[Found]:
    """Each slot and value once; what fills another slot is no name: "I am Vegetarierin".  An allergy is no diet."""
    listed = list(found)
    if len(listed) < 2:
        return listed
    # What is over is over, whatever else the words fit.
    single = _whole(list({(one.slot, one.value): one for one in sorted(listed, key=lambda one: one.ends)}.values()))
    if len(single) < 2:
        return single
    single = [one for one in single if not _is_followed(one, single)]
    others = {one.value for one in single if one.slot not in {"name", "form_of_address"}}
    allergies = {one.value for one in single if one.slot == "allergy" and not one.ends}
    named = {one.value for one in single if one.slot in RELATIVES | {"employer"} and not one.ends}
    pets = {one.value for one in single if one.slot == "pets"}
    partners = {one.value for one in single if one.slot == "partner" and not one.ends}
    firms = {one.value for one in single if one.slot == "employer" and not one.ends}
    # "I'm with Host now" names a firm, unless somebody is called so
    both = {value for value in partners & firms if value is not None}
    people = {value for value in both if is_given_name(value)}
    return [
        one
        for one in single
        if not (one.slot == "name" and one.value in others)
        and not (one.slot == "diet" and one.value in allergies)
        and not (one.slot == "children" and one.value in partners | pets)
        and not (one.slot == "home" and one.value in named)
        and not (one.slot == "partner" and one.value in both - people)
        and not (one.slot == "employer" and one.value in people)
    ]


def _is_followed(over: Found, found: Iterable[Found]) -> bool:
    """Whether what ends a slot, whatever fills it, stands before what fills it anew, which ends it as well."""
    if not over.ends or over.value is not None or not holds_one_value(over.slot or ""):
        return False
    return any(one.slot == over.slot and not one.ends and over.start < one.start for one in found)


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
    told = instruction is None or instruction.ends or any(language.speaker.fits(sentence) for language in languages)
    whole = _Origin(start, end, sentence, RULES.admitted(sentence))
    begun: list[_Origin] | None = None
    for language in languages:
        for form in language.candidates(sentence):
            if not told and form.slot not in _INSTRUCTED:
                continue
            if begun is None and not form.sentence:
                begun = [_origin(text, part, whole) for part in parts]
            for match in _matches(form, [whole] if begun is None or form.sentence else begun):
                clause = _clause_of(parts, match.start, match.end)
                if holds(form, match, text, clause, languages):
                    yield from _filled(form, match, clause)


class _Origin(NamedTuple):
    """Where a pattern may begin to fit: a sentence or a clause, what stands from there on, and what may fit in that."""

    start: int
    end: int
    rest: str
    admitted: int


def _origin(text: str, clause: Clause, whole: _Origin) -> _Origin:
    if clause.start == whole.start:
        return _Origin(clause.start, clause.end, whole.rest, whole.admitted)
    rest = text[clause.start : whole.end]
    return _Origin(clause.start, clause.end, rest, RULES.admitted(rest))


def _matches(form: Pattern, origins: Iterable[_Origin]) -> Iterator[Match]:
    """Where a pattern fits: in the sentence, or beginning in one of its clauses, from where it may run on."""
    for low, high, rest, admitted in origins:
        if not form.form.bit & admitted:
            continue
        for match in form.form.matches(rest):
            if match.start() < high - low:
                named = "value" in match.re.groupindex
                value_start = match.start("value") if named and match["value"] is not None else match.start()
                yield Match(
                    low + match.start(), low + match.end(), low + value_start, match["value"] if named else None
                )


def _clause_of(parts: Sequence[Clause], start: int, end: int) -> Clause:
    """The clauses from ``start`` to ``end`` as one."""
    touched = [part for part in parts if part.start < end and start < part.end]
    return touched[0]._replace(end=max(end, touched[-1].end)) if touched else Clause(start, end, start, end)


def _filled(form: Pattern, match: Match, clause: Clause) -> Iterator[Found]:
    if match.value is None:
        if form.ends:
            yield Found(clause.start, clause.end, form.slot, None, form.ends)
        return
    for number, part in enumerate(_LIST.split(match.value) if form.several else [match.value]):
        if number and _NOT_LISTED.match(part) is not None:
            return
        value = _WHEN.sub("", part).strip(EDGES)
        if form.slot in _BEFORE:
            value = _BEFORE[form.slot].sub("", value)
        if form.slot in RELATIVES:
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
    forms = [each.instruction for each in languages if each.instruction.lets_pass(text[start:end])]
    if STANDING.lets_pass(text[start:end]):
        forms.append(STANDING)
    for clause in parts if forms else ():
        rest = text[clause.start : end]
        asks = trust.is_question(rest) and not trust.asks_for_good(rest)
        if not asks and _instructs(rest, forms) and not is_for_once(rest) and not is_in_confidence(rest):
            wish = wish_alone(rest, lambda words: _instructs(words, forms)).strip(EDGES)
            if is_only_since_when(wish):
                wish = _wish_before(text, start, clause)
            if wish:
                return Found(clause.start, end, "instruction", wish[:LONGEST_VALUE], ends=False)
    return None


def _wish_before(text: str, start: int, clause: Clause) -> str:
    """What is wished from now on where that alone stands behind: "short answers please, always"; empty for no wish."""
    before = text[start : clause.start].strip(EDGES)
    return "" if is_said_to_listener(before) or _TOLD.search(before) else text[start : clause.end].strip(EDGES)


def _instructs(words: str, forms: Sequence[Screened]) -> bool:
    """Whether some words tell the assistant how to behave from now on, in one of the forms of the languages."""
    return any(form.fits(words) for form in forms)


def without_slot(text: str, clause: Clause, languages: Sequence[Language]) -> Iterator[Found]:
    """A lasting statement that fills no slot, in a clause whose subject is the speaker."""
    words = text[clause.start : clause.end]
    if words.isascii() and len(words.split()) < _FEWEST_WORDS:
        return
    asks = trust.is_question(text[clause.start : clause.sentence_end])
    if asks or trust.is_temporary(words) or trust.is_reported(words) or is_about_somebody(words):
        return
    if any(language.unimportant.fits(words) or language.others.fits(words) for language in languages):
        return
    if is_passing(words):
        return
    yield Found(clause.start, clause.end, None, None, ends=False)

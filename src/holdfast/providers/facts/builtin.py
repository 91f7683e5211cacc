"""Facts that people state about themselves, found by rules.

Clause by clause the rules ask: are these the user's own words, do they say what is, and whom are they about?  Only then
do the patterns of the languages look for what fills a slot; other lasting statements of the speaker are kept without
one.  They are made to be right rather than complete: what they miss is still found by search.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

import msgspec

from holdfast.providers.facts import trust
from holdfast.providers.facts.answers import LONGEST_ANSWER, denied, is_asked_of_others
from holdfast.providers.facts.answers import spelled_out as answered
from holdfast.providers.facts.asides import without_asides
from holdfast.providers.facts.capitals import with_capitals
from holdfast.providers.facts.clauses import Clause, clauses, own_words, sentences
from holdfast.providers.facts.contract import Said, Statement
from holdfast.providers.facts.contrasts import Contrast, contrasted, may_contrast
from holdfast.providers.facts.endings import EVERY_SLOT, endings, may_end
from holdfast.providers.facts.introductions import SLOTS as LISTED_SLOTS
from holdfast.providers.facts.introductions import spelled_out
from holdfast.providers.facts.languages.east_asian import EAST_ASIAN
from holdfast.providers.facts.languages.english.instructions import INSTRUCTION_ENDS
from holdfast.providers.facts.languages.english.language import ENGLISH
from holdfast.providers.facts.languages.german import GERMAN
from holdfast.providers.facts.languages.health import is_about_health, may_be_about_health
from holdfast.providers.facts.languages.romance import ROMANCE
from holdfast.providers.facts.omissions import completed, is_about_others, names_speaker
from holdfast.providers.facts.patterns import LONGEST_VALUE, Language, Pattern
from holdfast.providers.facts.screening import RULES
from holdfast.providers.facts.values import fitting
from holdfast.providers.facts.verbless import listed, may_list

_LANGUAGES: Final = (ENGLISH, GERMAN, ROMANCE, EAST_ASIAN)
_LIST: Final = re.compile(r"\s*(?:,|、|&|\band\b|\bund\b|\bet\b|\by\b|\be\b|和)\s*", re.IGNORECASE)
_EDGES: Final = " \t\n\"'“”„‘’*_.,;:!?()"
_WHEN: Final = re.compile(
    r"\s+(?:\w+\s+){1,3}ago\W*$|\s+(?:since|depuis|seit|desde|hace)\s.*$|\s+de(?:puis)?\s*$", re.IGNORECASE
)
"""Since when something is so, behind what it is."""

_CORRECTION: Final = re.compile(r"(?:^|(?<=\s))\*(\w+)(?!\w*\*)")
_ALIKE: Final = 0.7
_LONGEST_QUOTE: Final = 240
"""Characters of a sentence that is quoted whole; of a longer one the clause is."""

_FEWEST_WORDS: Final = 3
_INTRODUCING_SENTENCES: Final = 3
"""Sentences of a message in which people say who they are."""
_HEALTH: Final = ("health",)
_BEFORE: Final = {
    "language": re.compile(
        r"^(?:some|a bit of|a little(?: bit of)?|basic|un poco de|un peu de|um pouco de|etwas|ein bisschen) ",
        re.I,
    ),
    "likes": re.compile(r"^(?:go|do|play|playing|doing) ", re.IGNORECASE),
}
"""What stands before a value and is none of it, by slot: how much of a language somebody speaks."""
_OFTEN_PLANNED: Final = frozenset({"home", "job", "employer"})
"""Slots of which people speak long before they come true."""

_INTRODUCING: Final = frozenset({"name", "form_of_address", "job", "home", "employer"})
"""Slots that people fill when they begin to tell who they are."""

_PRESUPPOSED: Final = frozenset({"pets", "children"})
"""Slots whose values are named in passing: who jokes about a dog has one."""

_RELATIVES: Final = frozenset({"partner", "children", "pets", "name"})
"""Slots that are about others by nature: that others are spoken of is no reason against them."""

_POSSESSIVE: Final = re.compile(r"['’]s?$")
_LEADING: Final = re.compile(
    r"^(?:(?:in|at|for|with|as|near|to|an?|the|bei|in|als|à|en|chez|a|para|em|na|no|per|da) )+", re.IGNORECASE
)
_MOST_WORDS_INSTEAD: Final = 4

_TO_SPEAKER: Final = re.compile(r"\b(?:me|us)\b", re.IGNORECASE)
"""Others do it, but to the speaker: "they made me a dispatcher"."""

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


class _Found(NamedTuple):
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
        told = {(one.slot, one.value) for one in alone}
        answers = self.find_answer(messages[number], messages[number - 1], before)
        return [*alone, *(one for one in answers if one.about is not None or (one.slot, one.value) not in told)]

    def find_alone(self, message: Said) -> list[Statement]:
        """See `holdfast.providers.facts.contract.FactFinder`."""
        return [Statement(0, *found) for found in _statements(message.content)] if trust.is_users(message.role) else []

    def find_answer(self, message: Said, question: Said, before: Said | None = None) -> list[Statement]:
        """See `holdfast.providers.facts.contract.FactFinder`."""
        if not trust.is_users(message.role) or trust.is_users(question.role):
            return []
        told = before.content if before is not None and trust.is_users(before.role) else ""
        return [Statement(0, *found) for found in _answers(message.content, question.content, told)]

    def answers_for_others(self, message: Said, question: Said, before: Said | None = None) -> bool:
        """See `holdfast.providers.facts.contract.FactFinder`."""
        told = before.content if before is not None and trust.is_users(before.role) else ""
        if trust.is_users(question.role) or not is_asked_of_others(question.content, told):
            return False
        return len(message.content) <= LONGEST_ANSWER and not names_speaker(message.content)

    def played(self, messages: Sequence[Said]) -> list[bool]:
        """See `holdfast.providers.facts.contract.FactFinder`."""
        return trust.played(messages)


def _statements(content: str) -> Iterator[_Found]:
    own = own_words(content)
    if not RULES.tell(own):
        return
    own = with_capitals(own)
    if trust.asks_for_a_text(own) or trust.overrides(own):
        return
    told = without_asides(own)
    corrections = _CORRECTION.findall(told.text) if "*" in told.text else ()
    before = ""
    for number, (start, end) in enumerate(sentences(told.text)):
        found_here = list(_in_sentence(told.text, start, end, before))
        if number < _INTRODUCING_SENTENCES:
            found_here += _introduction(told.text, start, end, found_here)
        before = told.text[start:end]
        for found in found_here:
            low, high = told.whole(found.start, found.end)
            yield found._replace(start=low, end=high, value=_corrected(found.value, corrections))


def _answers(content: str, question: str, before: str) -> Iterator[_Found]:
    """What a message states as the answer to a question; once for each slot and value."""
    told: set[tuple[str | None, str | None]] = set()
    over = denied(content, question) if own_words(content) and not trust.is_question(content) else None
    if over is not None:
        whole = next(sentences(content), (0, len(content)))
        yield from (_Found(*whole, slot, None, ends=True, about=over) for slot in EVERY_SLOT)
    content = with_capitals(content)
    for start, end, sentence in answered(content, question, before):
        if trust.is_question(content[start:end]) or trust.is_supposition(content) or not own_words(content):
            continue
        low, high = next((span for span in sentences(content) if span[0] <= start < span[1]), (start, end))
        for one in _stated(sentence, _LANGUAGES):
            if one.slot is not None and one.slot != "instruction" and (one.slot, one.value) not in told:
                told.add((one.slot, one.value))
                yield one._replace(start=low, end=max(high, end))


def _corrected(value: str | None, corrections: Sequence[str]) -> str | None:
    """A value, or what the speaker put right afterwards (``*Olive``) where that is nearly the same word."""
    if value is None:
        return None
    return next((word for word in corrections if SequenceMatcher(None, value, word).ratio() > _ALIKE), value)


def _introduction(text: str, start: int, end: int, found: Sequence[_Found]) -> Iterator[_Found]:
    """What a sentence without a verb lists of the speaker."""
    sentence = text[start:end]
    if not may_list(sentence) or trust.is_question(sentence):
        return
    told = {one.slot for one in found}
    for slot, value in listed(text, clauses(text, start, end), _read):
        if slot not in told:
            told.add(slot)
            yield _quoted(_Found(start, end, slot, value, ends=False), start, end)


def _read(sentence: str) -> list[tuple[str | None, str | None]]:
    return [(one.slot, one.value) for one in _stated(sentence, _LANGUAGES) if not one.ends]


def _in_sentence(text: str, start: int, end: int, before: str = "") -> Iterator[_Found]:
    """What one sentence states; each slot and value once, and what fills no slot where nothing does."""
    sentence = trust.factual(text[start:end])
    end = start + len(sentence)
    if not RULES.tell(sentence):
        return
    languages = [language for language in _LANGUAGES if language.occurs_in(sentence)]
    parts = clauses(text, start, end)
    found = _distinct(_slots(text, start, end, parts, languages))
    if trust.is_joke(sentence):
        yield from (_quoted(one, start, end) for one in found if one.slot in _PRESUPPOSED and not one.ends)
        return
    found = [one for one in found if not _is_of_others(text, one, parts, before)]
    found = _contrast(sentence, found, start, end, languages) or found
    found += _listed(text, parts, found, languages)
    found += _without_subject(text, parts, found, before)
    if not found:
        subjects = [each.subject.form for each in languages if each.subject.lets_pass(sentence)]
        speaking = [
            clause for clause in parts if any(form.search(text[clause.start : clause.end]) for form in subjects)
        ]
        found = [one for clause in speaking for one in _without_slot(text, clause, languages)][:1]
    found = _with_health(text, parts, found, languages)
    found += _over(text, parts, found)
    yield from (one if one.topics and len(found) > 1 else _quoted(one, start, end) for one in found)


def _is_of_others(text: str, found: _Found, parts: Sequence[Clause], before: str) -> bool:
    """Whether what names nobody follows words about somebody else: "My sister rang.  Moved to Leeds"."""
    words = text[found.start : found.end]
    if found.slot not in _OFTEN_PLANNED or names_speaker(words) or not words.isascii():
        return False
    if any(language.speaker.fits(words) for language in _LANGUAGES):
        return False
    return is_about_others(text, found.start, parts, before)


def _contrast(
    sentence: str, found: Sequence[_Found], start: int, end: int, languages: Sequence[Language]
) -> list[_Found]:
    """What a sentence says that denies what is over: that, as ended, and what is said to be instead.

    Of what was ``found`` in it as it stands, what speaks of the same is left out.
    """
    if not may_contrast(sentence) or trust.is_question(sentence) or trust.is_reported(sentence):
        return []
    for contrast in contrasted(sentence):
        stated = _stated(contrast.now, languages)
        named = {(one.slot, one.value) for one in stated}
        over = [
            one._replace(ends=True)
            for one in _stated(contrast.past, languages)
            if one.value is not None
            and not one.ends
            and one.slot != "instruction"
            and (one.slot, one.value) not in named
        ]
        if over:
            stated += _instead(contrast, over, stated)
            values = {one.value for one in [*over, *stated]}
            others = [one for one in found if one.value not in values]
            return [*(one._replace(start=start, end=end) for one in [*over, *stated]), *others]
    return []


def _instead(contrast: Contrast, over: Sequence[_Found], stated: Sequence[_Found]) -> Iterator[_Found]:
    """What stands where the words that are over stood: in "no longer with Acme but with Initech" an employer too."""
    value = _LEADING.sub("", contrast.instead).strip(_EDGES)
    if len(over) != 1 or over[0].slot in {one.slot for one in stated}:
        return
    alike = value[:1].isupper() == (over[0].value or "")[:1].isupper()
    if value and alike and len(value.split()) <= _MOST_WORDS_INSTEAD:
        yield over[0]._replace(value=value, ends=False)


def _over(text: str, parts: Sequence[Clause], found: Sequence[_Found]) -> Iterator[_Found]:
    """What a sentence says is over, or has been replaced, of what is known."""
    if not parts or not may_end(text[parts[0].sentence_start : parts[0].sentence_end]):
        return
    over = {one.slot for one in found if one.ends}
    words = [text[clause.start : clause.end] for clause in parts]
    for number, ending in endings(text[parts[0].sentence_start : parts[0].sentence_end], words):
        clause = parts[number]
        if _is_ones_own(text, clause, parts):
            for slot in ending.slots:
                if slot not in over:
                    yield _Found(clause.start, clause.end, slot, None, ends=True, about=ending.about)
                if ending.instead is not None:
                    yield _Found(clause.start, clause.end, slot, ending.instead, ends=False, about=ending.about)


def _is_ones_own(text: str, clause: Clause, parts: Sequence[Clause]) -> bool:
    """Whether a clause says what is so, and of nobody else than the speaker as far as it tells."""
    words = text[clause.start : clause.end]
    if trust.is_question(words) or trust.is_reported(words) or trust.is_plan(words):
        return False
    return names_speaker(words) or not is_about_others(text, clause.start, parts, "")


def _listed(
    text: str, parts: Sequence[Clause], found: Sequence[_Found], languages: Sequence[Language]
) -> Iterator[_Found]:
    """What somebody lists behind their name or their job, and who they are."""
    told = {one.slot for one in found}
    first = next((one for one in found if one.slot in _INTRODUCING and not one.ends), None)
    if first is None or len(parts) == 1:
        return
    for sentence in spelled_out(text, parts, first.start):
        for one in _stated(sentence, languages):
            if one.slot in LISTED_SLOTS and one.slot not in told and not one.ends:
                told.add(one.slot)
                yield one._replace(start=first.start, end=first.end)


def _without_subject(text: str, parts: Sequence[Clause], found: Sequence[_Found], before: str) -> Iterator[_Found]:
    """What the clauses of a sentence say that leave out their subject; one without a slot where all else is silent."""
    told = {(one.slot, one.value) for one in found}
    plain: list[_Found] = []
    for clause, sentence in completed(text, parts, before):
        for one in _stated(sentence, (ENGLISH,)):
            if (one.slot, one.value) not in told and one.slot != "instruction":
                told.add((one.slot, one.value))
                yield one._replace(start=clause.start, end=clause.end)
        whole = Clause(0, len(sentence), 0, len(sentence))
        plain += [
            one._replace(start=clause.start, end=clause.end) for one in _without_slot(sentence, whole, (ENGLISH,))
        ]
    if not told:
        yield from plain[:1]


def _stated(words: str, languages: Sequence[Language]) -> list[_Found]:
    """What some words put into slots that are no sentence of the message."""
    return _distinct(_slots(words, 0, len(words), clauses(words, 0, len(words)), languages))


def _with_health(
    text: str, parts: Sequence[Clause], found: list[_Found], languages: Sequence[Language]
) -> list[_Found]:
    """What was found and, without a slot, what a clause says of the speaker's health."""
    if not parts or not may_be_about_health(text[parts[0].sentence_start : parts[0].sentence_end]):
        return found
    for clause in parts:
        words = text[clause.start : clause.end]
        if is_about_health(words) and _is_own(text, clause, languages) and not trust.is_temporary(words):
            told = [one for one in found if one.slot is not None]
            return [*told, _Found(clause.start, clause.end, None, None, ends=False, topics=_HEALTH)]
    return found


def _is_own(text: str, clause: Clause, languages: Sequence[Language]) -> bool:
    """Whether a clause is about the speaker; in a language that needs no pronoun, about nobody else."""
    words = text[clause.start : clause.end]
    if trust.is_question(words) or trust.is_reported(words):
        return False
    if any(language.others.fits(words) for language in languages):
        return False
    so_far = text[clause.sentence_start : clause.end]
    return not words.isascii() or any(each.speaker.fits(so_far) for each in languages)


def _distinct(found: Iterable[_Found]) -> list[_Found]:
    """Each slot and value once; what fills another slot is no name: "I am Vegetarierin".  An allergy is no diet."""
    distinct = list({(one.slot, one.value): one for one in found}.values())
    others = {one.value for one in distinct if one.slot not in {"name", "form_of_address"}}
    allergies = {one.value for one in distinct if one.slot == "allergy" and not one.ends}
    partners = {one.value for one in distinct if one.slot == "partner" and not one.ends}
    return [
        one
        for one in distinct
        if not (one.slot == "name" and one.value in others)
        and not (one.slot == "diet" and one.value in allergies)
        and not (one.slot == "children" and one.value in partners)
    ]


def _quoted(found: _Found, start: int, end: int) -> _Found:
    """The statement with the whole sentence as its words, as far as that can be read at a glance."""
    return found._replace(start=start, end=end) if end - start <= _LONGEST_QUOTE else found


def _slots(text: str, start: int, end: int, parts: Sequence[Clause], languages: Sequence[Language]) -> Iterator[_Found]:
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
        for match in form.form.form.finditer(text[low:end]):
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
    if (trust.is_question(words) and not trust.is_about_reality(words)) or trust.is_reported(said):
        return False
    if _NEGATED.search(text[clause.start : match.start]) and not form.ends:
        return False
    if not form.lasting and trust.is_temporary(words):
        return False
    if form.slot in _OFTEN_PLANNED and trust.is_plan(text[clause.start : match.end] if form.lasting else words):
        return False
    before = text[clause.start : match.value_start]
    if _TO_SPEAKER.search(text[match.start : match.value_start]):
        return True
    return form.slot in _RELATIVES or not any(language.others.fits(before) for language in languages)


def _filled(form: Pattern, match: _Match, clause: Clause) -> Iterator[_Found]:
    if match.value is None:
        if form.ends:
            yield _Found(clause.start, clause.end, form.slot, None, form.ends)
        return
    for part in _LIST.split(match.value) if form.several else [match.value]:
        value = _WHEN.sub("", part).strip(_EDGES)
        if form.slot in _BEFORE:
            value = _BEFORE[form.slot].sub("", value)
        if form.slot in _RELATIVES:
            value = _POSSESSIVE.sub("", value)
        value = fitting(form.slot, value)
        if value and len(value) <= LONGEST_VALUE and not (form.slot == "name" and value.lower() in _NO_NAMES):
            yield _Found(clause.start, clause.end, form.slot, value, form.ends)


def _instruction(
    text: str, start: int, end: int, parts: Sequence[Clause], languages: Sequence[Language]
) -> _Found | None:
    """The standing instruction that a sentence gives, or takes back."""
    if INSTRUCTION_ENDS.fits(text[start:end]):
        return _Found(start, end, "instruction", text[start:end].strip(_EDGES)[:LONGEST_VALUE], ends=True)
    forms = [each.instruction.form for each in languages if each.instruction.lets_pass(text[start:end])]
    for clause in parts if forms else ():
        rest = text[clause.start : end]
        asks = trust.is_question(rest) and not trust.asks_for_good(rest)
        if not asks and any(form.search(rest) for form in forms):
            return _Found(clause.start, end, "instruction", rest.strip(_EDGES)[:LONGEST_VALUE], ends=False)
    return None


def _without_slot(text: str, clause: Clause, languages: Sequence[Language]) -> Iterator[_Found]:
    """A lasting statement that fills no slot, in a clause whose subject is the speaker."""
    words = text[clause.start : clause.end]
    if words.isascii() and len(words.split()) < _FEWEST_WORDS:
        return
    asks = trust.is_question(text[clause.start : clause.sentence_end])
    if asks or trust.is_temporary(words) or trust.is_reported(words):
        return
    if any(language.unimportant.fits(words) or language.others.fits(words) for language in languages):
        return
    yield _Found(clause.start, clause.end, None, None, ends=False)

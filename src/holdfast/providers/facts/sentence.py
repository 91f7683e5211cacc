"""What one sentence states, by the rules: what fills slots, what is over or put right, and what fills none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Final

from holdfast.domain.facts import folded
from holdfast.domain.slots import holds_one_value
from holdfast.domain.supersession import ANY_VALUE
from holdfast.providers.facts import trust
from holdfast.providers.facts.clauses import Clause, clauses
from holdfast.providers.facts.contrasts import Contrast, contrasted, may_contrast
from holdfast.providers.facts.ending_forms import REPLACED
from holdfast.providers.facts.endings import Ending, endings, may_end
from holdfast.providers.facts.filling import EDGES, Found, distinct, slots, stated, without_slot
from holdfast.providers.facts.holding import OFTEN_PLANNED
from holdfast.providers.facts.introductions import SLOTS as LISTED_SLOTS
from holdfast.providers.facts.introductions import spelled_out
from holdfast.providers.facts.languages.dutch import DUTCH
from holdfast.providers.facts.languages.east_asian import EAST_ASIAN
from holdfast.providers.facts.languages.english.instructions import INSTRUCTION_ENDS
from holdfast.providers.facts.languages.english.language import ENGLISH
from holdfast.providers.facts.languages.german import GERMAN
from holdfast.providers.facts.languages.health import ailment, may_be_about_health
from holdfast.providers.facts.languages.romance import ROMANCE
from holdfast.providers.facts.languages.standing import STANDING
from holdfast.providers.facts.omissions import (
    completed,
    is_about_others,
    is_of_a_child,
    may_leave_out_subject,
    names_speaker,
)
from holdfast.providers.facts.others import gives_up_by_name, is_about_somebody
from holdfast.providers.facts.patterns import Language, occurring
from holdfast.providers.facts.screening import RULES
from holdfast.providers.facts.successors import is_of_kind, may_follow, may_right, pairs, righted, successor
from holdfast.providers.facts.values import fitting, is_place, is_pronoun
from holdfast.providers.facts.verbless import LISTING

LANGUAGES: Final = (ENGLISH, GERMAN, DUTCH, ROMANCE, EAST_ASIAN)
_LONGEST_QUOTE: Final = 240
"""Characters of a sentence that is quoted whole; of a longer one the clause is."""

_HEALTH: Final = ("health",)
_INTRODUCING: Final = frozenset({"name", "form_of_address", "job", "home", "employer"})
"""Slots that people fill when they begin to tell who they are."""

_PRESUPPOSED: Final = frozenset({"pets", "children"})
"""Slots whose values are named in passing: who jokes about a dog has one."""

_OF_ANYBODY: Final = OFTEN_PLANNED | {"birthday"}
"""Slots that words without a subject fill: "moved to Leeds", "born on 4 May"."""

_ANIMAL_BEFORE: Final = re.compile(
    r"[犬猫]|うさぎ|ハムスター|(?:娘|息子|孫|母|父|祖母|祖父|弟|妹|兄|姉|友達|同僚|彼女|彼氏|夫|妻|姪|甥)[はがも]|主人公|"
    r"(?:他|她|它|狗|猫|儿子|女儿|孩子|宝宝|弟弟|妹妹|哥哥|姐姐|朋友|同事)"
)
"""Of whom the words before speak where an age or a name in Japanese or Chinese names nobody whose it is."""

_OF_WHO_CAME_BEFORE: Final = frozenset({"age", "name"})
_CALLED: Final = re.compile(r"^(?:名前|氏名|名字|姓名)|といいます|と言います")

_LEADING: Final = re.compile(
    r"^(?:(?:in|at|for|with|as|near|to|an?|the|bei|in|als|à|en|chez|a|para|em|na|no|per|da) )+", re.IGNORECASE
)
_MOST_WORDS_INSTEAD: Final = 4
_LIVING: Final = frozenset({"partner", "pets"})
_HAS: Final = re.compile(
    r"(?:(?:and|also|plus|oh|just|now) )*(?:got|have|having|suffer\w*|diagnosed|developed|living with)\b", re.IGNORECASE
)
"""How a clause begins that says what the speaker has, and leaves out who that is."""
_WAY_OF_EATING: Final = re.compile(
    r"(?:strict |pure )?(?:veg|vég|pes[ck]|keto|paleo|halal|[kc]osher|koscher|jain|low|plant|flexi)", re.IGNORECASE
)
_SPARE_WORDS: Final = 3
"""Words beside the name of an animal or a partner that is gone."""


_IDLE: Final = RULES.qualifying() | LISTING
"""The numbers of expressions that find nothing in a sentence by themselves, unless it is a list; as bits."""


_FILLING: Final = reduce(or_, [language.filling for language in LANGUAGES], INSTRUCTION_ENDS.bit | STANDING.bit)
"""The numbers of expressions of which one fits in each sentence that fills a slot; as bits."""


def told_in(words: str) -> list[Found]:
    """What some words fill slots with that are no sentence of the message, in whichever languages they may be."""
    return stated(words, occurring(LANGUAGES, words))


def in_sentence(text: str, start: int, end: int, before: str = "") -> Iterator[Found]:
    """What one sentence states; each slot and value once, and what fills no slot where nothing does."""
    sentence = trust.factual(text[start:end])
    end = start + len(sentence)
    admitted = RULES.admitted(sentence)
    if _IDLE | admitted == _IDLE:
        return
    languages = occurring(LANGUAGES, sentence)
    parts = clauses(text, start, end)
    found = [] if not _FILLING & admitted else distinct(slots(text, start, end, parts, languages))
    if trust.is_joke(sentence):
        yield from (quoted(one, start, end) for one in found if one.slot in _PRESUPPOSED and not one.ends)
        return
    # Most sentences have little of all this, so what cannot be is not even asked for.
    found = [one for one in found if not _is_of_others(text, one, parts, before)]
    if may_contrast(sentence):
        found = _contrast(sentence, found, start, end) or found
    if found:
        found += _listed(text, parts, found)
    if may_leave_out_subject(sentence):
        found += _without_subject(text, parts, found, before)
    right = list(_righted(text, parts, found, before)) if may_right(sentence) else []
    if right:
        values = {one.value for one in right}
        found = [*(one for one in found if one.value not in values), *right]
    if not found:
        subjects = [each.subject for each in languages if each.subject.lets_pass(sentence)]
        speaking = [
            clause
            for clause in (parts if subjects else ())
            if any(form.fits(text[clause.start : clause.end]) for form in subjects)
        ]
        found = [one for clause in speaking for one in without_slot(text, clause, languages)][:1]
    over = list(_over(text, sentence, parts, found, before)) if may_end(sentence) else []
    if over:
        offered = {one.value for one in over if one.about is not None and not one.ends}
        found = [one for one in found if one.slot != "home" or one.value not in offered or is_place(one.value or "")]
    if may_be_about_health(sentence):
        found = _with_health(text, parts, found, over, languages, before=before)
    # What is over was so before what is now.
    found = [*over, *(one for one in found if not any(_takes_back(ended, one) for ended in over))]
    yield from (one if one.topics and len(found) > 1 else quoted(one, start, end) for one in found)


def _is_of_others(text: str, found: Found, parts: Sequence[Clause], before: str) -> bool:
    """Whether what names nobody follows words about somebody else: "My sister rang.  Moved to Leeds"."""
    words = text[found.start : found.end]
    if found.slot == "birthday" and is_of_a_child(text[parts[0].sentence_start : found.end], before):
        return True
    if found.slot in _OF_WHO_CAME_BEFORE and not words.isascii():
        ahead = before + text[parts[0].sentence_start : found.start]
        if (found.slot == "age" or _CALLED.search(words) is not None) and _ANIMAL_BEFORE.search(ahead) is not None:
            return True
    if found.slot not in _OF_ANYBODY or names_speaker(words) or not words.isascii():
        return False
    if any(language.speaker.fits(words) for language in LANGUAGES):
        return False
    return is_about_others(text, found.start, parts, before)


def _contrast(sentence: str, found: Sequence[Found], start: int, end: int) -> list[Found]:
    """What a sentence says that denies what is over: that, as ended, and what is said to be instead.

    Of what was ``found`` in it as it stands, what speaks of the same is left out.
    """
    if trust.is_question(sentence) or trust.is_reported(sentence):
        return []
    for contrast in contrasted(sentence):
        now = told_in(contrast.now)
        named = {(one.slot, one.value) for one in now}
        over = [
            one._replace(ends=True)
            for one in told_in(contrast.past)
            if one.value is not None
            and not one.ends
            and one.slot != "instruction"
            and (one.slot, one.value) not in named
        ]
        if over:
            now += _instead(contrast, over, now)
            values = {one.value for one in [*over, *now]}
            others = [one for one in found if one.value not in values]
            return [*(one._replace(start=start, end=end) for one in [*over, *now]), *others]
    return []


def _instead(contrast: Contrast, over: Sequence[Found], now: Sequence[Found]) -> Iterator[Found]:
    """What stands where the words that are over stood: in "no longer with Acme but with Initech" an employer too."""
    value = _LEADING.sub("", contrast.instead).strip(EDGES)
    if len(over) != 1 or over[0].slot in {one.slot for one in now}:
        return
    alike = value[:1].isupper() == (over[0].value or "")[:1].isupper()
    if (
        alike
        and fitting(over[0].slot or "", value)
        and not is_pronoun(value)
        and len(value.split()) <= _MOST_WORDS_INSTEAD
    ):
        yield over[0]._replace(value=value, ends=False)


def _over(text: str, sentence: str, parts: Sequence[Clause], found: Sequence[Found], before: str) -> Iterator[Found]:
    """What a sentence says is over, or has been replaced, of what is known."""
    told = {one.slot for one in found if one.slot and (one.ends or holds_one_value(one.slot))}
    words = [text[clause.start : clause.end] for clause in parts]
    follows = len(parts) > 1 and may_follow(sentence)
    offered: set[tuple[str | None, str | None]] = set()
    for number, ending in endings(sentence, words, before):
        clause = parts[number]
        if ending.about != ANY_VALUE and _is_ones_own(text, clause, parts):
            if follows and ending.instead is None and ending.about:
                for one in _succeeding(text, parts, number, ending, found):
                    if (one.slot, one.value) not in offered:
                        offered.add((one.slot, one.value))
                        yield one
            for slot in ending.slots:
                if slot not in told:
                    yield Found(clause.start, clause.end, slot, None, ends=True, about=ending.about)
                if ending.instead is not None and not is_pronoun(ending.instead):
                    yield Found(clause.start, clause.end, slot, ending.instead, ends=False, about=ending.about)


def _succeeding(
    text: str, parts: Sequence[Clause], over: int, ending: Ending, found: Sequence[Found]
) -> Iterator[Found]:
    """What a clause behind names in the place of what clause number ``over`` says is over."""
    next_one = successor([text[clause.start : clause.end] for clause in parts], over)
    if next_one is None or is_pronoun(next_one.value) or not _is_ones_own(text, parts[next_one.clause], parts):
        return
    clause, told = parts[next_one.clause], {one.slot for one in found if one.value is not None and not one.ends}
    for slot in pairs(ending.slots, next_one.value):
        if slot not in told:
            yield Found(clause.start, clause.end, slot, next_one.value, ends=False, about=ending.about)


def _righted(text: str, parts: Sequence[Clause], found: Sequence[Found], before: str) -> Iterator[Found]:
    """What a sentence puts right of what it said before, or the sentence ``before`` did: "no wait, Tesco"."""
    for clause in parts:
        right = righted(text[clause.start : clause.sentence_end])
        if right is None:
            continue
        old, new = right
        here = [one for one in found if one.end <= clause.start or one.start < clause.start]
        told = [one for one in here or told_in(before) if one.value and one.slot and not one.ends]
        if old and not any(old.lower() in (one.value or "").lower() for one in told):
            before_it = [one for one in told_in(before) if one.slot in OFTEN_PLANNED and one.value]
            told = [one._replace(value=old, ends=False) for one in before_it]
        meant = [one for one in told if old.lower() in (one.value or "").lower() and new != one.value]
        meant = [one for one in meant if is_of_kind(one.slot or "", one.value or "", new)]
        if meant and not is_pronoun(new):
            last = meant[-1]
            if not holds_one_value(last.slot or ""):
                yield last._replace(start=clause.start, end=clause.sentence_end, ends=True)
            yield last._replace(start=clause.start, end=clause.sentence_end, value=new)
        elif old and not told and not is_pronoun(new):
            # what was wrong was said before, or by nobody
            for slot in pairs(REPLACED, new):
                yield Found(clause.start, clause.sentence_end, slot, new, ends=False, about=old)
        return


def _takes_back(ended: Found, found: Found) -> bool:
    """Whether a clause that seems to fill a slot says that this is over: "our hamster Peanut died"."""
    if not ended.ends or found.ends or ended.slot != found.slot or not found.value or not ended.about:
        return False
    if ended.slot == "education" or (ended.slot == "diet" and _WAY_OF_EATING.match(found.value) is None):
        return False  # who has graduated has learnt it, and who is off sugar eats none
    words, value = folded(ended.about).split(), folded(found.value).split()
    spare = _SPARE_WORDS if ended.slot in _LIVING else 1
    apart = found.end <= ended.start or ended.end <= found.start
    return bool(value) and not apart and set(value) <= set(words) and len(words) <= len(value) + spare


def _is_ones_own(text: str, clause: Clause, parts: Sequence[Clause]) -> bool:
    """Whether a clause says what is so, and of nobody else than the speaker as far as it tells."""
    words = text[clause.start : clause.end]
    if trust.is_question(words) or trust.is_reported(words) or trust.is_plan(words):
        return False
    if is_about_somebody(words) or gives_up_by_name(words):
        return False
    return names_speaker(words) or not is_about_others(text, clause.start, parts, "")


def _listed(text: str, parts: Sequence[Clause], found: Sequence[Found]) -> Iterator[Found]:
    """What somebody lists behind their name or their job, and who they are."""
    told = {one.slot for one in found}
    first = next((one for one in found if one.slot in _INTRODUCING and not one.ends), None)
    if first is None or len(parts) == 1:
        return
    for sentence in spelled_out(text, parts, first.start):
        for one in told_in(sentence):
            if one.slot in LISTED_SLOTS and one.slot not in told and not one.ends:
                told.add(one.slot)
                yield one._replace(start=first.start, end=first.end)


def _without_subject(text: str, parts: Sequence[Clause], found: Sequence[Found], before: str) -> Iterator[Found]:
    """What the clauses of a sentence say that leave out their subject; one without a slot where all else is silent."""
    told = {(one.slot, one.value) for one in found}
    plain: list[Found] = []
    for clause, sentence in completed(text, parts, before):
        for one in stated(sentence, (ENGLISH,)):
            if one.slot == "birthday" and is_of_a_child(text[clause.sentence_start : clause.end], before):
                continue
            if (one.slot, one.value) not in told and one.slot != "instruction":
                told.add((one.slot, one.value))
                yield one._replace(start=clause.start, end=clause.end)
        whole = Clause(0, len(sentence), 0, len(sentence))
        plain += [one._replace(start=clause.start, end=clause.end) for one in without_slot(sentence, whole, (ENGLISH,))]
    if not told:
        yield from plain[:1]


def _with_health(
    text: str,
    parts: Sequence[Clause],
    found: list[Found],
    over: Sequence[Found],
    languages: Sequence[Language],
    *,
    before: str,
) -> list[Found]:
    """What was found and what a clause says of the speaker's health, unless that is ``over``."""
    healed = " ".join(one.about.lower() for one in over if one.slot == "health" and one.about)
    for clause in parts:
        words = text[clause.start : clause.end]
        told = ailment(words)
        if told is None or told.lower() in healed:
            continue
        has = _HAS.match(words) is not None and not is_about_others(text, clause.start, parts, before)
        if (has or _is_own(text, clause, languages)) and not trust.is_temporary(words):
            slotted = [one for one in found if one.slot is not None]
            return [*slotted, Found(clause.start, clause.end, "health", told, ends=False, topics=_HEALTH)]
    return found


def _is_own(text: str, clause: Clause, languages: Sequence[Language]) -> bool:
    """Whether a clause is about the speaker; in a language that needs no pronoun, about nobody else."""
    words = text[clause.start : clause.end]
    if trust.is_question(words) or trust.is_reported(words):
        return False
    if is_about_somebody(words) or any(language.others.fits(words) for language in languages):
        return False
    so_far = text[clause.sentence_start : clause.end]
    if is_about_somebody(so_far):
        return False
    return not words.isascii() or any(each.speaker.fits(so_far) for each in languages)


def quoted(found: Found, start: int, end: int) -> Found:
    """The statement with the whole sentence as its words, as far as that can be read at a glance."""
    if end - start > _LONGEST_QUOTE or (found.start == start and found.end == end):
        return found
    return found._replace(start=start, end=end)

"""A message that only puts right what was said before it: "sorry, I meant Bradford", "typo, Aviva not Axa", "*Leeds".

It names what is right, and perhaps what was wrong.  Of what was wrong the message before tells the slot: one of the
user's own states it, and the assistant's repeats it.  Where it is named, what is known tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import Final, NamedTuple

from holdfast.providers.entities import vocabulary
from holdfast.providers.entities.lexicon import read_gazetteer
from holdfast.providers.facts.languages.english.words import OCCUPATIONS
from holdfast.providers.facts.languages.naming import NO_NAMES
from holdfast.providers.facts.values import is_given_name, is_of_calendar, is_only_a_name, is_place, is_pronoun
from holdfast.system.late_expressions import Expressions

_EXPRESSIONS: Final = Expressions(__file__)
LONGEST_CORRECTION: Final = 60
"""Characters of a message that only puts something right."""

_SORRY: Final = (
    r"(?:sorry|oops|whoops|oh|ah|argh|ugh|no|nope|wait|hang on|hold on|damn|my bad|wrong|er|um|ach|ne+|nee|nein|"
    r"ups|mist|oeps|non|oups|perdón|perdona|uy|ay|ops|opa|scusa|ah no|desculpa|desculpe|pardon|não)"
)
_MEANT: Final = (
    r"(?:i meant?(?: to (?:say|type|write))?|meant(?: to (?:say|type|write))?|typo|correction|autocorrect|"
    r"auto ?correct(?:ed)?(?: again)?|scratch that|make that|or rather|should (?:be|say|read)|it should (?:be|say)|"
    r"(?:ich )?(?:meinte|meine)|tippfehler|quatsch|korrektur|ik bedoel(?:de)?|bedoel(?:de)?|typfout|"
    r"je voulais (?:dire|écrire)|je veux dire|faute de frappe|quise decir|quería decir|quiero decir|digo|errata|"
    r"volevo (?:dire|scrivere)|intendevo|errore|anzi|quis dizer|queria dizer|quero dizer|digo|corrijo|erro)"
)
_GAP: Final = r"[,.:;!… -]+"
_AT: Final = r"(?:(?:at|in|with|for|bei|bij|in|à|a|au|chez|en|em|na|no|da|alla|it['’]?s|its|that['’]?s|es) )?"
_WORD: Final = r"[^\W_][\w’'&-]*"
_NO: Final = (
    r"(?!(?:the|an?|my|our|your|his|her|this|that|these|those|one|to|it|you|i|we|not|no|nicht|pas|niet|das|die|der|"
    r"dass|que|el|la|le|het|de|un|una|ein\w*|too|so|as|all|today|tomorrow|"
    r"again|sorry|yesterday|tonight|now|later|earlier|soon|morning|morgen|heute|gestern|demain|hier|mañana|hoy|ayer|domani|oggi|ieri|"
    r"amanhã|hoje|ontem|vandaag|gisteren|what|when|where|who|how|why)\b)"
)
_NEW: Final = rf"(?P<new>{_NO}{_WORD}(?: (?!not\b|nicht\b|pas\b|niet\b|non\b|no\b){_WORD}){{0,2}}?)"
_OLD: Final = rf"(?P<old>{_NO}{_WORD}(?: {_WORD}){{0,2}}?)"
_LAUGH: Final = (
    r"(?:,? (?:lol|haha+|obviously|obvs|btw|i meant?|actually|of course|damn autocorrect|autocorrect|sorry))*"
)
_END: Final = rf"{_LAUGH}[.! ]*$"
_MARKS: Final = rf"(?P<mark>(?:{_SORRY}{_GAP})*(?:(?:{_MEANT}){_GAP})+(?:(?:no|nee|nein|non|não){_GAP})?)"
_LED: Final = rf"^(?:{_MARKS}|(?:(?:{_SORRY}|actually){_GAP})*)"
_AND_NOT: Final = r"(?:and )?(?:not|nicht|niet|(?:et )?pas|non|y no|e non|e não)"
_NOT: Final = r"(?:not|nicht|niet|pas|no|non|não)"
_BUT: Final = r"(?:,? (?:but|sondern|maar|mais|sino|ma|mas)|,|\.)"
_HERE: Final = r"(?:i|we)(?:['’]?m| am|['’]?re)?(?: (?:live|work|living|working|based))? (?:in|at|for)"
_NAMED: Final = tuple(
    _EXPRESSIONS.late(form, re.IGNORECASE)
    for form in (
        rf"{_LED}{_AT}{_NEW},? {_AND_NOT} {_AT}{_OLD}{_END}",
        rf"{_LED}{_NOT} {_AT}{_OLD}{_BUT} {_AT}{_NEW}{_END}",
        rf"{_LED}{_AT}{_OLD} (?:no|não|non),? {_AT}{_NEW}{_END}",
        rf"^{_HERE} {_NEW},? not (?:in |at |for )?{_OLD}{_END}",
    )
)
_ALONE: Final = tuple(
    _EXPRESSIONS.late(form, re.IGNORECASE)
    for form in (
        rf"^{_MARKS}{_AT}{_NEW}{_END}",
        rf"^(?P<weak>(?:(?:sorry|oops|whoops|wrong|perdón|perdona|pardon|oups|scusa|desculpa|ups|oeps){_GAP})+){_AT}{_NEW}{_END}",
        rf"^{_NEW},? i meant?{_END}",
        rf"^\*{_NEW}$|^(?P<behind>{_NO}{_WORD}(?: {_WORD})?)\*$",
    )
)
_DENIED: Final = _EXPRESSIONS.late(
    rf"^(?:(?:no|nope|nah|wrong|nein|nee|non|não)(?:{_GAP})(?:it['’]?s |i['’]?m in |actually )?{_AT}{_NEW}|"
    rf"(?:it['’]?s )?(?P<behind>{_NO}{_WORD}),? actually){_END}",
    re.IGNORECASE,
)
_TOLD: Final = _EXPRESSIONS.late(
    r"\b(?:you|your|you['’]re|du|dein\w*|tu|ton|ta|tus|je|jouw|jij|tua?|teu|você)\b[^.!?\n]{0,30}?"
    r"(?P<of>(?-i:[A-ZÀ-Þ])[\w’'&-]*(?: (?-i:[A-ZÀ-Þ])[\w’'&-]*)?)",
    re.IGNORECASE,
)
_OF_NAMES: Final = ("employer", "name", "partner", "pets", "children")
_OF_THINGS: Final = ("job", "likes", "diet", "language", "allergy")
_TRADES: Final = frozenset(OCCUPATIONS)
_ALIKE: Final = 0.5


@cache
def _firms() -> frozenset[str]:
    return frozenset(read_gazetteer("organisations.txt"))


class Righted(NamedTuple):
    """A slot, the words that name what was wrong in it, and what is right."""

    slot: str
    about: str
    value: str


def may_correct(content: str) -> bool:
    """Whether a message may do nothing else than put something right."""
    if len(content) > LONGEST_CORRECTION or "?" in content:
        return False
    return any(form.match(content.strip()) is not None for form in (*_NAMED, *_ALONE, _DENIED))


def corrections(content: str, stated: Sequence[tuple[str, str]], told: str) -> Iterator[Righted]:
    """What a message puts right of what was ``stated`` before it, as slots and values, or of what is known.

    ``told`` is what the assistant said between, empty where it did not.
    """
    content = content.strip()
    if len(content) > LONGEST_CORRECTION or "?" in content:
        return
    for form in _NAMED:
        match = form.match(content)
        if match is not None and match["old"].lower() != match["new"].lower():
            yield from _instead(match["old"], match["new"], strong=bool(match.groupdict().get("mark")))
            return
    for form in _ALONE:
        match = form.match(content)
        if match is not None:
            yield from _last(match["new"] or match["behind"], stated, sure="weak" not in match.groupdict())
            return
    match = _DENIED.match(content)
    new = None if match is None else match["new"] or match["behind"]
    for known in _TOLD.finditer(told) if new is not None else ():
        yield from _instead(known["of"], new or "", strong=False)


def _instead(old: str, new: str, *, strong: bool) -> Iterator[Righted]:
    """The slots in which ``new`` may stand for ``old``."""
    if is_pronoun(new) or is_of_calendar(new.capitalize()) or is_pronoun(old):
        return
    if new.isdigit() or old.isdigit():
        if new.isdigit() and old.isdigit():
            yield Righted("age", old, new)
        return
    for slot in ("home", *_OF_NAMES, *(_OF_THINGS if strong else ())):
        value = _fitting(slot, new, old)
        if value:
            yield Righted(slot, old, value)


def _last(new: str, stated: Sequence[tuple[str, str]], *, sure: bool) -> Iterator[Righted]:
    """What is right of that which was stated last and may be wrong: most like it, or of its kind."""
    if is_pronoun(new) or is_of_calendar(new.capitalize()):
        return
    if any(value.lower() == new.lower() for _, value in stated):
        return
    wrong = stated if sure else stated[-1:]
    alone = sure and len(stated) == 1
    fits = [
        (slot, value, right)
        for slot, value in wrong
        if (right := _fitting(slot, new, value, sure=sure, large=alone and slot == "employer"))
    ]
    if fits:
        slot, value, right = max(fits, key=lambda one: SequenceMatcher(None, one[1].lower(), new.lower()).ratio())
        yield Righted(slot, value, right)


def _fitting(slot: str, new: str, old: str, *, sure: bool = True, large: bool = False) -> str:
    """A value as it is written in a slot in the place of another; empty where it is of another kind.

    ``sure``: the words say that a word was wrong; ``large``: it counts as a name although it is written small.
    """
    if slot == "age" or new.isdigit():
        return new if slot == "age" and new.isdigit() and old.isdigit() else ""
    alike = SequenceMatcher(None, old.lower(), new.lower()).ratio() > _ALIKE
    if slot in _OF_THINGS:
        is_trade = slot == "job" and not _TRADES.isdisjoint(new.lower().split())
        return new if sure and (alike or is_trade) else ""
    is_word = new.lower() in vocabulary.EVERYDAY or new.lower() in NO_NAMES
    is_everyday = is_word and not (new[:1].isupper() and old[:1].isupper())
    name = " ".join(word[:1].upper() + word[1:] for word in new.split())
    return name if not is_everyday and _is_named_so(slot, name, alike=alike, large=large or name == new) else ""


def _is_named_so(slot: str, name: str, *, alike: bool, large: bool) -> bool:
    """Whether a name may be that of a place, a firm or a being, as the slot is; ``large`` if it was written so."""
    if slot == "home":
        return not is_only_a_name(name) and (alike or large or is_place(name))
    if slot == "employer":
        return alike or (large and not (is_place(name) or is_given_name(name))) or name in _firms()
    return slot in _OF_NAMES and (alike or is_given_name(name) or (slot == "pets" and large))

"""What takes the place of what, where only the clause behind says so: "Stobarts let us go.  It's Royal Mail now".

The clause names no slot.  What is over before it tells the slot, and so does what is put right: "no wait, it's Tesco".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from holdfast.providers.facts.looks import bits_of
from holdfast.providers.facts.screening import RULES, Screened

_LINKS: Final = (
    r"^(?:(?:and|so|but|now|then|instead|also|plus|since then|these days|nowadays|well|anyway|"
    r"in the end|finally|und|aber|dafür|stattdessen|"
    r"en|maar|et|mais|du coup|y|pero|e|mas|ma)\b[, ]*)*"
)
_NO_THING: Final = (
    r"(?!(?:a|an|the|my|our|too|so|very|much|more|less|not|no|all|just|really|quite|over|done|gone|fine|"
    r"great|good|bad|better|worse|best|hard|"
    r"hell|time|me|you|him|her|it|them|that|this|one|something|nothing|everything|someone|somebody|what|"
    r"how|why|where|who|when|if|about|up|"
    r"down|on|off|in|at|to|for|with|been|being|going|getting|raining|snowing|cold|hot|boring|fun|nice|"
    r"easy|easier|expensive|cheap|cheaper|"
    r"weird|strange|sad|quiet|empty|chaos|official|true|right|wrong|ok|okay|alright|back|here|there|his|"
    r"hers|their|your|its|i|we|he|she|they|"
    r"life|work|bed|home|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mehr|besser|viel|gut|"
    r"nicht|kein\w*|plus|mieux|mejor|meglio|"
    r"melhor|beter|un|una|une|ein\w*|een|de|la|le|el|il|lo|o|das|die|der|dat|het|due|because|cos|since|"
    r"only|still|always|never|also|tired|happy|busy|free|single|retired|married|unemployed|broke|poor|"
    r"rich|healthy|sober|kaputt|müde|fini)\b)"
)
_NEW: Final = (
    rf"(?P<new>{_NO_THING}[^\W\d_][\w’'&-]*(?: (?!(?:now|these|instead|for|since|nowadays|in|at|and|but|"
    rf"so|this|last|from)\b)[\w’'&-]+){{0,2}}?)"
)
_NOW: Final = r"(?: now| these days| nowadays| instead| for (?:me|us)| all the way)"
_ENDS: Final = r"(?=$|[,;:.!?()])"
_IT: Final = r"(?:it|that|this|them|those|him|her)"
_FORMS: Final = (
    r"(?:it['’]?s|it is|that['’]?s|i['’]?m|we['’]?re)(?: all| now| only)*(?: about| with| at| on(?:to)?|"
    rf" into| in| down to)? {_NEW}{_NOW}{_ENDS}",
    r"(?:i (?:have |['’]ve )?|we (?:have |['’]ve )?|i['’]ve |we['’]ve |been )?(?:swapp?ed|traded|"
    rf"exchanged|replaced|ditched|binned|dropped|switched|changed) {_IT} (?:out )?(?:for|with|"
    rf"to) (?:the |an? |some )?{_NEW}(?:{_NOW}|{_ENDS}| (?:and|which|since|because|last|this)\b)",
    r"(?:i |we |i['’]ve |we['’]ve )?(?:went (?:for|with)|gone (?:for|with|over to)|moved on to|"
    r"switched (?:over )?to|got into|taken up|took up|turned to|on to|onto|over to|hello|hi|"
    rf"hi there) {_NEW}(?:{_NOW}|{_ENDS})",
    rf"(?:(?:i|we) (?:do|play|drink|eat|have|use|go) )?{_NEW}{_NOW}{_ENDS}",
    rf"{_NEW} (?:is|has) (?:what i do|my thing|where it['’]s at|taken over|replaced it|taken its place|"
    rf"it)(?: now| these days)?{_ENDS}",
    r"(?:jetzt|nun|nu|maintenant|ahora|agora|ora|adesso)(?: (?:ist es|is het|mache? ich|geh ich|"
    rf"c['’]est|es|é|è|faço|hago|faccio))? {_NEW}{_ENDS}",
)
_TAKING: Final = tuple(Screened(_LINKS + form, re.IGNORECASE) for form in _FORMS)
_NUMBERS: Final = bits_of(form.number for form in _TAKING)
_MOST_CLAUSES: Final = 2

_AT: Final = r"(?:(?:at|in|with|bei|bij|à|au|chez|en|a|em|no|na|da) )?"
_RIGHTING: Final = Screened(
    r"^(?:(?:ah|oh|er|um|hmm|no|nope|wait|hang on|hold on|sorry|oops|whoops|ugh|scratch that|correction|"
    r"i mean|i meant|or rather|make that|"
    r"actually|my bad|argh|quatsch|nee|nein|sorry|pardon|non|perdón|digo|desculpa|scusa|anzi|wacht)[,.:!… -]+){1,3}"
    r"(?:(?:it['’]?s|its|that['’]?s|make that|i meant|i mean|i['’]?m|im|actually) )?"
    rf"(?:(?:not|nicht|pas|niet|non|no|não) {_AT}(?P<old>[\w’'& -]{{2,30}}?)[,.]? (?:(?:but|it['’]?s|sondern|maar|"
    rf"mais|sino|ma|mas) )?)?{_AT}(?:the )?(?P<new>{_NO_THING}[\w’'&-]+(?: [\w’'&-]+){{0,2}})[.!]?$",
    re.IGNORECASE,
)
"""How somebody puts right what was just said, by naming what it should have been."""

_SURE: Final = re.compile(
    r"(?:wait|scratch that|correction|i mean|i meant|or rather|make that|actually|sorry|oops|whoops|"
    r"hang on|hold on|my bad|"
    r"quatsch|perdón|digo|desculpa|scusa|anzi|pardon|wacht)\b",
    re.IGNORECASE,
)


class Successor(NamedTuple):
    """What is there instead, and the number of the clause that names it."""

    clause: int
    value: str


def may_follow(sentence: str) -> bool:
    """Whether a clause of a sentence may name what takes a place."""
    return bool(_NUMBERS & RULES.admitted(sentence))


def successor(clauses: Sequence[str], over: int) -> Successor | None:
    """What the clauses behind number ``over`` name in the place of what is over there."""
    for number in range(over + 1, min(over + 1 + _MOST_CLAUSES, len(clauses))):
        for form in _TAKING:
            match = form.search(clauses[number])
            if match is not None:
                return Successor(number, match["new"].strip())
    return None


def may_right(sentence: str) -> bool:
    """Whether a sentence may put something right."""
    return _RIGHTING.lets_pass(sentence)


def righted(words: str) -> tuple[str, str] | None:
    """What a clause puts right: what was wrong, empty where that is not named, and what is right."""
    match = _RIGHTING.search(words)
    if match is None or not (match["old"] or _SURE.search(words)):
        return None
    return match["old"] or "", match["new"].strip()


def is_of_kind(slot: str, old: str, new: str) -> bool:
    """Whether a word may take the place of another in a slot: names stand for names, and numbers for numbers."""
    if old.isdigit() or new.isdigit():
        return old.isdigit() and new.isdigit()
    if slot in {"employer", "home", "name", "partner", "form_of_address"}:
        return new[:1].isupper()
    return True


def pairs(slots: Sequence[str], new: str) -> Iterator[str]:
    """The slots of which something is over that ``new`` may fill."""
    for slot in slots:
        if slot in {"employer", "home"} and not new[:1].isupper():
            continue
        if slot in {"diet", "likes", "job", "employer", "home", "language"}:
            yield slot

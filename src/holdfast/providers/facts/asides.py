"""What people say beside the point: "by the way", "to be honest", "you know".

Such words stand anywhere in a sentence, in the middle of what a rule looks for too.  So rules are shown a text without
them, which knows where each of its characters comes from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from holdfast.providers.facts.screening import Expression, Qualifier
from holdfast.providers.facts.turned_back import TAKEN_BACK

_ANYWHERE: Final = (
    r"by the way|btw|tbh|ngl|imh?o|to be (?:perfectly |quite |totally |completely |brutally )?(?:honest|"
    r"fair|frank)(?: with you)?|for what it['’]s worth|fwiw|"
    r"as it (?:happens|turns out|turned out)|as a matter of fact|in all (?:honesty|fairness)|"
    r"truth be told|not gonna lie|(?:just )?in case you(?:['’]re| were|['’]d)? wonder(?:ing)?|"
    r"if you must know|just so you know|(?:just )?for the record|believe it or not|as you (?:may |"
    r"might |probably |already )?know|come to think of it|"
    r"(?:if|in case) (?:that|it|this) (?:helps|matters|is relevant|is of any use)|on the other hand|"
    r"(?:i have to|i must|i['’]ll|i will) (?:say|admit|be honest(?: with you)?)|"
    r"as (?:i said|i mentioned|mentioned|said)(?: before| earlier| above)?|like i said(?: before|"
    r" earlier)?|needless to say|"
    r"übrigens|ehrlich gesagt|nebenbei (?:bemerkt|gesagt)|offen gestanden|wie (?:schon )?gesagt|um ehrlich zu sein|"
    r"au fait|d['’]ailleurs|à vrai dire|pour (?:être|etre) (?:honnête|franche?)|soit dit en passant|"
    r"por cierto|a decir verdad|la verdad es que|para ser (?:sincer|honest)[oa]|dicho sea de paso|por sinal|aliás|"
    r"tra l['’]altro|a dire il vero|a? ?(?:ad )?essere sincer[oa]|detto tra noi"
)
_APART: Final = (
    r"you know|i mean|mind you|you see|basically|obviously|of course|sadly|unfortunately|luckily|"
    r"fortunately|thankfully|frankly|sort of|"
    r"kind of|i guess|i suppose|like|well|anyway|anyhow|after all these years|"
    r"weißt du|sag ich mal|leider|zum glück|gott sei dank|also|na ja|naja|"
    r"tu sais|vous savez|bref|enfin|disons|franchement|malheureusement|heureusement|du coup|quoi|bon|"
    r"sabes|bueno|pues|la verdad|en fin|por desgracia|lamentablemente|por suerte|a propósito|o sea|"
    r"sabe|olha|tipo|infelizmente|felizmente|bem|sai|cioè|insomma|comunque|diciamo|purtroppo|"
    r"per fortuna|sinceramente|guarda|a proposito"
)
_BEHIND: Final = (
    r"i guess|i suppose|you know|mind you|basically|sort of|kind of|or so i think|"
    r"or something like that|lol|lmao|haha+|mate|innit|tbf|rip|xd|jaja+|mdr|kkk+"
)
_EAST_ASIAN: Final = "顺便说一下|顺便说一句|顺便说|说实话|老实说|对了|ちなみに|正直(?:に)?(?:言うと|言って)?"

_ASIDE: Final = Qualifier(
    Expression(
        rf"(?: ?[,(] ?| )?\b(?:{_ANYWHERE})\b(?: ?[,)])?"
        rf"|(?:(?:^|(?<=[.!?;:\n])) ?|[,(] ?)(?:{_APART})(?: ?[,)]|(?= ?(?:[.!?;:]|$)))"
        rf"|(?:^|(?<=[.!?;,] )|(?<=[.!?;,]))(?:i mean|you know),? (?=(?:i|i['’]m|i['’]ve|my|we|we['’]re)\b)"
        rf"| (?:{_BEHIND})(?= ?(?:[.,!?;]|$))"
        rf"|(?:{_EAST_ASIAN})[，,、]? ?",
        re.IGNORECASE,
    )
)
_CLAUSE_BEGINS: Final = re.compile(
    r" ?(?:i|i['’]\w+|im|we|we['’]\w+|my|our|he|she|they|it|it['’]s|that|this|you|and|but|so|no|please|"
    r"never|always|call|"
    r"ich|wir|mein\w*|und|aber|je|j['’]|nous|mon|ma|et|yo|soy|me|mi|vivo|tengo|pero|eu|sou|moro|tenho|"
    r"mas|io|sono|ho|e)\b",
    re.IGNORECASE,
)


class Told(NamedTuple):
    """A text without asides; ``places`` are where its characters stand in the whole text, ``None`` where nothing changed."""

    text: str
    places: Sequence[int] | None = None

    def whole(self, start: int, end: int) -> tuple[int, int]:
        """Where the words from ``start`` to ``end`` stand in the whole text."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def without_asides(text: str) -> Told:
    """``text`` as it would be had the speaker come straight to the point."""
    turned = [match.span() for match in TAKEN_BACK.form.finditer(text)] if TAKEN_BACK.fits(text) else []
    if not turned and not _ASIDE.fits(text):
        return Told(text)
    told: list[str] = []
    places: list[int] = []
    begin = 0
    for start, end in sorted([*turned, *_asides(text, turned)]):
        told.append(text[begin:start])
        places += range(begin, start)
        joint = "" if (start, end) in turned else _joint(text, start, end)
        told.append(joint)
        places += [start] * len(joint)
        begin = end
    places += range(begin, len(text))
    return Told("".join([*told, text[begin:]]), places)


def _asides(text: str, turned: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where asides stand, apart from what is left out as ``turned`` back."""
    for match in _ASIDE.form.finditer(text):
        start, end = match.span()
        if not any(low < end and start < high for low, high in turned):
            yield start, end


def _joint(text: str, start: int, end: int) -> str:
    """What keeps the words around an aside apart: a comma where a clause of its own follows."""
    before, after = text[:start].rstrip(), text[end:]
    if not before or not after.strip() or before[-1] in ".!?;:\n," or after.lstrip()[0] in ".!?;:,":
        return ""
    if _CLAUSE_BEGINS.match(after):
        return "," if after.startswith(" ") else ", "
    return "" if after.startswith(" ") or not text[start - 1 : start].isascii() else " "

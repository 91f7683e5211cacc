"""The pieces of a text that are looked up: words, what is written in several words or signs, emoji.

Words are runs of Unicode letters and digits. A *compound* is a piece whose parts are words too, or that has signs in
it: `C++`, `wi-fi`, `node.js`, `3.11.2`, `1,412`, `-rf`, `BookingSheet`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

import regex

from holdfast.retrieval.folding import visible
from holdfast.retrieval.signs import Sign, signs_of
from holdfast.retrieval.word_cutting import UNSPACED

IS_UNSPACED: Final = re.compile(rf"[{UNSPACED}]")
"""Whether a word begins in such a script; one that does is in it as a whole."""

_MOST_PARTS = 16
"""Of the number of a version; longer ones are looked up as a whole and by that much of their beginning."""
_NUMBER = re.compile(r"(?<![\w.,:])v?(\d+(?:[.,:'’]\d+)+)(?!\w)")
_GROUPED = re.compile(r"(\d{1,3}(?:[.,'’]\d{3})+)(?:[.,](\d{1,2}))?")
_SIGNED = re.compile(r"\b[a-z][a-z0-9]{0,14}(?:\+\+|#)(?!\w)")
_OPTION = re.compile(r"(?<!\S)--?[a-z][\w-]{0,30}")
_HYPHENATED = re.compile(r"(?<![\w-])[^\W_]{1,20}+(?:[-._/\u2010\u2011][^\W_]{1,20}+){1,3}(?![\w-])")
_SIGN_WITHIN = re.compile(r"[\W_]")
_NO_DIGIT = re.compile(r"\D")
_PARTING = re.compile("[,:'’]")
_INVERTED = re.compile(r"est-ce|\w+-(?:je|tu|t-(?:il|elle|on))")
"""A French verb with its pronoun behind it, as in questions."""
_HUMPS = re.compile(r"\b[A-Za-z]?[a-z]{2,}(?:[A-Z][a-z]{2,})+\b|\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b")
_HUMP = re.compile(r"[A-Z]?[a-z]{2,}")
_NUMBERED = re.compile(r"\b([A-Z]{1,4}) (\d{1,6})\b")
_LETTERS_AND_DIGITS = re.compile(r"\b(?:([a-z]{1,8})(\d{1,8})|(\d{1,8})([a-z]{1,8}))\b")
_EMOJI = regex.compile(
    r"\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3"
    r"|\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier}|\u200D\p{Extended_Pictographic}|[\U000E0020-\U000E007F])*"
)
_LOOKS = regex.compile(r"[\uFE0E\uFE0F\p{Emoji_Modifier}]")
_JOINER = "\u200d"
_QUOTES = ('"', "\u201c", "\u201d", "\u201e", "\u00ab")
_QUOTED = re.compile('["\u201c\u201d\u201e\u00ab]([^"\u201c\u201d\u201e\u00ab\u00bb]{12,400})["\u201c\u201d\u00bb]')
_QUESTION_MARK = re.compile("[?？؟]")
_SENTENCE = re.compile(r"[^.!?。！？؟]+[.!?。！？؟]*")
_LONGEST_QUESTION = 160
_ASKED_SHARE = 0.6


def normal(text: str) -> str:
    """A text as it is cut into words: lower case, compatible forms made one, invisible characters taken out."""
    lowered = text.lower()
    return lowered if lowered.isascii() else unicodedata.normalize("NFKC", visible(lowered))


class Seen(NamedTuple):
    """A text with what there is to see in it at a glance; see `holdfast.retrieval.signs`.

    Attributes:
        text: as written: capitals inside a word part it.
        normalised: the same by `normal`.
        signs: those of the text.
        normal_signs: those of the normalised one.
    """

    text: str
    normalised: str
    signs: int
    normal_signs: int

    @classmethod
    def of(cls, text: str, normalised: str) -> Seen:
        """Look at a text."""
        return cls(text, normalised, signs_of(text), signs_of(normalised))


def compounds_of(seen: Seen) -> list[str]:
    """What is written in several words or with signs, each in the one form that its spellings share."""
    if not seen.signs & Sign.UNUSUAL:
        return []
    found: list[str] = []
    if seen.normal_signs & Sign.JOINED:
        found += _joined(seen.normalised, seen.normal_signs)
    if seen.signs & Sign.NUMBERED:
        found += [letters.lower() + digits for letters, digits in _NUMBERED.findall(seen.text)]
    return found


def _joined(normalised: str, signs: int) -> Iterator[str]:
    """Compounds with signs in them."""
    if signs & Sign.PARTED:
        yield from _numbers(normalised)
    if signs & Sign.SIGNED:
        yield from _SIGNED.findall(normalised)
    if signs & Sign.OPTION:
        yield from _OPTION.findall(normalised)
    if signs & Sign.HYPHENATED:
        for written in _HYPHENATED.findall(normalised):
            if not written.replace(".", "").isdigit() and not _INVERTED.fullmatch(written):
                yield _SIGN_WITHIN.sub("", written)


def parts_of(seen: Seen) -> list[str]:
    """The words inside words: `booking` and `sheet` of `BookingSheet`, `ay` and `88` of `AY88`."""
    found: list[str] = []
    if seen.signs & Sign.RISE:
        found += [hump.lower() for humps in _HUMPS.findall(seen.text) for hump in _HUMP.findall(humps)]
    if seen.normal_signs & Sign.LETTERED:
        found += [part for parts in _LETTERS_AND_DIGITS.findall(seen.normalised) for part in parts if part]
    return found


def versions_of(compound: str) -> Iterator[str]:
    """What a longer number with points begins with: `3.11` of `3.11.2`."""
    parts = compound.split(".")
    if len(parts) > 2 and compound[0].isdigit():
        yield from (".".join(parts[:count]) for count in range(2, min(len(parts), _MOST_PARTS)))


def is_bare_question(seen: Seen) -> bool:
    """Whether a text is one short question and little else: "did we get it back? let me look"."""
    text = seen.text
    if len(text) > _LONGEST_QUESTION or not seen.signs & Sign.ASKED:
        return False
    pieces = _SENTENCE.findall(text)
    asked = sum(len(piece) for piece in pieces if _QUESTION_MARK.search(piece))
    return asked >= _ASKED_SHARE * sum(map(len, pieces))


def quoted(text: str) -> list[str]:
    """What stands between quotation marks, where it is long enough to be in a language of its own."""
    if '"' in text or not (text.isascii() or all(mark not in text for mark in _QUOTES)):
        return _QUOTED.findall(text)
    return []


def told_before_asked(text: str) -> str:
    """What a text says before its first question."""
    told: list[str] = []
    for piece in _SENTENCE.findall(text):
        if _QUESTION_MARK.search(piece):
            break
        told.append(piece)
    return "".join(told)


def emoji_of(seen: Seen) -> Iterator[str]:
    """Emoji without skin tones and variation selectors; of those joined to one picture also the first."""
    if not seen.signs & Sign.PICTURED:
        return
    for found in _EMOJI.findall(seen.text):
        plain = _LOOKS.sub("", found)
        yield plain
        if _JOINER in plain:
            yield plain.partition(_JOINER)[0]


def without_numbers(normalised: str, signs: int) -> str:
    """A text from `normal` without the numbers of several parts, whose parts alone would be looked for in vain.

    Args:
        normalised: the text.
        signs: what it holds, or more.
    """
    return _NUMBER.sub(" ", normalised) if signs & Sign.PARTED else normalised


def _numbers(normalised: str) -> Iterator[str]:
    """Numbers of several parts, with points between them; those in groups of thousands also as one number."""
    for written in _NUMBER.findall(normalised):
        if grouped := _GROUPED.fullmatch(written):
            whole = _NO_DIGIT.sub("", grouped[1])
            yield whole
            if grouped[2]:
                yield f"{whole}.{grouped[2]}"
        yield _PARTING.sub(".", written)

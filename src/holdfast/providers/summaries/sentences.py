"""Cuts chat messages into readable sentences, leaving out code, headings and machine noise.

Works on any script: besides full stop, question and exclamation mark it knows the ends of sentences of Chinese,
Japanese, Hindi and Arabic. Time is linear, and of a huge message only the beginning and the end are read.

What looks at each character is there twice: compiled (`compiled_sentences.pyx`, built at installation where there is a
C compiler), and by regular expressions, which give the same results and cost several times as much.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from typing import Final

_HEAD: Final = 24_000  # characters read at the beginning of a message
_TAIL: Final = 8_000  # and at its end, when it is longer
_LONGEST: Final = 400  # characters of a sentence; what is longer is cut at a blank and marked
_FENCED_CODE: Final = re.compile(r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)", re.DOTALL)
_HEADING: Final = re.compile(r"^#{1,6} .*$", re.MULTILINE)
CLOSERS: Final = "\"'”’)]*_"
"""What may stand between a mark that ends a sentence and the blank behind it."""
WIDE_MARKS: Final = "。！？｡।۔؟"
"""Marks that end a sentence with no blank behind them."""
WIDE_CLOSERS: Final = "」』”’）"
_BOUNDARY: Final = re.compile(rf"[.!?…]+[{re.escape(CLOSERS)}]*(?:\s+|$)|[{WIDE_MARKS}]+[{WIDE_CLOSERS}]*|\n+")
_MARKUP: Final = re.compile(r"^(?:[#>|\s]+|[-*•–]\s+|\d{1,3}[.)]\s+)+|\*\*|__")
_ASCII_LETTERS: Final = string.ascii_letters.encode()
_MACHINE_WORD: Final = re.compile(r"[!-~]{80}")  # so long a run of printable ASCII is data, not a word
_ABBREVIATIONS: Final = frozenset(
    {"mr", "mrs", "ms", "dr", "prof", "st", "mt", "vs", "etc", "e.g", "i.e", "jr", "sr", "approx", "no", "fig", "inc"}
    | {"ltd", "co", "feb", "jan", "mar", "apr", "aug", "sept", "sep", "oct", "nov", "dec", "p.m", "a.m", "u.s", "u.k"}
    | {"z.b", "d.h", "bzw", "usw", "ca", "nr", "sra", "mme"}
)
_FULL_STOPS: Final = frozenset(".!?…。！？｡।۔؟")


def split_sentences(text: str) -> list[str]:
    """The sentences of a message in order, each on one line, closed by a mark and at most 400 characters long."""
    return [finished(sentence) for sentence in pieces_of(_readable(text)) if not is_noise(sentence)]


def split_plain(text: str) -> list[str]:
    """The sentences of a text known to be prose, such as a summary: nothing is left out."""
    return [finished(sentence) for sentence in pieces_of(text)]


def split_whole(text: str) -> list[str]:
    """As `split_plain`, however long the sentences are."""
    return [_closed(sentence) for sentence in pieces_of(text)]


def finished(sentence: str) -> str:
    """``sentence`` shortened if need be, ending in a mark so that sentences can be joined by blanks."""
    if len(sentence) > _LONGEST:
        cut = sentence.rfind(" ", _LONGEST // 2, _LONGEST - 1)
        return sentence[: cut if cut > 0 else _LONGEST - 1].rstrip(" ,;:-") + "…"
    return _closed(sentence)


def _closed(sentence: str) -> str:
    last = sentence.rstrip("\"'”’)]*_」』）")[-1:]
    if last in _FULL_STOPS or not sentence:
        return sentence
    return sentence.rstrip(" ,;:") + ("。" if _is_cjk(last) else ".")


def is_noise_by_patterns(sentence: str) -> bool:
    """Whether hardly anything of ``sentence`` is prose: JSON, tables, identifiers, rows of signs."""
    letters = _letters(sentence)
    if letters < 2 or _MACHINE_WORD.search(sentence):
        return True
    if sentence[0] in "{[<|" and ends_as_data(sentence):
        return True
    return letters + sentence.count(" ") < 0.6 * len(sentence)


def ends_as_data(sentence: str) -> bool:
    """Whether a sentence ends as an object, an array, a tag or the row of a table does."""
    return sentence.rstrip(".")[-1:] in "}]>|,{["


def _letters(sentence: str) -> int:
    if sentence.isascii():
        return len(sentence) - len(sentence.encode().translate(None, _ASCII_LETTERS))
    return sum(map(str.isalpha, sentence))


def _readable(text: str) -> str:
    if len(text) > _HEAD + _TAIL:
        text = text[:_HEAD] + "\n" + text[-_TAIL:]
    if "```" in text or "~~~" in text:
        text = _FENCED_CODE.sub("\n", text)
    return _HEADING.sub("", text) if "#" in text else text


def pieces_by_patterns(text: str) -> list[str]:
    """A text cut where sentences end, each piece on one line and without the signs of lists and the like."""
    found: list[str] = []
    start = 0
    for boundary in _BOUNDARY.finditer(text):
        at, end = boundary.span()
        if text[at] == "." and is_abbreviation(text, start, at, end):
            continue
        found += tidied(text[start:end])
        start = end
    found += tidied(text[start:])
    return found


def tidied(piece: str) -> list[str]:
    """A piece of a text on one line, if there is anything in it."""
    marked = not piece[:1].isalpha() or "**" in piece or "__" in piece
    tidy = " ".join((_MARKUP.sub("", piece) if marked else piece).split())
    return [tidy] if tidy else []


def is_abbreviation(text: str, start: int, at: int, end: int) -> bool:
    """Whether a full stop belongs to ``Dr.``, ``e.g.`` or an initial instead of ending the sentence.

    ``start`` is where the sentence begins; the boundary of which the full stop is the first sign reaches from ``at`` to
    ``end``.
    """
    if text[at + 1 : at + 2] == "." or "\n" in text[at:end]:
        return False
    word = text[max(start, at - 8) : at].rpartition(" ")[2].lower().lstrip("(\"'")
    return word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word != "i")


def _is_cjk(character: str) -> bool:
    return "\u3040" <= character <= "\u30ff" or "\u4e00" <= character <= "\u9fff"


pieces_of: Callable[[str], list[str]]
is_noise: Callable[[str], bool]
"""The fastest that the installation has."""

try:
    from holdfast.providers.summaries import compiled_sentences
except ImportError:
    pieces_of, is_noise = pieces_by_patterns, is_noise_by_patterns
else:
    pieces_of, is_noise = compiled_sentences.pieces_of, compiled_sentences.is_noise

"""Cuts chat messages into readable sentences, leaving out code, headings and machine noise.

Works on any script: besides full stop, question and exclamation mark it knows the ends of sentences of Chinese,
Japanese, Hindi and Arabic. Time is linear, and of a huge message only the beginning and the end are read.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from typing import Final

_HEAD: Final = 24_000  # characters read at the beginning of a message
_TAIL: Final = 8_000  # and at its end, when it is longer
_LONGEST: Final = 400  # characters of a sentence; what is longer is cut at a blank and marked
_FENCED_CODE: Final = re.compile(r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)", re.DOTALL)
_HEADING: Final = re.compile(r"^#{1,6} .*$", re.MULTILINE)
_BOUNDARY: Final = re.compile(r"[.!?…]+[\"'”’)\]*_]*(?:\s+|$)|[。！？｡।۔؟]+[」』”’）]*|\n+")
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
    return [finished(sentence) for sentence in _pieces(_readable(text)) if not is_noise(sentence)]


def split_plain(text: str) -> list[str]:
    """The sentences of a text known to be prose, such as a summary: nothing is left out."""
    return [finished(sentence) for sentence in _pieces(text)]


def split_whole(text: str) -> list[str]:
    """As `split_plain`, however long the sentences are."""
    return [_closed(sentence) for sentence in _pieces(text)]


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


def is_noise(sentence: str) -> bool:
    """Whether hardly anything of ``sentence`` is prose: JSON, tables, identifiers, rows of signs."""
    letters = _letters(sentence)
    if letters < 2 or _MACHINE_WORD.search(sentence):
        return True
    blanks = sentence.count(" ")
    if sentence[0] in "{[<|" and sentence.rstrip(".")[-1:] in "}]>|,{[":
        return True
    return letters + blanks < 0.6 * len(sentence)


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


def _pieces(text: str) -> Iterator[str]:
    start = 0
    for boundary in _BOUNDARY.finditer(text):
        if _is_abbreviation(text, start, boundary):
            continue
        yield from _tidied(text[start : boundary.end()])
        start = boundary.end()
    yield from _tidied(text[start:])


def _tidied(piece: str) -> Iterator[str]:
    marked = not piece[:1].isalpha() or "**" in piece or "__" in piece
    tidy = " ".join((_MARKUP.sub("", piece) if marked else piece).split())
    if tidy:
        yield tidy


def _is_abbreviation(text: str, start: int, boundary: re.Match[str]) -> bool:
    """Whether the full stop belongs to ``Dr.``, ``e.g.`` or an initial instead of ending the sentence."""
    if not boundary[0].startswith(".") or boundary[0].startswith("..") or "\n" in boundary[0]:
        return False
    word = text[max(start, boundary.start() - 8) : boundary.start()].rpartition(" ")[2].lower().lstrip("(\"'")
    return word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word != "i")


def _is_cjk(character: str) -> bool:
    return "\u3040" <= character <= "\u30ff" or "\u4e00" <= character <= "\u9fff"

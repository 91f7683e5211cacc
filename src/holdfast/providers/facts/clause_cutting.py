"""Where the sentences of a text and the clauses of a sentence stand, blanks around them left out.

It is there twice: compiled (`compiled_clause_cutting.pyx`, built at installation where there is a C compiler), and by
regular expressions, which gives the same results and costs some ten times as much.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

Part = tuple[int, int]
"""Where a part of a text begins and ends."""

SENTENCE_MARKS: Final = ".!?…"
"""They end a sentence where a blank follows."""

WIDE_MARKS: Final = "。！？!?"
"""They end a sentence whatever follows."""

CLOSERS: Final = "\"'”’)]*_"
WIDE_CLOSERS: Final = "」』”’）"

CLAUSE_MARKS: Final = ";:,，、；"
BRACKETS: Final = "()（）"
DASHES: Final = "-–—"
JOINTS: Final = frozenset(
    "and but so because although though und aber denn weil et mais donc y pero porque e mas ma però".split()  # noqa: SIM905
)
"""Words with which a clause begins where one of the `SUBJECTS` follows."""

SUBJECTS: Final = frozenset("i im we my our ich wir mein je nous mon ma yo soy mi mis eu sou io sono mio".split())  # noqa: SIM905
ABBREVIATIONS: Final = frozenset("mr mrs ms dr prof st vs etc e.g i.e z.b d.h ca nr sr sra mme u.s".split())  # noqa: SIM905
"""No sentence ends behind one of them, as none does behind ``no.`` before a number."""

_SENTENCE_END: Final = re.compile(
    rf"[{SENTENCE_MARKS}。！？\n](?:(?<=[{SENTENCE_MARKS}])[{SENTENCE_MARKS}]*[{re.escape(CLOSERS)}]*(?=\s|$)"
    rf"|(?<=[{WIDE_MARKS}])[{WIDE_MARKS}]*[{WIDE_CLOSERS}]*|(?<=\n)\n*)"
)
"""Begins with all signs that an end may begin with: a search for one of some signs is many times as fast as one for
several forms."""

_CLAUSE_END: Final = re.compile(
    rf"[{CLAUSE_MARKS}\s{BRACKETS}](?:(?<=[{CLAUSE_MARKS}])(?=\s|(?-i:[^\x00-\x7f])|$)|"
    rf"(?<=\s)[{DASHES}]+\s|(?<=[{BRACKETS}])"
    rf"|(?<=\s)(?=(?:{'|'.join(sorted(JOINTS))})\s+(?:(?:{'|'.join(sorted(SUBJECTS))})\b|j['’]\b)))",
    re.IGNORECASE,
)
_ABBREVIATED: Final = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(ABBREVIATIONS)))})\.$", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"no\. ?\d", re.IGNORECASE)
_LONGEST_ABBREVIATION: Final = len("prof.")


def sentences_by_patterns(text: str) -> list[Part]:
    """Where each sentence of a text begins and ends, its closing mark included."""
    found: list[Part] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        dot = match.start()
        if text[dot] == "." and _NUMBERED.match(text, max(start, dot - 2)):
            continue
        if text[dot] == "." and _ABBREVIATED.search(text, max(start, dot + 1 - _LONGEST_ABBREVIATION), dot + 1):
            continue
        found += _trimmed(text, start, match.end())
        start = match.end()
    return [*found, *_trimmed(text, start, len(text))]


def clauses_by_patterns(text: str, start: int, end: int) -> list[Part]:
    """Where each clause of the sentence ``text[start:end]`` begins and ends in the text."""
    found: list[Part] = []
    begin = start
    for match in _CLAUSE_END.finditer(text, start, end):
        found += _trimmed(text, begin, match.start())
        begin = match.end()
    return [*found, *_trimmed(text, begin, end)]


def _trimmed(text: str, start: int, end: int) -> tuple[Part, ...]:
    """Where a part of a text stands without the blanks around it, if there is more."""
    piece = text[start:end].lstrip()
    if not piece:
        return ()
    return ((end - len(piece), end - len(piece) + len(piece.rstrip())),)


sentences_of: Callable[[str], list[Part]]
clauses_of: Callable[[str, int, int], list[Part]]
"""The fastest that the installation has."""

try:
    from holdfast.providers.facts import compiled_clause_cutting
except ImportError:
    sentences_of, clauses_of = sentences_by_patterns, clauses_by_patterns
else:
    sentences_of, clauses_of = compiled_clause_cutting.sentences_of, compiled_clause_cutting.clauses_of

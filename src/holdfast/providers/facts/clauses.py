"""Cuts a message into sentences and clauses that know where they stand in it, leaving out what nobody says of himself.

Code, quotations, quoted lines of mails and pasted documents are left out: their words are not the user's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from holdfast.providers.facts.screening import Qualifier

LONGEST_MESSAGE: Final = 1_200
"""Characters.  People tell about themselves in fewer; what is longer was pasted."""

MOST_LINES: Final = 8
"""Lines of prose in one message, beyond which it is a document too."""

_CODE: Final = re.compile(r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]+`", re.DOTALL)
_QUOTED_LINES: Final = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_QUOTATION: Final = re.compile(r'"[^"\n]{16,}"|“[^”\n]{16,}”|„[^“”\n]{16,}[“”]|«[^»\n]{16,}»|「[^」\n]{16,}」')
_PASTED: Final = Qualifier(
    re.compile(
        r"^(?:fwd?|fw|wg|re|aw|tr|from|to|subject|betreff|von|an|objet|asunto|date|sent):"
        r"|^(?:dear|hello|hi) (?:members|all|team|colleagues|sir|madam|mr|ms|mrs|customer|residents)\b"
        r"|^dear [^,\n]{2,40},|\b(?:kind|best|warm) regards,|\byours (?:sincerely|faithfully|truly)\b"
        r"|^sehr geehrte|^liebe (?:mitglieder|kolleg)|^(?:kind|best|warm) regards|^\W*-{3,}\W*original message"
        r"|^article \d|^abstract\b|^minutes of|^agenda\b",
        re.IGNORECASE | re.MULTILINE,
    )
)
_SENTENCE_END: Final = re.compile(
    r"[.!?…。！？\n](?:(?<=[.!?…])[.!?…]*[\"'”’)\]*_]*(?=\s|$)|(?<=[。！？!?])[。！？!?]*[」』”’）]*|(?<=\n)\n*)"
)
"""Begins with all signs that an end may begin with: a search for one of some signs is many times as fast as one for
several forms."""

_CLAUSE_END: Final = re.compile(
    r"[;:,，、；\s()（）](?:(?<=[;:,，、；])(?=\s|[^\x00-\x7f]|$)|(?<=\s)[-–—]+\s|(?<=[()（）])"
    r"|(?<=\s)(?=(?:and|but|so|because|although|though|und|aber|denn|weil|et|mais|donc|y|pero|porque|e|mas|ma|però)\s+"
    r"(?:i|i['’]m|im|we|we['’]re|my|our|ich|wir|mein|je|j['’]|nous|mon|ma|yo|soy|mi|mis|eu|sou|io|sono|mio)\b))",
    re.IGNORECASE,
)
_ABBREVIATED: Final = re.compile(r"\b(?:mr|mrs|ms|dr|prof|st|vs|etc|e\.g|i\.e|z\.b|d\.h|ca|nr|sra?|mme|u\.s)\.$", re.I)
_NUMBERED: Final = re.compile(r"no\. ?\d", re.IGNORECASE)
_LONGEST_ABBREVIATION: Final = len("prof.")

_FOREIGN: Final = ((_CODE, "`~"), (_QUOTED_LINES, ">"), (_QUOTATION, '"“„«「'))
"""What is not the speaker's own, and signs of which it has one."""


class Clause(NamedTuple):
    """A part of a sentence: ``text[start:end]``, in the sentence ``text[sentence_start:sentence_end]``."""

    start: int
    end: int
    sentence_start: int
    sentence_end: int


def own_words(text: str) -> str:
    """``text`` with blanks in place of what is not the speaker's own, so that offsets stay; empty for a document."""
    if is_document(text):
        return ""
    for foreign, signs in _FOREIGN:
        for sign in signs:
            if sign in text:
                text = foreign.sub(lambda match: " " * len(match[0]), text)
                break
    return text


def is_document(text: str) -> bool:
    """Whether a message was pasted rather than written: too long, too many lines, or the head of a mail."""
    if len(text) > LONGEST_MESSAGE or _PASTED.fits(text):
        return True
    if len(text.splitlines()) <= MOST_LINES:
        return False
    return sum(len(line) > 40 for line in _CODE.sub("", text).splitlines()) > MOST_LINES


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends, its closing mark included, blanks around it left out."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        dot = match.start()
        if text[dot] == "." and _NUMBERED.match(text, max(start, dot - 2)):
            continue
        if text[dot] == "." and _ABBREVIATED.search(text, max(start, dot + 1 - _LONGEST_ABBREVIATION), dot + 1):
            continue
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def clauses(text: str, start: int, end: int) -> list[Clause]:
    """The clauses of the sentence ``text[start:end]``."""
    found: list[Clause] = []
    begin = start
    for match in _CLAUSE_END.finditer(text, start, end):
        found += (Clause(low, high, start, end) for low, high in _trimmed(text, begin, match.start()))
        begin = match.end()
    found += (Clause(low, high, start, end) for low, high in _trimmed(text, begin, end))
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Where a part of a text stands without the blanks around it, if there is more."""
    piece = text[start:end].lstrip()
    if not piece:
        return ()
    return ((end - len(piece), end - len(piece) + len(piece.rstrip())),)

"""Cuts a message into sentences and clauses that know where they stand in it, leaving out what nobody says of himself.

Code, quotations, quoted lines of mails and pasted documents are left out: their words are not the user's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from holdfast.providers.facts.clause_cutting import clauses_of, sentences_of
from holdfast.providers.facts.screening import Expression, Qualifier

LONGEST_MESSAGE: Final = 1_200
"""Characters.  People tell about themselves in fewer; what is longer was pasted."""

MOST_LINES: Final = 8
"""Lines of prose in one message, beyond which it is a document too."""

_CODE: Final = re.compile(r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]+`", re.DOTALL)
_QUOTED_LINES: Final = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_QUOTATION: Final = re.compile(
    r'"[^"\n]{16,}"|“[^“”\n]{16,}”|„[^„“”\n]{16,}[“”]|«[^«»\n]{16,}»|「[^「」\n]{16,}」'
    r"|[\"“„«](?=[^\s\"“”„«»]+ )(?=[^\"“”„«»\n]{3,}[\"“”»])(?=[^\"“”„«»\n]*\b(?i:i|i['’]m|i['’]ve|my|me|ich|mein|"
    r"je|mon|ma|yo|"
    r"soy|mi|io|sono|mio|mia|eu|sou|meu|minha|ik|mijn)\b)"
    r"[^\"“”„«»\n]{3,}[\"“”»]|[\"“「](?=[^\"“”「」\n]*(?:我|私|です|ます))[^\"“”「」\n]{3,}[\"”」]"
)
_PASTED: Final = Qualifier(
    Expression(
        r"^(?:fwd?|fw|wg|re|aw|tr|from|to|subject|betreff|von|an|objet|asunto|date|sent):"
        r"|^(?:dear|hello|hi) (?:members|all|team|colleagues|sir|madam|mr|ms|mrs|customer|residents)\b"
        r"|^dear (?!(?:assistant|computer|robot|machine|ai|bot|friend|helper|program|diary)\b)[^,\n]{2,40},"
        r"|\b(?:kind|best|warm) regards,|\byours (?:sincerely|faithfully|truly)\b"
        r"|^sehr geehrte|^liebe (?:mitglieder|kolleg)|^(?:kind|best|warm) regards|^\W*-{3,}\W*original message"
        r"|^(?:note (?:to|for) )?(?:all )?(?:ai |chat ?)?(?:assistants|bots|language models|ai models)\b[,:]? "
        r"(?:should|must|reading|please|are to|need to|have to)\b|^if you are an? (?:ai|assistant|language model|chatbot)\b"
        r"|^article \d|^abstract\b|^minutes of|^agenda\b",
        re.IGNORECASE | re.MULTILINE,
    )
)
_TITLED: Final = re.compile(r"[A-Z][A-Z'’&,:-]*(?: [A-Z'’&,:-]+){1,7}[!?.]?\n[^\n]{40,}\n")
"""A title in large letters above two lines or more, of which the first is a long one."""

_CODE_LINES: Final = re.compile(
    r"^[ \t]*(?:(?:const|let|var|final|public|private|static|self|this)[ .])*[\w.\[\]]+ ?[:+-]?= ?[\"'\[{(].*$"
    r"|^[ \t]*(?:(?:const|let|var) \w+ ?=|(?:def|class|function) \w+ ?[({:]|print ?\(|console\.).*$",
    re.MULTILINE,
)
_FOREIGN: Final = ((_CODE, "`~"), (_CODE_LINES, "=("), (_QUOTED_LINES, ">"), (_QUOTATION, '"“„«「'))
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
    if len(text) > LONGEST_MESSAGE or _PASTED.fits(text) or _TITLED.match(text) is not None:
        return True
    if len(text.splitlines()) <= MOST_LINES:
        return False
    return sum(len(line) > 40 for line in _CODE.sub("", text).splitlines()) > MOST_LINES


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends, its closing mark included, blanks around it left out."""
    spans = sentences_of(text)
    if any(text[end - 2 : end - 1].isdigit() for _, end in spans[:-1]):
        spans = _with_days_whole(text, spans)
    return iter(spans)


def _with_days_whole(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans without an end within a day of a month, as German writes it: "ab dem 1. Juli"."""
    whole: list[tuple[int, int]] = []
    for start, end in spans:
        if whole and _ends_in_number(text, whole[-1][1]) and _MONTH.match(text, start) is not None:
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return whole


def _ends_in_number(text: str, end: int) -> bool:
    return _NUMBERED.search(text, max(0, end - _LONGEST_NUMBER), end) is not None


_LONGEST_NUMBER: Final = 3
"""Characters of the number of a day, its full stop included."""
_NUMBERED: Final = re.compile(r"(?<!\d)\d{1,2}\.\Z")
_MONTH: Final = re.compile(
    r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b"
)


def clauses(text: str, start: int, end: int) -> list[Clause]:
    """The clauses of the sentence ``text[start:end]``."""
    return [Clause(low, high, start, end) for low, high in clauses_of(text, start, end)]

"""The part of a long text that answers a question: the sentences around the one that has most of its words."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from holdfast.providers.summaries.sentences import split_whole

MARK: Final = "…"
_WORD: Final = re.compile(r"[^\W_]+")
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
MOST_READ: Final = 40_000
"""Characters of a text that are looked at."""


def words_of(question: str) -> frozenset[str]:
    """The words to look for; of scripts without blanks, pairs of characters."""
    found: set[str] = set()
    for word in _WORD.findall(_folded(question)):
        if _UNSPACED.search(word):
            found.update(word[at : at + 2] for at in range(len(word) - 1))
        elif len(word) > 2 or word.isdigit():
            found.add(word[:6] if len(word) > 6 else word)
    return frozenset(found)


def passage(text: str, words: frozenset[str], *, characters: int) -> str:
    """At most so many characters of a text, whole sentences if one fits, with a mark where something was left out."""
    if len(text) <= characters:
        return text
    sentences = split_whole(text[:MOST_READ]) or [text[:characters]]
    best = _best(sentences, words)
    first, last = _widened(sentences, best, characters)
    found = " ".join(sentences[first : last + 1])
    before = f"{MARK} " if first else ""
    after = f" {MARK}" if last + 1 < len(sentences) or len(text) > MOST_READ else ""
    if len(before) + len(found) + len(after) > characters:
        found = _around(found, words, characters - len(before) - len(after))
        before, after = before if not found.startswith(MARK) else "", after if not found.endswith(MARK) else ""
    return (before + found + after)[:characters]


def _best(sentences: list[str], words: frozenset[str]) -> int:
    """The sentence with most of the words, the first of several."""
    held = [sum(word in folded for word in words) for folded in map(_folded, sentences)]
    return held.index(max(held))


def _widened(sentences: list[str], best: int, characters: int) -> tuple[int, int]:
    """The first and the last of the sentences around one that fit, marks included.

    They are added before and behind in turn: what comes before tells what "that" and "it" mean.
    """
    first = last = best
    length = len(sentences[best]) + 2 * (len(MARK) + 1)
    while True:
        grown = (first, last)
        if first and length + len(sentences[first - 1]) + 1 <= characters:
            first -= 1
            length += len(sentences[first]) + 1
        if last + 1 < len(sentences) and length + len(sentences[last + 1]) + 1 <= characters:
            last += 1
            length += len(sentences[last]) + 1
        if grown == (first, last):
            return first, last


def _around(text: str, words: frozenset[str], characters: int) -> str:
    """So many characters of a sentence that is too long, marks included, from the first word that is looked for."""
    folded = _folded(text)
    places = [at for word in words if (at := folded.find(word)) >= 0] if len(folded) == len(text) else []
    room = max(characters - 2 * len(MARK), 0)
    start = max(0, min(min(places, default=0), len(text) - room))
    end = start + room
    return (MARK if start else "") + text[start:end] + (MARK if end < len(text) else "")


def _folded(text: str) -> str:
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(each for each in plain if not unicodedata.combining(each))

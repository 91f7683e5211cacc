"""Related words: a question about an *instrument* is also answered by a message about a *flute*.

For each common word the three nearest by meaning are known, from a table made by `tools/relate_words.py`. Where a
related word occurs, the word that was asked for counts as present in part; it keeps its own rarity, so a related word
never weighs more than the word itself (a translation model of retrieval: Berger and Lafferty 1999; over embeddings:
Zuccon et al. 2015). There is a table for English; with other languages questions are taken by their words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.analysis import Analyzer, Forms

DIRECTORY = Path(__file__).with_name("related_words")
NEIGHBOURS = 3
SHARE = 0.3
"""What an occurrence of a related word counts, times the cosine of the two."""
FORM_SHARE = 0.5
"""What an occurrence of another form of a word counts: that by the stemmer of another language, or another spelling."""


_NOTHING: list[tuple[int, float]] = []


class Lookup(NamedTuple):
    """What to look up for a question.

    Attributes:
        terms: the distinct terms of the question.
        related: for each term its other forms, and the related ones that the question does not hold itself, with what
            an occurrence counts.
    """

    terms: list[int]
    related: list[list[tuple[int, float]]]

    @classmethod
    def of(cls, words: Sequence[Forms]) -> Lookup:
        """Words by their first forms, their other ones counting a little less."""
        return cls(
            [word[0] for word in words],
            [[(form, FORM_SHARE) for form in word[1:]] if len(word) > 1 else _NOTHING for word in words],
        )


class RelatedWords:
    """A table of related terms: for each of ``terms`` a row of related ones, with what an occurrence of them counts."""

    def __init__(self, terms: NDArray[np.uint32], related: NDArray[np.uint32], shares: NDArray[np.float64]) -> None:
        self._row_of = dict(zip(terms.tolist(), range(len(terms)), strict=True))
        self._related = related
        self._shares = shares
        self._near: dict[int, list[tuple[int, float]]] = {}

    def __contains__(self, term: int) -> bool:
        """Whether a term is a word of the table."""
        return term in self._row_of

    def near(self, term: int) -> list[tuple[int, float]] | None:
        """The terms that are related to one, each with what an occurrence counts; None for a term not in the table."""
        row = self._row_of.get(term)
        if row is None:
            return None
        found = self._near.get(term)
        if found is None:
            pairs = zip(self._related[row].tolist(), self._shares[row].tolist(), strict=True)
            found = self._near[term] = [pair for pair in pairs if pair[1] > 0]
        return found

    def widened(self, lookup: Lookup) -> Lookup:
        """What a question asks for together with related terms."""
        found = list(map(self.near, lookup.terms))
        if not any(found):
            return lookup
        asked = {*lookup.terms, *[term for pairs in lookup.related for term, _ in pairs]}
        widened = [
            [*pairs, *[pair for pair in near if pair[0] not in asked]] if near else pairs
            for near, pairs in zip(found, lookup.related, strict=True)
        ]
        return Lookup(lookup.terms, widened)


@lru_cache(maxsize=8)
def related_words(analyzer: Analyzer) -> RelatedWords | None:
    """The table for an analyzer; None when there is none that was made for it."""
    path = DIRECTORY / f"{analyzer.language}.npz"
    if not path.is_file():
        return None
    with np.load(path) as table:
        if int(table["scheme"]) != analyzer.scheme:
            return None
        shares = SHARE / 255 * table["cosines"].astype(np.float64)
        return RelatedWords(table["terms"], table["related"], shares)

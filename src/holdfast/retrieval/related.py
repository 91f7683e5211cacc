"""Related words: a question about an *instrument* is also answered by a message about a *flute*.

For each common word the three nearest by meaning are known, from a table made by `tools/relate_words.py`. Where a
related word occurs, the word that was asked for counts as present in part; it keeps its own rarity, so a related word
never weighs more than the word itself (a translation model of retrieval: Berger and Lafferty 1999; over embeddings:
Zuccon et al. 2015). There is a table for English; with other languages questions are taken by their words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.analysis import Analyzer, TermIds

DIRECTORY = Path(__file__).with_name("related_words")
NEIGHBOURS = 3
SHARE = 0.3
"""What an occurrence of a related word counts, times the cosine of the two."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """What to look up for a question.

    Attributes:
        term_ids: the terms of the question, then related ones.
        asked: how many of them are the question's own.
        slots: for each, the position of the question's term it stands for.
        shares: for each, what an occurrence counts.
    """

    term_ids: TermIds
    asked: int
    slots: NDArray[np.int64]
    shares: NDArray[np.float64]

    @classmethod
    def of(cls, terms: Sequence[int]) -> "Lookup":
        """The terms alone."""
        count = len(terms)
        return cls(np.array(terms, np.uint32), count, np.arange(count), np.ones(count))


class RelatedWords:
    """A table of related terms: term → the related ones, each with what an occurrence of it counts."""

    def __init__(self, table: dict[int, list[tuple[int, float]]]) -> None:
        self._table = table

    def widened(self, terms: Sequence[int]) -> Lookup:
        """The distinct terms of a question together with related ones that it does not hold itself."""
        ids, slots, shares = list(terms), list(range(len(terms))), [1.0] * len(terms)
        for slot, term in enumerate(terms):
            for other, share in self._table.get(term, ()):
                if other not in terms:
                    ids.append(other)
                    slots.append(slot)
                    shares.append(share)
        return Lookup(np.array(ids, np.uint32), len(terms), np.array(slots, np.int64), np.array(shares, np.float64))


@lru_cache(maxsize=8)
def related_words(analyzer: Analyzer) -> RelatedWords | None:
    """The table for an analyzer; None when there is none that was made for it."""
    path = DIRECTORY / f"{analyzer.language}.npz"
    if not path.is_file():
        return None
    with np.load(path) as table:
        if int(table["fingerprint"]) != analyzer.fingerprint:
            return None
        terms, related = table["terms"].tolist(), table["related"].tolist()
        shares = (SHARE / 255 * table["cosines"].astype(np.float64)).tolist()
    rows = zip(related, shares, strict=True)
    pairs = ([pair for pair in zip(*row, strict=True) if pair[1] > 0] for row in rows)
    return RelatedWords(dict(zip(terms, pairs, strict=True)))

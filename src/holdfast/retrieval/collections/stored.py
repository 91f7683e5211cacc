"""Ranking the documents of a collection whose vectors are compared where they are stored.

The order and the scores are those of `ranking`; only the cosines come from elsewhere.  What decides which documents
qualify, and what the words say of them, still lies in memory, in a view without vectors; a search that needs neither
needs no view.

Of an approximate index it is never taken for granted that it finds enough.  When it gives fewer documents that qualify
than there are, or any that is not on the query's side of the space (where vectors of zeros would lie, which no index
has), all that qualify are compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval import mmr
from holdfast.retrieval.collections.index import Rows, View
from holdfast.retrieval.collections.ranking import Found, ViewQuery, Words, in_order, score_of
from holdfast.retrieval.scoring import Scores

Numbers = NDArray[np.int64]
Likenesses = tuple[Numbers, Scores]
"""Numbers of documents, and the cosines of their vectors and the query's, descending."""

_SPARE = 2
_SMALLEST_PROPOSAL = 40
_CANDIDATE_COST = 12
"""A candidate of the index costs as much as so many documents that are compared one and all."""
_WORD_CANDIDATES = 500
_SAMPLE = 300
"""Documents whose cosines tell the mean and deviation: the weight that follows from them is right to some percent."""


class Comparison(Protocol):
    """Compares the query's vector with the stored ones of a collection.

    Attributes:
        total: documents that have a vector.
    """

    total: int

    async def nearest(self, limit: int) -> Likenesses:
        """Documents that are probably the nearest; perhaps fewer than there are."""
        ...

    async def among(self, limit: int, numbers: Numbers | None = None) -> Likenesses:
        """The nearest of these documents, or of all, compared one and all."""
        ...

    async def vectors(self, numbers: Numbers) -> dict[int, NDArray[np.float32]]:
        """The vectors of documents, by number; of those that are gone there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Eligible:
    """The documents that qualify, and what the question's words say of them.

    Attributes:
        numbers: the documents, ascending.
        words: of each row of the view, where words count.
    """

    numbers: Numbers
    words: Words | None
    _view: View
    _rows: Rows

    @classmethod
    def of(cls, view: View, query: ViewQuery, admitted: NDArray[np.bool_]) -> Eligible:
        """What a view tells of the rows that are `admitted`."""
        numbers, admitted_rows = view.numbers[admitted], np.flatnonzero(admitted)
        rows = np.full(int(numbers.max(initial=-1)) + 1, -1, np.intp)
        rows[numbers] = admitted_rows
        return cls(np.sort(numbers), Words.of(view, query.terms, admitted), view, rows)

    def spoken_of(self, words: Words) -> Numbers:
        """The documents that are the best by words."""
        return self._view.numbers[words.best(_WORD_CANDIDATES)]

    def rows_of(self, numbers: Numbers) -> Rows:
        """The row of each document, -1 for those that do not qualify or came after the view was made."""
        rows = np.full(len(numbers), -1, np.intp)
        known = numbers < len(self._rows)
        rows[known] = self._rows[numbers[known]]
        return rows

    def only(self, found: Likenesses) -> Likenesses:
        """Those that qualify."""
        numbers, cosines = found
        admitted = self.rows_of(numbers) >= 0
        return numbers[admitted], cosines[admitted]


async def rank_stored(compare: Comparison, query: ViewQuery, eligible: Eligible | None = None) -> list[Found]:
    """The best documents in descending order of score, or in the order of choice; of all, where none is excluded."""
    wanted = mmr.pool_size(query.limit) if query.diverse else query.limit
    if eligible is None:
        numbers, similarity = await _best_of_all(compare, wanted)
    elif eligible.words is None:
        numbers, similarity = await _best_by_vector(compare, eligible, wanted)
    else:
        numbers, similarity = await _best_by_words(compare, eligible, eligible.words, wanted)
    pairs = zip(numbers.tolist(), similarity.tolist(), strict=True)
    found = [Found(number, score_of(cosine)) for number, cosine in pairs]
    return await _diverse(compare, query, found) if query.diverse else found


async def _best_of_all(compare: Comparison, wanted: int) -> Likenesses:
    found = await compare.nearest(wanted)
    return found if _is_enough(found, min(wanted, compare.total)) else await compare.among(wanted)


async def _best_by_vector(compare: Comparison, eligible: Eligible, wanted: int) -> Likenesses:
    found = await _proposed(compare, eligible, wanted)
    if found is None:
        return await compare.among(wanted, eligible.numbers)
    numbers, cosines = found
    return numbers[:wanted], cosines[:wanted]


async def _best_by_words(compare: Comparison, eligible: Eligible, words: Words, wanted: int) -> Likenesses:
    found = await _proposed(compare, eligible, wanted)
    if found is None:
        numbers, cosines = await compare.among(len(eligible.numbers), eligible.numbers)
        usual = cosines
    else:
        sample = eligible.numbers[:: max(1, len(eligible.numbers) // _SAMPLE)]
        chosen = np.union1d(sample, eligible.spoken_of(words))
        more, their_cosines = await compare.among(len(chosen), chosen)
        usual = their_cosines[np.isin(more, sample)]
        numbers, places = np.unique(np.concatenate((found[0], more)), return_index=True)
        cosines = np.concatenate((found[1], their_cosines))[places]
    by_number = np.argsort(numbers)
    numbers, cosines = numbers[by_number], cosines[by_number]
    best, similarity = in_order(words, eligible.rows_of(numbers), cosines, usual, wanted)
    return numbers[best], similarity


async def _proposed(compare: Comparison, eligible: Eligible, wanted: int) -> Likenesses | None:
    """Documents that qualify among which the nearest probably are; None when all that qualify should be compared."""
    qualified = len(eligible.numbers)
    if not qualified:
        return None
    asked = int(max(wanted * _SPARE, _SMALLEST_PROPOSAL) * compare.total / qualified)
    if qualified <= _CANDIDATE_COST * asked:
        return None
    found = eligible.only(await compare.nearest(asked))
    return found if _is_enough(found, wanted) else None


async def _diverse(compare: Comparison, query: ViewQuery, found: list[Found]) -> list[Found]:
    vectors = await compare.vectors(np.array([one.number for one in found], np.int64))
    pool = [one for one in found if one.number in vectors]
    if not pool:
        return []
    candidates = np.stack([vectors[one.number] for one in pool])
    chosen = mmr.pick(query.vector, candidates, mmr.effective_lambda(query.mmr_lambda), query.limit)
    return [pool[place] for place in chosen]


def _is_enough(found: Likenesses, wanted: int) -> bool:
    numbers, cosines = found
    return len(numbers) >= wanted and (not wanted or cosines[wanted - 1] > 0)

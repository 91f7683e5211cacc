"""Search: from an analysed question and the index of a scope to ranked hits.

`similarity` ranks by the weighted sum of all features and reports `dist` on an absolute scale (see `calibration`).
`mmr` re-ranks its best hits for diversity. `vector` and `lexical` are the single legs: cosine alone, and BM25 with
context as a share of what is attainable. A mask restricts a search before anything is ranked or normalised.
"""

from collections.abc import Sequence
from enum import StrEnum
from itertools import repeat

import msgspec
import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval import kernel, mmr
from holdfast.retrieval.index import ScopeIndex
from holdfast.retrieval.large_scopes import LEAST_CANDIDATES, Survey
from holdfast.retrieval.question import Question
from holdfast.retrieval.ranking import Ranking, Statements, rank, rank_by_vector, rank_by_words
from holdfast.retrieval.repetitions import Groups, best_groups
from holdfast.retrieval.scoring import DEFAULT_WEIGHTS, Weights

_MARGIN = 8
"""So many candidates for one hit."""


class SearchKind(StrEnum):
    """How to rank."""

    SIMILARITY = "similarity"
    MMR = "mmr"
    VECTOR = "vector"
    LEXICAL = "lexical"


class ScopeQuery(msgspec.Struct, frozen=True):
    """What to look for.

    Attributes:
        question: the analysed question.
        vector: unit vector of `question.embedding_text`; None searches by words alone.
        limit: most hits to return.
        kind: how to rank.
        stating: rows of the messages in which the asking person states what is asked for; None where that is not known.
        outdated: rows of those in which they state what no longer holds, or not yet did.
        eligible: mask over the rows of the index, which admits no removed one; None means all.
        min_score: hits below this `dist` are left out.
        mmr_lambda: weight of relevance against diversity for `mmr`.
        explain: whether hits carry the parts of their score.
        collapse: whether messages that seem to say the same count once for `limit`. They are all returned, so there may
            be `holdfast.retrieval.repetitions.MOST` hits more.
    """

    question: Question
    vector: NDArray[np.float32] | None = None
    limit: int = 10
    kind: SearchKind = SearchKind.SIMILARITY
    stating: NDArray[np.intp] | None = None
    outdated: NDArray[np.intp] | None = None
    eligible: NDArray[np.bool_] | None = None
    min_score: float | None = None
    mmr_lambda: float | None = None
    explain: bool = False
    collapse: bool = False


class Hit(msgspec.Struct, frozen=True):
    """One found message.

    Attributes:
        row: its row in the index.
        key: its number in storage.
        dist: how well it answers, −1 … 1, comparable between questions.
        parts: what each feature contributed to its rank, and its cosine and coverage; None unless asked for.
    """

    row: int
    key: int
    dist: float
    parts: dict[str, float] | None = None


def search(index: ScopeIndex, request: ScopeQuery, weights: Weights = DEFAULT_WEIGHTS) -> list[Hit]:
    """Find the messages that answer a question, best first (`mmr`: in order of choice).

    Raises:
        ValueError: the vector differs in width from those of the index.
    """
    rows = None if request.eligible is None else np.flatnonzero(request.eligible)
    count = index.live if rows is None else len(rows)
    if not count or request.limit <= 0:
        return []
    diverse = request.kind is SearchKind.MMR
    wanted = min(mmr.pool_size(request.limit) if diverse else request.limit, count)
    ranking = _ranking(index, request, weights, rows, _MARGIN * wanted)
    best, groups = _best(index, request, ranking, wanted)
    while groups is not None and len(groups) < wanted and ranking.survey is not None and len(ranking.scores) < count:
        # All candidates say the same few things.
        more = _MARGIN * len(ranking.scores)
        ranking = _similar(index, request, weights, rows, wanted=more, survey=ranking.survey)
        best, groups = _best(index, request, ranking, wanted)
    found = best if ranking.rows is None else ranking.rows[best]
    hits = _hits(index, ranking, best, found, explain=request.explain)
    if diverse:
        first = found if groups is None else found[[group[0] for group in groups]]
        chosen = _diversified(index, request, first)
        hits = [hits[place] for one in chosen for place in ([one] if groups is None else groups[one])]
    least = request.min_score
    return hits if least is None else [hit for hit in hits if hit.dist >= least]


def _ranking(
    index: ScopeIndex, request: ScopeQuery, weights: Weights, rows: NDArray[np.intp] | None, candidates: int
) -> Ranking:
    if request.kind is SearchKind.VECTOR:
        return rank_by_vector(index, request.vector, rows)
    if request.kind is SearchKind.LEXICAL:
        return rank_by_words(index, request.question, rows)
    return _similar(index, request, weights, rows, wanted=max(candidates, LEAST_CANDIDATES))


def _similar(
    index: ScopeIndex,
    request: ScopeQuery,
    weights: Weights,
    rows: NDArray[np.intp] | None,
    *,
    wanted: int,
    survey: Survey | None = None,
) -> Ranking:
    """The ranking by all features, of so many messages where the scope is large."""
    return rank(
        index,
        request.question,
        request.vector,
        weights,
        rows,
        wanted=wanted,
        survey=survey,
        stated=Statements(request.stating, request.outdated),
    )


def _best(
    index: ScopeIndex, request: ScopeQuery, ranking: Ranking, wanted: int
) -> tuple[NDArray[np.intp], Groups | None]:
    """The best of a ranking, and which of them seem to say the same, where that matters."""
    if request.collapse:
        return best_groups(index, ranking.scores, ranking.rows, wanted)
    return kernel.best(ranking.scores, wanted), None


def _hits(
    index: ScopeIndex, ranking: Ranking, best: NDArray[np.intp], found: NDArray[np.intp], *, explain: bool
) -> list[Hit]:
    """What to tell of the messages at the rows `found`, which are `best` in the ranking."""
    parts = [ranking.parts(position) for position in best.tolist()] if explain else repeat(None)
    return list(map(Hit, found.tolist(), index.keys.take(found).tolist(), ranking.dists(best), parts))


def _diversified(index: ScopeIndex, request: ScopeQuery, rows: NDArray[np.intp]) -> Sequence[int]:
    """Places within the pool in order of choice; the order of relevance where there are no vectors."""
    if not index.vectors.width or request.vector is None:
        return range(min(request.limit, len(rows)))
    return mmr.pick(request.vector, index.vectors.at(rows), mmr.effective_lambda(request.mmr_lambda), request.limit)

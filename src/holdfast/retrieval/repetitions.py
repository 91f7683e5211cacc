"""Messages that say the same: the best hits of a ranking such that repetitions take no place of others.

The index knows no texts. Messages are taken to say the same when they have the same terms, as often, from the same
speaker; whoever has the texts holds them against each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval import kernel
from holdfast.retrieval.index import ScopeIndex
from holdfast.retrieval.kernel import arrays
from holdfast.retrieval.scoring import Scores

MOST = 50
"""So many repetitions are told of at most."""
_SPARE = 100
_WIDER = 8
_FEW = 1000
"""For more of the best the whole ranking is sorted."""
_WORDING_BITS = 32

Rows = NDArray[np.intp]
Groups = list[list[int]]


def best_groups(index: ScopeIndex, scores: Scores, rows: Rows | None, limit: int) -> tuple[Rows, Groups]:
    """The best of a ranking, best first, and groups of them that seem to say the same, at most `limit`.

    Looked at is the front of the ranking, further back only where it holds too few groups; so the cost does not grow
    with the scope, and a repetition far behind the others is not told of. Messages without terms are never repetitions.

    Args:
        index: the scope.
        scores: of the messages at `rows`, all when None.
        rows: the messages that may be found.
        limit: most groups.

    Returns:
        The places in the ranking, and the groups as lists of places in these, the best of each group first.
    """
    count = index.live if rows is None else len(rows)
    width = limit + _SPARE
    while True:
        width = min(width, count)
        best = kernel.best(scores, width) if width <= _FEW else arrays.best(scores, width)
        kept, groups = _grouped(_identities(index, best if rows is None else rows[best]), limit)
        if len(groups) >= limit or width == count:
            return best[kept], groups
        width *= _WIDER


def alike(index: ScopeIndex, rows: Sequence[int]) -> frozenset[int]:
    """Those of some messages that may say the same as another of them: of the same terms, or without any."""
    wordings: list[int] = index.wordings.take(rows).tolist()
    if len(set(wordings)) == len(wordings) and 0 not in wordings:  # as mostly
        return frozenset()
    times = Counter(wordings)
    return frozenset(row for row, wording in zip(rows, wordings, strict=True) if not wording or times[wording] > 1)


def _identities(index: ScopeIndex, rows: Rows) -> list[int]:
    """A number for each row that those share which seem to say the same; negative for a row that stands alone.

    Wordings are its low bits, by which Python's sets tell numbers apart quickly.
    """
    wordings = index.wordings.take(rows)
    identities = (index.roles.take(rows).astype(np.int64) << _WORDING_BITS) | wordings
    alone = wordings == 0
    identities[alone] = -1 - np.flatnonzero(alone)
    numbers: list[int] = identities.tolist()
    return numbers


def _grouped(identities: Sequence[int], limit: int) -> tuple[list[int], Groups]:
    """The places that are told of, and their groups."""
    if len(set(identities)) == len(identities):
        alone = list(range(min(limit, len(identities))))
        return alone, [[place] for place in alone]
    kept: list[int] = []
    groups: dict[int, list[int]] = {}
    for place, identity in enumerate(identities):
        group = groups.get(identity)
        if group is None:
            if len(groups) == limit:
                continue
            groups[identity] = [len(kept)]
        elif len(kept) < len(groups) + MOST:
            group.append(len(kept))
        else:
            continue
        kept.append(place)
    return kept, list(groups.values())

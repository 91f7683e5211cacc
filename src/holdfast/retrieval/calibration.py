"""An absolute scale for rankings.

Scores relative to the best of a question rank well and say nothing about whether the best is any good. `dist` is
therefore the product of two numbers: the *strength* of the best hits, from evidence that means the same for every
question (how much of what was asked they contain, how far their cosine stands out), and the *shape*, how a hit compares
with the best one of its question.
"""

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.scoring import Scores, inverse_frequency

# A term's rarity is counted as if a hundred further messages lacked it: in a session of three messages the terms that
# occur would otherwise weigh next to nothing beside those that do not.
_FURTHER_MESSAGES = 100
_WORDS_SHARE, _COSINE_SHARE = 1.0, 0.5
_JUDGED_HITS = 3


def coverage(saturation: Scores, per_term: NDArray[np.int64], messages: int) -> Scores:
    """Share of a question that each message holds, terms weighted by rarity, 0 … 1.

    Args:
        saturation: (terms, messages) how far each term is present.
        per_term: document frequency of each term; terms that occur nowhere count as not held.
        messages: number of messages the frequencies were counted on.
    """
    rarity = inverse_frequency(per_term, messages + _FURTHER_MESSAGES)
    covered: Scores = rarity @ saturation
    return covered / float(rarity.sum())


def outstanding(cosine: Scores, mean: float) -> Scores:
    """How far a cosine stands out from the mean of the scope, 0 … 1.

    Models differ in the cosine of unrelated texts, from near 0 to above 0.6; the mean of the scope stands for it.
    """
    raised: Scores = (cosine - mean) / max(1.0 - mean, 1e-6)
    return np.maximum(0.0, raised)


def strength(covered: Scores | None, stands_out: Scores | None) -> float:
    """Evidence that the best hits answer the question, 0 … 1; both arguments hold the values of the best hits.

    A leg that is missing (no embedding, no words) does not count against the hits.
    """
    parts = []
    if covered is not None:
        parts.append((_WORDS_SHARE, float(covered[:_JUDGED_HITS].max(initial=0.0)) ** 0.5))
    if stands_out is not None:
        parts.append((_COSINE_SHARE, float(stands_out[:_JUDGED_HITS].max(initial=0.0))))
    total = sum(share for share, _ in parts)
    return min(1.0, sum(share * value for share, value in parts) / total) if total else 0.0


def shape(scores: Scores) -> Scores:
    """Scores in descending order as signed square roots of their share of the first, −1 … 1."""
    first = float(scores[0]) if len(scores) else 0.0
    if first <= 0:
        return np.zeros(len(scores))
    shares = scores / first
    rooted: Scores = np.sign(shares) * np.sqrt(np.abs(shares))
    return np.clip(rooted, -1.0, 1.0)

"""An absolute scale for rankings.

Scores relative to the best of a question rank well and say nothing about whether the best is any good. `dist` is
therefore the product of two numbers: the *strength* of the best hits, from evidence that means the same for every
question (how much of what was asked they contain, how far their cosine stands out), and the *shape*, how a hit compares
with the best one of its question.
"""

from collections.abc import Sequence
from math import sqrt

from holdfast.retrieval.scoring import inverse_frequency

# A term's rarity is counted as if a hundred further messages lacked it: in a session of three messages the terms that
# occur would otherwise weigh next to nothing beside those that do not.
FURTHER_MESSAGES = 100
_WORDS_SHARE, _COSINE_SHARE = 1.0, 0.5
_DAYS_SHARE = 0.4
_STRENGTH_OF_DAYS = 0.7
JUDGED_HITS = 3


def rarity(per_term: Sequence[int], messages: int) -> list[float]:
    """Each term's share in what is asked: rarer terms have more, 1 in all.

    Args:
        per_term: document frequency of each term; terms that occur nowhere count as not held.
        messages: number of messages the frequencies were counted on.
    """
    weights = inverse_frequency(per_term, messages + FURTHER_MESSAGES)
    total = sum(weights)
    return [weight / total for weight in weights]


def outstanding(cosine: float, mean: float) -> float:
    """How far a cosine stands out from the mean of the scope, 0 … 1.

    Models differ in the cosine of unrelated texts, from near 0 to above 0.6; the mean of the scope stands for it.
    """
    return max(0.0, (cosine - mean) / max(1.0 - mean, 1e-6))


def strength(covered: Sequence[float] | None, stands_out: Sequence[float] | None) -> float:
    """Evidence that the best hits answer the question, 0 … 1; both arguments hold the values of hits, best first.

    A leg that is missing (no embedding, no words) does not count against the hits.
    """
    gathered, total = 0.0, 0.0
    if covered is not None:
        gathered += _WORDS_SHARE * max(covered[:JUDGED_HITS], default=0.0) ** 0.5
        total += _WORDS_SHARE
    if stands_out is not None:
        gathered += _COSINE_SHARE * max(stands_out[:JUDGED_HITS], default=0.0)
        total += _COSINE_SHARE
    return min(1.0, gathered / total) if total else 0.0


def with_days(covered: float, near: float) -> float:
    """The share of a question that a message holds, where days are part of what was asked, 0 … 1."""
    return (1 - _DAYS_SHARE) * covered + _DAYS_SHARE * near


def on_days(near: float, share: float) -> float:
    """How well a message answers a question for days alone, from its nearness to them and its `shape`, 0 … 1."""
    return _STRENGTH_OF_DAYS * near * max(0.0, share)


def shape(scores: Sequence[float]) -> list[float]:
    """Scores in descending order as signed square roots of their share of the first, −1 … 1."""
    first = scores[0] if scores else 0.0
    if first <= 0:
        return [0.0] * len(scores)
    return [sqrt(score / first) if score >= 0 else -sqrt(min(1.0, -score / first)) for score in scores]

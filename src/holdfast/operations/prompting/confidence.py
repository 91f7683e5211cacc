"""How much may be trusted in what a search found, and how many tokens it is worth.

Scores are those of `holdfast.retrieval.calibration`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from holdfast.operations.found import Found
from holdfast.operations.prompting.bearing import asks_what_is
from holdfast.operations.prompting.changes import asks_of_change
from holdfast.operations.prompting.personal import is_courtesy, is_personal
from holdfast.operations.prompting.query import ContextQuery
from holdfast.operations.prompting.requests import only_asks
from holdfast.providers.facts.trust import is_users

FLOOR: Final = 0.3
"""Beside a hit that is sure to answer, hits of a lower score answer nothing."""
FAINT: Final = 0.1
"""Hits of a lower score answer nothing whatever there is beside them."""
SURE: Final = 0.5
"""Hits of a lower score may well answer nothing."""
_CERTAIN: Final = 0.65
_ALIKE: Final = 10
_MOST_ALIKE: Final = 0.74
"""Where so many hits have nearly the score of the best one, the question tells them apart no more, and none is sure to
answer, unless the best score is certain."""
_FEW_TOKENS: Final = 199
"""What a context may have in all where it is unlikely that anything answers."""
_MORE_TOKENS: Final = 400
"""What it may have where something is likely to, though no hit is sure."""


class Confidence(NamedTuple):
    """What hits are worth: whether one of them is ``sure`` to answer, and how many tokens they may have where none is.

    ``most_tokens`` is what the whole context may have then, ``of_user`` whether the question is about the user.
    """

    sure: bool
    of_user: bool = True
    most_tokens: int = 0


TRUSTED: Final = Confidence(sure=True)
"""What there is where a hit is sure to answer."""
NOTHING_FOUND: Final = Confidence(sure=False, most_tokens=_FEW_TOKENS)
"""What there is where no search has found anything yet."""


def judged(hits: Sequence[Found], query: ContextQuery, question: str) -> Confidence:
    """How much may be trusted in hits; ``question`` is what is asked, also where the query gives no text."""
    return TRUSTED if are_sure(hits, query) else doubted(hits, question)


def doubted(hits: Sequence[Found], question: str) -> Confidence:
    """What hits are worth of which none is sure to answer."""
    of_user = concerns_user(hits, question)
    return Confidence(sure=False, of_user=of_user, most_tokens=most_tokens(hits, question, of_user=of_user))


def are_sure(hits: Sequence[Found], query: ContextQuery) -> bool:
    """Whether one of the hits is sure to answer, or the caller decides what does."""
    if query.min_score is not None:
        return True
    scores = sorted((hit.dist for hit in hits), reverse=True)
    if not scores or scores[0] < SURE or is_courtesy(query.text):
        return False
    if scores[0] >= _CERTAIN:
        return True
    if not concerns_user(hits, query.text) or not _is_good(hits):
        return False
    return len(scores) < _ALIKE or scores[_ALIKE - 1] < _MOST_ALIKE * scores[0]


def most_tokens(hits: Sequence[Found], question: str, *, of_user: bool) -> int:
    """What a context may have in all where no hit is sure: more where something is likely to answer after all.

    ``of_user`` is whether the question `concerns_user`.
    """
    if not of_user:
        return _FEW_TOKENS
    if not asks_what_is(question) or _is_good(hits) or asks_of_change(question):
        return _MORE_TOKENS
    return _FEW_TOKENS


def concerns_user(hits: Sequence[Found], question: str) -> bool:
    """Whether a question is about the user, rather than about what all know or a task for once."""
    if not question.strip():
        return True
    if is_courtesy(question):
        return False
    told = (hit.text for hit in hits if hit.message is not None and is_users(hit.message.role))
    return is_personal(question, told)


def _is_good(hits: Sequence[Found]) -> bool:
    """Whether a hit that tells something has a good score: who asks two things in the same way tells nothing."""
    return any(hit.dist >= SURE and not only_asks(hit.text) for hit in hits)

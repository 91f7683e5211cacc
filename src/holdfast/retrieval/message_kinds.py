"""What kind of message it is: a standing instruction of the person to the assistant, a bare question, a correction.

With a message such as "Always give prices in euros when I ask about travel" the person tells the assistant how to
answer from then on. It bears on questions with which it shares hardly a word. It is recognised in English, by its
terms alone, so that stored features suffice.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.analysis import BARE_QUESTION, CORRECTION, analyzer_for
from holdfast.retrieval.features import TermColumns

_AT_ALL_TIMES = ("always", "never", "whenever")
_QUESTION_OR_ANSWER = ("ask", "answer", "reply", "respond")
_FEW_TERMS = 500
"""So many are looked through one by one, which takes less time than calls of numpy."""


class Kinds(NamedTuple):
    """Masks of messages.

    Attributes:
        instructing: which say both that something holds at all times and that it is about questions.
        asking: which are a question and little else.
        correcting: which say that they correct something.
        are_none: whether it is certain that none is of any kind.
    """

    instructing: NDArray[np.bool_]
    asking: NDArray[np.bool_]
    correcting: NDArray[np.bool_]
    are_none: bool = False


def kinds_of(terms: TermColumns, count: int) -> Kinds:
    """Which of `count` messages are of which kind."""
    if len(terms.terms) <= _FEW_TERMS and _telling().isdisjoint(terms.terms.tolist()):
        nothing = np.zeros(count, np.bool_)
        return Kinds(nothing, nothing, nothing, are_none=True)
    return Kinds(
        _holding(terms, count, _ids(_AT_ALL_TIMES)) & _holding(terms, count, _ids(_QUESTION_OR_ANSWER)),
        _holding(terms, count, frozenset([BARE_QUESTION])),
        _holding(terms, count, frozenset([CORRECTION])),
    )


def _holding(terms: TermColumns, count: int, wanted: frozenset[int]) -> NDArray[np.bool_]:
    holding = np.zeros(count, np.bool_)
    if len(terms.terms) <= _FEW_TERMS:
        pairs = zip(terms.terms.tolist(), terms.rows.tolist(), strict=True)
        holding[[row for term, row in pairs if term in wanted]] = True
        return holding
    for term in wanted:  # they are few
        holding[terms.rows[terms.terms == np.uint32(term)]] = True
    return holding


@cache
def _ids(words: tuple[str, ...]) -> frozenset[int]:
    analyzer = analyzer_for("english")
    return frozenset(analyzer.forms(word, "english")[0] for word in words)


@cache
def _telling() -> frozenset[int]:
    """The terms of which a message of any kind has one."""
    return _ids(_AT_ALL_TIMES) | {BARE_QUESTION, CORRECTION}

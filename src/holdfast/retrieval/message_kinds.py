"""What kind of message it is: a standing instruction of the person to the assistant, a bare question, a correction.

With a message such as "Always give prices in euros when I ask about travel" the person tells the assistant how to
answer from then on. It bears on questions with which it shares hardly a word. It is recognised in English, by its
terms alone, so that stored features suffice.
"""

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.analysis import BARE_QUESTION, CORRECTION, TermIds, analyzer_for
from holdfast.retrieval.features import TermColumns

_AT_ALL_TIMES = ("always", "never", "whenever")
_QUESTION_OR_ANSWER = ("ask", "answer", "reply", "respond")


def instructing(terms: TermColumns, count: int) -> NDArray[np.bool_]:
    """Which of `count` messages say both that something holds at all times and that it is about questions."""
    return _holding(terms, count, _ids(_AT_ALL_TIMES)) & _holding(terms, count, _ids(_QUESTION_OR_ANSWER))


def asking(terms: TermColumns, count: int) -> NDArray[np.bool_]:
    """Which of `count` messages are a question and little else."""
    return _holding(terms, count, np.array([BARE_QUESTION], np.uint32))


def correcting(terms: TermColumns, count: int) -> NDArray[np.bool_]:
    """Which of `count` messages say that they correct something."""
    return _holding(terms, count, np.array([CORRECTION], np.uint32))


def _holding(terms: TermColumns, count: int, wanted: TermIds) -> NDArray[np.bool_]:
    holding = np.zeros(count, np.bool_)
    for term in wanted:  # they are few
        holding[terms.rows[terms.terms == term]] = True
    return holding


def _ids(words: tuple[str, ...]) -> TermIds:
    analyzer = analyzer_for("english")
    return np.array([analyzer.forms(word, "english")[0] for word in words], np.uint32)

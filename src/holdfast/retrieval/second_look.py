"""A second look at the best messages: what only shows when good candidates are compared with each other.

*Recency*: where a question asks for what is the case now, of several messages that answer about equally well the later
one is right. *Correction*: a message that says that it corrects something stands above what was said before it.
*Answer*: where a bare question matches best ("did we get the deposit back?"), what answers is said right after it in a
few words ("yes it is"). Where the assistant could not tell, what the person said then is the better answer.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval import kernel
from holdfast.retrieval.analysis import NEGATION
from holdfast.retrieval.index import ScopeIndex
from holdfast.retrieval.layout import NONE
from holdfast.retrieval.scoring import Scores

Rows = NDArray[np.intp]
_MARGIN = 0.5
"""Messages whose score is lower than the best one by no more than this are compared …"""
_MOST_COMPARED = 20
"""… and at most so many of them."""
_SHORT_ANSWER = 8
_LOST, _REACHED, _REACHED_AFTER_NO_ANSWER = 0.5, (0.9, 0.85), (0.8, 0.9)
"""What an answered question loses, and what share of its score the next message and the one after that reach."""
_ABOVE = 0.05
"""By how much a correction stands above what was said right before it."""
_NEXT, _SECOND_NEXT = 0, 2


class Best:
    """The best messages of a ranking.

    Attributes:
        positions: where they stand among the scores.
    """

    def __init__(self, scores: Scores, index: ScopeIndex, rows: Rows | None) -> None:
        self._scores = scores
        self._index = index
        self._rows = rows
        self.positions = _best(scores)

    def recency(self, *, of_self: bool) -> Scores | None:
        """How late each of the best is among them, 0 … 1; 0 for other messages; None where one is best alone.

        Where somebody asks for what is so `of_self`, questions are none of them.
        """
        compared = self.positions
        if of_self:
            compared = compared[~self._index.questions.take(self._places(compared))]
        if len(compared) < 2:
            return None
        late = np.zeros(len(self._scores))
        order = np.argsort(self._index.created[self._places(compared)], kind="stable")
        late[compared[order]] = np.linspace(0.0, 1.0, len(order))
        return late

    def corrections(self, weight: float, terms: Sequence[int]) -> Scores | None:
        """1 for those of the best that correct something and are not the earliest of them; None without any.

        What corrects one of the best right after it, in whatever words, gains what lets it stand above; so does what
        corrects it later and holds as many words of the question, or half as many.

        Args:
            weight: what the feature counts.
            terms: those of the question.
        """
        places = self._places(self.positions)
        correcting = self._index.corrections.take(places)
        following = [*self._corrected(places), *self._corrected_later(terms)]
        if not following and not np.logical_or.reduce(correcting):
            return None
        marks = np.zeros(len(self._scores))
        marks[self.positions[correcting & (self._created > self._created.min())]] = 1.0
        for position, follower in following:
            gain = (self._scores[position] + _ABOVE - self._scores[follower]) / weight
            marks[follower] = max(marks[follower], gain)
        return marks

    def answers(self, *, of_self: bool) -> Scores | None:
        """What answered questions lose, and what the short messages gain that follow them; None without a question.

        Who asks for what is so `of_self` is not told by their own questions, nor by what answers these.
        """
        asked = self.positions[self._index.questions.take(self._places(self.positions))]
        if not len(asked):
            return None
        change = np.zeros(len(self._scores))
        if of_self:
            change[asked] = -_LOST
            return change
        for position in asked.tolist():
            followers = self._followers(position)
            for follower, share in zip(followers, self._reached(followers), strict=True):
                if follower is not None:
                    change[position] = -_LOST
                    gain = share * self._scores[position] - self._scores[follower]
                    change[follower] = max(change[follower], gain)
        return change

    def _reached(self, followers: list[int | None]) -> tuple[float, float]:
        """What shares of a question's score the two messages after it reach."""
        first, second = followers
        if first is None or second is None:
            return _REACHED
        row = int(self._places(np.array([first]))[0])
        return _REACHED_AFTER_NO_ANSWER if self._index.postings.holds_at(NEGATION, row) else _REACHED

    def _corrected(self, places: Rows) -> list[tuple[int, int]]:
        """Positions of messages and of what the same speaker says right after them to correct them."""
        index = self._index
        if not index.corrected:
            return []
        after = index.layout.links.take(places, axis=0)[:, [_NEXT, _SECOND_NEXT]]
        there = (after > NONE) & (after < len(index))
        rows = np.where(there, after, 0)
        corrects = there & index.corrections.take(rows) & (index.roles.take(rows) == index.roles.take(places)[:, None])
        pairs = zip(*(each.tolist() for each in np.nonzero(corrects)), strict=True)
        found = [(int(self.positions[one]), self._position(int(after[one, which]))) for one, which in pairs]
        return [(position, follower) for position, follower in found if follower is not None]

    def _corrected_later(self, terms: Sequence[int]) -> list[tuple[int, int]]:
        """The position of the best message, and those of corrections of it by the same speaker, in the same words."""
        index = self._index
        if not (len(self.positions) and index.corrected):
            return []
        candidates = kernel.best(self._scores, min(_MOST_COMPARED, len(self._scores)))
        best = candidates[0]
        places, place = self._places(candidates), self._places(candidates[:1])
        later = index.corrections.take(places) & (index.created.take(places) > index.created.take(place))
        alike = index.roles.take(places) == index.roles.take(place)
        least = max(1.0, self._held(int(places[0]), terms) / 2)
        found = np.flatnonzero(later & alike).tolist()
        return [(int(best), int(candidates[at])) for at in found if self._held(int(places[at]), terms) >= least]

    def _held(self, row: int, terms: Sequence[int]) -> int:
        """How many of some terms a message holds."""
        return sum(self._index.postings.holds_at(term, row) for term in terms)

    @property
    def _created(self) -> NDArray[np.float64]:
        return self._index.created[self._places(self.positions)]

    def _places(self, positions: Rows) -> Rows:
        """The rows of the index at some positions of the ranking."""
        return positions if self._rows is None else self._rows[positions]

    def _followers(self, position: int) -> list[int | None]:
        """Positions of the next message after a question and of the one after that, where they may answer it.

        The second does where the person who asked comes to know meanwhile what the assistant could not tell.
        """
        row = int(self._places(np.array([position]))[0])
        following = self._index.layout.links[row, [_NEXT, _SECOND_NEXT]].tolist()
        answering = [self._is_answer(after) for after in following]
        answering[1] &= self._is_same_person(row, following[1]) and not self._is_same_person(row, following[0])
        return [self._position(after) if right else None for after, right in zip(following, answering, strict=True)]

    def _is_same_person(self, row: int, other: int) -> bool:
        """Whether the person who talks with an assistant said both."""
        roles = self._index.roles
        return NONE < other < len(roles) and roles[row] == roles[other] and roles[row] in self._index.speakers.asking

    def _is_answer(self, row: int) -> bool:
        if row == NONE or row >= len(self._index):
            return False
        return bool(self._index.lengths[row] <= _SHORT_ANSWER and not self._index.questions[row])

    def _position(self, row: int) -> int | None:
        """Where a row stands among the messages that may be found."""
        if self._rows is None:
            return row
        at = int(self._rows.searchsorted(row))
        return at if at < len(self._rows) and self._rows[at] == row else None


def _best(scores: Scores) -> Rows:
    if not len(scores):
        return np.empty(0, np.intp)
    best = kernel.best(scores, min(_MOST_COMPARED, len(scores)))
    there = scores.take(best)
    near: Rows = best[there >= there[0] - _MARGIN]
    near.sort()
    return near

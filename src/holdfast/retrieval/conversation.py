"""The shape of a conversation: who speaks, where it pauses, and which messages stand beside each other.

A *segment* is a stretch of one session without a long pause. Neighbours give context only inside a segment, and a
segment is the unit when a question is about a whole conversation rather than one message.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

LONGEST_PAUSE_SECONDS = 3600.0
GENERIC_ROLES = frozenset({"user", "human", "ai", "assistant", "system", "tool", "function", "bot", "agent"})
_ASKING_ROLES = frozenset({"user", "human"})

# Distance of a neighbour, and the share of its terms which a message takes over.
CONTEXT = ((-1, 0.4), (1, 0.3), (-2, 0.3), (2, 0.1))
_NEIGHBOUR_TERMS = 15

# BM25: saturation of counts, length normalisation of messages with their context and of whole segments.
K1, B, SEGMENT_B = 1.2, 0.85, 0.75
_FULL_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Speakers:
    """The roles of a scope, in order of appearance, and the words that name them.

    Attributes:
        roles: role texts; the position of a role is its number in the index.
        by_name: lower-case word of a role's name → numbers of the roles so named; a generic role such as `user` is not
            a name, and the word may well be what a question is about.
        asking: numbers of the roles that speak for the person who asks (`user`, `human`).
    """

    roles: tuple[str, ...] = ()
    by_name: dict[str, frozenset[int]] = field(default_factory=dict)
    asking: frozenset[int] = frozenset()

    @classmethod
    def of(cls, roles: Iterable[str]) -> "Speakers":
        """Name the roles."""
        known = tuple(roles)
        by_name: dict[str, set[int]] = {}
        for number, role in enumerate(known):
            for word in _name_words(role):
                if word in GENERIC_ROLES:
                    continue
                by_name.setdefault(word, set()).add(number)
        asking = frozenset(number for number, role in enumerate(known) if role.strip().lower() in _ASKING_ROLES)
        return cls(known, {word: frozenset(numbers) for word, numbers in by_name.items()}, asking)

    def named_in(self, words: Iterable[str]) -> frozenset[int]:
        """Roles that the words name."""
        found: set[int] = set()
        for word in words:
            found |= self.by_name.get(word, frozenset())
        return frozenset(found)


def _name_words(role: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in role.lower()).split()


@dataclass(frozen=True, slots=True)
class Layout:
    """How messages stand to each other; recomputed as a whole whenever messages arrive.

    Words are counted at *places*: place r is row r with its context, place n (for n rows) is nowhere, and place
    n + 1 + s is segment s as one document.

    Attributes:
        segments: segment number of each row.
        segment_count: number of segments.
        spread: (n, 6) places to which a message lends its terms: itself, then those for which it is the neighbour at
            each distance of `CONTEXT`, then its segment; nowhere where there is none.
        loans: by how much each message scales the shares that it lends to neighbours: one longer than 15 terms is
            scaled down to 15, else long assistant messages drown the message itself.
        norm: BM25's k1 · (1 − b + b · length / average length) of each place, terms lent counting by their shares.
    """

    segments: NDArray[np.int32]
    segment_count: int
    spread: NDArray[np.int32]
    loans: NDArray[np.float32]
    norm: NDArray[np.float64]

    def shares(self, rows: NDArray[Any]) -> NDArray[np.float32]:
        """(rows, 6) the share of its terms that each message lends to the places of `spread`."""
        return _shares(self.loans.take(rows))

    @property
    def nbytes(self) -> int:
        """Memory of the arrays."""
        return sum(array.nbytes for array in (self.segments, self.spread, self.loans, self.norm))


def lay_out(sessions: NDArray[np.int32], created: NDArray[np.float64], lengths: NDArray[np.int32]) -> Layout:
    """Find segments and neighbours.

    Args:
        sessions: session number of each row; rows of one session stand in their order, sessions may be interleaved.
        created: seconds since the epoch.
        lengths: terms of each message.
    """
    count = len(sessions)
    order = _by_session(sessions)
    ordered = _segments(sessions[order], created[order])
    segments = np.empty(count, dtype=np.int32)
    segments[order] = ordered
    segment_count = int(ordered[-1]) + 1 if count else 0
    spread = _spread(order, ordered, segments)
    loans = np.minimum(1.0, _NEIGHBOUR_TERMS / np.maximum(lengths, 1)).astype(np.float32)
    lent = np.bincount(spread.ravel(), (_shares(loans) * lengths[:, None]).ravel(), count + 1 + segment_count)
    lent[count] = 0
    norm = np.concatenate((length_norm(lent[:count], B), [1.0], length_norm(lent[count + 1 :], SEGMENT_B)))
    return Layout(segments, segment_count, spread, loans, norm)


def _spread(order: NDArray[np.intp], ordered: NDArray[np.int32], segments: NDArray[np.int32]) -> NDArray[np.int32]:
    """`Layout.spread` from the rows by session and their segments, and the segments of all rows."""
    count = len(order)
    spread = np.full((count, 2 + len(CONTEXT)), count, dtype=np.int32)
    spread[:, 0] = np.arange(count, dtype=np.int32)
    for column, (distance, _) in enumerate(CONTEXT, start=1):
        lender, taker = _pairs(ordered, -distance)
        spread[order[lender], column] = order[taker]
    spread[:, -1] = segments + np.int32(count + 1)
    return spread


def _shares(loans: NDArray[np.float32]) -> NDArray[np.float32]:
    """What messages lend, from how they scale it."""
    shares = np.ones((len(loans), 2 + len(CONTEXT)), np.float32)
    shares[:, 1:-1] = loans[:, None] * np.array([share for _, share in CONTEXT], dtype=np.float32)
    return shares


def length_norm(lengths: NDArray[Any], b: float) -> NDArray[np.float64]:
    """BM25's k1 · (1 − b + b · length / average length), never 0."""
    average = float(lengths.mean()) if len(lengths) else 0.0
    norm: NDArray[np.float64] = K1 * (1 - b) + (K1 * b / (average or 1.0)) * lengths.astype(np.float64)
    return np.maximum(norm, 1e-9)


def short_turn_prior(lengths: NDArray[np.int32]) -> NDArray[np.float64]:
    """min(1, terms / 12), so that "Thanks!" does not win."""
    share: NDArray[np.float64] = lengths / _FULL_LENGTH
    return np.minimum(1.0, share)


def _by_session(sessions: NDArray[np.int32]) -> NDArray[np.intp]:
    if not len(sessions) or (sessions[1:] >= sessions[:-1]).all():
        return np.arange(len(sessions))
    return np.argsort(sessions, kind="stable")


def _segments(sessions: NDArray[np.int32], created: NDArray[np.float64]) -> NDArray[np.int32]:
    breaks = np.zeros(len(sessions), dtype=np.int32)
    paused = np.abs(np.diff(created)) > LONGEST_PAUSE_SECONDS
    breaks[1:] = paused | (sessions[1:] != sessions[:-1])
    return np.cumsum(breaks, dtype=np.int32)


def _pairs(segments: NDArray[np.int32], distance: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Positions and the positions `distance` further on in the same segment."""
    step = abs(distance)
    near = np.flatnonzero(segments[:-step] == segments[step:]) if len(segments) > step else np.empty(0, np.intp)
    return (near, near + step) if distance > 0 else (near + step, near)

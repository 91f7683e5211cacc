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

    Attributes:
        segments: segment number of each row.
        segment_count: number of segments.
        segment_norm: BM25's k1 · (1 − b + b · length / average length) of each segment.
        spread: (n, 5) rows to which a message lends its terms: itself, then those for which it is the neighbour at
            each distance of `CONTEXT`; n where there is none.
        spread_weights: (n, 5) the share it lends; a neighbour longer than 15 terms is scaled down to 15, else long
            assistant messages drown the message itself.
        norm: BM25's norm of each message with its context, whose terms count by the same weights.
    """

    segments: NDArray[np.int32]
    segment_count: int
    segment_norm: NDArray[np.float64]
    spread: NDArray[np.int32]
    spread_weights: NDArray[np.float32]
    norm: NDArray[np.float64]

    @property
    def nbytes(self) -> int:
        """Memory of the arrays."""
        arrays = (self.segments, self.segment_norm, self.spread, self.spread_weights, self.norm)
        return sum(array.nbytes for array in arrays)


def lay_out(sessions: NDArray[np.int32], created: NDArray[np.float64], lengths: NDArray[np.int32]) -> Layout:
    """Find segments and neighbours.

    Args:
        sessions: session number of each row; rows of one session stand in their order, sessions may be interleaved.
        created: seconds since the epoch.
        lengths: terms of each message.
    """
    count = len(sessions)
    order = _by_session(sessions)
    segments = _segments(sessions[order], created[order])
    targets = np.full((count, 1 + len(CONTEXT)), count, dtype=np.int32)
    targets[:, 0] = np.arange(count, dtype=np.int32)
    for column, (distance, _) in enumerate(CONTEXT, start=1):
        lender, taker = _pairs(segments, -distance)
        targets[order[lender], column] = order[taker]
    scale = np.minimum(1.0, _NEIGHBOUR_TERMS / np.maximum(lengths, 1)).astype(np.float32)
    shares = np.array([share for _, share in CONTEXT], dtype=np.float32)
    weights = np.concatenate((np.ones((count, 1), np.float32), scale[:, None] * shares), axis=1)
    lent = np.bincount(targets.ravel(), weights=(weights * lengths[:, None]).ravel(), minlength=count + 1)
    unordered = np.empty(count, dtype=np.int32)
    unordered[order] = segments
    segment_count = int(segments[-1]) + 1 if count else 0
    segment_norm = length_norm(np.bincount(unordered, lengths, segment_count), SEGMENT_B)
    return Layout(unordered, segment_count, segment_norm, targets, weights, length_norm(lent[:count], B))


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

"""The index of one scope: a session, all sessions of a user, or everything.

A `ScopeIndex` is an immutable snapshot. `extended` and `without_sessions` return another one, so a search goes on
undisturbed in one thread while the next snapshot is prepared in a second. Vectors alone are shared: they lie in a
buffer with room to grow, of which each snapshot sees the rows it had when it was made. Snapshots of one scope should
be extended one after the other; extending an old one is correct but copies the buffer.
"""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.conversation import Layout, Speakers, lay_out, short_turn_prior
from holdfast.retrieval.features import MessageFeatures, columns
from holdfast.retrieval.instructions import instructing
from holdfast.retrieval.kernel import WordScorer, word_scorer
from holdfast.retrieval.postings import Postings
from holdfast.retrieval.scoring import spoken_by
from holdfast.retrieval.vectors import Vectors

_SECONDS_PER_DAY = 86400.0
_Value = TypeVar("_Value", bound=Hashable)


@dataclass(frozen=True, slots=True)
class MessageBatch:
    """Messages to index, as parallel columns, those of one session in their order.

    Attributes:
        keys: the number by which storage knows each message.
        sessions: the session each belongs to; any hashable value.
        roles: who speaks.
        created: seconds since the epoch.
        features: analysed text.
        vectors: (n, d) float32, a row of zeros where a message has no vector yet; None when no model is used.
    """

    keys: Sequence[int]
    sessions: Sequence[Hashable]
    roles: Sequence[str]
    created: Sequence[float]
    features: Sequence[MessageFeatures]
    vectors: NDArray[np.float32] | None = None

    def __post_init__(self) -> None:
        columns_of = (self.sessions, self.roles, self.created, self.features)
        if any(len(column) != len(self.keys) for column in columns_of):
            raise ValueError("the columns of a message batch differ in length")
        if self.vectors is not None and len(self.vectors) != len(self.keys):
            raise ValueError(f"{len(self.vectors)} vectors for {len(self.keys)} messages")

    def __len__(self) -> int:
        return len(self.keys)


@dataclass(frozen=True, slots=True)
class ScopeIndex:
    """Everything a search needs to know about the messages of a scope, one row per message.

    Attributes:
        keys: storage's number of each message.
        sessions: session number of each row, a position in `session_keys`.
        session_keys: the sessions of the scope in order of appearance.
        roles: role number of each row, a position in `speakers.roles`.
        created: seconds since the epoch.
        days: days since the epoch (UTC).
        years: first and last calendar year (UTC) of the messages.
        lengths: words of each message, stop words left out.
        length_prior: the prior against short messages, 0 … 1.
        instructions: which messages are standing instructions of the asking person.
        instructed: whether there are any.
        speakers: the roles and their names.
        postings: terms → rows.
        layout: segments and neighbours.
        words: scores by words.
        vectors: the vectors, if any.
    """

    keys: NDArray[np.int64]
    sessions: NDArray[np.int32]
    session_keys: tuple[Hashable, ...]
    roles: NDArray[np.int32]
    created: NDArray[np.float64]
    days: NDArray[np.int32]
    years: tuple[int, int]
    lengths: NDArray[np.int32]
    length_prior: NDArray[np.float64]
    instructions: NDArray[np.bool_]
    instructed: bool
    speakers: Speakers
    postings: Postings
    layout: Layout
    words: WordScorer
    vectors: Vectors

    @classmethod
    def empty(cls) -> "ScopeIndex":
        """The index of a scope without messages."""
        none = np.empty(0, np.int32)
        return cls._assembled(
            keys=np.empty(0, np.int64),
            sessions=none,
            session_keys=(),
            roles=none,
            created=np.empty(0, np.float64),
            lengths=none,
            instructions=np.empty(0, np.bool_),
            speakers=Speakers(),
            postings=Postings(),
            vectors=Vectors(),
        )

    @classmethod
    def of(cls, batch: MessageBatch) -> "ScopeIndex":
        """The index of a batch."""
        return cls.empty().extended(batch)

    def __len__(self) -> int:
        return len(self.keys)

    def extended(self, batch: MessageBatch) -> "ScopeIndex":
        """The index with further messages, which follow those it has.

        Raises:
            ValueError: the vectors differ in width from those it has.
        """
        if not len(batch):
            return self
        session_keys, sessions = _numbered(self.session_keys, batch.sessions)
        roles_known, roles = _numbered(self.speakers.roles, batch.roles)
        terms = columns(batch.features)
        created = np.asarray(batch.created, dtype=np.float64)
        speakers = self.speakers if roles_known is self.speakers.roles else Speakers.of(roles_known)
        instructions = instructing(terms, len(batch)) & spoken_by(roles, speakers.asking)
        return self._assembled(
            keys=np.concatenate((self.keys, np.asarray(batch.keys, dtype=np.int64))),
            sessions=np.concatenate((self.sessions, sessions)),
            session_keys=session_keys,
            roles=np.concatenate((self.roles, roles)),
            created=np.concatenate((self.created, created)),
            lengths=np.concatenate((self.lengths, terms.lengths)),
            instructions=np.concatenate((self.instructions, instructions)),
            speakers=speakers,
            postings=self.postings.extended(terms, len(self)),
            vectors=self.vectors.extended(batch.vectors, len(batch)),
        )

    def without_sessions(self, gone: Collection[Hashable]) -> "ScopeIndex":
        """The index without the messages of some sessions; sessions it does not have are ignored."""
        numbers = [number for number, key in enumerate(self.session_keys) if key in gone]
        if not numbers:
            return self
        keep = ~np.isin(self.sessions, numbers)
        kept_sessions = [number for number in range(len(self.session_keys)) if number not in set(numbers)]
        renumbered = np.full(len(self.session_keys), -1, dtype=np.int32)
        renumbered[kept_sessions] = np.arange(len(kept_sessions), dtype=np.int32)
        return self._assembled(
            keys=self.keys[keep],
            sessions=renumbered[self.sessions[keep]],
            session_keys=tuple(self.session_keys[number] for number in kept_sessions),
            **self._kept_roles(keep),
            created=self.created[keep],
            lengths=self.lengths[keep],
            instructions=self.instructions[keep],
            postings=self.postings.kept(keep),
            vectors=self.vectors.kept(keep),
        )

    def with_vectors(self, keys: Sequence[int], vectors: NDArray[np.float32]) -> "ScopeIndex":
        """The index with vectors for messages it already has; keys it does not have are ignored."""
        by_key = np.argsort(self.keys)
        wanted = np.asarray(keys, dtype=np.int64)
        at = np.minimum(self.keys[by_key].searchsorted(wanted), max(len(self) - 1, 0))
        if not len(self) or not len(wanted):
            return self
        rows = by_key[at]
        known = self.keys[rows] == wanted
        return replace(self, vectors=self.vectors.placed(rows[known], vectors[known], len(self)))

    def created_between(self, start: float | None, end: float | None) -> NDArray[np.bool_]:
        """Mask of the messages created within a span, both ends included; seconds since the epoch."""
        mask = np.ones(len(self), dtype=np.bool_)
        if start is not None:
            mask &= self.created >= start
        if end is not None:
            mask &= self.created <= end
        return mask

    def mask_of(self, keys: Collection[int]) -> NDArray[np.bool_]:
        """Mask of the messages with these keys."""
        return np.isin(self.keys, np.fromiter(keys, dtype=np.int64, count=len(keys)))

    @property
    def nbytes(self) -> int:
        """Memory of the index, the room the vector buffer keeps for growth included."""
        arrays = (self.keys, self.sessions, self.roles, self.created, self.days, self.lengths)
        priors = self.length_prior.nbytes + self.instructions.nbytes
        fixed = 64 * (len(self.session_keys) + len(self.speakers.roles)) + 4096
        parts = self.postings.nbytes + self.layout.nbytes + self.vectors.nbytes
        return sum(array.nbytes for array in arrays) + priors + parts + fixed

    def _kept_roles(self, keep: NDArray[np.bool_]) -> dict[str, Speakers | NDArray[np.int32]]:
        """Roles that still occur: a name that no longer speaks must not steer a question."""
        used, roles = np.unique(self.roles[keep], return_inverse=True)
        speakers = Speakers.of(self.speakers.roles[number] for number in used.tolist())
        return {"roles": roles.astype(np.int32), "speakers": speakers}

    @classmethod
    def _assembled(cls, **parts: object) -> "ScopeIndex":
        """Add what follows from the stored columns."""
        sessions, created, lengths = parts["sessions"], parts["created"], parts["lengths"]
        assert isinstance(sessions, np.ndarray) and isinstance(created, np.ndarray) and isinstance(lengths, np.ndarray)
        days = np.floor_divide(created, _SECONDS_PER_DAY).astype(np.int32)
        layout = lay_out(sessions, created, lengths)
        prior = short_turn_prior(lengths)
        words = word_scorer(parts["postings"], layout)  # type: ignore[arg-type]
        return cls(
            days=days,
            years=_years(created),
            length_prior=prior,
            instructed=True in parts["instructions"],  # type: ignore[operator]
            layout=layout,
            words=words,
            **parts,  # type: ignore[arg-type]
        )


def _years(created: NDArray[np.float64]) -> tuple[int, int]:
    if not len(created):
        return 1970, 1970
    span = np.array([created.min(), created.max()]).astype("datetime64[s]").astype("datetime64[Y]").astype(int) + 1970
    return int(span[0]), int(span[1])


def _numbered(known: tuple[_Value, ...], values: Sequence[_Value]) -> tuple[tuple[_Value, ...], NDArray[np.int32]]:
    """Number values in order of appearance, continuing the known ones."""
    numbers = {value: number for number, value in enumerate(known)}
    numbered = np.fromiter((numbers.setdefault(value, len(numbers)) for value in values), np.int32, len(values))
    return (known if len(numbers) == len(known) else tuple(numbers)), numbered

"""The index of one scope: a session, all sessions of a user, or everything.

A `ScopeIndex` is a snapshot. `extended` and `without_sessions` return another one, so a search goes on in one thread
while the next snapshot is prepared in a second. Snapshots share arrays with room to grow, of which each sees the rows
there were when it was made: so a message costs what it adds, however many there are. Snapshots of one scope are to be
extended one after the other, by one thread at a time; extending an old one is correct but copies it.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.conversation import Speakers, short_turn_prior
from holdfast.retrieval.features import MessageFeatures, columns
from holdfast.retrieval.growing import Growing
from holdfast.retrieval.kernel import WordScorer, word_scorer
from holdfast.retrieval.layout import Layout, lay_out
from holdfast.retrieval.message_kinds import kinds_of
from holdfast.retrieval.numbering import MappedNumbering, Numbering
from holdfast.retrieval.postings import Postings
from holdfast.retrieval.scoring import spoken_by
from holdfast.retrieval.stored_columns import Column, MappedColumns, Stored
from holdfast.retrieval.vectors import Vectors

_SECONDS_PER_DAY = 86400.0
_GENERATIONS = itertools.count()


@dataclass(frozen=True, slots=True)
class MessageBatch:
    """Messages to index, as parallel columns, those of one session in their order.

    Attributes:
        keys: the number by which storage knows each message.
        sessions: the number of the session each belongs to.
        roles: who speaks.
        created: seconds since the epoch.
        features: analysed text.
        vectors: (n, d) float32, a row of zeros where a message has no vector yet; None when no model is used.
        withheld: the sessions of messages that are there and must not be found, once for each; they have no row.
    """

    keys: Sequence[int]
    sessions: Sequence[int]
    roles: Sequence[str]
    created: Sequence[float]
    features: Sequence[MessageFeatures]
    vectors: NDArray[np.float32] | None = None
    withheld: Sequence[int] = ()

    def __post_init__(self) -> None:
        columns_of = (self.sessions, self.roles, self.created, self.features)
        if any(len(column) != len(self.keys) for column in columns_of):
            raise ValueError("the columns of a message batch differ in length")
        if self.vectors is not None and len(self.vectors) != len(self.keys):
            raise ValueError(f"{len(self.vectors)} vectors for {len(self.keys)} messages")

    def __len__(self) -> int:
        return len(self.keys)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of an index, one row per message, with room to grow."""

    keys: Growing = field(default_factory=lambda: Growing.empty(np.int64))
    sessions: Growing = field(default_factory=lambda: Growing.empty(np.int32))
    roles: Growing = field(default_factory=lambda: Growing.empty(np.int32))
    created: Growing = field(default_factory=lambda: Growing.empty(np.float64))
    days: Growing = field(default_factory=lambda: Growing.empty(np.int32))
    lengths: Growing = field(default_factory=lambda: Growing.empty(np.int32))
    wordings: Growing = field(default_factory=lambda: Growing.empty(np.uint32))
    length_prior: Growing = field(default_factory=lambda: Growing.empty(np.float64))
    instructions: Growing = field(default_factory=lambda: Growing.empty(np.bool_))
    questions: Growing = field(default_factory=lambda: Growing.empty(np.bool_))
    corrections: Growing = field(default_factory=lambda: Growing.empty(np.bool_))

    def extended(self, held: int, **added: NDArray[Any]) -> _Columns:
        return _Columns(**{name: getattr(self, name).extended(held, rows) for name, rows in added.items()})

    def shown(self, count: int) -> dict[str, Any]:
        return {name: getattr(self, name).rows[:count] for name in COLUMN_NAMES}

    @property
    def nbytes(self) -> int:
        return sum(getattr(self, name).nbytes for name in COLUMN_NAMES)


COLUMN_NAMES = tuple(one.name for one in fields(_Columns))
"""The names of the columns of an index."""


@dataclass(frozen=True, slots=True)
class ScopeIndex:
    """Everything a search needs to know about the messages of a scope, one row per message.

    Rows of removed sessions stay until the index is compacted: nothing of them counts and no search finds them.

    Attributes:
        keys: storage's number of each message.
        sessions: position of each row's session in `session_keys`.
        session_keys: the sessions of the scope in order of appearance, and perhaps some that came later.
        roles: role number of each row, a position in `speakers.roles`.
        created: seconds since the epoch.
        days: days since the epoch (UTC).
        years: first and last calendar year (UTC) of the messages.
        lengths: words of each message, stop words left out.
        wordings: a number that messages of the same terms share; 0 without terms.
        length_prior: the prior against short messages, 0 … 1.
        instructions: which messages are standing instructions of the asking person.
        instructed: whether there are any.
        questions: which messages are a question and little else.
        asked: whether there may be any.
        corrections: which messages say that they correct something.
        corrected: whether there may be any.
        speakers: the roles and their names.
        postings: terms → rows.
        layout: segments and neighbours.
        words: scores by words.
        vectors: the vectors, if any.
        removed: rows of removed sessions, ascending.
        answers: what was found for questions that are asked again and again, kept as long as the snapshot is; whoever
            asks names what the answer depends on.
        generation: a number of its own as long as no message goes: of snapshots that share it, a later one has what
            an earlier one has, as it was. A message that was edited goes, and comes again.
    """

    keys: NDArray[np.int64]
    sessions: NDArray[np.int32]
    roles: NDArray[np.int32]
    created: NDArray[np.float64]
    days: NDArray[np.int32]
    lengths: NDArray[np.int32]
    wordings: NDArray[np.uint32]
    length_prior: NDArray[np.float64]
    instructions: NDArray[np.bool_]
    questions: NDArray[np.bool_]
    corrections: NDArray[np.bool_]
    session_keys: Sequence[int]
    years: tuple[int, int]
    instructed: bool
    asked: bool
    corrected: bool
    speakers: Speakers
    postings: Postings
    layout: Layout
    words: WordScorer
    vectors: Vectors
    removed: NDArray[np.intp]
    _columns: _Columns
    _sessions: Numbering
    _roles: Numbering
    answers: dict[Hashable, Any] = field(init=False, default_factory=dict, compare=False, repr=False)
    generation: int = field(default_factory=_GENERATIONS.__next__, compare=False)

    @classmethod
    def empty(cls) -> ScopeIndex:
        """The index of a scope without messages."""
        return cls._shown(
            _Columns(),
            years=_NO_YEARS,
            instructed=False,
            asked=False,
            corrected=False,
            speakers=Speakers(),
            postings=Postings(),
            layout=Layout(),
            vectors=Vectors(),
            removed=np.empty(0, np.intp),
            _sessions=Numbering(),
            _roles=Numbering(),
        )

    @classmethod
    def of(cls, batch: MessageBatch) -> ScopeIndex:
        """The index of a batch."""
        return cls.empty().extended(batch)

    def __len__(self) -> int:
        """Rows, those of removed sessions included."""
        return len(self.keys)

    @property
    def live(self) -> int:
        """Messages that can be found."""
        return len(self.keys) - len(self.removed)

    def extended(self, batch: MessageBatch) -> ScopeIndex:
        """The index with further messages, which follow those it has.

        Raises:
            ValueError: the vectors differ in width from those it has.
        """
        if not len(batch):
            return self
        if not self.layout.is_latest:
            return self.compacted().extended(batch)
        vectors = self.vectors.extended(batch.vectors, len(batch))
        sessions = self._sessions.numbers(batch.sessions)
        roles = self._roles.numbers(batch.roles)
        speakers = self.speakers.joined_by(self._roles.values, sorted(set(roles.tolist())))
        terms = columns(batch.features)
        created = np.asarray(batch.created, dtype=np.float64)
        kinds = kinds_of(terms, len(batch))
        instructions = kinds.instructing if kinds.are_none else kinds.instructing & spoken_by(roles, speakers.asking)
        table = self._columns.extended(
            len(self),
            keys=np.asarray(batch.keys, dtype=np.int64),
            sessions=sessions,
            roles=roles,
            created=created,
            days=np.floor_divide(created, _SECONDS_PER_DAY).astype(np.int32),
            lengths=terms.lengths,
            wordings=np.fromiter((one.wording for one in batch.features), np.uint32, len(batch)),
            length_prior=short_turn_prior(terms.lengths),
            instructions=instructions,
            questions=kinds.asking,
            corrections=kinds.correcting,
        )
        count = len(self) + len(batch)
        return self._shown(
            table,
            count,
            years=_years(created) if not self.live else _spanned(self.years, _years(created)),
            instructed=self.instructed or (not kinds.are_none and bool(instructions.any())),
            asked=self.asked or (not kinds.are_none and bool(kinds.asking.any())),
            corrected=self.corrected or (not kinds.are_none and bool(kinds.correcting.any())),
            speakers=speakers,
            postings=self.postings.extended(terms, len(self)),
            layout=self.layout.extended(sessions, table.created.rows[:count], table.lengths.rows[:count]),
            vectors=vectors,
            removed=self.removed,
            generation=self.generation,
            _sessions=self._sessions,
            _roles=self._roles,
        )

    def without_sessions(self, gone: Collection[int]) -> ScopeIndex:
        """The index without the messages of some sessions; sessions it does not have are ignored."""
        numbers = np.array(sorted(self._sessions.known(gone)), np.intp)
        rows = np.flatnonzero(np.isin(self.sessions, numbers) & self.live_mask) if len(numbers) else numbers
        if not len(rows):
            return self
        if not self.layout.is_latest:
            return self.compacted().without_sessions(gone)
        # numpy's sets keep the interpreter to themselves, for a second where there are millions.
        removed = np.sort(np.concatenate((self.removed, rows)))
        stays = np.ones(len(self), np.bool_)
        stays[removed] = False
        # A name that no longer speaks must not steer a question.
        speaking = np.flatnonzero(np.bincount(self.roles[stays], minlength=len(self._roles.values))).tolist()
        return replace(
            self,
            years=_years(self.created[stays]),
            instructed=bool(self.instructions[stays].any()),
            speakers=Speakers().joined_by(self._roles.values, speaking),
            vectors=self.vectors.without(rows),
            removed=removed,
            generation=next(_GENERATIONS),
            **self._laid_out(self.layout.without(rows, numbers), self.postings),
        )

    def compacted(self) -> ScopeIndex:
        """A copy without the rows of removed sessions."""
        rows = np.flatnonzero(self.live_mask)
        sessions, numbers = _renumbered(self._sessions, self.sessions[rows])
        roles, spoken = _renumbered(self._roles, self.roles[rows])
        taken = {name: column[rows] for name, column in self._columns.shown(len(self)).items()}
        table = _Columns().extended(0, **(taken | {"sessions": numbers, "roles": spoken}))
        return self._shown(
            table,
            len(rows),
            years=self.years,
            instructed=self.instructed,
            asked=self.asked,
            corrected=self.corrected,
            speakers=Speakers().joined_by(roles.values, range(len(roles.values))),
            postings=self.postings.kept(self.live_mask),
            layout=lay_out(numbers, taken["created"], taken["lengths"]),
            vectors=self.vectors.kept(rows),
            removed=np.empty(0, np.intp),
            generation=self.generation,
            _sessions=sessions,
            _roles=roles,
        )

    def with_vectors(self, keys: Sequence[int], vectors: NDArray[np.float32]) -> ScopeIndex:
        """The index with vectors for messages that it has without one; others are ignored."""
        lacking = self.lacking_vectors
        if not len(lacking) or not len(keys):
            return self
        lacking = lacking[np.argsort(self.keys[lacking])]
        known = self.keys[lacking]
        wanted = np.asarray(keys, dtype=np.int64)
        at = np.minimum(known.searchsorted(wanted), len(known) - 1)
        there = known[at] == wanted
        return replace(self, vectors=self.vectors.placed(lacking[at[there]], vectors[there]))

    def with_gathered_postings(self, before: Postings, after: Postings) -> ScopeIndex:
        """The index with `after`, which holds the same as `before`, in its place; see `Postings.gathered`."""
        return replace(self, **self._laid_out(self.layout, self.postings.with_gathered(before, after)))

    def stored(self) -> Stored:
        """What a file is to hold, a copy where the next snapshot writes to what it shares with this one."""
        sessions = self._sessions.integers()
        columns = {name: Column.growing(column) for name, column in self._columns.shown(len(self)).items()}
        columns |= {
            "removed": Column.of(self.removed.astype(np.int64)),
            "session_keys": Column.of(sessions),
            "session_order": Column.of(np.argsort(sessions, kind="stable").astype(np.int32)),
        }
        facts: dict[str, Any] = {
            "years": self.years,
            "instructed": self.instructed,
            "roles": list(self._roles.values),
            "speaking": sorted(self.speakers.speaking),
        }
        for part in (self.layout.stored(), self.postings.stored(), self.vectors.stored()):
            columns |= part.columns
            facts |= part.facts
        return Stored(columns, facts)

    @classmethod
    def restored(cls, file: MappedColumns) -> ScopeIndex:
        """The index that a file holds; its arrays stay in the file, and are copied where somebody writes to them."""
        facts, roles = file.facts, Numbering()
        roles.numbers(facts["roles"])
        layout = Layout.restored(file)
        table = _Columns(**{name: file.growing(name) for name in COLUMN_NAMES})
        return cls._shown(
            table,
            layout.count,
            years=tuple(facts["years"]),
            instructed=facts["instructed"],
            asked=bool(table.questions.rows[: layout.count].any()),
            corrected=bool(table.corrections.rows[: layout.count].any()),
            speakers=Speakers().joined_by(roles.values, facts["speaking"]),
            postings=Postings.restored(file),
            layout=layout,
            vectors=Vectors.restored(file),
            removed=file.array("removed").astype(np.intp),
            _sessions=MappedNumbering(file.array("session_keys"), file.array("session_order")),
            _roles=roles,
        )

    def holds(self, terms: Sequence[int]) -> list[bool]:
        """Which of some terms occur in messages that can be found."""
        held = self.words.holds(list(terms))
        if not len(self.removed):
            return held
        loans = self.layout.loans
        return [there and self.postings.holds_left(term, loans) for term, there in zip(terms, held, strict=True)]

    def held(self, terms: NDArray[np.uint32]) -> list[int]:
        """Those of some terms, of which there may be hundreds, that occur in messages that can be found."""
        held = self.words.held(terms)
        if not len(self.removed):
            return held
        loans = self.layout.loans
        return [term for term in held if self.postings.holds_left(term, loans)]

    def has_room(self, added: int) -> bool:
        """Whether so many messages can be added without copying what there is."""
        return self.layout.has_room(added)

    @property
    def lacking_vectors(self) -> NDArray[np.intp]:
        """Rows of messages without a vector."""
        return np.flatnonzero(self.live_mask & ~self.vectors.embedded)

    @property
    def live_mask(self) -> NDArray[np.bool_]:
        """Mask of the messages that can be found."""
        mask = np.ones(len(self), dtype=np.bool_)
        mask[self.removed] = False
        return mask

    def created_between(self, start: float | None, end: float | None) -> NDArray[np.bool_]:
        """Mask of the messages created within a span, both ends included; seconds since the epoch."""
        mask = self.live_mask
        if start is not None:
            mask &= self.created >= start
        if end is not None:
            mask &= self.created <= end
        return mask

    def arrays(self) -> list[NDArray[Any]]:
        """The arrays that take most of the memory."""
        columns = [getattr(self._columns, name).rows for name in COLUMN_NAMES]
        return [*columns, *self.postings.arrays(), *self.layout.arrays(), *self.vectors.arrays()]

    @property
    def nbytes(self) -> int:
        """Memory of the index, the room that is kept for growth included."""
        parts = self.postings.nbytes + self.layout.nbytes + self.vectors.nbytes + self.removed.nbytes
        return self._columns.nbytes + parts + self._sessions.nbytes + self._roles.nbytes + 4096

    @classmethod
    def _shown(cls, table: _Columns, count: int = 0, *, postings: Postings, layout: Layout, **parts: Any) -> ScopeIndex:
        """The first rows of a table, with what else belongs to them."""
        return cls(
            session_keys=parts["_sessions"].values,
            _columns=table,
            **table.shown(count),
            **cls._laid_out(layout, postings),
            **parts,
        )

    @staticmethod
    def _laid_out(layout: Layout, postings: Postings) -> dict[str, Any]:
        return {"layout": layout, "postings": postings, "words": word_scorer(postings, layout)}


_NO_YEARS = (1970, 1970)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _renumbered(known: Numbering, rows: NDArray[np.int32]) -> tuple[Numbering, NDArray[np.int32]]:
    """A numbering of those values that rows have, in order of appearance, and the numbers of the rows in it."""
    old, first, places = np.unique(rows, return_index=True, return_inverse=True)
    order = np.argsort(first)
    fresh = Numbering()
    new = np.empty(len(old), np.int32)
    new[order] = fresh.numbers([known.values[number] for number in old[order].tolist()])
    return fresh, new[places]


def _years(created: NDArray[np.float64]) -> tuple[int, int]:
    if not len(created):
        return _NO_YEARS
    if len(created) == 1:
        return (_year_of(float(created[0])),) * 2
    return _year_of(float(created.min())), _year_of(float(created.max()))


def _year_of(seconds: float) -> int:
    """The calendar year (UTC) of a moment, in seconds since the epoch, which may lie before it."""
    return (_EPOCH + timedelta(seconds=seconds)).year


def _spanned(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return min(one[0], other[0]), max(one[1], other[1])

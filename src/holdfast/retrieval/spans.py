"""What an index holds of each session, as a dictionary, or as columns of a file with what changed since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping

import numpy as np
from msgspec.structs import astuple
from numpy.typing import NDArray

from holdfast.retrieval.feed import Span
from holdfast.retrieval.stored_columns import Column, MappedColumns

BYTES_PER_SPAN = 250
"""What the span of a session takes in a dictionary."""
_PIECE = 2000
_SESSIONS, _SPANS = "span_sessions", "spans"


def stored_spans(spans: Mapping[int, Span]) -> dict[str, Column]:
    """What a file is to hold: a row for each session, ascending."""
    rows = spans.rows() if isinstance(spans, MappedSpans) else _rows(spans)
    ordered = rows[np.argsort(rows[:, 0])]
    return {_SESSIONS: Column.of(ordered[:, 0]), _SPANS: Column.of(ordered)}


class MappedSpans(MutableMapping[int, Span]):
    """The spans that a file holds, and those that were put in their place since."""

    def __init__(self, file: MappedColumns) -> None:
        self._rows: NDArray[np.int64] = file.array(_SPANS)
        self._sessions: NDArray[np.int64] = file.array(_SESSIONS)
        self._changed: dict[int, Span] = {}
        self._gone: set[int] = set()
        self._replaced = 0  # rows of the file that do not count any more

    def __getitem__(self, session: int) -> Span:
        changed = self._changed.get(session)
        if changed is not None:
            return changed
        place = self._place(session)
        if place is None:
            raise KeyError(session)
        return Span(*self._rows[place].tolist())

    def __setitem__(self, session: int, span: Span) -> None:
        self._changed[session] = span
        self._pass_over(session)

    def __delitem__(self, session: int) -> None:
        if session not in self:
            raise KeyError(session)
        self._changed.pop(session, None)
        self._pass_over(session)

    def __iter__(self) -> Iterator[int]:
        yield from [session for session in self._sessions.tolist() if session not in self._gone]
        yield from list(self._changed)

    def __len__(self) -> int:
        return len(self._rows) - self._replaced + len(self._changed)

    def rows(self) -> NDArray[np.int64]:
        """(sessions, 5) the spans, in any order."""
        stays = ~np.isin(self._sessions, np.fromiter(self._gone, np.int64, len(self._gone)))
        return np.concatenate((self._rows[stays], _rows(self._changed)))

    @property
    def nbytes(self) -> int:
        """Memory of what changed, about."""
        return BYTES_PER_SPAN * len(self._gone)

    def _pass_over(self, session: int) -> None:
        """Have what the file says of a session count no more."""
        self._replaced += self._place(session) is not None
        self._gone.add(session)

    def _place(self, session: int) -> int | None:
        return None if session in self._gone else self._at(session)

    def _at(self, session: int) -> int | None:
        """Where the file has a session."""
        place = int(self._sessions.searchsorted(session))
        return place if place < len(self._sessions) and self._sessions[place] == session else None


def _rows(spans: Mapping[int, Span]) -> NDArray[np.int64]:
    """A row for each span, made in pieces, between which other threads have their turn."""
    fields, values = len(Span.__struct_fields__), list(spans.values())
    pieces = [
        np.array([astuple(span) for span in values[start : start + _PIECE]], np.int64)
        for start in range(0, len(values), _PIECE)
    ]
    return np.concatenate(pieces) if pieces else np.empty((0, fields), np.int64)

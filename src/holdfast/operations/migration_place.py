"""Where a migration goes on that broke off: a mark in the store, after each chunk of records."""

from __future__ import annotations

import hashlib

from holdfast.domain.archive import Record, identity_of, kind_of
from holdfast.storage.contract.marks import Marks

_VERSION = "1"


class SourceChanged(Exception):
    """The record at which an earlier run broke off is another one now: all of the source is to be taken in."""


class Place:
    """How many records of a source are done, and which one is the last of them.

    A source gives its records in the same order each time, unless something came to be among them; whether it does is
    told by the record at the place.
    """

    def __init__(self, marks: Marks, source: str, count: int, last: str) -> None:
        self._marks = marks
        self._chore = f"migrate {source}" if source else ""
        self._passed = count
        self._last = last
        self._seen = 0
        self.notes: list[str] = []

    @classmethod
    async def of(cls, marks: Marks, source: str) -> Place:
        """The place that a run of ``source`` reached which broke off; the beginning without a name for the source."""
        mark = await marks.get(f"migrate {source}") if source else None
        if mark is None or mark.ended or mark.version != _VERSION:
            return cls(marks, source, 0, "")
        count, _, last = mark.place.partition(" ")
        return cls(marks, source, int(count), last)

    def beyond(self, records: list[Record]) -> list[Record]:
        """Those of the next ``records`` that no earlier run has done; `SourceChanged` when that cannot be told."""
        before = self._seen
        self._seen += len(records)
        if before >= self._passed:
            return records
        if self._seen < self._passed:
            return []
        if _name_of(records[self._passed - before - 1]) != self._last:
            raise SourceChanged
        self.notes.append(
            f"{self._passed} records had been moved by a run that broke off; what it left out is moved by another run"
        )
        return records[self._passed - before :]

    def start_over(self) -> None:
        """Begin at the first record."""
        self._passed = self._seen = 0
        self._last = ""

    async def reach(self, records: list[Record]) -> None:
        """Note that these, the last ones seen, are done."""
        if self._chore:
            await self._marks.set(self._chore, version=_VERSION, place=f"{self._seen} {_name_of(records[-1])}")

    async def end(self) -> None:
        """Note that all is done, so that another run looks at everything."""
        if self._chore:
            await self._marks.set(self._chore, version=_VERSION, ended=True)


def _name_of(record: Record) -> str:
    """By what a record is known again; a digest, so that no name outlives an erasure."""
    return hashlib.sha256(f"{kind_of(record)} {identity_of(record)}".encode()).hexdigest()

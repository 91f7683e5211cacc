"""Migrating: all that a source has goes in, and then is looked for."""

from __future__ import annotations

import random
from collections import Counter
from typing import Protocol

import msgspec

from holdfast.domain.archive import (
    CollectionRecord,
    DocumentRecord,
    MessageRecord,
    Record,
    SessionRecord,
    UserRecord,
    identity_of,
    kind_of,
)
from holdfast.domain.identifiers import canonical_uuid
from holdfast.domain.principals import Principal
from holdfast.errors import NotFound
from holdfast.operations.access import Access
from holdfast.operations.intake import Intake, Taken
from holdfast.operations.intake_values import plain
from holdfast.operations.migration_place import Place, SourceChanged
from holdfast.sources.contract import Source
from holdfast.storage.contract.storage import Storage

SAMPLES = 200
"""Records that are compared in the end."""


class Migrated(msgspec.Struct):
    """What became of a source: how many records it gave, by kind, how they fared, and what was found wrong then."""

    given: Counter[str]
    taken: Taken
    notes: list[str]
    wrong: list[str]


class Progress(Protocol):
    """Is told how many more records are done."""

    def __call__(self, count: int) -> None:
        """``count`` more."""
        ...


class Migration:
    """Moves everything from a source into the storage.  Doing it again goes on where it stopped and doubles nothing."""

    def __init__(self, access: Access, intake: Intake) -> None:
        self._access = access
        self._intake = intake

    async def __call__(self, principal: Principal, source: Source, progress: Progress) -> Migrated:
        """Move all records of ``source``, and compare a sample of them with what the storage has then.

        What a run that broke off had moved already, as a mark in the store tells, is read and not taken in again.
        """
        storage = self._access.to_administer(principal)
        place = await Place.of(storage.marks, source.resumable)
        try:
            run = await self._move(principal, source, progress, place)
        except SourceChanged:
            place.start_over()
            run = await self._move(principal, source, progress, place)
        await place.end()
        left_out = {(one.kind, one.identity) for one in run.taken.left_out}
        wrong = [
            f"{kind_of(record)} {identity_of(record)}: {defect}"
            for record in run.sample.records
            if (kind_of(record), identity_of(record)) not in left_out and (defect := await _defect(storage, record))
        ]
        return Migrated(run.given, run.taken, source.notes + place.notes, wrong + _missing(run.given, run.taken))

    async def _move(self, principal: Principal, source: Source, progress: Progress, place: Place) -> _Run:
        run = _Run()
        async for records in source.records():
            run.given.update(kind_of(record) for record in records)
            fresh = place.beyond(records)
            run.taken.present.update(kind_of(record) for record in records[: len(records) - len(fresh)])
            if fresh:
                run.sample.look_at(fresh)
                run.taken.add(await self._intake(principal, fresh))
                await place.reach(fresh)
            progress(len(records))
        return run


class _Sample:
    """Some records, each as likely as any other (reservoir sampling, Vitter's algorithm R)."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self._seen = 0
        self._random = random.Random(0)

    def look_at(self, records: list[Record]) -> None:
        for record in records:
            self._seen += 1
            if len(self.records) < SAMPLES:
                self.records.append(record)
            elif (place := self._random.randrange(self._seen)) < SAMPLES:
                self.records[place] = record


class _Run:
    """What a run was given, and what became of it."""

    def __init__(self) -> None:
        self.given: Counter[str] = Counter()
        self.taken = Taken()
        self.sample = _Sample()


def _missing(given: Counter[str], taken: Taken) -> list[str]:
    """Where the counts do not tally."""
    left_out = Counter(one.kind for one in taken.left_out)
    return [
        f"{kind}: {count} were read, {taken.stored[kind] + taken.present[kind] + left_out[kind]} are accounted for"
        for kind, count in given.items()
        if count != taken.stored[kind] + taken.present[kind] + left_out[kind]
    ]


async def _defect(storage: Storage, record: Record) -> str:
    """What is wrong with that which a record became; empty when nothing is."""
    try:
        match record:
            case MessageRecord():
                found = await storage.messages.get(record.session_id, canonical_uuid(record.uuid))
                same = (found.role, found.content) == (plain(record.role), plain(record.content))
            case UserRecord():
                same = (await storage.users.get(record.user_id)).user_id == record.user_id
            case SessionRecord():
                same = (await storage.sessions.get(record.session_id)).user_id == record.user_id or not record.user_id
            case CollectionRecord():
                same = (await storage.collections.get(record.name.lower())).dimensions == record.dimensions
            case DocumentRecord():
                collection = await storage.collections.get(record.collection.lower())
                document = await storage.documents.get(collection.id, canonical_uuid(record.uuid))
                same = document.content == plain(record.content)
            case _:
                return ""
    except NotFound as error:
        return str(error)
    return "" if same else "it is not what the source has"

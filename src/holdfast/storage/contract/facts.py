"""Facts: what is known about users, and in sessions that have no user."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from holdfast.domain.facts import (
    Extracted,
    Fact,
    FactChange,
    FactCopy,
    FactRevision,
    FactSelection,
    FactSource,
    NewFact,
    Stated,
)
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.timestamps import Timestamp
from holdfast.storage.contract.changes import Changes


class Facts(Protocol):
    """Facts, by UUID.

    Facts of a session with a user are that user's.  A user that is deleted takes its facts along; so does a session
    that has no user, or in which facts were asserted.  A fact that rests on its sources goes with the last of them, and
    quotes the first of those that are left.  Whatever comes, changes or goes, the facts of a slot stand to each other
    as `holdfast.domain.supersession` says, in the same transaction.
    """

    async def add(self, new: NewFact, *, actor: str, receipt: Receipt | None = None) -> Written[Fact]:
        """Store what a caller asserts.

        `InvalidRequest` when the user, the session, a fact to supersede or a message to rest on does not exist, or is
        not of the same user (or the same session that has no user).
        """
        ...

    async def restore(self, copy: FactCopy) -> bool:
        """Store a fact as it was elsewhere, with its UUID, revisions and sources; whether it was new.

        It is not where there is one with its UUID, where it rests on messages of which none lives here, or where
        somebody has changed the fact that was found in them here.  One that was only found anew gives way.
        `InvalidRequest` when its user or session does not exist.
        """
        ...

    async def get(self, uuid: str) -> Fact:
        """The fact, also one of which only a tombstone is left; `NotFound` when there is none."""
        ...

    async def sources(self, uuids: Sequence[str]) -> dict[str, list[FactSource]]:
        """The sources of facts, as they were said; facts without any are left out."""
        ...

    async def history(self, uuid: str) -> list[FactRevision]:
        """The former revisions of a fact, oldest first."""
        ...

    async def change(self, uuid: str, change: FactChange, *, actor: str, revision: int | None = None) -> Fact:
        """Make a new revision and return the fact.

        `NotFound` when there is no such fact or only a tombstone of it; `Outdated` when its revision is not the one
        that is given.
        """
        ...

    async def forget(self, uuid: str, *, actor: str, revision: int | None = None) -> None:
        """Leave a tombstone without content, in all revisions; errors as those of `change`."""
        ...

    async def page(self, selection: FactSelection, *, before: int | None = None, limit: int) -> list[Fact]:
        """At most ``limit`` facts whose ``id`` is less than ``before``, descending by ``id``."""
        ...

    async def newest_in_slots(self, user_id: str, *, each: int, slots: int) -> list[Fact]:
        """Of each of so many slots the facts about a user that were said last, at most ``each``, valid or superseded.

        Those are left out in whose place somebody put another.  It costs what is found, however much else is known.
        """
        ...

    async def count(self, selection: FactSelection) -> int:
        """How many facts there are."""
        ...

    async def next_superseded(self, user_id: str, moment: Timestamp) -> Timestamp | None:
        """When, after a moment, a valid fact of a user is superseded by one that was announced; ``None`` for never."""
        ...

    async def known(self, selection: FactSelection, moment: Timestamp) -> list[Fact]:
        """The facts of a user or a session as they were known at a moment, descending by ``id``.

        What was forgotten since is not among them.
        """
        ...

    async def at(self, numbers: Sequence[int]) -> dict[int, Fact]:
        """Facts by ``id``; those that are gone or forgotten are left out."""
        ...

    async def of_messages(self, session: int, first: int, last: int) -> list[Fact]:
        """The facts that rest on messages from one position to another, both inclusive, by ``id``; no tombstones."""
        ...

    async def record(self, statements: Sequence[Stated], *, actor: str) -> int:
        """Add what users stated in messages, all in one transaction, and say how many statements were new.

        A statement whose message is gone or says something else now, or that was recorded before, is skipped.  One that
        says the same as a fact becomes another source of it.  One that is about something known ends the value that its
        slot held when it was said, or takes its place, and is nothing where it held none; it is kept as conditional,
        and what it means is worked out anew when something is recorded that was said before it.
        """
        ...

    async def record_extracted(self, facts: Sequence[Extracted], *, actor: str) -> int:
        """Add what a language model made of messages, and say how many facts were new.

        A fact of which a cited message is gone is skipped, as is one that is known or was forgotten.  What it
        supersedes is found among the facts of the same user or session only.
        """
        ...

    async def changes(self, revision: int | None, *, user_id: str | None = None) -> Changes:
        """What happened to facts since a ``revision``; see `holdfast.storage.contract.changes.SessionChanges.since`.

        Changes are of the kind `ChangeKind.FACTS`.  Their ``session`` is a holder.  ``first`` grows whenever a fact of
        the holder changes or goes, ``last`` is the ``id`` of its newest fact.
        """
        ...

    async def holders(self, wanted: Sequence[int]) -> set[int]:
        """Those of some holders that have facts, forgotten ones among them."""
        ...

    async def of_holder(self, holder: int, *, after: int, last: int) -> list[Fact]:
        """The valid facts of a holder with these numbers, ascending: ``after`` is not among them, ``last`` is."""
        ...

"""Messages: appending, the memory of a session, reading, metadata and what enrichment finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import msgspec

from holdfast.domain.memory import Memory
from holdfast.domain.messages import DeletedMessage, FormerContent, Message, MessagePage, NewMessage
from holdfast.domain.metadata import Metadata
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.retention import RetentionChange
from holdfast.domain.timestamps import Timestamp

Place = tuple[int, int]
"""Where a message is: the number of its session, and its position there."""

SessionMessage = tuple[int, Message]
"""The number of a session, and a message of it."""


class Appended(msgspec.Struct, frozen=True):
    """What an append stored: the session's number, and the positions it gave (``last < first`` when none)."""

    session: int
    first: int
    last: int


class MessageResult(msgspec.Struct, frozen=True, kw_only=True):
    """What enrichment found out about a message; ``None`` leaves a field as it is.

    ``terms`` and ``vector`` are features, see `holdfast.storage.contract.features.Features`.  ``revision`` is that of
    the content in which it was found: nothing is written when the message has another one.  ``None`` fits any.
    """

    session: int
    position: int
    revision: int | None = None
    token_count: int | None = None
    findings: Metadata | None = None
    terms: bytes | None = None
    vector: bytes | None = None


class Messages(Protocol):
    """Messages, by session and UUID or position."""

    async def append(
        self,
        session_id: str,
        messages: Sequence[NewMessage],
        *,
        steps: Sequence[str],
        receipt: Receipt | None = None,
        committed: Callable[[Appended], None] | None = None,
    ) -> Written[Appended]:
        """Store ``messages`` in order at the end of the session, with one job for ``steps`` over them.

        The session is created when unknown, brought back when soft-deleted (its old messages stay deleted), and
        its ``updated_at`` moves.  Without messages only that happens, and no job is made; nor is one without
        steps.  All messages of one call share one ``created_at`` unless they carry their own.

        A message whose UUID a live message of the same session has, with the same role and content, is skipped;
        any other UUID of a live message is `AlreadyExists` naming it, and nothing is stored.  The UUID of a message
        that was deleted is free.

        ``committed`` is told once what was stored, as soon as all readers have it, which may be before it is durable;
        it is not told where nothing was stored, nor of what an earlier call stored.  What it raises fails nothing.
        """
        ...

    async def memory(self, session_id: str, *, window: int, lastn: int) -> Memory:
        """The memory of a session by the window rule (`holdfast.domain.memory`).

        Where the first message would be the result of a tool call (`holdfast.domain.memory.is_result`), the memory
        begins with the call, so it has more messages than were asked for; unless the call is further away than
        `holdfast.domain.memory.MOST_RESULTS` or not live.  An unknown, deleted or empty session has the empty memory.
        """
        ...

    async def page(self, session_id: str, *, offset: int, limit: int) -> MessagePage:
        """At most ``limit`` live messages, oldest first, after leaving out the first ``offset``.

        ``total_count`` counts all live messages, also when the page is empty.  An unknown session has none.
        """
        ...

    async def span(self, session: int, *, after: int, limit: int) -> list[Message]:
        """At most ``limit`` live messages of the session numbered ``session`` whose position exceeds ``after``."""
        ...

    async def of_sessions(
        self, sessions: Sequence[int], *, after: Place, limit: int, size: int
    ) -> list[SessionMessage]:
        """At most ``limit`` live messages of the sessions with these numbers, which ascend, beyond the place ``after``.

        Each comes after the number of its session, in the order of the places.  Of messages that have more than
        ``size`` bytes together there are fewer, but at least one.
        """
        ...

    async def awaited(self, session: int, *, first: int, last: int) -> bool:
        """Whether a live message at one of these positions, both inclusive, cannot be read yet.

        On a distributed database a node may commit a moment later than the coordinator, which has the job and the
        extent.  Who finds fewer messages than a job or an extent promises must not take that for a deletion.
        """
        ...

    async def at(self, places: Sequence[Place]) -> dict[Place, Message]:
        """The live messages at these places; those that are gone are left out."""
        ...

    async def former(self, session: int, positions: Sequence[int]) -> dict[int, list[FormerContent]]:
        """What live messages at these positions said before they were edited, oldest first; the others are left out."""
        ...

    async def get(self, session_id: str, uuid: str) -> Message:
        """The live message of that session; `NotFound` when it does not exist there."""
        ...

    async def merge_metadata(self, session_id: str, uuid: str, metadata: Metadata | None) -> Message:
        """Merge ``metadata`` deeply, move the message's ``updated_at``, and return the message as it is then.

        ``None`` and the empty object merge nothing and move nothing.  The protected key ``system`` of ``metadata``
        is left out.  `NotFound` when the message does not live in that session.  No concurrent merge is lost.
        """
        ...

    async def set_updated_at(self, session: int, times: Mapping[int, Timestamp]) -> None:
        """Let ``updated_at`` of messages, by position, be what it was elsewhere; messages that are gone are skipped."""
        ...

    async def revise(
        self,
        session_id: str,
        uuid: str,
        content: str,
        metadata: Metadata | None = None,
        *,
        steps: Sequence[str],
        summarising: Sequence[str] = (),
    ) -> Message:
        """Give a live message another ``content``, merge ``metadata`` as `merge_metadata` does, and return the message.

        What it said before is kept as a revision.  All that was found out about it is gone: findings, terms, vector
        and token count; one job for ``steps`` over it is stored.  Summaries that had folded it are gone, see `delete`.
        Its ``updated_at`` and the edition of its session move.  With the content that it has, this is
        `merge_metadata`.  `NotFound` when the message does not live in that session.
        """
        ...

    async def retain(
        self,
        session_id: str,
        uuid: str,
        change: RetentionChange,
        *,
        steps: Sequence[str],
        summarising: Sequence[str] = (),
    ) -> Message:
        """Change when a live message expires and whether it is remembered, and return it; its ``updated_at`` moves.

        Where it becomes remembered or ceases to be, all that follows an edit follows, see `revise`: facts that rest on
        it alone and summaries at or beyond it are gone, and the jobs that make them anew are stored.  A change to what
        it is already moves nothing.  `NotFound` when the message does not live in that session.
        """
        ...

    async def delete(self, session_id: str, uuid: str, *, summarising: Sequence[str] = ()) -> None:
        """Delete one live message: no reader finds it any more, and its UUID is free.

        Facts that rest on it alone and summaries whose point is at or beyond it are gone too.  If there were summaries,
        one job of the kind `holdfast.domain.jobs.SUMMARISING` for the steps ``summarising`` is stored, unless these are
        none.  What it said is kept until the purge.  The edition of its session moves.  `NotFound` when the message
        does not live there.
        """
        ...

    async def deleted(self, session_id: str, *, before: int | None, limit: int) -> list[DeletedMessage]:
        """At most ``limit`` messages of a live session that `restore` would bring back, the last ones first.

        Their positions are below ``before`` if that is given.  An unknown session has none.
        """
        ...

    async def restore(
        self, session_id: str, uuid: str, *, steps: Sequence[str], summarising: Sequence[str] = ()
    ) -> Message:
        """Bring back a message that was deleted by itself, to its place and with its former contents, and return it.

        One job for ``steps`` over it is stored, which finds anew what it states.  Summaries whose point is at or beyond
        it are gone, see `delete`; the edition of its session moves.  Of several that had the UUID it is the last one.
        `NotFound` when the session has none that was deleted so, when it was purged, or has expired meanwhile;
        `AlreadyExists` when another message has its UUID now.
        """
        ...

    async def record(self, results: Sequence[MessageResult], *, analyzer: int = 0, model: str = "") -> None:
        """Write results for messages of any sessions, all in one transaction; messages that are gone are skipped.

        Findings are merged under the ``system`` key: each key below it is replaced whole, other keys stay.  Terms are
        those of ``analyzer``, vectors those of ``model``.  ``updated_at`` stays.
        """
        ...

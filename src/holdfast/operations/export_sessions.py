"""Exporting sessions: some at a time, whose messages are read together, however many or few each has."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Sequence

from holdfast.domain.archive import FormerRecord, MessageRecord, Record, SessionRecord, SummaryRecord, recorded_metadata
from holdfast.domain.messages import FormerContent, Message
from holdfast.domain.sessions import Session
from holdfast.domain.summaries import Summary
from holdfast.domain.timestamps import Timestamp, now
from holdfast.operations.export_facts import facts_of_session
from holdfast.storage.contract.storage import Nouns

_TOGETHER = 64
"""Sessions that are read together."""
_MESSAGES = 500
"""Messages read at once: the event loop is held for a few milliseconds."""
_BYTES = 4 << 20
"""Of the messages read at once."""
_NEWEST_SUMMARY = (1 << 63) - 1


async def export_sessions(seen: Nouns, sessions: Sequence[Session]) -> AsyncIterator[list[Record]]:
    """Sessions, which ascend by number, each with its messages, then the summaries and facts, which refer to them.

    What has expired is left out.
    """
    living = [session for session in sessions if not _has_expired(session.expires_at)]
    for start in range(0, len(living), _TOGETHER):
        some = living[start : start + _TOGETHER]
        messages = _MessageReader(seen, some)
        summaries = await _summaries(seen, some)
        holders = await seen.facts.holders([-session.id for session in some if session.user_id is None])
        for session in some:
            yield [_of_session(session)]
            first_expired = math.inf
            async for run in messages.of(session):
                expired = [message.position for message in run if _has_expired(message.expires_at)]
                first_expired = min([first_expired, *expired])
                yield await _of_messages(seen, session, [one for one in run if one.position not in expired])
            yield [_of_summary(session, one) for one in summaries.get(session.id, ()) if one.point < first_expired]
            if -session.id in holders:
                async for facts in facts_of_session(seen, session):
                    yield facts


class _MessageReader:
    """The messages of some sessions, whose turns come in their order."""

    def __init__(self, seen: Nouns, sessions: Sequence[Session]) -> None:
        self._seen = seen
        self._numbers = [session.id for session in sessions]
        self._rows: list[tuple[int, Message]] = []
        self._next = 0
        self._place = (0, 0)
        self._ended = False

    async def of(self, session: Session) -> AsyncIterator[list[Message]]:
        """Those of the session whose turn it is, in runs."""
        while True:
            begin = self._next
            while self._next < len(self._rows) and self._rows[self._next][0] == session.id:
                self._next += 1
            if begin < self._next:
                yield [message for _, message in self._rows[begin : self._next]]
            if self._ended or self._next < len(self._rows):
                return
            await self._read_on()

    async def _read_on(self) -> None:
        self._rows = await self._seen.messages.of_sessions(
            self._numbers, after=self._place, limit=_MESSAGES, size=_BYTES
        )
        self._next = 0
        self._ended = not self._rows
        if self._rows:
            session, message = self._rows[-1]
            self._place = (session, message.position)


async def _summaries(seen: Nouns, sessions: Sequence[Session]) -> dict[int, list[Summary]]:
    """The summaries of some sessions, by the number of the session, oldest first."""
    found: dict[int, list[Summary]] = {}
    spans = [(session.id, 1, _NEWEST_SUMMARY) for session in sessions]
    for row in await seen.summaries.rows(spans, model=""):
        found.setdefault(row.session, []).append(row.summary)
    return {number: sorted(some, key=lambda summary: summary.point) for number, some in found.items()}


async def _of_messages(seen: Nouns, session: Session, messages: Sequence[Message]) -> list[Record]:
    edited = [message.position for message in messages if message.revision]
    former = await seen.messages.former(session.id, edited) if edited else {}
    return [_of_message(session, message, former.get(message.position, ())) for message in messages]


def _of_session(session: Session) -> Record:
    return SessionRecord(
        session_id=session.session_id,
        uuid=session.uuid,
        user_id=session.user_id,
        metadata=recorded_metadata(session.metadata),
        created_at=session.created_at,
        updated_at=session.updated_at,
        expires_at=session.expires_at,
        remember=session.remember,
    )


def _of_summary(session: Session, summary: Summary) -> Record:
    return SummaryRecord(
        session_id=session.session_id,
        uuid=summary.uuid,
        point_uuid=summary.point_uuid,
        content=summary.content,
        metadata=recorded_metadata(summary.metadata),
        token_count=summary.token_count,
        created_at=summary.created_at,
    )


def _of_message(session: Session, message: Message, former: Sequence[FormerContent]) -> Record:
    return MessageRecord(
        session_id=session.session_id,
        uuid=message.uuid,
        role=message.role,
        content=message.content,
        metadata=recorded_metadata(message.metadata),
        token_count=message.token_count,
        name=message.name,
        created_at=message.created_at,
        updated_at=message.updated_at,
        expires_at=message.expires_at,
        remember=message.remember,
        former=tuple(map(_of_former, former)),
    )


def _of_former(former: FormerContent) -> FormerRecord:
    return FormerRecord(
        content=former.content,
        metadata=recorded_metadata(former.metadata),
        updated_at=former.updated_at,
        ended_at=former.ended_at,
    )


def _has_expired(moment: Timestamp | None) -> bool:
    """Whether that is over: the store removes it when a server is next asked for anything."""
    return moment is not None and moment <= now()

"""Exporting facts, of a user or of a session that has no user."""

from __future__ import annotations

from collections.abc import AsyncIterator

from holdfast.domain.archive import FactRecord, Record, recorded_metadata
from holdfast.domain.facts import Fact, FactSelection, FactState
from holdfast.domain.sessions import Session
from holdfast.operations.limits import LIST_CHUNK
from holdfast.storage.contract.storage import Nouns

_STATES = (FactState.VALID, FactState.SUPERSEDED, FactState.INVALID)


def facts_of_user(seen: Nouns, user_id: str) -> AsyncIterator[list[Record]]:
    """The facts of a user."""
    return _facts(seen, FactSelection(user_id=user_id, states=_STATES))


def facts_of_session(seen: Nouns, session: Session) -> AsyncIterator[list[Record]]:
    """The facts of a session that has no user."""
    return _facts(seen, FactSelection(session_id=session.session_id, states=_STATES))


async def _facts(seen: Nouns, selection: FactSelection) -> AsyncIterator[list[Record]]:
    """Facts, newest first, but for those that were forgotten."""
    before: int | None = None
    while facts := await seen.facts.page(selection, before=before, limit=LIST_CHUNK):
        yield [_of_fact(fact) for fact in facts]
        before = facts[-1].id


def _of_fact(fact: Fact) -> Record:
    return FactRecord(
        user_id=fact.user_id,
        session_id=None if fact.user_id else fact.session_id,
        uuid=fact.uuid,
        origin=fact.origin,
        state=fact.state,
        text=fact.text,
        subject=fact.subject,
        slot=fact.slot,
        value=fact.value,
        valid_at=fact.valid_at,
        invalid_at=fact.invalid_at,
        pinned=fact.pinned,
        topics=fact.topics,
        metadata=recorded_metadata(fact.metadata),
        actor=fact.actor,
        created_at=fact.created_at,
        updated_at=fact.updated_at,
    )

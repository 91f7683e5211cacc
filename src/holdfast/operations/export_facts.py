"""Exporting facts, of a user or of a session that has no user, with their sources and former revisions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from holdfast.domain.archive import FactRecord, FactRevisionRecord, FactSourceRecord, Record, recorded_metadata
from holdfast.domain.facts import SHOWN_STATES, Fact, FactRevision, FactSelection, FactSource, FactState
from holdfast.domain.sessions import Session
from holdfast.operations.limits import LIST_CHUNK
from holdfast.storage.contract.storage import Nouns

_STATES = SHOWN_STATES


def facts_of_user(seen: Nouns, user_id: str) -> AsyncIterator[list[Record]]:
    """The facts of a user."""
    return _facts(seen, FactSelection(user_id=user_id, states=_STATES))


def facts_of_session(seen: Nouns, session: Session) -> AsyncIterator[list[Record]]:
    """The facts of a session that has no user."""
    return _facts(seen, FactSelection(session_id=session.session_id, states=_STATES))


async def _facts(seen: Nouns, selection: FactSelection) -> AsyncIterator[list[Record]]:
    """Facts, oldest first, so that they come in their order; of those that were forgotten what could be found again."""
    ends: list[int | None] = [None]
    while len(facts := await seen.facts.page(selection, before=ends[-1], limit=LIST_CHUNK)) == LIST_CHUNK:
        ends.append(facts[-1].id)
    for end in reversed(ends):
        facts = await seen.facts.page(selection, before=end, limit=LIST_CHUNK)
        sources = await _sources(seen, facts)
        yield [
            await _of_fact(seen, fact, sources.get(fact.uuid, ()))
            for fact in reversed(facts)
            if fact.state is not FactState.FORGOTTEN or fact.uuid in sources
        ]


async def _sources(seen: Nouns, facts: Sequence[Fact]) -> dict[str, tuple[FactSourceRecord, ...]]:
    """The sources of facts, as far as the sessions that they lie in may be seen."""
    known = await seen.facts.sources([fact.uuid for fact in facts])
    every = [source for some in known.values() for source in some]
    names = await seen.sessions.names({source.session for source in every})
    messages = await seen.messages.at(list({(source.session, source.position) for source in every}))
    found: dict[str, tuple[FactSourceRecord, ...]] = {}
    for uuid, some in known.items():
        found[uuid] = tuple(
            _of_source(source, names[source.session], messages[source.session, source.position].uuid)
            for source in some
            if source.session in names and (source.session, source.position) in messages
        )
    return {uuid: some for uuid, some in found.items() if some}


async def _of_fact(seen: Nouns, fact: Fact, sources: Sequence[FactSourceRecord]) -> Record:
    former = await seen.facts.history(fact.uuid) if fact.revision > 1 else []
    return FactRecord(
        user_id=fact.user_id,
        session_id=fact.session_id,
        uuid=fact.uuid,
        origin=fact.origin,
        state=fact.state,
        text=fact.text,
        subject=fact.subject,
        slot=fact.slot,
        value=fact.value,
        ends=fact.ends,
        rests=fact.rests,
        said_at=fact.said_at,
        valid_at=fact.valid_at,
        invalid_at=fact.invalid_at,
        superseded_by=fact.superseded_by,
        superseded_at=fact.superseded_at,
        replaced=fact.replaced,
        retired_at=fact.retired_at,
        pinned=fact.pinned,
        topics=fact.topics,
        metadata=recorded_metadata(fact.metadata),
        actor=fact.actor,
        reason=fact.reason,
        created_at=fact.created_at,
        updated_at=fact.updated_at,
        revision=fact.revision,
        sources=tuple(sources),
        former=tuple(map(_of_revision, former)),
    )


def _of_source(source: FactSource, session_id: str, message_uuid: str) -> FactSourceRecord:
    return FactSourceRecord(
        session_id=session_id,
        message_uuid=message_uuid,
        number=source.number,
        start=source.start,
        end=source.end,
        said_at=source.said_at,
        valid_at=source.valid_at,
        value=source.value,
        ends=source.ends,
    )


def _of_revision(revision: FactRevision) -> FactRevisionRecord:
    return FactRevisionRecord(
        revision=revision.revision,
        text=revision.text,
        slot=revision.slot,
        value=revision.value,
        state=revision.state,
        valid_at=revision.valid_at,
        invalid_at=revision.invalid_at,
        pinned=revision.pinned,
        topics=revision.topics,
        metadata=recorded_metadata(revision.metadata),
        at=revision.at,
        actor=revision.actor,
        reason=revision.reason,
    )

"""Taking facts of an archive in, as they were, with their sources and former revisions."""

from __future__ import annotations

from holdfast.domain.archive import FactRecord, FactRevisionRecord, FactSourceRecord, metadata_of
from holdfast.domain.facts import (
    LONGEST_TEXT,
    SHOWN_STATES,
    USER,
    Fact,
    FactCopy,
    FactOrigin,
    FactRevision,
    FactSource,
    FactState,
    NewFact,
    order_of,
)
from holdfast.domain.identifiers import canonical_uuid
from holdfast.domain.metadata import EncodedMetadata, encode_metadata
from holdfast.domain.timestamps import parse_timestamp
from holdfast.errors import InvalidRequest, NotFound
from holdfast.operations.fact_checks import check_new
from holdfast.operations.intake_values import check_numbers, metadata_in, moment_in
from holdfast.storage.contract.storage import Storage

_ACTOR = "import"


class FactIntake:
    """Takes facts in that are not there yet."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._sessions: dict[str, int] = {}

    async def take(self, record: FactRecord) -> bool:
        """Take a fact in; whether it was new.

        One that rests on messages of which none is here is not: what they state is found in them when they come.
        """
        if record.state != FactState.FORGOTTEN:
            check_new(_as_asserted(record))
        for each in (record, *record.sources, *record.former):
            check_numbers(each)
        if [one.revision for one in record.former] != sorted({one.revision for one in record.former}):
            raise InvalidRequest("former: the revisions do not ascend")
        if any(one.revision >= record.revision for one in record.former):
            raise InvalidRequest("former: a revision is not before that of the fact")
        found = [await self._source(source) for source in record.sources]
        sources = tuple(source for source in found if source is not None)
        if record.origin == FactOrigin.STATED and not sources:
            return False
        history = tuple(map(_revision, record.former))
        return await self._storage.facts.restore(FactCopy(fact=_fact(record), sources=sources, history=history))

    async def _source(self, record: FactSourceRecord) -> FactSource | None:
        """Where a source is here; ``None`` when its message is not."""
        try:
            if record.session_id not in self._sessions:
                self._sessions[record.session_id] = (await self._storage.sessions.get(record.session_id)).id
            uuid = canonical_uuid(record.message_uuid)
            position = (await self._storage.messages.get(record.session_id, uuid)).position
        except NotFound:
            return None
        return FactSource(
            fact="",
            session=self._sessions[record.session_id],
            position=position,
            number=record.number,
            start=record.start,
            end=record.end,
            said_at=parse_timestamp(record.said_at),
            valid_at=parse_timestamp(record.valid_at),
            value=record.value,
            ends=record.ends,
        )


def _as_asserted(record: FactRecord) -> NewFact:
    """What somebody would have to say to assert the fact."""
    return NewFact(
        user_id=record.user_id,
        session_id=record.session_id,
        subject=record.subject or USER,
        text=record.text,
        slot=record.slot,
        value=record.value,
        valid_at=parse_timestamp(record.valid_at),
        invalid_at=moment_in(record.invalid_at),
        pinned=record.pinned,
        topics=record.topics,
        metadata=metadata_of(record.metadata),
    )


def _fact(record: FactRecord) -> Fact:
    valid_at = parse_timestamp(record.valid_at)
    return Fact(
        uuid=canonical_uuid(record.uuid),
        holder=0,
        user_id=record.user_id,
        session_id=record.session_id,
        subject=record.subject if record.state == FactState.FORGOTTEN else record.subject or USER,
        origin=FactOrigin(record.origin),
        text=record.text,
        slot=record.slot,
        value=record.value,
        ends=record.ends,
        rests=record.rests or record.origin == FactOrigin.STATED,
        state=_state(record.state),
        valid_at=valid_at,
        invalid_at=moment_in(record.invalid_at),
        said=order_of(moment_in(record.said_at) or valid_at),
        superseded_by=None if record.superseded_by is None else canonical_uuid(record.superseded_by),
        superseded_at=moment_in(record.superseded_at),
        replaced=record.replaced,
        created_at=parse_timestamp(record.created_at),
        updated_at=parse_timestamp(record.updated_at),
        retired_at=moment_in(record.retired_at),
        revision=record.revision,
        pinned=record.pinned,
        topics=record.topics,
        metadata=_metadata(record.metadata),
        actor=record.actor or _ACTOR,
        reason=record.reason,
    )


def _state(text: str) -> FactState:
    state = FactState(text)
    if state not in SHOWN_STATES:
        raise ValueError(f"{text!r} is no state of a fact")
    return state


def _revision(record: FactRevisionRecord) -> FactRevision:
    if len(record.text) > LONGEST_TEXT:
        raise InvalidRequest(f"former: at most {LONGEST_TEXT} characters are kept, got {len(record.text)}")
    return FactRevision(
        revision=record.revision,
        text=record.text,
        slot=record.slot,
        value=record.value,
        state=_state(record.state),
        valid_at=parse_timestamp(record.valid_at),
        invalid_at=moment_in(record.invalid_at),
        pinned=record.pinned,
        topics=record.topics,
        metadata=_metadata(record.metadata),
        at=parse_timestamp(record.at),
        actor=record.actor,
        reason=record.reason,
    )


def _metadata(recorded: EncodedMetadata) -> EncodedMetadata | None:
    found = metadata_in(recorded)
    return None if found is None else encode_metadata(found)

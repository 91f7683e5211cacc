"""Taking facts of an archive in."""

from __future__ import annotations

from holdfast.domain.archive import FactRecord, metadata_of
from holdfast.domain.facts import USER, Fact, FactChange, FactOrigin, FactSelection, FactState, NewFact
from holdfast.domain.timestamps import parse_timestamp
from holdfast.operations.fact_checks import check_new
from holdfast.operations.limits import LIST_CHUNK
from holdfast.storage.contract.facts import Facts

_STATES = (FactState.VALID, FactState.SUPERSEDED, FactState.INVALID)
_ACTOR = "import"


class KnownFacts:
    """Takes facts in that nobody knows yet; what is known is read once for each user or session."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._known: dict[tuple[str | None, str | None], set[tuple[str, str]]] = {}

    async def take(self, record: FactRecord) -> bool:
        """Take a fact in; whether it was new.

        What was stated is not: enrichment finds it in the messages, with its place there.
        """
        if record.origin == FactOrigin.STATED:
            return False
        known = await self._of_holder(record.user_id, record.session_id)
        if (record.subject, record.text) in known:
            return False
        new = NewFact(
            user_id=record.user_id,
            session_id=record.session_id,
            subject=record.subject or USER,
            text=record.text,
            slot=record.slot,
            value=record.value,
            valid_at=parse_timestamp(record.valid_at),
            invalid_at=None if record.invalid_at is None else parse_timestamp(record.invalid_at),
            pinned=record.pinned,
            topics=record.topics,
            metadata=metadata_of(record.metadata),
        )
        check_new(new)
        fact = (await self._facts.add(new, actor=record.actor or _ACTOR)).result
        if record.state == FactState.INVALID:
            await self._facts.change(fact.uuid, FactChange(state=FactState.INVALID), actor=record.actor or _ACTOR)
        known.add((record.subject, record.text))
        return True

    async def _of_holder(self, user_id: str | None, session_id: str | None) -> set[tuple[str, str]]:
        """Subject and text of all facts of a user or session."""
        if (user_id, session_id) not in self._known:
            found: list[Fact] = []
            selection = FactSelection(user_id=user_id, session_id=session_id, states=_STATES)
            while page := await self._facts.page(selection, before=found[-1].id if found else None, limit=LIST_CHUNK):
                found += page
            self._known[user_id, session_id] = {(fact.subject, fact.text) for fact in found}
        return self._known[user_id, session_id]

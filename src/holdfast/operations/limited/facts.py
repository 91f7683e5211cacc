"""The facts that are open to a principal."""

from __future__ import annotations

from collections.abc import Sequence

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
from holdfast.domain.principals import Limits
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.timestamps import Timestamp
from holdfast.errors import InvalidRequest, NotFound
from holdfast.storage.contract.changes import Changes
from holdfast.storage.contract.facts import Facts
from holdfast.storage.contract.messages import Messages
from holdfast.storage.contract.sessions import Sessions

CHUNK = 500
"""Facts looked at at once."""


class LimitedFacts:
    """See `holdfast.storage.contract.facts.Facts`; ``sessions`` and ``messages`` are those that are open.

    Facts of a user are open where the user is.  Where only some sessions are, a fact is open if all that it rests on
    is: else it would tell of the others.
    """

    def __init__(
        self, facts: Facts, limits: Limits, *, every_session: Sessions, sessions: Sessions, messages: Messages
    ) -> None:
        self._facts = facts
        self._limits = limits
        self._every_session = every_session
        self._sessions = sessions
        self._messages = messages

    async def add(self, new: NewFact, *, actor: str, receipt: Receipt | None = None) -> Written[Fact]:
        """`NotFound` for a user or a session that is closed; what is closed cannot be superseded or rested on."""
        if new.user_id is not None and not self._limits.admits_user(new.user_id):
            raise NotFound("user", new.user_id)
        if new.session_id is not None:
            await self._sessions.get(new.session_id)
        for uuid in new.supersedes:
            if not await self._is_open(uuid):
                raise InvalidRequest(f"supersedes: there is no fact {uuid} of the same user or session")
        if self._limits.session_prefixes:
            await self._check_sources(new)
        return await self._facts.add(new, actor=actor, receipt=receipt)

    async def restore(self, copy: FactCopy) -> bool:
        """`NotFound`: who has limits takes nothing in."""
        raise NotFound("fact", copy.fact.uuid)

    async def get(self, uuid: str) -> Fact:
        """`NotFound` also for a fact that is closed."""
        fact = await self._facts.get(uuid)
        if not await self._admitted([fact]):
            raise NotFound("fact", uuid)
        return fact

    async def sources(self, uuids: Sequence[str]) -> dict[str, list[FactSource]]:
        """As the contract says: the UUID of a fact is known only to who may see it."""
        return await self._facts.sources(uuids)

    async def history(self, uuid: str) -> list[FactRevision]:
        """None of a fact that is closed."""
        return await self._facts.history(uuid) if await self._is_open(uuid) else []

    async def change(self, uuid: str, change: FactChange, *, actor: str, revision: int | None = None) -> Fact:
        """`NotFound` also for a fact that is closed."""
        await self.get(uuid)
        return await self._facts.change(uuid, change, actor=actor, revision=revision)

    async def forget(self, uuid: str, *, actor: str, revision: int | None = None) -> None:
        """`NotFound` also for a fact that is closed."""
        await self.get(uuid)
        await self._facts.forget(uuid, actor=actor, revision=revision)

    async def page(self, selection: FactSelection, *, before: int | None = None, limit: int) -> list[Fact]:
        """Facts that are open."""
        if self._closes(selection):
            return []
        found: list[Fact] = []
        while len(found) < limit:
            facts = await self._facts.page(selection, before=before, limit=CHUNK)
            found += await self._admitted(facts)
            if len(facts) < CHUNK:
                break
            before = facts[-1].id
        return found[:limit]

    async def newest_in_slots(self, user_id: str, *, each: int, slots: int) -> list[Fact]:
        """Those of them that are open."""
        if self._closes(FactSelection(user_id=user_id)):
            return []
        return await self._admitted(await self._facts.newest_in_slots(user_id, each=each, slots=slots))

    async def next_superseded(self, user_id: str, moment: Timestamp) -> Timestamp | None:
        """Of all of the user's; ``None`` where they are not open."""
        if self._closes(FactSelection(user_id=user_id)):
            return None
        return await self._facts.next_superseded(user_id, moment)

    async def count(self, selection: FactSelection) -> int:
        """Of those that are open."""
        if self._closes(selection):
            return 0
        if selection.user_id is not None and not self._limits.session_prefixes:
            return await self._facts.count(selection)
        count, before = 0, None
        while facts := await self._facts.page(selection, before=before, limit=CHUNK):
            count += len(await self._admitted(facts))
            before = facts[-1].id
        return count

    async def known(self, selection: FactSelection, moment: Timestamp) -> list[Fact]:
        """Those that are open."""
        return [] if self._closes(selection) else await self._admitted(await self._facts.known(selection, moment))

    async def at(self, numbers: Sequence[int]) -> dict[int, Fact]:
        """Those that are open."""
        found = await self._facts.at(numbers)
        return {fact.id: fact for fact in await self._admitted(list(found.values()))}

    async def of_messages(self, session: int, first: int, last: int) -> list[Fact]:
        """Those that are open."""
        return await self._admitted(await self._facts.of_messages(session, first, last))

    async def record(self, statements: Sequence[Stated], *, actor: str) -> int:
        """As the contract says: the number of a session is known only to who may see it."""
        return await self._facts.record(statements, actor=actor)

    async def record_extracted(self, facts: Sequence[Extracted], *, actor: str) -> int:
        """As the contract says: the number of a session is known only to who may see it."""
        return await self._facts.record_extracted(facts, actor=actor)

    async def changes(self, revision: int | None, *, user_id: str | None = None) -> Changes:
        """As the contract says: holders are numbers that mean nothing to others."""
        return await self._facts.changes(revision, user_id=user_id)

    async def holders(self, wanted: Sequence[int]) -> set[int]:
        """As the contract says: the number of a holder is known only to who may see it."""
        return await self._facts.holders(wanted)

    async def of_holder(self, holder: int, *, after: int, last: int) -> list[Fact]:
        """Those that are open."""
        return await self._admitted(await self._facts.of_holder(holder, after=after, last=last))

    def _closes(self, selection: FactSelection) -> bool:
        """Whether nothing of what is wanted can be open."""
        if selection.user_id is not None and self._limits.by_user and not self._limits.admits_user(selection.user_id):
            return True
        return selection.session_id is not None and not self._limits.admits_session_name(selection.session_id)

    async def _is_open(self, uuid: str) -> bool:
        try:
            await self.get(uuid)
        except NotFound:
            return False
        return True

    async def _admitted(self, facts: Sequence[Fact]) -> list[Fact]:
        """Those of some facts that are open, in their order."""
        users = [fact for fact in facts if self._admits_holder(fact)]
        if not self._limits.session_prefixes or not users:
            return users
        sources = await self._facts.sources([fact.uuid for fact in users])
        numbers = {source.session for some in sources.values() for source in some}
        names = await self._every_session.names(numbers)
        found = []
        for fact in users:
            sessions = {names.get(source.session, "") for source in sources.get(fact.uuid, ())}
            sessions |= {fact.session_id} if fact.session_id is not None else set()
            if all(map(self._limits.admits_session_name, sessions)) and (sessions or self._limits.by_user):
                found.append(fact)
        return found

    def _admits_holder(self, fact: Fact) -> bool:
        """Whether a fact may be open, by whose it is."""
        if fact.user_id is None:
            return fact.session_id is not None and self._limits.admits_session(fact.session_id, None)
        return not self._limits.by_user or self._limits.admits_user(fact.user_id)

    async def _check_sources(self, new: NewFact) -> None:
        """`InvalidRequest` for messages that are not of the session in which the fact is asserted."""
        for place, uuid in enumerate(new.sources):
            try:
                await self._messages.get(new.session_id or "", uuid)
            except NotFound:
                text = f"sources[{place}]: there is no message {uuid} of the same user or session"
                raise InvalidRequest(text) from None

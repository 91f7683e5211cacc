"""Facts: what is known about users, and what they state about themselves."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import msgspec

from holdfast.domain.facts import (
    USER,
    Fact,
    FactChange,
    FactRevision,
    FactSelection,
    FactSource,
    FactState,
    NewFact,
)
from holdfast.domain.messages import Message
from holdfast.domain.principals import Principal
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.slots import SLOTS, holds_one_value
from holdfast.domain.timestamps import Timestamp, now
from holdfast.errors import InvalidRequest
from holdfast.operations.access import Access
from holdfast.operations.fact_checks import check_change, check_new, check_slot
from holdfast.operations.kept_counts import KeptCounts
from holdfast.operations.limits import Results, check_metadata
from holdfast.providers.facts.contract import Said, Statement
from holdfast.storage.contract.storage import Nouns

MOST_MESSAGES = 100
"""Messages that one preview looks at."""
FACTS = Results(default=100, most=1000)
"""Facts in a page."""

_CHUNK = 500
_MOST_OF_PROFILE = 1000
"""Facts in slots that a profile is made of: the newest, and of each slot some more."""
_OF_EACH_SLOT, _SLOTS_OF_PROFILE = 20, 100
_MOST_OF_THE_PAST = 10_000
"""Facts in slots that are looked at where it is asked what was true at another moment: the newest."""


class Quote(msgspec.Struct, frozen=True):
    """What a fact rests on: ``text`` is ``content[start:end]`` of a message."""

    session_id: str
    message: Message
    start: int
    end: int
    said_at: Timestamp

    @property
    def text(self) -> str:
        """The words."""
        return self.message.content[self.start : self.end]


class FactDetails(msgspec.Struct, frozen=True):
    """A fact with what it rests on, and all its revisions, the present one last."""

    fact: Fact
    sources: list[Quote]
    history: list[FactRevision]


class FactPage(msgspec.Struct, frozen=True):
    """Some facts, newest first, and how many there are; ``next_before`` is where the next page begins, if any."""

    facts: list[Fact]
    total_count: int
    next_before: int | None


class ProfileSlot(msgspec.Struct, frozen=True):
    """What fills a slot now, and what did before, newest first, each with the first words that it rests on."""

    slot: str
    single: bool
    current: list[tuple[Fact, Quote | None]]
    former: list[tuple[Fact, Quote | None]]


class FactOperations:
    """Finds facts in what was said, and keeps, lists and changes them; ``find`` finds them beside the event loop."""

    def __init__(self, access: Access, find: Callable[[Sequence[Said]], Awaitable[list[Statement]]]) -> None:
        self._access = access
        self._find = find
        self._counts = KeptCounts()

    async def preview(self, principal: Principal, messages: Sequence[Said]) -> list[Statement]:
        """What would be taken for facts in a conversation; nothing is stored.

        `InvalidRequest` for more than `MOST_MESSAGES` messages.
        """
        self._access.to_read(principal)
        if len(messages) > MOST_MESSAGES:
            raise InvalidRequest(f"messages: at most {MOST_MESSAGES} are looked at, got {len(messages)}")
        return await self._find(messages)

    async def add(self, principal: Principal, new: NewFact, *, receipt: Receipt | None = None) -> Written[Fact]:
        """Store what a caller asserts; `InvalidRequest` names what is wrong with it."""
        whose = [each for each in (new.user_id, new.session_id) if each is not None]
        with self._access.writing(principal, "add_fact", *whose) as seen:
            check_new(new)
            await check_metadata(new.metadata, "metadata")
            return await seen.facts.add(new, actor=principal.name, receipt=receipt)

    async def get(self, principal: Principal, uuid: str) -> FactDetails:
        """A fact with its sources and its history; `NotFound` when there is none."""
        seen = self._access.to_read(principal)
        fact = await seen.facts.get(uuid)
        quotes = {} if fact.state is FactState.FORGOTTEN else await _quotes(seen, [fact])
        history = [*await seen.facts.history(uuid), FactRevision.of(fact)]
        (told,) = _told([fact], now())
        return FactDetails(told, quotes.get(uuid, []), history)

    async def page(
        self,
        principal: Principal,
        selection: FactSelection,
        *,
        before: int | None = None,
        limit: int = 0,
        as_of: Timestamp | None = None,
    ) -> FactPage:
        """A page of facts, newest first, whose number is less than ``before``.

        With ``as_of`` they are those that were known then, of the user or the session that must be given.
        """
        facts, most = self._access.to_read(principal).facts, FACTS.of(limit)
        if selection.slot is not None:
            check_slot(selection.slot)
        moment = as_of or now()
        standing = msgspec.structs.replace(selection, standing_on=moment)
        if as_of is None:
            found = await facts.page(standing, before=before, limit=most + 1)
            counted = facts.count(standing) if principal.limits else self._counts.count(facts, selection, moment)
            total = await counted
        else:
            if selection.user_id is None and selection.session_id is None:
                raise InvalidRequest("as_of: needs a user_id or a session_id")
            known = await facts.known(standing, as_of)
            found = [fact for fact in known if before is None or fact.id < before][: most + 1]
            total = len(known)
        further = len(found) > most
        return FactPage(_told(found[:most], moment), total, found[most - 1].id if further else None)

    async def change(self, principal: Principal, uuid: str, change: FactChange, *, revision: int | None = None) -> Fact:
        """Make a new revision of a fact, if it still has the ``revision`` that the caller saw.

        `NotFound` when there is no such fact, `Outdated` when somebody else was faster.
        """
        with self._access.writing(principal, "update_fact", uuid) as seen:
            fact = await seen.facts.get(uuid)
            slot = fact.slot if change.slot is msgspec.UNSET else change.slot
            value = fact.value if change.value is msgspec.UNSET else change.value
            check_change(change, slot=slot, value=value)
            _check_times(fact, change)
            if change.metadata is not msgspec.UNSET:
                await check_metadata(change.metadata, "metadata")
            return await seen.facts.change(uuid, change, actor=principal.name, revision=revision)

    async def forget(self, principal: Principal, uuid: str, *, revision: int | None = None) -> None:
        """Leave nothing of a fact but a tombstone without content; errors as those of `change`."""
        with self._access.forgetting(principal, "forget_fact", uuid) as seen:
            await seen.facts.forget(uuid, actor=principal.name, revision=revision)

    async def of_message(self, principal: Principal, session_id: str, uuid: str) -> list[Fact]:
        """The facts that rest on a message; `NotFound` when it does not live in that session."""
        seen = self._access.to_read(principal)
        message = await seen.messages.get(session_id, uuid)
        extent = await seen.sessions.extent(session_id)
        if extent is None:
            return []
        return _told(await seen.facts.of_messages(extent.session, message.position, message.position), now())

    async def stated(
        self, principal: Principal, session_id: str, first: int, last: int
    ) -> list[tuple[FactSource, Fact]]:
        """What rests on the messages from one position of a session to another, both inclusive, as it was said.

        A fact comes once for each of its sources there.  An unknown session has none.
        """
        seen = self._access.to_read(principal)
        extent = await seen.sessions.extent(session_id)
        if extent is None:
            return []
        facts = {fact.uuid: fact for fact in _told(await seen.facts.of_messages(extent.session, first, last), now())}
        sources = await seen.facts.sources(list(facts)) if facts else {}
        among = [
            source
            for some in sources.values()
            for source in some
            if source.session == extent.session and first <= source.position <= last
        ]
        return [(source, facts[source.fact]) for source in sorted(among, key=lambda source: source.order)]

    async def profile(
        self,
        principal: Principal,
        user_id: str,
        *,
        as_of: Timestamp | None = None,
        valid_on: Timestamp | None = None,
    ) -> list[ProfileSlot]:
        """What fills the slots of a user, slot by slot; `NotFound` for an unknown user.

        ``valid_on`` asks what was true at another moment than now, ``as_of`` what was known then.  Of very many facts
        it tells the newest ones, and some of each slot.
        """
        seen = self._access.to_read(principal)
        await seen.users.get(user_id)
        states = (FactState.VALID, FactState.SUPERSEDED)
        selection = FactSelection(user_id=user_id, states=states, slotted=True)
        if as_of is not None:
            facts = await seen.facts.known(selection, as_of)
        elif valid_on is not None:
            facts = await _newest(seen, selection, _MOST_OF_THE_PAST)
        else:
            facts = await _of_profile(seen, selection, user_id)
        slotted = [fact for fact in facts if fact.subject == USER and not fact.ends and not fact.is_called_off]
        quotes = {uuid: found[0] for uuid, found in (await _quotes(seen, slotted)).items() if found}
        return _profile(slotted, quotes, valid_on or as_of or now())


def _told(facts: Sequence[Fact], moment: Timestamp) -> list[Fact]:
    """Facts as they stand at a moment."""
    return [msgspec.structs.replace(fact, state=fact.state_on(moment)) for fact in facts]


async def _of_profile(seen: Nouns, selection: FactSelection, user_id: str) -> list[Fact]:
    """What a profile tells of: the newest facts and, where there may be others, the newest ones of each slot."""
    newest = await _newest(seen, selection, _MOST_OF_PROFILE)
    if len(newest) < _MOST_OF_PROFILE:
        return newest
    others = await seen.facts.newest_in_slots(user_id, each=_OF_EACH_SLOT, slots=_SLOTS_OF_PROFILE)
    return list({fact.uuid: fact for fact in (*newest, *others)}.values())


async def _newest(seen: Nouns, selection: FactSelection, most: int) -> list[Fact]:
    """The facts of a selection, newest first, as many as there are or ``most``."""
    found: list[Fact] = []
    while len(found) < most:
        facts = await seen.facts.page(selection, before=found[-1].id if found else None, limit=_CHUNK)
        found += facts
        if len(facts) < _CHUNK:
            break
        await asyncio.sleep(0)
    return found[:most]


async def _quotes(seen: Nouns, facts: Sequence[Fact]) -> dict[str, list[Quote]]:
    """The words that facts rest on, in the order in which they were said."""
    found: dict[str, list[Quote]] = {}
    for start in range(0, len(facts), _CHUNK):
        sources = await seen.facts.sources([fact.uuid for fact in facts[start : start + _CHUNK]])
        every = [source for some in sources.values() for source in some]
        messages = await seen.messages.at(list({(source.session, source.position) for source in every}))
        names = await seen.sessions.names({source.session for source in every})
        for uuid, some in sources.items():
            found[uuid] = [_quote(source, names, messages) for source in some if _is_there(source, names, messages)]
    return found


def _is_there(source: FactSource, names: dict[int, str], messages: dict[tuple[int, int], Message]) -> bool:
    return source.session in names and (source.session, source.position) in messages


def _quote(source: FactSource, names: dict[int, str], messages: dict[tuple[int, int], Message]) -> Quote:
    message = messages[source.session, source.position]
    return Quote(names[source.session], message, source.start, source.end, source.said_at)


def _profile(facts: Sequence[Fact], quotes: dict[str, Quote], moment: Timestamp) -> list[ProfileSlot]:
    by_slot: dict[str, list[Fact]] = {}
    for fact in sorted(facts, key=lambda fact: fact.said, reverse=True):
        by_slot.setdefault(fact.slot or "", []).append(fact)
    order = list(SLOTS)
    names = sorted(by_slot, key=lambda slot: (order.index(slot) if slot in SLOTS else len(order), slot))
    slots = [_profile_slot(slot, by_slot[slot], quotes, moment) for slot in names]
    return [each for each in slots if each.current or each.former]


def _profile_slot(slot: str, facts: list[Fact], quotes: dict[str, Quote], moment: Timestamp) -> ProfileSlot:
    single = holds_one_value(slot)
    holding = [fact for fact in facts if fact.holds_at(moment)]
    current = holding[:1] if single else holding
    held = {fact.uuid for fact in current}
    former = [fact for fact in facts if fact.uuid not in held and fact.valid_at <= moment]
    return ProfileSlot(
        slot,
        single,
        [(fact, quotes.get(fact.uuid)) for fact in current],
        [(fact, quotes.get(fact.uuid)) for fact in former],
    )


def _check_times(fact: Fact, change: FactChange) -> None:
    valid_at = fact.valid_at if change.valid_at is msgspec.UNSET else change.valid_at
    invalid_at = fact.invalid_at if change.invalid_at is msgspec.UNSET else change.invalid_at
    given = change.valid_at is not msgspec.UNSET or change.invalid_at is not msgspec.UNSET
    if given and invalid_at is not None and invalid_at <= valid_at:
        raise InvalidRequest("invalid_at: must be later than valid_at")

"""What stands in the profiles of users, kept while none of their facts changes.

A profile is told in every context and changes rarely.  Before it is told again, the log of changes is asked whether
something happened to a fact of the user; so what was changed or deleted is told no more, as in searches.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Final

import msgspec
from msgspec.structs import replace

from holdfast.domain.facts import Fact, FactOrigin, FactSelection, FactState
from holdfast.domain.metadata import size_of
from holdfast.domain.supersession import said_by
from holdfast.domain.timestamps import Timestamp
from holdfast.operations.feeds.facts import ToldChanges
from holdfast.operations.prompting import stable
from holdfast.operations.prompting.bearing import limited
from holdfast.operations.prompting.matters import Matter
from holdfast.operations.prompting.stable import StablePart
from holdfast.storage.contract.facts import Facts

_READ: Final = 1000
"""Facts of a user that are looked at; of those that fill a slot, and those that are pinned, so many more."""
_KEPT: Final = 512
"""Users of whom it is kept what stands."""
_LARGEST_KEPT: Final = 1 << 18
"""Bytes of the metadata of all facts of one of them."""
_KEPT_PARTS: Final = 8
_LOOKED_THROUGH: Final = 300
"""Facts among which those are looked for that bear on a question: it takes some microseconds for each."""


class Standing(msgspec.Struct, frozen=True):
    """What stands from ``since`` until before ``until``, as in `stable.standing`.

    ``ended`` are those of the facts that say that something holds no more.
    ``holding`` are the valid facts that were looked at and are true, by their numbers.  ``known`` are the UUIDs of all
    valid ones, ``unquoted`` of those that no message says word for word; ``whole`` tells that there are no others.
    ``metadata_bytes`` are those of the metadata of all facts that were looked at.
    """

    facts: list[Fact]
    ended: list[Fact]
    holding: Mapping[int, Fact]
    known: frozenset[str]
    unquoted: frozenset[str]
    whole: bool
    since: str
    until: str
    metadata_bytes: int = 0
    parts: dict[Hashable, StablePart] = {}
    limits: dict[Matter, list[Fact]] = {}

    @classmethod
    def of(cls, facts: Sequence[Fact], moment: Timestamp) -> Standing:
        """What stands at a moment, of all facts of somebody."""
        borders = {fact.valid_at for fact in facts} | {fact.ended_at for fact in facts if fact.ended_at is not None}
        told = stable.standing(facts, moment)
        return cls(
            facts=told,
            ended=[fact for fact in told if fact.ends],
            holding={fact.id: fact for fact in facts if fact.state is FactState.VALID and fact.holds_at(moment)},
            known=frozenset(fact.uuid for fact in facts if fact.state is FactState.VALID),
            unquoted=frozenset(
                fact.uuid for fact in facts if fact.state is FactState.VALID and fact.origin is not FactOrigin.STATED
            ),
            whole=len(facts) < _READ,
            since=max((border for border in borders if border <= moment), default=""),
            until=min((border for border in borders if border > moment), default=_NEVER),
            metadata_bytes=sum(size_of(fact.metadata) for fact in facts),
        )

    def part(self, key: Hashable, make: Callable[[list[Fact]], StablePart]) -> StablePart:
        """The stable part for what ``key`` tells, made once."""
        found = self.parts.get(key)
        if found is None:
            if len(self.parts) >= _KEPT_PARTS:
                self.parts.clear()
            found = self.parts[key] = make(self.facts)
        return found

    def bearing(self, matters: frozenset[Matter]) -> list[Fact]:
        """The true facts that bear on advice of some kinds, the newest first; those of a kind are looked for once."""
        found: dict[str, Fact] = {}
        for matter in sorted(matters):
            if matter not in self.limits:
                newest = sorted(self.holding.values(), key=_said, reverse=True)[:_LOOKED_THROUGH]
                self.limits[matter] = [fact for fact in newest if not fact.ends and matter in limited(fact.text)]
            found.update((fact.uuid, fact) for fact in self.limits[matter])
        return sorted(found.values(), key=_said, reverse=True)


def _said(fact: Fact) -> str:
    return fact.said


_NEVER: Final = "9999"


class StandingFacts:
    """Keeps what stands of the users that were asked for last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[int, Standing]] = OrderedDict()

    async def of_user(self, facts: Facts, user_id: str, moment: Timestamp) -> tuple[Standing, ToldChanges | None]:
        """What stands of a user, all of whose facts are open to whoever asks; and what the log told for that.

        None stands for what it told of all facts.
        """
        kept = self._kept.pop(user_id, None)
        since = None if kept is None else kept[0]
        news = await facts.changes(since, user_id=user_id)
        if kept is None or news.changes or news.complete or not kept[1].since <= moment < kept[1].until:
            standing = Standing.of(await read(facts, FactSelection(user_id=user_id), None), moment)
        else:
            standing = kept[1]
        if standing.metadata_bytes <= _LARGEST_KEPT:
            self._kept[user_id] = news.revision, standing
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return standing, None if since is None or news.complete else ToldChanges(since, news)


async def read(facts: Facts, selection: FactSelection, as_of: Timestamp | None) -> list[Fact]:
    """The valid facts of a selection; in the past, those that had been said by then, as they stood to each other."""
    if as_of is not None:
        selection = replace(selection, states=(FactState.VALID, FactState.SUPERSEDED), said_until=as_of)
    found = await facts.page(selection, limit=_READ)
    if len(found) == _READ:
        found += await _older(facts, selection, found)
    of_others = {fact.slot for fact in found if stable.may_be_of_others(fact)}
    for slot in sorted(filter(None, of_others)):
        former = replace(selection, states=(FactState.SUPERSEDED,), slot=slot, said_until=None)
        found += await facts.page(former, limit=_READ)
    return found if as_of is None else said_by({fact.uuid: fact for fact in found}.values(), as_of)


async def _older(facts: Facts, selection: FactSelection, newest: Sequence[Fact]) -> list[Fact]:
    """What a profile may tell of facts that are older than the ``newest``."""
    before = newest[-1].id
    found: dict[str, Fact] = {}
    for wanted in (replace(selection, slotted=True), replace(selection, pinned=True)):
        found |= {fact.uuid: fact for fact in await facts.page(wanted, before=before, limit=_READ)}
    return sorted(found.values(), key=lambda fact: fact.id, reverse=True)

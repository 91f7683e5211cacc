"""The messages in which people state what their slots hold: the sources of the facts that are true."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from holdfast.domain.facts import Fact, FactSelection, FactState
from holdfast.domain.timestamps import timestamp_of
from holdfast.operations.feeds.scopes import Scope, index_key_of
from holdfast.storage.contract.facts import Facts

_MOST = 20
"""The newest so many facts of a slot."""
_TRUE_OF_A_TIME = (FactState.VALID, FactState.SUPERSEDED)


class StatedMessages(NamedTuple):
    """The keys of the messages that state what slots hold at a moment, and of those that state what they did before."""

    holding: list[int]
    outdated: list[int]


async def stated_messages(facts: Facts, scope: Scope, slots: Sequence[str], moment: datetime) -> StatedMessages:
    """The messages that state what slots of a user, or of who speaks in a session, hold at a moment, or held before.

    A message that states something of both kinds, such as a job that somebody still has with another employer, is
    in neither.  Where all users are searched nobody is meant, and there are none.
    """
    if scope.extent is None and scope.user_id is None:
        return StatedMessages([], [])
    session_id = scope.extent.session_id if scope.extent is not None else None
    at = timestamp_of(moment)
    stated: list[Fact] = []
    for slot in slots:
        selection = FactSelection(user_id=scope.user_id, session_id=session_id, slot=slot, states=_TRUE_OF_A_TIME)
        stated += [fact for fact in await facts.page(selection, limit=_MOST) if fact.valid_at <= at]
    sources = await facts.sources([fact.uuid for fact in stated]) if stated else {}
    holding, outdated = set[int](), set[int]()
    for fact in stated:
        keys = {index_key_of(one.session, one.position) for one in sources.get(fact.uuid, ()) if not one.ends}
        if fact.holds_at(at) and not fact.ends:
            holding |= keys
        elif not fact.ends:
            outdated |= keys
    return StatedMessages(sorted(holding - outdated), sorted(outdated - holding))

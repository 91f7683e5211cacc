"""The messages in which people state what their slots hold: the sources of the facts that are true."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from holdfast.domain.facts import FactSelection
from holdfast.domain.timestamps import timestamp_of
from holdfast.operations.feeds.scopes import Scope, index_key_of
from holdfast.storage.contract.facts import Facts

_MOST = 20
"""The newest so many facts of a slot."""


async def stated_messages(facts: Facts, scope: Scope, slots: Sequence[str], moment: datetime) -> list[int]:
    """The keys of the messages that state what slots of a user, or of who speaks in a session, hold at a moment.

    Where all users are searched nobody is meant, and there are none.
    """
    if scope.extent is None and scope.user_id is None:
        return []
    session_id = scope.extent.session_id if scope.extent is not None else None
    held: list[str] = []
    for slot in slots:
        selection = FactSelection(
            user_id=scope.user_id, session_id=session_id, slot=slot, valid_on=timestamp_of(moment)
        )
        held += [fact.uuid for fact in await facts.page(selection, limit=_MOST) if not fact.ends]
    sources = await facts.sources(held) if held else {}
    return [index_key_of(one.session, one.position) for those in sources.values() for one in those if not one.ends]

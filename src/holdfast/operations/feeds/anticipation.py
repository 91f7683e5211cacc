"""Lets the indexes that are in use take in what was just stored, before a search has to."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Hashable

from holdfast.errors import NotFound
from holdfast.operations.feeds.scopes import Scope
from holdfast.retrieval.cache import IndexCache
from holdfast.retrieval.feed import Feed
from holdfast.storage.contract.messages import Appended
from holdfast.storage.contract.sessions import Extent
from holdfast.storage.contract.storage import Storage

log = logging.getLogger(__name__)

_KEPT_OWNERS = 50_000

Named = tuple[Hashable, Feed]


class Anticipation:
    """Brings indexes of messages up to date that somebody has searched since they last were.

    Only where this process is the only one that stores messages: where others do, a search has to ask anyway.
    ``named`` gives the name of the index of a scope, and its feed.
    """

    def __init__(self, storage: Storage, cache: IndexCache, named: Callable[[Scope], Named]) -> None:
        self._storage = storage
        self._cache = cache
        self._named = named
        self._everything = named(Scope())
        self._owners: dict[int, str | None] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def note(self, session_id: str, appended: Appended) -> None:
        """Messages were stored in a session."""
        if not self._cache.awaited or self._storage.shared:
            return
        if appended.session in self._owners and not self._is_awaited(session_id, appended.session):
            return
        task = asyncio.get_running_loop().create_task(self._follow(session_id, appended.session))
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.debug("an index is left to be brought up to date by its next search", exc_info=task.exception())

    def _is_awaited(self, session_id: str, session: int) -> bool:
        """Whether an index is awaited that has a session whose owner was asked for."""
        awaited, owner = self._cache.awaited, self._owners[session]
        return (
            self._everything[0] in awaited
            or (owner is not None and self._named(Scope(user_id=owner))[0] in awaited)
            or self._named(_of_session(session_id, session))[0] in awaited
        )

    async def _follow(self, session_id: str, session: int) -> None:
        awaited, anticipate = self._cache.awaited, self._cache.anticipate
        if self._everything[0] in awaited:
            anticipate(*self._everything)
        owner = await self._owner(session_id, session)
        if owner is not None:
            name, feed = self._named(Scope(user_id=owner))
            if name in awaited:
                anticipate(name, feed)
        # What the session has is read only if somebody searches it: its number is enough for the name.
        name, _ = self._named(_of_session(session_id, session))
        extent = await self._storage.sessions.extent(session_id) if name in awaited else None
        if extent is not None:
            anticipate(*self._named(Scope(extent=extent)))

    async def _owner(self, session_id: str, session: int) -> str | None:
        """Whose session it is, or was when that was last asked: who is wrong about it anticipates one search less."""
        if session not in self._owners:
            if len(self._owners) >= _KEPT_OWNERS:
                self._owners.clear()
            try:
                self._owners[session] = (await self._storage.sessions.get(session_id)).user_id
            except NotFound:
                return None
        return self._owners[session]


def _of_session(session_id: str, session: int) -> Scope:
    """A scope whose name is that of a session; it tells nothing of what the session has."""
    return Scope(extent=Extent(session, session_id, 1, 0))

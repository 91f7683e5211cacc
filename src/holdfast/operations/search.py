"""Searching the memory of a session."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from holdfast.domain.messages import Message
from holdfast.errors import InvalidRequest
from holdfast.storage.contract import Storage

_CHUNK = 1000
_WORD = re.compile(r"\w+")


class Hit(msgspec.Struct, frozen=True):
    """A message that was found and its similarity to the query, 0 to 1."""

    message: Message
    similarity: float


class Search:
    """Ranks the messages of a session by the words that they share with the query."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def __call__(self, session_id: str, text: str, *, limit: int) -> list[Hit]:
        """At most ``limit`` live messages, the most similar first; an unknown session has none."""
        if not text:
            raise InvalidRequest("text: empty query")
        query = Counter(_words(text))
        hits = [Hit(message, _overlap(query, message.content)) for message in await self._live(session_id)]
        hits.sort(key=lambda hit: -hit.similarity)
        return hits[:limit]

    async def _live(self, session_id: str) -> list[Message]:
        extent = await self._storage.sessions.extent(session_id)
        found: list[Message] = []
        if extent is None:
            return found
        after = extent.first - 1
        while chunk := await self._storage.messages.span(extent.session, after=after, limit=_CHUNK):
            found += chunk
            after = chunk[-1].position
        return found


def _words(text: str) -> Sequence[str]:
    return _WORD.findall(text.casefold())


def _overlap(query: Counter[str], content: str) -> float:
    """The share of the query's words that the text holds."""
    words = set(_words(content))
    total = query.total()
    return sum(count for word, count in query.items() if word in words) / total if total else 0.0

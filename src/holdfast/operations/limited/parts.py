"""What a search with limits ranges over: parts each of which is open as a whole.

An index of more than what is open would let the words of others weigh in the scores.  So parts are searched one by one,
and their results, whose scores can be compared, are put together.
"""

from __future__ import annotations

from holdfast.domain.principals import Limits
from holdfast.errors import InvalidRequest
from holdfast.storage.contract.sessions import Extent
from holdfast.storage.contract.storage import Nouns

MOST_PARTS = 1000
"""Users, or sessions where it matters what they are called, that one search looks through."""


async def open_parts(storage: Nouns, limits: Limits, user_id: str | None = None) -> list[str | Extent]:
    """Users all of whose sessions are open, or single sessions, of one user or of all.

    ``storage`` is as the limits let it be seen.  `InvalidRequest` when there are too many.
    """
    parts: list[str | Extent]
    if limits.session_prefixes:
        sessions = storage.sessions
        extents = await sessions.extents() if user_id is None else await sessions.extents_of_user(user_id)
        parts = [extent for extent in extents if extent.remember]
    elif user_id is not None:
        parts = [user_id] if limits.admits_user(user_id) else []
    else:
        parts = [user.user_id for user in await storage.users.page(after=0, limit=MOST_PARTS + 1)]
    if len(parts) > MOST_PARTS:
        raise InvalidRequest(f"the caller may see more than {MOST_PARTS} users or sessions; search fewer at once")
    return parts

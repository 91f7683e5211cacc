"""Sessions of all kinds, and what their memories are, worked out from their messages alone."""

from __future__ import annotations

from holdfast.domain.messages import Message
from holdfast.domain.summaries import NewSummary, Summary
from holdfast.storage.contract.storage import Storage
from tests.storage.samples import live, say, session_of, user_of

REQUESTS = [(2, 0), (5, 0), (9, 0), (2**40, 0), (3, 2), (3, 6), (3, 99)]
"""Windows, and how many of the newest messages are asked for in their place."""

SESSIONS = [
    "short", "long", "summarised", "gaps", "gaps after a summary", "revived", "revived and summarised", "restored",
    "deleted", "of a user who is gone", "never there",
]  # fmt: skip


async def make_sessions(storage: Storage) -> None:
    """Make all `SESSIONS` in an empty store."""
    await user_of(storage, "ann")
    await session_of(storage, "of a user who is gone", user_id="ann")
    for name in SESSIONS[:-1]:
        await say(storage, name, *(f"{name} {number}" for number in range(2 if name == "short" else 8)))
    await _summarise(storage, "summarised", 2, 5)
    await _summarise(storage, "restored", 3)
    await _summarise(storage, "revived", 2, 6)
    await _summarise(storage, "revived and summarised", 4)
    await _delete_some(storage, "gaps")
    await _delete_some(storage, "gaps after a summary")
    await _summarise(storage, "gaps after a summary", 2, 4)
    for name in ("revived", "revived and summarised", "restored", "deleted"):
        await storage.sessions.delete(name)
    await say(storage, "revived", "new 1", "new 2", "new 3")
    await say(storage, "revived and summarised", *(f"new {number}" for number in range(7)))
    await _summarise(storage, "revived and summarised", 10, 12)
    await storage.sessions.restore("restored", steps=())
    await storage.users.delete("ann")


async def expected(storage: Storage, session_id: str, window: int, lastn: int) -> tuple[list[Message], Summary | None]:
    """The memory of a session as it follows from all that the session has."""
    messages = await live(storage, session_id)
    extent = await storage.sessions.extent(session_id)
    summaries = await storage.summaries.of_session(extent.session) if extent else []
    newest = max(summaries, key=lambda summary: summary.point, default=None)
    if lastn:
        return messages[-lastn:], newest
    after = newest.point if newest else 0
    return [message for message in messages if message.position > after][-window:], newest


async def _summarise(storage: Storage, session_id: str, *points: int) -> None:
    extent = await storage.sessions.extent(session_id)
    assert extent is not None
    base = 0
    for point in points:
        new = NewSummary(
            base=base, point=point, content=f"{session_id} to {point}", token_count=1, edition=extent.edition
        )
        summary = await storage.summaries.add(extent.session, new)
        assert summary is not None
        base = summary.id


async def _delete_some(storage: Storage, session_id: str) -> None:
    messages = await live(storage, session_id)
    for place in (2, 6):
        await storage.messages.delete(session_id, messages[place].uuid, summarising=())

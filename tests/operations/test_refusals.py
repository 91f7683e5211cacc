"""What verbs refuse before anything is stored."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from holdfast.domain.messages import NewMessage
from holdfast.domain.principals import ANYONE
from holdfast.domain.retention import RetentionChange
from holdfast.domain.sessions import NewSession
from holdfast.domain.timestamps import Timestamp
from holdfast.errors import InvalidRequest, NotFound
from holdfast.operations.access import Access
from holdfast.operations.limits import MAXIMUM_IDENTIFIER, checked_messages
from holdfast.operations.prompting.query import (
    MOST_NEIGHBOURS,
    MOST_TOKENS,
    MOST_TURNS,
    ContextQuery,
    Turn,
)
from holdfast.operations.sessions import SessionOperations
from holdfast.storage.sqlite.storage import SqliteStorage

PAST, FUTURE = Timestamp("2026-01-01T00:00:00.000000Z"), Timestamp("2999-01-01T00:00:00.000000Z")
NOT_AHEAD = r"expires_at: 2026-01-01T00:00:00\.000000Z is not in the future"


@pytest.fixture
async def sessions(tmp_path: Path) -> AsyncIterator[SessionOperations]:
    storage = SqliteStorage(tmp_path)
    await storage.start()
    yield SessionOperations(Access(storage), steps=(), wake=lambda: None)
    await storage.stop()


async def test_nothing_expires_before_it_is_stored(sessions: SessionOperations) -> None:
    with pytest.raises(InvalidRequest, match=NOT_AHEAD):
        await sessions.create(ANYONE, NewSession(session_id="s", expires_at=PAST))
    with pytest.raises(NotFound):
        await sessions.get(ANYONE, "s")
    await sessions.create(ANYONE, NewSession(session_id="s", expires_at=FUTURE))
    with pytest.raises(InvalidRequest, match=NOT_AHEAD):
        await sessions.merge_metadata(ANYONE, "s", {"a": 1}, retention=RetentionChange(expires_at=PAST))
    stored = await sessions.get(ANYONE, "s")
    assert (stored.expires_at, stored.metadata) == (FUTURE, None)
    with pytest.raises(InvalidRequest, match=rf"^messages\[1\]\.{NOT_AHEAD}"):
        await checked_messages(
            [NewMessage(role="a", content="x", expires_at=FUTURE), NewMessage(role="a", content="x", expires_at=PAST)]
        )


@pytest.mark.parametrize("field", ["role", "name"])
async def test_roles_and_names_of_messages_are_bounded(field: str) -> None:
    whole = NewMessage(**{"role": "user", "content": "x", field: "ü" * (MAXIMUM_IDENTIFIER // 2)})
    assert await checked_messages([whole]) == [whole]
    longer = NewMessage(**{"role": "user", "content": "x", field: "ü" * (MAXIMUM_IDENTIFIER // 2) + "x"})
    with pytest.raises(InvalidRequest, match=rf"^messages\[1\]\.{field}: at most {MAXIMUM_IDENTIFIER} bytes"):
        await checked_messages([whole, longer])


@pytest.mark.parametrize(
    ("field", "least", "most"),
    [("max_tokens", 1, MOST_TOKENS), ("neighbours", 0, MOST_NEIGHBOURS)],
)
def test_a_context_is_asked_for_within_bounds(field: str, least: int, most: int) -> None:
    for fits in (least, most):
        ContextQuery(**{"user_id": "u", field: fits}).check()  # type: ignore[arg-type]
    for does_not in (least - 1, most + 1):
        with pytest.raises(InvalidRequest, match=f"^{field}: must be from {least} to {most}, got {does_not}$"):
            ContextQuery(**{"user_id": "u", field: does_not}).check()  # type: ignore[arg-type]


def test_a_context_is_of_somebody_and_of_so_many_turns() -> None:
    turns = [Turn("user", "hello")] * MOST_TURNS
    ContextQuery(session_id="s", turns=turns).check()
    with pytest.raises(InvalidRequest, match=f"^messages: at most {MOST_TURNS} are taken, got {MOST_TURNS + 1}$"):
        ContextQuery(session_id="s", turns=[*turns, turns[0]]).check()
    with pytest.raises(InvalidRequest, match=r"^user_id: give a user_id or a session_id$"):
        ContextQuery(text="hello").check()

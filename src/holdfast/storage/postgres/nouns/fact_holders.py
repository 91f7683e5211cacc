"""Whose facts are in PostgreSQL, by the names of a user and a session."""

from __future__ import annotations

import asyncpg

from holdfast.domain.fact_ledger import Holder
from holdfast.errors import InvalidRequest
from holdfast.storage.postgres.nouns.fact_writes import live_session
from holdfast.storage.postgres.nouns.sessions import NAMED

USER = "SELECT id FROM users WHERE user_id = $1"
LIVE_SESSION = f"SELECT sessions.id FROM {NAMED} AND deleted_at IS NULL"


async def holder_of(
    connection: asyncpg.Connection, user_id: str | None, session_id: str | None
) -> tuple[Holder, int | None]:
    """Whose a fact of a user or a session is, and the session that it goes with.

    Both stay there until the transaction ends.  `InvalidRequest` when one is not there.
    """
    user = None
    if user_id is not None:
        user = await connection.fetchval(f"{USER} FOR KEY SHARE", user_id)
        if user is None:
            raise InvalidRequest(f"user_id: there is no user {user_id!r}")
    if session_id is None:
        return Holder(user or 0, user_id), None
    number = await connection.fetchval(LIVE_SESSION, session_id)
    session = None if number is None else await live_session(connection, number)
    if session is None:
        raise InvalidRequest(f"session_id: there is no session {session_id!r}")
    if not session.remembered:
        raise InvalidRequest(f"session_id: session {session_id!r} is not to be remembered, so it has no facts")
    if user is not None and session.holder.number not in {user, -session.number}:
        raise InvalidRequest("session_id: the session belongs to another user")
    return (session.holder if user is None else Holder(user, user_id)), session.number

"""Whose facts are in SQLite, by the names of a user and a session."""

from __future__ import annotations

import apsw

from holdfast.domain.fact_ledger import Holder
from holdfast.errors import InvalidRequest
from holdfast.storage.sqlite.nouns.fact_writes import live_session
from holdfast.storage.sqlite.nouns.sessions import NAMED


def holder_of(connection: apsw.Connection, user_id: str | None, session_id: str | None) -> tuple[Holder, int | None]:
    """Whose a fact is, and the session that it goes with; `InvalidRequest` when the user or session is not there."""
    user = None
    if user_id is not None:
        user = connection.execute("SELECT id FROM users WHERE user_id = ?", (user_id,)).fetchone()
        if user is None:
            raise InvalidRequest(f"user_id: there is no user {user_id!r}")
    if session_id is None:
        return Holder(user[0] if user else 0, user_id), None
    row = connection.execute(f"SELECT id FROM sessions WHERE {NAMED} AND deleted_at IS NULL", (session_id,)).fetchone()
    session = None if row is None else live_session(connection, row[0])
    if session is None:
        raise InvalidRequest(f"session_id: there is no session {session_id!r}")
    if not session.remembered:
        raise InvalidRequest(f"session_id: session {session_id!r} is not to be remembered, so it has no facts")
    if user is not None and session.holder.number not in {user[0], -session.number}:
        raise InvalidRequest("session_id: the session belongs to another user")
    return (session.holder if user is None else Holder(user[0], user_id)), session.number

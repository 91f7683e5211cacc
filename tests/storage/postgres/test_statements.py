"""The judge of statements for a distributed PostgreSQL finds what it is there to find."""

from __future__ import annotations

import pytest

from tests.storage.postgres.statements import commits_in_one_phase, faults

GOOD = [
    "INSERT INTO features (session, position) SELECT session, position FROM messages WHERE session = $1",
    "SELECT content FROM messages WHERE session = $1 AND position > $2 FOR UPDATE",
    "SELECT 1 FROM messages m JOIN features f ON f.session = m.session WHERE m.session = $1",
    "SELECT 1 FROM messages LEFT JOIN features USING (session, position) WHERE session = $1",
    "SELECT 1 FROM messages WHERE session = $1 AND position >= (SELECT live_from FROM sessions WHERE id = $1)",
    "INSERT INTO messages (session, position) SELECT s, p FROM unnest($1::bigint[], $2::int[]) AS new (s, p)",
    "WITH s AS (UPDATE sessions SET live_from = 1 RETURNING id) INSERT INTO jobs (scope) SELECT id FROM s",
]
BAD = {
    "which is a join to Citus": "SELECT 1 FROM message_revisions AS r WHERE session = $1 AND EXISTS"
    " (SELECT FROM messages WHERE session = $1 AND messages.position = r.position)",
    "no single session for messages": "SELECT 1 FROM messages WHERE uuid = $1",
    "in one FROM": "SELECT 1 FROM sessions JOIN messages ON session = sessions.id WHERE session = $1",
    "no single session for features": "SELECT 1 FROM messages m, features f WHERE m.session = $1",
    "no single collection for documents": "DELETE FROM documents WHERE collection = $1 OR number = $2",
    "on the coordinator": "WITH d AS (DELETE FROM messages WHERE session = $1 RETURNING uuid) DELETE FROM chosen_uuids"
    " USING d WHERE chosen_uuids.uuid = d.uuid",
    "changes ['sessions'": "WITH s AS (UPDATE sessions SET live_from = 1 RETURNING id) INSERT INTO messages (session)"
    " SELECT id FROM s",
    "two keys": "SELECT 1 FROM messages, documents WHERE session = $1 AND collection = $2",
    "selects from all shards of ['messages']": "INSERT INTO summaries (session, point) SELECT session, position"
    " FROM messages WHERE session = $1 AND position = $2",
    "no single session for summaries": "SELECT 1 FROM messages WHERE session = $1 AND position ="
    " (SELECT max(point) FROM summaries)",
}


@pytest.mark.parametrize("statement", GOOD)
def test_statements_for_one_node_pass(statement: str) -> None:
    assert faults(statement) == []


@pytest.mark.parametrize(("fault", "statement"), BAD.items())
def test_other_statements_are_told_why(fault: str, statement: str) -> None:
    assert any(fault in found for found in faults(statement)), faults(statement)


NODE = "UPDATE messages SET metadata = $3 WHERE session = $1 AND position = $2"
COORDINATOR = "UPDATE sessions SET removed = removed + 1 WHERE id = $1"
COPIED = "INSERT INTO messages (session, position) SELECT s, p FROM unnest($1::bigint[], $2::int[]) AS new (s, p)"
KNOWN_TO_CITUS = "UPDATE collections SET revision = revision + 1 WHERE id = $1"


@pytest.mark.parametrize(
    ("transaction", "late"),
    [
        ([NODE], set()),
        ([COORDINATOR], set()),
        ([NODE, COORDINATOR], {"sessions"}),
        ([COPIED, COORDINATOR], set()),
        ([NODE, COORDINATOR, KNOWN_TO_CITUS], set()),
    ],
)
def test_what_a_transaction_touches_tells_how_it_commits(transaction: list[str], late: set[str]) -> None:
    assert commits_in_one_phase(transaction) == late

"""One of everything that a store keeps, what breaks the promises that its rows make, and how `Storage.check` says so.

The statements are those that both stores understand; what only one of them has is with its own tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from holdfast.domain.facts import SHOWN_STATES, FactSelection, NewFact, Stated
from holdfast.domain.files import Put
from holdfast.domain.summaries import NewSummary
from holdfast.domain.timestamps import Timestamp
from holdfast.storage.contract.storage import Storage
from tests.storage.documents import collection_of, embedded
from tests.storage.enriched import set_terms
from tests.storage.samples import live, message, say, session_of, user_of

A_MD = "SELECT uuid FROM files WHERE path = 'a.md'"
OTHER = "00000000-0000-4000-8000-000000000000"

DAMAGES = [
    (
        "UPDATE sessions SET next_position = 9 WHERE id = 1",
        "session 1 does not have the messages that its extent promises",
    ),
    ("UPDATE sessions SET removed = 0 WHERE id = 1", "session 1 does not have the messages that its extent promises"),
    ("UPDATE message_revisions SET session = 7", "revisions of session 7 belong to no session"),
    ("DELETE FROM sessions WHERE id = 1", "messages of session 1 belong to no session"),
    ("DELETE FROM sessions WHERE id = 1", "summaries of session 1 belong to no session"),
    ("DELETE FROM users", "session 2 belongs to a user that does not exist"),
    ("UPDATE sessions SET user_id = 'bob' WHERE id = 2", "session 2 belongs to a user that does not exist"),
    ("UPDATE sessions SET owner = 2 WHERE id = 2", "session 2 belongs to a user that does not exist"),
    ("UPDATE sessions SET owner = NULL WHERE id = 2", "session 2 names a user and belongs to none"),
    ("INSERT INTO departed_users (id, revision) VALUES (1, 1)", "user 1 is deleted and there nevertheless"),
    ("UPDATE files SET owner = 9", "files of user 9 belong to no user"),
    ("UPDATE former_files SET owner = 2", "former revisions of user 2 belong to no file"),
    (
        f"UPDATE former_files SET file = '{OTHER}' WHERE file IN ({A_MD})",
        "former revisions of user 1 belong to no file",
    ),
    ("UPDATE former_files SET revision = 2", "former revisions of user 1 belong to no file"),
    ("UPDATE sessions SET superseded = true WHERE id = 1", "session 1 has lost its name and is live"),
    ("UPDATE sessions SET purged_to = 2 WHERE id = 1", "session 1 has messages that were purged"),
    ("UPDATE facts SET holder = 9", "fact {rome} belongs to a user that does not exist"),
    ("UPDATE facts SET holder = 2", "fact {rome} belongs to a user that does not exist"),
    ("UPDATE facts SET user_id = 'bob'", "fact {rome} belongs to a user that does not exist"),
    ("UPDATE facts SET session = 9 WHERE session IS NOT NULL", "fact {there} goes with a session that is gone"),
    ("UPDATE sessions SET deleted_at = created_at WHERE id = 2", "fact {there} goes with a session that is gone"),
    ("DELETE FROM fact_sources", "fact {rome} rests on nothing"),
    ("UPDATE fact_sources SET session = 9", "fact {rome} rests on a message that is gone"),
    ("UPDATE fact_sources SET position = 99", "fact {rome} rests on a message that is gone"),
    ("UPDATE sessions SET live_from = 3 WHERE id = 2", "fact {rome} rests on a message that is gone"),
    (
        f"UPDATE facts SET superseded_by = '{OTHER}' WHERE slot = 'home'",
        "fact {oslo} is superseded by one that is gone",
    ),
    ("UPDATE facts SET holder = 2 WHERE state = 'valid'", "fact {oslo} is superseded by one that is gone"),
    (f"UPDATE fact_sources SET fact = '{OTHER}' WHERE position = 2", f"sources or revisions belong to no fact {OTHER}"),
    (f"UPDATE fact_revisions SET fact = '{OTHER}'", f"sources or revisions belong to no fact {OTHER}"),
    ("UPDATE collections SET embedded_count = 0", "collection 1 counts its documents wrongly"),
    ("UPDATE collections SET document_count = 0", "collection 1 counts its documents wrongly"),
    ("DELETE FROM collections WHERE id = 1", "documents of collection 1 belong to no collection"),
    ("DELETE FROM documents", "vectors of collection 1 belong to no document"),
    ("DELETE FROM documents WHERE collection = 2", "vectors of collection 2 belong to no document"),
]
"""What is done to a database that holds `everything`, and what is to be found there then, beside other things."""

_DELETED_USER = ("DELETE FROM users WHERE id = 1", "INSERT INTO departed_users (id, revision) VALUES (1, 1)")
BURIED = (
    *_DELETED_USER,
    "UPDATE sessions SET deleted_at = created_at, superseded = true, live_from = next_position, removed = 0,"
    " owner = NULL WHERE id = 2",
)
"""A session of a deleted user whose rows can go."""
NAME_GIVEN_ON = (*_DELETED_USER, "UPDATE sessions SET superseded = true WHERE id = 2")
"""A session of a deleted user whose name another one has taken meanwhile."""
DEPARTURES = [
    _DELETED_USER,
    ("UPDATE collections SET dropped = true, document_count = 0, embedded_count = 0",),
    ("UPDATE facts SET rests = true WHERE state = 'forgotten'",),
]
"""What is as it should be while something that was deleted waits for what removes its rows."""


async def everything(storage: Storage) -> dict[str, str]:
    """Fill an empty store; the UUIDs of its facts by their names."""
    session = (await say(storage, "s", "one", "two", "three", "four")).session
    await storage.messages.revise("s", (await live(storage, "s"))[0].uuid, "first", None, steps=())
    await storage.messages.delete("s", (await live(storage, "s"))[2].uuid, summarising=())
    summary = NewSummary(base=0, point=2, content="sum", token_count=1, edition=2)
    assert await storage.summaries.add(session, summary)
    await set_terms(storage.messages, session, {1: b"terms"}, analyzer=1)
    await user_of(storage, "ann")
    await user_of(storage, "bob")
    await session_of(storage, "hers", user_id="ann")
    for path in ("a.md", "b.md"):
        for content in ("one", "two"):
            await storage.files.change("ann", path, Put(content), author="a")
    collection = await collection_of(storage)
    await storage.documents.add((await collection_of(storage)).id, [embedded()])
    added = (await storage.documents.add(collection.id, [embedded(), embedded(), embedded()])).result
    await storage.documents.delete(collection.id, added[:1])
    return await _facts(storage)


async def _facts(storage: Storage) -> dict[str, str]:
    said = {"oslo": "I live in Oslo", "rome": "I live in Rome"}
    session = (
        await storage.messages.append("hers", [message(text) for text in said.values()], steps=())
    ).result.session
    for position, text in enumerate(said.values(), 1):
        day = Timestamp(f"2025-01-0{position}T12:00:00.000000Z")
        statement = Stated(
            session=session, position=position, number=0, start=0, end=len(text), text=text, slot="home",
            value=text.rpartition(" ")[2], ends=False, said_at=day, valid_at=day,
        )  # fmt: skip
        await storage.facts.record([statement], actor="a")
    there = (await storage.facts.add(NewFact(session_id="hers", text="there"), actor="a")).result
    await storage.facts.add(NewFact(session_id="s", text="of nobody"), actor="a")
    gone = (await storage.facts.add(NewFact(user_id="ann", text="gone"), actor="a")).result
    await storage.facts.forget(gone.uuid, actor="a")
    found = await storage.facts.page(FactSelection(user_id="ann", states=SHOWN_STATES), limit=9)
    names = {text: name for name, text in said.items()}
    return {"there": there.uuid, **{names[fact.text]: fact.uuid for fact in found if fact.text in names}}


def untested(rules: Iterable[str], damages: Iterable[tuple[str, str]]) -> set[str]:
    """The rules, by what is said where they are broken, that no damage breaks."""
    defects = [defect for _, defect in damages]
    return {
        rule for rule in rules if not any(re.fullmatch(re.escape(rule).replace(r"\{\}", ".+"), one) for one in defects)
    }

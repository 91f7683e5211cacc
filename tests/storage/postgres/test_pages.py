"""What lies in the files of tables after rows are gone: it is found until the tables are written anew."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from holdfast.operations.erasure_scan import scan
from holdfast.storage.postgres.nouns import pages, vacuum
from holdfast.storage.postgres.storage import PostgresStorage
from tests.storage.conftest import execute
from tests.storage.samples import live, say, user_of

WORDS = ("quokka eats eucalyptus", "wallaby sleeps")
OTHER = "numbat digs"


async def test_dead_rows_and_indexes_are_looked_through_until_they_are_written_anew(
    postgres_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = PostgresStorage(postgres_database)
    await storage.start()
    try:
        await user_of(storage, WORDS[1])
        await user_of(storage, OTHER)
        await say(storage, "s", *WORDS, "stays")
        first, second, _ = await live(storage, "s")
        samples = (*WORDS, first.uuid)
        execute(postgres_database, "ANALYZE messages, users")  # the planner keeps some of the words
        before = await scan(storage, samples)
        assert before.elsewhere == 3, "what is there by right proves nothing"
        for message in (first, second):
            await storage.messages.delete("s", message.uuid)
        await storage.users.delete(WORDS[1])
        await storage.users.delete(OTHER)
        await storage.finish_deletions()
        await storage.purge(receipts_before="9999-01-01T00:00:00.000000Z")
        dead = await scan(storage, samples)
        assert dead.elsewhere == 0
        assert dead.found["pages of messages"] == 3
        assert dead.found["pages of users"] == 1
        assert "pages of pg_statistic" in dead.found
        assert "pages of pg_statistic" in (await scan(storage, (OTHER,))).found, "known of a table that has no rows now"
        with monkeypatch.context() as patch:
            patch.setattr(vacuum, "_TRIES", 1)
            patch.setattr(vacuum, "_LOCK_TIMEOUT", "9ms")
            user = await asyncpg.connect(postgres_database)
            async with user.transaction():
                await user.execute("LOCK TABLE messages IN ROW EXCLUSIVE MODE")
                await vacuum.clear(storage._database, ["messages"])
            await user.close()
        vacuumed = await scan(storage, samples[:1])
        assert not {"pages of messages", "pages of pg_statistic"} & vacuumed.found.keys()
        await storage.scrub()
        monkeypatch.setattr(pages, "_SEGMENT", 8192)  # so that files go on in others
        async with asyncio.timeout(60):
            clean = await scan(storage, (*samples, OTHER))
        assert clean.found == {}
        assert {"pages of messages", "pages of pg_statistic", "table users"} <= set(clean.places)
    finally:
        await storage.stop()


async def test_a_removal_waits_for_those_who_may_still_see_what_is_deleted(
    postgres_database: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    storage = PostgresStorage(postgres_database)
    await storage.start()
    reader, looker = await asyncpg.connect(postgres_database), await asyncpg.connect(postgres_database)
    prepared = f"left over {reader.get_server_pid()}"
    try:
        await user_of(storage, OTHER)
        reading = reader.transaction(isolation="repeatable_read")
        await reading.start()
        await reader.fetch("SELECT 1")
        await looker.execute(f"BEGIN; SELECT pg_current_xact_id(); PREPARE TRANSACTION '{prepared}'")
        await storage.users.delete(OTHER)
        await storage.finish_deletions()
        await storage.purge(receipts_before="9999-01-01T00:00:00.000000Z")
        with monkeypatch.context() as patch:
            patch.setattr(vacuum, "_LONGEST_WAIT_SECONDS", 0.0)
            await storage.scrub(tables=["users"])
        assert "pages of users" in (await scan(storage, (OTHER,))).found
        (told,) = [record.args[0] for record in caplog.records if "have been open for long" in record.getMessage()]
        assert told == f"server process {reader.get_server_pid()}, prepared transaction '{prepared}'"
        clearing = asyncio.create_task(storage.scrub(tables=["users"]))
        async with asyncio.timeout(60):
            while not await looker.fetchval(
                "SELECT count(*) FROM pg_stat_activity WHERE query = $1", vacuum._OLDER_TRANSACTIONS
            ):
                assert not clearing.done()
                await asyncio.sleep(0.01)
            await reading.rollback()
            await looker.execute(f"ROLLBACK PREPARED '{prepared}'")
            await clearing
        assert (await scan(storage, (OTHER,))).found == {}
    finally:
        await reader.close()
        await looker.close()
        await storage.stop()


async def test_a_role_with_few_rights_removes_what_it_may_and_looks_through_tables_only(
    postgres_database: str, name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    execute(postgres_database, f"CREATE ROLE {name} LOGIN; CREATE EXTENSION IF NOT EXISTS vector")
    execute(postgres_database, f"GRANT ALL ON SCHEMA public TO {name}")
    storage = PostgresStorage(postgres_database.replace("postgres@", f"{name}@"))
    await storage.start()
    try:
        execute(postgres_database, "CREATE VIEW contents AS SELECT content FROM messages")
        execute(postgres_database, f"ALTER TABLE users OWNER TO postgres; GRANT ALL ON users TO {name}")
        reader = await asyncpg.connect(postgres_database)
        reader_process = reader.get_server_pid()
        async with reader.transaction(isolation="repeatable_read"):
            await reader.fetch("SELECT 1")
            execute(postgres_database, "SELECT pg_current_xact_id()")  # one whose changes the reader does not see
            monkeypatch.setattr(vacuum, "_LONGEST_WAIT_SECONDS", 0.0)
            await storage.scrub(tables=["messages", "users"])
        await reader.close()
        assert f"open for long (server process {reader_process})" in caplog.text, (
            "the transaction of another role counts"
        )
        for table in ("messages", "users"):
            assert f"of the empty table {table} stays" in caplog.text
        await say(storage, "s", "stays")
        looked = await scan(storage, WORDS)
        assert looked.found == {}
        assert "table messages" in looked.places
        assert not any(place.startswith("pages") for place in looked.places)
    finally:
        await storage.stop()
        execute(postgres_database, f"DROP OWNED BY {name} CASCADE; DROP ROLE {name}")

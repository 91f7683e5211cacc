"""A database that does not consist of what this release works on is refused, and what is known is migrated."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import apsw
import asyncpg
import pytest

from holdfast.domain.facts import NewFact, Stated
from holdfast.errors import StartupError
from holdfast.storage.catalogue import Catalogue
from holdfast.storage.postgres.engine import catalogue as of_postgres
from holdfast.storage.postgres.engine.migrations import migrate as migrate_postgres
from holdfast.storage.postgres.engine.migrations import migration_scripts as postgres_scripts
from holdfast.storage.sqlite.engine import catalogue as of_sqlite
from holdfast.storage.sqlite.engine.connection import FILE_NAME
from holdfast.storage.sqlite.engine.migrations import migration_scripts as sqlite_scripts
from holdfast.storage.transfer import TABLES
from tests.storage.many_facts import fill_slot, minute
from tests.storage.places import SAID_WITHOUT_SPAN, TO_VERSION_1, Place
from tests.storage.released import SCHEMAS
from tests.storage.samples import message

FINGERPRINTS = json.loads((Path(__file__).parent / "fingerprints.json").read_text("utf-8"))
"""By store and version, the fingerprint of the schema: each version is added when its first database may be made."""

VERSIONS = {"sqlite": sqlite_scripts()[-1][0], "postgres": postgres_scripts()[-1][0]}
MADE_BY: dict[str, Callable[[str], Catalogue]] = {
    "sqlite": of_sqlite.catalogue_made_by,
    "postgres": of_postgres.catalogue_made_by,
}


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    dsn = request.getfixturevalue("postgres_database") if request.param == "postgres" else ""
    yield Place(request.param, dsn, tmp_path / "data")


@pytest.mark.parametrize("store", ["sqlite", "postgres"])
def test_a_schema_that_changed_has_a_version_of_its_own(store: str) -> None:
    made = MADE_BY[store]((SCHEMAS / store / "schema.sql").read_text("utf-8")).fingerprint
    noted = FINGERPRINTS[store].get(str(VERSIONS[store]))
    assert noted == made, (
        f"Databases of version {VERSIONS[store]} exist, and the schema is another one now ({made}): lead them there"
        f" by a script in storage/{store}/migrations/, and note the fingerprint of its version in fingerprints.json."
    )


async def test_what_a_schema_is_said_to_make_is_what_postgresql_makes_of_it(postgres_database: str) -> None:
    connection = await asyncpg.connect(postgres_database)
    try:
        await migrate_postgres(connection)
        expected = of_postgres.catalogue_made_by((SCHEMAS / "postgres" / "schema.sql").read_text("utf-8"))
        tables = {
            name for (name,) in await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        }
        assert {name.removeprefix("table ") for name in expected.objects if name.startswith("table ")} == tables
        assert await of_postgres.catalogue_of(connection, expected) == expected
    finally:
        await connection.close()


CHANGES = {
    "ALTER TABLE facts DROP COLUMN reason": ["column facts.reason is missing"],
    "ALTER TABLE facts ADD COLUMN mood text": ["column facts.mood is not known"],
    "DROP INDEX facts_by_uuid": ["unique index facts_by_uuid is missing"],
    "DROP INDEX facts_ending; CREATE INDEX facts_ending ON facts (holder, slot)": ["index facts_ending is another one"],
    "CREATE UNIQUE INDEX strict ON sessions (uuid)": ["unique index strict is not known"],
    "DROP TABLE marks": ["table marks is missing"],
    "CREATE INDEX mine ON facts (uuid, created_at); CREATE TABLE notes (note text)": [],
}
"""What somebody does to a database, and how it differs afterwards."""


def test_each_difference_of_a_file_is_named() -> None:
    schema = (SCHEMAS / "sqlite" / "schema.sql").read_text("utf-8")
    expected = of_sqlite.catalogue_made_by(schema)
    connection = apsw.Connection(":memory:")
    connection.execute(schema)
    for change, differences in CHANGES.items():
        connection.execute(f"BEGIN; {change}")
        assert expected.differences_from(of_sqlite.catalogue_of(connection)) == differences
        connection.execute("ROLLBACK")


OTHERS = """
CREATE SCHEMA others; CREATE SEQUENCE others.session_numbers; CREATE TABLE others.facts (x integer);
CREATE UNIQUE INDEX theirs ON others.facts (x);
CREATE FUNCTION others.note_dead_messages() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER session_deleted AFTER UPDATE ON others.facts FOR EACH ROW EXECUTE FUNCTION others.note_dead_messages()
"""
"""What another program keeps under the same names in a schema of its own."""


async def test_each_difference_of_a_database_is_named(postgres_database: str) -> None:
    expected = of_postgres.catalogue_made_by((SCHEMAS / "postgres" / "schema.sql").read_text("utf-8"))
    changes = {
        **CHANGES,
        "DROP TABLE marks": ["table marks is missing", "unique index marks_pkey is missing"],
        'ALTER TABLE facts ALTER COLUMN said TYPE text COLLATE "POSIX"': ["column facts.said is another one"],
        "ALTER TABLE facts ALTER COLUMN value SET NOT NULL": ["column facts.value is another one"],
        "ALTER FUNCTION note_dead_messages RENAME TO renamed": ["function note_dead_messages is missing"],
        "DROP SEQUENCE session_numbers": ["sequence session_numbers is missing"],
        "DROP TRIGGER session_deleted ON sessions": ["trigger session_deleted is missing"],
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'facts_by_uuid'::regclass": [
            "unique index facts_by_uuid is missing"
        ],
        "ALTER TABLE marks RENAME TO former; CREATE VIEW marks AS SELECT * FROM former": [
            "table marks is missing",
            "unique index marks_pkey is missing",
        ],
        "DROP SEQUENCE session_numbers; CREATE TABLE session_numbers (x integer)": [
            "sequence session_numbers is missing"
        ],
        "CREATE TABLE notes (note text PRIMARY KEY)": [],
        "CREATE TRIGGER theirs AFTER UPDATE ON facts FOR EACH ROW EXECUTE FUNCTION others.note_dead_messages()": [],
    }
    connection = await asyncpg.connect(postgres_database)
    try:
        await migrate_postgres(connection)
        await connection.execute(OTHERS)
        for change, differences in changes.items():
            await connection.execute(f"BEGIN; {change}")
            assert expected.differences_from(await of_postgres.catalogue_of(connection, expected)) == differences
            await connection.execute("ROLLBACK")
    finally:
        await connection.close()


async def test_another_schema_of_the_same_version_is_refused(place: Place) -> None:
    await place.opened()
    place.execute("ALTER TABLE facts DROP COLUMN reason")
    for exclusive in (True, False):
        with pytest.raises(StartupError, match=r"another build of Holdfast: column facts\.reason is missing"):
            await place.opened(exclusive=exclusive)


async def test_a_database_that_is_another_one_only_by_its_version_is_kept_as_it_is(place: Place) -> None:
    await place.opened()
    place.execute(TO_VERSION_1[place.kind])
    await place.opened()
    assert not place.directory.exists() or {path.name for path in place.directory.iterdir()} == {
        FILE_NAME,
        "holdfast.lock",
    }


async def test_when_facts_were_said_first_and_last_is_found_out_from_their_sources(place: Place) -> None:
    async def fill(storage: Any) -> list[tuple[Any, ...]]:
        await fill_slot(storage, "ada", "home", 3, stated=True)
        page = await storage.messages.page("ada's", offset=0, limit=3)
        sources = tuple(each.uuid for each in page.messages[:2])
        fact = NewFact(user_id="ada", text="Ada sings.", valid_at=minute(2), sources=sources)
        await storage.facts.add(fact, actor="someone")
        await storage.facts.add(NewFact(user_id="ada", text="Ada swims."), actor="someone")
        session = await storage.sessions.get("ada's")
        again = [_again(session.id, position) for position in (1, 3)]
        await storage.facts.record(again, actor="rules")
        return await _facts(storage)

    before = await place.opened(fill)
    place.execute(*SAID_WITHOUT_SPAN, TO_VERSION_1[place.kind])
    assert await place.opened(_facts) == before
    assert [row[-2:] for row in before if row[-2] < row[-1]], "no fact was said more than once"
    assert await place.opened(lambda storage: storage.check()) in ([], ["ok"])


async def test_numbers_of_facts_that_are_gone_are_not_given_out_again_after_a_migration(place: Place) -> None:
    async def remove_the_newest(storage: Any) -> None:
        uuids = await fill_slot(storage, "ada", "home", 3, stated=True)
        page = await storage.messages.page("ada's", offset=2, limit=1)
        await storage.messages.delete("ada's", page.messages[0].uuid)
        assert [row[0] for row in await _facts(storage)] == [1, 2], uuids

    async def add(storage: Any) -> None:
        await storage.facts.add(NewFact(user_id="ada", text="Ada sings."), actor="someone")
        assert [row[0] for row in await _facts(storage)] == [1, 2, 4]

    await place.opened(remove_the_newest)
    place.execute(*SAID_WITHOUT_SPAN, TO_VERSION_1[place.kind])
    await place.opened(add)


async def test_sessions_learn_when_their_next_message_expires(postgres_database: str, tmp_path: Path) -> None:
    place = Place("postgres", postgres_database, tmp_path)

    async def fill(storage: Any) -> None:
        for session, moment in (("s", minute(9)), ("s", minute(7)), ("t", None)):
            said = message(expires_at=None if moment is None else f"3{moment[1:]}")
            await storage.messages.append(session, [said], steps=())

    query = "SELECT session_id, next_expiry FROM sessions ORDER BY 1"
    await place.opened(fill)
    before = await _fetched(postgres_database, query)
    place.execute(*SAID_WITHOUT_SPAN, "ALTER TABLE sessions DROP COLUMN next_expiry", TO_VERSION_1["postgres"])
    await place.opened()
    assert await _fetched(postgres_database, query) == before
    assert [moment is None for _, moment in before] == [False, True]


async def test_a_refused_file_is_left_as_it_was(tmp_path: Path) -> None:
    place = Place("sqlite", "", tmp_path / "data")
    await place.opened()
    place.execute(*SAID_WITHOUT_SPAN, "ALTER TABLE facts DROP COLUMN reason", TO_VERSION_1["sqlite"])
    before = _catalogue(place)
    with pytest.raises(StartupError, match=r"column facts\.reason is missing"):
        await place.opened()
    assert _catalogue(place) == before
    assert {path.name for path in place.directory.iterdir()} == {FILE_NAME, "holdfast.lock"}


def _again(session: int, position: int) -> Stated:
    """What was said about Town 2, said at another place too."""
    return Stated(
        session=session, position=position, number=7, start=0, end=5, text="Today", slot="home", value="Town 2",
        ends=False, said_at=minute(2), valid_at=minute(2),
    )  # fmt: skip


async def _facts(storage: Any) -> list[tuple[Any, ...]]:
    (table,) = [table for table in TABLES if table.name == "facts"]
    return sorted(tuple(row) for row in await storage.transfer.read(table, after=None, limit=1_000))


async def _fetched(dsn: str, query: str) -> list[tuple[Any, ...]]:
    connection = await asyncpg.connect(dsn)
    try:
        return [tuple(row) for row in await connection.fetch(query)]
    finally:
        await connection.close()


def _catalogue(place: Place) -> Catalogue:
    connection = apsw.Connection(str(place.directory / FILE_NAME))
    try:
        return of_sqlite.catalogue_of(connection)
    finally:
        connection.close()

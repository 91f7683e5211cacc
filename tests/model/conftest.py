"""Servers for the model: one on the embedded store, one on PostgreSQL, and two that share a database."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence

import pytest

from tests.model.machine import Callers
from tests.model.surroundings import Surroundings
from tests.storage.conftest import database_in, execute

LATE = """
CREATE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.01); RETURN NULL; END';
CREATE CONSTRAINT TRIGGER late AFTER INSERT ON receipts DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION take_time();
"""
"""What was done under a key is committed late, so that requests of one key at two servers meet in the middle of it."""


@pytest.fixture(scope="session", params=["sqlite", "postgres", "two servers"])
def surroundings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Surroundings]:
    folder = tmp_path_factory.mktemp("model")
    stores: list[Sequence[str]] = [[]]
    if request.param != "sqlite":
        dsn, name = request.getfixturevalue("postgres_dsn"), f"model_{secrets.token_hex(4)}"
        execute(dsn, f"CREATE DATABASE {name}")
        stores = [["--store", database_in(dsn, name)]] * (2 if request.param == "two servers" else 1)
    surroundings = Surroundings(folder, stores)
    if request.param == "two servers":
        execute(database_in(dsn, name), LATE)
    yield surroundings
    surroundings.stop()


@pytest.fixture
def callers(surroundings: Surroundings) -> Iterator[Callers]:
    """Callers who are told what to do, in place of Hypothesis."""
    callers = surroundings.machine(Callers)()
    yield callers
    callers.teardown()

"""Erasing on PostgreSQL: no word is left in a page of a table or an index, not even between the rows."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from tests.http.test_erase import WORDS, Kept, OthersWrite, seed
from tests.postgres import temporary_postgres


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    (tmp_path / "data").mkdir()
    with temporary_postgres() as dsn:
        kept = Kept(tmp_path, dsn)
        yield kept
        assert kept.server.stop() == 0


def pages_with(dsn: str, words: tuple[str, ...]) -> dict[str, set[str]]:
    """Which words stand in the files of which tables and indexes, once all pages are written."""
    return asyncio.run(_pages_with(dsn, words))


async def _pages_with(dsn: str, words: tuple[str, ...]) -> dict[str, set[str]]:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute("CHECKPOINT")
        rows = await connection.fetch(
            "SELECT relname, pg_relation_filepath(oid) FROM pg_class WHERE pg_relation_filepath(oid) IS NOT NULL"
        )
        folder = Path(await connection.fetchval("SHOW data_directory"))
    finally:
        await connection.close()
    found = {}
    for name, place in rows:
        files = [folder / place, *(folder / place).parent.glob(f"{Path(place).name}.*")]
        content = b"".join(file.read_bytes() for file in files if file.exists())
        if held := {word for word in words if word.encode() in content}:
            found[name] = held
    return found


def test_no_word_is_left_between_the_rows(kept: Kept) -> None:
    dsn = kept.store[1]
    with kept.client() as client:
        seed(client)
        assert set.union(*pages_with(dsn, WORDS).values()) == set(WORDS)
        with OthersWrite(kept):
            answer = client.post("/api/v1/user/quokka8842@example.org/erase")
        assert answer.status_code == 200, answer.text
        assert answer.json()["certificate"]["scan"]["found"] == {}
        assert pages_with(dsn, WORDS) == {}

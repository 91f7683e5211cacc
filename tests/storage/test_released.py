"""Every release leaves its schema behind, so that the migrations from it are tested for ever."""

from __future__ import annotations

import pytest

from tests.storage.released import released_schemas, releases, scripts_as_released


@pytest.mark.parametrize("store", ["postgres", "sqlite"])
def test_every_release_left_its_schema(store: str) -> None:
    missing = set(releases()) - released_schemas(store).keys()
    assert not missing, f"copy schema.sql to tests/storage/{store}/released/RELEASE-schema-VERSION.sql: {missing}"


def test_a_schema_is_created_at_the_version_that_it_was_released_with(tmp_path) -> None:
    schema = tmp_path / "schema.sql"
    schema.write_text("CREATE TABLE a (x int);")
    first = scripts_as_released(tmp_path / "first", 1, schema)
    third = scripts_as_released(tmp_path / "third", 3, schema)
    assert [path.name for path in (first / "migrations").iterdir()] == []
    assert [path.name for path in (third / "migrations").iterdir()] == ["0003_released.sql"]

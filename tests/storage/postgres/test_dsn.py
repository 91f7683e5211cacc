"""The DSN: Holdfast's own options are taken out of it, secrets are not shown."""

from __future__ import annotations

import pytest

from holdfast.errors import StartupError
from holdfast.storage.postgres.engine.dsn import Options, described, parse_dsn
from holdfast.storage.postgres.storage import PostgresStorage


def test_without_options_the_dsn_stays_as_it_is() -> None:
    dsn = "postgresql://user:p%40ss@host:5433/db?sslmode=require&options=-csearch_path%3Dmine"
    assert parse_dsn(dsn) == (dsn, Options())


def test_own_options_are_taken_out() -> None:
    replica = "postgresql%3A%2F%2Fu%3Ap%40other%2Fdb%3Fsslmode%3Drequire"
    rest, options = parse_dsn(
        f"postgresql://host/db?pool_size=3&sslmode=require&statement_timeout=2.5&pooler=transaction&replica={replica}"
    )
    assert rest == "postgresql://host/db?sslmode=require"
    assert (options.pool_size, options.statement_timeout, options.pooler) == (3, 2.5, "transaction")
    assert options.replica == "postgresql://u:p@other/db?sslmode=require"


@pytest.mark.parametrize("option", ["pool_size=1", "index_memory=1", "index_memory=2097151", "pooler="])
def test_the_least_and_the_most_are_taken(option: str) -> None:
    name, _, value = option.partition("=")
    assert str(getattr(parse_dsn(f"postgresql://host/db?{option}")[1], name)) == value


@pytest.mark.parametrize(
    "option",
    [
        "pool_size=0", "pool_size=many", "statement_timeout=soon", "pooler=statement", "index_memory=0",
        "index_memory=2097152",
    ],
)  # fmt: skip
def test_a_wrong_option_is_named(option: str) -> None:
    with pytest.raises(StartupError, match=option.split("=", maxsplit=1)[0]):
        parse_dsn(f"postgresql://host/db?{option}")


@pytest.mark.parametrize(
    ("dsn", "text"),
    [
        ("postgresql://user:secret@host:5433/db", "PostgreSQL, host:5433/db"),
        ("postgres://user:secret@/db?host=/var/run", "PostgreSQL, /var/run/db"),
        ("postgresql://", "PostgreSQL, localhost/"),
    ],
)
def test_a_description_shows_the_place_and_no_secret(dsn: str, text: str) -> None:
    assert described(dsn) == text
    assert PostgresStorage(f"{dsn}").describe() == text


async def test_an_error_at_the_start_shows_no_secret() -> None:
    with pytest.raises(StartupError) as caught:
        await PostgresStorage("postgresql://user:s3cret@/db?host=/nowhere").start()
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("dsn", ["//host:99999/db", "//a:5432,b:0/db", "//host/db?port=99999", "//[::1]:x/db"])
def test_a_port_that_cannot_be_is_named(dsn: str) -> None:
    with pytest.raises(StartupError, match=r"port .* is not a number from 1 to 65535"):
        parse_dsn(f"postgresql:{dsn}")


@pytest.mark.parametrize(
    "dsn",
    ["//host/db?passfile=", "//u:p%3A1@a:1,b:65535/db", "//[::1]:5432/db", "//[::1]/db?port=5433"],
)
def test_ports_that_can_be_are_left_alone(dsn: str) -> None:
    assert parse_dsn(f"postgresql:{dsn}") == (f"postgresql:{dsn}", Options())

"""Servers for the model: one on the embedded store, one on PostgreSQL, and two that share a database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack

import pytest
from click.testing import CliRunner
from hypothesis.errors import FlakyFailure

from holdfast.cli.group import group
from tests.model.acts import Inexplicable
from tests.model.connections import Connections
from tests.model.looks import WINDOW
from tests.model.machine import Callers
from tests.model.unmended import UNMENDED
from tests.running_server import RunningServer
from tests.storage.conftest import database_in, execute

# What a fault shows itself by: a race need not be won twice, which Hypothesis calls flaky.
FOUND = (Inexplicable, AssertionError, FlakyFailure)

# Enough for windows and summaries; what else enrichment does has tests of its own.
ENVIRONMENT = {
    "HOLDFAST_MEMORY_MESSAGE_WINDOW": str(WINDOW),
    "HOLDFAST_EXTRACTORS_MESSAGES_ENTITIES_ENABLED": "false",
    "HOLDFAST_EXTRACTORS_MESSAGES_EMBEDDINGS_ENABLED": "false",
}


def pytest_itemcollected(item: pytest.Item) -> None:
    for name, reason in UNMENDED.items():
        if name in item.name:
            item.add_marker(pytest.mark.xfail(strict=True, reason=reason, raises=FOUND))


@pytest.fixture(scope="session", params=["sqlite", "postgres", "two servers"])
def machine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[type[Callers]]:
    """The state machine over running servers."""
    folder = tmp_path_factory.mktemp("model")
    stores: list[Sequence[str]] = [[]]
    if request.param != "sqlite":
        dsn, name = request.getfixturevalue("postgres_dsn"), f"model_{request.param}".replace(" ", "_")
        execute(dsn, f"CREATE DATABASE {name}")
        stores = [["--store", database_in(dsn, name)]] * (2 if request.param == "two servers" else 1)
    with ExitStack() as stack:
        servers = [
            RunningServer(folder / f"data{number}", *store, environment=ENVIRONMENT)
            for number, store in enumerate(stores)
        ]
        for server in servers:
            stack.callback(_stop, server)
        connections = Connections(*(server.url for server in servers))
        stack.callback(connections.close)
        purge = _purging(stores[0] or ["--data", str(folder / "data0")])
        yield type("TheseCallers", (Callers,), {"connections": connections, "purge_deleted": staticmethod(purge)})


@pytest.fixture
def callers(machine: type[Callers]) -> Iterator[Callers]:
    """Callers who are told what to do, in place of Hypothesis."""
    callers = machine()
    yield callers
    callers.teardown()


def _stop(server: RunningServer) -> None:
    assert server.stop() == 0, server.output
    assert "Traceback" not in server.output, server.output


def _purging(where: Sequence[str]) -> Callable[[], None]:
    def purge() -> None:
        finished = CliRunner().invoke(group, ["purge", *where], catch_exceptions=False)
        assert finished.exit_code == 0, finished.output

    return purge

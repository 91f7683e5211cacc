"""Running servers for the model, and what a person does to them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from click.testing import CliRunner

from holdfast.cli.group import group
from tests.model.connections import Connections
from tests.model.looks import WINDOW
from tests.model.machine import Callers
from tests.running_server import RunningServer

# Enough for windows and summaries; what else enrichment does has tests of its own.
ENVIRONMENT = {
    "HOLDFAST_MEMORY_MESSAGE_WINDOW": str(WINDOW),
    "HOLDFAST_EXTRACTORS_MESSAGES_ENTITIES_ENABLED": "false",
    "HOLDFAST_EXTRACTORS_MESSAGES_EMBEDDINGS_ENABLED": "false",
}


class Surroundings:
    """Servers on one database, and what a person does to them."""

    def __init__(self, folder: Path, stores: Sequence[Sequence[str]]) -> None:
        self._folder = folder
        self._stores = stores
        self._servers: list[RunningServer] = []
        self.connections = Connections(*("" for _ in stores))
        self.start()

    def start(self) -> None:
        self._servers = [
            RunningServer(self._folder / f"data{number}", *store, environment=ENVIRONMENT)
            for number, store in enumerate(self._stores)
        ]
        self.connections.move(*(server.url for server in self._servers))

    def stop(self) -> None:
        self.connections.close()
        for server in self._servers:
            assert server.stop() == 0, server.output
            assert "Traceback" not in server.output, server.output

    def restart(self, *, kill: bool) -> None:
        if kill:
            for server in self._servers:
                server.kill()
        else:
            self.stop()
        self.start()

    def purge(self) -> None:
        where = self._stores[0] or ["--data", str(self._folder / "data0")]
        finished = CliRunner().invoke(group, ["purge", *where], catch_exceptions=False)
        assert finished.exit_code == 0, finished.output

    def machine(self, kind: type[Callers]) -> type[Callers]:
        """The state machine in these surroundings."""
        doings = {"purge_deleted": staticmethod(self.purge), "restart_servers": staticmethod(self.restart)}
        return type(f"These{kind.__name__}", (kind,), {"connections": self.connections, **doings})

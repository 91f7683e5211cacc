"""Crashes of servers of a given database under load, such as the nodes of a cluster: promises are kept all the same.

The test needs a database and commands, each of which crashes one of its servers and starts it again:

    pytest tests/http/test_outages.py -m slow --store DSN --outage 'COMMAND' --outage 'COMMAND' …
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from holdfast.enrichment.retries import LONGEST_DELAY
from tests.http.test_recovery import Restarted, survive, wait_for_enrichment
from tests.running_server import RunningServer
from tests.storage.conftest import EMPTY, execute

TIMES = 20
"""So often each command is run."""

SETTLED_SECONDS = 180
"""What a crash left prepared on a node, a cluster commits or takes back within a minute or two."""

ENRICHED_SECONDS = 1.5 * LONGEST_DELAY + SETTLED_SECONDS
"""A job that met one outage after the other comes again after the longest delay, give or take half of it."""


def outages(config: pytest.Config) -> list[str]:
    """The commands that were given."""
    given: list[str] = config.getoption("--outage")
    return given


@pytest.fixture
def given_store(request: pytest.FixtureRequest) -> str:
    """The DSN that was given with ``--store``, of a database that is emptied."""
    store: str = request.config.getoption("--store")
    if "://" not in store or not outages(request.config):
        pytest.skip("takes --store DSN and --outage COMMAND")
    execute(store, EMPTY)
    return store


@pytest.mark.slow
@pytest.mark.timeout(5400)
@pytest.mark.stall(seconds=2, reason="the crashed servers share the machine with the one that is watched")
def test_nothing_acknowledged_is_lost_over_outages_of_a_given_database(
    given_store: str, request: pytest.FixtureRequest, tmp_path: Path, poll, run_command
) -> None:
    restarted = Restarted(lambda: RunningServer(tmp_path / "data", "--store", given_store))
    commands = outages(request.config) * TIMES

    def crash() -> None:
        subprocess.run(commands.pop(0), shell=True, check=True, stdin=subprocess.DEVNULL)

    survive(restarted, crash, kills=len(commands), writers=16)
    wait_for_enrichment(restarted, poll, seconds=ENRICHED_SECONDS)
    restarted.stop()
    poll(
        lambda: run_command("check", "--store", given_store).stdout,
        lambda found: "The database is sound." in found,
        seconds=SETTLED_SECONDS,
    )

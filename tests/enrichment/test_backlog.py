"""Messages are not taken without end while enrichment lags behind.

1. Beyond the limit messages are refused, and taken again once fewer wait; what was stored meanwhile counts at once.
2. Who is refused is told when to try again, by how fast the backlog shrinks.
3. Nothing is counted while there is nothing to count.
4. Over HTTP: 429 that says what to do, seen by probes and metrics; who waits gets through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from holdfast.enrichment.backlog import Backlog
from holdfast.errors import LaggingBehind
from holdfast.storage.contract.jobs import Jobs
from tests.running_server import RunningServer

TOLD = "extractors.most_waiting"
MEMORY = "/api/v1/sessions/bees/memory"
Poll = Callable[..., Any]


class Outbox:
    """An outbox of which only the number of messages matters."""

    def __init__(self, waiting: int = 0) -> None:
        self.waiting = waiting
        self.looks = 0

    async def waiting_messages(self, *, at_most: int) -> int:
        self.looks += 1
        return min(self.waiting, at_most)


class Clock:
    """Seconds, as a test wants them."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def backlog(outbox: Outbox, most: int, clock: Clock | None = None) -> Backlog:
    return Backlog(cast("Jobs", outbox), most=most, clock=clock or Clock())


def refusal(lagging: Backlog) -> LaggingBehind:
    with pytest.raises(LaggingBehind) as raised:
        lagging.admit()
    return raised.value


async def test_beyond_the_limit_messages_are_refused_until_fewer_wait() -> None:
    outbox = Outbox()
    lagging = backlog(outbox, 10)
    lagging.admit()
    lagging.note(9)
    lagging.admit()
    lagging.note(5)
    assert TOLD in str(refusal(lagging))
    assert lagging.is_full
    assert lagging.refused == 1
    outbox.waiting = 9
    await lagging.look()
    lagging.admit()


async def test_what_other_processes_stored_counts_too() -> None:
    lagging = backlog(Outbox(waiting=10), 10)
    await lagging.look()
    assert lagging.waiting == 10
    refusal(lagging)


async def test_without_a_limit_nothing_is_refused() -> None:
    lagging = backlog(Outbox(waiting=10**9), 0)
    await lagging.look()
    lagging.note(10**9)
    lagging.admit()


@pytest.mark.parametrize(("left", "seconds"), [(300, 5), (250, 10), (200, 5), (160, 1)])
async def test_the_time_to_wait_follows_from_how_fast_the_backlog_shrinks(left: int, seconds: float) -> None:
    clock, outbox = Clock(), Outbox(waiting=300)
    lagging = backlog(outbox, 150, clock)
    await lagging.look()
    assert refusal(lagging).retry_after == 5
    outbox.waiting, clock.now = left, 10.0
    await lagging.look()
    assert refusal(lagging).retry_after == seconds


async def test_nothing_is_counted_while_there_is_nothing_to_count() -> None:
    outbox = Outbox()
    lagging = backlog(outbox, 10)
    for _ in range(3):
        await lagging.look()
    assert outbox.looks == 1
    lagging.note(1)
    for _ in range(3):
        await lagging.look()
    assert outbox.looks == 2


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    running = RunningServer(tmp_path / "data", environment={"HOLDFAST_EXTRACTORS_MOST_WAITING": "1"})
    yield running
    assert running.stop() == 0, running.output


def test_a_client_is_told_to_wait_and_then_gets_through(server: RunningServer, poll: Poll) -> None:
    many = {"messages": [{"role": "user", "content": f"Bees of hive {number} are at work."} for number in range(300)]}
    with httpx.Client(base_url=server.url) as client:
        assert client.post(MEMORY, json=many).status_code == 200
        refused = client.post(MEMORY, json=many)
        assert refused.status_code == 429
        assert 1 <= int(refused.headers["Retry-After"]) <= 10
        assert TOLD in refused.text
        assert "RateLimit-Limit" not in refused.headers
        assert any(TOLD in warning for warning in client.get("/readyz").json()["warnings"])
        figures = client.get("/metrics").text
        assert "holdfast_messages_refused_total 1.0" in figures
        assert "holdfast_messages_waiting 300.0" in figures
        assert client.get("/api/v1/sessions/bees/messages?limit=1").json()["total_count"] == 300
        poll(lambda: client.post(MEMORY, json=many).status_code, lambda status: status == 200, seconds=60)
        assert client.get("/api/v1/sessions/bees/messages?limit=1").json()["total_count"] == 600

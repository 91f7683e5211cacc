"""``holdfast jobs``: what a person sees of jobs that were given up, and does about them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from holdfast.cli.group import group
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.samples import say

Jobs = Callable[..., Result]


async def _park_jobs_of(directory: Path, *session_ids: str) -> None:
    storage = SqliteStorage(directory)
    await storage.start()
    for session_id in session_ids:
        await say(storage, session_id, "text", steps=("tokens", "embeddings"))
    for job in await storage.jobs.claim(limit=len(session_ids), lease=60):
        await storage.jobs.park(job.id, steps=("embeddings",), attempts=5, error="the model does not answer")
    await say(storage, "another", "text", steps=("tokens",))
    await storage.sessions.delete(session_ids[-1])
    await storage.stop()


@pytest.fixture
def jobs(tmp_path: Path) -> Jobs:
    """The command for a store with three parked jobs, one of them of a deleted session, and a pending one."""
    asyncio.run(_park_jobs_of(tmp_path / "data", "first", "second", "third"))
    runner = CliRunner(env={"COLUMNS": "160", "NO_COLOR": "1"})
    return lambda *arguments: runner.invoke(group, ["jobs", "--data", str(tmp_path / "data"), *arguments])


def rows(listed: str) -> dict[int, list[str]]:
    """The rows of the table that is printed, by the number of the job."""
    cells = [[cell.strip() for cell in re.split("[│┃]", line)[1:-1]] for line in listed.splitlines()]
    return {int(row[0]): row[1:] for row in cells if row and row[0].isdecimal()}


def test_parked_jobs_are_listed_with_what_a_person_needs_to_decide(jobs: Jobs) -> None:
    listed = rows(jobs("list").stdout)
    assert list(listed) == [1, 2, 3]
    assert listed[1] == ["messages", "first", "1–1", "embeddings", "5", "the model does not answer"]
    assert [row[1] for row in listed.values()] == ["first", "second", "a deleted session"]


def test_pending_and_parked_jobs_are_counted_apart(jobs: Jobs) -> None:
    assert jobs("count").stdout.split("\n")[:2] == ["1 pending, 3 parked", "  messages: 1 pending, 3 parked"]


def test_a_job_that_is_named_is_tried_again_and_the_others_stay_parked(jobs: Jobs) -> None:
    assert jobs("retry", "2", "4711").stdout == "1 job will be tried again.\n"
    assert list(rows(jobs("list").stdout)) == [1, 3]
    assert jobs("count").stdout.startswith("2 pending, 2 parked\n")


def test_all_parked_jobs_are_tried_again(jobs: Jobs) -> None:
    assert jobs("retry", "--all").stdout == "3 jobs will be tried again.\n"
    assert jobs("list").stdout == "No job is parked.\n"
    assert jobs("count").stdout.startswith("4 pending, 0 parked\n")


def test_a_job_that_is_dropped_is_gone_and_those_that_wait_are_not(jobs: Jobs) -> None:
    assert jobs("drop", "1", "4").stdout == "1 job dropped.\n"
    assert list(rows(jobs("list").stdout)) == [2, 3]
    assert jobs("drop", "--all").stdout == "2 jobs dropped.\n"
    assert jobs("count").stdout.startswith("1 pending, 0 parked\n")


@pytest.mark.parametrize("verb", ["retry", "drop"])
def test_neither_a_number_nor_all_is_a_mistake_that_changes_nothing(jobs: Jobs, verb: str) -> None:
    finished = jobs(verb)
    assert (finished.exit_code, "--all" in finished.stderr) == (2, True)
    assert jobs("count").stdout.startswith("1 pending, 3 parked\n")

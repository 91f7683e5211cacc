"""Embedding anew after a change of the model.

1. Every message without a vector of the present model gets a job, neighbours one together, others none.
2. A message that a job promises to embed gets no second one, and only a backlog of such jobs delays more of them.
3. A job covers no more than 256 messages.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from holdfast.chores import bookmark
from holdfast.chores import reembedding as module
from holdfast.chores.reembedding import Reembedding, ranges
from holdfast.domain.jobs import COMPLETIONS, EMBEDDING, NewJob
from holdfast.domain.messages import NewMessage
from holdfast.errors import Unavailable
from holdfast.storage.contract.features import Unembedded
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.enriched import set_vectors


async def test_what_lacks_a_vector_of_the_model_is_scheduled(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path)
    await storage.start()
    try:
        woken: list[bool] = []
        messages = [NewMessage(role="user", content=f"message {number}") for number in range(5)]
        session = (await storage.messages.append("tour", messages, steps=())).result.session
        await set_vectors(storage.messages, session, {3: b"v"}, model="new")
        await set_vectors(storage.messages, session, {1: b"v"}, model="old")
        work = Reembedding(storage, model="new", step="index", wake=lambda: woken.append(True))
        await work.run()
        jobs = await storage.jobs.claim(limit=9, lease=60)
        assert [(job.scope, job.first, job.last, job.steps) for job in jobs] == [
            (session, 1, 2, ("index",)),
            (session, 4, 5, ("index",)),
        ]
        assert work.scheduled == 4
        assert woken
    finally:
        await storage.stop()


async def test_what_a_job_promises_already_is_not_scheduled_again(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path)
    await storage.start()
    try:
        one, two, three = (NewMessage(role="user", content=text) for text in ("one", "two", "three"))
        await storage.messages.append("tour", [one], steps=())
        await storage.messages.append("tour", [two], steps=("tokens", "index"))
        await storage.messages.append("tour", [three], steps=("tokens",))
        for _ in range(2):
            await Reembedding(storage, model="new", step="index", wake=lambda: None).run()
        jobs = await storage.jobs.claim(limit=9, lease=60)
        assert [(job.first, job.last) for job in jobs if "index" in job.steps] == [(2, 2), (1, 1), (3, 3)]
    finally:
        await storage.stop()


async def test_only_jobs_that_embed_hold_up_more_of_them(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path)
    await storage.start()
    try:
        await storage.messages.append("tour", [NewMessage(role="user", content="one")], steps=())
        other_kinds = [NewJob(kind=COMPLETIONS, scope=n, first=1, last=1, steps=("slow",)) for n in range(300)]
        await storage.jobs.finish([], follow=other_kinds)
        await Reembedding(storage, model="new", step="index", wake=lambda: None).run()
        assert len(await storage.jobs.claim(limit=9, lease=60, kind=EMBEDDING)) == 1
        waiting = [NewJob(kind=EMBEDDING, scope=n, first=1, last=1, steps=("slow",)) for n in range(300)]
        await storage.jobs.finish([], follow=waiting)
        await storage.messages.append("tour", [NewMessage(role="user", content="two")], steps=())
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await Reembedding(storage, model="newer", step="index", wake=lambda: None).run()
    finally:
        await storage.stop()


async def test_a_look_that_was_broken_off_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LOOKED_AT", 2)
    monkeypatch.setattr(bookmark, "STEPS_PER_NOTE", 1)
    storage = SqliteStorage(tmp_path)
    await storage.start()
    try:
        texts = [NewMessage(role="user", content=str(number)) for number in range(6)]
        await storage.messages.append("tour", texts, steps=())
        look, looks = storage.features.unembedded, []

        async def break_off(*, after: tuple[int, int], limit: int, model: str) -> Unembedded:
            looks.append(after)
            if len(looks) == 3:
                raise Unavailable("gone")
            return await look(after=after, limit=limit, model=model)

        monkeypatch.setattr(storage.features, "unembedded", break_off)
        with pytest.raises(Unavailable):
            await Reembedding(storage, model="new", step="index", wake=lambda: None).run()
        again = Reembedding(storage, model="new", step="index", wake=lambda: None)
        await again.run()
        assert [position for _, position in looks] == [0, 2, 4, 4, 6]
        assert again.scheduled == 2
        await Reembedding(storage, model="newer", step="index", wake=lambda: None).run()
        assert looks[5] == (0, 0)
    finally:
        await storage.stop()


def test_neighbours_share_a_job_up_to_its_size() -> None:
    assert ranges([(1, 1), (1, 2), (1, 4), (2, 5), (2, 6)]) == [(1, 1, 2), (1, 4, 4), (2, 5, 6)]
    assert ranges([(1, position) for position in range(1, 301)]) == [(1, 1, 256), (1, 257, 300)]

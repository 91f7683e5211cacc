"""How far chores have come: the latest word counts, and its age is told."""

from __future__ import annotations

from holdfast.storage.contract.storage import Storage


async def test_a_chore_that_never_noted_anything_has_no_mark(storage: Storage) -> None:
    await storage.marks.set("other", version="1")
    assert await storage.marks.get("chore") is None


async def test_the_latest_mark_counts(storage: Storage) -> None:
    await storage.marks.set("chore", version="model a", place="7 9")
    await storage.marks.set("other", version="2", ended=True)
    mark = await storage.marks.get("chore")
    assert mark is not None
    assert (mark.version, mark.place, mark.ended) == ("model a", "7 9", False)
    assert 0 <= mark.age < 60
    await storage.marks.set("chore", version="model b", ended=True)
    mark = await storage.marks.get("chore")
    assert mark is not None
    assert (mark.version, mark.place, mark.ended) == ("model b", "", True)

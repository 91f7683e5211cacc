"""What stands in the profile of somebody of whom very much is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.domain.facts import FactSelection, NewFact
from holdfast.operations import standing_facts
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.samples import user_of


async def test_what_fills_a_slot_or_is_pinned_stands_however_much_is_newer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing_facts, "_READ", 3)
    storage = SqliteStorage(tmp_path)
    await storage.start()
    await user_of(storage, "ada")
    try:
        told = [
            NewFact(user_id="ada", text="Lives in Ghent", slot="home", value="Ghent"),
            NewFact(user_id="ada", text="Is deaf in one ear", pinned=True),
            *(NewFact(user_id="ada", text=f"Read book {number}") for number in range(5)),
        ]
        for new in told:
            await storage.facts.add(new, actor="key:a")
        found = await standing_facts.read(storage.facts, FactSelection(user_id="ada"), None)
    finally:
        await storage.stop()
    texts = ["Read book 4", "Read book 3", "Read book 2", "Is deaf in one ear", "Lives in Ghent"]
    assert [fact.text for fact in found] == texts

"""Rows are found by a word in their names, the newest first, a bounded number at a time."""

from __future__ import annotations

import msgspec
import pytest

from holdfast.operations import finding
from holdfast.operations.finding import Finding, contains, find


class Named(msgspec.Struct, frozen=True):
    id: int
    name: str | None


async def found_of(rows: int, word: str, *, before: int | None = None, limit: int) -> Finding[Named]:
    """What is found among so many rows, of which those with even numbers are named even and the others odd."""
    every = [Named(number, "even" if number % 2 == 0 else "Odd") for number in range(rows, 0, -1)]

    async def read(*, before: int | None, limit: int) -> list[Named]:
        return [row for row in every if before is None or row.id < before][:limit]

    fits = contains(word)
    return await find(read, lambda row: fits(row.name), before=before, limit=limit)


async def test_as_many_are_looked_at_as_are_wanted_or_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "_CHUNK", 4)
    monkeypatch.setattr(finding, "MOST_LOOKED_AT", 8)
    for rows, word, before, limit, numbers, further, looked_at in (
        (25, "even", None, 3, [24, 22, 20], 20, 6),
        (25, "even", 20, 2, [18, 16], 16, 4),
        (25, "even", None, 99, [24, 22, 20, 18], 18, 8),
        (25, "none", None, 99, [], 18, 8),
        (6, "odd", None, 99, [5, 3, 1], None, 6),
        (4, "odd", None, 99, [3, 1], None, 4),
        (0, "odd", None, 99, [], None, 0),
    ):
        found = await found_of(rows, word, before=before, limit=limit)
        assert ([row.id for row in found.rows], found.before, found.looked_at) == (numbers, further, looked_at)


def test_a_word_is_looked_for_in_all_names_whatever_its_case() -> None:
    fits = contains("SS")
    assert fits("Otter", None, "Hochstraße")
    assert not fits(None, "", "Otter")

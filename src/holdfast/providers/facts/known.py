"""What statements about something known come to in one conversation, of which nothing but itself is known."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from holdfast.domain.supersession import is_about
from holdfast.providers.facts.contract import Statement


def resolved(statements: Sequence[Statement]) -> list[Statement]:
    """Statements in order, those about something known only where one before them tells it; see `Statement`."""
    told: list[Statement] = []
    for one in statements:
        if one.about is None:
            told.append(one)
            continue
        held = [each.value for each in told if each.slot == one.slot and each.value is not None and not each.ends]
        named = next((value for value in reversed(held) if is_about(one.about, value)), None)
        if named is not None:
            told.append(replace(one, value=named if one.ends else one.value, about=None))
    return told

"""What statements about something known come to in one conversation, of which nothing but itself is known."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from holdfast.domain.supersession import meant
from holdfast.providers.facts.contract import Said, Statement


def resolved(statements: Sequence[Statement], messages: Sequence[Said]) -> list[Statement]:
    """Statements in order, those about something known only where one before them tells it; see `Statement`.

    ``messages`` are those that they are in.
    """
    told: list[Statement] = []
    for one in statements:
        if one.about is None:
            told.append(one)
            continue
        held = [each for each in told if each.slot == one.slot and each.value is not None and not each.ends]
        texts = [(each.value, messages[each.message].content[each.start : each.end]) for each in held]
        number = meant(one.about, one.slot or "", texts, ends=one.ends)
        if number is not None:
            told.append(replace(one, value=held[number].value if one.ends else one.value, about=None))
    return told

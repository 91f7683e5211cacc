"""Results that say the same, word for word: one stands for them and tells where the others are."""

from __future__ import annotations

from collections.abc import Container, Sequence

import msgspec

from holdfast.operations.found import Duplicate, Found

_LONG = 1 << 14
"""Characters of texts whose white space is not looked at: making it alike would take as long as reading them."""


def collapsed(found: Sequence[Found], alike: Container[str] | None = None) -> list[Found]:
    """Results of which no two say the same, each in the place of the first that does, with its duplicates.

    The same is the same text from the same speaker; but for white space, where the text is no longer than `_LONG`.
    Texts of nothing but white space are no duplicates: what they are about lies elsewhere.  Where it is known
    whose UUIDs may be ``alike``, others are known to say what no other says.
    """
    first: dict[tuple[str, ...], Found] = {}
    others: dict[tuple[str, ...], list[Duplicate]] = {}
    for one in found:
        said = _said(one) if alike is None or one.uuid in alike else _alone(one)
        if first.setdefault(said, one) is not one:
            others.setdefault(said, []).extend((Duplicate(one.session_id, one.uuid), *one.duplicates))
    return [
        msgspec.structs.replace(one, duplicates=(*one.duplicates, *others[said])) if said in others else one
        for said, one in first.items()
    ]


def _said(found: Found) -> tuple[str, ...]:
    text = found.text
    if len(text) > _LONG:
        words = text
    elif "  " not in text and text.isprintable():  # then there is no white space but single blanks
        words = text.strip(" ")
    else:
        words = " ".join(text.split())
    speaker = "" if found.message is None else f"{found.message.name}\n{found.message.role}"
    return (speaker, words) if words else _alone(found)


def _alone(found: Found) -> tuple[str, ...]:
    """What nothing else says."""
    return found.session_id, found.uuid, ""

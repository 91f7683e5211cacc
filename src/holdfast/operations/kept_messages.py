"""Messages that were read, kept as long as the index in which they were found holds them unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from holdfast.domain.messages import Message
from holdfast.domain.metadata import size_of

_MOST: Final = 8192
_LONGEST: Final = 500
"""Characters of a message that is kept."""
_LARGEST: Final = 2000
"""Bytes of its metadata."""


class KeptMessages:
    """Messages by the generation of the index that found them, and their keys there; of all indexes together, few.

    What they say, who said it and when is as the index has it.  Their metadata may have changed since.
    """

    def __init__(self) -> None:
        self._of_generation: dict[int, dict[int, Message]] = {}
        self._count = 0

    def of(self, generation: int) -> Mapping[int, Message]:
        """Those of a generation."""
        return self._of_generation.get(generation, {})

    def add(self, generation: int, read: Mapping[int, Message]) -> None:
        """Keep what was just read, but for what is large; when there are too many, all others are forgotten."""
        some = {key: message for key, message in read.items() if _is_small(message)}
        if not some:
            return
        if self._count + len(some) > _MOST:
            self._of_generation.clear()
            self._count = 0
        self._of_generation.setdefault(generation, {}).update(some)
        self._count += len(some)


def _is_small(message: Message) -> bool:
    return len(message.content) <= _LONGEST and size_of(message.metadata) <= _LARGEST

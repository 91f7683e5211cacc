"""Messages that were read, kept as long as the index in which they were found holds them unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from holdfast.domain.messages import Message

_MOST: Final = 8192
_LONGEST: Final = 500
"""Characters of a message that is kept."""


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
        """Keep what was just read, but for what is long; when there are too many, all others are forgotten."""
        some = {key: message for key, message in read.items() if len(message.content) <= _LONGEST}
        if self._count + len(some) > _MOST:
            self._of_generation.clear()
            self._count = 0
        self._of_generation.setdefault(generation, {}).update(some)
        self._count += len(some)

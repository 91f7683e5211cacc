from collections.abc import Sequence
from typing import TypeVar

from holdfast.providers.facts.pieces import Owned, Pieces

T = TypeVar("T")

class CompiledLook:
    def seen(self, start: int, end: int, owned: Sequence[Owned[T]]) -> dict[int, list[T]] | None: ...

class CompiledScanner:
    def __init__(self, pieces: Pieces) -> None: ...
    def look(self, text: str) -> CompiledLook: ...

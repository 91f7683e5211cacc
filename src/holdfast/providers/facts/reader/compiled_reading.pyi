from collections.abc import Mapping, Sequence

from holdfast.providers.facts.reader.reading import Weights

def words_of(text: str, start: int, end: int) -> list[tuple[int, int, str]]: ...

class CompiledTeller:
    def __init__(self, weights: Weights) -> None: ...
    def hear(
        self,
        text: str,
        start: int,
        end: int,
        weights: Mapping[str, float],
        weight: float,
        rows: Mapping[str, int],
        first_rows: Mapping[str, int],
        least: float,
    ) -> tuple[list[tuple[int, int, str]], list[tuple[int, float]]] | None: ...
    def tell(
        self, words: list[tuple[int, int, str]], rows: Mapping[str, int], first: int, least: float
    ) -> list[tuple[int, float]]: ...
    def name(
        self,
        words: list[tuple[int, int, str]],
        rows: Mapping[str, int],
        wide_rows: Mapping[str, int],
        first: int,
        numbers: Sequence[int],
    ) -> list[list[tuple[float, float]]]: ...

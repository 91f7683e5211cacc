from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

def words_of(text: str, start: int, end: int) -> list[tuple[int, int, str]]: ...
def weighty_words(
    text: str, start: int, end: int, weights: Mapping[str, float], least: float
) -> list[tuple[int, int, str]] | None: ...

class CompiledTeller:
    def __init__(
        self,
        looks: NDArray[np.int16],
        bias: NDArray[np.int16],
        sentence: NDArray[np.float32],
        sentence_bias: NDArray[np.float32],
        told: NDArray[np.float32],
        told_bias: NDArray[np.float32],
    ) -> None: ...
    def tell(
        self, words: list[tuple[int, int, str]], numbers: Mapping[str, int], first: int, least: float
    ) -> list[tuple[int, float]]: ...

"""An embedding model which gives each text a direction of its own, always the same."""

from __future__ import annotations

import random

from langchain_core.embeddings import Embeddings


class RandomDirections(Embeddings):
    """Equal texts have equal vectors, different ones have nothing to do with each other."""

    def __init__(self, size: int) -> None:
        self._size = size

    def embed_query(self, text: str) -> list[float]:
        source = random.Random(text)
        return [source.gauss(0, 1) for _ in range(self._size)]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

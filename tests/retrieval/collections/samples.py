"""What the tests of collection indexes are made of."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.filters.work import Work
from holdfast.retrieval.analysis import analyzer_for
from holdfast.retrieval.collections.index import CollectionIndex, State
from holdfast.retrieval.collections.ranking import Found, ViewQuery, rank
from holdfast.retrieval.conditions import Condition
from holdfast.retrieval.features import MessageFeatures

WIDTH = 16
ANALYZER = analyzer_for("english")


def vectors(count: int, *, seed: int = 1, width: int = WIDTH) -> NDArray[np.float32]:
    return np.random.default_rng(seed).standard_normal((count, width)).astype(np.float32)


def live(number: int, vector: NDArray[np.float32] | None, *, text: str | None = None, **fields: Any) -> State:
    features = None if text is None else MessageFeatures.of(text, ANALYZER)
    return State(number=number, live=True, vector=vector, features=features, **fields)


def dead(number: int) -> State:
    return State(number=number, live=False)


def index_of(rows: NDArray[np.float32], *, width: int = WIDTH) -> CollectionIndex:
    """An index whose documents are numbered from 1."""
    index = CollectionIndex(dimensions=width)
    index.apply([live(place + 1, row, metadata=b'{"n":%d}' % (place + 1)) for place, row in enumerate(rows)])
    return index


def found(index: CollectionIndex, vector: NDArray[np.float32], limit: int = 10, **options: Any) -> list[Found]:
    view = index.view()
    eligible = options.pop("eligible", view.live[: len(view)])
    return rank(view, ViewQuery(vector=vector, limit=limit, **options), eligible)


def numbers(hits: list[Found]) -> list[int]:
    return [hit.number for hit in hits]


def unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


def nearest(rows: NDArray[np.float32], query: NDArray[np.float32], count: int) -> list[int]:
    """The numbers of the nearest rows by comparing all."""
    return (np.argsort(-(unit(rows) @ unit(query)), kind="stable")[:count] + 1).tolist()


class Counting:
    """A condition that counts how often it is asked."""

    def __init__(self, part: bytes) -> None:
        self.part = part
        self.asked = 0

    def __call__(self, metadata: bytes | None, work: Work) -> bool:
        self.asked += 1
        work.spend(1)
        return metadata is not None and self.part in metadata

    def condition(self) -> Condition:
        return Condition(self.part.decode(), self)

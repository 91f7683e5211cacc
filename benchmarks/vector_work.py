"""The work of the benchmark of collections, the same for every system: vectors, questions, truth and measuring.

It needs numpy and psutil alone, because the peer runs it in an environment of its own.

Vectors come in clusters, a hundred to a cluster, as those of texts do; evenly spread ones have no near neighbours to
speak of.  A question is a stored vector with some noise.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field

import numpy as np
import psutil
from numpy.typing import NDArray

BATCH = 500
TOP = 10
QUESTIONS = 100
RARE = 1000
"""One document in so many has the metadata that the selective filter asks for."""

Vectors = NDArray[np.float32]
Search = Callable[[Vectors], Sequence[int]]
"""From a vector to the places of the documents found, best first."""


@dataclass(frozen=True)
class Work:
    """Documents, and what is asked of them with the right answers.

    ``all_best`` are the places of the nearest documents, ``rare_best`` those among the documents with ``rare``.
    """

    vectors: Vectors
    questions: Vectors
    all_best: list[set[int]]
    rare_best: list[set[int]]


@dataclass
class Outcome:
    """What was measured of one system at one size; times in milliseconds, memory in bytes per vector."""

    system: str
    size: int
    per_second: float = 0.0
    cpu_per_1000: float = 0.0
    ready_seconds: float = 0.0
    bytes_per_vector: float = 0.0
    figures: dict[str, float] = field(default_factory=dict)

    def text(self) -> str:
        """As one line of JSON."""
        return json.dumps(asdict(self))


def make_work(size: int, width: int) -> Work:
    """The same work for the same arguments."""
    source = np.random.default_rng(7)
    centres = source.standard_normal((max(10, size // 100), width)).astype(np.float32)
    vectors = centres[source.integers(0, len(centres), size)]
    vectors += 0.7 * source.standard_normal((size, width)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    questions = vectors[source.integers(0, size, QUESTIONS)]
    questions = questions + 0.02 * source.standard_normal((QUESTIONS, width)).astype(np.float32)
    rare = np.arange(0, size, RARE)
    return Work(
        vectors,
        questions,
        [set(np.argsort(-(vectors @ question))[:TOP].tolist()) for question in questions],
        [set(rare[np.argsort(-(vectors[rare] @ question))[:TOP]].tolist()) for question in questions],
    )


def batches(work: Work) -> Iterator[tuple[int, Vectors]]:
    """The vectors in the portions that clients send, each with the place of its first."""
    for start in range(0, len(work.vectors), BATCH):
        yield start, work.vectors[start : start + BATCH]


def measure(outcome: Outcome, name: str, work: Work, search: Search, truth: Sequence[set[int]]) -> None:
    """Ask all questions; note the median and the 95th percentile of the time, the CPU time, and recall."""
    for question in work.questions[:5]:
        search(question)
    times, hits, wanted = [], 0, 0
    started = cpu_seconds()
    for question, right in zip(work.questions, truth, strict=True):
        begin = time.perf_counter()
        found = search(question)
        times.append(time.perf_counter() - begin)
        hits += len(right & set(found))
        wanted += len(right)
    times.sort()
    outcome.figures |= {
        f"{name}_p50": times[len(times) // 2] * 1000,
        f"{name}_p95": times[len(times) * 95 // 100] * 1000,
        f"{name}_cpu": (cpu_seconds() - started) * 1000 / len(times),
        f"{name}_recall": hits / wanted,
    }


def cpu_seconds() -> float:
    """CPU time of this process and all its threads."""
    spent = psutil.Process(os.getpid()).cpu_times()
    return float(spent.user + spent.system)


def resident() -> int:
    """Memory of this process in bytes."""
    return int(psutil.Process(os.getpid()).memory_info().rss)

"""How fast each embedding model is on one core, and what it costs in memory.

    python benchmarks/embeddings.py [--onnx DIRECTORY] [--messages 20000]

The work: chat messages of about 100 characters, drawn with a fixed seed from everyday words, embedded in one call; one
question alone, repeated; and the growth of the process by loading the model and embedding.  The floor beneath the
built-in model is what numpy needs to gather and add up the rows of the same messages when their token ids are known
beforehand.  CPU time is counted, so that other work on the machine disturbs little.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import psutil

from holdfast.providers.embeddings.combined import CombinedModel
from holdfast.providers.embeddings.open import EmbeddingOptions, open_embedding_model
from holdfast.providers.embeddings.static import StaticEmbeddingModel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Encode = Callable[[Sequence[str]], NDArray[np.float32]]

WORDS = [
    "I",
    "we",
    "you",
    "they",
    "went",
    "saw",
    "made",
    "bought",
    "the",
    "a",
    "my",
    "our",
    "your",
    "old",
    "new",
    "red",
    "little",
    "really",
    "just",
    "finally",
    "dog",
    "kitchen",
    "guitar",
    "garden",
    "train",
    "holiday",
    "birthday",
    "dinner",
    "sister",
    "brother",
    "teacher",
    "yesterday",
    "today",
    "tomorrow",
    "morning",
    "because",
    "and",
    "but",
    "so",
    "with",
    "without",
    "about",
    "after",
    "before",
    "happy",
    "tired",
    "unbelievable",
    "woodworking",
    "snowboarding",
    "mountain",
    "beach",
    "Barcelona",
    "photo",
    "recipe",
    "interview",
    "project",
    "deadline",
    "database",
    "15",
    "2023",
]
QUESTION = "Where did we spend the holiday with my sister?"


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    model: str
    messages_per_second: float
    one_question: float
    megabytes: float


def write_messages(count: int, rng: random.Random) -> list[str]:
    messages = []
    for _ in range(count):
        message = ""
        while len(message) < 90 + rng.random() * 20:
            message += rng.choice(WORDS) + rng.choice(" " * 8 + ",.!?").strip() + " "
        messages.append(message.strip())
    return messages


def cpu_seconds(work: Callable[[], object], *, repeats: int = 3) -> float:
    """Least CPU time of several runs."""
    taken = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def resident_megabytes() -> float:
    return float(psutil.Process().memory_info().rss) / 1e6


def measure(name: str, open_model: Callable[[], Encode], messages: Sequence[str]) -> Row:
    before = resident_megabytes()
    encode = open_model()
    encode(messages[:256])
    grown = resident_megabytes() - before
    whole = cpu_seconds(lambda: encode(messages))
    single = cpu_seconds(lambda: [encode([QUESTION]) for _ in range(100)]) / 100
    return Row(name, len(messages) / whole, single, grown)


def floor(model: StaticEmbeddingModel, messages: Sequence[str]) -> Row:
    """Gather and add the rows of known tokens with numpy, nothing else."""
    table = np.load(model.directory / "table.npy")
    scales = np.load(model.directory / "scales.npy")
    rows = [np.array(model.token_ids(message)) for message in messages]
    question = np.array(model.token_ids(QUESTION))

    def add(of_text: NDArray[np.intp]) -> NDArray[np.float32]:
        return scales[of_text] @ table[of_text].astype(np.float32)  # type: ignore[no-any-return]

    whole = cpu_seconds(lambda: [add(of_text) for of_text in rows])
    single = cpu_seconds(lambda: [add(question) for _ in range(1000)]) / 1000
    return Row("floor: add rows of known tokens", len(messages) / whole, single, 0)


def open_onnx(directory: Path) -> Encode:
    from holdfast.providers.embeddings.onnx import OnnxEmbeddingModel  # noqa: PLC0415  # an optional library

    return OnnxEmbeddingModel.of_directory(directory, threads=1).encode


def open_service(service: str) -> Encode:
    model = open_embedding_model(EmbeddingOptions(service=service))
    assert isinstance(model, CombinedModel)
    return model.encode


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--onnx", type=Path, nargs="*", default=[], help="model directories of holdfast[onnx]")
    arguments = parser.parse_args()
    messages = write_messages(arguments.messages, random.Random(1))
    model = StaticEmbeddingModel()
    table = [measure(model.name, lambda: model.encode, messages), floor(model, messages)]
    few = messages[: max(256, len(messages) // 40)]
    services = ("multilingual", "onnx")
    table += [measure(each, lambda each=each: open_service(each), few) for each in services]  # type: ignore[misc]
    table += [measure(f"onnx {path.name}", lambda path=path: open_onnx(path), few) for path in arguments.onnx]  # type: ignore[misc]
    print(f"{len(messages)} messages of {sum(map(len, messages)) / len(messages):.0f} characters; CPU time, one thread")
    print(f"{'model':34s}{'messages/s':>12s}{'one question':>15s}{'memory':>10s}")
    for row in table:
        print(
            f"{row.model:34s}{row.messages_per_second:12,.0f}{row.one_question * 1e6:12,.0f} µs{row.megabytes:7.0f} MB"
        )


if __name__ == "__main__":
    main()

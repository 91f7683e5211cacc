"""Train the built-in embedding model: a token table that imitates all-MiniLM-L6-v2 by adding vectors up.

    python tools/train_static_embeddings.py --teacher all-MiniLM-L6-v2 --wordnet DIRECTORY --work DIRECTORY \
        --out src/holdfast/providers/embeddings/static_256 --version 1

docs/embeddings.md tells where the inputs come from.  The teacher's vectors are kept in ``--work``, so a second run only
trains.  Needs ``torch``, ``onnxruntime``, ``tokenizers`` and ``pyyaml`` in an environment of its own.

Method: the table starts with the teacher's vector of each single token, reduced to 256 principal components and
weighted as in SIF (Arora et al. 2017), and is trained by Adam to (1) point where the teacher's sentence vector points
after the same reduction and (2) order the texts of a batch as the teacher does (KL divergence of their similarities).
Batches are made of neighbourhoods, groups of texts that the teacher finds similar, because telling near things apart is
what a search needs.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch  # type: ignore[import-not-found]
from torch.nn import functional  # type: ignore[import-not-found]

from minilm_teacher import Teacher
from training_text import training_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

DIMENSIONS = 256
UNKNOWN = "[UNK]"


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """The numbers of a training run."""

    epochs: int = 6
    batch: int = 512
    neighbourhood: int = 8
    learning_rate: float = 2e-3
    sif: float = 1e-3
    order_weight: float = 16.0
    temperature: float = 0.1
    token_dropout: float = 0.0
    max_tokens: int = 128
    seed: int = 1


@dataclass(frozen=True)
class Lesson:
    """Texts as token rows of the table, with the teacher's vectors of width 384."""

    rows: Sequence[NDArray[np.int64]]
    teacher: Floats


def table_rows(vocabulary: Sequence[str]) -> NDArray[np.int64]:
    """Teacher's token ids in the order of the table: [UNK], then all but special and unused tokens."""
    special = [token.startswith("[") and token.endswith("]") and len(token) > 2 for token in vocabulary]
    return np.array([vocabulary.index(UNKNOWN), *(i for i, left_out in enumerate(special) if not left_out)])


def principal_axes(vectors: Floats, dimensions: int) -> tuple[Floats, Floats]:
    """Mean and the leading axes (384, dimensions) of the teacher's vectors."""
    mean = vectors.mean(axis=0)
    centred = vectors - mean
    _, axes = np.linalg.eigh(centred.T @ centred)
    return mean, np.ascontiguousarray(axes[:, ::-1][:, :dimensions])


def frequencies(lesson_rows: Sequence[NDArray[np.int64]], size: int) -> Floats:
    """Share of each row among all tokens: half counted, half Zipf's law over the vocabulary, whose order is by rank."""
    counted = np.bincount(np.concatenate(lesson_rows), minlength=size) + 0.1
    zipf = 1 / (np.arange(size) + 2.7)
    share: Floats = ((counted / counted.sum() + zipf / zipf.sum()) / 2).astype(np.float32)
    return share


def neighbourhoods(vectors: Floats, size: int, rng: np.random.Generator) -> list[NDArray[np.int64]]:
    """Disjoint groups of up to ``size`` similar texts: each seed takes its nearest among those not taken yet."""
    order = rng.permutation(len(vectors))
    groups: list[NDArray[np.int64]] = []
    for block in np.array_split(order, max(1, len(order) // 4_000)):
        similarity = vectors[block] @ vectors[block].T
        free = np.ones(len(block), dtype=bool)
        for seed in range(len(block)):
            if free[seed]:
                scores = np.where(free, similarity[seed], -2.0)
                nearest = np.argpartition(-scores, min(size, len(block) - 1))[:size]
                members = np.unique(np.append(nearest[free[nearest]], seed))
                free[members] = False
                groups.append(block[members])
    return groups


def batches(groups: list[NDArray[np.int64]], size: int, rng: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    shuffled = np.concatenate([groups[i] for i in rng.permutation(len(groups))])
    for start in range(0, len(shuffled) - size // 2, size):
        yield shuffled[start : start + size]


def bag(table: torch.Tensor, rows: Sequence[NDArray[np.int64]], dropout: float = 0.0) -> torch.Tensor:
    """Sums of the rows of each text, of length 1."""
    flat = torch.from_numpy(np.concatenate(rows))
    offsets = torch.from_numpy(np.cumsum([0, *(len(one) for one in rows[:-1])]))
    weights = (torch.rand(len(flat)) >= dropout).float() if dropout else None
    summed = functional.embedding_bag(flat, table, offsets, mode="sum", per_sample_weights=weights, sparse=True)
    return functional.normalize(summed, dim=-1, eps=1e-6)


def order_loss(student: torch.Tensor, teacher: torch.Tensor, temperature: float) -> torch.Tensor:
    """KL divergence between the softmax of the teacher's and the student's similarities within the batch."""
    diagonal = torch.eye(len(student), dtype=torch.bool)
    wanted = (teacher @ teacher.T / temperature).masked_fill(diagonal, -1e4).log_softmax(-1)
    given = (student @ student.T / temperature).masked_fill(diagonal, -1e4).log_softmax(-1)
    return functional.kl_div(given, wanted, log_target=True, reduction="batchmean")


def start_table(single_tokens: Floats, share: Floats, axes: Floats, sif: float) -> Floats:
    """The teacher's vectors of single tokens, reduced and weighted; the unknown token counts nothing."""
    reduced = (single_tokens - single_tokens.mean(axis=0)) @ axes
    table: Floats = (reduced * (sif / (sif + share))[:, None]).astype(np.float32)
    table[0] = 0
    return table


def train(lesson: Lesson, start: Floats, axes: Floats, mean: Floats, recipe: Recipe) -> Floats:
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(1)  # steps this small lose more by waiting for threads than they gain
    rng = np.random.default_rng(recipe.seed)
    table = torch.from_numpy(start.copy()).requires_grad_()
    teacher = torch.from_numpy(lesson.teacher)
    target = functional.normalize(torch.from_numpy((lesson.teacher - mean) @ axes), dim=-1)
    # Only the rows of a batch change, so a step costs no more than they do.
    optimiser = torch.optim.SparseAdam([table], lr=recipe.learning_rate)
    groups = neighbourhoods(lesson.teacher, recipe.neighbourhood, rng)
    steps = recipe.epochs * (len(lesson.rows) // recipe.batch + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.learning_rate, total_steps=steps)
    for epoch in range(recipe.epochs):
        losses = []
        for chosen in batches(groups, recipe.batch, rng):
            student = bag(table, [lesson.rows[i] for i in chosen], recipe.token_dropout)
            pointing = 1 - (student * target[chosen]).sum(-1).mean()
            ordering = order_loss(student, teacher[chosen], recipe.temperature)
            optimiser.zero_grad()
            (pointing + recipe.order_weight * ordering).backward()
            optimiser.step()
            schedule.step()
            losses.append((pointing.item(), ordering.item()))
        print(
            f"epoch {epoch + 1}: 1 - cosine {np.mean(losses, axis=0)[0]:.4f}, order {np.mean(losses, axis=0)[1]:.4f}",
            flush=True,
        )
    trained: Floats = table.detach().numpy()
    trained[0] = 0
    return trained


def by_importance(table: Floats, rows: Sequence[NDArray[np.int64]]) -> Floats:
    """The same table turned so that leading components matter most; no cosine changes."""
    with torch.inference_mode():
        vectors = bag(torch.from_numpy(table), rows).numpy()
    _, axes = np.linalg.eigh(vectors.T @ vectors)
    return np.ascontiguousarray(table @ axes[:, ::-1])


def quantise(table: Floats) -> tuple[NDArray[np.int8], Floats]:
    scales = np.abs(table).max(axis=1) / 127
    return np.rint(table / np.maximum(scales, 1e-12)[:, None]).astype(np.int8), scales.astype(np.float32)


def pack(directory: Path, table: Floats, tokens: Sequence[str], *, version: int, max_tokens: int) -> None:
    """Write the files that `holdfast.providers.embeddings.static` reads."""
    directory.mkdir(parents=True, exist_ok=True)
    rows, scales = quantise(table)
    np.save(directory / "table.npy", rows)
    np.save(directory / "scales.npy", scales)
    (directory / "vocabulary.txt").write_text("\n".join(tokens) + "\n", encoding="utf-8")
    card = {"name": f"holdfast-static-{DIMENSIONS}-v{version}", "dimensions": DIMENSIONS, "max_tokens": max_tokens}
    (directory / "model.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def teach(work: Path, teacher: Teacher, texts: dict[str, list[str]]) -> None:
    """Have the teacher encode what it has not yet encoded."""
    for source, found in texts.items():
        file = work / f"teacher-{source}.npy"
        if not file.exists():
            print(f"encoding {len(found)} texts of {source}", flush=True)
            np.save(file, teacher.encode(found))


def read_lesson(
    work: Path, teacher: Teacher, texts: dict[str, list[str]], ids: NDArray[np.int64], width: int
) -> Lesson:
    row_of = np.zeros(int(ids.max()) + 1, dtype=np.int64)
    row_of[ids] = np.arange(len(ids))
    rows, vectors = [], []
    for source, found in texts.items():
        encodings = teacher.tokenizer.encode_batch(found, add_special_tokens=False)
        rows += [row_of[encoding.ids[:width]] for encoding in encodings]
        vectors.append(np.load(work / f"teacher-{source}.npy"))
    filled = [position for position, one in enumerate(rows) if len(one)]
    return Lesson([rows[i] for i in filled], np.concatenate(vectors)[filled])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--teacher", type=Path, required=True, help="model directory made by tools/export_minilm.py")
    parser.add_argument("--wordnet", type=Path, required=True, help="directory with WordNet's data.* and index.* files")
    parser.add_argument("--work", type=Path, required=True, help="keeps the teacher's vectors between runs")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--version", type=int, required=True, help="of the weights; part of the model's name")
    arguments = parser.parse_args()
    recipe = Recipe()
    teacher = Teacher(arguments.teacher, max_tokens=recipe.max_tokens)
    vocabulary = teacher.vocabulary()
    ids = table_rows(vocabulary)
    texts = training_texts(arguments.wordnet, vocabulary)
    arguments.work.mkdir(parents=True, exist_ok=True)
    teach(arguments.work, teacher, texts)
    lesson = read_lesson(arguments.work, teacher, texts, ids, recipe.max_tokens)
    mean, axes = principal_axes(lesson.teacher, DIMENSIONS)
    singles = teacher.encode_ids([[101, int(i), 102] for i in ids])
    start = start_table(singles, frequencies(lesson.rows, len(ids)), axes, recipe.sif)
    table = by_importance(train(lesson, start, axes, mean, recipe), lesson.rows)
    pack(arguments.out, table, [vocabulary[i] for i in ids], version=arguments.version, max_tokens=recipe.max_tokens)


if __name__ == "__main__":
    main()

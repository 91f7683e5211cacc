"""Train the reader of facts: the network that hears statements and changes for which there is no rule.

    python tools/train_fact_reader.py [--held-out] [--epochs 26] [--out src/holdfast/providers/facts/reader/reader.npz]

Reads the labelled talk in ``tools/facts_data``, trains, writes the weights and notes their checksum beside the code
that reads them.  With ``--held-out`` a fifth of the persons is left out, and what is heard of them counted; nothing is
written then unless ``--out`` is given.  The same data give the same weights: one thread, and all chance from one seed.
Needs ``torch`` in an environment that has Holdfast as well.

The network is that of `holdfast.providers.facts.reader.network`.  It learns both tasks at once, which slots a sentence
fills or ends and which words name the values, by Adam with a rate that rises and falls once.  Words are left out at
random, so that it does not rely on single ones, and values change places with others of the same slot.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch  # type: ignore[import-not-found]
from torch import nn
from torch.nn import functional  # type: ignore[import-not-found]

from holdfast.domain.slots import SLOTS
from holdfast.providers.facts.clauses import sentences
from holdfast.providers.facts.reader import network
from holdfast.providers.facts.reader.reading import REACH, Word, words_of
from holdfast.providers.facts.reader.words import (
    AFFIX_BUCKETS,
    AT_START,
    INITIAL,
    SHAPES,
    WORD_BUCKETS,
    bucket_of,
    features_of,
    meaning_of,
)
from labelled_talk import Label, Line, read_talk

DATA: Final = Path(__file__).with_name("facts_data")
OPERATIONS: Final = [(slot, ends) for slot in SLOTS for ends in (False, True)]
TAGS: Final = 1 + 2 * len(OPERATIONS)
PAD: Final = SHAPES
BATCH: Final = 64
SWAPPED: Final = frozenset(
    {"name", "home", "employer", "partner", "children", "pets", "job", "likes", "allergy", "origin", "language"}
)
"""Slots of which values of one word change places."""

GATE_RECALL: Final = 0.97
"""The share of labelled sentences that pass the weights of their words alone."""


@dataclass
class Lesson:
    """A sentence: its words, the tag of each, and what it states."""

    line: Line
    words: list[Word]
    tags: list[int]
    counts: list[float]
    operations: list[float]
    labels: list[Label]

    @property
    def is_sure(self) -> bool:
        """Whether it is told of all its words what they state."""
        return not self.line.doubtful


def lessons_of(lines: Sequence[Line]) -> list[Lesson]:
    """The sentences of lines, without short answers to questions, which mean nothing by themselves."""
    found = []
    for line in lines:
        for start, end in sentences(line.text):
            words = words_of(line.text, start, end)
            if words and not (line.asked and len(words) <= 4):
                found.append(_lesson(line, words, start, end))
    return found


def _lesson(line: Line, words: list[Word], start: int, end: int) -> Lesson:
    labels = [label for label in line.labels if label.start < end and start < label.end]
    tags = [0] * len(words)
    for label in labels:
        tag = 1 + 2 * OPERATIONS.index((label.slot, label.ends))
        for number, (begins, stops, _) in enumerate(words):
            if label.value and begins < label.value[1] and label.value[0] < stops and not tags[number]:
                tags[number] = tag
                tag += tag % 2  # what follows is more of the value
    counts = [float(all(stops <= low or high <= begins for low, high in line.doubtful)) for begins, stops, _ in words]
    told = {(label.slot, label.ends) for label in labels}
    return Lesson(line, words, tags, counts, [float(each in told) for each in OPERATIONS], labels)


def is_held_out(line: Line) -> bool:
    """Whether a person is one of the fifth that is left out of training."""
    return int(hashlib.md5(line.person.encode(), usedforsecurity=False).hexdigest(), 16) % 5 == 0


class Shown:
    """What is shown of the words of lessons, worked out once; and values to put in the place of others."""

    def __init__(self, learned: Sequence[Lesson], asked: Sequence[Lesson]) -> None:
        """Lessons to learn from, whose values change places, and others that are asked of."""
        words = {word for lesson in (*learned, *asked) for _, _, word in lesson.words}
        ordered = sorted(words | {word.lower() for word in words})
        self._numbers = {word: number for number, word in enumerate(ordered)}
        self._small = [self._numbers[word.lower()] for word in ordered]
        features = [features_of(word) for word in ordered]
        self._features = torch.tensor([*features, (0, 0, 0, PAD)])
        self._meanings = torch.from_numpy(
            np.array([meaning_of(word) for word in ordered] + [np.zeros(256, np.float32)])
        )
        self._first = torch.tensor([AT_START if each.shape == 1 else INITIAL for each in features])
        self._values: dict[str, list[int]] = defaultdict(list)
        for lesson in learned:
            for place in self._single_values(lesson):
                self._values[self._slot(lesson.tags[place])].append(self._numbers[lesson.words[place][2]])

    def batch(self, lessons: Sequence[Lesson], *, vary: bool) -> dict[str, Any]:
        """Lessons as tensors; with ``vary`` some are written small, and some of their values are exchanged."""
        shape = len(lessons), max(len(lesson.words) for lesson in lessons)
        words = np.full(shape, len(self._small), np.int64)
        tags, counts = np.zeros(shape, np.int64), np.zeros(shape, np.float32)
        for row, lesson in enumerate(lessons):
            numbers = [self._numbers[word] for _, _, word in lesson.words]
            end = len(numbers)
            words[row, :end] = self._varied(lesson, numbers) if vary else numbers
            tags[row, :end], counts[row, :end] = lesson.tags, lesson.counts
        shown = torch.from_numpy(words)
        return {
            "meanings": self._meanings[shown],
            "features": self._features[shown],
            "first": self._first[shown[:, 0]],
            "present": (shown < len(self._small)).float(),
            "tags": torch.from_numpy(tags),
            "counts": torch.from_numpy(counts),
            "operations": torch.tensor([lesson.operations for lesson in lessons]),
            "sure": torch.tensor([float(lesson.is_sure) for lesson in lessons]),
        }

    def _varied(self, lesson: Lesson, numbers: list[int]) -> list[int]:
        if random.random() < 0.5:
            for place in self._single_values(lesson):
                slot = self._slot(lesson.tags[place])
                if slot in SWAPPED and random.random() < 0.5:
                    other = random.choice(self._values[slot])
                    numbers[place] = self._small[other] if lesson.words[place][2].islower() else other
        return [self._small[number] for number in numbers] if random.random() < 0.25 else numbers

    @staticmethod
    def _single_values(lesson: Lesson) -> list[int]:
        following = [*lesson.tags[1:], 0]
        return [at for at, tag in enumerate(lesson.tags) if tag % 2 and following[at] != tag + 1]

    @staticmethod
    def _slot(tag: int) -> str:
        return OPERATIONS[(tag - 1) // 2][0]


class Outcomes(nn.Module):  # type: ignore[misc]
    """A layer whose outcomes share what their slots have in common, and what putting in and ending have."""

    def __init__(self, width: int, *, tags: bool) -> None:
        super().__init__()
        self.tags = tags
        count = len(OPERATIONS) * (2 if tags else 1)
        self.slots = nn.Parameter(torch.randn(len(SLOTS), width) * 0.05)
        self.ends = nn.Parameter(torch.randn(2, width) * 0.05)
        self.parts = nn.Parameter(torch.randn(2, width) * 0.05)
        self.each = nn.Parameter(torch.randn(count, width) * 0.02)
        self.bias = nn.Parameter(torch.full((count,), -2.0 if tags else -5.0))
        self.nothing = nn.Parameter(torch.randn(1, width) * 0.05)
        self.nothing_bias = nn.Parameter(torch.tensor([4.0]))

    def weights(self) -> tuple[Any, Any]:
        """The layer as a plain one."""
        weights = self.slots[:, None] + self.ends[None]
        if self.tags:
            weights = weights[:, :, None] + self.parts[None, None]
        weights = weights.reshape(-1, weights.shape[-1]) + self.each
        if not self.tags:
            return weights, self.bias
        return torch.cat([self.nothing, weights]), torch.cat([self.nothing_bias, self.bias])

    def forward(self, shown: Any) -> Any:
        """The outcomes, before they are made likelihoods."""
        return functional.linear(shown, *self.weights())


class Reader(nn.Module):  # type: ignore[misc]
    """The network as it is trained; see `holdfast.providers.facts.reader.network`."""

    def __init__(self, *, width: int = 64, looks: int = 128, sentence: int = 96, marks: int = 96) -> None:
        super().__init__()
        self.meaning = nn.Linear(256, width)
        self.words = _table(WORD_BUCKETS, width, 0.1)
        self.beginnings, self.endings = _table(AFFIX_BUCKETS, width, 0.05), _table(AFFIX_BUCKETS, width, 0.05)
        self.shapes = nn.Embedding(SHAPES + 1, width, padding_idx=PAD)
        self.near = nn.Conv1d(width, looks, 3, padding=1)
        self.alone = nn.Linear(width, looks)
        self.sentence = nn.Linear(2 * looks, sentence)
        self.told = Outcomes(sentence, tags=False)
        self.wide = nn.Conv1d(width, marks, 2 * REACH + 1, padding=REACH)
        self.beside = nn.Linear(looks + sentence, marks, bias=False)
        self.tags = Outcomes(marks, tags=True)
        self.seldom, self.often = nn.Dropout(0.1), nn.Dropout(0.2)

    def forward(self, batch: dict[str, Any]) -> tuple[Any, Any]:
        """What each sentence states, and the tags of its words."""
        features, present = batch["features"], batch["present"][..., None]
        words = self._without(0.25, self.words(features[..., 0]))
        affixes = self._without(0.25, self.beginnings(features[..., 1]) + self.endings(features[..., 2]))
        meanings = self._without(0.1, batch["meanings"])
        shown = self.meaning(meanings * network.MEANING_SCALE) + words + affixes + self.shapes(features[..., 3])
        first = shown[:, :1] + self.shapes(batch["first"])[:, None]
        shown = self.seldom(torch.cat([first, shown[:, 1:]], 1) * present)
        near = torch.relu(self.near(shown.transpose(1, 2)).transpose(1, 2)) * present
        alone = torch.relu(self.alone(shown)) * present
        strongest = self.often(torch.cat([near.max(1)[0], alone.max(1)[0]], 1))
        sentence = self.often(torch.relu(self.sentence(strongest)))
        beside = self.beside(torch.cat([near, sentence[:, None].expand(-1, shown.shape[1], -1)], -1))
        marks = torch.relu(self.wide(shown.transpose(1, 2)).transpose(1, 2) + beside)
        return self.told(sentence), self.tags(self.often(marks))

    def _without(self, share: float, vectors: Any) -> Any:
        """Vectors of words of which a share is left out while it learns."""
        kept = torch.rand(vectors.shape[:2]) >= share if self.training else torch.ones(vectors.shape[:2])
        return vectors * kept.float()[..., None]


def _table(rows: int, width: int, size: float) -> Any:
    table = nn.Embedding(rows, width)
    nn.init.normal_(table.weight, 0, size)
    return table


def train(lessons: Sequence[Lesson], shown: Shown, epochs: int, rate: float = 7e-3) -> Reader:
    """The network, trained by the lessons."""
    reader = Reader()
    steps = len(lessons) // BATCH
    optimiser = torch.optim.AdamW(reader.parameters(), lr=rate, weight_decay=0.02)
    rates = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps * epochs + 1, pct_start=0.1)
    for epoch in range(epochs):
        reader.train()
        total = 0.0
        for some in _batches(lessons, steps):
            loss = _loss(reader, shown.batch(some, vary=True))
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 5.0)
            optimiser.step()
            rates.step()
            total += loss.item()
        print(f"epoch {epoch + 1} of {epochs}: {total / steps:.3f}", flush=True)
    reader.eval()
    return reader


def _loss(reader: Reader, batch: dict[str, Any]) -> Any:
    told, tags = reader(batch)
    of_tags = functional.cross_entropy(tags.reshape(-1, TAGS), batch["tags"].reshape(-1), reduction="none")
    counting = (batch["present"] * batch["counts"]).reshape(-1)
    of_told = functional.binary_cross_entropy_with_logits(told, batch["operations"], reduction="none").sum(1)
    return (of_told * batch["sure"]).mean() + (of_tags * counting).sum() / len(told)


def _batches(lessons: Sequence[Lesson], most: int) -> Iterator[Sequence[Lesson]]:
    """Lessons in random order, those of a batch about as long as each other."""
    mixed = random.sample(lessons, len(lessons))
    groups = [mixed[at : at + 20 * BATCH] for at in range(0, len(mixed), 20 * BATCH)]
    groups = [sorted(group, key=lambda lesson: len(lesson.words)) for group in groups]
    batches = [group[at : at + BATCH] for group in groups for at in range(0, len(group), BATCH)]
    random.shuffle(batches)
    yield from batches[:most]


def train_gate(lessons: Sequence[Lesson]) -> tuple[Any, float]:
    """Weights of words that add up to whether a sentence states anything, and the least sum that passes."""
    rows = [torch.tensor([bucket_of(word) for _, _, word in lesson.words]) for lesson in lessons]
    stating = torch.tensor([float(bool(lesson.labels)) for lesson in lessons])
    weights = nn.Embedding(WORD_BUCKETS + 1, 1, padding_idx=WORD_BUCKETS)
    nn.init.zeros_(weights.weight)
    bias = nn.Parameter(torch.zeros(1))
    optimiser = torch.optim.AdamW([*weights.parameters(), bias], lr=0.02, weight_decay=0.3)

    def sums(numbers: Sequence[int]) -> Any:
        padded = nn.utils.rnn.pad_sequence(
            [rows[number] for number in numbers], batch_first=True, padding_value=WORD_BUCKETS
        )
        return weights(padded)[..., 0].sum(1)

    for _ in range(4):
        order = random.sample(range(len(lessons)), len(lessons))
        for at in range(0, len(order), BATCH):
            some = order[at : at + BATCH]
            loss = functional.binary_cross_entropy_with_logits(sums(some) + bias, stating[some])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    with torch.no_grad():
        totals = np.concatenate(
            [sums(range(at, min(at + 1024, len(rows)))).numpy() for at in range(0, len(rows), 1024)]
        )
    least = float(np.quantile(totals[stating.numpy() > 0], 1 - GATE_RECALL))
    return weights.weight.detach().numpy()[:-1, 0], least


def stored(reader: Reader, gate: Any, least: float) -> dict[str, Any]:
    """The weights as the package keeps them: large tables in whole numbers of one byte, the rest in two bytes."""
    of = {name: value.detach().numpy() for name, value in reader.state_dict().items()}
    weights: dict[str, Any] = {"operations": np.array([f"{'-' if ends else ''}{slot}" for slot, ends in OPERATIONS])}
    for name in ("words", "beginnings", "endings"):
        table = of[f"{name}.weight"]
        scale = np.abs(table).max(1, keepdims=True) / 127 + 1e-9
        weights[name], weights[f"{name}_scale"] = np.round(table / scale).astype(np.int8), _short(scale)
    weights["shapes"] = _short(of["shapes.weight"][:-1])
    for name in ("meaning", "alone", "sentence"):
        weights[name], weights[f"{name}_bias"] = _short(of[f"{name}.weight"].T), _short(of[f"{name}.bias"])
    for name in ("near", "wide"):
        weights[name] = _short(np.moveaxis(of[f"{name}.weight"], (2, 1), (0, 1)))
        weights[f"{name}_bias"] = _short(of[f"{name}.bias"])
    looks = reader.near.out_channels
    beside = of["beside.weight"].T
    weights["wide_near"], weights["wide_sentence"] = _short(beside[:looks]), _short(beside[looks:])
    for name, layer in (("told", reader.told), ("tags", reader.tags)):
        plain, bias = layer.weights()
        weights[name], weights[f"{name}_bias"] = _short(plain.detach().numpy().T), _short(bias.detach().numpy())
    return weights | {"gate": _short(gate), "gate_bias": np.array([least], np.float32)}


def _short(values: Any) -> Any:
    return np.ascontiguousarray(values, np.float16)


def note_checksum(weights: Path) -> None:
    """Write the checksum of the weights into the module that reads them."""
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    code = Path(network.__file__)
    written = re.sub(r'^SHA256: Final = "[^"]*"', f'SHA256: Final = "{digest}"', code.read_text("utf-8"), flags=re.M)
    code.write_text(written, encoding="utf-8")
    print(f"{weights}: {weights.stat().st_size} bytes, SHA-256 {digest}")


def measure(reader: Reader, shown: Shown, lessons: Sequence[Lesson]) -> None:
    """Print which share of what sentences state is told, and which share of what is told is stated."""
    ordered = sorted(lessons, key=lambda lesson: len(lesson.words))
    with torch.no_grad():
        parts = [
            torch.sigmoid(reader(shown.batch(ordered[at : at + BATCH], vary=False))[0]).numpy()
            for at in range(0, len(ordered), BATCH)
        ]
    told, stated = np.concatenate(parts), np.array([lesson.operations for lesson in ordered])
    for name, ends in (("put in", 0), ("ended", 1)):
        for least in (0.3, 0.5, 0.7, 0.9):
            hits = told[:, ends::2] >= least
            right = int((hits & (stated[:, ends::2] > 0)).sum())
            wanted, heard = int(stated[:, ends::2].sum()), int(hits.sum())
            print(f"{name}, from {least}: {right} of {wanted} told, {right} of {heard} right")


def main() -> None:
    """Train as the command line tells."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--epochs", type=int, default=26)
    parser.add_argument("--held-out", action="store_true")
    options = parser.parse_args()
    torch.manual_seed(1)
    random.seed(1)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=True)
    lines = list(read_talk(sorted(options.data.glob("*.txt"))))
    lessons = lessons_of([line for line in lines if not (options.held_out and is_held_out(line))])
    asked = lessons_of([line for line in lines if is_held_out(line)]) if options.held_out else []
    shown = Shown(lessons, asked)
    print(f"{len(lines)} lines, {len(lessons)} sentences to learn from")
    reader = train(lessons, shown, options.epochs)
    if asked:
        measure(reader, shown, asked)
    if options.out is not None or not options.held_out:
        out = options.out or network.WEIGHTS
        np.savez(out, **stored(reader, *train_gate(lessons)))
        note_checksum(out)


if __name__ == "__main__":
    main()

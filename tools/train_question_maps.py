"""Train the question maps: what turns the vector of a question towards those of the messages that answer it.

    python tools/train_question_maps.py [--service onnx] [--pairs tools/question_pairs] [--out FOLDER]

Reads groups of messages of the same matter and questions that one of them answers, embeds them with each of the
services `multilingual` and `onnx`, or the one that is named, learns a map for each, writes it and notes its checksum
beside the code that reads it.  Needs ``torch`` in an environment that has Holdfast with its extras ``multilingual`` and
``onnx``.  The same pairs give the same maps but for rounding: one thread, and all chance from seeds.  With another
folder to write to, the packaged maps and their checksums stay as they are.

1. Questions differ from answers in one direction more than in any other: that from the mean of the questions to the
   mean of what answers them.  What a question's vector has of it is taken off.  It says that a question was asked, and
   would find other questions.
2. In what is left a matrix D is learnt, so that x + x·D is nearer to the message that answers than to those beside it,
   of the same matter and of others.  It is held small: a penalty on the squares of its numbers.
3. Both together are carried out at `STRENGTH`.  The leading `RANK` directions are kept, and rounded to int8.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import torch  # type: ignore[import-not-found]
from numpy.typing import NDArray
from torch.nn import functional  # type: ignore[import-not-found]

from holdfast.providers.embeddings import question_maps
from holdfast.providers.embeddings.open import EmbeddingOptions, open_embedding_model
from holdfast.retrieval.analysis import Analyzer, analyzer_for
from holdfast.retrieval.features import MessageFeatures
from holdfast.retrieval.index import MessageBatch, ScopeIndex
from holdfast.retrieval.question import analyse

PAIRS: Final = Path(__file__).with_name("question_pairs")
SERVICES: Final = ("multilingual", "onnx")

RANK: Final = 64
SEEDS: Final = (0, 1, 2)
"""Maps of several orders of the groups are learnt; their mean depends less on chance."""
STEPS: Final = 200
RATE: Final = 0.002
MESSAGES_IN_BATCH: Final = 300
TEMPERATURE: Final = 0.05
PENALTY: Final = 0.03
STRENGTH: Final = 1.2
"""How far a map goes in the direction that is learnt: the penalty holds it smaller than helps."""
TYPICAL: Final = 0.5
"""The share of the mean of all messages that the ranking takes off the question's vector."""
PUT: Final = 1_800_000_000.0
"""When the questions are put, seconds since the epoch; it tells only which words name days."""

Vectors = NDArray[np.float32]


class Group(NamedTuple):
    """Messages of one matter, and questions about them.

    Attributes:
        messages: their texts.
        questions: what is embedded of each question: without the name of the speaker who is asked about.
        right: (questions, messages) which message answers which question.
    """

    messages: list[str]
    questions: list[str]
    right: NDArray[np.bool_]


class Embedded(NamedTuple):
    """A group as vectors; see `Group`."""

    messages: Vectors
    questions: Vectors
    right: NDArray[np.bool_]


def read_groups(folder: Path) -> Iterator[Group]:
    """The groups of the files of a folder."""
    analyzer = analyzer_for("english")
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            yield _group(json.loads(line), analyzer)


def _group(group: dict[str, Any], analyzer: Analyzer) -> Group:
    messages, asked = group["messages"], group["questions"]
    index = ScopeIndex.of(
        MessageBatch(
            keys=range(len(messages)),
            sessions=[0] * len(messages),
            roles=[group.get("speaker", "user")] * len(messages),
            created=[PUT - 60.0 * (len(messages) - at) for at in range(len(messages))],
            features=[MessageFeatures.of(text, analyzer) for text in messages],
            vectors=np.zeros((len(messages), 0), np.float32),
        )
    )
    right = np.zeros((len(asked), len(messages)), bool)
    for row, (_, places) in enumerate(asked):
        right[row, places] = True
    return Group(messages, [analyse(text, index, analyzer, now=PUT).embedding_text for text, _ in asked], right)


def embed(groups: Sequence[Group], service: str) -> tuple[str, list[Embedded]]:
    """The name of a service's model, and the groups as its vectors."""
    model: Any = open_embedding_model(EmbeddingOptions(service=service))
    unordered = {text for group in groups for text in (*group.messages, *group.questions)}
    texts = sorted(unordered, key=lambda text: (len(text), text))
    vectors = dict(zip(texts, model.encode(texts), strict=True))
    return model.name, [
        Embedded(
            np.array([vectors[text] for text in group.messages]),
            np.array([vectors[text] for text in group.questions]),
            group.right,
        )
        for group in groups
    ]


def learn(groups: Sequence[Embedded]) -> Vectors:
    """The matrix D of the map x → x + x·D."""
    answers = np.concatenate([group.messages[group.right.argmax(1)] for group in groups])
    apart = answers.mean(0) - np.concatenate([group.questions for group in groups]).mean(0)
    apart /= np.linalg.norm(apart)
    same = np.eye(len(apart), dtype=np.float32)
    without = same - np.outer(apart, apart)
    tensors = [
        (
            functional.normalize(torch.tensor(group.questions @ without), dim=1),
            torch.tensor(group.messages @ without),
            torch.tensor(group.right),
        )
        for group in groups
    ]
    change = np.mean([_learn_once(tensors, seed) for seed in SEEDS], axis=0)
    turned: Vectors = STRENGTH * (without @ (same + change) @ without - same)
    return turned


def _learn_once(groups: Sequence[tuple[Any, Any, Any]], seed: int) -> Vectors:
    chance = np.random.default_rng(seed)
    usual = TYPICAL * torch.cat([messages for _, messages, _ in groups]).mean(0)
    change = torch.zeros(len(usual), len(usual), requires_grad=True)
    optimiser = torch.optim.Adam([change], lr=RATE)
    waiting: list[int] = []
    for step in range(STEPS):
        optimiser.param_groups[0]["lr"] = RATE * min(1.0, 2.0 * (1.0 - step / STEPS))
        chosen = dict[int, None]()
        while sum(len(groups[at][1]) for at in chosen) < MESSAGES_IN_BATCH:
            waiting = waiting or chance.permutation(len(groups)).tolist()
            chosen[waiting.pop()] = None
        loss = _loss([groups[at] for at in chosen], change, usual) + PENALTY * (change**2).sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    learnt: Vectors = change.detach().numpy()
    return learnt


def _loss(groups: Sequence[tuple[Any, Any, Any]], change: Any, usual: Any) -> Any:
    """How improbable the right messages are among those of the batch.

    A message of another matter that is nearer to a question than the right one before anything is learnt may answer it
    as well: it does not count.
    """
    questions, messages = (torch.cat([group[part] for group in groups]) for part in (0, 1))
    right = torch.block_diag(*[group[2].float() for group in groups]) > 0
    same_matter = torch.block_diag(*[torch.ones(group[2].shape) for group in groups]) > 0
    before = questions @ messages.T
    doubtful = ~same_matter & (before > before.masked_fill(~right, -1.0).max(1, keepdim=True)[0])
    turned = functional.normalize(questions + questions @ change, dim=1)
    near = (turned @ messages.T - messages @ usual) / TEMPERATURE
    among_all = torch.logsumexp(near.masked_fill(doubtful, -torch.inf), 1)
    return (among_all - torch.logsumexp(near.masked_fill(~right, -torch.inf), 1)).mean()


def write(file: Path, change: Vectors) -> None:
    """Write the leading directions of a map as `holdfast.providers.embeddings.question_maps` reads them."""
    left, strengths, right = np.linalg.svd(change)
    root = np.sqrt(strengths[:RANK])
    down, down_scales = _rounded(left[:, :RANK] * root, axis=0)
    up, up_scales = _rounded(right[:RANK] * root[:, None], axis=1)
    np.savez(file, down=down, down_scales=down_scales, up=up, up_scales=up_scales)


def _rounded(values: Vectors, axis: int) -> tuple[NDArray[np.int8], Vectors]:
    scales = np.abs(values).max(axis=axis, keepdims=True) / 127
    return np.rint(values / scales).astype(np.int8), scales.reshape(-1).astype(np.float32)


def note_checksum(model: str, file: Path) -> None:
    """Write the checksum of a map into the module that reads it."""
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    code = Path(question_maps.__file__)
    known = re.compile(rf'("{re.escape(model)}": _Packaged\(\s*"{re.escape(file.name)}",\s*")[^"]*"')
    code.write_text(known.sub(rf'\g<1>{digest}"', code.read_text("utf-8")), encoding="utf-8")
    print(f"{file}: {file.stat().st_size} bytes, SHA-256 {digest}")


def main() -> None:
    """Train as the command line tells."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pairs", type=Path, default=PAIRS)
    parser.add_argument("--out", type=Path, default=question_maps.DIRECTORY)
    parser.add_argument("--service", choices=SERVICES, help="learn the map of this service alone")
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    chosen.out.mkdir(parents=True, exist_ok=True)
    groups = list(read_groups(chosen.pairs))
    for service in [chosen.service] if chosen.service else SERVICES:
        print(f"{service}: {len(groups)} groups, {sum(len(group.questions) for group in groups)} questions")
        model, embedded = embed(groups, service)
        write(chosen.out / f"{service}.npz", learn(embedded))
        if chosen.out == question_maps.DIRECTORY:
            note_checksum(model, chosen.out / f"{service}.npz")


if __name__ == "__main__":
    main()

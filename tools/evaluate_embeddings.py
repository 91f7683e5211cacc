"""Turn recall of an embedding model alone: cosine between question and turn, nothing else.

    python tools/evaluate_embeddings.py --data first/dev.json second/dev.json [--service onnx --path DIRECTORY]

A data file is a list of conversations ``{id, speakers, sessions: [{turns: [{id, text, caption?}]}], questions:
[{question, category, evidence: [turn ids]}]}``.  The names of the speakers are taken out of questions and turns: left
in, they drown everything else.  Questions without evidence and the categories given by ``--without`` are left out.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfast.providers.embeddings.open import EmbeddingOptions, open_embedding_model

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Encode = Callable[[Sequence[str]], NDArray[np.float32]]

CUTOFFS = (5, 10, 20)


def turn_text(turn: dict[str, Any]) -> str:
    caption = turn.get("caption")
    return f"{turn['text']} [shares {caption}]" if caption else str(turn["text"])


def without_names(text: str, speakers: Sequence[str]) -> str:
    pattern = "|".join(re.escape(part) for name in speakers for part in name.split())
    return re.sub(rf"\b(?:{pattern})\b(?:'s\b)?", " ", text, flags=re.IGNORECASE)


def recalls(ranked: Sequence[str], evidence: Sequence[str]) -> list[float]:
    wanted = set(evidence)
    return [len(wanted.intersection(ranked[:cutoff])) / len(wanted) for cutoff in CUTOFFS]


def evaluate_conversation(conversation: dict[str, Any], encode: Encode, without: Sequence[str]) -> list[list[float]]:
    turns = [turn for session in conversation["sessions"] for turn in session["turns"]]
    ids = np.array([turn["id"] for turn in turns])
    speakers = conversation["speakers"]
    table = encode([without_names(turn_text(turn), speakers) for turn in turns])
    asked = [q for q in conversation["questions"] if q["evidence"] and str(q["category"]) not in without]
    questions = encode([without_names(question["question"], speakers) for question in asked])
    scores = questions @ table.T
    order = np.argsort(-scores, axis=1, kind="stable")[:, : max(CUTOFFS)]
    return [recalls(list(ids[row]), question["evidence"]) for row, question in zip(order, asked, strict=True)]


def evaluate(path: Path, encode: Encode, without: Sequence[str] = ("5",)) -> NDArray[np.float64]:
    """Mean recall in % at each of ``CUTOFFS`` over all questions of the file."""
    conversations = json.loads(path.read_text(encoding="utf-8"))
    rows = [row for one in conversations for row in evaluate_conversation(one, encode, without)]
    means: NDArray[np.float64] = np.asarray(rows).mean(axis=0) * 100
    return means


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--without", nargs="*", default=["5"], help="question categories to leave out")
    parser.add_argument("--service", default="builtin")
    parser.add_argument("--path", type=Path)
    arguments = parser.parse_args()
    model = open_embedding_model(EmbeddingOptions(service=arguments.service, path=arguments.path))

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        return asyncio.run(model.embed(texts))

    print(f"{model.name}\n{'':40s}" + "".join(f"{f'R@{cutoff}':>8s}" for cutoff in CUTOFFS))
    for path in arguments.data:
        means = evaluate(path, encode, arguments.without)
        print(f"{path!s:40s}" + "".join(f"{value:8.1f}" for value in means))


if __name__ == "__main__":
    main()

"""Whether `dist` means the same for every question: right hits beside hits for questions about something else.

    python -m benchmarks.retrieval_scores dev.json …

Each question of a file (in the form of `retrieval_eval.py`) is put to its own conversation and, without the names in
it, to another one, where nothing answers it. AUC is the probability that the score of a right hit of the first kind
exceeds that of a hit of the second kind: of any of the first ten, and of the best one. Then follows what some values of
`min_score` keep of both.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.retrieval_adapter import conversation_messages
from benchmarks.retrieval_systems import ANALYZER, build_index, prepare, question_vector
from holdfast.retrieval.index import ScopeIndex
from holdfast.retrieval.question import analyse
from holdfast.retrieval.search import Hit, ScopeQuery, search

LIMIT = 10
LEAST = (0.30, 0.35, 0.40)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="+", help="labelled conversations")
    for path in parser.parse_args().data:
        report(path)


def report(path: Path) -> None:
    chance = random.Random(0)
    talks = [Talk(each) for each in json.loads(path.read_text("utf-8"))]
    right, foreign, foreign_best = [], [], []
    for talk in talks:
        others = [other for other in talks if other is not talk]
        for question, evidence in talk.questions:
            right += [hit.dist for hit in talk.ask(question) if hit.key in evidence]
            stranger = chance.choice(others)
            asked, _ = chance.choice(stranger.questions)
            hits = talk.ask(stranger.without_names(asked))
            foreign += [hit.dist for hit in hits]
            foreign_best.append(hits[0].dist)
    print(f"{path}: {len(right)} right hits, median {np.median(right):.2f}")
    for name, scores in (("all hits", foreign), ("best hits", foreign_best)):
        print(f"  {name} for foreign questions: median {np.median(scores):.2f}, AUC {auc(right, scores):.3f}")
    for least in LEAST:
        kept = [100 * np.mean(np.array(scores) >= least) for scores in (right, foreign)]
        print(f"  min_score {least:.2f} keeps {kept[0]:.0f} % of right hits, {kept[1]:.0f} % of foreign ones")


class Talk:
    """A conversation with its index and its answerable questions."""

    def __init__(self, conversation: dict[str, Any]) -> None:
        ids, messages = conversation_messages(conversation)
        position = {turn: place for place, turn in enumerate(ids)}
        self._index: ScopeIndex = build_index(messages, prepare(messages))
        self.questions = [
            (each["question"], {position[turn] for turn in each["evidence"]})
            for each in conversation["questions"]
            if each["evidence"] and str(each["category"]) != "5"
        ]

    def ask(self, text: str) -> list[Hit]:
        """The first hits for a question."""
        question = analyse(text, self._index, ANALYZER)
        return search(self._index, ScopeQuery(question, question_vector(question), LIMIT))

    def without_names(self, text: str) -> str:
        """A question without the names of this conversation's speakers."""
        return analyse(text, self._index, ANALYZER).embedding_text


def auc(higher: list[float], lower: list[float]) -> float:
    """Share of pairs in which the first is greater, ties counted half."""
    ordered = np.sort(lower)
    below = np.searchsorted(ordered, higher, "left") + np.searchsorted(ordered, higher, "right")
    return float(below.mean() / 2 / len(ordered))


if __name__ == "__main__":
    main()

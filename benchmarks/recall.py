"""How well the ranking does by sets and kinds of questions, and the questions that it fails.

    python -m benchmarks.recall                                    # the everyday questions of the project
    python -m benchmarks.recall dev.json search.json --failures 3  # further labelled sets
    python -m benchmarks.recall --service onnx                     # with another embedding model

`labelled_questions` says what the files look like. hit@k: some right message is among the first k; R@10: the share of
the right messages (of groups of them, where any of a group will do) among the first ten.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.labelled_questions import LabelledQuestion, Talk, read
from benchmarks.retrieval_systems import use
from holdfast.retrieval.scoring import DEFAULT_WEIGHTS, Weights

EVERYDAY = tuple(sorted(Path(__file__).with_name("data").glob("everyday-*.txt")))
LIMIT = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="*", default=EVERYDAY)
    parser.add_argument("--failures", type=int, default=0, help="show questions without a right message in the first N")
    parser.add_argument("--brief", action="store_true", help="no kinds")
    parser.add_argument("--service", choices=("builtin", "multilingual", "onnx"), default="builtin", help="what embeds")
    given = parser.parse_args()
    use(given.service)
    for path in given.data:
        for name, talks in read(path).items():
            _report(name, judged(talks), brief=given.brief, failures=given.failures)
    process = psutil.Process()
    print(f"\n{process.cpu_times().user:.0f} s of CPU, {process.memory_info().rss / 1e6:.0f} MB")


@dataclass(frozen=True)
class Judged:
    """A question with how it was answered.

    Attributes:
        ranks: the place of the best message of each group, from 1 on; None beyond the first ten.
        texts: the best messages with their scores.
    """

    asked: LabelledQuestion
    ranks: tuple[int | None, ...]
    texts: tuple[tuple[float, str], ...]
    wanted: str

    def hit(self, count: int) -> bool:
        """Whether some right message is among the first so many."""
        return any(rank is not None and rank <= count for rank in self.ranks)

    @property
    def recall(self) -> float:
        """The share of the groups found."""
        return sum(rank is not None for rank in self.ranks) / len(self.ranks)


def judged(talks: Iterable[Talk], weights: Weights = DEFAULT_WEIGHTS) -> list[Judged]:
    """Ask all questions of a set."""
    return [_judged(talk, asked, weights) for talk in talks for asked in talk.questions]


def _judged(talk: Talk, asked: LabelledQuestion, weights: Weights) -> Judged:
    hits = talk.ask(asked, LIMIT, weights)
    place = {hit.key: rank for rank, hit in enumerate(hits, 1)}
    ranks = tuple(min((place[key] for key in group if key in place), default=None) for group in asked.right)
    texts = tuple((hit.dist, talk.messages[hit.key].text) for hit in hits[:3])
    return Judged(asked, ranks, texts, talk.messages[min(asked.right[0])].text)


def _report(name: str, results: Sequence[Judged], *, brief: bool, failures: int) -> None:
    print(f"\n{name:32} {'n':>5} hit@1 hit@3  R@10")
    kinds = defaultdict(list)
    for each in results:
        kinds[each.asked.kind].append(each)
    for kind in sorted(kinds, key=lambda kind: -len(kinds[kind])) if not brief else ():
        _line(f"  {kind}", kinds[kind])
    _line("all", results)
    for each in results if failures else ():
        if not each.hit(failures):
            print(f"- {each.asked.kind}: {each.asked.text!r} {each.ranks} wanted {each.wanted[:100]!r}")
            for dist, text in each.texts:
                print(f"      {dist:6.3f} {text[:100]!r}")


def _line(name: str, some: Sequence[Judged]) -> None:
    shares = [sum(values) / len(some) for values in zip(*((e.hit(1), e.hit(3), e.recall) for e in some), strict=True)]
    print(f"{name:32} {len(some):5d} " + " ".join(f"{100 * share:5.1f}" for share in shares))


if __name__ == "__main__":
    main()

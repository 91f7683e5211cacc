"""Whether a large scope, which is looked at roughly first, ranks as one that is ranked as a whole.

    python -m benchmarks.rough_look                                  # the everyday questions of the project
    python -m benchmarks.rough_look dev.json search.json --messages 300000 --questions 200

The talk of all files lies in one scope, with as many further messages as are wanted, each made of pieces of two others;
`labelled_questions` says what the files look like.  `same` is the share of the ten best of the whole ranking that are
among the ten best after the rough look, `first` how often the best is the same, `right` what share of the messages that
answer are among the ten best, ranked either way.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path

from benchmarks.labelled_questions import LabelledQuestion, Talk, read
from benchmarks.recall import EVERYDAY, LIMIT
from benchmarks.retrieval_systems import Message
from holdfast.retrieval import large_scopes
from holdfast.retrieval.search import Hit


def main() -> None:
    """Ask all questions both ways."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="*", default=EVERYDAY)
    parser.add_argument("--messages", type=int, default=300_000, help="how many there are altogether")
    parser.add_argument("--questions", type=int, default=200, help="at most so many of each set")
    given = parser.parse_args()
    sets = dict(first for path in given.data for first in islice(read(path).items(), 1))
    scope, questions = _together(sets, given.messages, given.questions)
    print(f"{len(scope.messages)} messages\n{'set':36} {'n':>5} {'same':>7} {'first':>6} {'right':>12} {'CPU, ms':>14}")
    for name, asked in questions.items():
        _report(name, scope, asked)


def _together(sets: dict[str, list[Talk]], wanted: int, most: int) -> tuple[Talk, dict[str, list[LabelledQuestion]]]:
    """All talks and as many further messages as one talk, and the questions of each set about it."""
    messages: list[Message] = []
    questions: dict[str, list[LabelledQuestion]] = {}
    for name, talks in sets.items():
        some: list[LabelledQuestion] = []
        for number, talk in enumerate(talks):
            some += [_moved(asked, len(messages)) for asked in talk.questions]
            messages += [replace(each, session=f"{name} {number} {each.session}") for each in talk.messages]
        questions[name] = random.Random(1).sample(some, min(most, len(some)))
    return Talk([*messages, *_further(messages, wanted - len(messages))]), questions


def _moved(asked: LabelledQuestion, by: int) -> LabelledQuestion:
    return replace(asked, right=tuple(frozenset(place + by for place in group) for group in asked.right))


def _further(messages: list[Message], count: int) -> Iterable[Message]:
    """Messages made of the first half of one and the second half of another."""
    numbers = random.Random(2)
    for number in range(count):
        one, other = numbers.choice(messages), numbers.choice(messages)
        begin, end = one.text.split(), other.text.split()
        text = " ".join(begin[: len(begin) // 2 + 1] + end[len(end) // 2 :])
        yield replace(one, text=text, session=f"further {number // 20}")


def _report(name: str, scope: Talk, questions: list[LabelledQuestion]) -> None:
    rough, whole = ([_asked(scope, asked, full) for asked in questions] for full in (0, len(scope.messages)))
    pairs = [
        ({hit.key for hit in one}, {hit.key for hit in other})
        for (one, _), (other, _) in zip(rough, whole, strict=True)
    ]
    same = sum(len(one & other) for one, other in pairs) / sum(len(other) for _, other in pairs)
    first = sum(one[0].key == other[0].key for (one, _), (other, _) in zip(rough, whole, strict=True)) / len(questions)
    right = [
        100 * sum(_found(asked, keys[way]) for asked, keys in zip(questions, pairs, strict=True)) / len(questions)
        for way in (0, 1)
    ]
    spent = [1000 * sum(seconds for _, seconds in way) / len(questions) for way in (rough, whole)]
    print(
        f"{name:36} {len(questions):5} {same:7.4f} {first:6.3f} {right[0]:5.1f} {right[1]:6.1f}"
        f" {spent[0]:6.1f} {spent[1]:7.1f}",
        flush=True,
    )


def _asked(scope: Talk, asked: LabelledQuestion, full_rows: int) -> tuple[list[Hit], float]:
    """The best hits in a scope that is ranked as a whole where it has no more than so many messages, and the time."""
    large_scopes.FULL_ROWS = full_rows
    scope.ask(asked, 1)  # the question is analysed once for both
    began = time.process_time()
    return scope.ask(asked, LIMIT), time.process_time() - began


def _found(asked: LabelledQuestion, keys: set[int]) -> float:
    return sum(bool(group & keys) for group in asked.right) / len(asked.right)


if __name__ == "__main__":
    main()

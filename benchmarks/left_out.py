"""Whether the constants of the ranking hold on talk that they were not chosen on: leave one set out.

    python -m benchmarks.left_out dev.json search.json …    # beside the everyday questions of the project

Each constant is tried at some multiples of its value. For each set the multiple is chosen that does best on all the
*other* sets, each set counting alike; `used` is what it gains there and `left out` what it gains on the set that had no
say, both as a mean over sets, in points of the score. A constant for which `used` is well above 0 should be changed
when `left out` is too; where it is not, the gain is one of the sets and not of the ranking. `without` is the loss when
the constant is 0: one that is not above 0 could go. The score of a set is the mean of hit@1, hit@3 and R@10.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec

from benchmarks.labelled_questions import Talk, read
from benchmarks.recall import EVERYDAY, judged
from holdfast.retrieval.scoring import DEFAULT_WEIGHTS, Weights

MULTIPLES = (0.0, 0.5, 0.75, 1.0, 1.33, 2.0)
JUDGING = frozenset({"everyday-unseen", "everyday-later", "everyday-fresh", "everyday-latest"})
TUNED_ON = tuple(path for path in EVERYDAY if path.stem not in JUDGING)
"""The everyday questions without those that only judge."""
_AS_IT_IS, _WITHOUT = MULTIPLES.index(1.0), MULTIPLES.index(0.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="*", help="further labelled sets")
    sets: dict[str, list[Talk]] = {}
    for path in (*TUNED_ON, *parser.parse_args().data):
        sets |= read(path)
    now = [score(talks, DEFAULT_WEIGHTS) for talks in sets.values()]
    print("score today: " + ", ".join(f"{name} {value:.1f}" for name, value in zip(sets, now, strict=True)))
    print(f"{'constant':>14} {'value':>6} {'without':>8} {'used':>6} {'left out':>9}  chosen with each set left out")
    for constant in Weights.__struct_fields__:
        report(constant, sets, now)


def report(constant: str, sets: dict[str, list[Talk]], now: list[float]) -> None:
    """Print one constant's row."""
    value: float = getattr(DEFAULT_WEIGHTS, constant)
    gains = []
    for multiple in MULTIPLES:
        weights = msgspec.structs.replace(DEFAULT_WEIGHTS, **{constant: multiple * value})
        scores = now if multiple == 1 else [score(talks, weights) for talks in sets.values()]
        gains.append([new - old for new, old in zip(scores, now, strict=True)])
    chosen = [_best(gains, leaving_out) for leaving_out in range(len(sets))]
    used = sum(_others(gains[row], at) for at, row in enumerate(chosen)) / len(sets)
    left_out = sum(gains[row][at] for at, row in enumerate(chosen)) / len(sets)
    without = -sum(gains[_WITHOUT]) / len(sets)
    multiples = ", ".join(f"{MULTIPLES[row]:g}" for row in chosen)
    print(f"{constant:>14} {value:6.3f} {without:8.1f} {used:6.2f} {left_out:9.2f}  {multiples}", flush=True)


def score(talks: list[Talk], weights: Weights) -> float:
    """How well a set is answered, 0 … 100."""
    results = judged(talks, weights)
    return 100 * sum((each.hit(1) + each.hit(3) + each.recall) / 3 for each in results) / len(results)


def _best(gains: list[list[float]], leaving_out: int) -> int:
    """The row of the multiple that does best on the other sets; today's where none does better."""
    return max(range(len(gains)), key=lambda row: (round(_others(gains[row], leaving_out), 6), row == _AS_IT_IS))


def _others(gains: list[float], leaving_out: int) -> float:
    """The mean gain of all sets but one."""
    return (sum(gains) - gains[leaving_out]) / (len(gains) - 1)


if __name__ == "__main__":
    main()

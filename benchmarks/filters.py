"""Cost of testing one row of metadata, in microseconds of CPU, for typical paths.

The floor is the same question asked by hand in Python: a dictionary look-up and a comparison. Run it with
``python benchmarks/filters.py``; ``--rows`` sets how many rows are tested per path.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime

from holdfast.domain.filters import read_search_filter
from holdfast.domain.filters.jsonpath import compile_path, parse

Metadata = dict[str, object]
Test = Callable[[Metadata], bool]

PATHS = [
    ("equal string", '$ ? (@.topic == "food")'),
    ("equal string, manual's form", '$[*] ? (@.topic == "food")'),
    ("number in range", "$ ? (@.page > 10 && @.page <= 20)"),
    ("decimal comparison", "$ ? (@.score >= 0.25)"),
    ("key exists", "$.topic"),
    ("membership in a list", '$.tags[*] ? (@ == "red")'),
    ("entity label and name", '$.system.entities[*] ? (@.Label == "GPE" && @.Name == "Iceland")'),
    ("lacks a key", "$ ? (!exists (@.archived))"),
    ("prefix", '$.topic ? (@ starts with "fo")'),
    ("regular expression", '$.topic ? (@ like_regex "^fo+d$" flag "i")'),
    ("any deep value", "$.** ? (@ == 20)"),
    ("date comparison", '$ ? (@.day.datetime() < "2024-03-01".datetime())'),
    ("bare predicate", '$.topic == "food"'),
]
WHERE = {"and": [{"jsonpath": '$ ? (@.topic == "food")'}, {"or": [{"jsonpath": "$.a"}, {"jsonpath": "$.tags"}]}]}


def rows(count: int) -> list[Metadata]:
    source = random.Random(1)
    return [
        {
            "topic": source.choice(["food", "weather", "sport", "music"]),
            "page": source.randrange(30),
            "score": source.random(),
            "day": f"2024-0{source.randint(1, 6)}-1{source.randint(0, 9)}",
            "tags": source.sample(["red", "green", "blue", "white"], 2),
            "system": {"entities": [{"Label": source.choice(["GPE", "DATE"]), "Name": "Iceland", "Matches": []}]},
        }
        for _ in range(count)
    ]


def microseconds(test: Test, data: list[Metadata]) -> tuple[float, int]:
    """CPU time per row, the best of five rounds, and the number of rows that match."""
    best = float("inf")
    matched = 0
    for _ in range(5):
        start = time.process_time()
        matched = sum(map(test, data))
        best = min(best, time.process_time() - start)
    return best / len(data) * 1e6, matched


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=20_000)
    data = rows(arguments.parse_args().rows)
    pattern = re.compile("^fo+d$", re.IGNORECASE)
    floors: list[tuple[str, Test]] = [
        ("floor: row.get(key) == value", lambda row: row.get("topic") == "food"),
        ("floor: re.search", lambda row: pattern.search(str(row.get("topic"))) is not None),
        ("floor: any(tag == value)", lambda row: any(tag == "red" for tag in row.get("tags") or ())),  # type: ignore[attr-defined]
    ]
    print(f"{len(data)} rows; best of 5 rounds\n{'what':34}{'µs/row':>8}{'× floor':>9}{'match':>8}")
    floor = 0.0
    for name, test in floors:
        cost, matched = microseconds(test, data)
        floor = floor or cost
        print(f"{name:34}{cost:8.2f}{cost / floor:9.1f}{matched:8}")
    tests = [(name, compile_path(parse(text))) for name, text in PATHS]
    predicate = read_search_filter({"where": WHERE}, now=datetime.now(UTC)).where
    assert predicate is not None
    for name, test in [*tests, ("where tree of three paths", predicate.matches)]:
        cost, matched = microseconds(test, data)
        print(f"{name:34}{cost:8.2f}{cost / floor:9.1f}{matched:8}")
    start = time.process_time()
    for _, text in PATHS:
        compile_path(parse(text))
    print(f"\nparsing and compiling a path: {(time.process_time() - start) / len(PATHS) * 1e6:.0f} µs on average")


if __name__ == "__main__":
    main()

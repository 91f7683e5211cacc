"""How well facts are found by rules, and how fast.

Asks the built-in finder for every message of ``benchmarks/data/facts.txt`` by itself.  Prints precision and recall of
statements and of slots with their values, and messages per second of processor time.  ``--errors`` lists what was
found wrongly or missed.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from holdfast.providers.facts.builtin import BuiltInFactFinder
from holdfast.providers.facts.contract import Said, Statement
from holdfast.providers.facts.known import resolved

DATA = Path(__file__).parent / "data" / "facts.txt"
ROUNDS = 20


class Expected(NamedTuple):
    """What a careful reader would keep of a message; no slot for a statement without one."""

    slot: str | None
    value: str
    ends: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--errors", action="store_true", help="list what was found wrongly or missed")
    options = parser.parse_args()
    cases = list(read_cases(options.data))
    console = Console()
    score, by_slot, errors = judge(cases)
    table = Table("measure", "", title=f"{len(cases)} messages")
    table.add_row("precision of statements", _percent(score["kept right"], score["kept"]))
    table.add_row("recall of statements", _percent(score["found"], score["wanted"]))
    table.add_row("precision of slot and value", _percent(score["filled right"], score["filled"]))
    table.add_row("recall of slot and value", _percent(score["slots found"], score["slots wanted"]))
    table.add_row("messages/s of processor time", f"{_speed(cases):,.0f}")
    console.print(table)
    slots = Table("slot", "wanted", "recall", "filled", "precision")
    for slot, count in sorted(by_slot.items()):
        recall, precision = _percent(count["found"], count["wanted"]), _percent(count["right"], count["filled"])
        slots.add_row(slot, str(count["wanted"]), recall, str(count["filled"]), precision)
    console.print(slots)
    if options.errors:
        console.print("\n".join(errors), markup=False)


def read_cases(path: Path) -> Iterator[tuple[str, list[Expected]]]:
    """Each message with what is expected of it."""
    for line in path.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            message, _, wanted = line.rpartition(" | ")
            yield message, [] if wanted == "none" else [_expected(part) for part in wanted.split(" ; ")]


def judge(cases: list[tuple[str, list[Expected]]]) -> tuple[Counter[str], dict[str, Counter[str]], list[str]]:
    """Counts over all, counts by slot, and what went wrong."""
    score: Counter[str] = Counter()
    by_slot: dict[str, Counter[str]] = {}
    errors: list[str] = []
    finder = BuiltInFactFinder()
    for message, wanted in cases:
        messages = [Said("user", message)]
        found = resolved(finder.find(messages), messages)
        score["kept"] += bool(found)
        score["kept right"] += bool(found) and bool(wanted)
        score["wanted"] += bool(wanted)
        score["found"] += bool(found) and bool(wanted)
        for one in found:
            if one.slot is not None:
                right = any(_fits(one, each) for each in wanted)
                count = by_slot.setdefault(one.slot, Counter())
                count.update(filled=1, right=right)
                score.update({"filled": 1, "filled right": right})
        for each in wanted:
            if each.slot is not None:
                right = any(_fits(one, each) for one in found)
                by_slot.setdefault(each.slot, Counter()).update(wanted=1, found=right)
                score.update({"slots wanted": 1, "slots found": right})
        if not _all_fit(found, wanted):
            shown = "; ".join(f"{'-' if one.ends else ''}{one.slot}: {one.value}" for one in found) or "nothing"
            errors.append(f"{message}\n    found {shown}")
    return score, by_slot, errors


def _all_fit(found: list[Statement], wanted: list[Expected]) -> bool:
    slots = [each for each in wanted if each.slot is not None]
    if bool(found) != bool(wanted) or any(not any(_fits(one, each) for one in found) for each in slots):
        return False
    return all(one.slot is None or any(_fits(one, each) for each in slots) for one in found)


def _fits(found: Statement, wanted: Expected) -> bool:
    if (found.slot, found.ends) != (wanted.slot, wanted.ends):
        return False
    value = (found.value or "").lower()
    wished = wanted.value.lower()
    return wished in value if wanted.slot == "instruction" else value == wished


def _expected(part: str) -> Expected:
    if part == "fact":
        return Expected(None, "", ends=False)
    slot, _, value = part.partition(":")
    return Expected(slot.removeprefix("-"), value.strip(), slot.startswith("-"))


def _speed(cases: list[tuple[str, list[Expected]]]) -> float:
    finder = BuiltInFactFinder()
    messages = [Said("user", message) for message, _ in cases]
    started = time.process_time()
    for _ in range(ROUNDS):
        for message in messages:
            finder.find([message])
    return ROUNDS * len(messages) / (time.process_time() - started)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"


if __name__ == "__main__":
    main()

"""How well and how fast the entity extractor works on labelled chat messages.

    python benchmarks/entities.py [--part tuning|held-out|unlisted|all] [--misses]

Prints precision, recall and F1 per label and over all labels (micro average), for exact spans with the right label,
and messages per CPU second beside the floor: cutting the same messages into words and nothing else.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from holdfast.providers.entities.builtin import BuiltInEntityExtractor
from holdfast.providers.entities.contract import LABELS, EntityExtractor
from holdfast.providers.entities.words import Words

DATA = Path(__file__).parent / "data"
PARTS = {
    "tuning": DATA / "entities-tuning.txt",
    "held-out": DATA / "entities-held-out.txt",
    "unlisted": DATA / "entities-unlisted.txt",
}
MARKED = re.compile(r"\{([^{}|\n]+)\|(" + "|".join(LABELS) + r")\}")
ROUNDS = 20


class Labelled(NamedTuple):
    """A message and its entities as (start, end, label)."""

    text: str
    spans: frozenset[tuple[int, int, str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=[*PARTS, "all"], default="all")
    parser.add_argument("--misses", action="store_true", help="also print every message with a wrong or missing span")
    arguments = parser.parse_args()
    extractor = BuiltInEntityExtractor()
    for name, path in PARTS.items():
        if arguments.part in {name, "all"}:
            messages = read_labelled(path)
            print(f"\n{name}: {len(messages)} messages, {sum(len(m.spans) for m in messages)} entities")
            print_scores(messages, extractor)
            if arguments.misses:
                print_misses(messages, extractor)
    print_speed(read_labelled(PARTS["tuning"]), extractor)


def read_labelled(path: Path) -> list[Labelled]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [parse(line) for line in lines if line and not line.startswith("#")]


def parse(line: str) -> Labelled:
    text, spans, position = "", set(), 0
    line = line.replace("\\n", "\n")
    for match in MARKED.finditer(line):
        text += line[position : match.start()]
        spans.add((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        position = match.end()
    return Labelled(text + line[position:], frozenset(spans))


def found(extractor: EntityExtractor, text: str) -> frozenset[tuple[int, int, str]]:
    return frozenset((m.start, m.end, entity.label) for entity in extractor.extract(text) for m in entity.matches)


def print_scores(messages: Sequence[Labelled], extractor: EntityExtractor) -> None:
    right: Counter[str] = Counter()
    given: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for message in messages:
        answer = found(extractor, message.text)
        right.update(label for *_, label in answer & message.spans)
        given.update(label for *_, label in answer)
        wanted.update(label for *_, label in message.spans)
    print(f"{'label':14}{'wanted':>7}{'precision':>11}{'recall':>8}{'F1':>7}")
    for label in LABELS:
        if wanted[label] or given[label]:
            print_row(label, right[label], given[label], wanted[label])
    print_row("micro average", right.total(), given.total(), wanted.total())


def print_row(label: str, right: int, given: int, wanted: int) -> None:
    precision = right / given if given else 0.0
    recall = right / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    print(f"{label:14}{wanted:7}{precision:11.1%}{recall:8.1%}{f1:7.1%}")


def print_misses(messages: Sequence[Labelled], extractor: EntityExtractor) -> None:
    for message in messages:
        answer = found(extractor, message.text)
        if answer != message.spans:
            print("\n" + message.text.replace("\n", "\\n"))
            for sign, spans in (("  missing", message.spans - answer), ("  wrong  ", answer - message.spans)):
                for start, end, label in sorted(spans):
                    print(f"{sign} {label}: {message.text[start:end]!r}")


def print_speed(messages: Sequence[Labelled], extractor: EntityExtractor) -> None:
    texts = [message.text for message in messages]
    mean = sum(map(len, texts)) / len(texts)
    huge = " ".join(texts) * 300
    print(f"\n{len(texts)} messages of {mean:.0f} characters on average, {ROUNDS} rounds")
    print(f"extract:   {rate(extractor.extract, texts):9,.0f} messages per CPU second")
    print(f"cut only:  {rate(Words, texts):9,.0f} messages per CPU second")
    started = time.process_time()
    entities = extractor.extract(huge)
    print(
        f"one message of {len(huge) / 1e6:.1f} MB: {time.process_time() - started:.2f} CPU s, {len(entities)} entities"
    )


def rate(work: Callable[[str], object], texts: Sequence[str]) -> float:
    started = time.process_time()
    for _ in range(ROUNDS):
        for text in texts:
            work(text)
    return ROUNDS * len(texts) / (time.process_time() - started)


if __name__ == "__main__":
    main()

"""What the reader hears in a sentence: which slots it fills and ends, and which words name the values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from holdfast.providers.facts.clauses import sentences
from holdfast.providers.facts.reader.network import Floats, Operation, load_network
from holdfast.providers.facts.reader.reading import Word

_FEWEST_WORDS: Final = 2
_MOST_WORDS: Final = 32
"""Words of a sentence: the reader has learned from chats, and mistakes what longer ones argue for what is so."""

LIKELY: Final = 0.5
"""From here on what a sentence may state is looked for in its words."""

_BEGINS: Final = 0.25
_CONTINUES: Final = 0.3


class Told(NamedTuple):
    """What a sentence is likely to state, before it is known which words name the values.

    Attributes:
        words: those of the sentence.
        operations: the numbers of the operations that it tells, and how likely it does.
    """

    words: list[Word]
    operations: Sequence[tuple[int, float]]


class Heard(NamedTuple):
    """A slot that a sentence fills or, with ``ends``, says to hold a value no more.

    ``text[start:end]`` names the value; both are 0 where an end names none.  ``certainty`` is from 0 to 1.
    """

    slot: str
    ends: bool
    start: int
    end: int
    certainty: float


def may_hear(text: str) -> bool:
    """Whether something may be heard in a sentence of a message."""
    return any(told(text, start, end) is not None for start, end in sentences(text))


def told(text: str, start: int, end: int) -> Told | None:
    """What the sentence ``text[start:end]`` is likely to state of who says it, if it states anything."""
    network = load_network()
    words = network.words_passed(text, start, end)
    if words is None or not _FEWEST_WORDS <= len(words) <= _MOST_WORDS:
        return None
    operations = network.operations_told(words, LIKELY)
    return Told(words, operations) if operations else None


def operation_of(number: int) -> Operation:
    """The operation of a number."""
    return load_network().operations[number]


def named(words: list[Word], operations: Sequence[tuple[int, float]]) -> Iterator[Heard]:
    """What some words state by some operations, each with the words that name its value."""
    network = load_network()
    tags = network.tags(words)
    for number, certainty in operations:
        operation = network.operations[number]
        values = list(_values(operation, words, tags[:, 1 + 2 * number], tags[:, 2 + 2 * number], certainty))
        yield from values
        if operation.ends and not values:
            yield Heard(operation.slot, ends=True, start=0, end=0, certainty=certainty)


def _values(
    operation: Operation, words: Sequence[Word], begins: Floats, continues: Floats, certainty: float
) -> Iterator[Heard]:
    """The words that name values of an operation."""
    at = 0
    while at < len(words):
        if begins[at] < _BEGINS or 2 * begins[at] < continues[at]:
            at += 1
            continue
        start, share = words[at][0], float(begins[at])
        at += 1
        while at < len(words) and continues[at] > max(_CONTINUES, begins[at]):
            at += 1
        yield Heard(operation.slot, operation.ends, start, words[at - 1][1], (certainty * share) ** 0.5)

"""What the reader hears in a sentence: which slots it fills and ends, and which words name the values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from holdfast.providers.facts.reader.network import Operation, load_network
from holdfast.providers.facts.reader.reading import Word

LIKELY: Final = 0.35
"""From here on what a sentence may put into a slot is looked for in its words."""

LIKELY_OVER: Final = 0.2
"""The same of what it may say to be over: that counts only of what is held, so less will do."""

_MORE_LIKELY: Final = 2.0
"""So much likelier may it be that something is put into a slot of which the sentence says that something is over."""

_BEGINS: Final = 0.25
_CONTINUES: Final = 0.3


class Likely(NamedTuple):
    """An operation that a sentence tells, its number, and how likely it does."""

    operation: Operation
    number: int
    certainty: float


class Told(NamedTuple):
    """What a sentence is likely to state, before it is known which words name the values.

    Attributes:
        words: those of the sentence.
        operations: the operations that it tells.
    """

    words: list[Word]
    operations: Sequence[Likely]


class Heard(NamedTuple):
    """A slot that a sentence fills or, with ``ends``, says to hold a value no more.

    ``text[start:end]`` names the value; both are 0 where an end names none.  ``certainty`` is from 0 to 1.
    """

    slot: str
    ends: bool
    start: int
    end: int
    certainty: float


def told(text: str, start: int, end: int) -> Told | None:
    """What the sentence ``text[start:end]`` is likely to state of who says it, if it states anything."""
    network = load_network()
    heard = None if network is None else network.hear(text, start, end, LIKELY_OVER)
    if network is None or heard is None:
        return None
    words, operations = heard
    likely = [Likely(network.operations[number], number, certainty) for number, certainty in operations]
    certainty_of = {each.operation: each.certainty for each in likely}
    operations_told = [each for each in likely if _is_told(each, certainty_of)]
    return Told(words, operations_told) if operations_told else None


def _is_told(one: Likely, certainty_of: Mapping[Operation, float]) -> bool:
    """Whether it is looked for in the words; what is over tells as well of something new."""
    slot, ends = one.operation
    other = certainty_of.get(Operation(slot, not ends), 0.0)
    return one.certainty * _MORE_LIKELY > other if ends else one.certainty + other >= LIKELY


def named(words: list[Word], operations: Sequence[Likely]) -> Iterator[Heard]:
    """What some words state by some operations, each with the words that name its value."""
    network = load_network()
    if network is None:
        return
    shares = network.values_named(words, [each.number for each in operations])
    for (operation, _, certainty), begins_and_continues in zip(operations, shares, strict=True):
        values = list(_values(operation, words, begins_and_continues, certainty))
        yield from values
        if operation.ends and not values:
            yield Heard(operation.slot, ends=True, start=0, end=0, certainty=certainty)


def _values(
    operation: Operation, words: Sequence[Word], shares: Sequence[tuple[float, float]], certainty: float
) -> Iterator[Heard]:
    """The words that name values of an operation; ``shares`` tell how likely each begins one or continues it."""
    at = 0
    while at < len(words):
        begins, continues = shares[at]
        start = at
        at += 1
        if begins < _BEGINS or 2 * begins < continues:
            continue
        while at < len(words) and shares[at][1] > max(_CONTINUES, shares[at][0]):
            at += 1
        yield Heard(operation.slot, operation.ends, words[start][0], words[at - 1][1], (certainty * begins) ** 0.5)

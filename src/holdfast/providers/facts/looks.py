"""What shows at a look at the latest texts, and expressions that are tried only where that says that they may fit.

It is there twice: compiled (`compiled_looks.pyx`, built at installation where there is a C compiler), and in plain
Python, which gives the same results and costs some three times as much.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from holdfast.providers.facts.pieces import Look, Scanner, Seen

__all__ = [
    "ExpressionTrial",
    "LatestLooks",
    "Looks",
    "PlainLooks",
    "PlainTrial",
    "Search",
    "Trial",
    "bits_of",
    "numbers_of",
]

Search = Callable[[str], re.Match[str] | None]
"""Tells where an expression first fits a text."""


class Looks(Protocol):
    """What shows at a look at a text; that of the latest texts is kept."""

    def __init__(self, scanner: Callable[[], Scanner], most: int, /) -> None:
        """``scanner`` gives what looks at texts; at most ``most`` are kept."""
        ...

    def read(self, text: str, /) -> None:
        """Look at a text of which parts will be asked for: none of them needs a look of its own then.

        Where it differs in nothing but case from the one that was read last, that look holds for it.
        """
        ...

    def of(self, text: str, /) -> Seen:
        """What fits somewhere in a text, as far as that shows at a look."""
        ...

    def admitted(self, text: str, /) -> int:
        """The numbers of all expressions that may fit somewhere in a text, as bits; see `bits_of`."""
        ...

    def forget(self) -> None:
        """Keep nothing of what has been looked at: the scanner is another one."""
        ...


class Trial(Protocol):
    """An expression of a number, which is tried only where it may fit."""

    number: int

    def __init__(
        self, number: int, looks: Looks, searches: dict[int, Search], search_for: Callable[[int], Search], /
    ) -> None:
        """``searches`` are those of the ways that were tried, ``search_for`` makes that of another one."""
        ...

    def lets_pass(self, text: str, /) -> bool:
        """Whether the expression may fit somewhere in a text."""
        ...

    def fits(self, text: str, /) -> bool:
        """Whether the expression fits somewhere in a text."""
        ...


def bits_of(numbers: Iterable[int]) -> int:
    """Numbers as one, in which the bits at their places are set: a set of numbers that is quickly compared."""
    bits = 0
    for number in numbers:
        bits |= 1 << number
    return bits


def numbers_of(bits: int) -> Iterator[int]:
    """The numbers of which `bits_of` made one, in ascending order."""
    while bits:
        rest = bits & bits - 1
        yield (bits ^ rest).bit_length() - 1
        bits = rest


class PlainLooks:
    """`Looks` in plain Python."""

    def __init__(self, scanner: Callable[[], Scanner], most: int, /) -> None:
        """See `Looks`."""
        self._scanner = scanner
        self._most = most
        self._kept: dict[str, Seen] = {}
        self._read: tuple[str, Look | None] = ("", None)

    def read(self, text: str, /) -> None:
        """See `Looks`."""
        if text != self._read[0]:
            same = self._read[1] is not None and differs_in_case_alone(text, self._read[0])
            self._read = (text, self._read[1] if same else self._scanner().look(text))

    def of(self, text: str, /) -> Seen:
        """See `Looks`."""
        seen = self._kept.get(text)
        if seen is None:
            if len(self._kept) >= self._most:
                self._kept.clear()
            seen = self._kept[text] = self._look(text)
        return seen

    def admitted(self, text: str, /) -> int:
        """See `Looks`."""
        return bits_of(self.of(text))

    def forget(self) -> None:
        """See `Looks`."""
        self._kept.clear()
        self._read = ("", None)

    def _look(self, text: str) -> Seen:
        in_ascii = text.isascii()
        whole, look = self._read
        start = whole.find(text)
        seen = None if start < 0 or look is None else look.seen(start, start + len(text), in_ascii=in_ascii)
        if seen is None:
            seen = self._scanner().look(text).seen(0, len(text), in_ascii=in_ascii) or {}
        return seen


def differs_in_case_alone(text: str, other: str) -> bool:
    """Whether two texts are equal, character by character, where case does not count: a look shows the same of both."""
    return len(text) == len(other) and text.lower() == other.lower() and "\u0130" not in text


class PlainTrial:
    """A `Trial` in plain Python."""

    def __init__(
        self, number: int, looks: Looks, searches: dict[int, Search], search_for: Callable[[int], Search], /
    ) -> None:
        """See `Trial`."""
        self.number = number
        self._look = looks.of
        self._searches, self._search_for = searches, search_for

    def lets_pass(self, text: str, /) -> bool:
        """See `Trial`."""
        return self.number in self._look(text)

    def fits(self, text: str, /) -> bool:
        """See `Trial`."""
        # Most do not, and those that may are tried often: as few calls are made as can be.
        ways = self._look(text).get(self.number)
        if ways is None:
            return False
        if not ways:
            return True
        for way in ways:  # noqa: SIM110  (an iterator costs as much as the search)
            if (self._searches.get(way) or self._search_for(way))(text) is not None:
                return True
        return False


try:
    from holdfast.providers.facts.compiled_looks import CompiledLooks as LatestLooks
    from holdfast.providers.facts.compiled_looks import CompiledTrial as ExpressionTrial
except ImportError:
    LatestLooks, ExpressionTrial = PlainLooks, PlainTrial  # type: ignore[misc, assignment]

"""Looks a text through for all the pieces that the ways of expressions need, in one pass.

It is there twice: compiled (`compiled_pieces.pyx`, built at installation where there is a C compiler), and in plain
Python, which gives the same results and costs some twenty times as much.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from holdfast.providers.facts.needs import Piece, Place, fold, is_of_word

T = TypeVar("T")
Owned = tuple[int, list[T]]
"""The number of an owner, and what is noted of one of its ways."""

Outcome = tuple[int, bool]
"""A place of which a piece was read, by number, and whether a word must end there."""


class Pieces:
    """The pieces of all places of some ways, as two trees of characters: what begins words, and the others.

    Attributes:
        branches: for each node the next one, by character; node 0 is the root of what begins words, node 1 of the rest.
        outcomes: for each node what has been found with it.
        places: for each way its places, by number: the first is to be the one that the fewest texts have.
        asking: for each place the ways of which it is the first.
    """

    def __init__(self, needs: Sequence[Sequence[Place]]) -> None:
        self.branches: list[dict[str, int]] = [{}, {}]
        self.outcomes: list[list[Outcome]] = [[], []]
        self.places: list[list[int]] = []
        self.asking: list[list[int]] = []
        self._nodes: dict[Piece, int] = {}
        self._numbers: dict[Place, int] = {}
        for way, places in enumerate(needs):
            numbers = list(map(self._number, places))
            self.places.append(numbers)
            if numbers:
                self.asking[numbers[0]].append(way)

    def _number(self, place: Place) -> int:
        """The number of a place: ways share places that are alike."""
        known = self._numbers.get(place)
        if known is None:
            known = self._numbers[place] = len(self.asking)
            self.asking.append([])
            for piece in sorted(place):
                self.outcomes[self._node(piece)].append((known, piece.ends))
        return known

    def _node(self, piece: Piece) -> int:
        known = self._nodes.get(piece)
        if known is None:
            known = self._nodes[piece] = self._grown(piece)
        return known

    def _grown(self, piece: Piece) -> int:
        node = 0 if piece.begins else 1
        for sign in piece.text:
            following = self.branches[node].setdefault(sign, len(self.branches))
            if following == len(self.branches):
                self.branches.append({})
                self.outcomes.append([])
            node = following
        return node


class Look(Protocol):
    """What a look at a text has shown."""

    def seen(self, start: int, end: int, owned: Sequence[Owned[T]]) -> dict[int, list[T]] | None:
        """The owners of the ways of all whose places the part has a piece, in any order, with what they own.

        ``owned`` tells for each way its owner, and what is noted of the way: nothing where there is nothing more to
        ask, which goes for the owner then, whatever its other ways are.

        It is as if ``text[start:end]`` were a text by itself; ``None`` where the part begins or ends within a word, for
        then that does not show.
        """
        ...


class Scanner(Protocol):
    """Looks at texts for what ways need."""

    def look(self, text: str) -> Look:
        """Go through a text once."""
        ...


class PlainScanner:
    """A `Scanner` in plain Python."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._folded = _Folded()

    def look(self, text: str) -> PlainLook:
        """See `Scanner`."""
        return PlainLook(self._pieces, text.translate(self._folded))


class PlainLook:
    """A `Look` in plain Python, at a text that is folded."""

    def __init__(self, pieces: Pieces, folded: str) -> None:
        self._pieces = pieces
        self._folded = folded
        self._read = list(self._places())

    def seen(self, start: int, end: int, owned: Sequence[Owned[T]]) -> dict[int, list[T]] | None:
        """See `Look`."""
        if self._is_within_word(start) or self._is_within_word(end):
            return None
        seen: dict[int, list[T]] = {}
        for number in self._admitted(start, end):
            owner, noted = owned[number]
            known = seen.get(owner)
            if known is None or not noted:
                seen[owner] = noted
            elif known:
                seen[owner] = known + noted
        return seen

    def _admitted(self, start: int, end: int) -> Iterator[int]:
        found = {place for place, begin, behind in self._read if start <= begin and behind <= end}
        yield from (way for way, places in enumerate(self._pieces.places) if not places)
        for place in found:
            yield from (way for way in self._pieces.asking[place] if found.issuperset(self._pieces.places[way]))

    def _is_within_word(self, at: int) -> bool:
        return 0 < at < len(self._folded) and is_of_word(self._folded[at - 1]) and is_of_word(self._folded[at])

    def _places(self) -> Iterator[tuple[int, int, int]]:
        """The places of which a piece was read, and where that begins and ends."""
        within = False
        for start, sign in enumerate(self._folded):
            if not within:
                yield from self._follow(0, start)
            yield from self._follow(1, start)
            within = is_of_word(sign)

    def _follow(self, node: int, start: int) -> Iterator[tuple[int, int, int]]:
        folded, at = self._folded, start
        branches, outcomes = self._pieces.branches, self._pieces.outcomes
        while at < len(folded):
            following = branches[node].get(folded[at])
            if following is None:
                return
            node, at = following, at + 1
            for place, ends in outcomes[node]:
                if not ends or at == len(folded) or not is_of_word(folded[at]):
                    yield place, start, at


class _Folded(dict[int, str]):
    """The folded form of each character, worked out when it is first met."""

    def __missing__(self, sign: int) -> str:
        self[sign] = folded = fold(chr(sign))
        return folded


def scanner(pieces: Pieces) -> Scanner:
    """The fastest that the installation has."""
    try:
        from holdfast.providers.facts.compiled_pieces import CompiledScanner  # noqa: PLC0415  (it need not be there)
    except ImportError:
        return PlainScanner(pieces)
    return CompiledScanner(pieces)

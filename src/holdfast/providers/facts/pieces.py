"""Looks a text through for all the pieces that the ways of expressions need, in one pass.

It is there twice: compiled (`compiled_pieces.pyx`, built at installation where there is a C compiler), and in plain
Python, which gives the same results and costs some twenty times as much.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from holdfast.providers.facts.needs import Piece, Place, fold, is_of_word

Outcome = tuple[int, bool]
"""A place of which a piece was read, by number, and whether a word must end there."""


class Pieces:
    """The pieces of all places of some ways, as two trees of characters: what begins words, and the others.

    Attributes:
        branches: for each node the next one, by character; node 0 is the root of what begins words, node 1 of the rest.
        outcomes: for each node what has been found with it.
        owners: for each place the number of its way.
        needed: for each way the number of its places.
    """

    def __init__(self, needs: Sequence[Sequence[Place]]) -> None:
        self.branches: list[dict[str, int]] = [{}, {}]
        self.outcomes: list[list[Outcome]] = [[], []]
        self.owners: list[int] = []
        self._nodes: dict[Piece, int] = {}
        self.needed = [len(places) for places in needs]
        for owner, places in enumerate(needs):
            for place in places:
                self._add(place)
                self.owners.append(owner)

    def _add(self, place: Place) -> None:
        number = len(self.owners)
        for piece in sorted(place):
            self.outcomes[self._node(piece)].append((number, piece.ends))

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


class Scanner(Protocol):
    """Tells which ways may fit a text."""

    def admitted(self, text: str) -> list[int]:
        """The numbers of the ways of all whose places a text has a piece, in any order."""
        ...


class PlainScanner:
    """A `Scanner` in plain Python."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._folded = _Folded()

    def admitted(self, text: str) -> list[int]:
        """See `Scanner`."""
        folded = text.lower() if text.isascii() else text.translate(self._folded)
        lacking = self._pieces.needed.copy()
        for place in self._places(folded):
            lacking[self._pieces.owners[place]] -= 1
        return [number for number, lack in enumerate(lacking) if not lack]

    def _places(self, folded: str) -> set[int]:
        found: set[int] = set()
        within = False
        for start, sign in enumerate(folded):
            if not within:
                self._follow(0, folded, start, found)
            self._follow(1, folded, start, found)
            within = is_of_word(sign)
        return found

    def _follow(self, node: int, folded: str, at: int, found: set[int]) -> None:
        branches, outcomes = self._pieces.branches, self._pieces.outcomes
        while at < len(folded):
            following = branches[node].get(folded[at])
            if following is None:
                return
            node, at = following, at + 1
            for place, ends in outcomes[node]:
                if not ends or at == len(folded) or not is_of_word(folded[at]):
                    found.add(place)


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

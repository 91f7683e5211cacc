"""Looks a text through for all the pieces that the ways of expressions need, in one pass.

It is there twice: compiled (`compiled_pieces.pyx`, built at installation where there is a C compiler), and in plain
Python, which gives the same results and costs some twenty times as much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from holdfast.providers.facts import needs as needs_of
from holdfast.providers.facts.needs import Piece, Place, fold, is_of_word
from holdfast.system.derived_files import derived


class Needs(NamedTuple):
    """What one way of an expression needs.

    Attributes:
        owner: the number of the expression.
        places: of each of them one piece; the first is to be the one that the fewest texts have.
        is_all: whether each ASCII text that has one of the pieces is fitted.
    """

    owner: int
    places: Sequence[Place]
    is_all: bool


Seen = dict[int, tuple[int, ...]]
"""What shows at a look at a text: the numbers of the expressions that may fit it, each with the ways in which it may.

There is none for an expression that fits for sure.
"""

Outcome = tuple[int, bool]
"""A place of which a piece was read, by number, and whether a word must end there."""


class Pieces:
    """The pieces of all places of some ways, as two trees of characters: what begins words, and the others.

    Attributes:
        ways: for each way the number of its expression, and whether finding a piece is all there is to do in ASCII.
        branches: for each node the next one, by character; node 0 is the root of what begins words, node 1 of the rest.
        outcomes: for each node what has been found with it.
        places: for each way its places, by number: the first is to be the one that the fewest texts have.
        asking: for each place the ways of which it is the first.
    """

    def __init__(self, needs: Iterable[Needs]) -> None:
        self.ways: list[tuple[int, bool]] = []
        self.branches: list[dict[str, int]] = [{}, {}]
        self.outcomes: list[list[Outcome]] = [[], []]
        self.places: list[list[int]] = []
        self.asking: list[list[int]] = []
        self._nodes: dict[Piece, int] = {}
        self._numbers: dict[Place, int] = {}
        for way, (owner, places, is_all) in enumerate(needs):
            numbers = list(map(self._number, places))
            self.ways.append((owner, is_all))
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

    def seen(self, start: int, end: int, *, in_ascii: bool) -> Seen | None:
        """What shows of a part of the text, in any order; ``in_ascii`` tells whether the part is of ASCII alone.

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

    def seen(self, start: int, end: int, *, in_ascii: bool) -> Seen | None:
        """See `Look`."""
        if self._is_within_word(start) or self._is_within_word(end):
            return None
        seen: Seen = {}
        for number in self._admitted(start, end):
            owner, is_all = self._pieces.ways[number]
            known = seen.get(owner)
            if is_all and in_ascii:
                seen[owner] = ()
            elif known is None:
                seen[owner] = (number,)
            elif known:
                seen[owner] = (*known, number)
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


Opened = tuple[Scanner, list[int]]
"""What looks for the pieces, and the number of the expression of each way."""


def plain_scanner(needs: Callable[[], Iterable[Needs]], sources: Sequence[bytes] = (), kept: str = "") -> Opened:
    """Open a scanner in plain Python, which makes no use of the ``sources`` of the needs and keeps nothing."""
    del sources, kept
    pieces = Pieces(needs())
    return PlainScanner(pieces), [owner for owner, _ in pieces.ways]


def compiled_scanner(needs: Callable[[], Iterable[Needs]], sources: Sequence[bytes] = (), kept: str = "") -> Opened:
    """Open a compiled scanner; its tables come from the ``sources`` and are ``kept`` under a name, if there is one."""

    def made() -> bytes:
        return compiled_pieces.tables_of(Pieces(needs()))

    code = [Path(file).read_bytes() for file in (__file__, needs_of.__file__, compiled_pieces.__file__)]
    file = Path(__file__).with_suffix(f".{kept}.py")
    tables = derived(str(file), [*code, *sources], made) if kept else made()
    opened = compiled_pieces.CompiledScanner(tables)
    return opened, opened.owners()


open_scanner: Callable[..., Opened]
"""The fastest that the installation has."""

try:
    from holdfast.providers.facts import compiled_pieces
except ImportError:
    open_scanner = plain_scanner
else:
    open_scanner = compiled_scanner

r"""What a regular expression cannot do without, read from its parsed form.

An expression is read from left to right.  As long as what it fits is one of a few texts, those are kept; where it can
be anything, they are set down as a *place*: one of these pieces must be in every text that the expression fits.  So
``\bmy (?:wife|husband) is \w+`` needs ``my wife is `` or ``my husband is ``, at the beginning of a word.  The idea
is that of the prefilter of RE2 (Russ Cox, "Regular Expression Matching with a Trigram Index", 2012).

A piece is only taken for needed where every way through the expression has one, so nothing that fits is missed.  An
expression that begins with a choice is read way by way, because each of its ways needs more than what all have in
common.  Many ways are just words: what is found of them fits, and no expression need be tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from re import _casefix as case  # type: ignore[attr-defined]
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, ClassVar, Final, NamedTuple

_MOST_PLACES: Final = 4
"""Of an expression so many places are asked for: those that the fewest texts have."""

_MOST_TEXTS: Final = 128
"""So many texts are kept where several choices follow each other; beyond, a place ends."""

_MOST_SIGNS: Final = 16
"""A set of more characters tells nothing."""

_MOST_ROUNDS: Final = 4
"""Of what is repeated often, so many rounds are read."""

_MOST_WAYS: Final = 256
"""An expression is read in so many ways at most."""

FIGURE: Final = "0"
"""Stands for all figures."""

_RARER: Final = 0.2
"""How many of the texts that have a piece have one that is a character longer, about."""


class Piece(NamedTuple):
    """A folded text; ``begins``: a word begins with it, ``ends``: a word ends with it."""

    text: str
    begins: bool = False
    ends: bool = False


Place = frozenset[Piece]
"""Pieces of which one must be there."""

_NOTHING: Final = frozenset({Piece("")})
_WORD_BEGINS: Final = frozenset({Piece("", begins=True)})


class Way(NamedTuple):
    """What one of the ways in which an expression fits a text needs.

    Attributes:
        places: of each of them, a text that it fits has one of the pieces; empty where nothing is known.
        is_all: whether each ASCII text that has one of the pieces is fitted.
    """

    places: list[Place]
    is_all: bool


def ways_of(expression: str, flags: int) -> list[Way]:
    """The ways in which an expression fits texts: what fits at all fits in one of them."""
    return [_way(parsed) for parsed in parsed_ways(expression, flags)]


def parsed_ways(expression: str, flags: int) -> list[Any]:
    """The ways of `ways_of` as expressions, parsed: for a fraction of the cost, because nothing of needs is read."""
    parsed = parser.parse(expression, flags)
    ways = list(islice(_ways(list(parsed)), _MOST_WAYS + 1))
    return [parser.SubPattern(parsed.state, items) for items in (ways if len(ways) <= _MOST_WAYS else [[*parsed]])]


def _ways(items: list[tuple[Any, Any]]) -> Iterator[list[tuple[Any, Any]]]:
    """A sequence as several of which none begins with a choice, or with one behind what need not be there."""
    first = next((at for at, item in enumerate(items) if not _may_be_empty(*item)), None)
    if first is None:
        yield items
        return
    before, (operation, argument), behind = items[:first], items[first], items[first + 1 :]
    if operation is ops.BRANCH:
        for choice in argument[1]:
            yield from _ways([*before, *choice, *behind])
    elif operation is ops.SUBPATTERN and argument[1] == argument[2] == 0:
        yield from _ways([*before, *argument[3], *behind])
    else:
        yield items


def _may_be_empty(operation: Any, argument: Any) -> bool:
    return operation in _WIDTHLESS or (operation is ops.MAX_REPEAT and argument[:2] == (0, 1))


def _way(parsed: Any) -> Way:
    items = list(parsed)
    reader = _read(items)
    for told in [reader, *([_read(shorter)] if (shorter := _without_rest_of_word(items)) is not items else [])]:
        any_case = parsed.state.flags & re.IGNORECASE
        if any_case and told.is_all and all(piece == _normal(piece) and _weight(piece) > 1 for piece in told.run):
            return Way([told.run], is_all=True)
    return Way(sorted(set(reader.all_places()), key=_share)[:_MOST_PLACES], is_all=False)


def _read(items: list[tuple[Any, Any]]) -> _Reader:
    reader = _Reader(_NOTHING)
    reader.read(items)
    return reader


def _without_rest_of_word(items: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    r"""A sequence without a ``\w*`` at its end, with or without a boundary: behind a letter it always fits."""
    rest = items[:-1] if items and items[-1] == (ops.AT, ops.AT_BOUNDARY) else items
    if len(rest) < 2 or rest[-1][0] is not ops.MAX_REPEAT or rest[-2][0] is not ops.LITERAL:
        return items
    least, most, repeated = rest[-1][1]
    all_of_word = (least, most) == (0, ops.MAXREPEAT) and list(repeated) == _OF_WORD
    return rest[:-1] if all_of_word and is_of_word(chr(rest[-2][1])) else items


@lru_cache(maxsize=1024)
def fold(sign: str) -> str:
    """The one form of all characters that are equal where case does not count; apostrophes are straight.

    Figures are all the same: what needs some finds any.
    """
    if sign == "’":
        return "'"
    if sign.isdecimal():
        return FIGURE
    small = sign.lower()[0]  # the small form of one letter has a dot of its own behind it
    others = case._EXTRA_CASES.get(ord(small), ())
    return chr(min((ord(small), *others)))


def is_of_word(sign: str) -> bool:
    """Whether a character is one of those between which there is no boundary of a word."""
    return sign.isalnum() or sign == "_"


class _Reader:
    """Reads an expression.

    ``run`` are the texts that it may have fitted since the last of the ``places``; ``is_all`` tells whether it fits
    wherever, in ASCII, one of these is.
    """

    def __init__(self, run: Place) -> None:
        self.places: list[Place] = []
        self.run = run
        self.interrupted = False
        self.is_all = True

    def read(self, items: Iterable[tuple[Any, Any]]) -> None:
        """Read one part after the other; letters that follow each other at once."""
        letters: list[str] = []
        for operation, argument in items:
            if operation is ops.LITERAL:
                letters.append(chr(argument))
                continue
            self._letters(letters)
            letters.clear()
            self._READERS.get(operation, _Reader._interrupt)(self, argument)
        self._letters(letters)

    def all_places(self) -> list[Place]:
        """The places, with what has been read since the last of them."""
        return [*self.places, *_told([self.run])]

    def _interrupt(self, _: Any = None) -> None:
        """Here may be anything."""
        self.places = self.all_places()
        self.run = _NOTHING
        self.interrupted = True
        self.is_all = False

    def _end_run(self) -> None:
        """Begin another run where the one so far has become too much: what comes stands right behind it."""
        begins = self._begins_word()
        self._interrupt()
        self.run = _WORD_BEGINS if begins else self.run

    def _append(self, texts: Sequence[str]) -> None:
        if len(texts) > 1 and len(self.run) * len(texts) > _MOST_TEXTS:
            self._end_run()
        self.is_all = self.is_all and not any(piece.ends for piece in self.run)
        self.run = frozenset(
            Piece(piece.text + text, piece.begins, ends=piece.ends and not text) for piece in self.run for text in texts
        )

    def _letters(self, letters: Sequence[str]) -> None:
        if letters:
            self.is_all = self.is_all and not any(
                sign == "’" or sign.isdecimal() for sign in letters
            )  # they are folded
            self._append(["".join(map(fold, letters))])

    def _set(self, choices: Sequence[tuple[Any, Any]]) -> None:
        self.is_all = self.is_all and ((ops.LITERAL, ord("’")) not in choices or (ops.LITERAL, ord("'")) in choices)
        signs: list[int] = []
        for kind, argument in choices:
            if kind is ops.LITERAL:
                signs.append(argument)
            elif kind is ops.RANGE and argument[1] - argument[0] < _MOST_SIGNS:
                signs += range(argument[0], argument[1] + 1)
            elif (kind, argument) == _ANY_FIGURE:
                signs.append(ord(FIGURE))
            else:
                return self._interrupt()
        self.is_all = self.is_all and not any(chr(sign).isdecimal() for sign in signs)
        return (
            self._append(sorted({fold(chr(sign)) for sign in signs}))
            if len(signs) <= _MOST_SIGNS
            else self._interrupt()
        )

    def _group(self, argument: tuple[Any, int, int, Any]) -> None:
        self.is_all = self.is_all and argument[1] == argument[2] == 0  # case may count in it
        self.read(argument[3])

    def _branch(self, argument: tuple[None, Sequence[Any]]) -> None:
        self._one_of(argument[1])

    def _one_of(self, ways: Sequence[Any]) -> None:
        if len(self.run) > 1 and len(self.run) * len(ways) > _MOST_TEXTS:
            self._end_run()
        readers = [_Reader(self.run) for _ in ways]
        for reader, way in zip(readers, ways, strict=True):
            reader.read(way)
        if not any(reader.interrupted for reader in readers):
            self.run = frozenset().union(*(reader.run for reader in readers))
            self.is_all = self.is_all and all(reader.is_all for reader in readers)
            return
        best = [min(reader.all_places(), key=_share, default=None) for reader in readers]
        ends: Place = frozenset().union(*(reader.run for reader in readers))
        self._interrupt()
        if None not in best:
            self.places.append(frozenset().union(*(place for place in best if place is not None)))
        # What each way ends with goes on in what comes behind them.
        self.run = ends if len(ends) <= _MOST_TEXTS else _NOTHING

    def _repeat(self, argument: tuple[int, int, Any]) -> None:
        least, most, repeated = argument
        if (least, most) == (0, 1):
            return self._one_of([(), repeated])
        for _ in range(min(least, _MOST_ROUNDS)):
            self.read(repeated)
        if most > min(least, _MOST_ROUNDS):
            begins = _ends_apart(repeated) and (least > 0 or self._begins_word())
            self._interrupt()
            self.run = _WORD_BEGINS if begins else self.run
        return None

    def _begins_word(self) -> bool:
        """Whether a letter that comes next begins a word."""
        return all(not is_of_word(piece.text[-1]) if piece.text else piece.begins for piece in self.run)

    def _keeping(self, argument: Any) -> None:
        """What keeps what it has taken may fail where its text is."""
        self.is_all = False
        if isinstance(argument, tuple):
            self._repeat(argument)
        else:
            self.read(argument)

    def _at(self, where: Any) -> None:
        edge = where is ops.AT_BOUNDARY
        before = edge or where in _BEGINNINGS
        behind = edge or where in _ENDS
        self.is_all = self.is_all and edge
        self.run = frozenset(
            piece._replace(ends=piece.ends or behind) if piece.text else piece._replace(begins=piece.begins or before)
            for piece in self.run
        )

    def _look_around(self, _: Any) -> None:
        """What stands here is not passed over."""
        self.is_all = False

    def _look_ahead(self, argument: tuple[int, Any]) -> None:
        self.is_all = False
        direction, items = argument
        if direction != 1:
            return
        ahead = _Reader(self.run)
        ahead.read(items)
        # What comes next in the expression stands at the same place: it goes on from what was read before.
        self.places += [place for place in ahead.all_places() if place not in self.places]
        if _is_end_of_word(items):
            self.run = frozenset(piece._replace(ends=True) if piece.text else piece for piece in self.run)

    _READERS: ClassVar[dict[Any, Callable[[_Reader, Any], None]]] = {
        ops.IN: _set,
        ops.SUBPATTERN: _group,
        ops.ATOMIC_GROUP: _keeping,
        ops.BRANCH: _branch,
        ops.MAX_REPEAT: _repeat,
        ops.MIN_REPEAT: _repeat,
        ops.POSSESSIVE_REPEAT: _keeping,
        ops.AT: _at,
        ops.ASSERT: _look_ahead,
        ops.ASSERT_NOT: _look_around,
    }


def _ends_apart(items: Sequence[tuple[Any, Any]]) -> bool:
    """Whether a letter that comes behind what a sequence fits begins a word."""
    if not items:
        return False
    operation, argument = items[-1]
    if operation is ops.MAX_REPEAT and _is_apart(*argument[2]):
        return argument[0] > 0 or _ends_apart(items[:-1])
    if operation is ops.SUBPATTERN:
        return _ends_apart(argument[3])
    if operation is ops.BRANCH:
        return all(map(_ends_apart, argument[1]))
    return (operation, argument) == _EDGE or _is_apart((operation, argument))


def _is_apart(*items: tuple[Any, Any]) -> bool:
    """Whether some items are one character that is part of no word."""
    if len(items) != 1:
        return False
    operation, argument = items[0]
    if operation is ops.LITERAL:
        return not is_of_word(chr(argument))
    return operation is ops.IN and all(kind is ops.LITERAL and not is_of_word(chr(sign)) for kind, sign in argument)


def _is_end_of_word(items: Sequence[tuple[Any, Any]]) -> bool:
    """Whether a letter before what a sequence fits ends a word."""
    if not items:
        return False
    operation, argument = items[0]
    if operation is ops.BRANCH:
        return all(_is_end_of_word(way) for way in argument[1])
    return (operation, argument) == _EDGE or (operation is ops.AT and argument in _ENDS) or _is_apart(items[0])


_EDGE: Final = (ops.AT, ops.AT_BOUNDARY)
_ANY_FIGURE: Final = (ops.CATEGORY, ops.CATEGORY_DIGIT)
_WIDTHLESS: Final = frozenset({ops.AT, ops.ASSERT, ops.ASSERT_NOT})
_OF_WORD: Final = [(ops.IN, [(ops.CATEGORY, ops.CATEGORY_WORD)])]
_BEGINNINGS: Final = frozenset({ops.AT_BEGINNING, ops.AT_BEGINNING_STRING})
_ENDS: Final = frozenset({ops.AT_END, ops.AT_END_STRING})


def _told(runs: Iterable[Place]) -> list[Place]:
    """Those of some runs that are places: nearly every text has an empty piece, or a single letter."""
    places = (frozenset(map(_normal, run)) for run in runs)
    return [place for place in places if all(_weight(piece) > 1 for piece in place)]


def _normal(piece: Piece) -> Piece:
    """A piece without what it says of words where it begins or ends with none."""
    text = piece.text
    return Piece(text, piece.begins and is_of_word(text[0]), piece.ends and is_of_word(text[-1])) if text else piece


def _weight(piece: Piece) -> int:
    """How rare a piece is, in characters of usual words."""
    if len(piece.text) == 1 and not (piece.text.isspace() or (piece.text.isascii() and piece.text.isalnum())):
        return 2
    return len(piece.text) + piece.begins + piece.ends if piece.text else 0


def _share(place: Place) -> float:
    """How many texts have one of the pieces, roughly."""
    return sum(_RARER ** _weight(piece) for piece in place)

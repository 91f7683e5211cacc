"""Regular expressions that are tried only where they may fit.

Most expressions that look for facts are long lists of phrases, and most sentences hold none of them.  What each cannot
do without is read from the expression itself (`holdfast.providers.facts.needs`).  A sentence is looked at once for what
all of them need, and an expression that lacks something there is not tried.  So an expression costs nothing, and is not
even compiled, until a text comes that it may fit.  Where it is only about certain words, finding them is all that there
is to do.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import ClassVar, Final, NamedTuple

from holdfast.loading import for_good
from holdfast.providers.facts.needs import Way, ways_of
from holdfast.providers.facts.pieces import Pieces, Scanner, scanner

_KEPT: Final = 64
"""Of so many texts that were asked for lately it is known what may fit them."""


_NONE: Final = -1
"""The number of no expression."""
_NOTHING: Final = frozenset[int]()


class _Ways(NamedTuple):
    """All ways of all expressions: what looks for them; of each its expression, and again where it fits for sure."""

    all: list[Way]
    scanner: Scanner
    owners: list[int]
    sure: list[int]

    @classmethod
    def of(cls, expressions: list[tuple[str, int]]) -> _Ways:
        owned = [(owner, way) for owner, one in enumerate(expressions) for way in ways_of(*one)]
        ways = [way for _, way in owned]
        sure = [owner if way.is_all else _NONE for owner, way in owned]
        return cls(ways, scanner(Pieces([way.places for way in ways])), [owner for owner, _ in owned], sure)


class Seen(NamedTuple):
    """What shows at a look at a text.

    Attributes:
        admitted: the numbers of the expressions that may fit it.
        fitting: of those the ones that fit for sure.
        ways: the numbers of the ways that may.
        tells: whether one of those expressions does more than qualify what others find.
    """

    admitted: frozenset[int]
    fitting: frozenset[int]
    ways: list[int]
    tells: bool


class Screens:
    """Expressions whose needs are looked for together."""

    def __init__(self) -> None:
        self.expressions: list[tuple[str, int]] = []
        self._qualifying: set[int] = set()
        self._ways: _Ways | None = None
        self.look = lru_cache(maxsize=_KEPT)(self._look)
        """What fits somewhere in a text, as far as that shows at a look; that of the latest texts is kept."""

    def add(self, expression: str, flags: int, *, qualifies: bool = False) -> int:
        """The number of a new expression: they ascend."""
        if qualifies:
            self._qualifying.add(len(self.expressions))
        self.expressions.append((expression, flags))
        self._ways = None
        self.look.cache_clear()
        return len(self.expressions) - 1

    def admitted(self, text: str) -> frozenset[int]:
        """The numbers of all expressions that may fit somewhere in a text."""
        return self.look(text).admitted

    def tell(self, text: str) -> bool:
        """Whether an expression may fit somewhere in a text that does more than qualify what others find."""
        return self.look(text).tells

    def tried(self, number: int, text: str) -> bool:
        """Whether an expression fits somewhere in a text that it may fit: tried are the ways in which it may."""
        every, _, owners, _ = self._all_ways()
        return any(every[way].fits(text) for way in self.look(text).ways if owners[way] == number)

    def _all_ways(self) -> _Ways:
        if self._ways is None:
            with for_good():
                self._ways = _Ways.of(self.expressions)
        return self._ways

    def _look(self, text: str) -> Seen:
        _, looking, owners, sure = self._all_ways()
        found = looking.admitted(text)
        fitting = frozenset(map(sure.__getitem__, found)) if text.isascii() else _NOTHING
        admitted = frozenset(map(owners.__getitem__, found))
        return Seen(admitted, fitting, found, not admitted <= self._qualifying)


RULES: Final = Screens()
"""All expressions that look for facts."""


class Screened:
    """An expression that is tried, and compiled, only where it may fit."""

    qualifies: ClassVar[bool] = False
    """Whether it only says more of what others find: a text that nothing else may fit need not be looked at."""

    def __init__(self, expression: str | re.Pattern[str], flags: int = 0, screens: Screens = RULES) -> None:
        """Take an expression, or that of a pattern with its flags."""
        given = (expression, flags) if isinstance(expression, str) else (expression.pattern, expression.flags)
        self._expression, self._flags = given
        self._screens = screens
        self._look = screens.look
        self.number = screens.add(*given, qualifies=self.qualifies)

    @cached_property
    def form(self) -> re.Pattern[str]:
        """The expression, compiled."""
        return re.compile(self._expression, self._flags)

    def lets_pass(self, text: str) -> bool:
        """Whether the expression may fit somewhere in a text."""
        return self.number in self._look(text).admitted

    def fits(self, text: str) -> bool:
        """Whether the expression fits somewhere in a text."""
        # Most do not: they are told apart with as few calls as can be.
        seen = self._look(text)
        number = self.number
        return number in seen.admitted and (number in seen.fitting or self._screens.tried(number, text))

    def search(self, text: str) -> re.Match[str] | None:
        """See `re.Pattern.search`."""
        return self.form.search(text) if self.lets_pass(text) else None


class Qualifier(Screened):
    """An expression that is asked only of what others find, such as whether it is a question."""

    qualifies = True

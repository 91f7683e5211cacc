"""Regular expressions that are tried only where they may fit.

Most expressions that look for facts are long lists of phrases, and most sentences hold none of them.  What each cannot
do without is read from the expression itself (`holdfast.providers.facts.needs`).  A sentence is looked at once for what
all of them need, and an expression that lacks something there is not tried.  So an expression costs nothing, and is not
even compiled, until a text comes that it may fit.  Where it is only about certain words, finding them is all that there
is to do.
"""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cached_property, lru_cache
from typing import ClassVar, Final, NamedTuple

from holdfast.loading import for_good
from holdfast.providers.facts.choices import compiled, parsed
from holdfast.providers.facts.needs import Way, ways_of
from holdfast.providers.facts.pieces import Look, Pieces, Scanner, scanner

_KEPT: Final = 64
"""Of so many texts that were asked for lately it is known what may fit them."""


Seen = dict[int, list[Way]]
"""What shows at a look at a text: the numbers of the expressions that may fit it, each with the ways in which it may.

There is none for an expression that fits for sure.
"""

_SURE: Final[list[Way]] = []


class _Ways(NamedTuple):
    """What looks for all ways of all expressions, and what each of them shows, in ASCII texts and in others."""

    scanner: Scanner
    in_ascii: list[tuple[int, list[Way]]]
    elsewhere: list[tuple[int, list[Way]]]

    @classmethod
    def of(cls, expressions: list[tuple[str, int]]) -> _Ways:
        owned = [(owner, way) for owner, one in enumerate(expressions) for way in ways_of(*one)]
        elsewhere = [(owner, [way]) for owner, way in owned]
        in_ascii = [(owner, _SURE if ways[0].is_all else ways) for owner, ways in elsewhere]
        return cls(scanner(Pieces([way.places for _, way in owned])), in_ascii, elsewhere)


class Screens:
    """Expressions whose needs are looked for together."""

    def __init__(self) -> None:
        self.expressions: list[tuple[str, int]] = []
        self._qualifying: set[int] = set()
        self._ways: _Ways | None = None
        self._read: tuple[str, Look | None] = ("", None)
        self.look = lru_cache(maxsize=_KEPT)(self._look)
        """What fits somewhere in a text, as far as that shows at a look; that of the latest texts is kept."""

    def add(self, expression: str, flags: int, *, qualifies: bool = False) -> int:
        """The number of a new expression: they ascend."""
        if qualifies:
            self._qualifying.add(len(self.expressions))
        self.expressions.append((expression, flags))
        self._ways = None
        self._read = ("", None)
        self.look.cache_clear()
        return len(self.expressions) - 1

    def read(self, text: str) -> None:
        """Look at a text of which parts will be asked for: none of them needs a look of its own then."""
        if text != self._read[0]:
            self._read = (text, self._all_ways().scanner.look(text))

    def admitted(self, text: str) -> Set[int]:
        """The numbers of all expressions that may fit somewhere in a text."""
        return self.look(text).keys()

    def tell(self, text: str) -> bool:
        """Whether an expression may fit somewhere in a text that does more than qualify what others find."""
        return not self._qualifying.issuperset(self.look(text))

    def _all_ways(self) -> _Ways:
        if self._ways is None:
            with for_good():
                self._ways = _Ways.of(self.expressions)
        return self._ways

    def _look(self, text: str) -> Seen:
        looking, in_ascii, elsewhere = self._all_ways()
        owned = in_ascii if text.isascii() else elsewhere
        whole, look = self._read
        start = whole.find(text)
        seen = None if start < 0 or look is None else look.seen(start, start + len(text), owned)
        return (looking.look(text).seen(0, len(text), owned) or {}) if seen is None else seen


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
        self._look = screens.look
        self.number = screens.add(*given, qualifies=self.qualifies)

    @cached_property
    def form(self) -> re.Pattern[str]:
        """The expression, compiled."""
        return compiled(parsed(self._expression, self._flags))

    def lets_pass(self, text: str) -> bool:
        """Whether the expression may fit somewhere in a text."""
        return self.number in self._look(text)

    def fits(self, text: str) -> bool:
        """Whether the expression fits somewhere in a text."""
        # Most do not: they are told apart with as few calls as can be.
        ways = self._look(text).get(self.number)
        if ways is None:
            return False
        return ways is _SURE or any(way.fits(text) for way in ways)

    def search(self, text: str) -> re.Match[str] | None:
        """See `re.Pattern.search`."""
        return self.form.search(text) if self.lets_pass(text) else None


class Qualifier(Screened):
    """An expression that is asked only of what others find, such as whether it is a question."""

    qualifies = True

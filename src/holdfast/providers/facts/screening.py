"""Regular expressions that are tried only where they may fit.

Most expressions that look for facts are long lists of phrases, and most sentences hold none of them.  What each cannot
do without is read from the expression itself (`holdfast.providers.facts.needs`).  A sentence is looked at once for what
all of them need, and an expression that lacks something there is not tried.  So an expression costs nothing, and is not
even compiled, until a text comes that it may fit.  Where it is only about certain words, finding them is all that there
is to do.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any, ClassVar, Final, NamedTuple

from holdfast.loading import for_good
from holdfast.providers.facts.choices import compiled, is_anchored, parsed, search_of
from holdfast.providers.facts.looks import ExpressionTrial, LatestLooks, Looks, Search
from holdfast.providers.facts.needs import parsed_ways, ways_of
from holdfast.providers.facts.pieces import Needs, Scanner, open_scanner

_KEPT: Final = 64
"""Of so many texts that were asked for lately it is known what may fit them."""

_KEPT_PARSED: Final = 16
"""So many expressions are kept as they were read, those that were tried for the first time lately."""


class _Ways:
    """What looks for all ways of all expressions, and what fits in these ways, read when one is first tried."""

    def __init__(self, expressions: Sequence[tuple[str, int]], *, kept: str) -> None:
        self._expressions = expressions
        sources = [f"{flags} {expression}".encode() for expression, flags in expressions]
        self.scanner, self._owners = open_scanner(self._needs, sources, kept)
        # What is read of an expression is thousands of objects: to keep it for all would cost more than reading it
        # again where another of its ways is tried later.
        self._parsed = lru_cache(maxsize=_KEPT_PARSED)(self._parsed_ways)

    def search_for(self, number: int) -> Search:
        """What searches a text in a way."""
        owner = self._owners[number]
        return search_of(self._parsed(owner)[number - bisect_left(self._owners, owner)])

    def _parsed_ways(self, owner: int) -> list[Any]:
        return parsed_ways(*self._expressions[owner])

    def _needs(self) -> Iterator[Needs]:
        for owner, expression in enumerate(self._expressions):
            yield from (Needs(owner, way.places, way.is_all) for way in ways_of(*expression))


class Screens:
    """Expressions whose needs are looked for together."""

    def __init__(self, *, kept: str = "") -> None:
        """``kept``: what is read from the expressions is kept in a file of this name; each has its own."""
        self._kept = kept
        self.expressions: list[tuple[str, int]] = []
        self._qualifying = 0
        self._ways: _Ways | None = None
        self.looks: Looks = LatestLooks(self._scanner, _KEPT)
        """What fits somewhere in a text, as far as that shows at a look; that of the latest texts is kept."""

        self.read = self.looks.read
        self.admitted = self.looks.admitted
        self.searches: dict[int, Search] = {}
        """By the numbers of ways, what searches a text; of those that were tried."""

    def add(self, expression: str, flags: int, *, qualifies: bool = False) -> int:
        """The number of a new expression: they ascend."""
        if qualifies:
            self._qualifying |= 1 << len(self.expressions)
        # Compiling asks for flags very often, and those of an enumeration are slow to tell.
        self.expressions.append((expression, int(flags)))
        self._ways = None
        self.searches.clear()
        self.looks.forget()
        return len(self.expressions) - 1

    def tell(self, text: str) -> bool:
        """Whether an expression may fit somewhere in a text that does more than qualify what others find."""
        return self._qualifying | self.admitted(text) != self._qualifying

    def qualifying(self) -> int:
        """The numbers of the expressions so far that only qualify what others find, as bits."""
        return self._qualifying

    def search_for(self, way: int) -> Search:
        """What searches a text in a way that a look has shown; it is kept in ``searches``."""
        search = self.searches[way] = self._all_ways().search_for(way)
        return search

    def _all_ways(self) -> _Ways:
        if self._ways is None:
            with for_good():
                self._ways = _Ways(self.expressions, kept=self._kept)
        return self._ways

    def _scanner(self) -> Scanner:
        return self._all_ways().scanner


RULES: Final = Screens(kept="facts")
"""All expressions that look for facts."""


class Expression(NamedTuple):
    """An expression that nobody has compiled yet."""

    pattern: str
    flags: int = 0


class Screened(ExpressionTrial):
    """An expression that is tried, and compiled, only where it may fit."""

    bit: int
    """The number of the expression, as `holdfast.providers.facts.looks.bits_of` makes one of it."""

    qualifies: ClassVar[bool] = False
    """Whether it only says more of what others find: a text that nothing else may fit need not be looked at."""

    def __init__(
        self, expression: str | Expression | re.Pattern[str], flags: int = 0, screens: Screens = RULES
    ) -> None:
        """Take an expression, or that of a pattern with its flags."""
        given = (expression, flags) if isinstance(expression, str) else (expression.pattern, expression.flags)
        number = screens.add(*given, qualifies=self.qualifies)
        self.bit = 1 << number
        super().__init__(number, screens.looks, screens.searches, screens.search_for)
        self._expression, self._flags = screens.expressions[number]

    @cached_property
    def form(self) -> re.Pattern[str]:
        """The expression, compiled."""
        return compiled(self._parsed)

    @cached_property
    def _search(self) -> Search:
        return self.form.match if self._is_anchored else self.form.search

    @cached_property
    def _is_anchored(self) -> bool:
        return is_anchored(self._parsed, self._parsed.state.flags)

    @property
    def _parsed(self) -> Any:
        return parsed(self._expression, self._flags)

    def search(self, text: str) -> re.Match[str] | None:
        """See `re.Pattern.search`."""
        return self._search(text) if self.fits(text) else None

    def matches(self, text: str) -> Iterable[re.Match[str]]:
        """See `re.Pattern.finditer`."""
        if not self.fits(text):
            return ()
        if not self._is_anchored:
            return self.form.finditer(text)
        found = self.form.match(text)
        if found is not None and not found.end():
            return self.form.finditer(text)  # something may fit there beside nothing
        return () if found is None else (found,)


class Qualifier(Screened):
    """An expression that is asked only of what others find, such as whether it is a question."""

    qualifies = True

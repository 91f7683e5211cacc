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
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cached_property, lru_cache
from typing import Any, ClassVar, Final, NamedTuple

from holdfast.loading import for_good
from holdfast.providers.facts.choices import Search, compiled, is_anchored, parsed, search_of
from holdfast.providers.facts.needs import parsed_ways, ways_of
from holdfast.providers.facts.pieces import Look, Needs, Seen, open_scanner

_KEPT: Final = 64
"""Of so many texts that were asked for lately it is known what may fit them."""


class _Ways:
    """What looks for all ways of all expressions, and what fits in these ways, read when one is first tried."""

    def __init__(self, expressions: Sequence[tuple[str, int]], *, kept: bool) -> None:
        self._expressions = expressions
        sources = [f"{flags} {expression}".encode() for expression, flags in expressions] if kept else ()
        self.scanner, self._owners = open_scanner(self._needs, sources)
        self._parsed: dict[int, Any] = {}

    def search_for(self, number: int) -> Search:
        """What searches a text in a way."""
        parsed = self._parsed.get(number)
        if parsed is None:
            owner = self._owners[number]
            ways = parsed_ways(*self._expressions[owner])
            self._parsed.update(zip(range(bisect_left(self._owners, owner), len(self._owners)), ways, strict=False))
            parsed = self._parsed[number]
        return search_of(parsed)

    def _needs(self) -> Iterator[Needs]:
        for owner, expression in enumerate(self._expressions):
            yield from (Needs(owner, way.places, way.is_all) for way in ways_of(*expression))


class Screens:
    """Expressions whose needs are looked for together."""

    def __init__(self, *, kept: bool = False) -> None:
        """``kept``: what is read from the expressions is kept in a file, of which there is one."""
        self._kept = kept
        self.expressions: list[tuple[str, int]] = []
        self._qualifying: set[int] = set()
        self._ways: _Ways | None = None
        self._read: tuple[str, Look | None] = ("", None)
        self.searches: dict[int, Search] = {}
        """By the numbers of ways, what searches a text; of those that were tried."""

        self.look = lru_cache(maxsize=_KEPT)(self._look)
        """What fits somewhere in a text, as far as that shows at a look; that of the latest texts is kept."""

    def add(self, expression: str, flags: int, *, qualifies: bool = False) -> int:
        """The number of a new expression: they ascend."""
        if qualifies:
            self._qualifying.add(len(self.expressions))
        self.expressions.append((expression, flags))
        self._ways = None
        self.searches.clear()
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

    def qualifying(self) -> frozenset[int]:
        """The numbers of the expressions so far that only qualify what others find."""
        return frozenset(self._qualifying)

    def _all_ways(self) -> _Ways:
        if self._ways is None:
            with for_good():
                self._ways = _Ways(self.expressions, kept=self._kept)
        return self._ways

    def search_for(self, way: int) -> Search:
        """What searches a text in a way that a look has shown; it is kept in ``searches``."""
        search = self.searches[way] = self._all_ways().search_for(way)
        return search

    def _look(self, text: str) -> Seen:
        in_ascii = text.isascii()
        whole, look = self._read
        start = whole.find(text)
        seen = None if start < 0 or look is None else look.seen(start, start + len(text), in_ascii=in_ascii)
        if seen is None:
            seen = self._all_ways().scanner.look(text).seen(0, len(text), in_ascii=in_ascii) or {}
        return seen


RULES: Final = Screens(kept=True)
"""All expressions that look for facts."""


class Expression(NamedTuple):
    """An expression that nobody has compiled yet."""

    pattern: str
    flags: int = 0


class Screened:
    """An expression that is tried, and compiled, only where it may fit."""

    qualifies: ClassVar[bool] = False
    """Whether it only says more of what others find: a text that nothing else may fit need not be looked at."""

    def __init__(
        self, expression: str | Expression | re.Pattern[str], flags: int = 0, screens: Screens = RULES
    ) -> None:
        """Take an expression, or that of a pattern with its flags."""
        given = (expression, flags) if isinstance(expression, str) else (expression.pattern, expression.flags)
        self._expression, self._flags = given
        self._look = screens.look
        self._searches, self._search_for = screens.searches, screens.search_for
        self.number = screens.add(*given, qualifies=self.qualifies)

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

    def lets_pass(self, text: str) -> bool:
        """Whether the expression may fit somewhere in a text."""
        return self.number in self._look(text)

    def fits(self, text: str) -> bool:
        """Whether the expression fits somewhere in a text."""
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

"""Regular expressions that are tried only where they may fit.

Most expressions that look for facts are long lists of phrases, and most sentences hold none of them.  What each cannot
do without is read from the expression itself (`holdfast.providers.facts.needs`).  A sentence is looked at once for what
all of them need, and an expression that lacks something there is not tried.  So an expression costs nothing, and is not
even compiled, until a text comes that it may fit.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import ClassVar, Final

from holdfast.providers.facts.needs import needs_of
from holdfast.providers.facts.pieces import Pieces, Scanner, scanner

_KEPT: Final = 64
"""Of so many texts that were asked for lately it is known what may fit them."""


class Screens:
    """Expressions whose needs are looked for together."""

    def __init__(self) -> None:
        self.expressions: list[tuple[str, int]] = []
        self._qualifying: set[int] = set()
        self._scanner: Scanner | None = None
        self.admitted = lru_cache(maxsize=_KEPT)(self._admitted)
        """The numbers of all expressions that may fit somewhere in a text; those of the latest texts are kept."""

    def add(self, expression: str, flags: int, *, qualifies: bool = False) -> int:
        """The number of a new expression: they ascend."""
        if qualifies:
            self._qualifying.add(len(self.expressions))
        self.expressions.append((expression, flags))
        self._scanner = None
        self.admitted.cache_clear()
        return len(self.expressions) - 1

    def tell(self, text: str) -> bool:
        """Whether an expression may fit somewhere in a text that does more than qualify what others find."""
        return not self.admitted(text) <= self._qualifying

    def _admitted(self, text: str) -> frozenset[int]:
        if self._scanner is None:
            self._scanner = scanner(Pieces([needs_of(*one) for one in self.expressions]))
        return frozenset(self._scanner.admitted(text))


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
        self.number = screens.add(*given, qualifies=self.qualifies)

    @cached_property
    def form(self) -> re.Pattern[str]:
        """The expression, compiled."""
        return re.compile(self._expression, self._flags)

    def lets_pass(self, text: str) -> bool:
        """Whether the expression may fit somewhere in a text."""
        return self.number in self._screens.admitted(text)

    def search(self, text: str) -> re.Match[str] | None:
        """See `re.Pattern.search`."""
        return self.form.search(text) if self.lets_pass(text) else None


class Qualifier(Screened):
    """An expression that is asked only of what others find, such as whether it is a question."""

    qualifies = True

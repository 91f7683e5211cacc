"""Regular expressions that are asked so rarely that no text is screened for them."""

from __future__ import annotations

import re
from functools import cached_property

from holdfast.providers.facts.choices import compiled, parsed


class Rare:
    """An expression in which any case of letters fits, compiled when it is first asked.

    It is for what only few sentences come to.  One that all sentences are asked is better `Screened`, which costs
    nothing where it cannot fit, but a little of every look at a text.
    """

    def __init__(self, expression: str) -> None:
        self._expression = expression

    @cached_property
    def form(self) -> re.Pattern[str]:
        """The expression, compiled."""
        return compiled(parsed(self._expression, re.IGNORECASE))

    def fits(self, text: str) -> bool:
        """Whether the expression fits somewhere in a text."""
        return self.form.search(text) is not None

"""Counting tokens line by line, and keeping within a number of them.

A text in cl100k_base has as many tokens as its lines have together, line breaks included, unless a line is blank: the
encoding cuts a text behind every run of line breaks before it merges anything.  So lines are counted once and added up.
"""

from __future__ import annotations

from functools import lru_cache

from holdfast.providers.tokens.cl100k import load_cl100k

_KEPT_LINES = 8192
_LONGEST_KEPT = 2000
"""Characters of a line of which the tokens are kept."""


def _of_line(line: str) -> int:
    return _kept_of_line(line) if len(line) <= _LONGEST_KEPT else load_cl100k().count(line)


@lru_cache(maxsize=_KEPT_LINES)
def _kept_of_line(line: str) -> int:
    return load_cl100k().count(line)


def tokens_of(text: str) -> int:
    """Tokens of a text of whole lines, none of them blank."""
    if text.find("\n") in {-1, len(text) - 1}:
        return _of_line(text) if text else 0
    return sum(map(_of_line, text.splitlines(keepends=True)))


class Purse:
    """Tokens to spend; what one part leaves over is there for the next ones."""

    def __init__(self, tokens: int) -> None:
        self.left = max(tokens, 0)

    def affords(self, tokens: int) -> bool:
        """Whether there are so many."""
        return tokens <= self.left

    def pay(self, tokens: int) -> bool:
        """Spend so many if there are; whether there were."""
        if tokens > self.left:
            return False
        self.left -= tokens
        return True

    def portion(self, tokens: int) -> Purse:
        """A purse of its own with at most so many, which are still in this one until they are spent here."""
        return Purse(min(tokens, self.left))

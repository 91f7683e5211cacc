"""What Holdfast asks of something that counts tokens."""

from __future__ import annotations

from typing import Protocol


class TokenCounter(Protocol):
    """Counts the tokens of a text; safe to call from several threads at once."""

    @property
    def name(self) -> str:
        """The encoding that is counted; for logs and diagnostics."""

    def count(self, text: str) -> int:
        """The number of tokens of ``text``; 0 for the empty one.

        Never raises, whatever the text holds (lone surrogates, special-token text, megabytes of one letter).
        """


def count_message(counter: TokenCounter, *, role: str, content: str) -> int:
    """Tokens of a message: those of ``<role>: <content>`` (semantics §3.4)."""
    return counter.count(f"{role}: {content}")

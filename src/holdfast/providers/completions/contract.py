"""What every language model offers, and what can go wrong with one.

HoldfastError
├── Unavailable
│   └── CompletionUnavailable  down, slow or rate limited: try again after ``retry_after`` seconds
└── CompletionRejected         the provider refuses the request: change key, model or address
"""

from __future__ import annotations

from typing import Protocol

from holdfast.errors import HoldfastError, Unavailable


class CompletionModel(Protocol):
    """Answers prompts, as much the same each time as its provider allows."""

    @property
    def name(self) -> str:
        """Service and model, for logs and diagnostics."""

    @property
    def context_size(self) -> int:
        """Tokens that prompt and answer may have together."""

    async def complete(self, prompt: str, *, max_tokens: int) -> str:
        """The answer to ``prompt``, of at most ``max_tokens`` tokens; empty when the model says nothing.

        Raises CompletionUnavailable or CompletionRejected.
        """

    async def close(self) -> None:
        """Give back connections; the model is not used afterwards.  May be called twice."""


class CompletionUnavailable(Unavailable):
    """The model does not answer at the moment; the same request may succeed after ``retry_after`` seconds."""


class CompletionRejected(HoldfastError):
    """The provider refused the request: wrong key, unknown model, prompt too long."""

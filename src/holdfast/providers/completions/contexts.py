"""How much the language models take (semantics §3.5)."""

from __future__ import annotations

from typing import Final

UNKNOWN_CONTEXT_SIZE: Final = 8_192
"""For models that are not in the table; nearly all that are served today take at least that."""

CONTEXT_SIZES: Final = {
    "gpt-3.5-turbo": 4_096,
    "gpt-3.5-turbo-16k": 16_385,
    "gpt-3.5-turbo-0125": 16_385,
    "gpt-3.5-turbo-1106": 16_385,
    "gpt-4": 8_192,
    "gpt-4-32k": 32_768,
    "gpt-4-0125": 128_000,
    "gpt-4-1106": 128_000,
    "gpt-4-turbo": 128_000,
    "gpt-4o": 128_000,
    "gpt-4.1": 1_000_000,
    "gpt-5": 400_000,
    "o1": 200_000,
    "o3": 200_000,
    "o4": 200_000,
    "claude": 200_000,
    "claude-2": 100_000,
    "claude-2.1": 200_000,
    "claude-instant-1": 100_000,
}
"""Tokens by the beginning of the model's name, so that dated variants are known too."""


def context_size_of(model: str) -> int:
    """Tokens that prompt and answer of ``model`` may have together; the longest beginning in the table counts."""
    known = [beginning for beginning in CONTEXT_SIZES if _begins(model, beginning)]
    return CONTEXT_SIZES[max(known, key=len)] if known else UNKNOWN_CONTEXT_SIZE


def _begins(model: str, beginning: str) -> bool:
    """Whether the name is ``beginning`` or goes on after it with a variant."""
    return model == beginning or model.startswith((f"{beginning}-", f"{beginning}:", f"{beginning}@"))

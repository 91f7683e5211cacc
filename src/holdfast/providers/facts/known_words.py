"""Which words are so common that nobody is called by them, as far as they are no names."""

from __future__ import annotations

from functools import cache
from typing import Final

from holdfast.providers.embeddings.static import BUILTIN_DIRECTORY
from holdfast.providers.facts.languages.naming import NO_NAMES
from holdfast.providers.facts.values import is_given_name

_COMMONEST: Final = 12_000
"""So many pieces of the vocabulary of the built-in embedding model, which has the most frequent first."""

_ADDRESSES: Final = frozenset("doc boss chief captain coach skipper ace mo sir madam professor".split())  # noqa: SIM905
"""Common words by which people are called."""


def is_common_word(word: str) -> bool:
    """Whether a word is among the commonest of English, or of those that stand where names do, and no given name."""
    if word.lower() in _ADDRESSES or is_given_name(word.capitalize()):
        return False
    return word.lower() in _common() or word.lower() in NO_NAMES


@cache
def _common() -> frozenset[str]:
    pieces = (BUILTIN_DIRECTORY / "vocabulary.txt").read_text(encoding="utf-8").split("\n", _COMMONEST)
    return frozenset(piece for piece in pieces[:_COMMONEST] if piece.isalpha() and len(piece) > 1)

"""Cuts a text into words, numbers and signs, and tells with which of them an entity may begin.

It is there twice: compiled (`compiled_cutting.pyx`, built at installation where there is a C compiler), and by a
regular expression, which gives the same results and costs several times as much.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

Tokens = tuple[list[int], list[int], list[str], list[str], list[int]]
"""Where each token begins and ends, the token, and the same in lower case with straight apostrophes; and the places of
the tokens that begin with a capital letter."""

_TOKEN: Final = re.compile(
    r"\d+(?:[.,]\d+)*"
    r"|[^\W\d_]\w*(?:['’](?!s\b)[^\W\d_]\w*)*"
    r"|['’]s\b"
    r"|\x00+"
    r"|\n"
    r"|[^\w\s]"
)


def cut_by_patterns(text: str) -> Tokens:
    """The tokens of a text; a run of NUL characters is one."""
    found = list(_TOKEN.finditer(text))
    shapes = [match[0] for match in found]
    lower = [shape.lower().replace("’", "'") for shape in shapes]
    capitals = [place for place, shape in enumerate(shapes) if shape[0].isupper()]
    return [match.start() for match in found], [match.end() for match in found], shapes, lower, capitals


class Beginnings(NamedTuple):
    """With which tokens, in lower case, entities begin.

    Attributes:
        known: those with which they may begin, whatever follows.
        silent: those with which none begins, though a capital was written, unless another field says so.
        firsts: those with which known names begin, and perhaps others.
        pairs: the first two of each known name of several tokens.
    """

    known: frozenset[str]
    silent: frozenset[str]
    firsts: frozenset[str]
    pairs: Mapping[tuple[str, str], object]


def beginnings_one_by_one(shapes: list[str], lower: list[str], of_entities: Beginnings) -> list[int]:
    """The places of tokens with which an entity may begin: of figures, capitals, and what is known."""
    known, silent, firsts, pairs = of_entities
    return [
        place
        for place, (shape, small) in enumerate(zip(shapes, lower, strict=True))
        if small in known
        or (shape[0].isupper() and small not in silent)
        or shape[0].isdigit()
        or (small in firsts and place + 1 < len(lower) and (small, lower[place + 1]) in pairs)
    ]


cut: Callable[[str], Tokens]
beginnings: Callable[[list[str], list[str], Beginnings], list[int]]
"""The fastest that the installation has."""

try:
    from holdfast.providers.entities import compiled_cutting
except ImportError:
    cut, beginnings = cut_by_patterns, beginnings_one_by_one
else:
    cut, beginnings = compiled_cutting.cut, compiled_cutting.beginnings

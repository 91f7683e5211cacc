"""Cuts a text into words, numbers and signs, and tells with which of them an entity may begin.

It is there twice: compiled (`compiled_cutting.pyx`, built at installation where there is a C compiler), and by a
regular expression, which gives the same results and costs several times as much.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

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


def beginnings_one_by_one(shapes: list[str], lower: list[str], known: frozenset[str]) -> list[int]:
    """The places of tokens that begin with a capital or a digit, or are ``known`` in lower case."""
    return [
        place
        for place, (shape, small) in enumerate(zip(shapes, lower, strict=True))
        if small in known or shape[0].isupper() or shape[0].isdigit()
    ]


cut: Callable[[str], Tokens]
beginnings: Callable[[list[str], list[str], frozenset[str]], list[int]]
"""The fastest that the installation has."""

try:
    from holdfast.providers.entities import compiled_cutting
except ImportError:
    cut, beginnings = cut_by_patterns, beginnings_one_by_one
else:
    cut, beginnings = compiled_cutting.cut, compiled_cutting.beginnings

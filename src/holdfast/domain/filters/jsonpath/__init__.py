"""SQL/JSON paths as in PostgreSQL 16: parsed once, compiled to closures, evaluated over decoded JSON.

The grammar is in ``parser``, the semantics in ``compiler`` and ``accessors``.
"""

from __future__ import annotations

from functools import lru_cache

from holdfast.domain.filters.jsonpath.compiler import Matcher, compile_path
from holdfast.domain.filters.jsonpath.parser import parse
from holdfast.domain.filters.jsonpath.printer import print_path
from holdfast.domain.filters.limits import PATH_CACHE_SIZE

__all__ = ["Matcher", "compile_path", "parse", "path_matcher", "print_path"]


@lru_cache(maxsize=PATH_CACHE_SIZE)
def path_matcher(text: str, *, single_quotes: bool = True, boolean: bool = False) -> Matcher:
    """Return the function that tells whether decoded JSON matches a path; the last few hundred are kept.

    ``single_quotes``: accept ``'text'`` as a string, which PostgreSQL does not.

    ``boolean``: a path without a filter that yields the one value ``false`` does not match.

    Raises ``InvalidFilter``.
    """
    return compile_path(parse(text, single_quotes=single_quotes), boolean=boolean)

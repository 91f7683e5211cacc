"""The metadata filter language of searches (semantics §7, http-api §6).

`read_search_filter` turns what a request carries into a `SearchFilter`; its `Predicate` decides row by row. Paths are
SQL/JSON paths as in PostgreSQL 16, with three wanted differences: a path that is a predicate is evaluated as one, a
row on which a path raises does not match, and apostrophes may quote strings.
"""

from holdfast.domain.filters.errors import InvalidFilter
from holdfast.domain.filters.search_filter import SearchFilter, read_condition, read_search_filter
from holdfast.domain.filters.where import Predicate

__all__ = ["InvalidFilter", "Predicate", "SearchFilter", "read_condition", "read_search_filter"]

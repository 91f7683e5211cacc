"""An approximate index: a navigable small-world graph (Malkov and Yashunin 2018) over rows of a collection.

The graph holds the vectors a second time, in 16 bits; they only choose candidates, whose similarity is then
calculated from the exact ones.  It is never the only copy of anything: it is built from the rows, in the background.

usearch does the work: of the libraries that give wheels for the supported Pythons it builds quickest in 16 bits, and it
leaves the interpreter to other threads while it builds.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from usearch.index import Index

_LINKS = 16
_BUILD_EFFORT = 128
_SEARCH_EFFORT = 96
_BUILD_CHUNK = 2000
"""Rows added between two looks at whether the result is still wanted."""


class BuildCancelled(Exception):
    """Nobody wants the graph any more."""


@dataclass(frozen=True, slots=True)
class Graph:
    """A finished graph; safe to search from several threads.

    Attributes:
        rows: the row of each of its nodes, -1 for those whose document is gone.
        covers: which rows it knows; those beyond it are unknown.
    """

    rows: NDArray[np.intp]
    covers: NDArray[np.bool_]
    _index: Index

    @property
    def nbytes(self) -> int:
        """Memory of vectors and links."""
        return int(self._index.memory_usage) + self.rows.nbytes + self.covers.nbytes

    def missing(self, rows: int) -> NDArray[np.intp]:
        """Which of the first `rows` rows it does not know."""
        unknown = np.ones(rows, np.bool_)
        unknown[: len(self.covers)] = ~self.covers[:rows]
        return np.flatnonzero(unknown)

    def nearest(self, query: NDArray[np.float32], count: int) -> NDArray[np.intp]:
        """Rows that are probably the nearest to a unit vector, at most `count`, dead ones included."""
        found = self._index.search(query, min(count, len(self.rows)), threads=1)
        rows = self.rows[np.asarray(found.keys, dtype=np.intp)]
        return rows[rows >= 0]

    def save(self, path: Path) -> None:
        """Write nodes and links to a file; `rows` and `covers` are the caller's."""
        self._index.save(str(path))


def build(
    units: NDArray[np.float32], *, onto: Graph | None = None, cancelled: Callable[[], bool] = lambda: False
) -> Graph:
    """A graph over all rows of `units`, made from a copy of `onto`, if given, by adding what it does not know.

    Takes about a third of a millisecond per row of 384 dimensions, in the calling thread.

    Raises:
        BuildCancelled: `cancelled` said so.
    """
    if onto is None:
        index, known = _empty(units.shape[1]), np.empty(0, np.intp)
    else:
        index, known = onto._index.copy(), onto.rows
    added = np.arange(len(units)) if onto is None else onto.missing(len(units))
    for start in range(0, len(added), _BUILD_CHUNK):
        if cancelled():
            raise BuildCancelled
        rows = added[start : start + _BUILD_CHUNK]
        first = len(known) + start
        index.add(np.arange(first, first + len(rows)), units[rows], threads=1)
    return Graph(np.concatenate((known, added)), np.ones(len(units), np.bool_), index)


def read(path: Path, rows: NDArray[np.intp], units: NDArray[np.float32]) -> Graph | None:
    """The graph that a file holds, for the rows of `units`; None when the file cannot be used.

    Args:
        path: a file that `Graph.save` wrote.
        rows: the row of each node, -1 where its document is gone or has another vector.
        units: the vectors of the index.
    """
    total, width = units.shape
    index = _empty(width)
    try:
        index.load(str(path))
    except (OSError, ValueError, RuntimeError):
        return None
    if (len(index), index.ndim) != (len(rows), width):
        return None
    covers = np.zeros(total, np.bool_)
    covers[rows[rows >= 0]] = True
    return Graph(rows, covers, index)


def _empty(width: int) -> Index:
    # Most servers have no large collection and never load this.  usearch crashes the process when onnxruntime is loaded
    # after it, so whoever has installed the local transformer gets that loaded first.
    with contextlib.suppress(ImportError):
        import onnxruntime  # type: ignore[import-untyped]  # noqa: F401, PLC0415
    from usearch.index import Index  # noqa: PLC0415

    return Index(
        ndim=width,
        metric="ip",
        dtype="bf16",
        connectivity=_LINKS,
        expansion_add=_BUILD_EFFORT,
        expansion_search=_SEARCH_EFFORT,
    )

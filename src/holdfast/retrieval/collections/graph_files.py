"""Graphs in files, so that a restart need not build them again.

A file is a cache like the graph itself: it is used only for rows whose vectors are, to the bit, those it was built
from, and whatever is wrong with it leads to a new graph.  Each graph has a folder with its nodes and links, and beside
them which document and which vector each node stands for.  A folder is written under another name and then renamed, so
a crash leaves the old one or none.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Collection
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.collections.graph import Graph, read
from holdfast.retrieval.collections.index import View

log = logging.getLogger(__name__)

_LINKS = "links.usearch"
_NODES = "nodes.npy"
_NODE = np.dtype([("number", "<i8"), ("checksum", "<u4")])
_LEAST_USEFUL = 0.7
"""A file is used when so large a share of its nodes still stands for something."""


class GraphFiles:
    """Graphs by name in a directory, which is made when it is needed."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def save(self, name: str, view: View, graph: Graph) -> None:
        """Keep the graph of a view that has all of its rows; a failure is logged, for nothing depends on it."""
        folder, fresh = self._directory / name, self._directory / f"{name}.{os.getpid()}.new"
        nodes = np.zeros(len(graph.rows), _NODE)
        nodes["number"] = np.where(graph.rows >= 0, view.numbers[graph.rows], 0)
        nodes["checksum"] = _checksums(view.units[graph.rows])
        try:
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir(parents=True)
            graph.save(fresh / _LINKS)
            np.save(fresh / _NODES, nodes)
            for part in (fresh / _LINKS, fresh / _NODES, fresh):
                _sync(part)
            shutil.rmtree(folder, ignore_errors=True)
            fresh.rename(folder)
        except (OSError, RuntimeError) as error:
            shutil.rmtree(fresh, ignore_errors=True)
            log.warning("the approximate index of a collection could not be kept in %s: %s", folder, error)

    def load(self, name: str, view: View) -> Graph | None:
        """The graph kept under a name, fitted to the rows of a view; None when there is no useful one."""
        folder = self._directory / name
        try:
            nodes = np.load(folder / _NODES)
        except (OSError, ValueError, EOFError):
            return None
        if nodes.dtype != _NODE or not len(nodes):
            return None
        rows = _rows_of(nodes, view)
        if np.count_nonzero(rows >= 0) < _LEAST_USEFUL * len(rows):
            return None
        return read(folder / _LINKS, rows, view.units)

    def remove(self, name: str) -> None:
        """Forget a graph."""
        shutil.rmtree(self._directory / name, ignore_errors=True)

    def keep_only(self, names: Collection[str]) -> None:
        """Forget all graphs but these, and what was not finished."""
        if self._directory.is_dir():
            for folder in self._directory.iterdir():
                if folder.name not in names:
                    shutil.rmtree(folder, ignore_errors=True)


def _rows_of(nodes: NDArray[np.void], view: View) -> NDArray[np.intp]:
    """The live row of each node whose document still has the same vector, else -1."""
    live = np.flatnonzero(view.live[: len(view)])
    by_number = live[np.argsort(view.numbers[live], kind="stable")]
    if not len(by_number):
        return np.full(len(nodes), -1)
    numbers = view.numbers[by_number]
    at = np.minimum(np.searchsorted(numbers, nodes["number"]), len(numbers) - 1)
    rows = np.where(numbers[at] == nodes["number"], by_number[at], -1)
    same = _checksums(view.units[rows]) == nodes["checksum"]
    return np.where(same, rows, -1)


def _checksums(units: NDArray[np.float32]) -> NDArray[np.uint32]:
    return np.fromiter((crc32(row) for row in np.ascontiguousarray(units)), np.uint32, len(units))


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

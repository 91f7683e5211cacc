"""Graphs in files, so that a restart need not build them again.

A file is a cache like the graph itself: it is used only for rows whose vectors are, to the bit, those it was built
from, and whatever is wrong with it leads to a new graph.  Each graph has a folder with its nodes and links, beside them
which document and which vector each node stands for, and a manifest with the format, the library and checksums of both.
A folder is written under another name and then renamed, so a crash leaves the old one or none.

What was deleted when a graph is written leaves nothing in its files: its node keeps its links, which others are found
by, and has a vector of zeros.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Collection
from functools import cache
from importlib.metadata import version
from pathlib import Path
from struct import Struct
from zlib import crc32

import msgspec
import numpy as np
import xxhash
from numpy.typing import NDArray

from holdfast.retrieval.collections.graph import Graph, read
from holdfast.retrieval.collections.index import View
from holdfast.system.durability import sync_directory, sync_file

log = logging.getLogger(__name__)

_LINKS = "links.usearch"
_NODES = "nodes.npy"
_MANIFEST = "manifest.json"
_FORMAT = 1
_HEAD = Struct("<II")
"""How a file of the library begins: how many vectors follow, and how many bytes each has."""
_NODE = np.dtype([("number", "<i8"), ("checksum", "<u4")])
_LEAST_USEFUL = 0.7
"""A file is used when so large a share of its nodes still stands for something."""


class _Manifest(msgspec.Struct, frozen=True):
    """What the files of a graph are; ``revision`` is that of the collection up to which deletions were heeded."""

    format: int
    library: str
    revision: int
    links: str
    nodes: str


class GraphFiles:
    """Graphs by name in a directory, which is made when it is needed."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def save(self, name: str, view: View, graph: Graph, *, revision: int = 0) -> None:
        """Keep the graph of a view that has all of its rows, and what was deleted up to a revision as dead ones.

        A failure is logged, for nothing depends on it.
        """
        folder, fresh = self._directory / name, self._directory / f"{name}.{os.getpid()}.new"
        lives = (graph.rows >= 0) & view.live[graph.rows]
        nodes = np.zeros(len(graph.rows), _NODE)
        nodes["number"] = np.where(lives, view.numbers[graph.rows], 0)
        nodes["checksum"] = np.where(lives, _checksums(view.units[graph.rows]), 0)
        try:
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir(parents=True)
            graph.save(fresh / _LINKS)
            _forget_vectors(fresh / _LINKS, np.flatnonzero(~lives), nodes=len(nodes))
            np.save(fresh / _NODES, nodes)
            manifest = _Manifest(_FORMAT, _library(), revision, _digest(fresh / _LINKS), _digest(fresh / _NODES))
            (fresh / _MANIFEST).write_bytes(msgspec.json.encode(manifest))
            for part in (_LINKS, _NODES, _MANIFEST):
                sync_file(fresh / part)
            sync_directory(fresh)
            shutil.rmtree(folder, ignore_errors=True)
            fresh.rename(folder)
        except (OSError, RuntimeError, ValueError) as error:
            shutil.rmtree(fresh, ignore_errors=True)
            log.warning("the approximate index of a collection could not be kept in %s: %s", folder, error)

    def load(self, name: str, view: View) -> Graph | None:
        """The graph kept under a name, fitted to the rows of a view; None when there is no useful one."""
        folder = self._directory / name
        try:
            manifest = _read_manifest(folder)
            if manifest.links != _digest(folder / _LINKS) or manifest.nodes != _digest(folder / _NODES):
                return None
            nodes = np.load(folder / _NODES)
        except (OSError, ValueError, EOFError):
            return None
        if nodes.dtype != _NODE or not len(nodes):
            return None
        rows = _rows_of(nodes, view)
        if np.count_nonzero(rows >= 0) < _LEAST_USEFUL * len(rows):
            return None
        return read(folder / _LINKS, rows, view.units)

    def revision(self, name: str) -> int | None:
        """Up to which revision of the collection deletions were heeded by the kept graph; None without any."""
        try:
            return _read_manifest(self._directory / name).revision
        except (OSError, ValueError):
            return None

    def remove(self, name: str) -> None:
        """Forget a graph."""
        shutil.rmtree(self._directory / name, ignore_errors=True)

    def keep_only(self, names: Collection[str]) -> None:
        """Forget all graphs but these, and what was not finished."""
        if self._directory.is_dir():
            for folder in self._directory.iterdir():
                if folder.name not in names:
                    shutil.rmtree(folder, ignore_errors=True)


@cache
def _library() -> str:
    return f"usearch {version('usearch')}"


def _read_manifest(folder: Path) -> _Manifest:
    """`ValueError` or ``OSError`` for one that is none, or of another format or library."""
    manifest = msgspec.json.decode((folder / _MANIFEST).read_bytes(), type=_Manifest)
    if (manifest.format, manifest.library) != (_FORMAT, _library()):
        raise ValueError(f"a graph of format {manifest.format}, written by {manifest.library}")
    return manifest


def _digest(path: Path) -> str:
    """XXH3 of a file: it finds what disks and people do to files, at the speed of memory."""
    digest = xxhash.xxh3_64()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def _forget_vectors(path: Path, dead: NDArray[np.intp], *, nodes: int) -> None:
    """Overwrite the vectors of nodes in a file of the library; `ValueError` when it is not laid out as is known."""
    with path.open("r+b") as file:
        count, width = _HEAD.unpack(file.read(_HEAD.size))
        if count != nodes or not width or path.stat().st_size < _HEAD.size + count * width:
            raise ValueError("the library writes its files in another way")
        for node in dead.tolist():
            file.seek(_HEAD.size + node * width)
            file.write(bytes(width))


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

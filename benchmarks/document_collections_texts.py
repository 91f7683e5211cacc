"""Searching a collection by text on PostgreSQL: vectors compared in the database beside vectors in the server's memory.

Work: documents of 30 words, frequent and rare ones, with vectors of 384 dimensions, then searched for the 10 best of
100 questions of 5 words, where words and vectors count (see `docs/collections.md`).  The vectors are given, so that
no model's time is in the figures.  `recall` is the share of what comparing everything in memory finds.

CPU is user and system time per search, of this process, which stands for a server, and of all processes of the
database.  `memory` is what the index takes in each server process.

``python -m benchmarks.document_collections_texts`` runs it; ``--size`` makes it shorter.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from benchmarks.document_collections_postgres import BUDGET, LEAST, SETTINGS, WIDTH, clocks, difference
from benchmarks.vector_work import BATCH, TOP, make_work
from holdfast.chores.index_upkeep import IndexUpkeep
from holdfast.domain.collections import NewCollection
from holdfast.domain.documents import NewDocument
from holdfast.domain.principals import ANYONE
from holdfast.domain.vectors import pack_rows
from holdfast.operations.access import Access
from holdfast.operations.collection_views import CollectionViews
from holdfast.operations.document_loading import DocumentLoader
from holdfast.operations.document_search import DocumentQuery, DocumentSearch
from holdfast.retrieval.analysis import analyzer_for
from holdfast.retrieval.collections.cache import CollectionIndexes
from holdfast.storage.postgres.storage import PostgresStorage
from tests.storage.postgres.server import Server, own_server

NAME = "texts"
VOCABULARY = 20_000
MEBIBYTE = 1 << 20


class Given:
    """A model that knows the vectors of the questions."""

    name = "given"
    dimensions = WIDTH

    def __init__(self, vectors: dict[str, NDArray[np.float32]]) -> None:
        self._vectors = vectors

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors that were given for these texts."""
        return np.stack([self._vectors[text] for text in texts])

    async def close(self) -> None:
        """Nothing to give back."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=100_000)
    with own_server(SETTINGS) as database:
        asyncio.run(_run(database, parser.parse_args().size))


async def _run(database: Server, size: int) -> None:
    work = make_work(size, WIDTH)
    contents, questions = _texts(size, len(work.questions))
    model = Given(dict(zip(questions, work.questions, strict=True)))
    storage = PostgresStorage(database.dsn)
    await storage.start()
    new = NewCollection(name=NAME, dimensions=WIDTH, is_auto_embedded=True)
    created = (await storage.collections.create(new)).result
    for start in range(0, size, BATCH):
        await storage.documents.add(created.id, [NewDocument(content=text) for text in contents[start : start + BATCH]])
        vectors = pack_rows(work.vectors[start : start + BATCH])
        await storage.documents.set_vectors(created.id, dict(enumerate(vectors, start + 1)), model=model.name)
    nearest = storage.nearest_documents
    assert nearest is not None
    await nearest.index(created.id)

    table = Table("search by text", "p50 ms", "p95 ms", "server CPU ms", "database CPU ms", "recall@10", "memory MB")
    truth: list[set[int]] = []
    for what, stored in (("compared in the server's memory", False), ("index, in the database", True)):
        indexes = CollectionIndexes(BUDGET, graph_rows=size)
        loader = DocumentLoader(storage.documents, analyzer_for("english"), model=model.name)
        upkeep = IndexUpkeep(nearest, least=LEAST) if stored else None
        views = CollectionViews(loader, indexes, upkeep=upkeep)
        search = DocumentSearch(Access(storage), views, model=model, analyzer=analyzer_for("english"))
        begin = time.perf_counter()
        await search(ANYONE, NAME, DocumentQuery(text=questions[0], limit=TOP))
        print(f"{what}: first search, which reads the words, {time.perf_counter() - begin:.1f} s")
        times, found, spent = [], [], clocks(database)
        for question in questions:
            begin = time.perf_counter()
            hits = (await search(ANYONE, NAME, DocumentQuery(text=question, limit=TOP))).hits
            times.append((time.perf_counter() - begin) * 1000)
            found.append({hit.document.number for hit in hits})
        own, behind = (1000 * value / len(questions) for value in difference(clocks(database), spent))
        truth = truth or found
        times.sort()
        recall = sum(len(one & right) for one, right in zip(found, truth, strict=True)) / sum(map(len, truth))
        figures = (times[len(times) // 2], times[len(times) * 95 // 100], own, behind)
        table.add_row(what, *(f"{one:.2f}" for one in figures), f"{recall:.3f}", f"{indexes.nbytes / MEBIBYTE:.0f}")
        await indexes.close()
    await storage.stop()
    Console(width=130).print(table)


def _texts(size: int, questions: int) -> tuple[list[str], list[str]]:
    """Documents of words whose frequencies fall as those of a language do, and questions of words of documents."""
    source = np.random.default_rng(11)
    words = np.minimum(source.zipf(1.2, (size, 30)), VOCABULARY)
    contents = [" ".join(f"w{number}x" for number in row) for row in words.tolist()]
    asked = words[source.integers(0, size, questions), :5].tolist()
    return contents, [
        f"question {place} " + " ".join(f"w{number}x" for number in row) for place, row in enumerate(asked)
    ]


if __name__ == "__main__":
    main()

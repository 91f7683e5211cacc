"""Document collections on PostgreSQL: the database's own index beside a graph in the memory of the server.

Work: documents of 384 dimensions with metadata (as in `benchmarks.document_collections`), added in batches of 500 to a
PostgreSQL 16 of its own (durable; shared_buffers 1 GB), then searched for the 10 nearest of 100 questions, without a
filter and with filters that keep one document in ten and one in a thousand; without HTTP.  `exact` is what is answered
while no index exists yet.  `index` is pgvector's HNSW in the database, `graph` the in-process graph (usearch) over the
same rows, which every server process would have to keep.  `pgvector alone` is the floor: one statement by asyncpg that
reads numbers and nothing else, with the same effort.

CPU is user and system time per search, of this process, which stands for a server, and of all processes of the
database.  Recall is that of the 10 nearest by comparing all.

``python -m benchmarks.document_collections_postgres`` runs it; ``--size`` makes it shorter.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

import asyncpg
import numpy as np
import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.document_collections import documents_of
from benchmarks.postgres import DURABLE
from benchmarks.vector_work import RARE, TOP, Work, batches, cpu_seconds, make_work
from holdfast.chores.index_upkeep import IndexUpkeep
from holdfast.domain.collections import NewCollection
from holdfast.domain.filters import read_search_filter
from holdfast.domain.principals import ANYONE
from holdfast.operations.access import Access
from holdfast.operations.collection_views import CollectionViews
from holdfast.operations.document_loading import DocumentLoader
from holdfast.operations.document_search import DocumentQuery, DocumentSearch
from holdfast.operations.documents import DocumentOperations, EmbeddingJobs
from holdfast.retrieval.analysis import analyzer_for
from holdfast.retrieval.collections.cache import CollectionIndexes
from holdfast.storage.postgres.engine.pgvector import install_codec
from holdfast.storage.postgres.storage import PostgresStorage
from tests.storage.postgres.server import Server, own_server

WIDTH = 384
NAME = "work"
BUDGET = 1 << 32
LEAST = 1_000
ADDED_LATER = 2_000
FILTERS = {"1 in 10": "$ ? (@.place % 10 == 0)", f"1 in {RARE}": "$ ? (@.rare == true)"}
STEPS = {"": 1, "1 in 10": 10, f"1 in {RARE}": RARE}
SETTINGS = {**DURABLE, "shared_buffers": "1GB", "max_wal_size": "4GB"}

Search = Callable[[DocumentQuery], Awaitable[Sequence[int]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=100_000)
    size = parser.parse_args().size
    with own_server(SETTINGS) as database:
        asyncio.run(_Benchmark(database, make_work(size, WIDTH)).run())


class _Benchmark:
    def __init__(self, database: Server, work: Work) -> None:
        self._database = database
        self._work = work
        self._storage = PostgresStorage(database.dsn)
        self._console = Console(width=130)
        self._table = Table(
            "search", "filter", "p50 ms", "p95 ms", "server CPU ms", "database CPU ms", "recall@10", title="Searches"
        )
        self._truths = {name: _truth(work, step) for name, step in STEPS.items()}

    async def run(self) -> None:
        await self._storage.start()
        await self._storage.collections.create(NewCollection(name=NAME, dimensions=WIDTH, is_auto_embedded=False))
        await self._add("added to a collection without an index", self._work, 0)
        search = self._searching(stored=True, indexes=CollectionIndexes(BUDGET))
        await self._measure("exact, in the database", search, filters=False)
        await self._build()
        await self._measure("index, in the database", search)
        await self._floor()
        await self._measure_graph()
        later = make_work(ADDED_LATER, WIDTH)
        await self._add("added to a collection with an index", later, len(self._work.vectors))
        await self._storage.stop()
        self._console.print(self._table)

    def _searching(self, *, stored: bool, indexes: CollectionIndexes) -> Search:
        analyzer = analyzer_for("english")
        loader = DocumentLoader(self._storage.documents, analyzer, model="")
        nearest = self._storage.nearest_documents
        upkeep = IndexUpkeep(nearest, least=LEAST) if stored and nearest is not None else None
        views = CollectionViews(loader, indexes, upkeep=upkeep)
        operation = DocumentSearch(Access(self._storage), views, model=None, analyzer=analyzer)

        async def search(query: DocumentQuery) -> Sequence[int]:
            return [hit.document.number - 1 for hit in (await operation(ANYONE, NAME, query)).hits]

        return search

    async def _add(self, what: str, work: Work, first: int) -> None:
        adding = DocumentOperations(Access(self._storage), EmbeddingJobs())
        begin, spent = time.perf_counter(), clocks(self._database)
        for start, vectors in batches(work):
            await adding.add(ANYONE, NAME, documents_of(vectors, first + start))
        self._tell(what, len(work.vectors), time.perf_counter() - begin, spent)

    async def _build(self) -> None:
        nearest = self._storage.nearest_documents
        assert nearest is not None
        begin, spent = time.perf_counter(), clocks(self._database)
        assert await nearest.index((await self._storage.collections.get(NAME)).id)
        self._tell("index built by the database", len(self._work.vectors), time.perf_counter() - begin, spent)
        connection = await asyncpg.connect(self._database.dsn)
        ((table, index),) = await connection.fetch(
            "SELECT pg_total_relation_size('document_vectors') - sum(pg_relation_size(indexrelid)), "
            "sum(pg_relation_size(indexrelid)) FROM pg_index JOIN pg_class ON oid = indexrelid"
            " WHERE relname LIKE 'document_vectors_hnsw%'"
        )
        await connection.close()
        size = len(self._work.vectors)
        self._console.print(f"per vector: {table / size:.0f} bytes of table, {index / size:.0f} bytes of index")

    async def _measure_graph(self) -> None:
        indexes = CollectionIndexes(BUDGET, graph_rows=LEAST)
        search = self._searching(stored=False, indexes=indexes)
        begin, spent = time.perf_counter(), clocks(self._database)
        await search(_query(self._work.questions[0]))
        self._tell("index in memory read from the rows", len(self._work.vectors), time.perf_counter() - begin, spent)
        collection = await self._storage.collections.get(NAME)
        while not indexes.has_graph(collection.id):  # noqa: ASYNC110  (a benchmark looks from outside)
            await asyncio.sleep(0.05)
        self._tell("graph in memory built", len(self._work.vectors), time.perf_counter() - begin, spent)
        self._console.print(f"per vector: {indexes.nbytes / len(self._work.vectors):.0f} bytes of memory")
        await self._measure("graph, in the server's memory", search)
        await indexes.close()

    async def _floor(self) -> None:
        connection = await asyncpg.connect(self._database.dsn)
        await connection.execute(
            "SET enable_sort = off; SET hnsw.iterative_scan = relaxed_order; SET hnsw.ef_search = 120"
        )
        await install_codec(connection, "public")
        number = (await self._storage.collections.get(NAME)).id
        statement = (
            f"SELECT number FROM document_vectors WHERE collection = {number}"
            f" ORDER BY vector::vector({WIDTH}) <=> $1 LIMIT {TOP}"
        )

        async def search(query: DocumentQuery) -> Sequence[int]:
            return [number - 1 for (number,) in await connection.fetch(statement, query.vector)]

        await self._measure("pgvector alone", search, filters=False)
        await connection.close()

    async def _measure(self, what: str, search: Search, *, filters: bool = True) -> None:
        for name in STEPS if filters else [""]:
            queries = [_query(question, name) for question in self._work.questions]
            begin = time.perf_counter()
            await search(queries[0])
            if name:
                first = (time.perf_counter() - begin) * 1000
                self._console.print(f"{what}: first use of the filter {name}: {first:.0f} ms")
            for query in queries[1:10]:
                await search(query)
            times, hits, spent = [], 0, clocks(self._database)
            for query, right in zip(queries, self._truths[name], strict=True):
                begin = time.perf_counter()
                found = await search(query)
                times.append((time.perf_counter() - begin) * 1000)
                hits += len(right & set(found))
            own, behind = (1000 * value / len(queries) for value in difference(clocks(self._database), spent))
            times.sort()
            recall = hits / sum(map(len, self._truths[name]))
            figures = (times[len(times) // 2], times[len(times) * 95 // 100], own, behind)
            self._table.add_row(what, name, *(f"{figure:.2f}" for figure in figures), f"{recall:.3f}")

    def _tell(self, what: str, count: int, seconds: float, since: tuple[float, float]) -> None:
        own, behind = difference(clocks(self._database), since)
        self._console.print(
            f"{what}: {count} in {seconds:.1f} s, {count / seconds:,.0f}/s; CPU per 1000: "
            f"{own / count * 1e6:.0f} ms server, {behind / count * 1e6:.0f} ms database"
        )


def _query(question: np.ndarray[tuple[int], np.dtype[np.float32]], name: str = "") -> DocumentQuery:
    vector = question.astype("<f4").tobytes()
    if not name:
        return DocumentQuery(vector=vector, limit=TOP)
    where = {"jsonpath": FILTERS[name]}
    predicate = read_search_filter({"where": where}, now=datetime.now(UTC)).where
    return DocumentQuery(vector=vector, limit=TOP, predicate=predicate, where=where)


def _truth(work: Work, step: int) -> list[set[int]]:
    places = np.arange(0, len(work.vectors), step)
    return [set(places[np.argsort(-(work.vectors[places] @ question))[:TOP]].tolist()) for question in work.questions]


def clocks(database: Server) -> tuple[float, float]:
    """CPU seconds of this process, and of all processes that the database has or had."""
    postmaster = psutil.Process(int((database.data / "postmaster.pid").read_text().split()[0]))
    spent = sum(postmaster.cpu_times()[:4])
    for child in postmaster.children():
        try:
            spent += sum(child.cpu_times()[:2])
        except psutil.NoSuchProcess:  # it ended meanwhile, and the postmaster knows what it took
            continue
    return cpu_seconds(), spent


def difference(after: tuple[float, float], before: tuple[float, float]) -> tuple[float, float]:
    return after[0] - before[0], after[1] - before[1]


if __name__ == "__main__":
    main()

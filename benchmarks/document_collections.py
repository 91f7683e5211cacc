"""Ingest and search of document collections, beside comparing all vectors in numpy and beside chromadb.

Work: 1 000, 10 000 and 100 000 documents of 384 dimensions with metadata, added in batches of 500 and durable when a
batch is acknowledged, then searched for the 10 nearest of 100 questions; once without a filter, once with one that
keeps a document in a thousand.  All three systems run in a process of their own and read the found documents, with
their vectors, from where they keep them.  `numpy` is the floor: a matrix in memory and nothing else.

`exact` is what Holdfast answers while no graph exists yet, `graph` with one.  Recall is that of the 10 nearest by
comparing all.  `ready` is the time from the last batch until the graph answers; nothing waits for it, as every document
can be found as soon as its batch is acknowledged.  CPU is user and system time of the process, the figure to compare on
a machine that others use too; for `add`, Holdfast's graph is counted separately, because it is built afterwards.

`B/vector` is the growth of the process by then, caches of the database included; what Holdfast's index takes of it is
told below the table, and goes when memory is short.

``python -m benchmarks.document_collections`` runs it; ``--sizes`` and ``--no-peer`` make it shorter.  The peer is
installed below ``.cache`` on first use.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.vector_work import RARE, TOP, Outcome, Vectors, Work, batches, cpu_seconds, make_work, measure, resident
from holdfast.domain.collections import NewCollection
from holdfast.domain.documents import NewDocument
from holdfast.domain.filters import read_search_filter
from holdfast.domain.principals import ANYONE
from holdfast.domain.vectors import pack_rows
from holdfast.operations.access import Access
from holdfast.operations.collection_views import CollectionViews
from holdfast.operations.document_loading import DocumentLoader
from holdfast.operations.document_search import DocumentQuery, DocumentSearch
from holdfast.operations.documents import DocumentOperations, EmbeddingJobs
from holdfast.retrieval.analysis import analyzer_for
from holdfast.retrieval.collections.cache import CollectionIndexes
from holdfast.retrieval.collections.ranking import GRAPH_ROWS
from holdfast.retrieval.readiness import ready
from holdfast.storage.sqlite.storage import SqliteStorage

WIDTH = 384
NAME = "work"
PEER = "chromadb==1.5.9"
CACHE = Path(__file__).parents[1] / ".cache" / "peers"
BUDGET = 1 << 32
WHERE = {"jsonpath": "$ ? (@.rare == true)"}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    options.add_argument("--no-peer", action="store_true")
    options.add_argument("--one", help=argparse.SUPPRESS)
    arguments = options.parse_args()
    if arguments.one:
        print(_run(arguments.one, arguments.sizes[0]).text())
        return
    outcomes = []
    for size in arguments.sizes:
        ours = [sys.executable, "-m", "benchmarks.document_collections", "--sizes", size, "--one"]
        outcomes += [_outcome([*ours, system]) for system in ("numpy", "holdfast")]
        if not arguments.no_peer:
            with tempfile.TemporaryDirectory() as folder:
                peer = [_peer_python(), "-m", "benchmarks.document_collections_peer"]
                outcomes.append(_outcome([*peer, folder, size, WIDTH]))
    _show(outcomes)


def _run(system: str, size: int) -> Outcome:
    work = make_work(size, WIDTH)
    ready(analyzer_for("english"))
    if system == "numpy":
        return _floor(work)
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        return _Holdfast(runner, Path(folder)).run(work)


def _floor(work: Work) -> Outcome:
    outcome = Outcome("numpy", len(work.vectors), bytes_per_vector=work.vectors.itemsize * WIDTH)
    rare = work.vectors[::RARE]
    measure(outcome, "exact", work, lambda question: _best(work.vectors, question), work.all_best)
    measure(outcome, "rare", work, lambda question: [RARE * n for n in _best(rare, question)], work.rare_best)
    return outcome


def _best(vectors: Vectors, question: Vectors) -> list[int]:
    near = vectors @ question
    return sorted(range(len(near)), key=near.__getitem__)[-TOP:] if len(near) <= TOP else _partitioned(near)


def _partitioned(near: Vectors) -> list[int]:
    best = near.argpartition(len(near) - TOP)[-TOP:]
    found: list[int] = best[near[best].argsort()[::-1]].tolist()
    return found


def documents_of(vectors: Vectors, first: int) -> list[NewDocument]:
    """Documents with these vectors, the first of which has the place ``first`` in the work."""
    return [
        NewDocument(
            document_id=str(place),
            content=f"document {place}",
            embedding=vector,
            metadata={"rare": place % RARE == 0, "place": place},
        )
        for place, vector in enumerate(pack_rows(vectors), first)
    ]


class _Holdfast:
    """Holdfast's storage and search, without HTTP, as the peer has none."""

    def __init__(self, runner: asyncio.Runner, folder: Path) -> None:
        self._runner = runner
        self._storage = SqliteStorage(folder)
        self._indexes = CollectionIndexes(BUDGET)
        analyzer = analyzer_for("english")
        loader = DocumentLoader(self._storage.documents, analyzer, model="")
        views = CollectionViews(loader, self._indexes)
        self._adding = DocumentOperations(Access(self._storage), EmbeddingJobs())
        self._searching = DocumentSearch(Access(self._storage), views, model=None, analyzer=analyzer)
        self._rare = read_search_filter({"where": WHERE}, now=datetime.now(UTC)).where

    def run(self, work: Work) -> Outcome:
        outcome = Outcome("holdfast", len(work.vectors))
        before = resident()
        self._runner.run(self._storage.start())
        self._runner.run(self._add(work, outcome))
        begin = time.perf_counter()
        self._search(work.questions[0])
        outcome.figures["first"] = (time.perf_counter() - begin) * 1000
        measure(outcome, "exact", work, self._search, work.all_best)
        begin = time.perf_counter()
        self._search_rare(work.questions[0])
        outcome.figures["rare_first"] = (time.perf_counter() - begin) * 1000
        if len(work.vectors) > GRAPH_ROWS:
            self._wait_for_graph(outcome)
            measure(outcome, "graph", work, self._search, work.all_best)
        measure(outcome, "rare", work, self._search_rare, work.rare_best)
        outcome.bytes_per_vector = (resident() - before) / len(work.vectors)
        outcome.figures["index_bytes"] = self._indexes.nbytes / len(work.vectors)
        self._runner.run(self._indexes.close())
        self._runner.run(self._storage.stop())
        return outcome

    async def _add(self, work: Work, outcome: Outcome) -> None:
        await self._storage.collections.create(NewCollection(name=NAME, dimensions=WIDTH, is_auto_embedded=False))
        begin, spent = time.perf_counter(), cpu_seconds()
        for start, vectors in batches(work):
            await self._adding.add(ANYONE, NAME, documents_of(vectors, start))
        size = len(work.vectors)
        outcome.per_second = size / (time.perf_counter() - begin)
        outcome.cpu_per_1000 = (cpu_seconds() - spent) * 1000 / size * 1000

    def _wait_for_graph(self, outcome: Outcome) -> None:
        async def wait() -> None:
            collection = await self._storage.collections.get(NAME)
            while not self._indexes.has_graph(collection.id):  # noqa: ASYNC110  (a benchmark looks from outside)
                await asyncio.sleep(0.05)

        # What was asked meanwhile has slowed the graph down a little, so this is an upper bound.
        begin, spent = time.perf_counter(), cpu_seconds()
        self._runner.run(wait())
        outcome.ready_seconds = time.perf_counter() - begin
        outcome.figures["graph_build_cpu"] = cpu_seconds() - spent

    def _search(self, question: Vectors) -> Sequence[int]:
        return self._found(DocumentQuery(vector=question.tobytes(), limit=TOP))

    def _search_rare(self, question: Vectors) -> Sequence[int]:
        return self._found(DocumentQuery(vector=question.tobytes(), limit=TOP, predicate=self._rare, where=WHERE))

    def _found(self, query: DocumentQuery) -> Sequence[int]:
        hits = self._runner.run(self._searching(ANYONE, NAME, query)).hits
        return [hit.document.number - 1 for hit in hits]


def _peer_python() -> Path:
    folder = CACHE / PEER.replace("==", "-")
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        venv.create(folder, clear=True, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", PEER, "psutil"], check=True)
        (folder / "complete").touch()
    return python


def _outcome(command: list[object]) -> Outcome:
    root = Path(__file__).parents[1]
    finished = subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True, cwd=root)
    return Outcome(**json.loads(finished.stdout.strip().splitlines()[-1]))


def _show(outcomes: list[Outcome]) -> None:
    table = Table(title=f"Collections of {WIDTH} dimensions; times in ms, 10 nearest of 100 questions")
    for column in (
        "documents",
        "system",
        "add/s",
        "add CPU/1000",
        "search",
        "p50",
        "p95",
        "CPU",
        "recall@10",
        "B/vector",
    ):
        table.add_column(column, justify="left" if column in {"system", "search"} else "right")
    for outcome in outcomes:
        for name in ("exact", "graph", "rare"):
            if f"{name}_p50" in outcome.figures:
                table.add_row(*_cells(outcome, name))
    console = Console(width=130)
    console.print(table)
    for outcome in outcomes:
        if "first" in outcome.figures:
            console.print(
                f"holdfast, {outcome.size}: first search, which builds the index, {outcome.figures['first']:.0f} ms; "
                f"first use of a filter {outcome.figures['rare_first']:.0f} ms; graph ready after "
                f"{outcome.ready_seconds:.1f} s with {outcome.figures.get('graph_build_cpu', 0):.1f} s of CPU; "
                f"index {outcome.figures['index_bytes']:.0f} bytes per vector"
            )


def _cells(outcome: Outcome, name: str) -> list[str]:
    figures = outcome.figures
    added = outcome.per_second > 0
    return [
        str(outcome.size),
        outcome.system,
        f"{outcome.per_second:.0f}" if added else "",
        f"{outcome.cpu_per_1000:.0f}" if added else "",
        name if name != "rare" else f"1 in {RARE}",
        *(f"{figures[f'{name}_{figure}']:.2f}" for figure in ("p50", "p95", "cpu")),
        f"{figures[f'{name}_recall']:.3f}",
        f"{outcome.bytes_per_vector:.0f}",
    ]


if __name__ == "__main__":
    main()

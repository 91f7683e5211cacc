"""The benchmark of collections on chromadb, in an environment that has it; called by `benchmarks.document_collections`.

Usage: python -m benchmarks.document_collections_peer FOLDER SIZE WIDTH

chromadb keeps documents in SQLite and vectors in an HNSW graph beside it.  It is used as its manual shows: a persistent
client, cosine distance, batches, documents and embeddings included in the results.
"""

from __future__ import annotations

import sys
import time

import chromadb

from benchmarks.vector_work import RARE, TOP, Outcome, Vectors, batches, cpu_seconds, make_work, measure, resident


def main(folder: str, size: int, width: int) -> None:
    work = make_work(size, width)
    client = chromadb.PersistentClient(folder)
    collection = client.create_collection("work", metadata={"hnsw:space": "cosine"})
    outcome = Outcome("chromadb", size)
    before, begin, spent = resident(), time.perf_counter(), cpu_seconds()
    for start, vectors in batches(work):
        places = range(start, start + len(vectors))
        collection.add(
            ids=[str(place) for place in places],
            embeddings=vectors,
            documents=[f"document {place}" for place in places],
            metadatas=[{"rare": place % RARE == 0, "place": place} for place in places],
        )
    outcome.per_second = size / (time.perf_counter() - begin)
    outcome.cpu_per_1000 = (cpu_seconds() - spent) * 1000 / size * 1000

    def search(question: Vectors, where: dict[str, bool] | None = None) -> list[int]:
        found = collection.query(
            query_embeddings=question[None, :],
            n_results=TOP,
            where=where,
            include=["documents", "metadatas", "embeddings", "distances"],
        )
        return [int(name) for name in found["ids"][0]]

    measure(outcome, "graph", work, search, work.all_best)
    measure(outcome, "rare", work, lambda question: search(question, {"rare": True}), work.rare_best)
    outcome.bytes_per_vector = (resident() - before) / size
    print(outcome.text())


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

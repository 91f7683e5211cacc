"""The systems that benchmarks/retrieval.py compares: Holdfast's engine and what one would otherwise pick.

Each is built from messages and answers a question with the positions of the best ones.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

import bm25s  # type: ignore[import-untyped]
import numpy as np
import Stemmer
from numpy.typing import NDArray

from holdfast.providers.embeddings.open import EmbeddingOptions, open_embedding_model
from holdfast.providers.embeddings.question_maps import question_map
from holdfast.providers.embeddings.static import StaticEmbeddingModel
from holdfast.retrieval.analysis import analyzer_for
from holdfast.retrieval.features import MessageFeatures
from holdfast.retrieval.index import MessageBatch, ScopeIndex
from holdfast.retrieval.question import Question, analyse
from holdfast.retrieval.readiness import ready
from holdfast.retrieval.search import ScopeQuery, SearchKind, search

Ask = Callable[[str, int], list[int]]


class Encoder(Protocol):
    """An embedding model that is asked beside an event loop."""

    @property
    def name(self) -> str:
        """Model and weights."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length 1 for each text."""
        ...


MODEL: Encoder = StaticEmbeddingModel()
"""The one that all are compared with; `use` changes it."""
ANALYZER = analyzer_for("english")
ready(ANALYZER)


def use(service: str) -> None:
    """Embed by the model of an embedding service that needs no address: `builtin`, `multilingual` or `onnx`."""
    global MODEL  # noqa: PLW0603  # one run of a benchmark has one model
    MODEL = cast("Encoder", open_embedding_model(EmbeddingOptions(service=service)))


def question_vector(question: Question) -> NDArray[np.float32]:
    """The vector of a question, as the server makes it."""
    vectors, turned = MODEL.encode([question.embedding_text]), question_map(MODEL.name)
    vector: NDArray[np.float32] = (vectors if turned is None else turned(vectors))[0]
    return vector


@dataclass(frozen=True)
class Message:
    """A message as an assistant stores it; `created` in seconds since the epoch."""

    text: str
    role: str = "user"
    session: str = "s"
    created: float = 0.0


@dataclass(frozen=True)
class Prepared:
    """What Holdfast stores of messages beforehand: the index is built from this, not from text."""

    features: list[MessageFeatures]
    vectors: NDArray[np.float32]


def prepare(messages: Sequence[Message]) -> Prepared:
    texts = [message.text for message in messages]
    return Prepared([MessageFeatures.of(text, ANALYZER) for text in texts], MODEL.encode(texts))


def build_index(messages: Sequence[Message], prepared: Prepared) -> ScopeIndex:
    return ScopeIndex.of(
        MessageBatch(
            keys=range(len(messages)),
            sessions=numbered([message.session for message in messages]),
            roles=[message.role for message in messages],
            created=[message.created for message in messages],
            features=prepared.features,
            vectors=prepared.vectors,
        )
    )


def numbered(names: Sequence[str]) -> list[int]:
    """A number for each name, in order of appearance."""
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return [numbers[name] for name in names]


def asking(index: ScopeIndex, kind: SearchKind = SearchKind.SIMILARITY) -> Ask:
    def ask(text: str, limit: int) -> list[int]:
        question = analyse(text, index, ANALYZER)
        vector = None if kind is SearchKind.LEXICAL else question_vector(question)
        return [hit.key for hit in search(index, ScopeQuery(question, vector, limit, kind))]

    return ask


def holdfast(messages: Sequence[Message]) -> Ask:
    return asking(build_index(messages, prepare(messages)))


def fts5(messages: Sequence[Message]) -> Ask:
    """SQLite's full text search with Porter stems, the words of the question joined by OR."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE text USING fts5 (content, tokenize = 'porter unicode61')")
    rows = ((position, f"{message.role}: {message.text}") for position, message in enumerate(messages))
    connection.executemany("INSERT INTO text (rowid, content) VALUES (?, ?)", rows)

    def ask(text: str, limit: int) -> list[int]:
        words = [word for word in ANALYZER.words(text) if ANALYZER.stems(word)]
        if not words:
            return []
        match = " OR ".join(f'"{word}"' for word in words)
        found = connection.execute(
            "SELECT rowid FROM text WHERE text MATCH ? ORDER BY bm25(text) LIMIT ?", (match, limit)
        )
        return [row for (row,) in found]

    return ask


def bm25s_index(messages: Sequence[Message]) -> Ask:
    """The library bm25s with its stop words and Snowball stems."""
    stemmer = Stemmer.Stemmer("english")
    texts = [f"{message.role}: {message.text}" for message in messages]
    retriever = bm25s.BM25()
    retriever.index(bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False), show_progress=False)

    def ask(text: str, limit: int) -> list[int]:
        tokens = bm25s.tokenize([text], stopwords="en", stemmer=stemmer, show_progress=False, return_ids=False)
        found, _ = retriever.retrieve(tokens, k=min(limit, len(texts)), show_progress=False)
        return [int(position) for position in found[0]]

    return ask


def vectors_only(messages: Sequence[Message]) -> Ask:
    """Cosine with the built-in embedding model, by one matrix product."""
    vectors = MODEL.encode([message.text for message in messages])

    def ask(text: str, limit: int) -> list[int]:
        cosine = vectors @ MODEL.encode([text])[0]
        best = np.argpartition(-cosine, min(limit, len(cosine) - 1))[:limit]
        return [int(position) for position in best[np.argsort(-cosine[best])]]

    return ask


SYSTEMS: dict[str, Callable[[Sequence[Message]], Ask]] = {
    "Holdfast": holdfast,
    "SQLite FTS5": fts5,
    "bm25s": bm25s_index,
    "vectors only": vectors_only,
}

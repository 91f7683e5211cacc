"""Makes the table of related words that questions are widened by (`holdfast.retrieval.related`).

Each whole word of the built-in vocabulary is embedded on its own by the two models of the service `onnx`, side by side;
the three words nearest to it by cosine, after the mean of all is taken off, are its related words.  Words are then
stemmed as the index stems them.  No text is read, so nothing of any evaluation can leak in.

    pip install 'holdfast[onnx]'
    python tools/relate_words.py    # writes src/holdfast/retrieval/related_words/english.npz
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from holdfast.providers.embeddings.open import EmbeddingOptions, open_embedding_model
from holdfast.providers.embeddings.static import BUILTIN_DIRECTORY
from holdfast.retrieval.analysis import Analyzer, analyzer_for
from holdfast.retrieval.related import DIRECTORY, NEIGHBOURS

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from holdfast.providers.embeddings.combined import CombinedModel

SHORTEST_WORD = 3
LEAST_COSINE = 0.45
CANDIDATES = 60
ROWS_AT_ONCE = 512
WORDS_AT_ONCE = 64
MINILM_WIDTH = 384
"""The first so many components are those of the first model."""


def main() -> None:
    words = sorted(
        {word for word in (BUILTIN_DIRECTORY / "vocabulary.txt").read_text("utf-8").split() if is_word(word)}
    )
    analyzer = analyzer_for("english")
    table = relate(words, vectors_of(words), analyzer)
    DIRECTORY.mkdir(exist_ok=True)
    write_table(DIRECTORY / "english.npz", table, analyzer)
    print(f"{len(table)} stems have related words")


def vectors_of(words: list[str]) -> NDArray[np.float32]:
    """(words, dimensions) each word's vector by one model and then by the other, each less the mean, of length 1."""
    model = cast("CombinedModel", open_embedding_model(EmbeddingOptions(service="onnx")))  # needs no event loop
    parts = [model.encode(words[start : start + WORDS_AT_ONCE]) for start in range(0, len(words), WORDS_AT_ONCE)]
    first, second = np.split(np.concatenate(parts), [MINILM_WIDTH], axis=1)
    return np.hstack([_apart(first), _apart(second)])


def _apart(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    units: NDArray[np.float32] = vectors - vectors.mean(axis=0)
    units /= np.linalg.norm(units, axis=1, keepdims=True)
    return units


def is_word(piece: str) -> bool:
    return len(piece) >= SHORTEST_WORD and piece.isascii() and piece.isalpha()


def relate(words: list[str], vectors: NDArray[np.float32], analyzer: Analyzer) -> dict[int, list[tuple[int, float]]]:
    """Term → related terms with their cosine, nearest first."""
    terms = [next(iter(analyzer.forms(word, analyzer.language)), 0) for word in words]
    units = _apart(vectors)
    best: dict[int, dict[int, float]] = {}
    for start in range(0, len(words), ROWS_AT_ONCE):
        cosines = units[start : start + ROWS_AT_ONCE] @ units.T
        nearest = np.argpartition(-cosines, CANDIDATES, axis=1)[:, :CANDIDATES]
        for offset, row in enumerate(nearest):
            term = terms[start + offset]
            if not term:
                continue
            found = best.setdefault(term, {})
            for other in row.tolist():
                cosine = float(cosines[offset, other])
                if terms[other] not in (0, term) and cosine >= LEAST_COSINE:
                    found[terms[other]] = max(cosine, found.get(terms[other], 0.0))
    ranked = {term: sorted(found.items(), key=lambda item: -item[1])[:NEIGHBOURS] for term, found in best.items()}
    return {term: found for term, found in ranked.items() if found}


def write_table(path: Path, table: dict[int, list[tuple[int, float]]], analyzer: Analyzer) -> None:
    terms = sorted(table)
    related = np.zeros((len(terms), NEIGHBOURS), np.uint32)
    cosines = np.zeros((len(terms), NEIGHBOURS), np.uint8)
    for row, term in enumerate(terms):
        for column, (other, cosine) in enumerate(table[term]):
            related[row, column] = other
            cosines[row, column] = round(255 * cosine)
    np.savez_compressed(
        path,
        terms=np.array(terms, np.uint32),
        related=related,
        cosines=cosines,
        scheme=np.array(analyzer.scheme, np.uint32),
    )


if __name__ == "__main__":
    main()

"""Makes the table of related words that questions are widened by (`holdfast.retrieval.related`).

Each whole word of the teacher's vocabulary is encoded on its own; the three words nearest to it by cosine, after the
mean of all is taken off, are its related words.  Words are then stemmed as the index stems them.  No text is read, so
nothing of any evaluation can leak in.

    python tools/export_minilm.py …                 # makes the model directory
    python tools/relate_words.py MODEL_DIRECTORY    # writes src/holdfast/retrieval/related_words/english.npz
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from holdfast.retrieval.analysis import Analyzer, analyzer_for
from holdfast.retrieval.related import DIRECTORY, NEIGHBOURS

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHORTEST_WORD = 3
LEAST_COSINE = 0.5
CANDIDATES = 60
ROWS_AT_ONCE = 512


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="directory with model.onnx and tokenizer.json")
    from minilm_teacher import Teacher  # noqa: PLC0415  (optional libraries)

    teacher = Teacher(parser.parse_args().model, max_tokens=8)
    words = [word for word in teacher.vocabulary() if is_word(word)]
    vectors = teacher.encode(words)
    analyzer = analyzer_for("english")
    table = relate(words, vectors, analyzer)
    DIRECTORY.mkdir(exist_ok=True)
    write_table(DIRECTORY / "english.npz", table, analyzer)
    print(f"{len(table)} stems have related words")


def is_word(piece: str) -> bool:
    return len(piece) >= SHORTEST_WORD and piece.isascii() and piece.isalpha()


def relate(words: list[str], vectors: NDArray[np.float32], analyzer: Analyzer) -> dict[int, list[tuple[int, float]]]:
    """Term → related terms with their cosine, nearest first."""
    terms = [next(iter(analyzer.forms(word, analyzer.language)), 0) for word in words]
    units = vectors - vectors.mean(axis=0)
    units /= np.linalg.norm(units, axis=1, keepdims=True)
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

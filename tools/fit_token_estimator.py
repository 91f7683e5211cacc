"""Measure the averages of the token estimator against real cl100k_base counts and write its weights.json.

    python tools/fit_token_estimator.py --output src/holdfast/providers/tokens/weights.json

Reads what a Debian system has in many languages (translated program messages, of which only averages of token counts
are kept) and the standard library of the running Python for English prose and code. tiktoken must be able to load
cl100k_base: set TIKTOKEN_CACHE_DIR where the machine is offline.
"""

from __future__ import annotations

import argparse
import gettext
import random
import sysconfig
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import get_args

import msgspec
import numpy as np
import tiktoken

from holdfast.providers.tokens import estimator

LANGUAGES = (
    *("de", "fr", "es", "pt", "it", "nl", "sv", "fi", "pl", "cs", "hu", "tr", "vi", "ru", "uk", "el"),
    *("ja", "ko", "zh_CN", "zh_TW", "ar", "he", "hi", "th"),
)
TEXTS_PER_LANGUAGE = 3000
FEWEST_PIECES = 12  # an average over fewer is noise
LARGE_SCRIPTS = ("han", "hangul")
CHARACTER_CLASSES = [
    "han-single", "han", "hangul-single", "hangul", "hiragana", "katakana", "thai", "indic", "symbol", "emoji", "rare",
]  # fmt: skip


def main() -> None:
    arguments = parse_arguments()
    encoding = tiktoken.get_encoding("cl100k_base")
    counts = PieceCounts(encoding)
    single = "".join(c for c in large_script_characters() if len(encoding.encode_ordinary(c)) == 1)
    english = sample(set(originals(arguments.catalogues)), factor=3) + sample(set(standard_library()), factor=3)
    by_language = (sample(set(translations(arguments.catalogues, language))) for language in LANGUAGES)
    translated = list(chain.from_iterable(by_language))
    pieces = fit_pieces(english, translated, counts)
    characters, run = fit_characters(translated, counts, frozenset(single))
    weights = estimator.Weights(pieces=pieces, characters=characters, single=single, run=run)
    arguments.output.write_bytes(msgspec.json.format(msgspec.json.encode(weights), indent=1) + b"\n")
    texts, averages = len(english) + len(translated), sum(map(len, pieces.values()))
    print(f"{texts} texts; {averages} averages written to {arguments.output}")


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--catalogues", type=Path, default=Path("/usr/share/locale"))
    parser.add_argument("--output", type=Path, required=True)
    return parser.parse_args()


class PieceCounts(dict[str, int]):
    """Piece → its real number of tokens."""

    def __init__(self, encoding: tiktoken.Encoding) -> None:
        super().__init__()
        self._encoding = encoding

    def __missing__(self, piece: str) -> int:
        self[piece] = count = len(self._encoding.encode_ordinary(piece))
        return count


def sample(texts: set[str], *, factor: int = 1) -> list[str]:
    ordered = sorted(texts)
    random.Random(1).shuffle(ordered)
    return ordered[: TEXTS_PER_LANGUAGE * factor]


def catalogue_entries(catalogues: Path, language: str) -> Iterator[tuple[str, str]]:
    for path in sorted(catalogues.glob(f"{language}/LC_MESSAGES/*.mo")):
        for original, translated in read_catalogue(path).items():
            if isinstance(original, str) and isinstance(translated, str) and original and "%" not in original:
                yield original.rpartition("\x04")[2], translated


def read_catalogue(path: Path) -> dict[object, object]:
    """The entries of a compiled catalogue; none when it is older than UTF-8 catalogues."""
    with path.open("rb") as file:
        try:
            entries: dict[object, object] = vars(gettext.GNUTranslations(file))["_catalog"]
        except UnicodeDecodeError:
            return {}
    return entries


def translations(catalogues: Path, language: str) -> Iterator[str]:
    for original, translated in catalogue_entries(catalogues, language):
        if translated != original and len(translated) > 8:
            yield translated[:400]


def originals(catalogues: Path) -> Iterator[str]:
    for original, _ in catalogue_entries(catalogues, "de"):
        if len(original) > 25:
            yield original[:400]


def standard_library() -> Iterator[str]:
    for path in sorted(Path(sysconfig.get_path("stdlib")).glob("*.py")):
        text = path.read_text(encoding="utf-8", errors="replace")
        for start in range(0, min(len(text), 12_000), 600):
            yield text[start : start + 600]


def fit_pieces(
    english: list[str], translated: list[str], counts: PieceCounts
) -> dict[estimator.TextKind, dict[str, float]]:
    """Averages by kind of text; ASCII text of no known language is mostly code, so no translation counts there."""
    total: dict[tuple[estimator.TextKind, str], int] = defaultdict(int)
    number: Counter[tuple[estimator.TextKind, str]] = Counter()
    foreign = frozenset(translated)
    for text in [*english, *translated]:
        pieces = estimator.cut(text)
        kind = estimator.text_kind(text, pieces)
        if kind == "ascii" and text in foreign:
            continue
        for piece in pieces:
            key = estimator.piece_key(piece)
            if key is not None and key[0][0] != "s":
                longest = 16 if key[0][0] in "wx" else 8
                slot = (kind, f"{key[0]}{min(key[1], longest)}")
                total[slot] += counts[piece]
                number[slot] += 1
    fitted: dict[estimator.TextKind, dict[str, float]] = {kind: {} for kind in get_args(estimator.TextKind)}
    for (kind, name), occurrences in sorted(number.items()):
        if occurrences >= FEWEST_PIECES:
            fitted[kind][name] = round(total[kind, name] / occurrences, 2)
    for averages in fitted.values():
        fill_gaps(averages, fitted["other"])
    return fitted


def fill_gaps(averages: dict[str, float], fallback: dict[str, float]) -> None:
    """Give kinds of pieces too rare in one kind of text the average that they have in another."""
    for name, average in fallback.items():
        averages.setdefault(name, average)


def fit_characters(texts: Iterable[str], counts: PieceCounts, single: frozenset[str]) -> tuple[dict[str, float], float]:
    """Least squares: tokens of a run ≈ Σ cost of its characters + a constant; classes never seen are counted alone."""
    pieces = Counter(
        piece
        for text in texts
        for piece in estimator.cut(text)
        if estimator.piece_key(piece) is None and len(piece) < 60
    )
    columns = {name: number for number, name in enumerate(CHARACTER_CLASSES)}
    matrix = np.zeros((len(pieces), len(columns) + 1))
    target = np.zeros(len(pieces))
    for row, (piece, occurrences) in enumerate(pieces.items()):
        weight = occurrences**0.5
        for character in piece.lstrip(" "):
            matrix[row, columns.get(character_class(character, single), columns["rare"])] += weight
        matrix[row, -1] = weight
        target[row] = counts[piece] * weight
    solution = np.linalg.lstsq(matrix, target, rcond=None)[0]
    fitted = {name: round(max(0.3, float(solution[number])), 2) for name, number in columns.items()}
    fitted |= {"emoji": alone(counts, 0x1F300, 0x1F6FF), "rare": alone(counts, 0x10000, 0x10400)}
    fitted |= dict.fromkeys(("latin", "greek", "cyrillic", "hebrew", "arabic", "vietnamese", "ukrainian"), 1.0)
    return fitted, round(float(solution[-1]), 2)


def character_class(character: str, single: frozenset[str]) -> str:
    script = estimator.script_of(character)
    return f"{script}-single" if script in LARGE_SCRIPTS and character in single else script


def alone(counts: PieceCounts, first: int, last: int) -> float:
    return round(float(np.mean([counts[chr(point)] for point in range(first, last)])), 2)


def large_script_characters() -> Iterator[str]:
    for first, last in ((0x4E00, 0xA000), (0xAC00, 0xD7A4)):
        yield from map(chr, range(first, last))


if __name__ == "__main__":
    main()

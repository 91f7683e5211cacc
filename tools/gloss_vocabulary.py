"""Makes the table of foreign words of the built-in embedding model: which of its tokens stand for what they mean.

    pip install wordfreq simplemma 'holdfast[multilingual]'
    python tools/gloss_vocabulary.py DICTIONARIES    # as for gloss_words.py

Words that the English lists hold as well, which are names and loans, are left out: their tokens are better than any
translation.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import wordfreq

from gloss_words import CODES, Weighed, likeliest, read_backwards, weighed
from holdfast.providers.embeddings.foreign_words import write
from holdfast.providers.embeddings.static import BUILTIN_DIRECTORY, FOREIGN_WORDS
from holdfast.providers.embeddings.wordpiece import WordPiece
from nearest_words import KNOWN, NearestWords

MOST_WORDS: Final = 20_000
"""Of each language …"""
MOST_COMPARED: Final = 60_000
"""… and of each whose words are compared with English ones."""
LEAST_SHARE: Final = 0.6
MOST_MEANINGS: Final = 2
LEAST_ENGLISH: Final = 2.6
"""Words at this frequency in English (Zipf scale) are left as they are."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dictionaries", type=Path)
    folder = parser.parse_args().dictionaries
    vocabulary = (BUILTIN_DIRECTORY / "vocabulary.txt").read_text("utf-8").split()
    tokeniser = WordPiece(vocabulary)
    known = set(vocabulary)
    nearest = NearestWords()
    found: dict[str, list[tuple[float, int, tuple[int, ...]]]] = defaultdict(list)
    for number, (language, (code, name)) in enumerate(CODES.items()):
        meanings = read_backwards(folder / f"en-{name}-enwiktionary.dsl.dz")
        most = MOST_COMPARED if language in KNOWN else MOST_WORDS
        of_words = of_language(weighed(language, code, meanings, nearest), most, tokeniser)
        for word, (often, rows) in of_words.items():
            is_english = word in known or wordfreq.zipf_frequency(word, "en") >= LEAST_ENGLISH
            if not is_english:
                found[word].append((often, number, rows))
    write(
        FOREIGN_WORDS, {word: {number: rows for _, number, rows in sorted(found[word], reverse=True)} for word in found}
    )
    print(f"{len(found)} words")


def of_language(forms: Iterable[Weighed], most: int, tokeniser: WordPiece) -> dict[str, tuple[float, tuple[int, ...]]]:
    """Word as the tokeniser folds it → how frequent it is, and the rows for its likeliest meanings."""
    weights: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    use: dict[str, float] = defaultdict(float)
    for form, often, _, meant in forms:
        word = tokeniser.folded(form)
        use[word] += often
        for english, weight in meant.items():
            weights[word][english] += often * weight
    found = {}
    for word in sorted(weights, key=lambda word: use[word], reverse=True)[:most]:
        glosses = [gloss for gloss in likeliest(weights[word]) if gloss.share >= LEAST_SHARE][:MOST_MEANINGS]
        rows = tokeniser.ids(" ".join(gloss.word for gloss in glosses))
        if rows:
            found[word] = (use[word], tuple(rows))
    return found


if __name__ == "__main__":
    main()

"""The text that the built-in embedding model is trained on, gathered from freely licensed sources.

* ``glosses``: definitions and example sentences of WordNet 3.0 (Debian package ``wordnet-base``), and its phrases.
* ``words``: a few words at a time, drawn evenly from the vocabulary and from WordNet.
* ``packages``: one-line descriptions of Debian packages (``apt-cache dumpavail``).
* ``documentation``: docstrings of Python's standard library.
* ``conversations``: everyday messages and questions about them, written by the grammar in ``conversation_grammar.py``
  with nouns of WordNet.

No benchmark of conversational memory is among them.  Everything is drawn with a fixed seed.
"""

from __future__ import annotations

import ast
import random
import re
import subprocess
import sysconfig
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from conversation_grammar import Grammar

NOUN_FILES = {
    4: "act", 5: "animal", 6: "thing", 7: "quality", 8: "body", 9: "idea", 10: "topic", 11: "event", 12: "feeling",
    13: "food", 14: "group", 15: "place", 17: "nature", 18: "person", 20: "plant", 21: "money", 26: "state",
    27: "substance",
}  # fmt: skip
"""WordNet's lexicographer files of nouns, by the name that the grammar uses."""


@dataclass
class WordNet:
    """What the sources need of WordNet: sentences, phrases and frequent nouns by kind."""

    glosses: list[str] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    nouns: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    adjectives: list[str] = field(default_factory=list)


def read_wordnet(directory: Path, frequent: set[str]) -> WordNet:
    """Read the ``data.*`` files; nouns and adjectives are those whose words are all in ``frequent``."""
    wordnet = WordNet()
    for part in ("noun", "verb", "adj", "adv"):
        first = first_senses(directory / f"index.{part}")
        for line in (directory / f"data.{part}").read_text(encoding="latin-1").splitlines():
            if not line.startswith("  "):
                add_synset(wordnet, line, part, first, frequent)
    return wordnet


def first_senses(index: Path) -> dict[str, str]:
    """Lemma to the offset of its most frequent sense."""
    senses = {}
    for line in index.read_text(encoding="latin-1").splitlines():
        if not line.startswith("  "):
            parts = line.split()
            senses[parts[0]] = next(part for part in parts if re.fullmatch(r"\d{8}", part))
    return senses


def add_synset(wordnet: WordNet, line: str, part: str, first: dict[str, str], frequent: set[str]) -> None:
    record, _, gloss = line.partition(" | ")
    fields = record.split()
    words = [re.sub(r"\(.*\)$", "", word) for word in fields[4 : 4 + 2 * int(fields[3], 16) : 2]]
    lemmas = [word.replace("_", " ") for word in words]
    quoted = re.findall(r'"([^"]{8,})"', gloss)
    definition = re.sub(r';?\s*"[^"]*"', "", gloss).strip(" ;")
    wordnet.examples.extend(quoted)
    wordnet.glosses.append(f"{lemmas[0]}: {definition}")
    wordnet.glosses.append(definition)
    wordnet.phrases.extend(lemma for lemma in lemmas if " " in lemma)
    wordnet.lemmas.extend(lemma for lemma in lemmas if lemma.isalpha())
    for word, lemma in zip(words, lemmas, strict=True):
        if first.get(word.lower()) != fields[0] or not all(piece in frequent for piece in lemma.split()):
            continue
        if part == "noun" and int(fields[1]) in NOUN_FILES:
            wordnet.nouns[NOUN_FILES[int(fields[1])]].append(lemma)
        if part == "adj" and " " not in lemma:
            wordnet.adjectives.append(lemma)


def package_descriptions() -> list[str]:
    listing = subprocess.run(["apt-cache", "dumpavail"], capture_output=True, text=True, check=True).stdout
    lines = (line.partition(": ")[2] for line in listing.splitlines() if line.startswith("Description: "))
    return sorted({line for line in lines if len(line) > 25 and not line.startswith("transitional")})


def docstring_sentences() -> list[str]:
    """First paragraphs of the docstrings of the running Python's standard library."""
    found: set[str] = set()
    for path in sorted(Path(sysconfig.get_path("stdlib")).glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                text = (ast.get_docstring(node) or "").split("\n\n")[0]
                found.add(" ".join(text.split())[:600])
    return sorted(text for text in found if len(text) > 25)


def joined(sentences: list[str], count: int, rng: random.Random) -> list[str]:
    """Longer texts: two to six sentences each, as messages have them."""
    return [" ".join(rng.sample(sentences, rng.randint(2, 6))) for _ in range(count)]


CARRIERS = (
    "{a} {b}", "{a} {b} {c}", "{a} {b} {c} {d}", "{a}, {b} and {c}", "I talked about {a} and {b}.", "The {a} of {b}",
    "My {a} is {b}.", "What about the {a} {b}?", "We {a} the {b}.", "{a}: {b}", "I like {a}.", "They {a} {b} with {c}.",
)  # fmt: skip


def word_groups(vocabulary: list[str], wordnet: WordNet, count: int, rng: random.Random) -> list[str]:
    """Short texts of words drawn evenly, so that every token of the table is met some ten times."""
    words = [word for word in vocabulary if word.isalnum() and len(word) > 1] + wordnet.lemmas

    def group() -> str:
        return rng.choice(CARRIERS).format(**dict(zip("abcd", rng.choices(words, k=4), strict=True)))

    return [group() for _ in range(count)]


def training_texts(wordnet_directory: Path, vocabulary: list[str], *, seed: int = 7) -> dict[str, list[str]]:
    """Texts by source, without repetitions; the order is fixed by ``seed``."""
    rng = random.Random(seed)
    frequent = {word for word in vocabulary[:22_000] if word.isalpha() and len(word) > 2}
    wordnet = read_wordnet(wordnet_directory, frequent)
    packages, docstrings = package_descriptions(), docstring_sentences()
    texts = {
        "examples": wordnet.examples,
        "glosses": rng.sample(wordnet.glosses, 40_000),
        "phrases": rng.sample(wordnet.phrases, 15_000),
        "packages": rng.sample(packages, 10_000),
        "documentation": rng.sample(docstrings, min(6_000, len(docstrings))),
        "joined": joined(wordnet.examples + wordnet.glosses, 6_000, rng),
        "words": word_groups(vocabulary, wordnet, 90_000, random.Random(seed + 1)),
        "conversations": Grammar(wordnet, rng).converse(16_000),
    }
    return {source: list(dict.fromkeys(found)) for source, found in texts.items()}

"""Everyday messages and questions from a small grammar, to train the built-in embedding model on.

A *scene* fixes who, what, where and when; several messages and questions are then written about it, so that texts
about one thing meet in different words.  Words and templates are in ``conversation_grammar.yaml``.
"""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from training_text import WordNet

Words = dict[str, str]

_FILE = Path(__file__).with_suffix(".yaml")


class Grammar:
    """Writes texts about scenes; the nouns come from WordNet, everything else from the file."""

    def __init__(self, wordnet: WordNet, rng: random.Random) -> None:
        rules: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
        self._greetings: list[str] = rules["greetings"]
        self._closings: list[str] = rules["closings"]
        self._scenes: dict[str, dict[str, list[str]]] = rules["scenes"]
        lists = {name: words.split(", ") for name, words in rules["words"].items()}
        self._names = lists.pop("name")
        nouns = wordnet.nouns
        self._nouns = {**nouns, "food2": nouns["food"], "thing2": nouns["thing"]}
        self._lists = {**lists, "software2": lists["software"], "adjective": wordnet.adjectives}
        self._rng = rng

    def converse(self, scenes: int) -> list[str]:
        """Three messages and two questions of each of ``scenes`` scenes."""
        texts: list[str] = []
        topics = list(self._scenes.values())
        for number in range(scenes):
            topic, words = topics[number % len(topics)], self._fill()
            texts += [self._message(topic["messages"], words) for _ in range(3)]
            texts += [self._write(question, words) for question in self._rng.sample(topic["questions"], 2)]
        return texts

    def _fill(self) -> Words:
        """One word for every name that templates use."""
        words = {kind: self._rng.choice(nouns) for kind, nouns in self._nouns.items()}
        name, words["other"] = self._rng.sample(self._names, 2)
        words |= {kind: self._rng.choice(values) for kind, values in self._lists.items()}
        # Names of speakers are taken out of texts before they are embedded, so most of the time there is none.
        words["name"] = name if self._rng.random() < 0.15 else ""
        return words

    def _message(self, templates: list[str], words: Words) -> str:
        parts = [self._write(one, words) for one in self._rng.sample(templates, self._rng.choice((1, 1, 1, 2, 2, 3)))]
        if self._rng.random() < 0.35:
            parts.insert(0, self._rng.choice(self._greetings))
        if self._rng.random() < 0.45:
            parts.append(self._write(self._rng.choice(self._closings), words))
        return " ".join(parts)

    def _write(self, template: str, words: Words) -> str:
        """Choose, fill in and tidy up."""
        chosen = re.sub(r"\[([^\[\]]*)\]", lambda match: self._rng.choice(match[1].split("|")), template)
        text = re.sub(r"\{(\w+)\}", lambda match: words[match[1]], chosen)
        text = re.sub(r"\s+(['?.,!])", r"\1", re.sub(r"\s+", " ", text)).strip()
        text = re.sub(r"\b([Aa]) (?=[aeioAEIO])", r"\1n ", text)
        return text if text.startswith("a photo") else text[:1].upper() + text[1:]

"""People who introduce themselves list things: "I'm Rahul, backend developer at Zomato, 31, from Pune".

What follows the first of them has no subject and no verb of its own.  It is given those, so that the rules can read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from holdfast.providers.facts.clauses import Clause
from holdfast.providers.facts.patterns import PROPER

SLOTS: Final = frozenset({"age", "job", "employer", "home", "origin"})
"""What such a list fills beside the name."""

_BEGINNING: Final = re.compile(
    r"\b(?:(?P<en>i['’]?m|i am|my name(?:['’]?s| is)|(?:call|calls) me|this is|[\w’-]+ here)|"
    r"(?P<de>ich bin|ich heiße|mein name ist)|"
    r"(?P<fr>je suis|je m['’]appelle|moi c['’]est)|(?P<es>soy|me llamo)|(?P<pt>sou|me chamo|meu nome é)|"
    r"(?P<it>sono|mi chiamo))\b",
    re.IGNORECASE,
)
_BE: Final = {"en": "I'm", "de": "Ich bin", "fr": "Je suis", "es": "Soy", "pt": "Sou", "it": "Sono"}
_OWN_SUBJECT: Final = re.compile(
    r"(?:(?:and|but|so|und|aber|et|mais|y|pero|e|mas|ma) )?(?:i|i['’]\w+|im|we|we['’]\w+|my|our|he|she|"
    r"it|it['’]s|they|you|that|this|there|the|who|which|where|"
    r"what|how|can|could|do|is|are|please|because|if|ich|wir|mein\w*|er|sie|es|das|die|der|kannst|je|"
    r"j['’]\w+|nous|mon|ma|mes|il|elle|c['’]est|peux|yo|mi|mis|"
    r"él|ella|eu|meu|minha|ele|ela|io|mio|mia|lui|lei)\b",
    re.IGNORECASE,
)
_PLACED: Final = (
    (re.compile(rf"(?:and )?(?:in|near) (?={PROPER})", re.IGNORECASE), "en", "I live in "),
    (re.compile(rf"(?:and )?(?:based|living) (?:in|out of|near) (?={PROPER})", re.IGNORECASE), "en", "I live in "),
    (re.compile(rf"(?:and )?(?:with|at|for) (?={PROPER})", re.IGNORECASE), "en", "I work at "),
    (re.compile(rf"(?:und )?in (?={PROPER})", re.IGNORECASE), "de", "Ich wohne in "),
    (re.compile(rf"(?:und )?bei (?={PROPER})", re.IGNORECASE), "de", "Ich arbeite bei "),
    (re.compile(rf"(?:et )?chez (?={PROPER})", re.IGNORECASE), "fr", "Je travaille chez "),
    (re.compile(rf"(?:et )?à (?={PROPER})", re.IGNORECASE), "fr", "J'habite à "),
)
"""What a preposition stands for in such a list, by language."""


def spelled_out(text: str, parts: Sequence[Clause], said: int) -> Iterator[str]:
    """The clauses behind the place ``said``, where the name or the job was told, as sentences of their own."""
    language = None
    for clause in parts:
        words = text[clause.start : clause.end]
        if clause.start <= said < clause.end:
            beginning = _BEGINNING.search(words)
            language = None if beginning is None else beginning.lastgroup
        elif language is not None and clause.start > said:
            if _OWN_SUBJECT.match(words):
                return
            yield _sentence(words, language)


def _sentence(words: str, language: str) -> str:
    for preposition, spoken, beginning in _PLACED:
        match = preposition.match(words) if spoken == language else None
        if match is not None:
            return f"{beginning}{words[match.end() :]}"
    return f"{_BE[language]} {re.sub(r'^(?:and|und|et|y|e) ', '', words)}"

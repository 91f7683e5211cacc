"""Adapter for spaCy pipelines: better on unusual names, several hundred times slower than the built-in extractor.

Needs the optional extra ``holdfast[spacy]`` and a model that the administrator installs.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Iterable
from typing import Final, Protocol

from holdfast.errors import StartupError
from holdfast.providers.entities.contract import LABELS, Entity, group_matches
from holdfast.providers.entities.words import blank_out

DEFAULT_MODEL: Final = "en_core_web_sm"
DEFAULT_MOST_CHARACTERS: Final = 100_000  # spaCy's memory grows with the text; its own limit is a million
_UNUSED_PARTS: Final = ["parser", "lemmatizer", "tagger", "attribute_ruler", "textcat"]


class _Span(Protocol):
    @property
    def label_(self) -> str: ...
    @property
    def start_char(self) -> int: ...
    @property
    def end_char(self) -> int: ...


class _Document(Protocol):
    @property
    def ents(self) -> Iterable[_Span]: ...


Pipeline = Callable[[str], _Document]


class SpacyEntityExtractor:
    """An `EntityExtractor` on a spaCy pipeline; labels outside the contract's set are dropped.

    Only the first ``most_characters`` of a text are looked at. Code, links and addresses are hidden from the pipeline.
    """

    def __init__(self, pipeline: Pipeline, *, name: str, most_characters: int = DEFAULT_MOST_CHARACTERS) -> None:
        self.name = name
        self._pipeline = pipeline
        self._most_characters = most_characters
        self._lock = threading.Lock()  # a pipeline writes to its vocabulary and is not made for several threads

    def extract(self, text: str) -> list[Entity]:
        """The entities that the pipeline finds in ``text``, in order of first occurrence."""
        head = text[: self._most_characters]
        if not head or head.isspace():
            return []
        with self._lock:
            document = self._pipeline(blank_out(head).replace("\x00", " "))
        return group_matches(head, (span for found in document.ents if (span := _trimmed(head, found)) is not None))


def open_spacy_extractor(model: str = DEFAULT_MODEL) -> SpacyEntityExtractor:
    """Load an installed spaCy model by its package name or directory. Raises StartupError with what to install."""
    try:
        spacy = importlib.import_module("spacy")
    except ImportError as error:
        raise StartupError(
            "the entity extractor 'spacy' is configured, but spaCy is not installed; "
            "install it with: pip install 'holdfast[spacy]', or choose the extractor 'builtin'"
        ) from error
    try:
        pipeline = spacy.load(model, exclude=_UNUSED_PARTS)
    except OSError as error:
        raise StartupError(
            f"the spaCy model {model!r} is not installed; install it with: python -m spacy download {model}, "
            "or choose the entity extractor 'builtin'"
        ) from error
    return SpacyEntityExtractor(pipeline, name=f"spacy:{model}")


def _trimmed(text: str, found: _Span) -> tuple[int, int, str] | None:
    """The span without blanks at its ends, if its label is one of the contract's."""
    if found.label_ not in LABELS:
        return None
    surface = text[found.start_char : found.end_char]
    start = found.start_char + len(surface) - len(surface.lstrip())
    end = found.start_char + len(surface.rstrip())
    return (start, end, found.label_) if start < end else None

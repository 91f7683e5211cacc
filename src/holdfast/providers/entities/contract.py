"""What every entity extractor offers: labels, values, and the shape kept with a message (semantics §3.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Protocol

import msgspec

LABELS: Final = (
    *("PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART"),
    *("LAW", "LANGUAGE", "DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"),
)


class Match(msgspec.Struct, frozen=True):
    """One occurrence: ``content[start:end] == text``, in characters."""

    start: int
    end: int
    text: str


class Entity(msgspec.Struct, frozen=True):
    """One thing a text names, with every occurrence in order of position; ``name`` is its surface text."""

    label: str
    name: str
    matches: tuple[Match, ...]


class EntityExtractor(Protocol):
    """Finds the entities of a text; safe to call from several threads at once."""

    @property
    def name(self) -> str:
        """Which extractor this is; for logs and diagnostics."""

    def extract(self, text: str) -> list[Entity]:
        """The distinct entities of ``text`` in order of first occurrence; no two occurrences overlap.

        Never raises, whatever the text holds.
        """


def group_matches(text: str, spans: Iterable[tuple[int, int, str]]) -> list[Entity]:
    """Entities from ``(start, end, label)`` spans in ascending order: one per distinct label and surface text."""
    matches: dict[tuple[str, str], list[Match]] = {}
    for start, end, label in spans:
        surface = text[start:end]
        matches.setdefault((label, surface), []).append(Match(start, end, surface))
    return [Entity(label, surface, tuple(found)) for (label, surface), found in matches.items()]


def entities_to_metadata(entities: Sequence[Entity]) -> list[dict[str, object]]:
    """The value of ``metadata.system.entities``, with the capitalised keys that filters rely on."""
    return [
        {
            "Label": entity.label,
            "Matches": [{"End": match.end, "Start": match.start, "Text": match.text} for match in entity.matches],
            "Name": entity.name,
        }
        for entity in entities
    ]

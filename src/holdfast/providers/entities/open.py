"""Chooses the entity extractor of a server, once, when it starts."""

from __future__ import annotations

from typing import Literal

from holdfast.providers.entities.contract import EntityExtractor
from holdfast.providers.entities.spacy import DEFAULT_MODEL, open_spacy_extractor

EntityExtractorChoice = Literal["builtin", "spacy"]


def open_entity_extractor(
    choice: EntityExtractorChoice = "builtin", *, spacy_model: str = DEFAULT_MODEL
) -> EntityExtractor:
    """The extractor called ``choice``. Raises StartupError when spaCy or its model is wanted and missing."""
    if choice == "spacy":
        return open_spacy_extractor(spacy_model)
    from holdfast.providers.entities.builtin import BuiltInEntityExtractor  # noqa: PLC0415 (its word lists take long)

    return BuiltInEntityExtractor()

"""The calculations of enrichment: pure functions of texts, which a process of its own can run.

Counters and extractors are named by plain values and opened once in each process.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec

from holdfast.providers.embeddings.static import load_static_model
from holdfast.providers.entities.contract import EntityExtractor, entities_to_metadata
from holdfast.providers.entities.open import EntityExtractorChoice, open_entity_extractor
from holdfast.providers.summaries.extractive import ExtractiveSummariser, SummaryInput
from holdfast.providers.tokens.contract import TokenCounter, count_message
from holdfast.providers.tokens.open import TokenCounterChoice, open_token_counter
from holdfast.retrieval.analysis import analyzer_for
from holdfast.retrieval.features import MessageFeatures
from holdfast.retrieval.vectors import pack


class ExtractorChoice(msgspec.Struct, frozen=True):
    """Which entity extractor; ``spacy_model`` matters to spaCy only."""

    name: EntityExtractorChoice = "builtin"
    spacy_model: str = "en_core_web_sm"


def count_tokens(counter: TokenCounterChoice, messages: Sequence[tuple[str, str]]) -> list[int]:
    """The token counts of messages, given as role and content."""
    opened = token_counter(counter)
    return [count_message(opened, role=role, content=content) for role, content in messages]


def find_entities(extractor: ExtractorChoice, texts: Sequence[str]) -> list[list[dict[str, Any]]]:
    """The entities of texts in the shape that metadata holds (semantics §3.2)."""
    opened = entity_extractor(extractor)
    return [entities_to_metadata(opened.extract(text)) for text in texts]


def count_text_tokens(counter: TokenCounterChoice, texts: Sequence[str]) -> list[int]:
    """The token counts of texts alone."""
    opened = token_counter(counter)
    return [opened.count(text) for text in texts]


def analyse(language: str, texts: Sequence[str]) -> list[bytes]:
    """The stored form of the terms of texts."""
    analyzer = analyzer_for(language)
    return [MessageFeatures.of(text, analyzer).to_bytes() for text in texts]


def embed_with_builtin_model(texts: Sequence[str]) -> list[bytes]:
    """The stored form of the vectors of texts."""
    return [pack(vector) for vector in load_static_model().encode(texts)]


def summarise(
    counter: TokenCounterChoice, previous: str, messages: Sequence[SummaryInput], token_budget: int
) -> tuple[str, int]:
    """The built-in summary of ``previous`` extended by ``messages``, and its token count."""
    opened = token_counter(counter)
    content = ExtractiveSummariser(opened).summarise(previous, messages, token_budget=token_budget)
    return content, opened.count(content)


@cache
def token_counter(choice: TokenCounterChoice) -> TokenCounter:
    """The counter of this process."""
    return open_token_counter(choice, network_wait=0)


@cache
def entity_extractor(choice: ExtractorChoice) -> EntityExtractor:
    """The extractor of this process."""
    return open_entity_extractor(choice.name, spacy_model=choice.spacy_model)

"""The calculations of enrichment: pure functions of texts, which a process of its own can run.

Extractors are named by plain values; counters and extractors are opened once in each process.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec

from holdfast.domain.timestamps import Timestamp
from holdfast.enrichment.fact_dates import valid_from
from holdfast.providers.embeddings.static import load_static_model
from holdfast.providers.entities.contract import EntityExtractor, entities_to_metadata
from holdfast.providers.entities.open import EntityExtractorChoice, open_entity_extractor
from holdfast.providers.facts.contract import Said
from holdfast.providers.facts.open import open_fact_finder
from holdfast.providers.summaries.extractive import ExtractiveSummariser, SummaryInput
from holdfast.providers.tokens.cl100k import load_cl100k
from holdfast.providers.tokens.contract import count_message
from holdfast.retrieval.analysis import analyzer_for
from holdfast.retrieval.features import MessageFeatures
from holdfast.retrieval.vectors import pack


class ExtractorChoice(msgspec.Struct, frozen=True):
    """Which entity extractor; ``spacy_model`` matters to spaCy only."""

    name: EntityExtractorChoice = "builtin"
    spacy_model: str = "en_core_web_sm"


def make_ready(language: str, extractor: ExtractorChoice) -> None:
    """Load what the calculations over messages need."""
    load_cl100k()
    load_static_model()
    analyzer_for(language)
    entity_extractor(extractor)


class Wanted(msgspec.Struct, frozen=True):
    """What to compute of messages beside the number of tokens; entities and terms where a choice is given."""

    extractor: ExtractorChoice | None
    language: str | None
    embed: bool


class Findings(msgspec.Struct, frozen=True):
    """What was computed of one message; ``None`` for what was not wanted."""

    tokens: int
    entities: list[dict[str, Any]] | None
    terms: bytes | None
    vector: bytes | None


def enrich(wanted: Wanted, messages: Sequence[tuple[str, str]]) -> list[Findings]:
    """All that is wanted of messages, given as role and content."""
    texts = [content for _, content in messages]
    nothing = [None] * len(texts)
    entities = nothing if wanted.extractor is None else find_entities(wanted.extractor, texts)
    terms = nothing if wanted.language is None else analyse(wanted.language, texts)
    vectors = embed_with_builtin_model(texts) if wanted.embed else nothing
    return list(map(Findings, count_tokens(messages), entities, terms, vectors))


def count_tokens(messages: Sequence[tuple[str, str]]) -> list[int]:
    """The token counts of messages, given as role and content."""
    counter = load_cl100k()
    return [count_message(counter, role=role, content=content) for role, content in messages]


def find_entities(extractor: ExtractorChoice, texts: Sequence[str]) -> list[list[dict[str, Any]]]:
    """The entities of texts in the shape that metadata holds (semantics §3.2)."""
    opened = entity_extractor(extractor)
    return [entities_to_metadata(opened.extract(text)) for text in texts]


def count_text_tokens(texts: Sequence[str]) -> list[int]:
    """The token counts of texts alone."""
    counter = load_cl100k()
    return [counter.count(text) for text in texts]


def analyse(language: str, texts: Sequence[str]) -> list[bytes]:
    """The stored form of the terms of texts."""
    analyzer = analyzer_for(language)
    return [MessageFeatures.of(text, analyzer).to_bytes() for text in texts]


def embed_with_builtin_model(texts: Sequence[str]) -> list[bytes]:
    """The stored form of the vectors of texts."""
    return [pack(vector) for vector in load_static_model().encode(texts)]


class Conversation(msgspec.Struct, frozen=True):
    """Messages to find facts in, as role, content and time, and what was said before them, as role and content."""

    before: list[tuple[str, str]]
    messages: list[tuple[str, str, Timestamp]]


class FoundStatement(msgspec.Struct, frozen=True):
    """What is stated in ``content[start:end]`` of a message, by its index; ``number`` counts those of the message."""

    message: int
    number: int
    start: int
    end: int
    slot: str | None
    value: str | None
    ends: bool
    valid_at: Timestamp
    topics: tuple[str, ...] = ()


def find_facts(conversations: Sequence[Conversation]) -> list[list[FoundStatement]]:
    """What users state about themselves in the messages of conversations."""
    return [_facts_of(conversation) for conversation in conversations]


def _facts_of(conversation: Conversation) -> list[FoundStatement]:
    said = [Said(*each) for each in conversation.before]
    said += [Said(role, content) for role, content, _ in conversation.messages]
    numbers: Counter[int] = Counter()
    found = []
    for one in open_fact_finder().find(said, first=len(conversation.before)):
        index = one.message - len(conversation.before)
        _, content, said_at = conversation.messages[index]
        valid_at = valid_from(content[one.start : one.end], one.slot, said_at)
        place = (numbers[index], one.start, one.end)
        found.append(FoundStatement(index, *place, one.slot, one.value, one.ends, valid_at, one.topics))
        numbers[index] += 1
    return found


def summarise(previous: str, messages: Sequence[SummaryInput], token_budget: int) -> tuple[str, int]:
    """The built-in summary of ``previous`` extended by ``messages``, and its token count."""
    summariser = extractive_summariser()
    content = summariser.summarise(previous, messages, token_budget=token_budget)
    return content, summariser.tokens(content)


@cache
def extractive_summariser() -> ExtractiveSummariser:
    """The built-in summariser of this process."""
    return ExtractiveSummariser(load_cl100k())


@cache
def entity_extractor(choice: ExtractorChoice) -> EntityExtractor:
    """The extractor of this process."""
    return open_entity_extractor(choice.name, spacy_model=choice.spacy_model)

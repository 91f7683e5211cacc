"""The calculations of enrichment: pure functions of texts, which a process of its own can run.

Extractors are named by plain values; counters and extractors are opened once in each process.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec

from holdfast.domain.timestamps import Timestamp
from holdfast.enrichment.fact_dates import valid_from
from holdfast.loading import for_good
from holdfast.providers.embeddings.static import load_static_model
from holdfast.providers.entities.contract import EntityExtractor, entities_to_metadata
from holdfast.providers.entities.open import EntityExtractorChoice, open_entity_extractor
from holdfast.providers.facts.contract import Said, Statement
from holdfast.providers.facts.known import resolved
from holdfast.providers.facts.open import open_fact_finder
from holdfast.providers.summaries.extractive import ExtractiveSummariser, SummaryInput
from holdfast.providers.tokens.cl100k import load_cl100k
from holdfast.providers.tokens.contract import count_message
from holdfast.retrieval.analysis import analyzer_for
from holdfast.retrieval.features import MessageFeatures
from holdfast.retrieval.vectors import pack_all

_encode = msgspec.json.Encoder().encode


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
    """What to compute of messages beside tokens and facts; entities and terms where a choice is given."""

    extractor: ExtractorChoice | None
    language: str | None
    embed: bool


class FoundStatement(msgspec.Struct, frozen=True, gc=False):
    """What is stated in ``content[start:end]`` of a message; ``number`` counts the statements of the message."""

    number: int
    start: int
    end: int
    slot: str | None
    value: str | None
    ends: bool
    valid_at: Timestamp
    topics: tuple[str, ...] = ()
    about: str | None = None


SentMessage = tuple[str, str, Timestamp]
"""Role, content and time of a message."""


class Findings(msgspec.Struct, frozen=True):
    """What was computed of one message; ``None`` for what was not wanted.

    ``entities`` are the JSON text of what `find_entities` gives: it is kept as it is.
    """

    tokens: int
    statements: list[FoundStatement]
    entities: bytes | None
    terms: bytes | None
    vector: bytes | None


def enrich(wanted: Wanted, messages: Sequence[SentMessage]) -> list[Findings]:
    """All that is wanted of messages."""
    texts = [content for _, content, _ in messages]
    nothing = [None] * len(texts)
    entities = nothing if wanted.extractor is None else map(_encode, find_entities(wanted.extractor, texts))
    terms = nothing if wanted.language is None else analyse(wanted.language, texts)
    vectors = embed_with_builtin_model(texts) if wanted.embed else nothing
    counts = count_tokens([(role, content) for role, content, _ in messages])
    return list(map(Findings, counts, find_statements(messages), entities, terms, vectors))


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
    return pack_all(load_static_model().encode(texts))


def find_statements(messages: Sequence[SentMessage]) -> list[list[FoundStatement]]:
    """What users state about themselves in each of some messages, by itself: others tell whether a part is played."""
    return [_statements_in(*message) for message in messages]


class Exchange(msgspec.Struct, frozen=True):
    """A message with the question before it and what was said before that, each as role and content."""

    message: SentMessage
    question: tuple[str, str]
    before: tuple[str, str] | None


class Answer(msgspec.Struct, frozen=True):
    """What a message states only as the answer to a question.

    ``for_others``: what it says besides is said of somebody else.
    """

    statements: list[FoundStatement]
    for_others: bool


def find_answers(exchanges: Sequence[Exchange]) -> list[Answer]:
    """What users state about themselves only as the answer to a question."""
    finder = open_fact_finder()
    found: list[Answer] = []
    for one in exchanges:
        role, content, said_at = one.message
        before = None if one.before is None else Said(*one.before)
        message, question = Said(role, content), Said(*one.question)
        answers = finder.find_answer(message, question, before)
        found.append(Answer(_dated(answers, content, said_at), finder.answers_for_others(message, question, before)))
    return found


def _statements_in(role: str, content: str, said_at: Timestamp) -> list[FoundStatement]:
    return _dated(open_fact_finder().find_alone(Said(role, content)), content, said_at)


def _dated(found: Sequence[Statement], content: str, said_at: Timestamp) -> list[FoundStatement]:
    return [
        FoundStatement(
            number=number,
            start=one.start,
            end=one.end,
            slot=one.slot,
            value=one.value,
            ends=one.ends,
            valid_at=valid_from(content[one.start : one.end], one.slot, said_at, one.value or one.about),
            topics=one.topics,
            about=one.about,
        )
        for number, one in enumerate(found)
    ]


def find_facts(messages: Sequence[Said]) -> list[Statement]:
    """What would be taken for facts in a conversation of which nothing else is known."""
    return resolved(open_fact_finder().find(messages), messages)


def tell_played(conversations: Sequence[Sequence[tuple[str, str]]]) -> list[list[bool]]:
    """Which messages of conversations, given as role and content, are part of a play."""
    finder = open_fact_finder()
    return [finder.played([Said(*each) for each in conversation]) for conversation in conversations]


class SummaryWanted(msgspec.Struct, frozen=True):
    """How summaries are made, and what of them is computed as well; entities where a choice is given."""

    token_budget: int
    extractor: ExtractorChoice | None = None
    embed: bool = False


class SummaryOrder(msgspec.Struct, frozen=True):
    """A summary that is to be extended by messages."""

    previous: str
    messages: tuple[SummaryInput, ...]


class MadeSummary(msgspec.Struct, frozen=True):
    """A summary, and what was computed of it; ``None`` for what was not wanted."""

    content: str
    tokens: int
    entities: list[dict[str, Any]] | None
    vector: bytes | None


def summarise(wanted: SummaryWanted, orders: Sequence[SummaryOrder]) -> list[MadeSummary]:
    """The built-in summaries that were ordered."""
    summariser = extractive_summariser()
    made = []
    for order in orders:
        content = summariser.summarise(order.previous, order.messages, token_budget=wanted.token_budget).strip()
        entities = None if wanted.extractor is None else find_entities(wanted.extractor, [content])[0]
        vector = embed_with_builtin_model([content])[0] if wanted.embed else None
        made.append(MadeSummary(content, summariser.tokens(content), entities, vector))
    return made


@cache
def extractive_summariser() -> ExtractiveSummariser:
    """The built-in summariser of this process."""
    return ExtractiveSummariser(load_cl100k())


@cache
def entity_extractor(choice: ExtractorChoice) -> EntityExtractor:
    """The extractor of this process."""
    with for_good():
        return open_entity_extractor(choice.name, spacy_model=choice.spacy_model)

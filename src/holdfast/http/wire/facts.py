"""Facts on the wire."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from holdfast.domain.facts import USER, Fact, FactChange, FactRevision, FactState, NewFact
from holdfast.domain.filters import SearchFilter, read_search_filter
from holdfast.domain.identifiers import canonical_uuid
from holdfast.domain.metadata import EncodedMetadata
from holdfast.domain.timestamps import Timestamp, now, parse_timestamp, read_moment
from holdfast.errors import InvalidRequest
from holdfast.http.wire.reading import Time, Uuid, plain, timestamp
from holdfast.operations.fact_search import FactQuery, FoundFact
from holdfast.operations.facts import FactDetails, FactPage, ProfileSlot, Quote
from holdfast.providers.facts.contract import Said, Statement

NO_OBJECT = EncodedMetadata(b"{}")


class SaidMessage(msgspec.Struct):
    """A message of a conversation that need not be stored."""

    content: str
    role: str = "user"

    def to_said(self) -> Said:
        """The value that facts are found in."""
        return Said(plain(self.role), plain(self.content))


class PreviewRequest(msgspec.Struct):
    """A conversation in which facts are to be found."""

    messages: list[SaidMessage]


class StatementBody(msgspec.Struct):
    """A statement: ``text`` is ``content[start:end]`` of the message with the index ``message``, in code points."""

    message: int
    start: int
    end: int
    text: str
    slot: str | None
    value: str | None
    ends: bool

    @classmethod
    def from_statement(cls, statement: Statement, content: str) -> StatementBody:
        """The body of a statement in a message with this content."""
        return cls(
            statement.message,
            statement.start,
            statement.end,
            content[statement.start : statement.end],
            statement.slot,
            statement.value,
            statement.ends,
        )


class PreviewBody(msgspec.Struct):
    """The statements of a conversation, in their order."""

    facts: list[StatementBody]


class CreateFact(msgspec.Struct):
    """A fact to assert of a user, or in a session that has none.

    ``slot`` is one of the table, or a key of your own with the prefix ``x-``. ``valid_at`` to ``invalid_at`` is when it
    is true; it begins now when absent. ``supersedes`` is the UUID of the fact whose place it takes, or a list of them,
    ``sources`` the UUIDs of messages: a fact that rests on messages goes with the last of them.
    """

    user_id: str | None = None
    session_id: str | None = None
    subject: str = USER
    text: str = ""
    slot: str | None = None
    value: str | None = None
    valid_at: Time | None = None
    invalid_at: Time | None = None
    supersedes: str | list[str] | None = None
    sources: list[Uuid] = []
    pinned: bool = False
    topics: list[str] = []
    metadata: dict[str, Any] | None = None

    def to_new_fact(self) -> NewFact:
        """The domain's value."""
        return NewFact(
            user_id=None if self.user_id is None else plain(self.user_id),
            session_id=None if self.session_id is None else plain(self.session_id),
            subject=plain(self.subject),
            text=plain(self.text),
            slot=_given(self.slot),
            value=_given(self.value),
            valid_at=timestamp(self.valid_at),
            invalid_at=timestamp(self.invalid_at),
            supersedes=self._supersedes(),
            sources=tuple(dict.fromkeys(map(str, self.sources))),
            pinned=self.pinned,
            topics=tuple(dict.fromkeys(map(plain, self.topics))),
            metadata=self.metadata,
        )

    def _supersedes(self) -> tuple[str, ...]:
        named = [self.supersedes] if isinstance(self.supersedes, str) else self.supersedes or []
        try:
            return tuple(dict.fromkeys(canonical_uuid(uuid) for uuid in named))
        except ValueError as error:
            raise InvalidRequest(f"supersedes: {error}") from None


class UpdateFact(msgspec.Struct):
    """Changes to a fact; what is absent or null stays. Metadata merges.

    An empty text takes ``slot``, ``value`` or ``invalid_at`` away. ``state`` is ``valid`` or ``invalid``.
    """

    text: str | UnsetType = UNSET
    slot: str | UnsetType = UNSET
    value: str | UnsetType = UNSET
    valid_at: Time | UnsetType = UNSET
    invalid_at: str | UnsetType = UNSET
    pinned: bool | UnsetType = UNSET
    topics: list[str] | UnsetType = UNSET
    metadata: dict[str, Any] | UnsetType = UNSET
    state: str | UnsetType = UNSET
    reason: str = ""

    def to_change(self) -> FactChange:
        """The domain's value."""
        return FactChange(
            text=self.text if isinstance(self.text, UnsetType) else plain(self.text),
            slot=self.slot if isinstance(self.slot, UnsetType) else _given(self.slot),
            value=self.value if isinstance(self.value, UnsetType) else _given(self.value),
            valid_at=UNSET if isinstance(self.valid_at, UnsetType) else Timestamp(str(self.valid_at)),
            invalid_at=_moment(self.invalid_at),
            pinned=self.pinned,
            topics=UNSET if isinstance(self.topics, UnsetType) else tuple(dict.fromkeys(map(plain, self.topics))),
            metadata=self.metadata,
            state=UNSET if isinstance(self.state, UnsetType) else _state(self.state),
            reason=plain(self.reason),
        )


class QuoteBody(msgspec.Struct):
    """What a fact rests on: ``quote`` is ``content[start:end]`` of the message, in code points."""

    message: str
    session_id: str
    role: str
    said_at: str
    start: int
    end: int
    quote: str

    @classmethod
    def from_quote(cls, quote: Quote) -> QuoteBody:
        """The body of a quote."""
        message = quote.message
        return cls(message.uuid, quote.session_id, message.role, quote.said_at, quote.start, quote.end, quote.text)


class RevisionBody(msgspec.Struct):
    """What a fact was from one change to the next: who made it so, when and why."""

    revision: int
    text: str
    slot: str | None
    value: str | None
    state: str
    valid_at: str
    invalid_at: str | None
    pinned: bool
    topics: list[str]
    metadata: EncodedMetadata
    at: str
    actor: str
    reason: str

    @classmethod
    def from_revision(cls, revision: FactRevision) -> RevisionBody:
        """The body of a revision."""
        return cls(
            revision.revision,
            revision.text,
            revision.slot,
            revision.value,
            revision.state.value,
            revision.valid_at,
            revision.invalid_at,
            revision.pinned,
            list(revision.topics),
            revision.metadata or NO_OBJECT,
            revision.at,
            revision.actor,
            revision.reason,
        )


class FactBody(msgspec.Struct):
    """A fact.

    ``origin`` is ``stated`` (quoted word for word), ``asserted`` (through the API) or ``extracted`` (by a language
    model). ``ends`` says that the value holds no more. ``valid_at`` to ``invalid_at`` is when it is true,
    ``created_at`` to ``retired_at`` when it was known here. ``sources`` and ``history`` are given for a single fact.
    """

    uuid: str
    user_id: str | None
    session_id: str | None
    subject: str
    origin: str
    text: str
    slot: str | None
    value: str | None
    ends: bool
    state: str
    valid_at: str
    invalid_at: str | None
    superseded_by: str | None
    created_at: str
    updated_at: str
    retired_at: str | None
    revision: int
    pinned: bool
    topics: list[str]
    metadata: EncodedMetadata
    actor: str
    reason: str
    sources: list[QuoteBody] | UnsetType = UNSET
    history: list[RevisionBody] | UnsetType = UNSET

    @classmethod
    def from_fact(cls, fact: Fact) -> FactBody:
        """The body of a stored fact."""
        return cls(
            fact.uuid,
            fact.user_id,
            fact.session_id,
            fact.subject,
            fact.origin.value,
            fact.text,
            fact.slot,
            fact.value,
            fact.ends,
            fact.state.value,
            fact.valid_at,
            fact.ended_at,
            fact.superseded_by,
            fact.created_at,
            fact.updated_at,
            fact.retired_at,
            fact.revision,
            fact.pinned,
            list(fact.topics),
            fact.metadata or NO_OBJECT,
            fact.actor,
            fact.reason,
        )

    @classmethod
    def from_details(cls, details: FactDetails) -> FactBody:
        """The body of a fact with what it rests on, and what it was."""
        body = cls.from_fact(details.fact)
        body.sources = list(map(QuoteBody.from_quote, details.sources))
        body.history = list(map(RevisionBody.from_revision, details.history))
        return body


class FactListBody(msgspec.Struct):
    """A page of facts, newest first; ``next_cursor`` asks for the next one, and is null on the last."""

    facts: list[FactBody]
    total_count: int
    next_cursor: str | None

    @classmethod
    def from_page(cls, page: FactPage) -> FactListBody:
        """The body of a page."""
        cursor = None if page.next_before is None else str(page.next_before)
        return cls(list(map(FactBody.from_fact, page.facts)), page.total_count, cursor)


class MessageFactsBody(msgspec.Struct):
    """The facts that rest on a message."""

    facts: list[FactBody]


class SearchFacts(msgspec.Struct):
    """What to look for among the facts of a user, of a session, or of everybody.

    ``where`` is a condition on metadata, as searches of messages have it. ``as_of`` asks what was known then.
    """

    text: str = ""
    user_id: str | None = None
    session_id: str | None = None
    where: dict[str, Any] | None = None
    as_of: Time | None = None
    limit: int = 0
    min_score: float | None = None
    explain: bool = False

    def to_query(self) -> FactQuery:
        """The domain's value."""
        wanted = SearchFilter()
        if self.where is not None:
            wanted = read_search_filter({"where": self.where}, now=read_moment(now()))
        return FactQuery(
            text=self.text,
            user_id=None if self.user_id is None else plain(self.user_id),
            session_id=None if self.session_id is None else plain(self.session_id),
            filter=wanted,
            as_of=timestamp(self.as_of),
            limit=self.limit,
            min_score=self.min_score,
            explain=self.explain,
        )


class FoundFactBody(msgspec.Struct):
    """A fact that was found, and how well it answers; ``explanation`` when asked for."""

    fact: FactBody
    dist: float
    explanation: dict[str, float] | UnsetType = UNSET

    @classmethod
    def from_found(cls, found: FoundFact) -> FoundFactBody:
        """The body of a fact that was found."""
        return cls(FactBody.from_fact(found.fact), found.dist, UNSET if found.parts is None else found.parts)


class FoundFactsBody(msgspec.Struct):
    """The facts that were found, best first."""

    results: list[FoundFactBody]


class ProfileValueBody(msgspec.Struct):
    """What fills a slot, in whose words, and when it was said and true."""

    fact: str
    value: str | None
    text: str
    origin: str
    valid_at: str
    invalid_at: str | None
    quote: QuoteBody | None

    @classmethod
    def from_value(cls, fact: Fact, quote: Quote | None) -> ProfileValueBody:
        """The body of one value."""
        source = None if quote is None else QuoteBody.from_quote(quote)
        return cls(fact.uuid, fact.value, fact.text, fact.origin.value, fact.valid_at, fact.ended_at, source)


class ProfileSlotBody(msgspec.Struct):
    """What fills a slot now, and what did before, newest first; a ``single`` slot has at most one current value."""

    single: bool
    current: list[ProfileValueBody]
    former: list[ProfileValueBody]


class ProfileBody(msgspec.Struct):
    """What is known about a user, slot by slot; slots of which nothing is known are left out."""

    user_id: str
    slots: dict[str, ProfileSlotBody]

    @classmethod
    def from_profile(cls, user_id: str, profile: list[ProfileSlot]) -> ProfileBody:
        """The body of a profile."""
        slots = {
            slot.slot: ProfileSlotBody(
                slot.single,
                [ProfileValueBody.from_value(*each) for each in slot.current],
                [ProfileValueBody.from_value(*each) for each in slot.former],
            )
            for slot in profile
        }
        return cls(user_id, slots)


def _given(text: str | None) -> str | None:
    """A text; none when it is empty."""
    return plain(text) or None if text is not None else None


def _moment(text: str | UnsetType) -> Timestamp | UnsetType | None:
    if isinstance(text, UnsetType):
        return UNSET
    if not text:
        return None
    try:
        return parse_timestamp(text)
    except ValueError as error:
        raise InvalidRequest(f"invalid_at: {text[:40]!r} is {error}") from None


def _state(text: str) -> FactState:
    try:
        return FactState(text)
    except ValueError:
        raise InvalidRequest(f"state: {text[:40]!r} is no state; give 'valid' or 'invalid'") from None

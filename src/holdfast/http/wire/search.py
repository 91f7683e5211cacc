"""Searches on the wire (http-api §3.8, §4.8)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec
from msgspec import UNSET, UnsetType

from holdfast.domain.filters import SearchFilter, read_search_filter
from holdfast.domain.long_values import without_long_values
from holdfast.domain.timestamps import read_moment, time_zone
from holdfast.errors import InvalidRequest
from holdfast.http.wire.memory import MessageBody, SummaryBody, bodies_of
from holdfast.operations.found import Found
from holdfast.operations.search import SearchQuery
from holdfast.retrieval.search import SearchKind

_SCOPES = {"": False, "messages": False, "summary": True}
_EVERYTHING = SearchFilter()
_KINDS = {kind.value: kind for kind in SearchKind}


class SearchRequest(msgspec.Struct):
    """What to search for.

    An unknown ``search_type`` means ``similarity``.  What follows ``mmr_lambda`` is Holdfast's own: ``now`` is the
    moment from which "yesterday" counts (RFC 3339; the present when absent), ``time_zone`` the IANA name of the zone by
    whose days it counts (the offset of ``now`` when absent, else UTC).  ``collapse`` is whether results that say the
    same, word for word, are given once; when absent, where more than one session is searched.  ``whole_metadata`` asks
    for values of metadata also where they have more than 8192 bytes.
    """

    text: str = ""
    metadata: dict[str, Any] | None = None
    search_scope: str = "messages"
    search_type: str = "similarity"
    mmr_lambda: float = 0.0
    min_score: float | None = None
    explain: bool = False
    now: str | None = None
    time_zone: str | None = None
    collapse: bool | None = None
    whole_metadata: bool = False

    def to_query(self, *, limit: int, min_score: float | None, explain: bool, ignore_unknown: bool) -> SearchQuery:
        """The domain's query; ``min_score`` and ``explain`` are those of the URL, which the body overrides."""
        if not self.text and not self.metadata:
            raise InvalidRequest("text: empty query; give a text, or metadata with a filter")
        if self.search_scope not in _SCOPES:
            raise InvalidRequest(
                f"search_scope: invalid search scope {self.search_scope!r}; give 'messages' or 'summary'"
            )
        kind = _KINDS.get(self.search_type, SearchKind.SIMILARITY)
        if not self.text and kind is not SearchKind.SIMILARITY:
            raise InvalidRequest(f"text: a search of the type {kind.value!r} needs a text")
        if not math.isfinite(self.mmr_lambda):
            raise InvalidRequest("mmr_lambda: must be a finite number")
        moment = asked_at(self.now, self.time_zone)
        return SearchQuery(
            text=self.text,
            filter=(
                read_search_filter(self.metadata, now=moment, ignore_unknown=ignore_unknown)
                if self.metadata
                else _EVERYTHING
            ),
            asked_at=moment,
            summaries=_SCOPES[self.search_scope],
            kind=kind,
            limit=limit,
            mmr_lambda=self.mmr_lambda,
            min_score=min_score if self.min_score is None else self.min_score,
            explain=explain or self.explain,
            collapse=self.collapse,
        )


def asked_at(now: str | None, zone: str | None) -> datetime:
    """When somebody asks, by the clock of whoever asks; `InvalidRequest` for what is no time or no zone."""
    try:
        moment = read_moment(now) if now else datetime.now(UTC)
    except ValueError as error:
        raise InvalidRequest(f"now: {now!r} is {error}") from None
    if not zone:
        return moment
    try:
        return moment.astimezone(time_zone(zone))
    except (ValueError, OverflowError) as error:
        raise InvalidRequest(f"time_zone: {error}") from None


class DuplicateBody(msgspec.Struct):
    """Where the same was said: the session, and the UUID of the message or summary."""

    session_id: str
    uuid: str


class SearchResultBody(msgspec.Struct):
    """A hit: a message or a summary, and how close it is (larger is closer).

    ``session_id`` is given by searches of more than one session, ``explanation`` when asked for.  Where results that
    say the same are given once, ``duplicates`` is how many were left out for this one, and ``duplicates_at`` where they
    are; both are absent when there are none.
    """

    message: MessageBody | None
    summary: SummaryBody | None
    dist: float
    embedding: list[float] | None
    session_id: str | UnsetType = UNSET
    explanation: dict[str, float] | UnsetType = UNSET
    duplicates: int | UnsetType = UNSET
    duplicates_at: list[DuplicateBody] | UnsetType = UNSET


def bodies_of_found(
    found: Sequence[Found], *, with_session: bool, whole_metadata: bool = False
) -> list[SearchResultBody]:
    """The bodies of what was found."""
    messages = iter(bodies_of([one.message for one in found if one.message is not None]))
    bodies = [
        SearchResultBody(
            None if one.message is None else next(messages),
            None if one.summary is None else SummaryBody.from_summary(one.summary),
            one.dist,
            one.embedding,
            one.session_id if with_session else UNSET,
            UNSET if one.parts is None else one.parts,
            UNSET if not (others := one.duplicates) else len(others),
            UNSET if not others else [DuplicateBody(other.session_id, other.uuid) for other in others],
        )
        for one in found
    ]
    if not whole_metadata:
        for body in bodies:
            part = body.message or body.summary
            if part is not None and part.metadata is not UNSET:
                part.metadata = without_long_values(part.metadata)
    return bodies


class Lengths(NamedTuple):
    """How long what was found is altogether: the characters of the texts, and the bytes of the metadata."""

    characters: int
    metadata: int


def lengths_of(found: Iterable[Found]) -> Lengths:
    """How long what was found is, and how much there is to look through for long values."""
    characters = metadata = 0
    for one in found:
        part = one.message or one.summary
        if part is not None:
            characters += len(part.content)
            if part.metadata is not None:
                metadata += len(bytes(part.metadata))
    return Lengths(characters, metadata)

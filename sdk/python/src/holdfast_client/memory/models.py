"""Shapes of sessions, their memory and searches in it."""

from __future__ import annotations

from enum import Enum
from typing import Any, Optional

from pydantic import Field

from holdfast_client._model import Model
from holdfast_client.message.models import Message

__all__ = [
    "Duplicate",
    "Enrichment",
    "EnrichmentJob",
    "Memory",
    "MemorySearchPayload",
    "MemorySearchResult",
    "MemorySearchType",
    "Message",
    "SearchScope",
    "SearchType",
    "Session",
    "Summary",
]


class SearchScope(str, Enum):
    """What a memory search looks at."""

    messages = "messages"
    summary = "summary"

    def __str__(self) -> str:
        return self.value


class SearchType(str, Enum):
    """How a search for documents ranks: by similarity alone, or by maximal marginal relevance, against near-repeats."""

    similarity = "similarity"
    mmr = "mmr"

    def __str__(self) -> str:
        return self.value


class MemorySearchType(str, Enum):
    """How a memory search ranks.

    ``similarity`` goes by words and meaning together, ``mmr`` likewise but avoids near-repeats, ``vector`` by meaning
    alone, ``lexical`` by words alone.
    """

    similarity = "similarity"
    mmr = "mmr"
    vector = "vector"
    lexical = "lexical"

    def __str__(self) -> str:
        return self.value


class Session(Model):
    """One conversation. ``session_id`` is the caller's; everything else but ``user_id`` and ``metadata`` the server's.

    ``id`` counts sessions in the order of their creation and is what the cursor of listings refers to.
    Times are RFC 3339 text. The session is gone from ``expires_at`` on, or when ``ttl`` seconds have passed since it
    was sent; an empty ``expires_at`` lets it stay. With ``remember`` false no facts are made of it, and only searches
    of the session itself find its messages.
    """

    session_id: str
    user_id: Optional[str] = None
    metadata: Optional[dict[str, Any]] = None
    uuid: Optional[str] = None
    id: Optional[int] = None
    created_at: Optional[str] = None
    updated_at: Optional[str] = None
    deleted_at: Optional[str] = None
    expires_at: Optional[str] = None
    ttl: Optional[int] = None
    remember: Optional[bool] = None

    def to_body(self) -> dict[str, Any]:
        """The JSON object to send; ``ttl`` goes before the ``expires_at`` that the server had told."""
        body = super().to_body()
        return {name: value for name, value in body.items() if name != "expires_at" or "ttl" not in body}


class Summary(Model):
    """What the server wrote down about older messages. ``content`` is empty as long as there is none.

    ``recent_message_uuid`` is the newest message which the summary covers.
    """

    uuid: str = ""
    created_at: str = ""
    content: str = ""
    recent_message_uuid: str = ""
    token_count: int = 0
    metadata: Optional[dict[str, Any]] = None


class Memory(Model):
    """Messages of a session, oldest first, and the summary of those before them."""

    messages: list[Message] = Field(default_factory=list)
    metadata: Optional[dict[str, Any]] = None
    summary: Optional[Summary] = None
    uuid: Optional[str] = None
    created_at: Optional[str] = None
    token_count: Optional[int] = None


class MemorySearchPayload(Model):
    """What to search for: a text, a filter on metadata, or both.

    ``metadata`` is ``{"where": {"jsonpath": …} | {"and": […]} | {"or": […]}, "start_date": …, "end_date": …}``.
    ``search_scope`` is ``messages`` or ``summary``, ``search_type`` one of ``MemorySearchType``. ``mmr_lambda`` between
    0 and 1 weighs relevance (1) against variety (0); None is the server's default, 0.5. ``min_score`` leaves out
    results whose ``dist`` is smaller; ``explain`` asks what each ``dist`` is made of. ``now`` is the moment from which
    "yesterday" counts, such as ``2024-05-02T08:00:00+02:00`` (None: the present), ``time_zone`` the IANA name of the
    time zone by whose days it counts (None: the offset of ``now``, or UTC). ``collapse`` is whether results that say
    the same, word for word, are given once (None: where more than one session is searched). Values of metadata with
    more than 8192 bytes, such as images, are cut in results; ``whole_metadata`` asks for them whole.
    """

    text: Optional[str] = None
    metadata: Optional[dict[str, Any]] = None
    search_scope: Optional[str] = "messages"
    search_type: Optional[str] = "similarity"
    mmr_lambda: Optional[float] = None
    min_score: Optional[float] = None
    explain: Optional[bool] = None
    now: Optional[str] = None
    time_zone: Optional[str] = None
    collapse: Optional[bool] = None
    whole_metadata: Optional[bool] = None


class Duplicate(Model):
    """Where the same was said: the session, and the UUID of the message or summary."""

    session_id: str
    uuid: str


class MemorySearchResult(Model):
    """One hit. ``message`` (a dict) or ``summary`` is set, as the scope was; ``dist`` is a similarity: more is closer.

    ``session_id`` says where it was found when more than one session was searched. ``embedding`` is its vector, given
    by searches of the type ``mmr``; ``explanation`` the parts of ``dist``, when asked for. ``duplicates`` is how many
    results that say the same were left out, ``duplicates_at`` where they are; None when there are none.
    """

    message: Optional[dict[str, Any]] = None
    summary: Optional[Summary] = None
    metadata: Optional[dict[str, Any]] = None
    dist: Optional[float] = None
    embedding: Optional[list[float]] = None
    session_id: Optional[str] = None
    explanation: Optional[dict[str, float]] = None
    duplicates: Optional[int] = None
    duplicates_at: Optional[list[Duplicate]] = None


class EnrichmentJob(Model):
    """Something the server has still to do for some messages of a session.

    ``steps`` are what is left to do and ``messages`` how many messages it concerns. A ``parked`` job has failed too
    often (``attempts``, ``error``) and is not tried again by itself.
    """

    id: int
    steps: list[str] = Field(default_factory=list)
    messages: int = 0
    status: str
    attempts: int = 0
    error: str = ""
    created_at: str = ""


class Enrichment(Model):
    """How far the server has come with what it derives from the messages of a session.

    ``status`` is ``done``, ``pending``, or ``parked`` when only parked jobs are left. ``pending`` and ``parked`` count
    them; ``jobs`` describes them, a hundred at most.
    """

    status: str
    pending: int = 0
    parked: int = 0
    jobs: list[EnrichmentJob] = Field(default_factory=list)

"""Searches on the wire (http-api §3.8, §4.8)."""

from __future__ import annotations

from typing import Any

import msgspec

from holdfast.http.wire.memory import MessageBody, SummaryBody


class SearchRequest(msgspec.Struct):
    """What to search for."""

    text: str = ""
    metadata: dict[str, Any] | None = None
    search_scope: str = "messages"
    search_type: str = "similarity"
    mmr_lambda: float = 0.0


class SearchResultBody(msgspec.Struct):
    """A hit: a message or a summary, and how close it is (larger is closer)."""

    message: MessageBody | None
    summary: SummaryBody | None
    dist: float
    embedding: list[float] | None

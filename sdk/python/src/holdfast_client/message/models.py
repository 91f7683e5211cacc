"""Shapes of messages."""

from __future__ import annotations

from typing import Any, Optional

from holdfast_client._model import Model

__all__ = ["Message"]


class Message(Model):
    """One turn of a conversation.

    ``role`` and ``content`` are the caller's and come back verbatim. ``uuid`` may be chosen by the caller, else the
    server does it. Times are RFC 3339 text set by the server. ``token_count`` is 0 until the server has counted.
    ``metadata`` is any JSON object; its key ``system`` is the server's. ``name`` tells who speaks where that is more
    than the role. The message is gone from ``expires_at`` on, or when ``ttl`` seconds have passed since it was
    sent. With ``remember`` false no facts and no summaries are made of it, and only searches of its session find it.
    """

    role: str
    content: str
    uuid: Optional[str] = None
    created_at: Optional[str] = None
    updated_at: Optional[str] = None
    token_count: Optional[int] = None
    metadata: Optional[dict[str, Any]] = None
    name: Optional[str] = None
    expires_at: Optional[str] = None
    ttl: Optional[int] = None
    remember: Optional[bool] = None

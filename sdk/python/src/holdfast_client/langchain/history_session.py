"""What the chat message history knows about its session."""

from __future__ import annotations

from langchain_core.chat_history import BaseChatMessageHistory

from holdfast_client._http.resource import require
from holdfast_client.client import HoldfastClient
from holdfast_client.langchain.connection import DEFAULT_URL, client_for

__all__ = ["HistorySession"]


class HistorySession(BaseChatMessageHistory):
    """Session and client of a history."""

    def __init__(
        self,
        session_id: str,
        url: str = DEFAULT_URL,
        api_key: str | None = None,
        *,
        client: HoldfastClient | None = None,
        lastn: int | None = None,
        wait: bool = False,
    ) -> None:
        self.session_id = require(session_id, "session_id")
        self.client = client_for(client, url, api_key)
        self.lastn = lastn
        self.wait = wait

"""Chat message history of LangChain, kept in a Holdfast session."""

from __future__ import annotations

from langchain_core.messages import BaseMessage

from holdfast_client.langchain._async_history import AsyncHistoryMethods
from holdfast_client.langchain._sync_history import SyncHistoryMethods
from holdfast_client.message.models import Message

__all__ = ["HoldfastChatMessageHistory"]


class HoldfastChatMessageHistory(AsyncHistoryMethods, SyncHistoryMethods):
    """The messages of one session.

    ``client`` is the one to use; without it one is made for ``url`` and ``api_key``. ``lastn`` is how many of the
    newest messages to read; without it the server's window. Neither begins with the result of a tool call: the call
    comes with it. With ``wait`` messages can be searched as soon as
    adding them returns.
    """

    @property
    def messages(self) -> list[BaseMessage]:  # type: ignore[override]  # the base declares a plain attribute
        """As ``get_messages()``."""
        return self.get_messages()

    @property
    def zep_messages(self) -> list[Message]:
        """The messages as the server gives them."""
        return self.get_memory().messages

    @property
    def zep_summary(self) -> str:
        """The summary of older messages; empty if there is none."""
        summary = self.get_memory().summary
        return summary.content if summary else ""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(session_id={self.session_id!r}, client={self.client!r})"

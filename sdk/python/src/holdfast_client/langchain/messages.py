"""From LangChain's messages to Holdfast's and back. Does no I/O.

Role and text become ``role`` and ``content``, so they can be searched and summarised. What a LangChain message has
beyond that (tool calls, content blocks, a name, …) is kept in the metadata, under the key ``langchain``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    ChatMessage,
    HumanMessage,
    SystemMessage,
    message_to_dict,
    messages_from_dict,
)

from holdfast_client.memory.models import Memory
from holdfast_client.message.models import Message

__all__ = ["from_langchain", "to_langchain", "with_summary"]

_KEPT = "langchain"
_ORIGIN = "holdfast"
_TYPES: Mapping[str, type[BaseMessage]] = {
    "human": HumanMessage,
    "user": HumanMessage,
    "ai": AIMessage,
    "assistant": AIMessage,
    "system": SystemMessage,
}


def from_langchain(message: BaseMessage, metadata: Mapping[str, Any] | None = None) -> Message:
    """Make the message to store. ``metadata`` is stored with it."""
    role = message.role if isinstance(message, ChatMessage) else message.type
    stored = dict(metadata or {})
    extra = _beyond_text(message)
    if extra:
        stored[_KEPT] = extra
    return Message(role=role, content=str(message.text), metadata=stored or None)


def to_langchain(message: Message) -> BaseMessage:
    """Make the message which was stored. Where it came from is in its ``response_metadata["holdfast"]``."""
    metadata = dict(message.metadata or {})
    extra = metadata.pop(_KEPT, None)
    restored = _restored(message, extra) if isinstance(extra, dict) else _plain(message)
    restored.id = message.uuid
    restored.response_metadata[_ORIGIN] = {
        "uuid": message.uuid,
        "created_at": message.created_at,
        "token_count": message.token_count,
        "metadata": metadata,
    }
    return restored


def with_summary(memory: Memory) -> list[BaseMessage]:
    """Messages of a memory, after a system message with the summary if there is one."""
    messages = [to_langchain(message) for message in memory.messages]
    if memory.summary is None or not memory.summary.content:
        return messages
    return [SystemMessage(content=memory.summary.content), *messages]


def _beyond_text(message: BaseMessage) -> dict[str, Any] | None:
    fields = message.model_dump(mode="json", exclude_defaults=True, exclude={"id", "type", "artifact"})
    if isinstance(message.content, str):
        fields.pop("content", None)
    origin_free = {k: v for k, v in fields.pop("response_metadata", {}).items() if k != _ORIGIN}
    if origin_free:
        fields["response_metadata"] = origin_free
    if isinstance(message, ChatMessage):
        fields.pop("role", None)
    if not fields and (message.type in _TYPES or isinstance(message, ChatMessage)):
        return None
    return {"type": message_to_dict(message)["type"], "data": fields}


def _restored(message: Message, extra: Mapping[str, Any]) -> BaseMessage:
    data = {"content": message.content, **extra.get("data", {})}
    if extra.get("type") == "chat":
        data["role"] = message.role
    return messages_from_dict([{"type": extra.get("type"), "data": data}])[0]


def _plain(message: Message) -> BaseMessage:
    kind = _TYPES.get(message.role.lower())
    if kind is None:
        return ChatMessage(role=message.role, content=message.content)
    return kind(content=message.content)

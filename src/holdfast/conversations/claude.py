"""``conversations.json`` of a Claude export: ``chat_messages`` in order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from holdfast.conversations.contract import Defaults, Destination, Item, made_uuid, message
from holdfast.conversations.text import each_conversation
from holdfast.domain.timestamps import parse_timestamp


class ChatMessage(msgspec.Struct):
    """One message; newer exports have its blocks beside its text."""

    sender: str = ""
    uuid: str = ""
    text: str | None = None
    content: list[Any] | None = None
    attachments: list[Any] | None = None
    created_at: str | None = None


class Conversation(msgspec.Struct):
    """One conversation."""

    chat_messages: list[ChatMessage]
    uuid: str = ""
    name: str | None = None


def read(file: Path, defaults: Defaults) -> Iterator[Item]:
    """See `holdfast.conversations.contract.Reader`."""
    return each_conversation(file, Conversation, partial(_of_conversation, defaults))


def _of_conversation(defaults: Defaults, number: int, conversation: Conversation) -> Iterator[Item]:
    session_id = conversation.uuid or f"{defaults.session}-{number}"
    metadata = {"title": conversation.name} if conversation.name else None
    destination = Destination(session_id, defaults.user, metadata)
    for place, said in enumerate(conversation.chat_messages):
        text = _text(said)
        if text:
            yield message(
                destination,
                uuid=made_uuid(session_id, said.uuid or str(place)),
                role=said.sender,
                content=text,
                created_at=_time(said.created_at),
            )


def _text(said: ChatMessage) -> str:
    """What was typed, and the texts of attached files behind it."""
    blocks = [block for block in said.content or () if isinstance(block, dict)]
    typed = said.text or "\n".join(str(block["text"]) for block in blocks if isinstance(block.get("text"), str))
    attached = [each for each in said.attachments or () if isinstance(each, dict) and each.get("extracted_content")]
    files = [f"[{each.get('file_name') or 'attachment'}]\n{each['extracted_content']}" for each in attached]
    return "\n\n".join(text for text in [typed.strip(), *files] if text)


def _time(text: str | None) -> str | None:
    try:
        return parse_timestamp(text) if text else None
    except ValueError:
        return None

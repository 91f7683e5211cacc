"""``conversations.json`` of a ChatGPT export.

A conversation is a tree of messages, since answers can be asked for again and questions edited.  What was said last is
the path from ``current_node`` to the root; the other branches are left aside.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from holdfast.conversations.contract import Defaults, Destination, Item, Unreadable, made_uuid, message
from holdfast.conversations.text import each_conversation
from holdfast.domain.timestamps import timestamp_of

_HIDDEN = "is_visually_hidden_from_conversation"
_MODEL = "model_slug"


class Author(msgspec.Struct):
    """Who said it."""

    role: str = ""
    name: str | None = None


class Content(msgspec.Struct):
    """What was said: ``parts`` of texts and attachments, or one ``text``."""

    content_type: str = "text"
    parts: list[Any] | None = None
    text: str | None = None
    result: str | None = None


class Said(msgspec.Struct):
    """The message of a node."""

    author: Author | None = None
    content: Content | None = None
    create_time: float | None = None
    metadata: dict[str, Any] | None = None


class Node(msgspec.Struct):
    """A place in the tree."""

    message: Said | None = None
    parent: str | None = None
    children: list[str] | None = None


class Conversation(msgspec.Struct):
    """One conversation."""

    mapping: dict[str, Node]
    current_node: str | None = None
    title: str | None = None
    conversation_id: str | None = None
    id: str | None = None


def read(file: Path, defaults: Defaults) -> Iterator[Item]:
    """See `holdfast.conversations.contract.Reader`."""
    return each_conversation(file, Conversation, partial(_of_conversation, defaults))


def _of_conversation(defaults: Defaults, number: int, conversation: Conversation) -> Iterator[Item]:
    session_id = conversation.conversation_id or conversation.id or f"{defaults.session}-{number}"
    metadata = {"title": conversation.title} if conversation.title else None
    destination = Destination(session_id, defaults.user, metadata)
    path, defect = _path(conversation)
    if defect:
        yield Unreadable(f"conversation {number} ({session_id})", defect)
    for identifier in path:
        said = conversation.mapping[identifier].message
        if said is None:
            continue
        text = _text(said.content)
        if text and not (said.metadata or {}).get(_HIDDEN):
            yield message(
                destination,
                uuid=made_uuid(session_id, identifier),
                role=said.author.role if said.author else "",
                content=text,
                created_at=_time(said.create_time),
                metadata=_metadata(said),
            )


def _path(conversation: Conversation) -> tuple[list[str], str]:
    """The nodes from the root to the current one, and what is wrong with the tree, if anything."""
    nodes = conversation.mapping
    identifier = conversation.current_node if conversation.current_node in nodes else _newest_leaf(nodes)
    path: list[str] = []
    seen: set[str] = set()
    defect = ""
    while identifier is not None:
        if identifier in seen:
            defect = f"its messages go round in a circle at {identifier!r}"
            break
        if identifier not in nodes:
            defect = f"the parent {identifier!r} of {path[-1]!r} is missing"
            break
        seen.add(identifier)
        path.append(identifier)
        identifier = nodes[identifier].parent
    return path[::-1], defect


def _newest_leaf(nodes: dict[str, Node]) -> str | None:
    """Of the nodes that nothing follows, the one that was made last."""
    leaves = [identifier for identifier, node in nodes.items() if not node.children]
    return max(leaves, key=lambda leaf: _made(nodes[leaf]), default=None)


def _made(node: Node) -> float:
    return (node.message.create_time if node.message else None) or 0.0


def _text(content: Content | None) -> str:
    if content is None:
        return ""
    texts = [part if isinstance(part, str) else _attachment(part) for part in content.parts or ()]
    return "\n".join(text for text in [*texts, content.text, content.result] if text).strip()


def _attachment(part: Any) -> str:
    """What a part that is no text says of itself: a transcript, or its kind in brackets."""
    if not isinstance(part, dict):
        return ""
    if isinstance(part.get("text"), str):
        return str(part["text"])
    kind = part.get("content_type")
    return f"[{kind.removesuffix('_asset_pointer')}]" if isinstance(kind, str) else ""


def _time(seconds: float | None) -> str | None:
    """The time of a count of seconds since 1970; ``None`` for what is no time."""
    try:
        return timestamp_of(datetime.fromtimestamp(seconds, UTC)) if seconds else None
    except (ValueError, OverflowError, OSError):
        return None


def _metadata(said: Said) -> dict[str, Any] | None:
    found: dict[str, Any] = {}
    if (said.metadata or {}).get(_MODEL):
        found["model"] = (said.metadata or {})[_MODEL]
    if said.author and said.author.name:
        found["name"] = said.author.name
    return found or None

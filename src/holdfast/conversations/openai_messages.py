"""Messages as OpenAI's API has them: a list, an object with ``messages``, or one such object a line (fine-tuning).

Each object is a session of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from holdfast.conversations.contract import (
    Defaults,
    Destination,
    Identities,
    Item,
    Unreadable,
    message,
)
from holdfast.conversations.text import numbered_lines, read_leniently, whole
from holdfast.errors import InvalidRequest

_KEPT = ("name", "tool_calls", "tool_call_id", "function_call", "refusal")


def read(file: Path, defaults: Defaults) -> Iterator[Item]:
    """One JSON text; see `holdfast.conversations.contract.Reader`."""
    yield from _of_value(read_leniently(whole(file)), "", Destination(defaults.session, defaults.user))


def read_lines(file: Path, defaults: Defaults) -> Iterator[Item]:
    """One conversation a line; see `holdfast.conversations.contract.Reader`."""
    for number, text in numbered_lines(file):
        try:
            value = read_leniently(text)
        except InvalidRequest as error:
            yield Unreadable(f"line {number}", str(error))
            continue
        yield from _of_value(value, f"line {number}, ", Destination(f"{defaults.session}-{number}", defaults.user))


def _of_value(value: Any, where: str, destination: Destination) -> Iterator[Item]:
    messages = value.get("messages") if isinstance(value, dict) else value
    if not isinstance(messages, list):
        yield Unreadable(f"{where}messages".removesuffix(", messages"), "there is no list of messages")
        return
    identities = Identities()
    for number, said in enumerate(messages, 1):
        if not isinstance(said, dict) or not isinstance(said.get("role"), str):
            yield Unreadable(f"{where}message {number}", "role: missing; a message is an object with role and content")
            continue
        text = _text(said.get("content"))
        yield message(
            destination,
            uuid=identities.next(destination.session_id, said["role"], text),
            role=said["role"],
            content=text,
            metadata={key: said[key] for key in _KEPT if said.get(key)} or None,
            name=said["name"] if isinstance(said.get("name"), str) else "",
        )


def _text(content: Any) -> str:
    """The texts of a content, which is one, or a list of parts, or nothing beside calls of tools."""
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        return ""
    return "\n".join(_part(part) for part in content)


def _part(part: Any) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, dict):
        text = part.get("text")
        return text if isinstance(text, str) else f"[{part.get('type', 'part')}]"
    return ""

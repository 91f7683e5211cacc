"""Which reader a file is for: told by the caller, or known by how the file begins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from holdfast.conversations import chatgpt, claude, json_lines, locomo, openai_messages, table
from holdfast.conversations.contract import Defaults, Item, Reader
from holdfast.conversations.text import beginning, elements, numbered_lines
from holdfast.errors import InvalidRequest

READERS: dict[str, Reader] = {
    "jsonl": json_lines.read,
    "locomo": locomo.read,
    "chatgpt": chatgpt.read,
    "claude": claude.read,
    "openai": openai_messages.read,
    "openai-jsonl": openai_messages.read_lines,
    "csv": table.read,
}
"""The readers by the names of their formats."""

_BY_KEY = {"mapping": "chatgpt", "chat_messages": "claude", "sessions": "locomo", "role": "openai"}
_TABLES = {".csv", ".tsv"}


def read_conversations(file: Path, defaults: Defaults, *, format_: str | None = None) -> Iterator[Item]:
    """What ``file`` holds, in order; `InvalidRequest` when no reader knows it."""
    return READERS[format_ or recognised(file)](file, defaults)


def recognised(file: Path) -> str:
    """The name of the format of ``file``; `InvalidRequest` when it is none that is known."""
    first = beginning(file).lstrip()
    if not first:
        raise InvalidRequest("the file is empty")
    if file.suffix.lower() in _TABLES:
        return "csv"
    if first.startswith(b"["):
        return _list_format(elements(file))
    if first.startswith(b"{"):
        return _object_format(file)
    raise InvalidRequest("the file is neither JSON nor JSON Lines, nor does its name end in .csv; see `--format`")


def _list_format(found: list[msgspec.Raw]) -> str:
    if not found:
        raise InvalidRequest("the file holds no messages")
    element = _object(found[0])
    for key, name in _BY_KEY.items():
        if key in element:
            return name
    raise InvalidRequest(
        "a list of things that are not known: expected messages with role and content, or conversations of ChatGPT "
        f"(mapping), Claude (chat_messages) or LoCoMo (sessions); the first has {', '.join(element) or 'no keys'}"
    )


def _object_format(file: Path) -> str:
    """Lines where the first line is a value of its own, else one object."""
    _, line = next(numbered_lines(file))
    element = _object(line)
    if not element:
        return "openai" if line == b"{" or b'"messages"' in beginning(file) else "jsonl"
    return "openai-jsonl" if "messages" in element and "content" not in element else "jsonl"


def _object(text: bytes | msgspec.Raw) -> dict[str, Any]:
    """The object of a JSON text, its values still encoded; empty when it is none."""
    try:
        return msgspec.json.decode(text, type=dict[str, msgspec.Raw])
    except msgspec.DecodeError:
        return {}

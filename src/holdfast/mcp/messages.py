"""Messages of a conversation as models write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from holdfast.domain.messages import NewMessage
from holdfast.domain.timestamps import timestamp_of
from holdfast.mcp.misunderstood import Misunderstood, shown
from holdfast.mcp.moments import read_moment
from holdfast.operations.limits import MAXIMUM_MESSAGES

DEFAULT_ROLE: Final = "user"

_ROLES: Final = ("role", "speaker", "author", "name", "from", "sender")
_CONTENTS: Final = ("content", "text", "message", "value", "body")
_TIMES: Final = ("created_at", "createdAt", "timestamp", "time", "date")
_TURN = re.compile(r"^(user|human|assistant|ai|system|tool)\s*:\s*", re.IGNORECASE | re.MULTILINE)


def read_messages(name: str, value: Any) -> list[NewMessage]:
    """The messages of the argument ``name``; `Misunderstood` for what is none.

    Understood are objects under several names, texts, a single one of either, and a transcript with a role per turn.
    """
    items = _turns(value) if isinstance(value, str) else value if isinstance(value, list) else [value]
    if len(items) == 1 and isinstance(items[0], Mapping) and isinstance(items[0].get("messages"), list):
        items = items[0]["messages"]
    if len(items) > MAXIMUM_MESSAGES:
        raise Misunderstood(f"`{name}` may have {MAXIMUM_MESSAGES} messages, you sent {len(items)}. Save it in parts.")
    messages = [message for place, item in enumerate(items) if (message := _message(f"{name}[{place}]", item))]
    if not messages:
        raise Misunderstood(f'`{name}` has no message. Send a list such as [{{"role": "user", "content": "…"}}].')
    return messages


def _turns(text: str) -> list[Any]:
    """The turns of a transcript; a text without any is one message."""
    starts = list(_TURN.finditer(text))
    if not starts or starts[0].start() != 0:
        return [text]
    ends = [*(found.start() for found in starts[1:]), len(text)]
    return [
        {"role": found[1].lower(), "content": text[found.end() : end].strip()}
        for found, end in zip(starts, ends, strict=True)
    ]


def _message(place: str, item: Any) -> NewMessage | None:
    """One message; ``None`` for one that says nothing."""
    if isinstance(item, str):
        item = {"content": item}
    if not isinstance(item, Mapping):
        raise Misunderstood(f"`{place}` must be an object with role and content; you sent {shown(item)}.")
    content = _content(_first(item, _CONTENTS))
    if content is None:
        raise Misunderstood(f"`{place}.content` must be a text; you sent {shown(item)}.")
    role = _first(item, _ROLES)
    if not content.strip():
        return None
    return NewMessage(
        role=role.replace("\x00", "").strip() or DEFAULT_ROLE if isinstance(role, str) else DEFAULT_ROLE,
        content=content.replace("\x00", ""),
        created_at=_created_at(place, _first(item, _TIMES)),
    )


def _first(item: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((item[name] for name in names if item.get(name) is not None), None)


def _content(value: Any) -> str | None:
    """The text of a content, which may come in parts as APIs of models have them."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return str(value)
    parts = value if isinstance(value, list) else [value]
    texts = [part if isinstance(part, str) else part.get("text") for part in parts if isinstance(part, str | dict)]
    found = [text for text in texts if isinstance(text, str)]
    return "\n".join(found) if found else None


def _created_at(place: str, value: Any) -> Any:
    if value is None:
        return None
    moment = read_moment(value, now=datetime.now(UTC), end=False)
    if moment is None:
        raise Misunderstood(
            f"`{place}.created_at` must be a time such as 2026-05-01T08:00:00Z; you sent {shown(value)}."
        )
    return timestamp_of(moment)

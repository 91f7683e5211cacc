"""The arguments of a tool: what a model is told to send, and what is understood of what it sends instead.

Models send numbers as text, lists as JSON text, dates in words, and fields that nobody asked for.  What can be
understood is; of the rest a sentence says what to send (`Misunderstood`), which goes back to the model as the result
of the call.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

import msgspec

from holdfast.domain.identifiers import canonical_uuid
from holdfast.domain.timestamps import timestamp_of
from holdfast.mcp.messages import read_messages
from holdfast.mcp.misunderstood import Misunderstood, shown
from holdfast.mcp.moments import read_moment

_INTEGER = re.compile(r"[+-]?[0-9]{1,15}(?:\.0+)?")
_TRUE: Final = frozenset({"true", "yes", "1", "on"})
_NOTHING: Final = frozenset({"", "null", "None"})
_LIKE_JSON = re.compile(r"""\s*(?:\[\s*[\[{"]|\{\s*")""")
_FALSE: Final = frozenset({"false", "no", "0", "off", ""})


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    INTEGER = "integer"
    FLAG = "flag"
    SINCE = "since"
    """A moment, of a span its beginning."""
    UNTIL = "until"
    """A moment, of a span its end."""
    UUID = "uuid"
    UUIDS = "uuids"
    MESSAGES = "messages"


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One argument: its name and ``kind``, and for the model what it means.

    ``aliases`` are names that models use for it.  ``least`` and ``most`` bound an integer, which is cut to them, and
    ``most`` the characters of a text, which is refused.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    default: Any = None
    choices: tuple[str, ...] = ()
    least: int = 1
    most: int = 0
    too_long: str = ""
    aliases: tuple[str, ...] = ()

    def schema(self) -> dict[str, Any]:
        """Its JSON schema."""
        described: dict[str, Any] = {**_SCHEMAS[self.kind], "description": self.meaning}
        if self.choices:
            described["enum"] = list(self.choices)
        if self.kind is Kind.INTEGER:
            described |= {"minimum": self.least, "maximum": self.most}
        if self.default is not None:
            described["default"] = self.default
        return described

    def read(self, value: Any) -> Any:
        """The value of the field; `Misunderstood` when it cannot be told."""
        return _READERS[self.kind](self, value)


_TEXT_SCHEMA: Final = {"type": "string"}
_SCHEMAS: Final[dict[Kind, dict[str, Any]]] = {
    Kind.TEXT: _TEXT_SCHEMA,
    Kind.INTEGER: {"type": "integer"},
    Kind.FLAG: {"type": "boolean"},
    Kind.SINCE: _TEXT_SCHEMA,
    Kind.UNTIL: _TEXT_SCHEMA,
    Kind.UUID: _TEXT_SCHEMA,
    Kind.UUIDS: {"type": "array", "items": _TEXT_SCHEMA},
    Kind.MESSAGES: {
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "object",
            "properties": {
                "role": {"type": "string", "description": "Who said it: user, assistant, or a name."},
                "content": {"type": "string", "description": "What was said, word for word."},
                "created_at": {"type": "string", "description": "When, if that is not now."},
            },
            "required": ["role", "content"],
        },
    },
}


def input_schema(fields: Sequence[Field]) -> dict[str, Any]:
    """The JSON schema of a tool's arguments."""
    schema: dict[str, Any] = {"type": "object", "properties": {field.name: field.schema() for field in fields}}
    required = [field.name for field in fields if field.required]
    if required:
        schema["required"] = required
    return schema


def read_arguments(fields: Sequence[Field], sent: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The values of ``fields``, those not sent with their defaults, and the names of what was sent beyond them.

    Names match in any case and spelling (``sessionId`` is ``session_id``).  `Misunderstood` says what to send instead.
    """
    named = {_plain(name): value for name, value in sent.items()}
    understood = {_plain(each) for field in fields for each in (field.name, *field.aliases)}
    unknown = [name for name in sent if _plain(name) not in understood]
    values = {field.name: _value(field, named) for field in fields}
    missing = [field for field in fields if field.required and values[field.name] is None]
    if missing:
        wanted = ", ".join(f"`{field.name}` ({field.meaning.rstrip('.')})" for field in missing)
        instead = f"; you sent {', '.join(f'`{shown(name, 40)}`' for name in unknown[:10])}" if unknown else ""
        raise Misunderstood(f"Missing: {wanted}{instead}. Call the tool again with it.")
    return values, unknown


def _value(field: Field, named: Mapping[str, Any]) -> Any:
    for name in (field.name, *field.aliases):
        value = named.get(_plain(name))
        if value is not None and not (isinstance(value, str) and value.strip() in _NOTHING):
            return field.read(value)
    return field.default


def _plain(name: str) -> str:
    return name.replace("_", "").replace("-", "").replace(" ", "").lower()


def _text(field: Field, value: Any) -> str:
    text = _as_text(value).replace("\x00", "").strip()
    if field.most and len(text) > field.most:
        raise Misunderstood(
            f"`{field.name}` may have {field.most} characters, you sent {len(text)}. {field.too_long or 'Shorten it.'}"
        )
    if field.choices and text.lower() not in field.choices:
        raise Misunderstood(f"`{field.name}` must be one of {', '.join(field.choices)}; you sent {shown(text)!r}.")
    return text.lower() if field.choices else text


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n".join(value)
    return json.dumps(value, ensure_ascii=False, default=str)


def _integer(field: Field, value: Any) -> int:
    text = value.strip() if isinstance(value, str) else value
    if isinstance(text, str) and _INTEGER.fullmatch(text):
        number = int(float(text))
    elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15 and value == int(value):
        number = int(value)
    else:
        raise Misunderstood(f"`{field.name}` must be a whole number such as {field.default}; you sent {shown(value)}.")
    return max(field.least, min(number, field.most))


def _flag(field: Field, value: Any) -> bool:
    word = str(value).strip().lower()
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise Misunderstood(f"`{field.name}` must be true or false; you sent {shown(value)}.")


def _moment(field: Field, value: Any) -> datetime:
    moment = read_moment(value, now=datetime.now(UTC), end=field.kind is Kind.UNTIL)
    if moment is None:
        raise Misunderstood(
            f"`{field.name}` must be a date such as 2026-05-01, a time such as 2026-05-01T08:00:00Z, or words such as"
            f' "yesterday" or "last week"; you sent {shown(value)}.'
        )
    try:
        timestamp_of(moment)
    except (ValueError, OverflowError):
        raise Misunderstood(f"`{field.name}` is out of range; you sent {shown(value)}.") from None
    return moment


def _uuid(field: Field, value: Any) -> str:
    text = _as_text(value).strip().strip("[]<>`\"'").strip()
    for prefix in ("m:", "f:", "message:", "fact:", "memory:"):
        text = text.removeprefix(prefix)
    try:
        return canonical_uuid(text)
    except ValueError:
        raise Misunderstood(
            f"`{field.name}` must be the id of a memory, as recall and list_facts return it, such as"
            f" 0190c1f2-7a3b-7def-8a12-0123456789ab; you sent {shown(value)}."
        ) from None


def _uuids(field: Field, value: Any) -> tuple[str, ...]:
    items = as_list(value)
    if isinstance(items, str):
        items = re.split(r"[\s,;]+", items.strip())
    if not isinstance(items, list):
        items = [items]
    return tuple(_uuid(field, item) for item in items if item)


def _messages(field: Field, value: Any) -> Any:
    read = as_list(value)
    if isinstance(read, str) and _LIKE_JSON.match(read):
        raise Misunderstood(
            f"`{field.name}` is text that begins like JSON and is none; send the list itself, such as"
            f' [{{"role": "user", "content": "…"}}]; you sent {shown(read)}.'
        )
    return read_messages(field.name, read)


def as_list(value: Any) -> Any:
    """A list, or an object, that came as JSON text; anything else as it is."""
    if isinstance(value, str) and value.lstrip()[:1] in {"[", "{"}:
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


_READERS: Final[dict[Kind, Any]] = {
    Kind.TEXT: _text,
    Kind.INTEGER: _integer,
    Kind.FLAG: _flag,
    Kind.SINCE: _moment,
    Kind.UNTIL: _moment,
    Kind.UUID: _uuid,
    Kind.UUIDS: _uuids,
    Kind.MESSAGES: _messages,
}

"""Contexts on the wire: Holdfast's own."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, UnsetType

from holdfast.domain.filters import SearchFilter, read_search_filter
from holdfast.domain.timestamps import Timestamp, parse_timestamp
from holdfast.errors import InvalidRequest
from holdfast.http.wire.reading import plain
from holdfast.http.wire.search import asked_at
from holdfast.operations.prompting.items import Item, LeftOut, Part, Section
from holdfast.operations.prompting.query import Choice, Context, ContextQuery, Form, Turn

_PARTS = {part.value: part for part in Part}
_FORMS = {form.value: form for form in Form}
_LONGEST_TIMEOUT = 60_000
_FILTERS = ("where", "start_date", "end_date")

Count = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]


class TurnRequest(msgspec.Struct):
    """A message that the caller holds and has not stored."""

    role: str = ""
    content: str = ""


class ContextRequest(msgspec.Struct):
    """What is to be known, and in how many tokens.

    ``sections`` says of ``instructions``, ``profile``, ``summary``, ``facts``, ``messages`` and ``recent`` whether they
    are wanted, or how much of them at most: ``true``, ``false`` or ``{"max_tokens": …, "limit": …}``.
    """

    session_id: str | None = None
    user_id: str | None = None
    query: str = ""
    messages: list[TurnRequest] = []
    max_tokens: Count = 1500
    sections: dict[str, Any] | None = None
    neighbours: Count = 1
    min_score: float | None = None
    where: dict[str, Any] | None = None
    start_date: str | None = None
    end_date: str | None = None
    as_of: str | None = None
    now: str | None = None
    time_zone: str | None = None
    format: str = "text"
    known_stable: str | None = None
    timeout_ms: Count | None = None

    def to_query(self, *, ignore_unknown: bool) -> ContextQuery:
        """The domain's query; `InvalidRequest` names what is wrong with it."""
        if self.format not in _FORMS:
            raise InvalidRequest(f"format: must be one of {', '.join(_FORMS)}, got {self.format!r}")
        if self.timeout_ms is not None and not 0 < self.timeout_ms <= _LONGEST_TIMEOUT:
            raise InvalidRequest(f"timeout_ms: must be from 1 to {_LONGEST_TIMEOUT}, got {self.timeout_ms}")
        moment = asked_at(self.now, self.time_zone)
        given = {name: value for name in _FILTERS if (value := getattr(self, name))}
        wanted = read_search_filter(given, now=moment, ignore_unknown=ignore_unknown) if given else SearchFilter()
        return ContextQuery(
            session_id=_named(self.session_id),
            user_id=_named(self.user_id),
            text=plain(self.query),
            turns=tuple(Turn(plain(turn.role), plain(turn.content)) for turn in self.messages),
            max_tokens=self.max_tokens,
            sections={_part(name): _choice(name, value) for name, value in (self.sections or {}).items()},
            neighbours=self.neighbours,
            min_score=self.min_score,
            filter=wanted,
            as_of=_moment(self.as_of),
            asked_at=moment,
            form=_FORMS[self.format],
            known_stable=self.known_stable,
            timeout=None if self.timeout_ms is None else self.timeout_ms / 1000,
        )


class StableBody(msgspec.Struct):
    """The part that stays the same until what it tells changes; left out of ``text`` for callers that have it."""

    text: str
    sha256: str
    unchanged: bool


class VolatileBody(msgspec.Struct):
    """The part that depends on the question; it stands behind the stable one."""

    text: str


class ItemBody(msgspec.Struct):
    """One thing that a context tells, and where it comes from."""

    kind: str
    uuid: str
    session_id: str | None
    speaker: str
    created_at: str
    score: float | None
    text: str
    truncated: bool

    @classmethod
    def of(cls, item: Item) -> ItemBody:
        """The body of an item."""
        return cls(
            item.kind,
            item.uuid,
            item.session_id,
            item.speaker,
            item.created_at,
            item.score,
            item.text,
            item.truncated,
        )


class SectionBody(msgspec.Struct):
    """A section as it stands in the context."""

    name: str
    text: str
    tokens: int
    items: list[ItemBody]

    @classmethod
    def of(cls, section: Section) -> SectionBody:
        """The body of a section."""
        return cls(section.name.value, section.text, section.tokens, list(map(ItemBody.of, section.items)))


class LeftOutBody(msgspec.Struct):
    """What was left out of a section: how many items, and why: ``budget`` or ``timeout``."""

    section: str
    items: int
    reason: str

    @classmethod
    def of(cls, left_out: LeftOut) -> LeftOutBody:
        """The body of what was left out."""
        return cls(left_out.section.value, left_out.items, left_out.reason)


class PromptMessageBody(msgspec.Struct):
    """A message for a prompt."""

    role: str
    content: str


class ContextBody(msgspec.Struct):
    """A text for a prompt, ``stable`` and behind it ``volatile``, and what it is made of."""

    context: str
    stable: StableBody
    volatile: VolatileBody
    sections: list[SectionBody]
    tokens: int
    max_tokens: int
    truncated: bool
    left_out: list[LeftOutBody]
    took_ms: float
    messages: list[PromptMessageBody] | UnsetType = UNSET

    @classmethod
    def of(cls, context: Context, query: ContextQuery, *, took_ms: float) -> ContextBody:
        """The body of a context in the form that was asked for."""
        is_json = query.form is Form.JSON
        truncated = bool(context.left_out) or any(item.truncated for each in context.sections for item in each.items)
        return cls(
            context="" if is_json else context.text,
            stable=StableBody(
                "" if is_json or context.unchanged else context.stable, context.sha256, context.unchanged
            ),
            volatile=VolatileBody("" if is_json else context.volatile),
            sections=list(map(SectionBody.of, context.sections)),
            tokens=context.tokens,
            max_tokens=query.max_tokens,
            truncated=truncated,
            left_out=list(map(LeftOutBody.of, context.left_out)),
            took_ms=took_ms,
            messages=_messages(context) if query.form is Form.MESSAGES else UNSET,
        )


def _messages(context: Context) -> list[PromptMessageBody]:
    """The context as a message of the system, and the newest messages as what they are."""
    system = [PromptMessageBody("system", context.text)] if context.text else []
    return system + [PromptMessageBody(turn.role, turn.content) for turn in context.recent]


def _named(text: str | None) -> str | None:
    return plain(text) or None if text is not None else None


def _moment(text: str | None) -> Timestamp | None:
    if not text:
        return None
    try:
        return parse_timestamp(text)
    except ValueError as error:
        raise InvalidRequest(f"as_of: {text!r} is {error}") from None


def _part(name: str) -> Part:
    if name not in _PARTS:
        raise InvalidRequest(f"sections.{name}: no such section; there are {', '.join(_PARTS)}")
    return _PARTS[name]


def _choice(name: str, value: Any) -> Choice:
    if isinstance(value, bool):
        return Choice(wanted=value)
    if value is None:
        return Choice()
    if not isinstance(value, dict):
        raise InvalidRequest(f"sections.{name}: must be true, false or an object with max_tokens and limit")
    for key, number in value.items():
        if key not in {"max_tokens", "limit"}:
            raise InvalidRequest(f"sections.{name}.{key}: not known; there are max_tokens and limit")
        if number is not None and (isinstance(number, bool) or not isinstance(number, int) or number < 0):
            raise InvalidRequest(f"sections.{name}.{key}: must be a number from 0 on, got {number!r}")
    return Choice(max_tokens=value.get("max_tokens"), limit=value.get("limit"))

"""Rows of facts, as both stores have them: the columns, and the conditions of a selection."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from holdfast.domain.facts import (
    ANNOUNCED,
    AS_SAID,
    SAID_AT,
    Fact,
    FactOrigin,
    FactRevision,
    FactSelection,
    FactSource,
    FactState,
)
from holdfast.domain.metadata import EncodedMetadata

Row = Iterable[Any]

COLUMNS = (
    "id",
    "uuid",
    "holder",
    "user_id",
    "session",
    "session_id",
    "subject",
    "origin",
    "content",
    "slot",
    "value",
    "ends",
    "rests",
    "state",
    "valid_at",
    "invalid_at",
    "said",
    "superseded_by",
    "superseded_at",
    "replaced",
    "created_at",
    "updated_at",
    "retired_at",
    "revision",
    "pinned",
    "topics",
    "metadata",
    "actor",
    "reason",
)
"""Of the table ``facts``, in the order of the fields of a `Fact`; ``twin_key`` comes beside them."""

WRITTEN = (*COLUMNS[1:], "twin_key")
"""What is written of a fact; its number comes from the store."""

_SAID_AT = (
    f"substr({{0}}.said, CASE WHEN substr({{0}}.said, {SAID_AT + 1}, {len(ANNOUNCED)}) = '{ANNOUNCED}'"
    f" THEN {AS_SAID + 1} ELSE 1 END, {SAID_AT})"
)
"""When a fact was said."""

SPAN = ("first_said", "last_said")
"""Between which orders a fact was said: these columns follow from ``said`` and from its sources."""

SOURCE_COLUMNS = (
    "fact",
    "session",
    "position",
    "number",
    "first",
    "last",
    "said_at",
    "valid_at",
    "value",
    "ends",
)
"""Of the table ``fact_sources``, in the order of the fields of a `FactSource`."""

REVISION_COLUMNS = (
    "fact",
    "revision",
    "content",
    "slot",
    "value",
    "state",
    "valid_at",
    "invalid_at",
    "pinned",
    "topics",
    "metadata",
    "at",
    "actor",
    "reason",
)
"""Of the table ``fact_revisions``: the UUID of the fact, then the fields of a `FactRevision`."""

_NAMES = Fact.__struct_fields__
_YES_OR_NO = ("ends", "rests", "replaced", "pinned")
_ORIGINS = {each.value: each for each in FactOrigin}
_STATES = {each.value: each for each in FactState}
_KEYLESS = frozenset({FactState.FORGOTTEN, FactState.CONDITIONAL})
_ORIGIN, _STATE, _TOPICS, _METADATA = (_NAMES.index(name) - 1 for name in ("origin", "state", "topics", "metadata"))
"""Where what is written otherwise stands among the columns `WRITTEN`."""


def fact_of(row: Row) -> Fact:
    """The fact of a row with the columns `COLUMNS`."""
    fields = dict(zip(_NAMES, row, strict=True))
    for name in _YES_OR_NO:
        fields[name] = bool(fields[name])
    fields["origin"] = _ORIGINS[fields["origin"]]
    fields["state"] = _STATES[fields["state"]]
    fields["topics"] = _topics(fields["topics"])
    fields["metadata"] = _metadata(fields["metadata"])
    return Fact(**fields)


def row_of(fact: Fact) -> tuple[Any, ...]:
    """The values of the columns `WRITTEN`.

    A tombstone has no key, which would tell of its content; nor has what is conditional, which is looked for without.
    """
    values = list(msgspec.structs.astuple(fact)[1:])
    values[_ORIGIN] = fact.origin.value
    values[_STATE] = fact.state.value
    values[_TOPICS] = msgspec.json.encode(fact.topics).decode() if fact.topics else "[]"
    values[_METADATA] = _text(fact.metadata)
    values.append("" if fact.state in _KEYLESS else digest_of(fact.key))
    return tuple(values)


def digest_of(key: str) -> str:
    """A key as it lies in the column ``twin_key``: short, whatever the fact says."""
    return hashlib.blake2b(key.encode(), digest_size=8).hexdigest()


def source_row_of(source: FactSource) -> tuple[Any, ...]:
    """The values of the columns `SOURCE_COLUMNS`."""
    return msgspec.structs.astuple(source)


def source_of(row: Row) -> FactSource:
    """The source of a row with the columns `SOURCE_COLUMNS`."""
    fields = dict(zip(FactSource.__struct_fields__, row, strict=True))
    return FactSource(**{**fields, "ends": bool(fields["ends"])})


def revision_of(row: Row) -> FactRevision:
    """The revision of a row with the columns `REVISION_COLUMNS`."""
    fields = dict(zip(FactRevision.__struct_fields__, list(row)[1:], strict=True))
    fields["state"] = FactState(fields["state"])
    fields["pinned"] = bool(fields["pinned"])
    fields["topics"] = _topics(fields["topics"])
    fields["metadata"] = _metadata(fields["metadata"])
    return FactRevision(**fields)


def revision_row_of(fact: Fact) -> tuple[Any, ...]:
    """The values of the columns `REVISION_COLUMNS` for the present revision of a fact."""
    revision = FactRevision.of(fact)
    values = {name: getattr(revision, name) for name in FactRevision.__struct_fields__}
    values["state"] = revision.state.value
    values["topics"] = msgspec.json.encode(revision.topics).decode()
    values["metadata"] = _text(revision.metadata)
    return (fact.uuid, *values.values())


def is_as_found(fact: Fact) -> bool:
    """Whether a fact is as rules found it in messages, and nobody has changed it."""
    return fact.origin is FactOrigin.STATED and fact.revision == 1 and fact.state is not FactState.FORGOTTEN


def conditions(
    selection: FactSelection, *, holder: int | None, session: int | None, mark: Callable[[Any], str], topic: str
) -> list[str]:
    """What a row of ``facts`` must fulfil; the numbers are those of the user and the session that are wanted.

    ``mark`` takes a value and gives its place in the statement; ``topic`` is the condition on one of several topics.
    """
    found = [_standing(selection, mark)]
    if holder is not None:
        found.append(f"holder = {mark(holder)}")
    if session is not None:
        place = mark(session)
        found.append(
            f"(session = {place} OR uuid IN (SELECT fact FROM fact_sources WHERE fact_sources.session = {place}))"
        )
    if selection.origin is not None:
        found.append(f"origin = {mark(selection.origin.value)}")
    if selection.slot is not None:
        found.append(f"slot = {mark(selection.slot)}")
    if selection.topic is not None:
        found.append(topic.format(mark(selection.topic)))
    if selection.pinned:
        found.append(f"pinned = {mark(selection.pinned)}")
    if selection.slotted:
        found.append("slot IS NOT NULL")
    if selection.valid_on is not None:
        moment = mark(selection.valid_on)
        found.append(
            f"valid_at <= {moment} AND (invalid_at IS NULL OR invalid_at > {moment})"
            f" AND (superseded_at IS NULL OR superseded_at > {moment}) AND state IN ('valid', 'superseded')"
        )
    if selection.said_until is not None:
        moment = mark(selection.said_until)
        found.append(
            f"{_SAID_AT.format('facts')} <= {moment} AND (facts.superseded_by IS NULL OR NOT EXISTS ("
            "SELECT 1 FROM facts AS newer WHERE newer.holder = facts.holder AND newer.uuid = facts.superseded_by"
            f" AND {_SAID_AT.format('newer')} <= {moment}"
            # A store may tell moments from texts: each has a parameter of its own.
            f" AND facts.superseded_at <= {mark(selection.said_until)}))"
        )
    return found


def _standing(selection: FactSelection, mark: Callable[[Any], str]) -> str:
    """That a fact stands as is wanted."""
    stored = f"state IN ({', '.join(mark(state.value) for state in selection.states)})"
    valid, superseded = (state in selection.states for state in (FactState.VALID, FactState.SUPERSEDED))
    if selection.standing_on is None or valid == superseded:
        return stored
    if valid:
        is_over = f"state = 'valid' AND superseded_at <= {mark(selection.standing_on)}"
        return f"{stored} AND (superseded_at IS NULL OR NOT ({is_over}))"
    return f"({stored} OR (state = 'valid' AND superseded_at <= {mark(selection.standing_on)}))"


def _topics(text: str) -> tuple[str, ...]:
    return tuple(msgspec.json.decode(text, type=list[str])) if text != "[]" else ()


def _text(metadata: EncodedMetadata | None) -> str | None:
    return None if metadata is None else bytes(metadata).decode()


def _metadata(stored: Any) -> EncodedMetadata | None:
    return EncodedMetadata(stored) if isinstance(stored, str) else stored

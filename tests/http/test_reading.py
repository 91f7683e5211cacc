"""Bodies that are spelt as described are read as those are that need leniency."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from holdfast.errors import InvalidRequest
from holdfast.http.wire.memory import AddMemory
from holdfast.http.wire.reading import read_body

_METADATA = st.dictionaries(st.text(max_size=4), st.none() | st.integers() | st.text(max_size=4), max_size=3)
_NUMBERS = st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.just("3")
_TIMES = st.none() | st.sampled_from(["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.123456789+02:00", "yesterday", ""])
_UUIDS = st.none() | st.uuids(version=4).map(str) | st.sampled_from(["0123", "", f"urn:uuid:{UUID(int=7)}"])
_MESSAGES = st.fixed_dictionaries(
    {},
    optional={
        "role": st.none() | st.text(max_size=5),
        "content": st.text(max_size=5) | st.just("\x00"),
        "metadata": st.none() | _METADATA | st.lists(st.integers(), max_size=2),
        "token_count": st.integers(0, 9),
        "uuid": st.none() | st.uuids(version=4).map(str),
        "unheard_of": st.booleans(),
    },
)
_ODD_MESSAGES = st.none() | st.fixed_dictionaries(
    {},
    optional={
        "content": st.text(max_size=3),
        "token_count": _NUMBERS,
        "ttl": _NUMBERS,
        "created_at": _TIMES,
        "uuid": _UUIDS,
        "remember": st.none() | st.booleans() | st.integers(0, 1),
    },
)
_BODIES = st.fixed_dictionaries(
    {},
    optional={
        "messages": st.none() | st.lists(_MESSAGES | _ODD_MESSAGES, max_size=3),
        "summary": st.fixed_dictionaries({}, optional={"content": st.text(max_size=3), "uuid": _UUIDS}),
        "metadata": _METADATA,
    },
)


def _in_capitals(value: Any, *, below: bool = True) -> Any:
    """A body whose field names are in upper case; those within metadata are the caller's own."""
    if isinstance(value, list):
        return [_in_capitals(each) for each in value]
    if not isinstance(value, dict) or not below:
        return value
    return {name.upper(): _in_capitals(each, below=name != "metadata") for name, each in value.items()}


def _outcome(body: bytes) -> AddMemory | str:
    """What is read, or what is said against it, less the names that the caller used."""
    try:
        return read_body(body, AddMemory)
    except InvalidRequest as error:
        return str(error).partition("; the body has")[0]


@given(_BODIES)
def test_how_fields_are_spelt_makes_no_difference(body: dict[str, Any]) -> None:
    plain, capitals = msgspec.json.encode(body), msgspec.json.encode(_in_capitals(body))
    assert _outcome(plain) == _outcome(capitals)

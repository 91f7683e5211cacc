"""Bodies that are spelt as described are read as those are that need leniency."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from holdfast.http.wire.memory import AddMemory
from holdfast.http.wire.reading import read_body

_METADATA = st.dictionaries(st.text(max_size=4), st.none() | st.integers() | st.text(max_size=4), max_size=3)
_MESSAGES = st.fixed_dictionaries(
    {},
    optional={
        "role": st.none() | st.text(max_size=5),
        "content": st.text(max_size=5),
        "metadata": st.none() | _METADATA,
        "token_count": st.integers(0, 9),
        "uuid": st.none() | st.uuids(version=4).map(str),
        "unheard_of": st.booleans(),
    },
)
_BODIES = st.fixed_dictionaries(
    {"messages": st.lists(_MESSAGES, max_size=3)},
    optional={"summary": st.fixed_dictionaries({}, optional={"content": st.text(max_size=3)}), "metadata": _METADATA},
)


def _in_capitals(value: Any, *, below: bool = True) -> Any:
    """A body whose field names are in upper case; those within metadata are the caller's own."""
    if isinstance(value, list):
        return [_in_capitals(each) for each in value]
    if not isinstance(value, dict) or not below:
        return value
    return {name.upper(): _in_capitals(each, below=name != "metadata") for name, each in value.items()}


@given(_BODIES)
def test_how_fields_are_spelt_makes_no_difference(body: dict[str, Any]) -> None:
    plain, capitals = msgspec.json.encode(body), msgspec.json.encode(_in_capitals(body))
    assert read_body(plain, AddMemory) == read_body(capitals, AddMemory)

"""Merging stored metadata reads only what a caller names, and gives what merging the values gives."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.json_text import is_nested_beyond
from holdfast.domain.metadata import (
    PROTECTED_KEY,
    EncodedMetadata,
    add_findings,
    decode_metadata,
    encode_merged,
    encode_metadata,
    without_findings,
)
from holdfast.errors import InvalidRequest
from tests.storage.merging import merge_metadata

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("system"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=8,
)
_METADATA = st.dictionaries(st.sampled_from(["a", "b", PROTECTED_KEY]), _VALUES, max_size=3)


@given(_METADATA, _METADATA)
def test_what_is_stored_is_merged_as_values_are(stored: dict[str, Any], sent: dict[str, Any]) -> None:
    merged = encode_merged(encode_metadata(stored), sent, most=1 << 20)
    assert list(decode_metadata(merged).items()) == list(merge_metadata(stored, sent).items())


@given(_METADATA, _METADATA)
def test_findings_join_those_that_stand_there(stored: dict[str, Any], found: dict[str, Any]) -> None:
    before = stored.get(PROTECTED_KEY)
    joined = {**(before if isinstance(before, dict) else {}), **found}
    assert decode_metadata(add_findings(encode_metadata(stored), found)) == {**stored, PROTECTED_KEY: joined}


@given(_METADATA)
def test_findings_can_be_left_out(stored: dict[str, Any]) -> None:
    bare = without_findings(encode_metadata(stored))
    assert decode_metadata(bare) == {key: value for key, value in stored.items() if key != PROTECTED_KEY}


def test_a_merge_that_grows_too_long_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="metadata: would have 21 bytes"):
        encode_merged(EncodedMetadata(b'{"a":"1234567"}'), {"b": 1}, most=20)


def test_what_is_not_named_is_handed_on_as_the_text_it_is() -> None:
    stored = EncodedMetadata(b'{"kept":[1e400, 12345678901234567890123],"a":{"b" : 1}}')
    merged = bytes(encode_merged(stored, {"a": {"c": 2}}, most=100))
    assert merged == b'{"kept":[1e400, 12345678901234567890123],"a":{"b":1,"c":2}}'


@given(
    st.recursive(
        st.text(alphabet='[]{}"\\a', max_size=5),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=3), inner),
        max_leaves=9,
    )
)
def test_how_deep_a_text_is_nested_is_told_whatever_its_strings_hold(value: Any) -> None:
    text = msgspec.json.encode(value)
    assert is_nested_beyond(_depth(value) - 1, text)
    assert not is_nested_beyond(_depth(value), text)


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        value = list(value.values())
    return 1 + max(map(_depth, value), default=0) if isinstance(value, list) else 0

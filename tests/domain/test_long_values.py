"""Metadata without long values: what is short stays as it is, at any depth; what is long is cut and says so."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.long_values import LONGEST_VALUE, without_long_values
from holdfast.domain.metadata import decode_metadata, encode_metadata
from holdfast.operations.limits import MAXIMUM_DEPTH

_VALUES: Any = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=10)
    | st.just(6000 * "é")
    | st.just(LONGEST_VALUE * "x"),
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(st.text(max_size=5), parts, max_size=4),
)


def _shown(metadata: dict[str, Any]) -> dict[str, Any]:
    return decode_metadata(without_long_values(encode_metadata(metadata)))


@given(st.dictionaries(st.text(min_size=1, max_size=5), _VALUES, max_size=4))
def test_each_value_is_short_and_short_ones_stay(metadata: dict[str, Any]) -> None:
    metadata.pop("system", None)
    shown = _shown(metadata)
    assert shown.keys() == metadata.keys()
    for key, value in metadata.items():
        size = len(msgspec.json.encode(value))
        assert len(msgspec.json.encode(shown[key])) <= LONGEST_VALUE
        if size < LONGEST_VALUE // 2:
            assert shown[key] == value


def test_findings_of_enrichment_are_never_cut() -> None:
    system = {"entities": [{"text": "x" * 50}] * 1000}
    assert _shown({"system": system, "image": "y" * 9000})["system"] == system


def test_metadata_may_be_as_deep_as_they_are_taken() -> None:
    text = ('{"a":' * MAXIMUM_DEPTH + f'"{9000 * "x"}"' + "}" * MAXIMUM_DEPTH).encode()
    assert b"[cut: 9002 bytes in all" in bytes(without_long_values(msgspec.Raw(text)))

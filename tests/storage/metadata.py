"""Metadata objects for property tests: nested, with awkward numbers and keys."""

from __future__ import annotations

from hypothesis import strategies as st

_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_keys = st.one_of(st.sampled_from(["a", "b", "c", "system", ""]), _texts)
_scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([2**53 + 1, -(2**63), 2**64 - 1]),
    st.floats(allow_nan=False, allow_infinity=False),
    _texts,
)
_values = st.recursive(
    _scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_keys, inner, max_size=3)),
    max_leaves=8,
)

metadata_objects = st.dictionaries(_keys, _values, max_size=4)

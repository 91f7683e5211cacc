"""Per-message features.

1. They survive being stored.
2. A stored form of another language, of another format or with missing bytes is recognised.
3. Five bytes a term and twelve more are all they need.
4. Columns of many messages hold the terms of each at its row, and how many words each has.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.retrieval.analysis import analyzer_for
from holdfast.retrieval.features import MessageFeatures, StaleFeaturesError, columns, is_current

ENGLISH = analyzer_for("english")
counted = st.dictionaries(st.integers(0, 2**32 - 1), st.integers(1, 400), max_size=40)


@given(counted)
def test_features_survive_storing(counts: dict[int, int]) -> None:
    blob = MessageFeatures.from_counts(counts, ENGLISH.fingerprint).to_bytes()
    restored = MessageFeatures.from_bytes(blob, ENGLISH)
    stored = dict(zip(restored.term_ids.tolist(), restored.counts.tolist(), strict=True))
    assert stored == {term: min(count, 255) for term, count in counts.items()}
    assert len(blob) == 12 + 5 * len(counts)


@given(counted.filter(bool), st.data())
def test_damaged_features_are_recognised(counts: dict[int, int], data: st.DataObject) -> None:
    blob = MessageFeatures.from_counts(counts, ENGLISH.fingerprint).to_bytes()
    assert not is_current(blob[: data.draw(st.integers(0, len(blob) - 1))], ENGLISH)


def test_features_of_another_language_are_refused() -> None:
    blob = MessageFeatures.of("Häuser", analyzer_for("german")).to_bytes()
    with pytest.raises(StaleFeaturesError):
        MessageFeatures.from_bytes(blob, ENGLISH)


@given(st.lists(counted, max_size=8))
def test_columns_hold_each_message_at_its_row(messages: list[dict[int, int]]) -> None:
    unpacked = columns([MessageFeatures.from_counts(counts, 0) for counts in messages])
    seen: list[dict[int, int]] = [{} for _ in messages]
    for term, count, row in zip(unpacked.terms, unpacked.counts, unpacked.rows, strict=True):
        seen[row][int(term)] = int(count)
    assert unpacked.lengths.tolist() == [sum(counts.values()) for counts in messages]
    assert seen == [{term: min(count, 255) for term, count in counts.items()} for counts in messages]

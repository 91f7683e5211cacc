"""Two runs of postings are the same one run, whatever the installation has."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.retrieval.postings import Run
from holdfast.retrieval.run_joining import joined_by_sorting, joined_two

POSTINGS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5), st.integers(1, 255)), max_size=30)


def run_of(postings: list[tuple[int, int, int]], first_row: int) -> Run:
    """A run of (term, row, count), rows counted from the first one; terms lie as far apart as they can."""
    columns = sorted({(row, term): count for term, row, count in postings}.items())
    terms = [term * 477218588 for (_, term), _ in columns]
    rows = [first_row + row for (row, _), _ in columns]
    return Run.of(
        np.array(terms, np.uint32), np.array([count for _, count in columns], np.uint8), np.array(rows, np.int32)
    )


@settings(max_examples=300)
@given(POSTINGS, POSTINGS)
def test_both_join_alike(earlier: list[tuple[int, int, int]], later: list[tuple[int, int, int]]) -> None:
    one, other = run_of(earlier, 0), run_of(later, 6)
    for found, expected in zip(joined_two(one, other), joined_by_sorting(one, other), strict=True):
        assert found.dtype == expected.dtype
        assert found.tolist() == expected.tolist()


@given(POSTINGS)
def test_a_message_is_the_run_that_sorting_its_terms_gives(postings: list[tuple[int, int, int]]) -> None:
    sorted_run = run_of([(term, 0, count) for term, _, count in postings], 7)
    made = Run.of_message(sorted_run.terms, sorted_run.counts, 7)
    for name in ("terms", "starts", "rows", "counts"):
        assert getattr(made, name).tolist() == getattr(sorted_run, name).tolist()
        assert getattr(made, name).dtype == getattr(sorted_run, name).dtype

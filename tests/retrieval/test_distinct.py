"""Distinct numbers are those of `numpy.unique`."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from holdfast.retrieval.distinct import distinct

NUMBERS = st.sampled_from([np.dtype(np.int32), np.dtype(np.intp)])


@given(NUMBERS.flatmap(lambda kind: arrays(kind, st.integers(0, 20), elements=st.integers(-3, 3))))
def test_distinct_numbers_rise_and_are_as_numpy_tells(numbers: np.ndarray) -> None:
    given_numbers = numbers.copy()
    found = distinct(numbers)
    assert found.dtype == numbers.dtype
    np.testing.assert_array_equal(found, np.unique(numbers))
    np.testing.assert_array_equal(numbers, given_numbers)

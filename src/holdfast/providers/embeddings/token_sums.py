"""Summing the token vectors of a text: the inner loop of the built-in model.

It is there twice: compiled (`compiled_sums.pyx`, built at installation where there is a C compiler), and over numpy
arrays, which needs no compiler and gives the same results.
"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import numpy as np
from numpy.typing import NDArray

SumRows = Callable[[NDArray[np.int8], NDArray[np.float32], list[int], NDArray[np.float32]], None]


def sum_rows_by_arrays(
    table: NDArray[np.int8], scales: NDArray[np.float32], rows: list[int], out: NDArray[np.float32]
) -> None:
    """Fill ``out`` with the sum of rows of ``table``, each times its scale, brought to length 1; zeros without rows."""
    chosen = np.array(rows, dtype=np.intp)
    np.matmul(scales.take(chosen), table.take(chosen, axis=0).astype(np.float32), out=out)
    if length := sqrt(out @ out):
        out /= length


sum_rows: SumRows
"""The fastest that the installation has."""

try:
    from holdfast.providers.embeddings import compiled_sums
except ImportError:
    sum_rows = sum_rows_by_arrays
else:
    sum_rows = compiled_sums.sum_rows

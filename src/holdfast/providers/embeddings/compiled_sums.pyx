# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The compiled form of `holdfast.providers.embeddings.token_sums`.

Rows are summed from where the memory map has them, without a copy of each in single precision.
"""

from libc.math cimport sqrt
from libc.stdint cimport int8_t
from libc.string cimport memset


def sum_rows(const int8_t[:, ::1] table, const float[::1] scales, list rows, float[::1] out):
    """See `sum_rows_by_arrays`."""
    cdef Py_ssize_t component, row, width = table.shape[1]
    cdef float scale, length, total = 0.0
    cdef float *vector = &out[0]
    cdef const int8_t *values
    if out.shape[0] != width or scales.shape[0] != table.shape[0]:
        raise ValueError(f"the table has {table.shape[0]} rows of {width} components")
    memset(vector, 0, width * sizeof(float))
    for number in rows:
        row = number
        if not 0 <= row < table.shape[0]:
            raise IndexError(f"the table has no row {row}")
        scale = scales[row]
        values = &table[row, 0]
        for component in range(width):
            vector[component] += scale * values[component]
    for component in range(width):
        total += vector[component] * vector[component]
    if total > 0.0:
        length = 1 / sqrt(total)
        for component in range(width):
            vector[component] *= length

# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The compiled form of `holdfast.retrieval.run_joining`: both runs are in order, so one walk over them joins them."""

from libc.stdint cimport int32_t, uint8_t, uint32_t
from libc.string cimport memcpy

import numpy as np


cdef struct Part:
    # One of two runs, and the term at which the walk stands.
    const uint32_t *terms
    const int32_t *starts
    const int32_t *rows
    const uint8_t *counts
    Py_ssize_t size
    Py_ssize_t at


def joined_two(one not None, other not None):
    """See `holdfast.retrieval.run_joining.joined_two`."""
    cdef Part first = _part(one.terms, one.starts, one.rows, one.counts)
    cdef Part second = _part(other.terms, other.starts, other.rows, other.counts)
    cdef Py_ssize_t distinct, postings = first.starts[first.size] + <Py_ssize_t> second.starts[second.size]
    with nogil:
        distinct = _distinct(first, second)
    terms, starts = np.empty(distinct, np.uint32), np.empty(distinct + 1, np.int32)
    rows, counts = np.empty(postings, np.int32), np.empty(postings, np.uint8)
    cdef uint32_t[::1] of_terms = terms
    cdef int32_t[::1] of_starts = starts, of_rows = rows
    cdef uint8_t[::1] of_counts = counts
    with nogil:
        of_starts[0] = 0
        if distinct:
            _join(first, second, &of_terms[0], &of_starts[0], &of_rows[0], &of_counts[0])
    return terms, starts, rows, counts


cdef Part _part(const uint32_t[::1] terms, const int32_t[::1] starts, const int32_t[::1] rows, const uint8_t[::1] counts):
    cdef Part part = Part(NULL, &starts[0], NULL, NULL, terms.shape[0], 0)
    # Where nothing is held there is no first element to point to.
    if part.size:
        part.terms, part.rows, part.counts = &terms[0], &rows[0], &counts[0]
    return part


cdef Py_ssize_t _distinct(Part first, Part second) noexcept nogil:
    """How many different terms two runs have."""
    cdef Py_ssize_t distinct = 0
    cdef uint32_t term
    while first.at < first.size and second.at < second.size:
        term = min(first.terms[first.at], second.terms[second.at])
        first.at += first.terms[first.at] == term
        second.at += second.terms[second.at] == term
        distinct += 1
    return distinct + (first.size - first.at) + (second.size - second.at)


cdef void _join(
    Part first, Part second, uint32_t *terms, int32_t *starts, int32_t *rows, uint8_t *counts
) noexcept nogil:
    cdef int32_t written = 0
    cdef uint32_t term
    while first.at < first.size or second.at < second.size:
        if second.at == second.size or (first.at < first.size and first.terms[first.at] < second.terms[second.at]):
            term = first.terms[first.at]
        else:
            term = second.terms[second.at]
        _take(&first, term, rows, counts, &written)
        _take(&second, term, rows, counts, &written)
        terms[0], starts[1] = term, written
        terms, starts = terms + 1, starts + 1


cdef inline void _take(Part *part, uint32_t term, int32_t *rows, uint8_t *counts, int32_t *written) noexcept nogil:
    """Write the postings of a term, if it is the next one of a run."""
    cdef int32_t start, size
    if part.at == part.size or part.terms[part.at] != term:
        return
    start = part.starts[part.at]
    size = part.starts[part.at + 1] - start
    memcpy(rows + written[0], part.rows + start, size * sizeof(int32_t))
    memcpy(counts + written[0], part.counts + start, size)
    written[0] += size
    part.at += 1

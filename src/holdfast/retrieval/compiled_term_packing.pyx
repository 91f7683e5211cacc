# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The compiled form of `holdfast.retrieval.term_packing`: terms are sorted where they lie, and written once."""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from libc.stdint cimport uint32_t
from libc.stdlib cimport free, malloc, qsort

DEF SHORT = 64
DEF MOST_COUNTED = 255


def packed(list terms not None):
    """See `packed_by_counting`."""
    cdef Py_ssize_t at, count = len(terms), distinct
    cdef uint32_t *sorted_terms = <uint32_t *> malloc((count + 1) * sizeof(uint32_t))
    if sorted_terms == NULL:
        raise MemoryError
    try:
        for at in range(count):
            sorted_terms[at] = terms[at]
        if count <= SHORT:
            _sort_few(sorted_terms, count)
        else:
            qsort(sorted_terms, count, sizeof(uint32_t), _compared)
        distinct = 0
        for at in range(count):
            distinct += at == 0 or sorted_terms[at] != sorted_terms[at - 1]
        found = PyBytes_FromStringAndSize(NULL, 5 * distinct)
        _write(sorted_terms, count, <unsigned char *> PyBytes_AS_STRING(found), distinct)
    finally:
        free(sorted_terms)
    return found


cdef void _sort_few(uint32_t *terms, Py_ssize_t count) noexcept:
    cdef Py_ssize_t at, to
    cdef uint32_t term
    for at in range(1, count):
        term, to = terms[at], at
        while to > 0 and terms[to - 1] > term:
            terms[to] = terms[to - 1]
            to -= 1
        terms[to] = term


cdef int _compared(const void *one, const void *other) noexcept nogil:
    cdef uint32_t first = (<const uint32_t *> one)[0], second = (<const uint32_t *> other)[0]
    return (first > second) - (first < second)


cdef void _write(const uint32_t *terms, Py_ssize_t count, unsigned char *out, Py_ssize_t distinct) noexcept:
    """Write each term once, byte by byte, so that it is little-endian everywhere, and how often it comes."""
    cdef unsigned char *counts = out + 4 * distinct
    cdef Py_ssize_t at = 0, end, often
    while at < count:
        end = at + 1
        while end < count and terms[end] == terms[at]:
            end += 1
        out[0], out[1] = terms[at] & 0xFF, (terms[at] >> 8) & 0xFF
        out[2], out[3] = (terms[at] >> 16) & 0xFF, terms[at] >> 24
        often = end - at
        counts[0] = often if often < MOST_COUNTED else MOST_COUNTED
        out, counts, at = out + 4, counts + 1, end

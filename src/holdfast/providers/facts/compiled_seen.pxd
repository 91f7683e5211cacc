"""What `compiled_pieces` makes of a look at a text, and `compiled_looks` asks."""

from libc.stdint cimport uint64_t


cdef class CompiledSeen:
    # The expressions that may fit and those that fit for sure, by number, as bits; so many words of memory each.
    cdef Py_ssize_t words
    cdef uint64_t *admitted
    cdef uint64_t *sure
    # The ways in which they may, in order, each beside the number of its expression.
    cdef int count
    cdef int *owners
    cdef int *ways
    # The expressions that may fit as the bits of one number, once that was asked for.
    cdef object _bits

    cdef object bits(self)


cdef CompiledSeen seen_of(
    Py_ssize_t words, uint64_t *admitted, uint64_t *sure, int count, int *owners, int *ways
)

# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""What shows at a look at a text, as numbers in a row: most of it is never asked for."""

cimport cython
from cpython.bytes cimport PyBytes_FromStringAndSize
from libc.stdint cimport uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy


@cython.no_gc
cdef class CompiledSeen:
    """See `holdfast.providers.facts.pieces.Seen`."""

    def __dealloc__(self):
        free(self.admitted)

    cdef object bits(self):
        """The numbers of the expressions that may fit, as the bits of a number."""
        cdef Py_ssize_t place
        cdef bytes lowest_first
        cdef char *byte
        if self._bits is None:
            # Whatever the order in which the machine keeps the bytes of a word.
            lowest_first = PyBytes_FromStringAndSize(NULL, self.words * sizeof(uint64_t))
            byte = lowest_first
            for place in range(self.words * <Py_ssize_t> sizeof(uint64_t)):
                byte[place] = <char> (self.admitted[place >> 3] >> (8 * (place & 7)) & 0xff)
            self._bits = int.from_bytes(lowest_first, "little")
        return self._bits

    def as_mapping(self):
        """The same as a `holdfast.providers.facts.pieces.Seen`."""
        cdef int number, owner
        cdef dict seen = {}
        for number in range(self.count):
            owner = self.owners[number]
            seen[owner] = (*seen.get(owner, ()), self.ways[number])
        for owner in range(64 * self.words):
            if self.sure[owner >> 6] >> (owner & 63) & 1:
                seen[owner] = ()
        return seen


cdef CompiledSeen seen_of(
    Py_ssize_t words, uint64_t *admitted, uint64_t *sure, int count, int *owners, int *ways
):
    """Keep what was seen, in one piece of memory."""
    cdef CompiledSeen seen = CompiledSeen.__new__(CompiledSeen)
    seen.words, seen.count = words, count
    seen.admitted = <uint64_t *> malloc(2 * words * sizeof(uint64_t) + 2 * count * sizeof(int))
    if seen.admitted == NULL:
        raise MemoryError
    seen.sure = seen.admitted + words
    seen.owners = <int *> (seen.sure + words)
    seen.ways = seen.owners + count
    memcpy(seen.admitted, admitted, words * sizeof(uint64_t))
    memcpy(seen.sure, sure, words * sizeof(uint64_t))
    memcpy(seen.owners, owners, count * sizeof(int))
    memcpy(seen.ways, ways, count * sizeof(int))
    return seen

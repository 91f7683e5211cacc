# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The tokens of a byte pair encoding by their bytes, and how many of them a piece of a text is.

Read from tiktoken's file in some milliseconds, in which other threads go on; its own library takes twenty times as long
for it, half of that with the interpreter in its hand.  What is merged is what tiktoken merges: of all neighbours that
are a token together those of the lowest rank, of several such the first ones, until there are none.
"""

from libc.stdint cimport uint8_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcmp, memset

DEF PLACES = 1 << 18
"""Of the table of tokens, which is to be less than half full."""
DEF INLINE_BYTES = 1000
"""Of a longer piece others have the interpreter meanwhile."""

cdef uint32_t NONE = 0xFFFFFFFFu


cdef class Ranks:
    """The tokens of an encoding with their ranks: the lower, the earlier two of them are merged into this one.

    Args:
        data: a line for each token, in the order of their ranks from 0 on: its bytes in base64, a blank and its rank.

    Raises:
        ValueError: the data is something else.
        MemoryError: there is no room for it.
    """

    cdef uint8_t *_bytes
    cdef uint32_t *_starts
    cdef uint32_t *_places
    cdef uint32_t _count
    cdef uint32_t _longest

    def __cinit__(self, bytes data not None):
        cdef const uint8_t *read = data
        cdef Py_ssize_t length = len(data)
        cdef bint understood
        self._bytes = <uint8_t *>malloc(length)
        self._starts = <uint32_t *>malloc((PLACES // 2 + 1) * sizeof(uint32_t))
        self._places = <uint32_t *>malloc(PLACES * sizeof(uint32_t))
        if self._bytes == NULL or self._starts == NULL or self._places == NULL:
            raise MemoryError
        with nogil:
            understood = self._read(read, length)
        if not understood:
            raise ValueError("these are not the tokens of an encoding")

    def __dealloc__(self):
        free(self._bytes)
        free(self._starts)
        free(self._places)

    def __len__(self):
        return self._count

    def count(self, bytes piece not None):
        """How many tokens a piece is, within which bytes are merged; ``MemoryError`` without room to count."""
        cdef const uint8_t *text = piece
        cdef Py_ssize_t length = len(piece), counted
        if length < 2 or self._rank(text, length) != NONE:
            return length if length < 2 else 1
        if length <= INLINE_BYTES:
            counted = self._merged(text, length)
        else:
            with nogil:
                counted = self._merged(text, length)
        if counted < 0:
            raise MemoryError
        return counted

    cdef bint _read(self, const uint8_t *data, Py_ssize_t length) noexcept nogil:
        cdef Py_ssize_t at = 0
        cdef uint32_t end = 0, rank
        memset(self._places, 0xFF, PLACES * sizeof(uint32_t))
        self._count = self._longest = 0
        while at < length:
            self._starts[self._count] = end
            if self._count == PLACES // 2 or not _decode(data, length, &at, self._bytes, &end):
                return False
            rank = 0
            if at == length or not c'0' <= data[at] <= c'9':
                return False
            while at < length and c'0' <= data[at] <= c'9':
                rank = 10 * rank + data[at] - c'0'
                at += 1
            if rank != self._count or at == length or data[at] != c'\n':
                return False
            at += 1
            self._enter(end)
        self._starts[self._count] = end
        return True

    cdef void _enter(self, uint32_t end) noexcept nogil:
        cdef uint32_t start = self._starts[self._count]
        cdef uint32_t place = _hash(self._bytes + start, end - start)
        while self._places[place] != NONE:
            place = (place + 1) & (PLACES - 1)
        self._places[place] = self._count
        self._longest = max(self._longest, end - start)
        self._count += 1

    cdef uint32_t _rank(self, const uint8_t *text, Py_ssize_t length) noexcept nogil:
        """The rank of a token; `NONE` for bytes that are none."""
        cdef uint32_t place, rank, start
        if length > self._longest:
            return NONE
        place = _hash(text, length)
        while True:
            rank = self._places[place]
            if rank == NONE:
                return NONE
            start = self._starts[rank]
            if self._starts[rank + 1] - start == length and memcmp(self._bytes + start, text, length) == 0:
                return rank
            place = (place + 1) & (PLACES - 1)

    cdef Py_ssize_t _merged(self, const uint8_t *text, Py_ssize_t length) noexcept nogil:
        """How many tokens are left when all that can be merged is; -1 without room.

        Parts are known by where they begin. ``ends`` has where each ends, ``before`` where the one before it begins,
        and ``ranks`` what it is together with the next one. The heap has such pairs by rank and place; of those that
        are no more, the rank is another one by then.
        """
        cdef uint32_t *ends = <uint32_t *>malloc(3 * (length + 1) * sizeof(uint32_t) + 3 * length * sizeof(uint64_t))
        cdef uint32_t *before = ends + length + 1
        cdef uint32_t *ranks = before + length + 1
        cdef uint64_t *heap = <uint64_t *>(ends + 3 * (length + 1) + (length + 1) % 2)
        cdef uint64_t top
        cdef uint32_t at, following
        cdef Py_ssize_t waiting = 0, parts = length
        if ends == NULL:
            return -1
        for at in range(length):
            ends[at] = at + 1
            before[at] = at - 1  # of the first one never read
            ranks[at] = NONE
        for at in range(length):
            self._pair(text, length, at, ends, ranks, heap, &waiting)
        while waiting:
            top = _pop(heap, &waiting)
            at = <uint32_t>top
            if ranks[at] != top >> 32:
                continue
            following = ends[at]
            ends[at] = ends[following]
            ranks[following] = NONE
            if ends[at] < length:
                before[ends[at]] = at
            parts -= 1
            self._pair(text, length, at, ends, ranks, heap, &waiting)
            if at:
                self._pair(text, length, before[at], ends, ranks, heap, &waiting)
        free(ends)
        return parts

    cdef void _pair(
        self, const uint8_t *text, Py_ssize_t length, uint32_t at, uint32_t *ends, uint32_t *ranks, uint64_t *heap,
        Py_ssize_t *waiting,
    ) noexcept nogil:
        """Note what a part is together with the next one."""
        cdef uint32_t end = ends[at]
        ranks[at] = NONE
        if end < length:
            ranks[at] = self._rank(text + at, ends[end] - at)
            if ranks[at] != NONE:
                _push(heap, waiting, (<uint64_t>ranks[at] << 32) | at)


cdef inline uint32_t _hash(const uint8_t *text, Py_ssize_t length) noexcept nogil:
    """A place of the table, by FNV-1a (Fowler, Noll and Vo)."""
    cdef uint64_t mixed = 0xCBF29CE484222325u
    cdef Py_ssize_t at
    for at in range(length):
        mixed = (mixed ^ text[at]) * 0x100000001B3u
    return (mixed ^ (mixed >> 32)) & (PLACES - 1)


cdef bint _decode(
    const uint8_t *data, Py_ssize_t length, Py_ssize_t *at, uint8_t *to, uint32_t *end
) noexcept nogil:
    """Decode base64 up to a blank, and go behind that; whether there was such a thing."""
    cdef uint32_t bits = 0
    cdef int held = 0, value
    cdef uint32_t start = end[0]
    while at[0] < length and data[at[0]] != c' ':
        value = _six_bits(data[at[0]])
        if value < 0 and data[at[0]] != c'=':
            return False
        if value >= 0:
            bits = (bits << 6) | <uint32_t>value
            held += 6
            if held >= 8:
                held -= 8
                to[end[0]] = (bits >> held) & 0xFF
                end[0] += 1
        at[0] += 1
    at[0] += 1
    return end[0] > start and at[0] <= length


cdef inline int _six_bits(uint8_t sign) noexcept nogil:
    if c'A' <= sign <= c'Z':
        return sign - c'A'
    if c'a' <= sign <= c'z':
        return sign - c'a' + 26
    if c'0' <= sign <= c'9':
        return sign - c'0' + 52
    return 62 if sign == c'+' else 63 if sign == c'/' else -1


cdef void _push(uint64_t *heap, Py_ssize_t *waiting, uint64_t item) noexcept nogil:
    cdef Py_ssize_t at = waiting[0], above
    waiting[0] += 1
    while at:
        above = (at - 1) >> 1
        if heap[above] <= item:
            break
        heap[at] = heap[above]
        at = above
    heap[at] = item


cdef uint64_t _pop(uint64_t *heap, Py_ssize_t *waiting) noexcept nogil:
    cdef uint64_t least = heap[0], item
    cdef Py_ssize_t at = 0, below = 1, size = waiting[0] - 1
    waiting[0] = size
    item = heap[size]
    while below < size:
        if below + 1 < size and heap[below + 1] < heap[below]:
            below += 1
        if heap[below] >= item:
            break
        heap[at] = heap[below]
        at, below = below, 2 * below + 1
    heap[at] = item
    return least

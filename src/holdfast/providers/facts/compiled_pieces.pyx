# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The compiled form of `holdfast.providers.facts.pieces`: both trees in one table of hashed steps."""

from array import array

from cpython.unicode cimport Py_UNICODE_ISALNUM, Py_UNICODE_TOLOWER, PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy, memset

from holdfast.providers.facts.needs import fold

DEF TABLED = 0x10000
cdef unsigned int _folded[TABLED]
cdef unsigned char _of_word[TABLED]
cdef bint _is_tabled = False


cdef void _make_tables():
    """Characters beyond the tables are few in any text, and none of them has other forms than its small letter."""
    global _is_tabled
    cdef unsigned int sign
    if _is_tabled:
        return
    for sign in range(TABLED):
        _folded[sign] = ord(fold(chr(sign)))
        _of_word[sign] = Py_UNICODE_ISALNUM(sign) or sign == c'_'
    _is_tabled = True


cdef struct Step:
    # From a node by a character to a node; none where ``to`` is 0, which is a root.
    uint64_t way
    int to


cdef class CompiledScanner:
    """See `holdfast.providers.facts.pieces.Scanner`."""

    cdef Step *_steps
    cdef uint64_t _mask
    cdef int[::1] _first, _place, _owners, _needed
    cdef unsigned char[::1] _ends

    def __cinit__(self, pieces):
        _make_tables()
        cdef int node
        cdef uint64_t size = 16
        steps = sum(map(len, pieces.branches))
        while size < 3 * steps:
            size *= 2
        self._mask = size - 1
        self._steps = <Step *> malloc(size * sizeof(Step))
        if self._steps == NULL:
            raise MemoryError
        memset(self._steps, 0, size * sizeof(Step))
        for node, branches in enumerate(pieces.branches):
            for sign, to in branches.items():
                self._add(node, ord(sign), to)

    def __init__(self, pieces):
        firsts, places, ends = [0], [], []
        for outcomes in pieces.outcomes:
            places += [place for place, _ in outcomes]
            ends += [end for _, end in outcomes]
            firsts.append(len(places))
        # One more than there are, because an empty array has no memory to look at.
        self._first, self._place = array("i", firsts), array("i", [*places, 0])
        self._ends = array("B", [*ends, 0])
        self._owners, self._needed = array("i", [*pieces.owners, 0]), array("i", [*pieces.needed, 0])

    def __dealloc__(self):
        free(self._steps)

    cdef void _add(self, int node, unsigned int sign, int to):
        cdef uint64_t way = _way(node, sign), at = _hashed(way) & self._mask
        while self._steps[at].to:
            at = (at + 1) & self._mask
        self._steps[at] = Step(way, to)

    cdef inline int _next(self, int node, unsigned int sign) noexcept:
        cdef uint64_t way = _way(node, sign), at = _hashed(way) & self._mask
        while self._steps[at].to:
            if self._steps[at].way == way:
                return self._steps[at].to
            at = (at + 1) & self._mask
        return 0

    def admitted(self, str text not None):
        """See `holdfast.providers.facts.pieces.Scanner`."""
        cdef Py_ssize_t length = len(text), number, expressions = self._needed.shape[0] - 1
        cdef Py_ssize_t places = self._owners.shape[0]
        # Characters, what each is, which places were seen, and how many each expression lacks.
        cdef unsigned int *signs = <unsigned int *> malloc((length + expressions + 1) * sizeof(int) + length + 1 + places)
        if signs == NULL:
            raise MemoryError
        cdef int *lacking = <int *> (signs + length)
        cdef unsigned char *of_word = <unsigned char *> (lacking + expressions + 1)
        cdef unsigned char *seen = of_word + length + 1
        memcpy(lacking, &self._needed[0], expressions * sizeof(int))
        memset(seen, 0, places)
        _read(text, length, signs, of_word)
        self._scan(length, signs, of_word, seen, lacking)
        found = []
        for number in range(expressions):
            if lacking[number] == 0:
                found.append(number)
        free(signs)
        return found

    cdef void _scan(
        self, Py_ssize_t length, unsigned int *signs, unsigned char *of_word, unsigned char *seen, int *lacking
    ) noexcept:
        cdef Py_ssize_t start
        for start in range(length):
            if start == 0 or not of_word[start - 1]:
                self._follow(0, start, length, signs, of_word, seen, lacking)
            self._follow(1, start, length, signs, of_word, seen, lacking)

    cdef inline void _follow(
        self, int node, Py_ssize_t at, Py_ssize_t length, unsigned int *signs, unsigned char *of_word, unsigned char *seen,
        int *lacking,
    ) noexcept:
        cdef int number, place
        while at < length:
            node = self._next(node, signs[at])
            if node == 0:
                return
            at += 1
            for number in range(self._first[node], self._first[node + 1]):
                place = self._place[number]
                if not seen[place] and not (self._ends[number] and of_word[at]):
                    seen[place] = 1
                    lacking[self._owners[place]] -= 1


cdef inline uint64_t _way(int node, unsigned int sign) noexcept:
    return (<uint64_t> node << 21) | sign


cdef inline uint64_t _hashed(uint64_t way) noexcept:
    way *= <uint64_t> 0x9E3779B97F4A7C15
    return way >> 32


cdef void _read(str text, Py_ssize_t length, unsigned int *signs, unsigned char *of_word):
    """The folded characters of a text, and which are of words; behind the last one there is none."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void *data = PyUnicode_DATA(text)
    cdef Py_ssize_t at
    cdef unsigned int sign
    for at in range(length):
        sign = PyUnicode_READ(kind, data, at)
        if sign < TABLED:
            signs[at] = _folded[sign]
            of_word[at] = _of_word[sign]
        else:
            signs[at] = Py_UNICODE_TOLOWER(sign)
            of_word[at] = Py_UNICODE_ISALNUM(sign)
    of_word[length] = 0

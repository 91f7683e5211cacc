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


cdef struct Look:
    # A look at one text.
    Py_ssize_t length
    Py_ssize_t count
    unsigned int *signs
    int *lacking
    int *found
    unsigned char *of_word
    unsigned char *seen


cdef class CompiledScanner:
    """See `holdfast.providers.facts.pieces.Scanner`."""

    cdef Step *_steps
    cdef uint64_t _mask
    cdef int[::1] _first, _place, _owners, _needed, _always
    cdef uint64_t[::1] _signs
    cdef unsigned char[::1] _ends
    # From either root by a character of ASCII.
    cdef int _from_root[2][128]

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
        cdef int root, sign
        for root in range(2):
            for sign in range(128):
                self._from_root[root][sign] = pieces.branches[root].get(chr(sign), 0)
        # For each node a bit for each last six bits of the characters that lead on: most that come do not.
        self._signs = array("Q", [_bits(branches) for branches in pieces.branches])
        self._always = array("i", [*(way for way, needed in enumerate(pieces.needed) if not needed), 0])
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
        cdef uint64_t way, at
        if not (self._signs[node] >> (sign & 63)) & 1:
            return 0
        way = _way(node, sign)
        at = _hashed(way) & self._mask
        while self._steps[at].to:
            if self._steps[at].way == way:
                return self._steps[at].to
            at = (at + 1) & self._mask
        return 0

    def admitted(self, str text not None):
        """See `holdfast.providers.facts.pieces.Scanner`."""
        cdef Py_ssize_t length = len(text), number, ways = self._needed.shape[0] - 1
        cdef Py_ssize_t places = self._owners.shape[0]
        cdef Look look
        # Characters, how many places each way lacks, ways that lack none, what each character is, which places were seen.
        look.signs = <unsigned int *> malloc((length + 2 * ways + 1) * sizeof(int) + length + 1 + places)
        if look.signs == NULL:
            raise MemoryError
        look.length = length
        look.lacking = <int *> (look.signs + length)
        look.found = look.lacking + ways
        look.count = 0
        look.of_word = <unsigned char *> (look.found + ways + 1)
        look.seen = look.of_word + length + 1
        memcpy(look.lacking, &self._needed[0], ways * sizeof(int))
        memset(look.seen, 0, places)
        _read(text, length, look.signs, look.of_word)
        self._scan(&look)
        found = [self._always[number] for number in range(self._always.shape[0] - 1)]
        for number in range(look.count):
            found.append(look.found[number])
        free(look.signs)
        return found

    cdef void _scan(self, Look *look) noexcept:
        cdef Py_ssize_t start
        cdef unsigned int sign
        for start in range(look.length):
            sign = look.signs[start]
            if sign < 128:
                if self._from_root[0][sign] and (start == 0 or not look.of_word[start - 1]):
                    self._follow(self._from_root[0][sign], start + 1, look)
                if self._from_root[1][sign]:
                    self._follow(self._from_root[1][sign], start + 1, look)
                continue
            if start == 0 or not look.of_word[start - 1]:
                self._follow(self._next(0, sign), start + 1, look)
            self._follow(self._next(1, sign), start + 1, look)

    cdef inline void _follow(self, int node, Py_ssize_t at, Look *look) noexcept:
        """Note what has been read with a node and those after it, as far as the text leads from there."""
        cdef int number, place, owner
        while node:
            for number in range(self._first[node], self._first[node + 1]):
                place = self._place[number]
                if not look.seen[place] and not (self._ends[number] and look.of_word[at]):
                    look.seen[place] = 1
                    owner = self._owners[place]
                    look.lacking[owner] -= 1
                    if look.lacking[owner] == 0:
                        look.found[look.count] = owner
                        look.count += 1
            if at == look.length:
                return
            node = self._next(node, look.signs[at])
            at += 1


def _bits(signs):
    """See ``_signs``."""
    cdef uint64_t bits = 0
    cdef unsigned int number
    for sign in signs:
        number = ord(sign)
        bits |= <uint64_t> 1 << (number & 63)
    return bits


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

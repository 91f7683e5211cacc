# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The compiled form of `holdfast.providers.facts.pieces`: both trees as one array of nodes.

All that is worked out from pieces lies in one row of bytes, so that it can be kept in a file and used as it is.
"""

from array import array
from itertools import accumulate
from re import _casefix

cimport cython
from cpython.unicode cimport (
    Py_UNICODE_ISALNUM,
    Py_UNICODE_ISDECIMAL,
    Py_UNICODE_TOLOWER,
    PyUnicode_DATA,
    PyUnicode_KIND,
    PyUnicode_READ,
)
from libc.stdint cimport int64_t, uint64_t
from libc.stdlib cimport calloc, free, malloc, realloc
from libc.string cimport memset

from holdfast.providers.facts.compiled_seen cimport CompiledSeen, seen_of

EQUAL_LETTERS = _casefix._EXTRA_CASES
"""Letters that are equal where case does not count, beside capitals."""

DEF TABLED = 0x10000
DEF FIRSTS = 0x8000
DEF OTHER = 31
DEF LAST_TOLD = 28
DEF FROM_ROOT = -1
DEF APOSTROPHE = 0x2019
DEF SECTIONS = 11
DEF SURE = 1
DEF FEW = 8
cdef unsigned int _folded[TABLED]
cdef unsigned char _of_word[TABLED]
# One of 31 classes of each character; behind the end of a text is class 0.
cdef unsigned char _class[TABLED]
cdef bint _is_tabled = False


cdef void _make_tables():
    """Characters beyond the tables are few in any text, and none of them has other forms than its small letter."""
    global _is_tabled
    cdef unsigned int sign, small, other
    if _is_tabled:
        return
    for sign in range(TABLED):
        _folded[sign] = sign
    for small, others in EQUAL_LETTERS.items():
        for other in others:
            _folded[small] = min(_folded[small], other)
    # What has been set is that of small letters, of which none has a smaller one.
    for sign in range(TABLED):
        small = Py_UNICODE_TOLOWER(sign)
        _folded[sign] = c'0' if Py_UNICODE_ISDECIMAL(sign) else _folded[small] if small < TABLED else small
        _of_word[sign] = Py_UNICODE_ISALNUM(sign) or sign == c'_'
    _folded[APOSTROPHE] = c"'"
    for sign in range(TABLED):
        _class[sign] = _class_of(_folded[sign])
    _is_tabled = True


cdef unsigned char _class_of(unsigned int folded):
    """Letters of ASCII, the blank and the apostrophe are classes of their own, so their classes tell them."""
    if c'a' <= folded <= c'z':
        return 1 + folded - c'a'
    if c'0' <= folded <= c'9':
        return 29
    return 27 if folded == c' ' else 28 if folded == c"'" else 30 if folded < 128 else OTHER


cdef struct Node:
    # What is read so far.  Its children have consecutive numbers, in the order of their characters, and so have its
    # outcomes; most characters that come
    # lead nowhere, which a bit for each last six bits of those that lead on tells at once.
    uint64_t signs
    int child
    int outcome
    unsigned short children
    unsigned short outcomes
    # The character that led here: beside what it leads to, so that both are read at once.
    unsigned int sign


cdef struct Outcome:
    # A place of which a piece was read, and whether a word must end there.
    int place
    unsigned char ends


cdef struct Text:
    # The folded characters of a text, and what each is.
    Py_ssize_t length
    unsigned int *signs
    unsigned char *of_word
    unsigned char *classes


cdef struct Note:
    # The first of the outcomes of a node that was come to, how many there are, and where the piece begins and ends.
    int outcome
    int outcomes
    int start
    int end


@cython.no_gc
cdef class CompiledLook:
    """See `holdfast.providers.facts.pieces.Look`."""

    cdef CompiledScanner _scanner
    cdef Note *_notes
    cdef Py_ssize_t _count, _room, _length
    cdef unsigned char *_of_word

    def __cinit__(self, CompiledScanner scanner not None, Py_ssize_t length):
        self._scanner = scanner
        self._length = length
        self._count, self._room = 0, 16 + length // 2
        self._notes = <Note *> malloc(self._room * sizeof(Note))
        self._of_word = <unsigned char *> malloc(length + 1)
        if self._notes == NULL or self._of_word == NULL:
            raise MemoryError

    def __dealloc__(self):
        free(self._notes)
        free(self._of_word)

    cdef int _note(self, Node *node, Py_ssize_t start, Py_ssize_t end) except -1:
        cdef Note *larger
        if self._count == self._room:
            larger = <Note *> realloc(self._notes, 2 * self._room * sizeof(Note))
            if larger == NULL:
                raise MemoryError
            self._notes, self._room = larger, 2 * self._room
        self._notes[self._count] = Note(node.outcome, node.outcomes, start, end)
        self._count += 1
        return 0

    def seen(self, Py_ssize_t start, Py_ssize_t end, *, bint in_ascii):
        """See `holdfast.providers.facts.pieces.Look`."""
        part = self.part(start, end, in_ascii)
        return None if part is None else part.as_mapping()

    def part(self, Py_ssize_t start, Py_ssize_t end, bint in_ascii):
        """The same as a `holdfast.providers.facts.compiled_seen.CompiledSeen`."""
        if self._is_within_word(start) or self._is_within_word(end):
            return None
        return self._scanner.seen_by(self, start, end, in_ascii)

    cdef Py_ssize_t first_from(self, Py_ssize_t start) noexcept:
        """The number of the first note of what begins at a place or behind it: they ascend."""
        cdef Py_ssize_t low = 0, high = self._count, middle
        while low < high:
            middle = (low + high) // 2
            if self._notes[middle].start < start:
                low = middle + 1
            else:
                high = middle
        return low

    cdef bint _is_within_word(self, Py_ssize_t at) noexcept:
        return 0 < at < self._length and self._of_word[at - 1] and self._of_word[at]


cdef class _Tree:
    """Makes the trees of pieces an array of nodes."""

    cdef Node *nodes
    cdef Outcome *outcomes
    cdef int count, outcome_count
    # By the classes of three characters, whether they lead anywhere from either root, for hardly any do; and the node
    # to which they lead, where the classes tell that.
    cdef unsigned char firsts[FIRSTS]
    cdef int third[2][FIRSTS]

    def __cinit__(self, pieces):
        _make_tables()
        self.count = len(pieces.branches)
        self.outcome_count = sum(map(len, pieces.outcomes))
        self.nodes = <Node *> calloc(self.count, sizeof(Node))
        self.outcomes = <Outcome *> calloc(self.outcome_count + 1, sizeof(Outcome))
        if self.nodes == NULL or self.outcomes == NULL:
            raise MemoryError

    def __init__(self, pieces):
        cdef int at, count = 0
        for at, node in enumerate(self._numbered(pieces)):
            outcomes = pieces.outcomes[node]
            self.nodes[at].outcome, self.nodes[at].outcomes = count, len(outcomes)
            for place, end in outcomes:
                self.outcomes[count] = Outcome(place, end)
                count += 1
        self._note_firsts(0, 0, 0, 0, True)
        self._note_firsts(1, 1, 0, 0, True)

    def __dealloc__(self):
        free(self.nodes)
        free(self.outcomes)

    cdef list _numbered(self, pieces):
        """The nodes in an order in which children follow each other, and mostly what leads to them."""
        cdef int at, child
        order, waiting = [0, 1], [1, 0]
        while waiting:
            at = waiting.pop()
            branches = pieces.branches[order[at]]
            child = len(order)
            self.nodes[at].child, self.nodes[at].children = child, len(branches)
            waiting.extend(range(child + len(branches) - 1, child - 1, -1))
            for sign, node in sorted(branches.items()):
                self.nodes[len(order)].sign = ord(sign)
                self.nodes[at].signs |= <uint64_t> 1 << (ord(sign) & 63)
                order.append(node)
        return order

    cdef void _note_firsts(self, int node, int root, int depth, int classes, bint told):
        """Note what leads on from a root by way of a node, to which characters of some classes lead.

        ``told``: no other characters of these classes lead anywhere else.
        """
        cdef int child, kind, rest = 5 * (3 - depth)
        if rest == 0 or self.nodes[node].outcomes:
            for child in range(classes << rest, (classes + 1) << rest):
                self.firsts[child] |= 1 << root
                self.third[root][child] = node if told and rest == 0 and not self.third[root][child] else FROM_ROOT
        if rest:
            for child in range(self.nodes[node].child, self.nodes[node].child + self.nodes[node].children):
                kind = _class_of(self.nodes[child].sign)
                self._note_firsts(child, root, depth + 1, classes << 5 | kind, told and kind <= LAST_TOLD)

    cdef list sections(self):
        return [
            (<char *> self.nodes)[: self.count * sizeof(Node)],
            (<char *> self.outcomes)[: self.outcome_count * sizeof(Outcome)],
            (<char *> self.firsts)[:FIRSTS],
            (<char *> self.third)[: 2 * FIRSTS * sizeof(int)],
        ]


def tables_of(pieces):
    """What a `CompiledScanner` is opened with: sections of numbers, and before them where each begins and the last ends."""
    cdef list sections = (<_Tree> _Tree(pieces)).sections()
    always = [way for way, places in enumerate(pieces.places) if not places]
    for rows in (pieces.asking, [places[1:] for places in pieces.places]):
        sections.append(array("i", [number for row in rows for number in row]).tobytes())
        sections.append(array("i", [0, *accumulate(map(len, rows))]).tobytes())
    sections.append(array("i", always).tobytes())
    sections.append(array("i", [owner for owner, _ in pieces.ways]).tobytes())
    sections.append(bytes([SURE if is_all else 0 for _, is_all in pieces.ways]))
    sections = [section + bytes((8 - len(section) % 8) % 8) for section in sections]
    begins = [8 * (SECTIONS + 3), *accumulate(map(len, sections), initial=8 * (SECTIONS + 3))][1:]
    head = array("q", [*begins, len(always), len(pieces.ways)])
    return head.tobytes() + b"".join(sections)


cdef class CompiledScanner:
    """See `holdfast.providers.facts.pieces.Scanner`.

    What is counted lies in memory of the scanner, and is of no use when that ends: nothing else runs meanwhile.
    """

    # The tables, in which all but what is counted lies.
    cdef bytes _tables
    cdef Node *_nodes
    cdef Outcome *_outcomes
    cdef unsigned char *_firsts
    cdef int *_third
    # The ways that a place is the first of, and the further places of a way, one after the other, and where each begins.
    cdef int *_asking
    cdef int *_asking_at
    cdef int *_further
    cdef int *_further_at
    cdef int *_always
    cdef Py_ssize_t _always_count, _ways
    # For each way the number of its expression, and whether finding it is all there is to do in ASCII.
    cdef int *_owner
    cdef unsigned char *_is_all
    # For each place the last count that saw it; those that some ways have first, as they are seen.
    cdef unsigned int[::1] _seen
    cdef unsigned int _counts
    cdef int[::1] _first_seen
    # What shows of the part that is looked at, as a `CompiledSeen` keeps it.
    cdef Py_ssize_t _words
    cdef uint64_t *_admitted
    cdef uint64_t *_sure
    cdef int _admitted_count
    cdef int *_admitted_owners
    cdef int *_admitted_ways

    def __init__(self, bytes tables not None):
        """Open what `tables_of` has made."""
        _make_tables()
        cdef char *base = tables
        cdef int64_t *begins = <int64_t *> base
        self._tables = tables
        self._nodes = <Node *> (base + begins[0])
        self._outcomes = <Outcome *> (base + begins[1])
        self._firsts = <unsigned char *> (base + begins[2])
        self._third = <int *> (base + begins[3])
        self._asking, self._asking_at = <int *> (base + begins[4]), <int *> (base + begins[5])
        self._further, self._further_at = <int *> (base + begins[6]), <int *> (base + begins[7])
        self._always, self._owner = <int *> (base + begins[8]), <int *> (base + begins[9])
        self._is_all = <unsigned char *> (base + begins[10])
        self._always_count, self._ways = begins[SECTIONS + 1], begins[SECTIONS + 2]
        cdef Py_ssize_t places = (begins[6] - begins[5]) // sizeof(int)
        self._words = 1 + max(self.owners(), default=0) // 64
        self._admitted = <uint64_t *> malloc(2 * self._words * sizeof(uint64_t) + 2 * self._ways * sizeof(int))
        if self._admitted == NULL:
            raise MemoryError
        self._sure = self._admitted + self._words
        self._admitted_owners = <int *> (self._sure + self._words)
        self._admitted_ways = self._admitted_owners + self._ways
        self._first_seen = array("i", bytes(4 * places))
        self._seen, self._counts = array("I", bytes(4 * places)), 0

    def __dealloc__(self):
        free(self._admitted)

    def owners(self):
        """The number of the expression of each way."""
        cdef Py_ssize_t way
        return [self._owner[way] for way in range(self._ways)]

    cdef inline int _next(self, int node, unsigned int sign) noexcept:
        cdef int child, last, middle
        if not (self._nodes[node].signs >> (sign & 63)) & 1:
            return 0
        child = self._nodes[node].child
        last = child + self._nodes[node].children
        while last - child > FEW:
            middle = (child + last) // 2
            if self._nodes[middle].sign <= sign:
                child = middle
            else:
                last = middle
        while child < last:
            if self._nodes[child].sign == sign:
                return child
            child += 1
        return 0

    def look(self, str text not None):
        """See `holdfast.providers.facts.pieces.Scanner`."""
        cdef Py_ssize_t length = len(text)
        cdef CompiledLook look = CompiledLook(self, length)
        cdef Text read
        read.length = length
        read.of_word = look._of_word
        read.signs = <unsigned int *> malloc(length * sizeof(int) + length + 3)
        if read.signs == NULL:
            raise MemoryError
        read.classes = <unsigned char *> (read.signs + length)
        try:
            _read(text, &read)
            self._scan(&read, look)
        finally:
            free(read.signs)
        return look

    cdef int _scan(self, Text *text, CompiledLook look) except -1:
        cdef Py_ssize_t start
        cdef unsigned int classes = text.classes[0] << 5 | text.classes[1]
        cdef unsigned char root, begins = 1
        for start in range(text.length):
            classes = (classes << 5 | text.classes[start + 2]) & (FIRSTS - 1)
            root = self._firsts[classes] & (2 | begins)
            begins = not text.of_word[start]
            if root & 1:
                self._follow(0, classes, start, text, look)
            if root & 2:
                self._follow(1, classes, start, text, look)
        return 0

    cdef int _follow(self, int root, int classes, Py_ssize_t start, Text *text, CompiledLook look) except -1:
        """Note what is read from a root on, beginning at a place where characters of three classes stand."""
        cdef int node = self._third[root * FIRSTS + classes]
        cdef Py_ssize_t at = start + 3
        if node == FROM_ROOT:
            node = self._next(root, text.signs[start])
            at = start + 1
        while node:
            if self._nodes[node].outcomes:
                look._note(self._nodes + node, start, at)
            if at == text.length:
                return 0
            node = self._next(node, text.signs[at])
            at += 1
        return 0

    cdef CompiledSeen seen_by(self, CompiledLook look, Py_ssize_t start, Py_ssize_t end, bint in_ascii):
        """What shows of a part of a text by what was noted."""
        cdef int number, way, at
        memset(self._admitted, 0, 2 * self._words * sizeof(uint64_t))
        self._admitted_count = 0
        for number in range(self._always_count):
            self._add(self._always[number], in_ascii)
        for number in range(self._places_seen(look, start, end)):
            at = self._first_seen[number]
            for way in range(self._asking_at[at], self._asking_at[at + 1]):
                if self._has_further(self._asking[way]):
                    self._add(self._asking[way], in_ascii)
        return seen_of(
            self._words, self._admitted, self._sure, self._admitted_count, self._admitted_owners, self._admitted_ways
        )

    cdef inline void _add(self, int way, bint in_ascii) noexcept:
        """Add a way to those in which its expression may fit."""
        cdef unsigned int owner = self._owner[way]
        self._admitted[owner >> 6] |= <uint64_t> 1 << (owner & 63)
        if in_ascii and self._is_all[way]:
            self._sure[owner >> 6] |= <uint64_t> 1 << (owner & 63)
        else:
            self._admitted_owners[self._admitted_count] = owner
            self._admitted_ways[self._admitted_count] = way
            self._admitted_count += 1

    cdef int _places_seen(self, CompiledLook look, Py_ssize_t start, Py_ssize_t end) noexcept:
        """Note the places that a part has pieces of; how many there are that ways have first."""
        cdef Py_ssize_t number
        cdef int rest, place, count = 0
        cdef Note *note
        cdef Outcome *outcome
        self._counts += 1
        if self._counts == 0:
            self._seen[:] = 0
            self._counts = 1
        for number in range(look.first_from(start), look._count):
            note = look._notes + number
            if note.start >= end:
                break
            if note.end <= end:
                outcome = self._outcomes + note.outcome
                for rest in range(note.outcomes):
                    place = outcome.place
                    if self._seen[place] != self._counts and not (outcome.ends and look._of_word[note.end]):
                        self._seen[place] = self._counts
                        if self._asking_at[place] < self._asking_at[place + 1]:
                            self._first_seen[count] = place
                            count += 1
                    outcome += 1
        return count

    cdef inline bint _has_further(self, int way) noexcept:
        """Whether the places of a way behind its first were seen."""
        cdef int at
        for at in range(self._further_at[way], self._further_at[way + 1]):
            if self._seen[self._further[at]] != self._counts:
                return False
        return True


cdef void _read(str text, Text *read):
    """The folded characters of a text, and what they are; behind the last one there is none."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void *data = PyUnicode_DATA(text)
    cdef Py_ssize_t at
    cdef unsigned int sign
    for at in range(read.length):
        sign = PyUnicode_READ(kind, data, at)
        if sign < TABLED:
            read.signs[at] = _folded[sign]
            read.of_word[at] = _of_word[sign]
            read.classes[at] = _class[sign]
        else:
            read.signs[at] = c'0' if Py_UNICODE_ISDECIMAL(sign) else Py_UNICODE_TOLOWER(sign)
            read.of_word[at] = Py_UNICODE_ISALNUM(sign)
            read.classes[at] = OTHER
    read.of_word[read.length] = 0
    for at in range(read.length, read.length + 3):
        read.classes[at] = 0

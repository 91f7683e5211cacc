# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The compiled form of `holdfast.providers.facts.pieces`: both trees as one array of nodes."""

from array import array

from cpython.unicode cimport Py_UNICODE_ISALNUM, Py_UNICODE_TOLOWER, PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport uint64_t
from libc.stdlib cimport calloc, free, malloc
from libc.string cimport memset

from holdfast.providers.facts.needs import fold

DEF TABLED = 0x10000
DEF FIRSTS = 0x8000
DEF OTHER = 31
DEF LAST_TOLD = 28
DEF FROM_ROOT = -1
cdef unsigned int _folded[TABLED]
cdef unsigned char _of_word[TABLED]
# One of 31 classes of each character; behind the end of a text is class 0.
cdef unsigned char _class[TABLED]
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
    # What is read so far.  Its children have consecutive numbers, and so have its outcomes; most characters that come
    # lead nowhere, which a bit for each last six bits of those that lead on tells at once.
    uint64_t signs
    int child
    int outcome
    unsigned short children
    unsigned short outcomes


cdef struct Outcome:
    # A place of which a piece was read, and its way; whether a word must end there, and whether the way has no other.
    int place
    int owner
    unsigned char ends
    unsigned char alone


cdef struct Look:
    # A look at one text.
    Py_ssize_t length
    Py_ssize_t count
    unsigned int *signs
    int *found
    unsigned char *of_word
    unsigned char *classes


cdef class CompiledScanner:
    """See `holdfast.providers.facts.pieces.Scanner`.

    What a look notes lies in memory of the scanner, and is as before when it ends: nothing else runs meanwhile.
    """

    cdef Node *_nodes
    cdef unsigned int *_sign
    # For each place the last look that saw it; for each way what it lacks; ways that lack less than at the beginning.
    cdef unsigned int[::1] _seen
    cdef unsigned int _looks
    cdef int[::1] _lacking, _touched
    cdef Outcome *_outcomes
    cdef int[::1] _needed, _always
    # By the classes of three characters, whether they lead anywhere from either root, for hardly any do; and the node
    # to which they lead, where the classes tell that.
    cdef unsigned char _firsts[FIRSTS]
    cdef int _third[2][FIRSTS]

    def __cinit__(self, pieces):
        _make_tables()
        cdef size_t count = len(pieces.branches)
        self._nodes = <Node *> calloc(count, sizeof(Node))
        self._sign = <unsigned int *> calloc(count, sizeof(int))
        self._outcomes = <Outcome *> calloc(sum(map(len, pieces.outcomes)) + 1, sizeof(Outcome))
        if self._nodes == NULL or self._sign == NULL or self._outcomes == NULL:
            raise MemoryError

    def __init__(self, pieces):
        cdef int at, count = 0
        for at, node in enumerate(self._numbered(pieces)):
            outcomes = pieces.outcomes[node]
            self._nodes[at].outcome, self._nodes[at].outcomes = count, len(outcomes)
            for place, end in outcomes:
                owner = pieces.owners[place]
                self._outcomes[count] = Outcome(place, owner, end, pieces.needed[owner] == 1)
                count += 1
        memset(self._firsts, 0, FIRSTS)
        memset(self._third, 0, 2 * FIRSTS * sizeof(int))
        self._note_firsts(0, 0, 0, 0, True)
        self._note_firsts(1, 1, 0, 0, True)
        # One more than there are, because an empty array has no memory to look at.
        self._needed = array("i", [*pieces.needed, 0])
        self._always = array("i", [*(way for way, needed in enumerate(pieces.needed) if not needed), 0])
        self._lacking, self._touched = self._needed.copy(), array("i", bytes(4 * len(pieces.owners) + 4))
        self._seen, self._looks = array("I", bytes(4 * len(pieces.owners) + 4)), 0

    def __dealloc__(self):
        free(self._nodes)
        free(self._sign)
        free(self._outcomes)

    cdef list _numbered(self, pieces):
        """The nodes in an order in which children follow each other, and mostly what leads to them."""
        cdef int at, child
        order, waiting = [0, 1], [1, 0]
        while waiting:
            at = waiting.pop()
            branches = pieces.branches[order[at]]
            child = len(order)
            self._nodes[at].child, self._nodes[at].children = child, len(branches)
            waiting.extend(range(child + len(branches) - 1, child - 1, -1))
            for sign, node in branches.items():
                self._sign[len(order)] = ord(sign)
                self._nodes[at].signs |= <uint64_t> 1 << (ord(sign) & 63)
                order.append(node)
        return order

    cdef void _note_firsts(self, int node, int root, int depth, int classes, bint told):
        """Note what leads on from a root by way of a node, to which characters of some classes lead.

        ``told``: no other characters of these classes lead anywhere else.
        """
        cdef int child, kind, rest = 5 * (3 - depth)
        if rest == 0 or self._nodes[node].outcomes:
            for child in range(classes << rest, (classes + 1) << rest):
                self._firsts[child] |= 1 << root
                self._third[root][child] = node if told and rest == 0 and not self._third[root][child] else FROM_ROOT
        if rest:
            for child in range(self._nodes[node].child, self._nodes[node].child + self._nodes[node].children):
                kind = _class_of(self._sign[child])
                self._note_firsts(child, root, depth + 1, classes << 5 | kind, told and kind <= LAST_TOLD)

    cdef inline int _next(self, int node, unsigned int sign) noexcept:
        cdef int child, last
        if not (self._nodes[node].signs >> (sign & 63)) & 1:
            return 0
        child = self._nodes[node].child
        last = child + self._nodes[node].children
        while child < last:
            if self._sign[child] == sign:
                return child
            child += 1
        return 0

    def admitted(self, str text not None):
        """See `holdfast.providers.facts.pieces.Scanner`."""
        cdef Py_ssize_t length = len(text), number, ways = self._needed.shape[0] - 1
        cdef Look look
        # Characters, ways that lack nothing, what each character is.
        look.signs = <unsigned int *> malloc((length + ways + 1) * sizeof(int) + 2 * length + 4)
        if look.signs == NULL:
            raise MemoryError
        look.length = length
        look.count = 0
        look.found = <int *> (look.signs + length)
        look.of_word = <unsigned char *> (look.found + ways + 1)
        look.classes = look.of_word + length + 1
        _read(text, &look)
        self._scan(&look)
        found = [self._always[number] for number in range(self._always.shape[0] - 1)]
        for number in range(look.count):
            found.append(look.found[number])
        free(look.signs)
        return found

    cdef void _scan(self, Look *look) noexcept:
        cdef Py_ssize_t start, touched = 0
        cdef unsigned int classes = look.classes[0] << 5 | look.classes[1]
        cdef unsigned char root, begins = 1
        self._looks += 1
        if self._looks == 0:
            self._seen[:] = 0
            self._looks = 1
        for start in range(look.length):
            classes = (classes << 5 | look.classes[start + 2]) & (FIRSTS - 1)
            root = self._firsts[classes] & (2 | begins)
            begins = not look.of_word[start]
            if root & 1:
                touched = self._follow(0, classes, start, look, touched)
            if root & 2:
                touched = self._follow(1, classes, start, look, touched)
        while touched:
            touched -= 1
            self._lacking[self._touched[touched]] = self._needed[self._touched[touched]]

    cdef inline Py_ssize_t _follow(self, int root, int classes, Py_ssize_t at, Look *look, Py_ssize_t touched) noexcept:
        """Note what is read from a root on, beginning at a place where characters of three classes stand."""
        cdef int rest, owner, node = self._third[root][classes]
        cdef Outcome *outcome
        if node == FROM_ROOT:
            node = self._next(root, look.signs[at])
            at += 1
        else:
            at += 3
        while node:
            outcome = self._outcomes + self._nodes[node].outcome
            for rest in range(self._nodes[node].outcomes):
                if self._seen[outcome.place] != self._looks and not (outcome.ends and look.of_word[at]):
                    self._seen[outcome.place] = self._looks
                    owner = outcome.owner
                    if not outcome.alone:
                        self._touched[touched] = owner
                        touched += 1
                        self._lacking[owner] -= 1
                    if outcome.alone or self._lacking[owner] == 0:
                        look.found[look.count] = owner
                        look.count += 1
                outcome += 1
            if at == look.length:
                return touched
            node = self._next(node, look.signs[at])
            at += 1
        return touched


cdef void _read(str text, Look *look):
    """The folded characters of a text, and what they are; behind the last one there is none."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void *data = PyUnicode_DATA(text)
    cdef Py_ssize_t at
    cdef unsigned int sign
    for at in range(look.length):
        sign = PyUnicode_READ(kind, data, at)
        if sign < TABLED:
            look.signs[at] = _folded[sign]
            look.of_word[at] = _of_word[sign]
            look.classes[at] = _class[sign]
        else:
            look.signs[at] = Py_UNICODE_TOLOWER(sign)
            look.of_word[at] = Py_UNICODE_ISALNUM(sign)
            look.classes[at] = OTHER
    look.of_word[look.length] = 0
    for at in range(look.length, look.length + 3):
        look.classes[at] = 0

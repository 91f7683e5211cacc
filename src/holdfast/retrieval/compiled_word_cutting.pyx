# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The compiled form of `holdfast.retrieval.word_cutting`: one pass over the characters of a text."""

from cpython.unicode cimport (
    Py_UNICODE_ISALNUM,
    PyUnicode_DATA,
    PyUnicode_KIND,
    PyUnicode_READ,
    PyUnicode_Substring,
)
from libc.string cimport memset

from holdfast.retrieval.word_cutting import MARKS, UNSPACED

DEF TABLED = 0x10000
DEF NONE = 0
DEF WORD = 1
DEF UNSPACED_WORD = 2
# What each character of the first plane is part of, and the ranges of scripts without blanks beyond it.
cdef unsigned char _kinds[TABLED]
cdef list _further = []


cdef void _make_table():
    cdef unsigned int sign
    for sign in range(TABLED):
        _kinds[sign] = WORD if Py_UNICODE_ISALNUM(sign) else NONE
    for first, last in _ranges(MARKS):
        memset(&_kinds[<unsigned int> first], WORD, last + 1 - first)
    for first, last in _ranges(UNSPACED):
        if first < TABLED:
            memset(&_kinds[<unsigned int> first], UNSPACED_WORD, last + 1 - first)
        else:
            _further.append((first, last))


def _ranges(str signs):
    """The first and last characters of the ranges that stand between the brackets of a pattern."""
    cdef Py_ssize_t at = 0
    while at < len(signs):
        if signs[at + 1 : at + 2] == "-":
            yield <unsigned int> signs[at], <unsigned int> signs[at + 2]
            at += 3
        else:
            yield <unsigned int> signs[at], <unsigned int> signs[at]
            at += 1


cdef struct Text:
    Py_ssize_t length
    int kind
    void *data


def words_of(str normalised not None):
    """See `words_by_patterns`."""
    cdef Text text = Text(len(normalised), PyUnicode_KIND(normalised), PyUnicode_DATA(normalised))
    cdef bint plain = normalised.isascii() or _is_plain(&text)
    cdef list words = []
    cdef Py_ssize_t at = 0, start
    cdef int kind
    while at < text.length:
        start = at
        at = _contraction_end(&text, at)
        if at > start:
            continue
        kind = _kind(&text, at, plain)
        at += 1
        if kind == NONE:
            continue
        while at < text.length and _kind(&text, at, plain) == kind:
            at += 1
        words.append(PyUnicode_Substring(normalised, start, at))
    return words


cdef bint _is_plain(Text *text):
    """Whether there is nothing beyond ASCII but apostrophes of contractions."""
    cdef Py_ssize_t at = 0, end
    while at < text.length:
        end = _contraction_end(text, at)
        if end > at:
            at = end
        elif _sign(text, at) < 128:
            at += 1
        else:
            return False
    return True


cdef inline Py_ssize_t _contraction_end(Text *text, Py_ssize_t at):
    """Where an ending such as ``'ll`` that begins at a place ends; the place itself where none does."""
    cdef Py_UCS4 sign = _sign(text, at), first, second
    if not (sign == c"'" or sign == 0x2019) or at == 0 or not c'a' <= _sign(text, at - 1) <= c'z':
        return at
    first, second = _sign(text, at + 1), _sign(text, at + 2)
    if first == c's' or first == c'd' or first == c'm' or first == c't':
        if not _is_of_word(second):
            return at + 2
    if (first == c'l' and second == c'l') or ((first == c'r' or first == c'v') and second == c'e'):
        if not _is_of_word(_sign(text, at + 3)):
            return at + 3
    return at


cdef inline Py_UCS4 _sign(Text *text, Py_ssize_t at) noexcept:
    """A character; behind the last one a blank."""
    return PyUnicode_READ(text.kind, text.data, at) if at < text.length else c' '


cdef inline int _kind(Text *text, Py_ssize_t at, bint plain):
    cdef Py_UCS4 sign = PyUnicode_READ(text.kind, text.data, at)
    if sign < 128:
        return c'a' <= sign <= c'z' or c'0' <= sign <= c'9' or (not plain and c'A' <= sign <= c'Z')
    return _kinds[sign] if sign < TABLED else _kind_beyond(sign)


cdef int _kind_beyond(unsigned int sign):
    for first, last in _further:
        if first <= sign <= last:
            return UNSPACED_WORD
    return WORD if Py_UNICODE_ISALNUM(sign) else NONE


cdef inline bint _is_of_word(Py_UCS4 sign) noexcept:
    if sign < 128:
        return c'a' <= sign <= c'z' or c'0' <= sign <= c'9' or sign == c'_' or c'A' <= sign <= c'Z'
    return Py_UNICODE_ISALNUM(sign)


_make_table()

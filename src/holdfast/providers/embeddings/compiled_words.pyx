# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The compiled form of `holdfast.providers.embeddings.wordpiece.look_up_by_patterns`."""

from cpython.dict cimport PyDict_GetItem
from cpython.ref cimport PyObject
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_DecodeASCII
from libc.stdlib cimport free, malloc

DEF DROPPED = 0
DEF BLANK = 1
# What each character of ASCII is folded to.
cdef char _folded[128]


cdef void _make_table():
    cdef int sign
    for sign in range(128):
        if c'A' <= sign <= c'Z':
            _folded[sign] = sign + 32
        elif sign == c' ' or sign == c'\t' or sign == c'\n' or sign == c'\r':
            _folded[sign] = BLANK
        else:
            _folded[sign] = sign if 32 < sign < 127 else DROPPED


def look_up(str text not None, dict rows not None, list found not None):
    """See `look_up_by_patterns`."""
    if not text.isascii():
        raise ValueError("the text is not ASCII")
    cdef Py_ssize_t at, start, length = 0
    cdef const char *data = <const char *> PyUnicode_DATA(text)
    cdef char *folded = <char *> malloc(len(text) + 1)
    if folded == NULL:
        raise MemoryError
    try:
        for at in range(len(text)):
            folded[length] = _folded[data[at]]
            length += folded[length] != DROPPED
        at = 0
        while at < length:
            start = at
            at += 1
            if _is_of_word(folded[start]):
                while at < length and _is_of_word(folded[at]):
                    at += 1
            if folded[start] != BLANK:
                _add(PyUnicode_DecodeASCII(folded + start, at - start, NULL), rows, found)
    finally:
        free(folded)


cdef inline bint _is_of_word(char sign) noexcept:
    return c'a' <= sign <= c'z' or c'0' <= sign <= c'9'


cdef inline void _add(str word, dict rows, list found):
    cdef PyObject *row = PyDict_GetItem(rows, word)
    found.append(word if row == NULL else <object> row)


_make_table()

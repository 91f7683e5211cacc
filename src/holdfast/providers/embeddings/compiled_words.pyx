# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The compiled form of what `holdfast.providers.embeddings.wordpiece` and `foreign_words` look up word by word."""

from cpython.dict cimport PyDict_GetItem
from cpython.ref cimport PyObject
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_DecodeASCII, PyUnicode_KIND, PyUnicode_READ, PyUnicode_Substring
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
    look_up_runs(text, rows, {}, None, found)


def look_up_runs(str text not None, dict rows not None, dict runs not None, fold_run, list found not None):
    """See `look_up_runs_one_by_one`."""
    cdef Py_ssize_t at = 0, end, length = len(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef void *data = PyUnicode_DATA(text)
    cdef bint plain = text.isascii()
    cdef PyObject *known
    cdef str written
    cdef char *folded = <char *> malloc(length + 1)
    if folded == NULL:
        raise MemoryError
    try:
        if plain:
            _look_up_part(kind, data, 0, length, folded, rows, found)
        while at < length and not plain:
            end = _plain_end(kind, data, at, length)
            if end > at:
                _look_up_part(kind, data, at, end, folded, rows, found)
                at = end
            if at < length:
                end = at
                while end < length and PyUnicode_READ(kind, data, end) != c' ':
                    end += 1
                written = PyUnicode_Substring(text, at, end)
                known = PyDict_GetItem(runs, written)
                found += fold_run(written) if known == NULL else <tuple> known
                at = end
    finally:
        free(folded)


cdef Py_ssize_t _plain_end(int kind, void *data, Py_ssize_t start, Py_ssize_t length) noexcept:
    """Where the first run begins, behind a place where one may begin, that is not of ASCII alone."""
    cdef Py_ssize_t at, run = start
    cdef Py_UCS4 sign
    for at in range(start, length):
        sign = PyUnicode_READ(kind, data, at)
        if sign >= 128:
            return run
        if sign == c' ':
            run = at + 1
    return length


cdef int _look_up_part(
    int kind, void *data, Py_ssize_t start, Py_ssize_t end, char *folded, dict rows, list found
) except -1:
    """Look up the words of a part that is ASCII, whose folded form has room in ``folded``."""
    cdef Py_ssize_t at, length = 0
    for at in range(start, end):
        folded[length] = _folded[PyUnicode_READ(kind, data, at)]
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
    return 0


def rows_of_run(str run not None, dict pieces not None, int longest, look_up_piece):
    """See `rows_of_run_one_by_one`."""
    cdef Py_ssize_t at = 0, end, length = len(run)
    cdef list found = []
    cdef PyObject *known
    cdef str piece
    while at < length:
        end = min(length, at + longest)
        while end > at:
            piece = PyUnicode_Substring(run, at, end)
            known = PyDict_GetItem(pieces, piece)
            rows = look_up_piece(piece) if known == NULL else <object> known
            if rows is not None:
                found += rows
                break
            end -= 1
        at = end if end > at else at + 1
    return found


cdef inline bint _is_of_word(char sign) noexcept:
    return c'a' <= sign <= c'z' or c'0' <= sign <= c'9'


cdef inline void _add(str word, dict rows, list found):
    cdef PyObject *row = PyDict_GetItem(rows, word)
    found.append(word if row == NULL else <object> row)


_make_table()

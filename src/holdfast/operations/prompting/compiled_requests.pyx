# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The compiled form of `holdfast.operations.prompting.requests.asking_by_patterns`."""

from cpython.unicode cimport (
    Py_UNICODE_ISALNUM,
    Py_UNICODE_ISSPACE,
    PyUnicode_DATA,
    PyUnicode_KIND,
    PyUnicode_READ,
    PyUnicode_Substring,
)

from holdfast.operations.prompting.requests import LEAD_INS, begins_as_request
from holdfast.retrieval.first_persons import speaks_of_oneself

DEF SHORTEST_STATEMENT = 3
cdef frozenset _lead_ins = LEAD_INS


cdef struct Text:
    Py_ssize_t length
    int kind
    void *data


def asking(str said not None, /):
    """See `asking_by_patterns`."""
    cdef Text text = Text(len(said), PyUnicode_KIND(said), PyUnicode_DATA(said))
    cdef Py_ssize_t at = 0, start, begun
    cdef int words
    cdef bint asks = False, blank, bent
    cdef Py_UCS4 sign
    cdef object word, first = None, second = None
    while at < text.length:
        begun = at
        words = 0
        blank = True
        while at < text.length and words < SHORTEST_STATEMENT:
            sign = PyUnicode_READ(text.kind, text.data, at)
            if not _is_of_word(sign):
                blank = blank and Py_UNICODE_ISSPACE(sign)
                at += 1
                if _ends_sentence(sign):
                    break
                continue
            blank = False
            start = at
            at = _word_end(&text, at, &bent)
            if words == SHORTEST_STATEMENT - 1:
                words += 1
                break
            word = PyUnicode_Substring(said, start, at)
            if bent:
                word = word.replace("\u2019", "'")
            if words == 0:
                if word in _lead_ins:
                    continue
                first = word
            else:
                second = word
            words += 1
        if words == SHORTEST_STATEMENT:
            if not begins_as_request(first, second):
                return False
            at = _sentence_end(&text, at)
        elif blank:
            continue
        elif speaks_of_oneself(PyUnicode_Substring(said, begun, at)):
            return False
        asks = True
    return asks


cdef Py_ssize_t _word_end(Text *text, Py_ssize_t at, bint *bent) noexcept:
    """Where a word ends that begins at a place; ``bent`` is whether an apostrophe in it may be a typographic one."""
    cdef Py_UCS4 sign
    bent[0] = False
    at += 1
    while at < text.length:
        sign = PyUnicode_READ(text.kind, text.data, at)
        if _is_of_word(sign):
            at += 1
        elif (
            (sign == c"'" or sign == 0x2019)
            and at + 1 < text.length
            and _is_of_word(PyUnicode_READ(text.kind, text.data, at + 1))
        ):
            bent[0] = bent[0] or sign == 0x2019
            at += 2
        else:
            break
    return at


cdef Py_ssize_t _sentence_end(Text *text, Py_ssize_t at) noexcept:
    while at < text.length:
        at += 1
        if _ends_sentence(PyUnicode_READ(text.kind, text.data, at - 1)):
            break
    return at


cdef inline bint _ends_sentence(Py_UCS4 sign) noexcept:
    return sign == c'.' or sign == c'!' or sign == c'?' or sign == c';' or sign == c':' or sign == c'\n'


cdef inline bint _is_of_word(Py_UCS4 sign) noexcept:
    if sign < 128:
        return c'a' <= sign <= c'z' or c'0' <= sign <= c'9' or c'A' <= sign <= c'Z'
    return Py_UNICODE_ISALNUM(sign)

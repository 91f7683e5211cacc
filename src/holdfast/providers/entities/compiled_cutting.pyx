# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The compiled form of `holdfast.providers.entities.cutting`: one pass over the characters of a text."""

from cpython.unicode cimport (
    Py_UNICODE_ISALNUM,
    Py_UNICODE_ISDECIMAL,
    Py_UNICODE_ISDIGIT,
    Py_UNICODE_ISSPACE,
    Py_UNICODE_ISUPPER,
    PyUnicode_DATA,
    PyUnicode_KIND,
    PyUnicode_READ,
    PyUnicode_Substring,
)


cdef struct Text:
    # The characters of a text, and whether the token that is read now is all small letters, figures and the like.
    Py_ssize_t length
    int kind
    void *data
    bint plain


def cut(str text not None):
    """See `cut_by_patterns`."""
    cdef Text read = Text(len(text), PyUnicode_KIND(text), PyUnicode_DATA(text), True)
    cdef list starts = [], ends = [], shapes = [], lower = [], capitals = []
    cdef Py_ssize_t at = 0, end
    cdef str shape
    while at < read.length:
        read.plain = True
        end = _end(&read, at)
        if end > at:
            if Py_UNICODE_ISUPPER(_sign(&read, at)):
                capitals.append(len(shapes))
            shape = PyUnicode_Substring(text, at, end)
            starts.append(at)
            ends.append(end)
            shapes.append(shape)
            lower.append(shape if read.plain else shape.lower().replace("’", "'"))
            at = end
        else:
            at += 1
    return starts, ends, shapes, lower, capitals


def beginnings(list shapes not None, list lower not None, of_entities not None):
    """See `beginnings_one_by_one`."""
    cdef frozenset known, silent, firsts
    cdef dict pairs
    cdef Py_ssize_t at, count = len(shapes)
    cdef Py_UCS4 first
    cdef list found = []
    known, silent, firsts, pairs = of_entities
    for at in range(count):
        first = (<str> shapes[at])[0]
        if (Py_UNICODE_ISUPPER(first) and lower[at] not in silent) or Py_UNICODE_ISDIGIT(first) or lower[at] in known:
            found.append(at)
        elif at + 1 < count and lower[at] in firsts and (lower[at], lower[at + 1]) in pairs:
            found.append(at)
    return found


cdef Py_ssize_t _end(Text *text, Py_ssize_t at) noexcept:
    """Where the token that begins at a place ends; the place itself where none does."""
    cdef Py_UCS4 sign = _sign(text, at)
    if _is_decimal(sign):
        return _number(text, at)
    if _is_letter(sign):
        return _word(text, at)
    if sign == 0:
        while _sign(text, at) == 0 and at < text.length:
            at += 1
        return at
    if _is_apostrophe(sign):
        text.plain = sign == c"'"
        return at + 2 if _is_s(text, at + 1) else at + 1
    if sign == c'\n' or not (sign == c'_' or _is_space(sign)):
        text.plain = sign < 128
        return at + 1
    return at


cdef Py_ssize_t _number(Text *text, Py_ssize_t at) noexcept:
    text.plain = True
    while True:
        while _is_decimal(_sign(text, at)):
            text.plain = text.plain and _sign(text, at) < 128
            at += 1
        if not ((_sign(text, at) == c'.' or _sign(text, at) == c',') and _is_decimal(_sign(text, at + 1))):
            return at
        at += 1


cdef Py_ssize_t _word(Text *text, Py_ssize_t at) noexcept:
    cdef Py_UCS4 sign
    while True:
        sign = _sign(text, at)
        while _is_of_word(sign):
            text.plain = text.plain and sign < 128 and not c'A' <= sign <= c'Z'
            at += 1
            sign = _sign(text, at)
        if not (_is_apostrophe(sign) and _is_letter(_sign(text, at + 1)) and not _is_s(text, at + 1)):
            return at
        text.plain = text.plain and sign == c"'"
        at += 1


cdef inline Py_UCS4 _sign(Text *text, Py_ssize_t at) noexcept:
    """A character; behind the last one a blank."""
    return PyUnicode_READ(text.kind, text.data, at) if at < text.length else c' '


cdef inline bint _is_s(Text *text, Py_ssize_t at) noexcept:
    return _sign(text, at) == c's' and not _is_of_word(_sign(text, at + 1))


cdef inline bint _is_apostrophe(Py_UCS4 sign) noexcept:
    return sign == c"'" or sign == 0x2019


cdef inline bint _is_decimal(Py_UCS4 sign) noexcept:
    return c'0' <= sign <= c'9' if sign < 128 else Py_UNICODE_ISDECIMAL(sign)


cdef inline bint _is_letter(Py_UCS4 sign) noexcept:
    if sign < 128:
        return c'a' <= sign <= c'z' or c'A' <= sign <= c'Z'
    return Py_UNICODE_ISALNUM(sign) and not Py_UNICODE_ISDECIMAL(sign)


cdef inline bint _is_of_word(Py_UCS4 sign) noexcept:
    if sign < 128:
        return c'a' <= sign <= c'z' or c'A' <= sign <= c'Z' or c'0' <= sign <= c'9' or sign == c'_'
    return Py_UNICODE_ISALNUM(sign)


cdef inline bint _is_space(Py_UCS4 sign) noexcept:
    if sign < 128:
        return sign == c' ' or 9 <= sign <= 13 or 28 <= sign <= 31
    return Py_UNICODE_ISSPACE(sign)

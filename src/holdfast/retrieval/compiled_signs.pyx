# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The compiled form of `holdfast.retrieval.signs`: one pass over the characters of a text."""

from cpython.unicode cimport (
    Py_UNICODE_ISALNUM,
    Py_UNICODE_ISDECIMAL,
    Py_UNICODE_ISSPACE,
    PyUnicode_DATA,
    PyUnicode_KIND,
    PyUnicode_READ,
)

from holdfast.retrieval.signs import Sign

cdef int _digit = Sign.DIGIT, _rise = Sign.RISE, _unusual = Sign.UNUSUAL, _joined = Sign.JOINED
cdef int _parted = Sign.PARTED, _signed = Sign.SIGNED, _option = Sign.OPTION, _hyphenated = Sign.HYPHENATED
cdef int _numbered = Sign.NUMBERED, _lettered = Sign.LETTERED, _dated = Sign.DATED, _asked = Sign.ASKED
cdef int _pictured = Sign.PICTURED, _unspaced = Sign.UNSPACED


cdef struct Place:
    # A character of a text, and what it is.
    Py_UCS4 sign
    unsigned char word
    unsigned char digit
    unsigned char lower
    unsigned char blank


def signs_of(str text not None):
    """See `signs_of_by_patterns`."""
    cdef Py_ssize_t at, length = len(text)
    cdef int kind = PyUnicode_KIND(text), found = 0
    cdef void *data = PyUnicode_DATA(text)
    cdef Place here, before, second, third
    before = second = third = _place(c' ')  # before a text is what a blank is: no word
    for at in range(length):
        here = _place(PyUnicode_READ(kind, data, at))
        if not (here.lower and before.lower):  # between two letters of a word nothing begins
            found |= _ending(here, before, second)
            if here.word:
                found |= _within(here, before, second)
            if here.digit:
                found |= _with_digit(before, second, third)
        third, second, before = second, before, here
    return found


cdef inline Place _place(Py_UCS4 sign) noexcept:
    cdef Place place
    place.sign = sign
    place.lower = c'a' <= sign <= c'z'
    if sign < 128:
        place.digit = c'0' <= sign <= c'9'
        place.word = place.lower or place.digit or c'A' <= sign <= c'Z' or sign == c'_'
        place.blank = sign == c' ' or 9 <= sign <= 13 or 28 <= sign <= 31
    else:
        place.digit = Py_UNICODE_ISDECIMAL(sign)
        place.word = Py_UNICODE_ISALNUM(sign)
        place.blank = Py_UNICODE_ISSPACE(sign)
    return place


cdef inline int _ending(Place here, Place before, Place second) noexcept:
    """What shows at a character that need be no part of a word."""
    cdef int found = 0
    if here.sign == c'?' or here.sign == 0xFF1F or here.sign == 0x061F:
        found |= _asked
    if here.sign == 0xA9 or here.sign == 0xAE or 0x203C <= here.sign <= 0x3299 or here.sign >= 0x1F000:
        found |= _pictured
    if here.sign >= 0xE00 and _is_unspaced(here.sign):
        found |= _unspaced
    if before.word and (_is_joint(here.sign) or here.sign == c',' or here.sign == c':'):
        found |= _joined
    if here.sign == c'#' and before.word:
        found |= _unusual
        if before.lower or c'0' <= before.sign <= c'9':
            found |= _signed
    if here.sign == c'+' and before.sign == c'+':
        found |= _unusual
        if second.lower or c'0' <= second.sign <= c'9':
            found |= _signed
    if here.sign == c'-' and before.blank:
        found |= _option
    return found


cdef inline int _within(Place here, Place before, Place second) noexcept:
    """What shows at a character of a word."""
    cdef int found = 0
    if c'A' <= here.sign <= c'Z' and before.lower:
        found |= _rise | _unusual
    if second.word and _is_joint(before.sign):
        found |= _unusual
        if here.sign != c'_' and second.sign != c'_' and _is_hyphen(before.sign):
            found |= _hyphenated
    if before.sign == c'-' and second.blank:
        found |= _unusual | _joined
    if here.lower and before.digit:
        found |= _lettered
    return found


cdef inline int _with_digit(Place before, Place second, Place third) noexcept:
    """What shows at a digit."""
    cdef int found = _digit | _unusual
    if before.lower:
        found |= _lettered
    if before.sign == c' ' and c'A' <= second.sign <= c'Z':
        found |= _numbered
    if second.digit and (before.sign in (c'.', c',', c':', c"'", 0x2019)):
        found |= _parted
    if second.digit and (before.sign == c'-' or before.sign == c'.' or before.sign == c'/'):
        found |= _dated
    if before.digit and (third.sign == c'1' and second.sign == c'9' or third.sign == c'2' and second.sign == c'0'):
        found |= _dated
    return found


cdef inline bint _is_unspaced(Py_UCS4 sign) noexcept:
    return sign <= 0x1FFF or 0x3005 <= sign <= 0xD7FF or 0xF900 <= sign <= 0xFAFF or 0x20000 <= sign <= 0x3FFFF


cdef inline bint _is_joint(Py_UCS4 sign) noexcept:
    return _is_hyphen(sign) or sign == c"'" or sign == 0x2019 or sign == c'+' or sign == c'#'


cdef inline bint _is_hyphen(Py_UCS4 sign) noexcept:
    return sign == c'-' or sign == c'.' or sign == c'_' or sign == c'/' or sign == 0x2010 or sign == 0x2011

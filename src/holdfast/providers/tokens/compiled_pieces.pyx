# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Cuts a text as ``cl100k_base`` does before it merges bytes: the pattern of `holdfast.providers.tokens.cl100k`, by hand.

Letters, numbers and blanks are told apart by Python's tables of Unicode.  The encoding has tables of its own, which may
be of another version of Unicode, so a text with a character that Python does not know is left to it.
"""

from cpython.unicode cimport (
    Py_UNICODE_ISALPHA,
    Py_UNICODE_ISNUMERIC,
    Py_UNICODE_ISPRINTABLE,
    Py_UNICODE_ISSPACE,
    PyUnicode_DATA,
    PyUnicode_KIND,
    PyUnicode_READ,
    PyUnicode_Substring,
)

DEF BEHIND = 0
DEF LETTER = 1
DEF NUMBER = 2
DEF BLANK = 3
DEF LINE_END = 4
DEF OTHER = 5
DEF UNKNOWN = 6

cdef unsigned char _plain[128]


cdef void _make_table() noexcept:
    cdef int sign
    for sign in range(128):
        _plain[sign] = OTHER
        if c'a' <= sign <= c'z' or c'A' <= sign <= c'Z':
            _plain[sign] = LETTER
        elif c'0' <= sign <= c'9':
            _plain[sign] = NUMBER
        elif sign == c'\n' or sign == c'\r':
            _plain[sign] = LINE_END
        elif sign == c' ' or 9 <= sign <= 13:
            _plain[sign] = BLANK


cdef struct Text:
    Py_ssize_t length
    int kind
    void *data


def pieces_of(str text not None):
    """The pieces of a text, in order; ``None`` where they cannot be told for sure."""
    cdef Text read = Text(len(text), PyUnicode_KIND(text), PyUnicode_DATA(text))
    cdef list pieces = []
    cdef Py_ssize_t at = 0, end
    if not text.isascii() and not _is_known(&read):
        return None
    while at < read.length:
        end = _end(&read, at)
        pieces.append(PyUnicode_Substring(text, at, end))
        at = end
    return pieces


cdef bint _is_known(Text *text) noexcept:
    cdef Py_ssize_t at
    for at in range(text.length):
        if _kind(text, at) == UNKNOWN:
            return False
    return True


cdef Py_ssize_t _end(Text *text, Py_ssize_t at) noexcept:
    """Where the piece that begins at a place ends: the first way of the pattern that fits."""
    cdef int kind = _kind(text, at), following
    cdef Py_ssize_t end
    if _sign(text, at) == c"'":
        end = _contraction_end(text, at + 1)
        if end:
            return end
    if kind == LETTER:
        return _run_end(text, at, LETTER)
    following = _kind(text, at + 1)
    if kind != NUMBER and kind != LINE_END and following == LETTER:
        return _run_end(text, at + 1, LETTER)
    if kind == NUMBER:
        end = at + 1
        while end < at + 3 and _kind(text, end) == NUMBER:
            end += 1
        return end
    if kind == OTHER or (_sign(text, at) == c' ' and following == OTHER):
        return _run_end(text, _run_end(text, at + (kind != OTHER), OTHER), LINE_END)
    return _blanks_end(text, at)


cdef Py_ssize_t _contraction_end(Text *text, Py_ssize_t at) noexcept:
    """Where an ending such as ``ll`` behind an apostrophe ends; 0 where there is none."""
    cdef Py_UCS4 first = _small(text, at), second
    if first == c's' or first == c'd' or first == c'm' or first == c't':
        return at + 1
    second = _small(text, at + 1)
    if (first == c'l' and second == c'l') or ((first == c'v' or first == c'r') and second == c'e'):
        return at + 2
    return 0


cdef Py_ssize_t _blanks_end(Text *text, Py_ssize_t at) noexcept:
    """All blanks at the end of a text; else up to the last end of a line; else all but the last."""
    cdef Py_ssize_t end = at, line_end = at
    while _kind(text, end) == BLANK or _kind(text, end) == LINE_END:
        end += 1
        if _kind(text, end - 1) == LINE_END:
            line_end = end
    if end == text.length or line_end == at:
        return end if end == text.length or end == at + 1 else end - 1
    return line_end


cdef Py_ssize_t _run_end(Text *text, Py_ssize_t at, int kind) noexcept:
    while _kind(text, at) == kind:
        at += 1
    return at


cdef inline int _kind(Text *text, Py_ssize_t at) noexcept:
    """What a character is; behind the last one there is none."""
    cdef Py_UCS4 sign
    if at >= text.length:
        return BEHIND
    sign = PyUnicode_READ(text.kind, text.data, at)
    return _plain[sign] if sign < 128 else _kind_of(sign)


cdef int _kind_of(Py_UCS4 sign) noexcept:
    if sign == 0x17F:  # where case does not count it is an s
        return UNKNOWN
    if Py_UNICODE_ISALPHA(sign):
        return LETTER
    if Py_UNICODE_ISNUMERIC(sign):
        return NUMBER
    if Py_UNICODE_ISSPACE(sign):
        return BLANK
    return OTHER if Py_UNICODE_ISPRINTABLE(sign) or _is_never_a_word(sign) else UNKNOWN


cdef bint _is_never_a_word(Py_UCS4 sign) noexcept:
    """Controls, joiners, marks of direction, tags, private use, and pictures, those to come among them."""
    return (
        0x80 <= sign <= 0x9F or sign == 0xAD or 0x200B <= sign <= 0x200F or 0x202A <= sign <= 0x202E
        or 0x2060 <= sign <= 0x206F or 0xE000 <= sign <= 0xF8FF or sign == 0xFEFF or 0x1F300 <= sign <= 0x1FAFF
        or 0xE0000 <= sign <= 0xE0FFF or sign >= 0xF0000
    )


cdef inline Py_UCS4 _sign(Text *text, Py_ssize_t at) noexcept:
    return PyUnicode_READ(text.kind, text.data, at) if at < text.length else 0


cdef inline Py_UCS4 _small(Text *text, Py_ssize_t at) noexcept:
    cdef unsigned int sign = _sign(text, at)
    return sign + 32 if c'A' <= sign <= c'Z' else sign


_make_table()

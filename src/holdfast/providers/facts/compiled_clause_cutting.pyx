# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The compiled form of `holdfast.providers.facts.clause_cutting`: one pass over the characters of a text."""

from cpython.unicode cimport (
    Py_UNICODE_ISALNUM,
    Py_UNICODE_ISDECIMAL,
    Py_UNICODE_ISSPACE,
    PyUnicode_DATA,
    PyUnicode_KIND,
    PyUnicode_READ,
    PyUnicode_Substring,
)

from holdfast.providers.facts import clause_cutting
from holdfast.providers.facts.needs import fold

DEF LONGEST_JOINT = 8
DEF NONE = -1
cdef str _marks = clause_cutting.SENTENCE_MARKS, _wide_marks = clause_cutting.WIDE_MARKS
cdef str _closers = clause_cutting.CLOSERS, _wide_closers = clause_cutting.WIDE_CLOSERS
cdef str _clause_marks = clause_cutting.CLAUSE_MARKS, _brackets = clause_cutting.BRACKETS
cdef str _dashes = clause_cutting.DASHES
cdef frozenset _joints = clause_cutting.JOINTS, _subjects = clause_cutting.SUBJECTS
cdef frozenset _abbreviations = clause_cutting.ABBREVIATIONS
# Of ASCII: whether a sentence, and whether a clause, may end at a character.
cdef unsigned char _ends_sentence[128]
cdef unsigned char _ends_clause[128]


cdef void _make_tables():
    cdef unsigned int sign
    for sign in range(128):
        _ends_sentence[sign] = chr(sign) in _marks or sign == c'\n'
        _ends_clause[sign] = chr(sign) in _clause_marks or chr(sign) in _brackets or chr(sign).isspace()


_make_tables()


cdef struct Text:
    # A text up to an end.
    Py_ssize_t end
    int kind
    void *data


cdef inline Py_UCS4 _sign(Text *text, Py_ssize_t at) noexcept:
    return PyUnicode_READ(text.kind, text.data, at)


cdef inline bint _is_blank(Text *text, Py_ssize_t at) noexcept:
    """Whether there is a blank at a place; behind the end there is none."""
    return at < text.end and Py_UNICODE_ISSPACE(_sign(text, at))


cdef inline bint _is_of_word(Py_UCS4 sign) noexcept:
    return Py_UNICODE_ISALNUM(sign) or sign == c'_'


cdef inline bint _is_one_of(str signs, Text *text, Py_ssize_t at):
    return at < text.end and _sign(text, at) in signs


def sentences_of(str text not None):
    """See `sentences_by_patterns`."""
    cdef Text read = Text(len(text), PyUnicode_KIND(text), PyUnicode_DATA(text))
    cdef Py_ssize_t start = 0, at = 0, end
    cdef Py_UCS4 sign
    cdef list found = []
    while at < read.end:
        sign = _sign(&read, at)
        if sign < 128 and not _ends_sentence[sign]:
            at += 1
            continue
        end = _sentence_end(&read, at)
        if end == NONE:
            at += 1
            continue
        if not (sign == c'.' and _is_abbreviated(text, &read, start, at)):
            _add_trimmed(&read, start, end, found)
            start = end
        at = end
    _add_trimmed(&read, start, read.end, found)
    return found


cdef Py_ssize_t _sentence_end(Text *text, Py_ssize_t at) except -2:
    """Where what ends a sentence at a place ends."""
    cdef Py_ssize_t end = at + 1
    if _is_one_of(_marks, text, at):
        while _is_one_of(_marks, text, end):
            end += 1
        while _is_one_of(_closers, text, end):
            end += 1
        if end == text.end or _is_blank(text, end):
            return end
    end = at + 1
    if _is_one_of(_wide_marks, text, at):
        while _is_one_of(_wide_marks, text, end):
            end += 1
        while _is_one_of(_wide_closers, text, end):
            end += 1
        return end
    if _sign(text, at) != c'\n':
        return NONE
    while end < text.end and _sign(text, end) == c'\n':
        end += 1
    return end


cdef bint _is_abbreviated(str whole, Text *text, Py_ssize_t start, Py_ssize_t dot) except -1:
    """Whether a dot in a sentence that begins at ``start`` stands behind an abbreviation."""
    cdef Py_ssize_t length
    for length in range(2, 5):
        if dot - length < start:
            return False
        if length == 2 and _stands_before_number(text, dot) and _folded(whole, dot - 2, dot) == "no":
            return True
        if dot == length or not _is_of_word(_sign(text, dot - length - 1)):
            if _folded(whole, dot - length, dot) in _abbreviations:
                return True
    return False


cdef bint _stands_before_number(Text *text, Py_ssize_t dot) noexcept:
    cdef Py_ssize_t at = dot + 1
    at += at < text.end and _sign(text, at) == c' '
    return at < text.end and Py_UNICODE_ISDECIMAL(_sign(text, at))


cdef str _folded(str whole, Py_ssize_t start, Py_ssize_t end):
    """A part of a text in the form in which case does not count."""
    cdef str part = PyUnicode_Substring(whole, start, end)
    return part.lower() if part.isascii() else "".join([fold(sign) for sign in part])


def clauses_of(str text not None, Py_ssize_t start, Py_ssize_t end):
    """See `clauses_by_patterns`."""
    cdef Text read = Text(end, PyUnicode_KIND(text), PyUnicode_DATA(text))
    cdef Py_ssize_t begin = start, at = start, behind
    cdef Py_UCS4 sign
    cdef list found = []
    while at < end:
        sign = _sign(&read, at)
        behind = NONE
        if sign >= 128 or _ends_clause[sign]:
            behind = _clause_end(text, &read, at)
        if behind == NONE:
            at += 1
            continue
        _add_trimmed(&read, begin, at, found)
        begin = at = behind
    _add_trimmed(&read, begin, end, found)
    return found


cdef Py_ssize_t _clause_end(str whole, Text *text, Py_ssize_t at) except -2:
    """Where what ends a clause at a place ends."""
    cdef Py_UCS4 sign = _sign(text, at)
    cdef Py_ssize_t end = at + 1
    if Py_UNICODE_ISSPACE(sign):
        while _is_one_of(_dashes, text, end):
            end += 1
        if end > at + 1 and _is_blank(text, end):
            return end + 1
        return at + 1 if _clause_begins(whole, text, at + 1) else NONE
    if sign in _clause_marks:
        return end if end == text.end or _is_blank(text, end) or _sign(text, end) > 127 else NONE
    return end if sign in _brackets else NONE


cdef bint _clause_begins(str whole, Text *text, Py_ssize_t at) except -1:
    """Whether a clause begins at a place with a word that joins it to what is before it."""
    cdef Py_ssize_t end = _word_end(text, at)
    if not 0 < end - at <= LONGEST_JOINT or not _is_blank(text, end) or _folded(whole, at, end) not in _joints:
        return False
    while _is_blank(text, end):
        end += 1
    at, end = end, _word_end(text, end)
    if not 0 < end - at <= LONGEST_JOINT:
        return False
    word = _folded(whole, at, end)
    if word == "j":
        return _is_one_of("'’", text, end) and end + 1 < text.end and _is_of_word(_sign(text, end + 1))
    return word in _subjects


cdef inline Py_ssize_t _word_end(Text *text, Py_ssize_t at) noexcept:
    while at < text.end and _is_of_word(_sign(text, at)):
        at += 1
    return at


cdef int _add_trimmed(Text *text, Py_ssize_t start, Py_ssize_t end, list found) except -1:
    """Add a part without the blanks around it, if there is more."""
    while start < end and Py_UNICODE_ISSPACE(_sign(text, start)):
        start += 1
    while end > start and Py_UNICODE_ISSPACE(_sign(text, end - 1)):
        end -= 1
    if start < end:
        found.append((start, end))
    return 0

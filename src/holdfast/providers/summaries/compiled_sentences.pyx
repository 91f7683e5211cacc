# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The compiled form of `holdfast.providers.summaries.sentences`: one pass over the characters of a text."""

from cpython.unicode cimport (
    Py_UNICODE_ISALPHA,
    Py_UNICODE_ISSPACE,
    PyUnicode_DATA,
    PyUnicode_KIND,
    PyUnicode_READ,
    PyUnicode_Substring,
)

from holdfast.providers.summaries import sentences

DEF LONGEST_MACHINE_WORD = 80
cdef str _closers = sentences.CLOSERS, _wide_marks = sentences.WIDE_MARKS, _wide_closers = sentences.WIDE_CLOSERS


cdef struct Text:
    Py_ssize_t length
    int kind
    void *data


cdef inline Py_UCS4 _sign(Text *text, Py_ssize_t at) noexcept:
    return PyUnicode_READ(text.kind, text.data, at)


cdef inline bint _is_mark(Py_UCS4 sign) noexcept:
    return sign == c'.' or sign == c'!' or sign == c'?' or sign == 0x2026


def pieces_of(str whole not None):
    """See `pieces_by_patterns`."""
    cdef Text text = Text(len(whole), PyUnicode_KIND(whole), PyUnicode_DATA(whole))
    cdef Py_ssize_t start = 0, at = 0, end
    cdef list found = []
    while at < text.length:
        end = _boundary_end(&text, &at)
        if end == at:
            at += 1
        elif _sign(&text, at) == c'.' and sentences.is_abbreviation(whole, start, at, end):
            at = end
        else:
            _add_tidied(whole, &text, start, end, found)
            start = at = end
    _add_tidied(whole, &text, start, text.length, found)
    return found


cdef Py_ssize_t _boundary_end(Text *text, Py_ssize_t *at):
    """Where a boundary that begins at a place ends; where there is none, the place, moved to where none begins before."""
    cdef Py_ssize_t end = at[0]
    cdef Py_UCS4 sign = _sign(text, end)
    if sign < 128 and sign != c'.' and sign != c'!' and sign != c'?' and sign != c'\n':
        return end
    if _is_mark(sign):
        while end < text.length and _is_mark(_sign(text, end)):
            end += 1
        return _behind_marks(text, at, end)
    if sign == c'\n':
        while end < text.length and _sign(text, end) == c'\n':
            end += 1
    elif sign in _wide_marks:
        while end < text.length and _sign(text, end) in _wide_marks:
            end += 1
        while end < text.length and _sign(text, end) in _wide_closers:
            end += 1
    return end


cdef Py_ssize_t _behind_marks(Text *text, Py_ssize_t *at, Py_ssize_t marked):
    """The end of a boundary of marks, if blanks or nothing are behind them and what closes; else it is passed over."""
    cdef Py_ssize_t end = marked, blank
    while end < text.length and _sign(text, end) in _closers:
        end += 1
    blank = end
    while end < text.length and Py_UNICODE_ISSPACE(_sign(text, end)):
        end += 1
    if end > blank or end == text.length:
        return end
    at[0] = marked - 1
    return marked - 1


cdef void _add_tidied(str whole, Text *text, Py_ssize_t start, Py_ssize_t end, list found):
    cdef Py_ssize_t at, last = end
    cdef bint plain
    while last > start and Py_UNICODE_ISSPACE(_sign(text, last - 1)):
        last -= 1
    if last == start:
        return
    plain = Py_UNICODE_ISALPHA(_sign(text, start))
    at = start + 1
    while plain and at < last:
        if Py_UNICODE_ISSPACE(_sign(text, at)):
            plain = _sign(text, at) == c' ' and _sign(text, at - 1) != c' '
        elif _sign(text, at) == c'*' or _sign(text, at) == c'_':
            plain = _sign(text, at - 1) != _sign(text, at)
        at += 1
    if plain:
        found.append(PyUnicode_Substring(whole, start, last))
    else:
        found += sentences.tidied(PyUnicode_Substring(whole, start, end))


def is_noise(str sentence not None):
    """See `is_noise_by_patterns`."""
    cdef Text text = Text(len(sentence), PyUnicode_KIND(sentence), PyUnicode_DATA(sentence))
    cdef Py_ssize_t at, letters = 0, blanks = 0, run = 0
    cdef Py_UCS4 sign
    for at in range(text.length):
        sign = _sign(&text, at)
        letters += Py_UNICODE_ISALPHA(sign)
        blanks += sign == c' '
        run = run + 1 if c'!' <= sign <= c'~' else 0
        if run == LONGEST_MACHINE_WORD:
            return True
    if letters < 2:
        return True
    sign = _sign(&text, 0)
    if (sign == c'{' or sign == c'[' or sign == c'<' or sign == c'|') and sentences.ends_as_data(sentence):
        return True
    return letters + blanks < 0.6 * text.length

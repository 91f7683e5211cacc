# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The compiled form of `holdfast.providers.facts.reader.reading`: words in one pass, and the looks at a sentence."""

from cpython.unicode cimport (
    Py_UNICODE_ISALNUM,
    Py_UNICODE_ISDECIMAL,
    Py_UNICODE_ISSPACE,
    PyUnicode_DATA,
    PyUnicode_KIND,
    PyUnicode_READ,
    PyUnicode_Substring,
)
from libc.math cimport expf
from libc.stdint cimport int16_t
from libc.stdlib cimport free, malloc

from holdfast.providers.facts.reader import reading

cdef float _unit = 1.0 / reading.UNITS
cdef Py_ssize_t _most_words = reading.MOST_WORDS


cdef struct Text:
    Py_ssize_t end
    int kind
    void *data


cdef inline Py_UCS4 _sign(Text *text, Py_ssize_t at) noexcept:
    return PyUnicode_READ(text.kind, text.data, at) if at < text.end else 0


cdef inline bint _is_letter(Py_UCS4 sign) noexcept:
    if sign < 128:
        return c'a' <= sign <= c'z' or c'A' <= sign <= c'Z'
    return Py_UNICODE_ISALNUM(sign) and not Py_UNICODE_ISDECIMAL(sign)


cdef inline bint _is_unspaced(Py_UCS4 sign) noexcept:
    return 0x3040 <= sign <= 0x30FF or 0x3400 <= sign <= 0x4DBF or 0x4E00 <= sign <= 0x9FFF


cdef inline bint _is_of_word(Py_UCS4 sign) noexcept:
    return Py_UNICODE_ISALNUM(sign) or sign == c'_'


cdef inline bint _is_apostrophe(Py_UCS4 sign) noexcept:
    return sign == c"'" or sign == 0x2019


cdef Py_ssize_t _contraction_end(Text *text, Py_ssize_t at) noexcept:
    """Where a word ends, of which the letters end at an apostrophe."""
    cdef Py_UCS4 first = _sign(text, at + 1), second = _sign(text, at + 2)
    if (first == c't' or first == c'm' or first == c'd') and not _is_of_word(second):
        return at + 2
    if (first == c'l' and second == c'l') or ((first == c'r' or first == c'v') and second == c'e'):
        if not _is_of_word(_sign(text, at + 3)):
            return at + 3
    return at + 1 if _is_letter(first) and _is_letter(second) else at


cdef Py_ssize_t _next(Text *text, Py_ssize_t at, Py_ssize_t *start) noexcept:
    """Where the next word ends, which begins at ``start``; the end where there is none."""
    cdef Py_UCS4 sign
    while at < text.end:
        sign = _sign(text, at)
        if sign != c'_' and not Py_UNICODE_ISSPACE(sign):
            break
        at += 1
    start[0] = at
    if at >= text.end:
        return at
    if _is_unspaced(sign):
        return at + 1
    if _is_letter(sign):
        while at < text.end and _is_letter(_sign(text, at)) and not _is_unspaced(_sign(text, at)):
            at += 1
        return _contraction_end(text, at) if at < text.end and _is_apostrophe(_sign(text, at)) else at
    if Py_UNICODE_ISDECIMAL(sign):
        while True:
            while at < text.end and Py_UNICODE_ISDECIMAL(_sign(text, at)):
                at += 1
            sign = _sign(text, at)
            if not (sign == c'.' or sign == c',' or sign == c':' or sign == c'/'):
                return at
            if not Py_UNICODE_ISDECIMAL(_sign(text, at + 1)):
                return at
            at += 1
    if _is_apostrophe(sign) and _sign(text, at + 1) == c's' and not _is_of_word(_sign(text, at + 2)):
        return at + 2
    return at + 1


cdef Text _text(str text, Py_ssize_t end):
    return Text(min(end, len(text)), PyUnicode_KIND(text), PyUnicode_DATA(text))


def words_of(str text not None, Py_ssize_t start, Py_ssize_t end):
    """See `reading.words_by_pattern`."""
    cdef Text signs = _text(text, end)
    cdef Py_ssize_t begin = 0, stop
    cdef list found = []
    if start < 0:
        raise ValueError("a part of a text begins in it")
    while len(found) < _most_words:
        stop = _next(&signs, start, &begin)
        if stop <= begin:
            break
        found.append((begin, stop, PyUnicode_Substring(text, begin, stop)))
        start = stop
    return found


def weighty_words(str text not None, Py_ssize_t start, Py_ssize_t end, weights, double least):
    """See `reading.weighty_words_by_pattern`."""
    cdef Text signs = _text(text, end)
    cdef Py_ssize_t begin = 0, stop
    cdef double total = 0.0
    cdef list found = []
    cdef str word
    if start < 0:
        raise ValueError("a part of a text begins in it")
    while len(found) < _most_words:
        stop = _next(&signs, start, &begin)
        if stop <= begin:
            break
        word = PyUnicode_Substring(text, begin, stop)
        total += <double> weights[word]
        found.append((begin, stop, word))
        start = stop
    return found if total >= least else None


cdef class CompiledTeller:
    """See `reading.PlainTeller`."""

    cdef const int16_t[:, ::1] _looks
    cdef const int16_t[::1] _bias
    cdef const float[:, ::1] _sentence, _told
    cdef const float[::1] _sentence_bias, _told_bias
    cdef Py_ssize_t _size, _hidden, _results

    def __init__(self, looks, bias, sentence, sentence_bias, told, told_bias):
        self._looks, self._bias = looks, bias
        self._sentence, self._sentence_bias = sentence, sentence_bias
        self._told, self._told_bias = told, told_bias
        self._size, self._hidden, self._results = len(bias) // 2, len(sentence_bias), len(told_bias)
        if (
            looks.shape[1] != 4 * self._size or sentence.shape != (2 * self._size, self._hidden)
            or told.shape != (self._hidden, self._results)
        ):
            raise ValueError("the weights do not go together")

    def tell(self, list words not None, numbers, Py_ssize_t first, float least):
        """See `reading.PlainTeller`."""
        cdef Py_ssize_t number
        cdef list rows = [numbers[(<tuple> word)[2]] for word in words]
        cdef float *out
        cdef list found = []
        if not rows or not 0 <= first < self._looks.shape[0]:
            raise IndexError("a sentence has a first word")
        for row in rows:
            if not 0 <= <Py_ssize_t> row < self._looks.shape[0]:
                raise IndexError(f"there is no row {row}")
        out = <float *> malloc(self._results * sizeof(float))
        if out == NULL:
            raise MemoryError
        try:
            _tell(self, rows, first, out)
            for number in range(self._results):
                if out[number] >= least:
                    found.append((number, out[number]))
        finally:
            free(out)
        return found


cdef int _tell(CompiledTeller self, list rows, Py_ssize_t first, float *out) except -1:
    cdef Py_ssize_t size = self._size, hidden = self._hidden, results = self._results
    cdef Py_ssize_t count = len(rows), at, number, place
    cdef float value
    cdef const int16_t *bias = &self._bias[0]
    cdef const int16_t *own
    cdef const int16_t *before
    cdef const int16_t *behind
    cdef int16_t *seen
    cdef int16_t *strongest
    cdef float *inner
    cdef const float *weights
    seen = <int16_t *> malloc(3 * size * sizeof(int16_t))
    inner = <float *> malloc(hidden * sizeof(float))
    if seen == NULL or inner == NULL:
        free(seen)
        free(inner)
        raise MemoryError
    strongest = seen + size
    for place in range(2 * size):
        strongest[place] = -32768
    before = NULL
    own = &self._looks[<Py_ssize_t> rows[0], 0]
    for at in range(count):
        behind = &self._looks[<Py_ssize_t> rows[at + 1], 0] if at + 1 < count else NULL
        _look(seen, strongest, bias, before, own, behind, size)
        if at < 2:
            _look_at_first(seen, strongest, &self._looks[first, 0], own, at, size)
        else:
            _strengthen(strongest, seen, size)
            _strengthen(strongest + size, own + 3 * size, size)
        before = own
        own = behind
    for number in range(hidden):
        inner[number] = self._sentence_bias[number]
    for place in range(2 * size):
        value = strongest[place] + (bias[place] if place >= size else 0)
        if value > 0:
            value *= _unit
            weights = &self._sentence[place, 0]
            for number in range(hidden):
                inner[number] += value * weights[number]
    for number in range(results):
        out[number] = self._told_bias[number]
    for place in range(hidden):
        value = inner[place]
        if value > 0:
            weights = &self._told[place, 0]
            for number in range(results):
                out[number] += value * weights[number]
    for number in range(results):
        out[number] = 1 / (1 + expf(-out[number]))
    free(seen)
    free(inner)
    return 0


cdef inline void _look(
    int16_t *seen,
    const int16_t *strongest,
    const int16_t *bias,
    const int16_t *before,
    const int16_t *own,
    const int16_t *behind,
    Py_ssize_t size,
) noexcept:
    """What a look at a word and its neighbours shows."""
    cdef Py_ssize_t place
    for place in range(size):
        seen[place] = bias[place] + own[size + place]
    if before != NULL:
        for place in range(size):
            seen[place] += before[place]
    if behind != NULL:
        for place in range(size):
            seen[place] += behind[2 * size + place]


cdef inline void _look_at_first(
    int16_t *seen, int16_t *strongest, const int16_t *first, const int16_t *own, Py_ssize_t at, Py_ssize_t size
) noexcept:
    """The same with what a word adds by being the first one, at that or the one behind it."""
    cdef Py_ssize_t place
    cdef int16_t alone
    for place in range(size):
        seen[place] += first[size + place] if at == 0 else first[place]
    _strengthen(strongest, seen, size)
    for place in range(size):
        alone = own[3 * size + place] + (first[3 * size + place] if at == 0 else 0)
        if alone > strongest[size + place]:
            strongest[size + place] = alone


cdef inline void _strengthen(int16_t *strongest, const int16_t *seen, Py_ssize_t size) noexcept:
    cdef Py_ssize_t place
    for place in range(size):
        strongest[place] = max(strongest[place], seen[place])

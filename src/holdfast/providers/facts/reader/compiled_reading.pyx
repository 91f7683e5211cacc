# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The compiled form of `holdfast.providers.facts.reader.reading`: words in one pass, and the looks at a sentence."""

from cpython.dict cimport PyDict_GetItemWithError
from cpython.float cimport PyFloat_AS_DOUBLE
from cpython.object cimport PyObject
from cpython.unicode cimport (
    Py_UNICODE_ISALNUM,
    Py_UNICODE_ISDECIMAL,
    Py_UNICODE_ISSPACE,
    PyUnicode_DATA,
    PyUnicode_KIND,
    PyUnicode_READ,
    PyUnicode_Substring,
)
from libc.math cimport INFINITY, expf, logf
from libc.stdint cimport int16_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy

from holdfast.providers.facts.reader import reading

ctypedef const int16_t *Row

cdef extern from *:
    """
    #include <stdint.h>

    /* Loops over vectors are there for wider registers as well, where linker and processor can choose between them. */
    #if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
    #define FOR_EACH_WIDTH __attribute__((target_clones("avx2", "default")))
    #else
    #define FOR_EACH_WIDTH
    #endif

    /* What a look at each word and its neighbours shows, and the strongest outcomes; a row is three looks and one alone.
       What the first word adds by being the first is a row of its own. */
    FOR_EACH_WIDTH
    static void look_at_all(const int16_t *const *rows, const int16_t *first, const int16_t *restrict bias,
                            int16_t *restrict near, int16_t *restrict strongest, Py_ssize_t count, Py_ssize_t size) {
        for (Py_ssize_t place = 0; place < 2 * size; place++) strongest[place] = INT16_MIN;
        for (Py_ssize_t at = 0; at < count; at++, near += size) {
            const int16_t *restrict own = rows[at];
            for (Py_ssize_t place = 0; place < size; place++) near[place] = (int16_t) (bias[place] + own[size + place]);
            if (at > 0) {
                const int16_t *restrict before = rows[at - 1];
                for (Py_ssize_t place = 0; place < size; place++) near[place] = (int16_t) (near[place] + before[place]);
            }
            if (at + 1 < count) {
                const int16_t *restrict behind = rows[at + 1] + 2 * size;
                for (Py_ssize_t place = 0; place < size; place++) near[place] = (int16_t) (near[place] + behind[place]);
            }
            if (at < 2) {
                const int16_t *restrict more = at == 0 ? first + size : first;
                for (Py_ssize_t place = 0; place < size; place++) near[place] = (int16_t) (near[place] + more[place]);
            }
            for (Py_ssize_t place = 0; place < size; place++)
                strongest[place] = strongest[place] > near[place] ? strongest[place] : near[place];
            const int16_t *restrict alone = own + 3 * size;
            int16_t *restrict kept = strongest + size;
            if (at == 0) {
                const int16_t *restrict more = first + 3 * size;
                for (Py_ssize_t place = 0; place < size; place++) kept[place] = (int16_t) (alone[place] + more[place]);
            } else {
                for (Py_ssize_t place = 0; place < size; place++)
                    kept[place] = kept[place] > alone[place] ? kept[place] : alone[place];
            }
        }
    }

    /* Add a layer over units, of which those below 0 count nothing. */
    FOR_EACH_WIDTH
    static void add_units(const int16_t *restrict units, const float *restrict weights, float *restrict out,
                          Py_ssize_t from, Py_ssize_t to, float unit) {
        for (Py_ssize_t place = 0; place < from; place++, weights += to) {
            if (units[place] <= 0) continue;
            const float value = unit * (float) units[place];
            for (Py_ssize_t at = 0; at < to; at++) out[at] += value * weights[at];
        }
    }

    /* The same over numbers. */
    FOR_EACH_WIDTH
    static void add_numbers(const float *restrict numbers, const float *restrict weights, float *restrict out,
                            Py_ssize_t from, Py_ssize_t to) {
        for (Py_ssize_t place = 0; place < from; place++, weights += to) {
            if (numbers[place] <= 0) continue;
            const float value = numbers[place];
            for (Py_ssize_t at = 0; at < to; at++) out[at] += value * weights[at];
        }
    }

    /* What the words around word number ``at`` contribute to its marks. */
    FOR_EACH_WIDTH
    static void gather_around(const int16_t *const *rows, const int16_t *first, Py_ssize_t at, Py_ssize_t count,
                              Py_ssize_t reach, Py_ssize_t size, int16_t *restrict units, float *restrict out,
                              float unit) {
        for (Py_ssize_t place = 0; place < size; place++) units[place] = 0;
        for (Py_ssize_t part = 0; part <= 2 * reach; part++) {
            const Py_ssize_t word = at + part - reach;
            if (word < 0 || word >= count) continue;
            const int16_t *restrict row = rows[word] + part * size;
            for (Py_ssize_t place = 0; place < size; place++) units[place] = (int16_t) (units[place] + row[place]);
        }
        if (at <= reach) {
            const int16_t *restrict row = first + (reach - at) * size;
            for (Py_ssize_t place = 0; place < size; place++) units[place] = (int16_t) (units[place] + row[place]);
        }
        for (Py_ssize_t place = 0; place < size; place++) out[place] += unit * (float) units[place];
    }
    """
    void look_at_all(
        Row *rows, const int16_t *first, const int16_t *bias, int16_t *near, int16_t *strongest,
        Py_ssize_t count, Py_ssize_t size
    ) noexcept nogil
    void add_units(
        const int16_t *units, const float *weights, float *out, Py_ssize_t start, Py_ssize_t to, float unit
    ) noexcept nogil
    void add_numbers(
        const float *numbers, const float *weights, float *out, Py_ssize_t start, Py_ssize_t to
    ) noexcept nogil
    void gather_around(
        Row *rows, const int16_t *first, Py_ssize_t at, Py_ssize_t count, Py_ssize_t reach,
        Py_ssize_t size, int16_t *units, float *out, float unit
    ) noexcept nogil

cdef enum:
    MOST_WORDS = 48
    FEWEST_HEARD = 2
    MOST_HEARD = 32

cdef float _unit = 1.0 / reading.UNITS
cdef Py_ssize_t _reach = reading.REACH

if (reading.MOST_WORDS, reading.FEWEST_HEARD, reading.MOST_HEARD) != (MOST_WORDS, FEWEST_HEARD, MOST_HEARD):
    raise ImportError("the plain form looks at another number of words")


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
    while len(found) < MOST_WORDS:
        stop = _next(&signs, start, &begin)
        if stop <= begin:
            break
        found.append((begin, stop, PyUnicode_Substring(text, begin, stop)))
        start = stop
    return found


cdef class CompiledTeller:
    """See `reading.PlainTeller`."""

    cdef const int16_t[:, ::1] _looks, _wide
    cdef const int16_t[::1] _bias
    cdef const float[:, ::1] _sentence, _told, _wide_near, _wide_sentence, _tags
    cdef const float[::1] _sentence_bias, _told_bias, _wide_bias, _tags_bias
    cdef Py_ssize_t _size, _hidden, _results, _marks, _tag_count

    def __init__(self, weights):
        self._looks, self._bias = weights.looks, weights.bias
        self._sentence, self._sentence_bias = weights.sentence, weights.sentence_bias
        self._told, self._told_bias = weights.told, weights.told_bias
        self._wide, self._wide_bias = weights.wide, weights.wide_bias
        self._wide_near, self._wide_sentence = weights.wide_near, weights.wide_sentence
        self._tags, self._tags_bias = weights.tags, weights.tags_bias
        self._size, self._hidden = len(weights.bias) // 2, len(weights.sentence_bias)
        self._results, self._marks = len(weights.told_bias), len(weights.wide_bias)
        self._tag_count = len(weights.tags_bias)
        if (
            weights.looks.shape[1] != 4 * self._size
            or weights.sentence.shape != (2 * self._size, self._hidden)
            or weights.told.shape != (self._hidden, self._results)
            or weights.wide.shape[1] != (2 * _reach + 1) * self._marks
            or weights.wide_near.shape != (self._size, self._marks)
            or weights.wide_sentence.shape != (self._hidden, self._marks)
            or weights.tags.shape != (self._marks, self._tag_count)
        ):
            raise ValueError("the weights do not go together")

    def hear(  # noqa: PLR0917
        self, str text not None, Py_ssize_t start, Py_ssize_t end, weights, double weight, rows, first_rows, float least
    ):
        """See `reading.PlainTeller`."""
        cdef Text signs = _text(text, end)
        cdef Py_ssize_t begin = 0, stop
        cdef Py_ssize_t[MOST_WORDS] begins, stops
        cdef double total = 0.0
        cdef PyObject *known
        cdef list words = [], told
        cdef Py_ssize_t number
        if start < 0:
            raise ValueError("a part of a text begins in it")
        while True:
            stop = _next(&signs, start, &begin)
            if stop <= begin:
                break
            if len(words) == MOST_HEARD:
                return None
            begins[len(words)], stops[len(words)] = begin, stop
            word = PyUnicode_Substring(text, begin, stop)
            known = PyDict_GetItemWithError(weights, word)
            total += <double> weights[word] if known == NULL else PyFloat_AS_DOUBLE(<object> known)
            words.append(word)
            start = stop
        if total < weight or len(words) < FEWEST_HEARD:
            return None
        told = _told(self, words, rows, first_rows[words[0]], least)
        if not told:
            return None
        return [(begins[number], stops[number], words[number]) for number in range(len(words))], told

    def tell(self, list words not None, rows, Py_ssize_t first, float least):
        """See `reading.PlainTeller`."""
        return _told(self, [word for _, _, word in words], rows, first, least)

    def name(self, list words not None, rows, wide_rows, Py_ssize_t first, numbers):
        """See `reading.PlainTeller`."""
        cdef Row[MOST_WORDS] own
        cdef Row[MOST_WORDS] wide
        cdef list spelt = [word for _, _, word in words]
        cdef Py_ssize_t at, number, count = _rows(self._looks, spelt, rows, first, own)
        cdef Py_ssize_t marks = self._marks, tag_count = self._tag_count
        cdef int16_t *near
        cdef float *inner
        cdef float *shares
        cdef list found = []
        _rows(self._wide, spelt, wide_rows, first, wide)
        for number in numbers:
            if not 0 <= number < (tag_count - 1) // 2:
                raise IndexError(f"there is no operation {number}")
        near = <int16_t *> malloc(((count + 2) * self._size + marks) * sizeof(int16_t))
        inner = <float *> malloc((self._hidden + 2 * marks + count * tag_count) * sizeof(float))
        try:
            if near == NULL or inner == NULL:
                raise MemoryError
            shares = inner + self._hidden + 2 * marks
            _see(self, own, first, count, near, inner)
            _share(self, wide, first, count, near, inner)
            for number in numbers:
                found.append(
                    [
                        (shares[at * tag_count + 1 + 2 * number], shares[at * tag_count + 2 + 2 * number])
                        for at in range(count)
                    ]
                )
        finally:
            free(near)
            free(inner)
        return found


cdef list _told(CompiledTeller self, list words, rows, Py_ssize_t first, float least):
    """See `reading.PlainTeller.tell`, of words alone."""
    cdef Row[MOST_WORDS] own
    cdef Py_ssize_t number, count = _rows(self._looks, words, rows, first, own)
    cdef int16_t *near = <int16_t *> malloc((count + 2) * self._size * sizeof(int16_t))
    cdef float *inner = <float *> malloc((self._hidden + self._results) * sizeof(float))
    cdef float *told = inner + self._hidden
    cdef float lowest = logf(least / (1 - least)) if 0 < least < 1 else (-INFINITY if least <= 0 else INFINITY)
    cdef list found = []
    try:
        if near == NULL or inner == NULL:
            raise MemoryError
        _see(self, own, first, count, near, inner)
        memcpy(told, &self._told_bias[0], self._results * sizeof(float))
        add_numbers(inner, &self._told[0, 0], told, self._hidden, self._results)
        for number in range(self._results):
            if told[number] >= lowest:
                found.append((number, 1 / (1 + expf(-told[number]))))
    finally:
        free(near)
        free(inner)
    return found


cdef Py_ssize_t _rows(
    const int16_t[:, ::1] table, list words, rows, Py_ssize_t first, Row *found
) except -1:
    """Where the rows of words are in a table, and how many they are."""
    cdef Py_ssize_t count = 0, row
    cdef PyObject *known
    if not words or len(words) > MOST_WORDS or not 0 <= first < table.shape[0]:
        raise IndexError("a sentence has a first word, and no more than are looked at")
    for word in words:
        known = PyDict_GetItemWithError(rows, word)
        row = rows[word] if known == NULL else <object> known
        if not 0 <= row < table.shape[0]:
            raise IndexError(f"there is no row {row}")
        found[count] = &table[row, 0]
        count += 1
    return count


cdef void _see(
    CompiledTeller self, Row *rows, Py_ssize_t first, Py_ssize_t count, int16_t *near, float *inner
) noexcept:
    """What the looks show, ``count`` of them and then the strongest of each, and what the sentence does."""
    cdef Py_ssize_t size = self._size, place
    cdef int16_t *strongest = near + count * size
    look_at_all(rows, &self._looks[first, 0], &self._bias[0], near, strongest, count, size)
    for place in range(size, 2 * size):
        strongest[place] += self._bias[place]
    memcpy(inner, &self._sentence_bias[0], self._hidden * sizeof(float))
    add_units(strongest, &self._sentence[0, 0], inner, 2 * size, self._hidden, _unit)


cdef void _share(
    CompiledTeller self, Row *wide, Py_ssize_t first, Py_ssize_t count, int16_t *near, float *inner
) noexcept:
    """The shares of the tags of each word, behind what the sentence shows and room for its marks twice."""
    cdef Py_ssize_t marks = self._marks, tags = self._tag_count, at, number
    cdef float *everywhere = inner + self._hidden
    cdef float *own = everywhere + marks
    cdef float *shares = own + marks
    cdef float highest, total
    memcpy(everywhere, &self._wide_bias[0], marks * sizeof(float))
    add_numbers(inner, &self._wide_sentence[0, 0], everywhere, self._hidden, marks)
    for at in range(count):
        memcpy(own, everywhere, marks * sizeof(float))
        gather_around(
            wide, &self._wide[first, 0], at, count, _reach, marks, near + (count + 2) * self._size, own, _unit
        )
        add_units(near + at * self._size, &self._wide_near[0, 0], own, self._size, marks, _unit)
        memcpy(shares, &self._tags_bias[0], tags * sizeof(float))
        add_numbers(own, &self._tags[0, 0], shares, marks, tags)
        highest = shares[0]
        for number in range(1, tags):
            highest = max(highest, shares[number])
        total = 0
        for number in range(tags):
            shares[number] = expf(shares[number] - highest)
            total += shares[number]
        for number in range(tags):
            shares[number] /= total
        shares += tags

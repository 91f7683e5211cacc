# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The compiled form of `holdfast.operations.prompting.word_signs`: one pass over the characters of a text."""

from cpython.dict cimport PyDict_GetItem
from cpython.mem cimport PyMem_Free, PyMem_Malloc
from cpython.ref cimport PyObject
from cpython.tuple cimport PyTuple_GET_ITEM, PyTuple_GET_SIZE
from cpython.unicode cimport (
    Py_UNICODE_ISALNUM,
    Py_UNICODE_ISDECIMAL,
    PyUnicode_DATA,
    PyUnicode_FromKindAndData,
    PyUnicode_KIND,
    PyUnicode_READ,
    PyUnicode_Substring,
    PyUnicode_WRITE,
)
from libc.stdint cimport uint64_t
from libc.string cimport memset

DEF MOST_LANGUAGES = 64


cdef struct Told:
    # What a word tells, and in which text it was met last.
    uint64_t languages
    uint64_t text
    long signs


cdef struct Phrase:
    # A sign that a phrase tells, with how much stands before its first blank, and the character behind that.
    Py_ssize_t before
    Py_UCS4 behind
    long sign


cdef struct Text:
    Py_ssize_t length
    int kind
    void *data


cdef class CompiledSigns:
    """See `holdfast.operations.prompting.word_signs.PlainSigns`."""

    cdef dict _places
    cdef Told *_words
    cdef uint64_t _texts
    cdef tuple _phrases
    cdef Phrase *_looks

    def __cinit__(self, words not None, phrases not None, /):
        cdef Py_ssize_t place, before
        self._phrases = tuple(phrases)
        self._looks = <Phrase *> PyMem_Malloc((len(phrases) or 1) * sizeof(Phrase))
        if self._looks == NULL:
            raise MemoryError
        for place, (phrase, sign) in enumerate(phrases.items()):
            before = phrase.index(" ")
            self._looks[place] = Phrase(before, phrase[before + 1], sign)
        self._places = {}
        self._texts = 0
        self._words = <Told *> PyMem_Malloc((len(words) or 1) * sizeof(Told))
        if self._words == NULL:
            raise MemoryError
        for place, (word, (signs, languages)) in enumerate(words.items()):
            self._places[word] = place
            self._words[place] = Told(languages, 0, signs)

    def __dealloc__(self):
        PyMem_Free(self._words)
        PyMem_Free(self._looks)

    def told(self, str said not None, /):
        """See `PlainSigns.told`."""
        cdef Text text = Text(len(said), PyUnicode_KIND(said), PyUnicode_DATA(said))
        cdef int counts[MOST_LANGUAGES]
        cdef Py_ssize_t at = 0, start
        cdef long signs = 0
        cdef bint any_language = False
        cdef Py_UCS4 sign
        cdef PyObject *place
        cdef Told *word
        memset(counts, 0, sizeof(counts))
        self._texts += 1
        while at < text.length:
            sign = PyUnicode_READ(text.kind, text.data, at)
            if not _is_of_word(sign):
                if sign == c' ':
                    signs |= self._of_phrases(&text, at)
                at += 1
                continue
            start = at
            at += 1
            while at < text.length and _is_of_word(PyUnicode_READ(text.kind, text.data, at)):
                at += 1
            place = PyDict_GetItem(self._places, PyUnicode_Substring(said, start, at))
            if place == NULL:
                continue
            word = &self._words[<Py_ssize_t> <object> place]
            if word.text == self._texts:
                continue
            word.text = self._texts
            signs |= word.signs
            if word.languages:
                any_language = True
                _count(counts, word.languages)
        return signs, _most(counts) if any_language else 0

    cdef long _of_phrases(self, Text *text, Py_ssize_t blank):
        """The signs of those phrases of which the first blank stands at a place."""
        cdef Py_ssize_t number
        cdef Phrase *look
        cdef Py_UCS4 behind
        cdef long signs = 0
        if blank + 1 == text.length:
            return 0
        behind = PyUnicode_READ(text.kind, text.data, blank + 1)
        for number in range(PyTuple_GET_SIZE(self._phrases)):
            look = &self._looks[number]
            if (
                look.behind == behind
                and look.before <= blank
                and _stands(text, blank - look.before, <str> PyTuple_GET_ITEM(self._phrases, number))
            ):
                signs |= look.sign
        return signs


cdef inline bint _is_of_word(Py_UCS4 sign) noexcept:
    if sign < 128:
        return c'a' <= sign <= c'z' or c'0' <= sign <= c'9' or c'A' <= sign <= c'Z'
    return Py_UNICODE_ISALNUM(sign)


cdef inline bint _is_decimal(Py_UCS4 sign) noexcept:
    return c'0' <= sign <= c'9' if sign < 128 else Py_UNICODE_ISDECIMAL(sign)


cdef void _count(int *counts, uint64_t languages) noexcept:
    cdef int language = 0
    while languages:
        counts[language] += languages & 1
        languages >>= 1
        language += 1


cdef uint64_t _most(int *counts) noexcept:
    """The languages that were counted most often."""
    cdef int language, most = 0
    cdef uint64_t found = 0
    for language in range(MOST_LANGUAGES):
        if counts[language] > most:
            most = counts[language]
    for language in range(MOST_LANGUAGES):
        if counts[language] == most:
            found |= <uint64_t> 1 << language
    return found


def compiled_matters(str said not None, meanings not None, /):
    """See `plain_matters`."""
    cdef Text text = Text(len(said), PyUnicode_KIND(said), PyUnicode_DATA(said)), joined
    cdef Py_ssize_t at = 0, start
    cdef long found = 0
    cdef list begun = []
    cdef object meaning  # a tuple, as all that is cast to one below
    cdef PyObject *known
    # A blank stands before each word and behind the last one; no word grows longer.
    joined = Text(0, text.kind, PyMem_Malloc((text.length + 2) * text.kind))
    if joined.data == NULL:
        raise MemoryError
    try:
        while True:
            _add(&joined, c' ')
            start = joined.length
            at = _joined_word(&text, at, &joined)
            if joined.length == start:
                break
            word = PyUnicode_FromKindAndData(
                joined.kind, <char *> joined.data + start * joined.kind, joined.length - start
            )
            known = PyDict_GetItem(meanings, word)
            meaning = meanings[word] if known == NULL else <object> known
            if meaning is None:
                continue
            found |= <long> <object> PyTuple_GET_ITEM(<tuple> meaning, 0)
            if <object> PyTuple_GET_ITEM(<tuple> meaning, 2):
                joined.length = start
                _add(&joined, c'#')
            if PyTuple_GET_SIZE(<tuple> PyTuple_GET_ITEM(<tuple> meaning, 1)):
                begun.append((start - 1, <object> PyTuple_GET_ITEM(<tuple> meaning, 1)))
        for place, phrases in begun:
            found |= _of_phrases(&joined, place, phrases, found)
    finally:
        PyMem_Free(joined.data)
    return found


cdef inline void _add(Text *joined, Py_UCS4 sign) noexcept:
    PyUnicode_WRITE(joined.kind, joined.data, joined.length, sign)
    joined.length += 1


cdef Py_ssize_t _joined_word(Text *text, Py_ssize_t at, Text *joined) noexcept:
    """Add the next word, its numbers as ``#``; where it ends in the text."""
    cdef Py_UCS4 sign
    cdef bint inside = False
    while at < text.length:
        sign = PyUnicode_READ(text.kind, text.data, at)
        if _is_decimal(sign):
            at = _number_end(text, at)
            _add(joined, c'#')
            inside = True
            continue
        at += 1
        if _is_of_word(sign) or sign == c'#':
            _add(joined, sign)
            inside = True
        elif inside:
            if not (sign == c"'" or sign == c'-' or sign == 0x2019) or not _continues(text, at):
                break
            _add(joined, c'-' if sign == c'-' else c"'")
    return at


cdef inline bint _continues(Text *text, Py_ssize_t at) noexcept:
    cdef Py_UCS4 sign
    if at == text.length:
        return False
    sign = PyUnicode_READ(text.kind, text.data, at)
    return _is_of_word(sign) or sign == c'#'


cdef inline Py_ssize_t _number_end(Text *text, Py_ssize_t at) noexcept:
    cdef Py_UCS4 sign
    at += 1
    while at < text.length:
        sign = PyUnicode_READ(text.kind, text.data, at)
        if _is_decimal(sign):
            at += 1
        elif (
            (sign == c'.' or sign == c',' or sign == c':')
            and at + 1 < text.length
            and _is_decimal(PyUnicode_READ(text.kind, text.data, at + 1))
        ):
            at += 2
        else:
            break
    return at


cdef long _of_phrases(Text *joined, Py_ssize_t place, tuple phrases, long found):
    """The matters of those phrases that stand at a place, as far as they are not found yet."""
    cdef Py_ssize_t number
    cdef tuple one
    cdef long matter, more = 0
    for number in range(PyTuple_GET_SIZE(phrases)):
        one = <tuple> PyTuple_GET_ITEM(phrases, number)
        matter = <object> PyTuple_GET_ITEM(one, 1)
        if matter & ~(found | more) and _stands(joined, place, <str> PyTuple_GET_ITEM(one, 0)):
            more |= matter
    return more


cdef inline bint _stands(Text *joined, Py_ssize_t place, str phrase):
    cdef Py_ssize_t at, length = len(phrase)
    cdef int kind = PyUnicode_KIND(phrase)
    cdef void *data = PyUnicode_DATA(phrase)
    if place + length > joined.length:
        return False
    for at in range(length):
        if PyUnicode_READ(joined.kind, joined.data, place + at) != PyUnicode_READ(kind, data, at):
            return False
    return True

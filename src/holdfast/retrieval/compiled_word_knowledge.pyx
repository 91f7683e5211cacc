# cython: language_level=3, boundscheck=False, wraparound=False
"""The compiled form of `holdfast.retrieval.word_knowledge`."""

from cpython.dict cimport PyDict_GetItem
from cpython.list cimport PyList_GET_ITEM, PyList_GET_SIZE
from cpython.ref cimport PyObject
from cpython.set cimport PySet_GET_SIZE
from cpython.tuple cimport PyTuple_GET_ITEM, PyTuple_GET_SIZE

DEF TELLING = 2
DEF SHARED = 3
DEF MOST_TELLING = 8192
DEF MOST_LANGUAGES = 64
DEF MANY_WORDS = 1024


cdef struct Count:
    # A language, and how often it was counted.
    PyObject *language
    int count


def language_told(list words not None, dict owners not None, /):
    """See `holdfast.retrieval.word_knowledge.WordKnowledge`."""
    cdef PyObject *found[MOST_TELLING]
    cdef Count counts[MOST_LANGUAGES]
    cdef PyObject *those
    cdef Py_ssize_t at
    cdef int number, telling = 0, single = 0
    if PyList_GET_SIZE(words) > MANY_WORDS:  # else each repetition would be compared with all function words before
        words = list(dict.fromkeys(words))
    for at in range(PyList_GET_SIZE(words)):
        those = PyDict_GetItem(owners, <object> PyList_GET_ITEM(words, at))
        if those == NULL or _has(found, telling, those):
            continue
        if telling == MOST_TELLING:
            break  # there are no more function words than that
        found[telling] = those
        telling += 1
        single += PyTuple_GET_SIZE(<tuple> those) == 1
    if telling < TELLING:
        return None
    if single >= TELLING:
        number = _most(counts, _counted(counts, found, telling, True))
        if 3 * counts[number].count > 2 * single:
            return <object> counts[number].language
    if telling >= SHARED:
        number = _counted(counts, found, telling, False)
        at = _most(counts, number)
        if counts[at].count >= SHARED and _is_alone(counts, number, at):
            return <object> counts[at].language
    return None


cdef inline bint _has(PyObject **found, int count, PyObject *those) noexcept:
    cdef int at
    for at in range(count):
        if found[at] == those:
            return True
    return False


cdef int _counted(Count *counts, PyObject **found, int telling, bint single) noexcept:
    """Count the languages of words, or of those words that a ``single`` one has; how many languages there are."""
    cdef int number, at, languages = 0
    cdef Py_ssize_t place
    cdef PyObject *language
    for number in range(telling):
        if single and PyTuple_GET_SIZE(<tuple> found[number]) != 1:
            continue
        for place in range(PyTuple_GET_SIZE(<tuple> found[number])):
            language = <PyObject *> PyTuple_GET_ITEM(<tuple> found[number], place)
            at = 0
            while at < languages and counts[at].language != language:
                at += 1
            if at == languages:
                if languages == MOST_LANGUAGES:
                    continue
                counts[at] = Count(language, 0)
                languages += 1
            counts[at].count += 1
    return languages


cdef int _most(Count *counts, int languages) noexcept:
    cdef int at, most = 0
    for at in range(1, languages):
        if counts[at].count > counts[most].count:
            most = at
    return most


cdef bint _is_alone(Count *counts, int languages, int most) noexcept:
    cdef int at
    for at in range(languages):
        if at != most and counts[at].count == counts[most].count:
            return False
    return True


def gathered(list words not None, dict known not None, /):
    """See `holdfast.retrieval.word_knowledge.WordKnowledge`."""
    cdef list terms = []
    cdef set meant = set()
    cdef Py_ssize_t at, place, count = 0
    cdef long kinds = 0
    cdef PyObject *found
    cdef tuple one, forms
    for at in range(PyList_GET_SIZE(words)):
        found = PyDict_GetItem(known, <object> PyList_GET_ITEM(words, at))
        if found == NULL:
            return None
        one = <tuple> found
        forms = <tuple> PyTuple_GET_ITEM(one, 0)
        for place in range(PyTuple_GET_SIZE(forms)):
            terms.append(<object> PyTuple_GET_ITEM(forms, place))
        count += <object> PyTuple_GET_ITEM(one, 1)
        if PySet_GET_SIZE(<object> PyTuple_GET_ITEM(one, 2)):
            meant.update(<object> PyTuple_GET_ITEM(one, 2))
        kinds |= <long> <object> PyTuple_GET_ITEM(one, 3)
    return terms, count, meant, kinds

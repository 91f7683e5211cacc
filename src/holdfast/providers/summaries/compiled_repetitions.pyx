# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The compiled form of `holdfast.providers.summaries.repetitions`."""

from cpython.set cimport PySet_Contains

from holdfast.providers.summaries import repetitions

cdef double _same = repetitions.SAME
cdef Py_ssize_t _most_compared = repetitions.MOST_COMPARED


def repeated(list sentences not None):
    """See `repeated_one_by_one`."""
    cdef list found = [], those
    cdef dict latest = {}
    cdef frozenset words
    cdef Py_ssize_t at
    cdef str word
    for at in range(len(sentences) - 1, -1, -1):
        words = sentences[at]
        if _is_repeated(words, sentences, latest):
            found.append(at)
            continue
        for word in words:
            those = latest.get(word)
            if those is None:
                latest[word] = [at]
            else:
                those.append(at)
    return found


cdef bint _is_repeated(frozenset words, list sentences, dict latest) except -1:
    """Whether one of the next later sentences which share the rarest word says the same."""
    cdef list rarest = None, those
    cdef str word, rare = None
    cdef Py_ssize_t at
    for word in words:
        those = latest.get(word)
        if those is not None and (rarest is None or _is_rarer(those, word, rarest, rare)):
            rarest, rare = those, word
    if rarest is None:
        return False
    for at in range(max(0, len(rarest) - _most_compared), len(rarest)):
        if _is_same(words, <frozenset> sentences[rarest[at]]):
            return True
    return False


cdef inline bint _is_rarer(list those, str word, list rarest, str rare) except -1:
    return len(those) < len(rarest) or (len(those) == len(rarest) and word < rare)


cdef bint _is_same(frozenset words, frozenset later) except -1:
    cdef Py_ssize_t one = len(words), other = len(later), common = 0
    if min(one, other) < _same * max(one, other):
        return False
    for word in words:
        common += PySet_Contains(later, word)
    return common >= _same * (one + other - common)

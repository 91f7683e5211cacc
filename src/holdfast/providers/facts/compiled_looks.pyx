# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The compiled form of `holdfast.providers.facts.looks`."""

from cpython.dict cimport PyDict_GetItem
from cpython.ref cimport PyObject
from libc.stdint cimport uint64_t

from holdfast.providers.facts.compiled_seen cimport CompiledSeen


cdef class CompiledLooks:
    """See `holdfast.providers.facts.looks.Looks`."""

    cdef object _scanner
    cdef Py_ssize_t _most
    cdef dict _kept
    # The text that was read last, and the look at it.
    cdef str _whole
    cdef object _look
    # The text that was asked for last, and what shows of it: the next question is about the same one mostly.
    cdef str _latest
    cdef CompiledSeen _seen

    def __init__(self, scanner, Py_ssize_t most, /):
        self._scanner, self._most, self._kept = scanner, most, {}
        self.forget()

    def read(self, str text not None, /):
        """See `holdfast.providers.facts.looks.Looks`."""
        if text != self._whole:
            if self._look is None or not _differs_in_case_alone(text, self._whole):
                self._look = self._scanner().look(text)
            self._whole = text

    def of(self, str text not None, /):
        """See `holdfast.providers.facts.looks.Looks`."""
        return self._of(text).as_mapping()

    def admitted(self, str text not None, /):
        """See `holdfast.providers.facts.looks.Looks`."""
        return self._of(text).bits()

    def forget(self):
        """See `holdfast.providers.facts.looks.Looks`."""
        self._kept.clear()
        self._whole, self._look = "", None
        self._latest, self._seen = None, None

    cdef CompiledSeen _of(self, str text):
        cdef PyObject *known
        cdef CompiledSeen seen
        if text is self._latest:
            return self._seen
        known = PyDict_GetItem(self._kept, text)
        if known != NULL:
            seen = <CompiledSeen> known
        else:
            seen = self._looked(text)
            if len(self._kept) >= self._most:
                self._kept.clear()
            self._kept[text] = seen
        self._latest, self._seen = text, seen
        return seen

    cdef CompiledSeen _looked(self, str text):
        cdef bint in_ascii = text.isascii()
        cdef object look = self._look
        cdef Py_ssize_t start = -1 if look is None else self._whole.find(text)
        cdef object seen = None
        if start >= 0:
            seen = look.part(start, start + len(text), in_ascii)
        if seen is None:
            seen = self._scanner().look(text).part(0, len(text), in_ascii)
        return seen


cdef bint _differs_in_case_alone(str text, str other):
    """See `holdfast.providers.facts.looks.differs_in_case_alone`."""
    return len(text) == len(other) and text.lower() == other.lower() and "\u0130" not in text


cdef class CompiledTrial:
    """See `holdfast.providers.facts.looks.Trial`."""

    cdef readonly object number
    cdef int _place
    cdef CompiledLooks _looks
    cdef dict _searches
    cdef object _search_for

    def __init__(self, number, CompiledLooks looks not None, dict searches not None, search_for, /):
        self.number, self._looks, self._searches, self._search_for = number, looks, searches, search_for
        self._place = number

    def lets_pass(self, str text not None, /):
        """See `holdfast.providers.facts.looks.Trial`."""
        cdef CompiledSeen seen = self._looks._of(text)
        return _has(seen, seen.admitted, self._place)

    def fits(self, str text not None, /):
        """See `holdfast.providers.facts.looks.Trial`."""
        cdef CompiledSeen seen = self._looks._of(text)
        cdef PyObject *search
        cdef int at
        if not _has(seen, seen.admitted, self._place):
            return False
        if _has(seen, seen.sure, self._place):
            return True
        for at in range(seen.count):
            if seen.owners[at] == self._place:
                way = seen.ways[at]
                search = PyDict_GetItem(self._searches, way)
                if (<object> search if search != NULL else self._search_for(way))(text) is not None:
                    return True
        return False


cdef inline bint _has(CompiledSeen seen, uint64_t *bits, int number) noexcept:
    return number >> 6 < seen.words and bits[number >> 6] >> (number & 63) & 1

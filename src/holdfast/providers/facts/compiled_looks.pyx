# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The compiled form of `holdfast.providers.facts.looks`."""

from cpython.dict cimport PyDict_Contains, PyDict_GetItem
from cpython.ref cimport PyObject
from cpython.tuple cimport PyTuple_GET_SIZE


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
    cdef dict _seen

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
        return self._of(text)

    def admitted(self, str text not None, /):
        """See `holdfast.providers.facts.looks.Looks`."""
        return self._of(text).keys()

    def forget(self):
        """See `holdfast.providers.facts.looks.Looks`."""
        self._kept.clear()
        self._whole, self._look = "", None
        self._latest, self._seen = None, None

    cdef dict _of(self, str text):
        cdef PyObject *known
        cdef dict seen
        if text is self._latest:
            return self._seen
        known = PyDict_GetItem(self._kept, text)
        if known != NULL:
            seen = <dict> known
        else:
            seen = self._looked(text)
            if len(self._kept) >= self._most:
                self._kept.clear()
            self._kept[text] = seen
        self._latest, self._seen = text, seen
        return seen

    cdef dict _looked(self, str text):
        cdef bint in_ascii = text.isascii()
        cdef object look = self._look
        cdef Py_ssize_t start = -1 if look is None else self._whole.find(text)
        cdef object seen = None
        if start >= 0:
            seen = look.seen(start, start + len(text), in_ascii=in_ascii)
        if seen is None:
            seen = self._scanner().look(text).seen(0, len(text), in_ascii=in_ascii) or {}
        return seen


cdef bint _differs_in_case_alone(str text, str other):
    """See `holdfast.providers.facts.looks.differs_in_case_alone`."""
    return len(text) == len(other) and text.lower() == other.lower() and "\u0130" not in text


cdef class CompiledTrial:
    """See `holdfast.providers.facts.looks.Trial`."""

    cdef readonly object number
    cdef CompiledLooks _looks
    cdef dict _searches
    cdef object _search_for

    def __init__(self, number, CompiledLooks looks not None, dict searches not None, search_for, /):
        self.number, self._looks, self._searches, self._search_for = number, looks, searches, search_for

    def lets_pass(self, str text not None, /):
        """See `holdfast.providers.facts.looks.Trial`."""
        return <bint> PyDict_Contains(self._looks._of(text), self.number)

    def fits(self, str text not None, /):
        """See `holdfast.providers.facts.looks.Trial`."""
        cdef dict seen = self._looks._of(text)
        cdef PyObject *known = PyDict_GetItem(seen, self.number)
        cdef PyObject *search
        if known == NULL:
            return False
        cdef tuple ways = <tuple> known
        if PyTuple_GET_SIZE(ways) == 0:
            return True
        for way in ways:
            search = PyDict_GetItem(self._searches, way)
            if (<object> search if search != NULL else self._search_for(way))(text) is not None:
                return True
        return False

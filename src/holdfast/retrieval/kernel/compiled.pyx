# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The inner loops, compiled: see `holdfast.retrieval.kernel.contract` for what they do.

A question touches few of the places of a scope. Counting them one by one costs a few nanoseconds each here, where whole
arrays over all terms and places would have to be made otherwise.

Rows of postings and places of the layout are taken as they are: both are made by Holdfast and lie within their bounds.
"""

from libc.math cimport log1p, lrintf, sqrt
from libc.stdint cimport int16_t, int32_t, intptr_t, uint8_t, uint32_t
from libc.stdlib cimport calloc, free, malloc
from libc.string cimport memmove

cdef extern from *:
    """
    #include <stdint.h>
    #include <string.h>

    /* Loops over vectors are there for wider registers as well, where linker and processor can choose between them. */
    #if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
    #define FOR_EACH_WIDTH __attribute__((target_clones("avx2", "default")))
    #else
    #define FOR_EACH_WIDTH
    #endif

    FOR_EACH_WIDTH
    static void multiply_rows(const int16_t *restrict rows, const int16_t *restrict vector, double *restrict out,
                              Py_ssize_t count, Py_ssize_t width, double scale) {
        for (Py_ssize_t row = 0; row < count; row++, rows += width) {
            int32_t total = 0;
            for (Py_ssize_t at = 0; at < width; at++) total += (int32_t) rows[at] * (int32_t) vector[at];
            out[row] = scale * total;
        }
    }

    /* Add what one term says of each message, of which it may be present at all, and empty the tally. */
    FOR_EACH_WIDTH
    static void settle_everywhere(double *restrict frequency, const double *restrict lengths, double *restrict lexical,
                                  double *restrict coverage, Py_ssize_t count, double base, double factor,
                                  double least, double rarity, double share) {
        for (Py_ssize_t at = 0; at < count; at++) {
            double norm = base + factor * lengths[at];
            norm = norm > least ? norm : least;
            double present = frequency[at] / (frequency[at] + norm);
            lexical[at] += rarity * present;
            coverage[at] += share * present;
            frequency[at] = 0.0;
        }
    }

    FOR_EACH_WIDTH
    static void divide_all(double *values, Py_ssize_t count, double divisor) {
        for (Py_ssize_t at = 0; at < count; at++) values[at] /= divisor;
    }

    """
    void multiply_rows(
        const int16_t *rows, const int16_t *vector, double *out, Py_ssize_t count, Py_ssize_t width, double scale
    ) nogil
    void settle_everywhere(
        double *frequency, const double *lengths, double *lexical, double *coverage, Py_ssize_t count, double base,
        double factor, double least, double rarity, double share
    ) nogil
    void divide_all(double *values, Py_ssize_t count, double divisor) nogil

import numpy as np

from holdfast.retrieval.calibration import FURTHER_MESSAGES
from holdfast.retrieval.conversation import CONTEXT
from holdfast.retrieval.kernel.contract import ONE, Scaling
from holdfast.retrieval.layout import LEAST_NORM
from holdfast.retrieval.scoring import ALIKE, SMOOTHING

cdef double _further_messages = FURTHER_MESSAGES
cdef double _alike = ALIKE
cdef double _least_norm = LEAST_NORM
cdef float _one = ONE
cdef const double[::1] _smoothing = SMOOTHING
cdef enum:
    _neighbours = 4
    _DENSE = 4  # a term that is present at more than a quarter of the places is settled at all of them
cdef float[_neighbours] _lent = [share for _, share in CONTEXT]
cdef int _over_maximum = Scaling.OVER_MAXIMUM
cdef int _standardised = Scaling.STANDARDISED


cdef struct Asked:
    # A term to look up; those related to a term follow it.
    uint32_t term
    double share
    bint is_related


cdef struct Tally:
    # How often a term occurs at each of some places, and at which of them it does.
    double *frequency
    int32_t *touched
    Py_ssize_t size


cdef struct Run:
    # `holdfast.retrieval.postings.Run`.
    Py_ssize_t size
    const uint32_t *terms
    const int32_t *starts
    const int32_t *rows
    const uint8_t *counts


cdef struct Norm:
    # `holdfast.retrieval.layout.Norm`.
    double base
    double factor


cdef class WordScorer:
    """See the contract."""

    cdef object postings  # keeps alive what `runs` points to
    cdef Run *runs
    cdef Py_ssize_t run_count
    cdef const int32_t[:, ::1] links
    cdef const float[::1] loans
    cdef const double[::1] weighted
    cdef const double[::1] of_segments
    cdef const int32_t[::1] segments
    cdef Norm row_norm, segment_norm
    cdef double live, live_segments
    cdef Py_ssize_t messages, places, columns

    def __cinit__(self, postings, layout):
        cdef const uint32_t[::1] terms
        cdef const int32_t[::1] numbers
        cdef const uint8_t[::1] counts
        self.postings = postings
        self.run_count = len(postings.runs)
        self.runs = <Run *> malloc(max(1, self.run_count) * sizeof(Run))
        if self.runs == NULL:
            raise MemoryError
        for at, run in enumerate(postings.runs):
            terms = run.terms
            self.runs[at].size = terms.shape[0]
            self.runs[at].terms = &terms[0]
            numbers = run.starts
            self.runs[at].starts = &numbers[0]
            numbers = run.rows
            self.runs[at].rows = &numbers[0]
            counts = run.counts
            self.runs[at].counts = &counts[0]
        self.links = layout.links
        self.loans = layout.loans
        self.weighted = layout.weighted
        self.of_segments = layout.of_segments
        self.segments = layout.segments
        norm = layout.row_norm
        self.row_norm = Norm(norm.base, norm.factor)
        norm = layout.segment_norm
        self.segment_norm = Norm(norm.base, norm.factor)
        self.messages, self.columns = self.links.shape[0], self.links.shape[1]
        self.live, self.live_segments = layout.live, layout.live_segments
        self.places = layout.places

    def __dealloc__(self):
        free(self.runs)

    def score(self, lookup, double[:, ::1] out):
        """See the contract."""
        if out.shape[0] != 3 or out.shape[1] != self.places:
            raise ValueError(f"scores need 3 rows of {self.places} values")
        cdef list terms = lookup.terms, related = lookup.related
        cdef Py_ssize_t size = 0, most = len(terms) + sum(map(len, related))
        cdef Asked *asked = <Asked *> malloc(max(1, most) * sizeof(Asked))
        cdef Tally rows, segments
        # One more, because a place is noted before it is known whether it is new; and place n is nowhere.
        rows.frequency = <double *> calloc(self.places, sizeof(double))
        rows.touched = <int32_t *> malloc((self.places + 2) * sizeof(int32_t))
        rows.size = segments.size = 0
        try:
            if asked == NULL or rows.frequency == NULL or rows.touched == NULL:
                raise MemoryError
            segments.frequency = rows.frequency + self.messages + 1
            segments.touched = rows.touched + self.messages + 2
            for term, pairs in zip(terms, related):
                asked[size] = Asked(term, 1.0, False)
                size += 1
                for other, share in pairs:
                    asked[size] = Asked(other, share, True)
                    size += 1
            with nogil:
                self._sum(asked, size, &rows, &segments, out)
        finally:
            free(asked)
            free(rows.frequency)
            free(rows.touched)

    def holds(self, list terms):
        """See the contract."""
        return [self._holds(term) for term in terms]

    cdef bint _holds(self, uint32_t term):
        cdef Py_ssize_t at
        for at in range(self.run_count):
            if _find(&self.runs[at], term) >= 0:
                return True
        return False

    def smooth(self, const double[::1] values, double[::1] out):
        """See the contract."""
        if values.shape[0] != self.places or out.shape[0] != self.places:
            raise ValueError(f"rows need {self.places} values")
        cdef Py_ssize_t row, column
        cdef int32_t other
        cdef double total
        with nogil:
            for row in range(self.messages):
                total = _smoothing[0] * values[row]
                for column in range(self.columns):
                    other = self.links[row, column]
                    if 0 <= other < self.messages:
                        total += _smoothing[column + 1] * values[other]
                out[row] = total

    cdef void _sum(
        self, Asked *asked, Py_ssize_t size, Tally *rows, Tally *segments, double[:, ::1] out
    ) noexcept nogil:
        cdef Py_ssize_t at = 0, place, messages_with
        cdef double asked_in_all = 0.0
        out[:, :] = 0.0
        while at < size:
            messages_with = self._count(asked[at], rows, segments)
            asked_in_all += _rarity(messages_with, self.live + _further_messages)
            at += 1
            while at < size and asked[at].is_related:
                self._count(asked[at], rows, segments)
                at += 1
            self._settle(messages_with, rows, segments, out)
        divide_all(&out[1, 0], self.messages, asked_in_all)
        for place in range(self.messages):
            out[2, place] = out[2, self.messages + 1 + self.segments[place]]

    cdef Py_ssize_t _count(self, Asked asked, Tally *rows, Tally *segments) noexcept nogil:
        """Count a term where it occurs; how many messages hold it."""
        cdef Py_ssize_t at, messages_with = 0
        for at in range(self.run_count):
            messages_with += self._count_in(&self.runs[at], asked, rows, segments)
        return messages_with

    cdef Py_ssize_t _count_in(
        self, const Run *run, Asked asked, Tally *rows, Tally *segments
    ) noexcept nogil:
        cdef Py_ssize_t found = _find(run, asked.term), at, column, messages_with = 0
        cdef int32_t row, other, nowhere = <int32_t> self.messages
        cdef double amount
        cdef float loan
        cdef const int32_t *links
        if found < 0:
            return 0
        for at in range(run.starts[found], run.starts[found + 1]):
            row = run.rows[at]
            loan = self.loans[row]
            if loan < 0.0:
                continue  # the message was removed
            messages_with += 1
            amount = asked.share * run.counts[at]
            if not amount > 0.0:
                continue  # or a place could be noted more often than there is room for
            _add(rows, row, amount)
            links = &self.links[row, 0]
            for column in range(_neighbours):
                other = links[column]
                _add(rows, other if <uint32_t> other < <uint32_t> nowhere else nowhere, amount * (loan * _lent[column]))
            _add(segments, self.segments[row], amount)
        return messages_with

    cdef void _settle(
        self, Py_ssize_t messages_with, Tally *rows, Tally *segments, double[:, ::1] out
    ) noexcept nogil:
        """Add what one term says to the scores, and empty the tallies."""
        cdef double rarity = _rarity(messages_with, self.live)
        cdef double share = _rarity(messages_with, self.live + _further_messages)
        cdef double segment_rarity = _rarity(segments.size, self.live_segments)
        cdef double *of_segments = &out[2, 0] + self.messages + 1
        cdef double present
        cdef Py_ssize_t at, place
        if rows.size * _DENSE > self.messages:
            settle_everywhere(
                rows.frequency, &self.weighted[0], &out[0, 0], &out[1, 0], self.messages,
                self.row_norm.base, self.row_norm.factor, _least_norm, rarity, share,
            )
        else:
            for at in range(rows.size):
                place = rows.touched[at]
                if place < self.messages:
                    present = _present(rows.frequency[place], self.row_norm, self.weighted[place])
                    out[0, place] += rarity * present
                    out[1, place] += share * present
                rows.frequency[place] = 0.0
        for at in range(segments.size):
            place = segments.touched[at]
            present = _present(segments.frequency[place], self.segment_norm, self.of_segments[place])
            of_segments[place] += segment_rarity * present
            segments.frequency[place] = 0.0
        rows.size = segments.size = 0


cdef inline Py_ssize_t _find(const Run *run, uint32_t term) noexcept nogil:
    """The position of a term, -1 when no message holds it."""
    cdef Py_ssize_t low = 0, middle, high = run.size
    while low < high:
        middle = (low + high) >> 1
        if run.terms[middle] < term:
            low = middle + 1
        else:
            high = middle
    return low if low < run.size and run.terms[low] == term else -1


cdef inline double _present(double frequency, Norm norm, double length) noexcept nogil:
    """How far a term is present: BM25's tf / (tf + norm)."""
    cdef double least = norm.base + norm.factor * length
    return frequency / (frequency + (least if least > _least_norm else _least_norm))


cdef inline void _add(Tally *tally, int32_t place, double amount) noexcept nogil:
    """Add a positive amount; a place is noted when it gets its first one, without a branch that would be guessed wrong."""
    tally.touched[tally.size] = place
    tally.size += tally.frequency[place] == 0.0
    tally.frequency[place] += amount


cdef inline double _rarity(double frequency, double documents) noexcept nogil:
    """`holdfast.retrieval.scoring.inverse_frequency` of one term."""
    return log1p((documents - frequency + 0.5) / (frequency + 0.5))


def products(const int16_t[:, ::1] rows, const float[::1] vector, double[::1] out):
    """See the contract."""
    cdef Py_ssize_t component, width = rows.shape[1]
    cdef int16_t *others
    cdef double scale = 1.0 / (_one * _one)
    if vector.shape[0] != width or out.shape[0] != rows.shape[0]:
        raise ValueError(f"{rows.shape[0]} rows of {width} components give {rows.shape[0]} products")
    if not width or not rows.shape[0]:
        out[:] = 0.0
        return
    others = <int16_t *> malloc(width * sizeof(int16_t))
    if others == NULL:
        raise MemoryError
    for component in range(width):
        others[component] = <int16_t> lrintf(_one * vector[component])
    with nogil:
        multiply_rows(&rows[0, 0], others, &out[0], rows.shape[0], width, scale)
    free(others)


def weigh(const double[:, :] values, list scalings, list weights, Py_ssize_t counting):
    """See the contract."""
    if values.shape[1] == 0 or values.strides[1] != sizeof(double) or counting <= 0:
        raise ValueError("each feature needs values, which lie side by side")
    cdef Py_ssize_t feature, message, messages = values.shape[1]
    cdef double factor, offset, offsets = 0.0
    cdef int scaling
    scores = np.zeros(messages)
    cdef double[::1] sums = scores
    cdef list scales = []
    cdef const double *row
    for feature in range(values.shape[0]):
        row = &values[feature, 0]
        factor = weights[feature]
        offset = 0.0
        scaling = scalings[feature]
        with nogil:
            if scaling == _over_maximum:
                factor *= _one_over_maximum(row, messages)
            elif scaling == _standardised:
                _standardise(row, messages, counting, &factor, &offset)
            for message in range(messages):
                sums[message] += factor * row[message]
        scales.append((factor, offset))
        offsets += offset
    with nogil:
        for message in range(messages):
            sums[message] += offsets
    return scores, scales


def best(const double[::1] scores, Py_ssize_t count):
    """See the contract."""
    cdef Py_ssize_t position, place, filled = 0, most = max(0, min(count, scores.shape[0]))
    found = np.empty(most, np.intp)
    cdef intptr_t[::1] chosen = found
    with nogil:
        for position in range(scores.shape[0]):
            if filled == most:
                if not most or scores[position] <= scores[chosen[most - 1]]:
                    continue
                filled -= 1
            place = _place_after(scores, chosen, filled, scores[position])
            memmove(&chosen[place] + 1, &chosen[place], (filled - place) * sizeof(intptr_t))
            chosen[place] = position
            filled += 1
    return found


cdef inline Py_ssize_t _place_after(
    const double[::1] scores, intptr_t[::1] chosen, Py_ssize_t size, double score
) noexcept nogil:
    """Where a score belongs among chosen ones in descending order: behind those that equal it."""
    cdef Py_ssize_t low = 0, middle, high = size
    while low < high:
        middle = (low + high) >> 1
        if scores[chosen[middle]] >= score:
            low = middle + 1
        else:
            high = middle
    return low


cdef inline double _one_over_maximum(const double *values, Py_ssize_t size) noexcept nogil:
    """`holdfast.retrieval.scoring.over_maximum`."""
    cdef Py_ssize_t at
    cdef double highest = 0.0
    for at in range(size):
        if values[at] > highest:
            highest = values[at]
    return 1.0 / highest if highest > 0.0 else 0.0


cdef inline void _standardise(
    const double *values, Py_ssize_t size, Py_ssize_t counting, double *factor, double *offset
) noexcept nogil:
    """`holdfast.retrieval.scoring.over_deviation`, times what the factor is, and the offset that makes the mean 0.

    Values that do not count are 0.
    """
    cdef Py_ssize_t at
    cdef double total = 0.0, squares = 0.0, mean, variance
    for at in range(size):
        total += values[at]
        squares += values[at] * values[at]
    mean = total / counting
    variance = squares / counting - mean * mean
    factor[0] = factor[0] / sqrt(variance) if variance >= _alike else 0.0
    offset[0] = -factor[0] * mean

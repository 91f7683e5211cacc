# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The inner loops, compiled: see `holdfast.retrieval.kernel.contract` for what they do.

A question touches few of the places of a scope. Counting them one by one costs a few nanoseconds each here, where whole
arrays over all terms and places would have to be made otherwise.

Rows of postings and places of the layout are taken as they are: both are made by Holdfast and lie within their bounds.
"""

from libc.math cimport log1p, lrintf, sqrt
from libc.stdint cimport int16_t, int32_t, intptr_t, uint8_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc
from libc.string cimport memmove

cdef extern from *:
    """
    #include <stdint.h>
    #include <string.h>

    #if defined(_MSC_VER)
    #include <intrin.h>
    #define __builtin_popcountll __popcnt64
    #define soon_read(place)
    #else
    #define soon_read(place) __builtin_prefetch(place)
    #endif

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
                                  Py_ssize_t count, double base, double factor, double least, double rarity) {
        for (Py_ssize_t at = 0; at < count; at++) {
            double norm = base + factor * lengths[at];
            norm = norm > least ? norm : least;
            lexical[at] += rarity * (frequency[at] / (frequency[at] + norm));
            frequency[at] = 0.0;
        }
    }

    /* For each code how much of a vector lies at its ones: levels are given as four planes of bits. */
    #define WEIGH_ONES(words) \\
        for (Py_ssize_t row = 0; row < count; row++, codes += (words)) { \\
            int64_t ones = 0, first = 0, second = 0, third = 0, fourth = 0; \\
            for (Py_ssize_t at = 0; at < (words); at++) { \\
                const uint64_t code = codes[at]; \\
                ones += __builtin_popcountll(code); \\
                first += __builtin_popcountll(code & planes[at]); \\
                second += __builtin_popcountll(code & planes[(words) + at]); \\
                third += __builtin_popcountll(code & planes[2 * (words) + at]); \\
                fourth += __builtin_popcountll(code & planes[3 * (words) + at]); \\
            } \\
            out[row] = least * (float) ones + step * (float) (first + 2 * second + 4 * third + 8 * fourth); \\
        }

    FOR_EACH_WIDTH
    static void weigh_ones(const uint64_t *restrict codes, const uint64_t *restrict planes, float *restrict out,
                           Py_ssize_t count, Py_ssize_t words, float least, float step) {
        if (words == 4) { WEIGH_ONES(4) } /* the common width, unrolled */
        else { WEIGH_ONES(words) }
    }

    /* The same in single precision, with the norms at hand. */
    FOR_EACH_WIDTH
    static void settle_frequencies(float *restrict frequency, const float *restrict norms, float *restrict lexical,
                                   Py_ssize_t count, float rarity) {
        for (Py_ssize_t at = 0; at < count; at++) {
            lexical[at] += rarity * (frequency[at] / (frequency[at] + norms[at]));
            frequency[at] = 0.0f;
        }
    }

    FOR_EACH_WIDTH
    static void divide_all(const double *restrict values, double *restrict out, Py_ssize_t count, double divisor) {
        for (Py_ssize_t at = 0; at < count; at++) out[at] = values[at] / divisor;
    }

    """
    void multiply_rows(
        const int16_t *rows, const int16_t *vector, double *out, Py_ssize_t count, Py_ssize_t width, double scale
    ) nogil
    void settle_everywhere(
        double *frequency, const double *lengths, double *lexical, Py_ssize_t count, double base, double factor,
        double least, double rarity
    ) nogil
    void settle_frequencies(
        float *frequency, const float *norms, float *lexical, Py_ssize_t count, float rarity
    ) nogil
    void divide_all(const double *values, double *out, Py_ssize_t count, double divisor) nogil
    void soon_read(const void *place) nogil
    void weigh_ones(
        const uint64_t *codes, const uint64_t *planes, float *out, Py_ssize_t count, Py_ssize_t words, float least,
        float step
    ) nogil

import numpy as np

from holdfast.retrieval.calibration import FURTHER_MESSAGES
from holdfast.retrieval.conversation import CONTEXT
from holdfast.retrieval.kernel.contract import ONE, Scaling
from holdfast.retrieval.layout import LEAST_NORM
from holdfast.retrieval.scoring import ALIKE, LITTLE_HELD, SMOOTHING, STANDS_OUT_FROM, STANDS_OUT_TO

cdef double _further_messages = FURTHER_MESSAGES
cdef double _alike = ALIKE
cdef double _little_held = LITTLE_HELD
cdef double _stands_out_from = STANDS_OUT_FROM, _stands_out_to = STANDS_OUT_TO
cdef double _least_norm = LEAST_NORM
cdef float _one = ONE
cdef const double[::1] _smoothing = SMOOTHING
cdef enum:
    _neighbours = 4
    _planes = 4
    _AHEAD = 16  # postings by which what they lead to is asked for before it is needed
    _highest_level = 15
    _DENSE = 4  # a term that is present at more than a quarter of the places is settled at all of them
    _WIDE = 16  # where words occur more often than in one of so many messages, there is room for each message
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


cdef struct Touched:
    # A message that a question touches: its norm and score, and how often one term occurs, side by side in memory.
    double norm
    double lexical
    double frequency


cdef struct Found:
    # The messages that a question touches, each with a slot.
    int32_t *slots
    Touched *messages
    int32_t *touched
    Py_ssize_t count
    Py_ssize_t size


cdef struct Spread:
    # All messages of a scope: how often one term occurs in each, norms and scores; single precision halves the memory
    # to be read. What a term touches is noted where it is little.
    float *frequency
    float *norms
    float *lexical
    int32_t *touched
    Py_ssize_t size
    bint is_noted


cdef struct Run:
    # `holdfast.retrieval.postings.Run`.
    Py_ssize_t size
    const uint32_t *terms
    const int32_t *starts
    const int32_t *rows
    const uint8_t *counts


cdef struct Rated:
    # A message with its score.
    double score
    Py_ssize_t row


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
        self._score(lookup, out)

    cdef _score(self, lookup, double[:, ::1] out):
        if out.shape[0] != 3 or out.shape[1] != self.places:
            raise ValueError(f"scores need 3 rows of {self.places} values")
        cdef list terms = lookup.terms, related = lookup.related
        cdef Py_ssize_t size = 0, most = len(terms) + sum(map(len, related))
        cdef Asked *asked = _asked(terms, related, &size)
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
            with nogil:
                self._sum(asked, size, &rows, &segments, out)
        finally:
            free(asked)
            free(rows.frequency)
            free(rows.touched)

    def features(self, lookup, list given, list blocks, vector):
        """See the contract."""
        cdef Py_ssize_t at, row, first = 3 if lookup.terms else 0, messages = self.messages
        values = np.empty((first + len(given) + (0 if vector is None else 2), self.places))
        cdef double[:, ::1] rows = values
        cdef const double[::1] known
        if first:
            self._score(lookup, rows[:first])
        for at in range(len(given)):
            known = given[at]
            if known.shape[0] != messages:
                raise ValueError(f"each of {messages} messages needs a value")
            rows[first + at, :messages] = known
        if vector is not None:
            at = first + len(given)
            row = 0
            for block in blocks:
                row += _multiply(block, vector, rows[at, row:messages])
            if row != messages:
                raise ValueError(f"{row} rows of vectors for {messages} messages")
            rows[at, messages:] = 0.0
            self._smooth(rows[at], rows[at + 1])
        return values[:, :messages]

    def sums(self, lookup, double least_share):
        """See the contract."""
        cdef list terms = lookup.terms, related = lookup.related
        cdef Py_ssize_t size = 0, postings
        cdef Asked *asked = _asked(terms, related, &size)
        cdef Tally segments
        cdef double asked_in_all = 1.0
        of_segments = np.zeros(self.places - self.messages)
        cdef double[::1] sums_of_segments = of_segments
        segments.frequency = <double *> calloc(self.places - self.messages, sizeof(double))
        segments.touched = <int32_t *> malloc((self.places - self.messages + 1) * sizeof(int32_t))
        segments.size = 0
        try:
            if asked == NULL or segments.frequency == NULL or segments.touched == NULL:
                raise MemoryError
            postings = self._postings_of(asked, size)
            if postings * _WIDE > self.messages:
                slots, lexical, asked_in_all = self._sums_of_all(
                    asked, size, &segments, &sums_of_segments[0], least_share
                )
            else:
                slots, lexical, asked_in_all = self._sums_of_touched(
                    asked, size, postings, &segments, &sums_of_segments[0], least_share
                )
        finally:
            free(asked)
            free(segments.frequency)
            free(segments.touched)
        return slots, lexical, lexical / asked_in_all, of_segments[: self.places - self.messages - 1]

    cdef _sums_of_touched(
        self, Asked *asked, Py_ssize_t size, Py_ssize_t postings, Tally *segments, double *of_segments, double least_share
    ):
        """The scores of those messages that a question touches, with where they are and what its terms weigh."""
        cdef Found found
        cdef double asked_in_all
        slots = np.zeros(self.messages, np.int32)
        cdef int32_t[::1] numbers = slots
        _open(&found, numbers, min(self.messages, (1 + _neighbours) * postings))
        try:
            with nogil:
                asked_in_all = self._sum_up(asked, size, &found, NULL, segments, of_segments, least_share)
            lexical = np.empty(found.count + 1)
            _close(&found, lexical)
        finally:
            free(found.messages)
            free(found.touched)
        return slots, lexical, asked_in_all

    cdef _sums_of_all(
        self, Asked *asked, Py_ssize_t size, Tally *segments, double *of_segments, double least_share
    ):
        """The same for all messages, side by side as in the scope: of many, that is the least to look for."""
        cdef Spread spread
        cdef double asked_in_all
        cdef Py_ssize_t row
        frequencies, norms = np.zeros(self.messages, np.float32), np.empty(self.messages, np.float32)
        scores, touched = np.zeros(self.messages, np.float32), np.empty(self.messages + 1, np.int32)
        cdef float[::1] of_frequency = frequencies, of_norms = norms, of_scores = scores
        cdef int32_t[::1] of_touched = touched
        spread = Spread(&of_frequency[0], &of_norms[0], &of_scores[0], &of_touched[0], 0, False)
        with nogil:
            for row in range(self.messages):
                of_norms[row] = max(self.row_norm.base + self.row_norm.factor * self.weighted[row], _least_norm)
            asked_in_all = self._sum_up(asked, size, NULL, &spread, segments, of_segments, least_share)
        return np.arange(self.messages, dtype=np.int32), scores.astype(np.float64), asked_in_all

    def holds(self, list terms):
        """See the contract."""
        return [self._holds(term) for term in terms]

    def held(self, const uint32_t[::1] terms):
        """See the contract."""
        cdef Py_ssize_t at, place, count = terms.shape[0]
        cdef Run *run
        cdef char *there = <char *> calloc(count + 1, 1)
        if there == NULL:
            raise MemoryError
        try:
            with nogil:
                for run in self.runs[: self.run_count]:
                    place = 0
                    for at in range(count):
                        if at and terms[at] < terms[at - 1]:
                            place = 0
                        place = _not_before(run, terms[at], place)
                        if place < run.size and run.terms[place] == terms[at]:
                            there[at] = True
            return [terms[at] for at in range(count) if there[at]]
        finally:
            free(there)

    cdef bint _holds(self, uint32_t term) noexcept nogil:
        cdef Py_ssize_t at
        for at in range(self.run_count):
            if _find(&self.runs[at], term) >= 0:
                return True
        return False

    def smooth(self, const double[::1] values, double[::1] out):
        """See the contract."""
        self._smooth(values, out)

    cdef _smooth(self, const double[::1] values, double[::1] out):
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
        cdef Py_ssize_t at = 0, end, place, held_by
        cdef double rarity, asked_in_all = 0.0
        out[:, :] = 0.0
        while at < size:
            held_by = 0
            end = _end_of_term(asked, at, size)
            for at in range(at, end):
                held_by += self._count(asked[at], rows, segments)
            at = end
            rarity = self._rarity(held_by)
            asked_in_all += rarity
            self._settle(rarity, rows, segments, out)
        divide_all(&out[0, 0], &out[1, 0], self.messages, asked_in_all)
        for place in range(self.messages):
            out[2, place] = out[2, self.messages + 1 + self.segments[place]]

    cdef inline double _rarity(self, Py_ssize_t held_by) noexcept nogil:
        """What a term weighs that so many messages hold, or more than there are where some hold it in several forms."""
        return _rarity(held_by if held_by < self.live else self.live, self.live + _further_messages)

    cdef double _sum_up(
        self, Asked *asked, Py_ssize_t size, Found *found, Spread *spread, Tally *segments, double *of_segments,
        double least_share,
    ) noexcept nogil:
        """The same for those messages alone that a question touches, or for a spread, its lightest terms left out.

        What the others weigh together, by which scores are the share of the question that a message holds.
        """
        cdef Py_ssize_t at = 0, end, held_by, postings
        cdef double rarity, asked_in_all = 0.0, least = least_share * self._heaviest(asked, size)
        while at < size:
            end = _end_of_term(asked, at, size)
            postings = self._postings_of(&asked[at], end - at)
            if self._rarity(postings) >= least:
                held_by = 0
                if spread != NULL:
                    spread.is_noted = (1 + _neighbours) * postings * _DENSE < self.messages
                for at in range(at, end):
                    if spread == NULL:
                        held_by += self._find_all(asked[at], found, segments)
                    else:
                        held_by += self._spread_all(asked[at], spread, segments)
                rarity = self._rarity(held_by)
                asked_in_all += rarity
                if spread == NULL:
                    _settle_found(rarity, found)
                else:
                    _settle_spread(rarity, spread, self.messages)
                self._settle_segments(segments, of_segments)
            at = end
        return asked_in_all if asked_in_all > 0.0 else 1.0

    cdef Py_ssize_t _find_all(self, Asked asked, Found *found, Tally *segments) noexcept nogil:
        """Count a term where it occurs; how many messages hold it."""
        cdef Py_ssize_t number, place, at, last, column, messages_with = 0
        cdef int32_t row, other
        cdef double amount
        cdef float loan
        cdef const int32_t *links
        cdef const Run *run
        for number in range(self.run_count):
            run = &self.runs[number]
            place = _find(run, asked.term)
            if place < 0:
                continue
            last = run.starts[place + 1]
            for at in range(run.starts[place], last):
                if at + _AHEAD < last:
                    row = run.rows[at + _AHEAD]
                    soon_read(&self.loans[row])
                    soon_read(&self.links[row, 0])
                    soon_read(&self.segments[row])
                    soon_read(&self.weighted[row])
                    soon_read(&found.slots[row])
                row = run.rows[at]
                loan = self.loans[row]
                if loan < 0.0:
                    continue  # the message was removed
                messages_with += 1
                amount = asked.share * run.counts[at]
                if not amount > 0.0:
                    continue
                self._find_in(found, row, amount)
                links = &self.links[row, 0]
                for column in range(_neighbours):
                    other = links[column]
                    if 0 <= other < self.messages:
                        self._find_in(found, other, amount * (loan * _lent[column]))
                _add(segments, self.segments[row], amount)
        return messages_with

    cdef inline void _find_in(self, Found *found, int32_t row, double amount) noexcept nogil:
        """Add a positive amount to what a message has of a term."""
        cdef int32_t slot = found.slots[row]
        cdef Touched *message
        if slot == 0:
            found.count += 1
            slot = found.slots[row] = <int32_t> found.count
            found.messages[slot] = Touched(
                max(self.row_norm.base + self.row_norm.factor * self.weighted[row], _least_norm), 0.0, 0.0
            )
        message = &found.messages[slot]
        found.touched[found.size] = slot
        found.size += message.frequency == 0.0
        message.frequency += amount

    cdef Py_ssize_t _spread_all(self, Asked asked, Spread *spread, Tally *segments) noexcept nogil:
        """Count a term where it occurs; how many messages hold it."""
        cdef Py_ssize_t number, place, at, last, column, messages_with = 0
        cdef int32_t row, other
        cdef float amount, loan
        cdef const int32_t *links
        cdef const Run *run
        for number in range(self.run_count):
            run = &self.runs[number]
            place = _find(run, asked.term)
            if place < 0:
                continue
            last = run.starts[place + 1]
            for at in range(run.starts[place], last):
                if at + _AHEAD < last:
                    row = run.rows[at + _AHEAD]
                    soon_read(&self.loans[row])
                    soon_read(&self.links[row, 0])
                    soon_read(&self.segments[row])
                    soon_read(&spread.frequency[row])
                row = run.rows[at]
                loan = self.loans[row]
                if loan < 0.0:
                    continue  # the message was removed
                messages_with += 1
                amount = <float> asked.share * run.counts[at]
                if not amount > 0.0:
                    continue
                links = &self.links[row, 0]
                if spread.is_noted:
                    _add_noted(spread, row, amount)
                    for column in range(_neighbours):
                        other = links[column]
                        if 0 <= other < self.messages:
                            _add_noted(spread, other, amount * (loan * _lent[column]))
                else:
                    spread.frequency[row] += amount
                    for column in range(_neighbours):
                        other = links[column]
                        if 0 <= other < self.messages:
                            spread.frequency[other] += amount * (loan * _lent[column])
                _add(segments, self.segments[row], asked.share * run.counts[at])
        return messages_with

    cdef void _settle_segments(self, Tally *segments, double *of_segments) noexcept nogil:
        """Add what one term says of segments."""
        cdef double rarity = _rarity(segments.size, self.live_segments), present
        cdef Py_ssize_t at, place
        for at in range(segments.size):
            place = segments.touched[at]
            present = _present(segments.frequency[place], self.segment_norm, self.of_segments[place])
            of_segments[place] += rarity * present
            segments.frequency[place] = 0.0
        segments.size = 0

    cdef double _heaviest(self, Asked *asked, Py_ssize_t size) noexcept nogil:
        """The weight of the rarest of the terms that occur."""
        cdef Py_ssize_t at = 0, end, held_by
        cdef double weight, heaviest = 0.0
        while at < size:
            end = _end_of_term(asked, at, size)
            held_by = self._postings_of(&asked[at], end - at)
            weight = self._rarity(held_by) if held_by else 0.0
            heaviest = weight if weight > heaviest else heaviest
            at = end
        return heaviest

    cdef Py_ssize_t _postings_of(self, Asked *asked, Py_ssize_t size) noexcept nogil:
        """How many postings some terms have."""
        cdef Py_ssize_t at, number, place, postings = 0
        for at in range(size):
            for number in range(self.run_count):
                place = _find(&self.runs[number], asked[at].term)
                if place >= 0:
                    postings += self.runs[number].starts[place + 1] - self.runs[number].starts[place]
        return postings

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

    cdef void _settle(self, double rarity, Tally *rows, Tally *segments, double[:, ::1] out) noexcept nogil:
        """Add what one term says to the scores, and empty the tallies."""
        cdef Py_ssize_t at, place
        if rows.size * _DENSE > self.messages:
            settle_everywhere(
                rows.frequency, &self.weighted[0], &out[0, 0], self.messages,
                self.row_norm.base, self.row_norm.factor, _least_norm, rarity,
            )
        else:
            for at in range(rows.size):
                place = rows.touched[at]
                if place < self.messages:
                    out[0, place] += rarity * _present(rows.frequency[place], self.row_norm, self.weighted[place])
                rows.frequency[place] = 0.0
        rows.size = 0
        self._settle_segments(segments, &out[2, 0] + self.messages + 1)


cdef void _settle_found(double rarity, Found *found) noexcept nogil:
    """Add what one term says to the scores of what it touches, and empty the tallies."""
    cdef Py_ssize_t at
    cdef Touched *message
    for at in range(found.size):
        message = &found.messages[found.touched[at]]
        message.lexical += rarity * (message.frequency / (message.frequency + message.norm))
        message.frequency = 0.0
    found.size = 0


cdef void _settle_spread(double rarity, Spread *spread, Py_ssize_t messages) noexcept nogil:
    """The same for a spread."""
    cdef Py_ssize_t at
    cdef int32_t row
    cdef float frequency, weight = <float> rarity
    if not spread.is_noted:
        settle_frequencies(spread.frequency, spread.norms, spread.lexical, messages, weight)
        return
    for at in range(spread.size):
        row = spread.touched[at]
        frequency = spread.frequency[row]
        spread.lexical[row] += weight * (frequency / (frequency + spread.norms[row]))
        spread.frequency[row] = 0.0
    spread.size = 0


cdef inline Py_ssize_t _end_of_term(const Asked *asked, Py_ssize_t at, Py_ssize_t size) noexcept nogil:
    """Where the next term begins after one and those related to it."""
    at += 1
    while at < size and asked[at].is_related:
        at += 1
    return at


cdef Asked *_asked(list terms, list related, Py_ssize_t *size) except *:
    """What is to be looked up; NULL when there is no memory for it."""
    cdef Asked *asked = <Asked *> malloc(max(1, len(terms) + sum(map(len, related))) * sizeof(Asked))
    size[0] = 0
    if asked == NULL:
        return NULL
    for term, pairs in zip(terms, related):
        asked[size[0]] = Asked(term, 1.0, False)
        size[0] += 1
        for other, share in pairs:
            asked[size[0]] = Asked(other, share, True)
            size[0] += 1
    return asked


cdef void _open(Found *found, int32_t[::1] slots, Py_ssize_t most) except *:
    """Room for so many messages that are touched; slot 0 is that of all others."""
    found.slots = &slots[0]
    found.count = found.size = 0
    found.messages = <Touched *> malloc((most + 1) * sizeof(Touched))
    # One more, because a slot is noted before it is known whether it is new.
    found.touched = <int32_t *> malloc((most + 2) * sizeof(int32_t))
    if found.messages == NULL or found.touched == NULL:
        raise MemoryError
    found.messages[0] = Touched(1.0, 0.0, 0.0)


cdef void _close(Found *found, double[::1] lexical) noexcept:
    """Take out the scores of what was touched."""
    cdef Py_ssize_t slot
    for slot in range(found.count + 1):
        lexical[slot] = found.messages[slot].lexical


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


cdef inline Py_ssize_t _not_before(const Run *run, uint32_t term, Py_ssize_t low) noexcept nogil:
    """The first position from ``low`` on with a term that is not smaller: looked for in steps that double."""
    cdef Py_ssize_t step = 1, middle, high
    while low + step < run.size and run.terms[low + step] < term:
        low += step
        step <<= 1
    high = min(low + step, run.size)
    while low < high:
        middle = (low + high) >> 1
        if run.terms[middle] < term:
            low = middle + 1
        else:
            high = middle
    return low


cdef inline double _present(double frequency, Norm norm, double length) noexcept nogil:
    """How far a term is present: BM25's tf / (tf + norm)."""
    cdef double least = norm.base + norm.factor * length
    return frequency / (frequency + (least if least > _least_norm else _least_norm))


cdef inline void _add(Tally *tally, int32_t place, double amount) noexcept nogil:
    """Add a positive amount; a place is noted when it gets its first one, without a branch that would be guessed wrong."""
    tally.touched[tally.size] = place
    tally.size += tally.frequency[place] == 0.0
    tally.frequency[place] += amount


cdef inline void _add_noted(Spread *spread, int32_t row, float amount) noexcept nogil:
    """As `_add` for a spread."""
    spread.touched[spread.size] = row
    spread.size += spread.frequency[row] == 0.0
    spread.frequency[row] += amount


cdef inline double _rarity(double frequency, double documents) noexcept nogil:
    """`holdfast.retrieval.scoring.inverse_frequency` of one term."""
    return log1p((documents - frequency + 0.5) / (frequency + 0.5))


def products(const int16_t[:, ::1] rows, const float[::1] vector, double[::1] out):
    """See the contract."""
    if out.shape[0] != rows.shape[0]:
        raise ValueError(f"{rows.shape[0]} rows of {rows.shape[1]} components give {rows.shape[0]} products")
    _multiply(rows, vector, out)


cdef Py_ssize_t _multiply(const int16_t[:, ::1] rows, const float[::1] vector, double[::1] out) except -1:
    """Fill the beginning of `out`, as `products` does; how many rows there are."""
    cdef Py_ssize_t component, width = rows.shape[1]
    cdef int16_t *others
    cdef double scale = 1.0 / (_one * _one)
    if vector.shape[0] != width or out.shape[0] < rows.shape[0]:
        raise ValueError(f"{rows.shape[0]} rows of {width} components give {rows.shape[0]} products")
    if not width or not rows.shape[0]:
        out[: rows.shape[0]] = 0.0
        return rows.shape[0]
    others = <int16_t *> malloc(width * sizeof(int16_t))
    if others == NULL:
        raise MemoryError
    for component in range(width):
        others[component] = <int16_t> lrintf(_one * vector[component])
    with nogil:
        multiply_rows(&rows[0, 0], others, &out[0], rows.shape[0], width, scale)
    free(others)
    return rows.shape[0]


def products_at(list blocks, int bits, const int32_t[::1] rows, const float[::1] vector, double[::1] out):
    """See the contract."""
    cdef Py_ssize_t number, component, width = vector.shape[0], first, last
    cdef const int16_t[:, ::1] block
    cdef const int16_t **starts = <const int16_t **> malloc(max(1, len(blocks)) * sizeof(const int16_t *))
    cdef int16_t *others = <int16_t *> malloc(max(1, width) * sizeof(int16_t))
    cdef int32_t row, inside = (1 << bits) - 1, beyond = <int32_t> (len(blocks) << bits)
    try:
        if starts == NULL or others == NULL:
            raise MemoryError
        if out.shape[0] != rows.shape[0]:
            raise ValueError(f"{rows.shape[0]} rows give as many products")
        for number in range(len(blocks)):
            block = blocks[number]
            if block.shape[1] != width:
                raise ValueError(f"rows of {block.shape[1]} components cannot be compared with {width}")
            starts[number] = &block[0, 0]
            if number == len(blocks) - 1:
                beyond -= (1 << bits) - <int32_t> block.shape[0]
        for component in range(width):
            others[component] = <int16_t> lrintf(_one * vector[component])
        with nogil:
            for number in range(rows.shape[0]):
                row = rows[number]
                out[number] = 0.0
                if 0 <= row < beyond:
                    multiply_rows(
                        starts[row >> bits] + (row & inside) * width, others, &out[number], 1, width, 1.0 / (_one * _one)
                    )
    finally:
        free(starts)
        free(others)


def estimates(const uint64_t[:, ::1] codes, const float[::1] vector, float[::1] out):
    """See the contract."""
    cdef Py_ssize_t component, plane, words = codes.shape[1], width = vector.shape[0]
    if width > 64 * words or not width or out.shape[0] != codes.shape[0]:
        raise ValueError(f"{codes.shape[0]} codes of {64 * words} signs give {codes.shape[0]} estimates")
    cdef float least = vector[0], most = vector[0], step, total = 0.0
    cdef uint64_t *planes = <uint64_t *> calloc(_planes * words, sizeof(uint64_t))
    cdef int level
    if planes == NULL:
        raise MemoryError
    for component in range(width):
        least, most = min(least, vector[component]), max(most, vector[component])
        total += vector[component]
    step = (most - least) / _highest_level
    for component in range(width):
        level = <int> lrintf((vector[component] - least) / step) if step > 0.0 else 0
        for plane in range(_planes):
            if level >> plane & 1:
                planes[plane * words + (component >> 6)] |= <uint64_t> 1 << (component & 63)
    with nogil:
        if codes.shape[0]:
            weigh_ones(&codes[0, 0], planes, &out[0], codes.shape[0], words, 2 * least, 2 * step)
        for component in range(codes.shape[0]):
            out[component] -= total
    free(planes)


def promising(rough, layout, const uint8_t[::1] eligible, Py_ssize_t count):
    """See the contract."""
    cdef const int32_t[::1] slots = rough.words.slots
    cdef const double[::1] lexical = rough.words.lexical, of_segments = rough.words.of_segments
    others = rough.others
    cdef const double[::1] lengths = others.lengths, of_roles = others.of_roles, further = others.further
    cdef const int32_t[::1] roles = others.roles
    cdef double of_length = others.of_length
    cdef Py_ssize_t role_count = of_roles.shape[0]
    cdef const float[::1] near = rough.near
    shares = rough.shares
    cdef const int32_t[:, ::1] links = layout.links
    cdef const int32_t[::1] segments = layout.segments
    cdef Py_ssize_t row, column, filled = 0, messages = links.shape[0], most = max(0, min(count, messages))
    if slots.shape[0] != messages or lengths.shape[0] != messages or roles.shape[0] != messages or of_segments.shape[0] != layout.segment_count:
        raise ValueError(f"each of {messages} messages and {layout.segment_count} segments needs values")
    if any(size not in (0, messages) for size in (near.shape[0], eligible.shape[0], further.shape[0])):
        raise ValueError(f"each of {messages} messages needs an estimate and whether it may be found, or none has")
    cdef bint has_near = near.shape[0] > 0 and messages > 0, is_open = eligible.shape[0] == 0
    cdef bint has_further = further.shape[0] > 0 and messages > 0
    cdef double of_words = shares.lexical, of_segment = shares.segment, own = shares.own, score
    cdef double[_neighbours] of_neighbours = shares.neighbours
    cdef Rated *heap = <Rated *> malloc(max(1, most) * sizeof(Rated))
    cdef int32_t other
    if heap == NULL:
        raise MemoryError
    with nogil:
        for row in range(messages if most else 0):
            if not is_open and not eligible[row]:
                continue
            score = of_words * lexical[slots[row]] + of_segment * of_segments[segments[row]] + of_length * lengths[row]
            if 0 <= roles[row] < role_count:
                score += of_roles[roles[row]]
            if has_further:
                score += further[row]
            if has_near:
                score += own * near[row]
                for column in range(_neighbours):
                    other = links[row, column]
                    if 0 <= other < messages:
                        score += of_neighbours[column] * near[other]
            if filled < most:
                _rise(heap, filled, Rated(score, row))
                filled += 1
            elif score > heap[0].score:
                _sink(heap, filled, Rated(score, row))
    found = np.empty(filled, np.intp)
    cdef intptr_t[::1] rows = found
    for row in range(filled):
        rows[row] = heap[row].row
    free(heap)
    found.sort()
    return found


cdef inline void _rise(Rated *heap, Py_ssize_t at, Rated added) noexcept nogil:
    """Put one more into a heap of `at`, the lowest score of which is first."""
    cdef Py_ssize_t above
    while at:
        above = (at - 1) >> 1
        if heap[above].score <= added.score:
            break
        heap[at] = heap[above]
        at = above
    heap[at] = added


cdef inline void _sink(Rated *heap, Py_ssize_t size, Rated added) noexcept nogil:
    """Put one in the place of the lowest."""
    cdef Py_ssize_t at = 0, below
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        if below + 1 < size and heap[below + 1].score < heap[below].score:
            below += 1
        if heap[below].score >= added.score:
            break
        heap[at] = heap[below]
        at = below
    heap[at] = added


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


def lift(double[::1] scores, const double[::1] held, double[::1] values, scale, weights):
    """See the contract."""
    if scores.shape[0] != values.shape[0] or held.shape[0] != values.shape[0]:
        raise ValueError(f"{scores.shape[0]} scores cannot be lifted by {held.shape[0]} and {values.shape[0]} values")
    cdef double factor = scale[0], offset = scale[1], weight = weights[0], gain = weights[1]
    cdef double highest = 0.0, usual, above, added
    cdef Py_ssize_t message
    if factor <= 0.0:
        return
    with nogil:
        for message in range(held.shape[0]):
            if held[message] > highest:
                highest = held[message]
        gain *= 1.0 - highest / _little_held
        usual = (_stands_out_from * weight - offset) / factor
        for message in range(values.shape[0] if gain > 0.0 else 0):
            if values[message] > usual:
                above = min((values[message] - usual) * factor / weight, _stands_out_to - _stands_out_from)
                added = gain * above
                scores[message] += added
                values[message] += added / factor


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

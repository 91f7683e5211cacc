"""The vectors of a scope: unit rows in a buffer that grows, and cosine against them.

Components are kept as fixed-point numbers of 16 bits: half the memory of single precision, half of what a search has
to read, and a cosine that is off by less than 0.0002. Their signs are kept beside them: a sixteenth of that, from which
a cosine can be estimated (Charikar 2002), well enough to tell which rows are worth comparing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval import kernel
from holdfast.retrieval.distinct import distinct
from holdfast.retrieval.growing import Growing
from holdfast.retrieval.kernel import ONE
from holdfast.retrieval.stored_columns import Column, MappedColumns, Stored

FixedPoint = NDArray[np.int16]

_BLOCK_BITS = 13
_FEW_ROWS = 32
"""So many are taken one by one, which costs less than to group them."""
BLOCK_ROWS = 1 << _BLOCK_BITS
"""Rows of a block; a scope of more has several, so that growing never copies more than one."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """An immutable view of the vectors of the first `count` messages of a scope.

    Attributes:
        width: components of a vector; 0 as long as no message has one.
        count: messages.
        embedded: which of them have a vector.
        complete: whether all of them have, but for those that were removed.
        centre: the mean of the vectors there are; None as long as there is none.
    """

    width: int = 0
    count: int = 0
    embedded: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))
    complete: bool = True
    centre: NDArray[np.float32] | None = None
    _known: int = 0
    _removed: int = 0
    _sum: NDArray[np.float64] | None = None
    _blocks: tuple[Growing, ...] = ()
    _embedded: Growing = field(default_factory=lambda: Growing.empty(np.bool_))
    _codes: Growing = field(default_factory=lambda: _no_codes(0))

    def at(self, rows: Sequence[int] | NDArray[np.intp]) -> NDArray[np.float32]:
        """(rows, width) the vectors of some messages, zeros where there is none."""
        return self._taken(np.asarray(rows, np.intp)) * np.float32(1 / ONE)

    def extended(self, added: NDArray[np.float32] | None, count: int) -> "Vectors":
        """The vectors with those of `count` further messages.

        Raises:
            ValueError: their width differs.
        """
        if added is None:
            added = np.zeros((count, self.width), np.float32)
        if self.width and self.width != added.shape[1]:
            raise ValueError(f"vectors have {added.shape[1]} dimensions, those of the index {self.width}")
        return self._with(_fixed(added))

    def _with(self, fixed: FixedPoint) -> "Vectors":
        """The vectors with those of further messages."""
        added, width = fixed.shape
        filled = _filled(fixed)
        grown = self if self.width or not width else self._of_width(width)
        count, known = self.count + added, self._known + int(np.count_nonzero(filled))
        total = grown._summed_with(_summed(fixed))
        embedded = self._embedded.extended(self.count, filled)
        # Written out: `replace` takes longer than all of what it is given for one message.
        return Vectors(
            width=grown.width,
            count=count,
            embedded=embedded.rows[:count],
            complete=known == count - self._removed,
            centre=_mean(total, known),
            _known=known,
            _removed=self._removed,
            _sum=total,
            _blocks=_appended(grown._blocks, self.count, fixed) if width else (),
            _embedded=embedded,
            _codes=grown._codes.extended(self.count, _signs(fixed)) if width else grown._codes,
        )

    def placed(self, rows: NDArray[np.intp], vectors: NDArray[np.float32]) -> "Vectors":
        """The vectors with those of messages that had none.

        Snapshots made before know from `embedded` that their messages have none.
        """
        grown = self if self.width else self._of_width(vectors.shape[1])
        fixed = _fixed(vectors)
        for block in distinct(rows >> _BLOCK_BITS).tolist():
            inside = rows >> _BLOCK_BITS == block
            grown._blocks[block].rows[rows[inside] - (block << _BLOCK_BITS)] = fixed[inside]
        grown._codes.rows[rows] = _signs(fixed)
        embedded = self.embedded.copy()
        embedded[rows] = _filled(fixed)
        known = int(np.count_nonzero(embedded)) - self._known
        return replace(grown, _embedded=Growing(embedded, self.count))._counting(known, _summed(fixed))

    def without(self, rows: NDArray[np.intp]) -> "Vectors":
        """The vectors without those of some messages, which stay as rows that nobody looks at."""
        embedded = self.embedded.copy()
        known = int(np.count_nonzero(embedded[rows]))
        embedded[rows] = False
        summed = _summed(self._taken(rows)) if self.width else np.zeros(0)
        rest = replace(self, _removed=self._removed + len(rows), _embedded=Growing(embedded, self.count))
        return rest._counting(-known, -summed)

    def kept(self, rows: NDArray[np.intp]) -> "Vectors":
        """A copy with the vectors of some messages."""
        if not self.width:
            return Vectors().extended(None, len(rows))
        kept = Vectors()
        for start in range(0, len(rows), BLOCK_ROWS):
            kept = kept._with(self._taken(rows[start : start + BLOCK_ROWS]))
        return kept

    def compare(self, query: NDArray[np.float32], out: NDArray[np.float64]) -> None:
        """Fill `out` with the product of each row and a query: cosines, if it has length 1; 0 without a vector.

        Raises:
            ValueError: the query differs in width, or no message has a vector.
        """
        self.require_width(query)
        first = 0
        for rows in self.blocks:
            kernel.products(rows, query, out[first : first + len(rows)])
            first += len(rows)

    @property
    def blocks(self) -> list[FixedPoint]:
        """The rows of all messages, in pieces."""
        left = self.count
        return [block.rows[: min(BLOCK_ROWS, left - number * BLOCK_ROWS)] for number, block in enumerate(self._blocks)]

    def multiply(self, query: NDArray[np.float32], rows: NDArray[np.int32]) -> NDArray[np.float64]:
        """The products of some rows with a query of the same width; 0 for rows that are negative or not there."""
        out = np.empty(len(rows))
        kernel.products_at([block.rows for block in self._blocks], _BLOCK_BITS, rows, query, out)
        return out

    def estimate(self, query: NDArray[np.float32]) -> NDArray[np.float32]:
        """For each row a number that is about proportional to its product with a query of the same width.

        Rows without a vector have the mean of the others.
        """
        estimates = np.empty(self.count, np.float32)
        kernel.estimates(self._codes.rows[: self.count], query, estimates)
        if not self.complete or self._removed:
            estimates[~self.embedded] = estimates[self.embedded].mean() if self._known else 0.0
        return estimates

    def require_width(self, query: NDArray[np.float32]) -> None:
        """Check that a query can be compared.

        Raises:
            ValueError: it differs in width, or no message has a vector.
        """
        if self.width != len(query):
            raise ValueError(f"the query has {len(query)} dimensions, the index {self.width}")

    def stored(self) -> Stored:
        """What a file is to hold."""
        facts = {"width": self.width, "count": self.count, "_known": self._known, "_removed": self._removed}
        columns = {"vectors.embedded": Column.growing(self.embedded)}
        if self._sum is not None:
            columns["vectors.sum"] = Column.of(self._sum)
        if self._blocks:
            firsts = range(0, len(self._blocks) << _BLOCK_BITS, BLOCK_ROWS)
            pieces = [block.rows[: self.count - first] for first, block in zip(firsts, self._blocks, strict=True)]
            columns["vectors.rows"] = Column(pieces, -self.count % BLOCK_ROWS)
            columns["vectors.codes"] = Column.growing(self._codes.rows[: self.count])
        return Stored(columns, {"vectors": facts})

    @classmethod
    def restored(cls, file: MappedColumns) -> "Vectors":
        """The vectors that a file holds."""
        facts = file.facts["vectors"]
        blocks: list[Growing] = []
        if "vectors.rows" in file:
            rows = file.growing("vectors.rows").rows
            for first in range(0, facts["count"], BLOCK_ROWS):
                used = min(BLOCK_ROWS, facts["count"] - first)
                blocks.append(Growing(rows[first : first + BLOCK_ROWS], used, most=BLOCK_ROWS, mapped=used))
        codes = file.growing("vectors.codes") if blocks else _no_codes(facts["width"])
        whole = cls(**facts, _embedded=file.growing("vectors.embedded"), _blocks=tuple(blocks), _codes=codes)
        nothing = np.zeros(facts["width"])
        return whole._counting(0, file.array("vectors.sum") if "vectors.sum" in file else nothing)

    def arrays(self) -> list[NDArray[Any]]:
        """The arrays, room included."""
        return [*(block.rows for block in self._blocks), self._codes.rows]

    @property
    def known(self) -> int:
        """How many messages have a vector."""
        return self._known

    @property
    def nbytes(self) -> int:
        """Memory, room for growth included."""
        return self._embedded.nbytes + self._codes.nbytes + sum(block.nbytes for block in self._blocks)

    def _counting(self, known: int, summed: NDArray[np.float64]) -> "Vectors":
        """The same with so many more vectors, which have that sum, and what follows from it."""
        known += self._known
        total = self._summed_with(summed)
        return replace(
            self,
            embedded=self._embedded.rows[: self.count],
            complete=known == self.count - self._removed,
            centre=_mean(total, known),
            _known=known,
            _sum=total,
        )

    def _summed_with(self, summed: NDArray[np.float64]) -> NDArray[np.float64]:
        return summed if self._sum is None or not len(self._sum) else self._sum + summed

    def _of_width(self, width: int) -> "Vectors":
        """The same with vectors of zeros."""
        blank = np.zeros((self.count, width), np.int16)
        codes = _no_codes(width).extended(0, _signs(blank))
        return replace(self, width=width, _blocks=_appended((), 0, blank), _codes=codes, _sum=None)

    def _taken(self, rows: NDArray[np.intp]) -> FixedPoint:
        if len(self._blocks) == 1:
            return self._blocks[0].rows.take(rows, axis=0)
        taken = np.zeros((len(rows), self.width), np.int16)
        if self.width and len(rows) <= _FEW_ROWS:
            for place, row in enumerate(rows.tolist()):
                taken[place] = self._blocks[row >> _BLOCK_BITS].rows[row & (BLOCK_ROWS - 1)]
            return taken
        for block in distinct(rows >> _BLOCK_BITS).tolist() if self.width else ():
            inside = rows >> _BLOCK_BITS == block
            taken[inside] = self._blocks[block].rows[rows[inside] - (block << _BLOCK_BITS)]
        return taken


def _mean(total: NDArray[np.float64], known: int) -> NDArray[np.float32] | None:
    """The mean of so many vectors whose fixed-point numbers have that sum; None of none."""
    return (total / (ONE * known)).astype(np.float32) if known else None


def _appended(blocks: tuple[Growing, ...], held: int, rows: FixedPoint) -> tuple[Growing, ...]:
    """Blocks with rows after the `held` ones."""
    grown = list(blocks)
    while len(rows):
        number, inside = held >> _BLOCK_BITS, held & (BLOCK_ROWS - 1)
        if number == len(grown):
            grown.append(Growing.empty(np.int16, rows.shape[1], most=BLOCK_ROWS))
        some = rows[: BLOCK_ROWS - inside]
        grown[number] = grown[number].extended(inside, some)
        held, rows = held + len(some), rows[len(some) :]
    return tuple(grown)


def _fixed(vectors: NDArray[np.float32]) -> FixedPoint:
    fixed: FixedPoint = np.rint(vectors * np.float32(ONE)).astype(np.int16)
    return fixed


def _filled(rows: FixedPoint) -> NDArray[np.bool_]:
    """Which rows are not all zeros."""
    filled: NDArray[np.bool_] = np.logical_or.reduce(rows, axis=1)
    return filled


def _no_codes(width: int) -> Growing:
    return Growing.empty(np.uint64, -(-width // 64))


def _signs(rows: FixedPoint) -> NDArray[np.uint64]:
    """(n, words) which components are positive, 64 to a word."""
    packed = np.packbits(rows > 0, axis=1, bitorder="little")
    codes = np.zeros((len(rows), -(-rows.shape[1] // 64)), "<u8")
    codes.view(np.uint8)[:, : packed.shape[1]] = packed
    return codes.astype(np.uint64, copy=False)


def _summed(rows: FixedPoint) -> NDArray[np.float64]:
    summed: NDArray[np.float64] = np.add.reduce(rows, axis=0, dtype=np.float64)
    return summed


def pack(vector: NDArray[np.float32]) -> bytes:
    """The stored form of a vector: little-endian half precision, which costs no recall and half the disk."""
    return vector.astype("<f2").tobytes()


def pack_all(vectors: NDArray[np.float32]) -> list[bytes]:
    """The stored form of each of some vectors, (n, d), as of `pack`."""
    whole, width = pack(vectors), 2 * vectors.shape[1]
    return [whole[start : start + width] for start in range(0, width * len(vectors), width)]


def unpack_halves(blobs: Sequence[bytes | None], dimensions: int) -> NDArray[np.float32]:
    """(n, d) vectors from their stored forms; a row of zeros where there is none or where the width differs."""
    blank = bytes(2 * dimensions)
    whole = b"".join([blob if blob is not None and len(blob) == len(blank) else blank for blob in blobs])
    return np.frombuffer(whole, dtype="<f2").reshape(len(blobs), dimensions).astype(np.float32)

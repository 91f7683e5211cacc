"""Packed vectors: the components of an embedding as little-endian float32, four bytes each.

This is the stored form; it is unpacked only where somebody calculates or writes JSON.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from holdfast.errors import InvalidRequest

PackedVector = bytes
"""``4 * dimensions`` bytes."""

_STORED = np.dtype("<f4")


def pack_components(components: Sequence[float], *, field: str) -> PackedVector:
    """The packed form of components that a caller sent.

    `InvalidRequest`, naming ``field``, when a component is not finite as a float32, whose largest value is 3.4e38.
    """
    with np.errstate(over="ignore"):
        vector = np.array(components, dtype=_STORED)
    finite = np.isfinite(vector)
    if not finite.all():
        place = int(np.argmin(finite))
        raise InvalidRequest(f"{field}[{place}]: {components[place]!r} is not a finite 32-bit number")
    return vector.tobytes()


def pack_rows(rows: NDArray[np.float32]) -> list[PackedVector]:
    """The packed form of each row of a matrix."""
    return [row.tobytes() for row in np.ascontiguousarray(rows, dtype=_STORED)]


def unpack(vector: PackedVector) -> NDArray[np.float32]:
    """The components, read-only, shape (dimensions,)."""
    return np.frombuffer(vector, dtype=_STORED)


def unpack_rows(vectors: Sequence[PackedVector], dimensions: int) -> NDArray[np.float32]:
    """Vectors of equal width as the rows of a matrix, shape (len(vectors), dimensions)."""
    return np.frombuffer(b"".join(vectors), dtype=_STORED).reshape(len(vectors), dimensions)


def width_of(vector: PackedVector) -> int:
    """How many components a packed vector has."""
    return len(vector) // _STORED.itemsize

"""Arithmetic on rows of vectors that every model needs: unit length, and another width."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIN_DIMENSIONS = 8
MAX_DIMENSIONS = 2000


def normalise(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale every row to length 1, in place; rows of zeros stay."""
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    lengths[lengths == 0] = 1
    vectors /= lengths[:, None]
    return vectors


def fit(vectors: NDArray[np.float32], dimensions: int) -> NDArray[np.float32]:
    """Rows of width ``dimensions`` (8 to 2000): the leading components, or all of them followed by zeros.

    Meant for models whose components are ordered by importance, as those of the built-in model are.  Padding keeps all
    cosines; a cut row is scaled back to length 1.  Raises ValueError for a width out of range.
    """
    if not MIN_DIMENSIONS <= dimensions <= MAX_DIMENSIONS:
        raise ValueError(f"dimensions must be between {MIN_DIMENSIONS} and {MAX_DIMENSIONS}, not {dimensions}")
    width = vectors.shape[1]
    if dimensions < width:
        return normalise(np.array(vectors[:, :dimensions], dtype=np.float32, order="C"))
    fitted = np.zeros((len(vectors), dimensions), dtype=np.float32)
    fitted[:, :width] = vectors
    return fitted

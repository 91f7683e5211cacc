"""Maximal marginal relevance (Carbonell and Goldstein 1998): results that are relevant and unlike each other.

Diversity costs recall: a question whose answer is spread over several alike messages loses some of them, so it is
applied on request only.
"""

import numpy as np
from numpy.typing import NDArray

DEFAULT_LAMBDA = 0.5
_SMALLEST_POOL = 10


def pool_size(limit: int) -> int:
    """How many of the best candidates are re-ranked."""
    return max(2 * limit, _SMALLEST_POOL)


def effective_lambda(given: float | None) -> float:
    """The weight of relevance: 0 and None mean the default, other values are used as given."""
    return given or DEFAULT_LAMBDA


def unit_rows(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows scaled to length 1; zero rows stay zero."""
    norms = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]
    units = np.zeros_like(vectors)
    np.divide(vectors, norms, out=units, where=norms > 0)
    return units


def pick(query: NDArray[np.float32], candidates: NDArray[np.float32], weight: float, limit: int) -> list[int]:
    """Choose from candidates given in order of similarity; returns positions in order of choice.

    The first is the one most similar to the query. Each next one maximises
    λ · sim(query, d) − (1 − λ) · max over chosen p of sim(d, p); of equals the earlier candidate wins. Similarity is
    cosine, λ is used in single precision and is not clamped.
    """
    units = unit_rows(np.asarray(candidates, dtype=np.float32))
    relevance = units @ unit_rows(np.asarray(query, dtype=np.float32)[None, :])[0]
    return pick_by(relevance, units, weight, limit)


def pick_by(relevance: NDArray[np.float32], units: NDArray[np.float32], weight: float, limit: int) -> list[int]:
    """As `pick`, with relevance known and candidates of length 1."""
    wanted = min(limit, len(units))
    if wanted <= 0:
        return []
    trade = np.float32(weight)
    chosen = [int(np.argmax(relevance))]
    redundancy = units @ units[chosen[0]]
    while len(chosen) < wanted:
        gain = trade * relevance - (np.float32(1) - trade) * redundancy
        gain[chosen] = -np.inf
        chosen.append(int(np.argmax(gain)))
        np.maximum(redundancy, units @ units[chosen[-1]], out=redundancy)
    return chosen

"""The inner loops of a search: sums over words, cosines, the weighted sum of features, the best of the scores.

They are there twice: compiled (`compiled.pyx`, built at installation where there is a C compiler) and over whole numpy
arrays (`arrays`), which needs no compiler, gives the same results and costs several times the CPU. This package hands
out the fastest that the installation has.
"""

from holdfast.retrieval.kernel import arrays
from holdfast.retrieval.kernel.contract import (
    ONE,
    Best,
    Estimates,
    Lift,
    Priors,
    Products,
    ProductsAt,
    Promising,
    RoughScores,
    Scaling,
    Shares,
    Weigh,
    WordScorer,
    WordScorerOf,
    WordSums,
)

__all__ = [
    "ONE",
    "Priors",
    "RoughScores",
    "Scaling",
    "Shares",
    "WordScorer",
    "WordSums",
    "best",
    "estimates",
    "is_compiled",
    "lift",
    "products",
    "products_at",
    "promising",
    "weigh",
    "word_scorer",
]

is_compiled = True
"""Whether the compiled part was built."""
word_scorer: WordScorerOf
products: Products
products_at: ProductsAt
weigh: Weigh
lift: Lift
best: Best
estimates: Estimates
promising: Promising

try:
    from holdfast.retrieval.kernel import compiled
except ImportError:
    is_compiled = False
    word_scorer, products, weigh, best = arrays.WordScorer, arrays.products, arrays.weigh, arrays.best
    lift = arrays.lift
    products_at, estimates, promising = arrays.products_at, arrays.estimates, arrays.promising
else:
    word_scorer, products, weigh, best = compiled.WordScorer, compiled.products, compiled.weigh, compiled.best
    lift = compiled.lift
    products_at, estimates, promising = compiled.products_at, compiled.estimates, compiled.promising

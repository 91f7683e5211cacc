"""The inner loops of a search: sums over words, cosines, the weighted sum of features, the best of the scores.

They are there twice: compiled (`compiled.pyx`, built at installation where there is a C compiler) and over whole numpy
arrays (`arrays`), which needs no compiler, gives the same results and costs several times the CPU. This package hands
out the fastest that the installation has.
"""

from holdfast.retrieval.kernel import arrays
from holdfast.retrieval.kernel.contract import ONE, Best, Products, Scaling, Weigh, WordScorer, WordScorerOf

__all__ = ["ONE", "Scaling", "WordScorer", "best", "is_compiled", "products", "weigh", "word_scorer"]

is_compiled = True
"""Whether the compiled part was built."""
word_scorer: WordScorerOf
products: Products
weigh: Weigh
best: Best

try:
    from holdfast.retrieval.kernel import compiled
except ImportError:
    is_compiled = False
    word_scorer, products, weigh, best = arrays.WordScorer, arrays.products, arrays.weigh, arrays.best
else:
    word_scorer, products, weigh, best = compiled.WordScorer, compiled.products, compiled.weigh, compiled.best

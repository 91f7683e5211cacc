"""The compiled inner loops; everything else about the package stands in pyproject.toml."""

from setuptools import Extension, setup

COMPILED = (
    "holdfast.operations.prompting.compiled_requests",
    "holdfast.operations.prompting.compiled_word_signs",
    "holdfast.retrieval.kernel.compiled",
    "holdfast.retrieval.compiled_signs",
    "holdfast.retrieval.compiled_run_joining",
    "holdfast.retrieval.compiled_term_packing",
    "holdfast.retrieval.compiled_word_cutting",
    "holdfast.retrieval.compiled_word_knowledge",
    "holdfast.providers.embeddings.compiled_sums",
    "holdfast.providers.embeddings.compiled_words",
    "holdfast.providers.entities.compiled_cutting",
    "holdfast.providers.facts.compiled_clause_cutting",
    "holdfast.providers.facts.compiled_looks",
    "holdfast.providers.facts.compiled_pieces",
    "holdfast.providers.facts.compiled_seen",
    "holdfast.providers.facts.reader.compiled_reading",
    "holdfast.providers.summaries.compiled_repetitions",
    "holdfast.providers.summaries.compiled_sentences",
    "holdfast.providers.tokens.compiled_pieces",
    "holdfast.providers.tokens.compiled_ranks",
    "holdfast.storage.sqlite.engine.compiled_log_joining",
)

# Optional: where there is no C compiler, numpy does the same at a higher cost.
setup(
    ext_modules=[
        # Distributions build with -O2, which leaves loops over vectors as they are.
        Extension(name, [f"src/{name.replace('.', '/')}.pyx"], extra_compile_args=["-O3"], optional=True)
        for name in COMPILED
    ]
)

"""The compiled inner loops; everything else about the package stands in pyproject.toml."""

from setuptools import Extension, setup

COMPILED = ("holdfast.retrieval.kernel.compiled", "holdfast.providers.embeddings.compiled_sums")

# Optional: where there is no C compiler, numpy does the same at a higher cost.
setup(ext_modules=[Extension(name, [f"src/{name.replace('.', '/')}.pyx"], optional=True) for name in COMPILED])

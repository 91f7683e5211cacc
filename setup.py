"""The compiled part of search; everything else about the package stands in pyproject.toml."""

from setuptools import Extension, setup

# Optional: where there is no C compiler, search works all the same, at a higher cost.
setup(ext_modules=[Extension("holdfast.retrieval.compiled", ["src/holdfast/retrieval/compiled.pyx"], optional=True)])

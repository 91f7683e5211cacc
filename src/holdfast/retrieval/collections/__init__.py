"""Search in document collections: exact up to some ten thousand documents, approximate beyond."""

import contextlib

# usearch, which the approximate index uses, crashes the process when onnxruntime is loaded after it. Whoever has
# installed the local transformer gets it loaded first.
with contextlib.suppress(ImportError):
    import onnxruntime  # type: ignore[import-untyped]  # noqa: F401

"""A sentence transformer on this machine, run by onnxruntime.

It is all-MiniLM-L6-v2 from the package index (`packaged_minilm`), or that of a directory with ``model.onnx`` and
``tokenizer.json``: exports of encoders with the usual inputs.  The sentence vector is the mean of the last hidden
states, unless the model itself gives one row per text.
"""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from onnxruntime.capi import onnxruntime_pybind11_state as failures  # type: ignore[import-untyped]
from tokenizers import Tokenizer

from holdfast.errors import StartupError
from holdfast.providers.embeddings.vectors import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

TokenIds = Callable[[Sequence[str], int], list[list[int]]]
"""Texts, and how many tokens of each count → the ids of the tokens of each, special ones included."""

MODEL_FILE: Final = "model.onnx"
TOKENIZER_FILE: Final = "tokenizer.json"
MAX_TOKENS: Final = 256
TOKENS_PER_BATCH: Final = 256
"""Texts of about one length share a batch of this many tokens; more would leave the processor's cache, and the memory
that onnxruntime keeps grows with it."""
_LOAD_FAILURES: Final = (failures.InvalidProtobuf, failures.InvalidGraph, failures.Fail, failures.NotImplemented)


class OnnxEmbeddingModel:
    """A transformer: its ``name``, its graph as a file or as bytes, and what cuts texts into tokens.

    ``threads`` is how many cores one batch may use; batches of several callers are computed one after the other.  Only
    the first ``max_tokens`` tokens of a text count.
    """

    def __init__(
        self, name: str, graph: Path | bytes, token_ids: TokenIds, *, threads: int = 1, max_tokens: int = MAX_TOKENS
    ) -> None:
        self._name = name
        self._token_ids = token_ids
        self._max_tokens = max_tokens
        self._session = _open_session(name, graph, threads=threads)
        self._computing = threading.Lock()
        self._inputs = {declared.name for declared in self._session.get_inputs()}
        self._dimensions = int(self._session.get_outputs()[0].shape[-1])

    @classmethod
    def of_directory(cls, directory: Path, *, threads: int = 1, max_tokens: int = MAX_TOKENS) -> OnnxEmbeddingModel:
        """The transformer of a directory, named ``onnx:<directory>-<first digits of the file's SHA-256>``."""
        model, tokenizer = directory / MODEL_FILE, directory / TOKENIZER_FILE
        for file in (model, tokenizer):
            if not file.is_file():
                raise StartupError(
                    f"the embedding model's file {file} does not exist; correct the path, or leave it out for the model"
                    " of the package (see docs/embeddings.md)"
                )
        name = f"onnx:{directory.resolve().name}-{_digest(model)}"
        return cls(name, model, _token_ids_by(_open_tokenizer(tokenizer)), threads=threads, max_tokens=max_tokens)

    @property
    def name(self) -> str:
        """Model and weights."""
        return self._name

    @property
    def dimensions(self) -> int:
        """Width of every vector."""
        return self._dimensions

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of ``texts``, one row each, of length 1; a blank text gives zeros."""
        vectors = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        filled = [position for position, text in enumerate(texts) if text.strip()]
        tokens = self._token_ids([texts[position] for position in filled], self._max_tokens)
        for batch in _batches(tokens):
            with self._computing:
                vectors[[filled[i] for i in batch]] = self._run([tokens[i] for i in batch])
        return normalise(vectors)

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As `encode`, in a thread: onnxruntime lets go of the interpreter while it computes."""
        return await asyncio.to_thread(self.encode, texts)

    async def close(self) -> None:
        """Nothing to give back before the object goes."""

    def _run(self, tokens: list[list[int]]) -> NDArray[np.float32]:
        ids = np.zeros((len(tokens), max(map(len, tokens))), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, those in enumerate(tokens):
            ids[row, : len(those)] = those
            mask[row, : len(those)] = 1
        feeds = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (output, *_) = self._session.run(None, {name: feeds[name] for name in self._inputs})
        if output.ndim == 2:
            return output  # type: ignore[no-any-return]  # onnxruntime is untyped
        weights = mask.astype(np.float32)
        return np.einsum("nwd,nw->nd", output, weights) / weights.sum(axis=1, keepdims=True)  # type: ignore[no-any-return]


def _open_tokenizer(file: Path) -> Tokenizer:
    try:
        return Tokenizer.from_file(str(file))
    except Exception as failure:  # the library raises the bare class
        raise StartupError(f"the tokenizer file {file} cannot be read: {failure}") from failure


def _open_session(name: str, graph: Path | bytes, *, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    try:
        source = graph if isinstance(graph, bytes) else str(graph)
        return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])
    except _LOAD_FAILURES as failure:
        raise StartupError(f"the embedding model {name} ({MODEL_FILE}) cannot be loaded: {failure}") from failure


def _token_ids_by(tokenizer: Tokenizer) -> TokenIds:
    tokenizer.no_padding()

    def token_ids(texts: Sequence[str], most: int) -> list[list[int]]:
        tokenizer.enable_truncation(most)
        return [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]

    return token_ids


def _batches(tokens: Sequence[list[int]]) -> Iterator[list[int]]:
    """Positions in batches of texts of about one length, shortest first."""
    batch: list[int] = []
    for position in sorted(range(len(tokens)), key=lambda i: len(tokens[i])):
        if batch and (len(batch) + 1) * len(tokens[position]) > TOKENS_PER_BATCH:
            yield batch
            batch = []
        batch.append(position)
    if batch:
        yield batch


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()[:8]

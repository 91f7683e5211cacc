"""all-MiniLM-L6-v2 as the teacher of the built-in embedding model, run by onnxruntime.

Works on a model directory made by ``export_minilm.py``.  Sentence vectors are those that the model's authors define:
mean of the last hidden states over all tokens, L2-normalised.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from tokenizers import Tokenizer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

WIDTH = 384
TOKENS_PER_BATCH = 2048


class Teacher:
    """The sentence transformer; ``encode`` gives float32 rows of width 384."""

    def __init__(self, directory: Path, *, max_tokens: int) -> None:
        self._session = onnxruntime.InferenceSession(directory / "model.onnx", providers=["CPUExecutionProvider"])
        self.tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(max_tokens)

    def vocabulary(self) -> list[str]:
        """Tokens in the order of their ids."""
        ids = self.tokenizer.get_vocab()
        return sorted(ids, key=ids.__getitem__)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of ``texts`` in their order."""
        return self.encode_ids([encoding.ids for encoding in self.tokenizer.encode_batch(list(texts))])

    def encode_ids(self, ids: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """Vectors of token id sequences which already hold [CLS] and [SEP]."""
        vectors = np.empty((len(ids), WIDTH), dtype=np.float32)
        for batch in batches_of_one_length(ids):
            tokens = np.array([ids[position] for position in batch], dtype=np.int64)
            feeds = {"input_ids": tokens, "attention_mask": np.ones_like(tokens), "token_type_ids": tokens * 0}
            (hidden,) = self._session.run(None, feeds)
            means = hidden.mean(axis=1)
            vectors[batch] = means / np.linalg.norm(means, axis=1, keepdims=True)
        return vectors


def batches_of_one_length(ids: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Positions of sequences that have the same length, so that no padding is computed."""
    order = sorted(range(len(ids)), key=lambda position: len(ids[position]))
    batch: list[int] = []
    for position in order:
        width = len(ids[position])
        if batch and (len(ids[batch[0]]) != width or (len(batch) + 1) * width > TOKENS_PER_BATCH):
            yield batch
            batch = []
        batch.append(position)
    if batch:
        yield batch

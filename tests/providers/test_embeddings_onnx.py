"""The local transformer, with a tiny random encoder of the same architecture as the real one.

``tiny_transformer`` was put together by the functions of ``tools/export_minilm.py`` from random weights.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from holdfast.errors import StartupError
from holdfast.providers.embeddings.onnx import TOKENS_PER_BATCH, OnnxEmbeddingModel
from holdfast.providers.embeddings.open import EmbeddingOptions, open_embedding_model

TINY = Path(__file__).with_name("tiny_transformer")
TEXTS = ["a b c", "", "the quick brown fox, 42!", " \n", "a", "xyz " * 12]


@pytest.fixture(scope="module")
def model() -> OnnxEmbeddingModel:
    return OnnxEmbeddingModel.of_directory(TINY, max_tokens=60)


def test_rows_have_length_one_and_blank_texts_give_zeros(model: OnnxEmbeddingModel) -> None:
    vectors = model.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), model.dimensions)
    assert vectors.dtype == np.float32
    lengths = [1.0 if text.strip() else 0.0 for text in TEXTS]
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), lengths, atol=1e-5)


def test_padding_in_a_batch_changes_nothing(model: OnnxEmbeddingModel) -> None:
    alone = np.concatenate([model.encode([text]) for text in TEXTS])
    np.testing.assert_allclose(model.encode(TEXTS), alone, atol=1e-5)


async def test_many_texts_keep_their_order_over_batches(model: OnnxEmbeddingModel) -> None:
    texts = [f"{number} " + "ab " * (number % 17) for number in range(TOKENS_PER_BATCH // 8)]
    alone = np.concatenate([model.encode([text]) for text in texts])
    np.testing.assert_allclose(await model.embed(texts), alone, atol=1e-5)


async def test_no_texts_give_no_rows(model: OnnxEmbeddingModel) -> None:
    assert (await model.embed([])).shape == (0, model.dimensions)


def test_only_the_first_tokens_count(model: OnnxEmbeddingModel) -> None:
    np.testing.assert_array_equal(model.encode(["a b " * 100]), model.encode(["a b " * 100 + "z"]))


def test_the_name_changes_with_the_weights(model: OnnxEmbeddingModel, tmp_path: Path) -> None:
    copy = shutil.copytree(TINY, tmp_path / TINY.name)
    assert OnnxEmbeddingModel.of_directory(copy).name == model.name
    with (copy / "model.onnx").open("ab") as file:
        file.write(b"\x72\x00")  # an empty metadata entry: another file, the same model
    assert OnnxEmbeddingModel.of_directory(copy).name != model.name
    assert model.name.startswith("onnx:tiny_transformer-")


def test_it_is_opened_by_its_path() -> None:
    assert open_embedding_model(EmbeddingOptions(service="onnx", path=TINY)).dimensions == 16


@pytest.mark.parametrize("missing", ["model.onnx", "tokenizer.json"])
def test_a_missing_file_is_named(tmp_path: Path, missing: str) -> None:
    copy = shutil.copytree(TINY, tmp_path / "copy")
    (copy / missing).unlink()
    with pytest.raises(StartupError, match=missing):
        OnnxEmbeddingModel.of_directory(copy)


@pytest.mark.parametrize("broken", ["model.onnx", "tokenizer.json"])
def test_a_broken_file_is_named(tmp_path: Path, broken: str) -> None:
    copy = shutil.copytree(TINY, tmp_path / "copy")
    (copy / broken).write_bytes(b"nonsense")
    with pytest.raises(StartupError, match=broken):
        OnnxEmbeddingModel.of_directory(copy)

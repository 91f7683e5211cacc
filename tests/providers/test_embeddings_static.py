"""The built-in model: what its vectors promise, and that the packaged weights are the released ones."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.providers.embeddings.open import EmbeddingOptions, open_embedding_model
from holdfast.providers.embeddings.static import BUILTIN_DIRECTORY, StaticEmbeddingModel, load_static_model
from holdfast.providers.embeddings.token_sums import sum_rows, sum_rows_by_arrays
from holdfast.providers.embeddings.vectors import fit
from holdfast.providers.embeddings.wordpiece import WordPiece

GOLDEN = Path(__file__).with_name("static_256_golden.json")
TEXTS = st.lists(st.text(max_size=80), max_size=12)


@pytest.fixture
def model() -> StaticEmbeddingModel:
    return load_static_model()


def test_packaged_weights_are_the_released_ones(model: StaticEmbeddingModel) -> None:
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert model.name == golden["name"]
    leading = model.encode(list(golden["texts"]))[:, : golden["components"]]
    np.testing.assert_allclose(leading, list(golden["texts"].values()), atol=2e-4)


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_rows_have_length_one_or_are_zero_when_nothing_is_known(texts: list[str]) -> None:
    model = load_static_model()
    vectors = model.encode(texts)
    assert vectors.shape == (len(texts), model.dimensions)
    assert vectors.dtype == np.float32
    for text, length in zip(texts, np.linalg.norm(vectors, axis=1), strict=True):
        assert length == pytest.approx(1 if any(model.token_ids(text)) else 0, abs=1e-5)


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_a_text_has_the_same_vector_alone_and_in_company(texts: list[str]) -> None:
    model = load_static_model()
    alone = [model.encode([text])[0] for text in texts]
    np.testing.assert_allclose(model.encode(texts), np.reshape(alone, (len(texts), model.dimensions)), atol=1e-6)


@pytest.mark.parametrize(
    ("foreign", "near", "far"),
    [
        ("unsere Katze schläft", "our cat is sleeping", "our train is delayed"),
        ("nos robaron la bicicleta anoche", "our bicycle was stolen last night", "the dentist sent a bill"),
        ("我们带猫去海边", "we take the cat to the seaside", "we paint the office"),
        ("Gartenstühle", "garden chairs", "kitchen knives"),
    ],
)
def test_words_of_other_languages_are_taken_as_what_they_mean(foreign: str, near: str, far: str) -> None:
    told, alike, other = load_static_model().encode([foreign, near, far])
    assert told @ alike > told @ other + 0.2


def test_english_texts_keep_the_vectors_of_the_training() -> None:
    text = "The landlord sent a letter about the heating, and Toffee the hamster escaped from its cage again!"
    plain = WordPiece((BUILTIN_DIRECTORY / "vocabulary.txt").read_text(encoding="utf-8").split())
    assert load_static_model().token_ids(text) == plain.ids(text)


@given(st.lists(st.integers(0, 999), max_size=40))
def test_compiled_code_and_arrays_sum_alike(rows: list[int]) -> None:
    model = load_static_model()
    table, scales = model._table, model._scales
    sums = np.full((2, model.dimensions), np.nan, np.float32)
    sum_rows(table, scales, rows, sums[0])
    sum_rows_by_arrays(table, scales, rows, sums[1])
    np.testing.assert_allclose(sums[0], sums[1], atol=1e-6)


@pytest.mark.parametrize("rows", [[-1], [10**6]])
def test_rows_beyond_the_table_are_refused(model: StaticEmbeddingModel, rows: list[int]) -> None:
    out = np.zeros(model.dimensions, np.float32)
    with pytest.raises(IndexError):
        sum_rows(model._table, model._scales, rows, out)


async def test_large_requests_equal_small_ones(model: StaticEmbeddingModel) -> None:
    texts = [f"message number {number} about {'tea ' * (number % 50)}" for number in range(300)]
    np.testing.assert_allclose(await model.embed(texts), model.encode(texts), atol=1e-6)
    assert (await model.embed([])).shape == (0, model.dimensions)


def test_only_the_first_tokens_of_a_long_text_count(model: StaticEmbeddingModel) -> None:
    start = "the cat sat on the mat " * 100
    np.testing.assert_array_equal(model.encode([start]), model.encode([start + "nuclear physics " * 100_000]))


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("What pets does she have?", "We adopted a little dog from the shelter.", "The train to work was late again."),
        ("Which job did he take?", "I was hired as a software engineer.", "The soup needs more salt."),
        ("Where did they go on holiday?", "We flew to Spain and stayed at the beach.", "My new phone is broken."),
        ("How is her health?", "The doctor says that the surgery went well.", "He plays the guitar in a band."),
    ],
)
def test_related_texts_are_nearer_than_others(
    model: StaticEmbeddingModel, question: str, right: str, wrong: str
) -> None:
    asked, near, far = model.encode([question, right, wrong])
    assert asked @ near > asked @ far + 0.1


def test_leading_components_matter_most(model: StaticEmbeddingModel) -> None:
    words = [token for token in (BUILTIN_DIRECTORY / "vocabulary.txt").read_text().split() if token.isalpha()]
    spread = np.square(model.encode(words[2000:12000:2])).mean(axis=0).reshape(8, -1).sum(axis=1)
    assert spread[0] == spread.max()
    assert spread[-1] == spread.min()


@given(st.integers(8, 2000))
def test_fitting_keeps_rows_at_length_one(dimensions: int) -> None:
    vectors = load_static_model().encode(["a cup of tea", ""])
    fitted = fit(vectors, dimensions)
    assert fitted.shape == (2, dimensions)
    np.testing.assert_allclose(np.linalg.norm(fitted, axis=1), [1, 0], atol=1e-5)


def test_padding_keeps_cosines(model: StaticEmbeddingModel) -> None:
    vectors = model.encode(["a cup of tea", "a glass of water", "a red car"])
    fitted = fit(vectors, 1000)
    np.testing.assert_allclose(fitted @ fitted.T, vectors @ vectors.T, atol=1e-6)


@pytest.mark.parametrize("dimensions", [0, 7, 2001, -1])
def test_widths_out_of_range_are_refused(model: StaticEmbeddingModel, dimensions: int) -> None:
    with pytest.raises(ValueError, match="between 8 and 2000"):
        fit(model.encode(["tea"]), dimensions)


@pytest.mark.parametrize("service", ["builtin", "local"])
def test_the_reference_name_local_means_the_built_in_model(model: StaticEmbeddingModel, service: str) -> None:
    assert open_embedding_model(EmbeddingOptions(service=service)) is model


def test_opening_reads_no_weights() -> None:
    program = (
        "from holdfast.providers.embeddings.static import load_static_model as load; m = load(); "
        "import sys; print(sorted(set(vars(m)) & {'_table', '_scales', '_tokeniser'}), 'openai' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["[]", "False"]


def test_the_package_stays_small() -> None:
    assert sum(file.stat().st_size for file in BUILTIN_DIRECTORY.iterdir()) <= 15_000_000

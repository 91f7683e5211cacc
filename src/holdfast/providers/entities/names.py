"""Known names in context: which of its labels a listed name has here, or whether it is an everyday word."""

from __future__ import annotations

from typing import Final

from holdfast.providers.entities import vocabulary
from holdfast.providers.entities.lexicon import Lexicon, Phrase
from holdfast.providers.entities.numbers import Span
from holdfast.providers.entities.words import Words

_EXTENDED: Final = frozenset({"PRODUCT", "WORK_OF_ART"})
_SURE_PERSON_VERBS: Final = vocabulary.PERSON_CUES_AFTER - vocabulary.words("is was has had will")
_NOT_COUNTED: Final = (
    vocabulary.TIME_UNITS | vocabulary.DATE_UNITS | vocabulary.QUANTITY_UNITS | {"%", "people", "users"}
)
_NOUN_STOPPERS: Final = vocabulary.OPENERS | vocabulary.PERSON_CUES_AFTER
_NO_TITLE_OPENERS: Final = vocabulary.OPENERS - {"the", "a"}


def read_known(words: Words, index: int, lexicon: Lexicon) -> Span | None:
    """The known name at ``index``, labelled by its surroundings; ``None`` where it is an everyday word."""
    phrase = lexicon.match(words, index)
    if phrase is None:
        return None
    end = index + len(phrase.lower)
    if _goes_on(words, end) or _is_everyday(words, index, end, phrase):
        return None
    label = _choose_label(words, index, end, phrase, lexicon)
    if label == "ORG":
        model = _model_end(words, end)
        return Span(index, model, "PRODUCT") if model > end else Span(index, end, label)
    if label in _EXTENDED:
        end = version_end(words, end)
    return Span(_without_article(words, index, label), end, label)


def read_quoted_title(words: Words, index: int) -> Span | None:
    """``watched "The Long Evening"``: a capitalised title in quotation marks after a verb for using one."""
    if not words.capitalised(index + 1) or words.lower[index + 1] in _NO_TITLE_OPENERS:
        return None
    if not near(words, index, 4) & vocabulary.TITLE_VERBS:
        return None
    for end in range(index + 2, index + 9):
        if words.shape[end] in {'"', "”", "“"}:
            return Span(index + 1, end - (words.shape[end - 1] in {",", "."}), "WORK_OF_ART")
        if words.shape[end] in {"", "\n"}:
            return None
    return None


def _goes_on(words: Words, end: int) -> bool:
    """Whether the name is only the beginning of a compound such as ``Paris-based``."""
    glued = words.joined(end) and words.shape[end] in {"-", "_"} and words.joined(end + 1)
    return glued and words.shape[end + 1][:1].islower()


def _is_everyday(words: Words, index: int, end: int, phrase: Phrase) -> bool:
    """Whether a known name is more likely an ordinary word here: first of its sentence, nothing speaking for a name."""
    if len(phrase.lower) > 1 or phrase.lower[0] not in vocabulary.EVERYDAY or phrase.labels == ("DATE",):
        return False
    if words.shape[index].isupper() and len(words.shape[index]) > 1:
        return words.shape[index] != phrase.shape[0]
    if words.display[index]:
        return True
    if not words.opens_sentence(index) or (phrase.labels[0] in _EXTENDED and version_end(words, end) > end):
        return False
    return words.lower[end] not in vocabulary.PERSON_CUES_AFTER and words.shape[end] != "'s"


def _choose_label(words: Words, index: int, end: int, phrase: Phrase, lexicon: Lexicon) -> str:
    labels = phrase.labels
    if "LANGUAGE" in labels or labels[0] == "NORP":
        return _group_or_language(words, index, end, labels)
    before = words.lower[index - 1]
    if len(phrase.lower) == 1 and phrase.lower[0] in lexicon.given_names:
        if before in vocabulary.SURE_PERSON_CUES:
            return "PERSON"
        person_verb = words.lower[end] in _SURE_PERSON_VERBS
        if before not in vocabulary.PLACE_CUES_BEFORE and (person_verb or phrase.lower[0] in vocabulary.PERSON_FIRST):
            return "PERSON"
    if len(labels) > 1 and "GPE" in labels and before != "at" and before in vocabulary.PLACE_CUES_BEFORE:
        return "GPE"
    if len(labels) > 1 and "WORK_OF_ART" in labels and near(words, index, 4) & vocabulary.TITLE_VERBS:
        return "WORK_OF_ART"
    return labels[0]


def _group_or_language(words: Words, index: int, end: int, labels: tuple[str, ...]) -> str:
    """``my French is rusty`` and ``translate into French`` against ``a French friend``."""
    if "NORP" not in labels:
        return "LANGUAGE"
    if "LANGUAGE" not in labels:
        return "NORP"
    after = words.lower[end]
    describes = after[:1].isalpha() and after not in _NOUN_STOPPERS and after not in {"lessons", "course", "class"}
    if near(words, index, 6) & vocabulary.LANGUAGE_CUES or set(words.lower[end : end + 5]) & {
        "learn",
        "speak",
        "fluently",
    }:
        return "NORP" if describes and words.lower[index - 1] in vocabulary.INDEFINITE else "LANGUAGE"
    if words.lower[index - 1] in {"my", "your", "his", "her", "their", "in"} and not describes:
        return "LANGUAGE"
    return "LANGUAGE" if words.lower[index] == "english" and not describes else "NORP"


def _without_article(words: Words, index: int, label: str) -> int:
    """``the Bronx`` is called Bronx; titles keep their article."""
    return index + (words.lower[index] == "the" and label != "WORK_OF_ART" and words.shape[index] == "the")


def version_end(words: Words, end: int) -> int:
    """Index behind a version or model that follows: ``iPhone 15 Pro``, ``Python 3.12``, ``The Witcher 3``."""
    limit = end + 3
    while end < limit and _is_version(words, end):
        end += 1
    return end


def _is_version(words: Words, index: int) -> bool:
    shape = words.shape[index]
    if shape[:1].isdigit():
        return words.lower[index + 1] not in _NOT_COUNTED and len(shape) <= 5 and not words.joined(index + 1)
    if is_model(shape):
        return True
    return words.capitalised(index) and words.lower[index] in vocabulary.MODEL_WORDS


def is_model(shape: str) -> bool:
    """Capitals and digits in one word: ``V15``, ``S23``."""
    return shape[:1].isupper() and any(map(str.isdigit, shape)) and shape.upper() == shape


def _model_end(words: Words, end: int) -> int:
    """Index behind a model name after a maker: ``Dyson V15``, ``Sony WH-1000XM5``; ``end`` when there is none."""
    if is_model(words.shape[end]):
        return version_end(words, end + 1)
    hyphenated = words.shape[end].isupper() and words.shape[end + 1] == "-" and words.joined(end + 1)
    if not hyphenated or not words.shape[end + 2][:1].isdigit():
        return end
    end += 3
    return end + 1 if words.joined(end) and words.shape[end].isalnum() else end


def near(words: Words, index: int, distance: int) -> set[str]:
    """The words up to ``distance`` tokens before ``index``, in small letters."""
    return set(words.lower[max(0, index - distance) : index])

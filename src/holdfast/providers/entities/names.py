"""Rules for names: known phrases in context, and capitalised words judged by their form and neighbours."""

from __future__ import annotations

from typing import Final

from holdfast.providers.entities import vocabulary
from holdfast.providers.entities.lexicon import Lexicon, Phrase
from holdfast.providers.entities.numbers import Span
from holdfast.providers.entities.words import Words

_LONGEST_RUN: Final = 8
_LINKS: Final = frozenset(
    {"de", "van", "von", "der", "da", "del", "della", "di", "la", "le", "bin", "ibn", "al", "du", "ter"}
)
_OF_HEADS: Final = frozenset(
    {"university", "bank", "house", "museum", "department", "ministry", "institute", "bill", "treaty", "battle", "lord"}
    | {
        "city",
        "church",
        "college",
        "school",
        "bay",
        "gulf",
        "isle",
        "cape",
        "lake",
        "tower",
        "statue",
        "palace",
        "court",
    }
    | {"kingdom", "republic", "board", "office", "council", "declaration", "national", "academy"}
)
_ENDINGS: Final = (
    (vocabulary.FAC_ENDINGS, "FAC"),
    (vocabulary.ORG_ENDINGS, "ORG"),
    (vocabulary.LAW_ENDINGS, "LAW"),
    (vocabulary.LOC_ENDINGS, "LOC"),
    (vocabulary.EVENT_ENDINGS, "EVENT"),
    (vocabulary.WORK_ENDINGS, "WORK_OF_ART"),
    (vocabulary.GPE_ENDINGS, "GPE"),
)
_EXTENDED: Final = frozenset({"PRODUCT", "WORK_OF_ART"})
_GUESSED_PLACE_CUES: Final = frozenset({"in", "to", "from", "near", "visit", "visiting", "visited"})
# Verbs that things have as well, and words that follow anything, say nothing about an unknown name.
_PERSONAL_VERBS: Final = vocabulary.PERSON_CUES_AFTER - vocabulary.words("is was has had will would can just and needs")
_FAVOURING_VERBS: Final = vocabulary.PERSON_CUES_AFTER - vocabulary.words("is was be it that just")
_SURE_PERSON_VERBS: Final = vocabulary.PERSON_CUES_AFTER - vocabulary.words("is was has had will")
_SURE_PERSON_CUES: Final = vocabulary.PERSON_CUES_BEFORE - vocabulary.words("by with visit love")
_NOT_COUNTED: Final = (
    vocabulary.TIME_UNITS | vocabulary.DATE_UNITS | vocabulary.QUANTITY_UNITS | {"%", "people", "users"}
)
_NOUN_STOPPERS: Final = vocabulary.OPENERS | vocabulary.PERSON_CUES_AFTER


def read_known(words: Words, index: int, lexicon: Lexicon) -> Span | None:
    """The known name at ``index``, labelled by its surroundings; ``None`` where it is an everyday word."""
    phrase = lexicon.match(words, index)
    if phrase is None:
        return None
    end = index + len(phrase.lower)
    if (
        words.joined(end)
        and words.shape[end] in {"-", "_"}
        and words.joined(end + 1)
        and words.shape[end + 1][:1].islower()
    ):
        return None
    if _is_everyday(words, index, end, phrase):
        return None
    label = _choose_label(words, index, end, phrase, lexicon)
    if label == "ORG":
        model = _model_end(words, end)
        return Span(index, model, "PRODUCT") if model > end else Span(index, end, label)
    if label in _EXTENDED:
        end = _version_end(words, end)
    return Span(_without_article(words, index, label), end, label)


def read_displayed(words: Words, index: int, lexicon: Lexicon, known: Span | None) -> Span | None:
    """A given name where capitals say nothing (headings, bold), with a surname if the two stand alone there."""
    name = words.lower[index]
    if known is not None or name not in lexicon.given_names or name in vocabulary.EVERYDAY:
        return None
    surname = not words.capitalised(index - 1) and words.capitalised(index + 1) and not words.capitalised(index + 2)
    return Span(index, index + 1 + surname, "PERSON")


def read_capitalised(words: Words, index: int, lexicon: Lexicon, known: Span | None) -> Span | None:
    """A name nobody listed: a run of capitalised words at ``index``, judged by its form and neighbours.

    Where the run begins with a ``known`` name, only its form can make more of it.
    """
    end = _run_end(words, index)
    start = index
    while start < end and _opens_nothing(words, start):
        start += 1
    if start == end:
        return None
    if start > index:
        return None  # the scan comes back to the word behind
    if known is not None:
        return _judge_extension(words, end, lexicon, known)
    unknown_opener = words.opens_sentence(start) and words.lower[start] not in lexicon.given_names
    if unknown_opener and lexicon.match(words, start + 1) is not None:
        return None
    return _judge_run(words, start, end, lexicon)


def _judge_extension(words: Words, end: int, lexicon: Lexicon, known: Span) -> Span | None:
    """``Stanford University Press``, ``Nike Air Max``, ``Austin Powers``: more than the known name they begin with."""
    start = known.start
    by_form = _label_by_form(words, start, end)
    if by_form is not None:
        return Span(start, end, by_form)
    rest = range(known.end, end)
    plain = all(words.shape[at][:1].isupper() and not _opens_nothing(words, at) for at in rest)
    if known.label == "ORG" and known.end - start == 1 and plain:
        return Span(start, end, "PRODUCT")
    personal = words.lower[start] in lexicon.given_names and len(rest) == 1 and plain and known.end - start == 1
    return Span(start, end, "PERSON") if personal else None


def read_lowercase_person(words: Words, index: int, lexicon: Lexicon) -> Span | None:
    """A given name in a text typed without capitals."""
    name = words.lower[index]
    if name not in lexicon.given_names or name in vocabulary.EVERYDAY or len(name) < 3:
        return None
    return Span(index, index + 1, "PERSON")


def read_quoted_title(words: Words, index: int) -> Span | None:
    """``watched "The Long Evening"``: a capitalised title in quotation marks after a verb for using one."""
    if not words.capitalised(index + 1) or words.lower[index + 1] in vocabulary.OPENERS - {"the", "a"}:
        return None
    if not _near(words, index, 4) & vocabulary.TITLE_VERBS:
        return None
    for end in range(index + 2, index + 9):
        if words.shape[end] in {'"', "”", "“"}:
            return Span(index + 1, end - (words.shape[end - 1] in {",", "."}), "WORK_OF_ART")
        if words.shape[end] in {"", "\n"}:
            return None
    return None


def _is_everyday(words: Words, index: int, end: int, phrase: Phrase) -> bool:
    """Whether a known name is more likely an ordinary word here: first of its sentence, nothing speaking for a name."""
    if len(phrase.lower) > 1 or phrase.lower[0] not in vocabulary.EVERYDAY or phrase.labels == ("DATE",):
        return False
    if words.shape[index].isupper() and len(words.shape[index]) > 1:
        return words.shape[index] != phrase.shape[0]
    if words.display[index]:
        return True
    if not words.opens_sentence(index) or (phrase.labels[0] in _EXTENDED and _version_end(words, end) > end):
        return False
    return words.lower[end] not in vocabulary.PERSON_CUES_AFTER and words.shape[end] != "'s"


def _choose_label(words: Words, index: int, end: int, phrase: Phrase, lexicon: Lexicon) -> str:
    labels = phrase.labels
    if "LANGUAGE" in labels or labels[0] == "NORP":
        return _group_or_language(words, index, end, labels)
    before = words.lower[index - 1]
    if len(phrase.lower) == 1 and phrase.lower[0] in lexicon.given_names:
        if before in _SURE_PERSON_CUES:
            return "PERSON"
        person_verb = words.lower[end] in _SURE_PERSON_VERBS
        if before not in vocabulary.PLACE_CUES_BEFORE and (person_verb or phrase.lower[0] in vocabulary.PERSON_FIRST):
            return "PERSON"
    if len(labels) > 1 and "GPE" in labels and before != "at" and before in vocabulary.PLACE_CUES_BEFORE:
        return "GPE"
    if len(labels) > 1 and "WORK_OF_ART" in labels and _near(words, index, 4) & vocabulary.TITLE_VERBS:
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
    if _near(words, index, 6) & vocabulary.LANGUAGE_CUES or set(words.lower[end : end + 5]) & {
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


def _version_end(words: Words, end: int) -> int:
    """Index behind a version or model that follows: ``iPhone 15 Pro``, ``Python 3.12``, ``The Witcher 3``."""
    limit = end + 3
    while end < limit and _is_version(words, end):
        end += 1
    return end


def _is_version(words: Words, index: int) -> bool:
    shape = words.shape[index]
    if shape[:1].isdigit():
        return words.lower[index + 1] not in _NOT_COUNTED and len(shape) <= 5 and not words.joined(index + 1)
    if _is_model(shape):
        return True
    return words.capitalised(index) and words.lower[index] in vocabulary.MODEL_WORDS


def _is_model(shape: str) -> bool:
    """Capitals and digits in one word: ``V15``, ``S23``."""
    return shape[:1].isupper() and any(map(str.isdigit, shape)) and shape.upper() == shape


def _model_end(words: Words, end: int) -> int:
    """Index behind a model name after a maker: ``Dyson V15``, ``Sony WH-1000XM5``; ``end`` when there is none."""
    if _is_model(words.shape[end]):
        return _version_end(words, end + 1)
    hyphenated = words.shape[end].isupper() and words.shape[end + 1] == "-" and words.joined(end + 1)
    if not hyphenated or not words.shape[end + 2][:1].isdigit():
        return end
    end += 3
    return end + 1 if words.joined(end) and words.shape[end].isalnum() else end


def _run_end(words: Words, index: int) -> int:
    """Index behind the run of capitalised words which begins at ``index``."""
    end = index + 1
    limit = index + _LONGEST_RUN
    while end < limit:
        step = _continues(words, end)
        if step == 0:
            return end
        end += step
    return end


def _continues(words: Words, end: int) -> int:
    """How many tokens at ``end`` continue a run: 0 when it ends there."""
    if words.capitalised(end):
        return 0 if words.lower[end] in {"i", "i'm", "i've"} else 1
    if not words.capitalised(end + 1):
        return 0
    return 2 if _links(words, end) else 0


def _links(words: Words, at: int) -> bool:
    """Whether the sign or small word at ``at`` joins two capitalised words into one name."""
    shape, lower, before = words.shape[at], words.lower[at], words.lower[at - 1]
    if shape in {"-", "&", "'", "’"}:
        return shape == "&" or (words.joined(at) and words.joined(at + 1))
    if shape == ".":
        return len(before) == 1 and words.capitalised(at - 1)
    if shape == "'s":
        return _ending_label(words.lower[at + 1]) is not None
    return lower in _LINKS or (lower in {"of", "for"} and before in _OF_HEADS)


def _opens_nothing(words: Words, index: int) -> bool:
    lower = words.lower[index]
    if lower in vocabulary.OPENERS or lower in vocabulary.NOT_NAMES:
        return True
    return lower.endswith("ly") and len(lower) > 5 and words.opens_sentence(index)


def _judge_run(words: Words, start: int, end: int, lexicon: Lexicon) -> Span | None:
    first, length = words.lower[start], end - start
    if first in vocabulary.TITLES and length > 1:
        return Span(start + 1 + (words.shape[start + 1] == "."), end, "PERSON")
    if first in vocabulary.TITLES_KEPT and length > 1:
        return Span(start, end, "PERSON")
    by_form = _label_by_form(words, start, end)
    if by_form is not None:
        return Span(start, end, by_form)
    person = _person(words, start, end, lexicon)
    if person is not None:
        return person
    return _by_neighbours(words, start, end)


def _label_by_form(words: Words, start: int, end: int) -> str | None:
    """The label that the first or last word of a longer run gives away."""
    if end - start < 2:
        introduced = words.lower[start - 1] in {"the", "my", "a", "an", "new", "his", "her", "our", "your"}
        return "PRODUCT" if introduced and _is_model(words.shape[start]) else None
    ending = _ending_label(words.lower[end - 1])
    if ending is not None:
        return ending
    if _is_model(words.shape[end - 1]) or (
        _is_model(words.shape[start]) and words.lower[end - 1] in vocabulary.MODEL_WORDS
    ):
        return "PRODUCT"
    return vocabulary.PLACE_OPENERS.get(words.lower[start])


def _ending_label(word: str) -> str | None:
    for endings, label in _ENDINGS:
        if word in endings:
            return label
    return None


def _person(words: Words, start: int, end: int, lexicon: Lexicon) -> Span | None:
    """A run that begins with a given name; an everyday word at the start of a sentence needs something in favour."""
    first = words.lower[start]
    if first not in lexicon.given_names:
        initial = (
            len(first) == 1 and words.shape[start + 1] == "." and len(words.shape[end - 1]) > 1 and end - start >= 3
        )
        return Span(start, end, "PERSON") if initial else None
    everyday = end - start == 1 and first in vocabulary.EVERYDAY and words.opens_sentence(start)
    if everyday and words.lower[end] not in _FAVOURING_VERBS and words.shape[end] != "'s":
        return None
    if words.shape[start].isupper() and len(first) > 1:
        return None
    while end - start > 1 and (_opens_nothing(words, end - 1) or words.lower[end - 1] in _CALENDAR):
        end -= 1
    return Span(start, end, "PERSON")


_CALENDAR: Final = vocabulary.MONTHS | vocabulary.WEEKDAYS


def _by_neighbours(words: Words, start: int, end: int) -> Span | None:
    """An unknown run: a person, place, employer or title if the words around it say so."""
    before, after = words.lower[start - 1], words.lower[end]
    if end - start == 1 and (words.shape[start].isupper() or words.lower[start] in _CALENDAR):
        return None
    if (words.lower[start - 2] if before == "." else before) in vocabulary.TITLES:
        return Span(start, end, "PERSON")
    if words.opens_sentence(start):
        acts = after in vocabulary.PERSON_VERBS and not words.shape[start].endswith(("s", "y", "ing"))
        return Span(start, end, "PERSON") if acts else None
    label = _label_by_cues(words, start, end)
    return None if label is None else Span(start, end, label)


def _label_by_cues(words: Words, start: int, end: int) -> str | None:
    before = words.lower[start - 1]
    if before not in vocabulary.PLACE_CUES_BEFORE and _near(words, start, 3) & vocabulary.TITLE_VERBS:
        return "WORK_OF_ART"
    if before in vocabulary.WORK_PLACE_CUES and _near(words, start, 7) & vocabulary.WORK_VERBS:
        return "ORG"
    if before in _GUESSED_PLACE_CUES and end - start <= 2:
        return "GPE"
    personal = before in vocabulary.PERSON_CUES_BEFORE or words.lower[end] in _PERSONAL_VERBS
    return "PERSON" if personal else None


def _near(words: Words, index: int, distance: int) -> set[str]:
    return set(words.lower[max(0, index - distance) : index])

"""Names nobody listed: capitalised words judged by their form, their neighbours and the names found before them."""

from __future__ import annotations

from typing import Final

from holdfast.providers.entities import vocabulary
from holdfast.providers.entities.lexicon import Lexicon
from holdfast.providers.entities.names import is_model, near
from holdfast.providers.entities.numbers import Span
from holdfast.providers.entities.words import Words

OPENING_NOTHING: Final = vocabulary.OPENERS | vocabulary.NOT_NAMES
"""Words that begin no name, whether capitalised or not, unless a list has it."""

_LONGEST_RUN: Final = 8
_LINKS: Final = vocabulary.words("de van von der da del della di la le bin ibn al du do dos das ter wa y")
_OF_HEADS: Final = vocabulary.words(
    "university bank house museum department ministry institute bill treaty battle lord city church college school bay "
    "gulf isle cape lake tower statue palace court kingdom republic board office council declaration national academy"
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
_CALENDAR: Final = vocabulary.MONTHS | vocabulary.WEEKDAYS
_GUESSED_PLACE_CUES: Final = frozenset({"in", "to", "from", "near", "visit", "visiting", "visited"})
# Verbs that things have as well, and words that follow anything, say nothing about an unknown name.
_PERSONAL_VERBS: Final = vocabulary.PERSON_CUES_AFTER - vocabulary.words("is was has had will would can just and needs")
_FAVOURING_VERBS: Final = vocabulary.PERSON_CUES_AFTER - vocabulary.words("is was be it that just")
_LOCATING: Final = vocabulary.words("in at near to the from around through across")
_SHARED_LABELS: Final = frozenset({"PERSON", "GPE", "ORG", "PRODUCT", "LOC"})
_ARTICLES: Final = vocabulary.words("the a an my our your his her their this that these those some any no")


def read_capitalised(
    words: Words, index: int, lexicon: Lexicon, known: Span | None, before: Span | None
) -> Span | None:
    """A run of capitalised words at ``index``, if its form or surroundings make it a name.

    Where the run begins with a ``known`` name, only its form can make more of it. ``before`` is the entity found
    last: what is listed beside it is of the same kind.
    """
    called = words.lower[index] in lexicon.given_names and not words.opens_sentence(index)
    if _opens_nothing(words, index) and not called:
        return None
    end = _run_end(words, index)
    if known is not None:
        return _judge_extension(words, end, lexicon, known)
    unknown_opener = words.opens_sentence(index) and words.lower[index] not in lexicon.given_names
    if unknown_opener and lexicon.match(words, index + 1) is not None:
        return None
    return _judge_run(words, index, end, lexicon) or _by_neighbours(words, index, end, lexicon, before)


def read_displayed(words: Words, index: int, lexicon: Lexicon, known: Span | None) -> Span | None:
    """A given name where capitals say nothing (headings, bold), with a surname if the two stand alone there."""
    name = words.lower[index]
    if known is not None or name not in lexicon.given_names or name in vocabulary.EVERYDAY:
        return None
    surname = not words.capitalised(index - 1) and words.capitalised(index + 1) and not words.capitalised(index + 2)
    return Span(index, index + 1 + surname, "PERSON")


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
    if lower in OPENING_NOTHING:
        return True
    return lower.endswith("ly") and len(lower) > 5 and words.opens_sentence(index)


def _judge_run(words: Words, start: int, end: int, lexicon: Lexicon) -> Span | None:
    first, length = words.lower[start], end - start
    if first in vocabulary.TITLES and length > 1:
        return Span(start + 1 + (words.shape[start + 1] == "."), end, "PERSON")
    if first in vocabulary.TITLES_KEPT and length > 1:
        return Span(start, end, "PERSON")
    by_form = _label_by_form(words, start, end)
    if by_form is not None and not _is_surname(words, start, end, lexicon):
        return Span(start, end, by_form)
    return _person(words, start, end, lexicon)


def _is_surname(words: Words, start: int, end: int, lexicon: Lexicon) -> bool:
    """``Lisa Park``: a given name and a word that ends names of places as well."""
    surname = end - start == 2 and words.lower[end - 1] in vocabulary.SURNAMES_LIKE_PLACES
    return surname and words.lower[start] in lexicon.given_names and words.lower[start - 1] not in _LOCATING


def _label_by_form(words: Words, start: int, end: int) -> str | None:
    """The label that the first or last word of a longer run gives away."""
    if end - start < 2:
        introduced = words.lower[start - 1] in {"the", "my", "a", "an", "new", "his", "her", "our", "your"}
        return "PRODUCT" if introduced and is_model(words.shape[start]) else None
    ending = _ending_label(words.lower[end - 1])
    if ending is not None:
        return ending
    if is_model(words.shape[end - 1]) or (
        is_model(words.shape[start]) and words.lower[end - 1] in vocabulary.MODEL_WORDS
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


def _by_neighbours(words: Words, start: int, end: int, lexicon: Lexicon, before: Span | None) -> Span | None:
    """An unknown run: a person, place, employer or title if the words around it say so."""
    if words.lower[start] in vocabulary.NAMING or _goes_with_what_is_before(words, start, before):
        return None
    single = end - start == 1
    if single and (words.shape[start].isupper() or words.lower[start] in _CALENDAR):
        return None
    if words.foreign:
        return None
    title = start - 2 if words.shape[start - 1] == "." else start - 1
    if words.lower[title] in vocabulary.TITLES:
        return Span(start, end, "PERSON")
    if words.opens_sentence(start):
        label = "PERSON" if _opens_as_person(words, start, end, lexicon) else None
    else:
        label = _label_of_neighbour(words, start, before) or _label_by_cues(words, start, end)
        label = label or _label_by_default(words, start, end)
    return None if label is None else Span(start, end, label)


def _goes_with_what_is_before(words: Words, start: int, before: Span | None) -> bool:
    """Whether the run only continues a name or a run that was judged already."""
    if before is not None and before.end == start:
        return True
    at = start - 1
    return words.capitalised(at) and not _opens_nothing(words, at) and words.lower[at] not in vocabulary.TITLES


def _opens_as_person(words: Words, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether an unknown first word of a sentence does what only people do, or stands beside a given name."""
    if words.shape[start].endswith(("s", "y", "ing")) and words.shape[start].isascii():
        return False
    acts = vocabulary.PERSON_VERBS if end - start == 1 else _PERSONAL_VERBS
    if words.lower[end] in acts or not words.shape[start].isascii():
        return True
    if words.lower[end] != "and" or not words.capitalised(end + 1):
        return False
    return words.lower[end + 1] in lexicon.given_names or words.lower[end + 2] in {"are", "were", "have", "both"}


def _label_of_neighbour(words: Words, start: int, before: Span | None) -> str | None:
    """``Vienna and Graz``: the label of the entity right before "and", "or" or a comma."""
    joined = words.lower[start - 1] in {"and", "or", ",", "&"}
    if not joined or before is None or before.end != start - 1 or before.label not in _SHARED_LABELS:
        return None
    return before.label


def _label_by_cues(words: Words, start: int, end: int) -> str | None:
    before = words.lower[start - 1]
    if before not in vocabulary.PLACE_CUES_BEFORE and near(words, start, 3) & vocabulary.TITLE_VERBS:
        return "WORK_OF_ART"
    if before in vocabulary.ORG_CUES_BEFORE:
        return "ORG"
    if before in vocabulary.WORK_PLACE_CUES and near(words, start, 7) & vocabulary.WORK_VERBS:
        return "ORG"
    if before in _GUESSED_PLACE_CUES and end - start <= 2:
        return "PRODUCT" if near(words, start, 6) & vocabulary.SWITCHING else "GPE"
    if before in vocabulary.CLIMBING:
        return "LOC"
    personal = before in vocabulary.PERSON_CUES_BEFORE or words.lower[end] in _PERSONAL_VERBS
    return "PERSON" if personal else None


def _label_by_default(words: Words, start: int, end: int) -> str | None:
    """Without any sign: one to three plain capitalised words without an article are mostly people in a chat.

    Not in formatted documents, whose capitals stress terms, and not where the same word occurs in small letters.
    """
    if words.formatted or words.capitalised(start - 1) or words.lower[start] in words.small:
        return None
    plain = all(words.shape[at].isalpha() and words.shape[at][1:].islower() for at in range(start, end))
    return "PERSON" if plain and end - start <= 3 and words.lower[start - 1] not in _ARTICLES else None

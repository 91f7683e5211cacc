"""The known names: phrases by their first word, loaded on first use from the gazetteers and the CLDR."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from holdfast.providers.entities import cldr, vocabulary
from holdfast.providers.entities.words import Words

# In the order in which labels of one and the same phrase are preferred.
_GAZETTEERS: Final = (
    ("places.txt", "LOC"),
    ("settlements.txt", "GPE"),
    ("facilities.txt", "FAC"),
    ("organisations.txt", "ORG"),
    ("products.txt", "PRODUCT"),
    ("works.txt", "WORK_OF_ART"),
    ("events.txt", "EVENT"),
    ("laws.txt", "LAW"),
)
_SHOUTED: Final = 4  # names in capitals up to this length (US, WHO) are never matched in other spelling


class Phrase(NamedTuple):
    """A known name: its tokens as written and in lower case, and the labels it may have, preferred first."""

    shape: tuple[str, ...]
    lower: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Known names, and single given names.

    Attributes:
        alone: phrases of one token, by its lower-case form.
        longer: the others by those of their first two tokens, longest first: many begin with one and the same word.
        beginnings: the lower-case forms of all first tokens.
        given_names: in lower case.
    """

    alone: dict[str, list[Phrase]]
    longer: dict[tuple[str, str], list[Phrase]]
    beginnings: frozenset[str]
    given_names: frozenset[str]

    def match(self, words: Words, index: int) -> Phrase | None:
        """The longest known name whose tokens begin at ``index``."""
        lower = words.lower
        for phrase in self.longer.get((lower[index], lower[index + 1]), ()):
            end = index + len(phrase.lower)
            if tuple(lower[index:end]) == phrase.lower and _spelling_fits(words, index, phrase):
                return phrase
        for phrase in self.alone.get(lower[index], ()):
            if _spelling_fits(words, index, phrase):
                return phrase
        return None


@cache
def built_in_lexicon() -> Lexicon:
    """The lexicon shipped with the package; reading it takes a few hundredths of a second."""
    labels: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, label in _all_names():
        tokens = Words(name)
        shape = tuple(tokens.shape[: tokens.count])
        if label not in labels[shape]:
            labels[shape].append(label)
    alone: dict[str, list[Phrase]] = defaultdict(list)
    longer: dict[tuple[str, str], list[Phrase]] = defaultdict(list)
    for shape, found in sorted(labels.items(), key=lambda item: (-len(item[0]), item[0])):
        lower = tuple(word.lower() for word in shape)
        phrase = Phrase(shape, lower, tuple(found))
        if len(lower) == 1:
            alone[lower[0]].append(phrase)
        else:
            longer[lower[0], lower[1]].append(phrase)
    beginnings = frozenset({*alone, *(first for first, _ in longer)})
    given = frozenset(name.lower() for name in read_gazetteer("given_names.txt"))
    return Lexicon(dict(alone), dict(longer), beginnings, given)


def read_gazetteer(file_name: str) -> Iterator[str]:
    """The names of a gazetteer: separated by commas, comments behind ``#`` at the start of a line."""
    text = files(__package__).joinpath("gazetteers", file_name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            yield from (name.strip() for name in line.split(",") if name.strip())


def _all_names() -> Iterator[tuple[str, str]]:
    for file_name, label in _GAZETTEERS[:2]:
        yield from _labelled(read_gazetteer(file_name), label)
    yield from _labelled(sorted(cldr.countries()), "GPE")
    yield from _labelled(sorted(cldr.regions()), "LOC")
    yield from _labelled(sorted(cldr.cities()), "GPE")
    for file_name, label in _GAZETTEERS[2:]:
        yield from _labelled(read_gazetteer(file_name), label)
    yield from _labelled(sorted(cldr.languages()), "LANGUAGE")
    for group in read_gazetteer("groups.txt"):
        yield from _labelled(_with_plural(group), "NORP")
    yield from _labelled(vocabulary.HOLIDAYS, "DATE")


def _labelled(names: Iterable[str], label: str) -> Iterator[tuple[str, str]]:
    return ((name, label) for name in names)


def _with_plural(group: str) -> tuple[str, ...]:
    return (group,) if group.endswith(("sh", "ch", "ese", "s", "ss")) else (group, group + "s")


def _spelling_fits(words: Words, index: int, phrase: Phrase) -> bool:
    """As written, or all in capitals; in small letters where the whole text is typed so and the word is no other."""
    written = tuple(words.shape[index : index + len(phrase.shape)])
    if written == phrase.shape or phrase.labels == ("DATE",):
        return True
    if len(phrase.shape) == 1 and phrase.shape[0].isupper() and len(phrase.shape[0]) <= _SHOUTED:
        return False
    if written[0][:1].isupper():
        return len(phrase.shape) > 1 or written[0].isupper() or written[0][1:] == phrase.shape[0][1:].lower()
    if phrase.shape[0][:1].islower():
        return True
    if len(phrase.lower) == 1 and phrase.lower[0] in vocabulary.EVERYDAY:
        return False
    return words.casual or (
        phrase.labels[0] == "GPE" and words.lower[index - 1] in {"in", "to", "from"} and len(phrase.lower[0]) > 3
    )

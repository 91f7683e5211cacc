"""What counts in a conversation: who speaks, how long a pause may be, and what neighbours lend to each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from unicodedata import combining

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.folding import fold, spelt_out
from holdfast.retrieval.tokens import IS_UNSPACED

LONGEST_PAUSE_SECONDS = 3600.0
GENERIC_ROLES = frozenset({"user", "human", "ai", "assistant", "system", "tool", "function", "bot", "agent"})
_ASKING_ROLES = frozenset({"user", "human"})
_ROLE_AFTER_NAME = "\x1f"

# Distance of a neighbour, and the share of its terms which a message takes over.
CONTEXT = ((-1, 0.4), (1, 0.3), (-2, 0.3), (2, 0.1))
NEIGHBOUR_TERMS = 15

# BM25: saturation of counts, length normalisation of messages with their context and of whole segments.
K1, B, SEGMENT_B = 1.2, 0.85, 0.75
_FULL_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Speakers:
    """The roles of a scope, and the words that name them.

    Attributes:
        roles: role texts; the position of a role is its number in the index.
        speaking: the numbers of those that have said something.
        by_name: word of a role's name, in lower case and without diacritics → numbers of the roles so named; a generic
            role such as `user` is not a name, and the word may well be what a question is about.
        unspaced: those of the names that stand within text without blanks.
        asking: numbers of the roles that speak for the person who asks (`user`, `human`).
    """

    roles: Sequence[str] = ()
    speaking: frozenset[int] = frozenset()
    by_name: dict[str, frozenset[int]] = field(default_factory=dict)
    unspaced: tuple[str, ...] = ()
    asking: frozenset[int] = frozenset()

    @classmethod
    def of(cls, roles: Iterable[str]) -> "Speakers":
        """Name the roles."""
        known = list(roles)
        return cls().joined_by(known, range(len(known)))

    def joined_by(self, roles: Sequence[str], speaking: Iterable[int]) -> "Speakers":
        """The speakers with further ones: the numbers of those that speak, and the texts of all there are."""
        added = [number for number in speaking if number not in self.speaking]
        if not added:
            return self
        by_name = dict(self.by_name)
        for number in added:
            for word in _name_words(roles[number]):
                if word not in GENERIC_ROLES:
                    by_name[word] = by_name.get(word, frozenset()) | {number}
        unspaced = tuple(name for name in by_name if len(name) > 1 and IS_UNSPACED.match(name))
        asking = {number for number in added if _role_of(roles[number]).strip().lower() in _ASKING_ROLES}
        return Speakers(roles, self.speaking.union(added), by_name, unspaced, self.asking | asking)

    def names_in(self, words: Iterable[str]) -> list[str]:
        """The names among words, or within those of scripts without blanks, in order; each is a key of `by_name`."""
        if not self.by_name:
            return []
        return [name for word in words if (name := self._name_in(word)) is not None]

    def without_names(self, words: Iterable[str]) -> list[str]:
        """Words without names; of text without blanks what is left beside a name."""
        if not self.by_name:
            return list(words)
        kept = []
        for word in words:
            name = self._name_in(word)
            kept += [word] if name is None else [rest for rest in word.split(name) if rest and rest != word]
        return kept

    def called(self, name: str) -> frozenset[int]:
        """The numbers of those whose role or name is ``name``, or whose names have all its words; whatever the case."""
        wanted = fold(" ".join(name.lower().split()))
        exactly = [
            number
            for number in self.speaking
            if wanted in [fold(part.strip().lower()) for part in self.roles[number].split(_ROLE_AFTER_NAME)]
        ]
        words = [self.by_name.get(word, frozenset()) for word in wanted.split()]
        return frozenset(exactly).union(frozenset.intersection(*words) if words else ())

    def _name_in(self, word: str) -> str | None:
        if self.unspaced and IS_UNSPACED.match(word):
            return next((name for name in self.unspaced if name in word), None)
        plain = fold(word)
        return plain if plain in self.by_name else None


def speaker_of(role: str, name: str) -> str:
    """Who speaks, as one text: by the name, where there is one, in the role that is kept behind it."""
    return f"{name}{_ROLE_AFTER_NAME}{role}" if name else role


def _role_of(speaker: str) -> str:
    return speaker.rpartition(_ROLE_AFTER_NAME)[2]


def _name_words(role: str) -> set[str]:
    """The words of a role's name, in the spellings by which it may be called."""
    named = role.partition(_ROLE_AFTER_NAME)[0].lower()
    words = "".join(char if char.isalnum() or combining(char) else " " for char in named).split()
    return {form for word in words for form in (fold(word), spelt_out(word)) if form}


def short_turn_prior(lengths: NDArray[np.int32]) -> NDArray[np.float64]:
    """min(1, terms / 12), so that "Thanks!" does not win."""
    share: NDArray[np.float64] = lengths / _FULL_LENGTH
    return np.minimum(1.0, share)

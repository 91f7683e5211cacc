"""What counts in a conversation: who speaks, how long a pause may be, and what neighbours lend to each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

LONGEST_PAUSE_SECONDS = 3600.0
GENERIC_ROLES = frozenset({"user", "human", "ai", "assistant", "system", "tool", "function", "bot", "agent"})
_ASKING_ROLES = frozenset({"user", "human"})

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
        by_name: lower-case word of a role's name → numbers of the roles so named; a generic role such as `user` is not
            a name, and the word may well be what a question is about.
        asking: numbers of the roles that speak for the person who asks (`user`, `human`).
    """

    roles: Sequence[str] = ()
    speaking: frozenset[int] = frozenset()
    by_name: dict[str, frozenset[int]] = field(default_factory=dict)
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
        asking = {number for number in added if roles[number].strip().lower() in _ASKING_ROLES}
        return Speakers(roles, self.speaking.union(added), by_name, self.asking | asking)

    def named_in(self, words: Iterable[str]) -> frozenset[int]:
        """Roles that the words name."""
        found: set[int] = set()
        for word in words:
            found |= self.by_name.get(word, frozenset())
        return frozenset(found)


def _name_words(role: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in role.lower()).split()


def short_turn_prior(lengths: NDArray[np.int32]) -> NDArray[np.float64]:
    """min(1, terms / 12), so that "Thanks!" does not win."""
    share: NDArray[np.float64] = lengths / _FULL_LENGTH
    return np.minimum(1.0, share)

"""What the words of a message tell together: the language that they are of, and what is known of each of them.

It is there twice: compiled (`compiled_word_knowledge.pyx`, built at installation where there is a C compiler), and in
plain Python, which gives the same results and costs several times as much.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import chain
from operator import or_
from typing import Final, NamedTuple, Protocol, cast

TELLING: Final = 2
"""Function words that only one language has, which tell it."""
SHARED: Final = 3
"""Function words of one language that tell it where others have them too."""

Owners = Mapping[str, tuple[str, ...]]
"""Function words with the languages that have them; each has a tuple of its own."""


class Known(NamedTuple):
    """What is known of a word of a message in one language.

    Attributes:
        terms: those of its forms, one after the other.
        words: how many words it is made of.
        meant: the terms of its meanings.
        kinds: the kinds of messages that it speaks for, as bits.
    """

    terms: tuple[int, ...]
    words: int
    meant: frozenset[int]
    kinds: int


Gathered = tuple[list[int], int, set[int], int]
"""Of several words together: terms, words, all that is meant, and all kinds."""


class WordKnowledge(Protocol):
    """What is asked of the words of a message."""

    def language_told(self, words: Sequence[str], owners: Owners, /) -> str | None:
        """The language that function words tell, if they do.

        Those that only one language has tell at once, where there are two and more than twice as many as such words of
        others; else three function words of one language, where no other has as many of those there are.
        """
        ...

    def gathered(self, words: Sequence[str], known: Mapping[str, Known], /) -> Gathered | None:
        """What is known of words together; ``None`` where a word is not known."""
        ...


class PlainKnowledge:
    """`WordKnowledge` in plain Python."""

    @staticmethod
    def language_told(words: Sequence[str], owners: Owners, /) -> str | None:
        """See `WordKnowledge`."""
        telling = owners.keys() & words
        if len(telling) < TELLING:
            return None
        found = [owners[word] for word in telling]
        tellers = [those[0] for those in found if len(those) == 1]
        if len(tellers) >= TELLING:
            likely = max(tellers, key=tellers.count)
            if 3 * tellers.count(likely) > 2 * len(tellers):
                return likely
        if len(found) >= SHARED:
            counts = Counter(chain.from_iterable(found))
            likely = max(counts, key=counts.__getitem__)
            if counts[likely] >= SHARED and list(counts.values()).count(counts[likely]) == 1:
                return likely
        return None

    @staticmethod
    def gathered(words: Sequence[str], known: Mapping[str, Known], /) -> Gathered | None:
        """See `WordKnowledge`."""
        found = list(map(known.get, words))
        if None in found:
            return None
        every = cast("list[Known]", found)
        return (
            list(chain.from_iterable([one.terms for one in every])),
            sum([one.words for one in every]),
            set(chain.from_iterable([one.meant for one in every])),
            reduce(or_, [one.kinds for one in every], 0),
        )


knowledge: WordKnowledge
"""The fastest that the installation has."""

try:
    from holdfast.retrieval import compiled_word_knowledge
except ImportError:
    knowledge = PlainKnowledge()
else:
    knowledge = compiled_word_knowledge

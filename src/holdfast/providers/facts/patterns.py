"""How a sentence that fills a slot is described: a pattern whose group ``value`` is what fills it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from holdfast.providers.facts.looks import bits_of, numbers_of
from holdfast.providers.facts.screening import RULES, Expression, Qualifier, Screened

LONGEST_VALUE: Final = 80
"""Characters of a value; what is longer is no name of a thing."""

NAME: Final = r"[^\W\d_][\w'’.&-]*"
"""One word of a name in any script, written large or not."""

PROPER: Final = rf"(?-i:(?=[^\W\d_a-zß-öø-ÿ]){NAME})"
"""One word of a name that is written large."""


Written = Expression | re.Pattern[str]
"""An expression with its flags."""


class Pattern(NamedTuple):
    """A form of words, the slot that it fills, and what becomes of the slot.

    ``ends``: the words say that the value holds no more.  ``several``: the value is a list.  ``fixed``: the value,
    where the words do not name it.  ``sentence``: the whole sentence may be looked at, not one clause.
    ``lasting``: it holds although the words name a day or an intention.  ``own``: the words begin with the speaker as
    who acts, so that others may be named in them: "moved in with my sister in Leeds".
    """

    slot: str
    form: Screened
    ends: bool = False
    several: bool = False
    fixed: str | None = None
    sentence: bool = False
    lasting: bool = False
    own: bool = False


def pattern(
    slot: str,
    form: str,
    *,
    ends: bool = False,
    several: bool = False,
    fixed: str | None = None,
    sentence: bool = False,
    lasting: bool = False,
    own: bool = False,
) -> Pattern:
    """A pattern of ``form``, in which any case of letters fits."""
    return Pattern(slot, Screened(form, re.IGNORECASE), ends, several, fixed, sentence, lasting, own)


class Language:
    """The forms of one language, or of several that are alike.

    ``patterns`` fill slots.  ``speaker`` fits words that point to the speaker, ``subject`` the beginning of a clause
    whose subject the speaker is, ``others`` clauses about somebody else, ``unimportant`` statements that are of use at
    the moment only, ``instruction`` sentences that tell the assistant how to behave from now on.  ``occurs`` fits some
    word that each sentence of the language has which any pattern fits.  ``numbers`` are those of all its expressions,
    ``filling`` those of which one fits where a slot is filled, both as bits.
    """

    def __init__(
        self,
        *,
        patterns: Sequence[Pattern],
        speaker: Written,
        subject: Written,
        others: Written,
        unimportant: Written,
        instruction: Written,
        occurs: Written | None = None,
    ) -> None:
        self.patterns = tuple(patterns)
        self.speaker = Qualifier(speaker)
        self.subject = Screened(subject)
        self.others = Qualifier(others)
        self.unimportant = Qualifier(unimportant)
        self.instruction = Screened(instruction)
        self._occurs = None if occurs is None else Qualifier(occurs)
        expressions = (self.speaker, self.subject, self.others, self.unimportant, self.instruction)
        self._numbered = {form.form.number: (place, form) for place, form in enumerate(self.patterns)}
        self._of_patterns = bits_of(self._numbered)
        self.numbers = self._of_patterns | bits_of(each.number for each in expressions)
        self.filling = self._of_patterns | self.instruction.bit

    def occurs_in(self, sentence: str) -> bool:
        """Whether a sentence has a word of this language that all sentences have which any pattern fits."""
        return self._occurs is None or self._occurs.fits(sentence)

    def candidates(self, sentence: str) -> Sequence[Pattern]:
        """The patterns that may fit a sentence, in their order; the others need not be tried."""
        admitted = RULES.admitted(sentence) & self._of_patterns
        if not admitted:
            return ()
        return [form for _, form in sorted(map(self._numbered.__getitem__, numbers_of(admitted)))]


def occurring(languages: Sequence[Language], sentence: str) -> list[Language]:
    """The languages that a sentence may be of; in others it may be too, but nothing of them would fit."""
    admitted = RULES.admitted(sentence)
    return [each for each in languages if each.numbers & admitted and each.occurs_in(sentence)]

"""English words for people by what they are to somebody: a sister, a boss, somebody who shares the flat.

Each tuple is of small letters and one form for each person.  Who reads texts takes those that serve, and adds what only
they look for: plurals, nicknames, what tells a godfather from a father.
"""

from __future__ import annotations

from typing import Final

SIBLINGS: Final = ("brother", "sister")
MOTHER_AND_FATHER: Final = ("mother", "father")
MUM_AND_DAD: Final = ("mum", "mom", "dad")
PARENTS: Final = (*MOTHER_AND_FATHER, *MUM_AND_DAD)
UNCLE_AND_AUNT: Final = ("uncle", "aunt")
KIN: Final = (*SIBLINGS, *PARENTS, *UNCLE_AND_AUNT, "cousin")
"""Those whom people have grown up with."""

WIDER_KIN: Final = (*KIN, "nephew", "niece")
CHILDREN: Final = ("son", "daughter")
COUPLES: Final = ("wife", "husband", "partner", "girlfriend", "boyfriend")
ACQUAINTANCES: Final = ("friend", "mate", "boss", "colleague", "neighbour", "neighbor")
HOUSEHOLD: Final = ("roommate", "flatmate", "landlord")
"""Those whom people live with who are no family, and whom they live with in a manner of speaking."""

EVERYBODY: Final = (*WIDER_KIN, *CHILDREN, *COUPLES, *ACQUAINTANCES, *HOUSEHOLD)


def any_of(*people: tuple[str, ...]) -> str:
    """The words as what a regular expression chooses among, without brackets."""
    return "|".join(word for group in people for word in group)


def any_but_a_tongue(*people: tuple[str, ...]) -> str:
    """As `any_of`, where a "mother tongue" is no mother."""
    return any_of(*people).replace("mother", "mother(?! tongue)")

"""Whether a text speaks of whoever says it: the first person in seven languages, Japanese and Chinese."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_WORDS: Final = """
i im ive my mine me myself we our us
ich mein meine meinen meinem meiner meines mir mich wir unser unsere unseren unserem unserer uns
je j mon ma mes moi m me nous notre nos
yo mi mis me conmigo soy estoy tengo vivo trabajo nosotros nosotras nuestro nuestra nuestros nuestras
io mio mia miei mie sono ho lavoro abito noi nostro nostra nostri
eu meu minha meus minhas sou tenho moro nós nosso nossa
ik mijn mij wij onze ons
"""
_FIRST_PERSON: Final = frozenset(_WORDS.split())
_UNSPACED: Final = re.compile("[我私僕俺]")
_WORD: Final = re.compile(r"[^\W_]+")
_KEPT: Final = 8192


@lru_cache(maxsize=_KEPT)
def speaks_of_oneself(text: str) -> bool:
    """Whether a text has a word of the first person."""
    if not _FIRST_PERSON.isdisjoint(_WORD.findall(text.casefold())):
        return True
    return not text.isascii() and _UNSPACED.search(text) is not None

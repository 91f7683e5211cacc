"""Who is meant by "my brother": the name that the user gave him, "my brother Tadek drives lorries".

So a question about a relation finds what was said of the person by name alone, and the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from holdfast.domain.words_for_people import EVERYBODY
from holdfast.providers.facts.choices import expressions_of

_EXPRESSIONS: Final = expressions_of(__file__)
_RELATIONS: Final = """
parents fiancé fiancée grandmother grandma gran nan grandfather grandpa granddad grandson granddaughter housemate lodger
dog cat horse father-in-law mother-in-law sister-in-law brother-in-law stepson stepdaughter kid boy girl landlady
teacher
mutter mama vater papa schwester bruder sohn tochter mann frau freund freundin onkel tante cousine neffe nichte oma opa
großmutter großvater enkel enkelin mitbewohner mitbewohnerin nachbar nachbarin chef chefin kollege kollegin hund katze
mère maman père sœur frère fils fille mari femme copain copine oncle tante cousin cousine nièce neveu grand-mère
grand-père petit-fils petite-fille coloc colocataire voisin voisine patron patronne collègue ami amie chien chat gendre
madre mamá padre papá hermana hermano hijo hija marido mujer esposa novio novia tío tía prima primo sobrina sobrino
abuela abuelo nieto nieta compañero compañera vecino vecina jefe jefa amiga amigo perro perra gato gata
sorella fratello figlio figlia marito moglie ragazzo ragazza zio zia cugino cugina nipote nonna nonno coinquilino
coinquilina vicino vicina capo collega amico amica cane gatto
mãe pai irmã irmão filho filha esposa namorado namorada tio tia sobrinho sobrinha avó avô neto neta vizinho vizinha
chefe cachorro cadela
moeder vader zus broer zoon dochter vrouw vriend vriendin oom neef nicht opa oma kleinzoon kleindochter buurman hond kat
"""
_SAME: Final = {
    "mum": "mother", "mom": "mother", "dad": "father", "gran": "grandmother", "nan": "grandmother",
    "grandma": "grandmother", "grandpa": "grandfather", "granddad": "grandfather", "kid": "child", "boy": "son",
    "girl": "daughter", "housemate": "flatmate", "roommate": "flatmate", "neighbor": "neighbour", "mate": "friend",
    "mama": "mutter", "papa": "vater", "oma": "großmutter", "opa": "großvater", "maman": "mère", "mamá": "madre",
    "papá": "padre", "coloc": "colocataire", "mujer": "esposa",
}  # fmt: skip
_KNOWN: Final = frozenset([*EVERYBODY, *_RELATIONS.split()])
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_RELATION: Final = rf"(?i:\b({'|'.join(sorted(_KNOWN, key=lambda word: (-len(word), word)))})\b)"
_NAME: Final = r"([A-ZÄÖÜÉÁÓÚÍÑ][^\W\d_]+)"
_NAMED: Final = _EXPRESSIONS.late(
    rf"{_RELATION}(?:'s called|,? called| is called| named|,| is| ist| heißt| se llama| s'appelle| si chiama)? {_NAME}"
)
_BEFORE: Final = _EXPRESSIONS.late(
    rf"{_NAME}(?:,| is| ist| est| es| è| é) "
    r"(?i:my|our|mein\w*|unser\w*|mon|ma|notre|mi|mia|mio|nuestr\w+|minha|meu|mijn)"
    rf" (?:[^\W\d_]+ )?{_RELATION}(?!['’])"
)
_KEPT: Final = 8192


def relation_of(word: str) -> str | None:
    """The relation that a word names, one word for those that mean the same."""
    return _SAME.get(word, word) if word in _KNOWN else None


@lru_cache(maxsize=_KEPT)
def relations_in(text: str) -> frozenset[str]:
    """The relations that a text names."""
    return frozenset(found for word in _WORD.findall(text.casefold()) if (found := relation_of(word)))


@lru_cache(maxsize=_KEPT)
def names_told(text: str) -> tuple[tuple[str, str], ...]:
    """The relations of whom a text tells the names, with these."""
    pairs = [(match[1].casefold(), match[2]) for match in _NAMED.finditer(text)]
    pairs += [(match[2].casefold(), match[1]) for match in _BEFORE.finditer(text)]
    return tuple((relation, name.casefold()) for word, name in pairs if (relation := relation_of(word)))


def names_of(relations: frozenset[str], texts: Iterable[str]) -> frozenset[str]:
    """The names of those of some relations, as texts tell them."""
    if not relations:
        return frozenset()
    told = (pair for text in texts if not relations.isdisjoint(relations_in(text)) for pair in names_told(text))
    return frozenset(name for relation, name in told if relation in relations)

"""Names that were typed in small letters, as in chats: "still in cardiff with ravi".

Rules tell names by their capitals.  Those of people, places and organisations that are known get theirs before the
rules look, unless they are everyday words as well.  Nothing moves, so places in the text stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from holdfast.providers.entities import cldr, vocabulary
from holdfast.providers.entities.lexicon import read_gazetteer
from holdfast.providers.facts.languages.naming import BEFORE, BEHIND, FIRST_OF_TWO, NO_NAMES, SECOND_OF_TWO, TRIGGERS
from holdfast.providers.facts.screening import Expression, Qualifier
from holdfast.providers.facts.values import is_given_name

_WORDS: Final = re.compile(r"[^\W\d_]+")
_SMALL: Final = re.compile(
    r"(?!ben (?:ik|nu|net|weer|inmiddels|bij|naar|een|met|op|(?:ge|ver|over|aan|be)\w+)\b)"
    r"(?<![\w@#/.’'-])[^\W\d_A-Z][^\W\d_]{2,}(?![\w@/-])"
)
_LARGE: Final = re.compile(
    r"[A-ZÀ-ÖØ-Þ](?:(?<=[A-Z])(?=[A-Z])|(?<![.!?\n] .)(?<!\n.)(?<!^.)(?<![\w’'].)(?:(?<!I)|(?=\w)))"
)
"""A large letter where no sentence begins, or two: who writes them writes names large.

What stands before the letter is asked behind it: the engine finds letters of a set fastest.
"""

_PLACED: Final = re.compile(r"(?:(?<=\bin )|(?<=\bto )|(?<=\bfrom )|(?<=\bnear ))[^\W\d_A-Z][^\W\d_]{3,}(?![\w@/-])")
"""A word where the name of a place may stand."""

_SMALL_NAME: Final = (
    rf"(?P<first>{FIRST_OF_TWO} )?(?P<name>(?-i:[^\W\d_A-ZÀ-ÖØ-Þ])[^\W\d_]{{1,}})"
    rf"(?![\w@/’'-])(?P<second> {SECOND_OF_TWO}\b)?"
)
_INTRODUCED: Final = Qualifier(
    Expression(rf"\b(?:{'|'.join(BEFORE)})(?: |(?<=['’])){_SMALL_NAME}", re.IGNORECASE),
)
_FOLLOWING: Final = Qualifier(Expression(rf" (?:{BEHIND})\b", re.IGNORECASE))
_FOLLOWED: Final = re.compile(rf"(?:^|(?<=[.!?,] )){_SMALL_NAME}(?= (?:{BEHIND})\b)", re.IGNORECASE)
"""Words that are names by what they stand behind, or before."""

_GAZETTEERS: Final = ("given_names.txt", "settlements.txt", "organisations.txt")
_ALSO_WORDS: Final = frozenset(
    """
    adobe ali allegra amen asher ash aurora bear berry blue boots bosch brook bud bull chip cherry destiny dora elf
    elle ella ellen else essen even ever fern fish forest fox gin gold happy hill honey jin kit lea lens li ling
    linden love maple mercedes meta mine ming mole mona moss nova oak opal oracle oral pansy parker patience patty
    peach perry poppy queens rain ring river robin rover sears self shell sims sky slack smith sonny sparky spirit
    storm stripe sun sunrise teddy temple terry tiger toby trip uber vera visa wells wendy wren yaw young zen zip
    zoom booking bing bill best wish disney express male goa tours deal ware battle sandwich ina ida ira ima lisa
    des der den bis bin bei wien linda clara gloria fiore angel jesus dolores consuelo lego tinder
    """.split()  # noqa: SIM905
)
"""Names that mean something else at least as often."""

_PAIRS: Final = frozenset(
    pair.replace("_", " ")
    for pair in """
    abu_dhabi ann_arbor bad_homburg baton_rouge bethnal_green buenos_aires cape_town cedar_rapids cherry_hill
    cherry_hill colorado_springs corpus_christi costa_rica crystal_palace den_haag el_paso el_salvador fort_collins
    fort_worth frankfurt_main grand_rapids hackney_wick hong_kong jersey_city kansas_city kuala_lumpur las_vegas
    long_beach los_angeles mexico_city milton_keynes new_delhi new_hampshire new_jersey new_mexico new_orleans
    new_york new_zealand north_carolina oklahoma_city palm_springs palo_alto panama_city puerto_rico quebec_city
    rhode_island salt_lake san_antonio san_diego san_francisco san_jose santa_cruz santa_fe santa_monica sao_paulo
    saudi_arabia sioux_falls south_africa south_carolina south_korea sri_lanka st_albans st_ives st_louis st_paul
    staten_island stoke_newington tel_aviv tunbridge_wells virginia_beach west_ham west_virginia
    """.split()  # noqa: SIM905
)
"""Names of places that are two words; which of them anybody has to know by heart is not told by a gazetteer."""

_NO_PLACES: Final = frozenset(
    [
        "nice",
        "split",
        "reading",
        "bath",
        "turn",
        "deal",
        "mobile",
        "essen",
        "male",
        "tours",
        "sandwich",
        "battle",
        "english",
    ]
)
"""Names of places that are not told from other words by standing behind "in" or "to"."""


@cache
def _known() -> frozenset[str]:
    """Names of one word, in small letters."""
    names = {name for gazetteer in _GAZETTEERS for name in read_gazetteer(gazetteer)} | cldr.cities() | cldr.countries()
    single = {name.lower() for name in names if name.isalpha() and name[:1].isupper() and not name.isupper()}
    return frozenset(single - vocabulary.EVERYDAY - _ALSO_WORDS)


@cache
def _places() -> frozenset[str]:
    """The same of places, with those that are everyday words elsewhere."""
    names = {*read_gazetteer("settlements.txt"), *cldr.cities(), *cldr.countries()}
    return frozenset({name.lower() for name in names if name.isalpha() and not name.isupper()} - _NO_PLACES)


@cache
def _pairs() -> frozenset[str]:
    """Names of places that are two words, in small letters."""
    names = {*read_gazetteer("settlements.txt"), *cldr.cities(), *cldr.countries()}
    pairs = _PAIRS | {name.lower() for name in names if name.count(" ") == 1 and name.replace(" ", "").isalpha()}
    return frozenset(pair for pair in pairs if not vocabulary.EVERYDAY.issuperset(pair.split()))


@cache
def _first_of_pairs() -> frozenset[str]:
    return frozenset(pair.partition(" ")[0] for pair in _pairs())


@cache
def _listed() -> frozenset[str]:
    """All words of which one is needed for a list to tell of a name."""
    return _first_of_pairs() | _known() | _places()


def with_capitals(text: str) -> str:
    """``text`` with capitals on names that were typed without; as long as it was.

    Who begins sentences in large letters, and speaks of himself as "I", writes names in them too.
    """
    is_small = text[:1].islower() or " i " in text or " i'" in text
    if not is_small and _LARGE.search(text) is not None:
        return text
    words = _WORDS.findall(text)
    if not _listed().isdisjoint(words):
        text = _with_listed(text, words)
    if not is_small or TRIGGERS.isdisjoint(words):
        return text
    if _INTRODUCED.fits(text):
        text = _INTRODUCED.form.sub(_as_name, text)
    return _FOLLOWED.sub(_as_name, text) if _FOLLOWING.fits(text) else text


def _with_listed(text: str, words: Sequence[str]) -> str:
    """``text``, which consists of ``words``, with capitals on names of lists."""
    if not _first_of_pairs().isdisjoint(words):
        for pair in filter(_pairs().__contains__, map(" ".join, pairwise(words))):
            text = re.sub(rf"(?<!\w){pair}(?!\w)", lambda found: found[0].title(), text)
    if not _known().isdisjoint(words):
        text = _SMALL.sub(lambda word: _written(word[0], _known()), text)
    if not _places().isdisjoint(words):
        text = _PLACED.sub(lambda word: _written(word[0], _places()), text)
    return text


def _as_name(found: re.Match[str]) -> str:
    """The form with the name in it in capitals, unless the word is known as another."""
    name, start = found["name"], found.start("name") - found.start()
    if name.lower() in NO_NAMES or len(name.capitalize()) != len(name):
        return found[0]
    if found.groupdict().get("bare") is not None and not is_given_name(name.capitalize()):
        return found[0]  # behind "my husband" a verb may stand as well
    first = found["first"] or ""
    before = found[0][: start - len(first)]
    return f"{before}{first.capitalize()}{name.capitalize()}{(found['second'] or '').title()}"


def _written(name: str, known: frozenset[str]) -> str:
    written = name.capitalize()
    return written if name in known and len(written) == len(name) else name

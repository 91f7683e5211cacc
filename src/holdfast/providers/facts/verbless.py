"""People who say who they are without a verb: "Gus, long haul trucker, 52, out of Omaha".

Each thing in such a list is told by its form: an age, an occupation, a place.  An age or an occupation must be among
them, or else it is a list of something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from holdfast.providers.facts.clauses import Clause
from holdfast.providers.facts.languages.english.words import OCCUPATION
from holdfast.providers.facts.looks import bits_of
from holdfast.providers.facts.others import is_about_somebody
from holdfast.providers.facts.patterns import NAME, PROPER
from holdfast.providers.facts.screening import RULES, Qualifier, Screened

_GREETING: Final = (
    r"(?:(?:hi+|hello|hey|hiya|hallo|moin|servus|salut|bonjour|coucou|bonsoir|hola|buenas|buenos días|"
    r"oi|olá|ciao|salve|yo|morning|evening|"
    r"good \w+|guten \w+|buonasera|buongiorno|ok|so|moi c['’]est|c['’]est|aqu[ií]|aqui é [ao]|here is|"
    r"it['’]?s|this is|i['’]?m)\b[ ,!.]*)*"
)
_ONLY_GREETING: Final = re.compile(rf"^{_GREETING}$", re.IGNORECASE)
_COUNT: Final = (
    r"(?P<age>[1-9]\d|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?)"
)
_AGED: Final = Screened(
    rf"(?:^|[,;(] ?)(?:still )?{_COUNT}(?: years? (?:old|young)| yo| yrs| jahre(?: alt)?| ans| años|"
    r" tacos| anos| anni)?(?=[,;.!?)\n]|$)",
    re.IGNORECASE,
)
_AGE: Final = re.compile(
    rf"^(?:still )?{_COUNT}(?: years? (?:old|young)| yo| yrs| jahre(?: alt)?| ans| años| tacos| anos| anni)?$",
    re.IGNORECASE,
)
_OF_OTHERS: Final = re.compile(
    r"\W*(?:he|she|they|it|his|her|their|my|our|who|the|er|sie|il|elle|él|ella|ele|ela|lui|lei)\b"
    r"|\W*(?!(?:(?:and|so|but|also) )*(?:(?:my |the )?(?:\w+ )?name|it|this|that|here|there|today|what|who|where|how|i)['’]s)"
    r"(?:[a-z]+ ){0,2}[a-z]+['’]s (?-i:[A-Z])\w+,",
    re.IGNORECASE,
)
_PARTED: Final = re.compile(r"[^,;(–-]{2,40}[,;(–-]")
_APPOINTED: Final = Qualifier(
    r"\b\d{1,2}(?::|h| uhr| ?[ap]m\b|\.\d\d uhr)|\bat (?:\d|noon|half|quarter)|\bon the \d|\b(?:on |next )?(?:mon|tues|wednes|"
    r"thurs|fri|satur|sun)day\b|\btomorrow\b|\b(?:am|den) \d+\.|\b(?:um|alle|om|à|a las|às) \d|\b(?:montag|dienstag|mittwoch|"
    r"donnerstag|freitag|samstag|demain|mañana|domani|amanhã|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|lunes|martes|miércoles|jueves|viernes|"
    r"lunedì|martedì|mercoledì|giovedì|venerdì)\b",
    re.IGNORECASE,
)
"""A day or an hour: whom somebody is to see then is named by an occupation as well."""

_MOST_LISTED: Final = 7
_SHORTEST: Final = 5
"""Letters of a word that is an occupation."""

_NO_NAMES: Final = frozenset(
    """
    aye yep yup nah lol haha hmm um erm oh ah hi hello hey ok okay so yes no yeah well thanks thank cheers sorry please help today tomorrow now then first second news update question
    quick single married divorced widower widow retired male female woman man note true right great good fine sure nothing
    morning evening hallo salut hola ciao bonjour also anyway btw ps nope recipe total about around maybe page step chapter
    dale vale pero guten morgen facts background context details again done finally guess
    """.split()  # noqa: SIM905
)
_STATUS: Final = frozenset(
    {"single", "married", "divorced", "widower", "widow", "widowed", "retired", "male", "female"}
)
_NAME: Final = re.compile(
    rf"^{_GREETING}(?P<name>{NAME}(?: (?-i:{PROPER})){{0,2}})(?: (?:(?P<origin>from|de)|aus|"
    rf"out of) (?P<place>{NAME}))?$",
    re.IGNORECASE,
)
_NEAR: Final = re.compile(
    rf"^(?:based in|living in|in|near|out of|around|aus) (?P<home>{PROPER}(?:[ -]{PROPER}){{0,2}})"
    rf"|^(?:originally )?from (?P<origin>{PROPER}(?:[ -]{PROPER}){{0,2}})"
)
_BESIDE: Final = re.compile(
    r"^(?:ohne|mit|für|bei|in|im|aus|sans|avec|pour|sin|con|para|sem|com|senza|per|aber|mais|pero|ma)\b", re.IGNORECASE
)
_PLACE: Final = re.compile(rf"^{PROPER}(?:[ -]{PROPER})?(?: hier)?$")
_BEINGS: Final = (
    ("aus|und|ich|der|die|das|mit|moin|hallo|jahre|bei|seit|für|servus|guten", "Ich bin {}"),
    ("je|et|à|le|les|une?|moi|bonjour|salut|coucou|ans|chez|dans|bonsoir", "Je suis {}"),
    ("y|el|hola|buenas|buenos|soy|años|tacos|aquí|mi", "Soy {}"),
    ("sou|oi|olá|anos|aqui|meu|em|da", "Sou {}"),
    ("ciao|buongiorno|buonasera|sono|anni|salve|di", "Sono {}"),
)
_TONGUES: Final = tuple((Screened(rf"\b(?:{words})\b", re.IGNORECASE), being) for words, being in _BEINGS)

LISTING: Final = bits_of([_AGED.number, OCCUPATION.number, *(words.number for words, _ in _TONGUES)])
"""The numbers of expressions that only lists have to do with, as bits: all else asks nothing of them."""

_WITH_VERB: Final = re.compile(
    r"\b(?:ich|wir|mein\w*|unser\w*|je|mon|ma|mes|nous|soy|tengo|tenemos|mi|mis|me|nos|yo|eu|sou|tenho|"
    r"temos|meu|minha|io|sono|ho|abbiamo|mio|mia|heißt|heisst|ist|sind|hat|haben|habe|hab|war|wird)\b|"
    r"\bj['’]",
    re.IGNORECASE,
)
"""Words of a sentence of another language that has a subject or a verb for it."""

Reader = Callable[[str], Sequence[tuple[str | None, str | None]]]
"""Reads a sentence: the slots that it fills, with their values."""


class Told(NamedTuple):
    """What one thing in a list says."""

    slot: str
    value: str


def may_list(sentence: str) -> bool:
    """Whether a sentence may list what somebody is: it begins with something short that a comma follows."""
    if not LISTING & RULES.admitted(sentence) or not _PARTED.match(sentence) or _OF_OTHERS.match(sentence):
        return False
    told = _AGED.fits(sentence) or OCCUPATION.fits(sentence) or any(words.fits(sentence) for words, _ in _TONGUES)
    return told and not _APPOINTED.fits(sentence)


def listed(text: str, parts: Sequence[Clause], read: Reader) -> list[Told]:
    """What a sentence lists of its speaker; empty where it is no such list."""
    clauses = [text[part.start : part.end].strip(".!? ") for part in parts[:_MOST_LISTED]]
    text = text[parts[0].start : parts[-1].end]
    beings = [] if _WITH_VERB.search(text) else [being for words, being in _TONGUES if words.fits(text)]
    while clauses and _ONLY_GREETING.match(clauses[0]):
        del clauses[0]
    told: list[Told] = []
    works = spelled = False
    for at, clause in enumerate(clauses):
        if at == 1 and is_about_somebody(clause):
            return []
        if _OF_OTHERS.match(clause):
            break
        known = _certain(clause, beings if told else [], read)
        works = works or any(one.slot == "job" for one in known)
        spelled = spelled or (bool(known) and not clause.isdigit())
        told += known or (_name(clause) if at == 0 else _near(clause, follows=len(told) >= at))
    spelled = spelled or any(clause.lower() in _STATUS for clause in clauses)
    named = any(one.slot == "name" and one.value[:1].isupper() for one in told)
    aged = any(one.slot == "age" for one in told)
    return told if works or (aged and (spelled or named)) else []


def _certain(clause: str, beings: Sequence[str], read: Reader) -> list[Told]:
    """The age or the occupation that a clause is, with what else it says then."""
    aged = _AGE.match(clause)
    if aged is not None:
        return [Told("age", aged["age"])]
    sentences = [being.format(clause) for being in beings]
    if OCCUPATION.form.match(clause):
        sentences.insert(0, f"I'm a {re.sub('^an? ', '', clause)}")
    for sentence in sentences:
        english = sentence.startswith("I'm a ")
        read_as = [Told(slot, value) for slot, value in read(sentence) if slot in _OF_WORK and value]
        if any(one.slot == "job" and (english or _is_occupation(one.value, clause)) for one in read_as):
            return read_as
    return []


def _is_occupation(value: str, clause: str) -> bool:
    """Whether a clause begins with what was read as its occupation, and that is no name."""
    return (
        len(value) >= _SHORTEST
        and not _BESIDE.match(clause)
        and clause.lower().startswith(value.lower())
        and not _PLACE.match(clause)
    )


_OF_WORK: Final = frozenset({"job", "employer", "home"})


def _name(clause: str) -> list[Told]:
    match = _NAME.match(clause)
    if match is None or match["name"].lower() in _NO_NAMES:
        return []
    place = [Told("origin" if match["origin"] else "home", match["place"])] if match["place"] else []
    return [Told("name", match["name"]), *place]


def _near(clause: str, *, follows: bool) -> list[Told]:
    match = _NEAR.match(clause)
    if match is not None:
        return [Told("home", match["home"]) if match["home"] else Told("origin", match["origin"])]
    return [Told("home", clause)] if follows and _PLACE.match(clause) else []

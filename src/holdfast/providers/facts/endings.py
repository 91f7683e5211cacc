"""What people say is over without saying what it was to them: "packed in Leeds", "Bosse had to be put down", "no more Acme".

Such words name something that is known or nothing at all.  So all slots are offered that it may fill, each for the case
that it holds what the words name (`holdfast.providers.facts.contract.Statement.about`); the others come to nothing.
What takes the place of something known is found alike: "swapped Acme for Initech", "tea instead of coffee".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from holdfast.providers.facts.apparent import ended_in_earnest
from holdfast.providers.facts.ending_forms import (
    BEINGS,
    FORMS,
    HEALTH,
    INSTEAD,
    JOINT,
    OF_FOOD,
    OF_TASTE,
    REFERRING,
    Form,
)
from holdfast.providers.facts.languages.english.over import LOVER
from holdfast.providers.facts.languages.english.words import ANIMALS
from holdfast.providers.facts.looks import bits_of, numbers_of
from holdfast.providers.facts.screening import RULES


class Ending(NamedTuple):
    """Words that name what is over, the slots that it may fill, and what is instead, if that is said."""

    about: str
    slots: tuple[str, ...]
    instead: str | None = None


_NUMBERS: Final = bits_of(form.words.number for form in (*FORMS, *JOINT, *INSTEAD, *REFERRING))
_PLACED: Final = {form.words.number: (place, form) for place, form in enumerate(FORMS)}
_PLACED_NUMBERS: Final = bits_of(_PLACED)
"""The forms by the numbers of their expressions, with their places in the order: few of them may fit a sentence."""
_ARTICLE: Final = re.compile(r"^(?:the|an?|my|our|at|in|with|some)\s+", re.IGNORECASE)
_NEW: Final = re.compile(
    r"[\w’'&-]+(?: (?!(?:in|at|and|but|so|for|with|since|because|last|this|when|now|which|who)\b)[\w’'&-]+){0,2}"
)


_NAME: Final = re.compile(r"(?<![\w’'])(?!(?:I|[A-Z]['’]\w+)\b)[^\W\d_a-zß-öø-ÿ][\w’-]+")
_NO_NAME: Final = frozenset(
    """
    and any are but did does for has have how is my now oh our so still sure that the then there these they this was we well what
    when where which who why with yes you your sorry great nice good in at on do any
    """.split()  # noqa: SIM905
)


def names_in(text: str) -> str:
    """The words of a text that are written large and so may be names, in order."""
    return " ".join(name for name in _NAME.findall(text) if name.lower() not in _NO_NAME)


def _referred(form: Form, clauses: Sequence[str], before: str) -> Iterator[tuple[int, Ending]]:
    """What a clause says is over of whom a pronoun means: somebody named before it in the sentence, or in the one before."""
    for number, clause in enumerate(clauses):
        if form.words.fits(clause):
            meant = names_in(" ".join(clauses[:number])) or names_in(before)
            slots = ended_in_earnest(form.slots, clause, clause) if meant else ()
            if slots:
                yield number, Ending(meant, slots)


_ATTRIBUTE: Final = re.compile(
    r"\b(?:(?:the|my|our|an?|his|her|their|this|that|some|"
    rf"another) (?-i:[^\W\d_a-zß-öø-ÿ])[\w’'&-]*(?: (?-i:[^\W\d_a-zß-öø-ÿ])[\w’'&-]*)*|{ANIMALS}) "
    r"(?!(?:in|at|on|to|for|from|of|by|as|with|after|since|because|cos|when|while|and|but|so|or|who|"
    r"which|last|this|that|early|late|now|then|too|"
    r"yesterday|today|years?|months?|weeks?|days? ago|went|got|gone|died|left|ran|flew|was|is|has|had|"
    r"have|passed|didn['’]?t|moved|walked|never|there|here|all|"
    r"any ?more|again|job|gig|role|position|post|thing|phase|chapter|era|life|years|shifts?|crew|team|office|branch|"
    r"flat|house|place|apartment|room|home|pad|studio|bungalow|cottage|digs|allergy|intolerance|diet|"
    r"called|named|\w+ly)\b)(?-i:[a-zß-öø-ÿ])[\w’'-]+",
    re.IGNORECASE,
)
"""What names a thing by what it is of: the scarf of "my Leeds scarf" is gone, and the food of "the dog food"."""


def _named(match: re.Match[str]) -> str:
    """What a form says is over: of what is named by what it is of, the thing itself."""
    named = match.groupdict().get("of") or ""
    if not named:
        return ""
    kind = _OF_A_KIND.search(named)
    if kind is not None and kind.start() > 0:
        return kind["kind"]
    owned = _OWNED.match(named) or _THING_THERE.fullmatch(named)
    if owned is not None and _OF_WORK_OR_HOME.search(owned["thing"]) is None and not _IS_BEING.match(owned["thing"]):
        return owned["thing"]
    place = _WHERE.search(named)
    if place is not None and _OF_WORK_OR_HOME.search(named[: place.start()]) is None:
        named = named[: place.start()]
    attribute = _ATTRIBUTE.search(match.string, max(match.start("of") - _LONGEST_ARTICLE, 0))
    if attribute is None or not match.start("of") - _LONGEST_ARTICLE <= attribute.start() < match.end("of"):
        return named
    if attribute.end() <= match.start("of"):
        return named
    return attribute[0].split()[-1]


def _fitting(about: str, slots: tuple[str, ...], match: re.Match[str], sentence: str) -> tuple[str, ...]:
    """The slots of a form in which the words that it fits in a sentence end something."""
    words = match[0]
    slots = ended_in_earnest(slots, match.string, sentence)
    if not slots:
        return ()
    if _STUDIES.search(about):
        return _STUDIED
    if _FOR_A_WHILE.search(sentence) or (slots in (OF_FOOD, HEALTH) and _DENIED.search(about)):
        return ()
    is_of_being = any(slot in BEINGS for slot in slots)
    if is_of_being and (_RETURNS.search(sentence) or _GIVEN_SOMETHING.search(words)):
        slots = tuple(slot for slot in slots if slot not in BEINGS)
    if slots == OF_TASTE and _FOR_SOMETHING.search(about):
        return ()
    if "allergy" in slots and slots not in (OF_FOOD, HEALTH) and _OF_ALLERGIES.search(sentence) is None:
        slots = tuple(slot for slot in slots if slot != "allergy")  # who eats no more nuts may well be allergic
    return slots


_FOR_A_WHILE: Final = re.compile(
    r"\b(?:tonight|this weekend|for (?:the|a|an|one|two|a few) (?:day|weekend|night|week|trip|hour|"
    r"while|minute|moment|evening)s?"
    r"|till|until|early|after \d|at (?:\d|one|two|three|four|five|six|seven|eight|nine|ten|noon|"
    r"midnight)(?! (?:years|months))"
    r"|for (?:work|lunch|dinner|school|now|today))\b",
    re.IGNORECASE,
)
_DENIED: Final = re.compile(r"\b(?:never|not|no|hardly)\b|n['’]t\b", re.IGNORECASE)
_RETURNS: Final = re.compile(
    r"\b(?:c[oa]me back(?! (?:home )?(?:alone|without))|(?<!never )(?<!n['’]t )found (?:him|her|it|them)|is back|"
    r"are back|"
    r"but then|at the (?:vet|vet['’]s|groomer|airport|"
    r"park|station|door|party|kennels?)|at the (?:pub|bar|caf[eé]|shops?|club|cinema|gym|beach|supermarket|"
    r"airport|match)|"
    r"(?:flew|ran|came|went|jumped|fell|got|rolled|slid) off (?:the|a|his|her|my|our)\b|in the (?:crowd|shop|"
    r"supermarket|mall|maze|fog|woods|dark)|"
    r"to the (?:party|vet|groomer|park|shop|beach|wedding))\b"
    r"(?<!never came back)(?<!never come back)(?<!not come back)(?<!n['’]t come back)",
    re.IGNORECASE,
)
"""Who went and came back, or is somewhere for an hour, is not gone."""

_GIVEN_SOMETHING: Final = re.compile(r"\bg[ai]ve \w+ (?:his|her|its|their|an?|the|some|my|our)\b", re.IGNORECASE)
_FOR_SOMETHING: Final = re.compile(r" (?:at|for|in) ", re.IGNORECASE)
_OF_ALLERGIES: Final = re.compile(r"allerg|intoleran|\breact|outgr[eo]w|gr[eo]wn? out of|\bcured\b", re.IGNORECASE)
_OF_A_KIND: Final = re.compile(
    r"\b(?P<kind>shoes?|boots?|gear|kit|club|clinic|inhaler|pump|oven|shifts?|clients?|tickets?|books?|"
    r"class(?:es)?|lessons?|group|machine|app|"
    r"magazine|food|bowl|bed|basket|lead|collar|cage|toys?|bag|bottle|pills?|tablets?|jokes?|stock|"
    r"shares|team|match|game|festival|trip|"
    r"meeting|appointment|cream|ointment|medicine|rackets?|shampoo|spray|practice|court|sauce|soup|cake|fest|bus|"
    r"train|flight|road|office)\b",
    re.IGNORECASE,
)
"""What something of a kind is: running shoes are no running."""

_OWNED: Final = re.compile(
    r"(?:[A-ZÀ-Þ][\w-]+|(?:my|our|the) [\w-]+)['’]s (?P<thing>(?!(?:mind|life|company|firm|shop|clinic|practice|"
    r"gone|been|got|"
    r"over|done|finished|off|out|no|not|an?|the|dead|history|all|now|just|never|had)\b)[a-zà-ÿ][^,;:.!?]*)$"
)
"""A thing of somebody's: it is gone, and not whose it was."""

_THING_THERE: Final = re.compile(
    r"(?:(?:the|my|our) )?[A-ZÀ-Þ][\w’'&-]*(?: [A-ZÀ-Þ][\w’'&-]*)* (?:[a-z][\w-]* )?(?P<thing>(?:car park|castle|"
    r"pool|library|market|station|centre|center|"
    r"bypass|bridge|canteen|website|switchboard|reception|pub|cinema|bank|post office|swimming pool|high street|"
    r"shop|branch library|"
    r"gym|museum|theatre|theater|park|road|tunnel|airport|hospital|office lift|lift|portal|app|server|helpline|"
    r"line|page))"
)
"""A thing in a town or of a firm, of which something is told: "Penrith castle is shut"."""

_IS_BEING: Final = re.compile(rf"(?:\w+ )?(?:{ANIMALS}|{LOVER})\b", re.IGNORECASE)

_WHERE: Final = re.compile(r" (?:in|at|from|near|to|for) ", re.IGNORECASE)
_OF_WORK_OR_HOME: Final = re.compile(
    r"\b(?:job|work|working|post|position|role|shifts?|gig|flat|house|place|apartment|room|home|life|"
    r"lease|tenancy|living|live|"
    r"contract|notice|career|\w+ing|allerg\w+)\b",
    re.IGNORECASE,
)
_LONGEST_ARTICLE: Final = 8
_STUDIED: Final = ("education",)
_STUDIES: Final = re.compile(
    r"\b(?:degree|course|studies|diploma|carrera|études|laurea|licenciatura|ausbildung|studium|"
    r"studie)\b",
    re.IGNORECASE,
)
"""What is over of a trade where somebody has finished learning it: the learning alone."""


def is_for_good(slot: str, sentence: str) -> bool:
    """Whether what a sentence says is over in a slot is so for longer than a day, and nobody only went somewhere."""
    if _FOR_A_WHILE.search(sentence):
        return False
    return slot not in BEINGS or not (_RETURNS.search(sentence) or _GIVEN_SOMETHING.search(sentence))


def may_end(sentence: str) -> bool:
    """Whether something may be said to be over in a sentence."""
    return bool(_NUMBERS & RULES.admitted(sentence))


def endings(sentence: str, clauses: Sequence[str], before: str = "") -> Iterator[tuple[int, Ending]]:
    """What a sentence says is over, or has been replaced, each with the number of the clause that says it.

    ``before`` is the sentence before, which may name whom a pronoun means.
    """
    admitted = RULES.admitted(sentence)
    for form in REFERRING:
        yield from _referred(form, clauses, before) if form.words.bit & admitted else ()
    for form in JOINT:
        match = form.words.form.search(sentence) if form.words.bit & admitted else None
        slots = () if match is None else ended_in_earnest(form.slots, sentence, sentence)
        if match is not None and slots:
            yield 0, Ending(match["of"], slots)
    forms = [form for _, form in sorted(map(_PLACED.__getitem__, numbers_of(admitted & _PLACED_NUMBERS)))]
    replacing = [form for form in INSTEAD if form.words.bit & admitted]
    told: set[tuple[str, tuple[str, ...]]] = set()
    for number, clause in enumerate(clauses):
        for form in forms:
            match = form.words.search(clause)
            if match is not None and (ending := (_named(match) or form.about, form.slots)) not in told:
                told.add(ending)
                slots = _fitting(ending[0], ending[1], match, sentence)
                if slots:
                    yield number, Ending(ending[0], slots)
        for form in replacing:
            match = form.words.search(clause)
            new = None if match is None else _NEW.match(_ARTICLE.sub("", match["new"].strip()))
            slots = ended_in_earnest(form.slots, clause, sentence) if match is not None and new is not None else ()
            if match is not None and new is not None and slots and not _FOR_A_WHILE.search(sentence):
                yield number, Ending(match["of"], slots, new[0])

"""What people say is over without saying what it was to them: "packed in Leeds", "Bosse had to be put down", "no more Acme".

Such words name something that is known or nothing at all.  So all slots are offered that it may fill, each for the case
that it holds what the words name (`holdfast.providers.facts.contract.Statement.about`); the others come to nothing.
What takes the place of something known is found alike: "swapped Acme for Initech", "tea instead of coffee".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from holdfast.providers.facts.languages import ceasing as ceasing_elsewhere
from holdfast.providers.facts.languages import over, turning
from holdfast.providers.facts.languages.english import ceasing
from holdfast.providers.facts.languages.english.over import (
    AGAIN,
    CURED,
    GIVEN_UP,
    GONE,
    LOVER,
    MEATS,
    OVER,
    STANDS,
    TO_US,
)
from holdfast.providers.facts.languages.english.words import ANIMALS
from holdfast.providers.facts.screening import RULES, Screened

EVERY_SLOT: Final = (
    "employer",
    "job",
    "home",
    "partner",
    "pets",
    "diet",
    "allergy",
    "likes",
    "dislikes",
    "form_of_address",
    "health",
    "education",
    "language",
)
_THINGS: Final = tuple(slot for slot in EVERY_SLOT if slot not in {"partner", "pets", "form_of_address"})
_HEALTH: Final = ("health", "allergy")
_DOINGS: Final = ("likes", "diet", "job", "health", "language")
BEINGS: Final = ("partner", "pets")
THINGS: Final = ("pets", "employer")
PARTNER: Final = ("partner",)
_OF_WORK: Final = ("job", "employer")
_OF_TASTE: Final = ("dislikes",)
_OF_FOOD: Final = ("diet", "allergy", "dislikes")
_THINGS_OVER: Final = ("employer", "job", "home", "diet", "likes", "dislikes")
REPLACED: Final = ("employer", "job", "home", "diet", "allergy", "likes")
_INSTRUCTION: Final = ("instruction",)


class Ending(NamedTuple):
    """Words that name what is over, the slots that it may fill, and what is instead, if that is said."""

    about: str
    slots: tuple[str, ...]
    instead: str | None = None


class _Form(NamedTuple):
    """A form of words with the groups ``of``, what is over, and ``new``, what is instead; either may be missing.

    ``about`` is what it speaks of where it has no group ``of``; empty for whatever fills the slot.
    """

    words: Screened
    slots: tuple[str, ...]
    about: str = ""


def _form(slots: tuple[str, ...], words: str, about: str = "") -> _Form:
    return _Form(Screened(words, re.IGNORECASE), slots, about)


_LEAD: Final = (
    r"(?:^|^[^,;:.!?()\n]*?\b(?:and|so|but|because|then|plus|cos|when|since|after|once|until) )(?:(?:and|so|but|also|then|yo|hi|hey|hello|sup|bro|mate|oh|ok|okay|well|yes|yeah|yep|no|nah|nope|right|update|news|btw|just|finally|recently|now|actually|honestly|plus|anyway|sadly|in the end|"
    r"when|since|ever since|once|meanwhile|unfortunately|tragically|long story short|turns out|after \w+(?: \w+){0,2}|last \w+|this \w+|in \w+)\b[,:.! ]*)*"
)
_I: Final = r"(?:(?:i|we)(?:['’]?(?:ve|m|re)| have| had| am| are| was| were| got)?(?: (?:just|finally|now|also|recently|already|completely|totally|officially|sort of|had to|decided to|been|all))* )?"
_SOME: Final = r"(?P<of>[^,;:.!?()\n]{2,50})"
_NEAR: Final = r"(?P<of>(?!(?:it|that|this|them|you|him|her|me|us|home|work|school|early|late|everything|everyone|everybody|nothing|something|and|for|to|in|on|at|with)\b)[\w’'&-]+(?: (?!(?:in|at|on|last|this|and|but|so|to|for|with|because|when|after|by)\b)[\w’'&-]+){0,2})"
_THEN: Final = r"(?=[,;:.!?()\n]|$| (?:in|to|last|this|since|after|before|when|because|cos|and|but|so|now|already|at|on|over|within|early|late|too|finally|obviously|sadly|\d|yesterday|weirdly|tho|though|thank|for good|forever|behind|as well|entirely|altogether|years?|weeks?|months?|the other)\b)"
_GOES: Final = r"(?P<of>(?!(?:it|that|this|he|she|they|i|we|you|what|work|everything|term|school|summer|winter)\b)[^,;:.!?()\n]{2,40}?)"
_SURELY_LOST: Final = (
    r" (?:sadly |finally |just |now |since )?(?:died|passed away|dead|buried|killed|poisoned|cremated|euthani[sz]ed|"
    r"rehomed|put down|put to sleep|run over|stolen|drowned|succumbed|crossed the|"
    r"gave me (?:my marching orders|the boot|the push|the elbow))"
)
"""What leaves no doubt, whatever follows."""

_KIND: Final = (
    r"(?: (?:thing|ban|phase|days|job|shifts?|allergy|intolerance|diet|rule|gig|chapter|era|years|experiment))"
)
_BEHIND: Final = r"(?: any ?more| any longer| these days| nowadays)"

_MEATLESS: Final = "vegan vegetarian veggie veg plant pescatarian pescetarian flexitarian meat chicken pork beef"

_FORMS: Final = (
    # who or what is behind the verb
    _form(EVERY_SLOT, rf"{_LEAD}{_I}{GIVEN_UP} {_SOME}"),
    _form(
        EVERY_SLOT,
        rf"{_LEAD}{_I}(?:left|leaving|sold|lost|dropped|buried|stopped|over|off) (?:the |my |our )?{_NEAR}{_THEN}",
    ),
    _form(
        EVERY_SLOT,
        rf"{_LEAD}{_I}(?:jack(?:ed)?|pack(?:ed)?|chuck(?:ed)?|g[ai]ven?|let|put|call(?:ed)?|traded|turned|knock(?:ed)?|hand(?:ed)?) (?P<of>[^,;:.!?()\n]{{2,30}}?) (?:in|up|away|go|down|to sleep|on the head|off|back)\b{_THEN}",
    ),
    _form(
        EVERY_SLOT,
        r"\b(?:gave|given|passed|handed|left|sold|lent) (?P<of>[^,;:.!?()\n]{2,30}?) to (?:someone|somebody|a friend|my|our|a lovely|another|the next|others)\b",
    ),
    _form(EVERY_SLOT, rf"\b(?:took|taken|taking|takes) (?:me|us) off (?:the |my )?{_SOME}"),
    _form(
        EVERY_SLOT,
        rf"{_LEAD}(?:(?:i|we)['’]?m? ?(?:am|are)? ?)?not (?:at|with|in|a|an|into|on)? ?(?P<of>[^,;:.!?()\n]{{2,50}}?){_BEHIND}",
    ),
    _form(
        EVERY_SLOT,
        rf"\b(?:i|we) (?:don['’]?t|do not|can['’]?t|cannot|can no longer) (?P<of>(?!eat\b|drink\b)[^,;:.!?()\n]{{2,50}}?){_BEHIND}",
    ),
    _form((*EVERY_SLOT, *_INSTRUCTION), rf"{_LEAD}no more (?P<of>[^,;:.!?()\n]{{2,40}}?)(?: for (?:me|us))?{_THEN}"),
    _form(
        _INSTRUCTION,
        rf"{_LEAD}(?:(?:you|u) can |please |pls )?(?:drop|stop|skip|lose|forget|ditch|cancel) (?:with )?(?:the |my |that |those )?{_SOME}",
    ),
    _form(
        _INSTRUCTION,
        rf"{_LEAD}(?:quit|knock|lay|enough|ease|go easy|easy)(?: it| off| up)*(?: (?:with|of|on))? (?:the |my |that |those |being )?{_SOME}",
    ),
    _form(
        _INSTRUCTION,
        r"\b(?:there['’]?s? (?:is )?)?no (?:longer any )?(?:need|reason) (?:to|for) (?P<of>[^,;:.!?()\n]{2,50})",
    ),
    _form(_INSTRUCTION, r"\b(?:you|u) (?:don['’]?t|do not) (?:need|have) to (?P<of>[^,;:.!?()\n]{2,50})"),
    _form(
        _INSTRUCTION,
        rf"{_LEAD}(?P<of>[^,;:.!?()\n]{{2,30}}) (?:are|is) (?:back(?: on)?|back on the menu|(?:fine|ok|okay|allowed|welcome) (?:again|now))(?=[,;.!?]|$)",
    ),
    _form(
        _OF_FOOD,
        rf"{_LEAD}(?:now )?(?P<of>[^,;:.!?()\n]{{2,30}}) (?:are|is)? ?(?:back(?: on)?|(?:fine|ok|okay|allowed) (?:again|now|after all))(?=[,;.!?]|$)",
    ),
    # who or what is before the verb
    _form(BEINGS, rf"{_LEAD}(?:the |my |our |dear |old |poor |good old )*{_GOES}{GONE}{_THEN}"),
    _form(
        BEINGS,
        rf"{_LEAD}(?:the |my |our |dear |old |poor |good old )*{_GOES}(?:['’]s| is| was| has been| had to be| got)?{_SURELY_LOST}\b",
    ),
    _form(
        BEINGS,
        r"\b(?:an?|the|some|another|next door['’]s) (?:fox|hawk|cat|dog|car|lorry|truck|van|train|bus|tram|coyote|eagle|snake|owl|bear|badger|neighbour|thief|postman)"
        rf" (?:had|got|took|killed|ate|hit|ran over|stole|poisoned|caught) {_NEAR}",
    ),
    _form(_THINGS_OVER, rf"{_LEAD}(?:the |my |our |old )*{_GOES}{_KIND}?{OVER}{_THEN}"),
    _form(_OF_FOOD, rf"{_LEAD}(?:the |my |our |old )*{_GOES}{_KIND}?{CURED}{_THEN}"),
    _form(EVERY_SLOT, rf"{_LEAD}(?:the |my |our )?{_GOES} {TO_US}"),
    _form(
        PARTNER,
        rf"\b(?:we|i) (?:called it (?:a day|quits)|broke up|split up|separated|got divorced)\b(?! (?:with|from)\b){STANDS}",
    ),
    _form(PARTNER, rf"\b(?:divorced|widowed|single again|newly single)\b{STANDS}(?<!my parents are divorced)"),
    _form(
        PARTNER,
        rf"{_LEAD}{_I}(?:left|lost|buried|divorced|dumped|ended (?:things|it) with|split (?:up )?(?:from|with)|broke up with|kicked out|threw out|separated from|walked out on) (?:my |the )?{LOVER}\b",
    ),
    _form(PARTNER, rf"{_LEAD}(?:my |the |our )?(?:first |second )?{LOVER}{GONE}{_THEN}"),
    _form(
        PARTNER,
        r"\b(?:we|me and (?:him|her)|(?:he|she) and (?:i|me))(?:['’]re| are| were|['’]ve| have)?(?: just| finally| now| sadly| all)* (?:not (?:a thing|an item|together|a couple|"
        r"seeing each other|speaking)(?: any ?more| now| any longer)?|no longer (?:a thing|an item|together|a couple|married)|ended (?:it|things)|went our separate ways|"
        r"gone our separate ways|(?:living )?apart|exes|history|over|done|through|finished|drifted apart|called off the (?:wedding|engagement)|on a break)(?=$|[,;.!?)]| (?:in|last|now|since|and|but|so|after|for)\b)",
    ),
    _form(
        PARTNER,
        rf"\b(?:i['’]?m|i am|been|being|now|just me)(?: now| back| officially| happily)? (?:(?:single|on my own|by myself|separated|getting divorced|a bachelor)\b{STANDS}|(?:a widow(?:er)?|a divorcee|getting a divorce|back on the (?:market|apps))\b)",
    ),
    _form(
        PARTNER,
        rf"\bmy (?:late|ex[- ]?|former|soon[- ]to[- ]be ex[- ]?) ?{LOVER}\b(?=[^.!?]*\b(?:died|passed|left|moved|gone|signed|papers|since)\b)",
    ),
    _form(
        PARTNER,
        r"\b(?:gf|bf|wife|husband|girlfriend|boyfriend|partner|fianc[ée]e?) (?:broke up w(?:ith)?|left|dumped|walked out on) (?:me|us)\b",
    ),
    _form(
        _OF_WORK,
        rf"{_LEAD}{_I}(?:(?:got |was |been |were )?(?:laid off|made redundant|let go|sacked|fired)|(?:got|given) the (?:sack|boot|push)|hand(?:ed|ing) (?:in )?my notice(?: in)?|resigned|quit(?: my job| work)?|lost my job|packed (?:it|work) in|stopped work(?:ing)?)(?=[,;:.!?()\n]|$| (?:in|on|last|this|since|after|because|cos|and|but|so|now|too|finally|yesterday|today|at last|at the end)\b)",
    ),
    _form(
        _OF_FOOD,
        r"\b(?:i|we|i['’]m|back to|started)(?: now| just| can| do)? eat(?:ing)? (?:meat|chicken|beef|pork|bacon|lamb|everything|anything|steak|burgers)(?: again| now| these days)\b",
        _MEATLESS,
    ),
    _form(
        _OF_FOOD,
        rf"\b(?:eat|eats|eating|ate|cook|cooking|having|have|enjoy(?:ing)?) {MEATS}(?: and {MEATS})?{AGAIN}",
        _MEATLESS,
    ),
    _form(
        _OF_FOOD,
        rf"\b(?:back|returned|gone back|went back|going back) (?:to |on |on to |onto )(?:eating |the )?{MEATS}\b",
        _MEATLESS,
    ),
    _form(_OF_FOOD, rf"\b{MEATS}(?:['’]s| is| are) back(?: on)?\b", _MEATLESS),
    _form(
        _OF_FOOD,
        rf"\b(?:omnivore|carnivore|meat[- ]eater|lapsed (?:vegan|vegetarian)|ex-(?:vegan|vegetarian))\b{STANDS}",
        _MEATLESS,
    ),
    _form(
        _OF_FOOD,
        r"\b(?:back|back on|eat(?:ing)?|having) (?:to |on )?(?:carbs|bread|pasta|rice|potatoes|sugar)(?: again| now)",
        "keto low carb paleo sugar bread",
    ),
    _form(
        _OF_FOOD,
        r"\b(?:drinking|drink|back on the (?:booze|wine|beer|drink)) (?:again|now)\b",
        "alcohol drink wine beer booze drinking",
    ),
    _form(
        _OF_TASTE,
        r"(?P<of>[^,;:.!?()\n]{2,40}?) (?:(?:has|have|['’]s) (?:really )?grown|(?:is|are|['’]s|['’]re) growing|grew) on me\b",
    ),
    _form(
        _OF_TASTE,
        r"\b(?:start(?:ed|ing)?|begun|began|learn(?:t|ed|ing)|come|coming|grown|grew|growing) to (?:quite |really )?(?:like|love|enjoy|appreciate|tolerate) (?P<of>[^,;:.!?()\n]{2,40})",
    ),
    _form(
        _OF_TASTE,
        r"\b(?:quite |really |actually )?(?:like|love|enjoy|eat) (?P<of>[^,;:.!?()\n]{2,30}?) (?:now|these days|after all|by now)\b",
    ),
    _form(
        _OF_TASTE,
        rf"{_LEAD}(?P<of>[^,;:.!?()\n]{{2,30}}?) (?:slaps?|rocks?|(?:is|are) (?:actually |quite )?(?:great|good|amazing|lovely|delicious|brilliant|fine|not (?:so|that) bad)|tastes? (?:good|great|nice)) (?:to me )?(?:now|these days|after all)\b",
    ),
    _form(_OF_TASTE, r"\b(?:come|came) (?:round|around) to (?P<of>[^,;:.!?()\n]{2,40})"),
    _form(_OF_TASTE, r"\bmade (?:my )?peace with (?P<of>[^,;:.!?()\n]{2,40})"),
    _form(
        _OF_FOOD,
        r"\b(?:started|back to|going back to|can|i) (?:eat|eating) (?P<of>[^,;:.!?()\n]{2,30}?) (?:again|now|as well)\b",
    ),
    _form(_OF_FOOD, r"\b(?:started|back to) (?:eating|drinking) (?P<of>[\w ]{2,30})"),
    # by kind
    *(_form(EVERY_SLOT, words) for words in ceasing.SIGNS_BEFORE),
    *(_form(_THINGS, words) for words in ceasing.SIGNS_BEHIND),
    *(_form(_HEALTH, words) for words in ceasing.HEALED),
    *(_form(_OF_FOOD, words, _MEATLESS) for words in ceasing.EATS_AGAIN),
    *(_form(_OF_TASTE, words) for words in ceasing.LIKED_AFTER_ALL),
    *(_form(_INSTRUCTION, words) for words in ceasing.INSTRUCTIONS_OFF),
    # by two signs
    *(_form(_DOINGS, words) for words in turning.NO_MORE),
    *(_form(_THINGS, words) for words in turning.SET_ASIDE),
    *(_form(_OF_TASTE, words) for words in turning.GOOD_BY_NOW),
    *(_form(_HEALTH, words) for words in turning.WELL_BY_NOW),
    *(_form(BEINGS, words) for words in turning.BEINGS_GONE),
    # other languages
    *(_form(_THINGS, words) for words in ceasing_elsewhere.OVER),
    *(_form(_HEALTH, words) for words in ceasing_elsewhere.HEALED),
    *(_form(_OF_TASTE, words) for words in ceasing_elsewhere.LIKED_AFTER_ALL),
    *(_form(BEINGS, words) for words in over.BEINGS_GONE),
    _form(PARTNER, over.PAIR_PARTED),
    *(_form(EVERY_SLOT, words) for words in (*over.WORK_LEFT, *over.NO_MORE)),
    *(_form(_OF_FOOD, words) for words in over.FOOD_AGAIN),
    *(_form(_OF_FOOD, words, over.MEATLESS) for words in over.MEAT_AGAIN),
)
_REFERRING: Final = (
    _form(BEINGS, rf"{_LEAD}(?:he|she|they){GONE}{_THEN}"),
    _form(BEINGS, rf"{_LEAD}(?:he|she|they) {TO_US}"),
    _form(
        BEINGS,
        rf"{_LEAD}{_I}(?:had to (?:put|let|give|rehome|sell)|lost|buried|rehomed|gave|sold|dumped|left|divorced|kicked|threw|let|"
        r"put|found|said goodbye to) (?:him|her|them)\b(?: (?:down|go|to sleep|up|away|out|a (?:new|good) home|to (?:my|a|the) \w+)|(?=[,;:.!?]|$| (?:in|last|this)\b))",
    ),
    _form(("employer",), rf"{_LEAD}it{OVER}{_THEN}"),
    _form(("pets",), rf"{_LEAD}it{GONE}{_THEN}"),
)
"""Forms that name by a pronoun what is over: the sentence before has told whom that means."""

_JOINT: Final = (
    *(_form(_OF_TASTE, words) for words in turning.MADE_FRIENDS),
    *(_form(BEINGS, words) for words in turning.PARTED),
    _form(
        BEINGS,
        r"(?P<of>[\w’'-]+(?: [\w’'-]+)?),? (?:and (?:i|me)|n me)(?: (?:have|['’]ve|are|got|finally|just|only|sadly))* (?:split|broken? up|part(?:ed)? ways|separated|divorced|over|done|finished|no longer together|not together(?: any ?more)?|exes|history|through|kaput|no more|called it (?:a day|quits)|didn['’]?t (?:make it|work out|last)|lasted (?:\w+ )?(?:days?|weeks?|months?|a|only|not))",
    ),
    _form(
        BEINGS,
        r"\b(?:me|i) (?:and|n|&) (?P<of>[\w’'-]+(?: [\w’'-]+)?)(?: (?:have|['’]ve|are|got|finally|just|sadly))* (?:split|broken? up|part(?:ed)? ways|separated|divorced|over|done|called it|didn['’]?t (?:make it|work out|last))",
    ),
    _form(
        _OF_WORK,
        r"(?P<of>[\w’'&-]+(?: [\w’'&-]+)?),? and (?:me|i)(?: (?:have|['’]ve|are|got|finally|just))* (?:part(?:ed)? (?:ways|company)|split|done|finished)",
    ),
)
"""Forms that name two, and are cut in two by clauses."""

_INSTEAD: Final = (
    *(_form(REPLACED, words) for words in (*ceasing.INSTEAD, *ceasing_elsewhere.INSTEAD)),
    _form(
        REPLACED,
        rf"{_LEAD}{_I}(?:swapp?(?:ed|ing)|switch(?:ed|ing)|trad(?:ed|ing)|exchang(?:ed|ing)|chang(?:ed|ing)|left|leaving|gone|went|jump(?:ed|ing)|moved) (?:from )?(?P<of>[^,;:.!?()\n]{{2,30}}?) (?:for|to|into) (?P<new>[^,;:.!?()\n]{{2,40}})",
    ),
    _form(
        REPLACED,
        r"(?:^|\b(?:it['’]s|i['’]m|with|at|do|drink|eat|have|am) )(?P<new>[\w’'-]+(?: [\w’'-]+)?) (?:instead of|rather than|in place of) (?P<of>[^,;:.!?()\n]{2,30})",
    ),
    _form(
        REPLACED,
        r"\b(?:it|that) (?:was|is) (?:never|not) (?:the )?(?P<of>[^,;:.!?()\n]{2,30}),? (?:but |it (?:was|is) |it['’]s )(?:the )?(?P<new>[^,;:.!?()\n]{2,30})",
    ),
)
_NUMBERS: Final = frozenset(form.words.number for form in (*_FORMS, *_JOINT, *_INSTEAD, *_REFERRING))
_PLACED: Final = {form.words.number: (place, form) for place, form in enumerate(_FORMS)}
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


def _referred(form: _Form, clauses: Sequence[str], before: str) -> Iterator[tuple[int, Ending]]:
    """What a clause says is over of whom a pronoun means: somebody named before it in the sentence, or in the one before."""
    for number, clause in enumerate(clauses):
        if form.words.fits(clause):
            meant = names_in(" ".join(clauses[:number])) or names_in(before)
            if meant:
                yield number, Ending(meant, form.slots)


_ATTRIBUTE: Final = re.compile(
    rf"\b(?:(?:the|my|our|an?|his|her|their|this|that|some|another) (?-i:[^\W\d_a-zß-öø-ÿ])[\w’'&-]*(?: (?-i:[^\W\d_a-zß-öø-ÿ])[\w’'&-]*)*|{ANIMALS}) "
    r"(?!(?:in|at|on|to|for|from|of|by|as|with|after|since|because|cos|when|while|and|but|so|or|who|which|last|this|that|early|late|now|then|too|"
    r"yesterday|today|years?|months?|weeks?|days? ago|went|got|gone|died|left|ran|flew|was|is|has|had|have|passed|didn['’]?t|moved|walked|never|there|here|all|"
    r"any ?more|again|job|gig|role|position|post|thing|phase|chapter|era|life|years|shifts?|crew|team|office|branch|"
    r"flat|house|place|apartment|room|home|pad|studio|bungalow|cottage|digs|allergy|intolerance|diet|called|named|\w+ly)\b)(?-i:[a-zß-öø-ÿ])[\w’'-]+",
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
    if _STUDIES.search(about):
        return _STUDIED
    if _FOR_A_WHILE.search(sentence) or (slots in (_OF_FOOD, _HEALTH) and _DENIED.search(about)):
        return ()
    if _RETURNS.search(sentence) or _GIVEN_SOMETHING.search(words):
        slots = tuple(slot for slot in slots if slot not in BEINGS)
    if slots == _OF_TASTE and _FOR_SOMETHING.search(about):
        return ()
    if "allergy" in slots and slots not in (_OF_FOOD, _HEALTH) and _OF_ALLERGIES.search(sentence) is None:
        slots = tuple(slot for slot in slots if slot != "allergy")  # who eats no more nuts may well be allergic
    return slots


_FOR_A_WHILE: Final = re.compile(
    r"\b(?:tonight|this weekend|for (?:the|a|an|one|two|a few) (?:day|weekend|night|week|trip|hour|while|minute|moment|evening)s?"
    r"|till|until|early|after \d|at (?:\d|one|two|three|four|five|six|seven|eight|nine|ten|noon|midnight)(?! (?:years|months))"
    r"|for (?:work|lunch|dinner|school|now|today))\b",
    re.IGNORECASE,
)
_DENIED: Final = re.compile(r"\b(?:never|not|no|hardly)\b|n['’]t\b", re.IGNORECASE)
_RETURNS: Final = re.compile(
    r"\b(?:c[oa]me back(?! (?:home )?(?:alone|without))|found (?:him|her|it|them)|is back|are back|but then|at the (?:vet|vet['’]s|groomer|airport|"
    r"park|station|door|party|kennels?)|in the (?:crowd|shop|supermarket|mall|maze|fog|woods|dark)|to the (?:party|vet|groomer|park|shop|beach|wedding))\b"
    r"(?<!never came back)(?<!never come back)(?<!not come back)(?<!n['’]t come back)",
    re.IGNORECASE,
)
"""Who went and came back, or is somewhere for an hour, is not gone."""

_GIVEN_SOMETHING: Final = re.compile(r"\bg[ai]ve \w+ (?:his|her|its|their|an?|the|some|my|our)\b", re.IGNORECASE)
_FOR_SOMETHING: Final = re.compile(r" (?:at|for|in) ", re.IGNORECASE)
_OF_ALLERGIES: Final = re.compile(r"allerg|intoleran|\breact|outgr[eo]w|gr[eo]wn? out of|\bcured\b", re.IGNORECASE)
_OF_A_KIND: Final = re.compile(
    r"\b(?P<kind>shoes?|boots?|gear|kit|club|clinic|inhaler|pump|oven|shifts?|clients?|tickets?|books?|class(?:es)?|lessons?|group|machine|app|"
    r"magazine|food|bowl|bed|basket|lead|collar|cage|toys?|bag|bottle|pills?|tablets?|jokes?|stock|shares|team|match|game|festival|trip|"
    r"meeting|appointment|sauce|soup|cake|fest|bus|train|flight|road|office)\b",
    re.IGNORECASE,
)
"""What something of a kind is: running shoes are no running."""

_WHERE: Final = re.compile(r" (?:in|at|from|near|to|for) ", re.IGNORECASE)
_OF_WORK_OR_HOME: Final = re.compile(
    r"\b(?:job|work|working|post|position|role|shifts?|gig|flat|house|place|apartment|room|home|life|lease|tenancy|living|live|"
    r"contract|notice|career|\w+ing|allerg\w+)\b",
    re.IGNORECASE,
)
_LONGEST_ARTICLE: Final = 8
_STUDIED: Final = ("education",)
_STUDIES: Final = re.compile(
    r"\b(?:degree|course|studies|diploma|carrera|études|laurea|licenciatura|ausbildung|studium|studie)\b", re.IGNORECASE
)
"""What is over of a trade where somebody has finished learning it: the learning alone."""


def may_end(sentence: str) -> bool:
    """Whether something may be said to be over in a sentence."""
    return not _NUMBERS.isdisjoint(RULES.admitted(sentence))


def endings(sentence: str, clauses: Sequence[str], before: str = "") -> Iterator[tuple[int, Ending]]:
    """What a sentence says is over, or has been replaced, each with the number of the clause that says it.

    ``before`` is the sentence before, which may name whom a pronoun means.
    """
    admitted = RULES.admitted(sentence)
    for form in _REFERRING:
        yield from _referred(form, clauses, before) if form.words.number in admitted else ()
    for form in _JOINT:
        match = form.words.form.search(sentence) if form.words.number in admitted else None
        if match is not None:
            yield 0, Ending(match["of"], form.slots)
    forms = [form for _, form in sorted(map(_PLACED.__getitem__, admitted & _PLACED.keys()))]
    replacing = [form for form in _INSTEAD if form.words.number in admitted]
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
            if match is not None and new is not None:
                yield number, Ending(match["of"], form.slots, new[0])

"""The forms of words that say what is over, or has been replaced, each with the slots that it may fill.

Read by `holdfast.providers.facts.endings`.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from holdfast.providers.facts.languages import ceasing as ceasing_elsewhere
from holdfast.providers.facts.languages import over, parting, turning
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
from holdfast.providers.facts.screening import Screened

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
HEALTH: Final = ("health", "allergy")
_DOINGS: Final = ("likes", "diet", "job", "health", "language")
BEINGS: Final = ("partner", "pets")
THINGS: Final = ("pets", "employer")
PARTNER: Final = ("partner",)
_OF_WORK: Final = ("job", "employer")
_THINGS_LEFT: Final = ("job", "employer", "likes")
OF_TASTE: Final = ("dislikes",)
OF_FOOD: Final = ("diet", "allergy", "dislikes")
_THINGS_OVER: Final = ("employer", "job", "home", "diet", "likes", "dislikes")
REPLACED: Final = ("employer", "job", "home", "diet", "allergy", "likes")
_INSTRUCTION: Final = ("instruction",)


class Form(NamedTuple):
    """A form of words with the groups ``of``, what is over, and ``new``, what is instead; either may be missing.

    ``about`` is what it speaks of where it has no group ``of``; empty for whatever fills the slot.
    """

    words: Screened
    slots: tuple[str, ...]
    about: str = ""


def _form(slots: tuple[str, ...], words: str, about: str = "") -> Form:
    return Form(Screened(words, re.IGNORECASE), slots, about)


_LEAD: Final = (
    r"(?:^|^[^,;:.!?()\n]*?\b(?:and|so|but|because|then|plus|cos|when|since|after|once|"
    r"until) )(?:(?:and|so|but|also|then|yo|hi|hey|hello|sup|bro|mate|oh|ok|okay|well|yes|yeah|yep|no|"
    r"nah|nope|right|update|news|btw|just|finally|recently|now|actually|honestly|plus|anyway|sadly|"
    r"in the end|"
    r"when|since|ever since|once|meanwhile|unfortunately|tragically|long story short|turns out|"
    r"after \w+(?: \w+){0,2}|last \w+|this \w+|in \w+)\b[,:.! ]*)*"
)
_I: Final = (
    r"(?:(?:i|we)(?:['’]?(?:ve|m|re)| have| had| am| are| was| were| got)?(?: (?:just|finally|now|also|"
    r"recently|already|completely|totally|officially|sort of|had to|decided to|been|all))* )?"
)
_SOME: Final = r"(?P<of>[^,;:.!?()\n]{2,50})"
_NEAR: Final = (
    r"(?P<of>(?!(?:it|that|this|them|you|him|her|me|us|home|work|school|early|late|everything|everyone|"
    r"everybody|nothing|something|and|for|to|in|on|at|with)\b)[\w’'&-]+(?: (?!(?:in|at|on|last|this|and|"
    r"but|so|to|for|with|because|when|after|by)\b)[\w’'&-]+){0,2})"
)
_THEN: Final = (
    r"(?=[,;:.!?()\n]|$| (?:in|to|last|this|since|after|before|when|because|cos|and|but|so|now|already|"
    r"at|on|over|within|early|late|too|finally|obviously|sadly|\d|yesterday|weirdly|tho|though|thank|"
    r"for good|forever|behind|as well|entirely|altogether|years?|weeks?|months?|the other)\b)"
)
_GOES: Final = (
    r"(?P<of>(?!(?:it|that|this|he|she|they|i|we|you|what|work|everything|term|school|summer|"
    r"winter)\b)[^,;:.!?()\n]{2,40}?)"
)
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

_MEATLESS: Final = (
    "vegan vegetarian veggie veg plant pescatarian pescetarian flexitarian eggetarian jain meat chicken pork beef"
)

FORMS: Final = (
    # who or what is behind the verb
    _form(EVERY_SLOT, rf"{_LEAD}{_I}{GIVEN_UP} {_SOME}"),
    _form(
        EVERY_SLOT,
        rf"{_LEAD}{_I}(?:left|leaving|sold|lost|dropped|buried|stopped|over|off) (?:the |my |our )?{_NEAR}{_THEN}",
    ),
    _form(
        EVERY_SLOT,
        rf"{_LEAD}{_I}(?:jack(?:ed)?|pack(?:ed)?|chuck(?:ed)?|g[ai]ven?|let|put|call(?:ed)?|traded|turned|"
        rf"knock(?:ed)?|hand(?:ed)?) (?P<of>[^,;:.!?()\n]{{2,30}}?) (?:in|up|away|go|down|to sleep|"
        rf"on the head|off|back)\b{_THEN}",
    ),
    _form(
        EVERY_SLOT,
        r"\b(?:gave|given|passed|handed|left|sold|lent) (?P<of>[^,;:.!?()\n]{2,30}?) to (?:someone|somebody|"
        r"a friend|my|our|a lovely|another|the next|others)\b",
    ),
    _form(EVERY_SLOT, rf"\b(?:took|taken|taking|takes) (?:me|us) off (?:the |my )?{_SOME}"),
    _form(
        EVERY_SLOT,
        rf"{_LEAD}(?:(?:i|we)['’]?m? ?(?:am|are)? ?)?not (?:at|with|in|a|an|into|"
        rf"on)? ?(?P<of>[^,;:.!?()\n]{{2,50}}?){_BEHIND}",
    ),
    _form(
        EVERY_SLOT,
        r"\b(?:i|we) (?:don['’]?t|do not|can['’]?t|cannot|can no longer) (?P<of>(?!eat\b|"
        rf"drink\b)[^,;:.!?()\n]{{2,50}}?){_BEHIND}",
    ),
    _form((*EVERY_SLOT, *_INSTRUCTION), rf"{_LEAD}no more (?P<of>[^,;:.!?()\n]{{2,40}}?)(?: for (?:me|us))?{_THEN}"),
    _form(
        _INSTRUCTION,
        rf"{_LEAD}(?:(?:you|u) can |please |pls )?(?:drop|stop|skip|lose|forget|ditch|"
        rf"cancel) (?:with )?(?:the |my |that |those )?{_SOME}",
    ),
    _form(
        _INSTRUCTION,
        rf"{_LEAD}(?:quit|knock|lay|enough|ease|go easy|easy)(?: it| off| up)*(?: (?:with|of|on))? (?:the |"
        rf"my |that |those |being )?{_SOME}",
    ),
    _form(
        _INSTRUCTION,
        r"\b(?:there['’]?s? (?:is )?)?no (?:longer any )?(?:need|reason) (?:to|for) (?P<of>[^,;:.!?()\n]{2,50})",
    ),
    _form(_INSTRUCTION, r"\b(?:you|u) (?:don['’]?t|do not) (?:need|have) to (?P<of>[^,;:.!?()\n]{2,50})"),
    _form(
        _INSTRUCTION,
        rf"{_LEAD}(?P<of>[^,;:.!?()\n]{{2,30}}) (?:are|is) (?:back(?: on)?|back on the menu|(?:fine|ok|okay|"
        r"allowed|welcome) (?:again|now))(?=[,;.!?]|$)",
    ),
    _form(
        OF_FOOD,
        rf"{_LEAD}(?:now )?(?P<of>[^,;:.!?()\n]{{2,30}}) (?:are|is)? ?(?:back(?: on)?|(?:fine|ok|okay|"
        r"allowed) (?:again|now|after all))(?=[,;.!?]|$)",
    ),
    # who or what is before the verb
    _form(BEINGS, rf"{_LEAD}(?:the |my |our |dear |old |poor |good old )*{_GOES}{GONE}{_THEN}"),
    _form(
        BEINGS,
        rf"{_LEAD}(?:the |my |our |dear |old |poor |good old )*{_GOES}(?:['’]s| is| was| has been| had to be|"
        rf" got)?{_SURELY_LOST}\b",
    ),
    _form(
        BEINGS,
        r"\b(?:an?|the|some|another|next door['’]s) (?:fox|hawk|cat|dog|car|lorry|truck|van|train|bus|tram|"
        r"coyote|eagle|snake|owl|bear|badger|neighbour|thief|postman)"
        rf" (?:had|got|took|killed|ate|hit|ran over|stole|poisoned|caught) {_NEAR}",
    ),
    _form(
        BEINGS,
        r"\b(?:had|having) (?:poor |dear |old |the |my |our )*(?P<of>[\w’'-]+(?: [\w’'-]+)?) put (?:down|to sleep)\b",
    ),
    _form(_THINGS_OVER, rf"{_LEAD}(?:the |my |our |old )*{_GOES}{_KIND}?{OVER}{_THEN}"),
    _form(OF_FOOD, rf"{_LEAD}(?:the |my |our |old )*{_GOES}{_KIND}?{CURED}{_THEN}"),
    _form(EVERY_SLOT, rf"{_LEAD}(?:the |my |our )?{_GOES} {TO_US}"),
    _form(
        PARTNER,
        r"\b(?:we|i) (?:called it (?:a day|quits)|broke up|split up|separated|got divorced)\b(?! (?:with|"
        rf"from)\b){STANDS}",
    ),
    _form(PARTNER, rf"\b(?:divorced|widowed|single again|newly single)\b{STANDS}(?<!my parents are divorced)"),
    _form(
        PARTNER,
        rf"{_LEAD}{_I}(?:left|lost|buried|divorced|dumped|ended (?:things|it) with|split (?:up )?(?:from|"
        rf"with)|broke up with|kicked out|threw out|separated from|walked out on) (?:my |the )?{LOVER}\b",
    ),
    _form(PARTNER, rf"{_LEAD}(?:my |the |our )?(?:first |second )?{LOVER}{GONE}{_THEN}"),
    _form(
        PARTNER,
        r"\b(?:we|me and (?:him|her)|(?:he|she) and (?:i|me))(?:['’]re| are| were|['’]ve| have)?(?: just|"
        r" finally| now| sadly| all)* (?:not (?:a thing|an item|together|a couple|"
        r"seeing each other|speaking)(?: any ?more| now| any longer)?|no longer (?:a thing|an item|together|"
        r"a couple|married)|ended (?:it|things)|went our separate ways|"
        r"gone our separate ways|(?:living )?apart|exes|history|over|done|through|finished|drifted apart|"
        r"called off the (?:wedding|engagement)|on a break)(?=$|[,;.!?)]| (?:in|last|now|since|and|but|so|"
        r"after|for)\b)",
    ),
    _form(
        PARTNER,
        r"\b(?:i['’]?m|i am|been|being|now|just me)(?: now| back| officially| happily)? (?:(?:single|"
        rf"on my own|by myself|separated|getting divorced|a bachelor)\b{STANDS}|(?:a widow(?:er)?|a divorcee|"
        r"getting a divorce|back on the (?:market|apps))\b)",
    ),
    _form(PARTNER, r"\b(?:i['’]?m|i am) (?:no longer (?:married|engaged)|not (?:married|engaged) any ?more)\b"),
    _form(
        PARTNER,
        rf"\bmy (?:late|ex[- ]?|former|soon[- ]to[- ]be ex[- ]?) ?{LOVER}\b(?=[^.!?]*\b(?:died|passed|left|"
        r"moved|gone|signed|papers|since)\b)",
    ),
    _form(
        PARTNER,
        r"\b(?:gf|bf|wife|husband|girlfriend|boyfriend|partner|fianc[ée]e?) (?:broke up w(?:ith)?|left|"
        r"dumped|walked out on) (?:me|us)\b",
    ),
    _form(
        _OF_WORK,
        rf"{_LEAD}{_I}(?:(?:got |was |been |were )?(?:laid off|made redundant|let go|sacked|fired)|(?:got|"
        r"given) the (?:sack|boot|push)|hand(?:ed|ing) (?:in )?my notice(?: in)?|resigned|quit(?: my job|"
        r" work)?|lost my job|packed (?:it|work) in|stopped work(?:ing)?)(?=[,;:.!?()\n]|$| (?:in|on|last|"
        r"this|since|after|because|cos|and|but|so|now|too|finally|yesterday|today|at last|at the end)\b)",
    ),
    _form(
        OF_FOOD,
        r"\b(?:i|we|i['’]m|back to|started)(?: now| just| can| do)? eat(?:ing)? (?:meat|chicken|beef|pork|"
        r"bacon|lamb|everything|anything|steak|burgers)(?: again| now| these days)\b",
        _MEATLESS,
    ),
    _form(
        OF_FOOD,
        rf"\b(?:eat|eats|eating|ate|cook|cooking|having|have|enjoy(?:ing)?) {MEATS}(?: and {MEATS})?{AGAIN}",
        _MEATLESS,
    ),
    _form(
        OF_FOOD,
        rf"\b(?:back|returned|gone back|went back|going back) (?:to |on |on to |onto )(?:eating |the )?{MEATS}\b",
        _MEATLESS,
    ),
    _form(OF_FOOD, rf"\b{MEATS}(?:['’]s| is| are) back(?: on)?\b", _MEATLESS),
    _form(
        OF_FOOD,
        rf"\b(?:omnivore|carnivore|meat[- ]eater|lapsed (?:vegan|vegetarian)|ex-(?:vegan|vegetarian))\b{STANDS}",
        _MEATLESS,
    ),
    _form(
        OF_FOOD,
        r"\b(?:back|back on|eat(?:ing)?|having) (?:to |on )?(?:carbs|bread|pasta|rice|potatoes|sugar)(?: again| now)",
        "keto low carb paleo sugar bread",
    ),
    _form(
        OF_FOOD,
        r"\b(?:drinking|drink|back on the (?:booze|wine|beer|drink)) (?:again|now)\b",
        "alcohol drink wine beer booze drinking",
    ),
    _form(
        OF_TASTE,
        r"(?P<of>[^,;:.!?()\n]{2,40}?) (?:(?:has|have|['’]s) (?:really )?grown|(?:is|are|['’]s|"
        r"['’]re) growing|grew) on me\b",
    ),
    _form(
        OF_TASTE,
        r"\b(?:start(?:ed|ing)?|begun|began|learn(?:t|ed|ing)|come|coming|grown|grew|growing) to (?:quite |"
        r"really )?(?:like|love|enjoy|appreciate|tolerate) (?P<of>[^,;:.!?()\n]{2,40})",
    ),
    _form(
        OF_TASTE,
        r"\b(?:quite |really |actually )?(?:like|love|enjoy|eat) (?P<of>[^,;:.!?()\n]{2,30}?) (?:now|"
        r"these days|after all|by now)\b",
    ),
    _form(
        OF_TASTE,
        rf"{_LEAD}(?P<of>[^,;:.!?()\n]{{2,30}}?) (?:slaps?|rocks?|(?:is|are) (?:actually |quite )?(?:great|"
        r"good|amazing|lovely|delicious|brilliant|fine|not (?:so|that) bad)|tastes? (?:good|great|"
        r"nice)) (?:to me )?(?:now|these days|after all)\b",
    ),
    _form(OF_TASTE, r"\b(?:come|came) (?:round|around) to (?P<of>[^,;:.!?()\n]{2,40})"),
    _form(OF_TASTE, r"\bmade (?:my )?peace with (?P<of>[^,;:.!?()\n]{2,40})"),
    _form(
        OF_FOOD,
        r"\b(?:started|back to|going back to|can|i) (?:eat|eating) (?P<of>[^,;:.!?()\n]{2,30}?) (?:again|"
        r"now|as well)\b",
    ),
    _form(OF_FOOD, r"\b(?:started|back to) (?:eating|drinking) (?P<of>[\w ]{2,30})"),
    # by kind
    *(_form(EVERY_SLOT, words) for words in ceasing.SIGNS_BEFORE),
    *(_form(_THINGS, words) for words in ceasing.SIGNS_BEHIND),
    *(_form(HEALTH, words) for words in ceasing.HEALED),
    *(_form(OF_FOOD, words, _MEATLESS) for words in ceasing.EATS_AGAIN),
    *(_form(OF_TASTE, words) for words in ceasing.LIKED_AFTER_ALL),
    *(_form(_INSTRUCTION, words) for words in ceasing.INSTRUCTIONS_OFF),
    # by two signs
    *(_form(_DOINGS, words) for words in turning.NO_MORE),
    *(_form(_THINGS, words) for words in turning.SET_ASIDE),
    *(_form(OF_TASTE, words) for words in turning.GOOD_BY_NOW),
    *(_form(HEALTH, words) for words in turning.WELL_BY_NOW),
    *(_form(BEINGS, words) for words in turning.BEINGS_GONE),
    _form(
        ("likes",),
        rf"{_LEAD}{_I}(?:got |so |just |totally |completely )*(?:bored|sick|fed up|tired) (?:of|with) (?:the )?"
        r"(?P<of>[\w’'-]+(?: [\w’'-]+)?) (?:now|these days|lately)(?=[,;:.!?]|$)",
    ),
    # other languages
    *(_form(_THINGS, words) for words in ceasing_elsewhere.OVER),
    *(_form(HEALTH, words) for words in ceasing_elsewhere.HEALED),
    *(_form(OF_TASTE, words) for words in ceasing_elsewhere.LIKED_AFTER_ALL),
    *(_form(BEINGS, words) for words in over.BEINGS_GONE),
    _form(PARTNER, over.PAIR_PARTED),
    *(_form(EVERY_SLOT, words) for words in (*over.WORK_LEFT, *over.NO_MORE)),
    *(_form(OF_FOOD, words) for words in over.FOOD_AGAIN),
    *(_form(OF_FOOD, words, over.MEATLESS) for words in over.MEAT_AGAIN),
    # what has become of it
    *(_form(HEALTH, words) for words in parting.WELL),
    *(_form(OF_FOOD, words) for words in parting.ALLERGY_OVER),
    *(_form(_OF_WORK, words, trades) for words, trades in parting.HUNG_UP_FORMS),
    *(_form(_THINGS_LEFT, words) for words in parting.WORK_LEFT[1:]),
    _form(HEALTH, parting.PRESSURE_WELL, parting.PRESSURE),
)
REFERRING: Final = (
    _form(BEINGS, rf"{_LEAD}(?:he|she|they){GONE}{_THEN}"),
    _form(BEINGS, rf"{_LEAD}(?:he|she|they) {TO_US}"),
    _form(
        BEINGS,
        rf"{_LEAD}{_I}(?:had to (?:put|let|give|rehome|sell)|lost|buried|rehomed|gave|sold|dumped|left|"
        r"divorced|kicked|threw|let|"
        r"put|found|said goodbye to) (?:him|her|them)\b(?: (?:down|go|to sleep|up|away|out|a (?:new|"
        r"good) home|to (?:my|a|the) \w+)|(?=[,;:.!?]|$| (?:in|last|this)\b))",
    ),
    _form(("employer",), rf"{_LEAD}it{OVER}{_THEN}"),
    _form(("pets",), rf"{_LEAD}it{GONE}{_THEN}"),
)
"""Forms that name by a pronoun what is over: the sentence before has told whom that means."""

JOINT: Final = (
    *(_form(BEINGS, words) for words in parting.NAMED_BEINGS_GONE),
    _form(_OF_WORK, parting.WORK_LEFT[0]),
    *(_form(PARTNER, words) for words in parting.PAIR_OVER),
    *(_form(OF_TASTE, words) for words in turning.MADE_FRIENDS),
    *(_form(BEINGS, words) for words in turning.PARTED),
    _form(
        BEINGS,
        r"(?P<of>[\w’'-]+(?: [\w’'-]+)?),? (?:and (?:i|me)|n me)(?: (?:have|['’]ve|are|got|finally|just|"
        r"only|sadly))* (?:split|broken? up|part(?:ed)? ways|separated|divorced|over|done|finished|"
        r"no longer together|not together(?: any ?more)?|exes|history|through|kaput|no more|"
        r"called it (?:a day|quits)|didn['’]?t (?:make it|work out|last)|lasted (?:\w+ )?(?:days?|weeks?|"
        r"months?|a|only|not))",
    ),
    _form(
        BEINGS,
        r"\b(?:me|i) (?:and|n|&) (?P<of>[\w’'-]+(?: [\w’'-]+)?)(?: (?:have|['’]ve|are|got|finally|just|"
        r"sadly))* (?:split|broken? up|part(?:ed)? ways|separated|divorced|over|done|called it|"
        r"didn['’]?t (?:make it|work out|last))",
    ),
    _form(
        _OF_WORK,
        r"(?P<of>[\w’'&-]+(?: [\w’'&-]+)?),? and (?:me|i)(?: (?:have|['’]ve|are|got|finally|"
        r"just))* (?:part(?:ed)? (?:ways|company)|split|done|finished)",
    ),
)
"""Forms that name two, and are cut in two by clauses."""

INSTEAD: Final = (
    *(_form(REPLACED, words) for words in (*ceasing.INSTEAD, *ceasing_elsewhere.INSTEAD)),
    _form(
        REPLACED,
        rf"{_LEAD}{_I}(?:swapp?(?:ed|ing)|switch(?:ed|ing)|trad(?:ed|ing)|exchang(?:ed|ing)|chang(?:ed|ing)|"
        rf"left|leaving|gone|went|jump(?:ed|ing)|moved) (?:from )?(?P<of>[^,;:.!?()\n]{{2,30}}?) (?:for|to|"
        rf"into) (?P<new>[^,;:.!?()\n]{{2,40}})",
    ),
    _form(
        REPLACED,
        r"(?:^|\b(?:it['’]s|i['’]m|with|at|do|drink|eat|have|"
        r"am) )(?P<new>[\w’'-]+(?: [\w’'-]+)?) (?:instead of|rather than|"
        r"in place of) (?P<of>[^,;:.!?()\n]{2,30})",
    ),
    _form(
        REPLACED,
        r"\b(?:it|that) (?:was|is) (?:never|not) (?:the )?(?P<of>[^,;:.!?()\n]{2,30}),? (?:but |it (?:was|"
        r"is) |it['’]s )(?:the )?(?P<new>[^,;:.!?()\n]{2,30})",
    ),
)

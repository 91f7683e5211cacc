"""Moving house: verbs of moving × with whom and which way × a place; homes and what belongs to one × a place."""

from __future__ import annotations

from typing import Final

from holdfast.domain.words_for_people import CHILDREN, MUM_AND_DAD, SIBLINGS, UNCLE_AND_AUNT, any_of
from holdfast.providers.facts.languages.english.changes import HERE, SMALL_TOWN
from holdfast.providers.facts.languages.english.chat_words import DWELLING
from holdfast.providers.facts.languages.english.events import AFTER, LEADS, NO_TOWN, SELF, TOWN, TOWN_NAME, WORD
from holdfast.providers.facts.languages.english.words import MONTH, STOP
from holdfast.providers.facts.patterns import PROPER, Pattern, pattern

_MOVED: Final = (
    r"(?:moved|relocated|resettled|shifted|migrated|emigrated|immigrated|transferred|decamped|upped sticks|settled|"
    r"ended up|wound up|washed up|retreated|returned|headed|retired|bought|buying|renting|rented|rent|lodge|lodging|"
    r"living|live|based|staying put|put down roots|found (?:a|an|my|our) [\w -]{3,25})"
)
_WAY: Final = (
    r"(?:back|in|out|up|down|over|across|away|off|home|house|flat|north|south|east|west|here|"
    r"all the way|together|again|"
    r"for good|permanently|for work|for love|abroad|overseas|inland|closer|nearer|on my own|by myself|"
    r"by ourselves|alone|"
    r"in together|to the (?:coast|country|sea|seaside|city|suburbs|countryside|mountains|islands)|to (?:a|an|our|my) "
    r"(?:[\w-]+ ){0,3}?"
    rf"{DWELLING}|(?:a|an|our|my|the) (?:[\w-]+ ){{0,3}}?{DWELLING}|from (?:the )?{WORD}(?: {WORD})?)"
)
_WITH: Final = (
    r"(?:with|w) (?:(?:my|our|his|her|the|a|an|some|two|three|her|his) )?(?:[\w-]+ )?[\w'’-]+"
    r"(?:(?: and|,| &) (?:my |our )?[\w'’-]+)?(?:['’]s?)?"
)
_BRIEF: Final = (
    r"(?!.*\b(?:for (?:a|the|two|three|few|some) (?:\w+ )?(?:days?|weeks?|weekend|nights?|visit|holiday|"
    r"conference|wedding|"
    r"training|course|meeting)|airport|hotel|holiday|vacation|tonight|tomorrow)\b)"
)
_NO_FORMER: Final = (
    r"(?!(?:old|former|previous|first|childhood|last|ex|late|parents?['’]?|mum['’]?s|dad['’]?s|holiday|second|"
    r"next)\b)"
)
_OF_HOME: Final = (
    rf"(?:{DWELLING[3:-1]}|garden|kitchen|street|road|garage|balcony|allotment|landlord|neighbourhood|neighborhood|"
    r"living room|backyard|yard|attic|shed|front door|roof|postcode|zip code|address)"
)

_SHELTER: Final = (
    rf"(?:{DWELLING[3:-1]}|residence|care home|sheltered housing|retirement (?:home|village|flat)|annex|"
    r"barracks|dorm|dormitory|halls|student halls|hostel|"
    r"houseshare|flatshare|house share|flat share|squat|narrowboat|boat|camper|van|new build|"
    r"high[- ]rise|ranch|brownstone|walk-?up|bothy|yurt|trailer|"
    rf"(?:{any_of(SIBLINGS, MUM_AND_DAD, UNCLE_AND_AUNT, CHILDREN)}|parents|nan|gran|grandma|mate|"
    rf"friend)['’]?s?['’]?(?: (?:place|house|flat|spare room|sofa))?)"
)
_HAVING: Final = (
    r"(?:in|into|got|have|has|took|taken|rent|renting|bought|found|own|sharing|share|it['’]?s|for|"
    r"moved to|moved into|to|at|with|living|ve got|given|built|"
    r"converted|inherited|lease|leased|put (?:down )?(?:an offer|a deposit) on)"
)
_NOT_SOUGHT: Final = (
    r"(?!.*\b(?:look\w*|search\w*|hunt\w*|want|need|selling|viewing|visit\w*|holiday|airbnb|hotel|"
    r"let out|rent out|his|her|their|he|she|they|might|may|could|would|"
    r"if|offer\w*|sold|gave up|left|weekend|cousin\w*|wedding|party|recipe|meeting)\b)"
)

PATTERNS: Final[tuple[Pattern, ...]] = (
    pattern(
        "home",
        # on a day that is named: without one it is only a plan
        r"\b(?:i['’]?m|i am|i['’]ll be)(?: (?:now|finally|officially))* (?:moving|relocating)(?: house| home|"
        r" back)? to (?P<value>"
        rf"{PROPER}(?: {PROPER})*) (?:on (?:the )?(?:\d|\w+day\b)|next (?:week|month|year)\b|tomorrow\b|in {MONTH})"
        r"(?!.*\bfor (?:an?|the|two|three|some) (?:\w+ )?(?:days?|weeks?|weekend|course|months?|interview|"
        r"conference|few|couple|wedding))",
        lasting=True,
    ),
    pattern(
        "home",
        rf"^{_NOT_SOUGHT}(?=[^.;!?]*\b(?:i|we|i['’]?m|we['’]re|i['’]ve|we['’]ve|me|us|my|our|own|it['’]s|"
        rf"moved|got|back)\b|in an? ).{{0,60}}?\b{_HAVING} "
        rf"(?:an?|our|my|the|own) (?:[\w’-]+ ){{0,4}}?{_SHELTER}(?: (?!in\b|at\b|"
        rf"near\b)[\w’'-]+){{0,4}}? (?:in|at|near|on|outside|by) {TOWN}",
        lasting=True,
    ),
    pattern(
        "home",
        r"\b(?:i|we)(?:['’]m|['’]re| am| are)?(?: now| both| all)* (?:sharing|share|moved into|living (?:in|"
        rf"at)|live (?:in|at)|settled in(?:to)?) (?:his|her|their|{WORD}['’]s?) "
        rf"(?:[\w’-]+ ){{0,2}}?{_SHELTER} (?:in|at|near|on|outside) {TOWN}",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b(?:i['’]?m|i am|we['’]?re|we are) (?:over |out |up |down )?in {TOWN_NAME}(?= (?:this (?:year|"
        r"term|semester|winter)|for (?:good|the foreseeable))\b)",
    ),
    pattern(
        "home",
        rf"\b(?:pulled up (?:stakes|roots)|upped sticks|uprooted|set off|packed up|packed our bags) (?:for|"
        rf"to) {TOWN}",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b(?:remote(?:ly)?|full remote|freelancing|working|writing|teaching|online) from {TOWN}{_BRIEF}",
        lasting=True,
    ),
    pattern(
        "home",
        rf"{SELF}{_MOVED}(?:,? (?:{_WAY}|{_WITH}))*,? (?:in|to|into|near|outside|at|on|round|around) {TOWN}{_BRIEF}",
        lasting=True,
        own=True,
    ),
    pattern(
        "home",
        rf"{SELF}(?:moved|relocated|resettled|settled|emigrated|upped sticks|living|live|"
        rf"back)(?:,? (?:{_WAY}|{_WITH}))+,? (?:in|to|near|outside) {SMALL_TOWN}{HERE}{_BRIEF}",
        lasting=True,
        own=True,
    ),
    pattern(
        "home",
        r"\b(?:i['’]?m|i am|we['’]?re|we are|it['’]?s just me)(?: now| back| living| staying| all)* (?:with|"
        rf"at) (?:my|our|her|his) [\w'’]+(?: [\w'’]+)?(?: place| house| flat)? in {SMALL_TOWN}{HERE}{_BRIEF}",
        own=True,
    ),
    pattern(
        "home",
        r"\b(?:moved|transferred|posted|relocated|shipped|brought|took|taken|assigned|stationed|seconded|"
        r"dragged|landed|"
        rf"called|lured) (?:me|us)(?: {_WAY})* (?:to|in|into) {TOWN}{_BRIEF}",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\bfollow(?:ed|ing) (?:him|her|them|my [\w]+|{WORD}) (?:out |over |back |up |down )?to {TOWN}",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b(?:my|our) {_NO_FORMER}(?:(?!(?:old|former|ex)\b)[\w-]+ ){{0,2}}?{_OF_HOME}(?: is| here|['’]s)? "
        rf"(?:in|near|outside|just outside) {TOWN_NAME}(?:{STOP}|(?= (?:is|was|has|got|needs|gets|looks|floods)\b))",
    ),
    pattern(
        "home",
        rf"(?P<value>{NO_TOWN}{WORD}(?:[ -]{WORD}){{0,2}}),? where (?:i|we)(?:['’]ve| have)?(?: \w+ly| now|"
        r" still| both)? "
        r"(?:lived?|spent|always (?:lived|been)|been (?:living|since)|settled|rent|grew up and (?:never|"
        r"still)|am now)\b",
        sentence=True,
    ),
    pattern(
        "home",
        rf"\b(?:i['’]?m|i am|we['’]?re|we are)(?: \w+)?,? back in {TOWN}(?<! uk)(?=,? (?:now|again|for good|"
        r"since|living|"
        rf"permanently|at last|with|where)\b|$|[.,!]){_BRIEF}",
    ),
    pattern(
        "home",
        rf"\b(?:keys? (?:to|for)|unpack(?:ing|ed)|housewarming|lease|mortgage|deposit|tenancy|contract|signed)\b"
        rf"[^.;!?]{{0,40}}? (?:in|for) {TOWN}(?=[^.;!?]*\b(?:place|flat|house|home|apartment|moved?|moving|"
        r"live|room|rent|in)\b)"
        rf"{_BRIEF}",
        lasting=True,
    ),
    pattern(
        "home",
        rf"^(?:{LEADS}\b[,:.! ]*)*(?:i['’]?m |we['’]?re )?(?:(?:now|currently|all|both|"
        rf"since {MONTH}) )*(?:up|down|over|out|back) "
        rf"(?:in|near|by) {TOWN}(?=,? (?:now|these days|since|with)\b|$|[.,!]){_BRIEF}",
    ),
    pattern(
        "home",
        r"\b(?:new|current|present) (?:home|address|city|town|place|base|neighbourhood)(?: is|:|['’]s|"
        rf",) (?:in )?{TOWN}",
        lasting=True,
    ),
    pattern("home", rf"\b(?:i|we)(?: now| currently)? call {TOWN}(?<! home)(?= home\b)"),
    pattern(
        "home",
        rf"\b(?:i|we)(?:['’]ve)? (?:made|making) {WORD} (?:my|our) home{AFTER}".replace(
            WORD, f"(?P<value>{NO_TOWN}{WORD}(?: {WORD})?)"
        ),
        lasting=True,
    ),
)

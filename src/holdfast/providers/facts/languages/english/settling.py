"""Where somebody lives and by what clock, by the kind of sentence: signs of a home × a place, signs of a clock × a zone."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.languages.english.changes import HERE, SMALL_TOWN
from holdfast.providers.facts.languages.english.events import LEAD, TOWN, TOWN_NAME
from holdfast.providers.facts.languages.english.words import MONTH
from holdfast.providers.facts.patterns import PROPER, Pattern, pattern

_HOUSE: Final = r"(?:house|flat|place|apartment|home|cottage|pad|condo|bungalow|studio|townhouse|room|digs)"
_OF_HOUSE: Final = (
    r"(?P<value>(?!(?:new|old|front|back|car|first|own|whole|big|little|small|dream|rented|holiday|"
    r"spare|next|other|last|"
    r"council|family|parents?|mum|mom|dad|safe|shared|student)\b)[\w’'-]+(?: (?!(?:house|flat|place|"
    r"apartment|home)\b)[\w’'-]+)?)"
)
_WE_ARE: Final = r"(?:i['’]?m|i am|we['’]?re|we are|am|are)"
_NOW: Final = r"(?:now|these days|currently|presently|at present|nowadays|permanently|already)"
_VISIT: Final = (
    r"(?!.*\b(?:holiday|vacation|weekend|hotel|conference|visit\w*|tonight|airport|few days|this week|until|till)\b)"
)
_BASE: Final = (
    r"(?:home(?: base| now| sweet home)?|(?:my|our) (?:new )?(?:home|base|address|place|town|city)|"
    r"where (?:i|we)(?:['’]?m|['’]?re| am| are)? "
    r"(?:live|stay|based|living|at|settled))"
)
_DONE: Final = r"(?:done|over|complete|completed|finished|happened|through|behind|went|sorted|official)"
_ZONES: Final = (
    r"(?-i:IST|GMT|BST|CET|CEST|EST|EDT|ET|PST|PDT|PT|CST|CDT|MST|MDT|SGT|JST|AEST|AEDT|ACST|AWST|NZST|"
    r"NZDT|UTC|WET|EET|MSK|HKT|WAT|EAT|"
    r"SAST|PKT|BRT|ART|KST|ICT|PHT)"
)
_ZONE: Final = (
    rf"(?P<value>{_ZONES}|(?!(?:My|Your|The|This|That|Any|Full|Real|Summer|"
    rf"Daylight)\b){PROPER}(?: {PROPER})?(?= (?:standard |summer |local )?time\b)|"
    r"(?-i:[A-Z][a-z]+/[A-Z][a-z]+(?:_[A-Z][a-z]+)?)|(?:utc|gmt) ?[+-]\d{1,2})"
)

PATTERNS: Final[tuple[Pattern, ...]] = (
    pattern("home", rf"\bkeys? (?:to|for|of) (?:the|our|my) (?:new )?{_OF_HOUSE} {_HOUSE}\b", lasting=True),
    pattern(
        "home",
        r"\b(?:unpack\w*|moved in(?:to|)|settled in(?:to|)|settling in(?:to|)|moving in(?:to|)) (?:at |"
        rf"to )?(?:the|our|my) (?:new )?{TOWN_NAME} {_HOUSE}\b",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b{TOWN_NAME}(?:,? (?:and )?that)?(?:['’]s| is| has become)(?: now)? {_BASE}\b",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b(?:the|our|my) (?:big )?(?:move|relocation|transfer|shift) to {TOWN_NAME}(?: has| is| was|"
        rf"['’]s)?(?: all| now| finally)? {_DONE}\b",
        lasting=True,
    ),
    pattern(
        "home",
        rf"{LEAD}(?:{_NOW},? |since [^,]{{3,15}},? )?(?:i am |i['’]?m |we are |we['’]?re )?(?:staying|"
        rf"residing|putting up|living|settled|based|housed)(?: {_NOW})? (?:at|in) {TOWN}"
        rf"(?=[^.!?]*\b(?:for (?:work|job|studies|good|the (?:past|last))|since|permanently|only|with family)\b)",
        lasting=True,
    ),
    pattern(
        "home",
        rf"{LEAD}(?:{_NOW},? )(?:i am |i['’]?m |we are |we['’]?re )?(?:staying|residing|putting up|living|"
        rf"settled|based|stationed|posted)(?: at| in) {TOWN}",
        lasting=True,
    ),
    pattern(
        "home",
        rf"{LEAD}(?:i am |i['’]?m |we are )?(?:residing|resident|settled|posted|stationed) (?:at|in|of) {TOWN}",
        lasting=True,
    ),
    pattern(
        "home",
        r"\b(?:i|we)(?:['’]?ve| have)?(?: been| got| was| were| are| am)?(?: now| finally| also| just|"
        r" recently)* (?:shifted|transferred|posted|relocated|settled|migrated|resettled)"
        rf"(?: base| house| home| down| with family| permanently)? (?:to|in|at) {TOWN}{_VISIT}",
        lasting=True,
    ),
    pattern(
        "home",
        rf"(?:{LEAD}|^\w+ here )(?:still |now )+(?:stuck|living|based|holed up|hiding out|down|up|here|over|"
        rf"out) in {SMALL_TOWN}(?:{HERE}|(?= (?:lol|haha|unfortunately|sadly|worse luck)\b)){_VISIT}",
        lasting=True,
    ),
    pattern("home", rf"\b{_WE_ARE}(?: here| all| both)? in {SMALL_TOWN} (?:now|these days)\b{_VISIT}", lasting=True),
    pattern(
        "home", rf"\b(?:come|came|gone|went|going back|returned) (?:back )?to live (?:in|at|near) {TOWN}", lasting=True
    ),
    pattern("home", rf"\b(?:i am|i['’]?m|we are) live in {TOWN}"),
    pattern(
        "home",
        rf"\bsince {MONTH},? (?:i|we)(?:['’]?m|['’]?re| am| are| have been)? (?:live|living|based) in {TOWN}",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\bmy (?:living )?(?:place|base|home|city|town) (?:is|it is|will be|has been) (?:now )?(?:in )?{TOWN}",
        lasting=True,
    ),
    pattern("home", rf"{LEAD}(?:now )?(?:home|location|current city|city|lives?|living|base)(?: is)?: ?(?:in )?{TOWN}"),
    pattern(
        "home",
        rf"\b(?:went|gone|going|go) for {TOWN}(?= in the end\b)(?=[^.!?]*\b(?:house|flat|move|live)\b)",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b(?:living|life) (?:it up )?in {TOWN}(?=[^.!?]*\b(?:suits|is (?:good|great|better|quieter|"
        r"cheaper|treating))\b)",
        lasting=True,
    ),
    pattern("home", rf"\bback (?:home )?in {TOWN}(?=[^.!?]*\bfor good\b)", lasting=True),
    pattern(
        "home",
        rf"\b(?:swapped|traded) [\w ]{{3,25}} for (?:an? |the )?(?:[\w-]+ ){{0,2}}{_HOUSE} in {TOWN}",
        lasting=True,
    ),
    pattern(
        "home",
        r"\b(?:and|but|so) (?:are|am|we['’]re|i['’]m) (?:now |currently |finally )+(?:living|based|settled|"
        rf"at home) (?:in|near|outside) {TOWN}",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b{_WE_ARE} (?:up|down|over|out|back|living|round) in {SMALL_TOWN} (?:now|these days)\b",
        lasting=True,
    ),
    pattern(
        "home", rf"\b(?:born (?:and bred )?and still|born and (?:bred|raised)) in {SMALL_TOWN}{HERE}", lasting=True
    ),
    pattern("home", rf"\b(?:from|since) {MONTH} (?:i am|i['’]?m|we are|we['’]re) in {TOWN}", lasting=True),
    # by what clock
    pattern(
        "time_zone",
        r"\b(?:all |my |the )?(?:timings?|times|hours|schedules?|meetings|dates|reminders|everything|"
        rf"clocks?)(?: please| should be| are| is| to be|:)? (?:in|on) {_ZONE}",
    ),
    pattern(
        "time_zone",
        r"\b(?:use|switch(?:ed)? to|go by|going by|set (?:it|everything|times?|reminders|my clock) (?:to|"
        r"in)|put (?:it|everything|times|all|them) (?:in|on)|work in|work to|run on|"
        r"running on|convert(?: everything| times)? to|i['’]?m (?:now )?(?:on|in)|i am (?:now )?(?:on|"
        r"in)(?: the)?|we['’]?re (?:now )?on|now on|keep to|stick to|schedule (?:in|on)|live (?:by|on)) "
        rf"{_ZONE}",
    ),
    pattern(
        "time_zone",
        r"\bmy (?:clock|watch|laptop|time ?zone|time)(?: is| runs| has moved| changed|"
        rf" became)(?: now)?(?: to| on| in)? {_ZONE}",
    ),
    pattern(
        "time_zone", rf"{LEAD}{_ZONE}(?: time| zone)? (?:from now on|now|instead|please|going forward|from here on)\b"
    ),
)

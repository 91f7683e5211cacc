"""Who joins somebody's life: partners, children and animals × the events by which they come."""

from __future__ import annotations

from typing import Final

from holdfast.domain.words_for_people import PARENTS, any_of
from holdfast.providers.facts.languages.english.chat_words import ALL_ANIMALS, ALL_KIDS
from holdfast.providers.facts.languages.english.events import LEADS, SINGLE_NAME
from holdfast.providers.facts.languages.english.words import PARTNER
from holdfast.providers.facts.patterns import PROPER, Pattern, pattern

_LOVER: Final = rf"(?:{PARTNER[3:-1]}|missus|better half|wifey|hubs|fella|bloke|lass|old man|old lady|mrs|mister|bf|gf)"
_SOMEONE: Final = (
    r"(?:someone|somebody|a (?:\w+ )?(?:girl|guy|man|woman|lad|lady|person|bloke|chap|fella|dude|boy|"
    r"widow|widower))(?: new| else| too| special| lovely| nice| from \w+| at \w+| called| named)?"
)
_TOGETHER: Final = (
    r"(?:married|wed|got married to|got engaged to|got hitched to|hitched to|engaged to|married to|proposed to|seeing|"
    r"dating|going out with|went out with|fell (?:for|in love with)|falling for|in love with|"
    r"hooked up with|shacked up with|"
    r"got together with|together with|back with|back together with|civil partner(?:ed|ship with)|tied the knot with|"
    r"said yes to|remarried|living with|moved in with)"
)
_HAVE: Final = (
    r"(?:(?:i|we)(?:['’]?ve)?(?: have| had| just| now| also| recently| finally| got| both| all| only)* "
    r"(?:have|got|adopted|rescued|bought|fostered|acquired|inherited|keep|own|took in|taken in|ended up with|welcomed|"
    r"picked up|brought home|saved|found)|there['’]?s|it['’]?s just|me and|with|plus|and)"
)
_NAMES: Final = (
    r"(?P<value>(?!(?:I|We|He|She|It|They|You|Who|That|This|Which|And|But|So|My|Our|"
    rf"The)\b){PROPER}(?:(?:, | and |, and | n | & ){PROPER})*)"
)
_KIND: Final = rf"(?:[\w-]+ ){{0,3}}?{ALL_ANIMALS}"
_NAMED: Final = r"(?:,? (?:called|named|by the name of)|,|:| -| –)"
_STOP: Final = (
    r"(?=$|[,.;!?)]| (?:and|who|which|that|from|is|are|in|so|but|to|too|now|last|this|since|because|for|at|with)\b)"
)
_BORN: Final = (
    r"(?:arrived|was born|were born|came along|joined us|is here|are here|has arrived|have arrived|"
    r"made (?:her|his|their) "
    r"(?:entrance|appearance)|popped out|came (?:early|late)|came into the world|completed the family)"
)

PATTERNS: Final[tuple[Pattern, ...]] = (
    pattern(
        "partner",
        r"\b(?:got|have|found|there['’]?s|with)(?: myself| me)? (?:(?:an?|my) )?(?:new |lovely |nice |"
        rf"steady )?(?:{_LOVER}|(?:lady|gentleman|man|woman|girl|boy) ?friend|sweetheart|beau)(?: now|"
        r" these days| at last)?,? "
        rf"(?:called |named |by the name of )?{SINGLE_NAME}(?!['’]s)(?=$|[,.;!?)]| [a-z])",
        lasting=True,
    ),
    pattern(
        "partner",
        r"\b(?:remarried|married again|engaged|getting married|dating|seeing|met|"
        rf"found) ?[^.!?]{{0,40}}?[,;:–—-] ?(?:his|her|their) name(?:['’]s| is) {SINGLE_NAME}",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "partner", rf"\b(?P<value>{PROPER}),? my (?:{_LOVER})(?=$|[,.;!]| (?:if|and|is|who|when|has|says|will|can)\b)"
    ),
    pattern(
        "partner",
        rf"\bmy (?:new |lovely |dear )?{_LOVER}['’]s (?:called |named )?{SINGLE_NAME}(?=$|[,.;!]| (?:and|but|btw)\b)",
    ),
    pattern(
        "partner",
        rf"\b(?:i|we|i['’]m|i['’]ve)(?: have| am| got| just| now| been| also| finally| recently| even)* {_TOGETHER} "
        rf"(?:{_SOMEONE},? |my (?:[\w-]+ )?(?:{_LOVER}|best friend|colleague|ex|neighbour),? )?(?:called |"
        rf"named )?{SINGLE_NAME}"
        r"(?=$|[,.;!?)]| (?:in|on|last|this|since|and|who|from|now|at|for|two|three|after|yesterday|again|\d)\b)",
        lasting=True,
    ),
    pattern(
        "partner",
        r"(?:\b(?:i|i['’]ve|i['’]m|also|have|and|just|then)|^)(?: \w+ly| just| also| now)? (?:met|found|"
        r"seeing|dating) "
        rf"(?:{_SOMEONE}|(?<=seeing )a (?:\w+ )?\w+|(?<=dating )a (?:\w+ )?\w+)?,? (?:called |named )?{SINGLE_NAME}(?=$|[,.;!?)]| (?:in|on|last|this|since|and|at|"
        r"through|online)\b)"
        r"(?!.*\b(?:for (?:lunch|dinner|coffee|a drink|a meeting)|interview|client)\b)",
        lasting=True,
    ),
    pattern(
        "partner",
        rf"^(?:{LEADS}\b[,:.! ]*)*(?:the |new |(?!(?-i:Mrs|Mister) ))"
        rf"{_LOVER} (?:is |called )?{SINGLE_NAME}(?!['’]s)(?= [a-z]|[,.;!]|$)",
    ),
    pattern(
        "partner",
        rf"\b(?P<value>{PROPER}) and (?:i|me)(?: have| finally| just| are| got|['’]ve)* (?:tied the knot|"
        r"got (?:married|wed|"
        r"hitched|engaged|together|back together)|married|eloped|are expecting|renewed our vows|"
        r"are (?:married|engaged))\b",
        lasting=True,
    ),
    pattern("partner", rf"^(?:i )?(?:said yes to|yes to) {SINGLE_NAME}(?=$|[,.!])", lasting=True),
    pattern(
        "partner",
        rf"\b{SINGLE_NAME} (?:popped the question|proposed|asked me to marry (?:him|her|them)|"
        r"went down on one knee|put a ring on it)\b",
        lasting=True,
    ),
    pattern(
        "pets",
        rf"\b{_HAVE} (?:an?|one|two|three|four|our|my|another) {_KIND}(?: now| too| as well| again| today| at last)?"
        rf"(?: (?:from|at|in|off) [^,.;!?]{{2,25}})?{_NAMED} ?(?:called |named )?{_NAMES}{_STOP}",
        several=True,
        sentence=True,
        lasting=True,
    ),
    pattern(
        "pets",
        rf"^(?:{LEADS}\b[,:.! ]*)*(?:just |only )?(?:an?|one|two|three|four|our|my) (?!(?:story|book|film|"
        rf"song|poem)\b){_KIND}{_NAMED} {_NAMES}{_STOP}",
        several=True,
        sentence=True,
    ),
    pattern(
        "pets",
        rf"\b(?:with|n|and|plus) (?:an?|two|three|four|our|my) {_KIND},? {_NAMES}{_STOP}",
        several=True,
        sentence=True,
    ),
    pattern(
        "children",
        rf"\b{_NAMES} (?:{_BORN})(?=$|[,.;!]| (?:in|on|last|this|at|two|three|weighing|safe|early|yesterday|today|a)\b)"
        r"(?<!phone arrived)(?<!parcel arrived)",
        several=True,
        lasting=True,
    ),
    pattern(
        "children",
        r"\b(?:i|we)(?:['’]?ve)?(?: have| had| just| now| also| got| recently)* (?:had|have|got|adopted|"
        r"fostered|welcomed|"
        r"become parents to|became parents to)? ?(?:an?|our|one|two|three|another|a second|"
        rf"a third) (?:[\w-]+ ){{0,2}}?{ALL_KIDS}"
        rf"{_NAMED} ?(?:called |named )?{_NAMES}{_STOP}",
        several=True,
        sentence=True,
        lasting=True,
    ),
    pattern(
        "children",
        rf"\b(?:{any_of(PARENTS)}|parent|papa|mama) (?:of|to) (?:(?:two|three|four|one|twins|"
        rf"a \w+),? )*{_NAMES}{_STOP}",
        several=True,
        sentence=True,
    ),
)

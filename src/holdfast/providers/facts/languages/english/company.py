"""Who is in somebody's life, by the kind of sentence: signs of a partner, a child or an animal × a name, large or small."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.languages.english.chat_words import ALL_ANIMALS, ALL_KIDS
from holdfast.providers.facts.languages.english.events import LEAD
from holdfast.providers.facts.languages.english.words import PARTNER
from holdfast.providers.facts.patterns import PROPER, Pattern, pattern

_LOVER: Final = (
    rf"(?:{PARTNER[3:-1]}|missus|better half|wifey|hubs|fella|bloke|lass|old man|old lady|boo|bae|man|"
    r"woman|guy|girl|lady|gentleman|chap|lad)"
)
_NO_NAME: Final = (
    r"(?!(?:and|or|the|my|our|a|an|he|she|they|it|who|which|that|so|but|is|are|was|if|in|on|at|for|to|"
    r"with|also|both|all|now|very|really|just|not|"
    r"from|moving|coming|gone|great|lovely|nice|here|there|going|called|named|new|already|too|still|"
    r"amazing|sweet|older|younger|back|cool|fun|kind|so|"
    r"asleep|happy|sick|ill|dead|lost|fine|good|bad|married|single|years?|months?|weeks?|been|no|yes|we|"
    r"i|you|his|her|their|me|him|them|always)\b)"
)
_ANY: Final = rf"{_NO_NAME}[^\W\d_][\w’'-]+"
_NAME: Final = rf"(?P<value>{_ANY})"
_NAMES: Final = rf"(?P<value>{_ANY}(?:(?:, and |, | and | n | & ){_NO_NAME}(?-i:[^\W\d_a-zß-öø-ÿ])[\w’'-]+)*)"
_PROPER: Final = rf"(?P<value>(?!(?:I|He|She|It|They|We|You|My|The|And|But|Who|Mum|Mom|Dad)\b){PROPER})"
_STOP: Final = (
    r"(?=$|[,.;!?)…]| (?:and|who|which|that|from|is|are|in|so|but|to|too|now|last|this|since|because|"
    r"for|at|with|he|she|they|hes|shes|it|btw|lol|if|on|will|has|have|was|loves?|hates?|i|we|says|said|"
    r"wants?|can|just|please|sleeps?|eats?|hates|keeps?|still|never|always|gets?)\b)"
)
_CALLED: Final = (
    r"(?:,? (?:called|named|by the name of|goes by)|(?:,|:| and)? (?:his|her|its|their) names?(?:['’]?s|"
    r" is| are)?|(?:,| and)? (?:he|she|it|they)(?:['’]?s|['’]?re| is| are) (?:called|named))"
)
_MET: Final = (
    r"(?:seeing|dating|met|found|going out with|walking out with|stepping out with|courting|with|"
    r"getting to know|fell for|in a relationship with|going steady with|"
    r"shacked up with|living with|moved in with|engaged to|hooked up with|got together with|"
    r"keeping company with|smitten with)"
)
_I: Final = (
    r"(?:\b(?:i|i['’]?m|i am|i['’]ve|we|been|and)(?: am| have| been| was| were| just| now| also|"
    rf" finally| recently| currently| even| still)*|{LEAD}(?:just |now |also |been |still )*) ?"
)
"""The speaker as who acts: others meet people too."""

_SOMEONE: Final = (
    r"(?:(?:someone|somebody|a|an|this|the) (?:(?:new|else|special|lovely|nice|sweet|great|really|"
    rf"very) )*(?:{_LOVER}|person|one)?(?: ?(?:new|else|special|lovely))*)"
)
_ACQUIRED: Final = (
    r"(?:(?:have|has|got|getting|get|bought|adopted|rescued|fostered|brought|took|taken|welcomed|"
    r"inherited|own|keep|there['’]?s|i['’]ve|we['’]ve|with)"
    r"(?: (?:now|home|in|also|just|finally|recently|got|myself|ourselves|us|me|already|adopted|rescued|"
    r"bought|brought|taken))*)"
)
_HAS: Final = (
    r"(?:(?:have|having|got|get|blessed with|had|welcomed|raising|expecting|gave birth to|delivered|"
    r"with)(?: (?:now|also|just|finally|recently|our|been))*)"
)
_CHILD: Final = (
    r"(?:(?:baby|little|lovely|beautiful|second|third|first|new) ?)*(?:son|daughter|boy|girl|baby|twins|kid|child)"
)

PATTERNS: Final[tuple[Pattern, ...]] = (
    pattern(
        "partner",
        rf"\b(?:me|i) (?:and|n|&) {_NAME} (?:have been|been|['’]ve been|are|live|got|are still|were|"
        r"r) (?:still )?(?:together|dating|married|engaged|hitched|going out|seeing each other|a couple)\b",
        lasting=True,
    ),
    pattern(
        "partner",
        rf"\b{_NAME} (?:and|n|&) (?:me|i) (?:have been|been|['’]ve been|are|live|got|are still|"
        r"r) (?:still )?(?:together|dating|married|engaged|hitched|going out|seeing each other|a couple)\b",
        lasting=True,
    ),
    pattern(
        "children",
        r"\b(?:i|we)(?:['’]ve| have)? (?:just )?(?:had|got|welcomed) (?:a|our) (?:little|wee|baby|tiny|second|new)(?: wee| baby)? "
        rf"(?:fella|fellow|man|one|lad|lass|lady|boy|girl|bub|bubba),?(?: called| named)? {_PROPER}"
        r"(?=,? (?:(?:just|only|now) )?(?:\w+ )?(?:days?|weeks?|months?) old\b|,? born\b)",
        sentence=True,
        lasting=True,
    ),
    pattern("partner", rf"{_I}\b{_MET} {_SOMEONE}{_CALLED},? {_NAME}{_STOP}", sentence=True, lasting=True),
    pattern(
        "partner",
        rf"{_I}\b(?:seeing|dating|met|found|with) (?:someone|somebody)(?: new| else| special| lovely|"
        rf" nice)*,? (?:and )?(?:he|she|they)(?:['’]?s|['’]?re| is) (?:called |named )?{_PROPER}",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "partner",
        rf"\b(?:my |the |got a |have a )?new (?:{_LOVER})(?: is|['’]?s|:|,| called| named| -)* (?:is |"
        rf"called |named )?{_PROPER}{_STOP}",
        lasting=True,
    ),
    pattern(
        "partner",
        rf"\bmy (?:{PARTNER[3:-1]}|missus|better half|wifey|hubs|fella|bloke|other half|boo|bae|girl|"
        rf"man)(?:['’]?s| is)? (?:names? (?:is |['’]s )?|called |named ){_NAME}{_STOP}",
        lasting=True,
    ),
    pattern(
        "partner",
        rf"\b(?:me n |me and |with |w )my (?:girl|man|lady|boo|bae|guy|other half) {_PROPER}{_STOP}",
        lasting=True,
    ),
    pattern(
        "partner",
        r"\bmy (?:better half|other half|missus|old man|old lady|dear wife|dear husband|lovely wife|"
        rf"lovely husband|spouse),? {_PROPER}{_STOP}",
    ),
    pattern(
        "partner",
        rf"\bmy (?:bf|gf|boyfriend|girlfriend|husband|wife|hubby|partner|fianc[ée]e?) {_NAME} (?=(?:is|was|"
        r"has|had|forgot|said|says|wants|wanted|thinks|hates|loves|got|and i|just|keeps|never|always|works|"
        r"will|can|cooks|cooked|made|bought|left|went|wont|doesnt|won['’]t|doesn['’]t|snores|drives|"
        r"likes)\b)",
        lasting=True,
    ),
    pattern(
        "partner",
        r"\b(?:i['’]?m|i am|been) (?:seeing|dating|engaged to|going out with) (?!(?:people|friends|things|"
        r"results|stars|red|double|progress|clients|patients|improvements?|other|more|less|him|her|someone|"
        rf"somebody|each)\b){_NAME} (?=(?:now|these days|again|at last|since)\b)",
        lasting=True,
    ),
    # children
    pattern(
        "children",
        r"\b(?:i|we|i['’]m|we['’]re|we['’]ve|i['’]ve)(?: are| am| have| been| were| just|"
        rf" also)* {_HAS} (?:an?|one|our|my|two|three|another|second) {_CHILD}(?:,| -|:)? (?:an? (?:girl|"
        rf"boy),? )?(?:called |named )?{_PROPER}{_STOP}",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "children",
        r"\b(?:get|got|have|had|welcomed?) (?:our |a |the )?(?:second|third|first|new|another) (?:baby|"
        rf"child|one|kid)[^.!?]{{0,15}}, {_PROPER}(?=$|[,.!;])",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "children",
        r"\b(?:my|our) (?:lil|little|wee|small|big|older|younger) (?:man|girl|boy|lady|lad|lass|princess|"
        rf"one|guy|dude) {_NAME} (?=(?:is|turns|turned|just|starts|started|has|needs|wants|loves|goes)\b)",
    ),
    pattern(
        "children",
        rf"\b(?:my|our) (?:{ALL_KIDS[3:-1]})(?:['’]?s| is)? (?:names? (?:is |['’]s )?|called |named ){_NAMES}{_STOP}",
        several=True,
        lasting=True,
    ),
    pattern(
        "children",
        rf"\b(?:i|we) (?:have|got) (?:small |little |one )?(?:son|daughter|baby)(?:,| called| named)? {_PROPER}{_STOP}",
        lasting=True,
    ),
    # animals
    pattern(
        "pets",
        rf"\b(?:my|our|the) (?:[\w-]+ )?{ALL_ANIMALS}(?:['’]?s| is| are)? (?:names? (?:is |['’]s |are )?|"
        rf"called |named ){_NAMES}{_STOP}",
        several=True,
        lasting=True,
    ),
    pattern(
        "pets",
        r"\b(?:for|got|have|with|walk(?:ing)?|own|adopted|rescued) (?:an?|my|our|the|one|"
        rf"this) (?:[\w-]+ ){{0,2}}?{ALL_ANIMALS}{_CALLED},? {_NAMES}{_STOP}(?!.*\b(?:story|film|book|movie|"
        r"novel)\b)",
        several=True,
        sentence=True,
        lasting=True,
    ),
    pattern(
        "pets",
        rf"\b(?:i|we)(?:['’]?ve)?(?: have| just| also| recently)* {_ACQUIRED} (?:an?|one|another|two|"
        rf"three) (?:[\w-]+ ){{0,2}}?{ALL_ANIMALS}{_CALLED},? {_NAMES}{_STOP}",
        several=True,
        sentence=True,
        lasting=True,
    ),
    pattern(
        "pets",
        rf"\b(?:i|we)(?:['’]?ve)?(?: have| just| also| recently)* (?:{_ACQUIRED} )?(?:an?|one|another|two|"
        rf"three) (?:[\w-]+ ){{0,2}}?{ALL_ANIMALS}(?: for company| instead| now| too| again| at last|"
        rf" as well| from (?:the )?[\w ]{{3,20}}?)*(?:,|:| -| –) {_PROPER}{_STOP}",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "pets",
        rf"{LEAD}(?:just |finally |recently )*(?:adopted|rescued|bought|brought home|took in|got)(?: myself|"
        rf" ourselves| us| me)? (?:an?|one|another|two) (?:[\w-]+ ){{0,2}}?{ALL_ANIMALS}(?:{_CALLED},? |, |"
        rf": ){_NAMES}{_STOP}",
        several=True,
        sentence=True,
        lasting=True,
    ),
    pattern(
        "pets",
        rf"\b(?:my|our) (?:{ALL_ANIMALS[3:-1]}|pit|pitbull|staff|frenchie|puppy) {_NAME} (?=(?:is|gon|gonna|"
        r"will|loves?|hates?|needs?|keeps?|gets?|just|wants?|sleeps?|barks?|ate|eats?|has|had|got|hid|"
        r"chewed|and i)\b)",
    ),
)

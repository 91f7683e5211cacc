"""What somebody likes, eats, cannot take and speaks, and how old they are, by the kind of sentence."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.languages.english.chat_words import ALL_LANGUAGES, I_M, MADE_ILL
from holdfast.providers.facts.languages.english.events import AFTER, LEAD, LEADS
from holdfast.providers.facts.languages.english.words import FOODSTUFF
from holdfast.providers.facts.patterns import PROPER, Pattern, pattern

_NOTHING: Final = (
    r"(?!(?:it|that|this|them|those|these|you|him|her|my|our|your|his|their|the|a|an|being|having|what|"
    r"how|when|why|who|which|where|there|here|he|she|"
    r"they|we|i|everything|nothing|something|anything|all|work|life|today|one|and|but|so|or|if|trouble|"
    r"bed|town|place|position|me|us|at|in|on|of|to|very|"
    r"much|too|more|most|some|any|no|not|yes|details?|touch|account|contact|line|well|good|bad|big|"
    r"really|just|also|now)\b)"
)
_THING: Final = (
    rf"(?P<value>{_NOTHING}[\w’'-]+(?: (?!(?:and|but|so|now|these|at|in|on|since|for|because|too|again|"
    rf"though|tho|lately|is|are|was|it|i|as|with|which|cos|btw|if|instead|a|lol)\b)[\w’'-]+){{0,2}})"
)
_HEAD: Final = rf"(?P<value>{_NOTHING}[\w’'-]+(?: (?!(?:is|are|was|really|just|i)\b)[\w’'-]+){{0,2}}?)"
_AGE: Final = (
    r"(?P<value>[1-9]\d|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|"
    r"three|four|five|six|seven|eight|nine))?)"
)
_ADULT: Final = r"(?P<value>[2-9]\d)"
_TONGUE: Final = rf"(?P<value>{ALL_LANGUAGES}(?:(?:, and |, | and ){ALL_LANGUAGES})*)\b"
_PASSION: Final = (
    r"(?:jam|thing|speed|life|passion|new passion|happy place|hobby|new hobby|obsession|new obsession|"
    r"religion|therapy|everything|great love|first love|favou?rite(?: \w+)?|"
    r"go-to|weakness|guilty pleasure|escape|new thing|new love|latest craze|idea of heaven|comfort food)"
)
_GETTING: Final = (
    r"(?:(?:really|proper|well|so|super|totally|getting|got|big|very much|gotten|massively|seriously|"
    r"quite|heavily) )+into|taken up|took up|taking up|hooked on|"
    r"discovered|taken to|took to|addicted to|crazy about|mad about|fond of|very fond of|keen on|"
    r"a sucker for|nuts about|obsessed w(?:ith|/)?|(?:have )?become (?:quite )?(?:keen on|fond of)"
)
_REPELS: Final = (
    r"(?:gross(?:es)? me out|freak(?:s)? me out|creep(?:s)? me out|weird(?:s)? me out|"
    r"bores? me(?: \w+)?|annoys? me|gets? on my nerves|does? my head in|do my head in|drives? me (?:mad|"
    r"crazy|nuts)|"
    r"turns? my stomach|makes? me (?:gag|heave|want to scream)|puts? me off|leaves? me cold|"
    r"gives? me the (?:creeps|ick|heebie-jeebies)|(?:is|are) (?:not|never) for me|(?:is|are|was)(?: not|"
    r"n['’]t)(?: really)? my (?:thing|bag|scene|cup of tea))"
)
_DIETS: Final = (
    r"(?P<value>(?:pure |strict(?:ly)? |fully |raw |lacto-?)?(?:veg(?:an|etarian|gie)?|pescatarian|"
    r"pescetarian|flexitarian|eggetarian|keto|paleo|carnivore|halal|kosher|jain|plant[- ]based|"
    r"gluten[- ]free|dairy[- ]free|sugar[- ]free|lactose[- ]free|low[- ](?:carb|fodmap|salt|sodium|fat)|"
    r"whole30|mediterranean|macrobiotic|raw food))"
)
PATTERNS: Final[tuple[Pattern, ...]] = (
    # how old
    pattern("age", r"\bthe big (?P<value>[1-9][- ](?:\d|oh))(?= |[,.!]|$)", lasting=True),
    pattern(
        "age",
        r"\b(?:i|just|jus|finally|have|i['’]ve)(?: have| just| jus| finally)* (?:turned|hit|reached|made|"
        rf"clocked|touched|entered) (?:the big |the ripe age of )?{_AGE}(?=$|[,.;!?)]| (?:in|on|last|this|"
        r"yesterday|today|now|and|two|a|since|so|fr|lol|years)\b)(?! (?:kg|km|years? (?:at|in|of|with)|%|"
        r"percent))",
        lasting=True,
    ),
    pattern(
        "age",
        rf"\b(?:i|have|i['’]ve)(?: have| just)* (?:completed?|crossed|finished) {_ADULT} years?(?=$|[,.!]|"
        r" (?:of age|last|this|on|yesterday|today|now|in)\b)(?! (?:in|at|of (?!age)|with))",
        lasting=True,
    ),
    pattern("age", rf"\bmy age is {_AGE}\b"),
    pattern(
        "age",
        rf"\b(?:i['’]?m|i am) {_AGE} (?:years? (?:of age|old|young)|fr\b|yrs?\b|yo\b|ngl\b|tbh\b|lol\b|"
        r"haha\b|mate\b|next \w+)",
        lasting=True,
    ),
    pattern(
        "age",
        rf"{LEAD}(?:i['’]?m |am )?{_AGE} and (?:i\b|still\b|feel|never|look|can['’]?t|my (?:back|knees)|"
        r"already|single|tired)",
    ),
    pattern(
        "age",
        rf"\b(?:had|celebrated|celebrating) my {_AGE}(?:st|nd|rd|th)(?: birthday)?\b(?! (?:anniversary|"
        r"wedding|week|month))",
        lasting=True,
    ),
    pattern(
        "age",
        rf"\b(?:i|i['’]m|now i|i am) (?:have|having|got) {_ADULT} years?(?: old| of age)?(?=$|[,.!;]| (?:now|"
        r"old|and|already)\b)",
    ),
    pattern(
        "age",
        rf"{LEAD}(?:i['’]?m |am )?{_AGE},? (?:goin(?:g)?|and feel(?:ing)?|but feel(?:ing)?) (?:on |like )",
        lasting=True,
    ),
    pattern(
        "age",
        rf"\b(?:was|had|its|it['’]s|been) (?:me|my) {_AGE}(?:st|nd|rd|th)\b(?! (?:anniversary|wedding|week|"
        r"month|time|day|attempt))",
        lasting=True,
    ),
    pattern(
        "age",
        rf"\b{_AGE} candles\b(?=[^.!?]*\b(?:last|this|my|cake|yesterday|today|on|me)\b)(?!.*\b(?:he|she|his|"
        r"her|their)\b)",
        lasting=True,
    ),
    pattern(
        "age",
        rf"\bi (?:was|became|made it to) {_AGE} (?=(?:on (?!the)|last|yesterday|this (?:week|month)|"
        r"in (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))\w*)",
        lasting=True,
    ),
    # what they like, and what not
    pattern(
        "likes",
        rf"{LEAD}(?:and |oh and |but )?{_HEAD}(?: is| are| has become| have become|['’]s)(?: now| just|"
        rf" really| still)? (?:my|our) {_PASSION}\b(?! (?:of|is|was))",
        lasting=True,
    ),
    pattern("likes", rf"{LEAD}{_HEAD} is life\b"),
    pattern(
        "likes",
        r"(?:\b(?:i|i['’]?m|i am|i['’]ve|we['’]ve)(?: have| am| been| just| also| now| recently| really|"
        rf" finally)*|^(?:{LEADS}\b[,:.! ]*)*(?:just |recently |also |"
        rf"really )*) ?(?:{_GETTING}) (?:the )?{_THING}{AFTER}",
        lasting=True,
    ),
    pattern("likes", rf"\bit['’]?s all (?:about )?{_THING} (?:these days|now|nowadays|for me)\b", lasting=True),
    pattern(
        "likes",
        r"\b(?:my|the) (?:new|latest|current) (?:thing|hobby|obsession|passion|love|sport|craze|addiction|"
        rf"interest|pastime)(?: is|['’]s|:) (?:the )?{_THING}{AFTER}",
        lasting=True,
    ),
    pattern("likes", rf"\bnothing (?:i|we) (?:like|love|enjoy) more than (?:an? )?{_THING}{AFTER}"),
    pattern(
        "likes",
        rf"{I_M} (?:an? )?(?:die[- ]?hard|big|huge|massive|lifelong|keen|"
        rf"avid) (?P<value>{_NOTHING}[\w’'-]+) (?:fan|player|reader|watcher|lover|follower|enthusiast)\b",
    ),
    pattern(
        "likes",
        rf"\b(?:i|we) (?:play|do|practise|practice) (?P<value>{_NOTHING}[\w’'-]+) (?:with (?:big|"
        r"great) (?:pleasure|joy)|for fun|every (?:weekend|sunday|saturday)|religiously)\b",
    ),
    pattern("dislikes", rf"{LEAD}{_HEAD} (?:really |just |totally |always )?{_REPELS}(?=$|[,.;!]| )"),
    pattern(
        "dislikes",
        rf"{LEAD}{_HEAD},? (?:i|we)(?: really| just| honestly)* (?:do not|don['’]?t|never|did not|"
        r"didn['’]?t) (?:like|enjoy|care for|get on with)\b",
    ),
    pattern(
        "dislikes",
        r"\bi(?:['’]ve| have)? never (?:really |much )?(?:cared for|liked|taken to|got on with|"
        rf"seen the point of|understood the appeal of) (?:the )?{_THING}{AFTER}",
    ),
    pattern(
        "dislikes",
        rf"{LEAD}(?:really |honestly |just |still )*(?:hate|hatin|hatin['’]|loathe|detest|"
        rf"despise) (?:the )?{_THING}{AFTER}",
    ),
    pattern("likes", rf"{LEAD}{_HEAD} (?:has|have) taken over my (?:life|weekends|evenings|house)\b", lasting=True),
    pattern("likes", rf"{LEAD}{_HEAD} is where (?:it['’]?s|its) at\b"),
    pattern("likes", rf"{I_M} (?:an? )?(?:very |really )?(?:big|huge|great|massive)? ?fan of (?:the )?{_THING}{AFTER}"),
    pattern(
        "likes",
        rf"\b(?:i|i['’]?m|i am|now)(?: am| now| really| totally)* hooked (?:to|onto|by) (?:the )?{_THING}{AFTER}",
        lasting=True,
    ),
    pattern("likes", rf"\b(?:now|these days|instead) i(?: go for| do| play| go| prefer) {_THING}{AFTER}", lasting=True),
    pattern("dislikes", rf"\bi (?:not|no) (?:like|love|enjoy|eat) {_THING}{AFTER}"),
    pattern(
        "likes",
        rf"\bi(?:['’]?m| am)(?: now| also)* (?:doing|playing|learning|taking) {_THING} and (?:really |"
        r"so )?(?:enjoying|loving|liking|like|love|enjoy)\b",
        lasting=True,
    ),
    pattern(
        "likes",
        r"\bmy (?:main |only |favou?rite |big |new )?(?:hobby|hobbies|passion|pastime|sport|"
        rf"great love)(?: is| are|:) (?:playing |doing )?{_THING}{AFTER}",
        lasting=True,
    ),
    pattern(
        "likes",
        r"\bi(?:['’]ve| have)? (?:started|begun|began) (?:liking|loving|enjoying|to like|"
        rf"to love) (?:the )?{_THING}{AFTER}",
        lasting=True,
    ),
    pattern(
        "likes",
        r"\bi(?:['’]ve| have)? (?:become|turned into|became) (?:an? )?(?:big |huge |real |"
        rf"total )?(?P<value>{_NOTHING}[\w’'-]+(?: [\w’'-]+)?) (?:fan|fanatic|nut|addict|enthusiast|lover)\b",
        lasting=True,
    ),
    pattern("likes", rf"{LEAD}{_HEAD} is more my (?:speed|thing|style|game)\b"),
    pattern(
        "likes",
        r"\bi (?:play|do|watch|read|listen to|ride|cook|bake) (?:a lot of |lots of |"
        rf"loads of )?(?P<value>{_NOTHING}[\w’'-]+) and (?:i )?(?:really |just )?(?:love|enjoy|adore) it\b",
    ),
    # what they eat, and what not
    pattern(
        "diet",
        r"(?:\b(?:i|we)(?:['’]ve| have|['’]m| am)?(?: just| now| recently| finally| since)*|"
        rf"{LEAD}) ?(?:went|gone|turned|going|became|become|converted to|switched to|moved to) (?:fully |"
        rf"completely |all |mostly |an? |full )*{_DIETS}(?=$|[,.;!]| (?:last|this|in|since|so|and|but|now|"
        r"for|at|a|two|after|because|cos|on)\b)(?! for (?:a|the) (?:day|week|month))",
        lasting=True,
    ),
    pattern(
        "diet",
        rf"{I_M}(?: a| an| now| still| also)* {_DIETS}(?=$|[,.;!]| (?:so|and|but|now|by|since|person|only|btw)\b)",
    ),
    pattern(
        "diet",
        r"\b(?:i|we) (?:follow|keep to|stick to|observe|keep|eat|do|am on|are on)(?: an?| the| only|"
        rf" strictly)* {_DIETS}(?: diet| food| only|(?=$|[,.;!]| (?:at|and|so|because|since)\b))",
    ),
    pattern(
        "diet",
        r"\b(?:i|we) (?:don['’]?t|do not|dont|never) (?:mess with|fuck with|take|go near|consume|"
        rf"cook with) (?P<value>{FOODSTUFF})(?= in|$|[,.;!]| (?:at|and|or|so|because|any)\b)",
    ),
    pattern(
        "allergy",
        rf"{LEAD}{_HEAD} (?:sends?|puts?|lands?|landed|puts?) me (?:to|in|into) (?:the )?(?:hospital|a&e|"
        r"er\b|emergency)",
        sentence=False,
    ),
    pattern(
        "allergy",
        rf"{LEAD}{_HEAD} (?:gives?|give|gave|cause|causes) me (?:an? |the |big )?(?:allerg\w+|hives|rash\w*|"
        r"anaphyla\w+)",
        lasting=True,
    ),
    pattern(
        "allergy",
        r"\b(?:i am|i['’]?m|we are|i) (?:having|have|got|suffering from|suffer from) (?:an? |the |bad |"
        rf"severe )*(?P<value>{_NOTHING}[\w’'-]+) (?:allergy|allergies|intolerance)\b",
    ),
    pattern(
        "allergy",
        rf"\b(?:i )?(?:can['’]?t|cannot|cant) (?:do|have|eat|drink|touch|take) (?:the )?{_THING},? (?:it|"
        r"they|that)(?:['’]?s| is| just)? ?(?:mess(?:es)? me up|tears? me up|wrecks? me|kills? me|makes? me|"
        rf"{MADE_ILL[3:-1]})",
        sentence=True,
    ),
    pattern("allergy", rf"\ballerg(?:ic|y) (?:on|of|from|against|at) (?:the )?{_THING}{AFTER}"),
    pattern("diet", rf"{LEAD}(?:an? )?{_DIETS} (?:here|household|family|only)\b"),
    pattern(
        "diet",
        r"(?:\b(?:i['’]?m|i am|been|gone|we['’]re) |^)off (?:the |all )?(?P<value>ale|beer|drink|booze|wine|"
        r"sauce|sugar|carbs|meat|dairy|coffee|caffeine|cigs|fags)\b",
        lasting=True,
    ),
    pattern(
        "allergy",
        rf"\b(?:and|but|so|because) (?P<value>{_NOTHING}[\w’'-]+) makes? my (?:throat|lips|tongue|face|mouth|"
        r"skin|eyes) (?:swell|itch|burn|tingle|puff)",
    ),
    pattern(
        "allergy",
        rf"^(?:and |but |also )*{_HEAD},? (?:i am|i['’]?m|i['’]ve always been) allergic to"
        r"(?=$|[^\w ]| (?:anyway|too|as well|also|now|though|sadly|unfortunately|and|but|so|btw|since|because)\b)",
    ),
    pattern(
        "diet", rf"\b(?:we['’]?re|we are|both|all)(?: both| all| now)* {_DIETS}(?=$|[,.;!]| (?:and|so|but|now|here)\b)"
    ),
    pattern("diet", rf"\b(?:i|we) (?:only|just|always) eat {_DIETS}\b"),
    # what they speak
    pattern(
        "language",
        r"\b(?:i|we|i['’]ve|i['’]m)(?: am| have| can| now| also| already| just| finally)* (?:learnt|learned|"
        r"picked up|picking up|manage|know|mastered|understand and speak|converse in|talk in|am fluent in|"
        rf"can speak|speak) (?:some |basic |a bit of |a little |fluent )?{_TONGUE}",
        several=True,
        lasting=True,
    ),
    pattern("language", rf"\bat home (?:i|we) (?:all |mostly |only )?(?:speak|talk)(?: in)? {_TONGUE}", several=True),
    pattern(
        "language",
        rf"\bmy (?P<value>{ALL_LANGUAGES})(?:['’]s| is)(?: now| pretty| quite| already)* (?:fluent|good|ok|"
        r"okay|decent|rusty|native|basic|passable|coming along)\b",
        lasting=True,
    ),
    pattern(
        "language",
        rf"\b(?:mother tongue|native language|first language|second language)(?: is|:|['’]s) {_TONGUE}",
        several=True,
    ),
    pattern("language", rf"\b(?:and|also) (?:i )?(?:can )?(?:manage|know|speak|understand) {_TONGUE}", several=True),
    pattern(
        "language",
        rf"{LEAD}(?:just |also )?(?:picked up|learnt|learned|mastered) (?:some |a bit of |a little |"
        rf"fluent )?{_TONGUE}",
        several=True,
        lasting=True,
    ),
    # how they are called
    pattern(
        "name",
        rf"^(?:(?:hi|hello|hey|yo|good \w+)[ ,.!]+)+this is (?P<value>{PROPER}(?: {PROPER})?)(?=$|[.,!])",
        lasting=True,
    ),
    pattern(
        "name",
        r"^(?P<value>(?!(?:right|over|same|new|out|back|still|just|here|up|down|in|nothing|nobody|im|me|we|"
        r"not|only|and|but|all|from|none|anyone|everyone|autumn|winter|spring|summer|today|later|live|come|"
        r"wait|stop|look|stuck|stay)\b)[a-z]{3,10}) here(?=[,.!]|$)",
        lasting=True,
    ),
    pattern(
        "name",
        rf"^(?:(?:hi|hello|hey|good \w+|respected \w+|dear \w+)[ ,.!]+)*myself (?P<value>{PROPER}(?: {PROPER})?)",
    ),
    pattern(
        "name",
        rf"^(?:(?:hi|hello|hey|yo|good \w+)[ ,.!]+)*(?P<value>{PROPER}) here (?=(?:still|from|again|just|"
        r"with|in|back)\b)",
        lasting=True,
    ),
    pattern(
        "name",
        rf"^(?:(?:hi|hello|hey|yo|sup)[ ,.!]+)+(?:it['’]?s|this is) (?P<value>{PROPER}) (?=(?:from|here|again|out)\b)",
    ),
)

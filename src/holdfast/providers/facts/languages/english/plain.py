"""What people say of themselves in the plainest words, also turned round or without a subject: "sports I find dreadful"."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.languages.english.chat_words import ALL_LANGUAGES, I_M, TRADE
from holdfast.providers.facts.languages.english.words import FOODSTUFF, FRONTED, IT, STOP, THING
from holdfast.providers.facts.patterns import NAME, PROPER, Pattern, pattern

_BAD: Final = (
    r"(?:dreadful|awful|horrible|disgusting|vile|gross|revolting|terrible|boring|dull|foul|tedious|nasty|unbearable|"
    r"grim|hideous|ghastly|rank|minging|yuck)"
)
_GOOD: Final = r"(?:lovely|wonderful|brilliant|delicious|amazing|fascinating|beautiful|fantastic|gorgeous)"
_HATE: Final = r"(?:hate|despise|loathe|detest|dislike|can['’]?t stand|cannot stand|can['’]?t bear|can['’]?t abide)"
_LOVE: Final = r"(?:love|adore|really like|am mad about|am crazy about)"
_TOLERATED: Final = r"(?:heat|cold|humidity|noise|crowds?|smoke|damp|dark|rain|wind|sun|cigarette smoke|smell of [\w-]+|taste of [\w-]+)"
_NOT_AGAIN: Final = r"(?=$|[,.;!?)]| (?:though|tho|any ?more|at all|either|sorry|lol|haha|btw|so|and|but)\b)"
_PREFERRED: Final = (
    r"(?P<value>(?!(?:to|the|it|that|this|these|those|if|when|not|my|your|his|her|our|their|option|version|a|an|one|two|three|"
    r"both|neither|either|mornings?|afternoons?|evenings?|nights?|mon|tues|wednes|thurs|fri|satur|sun|\w+day|short|shorter|long|longer|brief|"
    r"simple|plain|formal|informal|blunt|honest|metric|imperial|first|second|third|last|number|just|being|doing|going|having|\d\w*|what|how|things?)\b)"
    r"[\w’'-]{3,})"
)

PATTERNS: Final[tuple[Pattern, ...]] = (
    pattern(
        "name",
        r"^(?:(?:hi|hello|hey|hiya|heya|yo|morning|evening|good (?:morning|evening|afternoon))[ ,!.]+)+"
        rf"(?:it['’]?s|this is|it is|greetings from|{PROPER} here,) (?:me,? )?(?P<value>(?!(?:Christmas|Easter|Mum|Mom|Dad|English|French|German)\b){PROPER})"
        r"(?: again)?(?=$|[.,!])(?!, (?:isn|right|not)\b)",
        sentence=True,
    ),
    pattern(
        "origin",
        rf"\bborn (?:and|&|n) (?:raised|bred)(?: and \w+)? (?:in|on) (?P<value>(?:the )?{PROPER}(?: {PROPER})?)",
        lasting=True,
    ),
    pattern(
        "job",
        rf"^(?:professional|qualified|full[- ]time|part[- ]time|self[- ]employed) (?P<value>(?:[a-z]+ )?{TRADE})"
        r"(?=$|[.!]|, (?!(?:please|pls|\d)\b))",
    ),
    pattern(
        "children",
        rf"^(?:(?:and|then|my|our) )?(?:daughter|son|stepdaughter|stepson|eldest|youngest) (?P<value>{PROPER})"
        r"(?=,? (?:is |aged )?\d{1,2}(?:$|[,.;!]| and\b))",
    ),
    pattern("diet", rf"\bi (?:always |completely |totally |strictly )?avoid (?P<value>{FOODSTUFF}){STOP}"),
    pattern("diet", rf"^(?P<value>{FOODSTUFF}),? i (?:don['’]?t|do not|never|dont) (?:eat|touch)(?: it)?(?=$|[,.!;])"),
    pattern(
        "likes",
        rf"^(?:(?:a|such a|big|huge|massive|great|real|total) )+fan of {IT}(?!(?:yours|mine|his|hers|your|my|you)\b)(?:the )?{THING}",
    ),
    pattern(
        "likes",
        rf"\bi (?:much |really |definitely |always |personally |kinda )*prefer {_PREFERRED}(?= (?:over|to)\b|,? (?:i )?love\b)",
    ),
    pattern("likes", rf"^{FRONTED}, (?:i )?(?:just |simply |really )?(?:can['’]?t|cannot) get enough\b", sentence=True),
    pattern("likes", rf"\bi (?:just |simply |really )?(?:can['’]?t|cannot) get enough of {IT}(?:the )?{THING}"),
    pattern("likes", rf"^{FRONTED}, (?:oh )?i {_LOVE} (?:them|it|those)\b", sentence=True),
    pattern("likes", rf"^{FRONTED},? i find {_GOOD}{_NOT_AGAIN}"),
    pattern(
        "likes",
        rf"{I_M} (?:probably |maybe |literally )?(?:the only|one of the few) [\w ]{{2,25}}? (?:who|that) (?:actually )?(?:loves|likes|adores|enjoys) {IT}(?:the )?{THING}",
    ),
    pattern(
        "dislikes",
        rf"{I_M} (?:probably |maybe |literally )?(?:the only|one of the few) [\w ]{{2,25}}? (?:who|that) (?:actually )?(?:hates|dislikes|loathes|despises|detests|can['’]?t stand|doesn['’]?t like) {IT}(?:the )?{THING}",
    ),
    pattern(
        "dislikes",
        rf"^{FRONTED}, (?:oh |god |sorry )?i (?:really |just |absolutely )?{_HATE} (?:them|it|those)\b",
        sentence=True,
    ),
    pattern(
        "dislikes",
        rf"^{FRONTED},? i (?:find|think (?:is|are)) (?:absolutely |really |so |pretty |quite |just )?{_BAD}{_NOT_AGAIN}",
    ),
    pattern(
        "dislikes",
        rf"\b(?:i )?(?:really |just )*(?:can['’]?t|cannot) (?:take|handle|cope with|deal with|do) the (?P<value>{_TOLERATED}){_NOT_AGAIN}",
    ),
    pattern(
        "dislikes",
        rf"^(?P<value>(?!(?:it|that|this|he|she|they|we|you|there|what|everything|who)\b){NAME}(?: {NAME})?) (?:is|are) (?:banned|out|off the (?:table|menu)|a no(?:[- ]go)?|forbidden), "
        rf"(?:i (?:think|find) )?(?:it['’]?s|its|it is|they['’]?re|they are|it) (?:absolutely |just |really |so )?{_BAD}\b",
        sentence=True,
    ),
    pattern(
        "dislikes",
        rf"\bi think {IT}(?!(?:the|my|your|his|her|a|an|our|some|all)\b)(?P<value>{NAME}(?: {NAME})?) (?:is|are) (?:absolutely |just |really |so )?(?:disgusting|vile|gross|revolting|foul|dreadful){_NOT_AGAIN}",
    ),
    pattern(
        "language",
        rf"^(?P<value>{ALL_LANGUAGES}(?:(?:, | and |, and | & ){ALL_LANGUAGES})*) (?:i|we) (?:can |do |both )?speak\b",
        several=True,
    ),
    pattern(
        "language",
        rf"{I_M} (?:also )?fluent in (?P<value>{ALL_LANGUAGES}(?:(?:, | and |, and | & ){ALL_LANGUAGES})*)",
        several=True,
    ),
    pattern(
        "education",
        r"\bi(?:['’]ve| have|['’]ve got| got|ve got)? (?:have |got )?an? (?P<value>(?!(?:first|second|university|college|good|useless|master\w*|bachelor\w*)\b)[a-z]{4,}(?: [a-z]{4,})?) degree\b",
        lasting=True,
    ),
    pattern(
        "education",
        r"\bmy (?:degree|master['’]?s|bachelor['’]?s|phd|major) (?:is|was) (?:in )?(?P<value>(?!(?:worth|useless|not|a|the|from|done|finished|going|in|so|very)\b)[a-z]{4,}(?: [a-z]{4,})?)(?=$|[,.;!]| (?:from|at|but|and)\b)",
        lasting=True,
    ),
)

"""What people eat, and what they cannot take."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.languages.english.chat_words import ANY_FOOD, I_M, MADE_ILL
from holdfast.providers.facts.languages.english.words import (
    DIET,
    FOOD,
    FOODSTUFF,
    I_AM,
    LISTED,
    NO_MORE,
    NOW,
    STOP,
    THING,
)
from holdfast.providers.facts.patterns import Pattern, pattern

WRITTEN: Final[tuple[Pattern, ...]] = (
    pattern(
        "diet",
        rf"(?:{I_AM}|\bi['’]?ve been|\bi have been){NOW}(?: an?)?(?: strict| strictly| mostly|"
        rf" pretty much)? {DIET}\b(?!{NO_MORE})",
    ),
    pattern(
        "diet",
        r"\b(?:i|we)(?:['’]ve| have)?(?: just| recently| now)* (?:went|gone|became|become|turned|eat|"
        rf"go)(?: only| strictly)? {DIET}\b",
        lasting=True,
    ),
    pattern(
        "diet",
        r"\b(?:i|we)(?:['’]ve| have)?(?: just| recently| now)* (?:switched|changed|moved) (?:over )?(?:to|"
        rf"onto) (?:an? )?{DIET}\b",
        lasting=True,
    ),
    pattern("diet", rf"^(?:just |finally |now )?gone (?:fully |completely |totally )?{DIET}\b", lasting=True),
    pattern("diet", rf"\bwe (?:don['’]?t|do not|never|dont|no longer) eat {FOOD}{STOP}"),
    pattern("diet", rf"\bi (?:don['’]?t|do not|never|dont|can['’]?t|no longer) eat {FOOD}{STOP}"),
    pattern(
        "diet",
        rf"{I_AM} (?:not|no longer)(?: an?)? {DIET}(?:{NO_MORE})?(?<!not vegan)(?<!not vegetarian)",
        ends=True,
        lasting=True,
    ),
    pattern(
        "diet",
        rf"\b(?:i (?:stopped being|gave up being|used to be)|i['’]?ve stopped being)(?: an?)? {DIET}\b",
        ends=True,
        lasting=True,
    ),
    pattern("diet", rf"\b(?:i['’]?m|i am) not(?: an?)? {DIET} (?:any ?more|any longer|now)\b", ends=True, lasting=True),
    pattern("diet", r"\b(?:i|we) (?:keep|eat|follow)(?: a)?(?: strictly| only)? (?P<value>halal|kosher)\b"),
    pattern("diet", rf"\b(?:i['’]?m|i am|we['’]re) off (?P<value>{FOODSTUFF})\b"),
    pattern(
        "diet",
        rf"\b(?:i|we) (?:don['’]?t|do not|never) (?:do|touch|have) (?P<value>{FOODSTUFF}(?:(?:,| or| and|"
        rf" nor) {FOODSTUFF})*)\b",
    ),
    pattern(
        "diet",
        rf"\b(?:i|we)(?:['’]ve| have)?(?: just| completely)? (?:cut out|given up|gave up) (?P<value>{FOODSTUFF})\b",
        lasting=True,
    ),
    pattern(
        "allergy",
        r"(?:^|[,;:.!]\s*|\b(?:but|and|with|so) )(?:no|without|skip(?: the)?|hold the|"
        r"leave out(?: the)?) (?P<value>[\w’'-]+(?: (?!please\b)[\w’'-]+)?)(?:,? please)?(?:,| because| -|"
        r" since|, as|;)+ (?:i['’]?m|i am) (?:\w+ )?allergic(?! to)",
        sentence=True,
    ),
    pattern(
        "allergy",
        r"\b(?:without|no|avoid) (?P<value>[\w’'-]+(?: [\w’'-]+)?) because i (?:react|get)\b(?=.*\bthem\b|.*\bit\b)",
        sentence=True,
    ),
    pattern(
        "allergy",
        r"(?<!not )\b(?:i['’]?m|i am|we['’]re)(?: \w+ly| very| deathly| also| both)? allergic to (?!them\b|"
        rf"it\b|that\b|those\b|these\b|you\b|work\b|mondays\b|exercise\b|meetings\b|people\b){LISTED}",
        several=True,
    ),
    pattern(
        "allergy",
        r"\bi(?:['’]ve got| have| suffer from) (?:an? )?(?:severe |bad |mild |"
        r"serious )?(?P<value>[\w’'-]+(?: [\w’'-]+)?) (?:allergy|intolerance)\b",
    ),
    pattern(
        "allergy",
        rf"\b(?:my allergy (?:is|to)|my allergies(?: are|:)|{I_AM[2:]} intolerant to) (?:to )?{THING}",
        several=True,
    ),
    pattern(
        "allergy",
        r"^(?:the |any )?(?P<value>(?!(?:it|that|this|they|which|he|"
        r"she)\b)[\w’'-]+(?: [\w’'-]+)?) (?:makes?|make) my (?:throat|lips|tongue|face|mouth|skin) (?:swell|"
        r"itch|burn|tingle)",
    ),
    pattern(
        "allergy",
        r"^(?:the |any |because )?(?P<value>[\w’'-]+(?: [\w’'-]+)?) (?:could|would|can|will|"
        r"might) (?:literally )?kill me\b(?=.*\ballerg|,? (?:so|and) (?:no|nothing|none|never|please|"
        r"avoid)\b)",
    ),
    pattern(
        "allergy",
        r"^(?P<value>[\w’'-]+(?: [\w’'-]+)?) (?:is|are) (?:an? )?(?:absolute )?(?:no[- ]go|off limits|"
        r"out)(?: for me)?,? (?:because |since |as )?(?:i['’]?m )?allergic",
        sentence=True,
    ),
    pattern(
        "allergy",
        r"\b(?:no|without|avoid|don['’]?t suggest|skip) (?P<value>[\w’'-]+(?: [\w’'-]+)?)[,;:]? (?:because |"
        r"since )?(?:it|they|that) (?:sends?|puts?|lands?) me (?:to|in|into) (?:the )?(?:hospital|a&e|er)\b",
        sentence=True,
    ),
    pattern("allergy", r"\b(?:i['’]?m|i am)(?: \w+)? (?P<value>lactose|gluten|histamine|fructose)[- ]intolerant\b"),
    pattern("allergy", rf"\bi (?:react (?:very )?badly|get hives|swell up|break out)(?: to| from) {THING}"),
    pattern(
        "allergy",
        r"\b(?:i['’]?m|i am) (?:no longer|not) allergic to (?P<value>[\w’'-]+) (?:any ?more|after all)\b",
        ends=True,
        lasting=True,
    ),
)

CHAT: Final[tuple[Pattern, ...]] = (
    pattern(
        "diet",
        rf"{I_M}(?: now| still| actually| strictly| a)* {DIET}(?=$|[,.;!?)]| (?:so|and|but|now|btw|tho|though)\b)",
    ),
    pattern(
        "diet",
        r"\b(?:i|we) (?:can['’]?t|cannot|mustn['’]?t|am not allowed to|shouldn['’]?t) (?:do|have|eat|drink|"
        rf"take) (?:any |the )?(?P<value>(?:raw |hot )?(?:{FOODSTUFF[3:-1]}|spicy|lactose|grapefruit|rice|"
        r"potatoes|tomatoes))\b",
    ),
    pattern(
        "diet",
        r"\bi (?:don['’]?t|do not|dont|never) (?P<value>drink)(?=$|[,.!;]| (?:ok|any ?more|alcohol|at all|"
        r"btw|so|and|these)\b)",
    ),
    pattern(
        "diet",
        rf"(?:^|\b(?:i['’]?m|i am|we['’]re) )off (?:the )?(?P<value>{FOODSTUFF}|booze|drink|smokes|cigarettes)\b",
    ),
    pattern(
        "allergy",
        r"(?:^|[,;:.!]\s*|\b(?:but|and|with|so|just|only|please) )(?:no|without|skip|avoid|nothing with|"
        rf"leave out|hold|not)(?: any| the| anything with)* {ANY_FOOD}(?: though| tho| please| pls|"
        rf" for me)*\s*[,;:.(–—-]+ ?(?:\w+ ){{0,4}}?{MADE_ILL}",
        sentence=True,
    ),
    pattern(
        "allergy",
        r"(?:^|[,;:.!]\s*|\b(?:but|and|so|because|as) )(?:the |any |all )?(?P<value>(?!(?:it|that|this|he|"
        r"she|they|what|which|my|work|everything|coffee breath|nothing|and|but|so|thinking|driving|flying|"
        r"just)\b)[\w’'-]+(?: (?!(?:makes?|gives?|brings?|sets?|really|always)\b)[\w’'-]+)?) (?:really |"
        r"always |just )?(?:makes? me (?:ill|sick|swell|itch|wheeze|sneeze|vomit)|gives? me (?:hives|a rash|"
        r"cramps)|brings? me out in|sets? off my (?:asthma|allerg\w+|eczema)|makes? my (?:throat|tongue|"
        r"lips|face) \w+)",
    ),
    pattern(
        "allergy",
        rf"^(?:the )?(?P<value>(?:{FOODSTUFF[3:-1]}|pollen|dust|cats|lactose|strawberries|tomatoes|kiwi|"
        r"latex|penicillin|wasps|bees)) (?:kills?|will kill|would kill|could kill) me\b",
    ),
    pattern(
        "allergy",
        r"\b(?P<value>[\w’'-]+) i (?:gotta|have to|need to|must|got to|['’]ve got to) (?:skip|avoid|"
        rf"leave out|stay away from)\b(?=.*{MADE_ILL})",
        sentence=True,
    ),
    pattern(
        "allergy",
        r"\bi (?:can['’]?t|cannot|cant|couldn['’]?t) (?:do|have|eat|drink|tolerate|handle|stomach|digest|"
        r"touch) (?:any |the )?(?P<value>[\w’'-]+(?: (?!(?:or|and|because|cos|it|they|at|any|"
        r"now)\b)[\w’'-]+)?)[,;]? (?:because |cos |since |as )?(?:it |they |that |i |my |"
        rf"or )?(?:\w+ )?{MADE_ILL}",
        sentence=True,
    ),
    pattern(
        "allergy",
        r"\b(?:break|broke|breaking|come|came) out in (?:hives|a rash|spots|welts|lumps) (?:from|with|"
        r"when i (?:eat|touch|have)|if i (?:eat|touch|have)|after|because of) (?:the |"
        r"any )?(?P<value>[\w’'-]+(?: (?!(?:and|so|but|in|at|every)\b)[\w’'-]+)?)",
    ),
    pattern(
        "allergy",
        r"\ballergic to (?:the |all )?(?P<value>(?!(?:them|anyway|though|too|it|that|those|these|this|you|"
        r"work|mondays|exercise|meetings|people|mornings)\b)[\w’'-]+(?: (?!(?:and|so|but|because|too|as|in|"
        r"at|which|i|btw|of)\b)[\w’'-]+)?)(?=$|[,.;!?)]| (?:and|so|but|because|too|as|btw)\b)",
    ),
    pattern(
        "allergy",
        rf"^(?:the )?(?P<value>(?:{FOODSTUFF[3:-1]})) (?:wrecks?|destroys?|floors?|ruins?|finish(?:es)?) me\b",
    ),
    pattern(
        "dislikes",
        r"^(?P<value>(?!(?:that|this|it|which|what|everything|life|work|monday|weather|traffic|news|he|she|"
        r"they|today|winter|there|here)\b)[\w’-]+) (?:is|are) (?:\w+ )?(?:grim|gross|rank|vile|disgusting|"
        r"revolting|yuck|yucky|inedible|minging|foul)(?=$|[,.!;]| (?:to|tho|though|imo|and|but)\b)",
    ),
    pattern(
        "dislikes",
        r"\bi (?:can['’]?t|cannot) (?:deal )?with (?:the )?(?P<value>(?!(?:it|that|this|you|him|her|them|my|"
        r"confidence|certainty|all|these|those)\b)[\w’-]+)(?=$|[.!,])",
    ),
)
"""The same as people write it in chats: in small letters, things named beside each other, reasons given by their effect."""

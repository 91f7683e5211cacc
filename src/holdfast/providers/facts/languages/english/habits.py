"""What somebody turns to and what they turn away from: food, pastimes and languages; and birthdays that have passed."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.languages.english.chat_words import I_M
from holdfast.providers.facts.languages.english.events import AFTER, LEADS
from holdfast.providers.facts.languages.english.words import DIET, FOODSTUFF, IT
from holdfast.providers.facts.patterns import PROPER, Pattern, pattern

_NO_THING: Final = (
    r"(?!(?:it|that|this|them|those|these|you|him|her|my|our|your|the|a|an|being|going|getting|having|what|how|when|"
    r"myself|big|huge|massive|real|great|total|proper|work|love|trouble|idea|moment|day|time|way|lot|bit)\b)"
)
_THING: Final = (
    rf"(?P<value>{_NO_THING}[\w’'-]+(?: (?!(?:and|but|so|now|these|at|in|on|since|for|because|too|again|"
    rf"though|tho|lately)\b)[\w’'-]+){{0,2}})"
)
_KEEN: Final = (
    r"(?:live for|live and breathe|can['’]?t get enough of|can['’]?t live without|am addicted to|swear by|go mad for|"
    r"have a (?:thing|weakness|soft spot) for|got hooked on|fell in love with|have fallen for)"
)
_AM_KEEN: Final = (
    r"(?:addicted to|hooked on|obsessed with|big on|mad on|mad about|nuts about|mad keen on|"
    r"passionate about|really into|"
    r"so into|totally into|all about|a sucker for|a huge fan of|partial to|devoted to|a slave to)"
)
_AGE: Final = r"(?P<value>[1-9]\d)"

PATTERNS: Final[tuple[Pattern, ...]] = (
    pattern(
        "likes",
        r"\bi(?:['’]ve| have)?(?: just| finally| even| actually)* (?:started|begun|began|learn(?:t|ed)|"
        rf"grown|grew|come|came) to (?:quite |really )?(?:like|love|enjoy|appreciate) {IT}{_THING}",
        lasting=True,
    ),
    pattern(
        "dislikes",
        rf"^i\b[^.;!?]{{3,60}} (?:and|but) (?:i )?(?:really |absolutely )?(?:hate|detest|loathe|"
        rf"can['’]?t stand|dislike) {IT}{_THING}{AFTER}",
    ),
    pattern(
        "likes",
        rf"^i\b[^.;!?]{{3,60}} (?:and|but) (?:i )?(?:really |absolutely )?(?:love|adore|enjoy) {IT}{_THING}{AFTER}",
    ),
    pattern(
        "likes",
        r"\bi(?:['’]ve| have)?(?: just| really| also| now| recently| since| absolutely| still|"
        rf" even)* {_KEEN.replace('am ', '')} {IT}{_THING}{AFTER}",
        lasting=True,
    ),
    pattern("likes", rf"{I_M}(?: just| really| also| now| still| totally| all)* {_AM_KEEN} {IT}{_THING}{AFTER}"),
    pattern(
        "likes",
        rf"{I_M} (?:a|an) (?:\w+ )?(?P<value>{_NO_THING}[\w’'-]+(?: [\w’'-]+)?) (?:fan|fanatic|nut|junkie|addict|lover|"
        r"geek|nerd|buff|enthusiast|obsessive|freak)\b",
    ),
    pattern(
        "diet",
        rf"\b(?:i|we)(?:['’]ve| have|['’]m| am|['’]re)?(?: just| now| recently| finally| since| both| also| been)* "
        r"(?:turned|went|gone|going|become|became|converted to|switched to|moved to|adopted|adopting|"
        r"started|trying|on|doing|"
        r"following|keeping|eating) (?:an? |fully |completely |strictly |mostly |the |"
        rf"to )*{DIET}\b(?! (?:for (?:a|the) (?:day|week|month)|again\?))",
        lasting=True,
    ),
    pattern(
        "diet",
        r"\b(?:i|we)(?:['’]ve| have|['’]m| am|['’]re)?(?: just| now| recently| finally| since| also|"
        r" completely| been)* "
        r"(?:cut out|cutting out|given up|gave up|giving up|sworn off|swore off|eliminated|dropped|quit|"
        r"stopped eating|"
        r"stopped drinking|told to avoid|ordered off|packed in|knocked) (?:all |the |"
        rf"any )?(?P<value>{FOODSTUFF}|wine|beer|"
        r"booze|drinking(?! )|tea|chocolate|sweets|junk food|takeaways|processed food)\b(?: on the head)?",
        lasting=True,
    ),
    pattern("diet", rf"\b(?:both|all)(?: of us)?(?: are)? {DIET}(?=$|[,.!;])"),
    pattern(
        "age",
        rf"^(?:{LEADS}\b[,:.! ]*)*(?:i['’]?m |am |i am )?{_AGE},? (?:now|already|this (?:year|month|week)|"
        r"and (?:full|still|single|proud|broke|done|feeling|loving|counting)|as of (?:today|yesterday|"
        r"last \w+)|since \w+|and counting|years young|god help me|can you believe it)(?=$|[,.;!?)]| )"
        r"(?! (?:people|of|kg|km|minutes|days|weeks|years of|hours|in total|degrees))",
    ),
    pattern(
        "age",
        rf"\b(?:i|i['’]ve|have|just|finally)(?: have| just| finally| now| since)* (?:turned|hit|reached|clocked up|"
        rf"celebrated my) (?:the big |the grand age of |the age of )?{_AGE}(?:th|st|nd|rd)?(?=$|[,.;!?)]|"
        r" (?:in|on|last|this|"
        r"yesterday|today|now|and|two|a|since|so|birthday)\b)(?! (?:kg|km|followers))",
        lasting=True,
    ),
    pattern(
        "age",
        rf"\bmy {_AGE}(?:th|st|nd|rd) (?:birthday )?(?:was|has been|came and went|is behind me|(?:\w+ ){{0,2}}last)\b",
        lasting=True,
    ),
    pattern("age", rf"{I_M} [^.;!?]{{3,50}} and {_AGE}[.!]?$"),
    pattern(
        "age",
        rf"^(?:{LEADS}\b[,:.! ]*)*(?:i['’]?m )?{_AGE} (?:last|this|next) (?:week|month|year|\w+day|birthday)\b",
        lasting=True,
    ),
    pattern(
        "age",
        rf"\b(?:at|aged?) (?:the (?:ripe old |tender |grand )?age of )?{_AGE}(?=,? (?:imagine|no less|"
        r"believe|i)\b|[,.!] ?(?:imagine|i)\b)",
        lasting=True,
    ),
    pattern("name", rf"{I_M} (?:dr|prof|professor|doctor|mr|mrs|ms|rev)\.? (?P<value>{PROPER}(?: {PROPER})?)"),
    pattern(
        "name",
        r"^(?:(?:hi|hello|hey|yo|yoo+|heyy*)[ ,!.]*)*[^.!?]{0,40}?\bi['’]?m (?P<value>(?!(?:a|an|the|so|not|"
        r"in|on|at|only|now|just|about|like|over|under|still|turning|nearly|almost|single|born|married|"
        r"divorced|retired|engaged|based|widowed|here|from|\w{2,}ing)\b)[a-z]{2,12}) (?=[1-9]\d\b(?! (?:minutes|km|kg|"
        r"miles|days|weeks|jan|feb|march|apr|may|june|july|aug|sep|oct|nov|dec)))",
    ),
    pattern(
        "form_of_address",
        r"\b(?:address|call|refer to) me (?:as |simply |just )?(?P<value>(?:(?:dr|mr|mrs|ms|miss|prof|rev|sir|madam|"
        rf"doctor|professor|captain|father|sister)\.? )?{PROPER}(?: {PROPER})?)(?=$|[,.!;]| (?:please|from|"
        r"now|again|instead|in|when|on|for|"
        r"if|though|and|like|is|works|thanks)\b)",
    ),
    pattern(
        "form_of_address",
        rf"^(?:{LEADS}\b[,:.! ]*)*(?:just |plain |it['’]?s )?(?P<value>(?!(?:That|This|It|Either|Any|"
        rf"Anything|Both|One)\b){PROPER}) (?:is (?:fine|enough|better|plenty|ok|okay|good)|suffices|"
        r"will do|to (?:you|my friends|everyone)|from now on|does fine)(?=$|[,.!;]| )"
        r"(?<!that is fine)(?<!this is fine)",
    ),
)

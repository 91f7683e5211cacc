"""What rules for events are made of: who acts, in how many ways something begins, and what its names look like.

A rule says *event × thing × value*: one of many verbs, one of many nouns, and where the value stands between them.  So
a few rules speak of thousands of sentences, and a new word is added once.
"""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.languages.english.words import STOP
from holdfast.providers.facts.patterns import PROPER

LEADS: Final = (
    r"(?:and|so|but|also|then|yo|hi|hey|hello|bro|mate|oh|ok|okay|ah|well|yes|yeah|yep|yup|no|nah|nope|none|right|"
    r"update|news|btw|lol|haha|ha|just|finally|recently|now|actually|honestly|plus|anyway|sadly|currently|still|since|"
    r"meanwhile|long story short|in the end|turns out|good news|bad news|big news|guess what|"
    r"(?:last|this|early|late) \w+|in \w+|after \w+(?: \w+){0,2}|(?:a|two|three|few) \w+ (?:ago|later|back))"
)
"""What somebody says before they come to the point."""

LEAD: Final = rf"^(?:{LEADS}\b[,:.! ]*)*"
"""The same at the beginning of a clause, as often as they say so."""

_ADVERBS: Final = (
    r"(?:now|just|finally|recently|also|already|actually|currently|still|both|all|since|officially|happily|only|even|"
    r"eventually|suddenly|gone and|had to|decided to|got to|went and|upped and|myself|ourselves|sort of|kind of)"
)
_I: Final = rf"(?:i|we)(?:['’]?(?:ve|m|re)| have| had| am| are| was| were| got)?(?: {_ADVERBS})*"
_PAST: Final = (
    r"(?:sold|left|quit|packed|gave|given|got|lost|finished|retired|married|split|met|moved|started|took|found|bought|"
    r"dropped|retrained|graduated|resigned|swapped|handed|jacked|chucked|broke|went|came|stayed|tried)"
)
SELF: Final = (
    rf"(?:\b{_I} |^(?:{LEADS}\b[,:.! ]*)*"
    rf"|^(?:{LEADS}\b[,:.! ]*)*(?:i\b|we\b|{_PAST}\b)[^,.;:!?]{{0,50}}? (?:and|n|then|&) (?:then |now |also |just )*)"
)
"""The speaker as who acts: named, left out where a clause begins, or named before "and"."""

WORD: Final = r"(?-i:[^\W\d_a-zß-öø-ÿ])[\w'’-]*"
NO_TOWN: Final = (
    r"(?!(?:I|My|The|We|It|A|An|But|And|So|Since|In|At|No|Yes|Nah|Hi|Hello|Now|Then|This|That|He|She|They|You|There|"
    r"Here|If|When|What|Still|Just|Well|Oh|Ok|Okay|Also|Mum|Mom|Dad|Gran|Nan|God|From|With|For|To|By|On|Of|As|"
    r"After|Before|Up|Down|Out|Back|Over|Yep|Yeah|Nope|Mine|Home|Not|Sold|Moved|Left|Got)\b)"
)
TOWN_NAME: Final = rf"(?P<value>{NO_TOWN}(?:the )?(?:isle of )?{WORD}(?:[ -](?:upon |on |de |la |le )?{WORD}){{0,2}})"
TOWN: Final = rf"{TOWN_NAME}(?:{STOP}|(?= to \w))"
"""The name of a place."""

ORG: Final = rf"(?P<value>(?:the )?{PROPER}(?: (?:{PROPER}|of|and|&)){{0,3}}?)"
"""The name of whom somebody works for."""

AFTER: Final = (
    r"(?=$|[,.;:!?)…\n]| (?:and|but|so|as|in|on|since|now|these|this|last|for|at|until|till|because|cos|which|who|"
    r"instead|again|btw|too|also|as well|though|tho|lol|with|from|near|after|when|while|part|full|doing|"
    r"after|before|\d)\b| [-–—])"
)
SINGLE_NAME: Final = (
    r"(?P<value>(?!(?:I|My|The|Our|A|An|It|He|She|They|We|You|Who|And|But|So|Is|Was|In|At|On|Mum|Mom|Dad|God|No|Yes)\b)"
    rf"{PROPER})"
)

"""What is over by the kind of sentence that says so: a sign that something ceased × where what it was stands.

`holdfast.providers.facts.endings` looks it up in what is known.  So a sign may be rough: words that name nothing known
come to nothing.
"""

from __future__ import annotations

from typing import Final

from holdfast.domain.words_for_people import ACQUAINTANCES, CHILDREN, KIN, any_of
from holdfast.providers.facts.languages.english.over import MEATS

_NOT_THE_SPEAKER: Final = (
    r"(?!.*\b(?:he|she|they|his|her|their|them|him|who|someone|somebody|nobody|people|everyone|"
    rf"{any_of(KIN, CHILDREN, ACQUAINTANCES)}|kids?|parents)\b)"
)
_LOWER: Final = r"(?-i:(?!(?:my|our|your|the|an?|this|that|these|it|its|you|if|when|not|no|never)\b)[a-z][\w'’-]*)"
LEAD: Final = (
    rf"^{_NOT_THE_SPEAKER}(?:(?:and|so|but|also|then|oh|ok|okay|well|yes|yeah|yep|no|nah|update|news|btw|"
    r"now|just|plus|ps|after|since|got|been|was|"
    r"finally|sadly|recently|obviously|apparently|honestly|actually|eventually|in|last|this)[,:.! ]+)*"
    rf"(?:{_LOWER}[,:.!]* ){{0,5}}?(?:i['’]?m |i am |i['’]?ve |i have |i |we['’]?ve |we |been |had to |just )?"
)
"""What comes before a sign: few words in small letters, of which none names somebody else or a thing that ceased."""

_EDGE: Final = (
    r"(?:in|at|on|with|for|from|to|of|because|cos|since|and|but|so|last|this|when|after|before|by|near|"
    r"as|than|or|if|while|until|about|which|who|whose|like)"
)
_TAIL: Final = (
    r"(?:(?:the|my|our|that|those|all|being|an?|at|in|with|on|of|from|as|for|it|me) )*"
    rf"(?P<of>(?!{_EDGE}\b)[\w’'&-]+(?: (?!{_EDGE}\b)[\w’'&-]+){{0,4}})"
)
"""What a sign before it speaks of: the next noun with what stands before that, and nothing of where or with whom."""

_HEAD: Final = (
    r"(?P<of>(?!(?:it|that|this|he|she|they|i|we|you|what|there|which|who)\b)[\w’'&-]+"
    rf"(?: (?!{_EDGE}\b)[\w’'&-]+){{0,4}}?)"
)
_SUBJECT: Final = (
    rf"(?:^|\b(?:so|and|but|because|since|then) )(?<!before ){_NOT_THE_SPEAKER}(?:(?:and|so|but|also|"
    r"then|oh|ok|okay|well|yes|yeah|no|nah|update|news|btw|now|plus|ps|turns out|in the end|"
    r"good news|bad news|\w+ly)[,:!. ]+)*(?:the |my |our |that )?"
)
_NOT: Final = (
    r"(?:(?:is|are|was|does|do|did|has|have|can|could|wo|ca)(?:n['’]?t| not)|don['’]?t|doesn['’]?t|"
    r"can['’]?t|cannot|ai?n['’]?t|dont|doesnt|isnt|arent|cant|never)"
)
_NO_MORE: Final = r"(?:no ?more|any ?more|any longer|these days|nowadays)"
_I_DID: Final = (
    r"\b(?:i|we)(?:['’]?ve|['’]?m)?(?: have| had| am| are)?(?: \w+ly| just| now| also| already| then| even)*"
)

SIGNS_BEFORE: Final = (
    # others take it from the speaker
    rf"{LEAD}(?:got |was |were |been |being )*(?:laid off|sacked|fired|let go|made redundant|booted|"
    rf"canned|axed|kicked out|dismissed|cut)(?: by| from| at| of) {_TAIL}",
    # the speaker gives it up
    rf"{LEAD}(?:gave|given|giving|give|pack(?:ed)?|jack(?:ed)?|chuck(?:ed)?|quit|dropp?(?:ed)?|"
    r"ditch(?:ed)?|scrapp?(?:ed)?|"
    r"binn?(?:ed)?|axed|lost interest in|gone off|went off|grown out of|outgrown|outgrew|had it with|"
    r"had my fill of|fed up (?:of|with)|"
    r"sick of|done with|finished with|through with|finished|stopped|cancelled|left|leaving|resigned from|retired from|"
    r"graduated from|completed|moved on from|said goodbye to|walked away from|stepped back from|called time on|"
    rf"hung up(?: my)?|cut out|turned my back on)(?: (?:up|in|on|off|down|out|away))? {_TAIL}",
    rf"{_I_DID} (?:leave|quit|stop|finish|finish with|resign|resign from|go out from) {_TAIL}(?: already|"
    r" now| last \w+)",
    rf"{_I_DID} (?:stopped|quit|ceased) (?:\w+ing )?{_TAIL}",
    r"\b(?:put down|put in|handed in|tendered|submitted) (?:my )?(?:papers|notice|resignation)(?: in|"
    rf" at| to| with)? {_TAIL}",
    rf"\bthat['’]?s (?:me |us )?(?:done|finished|through|over|it) (?:with|for) {_TAIL}",
    rf"\bthat['’]?s (?:the |my |our )?{_HEAD}(?: thing| job| gig| life| chapter| phase)? (?:over|done|"
    r"gone|finished|sorted|behind me)\b",
    rf"\bno more {_TAIL}",
    rf"\b(?:used to|once used to) {_TAIL}(?=.*\b(?:now|but|not|until)\b|$)",
    rf"\b(?:free|cured|rid|shot) of (?:the |my )?{_TAIL}",
    rf"\b(?:came|come|coming|taken|took me|weaned) off (?:the |my )?{_TAIL}",
    rf"\b(?:got|gotten|getting) over (?:the |my )?{_TAIL}",
    rf"\bfrom (?-i:(?=[a-z])){_HEAD} (?:i|we)(?:['’]?ve| have)? (?:moved|gone|switched|changed|shifted)",
    rf"{LEAD}(?:bye[- ]?bye|goodbye|good bye|bye|so long|farewell|adios|see ya|adieu) {_TAIL}(?=$|"
    r"[,.!;])(?!.*\bback (?:on|in|at)\b)",
    r"\b(?:had|having|have) to (?:have|get) (?:the |my |our |poor |dear |"
    r"old )*(?P<of>[\w’'-]+) (?:put (?:to sleep|down)|pts|rehomed|euthani[sz]ed)\b",
    r"\b(?:lost|buried|said goodbye to|had to (?:put|let|give)(?: away| up| down| go)?|gave away|sold|rehomed) "
    rf"(?:my|our|the|poor|dear|lovely|old|beloved|sweet|little|good|boy|girl|away|up|down| )+{_TAIL}",
)
"""Before what is over."""

SIGNS_BEHIND: Final = (
    rf"{_SUBJECT}{_HEAD} (?:no longer|{_NOT} [^,;:.!?()\n]{{0,40}}?\b{_NO_MORE})\b",
    rf"{_SUBJECT}{_HEAD},? (?:i|we)(?: have|['’]?ve)? (?:no longer|stopped|quit|gave up|given up|dropped|"
    rf"had to (?:give up|stop|quit|drop|let go)|packed in|sold|{_NOT} [^,;:.!?()\n]{{0,30}}?\b{_NO_MORE}|"
    r"have stopped|have given up)\b",
    rf"{_SUBJECT}{_HEAD} (?:is|are|was|were|has been|got|['’]s) (?:now |all |finally |well and truly |"
    r"officially )*(?:over|done|finished|"
    r"history|behind me|off|out|in the past|gone|dead|kaput|no more)(?: (?:for (?:me|us|good)|with|now|"
    r"too))*(?=[,;:.!?()\n]|$| (?:and|but|so|since|because|after|cos)\b)",
)
"""Behind what is over; nobody may be meant, only what somebody does, eats or has."""

HEALTH_BETTER: Final = (
    r"(?:(?:is|are|was|were|has|have|had|been|got|gets|feels?|felt|['’]?s|all|now|finally|completely|"
    r"fully|totally|so|much|pretty|as|a lot|"
    r"way|mostly|back|weirdly|thankfully|almost|just|nearly|luckily|since|even) ?)*"
    r"(?:heal(?:ed|s)(?: up| well| nicely)?|mended|cured|cleared right up|fine|ok|okay|good(?: as new)?|"
    r"better|well again|cleared(?: up)?|gone(?: away)?|in remission|"
    r"history|settled(?: down)?|subsided|calmed down|disappeared|vanished|went away|passed|"
    r"sorted(?: out)?|fixed|under control|to normal|normal|seen to|"
    r"removed|replaced|operated on|resolved(?: itself)?|lifted|faded|eased(?: off)?|no (?:longer|"
    r"more)(?: an?)?(?: issue| problem| trouble)?|"
    r"recovered|repaired|come off|came off|out|over(?: with)?|behind me)"
)
HEALED: Final = (
    rf"^{_NOT_THE_SPEAKER}(?:(?:and|so|but|oh|also|good news|update|btw|well|ps|plus|"
    r"turns out)[,:!. ]+)*(?:the |my |that )?"
    r"(?P<of>(?!(?:it|that|this|he|she|they|i|we|you|what|there|everything|all|weather|food|"
    r"coffee)\b)[^,;:.!?()\n]{3,35}?)"
    rf"(?:['’]s)? {HEALTH_BETTER}(?=[,;:.!?()\n]|$| (?:now|again|and|but|so|since|after|because|cos|too|"
    r"already|thanks|at last|weirdly|completely|entirely|i|would|last|this|in|w|with|by|on)\b)",
    r"\b(?:doctors?|doc|gp|tests?|results|allergist|consultant|specialist|dermatologist|biopsy|"
    r"scans?)(?: have| has)? (?:(?:since|now|just) )?(?:ruled out|disproved|cleared me of|crossed off|"
    r"says? i['’]m (?:clear|free|cured) of|gave me the all[- ]clear (?:for|on)) (?:the |my |"
    rf"any )?{_TAIL}",
    r"\b(?:fixed|sorted(?: out)?|cured|healed|cleared(?: up)?|did wonders for|got rid of|put right|"
    rf"took care of) (?:the |my |that ){_TAIL}",
    rf"\b(?:no|hardly any|barely any) {_HEAD} (?:to speak of|whatsoever|at all (?:now|these days)|"
    r"these days|nowadays|any ?more)\b",
    rf"\b(?:recovered|healed|cured|cleared) (?:fully |completely )?(?:from|of) (?:the |my |that )?{_TAIL}",
    rf"\b(?:got|get|had|have|having) (?:the |my |both )?{_HEAD} (?:fixed|sorted|done|operated on|removed|"
    r"replaced|cured|lasered|repaired)\b",
    r"(?:^|\b(?:i['’]?m|we['’]?re|am|are|is|be|been|being|get|gets|got|getting|finally|now|well|fully|completely|"
    rf"nearly|almost|mostly|totally|just) )over (?:the |my ){_TAIL}",
    rf"\b(?:beat|beaten|kicked) (?:the |my ){_TAIL}",
    rf"\b(?:no|zero|not (?:a single|one|had an?)) (?:more )?{_HEAD} (?:since|for (?:months|ages|years|"
    r"weeks|a year|a while)|in (?:months|ages|years|weeks))\b",
    rf"\b(?:the |my )?{_HEAD} (?:came|is|are|has been|was) off (?:last|on|this|yesterday|now|at last)",
    r"\b(?:don['’]?t|do not|no longer|not) (?:get|have|suffer from|need|take|use)(?: the| my|"
    rf" any)? {_HEAD}(?: any ?more| any longer| these days|$|[,.!])",
)
"""What is said of an ailment that is over."""

INSTEAD: Final = (
    r"\bfrom (?P<of>[^,;:.!?()\n]{2,30}?) (?:i|we)(?:['’]?ve| have)?(?: \w+ly| now| just)* (?:moved|"
    r"gone|switched|changed|shifted|drifted)(?: over| across| up| on)? "
    r"(?:to|into) (?:being )?(?:an? )?(?P<new>[^,;:.!?()\n]{2,40})",
    r"\b(?:instead of|rather than|in place of) (?P<of>[^,;:.!?()\n]{2,30}?) (?:i|we)(?:['’]?m|"
    r"['’]?ve)? (?:now )?(?:do|play|eat|drink|have|am|go|am doing|am into|am at|am with|"
    r"use) (?P<new>[^,;:.!?()\n]{2,30})",
    r"\b(?:used to|once) (?:do|be|play|love|like|eat|drink|work (?:at|for)|live in) (?:an? |"
    r"the )?(?P<of>[^,;:.!?()\n]{2,30}?),? (?:now|but now|these days)(?: it['’]?s| i['’]?m| i|"
    r" we['’]?re)?"
    r"(?: (?:do|play|eat|drink|at|with|in|into|an?|the|love|like))* (?P<new>[\w’'&-]+)",
)
"""What takes the place of what."""

EATS_AGAIN: Final = (
    rf"\b(?:eat|eating|have|having) (?:[\w-]+(?:,| and|, and) ){{0,2}}{MEATS}(?: and [\w-]+)? (?:now|"
    r"nowadays|these days|again|too)\b",
    r"\b(?:started|begun|began|back|taken|took|taking|having|have|eat|eating|ate) (?:to )?(?:taking|"
    rf"eating|having|on|to|with)? ?(?:some |a bit of |the )?{MEATS}\b"
    r"(?! (?:allerg|free|substitute))",
    r"\bnon[- ]?veg(?:etarian)?\b(?=[^.!?]*\b(?:ok|okay|fine|now|also|again|started|eat|eating)\b)",
)
"""That somebody eats animals by now."""

LIKED_AFTER_ALL: Final = (
    r"^(?:(?:even|now|actually|also|and|currently|finally) )+(?:eating|enjoying|liking|loving|"
    r"drinking) (?P<of>[^,;:.!?()\n]{2,30}?) (?:now|these days|nowadays|again)\b",
    r"\b(?:started|begun|began|starting) (?:liking|loving|enjoying|eating|to like|to love) (?P<of>[^,;:.!?()\n]{2,30})",
    r"\b(?:i|we)(?: (?:actually|really|quite|kind of|sort of|even|do|now|can|have))* (?:like|love|enjoy|"
    r"eat|run|play|listen to|watch|drink|go) ?(?P<of>[^,;:.!?()\n]{0,30}?) ?(?:now|these days|after all|"
    r"by now|again)\b",
    r"\b(?:turns out|it turns out|who knew|funny enough),? (?:that )?i (?:do |actually |really |"
    r"quite )*(?:like|love|enjoy) (?P<of>[^,;:.!?()\n]{2,30})",
    r"\b(?:turns out|it turns out|who knew|funny enough|"
    r"apparently),? (?:that )?(?P<of>[^,;:.!?()\n]{2,30}?) (?:are|is)(?: actually| really| quite|"
    r" pretty| kind of)* (?:al ?right|ok|okay|nice|good|great|lovely|tasty|delicious|fun|decent|fine|"
    r"not bad|bearable)\b",
    r"\b(?:don['’]?t|no longer|doesn['’]?t) (?:mind|hate|object to|detest|"
    r"loathe) (?P<of>[^,;:.!?()\n]{2,30}?) (?:now|any ?more|these days|any longer|nowadays)\b",
    r"\b(?:grown|growing|grew|become|became) (?:quite |rather |really |very )?(?:fond of|to like|"
    r"to love|used to|partial to|keen on) (?P<of>[^,;:.!?()\n]{2,30})",
    r"\b(?:now|nowadays|these days|turns out) i (?:can|do|even|actually|quite|really|also)* ?(?:run|eat|"
    r"like|love|enjoy|drink|tolerate|stand) (?P<of>[^,;:.!?()\n]{2,30}?)(?= and|[,.;!]|$)",
    r"\bi (?:actually|really|even) (?P<of>[a-z]{3,12}) now\b",
    r"\b(?:converted|come round|came round|warmed|warming|coming round) to (?P<of>[^,;:.!?()\n]{2,30})",
    r"(?P<of>[^,;:.!?()\n]{2,30}?) (?:isn['’]?t|aren['’]?t|is not|are not) (?:so|that|as|all that) bad\b",
)
"""What somebody did not like, and does."""

INSTRUCTIONS_OFF: Final = (
    r"\b(?:scratch|undo|cancel|forget|scrap|ignore|disregard|never mind|nevermind|drop|lose|skip|"
    r"reverse|revert|stop with|enough with|enough of) "
    r"(?:about )?(?:the |that |those |my |all the )?(?P<of>[^,;:.!?()\n]{2,50})",
    r"\b(?:you|u) (?:don['’]?t|do not|needn['’]?t|need not) (?:need |have |bother )?(?:to |"
    r"with )?(?P<of>[^,;:.!?()\n]{2,50}?)(?: any ?more| any longer| now|[,;.!?]|$)",
    r"\b(?:you|u) (?:can|may|could) (?:go back to |use |write |be |call me |start |speak |"
    r"talk )?(?P<of>[^,;:.!?()\n]{2,40}?) (?:again|now|any time)\b",
    r"\binstead of (?P<of>[^,;:.!?()\n]{2,40})",
    r"\b(?P<of>[^,;:.!?()\n]{2,40}?) (?:is|are) (?:ok|okay|fine|allowed|welcome) (?:again|now|after all)\b",
)
"""What the assistant need not do any more."""

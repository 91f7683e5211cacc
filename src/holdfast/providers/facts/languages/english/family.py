"""Partners, children and pets."""

from __future__ import annotations

import re
from typing import Final

from holdfast.domain.words_for_people import MUM_AND_DAD, SIBLINGS, any_of
from holdfast.providers.facts.languages.english.chat_words import (
    ALL_ANIMALS,
    ALL_KIDS,
    ANY_NAMES,
    PARTNERS,
    SOME_NAMES,
    WE,
)
from holdfast.providers.facts.languages.english.over import STANDS
from holdfast.providers.facts.languages.english.words import ANIMALS, I_AM, KIDS, NAMES, PARTNER
from holdfast.providers.facts.patterns import NAME, PROPER, Pattern, pattern

WRITTEN: Final[tuple[Pattern, ...]] = (
    pattern(
        "partner",
        rf"\bmy (?:new |lovely |dear )?{PARTNER}(?:['’]s name is|['’]s called|['’]s named| is called|"
        rf" is named| is|,| called| named)? (?P<value>{PROPER})(?!['’]s)",
    ),
    pattern("partner", rf"\b(?:i['’]?m|i am|we are|i got) (?:married|engaged) to (?P<value>{PROPER})\b(?! {PROPER})"),
    pattern("partner", rf"\b(?P<value>{PROPER})(?: is|,) my {PARTNER}\b"),
    pattern("partner", rf"\b(?:{I_AM[2:]} (?:dating|seeing)|i (?:married)) (?P<value>{PROPER})"),
    pattern(
        "partner",
        rf"\b(?P<value>{PROPER}) and (?:me|i)\b.*\b(?:split(?: up)?|broke up|divorced|separated|are over|"
        r"aren['’]t together)\b",
        ends=True,
        lasting=True,
    ),
    pattern(
        "partner",
        rf"\b(?:me|i) and (?P<value>{PROPER})\b.*\b(?:split(?: up)?|broke up|divorced|separated|are over)\b",
        ends=True,
        lasting=True,
    ),
    pattern("partner", rf"\bi (?:broke|split) up with (?P<value>{PROPER})\b", ends=True, lasting=True),
    pattern(
        "partner",
        r"\b(?:we (?:broke up|split up|got divorced|separated)|i (?:got|am|['’]m) (?:now )?divorced|"
        rf"{I_AM[2:]} single(?: again| now)?){STANDS}",
        ends=True,
        lasting=True,
    ),
    pattern(
        "children",
        rf"\b(?:my|our)(?: \w+)? {KIDS}(?:['’]s name is|,| is| are|:)?(?: (?:called|named))? {NAMES}(?!['’]s\b)",
        several=True,
    ),
    pattern(
        "children",
        rf"\b(?:i|we)(?:['’]ve got| have)(?: \w+){{1,2}} {KIDS}(?:,|:| called| named)* {NAMES}",
        several=True,
        sentence=True,
    ),
    pattern(
        "children",
        rf"\b(?:our |my )?baby(?: boy| girl| son| daughter)? {NAMES} (?:arrived|was born|is here|came)",
        several=True,
        lasting=True,
    ),
    pattern(
        "children",
        rf"\bthe (?:kids|children|twins|boys|girls)(?:['’] names)? are(?: called| named)? {NAMES}",
        several=True,
    ),
    pattern(
        "children",
        rf"\b(?P<value>{PROPER})(?:['’]s| is) (?:my|our) (?:youngest|eldest|oldest|middle one|little one|"
        r"firstborn)(?=$|[,.!;]| (?:and|child|son|daughter|one)\b)",
    ),
    pattern("children", rf"\b{NAMES},? (?:is|are),? (?:my|our)(?: \w+)? {KIDS}\b", several=True),
    pattern(
        "pets",
        rf"\b(?:my|our)(?: [\w-]+){{0,2}} {ANIMALS}(?:['’]s name is|,| is| are|:)?(?: (?:called|"
        rf"named))? {NAMES}(?!['’]s\b)",
        several=True,
    ),
    pattern("pets", rf"\b(?:cats?|dogs?|rabbits?|hens|pets) (?:are|is) (?:called |named )?{NAMES}", several=True),
    pattern("pets", rf"\b{NAMES} (?:is|are) (?:the|my|our) {ANIMALS}\b", several=True),
    pattern(
        "pets",
        r"\b(?:i|we)(?:['’]ve)?(?: just)? (?:adopted|got|have|bought|rescued)(?: got)? (?:an? |two |"
        rf"three )(?:[\w-]+ ){{0,3}}?{ANIMALS}(?:,| called| named)+ {NAMES}",
        several=True,
        sentence=True,
        lasting=True,
    ),
    pattern(
        "pets",
        r"\b(?:i|we)(?:['’]ve)?(?: just| now| also| recently)? (?:adopted|got|have|bought|rescued|"
        rf"took in)(?: got)? (?:an? |two |three )(?:[\w-]+ ){{0,3}}?{ANIMALS}"
        rf"(?: [\w ]{{2,20}})?[,;.]? (?:(?:his|her|its|their) names? (?:is|are)|(?:he|she|it|they)(?:['’]s|"
        rf"['’]re| is| are) (?:called|named)) {NAMES}",
        several=True,
        sentence=True,
        lasting=True,
    ),
    pattern(
        "pets",
        r"\b(?:i|we)(?:['’]ve)?(?: just| now| also| recently)? (?:adopted|got|have|bought|rescued|took in|"
        rf"found)(?: got)? (?:an? |two |three )(?:[\w-]+ ){{0,3}}?{ANIMALS}"
        rf"(?: [\w ]{{2,20}}?)?,? (?:and )?(?:i |we )?(?:named|called|call|name)(?: him| her| it| them)? {NAMES}",
        several=True,
        sentence=True,
        lasting=True,
    ),
    pattern(
        "pets",
        rf"\b(?:i|we)(?:['’]ve| have) got (?:an? |two |three )(?:[\w-]+ ){{0,3}}?{ANIMALS}, {NAMES}",
        several=True,
        sentence=True,
    ),
    pattern(
        "pets",
        rf"\b(?:there['’]?s also|and|also) the {ANIMALS},? (?:called |named )?{NAMES}",
        several=True,
        sentence=True,
    ),
    pattern(
        "pets",
        rf"\b(?:we|i) (?:gave|had to give|rehomed|had to put|sold) (?P<value>{PROPER})\b(?=.*\b(?:to|away|"
        r"down|sanctuary|shelter)\b|$)",
        ends=True,
        lasting=True,
    ),
    pattern(
        "pets",
        r"\b(?P<value>(?!(?:he|she|they|it|who|mum|mom|dad|gran\w*|my|our|the|his|her|nobody|someone|"
        rf"somebody|uncle|aunt\w*|people|many|battery)\b){PROPER})(?:,? (?:my|our) {ANIMALS},?)? (?:died|"
        r"passed away|was put down|ran away)\b",
        ends=True,
        lasting=True,
    ),
)

CHAT: Final[tuple[Pattern, ...]] = (
    pattern(
        "partner",
        rf"\b(?P<value>{PROPER})\b[^,.!?]{{0,40}}?, (?:who['’]?s |that['’]?s |thats |he['’]s |"
        rf"she['’]s )(?:also )?my {PARTNERS}\b",
        sentence=True,
    ),
    pattern("partner", rf"\b(?:the|my|our) (?:new )?{PARTNERS}[,:]? (?:is |called )?(?P<value>{PROPER})\b"),
    pattern(
        "partner",
        rf"\b(?:i )?(?:met|seeing|dating)(?: \w+){{0,2}}, (?P<value>{PROPER}), (?:and )?we['’]?re\b",
        sentence=True,
    ),
    pattern(
        "partner",
        rf"\b(?P<value>{PROPER}),? (?:and )?we['’]?(?:re| are| got| have been) (?:now )?(?:engaged|married|"
        r"dating|a couple|together)\b",
        sentence=True,
    ),
    pattern(
        "partner",
        rf"\b(?P<value>{PROPER}) and (?:i|me) (?:are|got|have been|are getting|tied)(?: just| now|"
        r" finally)? (?:married|engaged|together|dating|hitched)\b",
        lasting=True,
    ),
    pattern(
        "partner",
        rf"^(?P<value>{PROPER}) (?:finally )?proposed\b(?=.*\b(?:i|yes|me|us|ring)\b|[.! ]*$|.* (?:on|at|in)\b)",
        lasting=True,
        sentence=True,
    ),
    pattern("partner", rf"\b{PARTNERS}[!.,:…]+ (?P<value>{PROPER})(?=$|[,.! ])", sentence=True),
    pattern(
        "partner",
        rf"^(?P<value>{PROPER})[.,]? (?:we['’]ve been )?(?:together|married)(?: for)? [\w ]{{1,15}}?(?:years|"
        r"months|yrs)\b",
        sentence=True,
    ),
    pattern(
        "partner",
        r"\b(?:the |our |my )?(?:wedding|engagement)(?:['’]s| is) (?:off|cancelled|called off)\b",
        ends=True,
        lasting=True,
    ),
    pattern(
        "partner",
        r"^single(?: again)?(?=$|[,.!])(?![^.!?]*\b(?:please|double|twin|room|bed|ticket|return)\b)",
        ends=True,
        lasting=True,
    ),
    pattern(
        "children",
        rf"\b(?:my|our) {ALL_KIDS}(?:,|['’]s name is| is|['’]s| are|:)? (?:called |named )?{SOME_NAMES}(?=$|"
        r"[,.;!?)]|['’]s\b| (?:is|are|was|wants?|has|have|loves?|hates?|said|turned|and|who|just|got|"
        r"needs?)\b)",
        several=True,
        lasting=True,
    ),
    pattern(
        "children",
        rf"\b(?:got|have|['’]ve|had|the|with|raising|my|our)(?: \w+)? {ALL_KIDS}\b[^.!?]{{0,50}}?"
        rf"[,:] {ANY_NAMES}(?=$|[.!,])",
        several=True,
        sentence=True,
    ),
    pattern("children", rf"^{ALL_KIDS} are\b[^.!?]{{0,40}}?[,:] {SOME_NAMES}(?=$|[.!,])", several=True, sentence=True),
    pattern("children", rf"\b(?:our|my) (?:new )?{ALL_KIDS}, {SOME_NAMES}(?=$|[.!,])", several=True, lasting=True),
    pattern(
        "pets",
        rf"\b{SOME_NAMES}, (?:(?:that['’]?s|thats|who['’]?s|which is|she['’]s|he['’]s) )?(?:my|our|"
        rf"the) (?:\w+ ){{0,2}}?{ALL_ANIMALS}\b",
        several=True,
        sentence=True,
    ),
    pattern(
        "pets",
        rf"\b(?:my|our|the) (?:\w+ ){{0,2}}?{ALL_ANIMALS},? (?:is )?(?:called |named )?{SOME_NAMES}\b(?!['’]s)",
        several=True,
    ),
    pattern(
        "pets",
        rf"^(?=.*\b{ALL_ANIMALS}\b).*\b(?:called|named|christened|call) (?:him|her|it|"
        rf"them) (?P<value>(?!(?:in|over|back|out|when|that|a|an|every)\b){NAME}(?:(?:, | and ){PROPER})*)",
        several=True,
        sentence=True,
        lasting=True,
    ),
    pattern(
        "pets",
        rf"{WE} (?:got|have|keep|own|acquired|adopted|rescued|bought)(?: got)? (?:an? |two |three |four |"
        rf"some |my |\d |)(?:\w+ ){{0,2}}?{ALL_ANIMALS}(?: (?:myself|ourselves|too|as well|now|here))?(?:,|:|"
        rf" called| named)+ {ANY_NAMES}",
        several=True,
        sentence=True,
        lasting=True,
    ),
    pattern(
        "pets",
        rf"{WE} (?:keep|have|own)(?: got)? (?P<value>(?:two |three |four |five |some |a few |a dozen |"
        r"\d+ )?(?:goats|alpacas|chickens|hens|ducks|sheep|pigs|cows|horses|llamas|donkeys|ponies|"
        r"rabbits))(?=$|[.,!;]| (?:instead|now|and|too|as well|at|in|on)\b)(?!,? (?:called|named))",
    ),
    pattern(
        "pets",
        r"\b(?:i|we)['’]ve (?:got )?(?P<value>(?:two |three |four |five |some |a few |a dozen |"
        r"\d+ )?(?:goats|alpacas|chickens|hens|ducks|sheep|pigs|cows|horses|llamas|donkeys|ponies|"
        r"rabbits))(?=$|[.,!;]| (?:instead|now|and|too|as well|at|in|on)\b)(?!,? (?:called|named))",
    ),
    pattern("pets", rf"\bgot (?:my |our )(?:[\w-]+ )?{ALL_ANIMALS} {SOME_NAMES}", several=True),
    pattern(
        "pets",
        r"\b(?:we|i) (?:lost|buried|had to (?:put|say goodbye to)) (?P<value>(?!my\b|our\b|"
        rf"the\b){PROPER})(?= (?:in|last|this|on|down|yesterday|today|to)\b|$|[.,!])",
        ends=True,
        lasting=True,
    ),
    pattern(
        "pets",
        r"^(?:(?:sadly|so|and|sad news)[,: ]+)*(?P<value>(?!(?:never|he|she|it|they|who|nobody|just|i|we|"
        rf"phone|battery|laptop|car|mum|dad|gran\w*|my|the|our|his|her)\b){NAME}) (?:died|passed away|"
        r"is dead|was put (?:down|to sleep))(?=$|[ .,!:])",
        ends=True,
        lasting=True,
    ),
    pattern(
        "pets",
        r"^(?:the |my |our )?(?P<value>goats|alpacas|chickens|hens|ducks|sheep|pigs|cows|horses|"
        r"rabbits) are (?:gone|sold|no more)\b",
        ends=True,
        lasting=True,
    ),
    pattern("partner", rf"\b(?P<value>{PROPER})['’]s my {PARTNERS}\b"),
    pattern(
        "partner",
        rf"\b(?P<value>{PROPER}), (?:who is|who['’]s|that['’]s)[\w ,]{{0,25}}? my {PARTNERS}\b",
        sentence=True,
    ),
    pattern(
        "children",
        r"^(?:and )?the (?:other|older|younger|big|little) (?:two|three|one|ones) (?:is|are) (?:called |"
        rf"named )?{SOME_NAMES}(?=$|[,.!])",
        several=True,
    ),
    pattern(
        "pets",
        r"^(?!.*\b(?:he|she|they|his|her|their|who|story|film|book|movie|novel|once)\b).*\b(?:an?|one|my|"
        rf"our|two|three) (?:[\w-]+ ){{0,2}}?{ALL_ANIMALS} (?:called|named) {SOME_NAMES}(?=$|[,.!;]| (?:and|"
        r"but|so|now|too)\b)",
        several=True,
        sentence=True,
    ),
)
"""The same as people write it in chats: in small letters, things named beside each other, reasons given by their effect."""

MAYBE_LOVER: Final = re.compile(r"\bmy girl\b(?! is called\b)", re.IGNORECASE)
"""Words for a child that are as good as words for a girlfriend."""

OF_A_CHILD: Final = re.compile(
    r"\b(?:is|turned|turns|turning|aged?|now|just|nearly) (?:[1-9]|1\d|one|two|three|four|five|six|"
    r"seven|eight|nine|ten|eleven|twelve)\b|"
    r"\b(?:school|nursery|kindergarten|playgroup|class|teacher|homework|born|toddler|teething|uni|"
    r"university|college|exams?|grown up|"
    rf"graduat\w+|grand\w+|{any_of(SIBLINGS, MUM_AND_DAD)}|daughter|kids?|child(?:ren)?|mummy|mommy|daddy)\b",
    re.IGNORECASE,
)
"""What is told of children rather than of lovers."""

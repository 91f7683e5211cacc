"""What has changed at home: where people live now, with whom, and how old they have become, said in passing."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.languages.english.chat_words import ALL_ANIMALS, ANY_NAMES, DWELLING, SOME_NAMES
from holdfast.providers.facts.languages.english.words import BUSINESS, MONTH, PARTNER, STOP
from holdfast.providers.facts.patterns import NAME, PROPER, Pattern, pattern

_LEAD: Final = (
    r"(?:^|\b(?:but|and|so|then) )(?:(?:and|so|but|also|then|oh|ok|okay|well|yes|yeah|yep|yh|no|nah|"
    r"nope|update|news|btw|just|finally|now|actually|currently|still|plus|anyway|hi|hello|"
    r"hey)\b[,:.! ]*)*"
)
_WORD: Final = r"(?-i:[^\W\d_a-zß-öø-ÿ])[\w'’-]*"
_TOWN: Final = (
    r"(?P<value>(?!(?:I|My|The|We|It|A|An|But|And|So|Since|In|At|No|Yes|Nah|Hi|Hello|Now|Then|This|That|"
    r"He|She|They|You|There|Here|If|When|What|Still|Just|Well|Oh|Ok|Okay|"
    rf"Also)\b)(?:the )?{_WORD}(?:[ -]{_WORD}){{0,2}})"
)
SMALL_TOWN: Final = (
    r"(?P<value>(?!(?:i|my|the|we|it|a|an|me|you|this|that|her|his|our|your|their|here|there|bed|town|"
    r"work|school|love|fact|total|general|case|time|trouble|"
    r"debt|pain|shape|shock|agony|class|bits|awe|denial|menopause|labour|labor|meetings?|pjs|pyjamas|"
    r"tears|line|luck|doubt|control|contact|place|position|favour|favor|here|process|transit|traffic|"
    r"therapy|prison|jail|rehab|high|middle|primary|secondary|grad|law|med|year|grade|touch|charge|"
    r"mourning|summer|winter|spring|autumn|english|german|french|spanish|two|three|four|first|second|"
    r"these|those|all|some|any|uni|college|hospital|between|it|peace|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|one|need|"
    r"person|theory|practice|private|public|bits|tears|there|addition|advance|future|recent|"
    r"half|full|part|every|most|which|what|case|no|not|such|order|progress|stock|season|training|"
    r"therapy|hand|mind|limbo|recovery|remission|business|sales|tech|finance|marketing|healthcare|"
    rf"it)\b){NAME}(?:[ -]{PROPER}){{0,2}})"
)
_IN: Final = r"(?:(?:out|over|down|up|back|right|just outside|here|somewhere) )?(?:in|nr\.?|near|outside|by|round)"
_WHEN: Final = (
    rf",? (?:since|as of|from(?= {MONTH}| next| last| \d)) (?:{MONTH}|last|next|the|spring|summer|autumn|"
    r"winter|\d|a |two|christmas|easter|new year|january|my|our|we|i)\b"
)
HERE: Final = (
    r"(?=$|[.,!;)]| (?:now|these days|with|since|so|and|but|if|for (?:the|my|our|good|work|a (?:bit|"
    r"while))|to be|because|cos|as|till|until|next to|at last|already|again|myself|where|which|btw|near|"
    rf"on)\b| {MONTH}\b)"
)
_SEEKING: Final = (
    r"(?!.*\b(?:look\w*|search\w*|hunt\w*|want|need|sold|selling|viewing|visit\w*|holiday|airbnb|hotel|"
    r"let out|rent out|his|her|their|he|she|they|might|may|could|would|if|offer\w*|parents['’]?)\b)"
)

PATTERNS: Final[tuple[Pattern, ...]] = (
    pattern(
        "home",
        r"^(?=[^.;!?]*\b(?:i|we|i['’]?m|we['’]re|i['’]ve|we['’]ve|me|us|my|our)\b)(?!.*\b(?:gave up|"
        r"given up|give up|left|moved out|quit)\b)(?=[^.;!?]*\b(?:got|get|have|found|took|taken|bought|"
        rf"buying|rent\w*|shar\w+|swapped|traded|gave|given|moved|moving|living|live|in)\b){_SEEKING}"
        rf"[^.;!?]{{0,60}}?\b(?:an?|our|my|the|own|new|another|bigger|smaller|"
        rf"first) (?:[\w-]+ ){{0,2}}?{DWELLING}(?: (?!in\b)[\w’'-]+){{0,4}}? {_IN} {_TOWN}{STOP}",
        lasting=True,
    ),
    pattern(
        "home",
        r"\b(?:got|found|took|bought|renting|rented|sharing|have|['’]ve) (?:an?|our|my|"
        rf"the) (?:[\w-]+ ){{0,2}}?{DWELLING}(?: (?!in\b)[\w’'-]+){{0,2}}? {_IN} {SMALL_TOWN}{HERE}",
        lasting=True,
    ),
    pattern(
        "home",
        r"\b(?:i['’]?m|i am|we['’]?re|we are)(?: now| both| all| here)* (?:(?:out|over|down|up|back|living|"
        r"settled|based|at hers|at his|at (?:my|our) \w+['’]s?|at \w+ \w+['’]s?)(?: place| house|"
        rf" flat)?) (?:in|near|nr) {_TOWN}{HERE}",
    ),
    pattern(
        "home",
        r"\b(?:i['’]?m|i am|we['’]?re|we are)(?: now| both| all| here)* (?:out|over|living|settled|"
        rf"based) (?:in|near|nr) {SMALL_TOWN}{HERE}",
    ),
    pattern(
        "home",
        r"\b(?:i['’]?m|i am|we['’]?re) at (?:hers|his|theirs|my \w+['’]s|mum['’]s|mom['’]s|"
        rf"dad['’]s),? (?:in )?{_TOWN}(?: way)?{STOP}",
        sentence=True,
    ),
    pattern(
        "home",
        rf"\b(?:moved|moving|living|live) (?:in )?(?:with|w) [^.;!?]{{2,40}}?,? (?:out |over |down |"
        rf"up )?in {_TOWN}{HERE}",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b(?:i|we)(?:['’]ve)? (?:both )?stayed (?:put )?in {_TOWN}(?: for good| in the end| though|"
        r" tho)?(?=$|[.,!;])",
    ),
    pattern(
        "home", rf"\bstayed in {SMALL_TOWN} (?:for good|in the end|though|tho|after all)(?=$|[.,!;]| )", lasting=True
    ),
    pattern(
        "home",
        r"\b(?:i|we)(?:['’]ve| have)?(?: just| finally| now| recently| already)* (?:shifted|transferred|"
        r"come|came|gone|been seconded|been posted|been transferred|emigrated|upped sticks)(?: back| over|"
        rf" home| south| north| out| down| up)*,? to {_TOWN}{STOP}(?!.*\b(?:for (?:a|the) (?:week|weekend|"
        r"day|night|visit|holiday|conference|wedding))\b)",
        lasting=True,
    ),
    pattern(
        "home", rf"{_LEAD}(?:shifted|transferred|relocated|emigrated|seconded|posted) to {_TOWN}{STOP}", lasting=True
    ),
    pattern("home", rf"\b(?:moved|returned|went|came|gone|got)(?: back)? home,? to {_TOWN}{STOP}", lasting=True),
    pattern("home", rf"\bit['’]?s {_TOWN} (?:now|these days)(?=$|[.,!;]| (?:for|and|so|instead)\b)", lasting=True),
    pattern(
        "home",
        rf"{_LEAD}(?:i['’]?m |we['’]re )?(?:in )?{_TOWN},? (?:now|these days)(?=$|[.,!])(?<!right now)(?<!ok now)",
        lasting=True,
    ),
    pattern("home", rf"{_LEAD}(?:i['’]?m |we['’]re )?(?:in )?{_TOWN}{_WHEN}", lasting=True),
    pattern("home", rf"{_LEAD}{_TOWN} is (?:home|where (?:i|we) live)(?=$|[.,!]| now| these)", lasting=True),
    pattern(
        "home",
        r"^(?:and |so )?(?P<value>(?!(?:this|that|it|where|there|nowhere|here|he|she|"
        r"nobody)\b)[a-zà-ÿ]{4,}(?: [a-zà-ÿ]{4,})?) is home(?: now)?(?=$|[.,!])",
    ),
    pattern(
        "home",
        rf"\b(?:at|in|round|up|down)? ?here in {_TOWN}{STOP}(?!.*\b(?:holiday|conference|hotel|visiting|trip|"
        r"nights?)\b)",
    ),
    pattern(
        "home",
        rf"\b(?:running|working|writing|calling|typing|living|freelancing|teaching|commuting) from {_TOWN}{HERE}",
    ),
    pattern("home", rf"\b(?:i|we)(?: now| still| currently)? sleep in {_TOWN}{STOP}"),
    pattern("home", rf"\b(?:i['’]?m|i am|im) (?:living |now |here )*in {SMALL_TOWN}(?=[,.!]|$)"),
    pattern("home", rf"\baddress(?:['’]s| is|:) (?:now )?{_TOWN}(?: now| these days)?(?=$|[.,!])"),
    pattern(
        "home",
        rf"\b(?:left|moved|gone|packed up)\b[^.!?]*\bit['’]?s {_TOWN} for (?:us|me)(?: now| these days)?(?=$|[.,!;])",
        lasting=True,
        sentence=True,
    ),
    pattern("home", rf"\b(?:we['’]?re|we are|i['’]?m|im) in {SMALL_TOWN} (?=so\b)"),
    pattern(
        "home",
        r"\b(?:i|we)(?: now| both)? (?:run|own|manage|keep|have) (?:an?|the|my|"
        rf"our) (?:[\w’'-]+ ){{0,2}}?{BUSINESS} in {_TOWN}(?=[,.!]|$| (?:and|but|so|with)\b)",
    ),
    pattern(
        "partner",
        r"\b(?:moved|moving|living|live) (?:in )?(?:with|w) (?P<value>(?!(?:My|The|Our|A|Some|Two|Three|His|"
        rf"Her|Mum|Mom|Dad|Gran\w*|Friends)\b){PROPER})(?=$|[,.!]| (?:in|last|now|since|and|at|two|this)\b)",
        lasting=True,
    ),
    pattern(
        "home",
        r"\b(?:i|we)(?:['’]ve| have)?(?: just| both)? (?:moved|relocated)(?: out| back| over| down| up|"
        rf" away)* to {_TOWN}(?= for\b|$|[,.!;])",
        lasting=True,
    ),
    pattern(
        "home",
        r"\b(?:job|position|post|role|contract|place) (?:at|"
        rf"with) [^,.;!?]{{2,30}}? in {_TOWN}\b(?=[^.!?]*\bi(?:['’]ve| have)?(?: just)? (?:moved|"
        r"relocated)\b)",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "partner",
        rf"\b(?:an?|my|new) (?:\w+ )?{PARTNER}(?: now| too| again| at last)?[,.:;–—-]+ ?(?:and )?(?:(?:her|"
        rf"his|their) name(?:['’]s| is)|(?:she|he)(?:['’]s| is) called|called) (?P<value>{PROPER})",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "partner",
        rf"\bmy (?:girl|man|guy|lady|fella) (?P<value>{PROPER})(?= (?:moved in|and (?:i|me)|says|said|lives with)\b)",
        lasting=True,
    ),
    pattern("name", rf"\b(?:real|full|actual|given|proper) name(?:['’]s| is) (?P<value>{PROPER}(?: {PROPER})?)"),
    pattern("home", rf"\bmy (?:new |postal )?address is (?:now )?in {_TOWN}(?= now|$|[.,!])", lasting=True),
    pattern(
        "home",
        rf"\b(?:i['’]?m|i am) (?:stuck|living|exiled|marooned) in {_TOWN}{HERE}(?!.*\b(?:airport|traffic|"
        r"today|tonight|meeting|delay\w*)\b)",
    ),
    pattern(
        "home", rf"\b{PROPER} (?:girl|boy|lad|lass|man|woman|native) (?:stuck|living|exiled|based|now) in {_TOWN}{STOP}"
    ),
    pattern(
        "home",
        r"\b(?:i|we)(?:['’]ve| have)?(?: just| now)? (?:bought|settled|"
        rf"built)(?: \w+ ?\w*)? in {_TOWN}{STOP}(?!.*\b(?:shop|market|holiday|airport|sale)\b)",
        lasting=True,
    ),
    pattern("home", rf"\bhere (?:i am|we are)(?: [\w ]{{2,25}})? in {_TOWN}{STOP}"),
    pattern(
        "home",
        rf"\b(?:left|leaving) {PROPER}(?: {PROPER})?(?: in (?:the )?\w+)? for {_TOWN}{STOP}",
        lasting=True,
    ),
    pattern("home", rf"\bmoved (?:in |to |into )?somewhere [\w ]{{3,20}}?,? in {_TOWN}{STOP}", lasting=True),
    pattern(
        "home",
        rf"\b(?:we|i)(?:['’]ve)? (?:picked|chose|chosen|went for|settled on) {_TOWN}(?=[,.!;]|"
        r"$)(?!.*\b(?:for (?:the|our) (?:trip|holiday|honeymoon|wedding))\b)",
        lasting=True,
    ),
    pattern("home", rf"^(?:here |right )?(?:down|up|over|out|back) in {_TOWN}(?=[,.!]|$)"),
    pattern(
        "home",
        r"\b(?:we|i)(?:['’]ve|['’]re)? (?:finally )?(?:made it|arrived|landed)(?: to|"
        rf" in)?[,:!]? {_TOWN}(?=[,.!]|$)(?!.*\b(?:airport|holiday|hotel|tonight|today)\b)",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b(?:i['’]?m|i am) (?:an? |the )?(?:[\w-]+ ){{1,4}}(?:with|at|"
        rf"for) {PROPER}(?: {PROPER})? in {_TOWN}(?=[,.!]|$)",
    ),
    pattern(
        "home",
        rf"\b(?:quitté|dejado|dejé|lasciato|deixado|verlassen) {PROPER} (?:pour|por|per|für) {_TOWN}",
        lasting=True,
    ),
    pattern("name", rf"^(?:(?:dr|prof|professor|mr|mrs|ms)\.? )(?P<value>{PROPER} {PROPER})(?=[,.!])"),
    pattern(
        "children",
        r"\b(?:an?|our|my|the) (?:\w+ )?(?:toddler|teenager|teen|newborn|one-year-old|"
        rf"two-year-old),? (?:called |named )?{SOME_NAMES}(?=[,.!;]|$| (?:who|and|is)\b)",
        several=True,
        sentence=True,
    ),
    pattern(
        "pets",
        rf"\bwith (?:my |our |two |three |a |an )?(?:\w+ )?{ALL_ANIMALS}, {SOME_NAMES}(?=[,.!;]|$)",
        several=True,
        sentence=True,
    ),
    pattern(
        "pets",
        r"\b(?:an?|our|my|another|a second|a third) (?:second |third |"
        rf"new )?{ALL_ANIMALS}\b[^.!?]{{0,30}}[.!] {SOME_NAMES}[.!]?$",
        several=True,
        sentence=True,
        lasting=True,
    ),
    pattern(
        "origin",
        r"\b(?:i['’]?m|i am) (?P<value>(?-i:[A-Z])[a-z]+(?:ish|ese|ian|ean|an|ch)|Czech|Greek|Thai|Swiss|"
        r"Dutch|Irish) (?:by birth|by origin|originally|after all|born and bred)\b",
    ),
    pattern("origin", rf"\b{_TOWN},? born (?:and|n|&) (?:bred|raised)\b"),
    # with whom
    pattern(
        "partner",
        rf"(?:^|\b(?:my|the|our|a|new|and|with|w) )(?:new |lovely |dear |now )?(?:{PARTNER}|hubby|missus|"
        r"wifey|hubs|other half|better half),? \(?(?P<value>(?!(?:I|He|She|We|They|My|The|And|But|Who|Is|"
        rf"Was)\b){PROPER})(?!['’]s\b)",
        lasting=True,
    ),
    pattern("partner", rf"\b(?P<value>{PROPER})(?:['’]s| is) (?:the|my) (?:new )?(?:{PARTNER}|missus|wifey|hubs)\b"),
    pattern(
        "partner",
        rf"\bmoved? in (?:with|w) my (?:girl|man|guy|lady|fella|fiancée?) (?P<value>{PROPER})\b",
        lasting=True,
    ),
    pattern(
        "partner",
        r"\b(?:seeing|dating|met|going out with|found)(?: (?:someone|somebody|a (?:new |nice |"
        r"lovely )?(?:girl|guy|man|woman|lad|lady|person)))(?: new| else| too| special|"
        r" lovely)?[,.:;!–—-]+ ?(?:(?:(?:her|his|their) name(?:['’]s| is)|(?:she|he|they)(?:['’]s|"
        rf"['’]re) called|it['’]s|called) )?(?P<value>{PROPER})(?=$|[,.!;( ])",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "partner",
        rf"\b(?:for|in|found) love\b[^.!?]{{0,15}}[,.:;–—-]+ ?(?:(?:her|his|their) name(?:['’]s| is)|(?:she|"
        rf"he)['’]s called) (?P<value>{PROPER})",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "partner",
        rf"\b(?:me and|i and|us,? me and) (?P<value>{PROPER}) are (?:a thing|an item|official|together|a couple)\b",
        lasting=True,
    ),
    pattern(
        "partner",
        rf"\b(?P<value>{PROPER}) (?:and|n|&) (?:me|i) (?:are|['’]re|got) (?:a thing|an item|official|"
        r"together|a couple|hitched|wed)\b",
        lasting=True,
    ),
    pattern(
        "partner",
        rf"\b(?P<value>{PROPER}) (?:n|&|and) (?:me|i) (?:got|have got|['’]ve got|"
        r"finally got)(?: \w+)? (?:married|hitched|engaged|wed)\b",
        lasting=True,
    ),
    pattern(
        "partner",
        rf"\bwe['’]?(?:re|ve been) (?:together|married) since\b.*?,? (?P<value>{PROPER}) and (?:i|me)\b",
        sentence=True,
    ),
    pattern(
        "children",
        rf"\b(?:girl|boy|baby|son|daughter|twins|little one|triplets)\b[^.!?]{{0,40}}?\b(?:named|called|call|"
        rf"name)(?: (?:her|him|them))? {SOME_NAMES}",
        several=True,
        sentence=True,
        lasting=True,
    ),
    pattern(
        "children",
        r"\b(?:twins?|a (?:baby )?(?:girl|boy|son|daughter)|twin (?:boys|girls)|"
        r"(?<!has )(?<!has got )(?:two|three|four) (?:daughters|sons|girls|boys|"
        rf"kids))\b[^.!?,]{{0,40}}, {SOME_NAMES}(?=$|[,.!])",
        several=True,
        sentence=True,
        lasting=True,
    ),
    pattern(
        "children",
        r"\bmy (?:own )?(?:girl|boy|lad|lass|teenager|middle one|eldest|youngest|oldest|little one|"
        rf"firstborn|wee one) {SOME_NAMES}(?!['’]s\b)",
        several=True,
    ),
    pattern(
        "children",
        r"^(?:and |the |my |our )*(?:kids|children|boys|girls|twins|daughters|sons) are (?:called |"
        rf"named )?{SOME_NAMES}(?=$|[,.!])",
        several=True,
    ),
    pattern(
        "children",
        rf"\bwe (?:have |['’]ve )?adopted[!.,: ]+{SOME_NAMES},? (?:he|she|they)['’]?(?:s|re) (?:\d|a |an )",
        several=True,
        sentence=True,
        lasting=True,
    ),
    pattern(
        "children",
        r"^(?:so |and |but )?(?:the )?(?:baby|little one|newborn|bump) (?:is here|has arrived|arrived|came|"
        rf"is called|['’]s here)[!.,: ]+{SOME_NAMES}(?=$|[,.! ])",
        several=True,
        sentence=True,
        lasting=True,
    ),
    pattern(
        "pets",
        r"\b(?:got|bought|adopted|rescued|found|took in|inherited|acquired|keep|have|"
        r"['’]ve)(?: got)?(?: myself| ourselves| us| my(?=self)| me)? (?:an? |two |three |another |their |"
        rf"a second )(?:[\w-]+ ){{0,3}}?{ALL_ANIMALS}"
        rf"[^.!?]{{0,25}}?[,.:;–—-]+ ?(?:(?:who(?:['’]s| is)|he['’]s|she['’]s|they['’]re|his name(?:['’]s|"
        rf" is)|her name(?:['’]s| is)|named|called) )*{ANY_NAMES}",
        several=True,
        sentence=True,
        lasting=True,
    ),
    pattern(
        "pets",
        rf"\b(?:i|we)(?:['’]ve)?(?: got| have| adopted| rescued) (?P<value>{PROPER}), (?:my|our|a|"
        rf"an) (?:[\w-]+ ){{0,2}}?(?:{ALL_ANIMALS}|pit|pitbull|mix|cross|rescue|doodle|shepherd|pup)\b",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "pets",
        r"\b(?:there['’]?s|there is|there are|there was|with) (?:an?|my|our|two|"
        rf"three) (?:[\w-]+ ){{0,3}}?{ALL_ANIMALS},? (?:called|named|by the name of) {SOME_NAMES}",
        several=True,
        lasting=True,
    ),
    pattern(
        "pets",
        rf"\bthere(?:['’]s| is) {SOME_NAMES}, (?:my|our) (?:\w+ ){{0,2}}?{ALL_ANIMALS}\b",
        several=True,
        sentence=True,
    ),
    pattern(
        "pets",
        rf"\b(?:an?|my|our|the) (?:[\w-]+ ){{0,2}}?{ALL_ANIMALS} (?:called|named) {SOME_NAMES}(?=$|[,.!;]|"
        r" (?:and|who|that|but|so)\b)(?!.*\b(?:his|her|their|isn['’]t mine|not mine|not my|belongs)\b)",
        several=True,
    ),
    pattern(
        "pets",
        rf"^(?:mine|mines|ours)(?:['’]s| is| are)? (?:called|named) {SOME_NAMES}(?=$|[,.!]| (?:and|but)\b)",
        several=True,
    ),
    # how old
    pattern(
        "age",
        r"\b(?:i['’]?m|i am) (?:now |already |just )?(?P<value>(?:twenty|thirty|forty|fifty|sixty|seventy|"
        r"eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|nineteen|eighteen)(?=$|"
        r"[,.!;]| (?:and|now|so|already|today|years old)\b)",
    ),
    pattern(
        "age",
        r"^(?:and |so |well |hello \w+ \w+, )?(?P<value>(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|"
        r"ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?)(?: now| already| and still|"
        r" years (?:old|young))(?=$|[,.! ])",
    ),
    pattern(
        "age",
        r"\b(?:at|being|of|now|reached|am) (?P<value>(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|"
        r"ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?)(?=$|[,.!])",
    ),
    pattern("name", rf"^(?:hi |hello |hey )?(?P<value>{PROPER}),? by the way\b"),
    pattern("name", rf"\bmy name,? (?P<value>{PROPER} {PROPER})(?=$|[.,!])"),
    pattern("name", rf"^(?:hi[, ]+|hello[, ]+)?{PROPER} here\b(?=,? (?:again|from)\b)"),
    pattern(
        "form_of_address",
        rf"\b(?:nobody|no one|everyone|everybody|people)\b[^.!?]{{0,25}}\b(?:calls? me that|"
        rf"call me)\b[^.!?]{{0,6}}?,? it['’]s (?P<value>{PROPER})",
        sentence=True,
    ),
    pattern("form_of_address", rf"\b(?P<value>{PROPER}),? not {PROPER},? (?:please|pls|thanks)\b", sentence=True),
    pattern(
        "form_of_address",
        r"\b(?:you (?:may|can|should|could) )?address me as (?P<value>(?:(?:dr|mr|mrs|ms|professor|prof|"
        rf"doctor)\.? )?{PROPER})",
        lasting=True,
    ),
    pattern("form_of_address", rf"\b(?P<value>{PROPER}) (?:will do|is fine|is enough|suits me)(?=$|[.,!;])"),
)

"""English as people write it in chats: names in small letters, things named beside each other, reasons given by their effect."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.languages import english_words as full
from holdfast.providers.facts.patterns import NAME, PROPER, Pattern, pattern

_IM: Final = r"\b(?:i['’]?m|i am)"
_WE: Final = r"\b(?:i|we)(?:['’]ve|['’]re| have)?(?: just| now| also| recently| finally| still| actually)*"
_STOP: Final = full.STOP
_PLACE: Final = rf"(?P<value>{PROPER}(?:[ -]{PROPER}){{0,2}}){_STOP}"
_ANY_NAME: Final = r"(?!(?:and|n|the|my|our|a|an|he|she|they|it|who|which|that|so|but|is|are|was|if|in|on|at|for|to|with|also|both|all|now)\b)[^\W\d_][\w’'-]*"
_ANY_NAMES: Final = rf"(?P<value>{_ANY_NAME}(?:(?:, and |, | and | n | & ){_ANY_NAME})*)(?=$|[,.;!?)]| (?:and|but|so|is|are|was|has|loves?|hates?|btw)\b)"
_NAMES: Final = rf"(?P<value>{PROPER}(?:(?:, and |, | and | n | & ){PROPER})*)"
_ANIMALS: Final = (
    rf"(?:{full.ANIMALS}|alpacas?|llamas?|donkeys?|axolotls?|corgi|staffy|staffie|pup|pups|lurcher|whippet|lab|cockapoo|labradoodle|hounds?|setter|"
    r"tabby|moggy|bunnies|gerbils?|chinchillas?|budgie|canaries|frogs?|toads?|newts?|spiders?|tarantulas?|hedgehog|piglets?|pigs?|cows?|mule|chihuahua|"
    r"dalmatian|rottweiler|doberman|malamute|mastiff|mutt|mongrel|macaw|parakeet|cockatoo)"
)
_KIDS: Final = rf"(?:{full.KIDS}|eldest|oldest|youngest|middle (?:one|child)|teenagers?|teens?|lads?|firstborn|little (?:girls?|boys?|lads?)|lil (?:girls?|boys?|ones?))"
_PARTNER: Final = rf"(?:{full.PARTNER}|fella|missus|bloke|better half|old man|man|girl|guy|hubs|wifey)"
_PARTNERS: Final = rf"(?:{full.PARTNER}|missus|better half|wifey|hubs)"
_TRADE: Final = rf"(?:(?!(?:{full.NO_TRADE})\b)[a-z]{{3,}}(?:er|or|eer|ist|ician|smith|keeper|maker|worker)|student|apprentice|trainee|assistant)"
_ORGANISATION: Final = rf"(?P<value>(?:the )?{PROPER}(?: (?:{PROPER}|of|and|&)){{0,3}})(?!['’]s\b)"
_DWELLING: Final = r"(?:flat|house|apartment|room|place|cottage|studio(?: flat)?|bedsit|loft|bungalow|houseboat|caravan|farm|townhouse|maisonette|council (?:flat|house)|condo|annexe?|home|cabin)"
_MADE_ILL: Final = (
    r"(?:makes? me (?:\w+ )?(?:ill|sick|puke|vomit|throw up|itch|itchy|swell|wheeze|sneeze|bloated|poorly|unwell)|(?:really |very )?(?:upsets?|wrecks?|ruins?) my (?:stomach|gut|tummy)|"
    r"(?:gives?|gave) me (?:hives|a rash|cramps|spots|asthma|stomach \w+)|brings? me out in|sets? off my|(?:my )?(?:throat|tongue|face|lips|mouth|eyes?) (?:closes?|swells?|itch\w*|puffs?|goes? numb)|"
    r"i (?:swell|puff|come out in|break out|react|get hives|get a rash|can['’]?t breathe|end up in (?:hospital|a&e|er))|epi-?pen|anaphyla\w+|hospital|(?:i['’]?m )?allerg\w+|intoleran\w+|don['’]?t agree with me|doesn['’]?t agree with me)"
)
_FOOD: Final = r"(?P<value>(?!(?:it|that|this|them|any|anything|more|longer|one|way|idea|problem|need|worries|thanks|kids|pets|the|a|an|my|i|he|she|you|much|me)\b)[\w’'-]+(?: (?!(?:though|tho|please|pls|because|cos|as|since|it|they|that|at|in|i|and|or|for|with|makes?|kills?|is|are)\b)[\w’'-]+)?)"
_BUSY: Final = r"(?:do|write|teach|train|service|fit|fix|sell|run|manage|design|make|paint|install|clean|coach|edit|translate|code|weld|cook|bake|drive|deliver|build|repair|test|study)"
_LANGUAGE: Final = (
    rf"(?:{full.LANGUAGE}|uzbek|kazakh|kyrgyz|turkmen|tajik|azeri|azerbaijani|tatar|uyghur|tibetan|telugu|kannada|malayalam|twi|akan|wolof|lingala|shona|"
    r"tigrinya|oromo|fula|bambara|ga|ewe|kinyarwanda|luganda|maori|samoan|hawaiian|frisian|occitan|corsican|faroese|macedonian|montenegrin|quechua|guarani|"
    r"tsonga|sotho|tswana|bsl|asl|cornish|manx|scots|flemish|moldovan)"
)
_PIECE_OF: Final = r"(?:(?:and |a |an )?(?:some|bit of|little(?: bit of)?|basic|broken|fluent|rude sort of|rusty|decent|passable|bad|good) )?"
_MONTH: Final = full.MONTH

PATTERNS: Final[tuple[Pattern, ...]] = (
    # who
    pattern("name", rf"(?:^|\b(?:my|the) )name['’]?s (?P<value>{NAME})(?=$|[,.!]| (?:btw|by the way|and|but|if)\b)"),
    pattern("name", rf"^(?:it['’]?s |this is )?(?P<value>{PROPER}),? (?:btw|by the way|if you['’]?re|if ur|if u)\b"),
    pattern(
        "name", rf"^(?:(?:btw|by the way|and|oh|ps)[, ]+)+it['’]?s (?P<value>{PROPER})(?=$|[,.!])(?! (?:and|time))"
    ),
    pattern(
        "name",
        rf"^(?P<value>(?!(?:not|this|that|me|just|also|but|and|so|oh|ok|free|here|what|ps)\b){NAME}),? (?:btw|by the way)(?=,? (?:with|not|she|he|they)\b|$|[,.!])",
        sentence=True,
    ),
    pattern("name", rf"^(?P<value>{NAME}) if (?:ur|you['’]?re|u|you) (?:sav|keep|want|need|writ|ask)", sentence=True),
    pattern(
        "name",
        rf"^(?:sign(?: it| off)?(?: as)?|put|write|say) (?P<value>{PROPER}(?: {PROPER}){{0,2}})(?: on (?:the|it|that)\b.*)?(?=$|[.!])",
    ),
    pattern("name", rf"^(?P<value>{NAME}) is the name\b"),
    pattern(
        "name",
        r"^(?:(?:hi|hello|hey|hiya|yo|heya|u up\?)[ ,!.]*)*i['’]?m (?P<value>(?!(?:a|an|the|so|not|in|on|at|back|here|still|just|very|really|too|fine|ok|good|sorry|sure|now|also|using|trying|looking|going|having|getting|planning)\b)[a-z]{2,12}) (?=(?:n|and|&) i['’]?m [1-9]\d\b)",
        sentence=True,
    ),
    pattern("name", rf"^{_IM} (?P<value>{PROPER}) (?=with (?:an?|the|two|one) |spel[lt])"),
    pattern("name", rf"^{_IM} (?P<value>{PROPER} {PROPER})(?=$|[,.!]| (?:from|at|and|for)\b)"),
    pattern(
        "form_of_address",
        rf"\b(?:everyone|everybody|people|friends|most people|they all)(?: here| there| at work| at home| just| now)*(?: says?| calls? me| uses?| knows? me as) (?P<value>{PROPER})\b",
    ),
    pattern(
        "form_of_address",
        rf"{_IM} (?:just )?(?P<value>{NAME}) to (?:everyone|everybody|most people|friends|my friends|my mates|mates|all)\b",
    ),
    pattern(
        "form_of_address",
        rf"^(?:just )?(?P<value>(?!(?:\w+day|\w*uary|tomorrow|today|that|this|either|any|anything|both|no|yes|thanks|one|it|noon)\b){PROPER}) (?:will do|is fine|please)\b(?=[,.!]|$|,? dear)",
    ),
    pattern(
        "form_of_address",
        rf"\b(?:don['’]?t|no longer) (?:go by|answer to|use) {NAME}(?: no more| any ?more| any longer)?,? (?:it['’]?s|i['’]?m|just|call me) (?P<value>{PROPER})\b",
        sentence=True,
    ),
    pattern(
        "form_of_address", rf"\bcall me (?P<value>{PROPER})\b(?=,? (?:though|instead|please|now|everyone)\b|$|[.,!])"
    ),
    pattern(
        "age",
        rf"{_IM}(?: now| still| only)? (?P<value>[1-9]\d)(?= (?:not|n|and|now|today|so|btw|&)\b|$|[,.!;])(?!(?: and| n)? (?:kg|km|cm|min))",
    ),
    pattern("age", r"^(?P<value>[1-9]\d) years? (?:young|old)\b"),
    pattern(
        "age",
        r"\b(?:i )?(?:just |finally )?turned (?P<value>[1-9]\d)(?= (?:last|this|on|in|today|yesterday|two|a few|btw|the other)\b|$|[,.!])",
        lasting=True,
    ),
    pattern("birthday", rf"\bmy (?:birthday|bday|b-day)(?:['’]?s| is)(?: on)? (?:the )?{full.DAY}", lasting=True),
    pattern("birthday", rf"\bborn (?:on )?(?:the )?{full.DAY}", lasting=True),
    pattern(
        "name",
        rf"^(?:(?:hi|hello|hey|hello there|hi there|good \w+|morning|evening)[ ,!.]*)*(?P<value>(?!(?:i|i['’]\w+|im|we|we['’]\w+|my|our|the|this|that|dear|no|yes|so|and|but)\b){PROPER} {PROPER}), (?:and )?(?:i|i['’]\w+|my)\b",
        sentence=True,
    ),
    pattern(
        "age",
        r"\b(?:i['’]?m|i am) an? (?:mere|young|youthful|ripe old|sprightly|tender|proud|fit) (?P<value>[1-9]\d)\b",
    ),
    # where
    pattern(
        "home",
        rf"{_WE} (?:got|bought|rent|rented|found|own|took|landed)(?: \w+)?? (?:an? |my |our |the )(?:[\w-]+ ){{0,3}}?{_DWELLING}(?: (?!in\b)\w+){{0,3}}? (?:in|near|outside) {_PLACE}",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b(?:i['’]?m|i am|we['’]?re) (?:after |finally |now |just )*(?:buying|renting|in) (?:an? |our |my )(?:[\w-]+ )?{_DWELLING} (?:in|near) {_PLACE}(?<!looking)",
    ),
    pattern(
        "home",
        rf"\b(?:arrived|landed|came|moved|got here|came over) (?:here )?(?:in|to) {_PLACE}(?=.*\b(?:for|to do|to start) (?:my|a|the|our)\b.*\b(?:studies|masters?|degree|phd|job|work|course|semester|year|uni\w*)\b)",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b(?:i['’]?m|i am|we['’]?re|we are) (?:here |now |both |all )?in (?P<value>{PROPER}(?:[ -]{PROPER}){{0,2}})(?=,? (?:now|these days|mostly|permanently|during the week|most of the time|full[- ]time|as well|too|myself|so|and|but|if)\b|$|[,.!])(?!.*\b(?:for (?:an?|the|two|three|four|\d+|work|business) (?!that\b)|until|till|holidays?|vacation|trip|tomorrow|tonight|today|hotel|flight|airport|conference|visiting|stuck|layover|weekend|days?|nights?|sights?|where should|what should)\b)",
        sentence=True,
    ),
    pattern("home", rf"^(?:i['’]?m |we['’]?re )?in (?P<value>{NAME}(?:[ -]{PROPER})?) (?:now|these days)(?=$|[.,!])"),
    pattern(
        "home",
        rf"\b(?P<value>{PROPER}(?:[ -]{PROPER})?),? (?:which is )?where (?:i|we) (?:live|am based|are based|call home)\b",
        sentence=True,
    ),
    pattern(
        "home",
        rf"\bin (?P<value>{PROPER}(?:[ -]{PROPER})?)(?: [\w ]{{2,25}})?, (?:that['’]?s|thats|which is) (?:home|where (?:i|we) live)\b",
        sentence=True,
    ),
    pattern("home", rf"\b(?:i|we) (?:now )?live (?:[\w-]+ ){{1,3}}?(?:in|near) {_PLACE}"),
    pattern(
        "home",
        rf"\bsettled (?:in|into) (?P<value>{PROPER}(?:[ -]{PROPER}){{0,2}})(?= (?:at last|now|finally|nicely|well|and|with)\b|$|[,.;!])",
        lasting=True,
    ),
    pattern(
        "home",
        rf"{_WE} (?:moved|gone|went) (?:back |in )?(?:to|into|in with) (?:my |our )(?:\w+ )?(?:{PROPER}['’]s|\w+['’]s?)(?: place| house| flat)? in {_PLACE}",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b(?:moved|moving) (?:back |up |down |over |out )?(?:here |there )?to {_PLACE}(?=.*\b(?:years?|yrs|months?) ago\b)",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b(?:it['’]?s|the flat is|the flat['’]s|our flat is|the house is|my place is) in (?P<value>{PROPER}(?:, {PROPER})?)(?= if | in case |, if )",
        sentence=True,
    ),
    pattern("home", rf"\baddress(?: is|:)? (?P<value>{PROPER}(?: {PROPER})?)(?=$|[.,!])"),
    pattern(
        "home",
        rf"^i (?:study|work|teach|live) in (?P<value>{NAME}(?:[ -]{PROPER})?) (?:actually|now|these days|though)\b",
        sentence=True,
    ),
    pattern("home", rf"\b(?:drive|teach|work|run|cook|nurse)\b[\w ]{{2,30}}? now in {_PLACE}"),
    pattern("home", rf"\b(?:i['’]?m|im) in (?P<value>{PROPER}(?:[ -]{PROPER}){{0,2}})(?=[.!]?$)(?!.*\?)"),
    pattern("home", r"\b(?:i|we) (?:now )?live (?P<value>(?:above|over|behind) (?:the|my|our|a) \w+)"),
    pattern(
        "home", rf"(?=.*\b{_DWELLING}\b).*\bit['’]?s in (?P<value>{PROPER}(?:, {PROPER})?)(?=$|[,.!])", sentence=True
    ),
    pattern(
        "home",
        rf"^(?:i['’]ve |i |we )?(?:gave up|given up|left|sold|moved out of) (?:the|my|our) {_DWELLING} in {_PLACE}",
        ends=True,
        lasting=True,
    ),
    # work
    pattern(
        "job",
        rf"{_IM}(?: now| still| currently| actually)? (?:an? |the )(?P<value>(?:(?!(?:big|huge|bit|terrible|good|great|bad|total|massive|heavy|light|lousy|fast|slow)\b)[\w-]+ ){{0,3}}?{_TRADE})(?=$|[,.;!?)]| (?:at|for|in|with|by|from|and|now|since|so|who|on|near|here)\b)",
    ),
    pattern(
        "job",
        rf"{_IM}(?: now| still| currently)? (?:an? |the )?(?P<value>(?:(?:first|second|chief|head|senior|junior|deputy|assistant|lead|acting|front|shift|team|general|vice|apprentice|trainee|executive|managing|principal|associate|sales|project|product|account|office|store|duty|operations|regional) )+(?:(?!(?:of|year|years|time|day|thing|one|floor|class|grade|semester|person|name|language|generation|and|in|to|rate|minute|mover)\b)[\w-]+)(?: of [\w-]+| (?:manager|officer|engineer|tech|teacher|nurse|lead|director|partner|cook|chef))?)(?=$|[,.;!?)]| (?:at|on|for|of|in|with|since|now|from|and|here)\b)",
    ),
    pattern(
        "job",
        rf"^(?:from|since|as of) (?:{_MONTH}|next \w+|monday|now|\d+ \w+)(?: on)? {_IM[2:]} (?:an? |the )?(?P<value>(?:[\w-]+ ){{0,2}}?(?:{_TRADE}|nurse|teacher|midwife|doctor|driver|cook|chef|manager|lead))\b",
        lasting=True,
        sentence=True,
    ),
    pattern(
        "job",
        r"\b(?:start(?:ed|ing)?|join(?:ed|ing)?|working|staying on|hired|came on|stay on|kept on|signed on|job|back)\b[^.!?;]{0,40}? as (?:an? |the |their )?(?P<value>(?!(?:well|soon|much|long|usual|if|a result)\b)[\w-]+(?: (?!(?:at|for|in|with|on|until|till|and|from|since|next|who|so|but)\b)[\w-]+){0,3})(?=$|[,.;!?)]| (?:at|for|in|with|on|until|till|and|from|since|next|who|so|but)\b)",
        lasting=True,
        sentence=True,
    ),
    pattern(
        "job",
        r"\bi (?:work|freelance)(?: \w+){0,6}? as (?:an? |the )?(?P<value>[\w-]+(?: (?!(?:at|for|in|with|on|so|and|but|since)\b)[\w-]+){0,2})(?=$|[,.;!?)]| (?:at|for|in|with|on|so|and|but|since)\b)",
    ),
    pattern(
        "job",
        rf"\bi (?P<value>(?:{_BUSY}) (?:(?!for\b|it\b|that\b|this\b|them\b|you\b|my\b)[\w’'-]+ ){{1,3}}?)for (?=(?:an? |the )?(?:[\w-]+ )?(?:firm|company|school|agency|hospital|studio|charity|council|bank|shop|paper|magazine|newspaper|startup|supermarket|garage|{PROPER}))",
    ),
    pattern(
        "job",
        rf"\bi (?P<value>(?:run|manage|own) (?:an?|the|my|our) (?:[\w’'-]+ ){{0,3}}?(?:{full.BUSINESS[3:-1]}|choir|desk|night desk|team|kitchen|ward|crew|department|office|surgery|lab|library|hostel|market|yard|site|warehouse|depot))\b",
    ),
    pattern("job", r"\bi (?P<value>(?:train|teach|coach|mentor) the [\w ]{3,20}?) (?:at|for|in)\b"),
    pattern(
        "job",
        rf"\b(?:i['’]ve|i have|i) (?:opened|started|set up|bought) (?:my|our|an?) (?:own )?(?P<value>(?:[\w’'-]+ )?{full.BUSINESS})\b",
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:occupation|profession|job)(?: is|:|=)? (?P<value>(?!(?:is|at|in|and|to|for|that|interview|hunt\w*|offer|market|title|search|done|was|as)\b)[\w-]+(?: [\w-]+)?)(?=$|[,.;])",
    ),
    pattern(
        "job",
        r"\b(?:i['’]ve taken|i took|i got|i['’]ve got) a (?:new )?job[^.!?]{0,30}[.,] (?P<value>[A-Z]?[a-z]+(?:man|er|or|ist|nurse|cook|chef|woman))\b",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "job",
        r"\bgot an? (?P<value>postdoc|internship|apprenticeship|lectureship|professorship|traineeship|fellowship)\b",
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:i['’]ve |i )?(?:stepped|stood|standing|stepping) down as (?:an? |the )?(?P<value>[\w-]+(?: [\w-]+)?)(?=$|[,.;!]| (?:of|at|in|last|this|and)\b)",
        ends=True,
        lasting=True,
    ),
    pattern(
        "job",
        rf"{_IM} (?:not|no longer)(?: an?| the)? (?P<value>(?:[\w-]+ )?{_TRADE}) (?:now|any ?more|any longer)\b",
        ends=True,
        lasting=True,
    ),
    pattern(
        "employer",
        rf"{_IM}(?: now| still)? (?:with|at) {_ORGANISATION}(?= (?:now|since|as|these)\b|$|[.,!])(?! (?:airport|station))",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:working|employed|start(?:ed|ing)?|job|role|post|position|gig|hired|still) (?:at|with|by|for) {_ORGANISATION}(?= (?:now|since|as|for|on|in|next|until)\b|$|[.,!])",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:at|for|joined|joining|with|by) an? (?:[\w-]+ ){{1,3}}?(?:called|named) (?P<value>{PROPER}(?: {PROPER}){{0,2}})",
        lasting=True,
        sentence=True,
    ),
    pattern("employer", rf"\bi (?:{_BUSY}) [\w’' -]{{3,30}}? for (?P<value>the {PROPER}(?: {PROPER}){{0,2}})"),
    pattern(
        "employer",
        rf"(?:^|\b(?:i['’]?m|i am)(?: an?| the)? |[,;] ?)(?:the )?(?:\w+ and )?(?:co-?founder|founder|ceo|cto|cfo|coo|head|director|owner|president|chair\w*|editor|manager|partner)(?: and [\w-]+)? (?:of|at) {_ORGANISATION}",
        sentence=True,
    ),
    pattern(
        "employer",
        rf"{_IM}(?: now| still| currently)? (?:an? |the )?(?:[\w-]+ ){{1,4}}?(?:at|for|with) (?P<value>{PROPER}(?:['’]s?)?(?: {PROPER}['’]?s?){{0,3}})(?=$|[,.;!])",
    ),
    pattern(
        "employer",
        rf"\b(?:last day|notice|resigned|resignation)\b[^.!?]{{0,15}}? (?:at|from|to) {_ORGANISATION}",
        ends=True,
        lasting=True,
    ),
    pattern(
        "employer",
        r"^(?:i['’]ve |i )?(?:left|quit) the (?P<value>bank|firm|company|school|hospital|agency|police|army|council|bakery|shop|startup|studio|university|navy|bar|restaurant|hotel)\b",
        ends=True,
        lasting=True,
    ),
    pattern(
        "job",
        r"\bi(?:['’]ve)?(?: just| finally| recently)? (?P<value>retired)\b(?! (?:to bed|from the (?:race|game|match)))",
        lasting=True,
    ),
    pattern("job", r"\bi (?P<value>teach (?!you|me|him|her|them|myself|us|it)\w+)(?= (?:to|at|in)\b)"),
    pattern(
        "employer",
        rf"\b(?:made|named|appointed|promoted to|hired as|elected)(?: the| an?)? (?:[\w-]+ ){{1,4}}?(?:at|of|for|with) {_ORGANISATION}(?=$|[,.!;])",
        lasting=True,
    ),
    pattern(
        "employer",
        r"^(?:i |i['’]ve )(?:just )?(?:quit|left) (?P<value>(?!(?:my|the|it|that|this|school|home|work|early|smoking|drinking|today|him|her|them|you|a|an|some|out|for|when|at|in|on|and)\b)(?!\w+ing\b)[\w’-]+)(?=$|[!.,;])",
        ends=True,
        lasting=True,
    ),
    pattern(
        "employer",
        r"\bi (?:ride|drive|deliver|fly|play|race|write) for (?P<value>(?!(?:a|an|the|my|fun|work|hours|about|free|me|you|\d|it|them|him|her|now|two|three)\b)[A-Z][\w’-]+)",
    ),
    # family
    pattern(
        "partner",
        rf"\b(?P<value>{PROPER})\b[^,.!?]{{0,40}}?, (?:who['’]?s |that['’]?s |thats |he['’]s |she['’]s )(?:also )?my {_PARTNERS}\b",
        sentence=True,
    ),
    pattern("partner", rf"\b(?:the|my|our) (?:new )?{_PARTNERS}[,:]? (?:is |called )?(?P<value>{PROPER})\b"),
    pattern(
        "partner",
        rf"\b(?:i )?(?:met|seeing|dating)(?: \w+){{0,2}}, (?P<value>{PROPER}), (?:and )?we['’]?re\b",
        sentence=True,
    ),
    pattern(
        "partner",
        rf"\b(?P<value>{PROPER}),? (?:and )?we['’]?(?:re| are| got| have been) (?:now )?(?:engaged|married|dating|a couple|together)\b",
        sentence=True,
    ),
    pattern(
        "partner",
        rf"\b(?P<value>{PROPER}) and (?:i|me) (?:are|got|have been|are getting|tied)(?: just| now| finally)? (?:married|engaged|together|dating|hitched)\b",
        lasting=True,
    ),
    pattern(
        "partner",
        rf"^(?P<value>{PROPER}) (?:finally )?proposed\b(?=.*\b(?:i|yes|me|us|ring)\b|[.! ]*$|.* (?:on|at|in)\b)",
        lasting=True,
        sentence=True,
    ),
    pattern("partner", rf"\b{_PARTNERS}[!.,:…]+ (?P<value>{PROPER})(?=$|[,.! ])", sentence=True),
    pattern(
        "partner",
        rf"^(?P<value>{PROPER})[.,]? (?:we['’]ve been )?(?:together|married)(?: for)? [\w ]{{1,15}}?(?:years|months|yrs)\b",
        sentence=True,
    ),
    pattern(
        "partner",
        r"\b(?:the |our |my )?(?:wedding|engagement)(?:['’]s| is) (?:off|cancelled|called off)\b",
        ends=True,
        lasting=True,
    ),
    pattern("partner", r"^single(?: again)?(?=$|[,.!])", ends=True, lasting=True),
    pattern(
        "children",
        rf"\b(?:my|our) {_KIDS}(?:,|['’]s name is| is|['’]s| are|:)? (?:called |named )?{_NAMES}(?=$|[,.;!?)]|['’]s\b| (?:is|are|was|wants?|has|have|loves?|hates?|said|turned|and|who|just|got|needs?)\b)",
        several=True,
        lasting=True,
    ),
    pattern(
        "children",
        rf"\b(?:got|have|['’]ve|had|the|with|raising|my|our)(?: \w+)? {_KIDS}\b[^.!?]{{0,50}}?[,:] {_ANY_NAMES}(?=$|[.!,])",
        several=True,
        sentence=True,
    ),
    pattern("children", rf"^{_KIDS} are\b[^.!?]{{0,40}}?[,:] {_NAMES}(?=$|[.!,])", several=True, sentence=True),
    pattern("children", rf"\b(?:our|my) (?:new )?{_KIDS}, {_NAMES}(?=$|[.!,])", several=True, lasting=True),
    pattern(
        "pets",
        rf"\b{_NAMES}, (?:(?:that['’]?s|thats|who['’]?s|which is|she['’]s|he['’]s) )?(?:my|our|the) (?:\w+ ){{0,2}}?{_ANIMALS}\b",
        several=True,
        sentence=True,
    ),
    pattern(
        "pets",
        rf"\b(?:my|our|the) (?:\w+ ){{0,2}}?{_ANIMALS},? (?:is )?(?:called |named )?{_NAMES}\b(?!['’]s)",
        several=True,
    ),
    pattern(
        "pets",
        rf"^(?=.*\b{_ANIMALS}\b).*\b(?:called|named|christened|call) (?:him|her|it|them) (?P<value>(?!(?:in|over|back|out|when|that|a|an|every)\b){NAME}(?:(?:, | and ){PROPER})*)",
        several=True,
        sentence=True,
        lasting=True,
    ),
    pattern(
        "pets",
        rf"{_WE} (?:got|have|keep|own|acquired|adopted|rescued|bought)(?: got)? (?:an? |two |three |four |some |my |\d |)(?:\w+ ){{0,2}}?{_ANIMALS}(?: (?:myself|ourselves|too|as well|now|here))?(?:,|:| called| named)+ {_ANY_NAMES}",
        several=True,
        sentence=True,
        lasting=True,
    ),
    pattern(
        "pets",
        rf"{_WE} (?:keep|have|own)(?: got)? (?P<value>(?:two |three |four |five |some |a few |a dozen |\d+ )?(?:goats|alpacas|chickens|hens|ducks|sheep|pigs|cows|horses|llamas|donkeys|ponies|rabbits))(?=$|[.,!;]| (?:instead|now|and|too|as well|at|in|on)\b)(?!,? (?:called|named))",
    ),
    pattern(
        "pets",
        r"\b(?:i|we)['’]ve (?:got )?(?P<value>(?:two |three |four |five |some |a few |a dozen |\d+ )?(?:goats|alpacas|chickens|hens|ducks|sheep|pigs|cows|horses|llamas|donkeys|ponies|rabbits))(?=$|[.,!;]| (?:instead|now|and|too|as well|at|in|on)\b)(?!,? (?:called|named))",
    ),
    pattern("pets", rf"\bgot (?:my |our )(?:[\w-]+ )?{_ANIMALS} {_NAMES}", several=True),
    pattern(
        "pets",
        rf"\b(?:we|i) (?:lost|buried|had to (?:put|say goodbye to)) (?P<value>(?!my\b|our\b|the\b){PROPER})(?= (?:in|last|this|on|down|yesterday|today|to)\b|$|[.,!])",
        ends=True,
        lasting=True,
    ),
    pattern(
        "pets",
        rf"^(?:(?:sadly|so|and|sad news)[,: ]+)*(?P<value>(?!(?:never|he|she|it|they|who|nobody|just|i|we|phone|battery|laptop|car|mum|dad|gran\w*|my|the|our|his|her)\b){NAME}) (?:died|passed away|is dead|was put (?:down|to sleep))(?=$|[ .,!:])",
        ends=True,
        lasting=True,
    ),
    pattern(
        "pets",
        r"^(?:the |my |our )?(?P<value>goats|alpacas|chickens|hens|ducks|sheep|pigs|cows|horses|rabbits) are (?:gone|sold|no more)\b",
        ends=True,
        lasting=True,
    ),
    pattern("partner", rf"\b(?P<value>{PROPER})['’]s my {_PARTNERS}\b"),
    pattern(
        "partner",
        rf"\b(?P<value>{PROPER}), (?:who is|who['’]s|that['’]s)[\w ,]{{0,25}}? my {_PARTNERS}\b",
        sentence=True,
    ),
    pattern(
        "children",
        rf"^(?:and )?the (?:other|older|younger|big|little) (?:two|three|one|ones) (?:is|are) (?:called |named )?{_NAMES}(?=$|[,.!])",
        several=True,
    ),
    pattern(
        "pets",
        rf"^(?!.*\b(?:he|she|they|his|her|their|who|story|film|book|movie|novel|once)\b).*\b(?:an?|one|my|our|two|three) (?:[\w-]+ ){{0,2}}?{_ANIMALS} (?:called|named) {_NAMES}(?=$|[,.!;]| (?:and|but|so|now|too)\b)",
        several=True,
        sentence=True,
    ),
    # body
    pattern(
        "diet",
        rf"{_IM}(?: now| still| actually| strictly| a)* {full.DIET}(?=$|[,.;!?)]| (?:so|and|but|now|btw|tho|though)\b)",
    ),
    pattern(
        "diet",
        rf"\b(?:i|we) (?:can['’]?t|cannot|mustn['’]?t|am not allowed to|shouldn['’]?t) (?:do|have|eat|drink|take) (?:any |the )?(?P<value>(?:raw |hot )?(?:{full.FOODSTUFF[3:-1]}|spicy|lactose|grapefruit|rice|potatoes|tomatoes))\b",
    ),
    pattern(
        "diet",
        r"\bi (?:don['’]?t|do not|dont|never) (?P<value>drink)(?=$|[,.!;]| (?:ok|any ?more|alcohol|at all|btw|so|and|these)\b)",
    ),
    pattern(
        "diet",
        rf"(?:^|\b(?:i['’]?m|i am|we['’]re) )off (?:the )?(?P<value>{full.FOODSTUFF}|booze|drink|smokes|cigarettes)\b",
    ),
    pattern(
        "allergy",
        rf"(?:^|[,;:.!]\s*|\b(?:but|and|with|so|just|only|please) )(?:no|without|skip|avoid|nothing with|leave out|hold|not)(?: any| the| anything with)* {_FOOD}(?: though| tho| please| pls| for me)*\s*[,;:.(–—-]+ ?(?:\w+ ){{0,4}}?{_MADE_ILL}",
        sentence=True,
    ),
    pattern(
        "allergy",
        r"(?:^|[,;:.!]\s*|\b(?:but|and|so|because|as) )(?:the |any |all )?(?P<value>(?!(?:it|that|this|he|she|they|what|which|my|work|everything|coffee breath|nothing|and|but|so|thinking|driving|flying|just)\b)[\w’'-]+(?: (?!(?:makes?|gives?|brings?|sets?|really|always)\b)[\w’'-]+)?) (?:really |always |just )?(?:makes? me (?:ill|sick|swell|itch|wheeze|sneeze|vomit)|gives? me (?:hives|a rash|cramps)|brings? me out in|sets? off my (?:asthma|allerg\w+|eczema)|makes? my (?:throat|tongue|lips|face) \w+)",
    ),
    pattern(
        "allergy",
        rf"^(?:the )?(?P<value>(?:{full.FOODSTUFF[3:-1]}|pollen|dust|cats|lactose|strawberries|tomatoes|kiwi|latex|penicillin|wasps|bees)) (?:kills?|will kill|would kill|could kill) me\b",
    ),
    pattern(
        "allergy",
        rf"\b(?P<value>[\w’'-]+) i (?:gotta|have to|need to|must|got to|['’]ve got to) (?:skip|avoid|leave out|stay away from)\b(?=.*{_MADE_ILL})",
        sentence=True,
    ),
    pattern(
        "allergy",
        rf"\bi (?:can['’]?t|cannot|cant|couldn['’]?t) (?:do|have|eat|drink|tolerate|handle|stomach|digest|touch) (?:any |the )?(?P<value>[\w’'-]+(?: (?!(?:or|and|because|cos|it|they|at|any|now)\b)[\w’'-]+)?)[,;]? (?:because |cos |since |as )?(?:it |they |that |i |my |or )?(?:\w+ )?{_MADE_ILL}",
        sentence=True,
    ),
    pattern(
        "allergy",
        r"\b(?:break|broke|breaking|come|came) out in (?:hives|a rash|spots|welts|lumps) (?:from|with|when i (?:eat|touch|have)|if i (?:eat|touch|have)|after|because of) (?:the |any )?(?P<value>[\w’'-]+(?: (?!(?:and|so|but|in|at|every)\b)[\w’'-]+)?)",
    ),
    pattern(
        "allergy",
        r"\ballergic to (?:the |all )?(?P<value>(?!(?:them|it|that|those|these|this|you|work|mondays|exercise|meetings|people|mornings)\b)[\w’'-]+(?: (?!(?:and|so|but|because|too|as|in|at|which|i|btw|of)\b)[\w’'-]+)?)(?=$|[,.;!?)]| (?:and|so|but|because|too|as|btw)\b)",
    ),
    pattern(
        "allergy",
        rf"^(?:the )?(?P<value>(?:{full.FOODSTUFF[3:-1]})) (?:wrecks?|destroys?|floors?|ruins?|finish(?:es)?) me\b",
    ),
    pattern(
        "dislikes",
        r"^(?P<value>(?!(?:that|this|it|which|what|everything|life|work|monday|weather|traffic|news|he|she|they|today|winter|there|here)\b)[\w’-]+) (?:is|are) (?:\w+ )?(?:grim|gross|rank|vile|disgusting|revolting|yuck|yucky|inedible|minging|foul)(?=$|[,.!;]| (?:to|tho|though|imo|and|but)\b)",
    ),
    pattern(
        "dislikes",
        r"\bi (?:can['’]?t|cannot) (?:deal )?with (?:the )?(?P<value>(?!(?:it|that|this|you|him|her|them|my|confidence|certainty|all|these|those)\b)[\w’-]+)(?=$|[.!,])",
    ),
    # speech
    pattern(
        "language",
        rf"\bspeak (?P<value>{_PIECE_OF}{_LANGUAGE}(?: obvs| obviously)?(?:(?:,? and |, | n | & ){_PIECE_OF}{_LANGUAGE})*)\b",
        several=True,
    ),
    # taste
    pattern(
        "dislikes",
        r"\b(?:no|nothing with|without|skip|not) (?:any |the )?(?P<value>[\w’'-]+(?: (?!hate\b|i\b|can)[\w’'-]+)?)[,;.]? (?:i )?(?:hate|loathe|detest|can['’]?t stand) (?:the (?:texture|taste|smell|stuff)|it|them)\b",
        sentence=True,
    ),
    pattern(
        "dislikes",
        r"\b(?:i )?(?:find|finds|found) (?:the )?(?P<value>(?!(?:it|that|this|him|her|them|myself)\b)[\w’'-]+(?: [\w’'-]+)?) (?:\w+ )?(?:vile|disgusting|gross|revolting|horrible|repulsive|awful|boring|foul|nauseating)\b",
    ),
    pattern(
        "dislikes",
        r"^(?:i['’]?m )?not (?:\w+ )?(?:keen on|into|a fan of|fond of) (?P<value>(?!(?:it|that|this)\b)[\w’'-]+(?: (?!me\b|at\b)[\w’'-]+)?)(?=$|[,.!;]| (?:me|at all|though|tho)\b)",
    ),
    pattern(
        "dislikes",
        r"\b(?:i['’]?m |i am )(?:\w+ )?(?:scared|afraid|terrified) of (?P<value>(?!(?:the|my|losing|failing|being|it|that|heights|missing|getting|what)\b)[\w’'-]+)(?=$|[,.!;])",
    ),
)

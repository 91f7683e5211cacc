"""What has changed at work: new trades and employers, said in passing, and what people eat and like by now."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.languages.english.chat_words import ORGANISATION, TRADE
from holdfast.providers.facts.languages.english.words import BUSINESS, DIET, FOODSTUFF, JOB, STOP, THING
from holdfast.providers.facts.patterns import PROPER, Pattern, pattern

_LEAD: Final = r"^(?:(?:and|so|but|also|then|oh|ok|okay|well|yes|yeah|yep|yh|no|nah|nope|update|news|btw|just|finally|now|actually|currently|still|plus|anyway|hi|hello|hey)\b[,:.! ]*)*"
_I: Final = r"\b(?:i|we)(?:['’]?ve|['’]?m|['’]re| have| am| are)?(?: just| now| also| recently| finally| still| actually| already| since)*"
_RANK: Final = r"(?:(?:senior|junior|head|chief|deputy|assistant|lead|general|acting|trainee|apprentice|principal|associate|vice|managing|practice|office|shop|store|project|product|account|area|regional|duty|night|shift|team|commis|sous|line|bar|floor|kitchen|site|ward|charge|staff) )"
_TITLE: Final = rf"(?P<value>(?!(?:i|we|he|she|they|my|our|the|a|an|as|so|and|but|you|it)\b)(?:{_RANK}){{0,2}}(?:(?:[\w-]+ )?{JOB.replace('?P<value>', '?:')}|{TRADE}|lead|nurse|chef|manager|partner|officer|hygienist))"
_END: Final = (
    r"(?=$|[,.;!?)]| (?:at|for|in|with|by|from|and|now|since|so|who|on|near|here|there|this|last|basically|i)\b)"
)
_OF_BUSINESS: Final = rf"(?:{BUSINESS[3:-1]}|glamping site|site|riding school|franchise|business|guest ?house|letting agency|stud|kennels?|surgery|team)"
_GETS: Final = r"(?:picked me up|took me on|hired me|snapped me up|poached me|took me|gave me a job|offered me a job and i took it)"

PATTERNS: Final[tuple[Pattern, ...]] = (
    pattern(
        "job",
        rf"{_I} (?:qualified|retrained|requalified|certified|started out|moonlight|freelance) as (?:an? )?{THING}",
        lasting=True,
    ),
    pattern(
        "job",
        rf"{_I} (?:training|retraining|studying|qualifying) (?:as|to be|to become) (?:an? )?{THING}",
        lasting=True,
    ),
    pattern(
        "job",
        rf"\b(?:made|named|appointed|promoted|elected) me (?:to |as |into )?(?:an? |the |their )?(?!(?:give|feel|laugh|cry|think|reali[sz]e|want|stop|quit|go|do|wait|eat|drink|sick|ill|happy|sad|angry|redundant|a|look|sound|promise|so|very|late|miss|leave|move|change|try|use|read|write|work|pay|come|swear|smile|sign|sell|buy)\b){THING}",
        lasting=True,
    ),
    pattern(
        "job",
        rf"\b(?:promoted|upgraded|bumped up)(?: again| at last| finally)?,? (?:to |i['’]m |so i['’]m |now )*(?:an? |the )?{_TITLE}{_END}",
        lasting=True,
        sentence=True,
    ),
    pattern(
        "job",
        rf"\b(?:with|at|by|for|joined) (?:the )?{PROPER}(?: {PROPER})? as (?:an? |the |their )?{THING}",
        lasting=True,
        sentence=True,
    ),
    pattern(
        "job",
        rf"{_LEAD}(?:as )?(?P<value>(?:head|director|chief|vp|vice president|manager|chair) of [\w ]+?) (?:at|for|with) {PROPER}",
    ),
    pattern(
        "job",
        rf"{_LEAD}(?P<value>{_RANK}+(?:[\w-]+ )?(?:{TRADE}|lead|nurse|chef|partner|officer|hygienist|analyst|consultant)) (?:at|for|with|on) (?:the |an? )?[\w’']+",
    ),
    pattern(
        "job",
        rf"\b(?:i['’]?m|i am|now|i['’]ve become|became) (?:now )?(?:in|on|at) [\w ]{{3,20}}, (?:an? |the )?{_TITLE}{_END}",
        sentence=True,
    ),
    pattern(
        "job",
        rf"{_I} (?:taken|took) over (?:an?|the|my|our) (?P<value>(?:[\w’'-]+ ){{0,2}}?{_OF_BUSINESS})\b",
        lasting=True,
    ),
    pattern(
        "job",
        rf"{_I} (?P<value>(?:run|running|own|manage|have) (?:an?|my own|our own|the|my) (?:[\w’'-]+ ){{0,2}}?{_OF_BUSINESS}(?: (?:stall|van|cart|school|company|business))?)\b(?! (?:to|about|for|meeting|of|today|tomorrow|name|trip|day)\b)",
    ),
    pattern(
        "job",
        r"\b(?:i['’]?m|i am)(?: \d+%| fully| all| full time)? at my own (?P<value>(?:[\w-]+ )?(?:studio|shop|salon|practice|place|business|clinic|garage|café|cafe|company|bakery|restaurant|agency))\b",
    ),
    pattern(
        "job",
        r"\bi (?P<value>bartend|waitress|childmind|babysit|lecture|nurse|tutor|dog ?walk|temp|intern|cut hair|do hair|do nails|deliver (?:food|parcels|post|groceries|newspapers)|drive (?:for a living|a (?:van|cab|taxi|bus|lorry|truck)))(?=$|[,.;!]| (?:so|and|but|at|in|for|on|part|full|now|here|these|nights|weekends)\b)",
    ),
    pattern(
        "job",
        r"\b(?:here|now|these days|currently|nowadays),? i (?P<value>(?:deliver|sell|drive|teach|clean|fix|build|train|design|cook|bake|repair|grow|make|paint|do) (?!(?:it|that|this|you|me|my|so|not|well|want|feel|the)\b)[\w’'-]+(?: (?!(?:and|but|at|in|for|with|on|so)\b)[\w’'-]+)?)(?=$|[,.;!]| (?:and|but|at|in|for|with|on|so)\b)",
    ),
    pattern(
        "job",
        rf"\bi (?P<value>do (?:the )?(?!(?:it|that|this|not|my|so|want|think|some|a|well|most|all|what|everything|lot|sometimes|often|yoga|exercise|sport|shopping)\b)[\w’'-]+(?: [\w’'-]+)?) (?:at|for) (?:an? |the |my |our )?(?:[\w’'-]+ ){{0,3}}?(?:university|uni|school|surgery|hospital|firm|company|charity|council|association|agency|bank|hotel|office|clinic|practice|{BUSINESS[3:-1]}|{PROPER})",
    ),
    pattern(
        "job",
        r"\bi (?P<value>teach (?:at|in) (?:an? |the )?(?:\w+ )?(?:school|college|university|kindergarten|nursery|gym|academy))\b",
    ),
    pattern(
        "job",
        r"\bi (?P<value>(?:design|build|sell|translate|restore|repair|fit|lay|teach|train|paint|groom|breed|edit|grow) (?!(?:it|that|this|you|me|my|our|them|him|her|the)\b)[\w’'-]+) for (?:work|money)\b|\bfor work,? i (?:design|build|sell|translate|restore|repair)\b",
    ),
    pattern(
        "job",
        r"\bfor work,? i (?P<value>(?!(?:need|have|want|am|travel|go|use|drive|must|get|can|will)\b)[a-z]+ [\w’'-]+)",
    ),
    pattern(
        "job",
        r"\bmy day job(?:['’]s| is) (?:as )?(?:an? )?(?P<value>[\w-]+(?: [\w-]+)?)(?=$|[,.;!]| (?:at|for|and|but)\b)",
    ),
    pattern("job", r"\bday job(?: is|['’]s|:) (?:an? )?(?P<value>[\w-]+)(?=$|[,.;!])"),
    pattern("job", rf"\bi earn \S+(?: \w+)? as (?:an? |the )?{THING}"),
    pattern(
        "job",
        r"\bi (?:['’]ve |have )?(?:went|gone|go|turned) (?P<value>freelance|self[- ]employed|independent)\b",
        lasting=True,
    ),
    pattern("job", r"\b(?P<value>interning|temping) (?:at|for|with)\b"),
    pattern(
        "job",
        r"\b(?:i['’]?m|i am) (?:an? )?(?P<value>(?:lollipop|dinner|tea|cleaning) (?:lady|man|woman)|emeritus|emerita)\b",
    ),
    pattern(
        "job",
        r"\b(?:i['’]?m|i am) (?:an? )?(?P<value>[\w-]+ (?:hygienist|assistant|apprentice|technician|handler|operator|coordinator|administrator|practitioner|physio|sergeant|constable|inspector|inspector|supervisor|planner|buyer|estimator))\b",
    ),
    pattern(
        "job", r"(?:^|[,;] )(?P<value>(?:electricians?|plumbers?|carpenters?|joiners?|chefs?)['’]?s? apprentice)\b"
    ),
    pattern(
        "job",
        r"\b(?:i['’]?m|i am) (?:fully |finally |happily |now |semi-|newly )*(?P<value>retired)\b|\bretired,? (?:yeah|yes|yep|from)\b",
    ),
    pattern(
        "job",
        r"^(?P<value>retired)(?:,? (?:yeah|yes|yep|now|at last|from (?:work|teaching|nursing|(?:my|the) \w+))\b|$|[.,!])",
        lasting=True,
    ),
    pattern(
        "job",
        r"^(?:(?:and|so|but|ok|well|right|yo|hi|hello|basically)[, ]+)*i (?P<value>(?:sell|build|fix|repair|paint|design|restore|teach|clean|cut|train|drive|fit|lay|make|bake|translate|breed|grow|do|groom|install|write|shoe|raise|cook|edit|code|tune|translate) (?:hair|nails|houses|homes|cars|flooring|floors|roofs|bikes|websites|windows|plumbing|electrics|kitchens|bathrooms|bricks|trucks|buses|trains|flowers|bread|cakes|clothes|furniture|gardens|boats|software|apps|dogs|horses|lawns|carpets|insurance|phones|shoes|jewellery|pottery|pianos|subtitles|menus|fences|boilers|tiles|tax(?:es)?|books|accounts|admin|IT|HR|payroll|people['’]s \w+|kids|children|maths|yoga|piano|swimming))(?=$|[,.;!]| (?:right|and|for|in|at|so|from|part|mostly|near|on)\b)",
    ),
    pattern(
        "job",
        rf"\b(?:i )?(?:now |currently |still )?work(?:ing)? (?:in|at|behind the counter (?:of|at)) (?:an?|my \w+['’]s) (?P<value>(?:[\w-]+ ){{0,2}}?(?:{_OF_BUSINESS}|lab|warehouse|call centre|factory|library|hospital|supermarket|museum|kitchen|office|bike shop|bookshop|school|university|bank|care home|law firm|surgery|garden centre))(?=$|[,.;!]| (?:now|in|and|but|so|part|on|near|these)\b)",
    ),
    pattern(
        "job",
        rf"\bi hold (?P<value>(?:the|a) (?:chair|post|position|office|professorship|lectureship) of [\w ]+?) (?:at|in) {PROPER}",
    ),
    pattern(
        "employer",
        rf"\bi hold (?:the|a) (?:chair|post|position|office|professorship|lectureship) of [\w ]+? at {ORGANISATION}",
    ),
    pattern(
        "job",
        r"\b(?:me han hecho|me hicieron|me han nombrado|me ascendieron a|he pasado a ser|ahora soy) (?:la |el |una? )?(?P<value>[^\W\d_]{5,})\b",
        lasting=True,
    ),
    pattern(
        "job",
        rf"\b(?:i['’]?m|i am|i work|working)(?: now)? (?:at|with|in|on|over at|for) [^,.;!?]{{2,40}} as (?:an? |the ){THING}",
        lasting=True,
    ),
    # for whom
    pattern(
        "employer",
        rf"\b(?:in|at|for|with) an? [^,.;!?]{{2,30}}?(?:company|firm|start-?up|agency|studio|charity|clinic|school|shop|bank|lab|business|restaurant|garage|practice|association), (?:called )?{ORGANISATION}(?=[,.;!]|$)",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\bi(?: now| also)? (?:shoot|draw|illustrate|host|produce|audit|consult|model|fly|edit|report|lecture|cover|write|design|test|sell|translate|build|develop|photograph|film|train|code|drive|deliver|teach|run|manage) [\w’' -]{{2,30}}? for {ORGANISATION}(?=$|[,.;!]| (?:on|in|now|since|and|but|so)\b)",
    ),
    pattern(
        "employer",
        r"\b(?:i['’]?m|i am|im|i work)(?: now)? (?:at|with|for) (?P<value>(?:the )?[\w-]+ (?:council|university|uni|hospital|college|academy|infirmary))\b",
    ),
    pattern("employer", rf"\bgone over to [^,.;!?]{{3,30}}, {ORGANISATION}(?=[,.;!]|$)", sentence=True, lasting=True),
    pattern(
        "employer",
        rf"\bi (?:now )?(?:work|do|teach|drive|cook|write|clean|build|run)\b[^,;.!?]{{0,30}} (?:for|at) an? [^,;.!?]{{3,30}}, {ORGANISATION}(?=$|[,.;!])",
        sentence=True,
    ),
    pattern(
        "employer",
        rf"\bpour une? (?:start-up|boîte|entreprise|association|société|agence), {ORGANISATION}(?=[,.;!]|$)",
        sentence=True,
    ),
    pattern(
        "employer",
        rf"{_LEAD}(?!(?:they|he|she|it|who|that|someone|somebody|mum|dad|mom)\b){ORGANISATION} {_GETS}\b(?! (?:off|out|home|to|for a)\b)",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:jumped ship|gone over|went over|crossed over|defected|moved across|moved over|switched|transferred) to {ORGANISATION}(?=$|[,.!;]| (?:as|in|last|this|now|and|since|for)\b)(?<! time)",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"{_LEAD}(?:(?:head|director|chief|vp|vice president|manager|chair) of [\w ]+?) (?:at|for|with) {ORGANISATION}{STOP}",
    ),
    pattern(
        "employer",
        rf"{_LEAD}(?:i['’]?m |we['’]re )?(?:back|still|over|now) (?:at|with) {ORGANISATION}(?=$|[,.!;]| (?:part|full|as|in|now|and|since|for|doing|on|these)\b)",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:i['’]?m|i am|we['’]re|i['’]ve been) (?:now |still |over )?(?:at|with) {ORGANISATION}(?= (?:doing|in|as|on|these|full|part|from|for|until|since|now)\b|$|[,.!;])(?!.*\b(?:airport|station|hotel|tonight|today|hospital|queue|table|pub|party|contract|broadband|tariff|phone|provider|signal|bank account|insurance)\b)",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:salaried|employed|interning|temping|contracting|based|stationed|apprenticed|seconded|taken on|on the \w+|in-house|staff post|started|starting) (?:at|with|by|for) (?:the )?{ORGANISATION}(?=$|[,.!;]| (?:as|in|now|and|since|from|on|head|so|this|last|they)\b)",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\bi (?:work|teach|drive|cook|nurse|clean|temp|intern|bartend|code|coach|lecture|ride|deliver|part[- ]time|wait tables|serve|train|run)(?: [\w’'-]+){{0,4}}? (?:at|for) {ORGANISATION}(?=$|[,.!;]| (?:on|in|at|as|so|and|but|since|now|part|full|btw|mostly|weekends|nights)\b)",
    ),
    pattern(
        "employer",
        r"\bi (?:drive|ride|deliver|fly|work|code|write|cook) for (?P<value>[a-z]{2,12}) (?=btw\b|now\b|these days\b|so\b|and\b|but\b|part|full|on )(?!.*\bfun\b)",
    ),
    pattern(
        "employer",
        rf"\b(?:contract|job|role|post|position|place|offer|start|gig) (?:at|with) {ORGANISATION}(?=$|[,.!;]| (?:as|in|now|and|since|from|on)\b)(?!.*\b(?:interview|apply|applied|applying|hoping|would)\b)",
        lasting=True,
    ),
    pattern(
        "employer",
        r"\bjoined (?P<value>(?!(?:the|a|an|my|our|in|him|her|them|up|us|you|forces|late)\b)[\w’&-]+)(?=$|[,.!;]| (?:in|last|this|as|and|on)\b)",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:that['’]s me|here i am|so i['’]m) (?:with|at) (?:the )?(?P<value>[\w’&-]+(?: {PROPER})?)(?=$|[.,!])",
        lasting=True,
    ),
    # what they eat and like by now
    pattern(
        "diet",
        r"\b(?:(?:i|we)(?:['’]ve| have)?(?: just| now| also)* )?(?:went|gone|going|am|i['’]m|we['’]re|being) (?:fully |mostly |all )?(?P<value>plant[- ]based)\b",
        lasting=True,
    ),
    pattern(
        "diet",
        r"^(?:also |pure |strictly |strict |still )*(?P<value>vegetarian|vegan|veggie|pescatarian|halal|kosher|veg|plant[- ]based)(?: only| btw| too| now| please| pls)?(?=$|[,.!])",
    ),
    pattern("diet", r"\b(?P<value>halal|kosher|vegan|vegetarian|veggie|gluten[- ]free|dairy[- ]free) only\b"),
    pattern(
        "diet",
        rf"\b(?:i|we)(?:['’]ve| have)? (?:stopped|quit|given up|gave up|stop) (?:eating|drinking|having|touching)? ?(?:the )?(?P<value>{FOODSTUFF}|wine|beer|booze|tea|chocolate|sweets)\b",
        lasting=True,
    ),
    pattern(
        "diet",
        rf"\b(?:i|we) (?:can no longer|no longer|can['’]t|cannot|mustn['’]t) (?:eat|drink|have|touch) (?:any )?(?P<value>{FOODSTUFF}|wine|beer|tea|chocolate)\b",
    ),
    pattern(
        "diet",
        rf"\b(?:i|we) (?:don['’]?t|do not|never) (?:eat|drink) (?P<value>{FOODSTUFF}(?:(?:,| or| and| nor) (?:eat |drink )?{FOODSTUFF})*) (?:myself|ourselves|either)\b",
    ),
    pattern(
        "diet",
        rf"\b(?:i['’]?m|i am|we['’]re|we are|i['’]ve been)(?: both| all)? (?:off|advised against|told to avoid|banned from) (?P<value>{FOODSTUFF}|wine|beer)\b",
    ),
    pattern("diet", rf"^(?P<value>{FOODSTUFF}) also no\b"),
    pattern("diet", rf"\bi['’]ve been advised against (?P<value>{FOODSTUFF})\b"),
    pattern("diet", r"\b(?:i|we) (?P<value>eat fish) now\b"),
    pattern(
        "diet",
        r"\b(?:i|we) (?:don['’]?t|do not|never) drink (?P<value>coffee|tea|alcohol|wine|beer|milk|caffeine|spirits)(?=$|[,.!;]| (?:at all|any ?more|so|and|or|but|because|myself)\b)",
    ),
    pattern("diet", rf"\b(?:i['’]?m|i am)(?: now| still)? {DIET} (?:as well|too|these days)\b"),
    pattern(
        "allergy",
        r"\b(?:epi-?pen|anaphyla\w+|allerg\w+)[,;:.]? (?:because )?(?:of )?(?P<value>(?!(?:it|that|this|the|and|so|i|they|to|is)\b)[\w’'-]+(?: (?!(?:would|could|will|can|might)\b)[\w’'-]+)?) (?:would|could|will|can|might) (?:kill|finish|end|do for) me\b",
        sentence=True,
    ),
    pattern(
        "allergy",
        r"^(?P<value>(?!(?:it|that|this|he|she|they|what|work|everything)\b)[\w’'-]+) (?:gives?|gave) me (?:\w+ )?(?:migraines?|hives|a rash|cramps|stomach aches?|headaches?|reflux|heartburn)\b",
    ),
    pattern(
        "allergy",
        r"\bno (?P<value>[\w’'-]+)(?: though)?,? they (?:repeat on|disagree with|don['’]t agree with) me\b",
        sentence=True,
    ),
    pattern(
        "allergy",
        r"^(?P<value>(?!(?:it|that|this|he|she|they|everybody)\b)[\w’'-]+) (?:has |have )?turned (?:against|on) me\b",
    ),
    pattern(
        "dislikes",
        r"\bi (?:eat|like|love|take|read|watch|listen to) (?:anything|everything|all of it) (?:but|except|apart from) (?P<value>[\w’'-]+(?: [\w’'-]+)?)(?=$|[,.!])",
    ),
    pattern(
        "dislikes",
        r"\bno (?P<value>(?!(?:thanks|one|more|need|idea|problem)\b)[\w’'-]+)(?: in it| on it| stuff| things)?(?: please| pls)?[,.;]? (?:i )?(?:can['’]?t stand|hate|loathe|don['’]?t like|dont like|detest) (?:the (?:stuff|taste|texture|smell)|it|them)\b",
        sentence=True,
    ),
    pattern(
        "dislikes",
        r"\b(?:can['’]?t|cannot|cant) do (?P<value>(?!(?:it|that|this|anything|much|my|the|mornings?|without|with|any|math)\b)[\w’'-]+)(?=$|[,.!;])",
    ),
    pattern(
        "likes",
        r"\bmy (?:fave|fav|favs)(?: \w+)? (?:is|are|['’]s) (?P<value>[\w’'-]+(?: [\w’'-]+)?)(?=$|[,.!;]| (?:and|but|so|i)\b)",
    ),
    pattern(
        "likes",
        r"(?P<value>(?!(?:it|that|this|he|she|they|which|and|but|so)\b)[\w’'-]+(?: (?!has\b|have\b)[\w’'-]+)?) (?:has|have|['’]s) (?:really )?grown on me\b",
    ),
    pattern(
        "likes",
        r"\b(?:i['’]ve )?(?:come|came) (?:round|around) to (?P<value>(?!(?:it|that|this|the idea|you|see|your|my)\b)[\w’'-]+)",
    ),
    pattern(
        "language",
        rf"\bmy (?P<value>{PROPER}) is (?:adequate|fluent|rusty|good|passable|basic|decent|ok|okay|terrible|bad|not bad)\b",
    ),
    pattern("time_zone", r"\b(?:so |in |on |now )?(?P<value>(?:utc|gmt) ?[+-−±]?\d{1,2}(?::\d\d)?)\b"),
)

"""What has changed at work: new trades and employers, said in passing, and what people eat and like by now."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.languages.english.chat_words import NO_ERRAND, ORGANISATION, TRADE
from holdfast.providers.facts.languages.english.words import BUSINESS, DIET, FOODSTUFF, JOB, STOP, THING
from holdfast.providers.facts.patterns import PROPER, Pattern, pattern

_LEAD: Final = (
    r"^(?:(?:and|so|but|also|then|oh|ok|okay|well|yes|yeah|yep|yh|no|nah|nope|update|news|btw|just|"
    r"finally|now|actually|currently|still|plus|anyway|hi|hello|hey)\b[,:.! ]*)*"
)
_I: Final = (
    r"\b(?:i|we)(?:['’]?ve|['’]?m|['’]re| have| am| are)?(?: just| now| also| recently| finally| still|"
    r" actually| already| since)*"
)
_RANK: Final = (
    r"(?:(?:senior|junior|head|chief|deputy|assistant|lead|general|acting|trainee|apprentice|principal|"
    r"associate|vice|managing|practice|office|shop|store|project|product|account|area|regional|duty|"
    r"night|shift|team|commis|sous|line|bar|floor|kitchen|site|ward|charge|staff) )"
)
_TITLE: Final = (
    r"(?P<value>(?!(?:i|we|he|she|they|my|our|the|a|an|as|so|and|but|you|"
    rf"it)\b)(?:{_RANK}){{0,2}}(?:(?:[\w-]+ )?{JOB.replace('?P<value>', '?:')}|{TRADE}|lead|nurse|chef|"
    r"manager|partner|officer|hygienist))"
)
_END: Final = (
    r"(?=$|[,.;!?)]| (?:at|for|in|with|by|from|and|now|since|so|who|on|near|here|there|this|last|basically|i)\b)"
)
_OF_BUSINESS: Final = (
    rf"(?:{BUSINESS[3:-1]}|glamping site|site|riding school|franchise|business|guest ?house|"
    r"letting agency|stud|kennels?|surgery|team)"
)
_GETS: Final = (
    r"(?:picked me up|took me on|hired me|snapped me up|poached me|took me|gave me a job|"
    r"offered me a job and i took it)"
)

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
        r"\b(?:made|named|appointed|promoted|elected) me (?:to |as |into )?(?:an? |the |their )?(?!(?:give|"
        r"feel|laugh|cry|think|reali[sz]e|want|stop|quit|go|do|wait|eat|drink|sick|ill|happy|sad|angry|"
        r"redundant|a|look|sound|promise|so|very|late|miss|leave|move|change|try|use|read|write|work|pay|"
        rf"come|swear|smile|sign|sell|buy)\b){THING}",
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:promoted|upgraded|bumped up)(?: again| at last| finally)?,? (?:to |i['’]m |so i['’]m |"
        rf"now )*(?:an? |the )?{_TITLE}{_END}",
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
        rf"{_LEAD}(?:as )?(?P<value>(?:head|director|chief|vp|vice president|manager|"
        rf"chair) of [\w ]+?) (?:at|for|with) {PROPER}",
    ),
    pattern(
        "job",
        rf"{_LEAD}(?P<value>{_RANK}+(?:[\w-]+ )?(?:{TRADE}|lead|nurse|chef|partner|officer|hygienist|analyst|"
        r"consultant)) (?:at|for|with|on) (?:the |an? )?[\w’']+",
    ),
    pattern(
        "job",
        rf"\b(?:i['’]?m|i am|now|i['’]ve become|became) (?:now )?(?:in|on|at) [\w ]{{3,20}}, (?:an? |"
        rf"the )?{_TITLE}{_END}",
        sentence=True,
    ),
    pattern(
        "job",
        rf"{_I} (?:taken|took) over (?:an?|the|my|our) (?P<value>(?:[\w’'-]+ ){{0,2}}?{_OF_BUSINESS})\b",
        lasting=True,
    ),
    pattern(
        "job",
        rf"{_I} (?P<value>(?:run|running|own|manage|have) (?:an?|my own|our own|the|"
        rf"my) (?:[\w’'-]+ ){{0,2}}?{_OF_BUSINESS}(?: (?:stall|van|cart|school|company|"
        r"business))?)\b(?! (?:to|about|for|meeting|of|today|tomorrow|name|trip|day)\b)",
    ),
    pattern(
        "job",
        r"\b(?:i['’]?m|i am)(?: \d+%| fully| all| full time)? at my own (?P<value>(?:[\w-]+ )?(?:studio|"
        r"shop|salon|practice|place|business|clinic|garage|café|cafe|company|bakery|restaurant|agency))\b",
    ),
    pattern(
        "job",
        r"\bi (?P<value>bartend|waitress|childmind|babysit|lecture|nurse|tutor|dog ?walk|temp|intern|"
        r"cut hair|do hair|do nails|deliver (?:food|parcels|post|groceries|newspapers)|"
        r"drive (?:for a living|a (?:van|cab|taxi|bus|lorry|truck)))(?=$|[,.;!]| (?:so|and|but|at|in|for|on|"
        r"part|full|now|here|these|nights|weekends)\b)",
    ),
    pattern(
        "job",
        r"\b(?:here|now|these days|currently|nowadays),? i (?P<value>(?:deliver|sell|drive|teach|clean|fix|"
        r"build|train|design|cook|bake|repair|grow|make|paint|do) (?!(?:it|that|this|you|me|my|so|not|well|"
        r"want|feel|the)\b)[\w’'-]+(?: (?!(?:and|but|at|in|for|with|on|so)\b)[\w’'-]+)?)(?=$|[,.;!]| (?:and|"
        r"but|at|in|for|with|on|so)\b)",
    ),
    pattern(
        "job",
        r"\bi (?P<value>do (?:the )?(?!(?:it|that|this|not|my|so|want|think|some|a|well|most|all|what|"
        r"everything|lot|sometimes|often|yoga|exercise|sport|shopping)\b)[\w’'-]+(?: [\w’'-]+)?) (?:at|"
        rf"for) (?:an? |the |my |our )?(?:[\w’'-]+ ){{0,3}}?(?:university|uni|school|surgery|hospital|firm|"
        rf"company|charity|council|association|agency|bank|hotel|office|clinic|practice|{BUSINESS[3:-1]}|"
        rf"{PROPER})",
    ),
    pattern(
        "job",
        r"\bi (?P<value>teach (?:at|in) (?:an? |the )?(?:\w+ )?(?:school|college|university|kindergarten|"
        r"nursery|gym|academy))\b",
    ),
    pattern(
        "job",
        r"\bi (?P<value>(?:design|build|sell|translate|restore|repair|fit|lay|teach|train|paint|groom|breed|"
        r"edit|grow) (?!(?:it|that|this|you|me|my|our|them|him|her|the)\b)[\w’'-]+) for (?:work|money)\b|"
        r"\bfor work,? i (?:design|build|sell|translate|restore|repair)\b",
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
        r"\b(?:i['’]?m|i am) (?:an? )?(?P<value>(?:lollipop|dinner|tea|cleaning) (?:lady|man|woman)|"
        r"emeritus|emerita)\b",
    ),
    pattern(
        "job",
        r"\b(?:i['’]?m|i am) (?:an? )?(?P<value>[\w-]+ (?:hygienist|assistant|apprentice|technician|handler|"
        r"operator|coordinator|administrator|practitioner|physio|sergeant|constable|inspector|inspector|"
        r"supervisor|planner|buyer|estimator))\b",
    ),
    pattern(
        "job", r"(?:^|[,;] )(?P<value>(?:electricians?|plumbers?|carpenters?|joiners?|chefs?)['’]?s? apprentice)\b"
    ),
    pattern(
        "job",
        r"\b(?:i['’]?m|i am) (?:fully |finally |happily |now |semi-|newly )*(?P<value>retired)\b|"
        r"\bretired,? (?:yeah|yes|yep|from)\b",
    ),
    pattern(
        "job",
        r"^(?P<value>retired)(?:,? (?:yeah|yes|yep|now|at last|from (?:work|teaching|nursing|(?:my|"
        r"the) \w+))\b|$|[.,!])",
        lasting=True,
    ),
    pattern(
        "job",
        r"^(?:(?:and|so|but|ok|well|right|yo|hi|hello|basically)[, ]+)*i (?P<value>(?:sell|build|fix|repair|"
        r"paint|design|restore|teach|clean|cut|train|drive|fit|lay|make|bake|translate|breed|grow|do|groom|"
        r"install|write|shoe|raise|cook|edit|code|tune|translate) (?:hair|nails|houses|homes|cars|flooring|"
        r"floors|roofs|bikes|websites|windows|plumbing|electrics|kitchens|bathrooms|bricks|trucks|buses|"
        r"trains|flowers|bread|cakes|clothes|furniture|gardens|boats|software|apps|dogs|horses|lawns|"
        r"carpets|insurance|phones|shoes|jewellery|pottery|pianos|subtitles|menus|fences|boilers|tiles|"
        r"tax(?:es)?|books|accounts|admin|IT|HR|payroll|people['’]s \w+|kids|children|maths|yoga|piano|"
        r"swimming))(?=$|[,.;!]| (?:right|and|for|in|at|so|from|part|mostly|near|on)\b)",
    ),
    pattern(
        "job",
        r"\b(?:i )?(?:now |currently |still )?work(?:ing)? (?:in|at|behind the counter (?:of|at)) (?:an?|"
        rf"my \w+['’]s) (?P<value>(?:[\w-]+ ){{0,2}}?(?:{_OF_BUSINESS}|lab|warehouse|call centre|factory|"
        r"library|hospital|supermarket|museum|kitchen|office|bike shop|bookshop|school|university|bank|"
        r"care home|law firm|surgery|garden centre))(?=$|[,.;!]| (?:now|in|and|but|so|part|on|near|these)\b)",
    ),
    pattern(
        "job",
        r"\bi hold (?P<value>(?:the|a) (?:chair|post|position|office|professorship|"
        rf"lectureship) of [\w ]+?) (?:at|in) {PROPER}",
    ),
    pattern(
        "employer",
        rf"\bi hold (?:the|a) (?:chair|post|position|office|professorship|lectureship) of [\w ]+? at {ORGANISATION}",
    ),
    pattern(
        "job",
        r"\b(?:me han hecho|me hicieron|me han nombrado|me ascendieron a|he pasado a ser|ahora soy) (?:la |"
        r"el |una? )?(?P<value>[^\W\d_]{5,})\b",
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:i['’]?m|i am|i work|working)(?: now)? (?:at|with|in|on|over at|"
        rf"for) [^,.;!?]{{2,40}} as (?:an? |the ){THING}",
        lasting=True,
    ),
    # for whom
    pattern(
        "employer",
        rf"\b(?:in|at|for|with) an? [^,.;!?]{{2,30}}?(?:company|firm|start-?up|agency|studio|charity|clinic|"
        r"school|shop|bank|lab|business|restaurant|garage|practice|"
        rf"association), (?:called )?{ORGANISATION}(?=[,.;!]|$)",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "employer",
        r"\bi(?: now| also)? (?:shoot|draw|illustrate|host|produce|audit|consult|model|fly|edit|report|"
        r"lecture|cover|write|design|test|sell|translate|build|develop|photograph|film|train|code|drive|"
        rf"deliver|teach|run|manage) [\w’' -]{{2,30}}? for {ORGANISATION}(?=$|[,.;!]| (?:on|in|now|since|and|"
        r"but|so)\b)",
    ),
    pattern(
        "employer",
        r"\b(?:i['’]?m|i am|im|i work)(?: now)? (?:at|with|for) (?P<value>(?:the )?[\w-]+ (?:council|"
        r"university|uni|hospital|college|academy|infirmary))\b",
    ),
    pattern("employer", rf"\bgone over to [^,.;!?]{{3,30}}, {ORGANISATION}(?=[,.;!]|$)", sentence=True, lasting=True),
    pattern(
        "employer",
        rf"\bi (?:now )?(?:work|do|teach|drive|cook|write|clean|build|run)\b[^,;.!?]{{0,30}} (?:for|"
        rf"at) an? [^,;.!?]{{3,30}}, {ORGANISATION}(?=$|[,.;!])",
        sentence=True,
    ),
    pattern(
        "employer",
        rf"\bpour une? (?:start-up|boîte|entreprise|association|société|agence), {ORGANISATION}(?=[,.;!]|$)",
        sentence=True,
    ),
    pattern(
        "employer",
        rf"{_LEAD}(?!(?:they|he|she|it|who|that|someone|somebody|mum|dad|"
        rf"mom)\b){ORGANISATION} {_GETS}\b(?! (?:off|out|home|to|for a|ages|hours|"
        r"days|weeks|forever|all|half|an?|the|so|too|by|aback|there|back|seriously|long|longer|\d+|two|three|ten)\b)",
        lasting=True,
    ),
    pattern(
        "employer",
        r"\b(?:jumped ship|gone over|went over|crossed over|defected|moved across|moved over|switched|"
        rf"transferred) to {ORGANISATION}(?=$|[,.!;]| (?:as|in|last|this|now|and|since|for)\b)(?<! time)",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"{_LEAD}(?:(?:head|director|chief|vp|vice president|manager|chair) of [\w ]+?) (?:at|for|"
        rf"with) {ORGANISATION}{STOP}",
    ),
    pattern(
        "employer",
        rf"{_LEAD}(?:i['’]?m |we['’]re )?(?:back|still|over|now) (?:at|with) {ORGANISATION}(?=$|[,.!;]|"
        r" (?:part|full|as|in|now|and|since|for|doing|on|these)\b)",
        lasting=True,
    ),
    pattern(
        "employer",
        r"\b(?:i['’]?m|i am|we['’]re|i['’]ve been) (?:now |still |over )?(?:at|"
        rf"with) {ORGANISATION}(?= (?:doing|in|as|on|these|full|part|from|for|until|since|now)\b|$|"
        rf"[,.!;]){NO_ERRAND}(?!.*\b(?:airport|station|hotel|tonight|today|hospital|queue|table|pub|party|contract|"
        r"broadband|tariff|phone|provider|signal|bank account|insurance|mortgage|loan|savings|internet|energy)\b)",
        lasting=True,
    ),
    pattern(
        "employer",
        r"\b(?:salaried|employed|interning|temping|contracting|based|stationed|apprenticed|seconded|"
        r"taken on|on the \w+|in-house|staff post|started|starting) (?:at|with|by|"
        rf"for) (?:the )?{ORGANISATION}(?=$|[,.!;]| (?:as|in|now|and|since|from|on|head|so|this|last|they)\b)",
        lasting=True,
    ),
    pattern(
        "employer",
        r"\bi (?:work|teach|drive|cook|nurse|clean|temp|intern|bartend|code|coach|lecture|ride|deliver|"
        rf"part[- ]time|wait tables|serve|train|run)(?: [\w’'-]+){{0,4}}? (?:at|for) {ORGANISATION}(?=$|"
        r"[,.!;]| (?:on|in|at|as|so|and|but|since|now|part|full|btw|mostly|weekends|nights)\b)",
    ),
    pattern(
        "employer",
        r"\bi (?:drive|ride|deliver|fly|work|code|write|cook) for (?P<value>[a-z]{2,12}) (?=btw\b|now\b|"
        r"these days\b|so\b|and\b|but\b|part|full|on )(?!.*\bfun\b)",
    ),
    pattern(
        "employer",
        rf"\b(?:contract|job|role|post|position|place|offer|start|gig) (?:at|with) {ORGANISATION}(?=$|[,.!;]|"
        r" (?:as|in|now|and|since|from|on)\b)(?!.*\b(?:interview|apply|applied|applying|hoping|would)\b)",
        lasting=True,
    ),
    pattern(
        "employer",
        r"\bjoined (?P<value>(?!(?:the|a|an|my|our|in|him|her|them|up|us|you|forces|late)\b)[\w’&-]+)(?=$|"
        r"[,.!;]| (?:in|last|this|as|and|on)\b)",
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
        r"\b(?:(?:i|we)(?:['’]ve| have)?(?: just| now| also)* )?(?:went|gone|going|am|i['’]m|we['’]re|"
        r"being) (?:fully |mostly |all )?(?P<value>plant[- ]based)\b",
        lasting=True,
    ),
    pattern(
        "diet",
        r"^(?:also |pure |strictly |strict |still )*(?P<value>vegetarian|vegan|veggie|pescatarian|halal|"
        r"kosher|veg|plant[- ]based)(?: only| btw| too| now| please| pls)?(?=$|[,.!])",
    ),
    pattern("diet", r"\b(?P<value>halal|kosher|vegan|vegetarian|veggie|gluten[- ]free|dairy[- ]free) only\b"),
    pattern(
        "diet",
        r"\b(?:i|we)(?:['’]ve| have)? (?:stopped|quit|given up|gave up|stop) (?:eating|drinking|having|"
        rf"touching)? ?(?:the )?(?P<value>{FOODSTUFF}|wine|beer|booze|tea|chocolate|sweets)\b",
        lasting=True,
    ),
    pattern(
        "diet",
        r"\b(?:i|we) (?:can no longer|no longer|can['’]t|cannot|mustn['’]t) (?:eat|drink|have|"
        rf"touch) (?:any )?(?P<value>{FOODSTUFF}|wine|beer|tea|chocolate)\b",
    ),
    pattern(
        "diet",
        rf"\b(?:i|we) (?:don['’]?t|do not|never) (?:eat|drink) (?P<value>{FOODSTUFF}(?:(?:,| or| and|"
        rf" nor) (?:eat |drink )?{FOODSTUFF})*) (?:myself|ourselves|either)\b",
    ),
    pattern(
        "diet",
        r"\b(?:i['’]?m|i am|we['’]re|we are|i['’]ve been)(?: both| all)? (?:off|advised against|"
        rf"told to avoid|banned from) (?P<value>{FOODSTUFF}|wine|beer)\b",
    ),
    pattern("diet", rf"^(?P<value>{FOODSTUFF}) also no\b"),
    pattern("diet", rf"\bi['’]ve been advised against (?P<value>{FOODSTUFF})\b"),
    pattern("diet", r"\b(?:i|we) (?P<value>eat fish) now\b"),
    pattern(
        "diet",
        r"\b(?:i|we) (?:don['’]?t|do not|never) drink (?P<value>coffee|tea|alcohol|wine|beer|milk|caffeine|"
        r"spirits)(?=$|[,.!;]| (?:at all|any ?more|so|and|or|but|because|myself)\b)",
    ),
    pattern("diet", rf"\b(?:i['’]?m|i am)(?: now| still)? {DIET} (?:as well|too|these days)\b"),
    pattern(
        "allergy",
        r"\b(?:epi-?pen|anaphyla\w+|allerg\w+)[,;:.]? (?:because )?(?:of )?(?P<value>(?!(?:it|that|this|the|"
        r"and|so|i|they|to|is)\b)[\w’'-]+(?: (?!(?:would|could|will|can|might)\b)[\w’'-]+)?) (?:would|could|"
        r"will|can|might) (?:kill|finish|end|do for) me\b",
        sentence=True,
    ),
    pattern(
        "allergy",
        r"^(?P<value>(?!(?:it|that|this|he|she|they|what|work|everything)\b)[\w’'-]+) (?:gives?|"
        r"gave) me (?:\w+ )?(?:migraines?|hives|a rash|cramps|stomach aches?|headaches?|reflux|heartburn)\b",
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
        r"\bi (?:eat|like|love|take|read|watch|listen to) (?:anything|everything|all of it) (?:but|except|"
        r"apart from) (?P<value>[\w’'-]+(?: [\w’'-]+)?)(?=$|[,.!])",
    ),
    pattern(
        "dislikes",
        r"\bno (?P<value>(?!(?:thanks|one|more|need|idea|problem)\b)[\w’'-]+)(?: in it| on it| stuff|"
        r" things)?(?: please| pls)?[,.;]? (?:i )?(?:can['’]?t stand|hate|loathe|don['’]?t like|dont like|"
        r"detest) (?:the (?:stuff|taste|texture|smell)|it|them)\b",
        sentence=True,
    ),
    pattern(
        "dislikes",
        r"\b(?:can['’]?t|cannot|cant) do (?P<value>(?!(?:it|that|this|anything|much|my|the|mornings?|evenings?|"
        r"afternoons?|nights?|"
        r"weekends?|\w+days?|tomorrow|tonight|lunch|later|now|"
        r"without|with|any|math)\b)[\w’'-]+)(?=$|[,.!;])",
    ),
    pattern(
        "likes",
        r"\bmy (?:fave|fav|favs)(?: \w+)? (?:is|are|['’]s) (?P<value>[\w’'-]+(?: [\w’'-]+)?)(?=$|[,.!;]|"
        r" (?:and|but|so|i)\b)",
    ),
    pattern(
        "likes",
        r"(?P<value>(?!(?:it|that|this|he|she|they|which|and|but|so)\b)[\w’'-]+(?: (?!has\b|"
        r"have\b)[\w’'-]+)?) (?:has|have|['’]s) (?:really )?grown on me\b",
    ),
    pattern(
        "likes",
        r"\b(?:i['’]ve )?(?:come|came) (?:round|around) to (?P<value>(?!(?:it|that|this|the idea|you|see|"
        r"your|my)\b)[\w’'-]+)",
    ),
    pattern(
        "language",
        rf"\bmy (?P<value>{PROPER}) is (?:adequate|fluent|rusty|good|passable|basic|decent|ok|okay|terrible|"
        r"bad|not bad)\b",
    ),
    pattern("time_zone", r"\b(?:so |in |on |now )?(?P<value>(?:utc|gmt) ?[+-−±]?\d{1,2}(?::\d\d)?)\b"),
)

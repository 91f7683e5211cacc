"""Beginning and ending work: kinds of work × events × whom it is for."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.languages.english.chat_words import TRADE
from holdfast.providers.facts.languages.english.events import AFTER, LEADS, ORG, SELF
from holdfast.providers.facts.languages.english.words import BUSINESS, OCCUPATIONS
from holdfast.providers.facts.patterns import PROPER, Pattern, pattern

_TRADES: Final = "|".join(word.replace("-", " ") for word in OCCUPATIONS)
_STATION: Final = (
    r"(?:tills?|checkouts?|counter|bar|door|doors|front desk|reception|phones|phone lines|line|parts desk|registers?|"
    r"shop floor|wards?|railways?|trains|trams|buses|ferries|rigs|boats|bins|bin lorries|markets?|"
    r"help ?desk|switchboard|"
    r"night desk|news desk|grill|fryer|pass|production line|assembly line|oil rigs|farm|land|doors|gate|post round)"
)
_DEPARTMENT: Final = (
    r"(?:production|sales|marketing|hr|human resources|accounts|accounting|payroll|procurement|logistics|support|"
    r"customer (?:service|support|care|success)|qa|reception|admin|administration|security|maintenance|it|dispatch|"
    r"packaging|purchasing|compliance|operations|quality control|research|housekeeping|catering|pr|communications|"
    r"recruitment|insurance|real estate|construction|social work|child ?care|teaching|nursing|data entry|design)"
)
_LABOURS: Final = (
    r"(?:teach|run|manage|drive|keep|clean|fix|sell|cut|write|edit|translate|design|cook|bake|serve|"
    r"guard|wait|tend|work|"
    r"pack|pick|sort|load|deliver|install|repair|mend|service|maintain|train|coach|tutor|paint|print|weld|sew|breed|"
    r"grow|farm|raise|shear|milk|photograph|film|draw|illustrate|build|make|code|program|test|audit|do|handle|run|book|"
    r"plan|organise|organize|supervise|lead|look after|care for|oversee|operate|lay|plaster|wire|fit|groom|walk|shoe|"
    r"restore|tune|sing|play|dance|curate|catalogue|shelve|scan|process|answer|man|fly|sail|skipper|row|dig|mine|fish|"
    r"brew|roast|distil|blend|butcher|carve|turn|throw|blow|forge|bind)"
)
_NO_LABOUR: Final = (
    r"(?!(?:do|make|run|play|walk|plan|work|keep|cook) (?:it|that|this|so|not|you|me|my|our|some|a lot|"
    r"sure|sense|yoga|the dishes|"
    r"out|on|from|in|at|for|with|as|hard|too|well|nights?|days|shifts|more|less|better|best|all|"
    r"everything|a walk|football|"
    r"games|up|for|dinner|lunch|breakfast|meals)\b)"
)
_PLACE_OF_WORK: Final = (
    rf"(?:{BUSINESS[3:-1]}|hospital|council|university|uni|college|bank|office|factory|warehouse|supermarket|museum|"
    r"library|lab|laboratory|newspaper|magazine|publisher|paper|studio|kitchen|centre|center|estate|"
    r"garden centre|museum|"
    r"airline|airport|port|harbour|shipyard|shipping line|railway|mill|quarry|mine|plant|depot|station|chain|startup|"
    r"surgery|care home|nursing home|hospice|prison|court|church|parish|zoo|aquarium|theme park|resort|cruise line|"
    r"foundation|institute|ministry|embassy|union|club|team|federation|corporation|giant|manufacturer|"
    r"wholesaler|dealer|"
    r"dealership|contractor|builder|caterer|housing association|law firm|architects|solicitors|accountants|homeowners|"
    r"families|students|clients|pensioners|kids|children)"
)
_BEGUN: Final = (
    r"(?:open(?:ed|ing)?|start(?:ed|ing)?|set(?:ting)? up|launch(?:ed|ing)?|found(?:ed|ing)?|bought|"
    r"took over|taken over|"
    r"taking over|inherited|run|running|own|got|have|built up|opened up|took on|taken on)"
)
_OWN: Final = (
    r"(?:my own|our own|me own|my very own|an?|the|my|our|me|a little|my mum['’]s|my dad['’]s|the family|the village)"
)
_WORKING: Final = (
    r"(?:work(?:ing)?|driv(?:e|ing)|deliver(?:ing)?|cook(?:ing)?|nurs(?:e|ing)|clean(?:ing)?|"
    r"temp(?:ing)?|intern(?:ing)?|"
    r"nights?|days|shifts?|tills?|counter|bar|shelves|phones|reception|parcels|packages|placement|apprenticeship|"
    r"internship|traineeship|contract(?:ing)?|consult(?:ing)?|freelanc(?:e|ing)|job|gig|role|post|"
    r"position|start(?:ed|ing)?|"
    r"landed(?: a \w+)?|hired|employed|payroll|desk|weekends|part[- ]time|full[- ]time|career|grad scheme|secondment|"
    r"teach(?:ing)?|cod(?:e|ing)|design(?:ing)?|engineer(?:ing)?|sales|marketing|accounts|support|warehouse|floor)"
)
_TAKEN: Final = (
    r"(?:took|stole|nabbed|grabbed|wanted|want|chose|picked|have|has|got|offered|signed|kept|won|lured|pinched) me\b"
    r"(?=$|[,.;!]| (?:on|as|from|in|last|this|after|before|when|and|full|part|now|away|over)\b)"
)
_POSTS: Final = (
    r"(?:cabin crew|ground crew|crew|bar staff|wait staff|floor staff|staff|associate|rep|hand|deckhand|"
    r"stagehand|farmhand|lead|tech|assistant|trainee|officer|analyst)"
)
_FIELDS: Final = (
    r"(?:(?:[\w-]+ )?(?:\w+ology|\w+graphy|\w+nomics|\w+atrics|nursing|teaching|law|medicine|coding|"
    r"programming|data science|data|ux|web design|graphic design|"
    r"accounting|finance|banking|consulting|social work|counselling|carpentry|joinery|plumbing|farming|"
    r"gardening|landscaping|horticulture|catering|hospitality|"
    r"engineering|journalism|publishing|archaeology|forestry|midwifery|physio|politics|policing|"
    r"probation|mental health|elder care|childcare|real estate|"
    r"tree surgery|pottery|ceramics|photography|tattooing|hairdressing|beauty))"
)
_HIRED: Final = (
    r"(?:poached|hired|headhunted|recruited|snapped up|snapped me up|took me on|picked me up|employed|"
    r"signed|scooped up|"
    r"took me back|rehired|gave me (?:a|the|my) (?:job|chance|break|contract)|"
    r"made me (?:a permanent )?(?:an )?offer,? and i)"
)

PATTERNS: Final[tuple[Pattern, ...]] = (
    pattern(
        "job",
        rf"^(?:{LEADS}\b[,:.! ]*)*(?:now |currently |newly |these days )*(?:an? |the )?(?P<value>(?:(?!(?:my|"
        rf"his|her|our|their|another|no|good|great|late)\b)[\w-]+ ){{0,2}}?"
        rf"(?:{TRADE}|{_POSTS})) (?:at|with|for) (?:the )?{PROPER}",
    ),
    pattern(
        "employer",
        rf"^(?:{LEADS}\b[,:.! ]*)*(?:now |currently |newly |these days )*(?:an? |"
        rf"the )?(?:[\w-]+ ){{0,2}}?(?:{TRADE}|{_POSTS}) (?:at|with|for) {ORG}{AFTER}",
    ),
    pattern(
        "employer",
        rf"^(?:{LEADS}\b[,:.! ]*)*(?!(?:They|He|She|It|We|You|Someone|Somebody|Who|That|This|Mum|Mom|Dad|"
        rf"Life|Nobody|People)\b){ORG} (?:has |have )?{_TAKEN}",
        lasting=True,
    ),
    pattern(
        "job",
        rf"^(?:{LEADS}\b[,:.! ]*)*(?:the )?{PROPER}(?: {PROPER})* (?:has |have )?(?:took|want|wanted|have|"
        r"has|got|hired|signed|kept) me (?:on )?as (?:an? |the |their )?(?P<value>[\w-]+(?: (?!(?:on|at|in|"
        r"for|and|from)\b)[\w-]+)?)",
        lasting=True,
    ),
    pattern(
        "job",
        rf"{SELF}(?:gone|switched|moved|changed|retrained|crossed|pivoted|went|drifted|transferred)(?: over|"
        rf" across)? (?:to|into|in) (?P<value>{_FIELDS}){AFTER}",
        lasting=True,
        own=True,
    ),
    pattern(
        "job",
        rf"{SELF}(?:opened|started|set up|founded|launched|run|running|built|got|have) (?:up )?(?:my|"
        r"our) (?:very )?own (?P<value>(?!(?:place|house|flat|home|studio|car|room|way|thing|boss|apartment|"
        r"business|company|firm)\b)[\w-]+(?: (?!(?:in|at|on|and|last|this|now|with|called|near|"
        r"from)\b)[\w-]+)?)",
        lasting=True,
        own=True,
    ),
    pattern(
        "job",
        rf"{SELF}(?:opened|started|set up|founded|launched|run|"
        rf"running) an? (?P<value>(?:[\w-]+ ){{0,2}}?[\w-]+) of (?:my|our) own\b",
        lasting=True,
        own=True,
    ),
    pattern(
        "job",
        r"\bi(?: now| also| mostly| mainly| still| just)? (?P<value>do (?:nails|hair|lashes|brows|make-?up|"
        r"tattoos|massages?|removals|cleaning|gardens|bookkeeping|accounts|taxes|"
        r"childcare|catering|deliveries|web design|graphic design|translations?|it support|"
        r"night shifts as a \w+|flooring|roofs|kitchens|windows)|freelance|busk|temp|bartend|childmind|"
        r"dog-?walk)"
        r"(?=$|[,.;!]| (?:for|at|in|from|now|these|so|and|but|on|with|while|part|full)\b)",
    ),
    pattern(
        "employer",
        rf"\bi(?: now| also| still)? {_LABOURS}(?: (?!(?:at|for)\b)[\w’'-]+){{0,4}} (?:at|"
        rf"for) {ORG}{AFTER}(?<!for fun)",
    ),
    pattern(
        "employer",
        rf"{SELF}(?:work|working|started|employed|got a job|job)(?: \w+)? (?:for|at|"
        r"with) the (?P<value>(?:[\w-]+ )?(?:zoo|council|university|uni|hospital|police|post office|"
        r"railways?|army|navy|fire brigade|"
        r"fire service|ambulance service|church|city|state|government|ministry|library|museum|airport|"
        r"embassy|court|tax office|council|bank|opera|theatre|observatory|aquarium|parish|diocese|county|"
        r"town hall))\b",
        lasting=True,
        own=True,
    ),
    pattern(
        "job",
        rf"{SELF}(?:work|working|started|employed|hired|got a job|job|begin|stay(?:ed|ing)?|"
        rf"volunteer) (?:for|at|in|with) [^,.;:!?]{{2,40}}? as (?:an? |the )?(?P<value>[\w-]+(?: (?!(?:at|"
        r"for|in|and|on|with|but|so|since|now)\b)[\w-]+)?)",
        lasting=True,
        own=True,
    ),
    pattern(
        "job",
        r"\b(?:switched|moved|joined|started|poached|hired|went|jumped|gone|signed|landed|i['’]m (?:at|"
        rf"with)|now (?:at|with))\b[^.;!?]{{3,60}}, (?:now )?(?:as )?(?:an? |the )?"
        r"(?P<value>(?:(?:senior|junior|lead|head|chief|deputy|assistant|principal|staff|regional|"
        rf"associate) )+(?:[\w-]+ )?(?:{TRADE}|{_POSTS}|{_TRADES}))(?=$|[,.;!])",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:at|for|with|joined) an? (?:[\w-]+ ){{0,3}}?{_PLACE_OF_WORK}(?: (?:in|"
        rf"near) {PROPER})?, (?:called |the )?{ORG}{AFTER}",
        sentence=True,
        lasting=True,
    ),
    pattern("employer", rf"\b(?:rent|have|got) a (?:chair|desk|room|booth) at {ORG}{AFTER}"),
    # what
    pattern(
        "job",
        rf"(?:\b(?:i['’]?m|i am|now|work|works|working|been)(?: still| now| back)?|^)"
        r" ?(?:on|behind|manning|working|in charge of|running|"
        rf"work) (?P<value>(?:the )(?:[\w-]+ )?{_STATION})\b{AFTER}",
        lasting=True,
    ),
    pattern(
        "job",
        rf"\bi(?: now| currently| still| also| mostly)? {_NO_LABOUR}(?P<value>{_LABOURS} (?!(?:it|that|this|you|me|my|"
        r"him|her|them|to|for|as|in|at|with|on|off|from|and)\b)[\w'’-]+(?: (?!(?:for|at|in|and|but|so|"
        r"to)\b)[\w'’-]+){0,2}) "
        rf"(?:for|at|in) (?:an?|the|my|our|this|some|several|two|local|small) (?:[\w'’-]+ ){{0,3}}?{_PLACE_OF_WORK}\b",
    ),
    pattern(
        "job",
        rf"{SELF}{_BEGUN} {_OWN} (?P<value>(?!(?:job|call|at|own|studio|place|house|studio flat|firm|"
        rf"business|company|shop|farm|practice)\b)(?:[\w'’-]+ ){{0,2}}?(?:{BUSINESS[3:-1]}|food (?:truck|van|"
        r"stall)|"
        r"business|firm|franchise|smallholding|guest ?house|nail bar|tattoo parlour|chippy|post office|smithy|kennels?|"
        r"riding school|dance school|catering business|cleaning company|landscaping business|van|stall|bike shop|"
        r"coffee (?:shop|cart|van)|tea ?room|record shop|corner shop|village shop|garden centre)"
        r"(?: (?:stall|van|cart|school|company|business|shop))?)\b"
        r"(?! (?:to|about|meeting|of|today|tomorrow|name|trip|day|account|idea|plan)\b)",
        lasting=True,
        own=True,
    ),
    pattern(
        "job",
        rf"\b(?:swapp?ed|traded|left|quit|exchanged|gave up) (?:the |my )?[\w'’ -]{{3,25}}? for (?:an? |the |my own )"
        rf"(?P<value>(?:[\w'’-]+ ){{0,2}}?(?:{BUSINESS[3:-1]}|food truck|food van|stall|classroom|van|taxi|"
        r"cab|tractor))\b",
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?P<value>(?:my|our|me|his) own boss|(?:work(?:ing)?) for (?:myself|ourselves)|went solo|gone solo|"
        r"struck out on my own)\b",
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:i|we)(?:['’]ve)?(?: have| had)?(?: just| now| finally| since| recently| both| also)* "
        r"(?:(?:took|taken|taking) (?P<value>(?:early |medical )?retirement)|been (?:pensioned|invalided) off)\b",
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:i|we)(?:['’]ve| have| had)(?: just| now| finally| since| recently| both| also)* (?P<value>retired)\b",
        lasting=True,
    ),
    pattern("job", rf"^(?:{LEADS}\b[,:.! ]*)*(?:draw(?:ing)?|collect(?:ing)?) my (?P<value>pension)\b"),
    pattern(
        "job",
        r"(?:\b(?:i['’]?m|i am|i work|work|working|moved|switched|went|gone|back)(?: now| over|"
        r" back)? (?:in|into|to|doing) "
        rf"|(?:^|, )(?:now )?doing )(?P<value>{_DEPARTMENT}){AFTER}(?!.*\b(?:team|debt|love|interview)\b)",
        lasting=True,
    ),
    pattern(
        "job",
        rf"\b(?:retrained|requalified|trained|qualified|re-?trained|moved on|gone over|went over|switched|changed)"
        rf"(?: \w+)?[,:–—-]* ?(?:as|to|and|so|to be|to become|into)? ?(?:i['’]?m |now |i am )*(?:an? )?"
        rf"(?P<value>(?:[\w-]+ )?(?:{_TRADES}))\b",
        lasting=True,
        sentence=True,
    ),
    pattern(
        "job",
        r"\b(?:made|got|been|promoted(?: to)?|stepped up (?:to|as)|moved up to|upgraded to|elevated to) (?:up to )?"
        r"(?P<value>(?:(?:senior|junior|associate|assistant|deputy|regional|general|managing|team|shift|"
        r"floor|store|branch|"
        r"area|head|chief|lead|principal|vice|executive|creative|technical|sales|production|operations|"
        r"charge|ward|staff|"
        r"sous|pastry|line|company|site|project|product|duty) )+(?:director|manager|partner|leader|lead|"
        r"supervisor|chef|"
        r"nurse|sister|engineer|officer|editor|president|principal|foreman|cook|consultant|professor|"
        r"lecturer|producer))\b",
        lasting=True,
    ),
    # for whom
    pattern(
        "employer",
        rf"^(?:{LEADS}\b[,:.! ]*)*{ORG} (?:has |have )?{_HIRED}(?: me| us)?\b(?! (?:him|her|them|my|our|his|the|an?|"
        r"another|some|new|more|people|staff|\d+|\w+ (?:people|staff|workers)|(?-i:[A-Z])\w+)\b)",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"{SELF}(?!start\w* (?:sixth form|school|uni\w*|college|an? \w* ?(?:course|degree))\b)(?:on |doing |"
        rf"do |in |behind |a |the |my |an? \w+ )*(?:{_WORKING})\b[^,.;:!?]{{0,30}}? (?:at|for|"
        rf"with) {ORG}{AFTER}"
        r"(?<! time)(?!.*\b(?:degree|masters|phd)\b)(?<!course at)",
        lasting=True,
        own=True,
    ),
    pattern(
        "employer",
        rf"\b(?:my|our|me) own (?:[\w-]+ )?(?:{BUSINESS[3:-1]}|firm|business|company|label|practice)(?: now|"
        r" these days)?"
        rf"(?: tho| though)?[,:–—-]+ ?(?:called )?(?P<value>{PROPER}(?: {PROPER}){{0,3}}){AFTER}",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b{ORG} (?:(?:just|has|have|had|also|then|finally) )*(?:laid off|let go|sacked|fired|axed|cut|dumped)\b"
        r"[^.;!?]{0,40}?\b(?:me|us|my (?:team|whole team|department|job))\b",
        ends=True,
        lasting=True,
    ),
)

"""What somebody does for a living, for whom, and what they learnt, by the kind of sentence: signs of work × kinds of work."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.languages.english.chat_words import TRADE
from holdfast.providers.facts.languages.english.events import AFTER, LEAD, ORG
from holdfast.providers.facts.languages.english.words import BUSINESS, JOB, MADE
from holdfast.providers.facts.patterns import PROPER, Pattern, pattern

_ANY_JOB: Final = JOB.replace("?P<value>", "?:")
_INITIALS: Final = r"(?-i:EMT|RN|LPN|GP|CNA|CPA|CA|PM|QA|SRE|DBA|TA|MD|DJ|CFO|CEO|CTO|COO|CMO|VP|MP|EA|PA)"
_TITLE: Final = (
    rf"(?P<value>(?:(?!(?:an?|the|my|his|her|our)\b)[\w-]+ ){{0,2}}?(?:{_ANY_JOB}|{TRADE}|{MADE}|"
    rf"{_INITIALS}|manager|lead|chef|partner|officer))(?=$|[,.;!?)]| (?:at|for|in|with|by|from|and|now|"
    r"since|so|on|here|this|last|of|yesterday|today|already|too)\b)"
)
_ING: Final = (
    r"(?:groom|cutt?|teach|driv|sell|fix|clean|clipp|build|weld|bak|cook|writ|design|cod|train|coach|"
    r"serv|pour|pack|stack|deliver|paint|plaster|"
    r"wir|fitt|nurs|walk|mind|sew|tattoo|brew|roast|farm|grow|breed|milk|film|edit|translat|tutor|audit|"
    r"guard|mopp|pick|load|assembl|repair|restor|"
    r"servic|install|manag|runn|programm|photograph|lay|wait|shelv|scann|process|answer|plann|sort|"
    r"shear|landscap|research|develop|test)(?:ing|in['’]?)"
)
_OBJECT: Final = (
    r"(?!(?:it|that|this|them|out|up|on|in|at|for|my|our|the|dinner|lunch|home|everything|all|to|back|"
    r"nights?|a|an)\b)[\w-]+(?: (?!(?:at|for|in|now|these|full|and|with|on|over)\b)[\w-]+)?"
)
_FIELD: Final = (
    r"(?:\w+ing|\w+ology|\w+graphy|law|medicine|sales|marketing|it|hr|finance|admin|support|security|"
    r"logistics|retail|hospitality|deliveries|nails|hair|lashes|"
    r"care work|social work|temp work|agency work|contract work|shift work|night shifts|odd jobs|"
    r"voice ?overs|removals|payroll|accounts|web design)"
)
_PLACE: Final = (
    rf"(?:{BUSINESS[3:-1]}|law firm|council|factory|warehouse|supermarket|newspaper|magazine|publisher|"
    r"garden centre|start-?up|surgery|care home|nursing home|hospice|"
    r"dealership|call cent(?:re|er)|charity|bank|university|lab|insurer|airline|shipyard|brewery|"
    r"architects|museum|library|hospital|daycare|day care|kindergarten|"
    r"preschool|vet['’]?s?|chain|diner|coffee shop|deli|florist|salon|depot|ngo|non-?profit|co-?op|"
    r"studio|refinery|power plant|think tank|consultancy|bureau)"
)
_KIND_OF_PLACE: Final = (
    rf"(?P<value>(?:(?!(?:my|his|her|their|our|your|different|new|another|good|bad|nice)\b)[\w-]+ ){{0,2}}?{_PLACE})"
)
_SUBJECT: Final = (
    r"(?:(?!(?:the|a|an|my|it|that|this|and|at|in|all|every|with|for|some|too|"
    r"so)\b)[\w&-]+ ){0,2}?(?:\w+ology|\w+nomics|\w+ics|\w+graphy|law|medicine|nursing|history|"
    r"engineering|architecture|art|"
    r"fine art|music|drama|english|french|german|spanish|literature|philosophy|business|accounting|"
    r"finance|marketing|computing|computer science|design|education|"
    r"chemistry|journalism|pharmacy|dentistry|agriculture|horticulture|social work|theology|studies|"
    r"science|sciences|administration|management|welding|carpentry|"
    r"plumbing|catering|cookery|midwifery|teaching|planning|photography|fashion)"
)
_DEGREE: Final = (
    r"(?:degree|diploma|master['’]?s|bachelor['’]?s|ba|bsc|ma|msc|mba|mphil|phd|doctorate|b\.?tech|"
    r"b\.?com|b\.?sc|b\.?a|m\.?tech|m\.?com|m\.?sc|b\.?ed|llb|llm|mbbs|nvq|btec|"
    r"hnd|a[- ]levels?|gcses?|certificate|foundation course|minor|major|postgrad\w*|pgce)"
)
_SCHOOL: Final = (
    rf"(?:(?:the )?(?:{PROPER} ){{1,3}}(?:University|College|School|Institute|Academy|Polytechnic|Uni|"
    rf"Tech)(?: of {PROPER}(?: {PROPER})?)?|"
    rf"(?:the )?(?:University|Institute|College|School) of {PROPER}(?: (?:and )?{PROPER}){{0,2}}|"
    r"(?:community|sixth[- ]form|art|technical|agricultural|catering) college|"
    r"(?:barber|law|med|medical|nursing|culinary|art|drama|film|trade|night|beauty|flight|business|"
    r"graduate|grad|vet|cookery|language|music|acting|dental) school|(?-i:MIT|NIT \w+|IIT \w+|LSE|UCL|"
    r"UCLA))"
)
_MONEY: Final = (
    r"(?=[^.!?]*\b(?:hours|pay|paid|shifts?|job|boss|work|salary|commute|money|benefits|wages|team|"
    r"manager|career|contract)\b)"
)
_I_AM: Final = r"\b(?:i['’]?m|i am|am|we['’]?re)(?: now| currently| presently| just| also| working| employed)*"

PATTERNS: Final[tuple[Pattern, ...]] = (
    pattern(
        "job",
        rf"{LEAD}(?:i['’]?m |i am )?(?:now |currently |presently |these days |mostly |"
        r"full[- ]time )*doing (?P<value>(?:(?!(?:my|the|an?|it|some|more|well|"
        rf"fine)\b)[\w-]+ ){{0,2}}?{_FIELD})(?: (?:now|these days|full[- ]time|for a living|for work|"
        r"on the side|instead)\b)",
        lasting=True,
    ),
    pattern(
        "job",
        rf"{LEAD}(?:now|currently|presently|these days|nowadays),? (?:i['’]?m |"
        r"i am )?doing (?P<value>(?:(?!(?:my|the|an?|it|some|more|well|"
        rf"fine)\b)[\w-]+ ){{0,2}}?{_FIELD}){AFTER}",
        lasting=True,
    ),
    pattern(
        "job",
        rf"{LEAD}(?:i['’]?m |i am |im )?(?P<value>{_ING} {_OBJECT})(?: (?:at|"
        rf"for) [^,.;!?]{{2,25}}?)? (?:now|these days|full[- ]time|for a living|for work|instead)\b",
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:i|we)(?:['’]?ve| have)?(?: just| then| also| finally| now| since| recently)* (?:become|"
        r"became|becoming|turned into|went back to being|moved (?:over |across |up )?(?:to|"
        rf"into) being) (?:an? |the |their )?{_TITLE}",
        lasting=True,
    ),
    pattern(
        "job",
        rf"\b(?:moved|gone|switched|changed)(?: over| across| up)? (?:to|into) being (?:an? |the )?{_TITLE}",
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:make|makes|made|promote|promoted|bumped|moved|put|appoint|appointed|hire|"
        rf"hired) me (?:up )?(?:to |as |into |in as )?(?:an? |the |their )?{_TITLE}",
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:promoted|elevated|bumped up|moved up|stepped up|upgraded)(?: again| internally)? (?:to|"
        rf"as) (?:an? |the )?{_TITLE}",
        lasting=True,
    ),
    pattern(
        "job",
        rf"\b(?:i['’]?m|i am) (?:an? |the )?(?:now )?(?P<value>{_INITIALS})(?=$|[,.;!]| (?:at|so|with|for|"
        r"and|in|by|now|here|on)\b)",
    ),
    pattern(
        "job",
        r"\b(?:new|current|latest|day) (?:job|role|gig|position|post|title|career)(?:,| is|:|['’]s| as|"
        rf" -)+ ?(?:as )?(?:an? |the )?{_TITLE}",
        lasting=True,
    ),
    pattern(
        "job",
        rf"{LEAD}(?:i['’]?m |i am )?(?:an? )?(?P<value>(?:[\w-]+ )?(?:{_ANY_JOB}|{TRADE})) by (?:trade|"
        r"profession|day|training)\b",
    ),
    pattern(
        "job",
        r"\b(?:got|landed|took|accepted|started|have|found|secured|bagged)(?: myself| me)? (?:an? |the |"
        r"my )?(?:new |first |proper )?(?:job|role|gig|position|post|place) (?:as |being )(?:an? |"
        rf"the )?{_TITLE}",
        lasting=True,
    ),
    pattern(
        "job",
        rf"{LEAD}(?:i['’]?m |i am )?(?:now |currently |these days )(?:working )?as (?:an? |the )?{_TITLE}",
        lasting=True,
    ),
    pattern(
        "job",
        rf"\b(?:left|quit|out of|swapped|ditched) [\w ]{{3,30}} (?:to be|to become|to work as) (?:an? )?{_TITLE}",
        lasting=True,
    ),
    pattern("job", rf"\b(?:i|we) (?:work|am working|worked) (?:like|as) (?:an? |the )?{_TITLE}"),
    pattern(
        "job",
        r"\b(?:elevated|raised|upgraded|advanced|designated|confirmed|shifted) me (?:to |as |into )?(?:an? |"
        rf"the )?{_TITLE}",
        lasting=True,
    ),
    # for whom
    pattern(
        "employer",
        rf"\b(?:i|we)(?:['’]?ve| have)? (?:been|worked|stayed) (?:at|with|for) {ORG}(?= (?:forever|ages|"
        rf"donkey['’]?s years|all my life|for (?:\w+ ){{0,2}}(?:years?|months?|ages|ever|decades)|"
        r"since)\b)(?!.*\b(?:customer|client|member|patient)\b)",
        lasting=True,
    ),
    pattern("employer", rf"\bi (?:work|am working|worked) in {ORG}(?= as (?:an? )?[\w-]+)", lasting=True),
    pattern(
        "employer", rf"\b(?:on the books|on the payroll|under contract) (?:at|of|with|for) {ORG}{AFTER}", lasting=True
    ),
    pattern(
        "employer",
        rf"\bmy (?:new |current )?(?:company|firm|employer|boss company) is (?:called |now )?{ORG}{AFTER}",
        lasting=True,
    ),
    pattern(
        "employer",
        r"\b(?:presently |currently |now )?(?:employed|engaged|placed|contracted|on contract|on the payroll|"
        rf"on the books|attached) (?:with|at|by) {ORG}{AFTER}",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"{_I_AM} (?:with|at|@) {ORG}(?= (?:now|these days|since|currently|group|full|part)\b)",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"{LEAD}(?:i['’]?m |i am |im )?{_ING} (?:{_OBJECT} )?(?:at|for|with|@) {ORG}(?= (?:now|these days|"
        r"full|part|instead)\b)",
        lasting=True,
    ),
    pattern(
        "employer",
        r"\b(?:switch(?:ed|ing)?|jump(?:ed|ing)? ship|defect(?:ed|ing)|cross(?:ed|ing) over|hopp(?:ed|ing)|"
        r"go(?:ne|ing) over|went over)(?: over| across| jobs| shops| firms| companies)*,? (?:to|im at|"
        rf"i['’]m at) {ORG}(?:{AFTER}|(?= (?:better|shorter|more|less|nicer|closer)\b)){_MONEY}",
        lasting=True,
        sentence=True,
    ),
    pattern(
        "employer",
        r"\b(?:switched|changed|swapped|moved) (?:jobs|shops|firms|companies|employers?|hospitals|schools|"
        r"garages|kitchens|salons|agencies),? (?:and )?(?:now )?(?:to |i['’]?m at |im at |i['’]?m with |"
        rf"i am at |it['’]?s )?{ORG}{AFTER}",
        lasting=True,
        sentence=True,
    ),
    pattern(
        "employer",
        rf"\b{ORG} (?:is|are|['’]s) (?:my|our) (?:new |current )?(?:employer|company|firm|workplace|bosses)\b",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:new|current) (?:employer|company|firm|workplace|bosses)(?: is|:|['’]s|,| called) {ORG}{AFTER}",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"{LEAD}{ORG} (?:hire|hires|employ|employs|take|takes|took|want|hired|employed) (?:me|"
        r"us)\b(?! (?:to the|home|back to|out|ages|hours|days|forever|an?|so|too|by|there|for a (?:ride|walk|drink|meal)))",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"{_I_AM} (?:at|with|in) (?:an?|this|some) (?:little |small |big |local |"
        rf"tiny )?{_KIND_OF_PLACE}(?= (?:now|these days|since|instead|currently|full|part|"
        r"again)\b)(?!.*\b(?:waiting|meeting|lunch|dinner|date|visit\w*)\b)",
        lasting=True,
    ),
    pattern(
        "employer",
        r"\b(?:work|working|started|start|hired|employed|got a job|got work|got taken on|been taken on|"
        r"found work|found a job|landed a job|temping|job|shifts|moved|went|switched) (?:at|for|by|with|in|"
        r"over to|to) (?:an?|the) (?:little |small |big |local |"
        rf"tiny )?{_KIND_OF_PLACE}{AFTER}(?!.*\b(?:for (?:lunch|dinner|coffee|a meeting|the day)|visit\w*|"
        r"appointment)\b)(?<!started school)(?<!start school)",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:job|role|post|position|work|gig|contract) (?:as|being) (?:an? |the )?(?:[\w-]+ ){{1,3}}(?:at|"
        rf"with|for) {ORG}{AFTER}",
        lasting=True,
    ),
    # what they learnt
    pattern(
        "education",
        r"\b(?:i|we|i['’]?m|i['’]ve|also)(?: am| have| been| was)?(?: now| just| also| still| currently|"
        r" finally| only)* (?:studied|studying|study|reading|majored in|majoring in|minored in|"
        rf"finished studying) (?P<value>{_SUBJECT})(?=$|[,.;!?)]| (?:at|in|and|but|so|for|now|from|with|part|"
        r"back|because|online|too|also|on)\b)(?! exam)",
        lasting=True,
    ),
    pattern(
        "education",
        rf"\b(?P<value>{_DEGREE} in (?!law\b)(?:[\w&-]+ )?[\w&-]+)(?=$|[,.;!?)]| (?:at|in|and|but|so|for|now|"
        r"from|with|part|back|because|online|too|on|last|this)\b)",
        lasting=True,
    ),
    pattern(
        "education",
        r"\b(?:i|i['’]ve|we)(?: have| just| also| once)* (?:did|do|have|hold|got|completed|complete|"
        r"finished|earned|passed|done|took|doing|am doing) (?:my |an? |"
        rf"the )?(?P<value>{_DEGREE})(?= (?:from|at|with|last|this|and|back)\b|$|[,.;!])",
        lasting=True,
    ),
    pattern(
        "education",
        r"\b(?:went to|graduated from|attended|attend|attending|enrolled (?:at|in)|go to|going to|"
        r"studied at|studying at|study at|alumn\w+ of|(?:in|at|"
        rf"doing)(?= \w+ school\b)) (?P<value>{_SCHOOL})(?=$|[,.;!?)]| (?:and|but|so|for|now|with|on|since|"
        r"too|in|two|three|last|this|as|at|where|part|until|before|after|then)\b)(?<!in school)",
        lasting=True,
    ),
    pattern(
        "education",
        rf"\b(?:graduated|degree|{_DEGREE[3:-1]}|studied|educated|alumnus|alumna) (?:from|"
        rf"at) (?P<value>{_SCHOOL}|{PROPER}(?: {PROPER}){{0,2}}){AFTER}",
        lasting=True,
    ),
    pattern(
        "education",
        r"\bi(?:['’]?m| am) (?:an? )?(?:(?:first|second|third|final)[- ]year |phd |masters |"
        rf"postgrad )?(?P<value>{_SUBJECT}) (?:student|undergrad|graduate|grad|postgrad|major|freshman|"
        r"sophomore)\b",
    ),
)

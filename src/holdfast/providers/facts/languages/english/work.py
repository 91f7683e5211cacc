"""What people do for a living, and for whom."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.languages.english.chat_words import BUSY, I_M, NO_ERRAND, ORGANISATION, TRADE
from holdfast.providers.facts.languages.english.words import BUSINESS, I_AM, JOB, MADE, MONTH, NOW, RETIRED, STOP, THING
from holdfast.providers.facts.patterns import NAME, PROPER, Pattern, pattern

WRITTEN: Final[tuple[Pattern, ...]] = (
    pattern(
        "job",
        rf"\b(?:for now|for the moment|at the moment|for the time being),? {I_AM[2:]}(?: working as| just| only| back to being)*"
        rf" an? {JOB}",
        lasting=True,
    ),
    pattern(
        "job",
        r"\bi(?:['’]?ve| have)?(?: just| now| finally)* (?:crossed(?: over)?|moved(?: over| across)?|gone(?: back| over)?|switched|"
        rf"transferred|jumped(?: ship)?|returned) to (?:the )?{PROPER}(?: {PROPER})? as an? {JOB}",
        lasting=True,
    ),
    pattern(
        "employer",
        r"\b(?:i['’]?m|i am|i) (?:(?:just |only )?started )?(?:work(?:ing)? )?at (?P<value>(?!(?:a|an|my|our|home|work|uni|college|school|"
        rf"the (?:gym|bottom|top|end|moment|office|back|front)|it|this|that|least|last|once)\b)"
        rf"(?:the )?{NAME}(?: {NAME})?),? (?:in {MONTH}|last \w+|(?:(?:a|the|wee|tiny|small|little|nice|new|posh|fancy) )*"
        r"(?:caf[eé]|restaurant|bistro|bakery|pub|bar|deli|salon|shop|garage|hotel|clinic|agency|studio|firm|start-?up))\b"
        r"(?=[^.!?]*\b(?:hrs|hours|shifts?|days only|nights|full[- ]time|part[- ]time|contract|wages?|salary|paid|a week)\b)"
        r"(?!.*\b(?:lunch|dinner|drinks|meeting|waiting|holiday)\b)",
        sentence=True,
        lasting=True,
    ),
    pattern("job", rf"{I_AM}{NOW} (?:an? |the |their |our )?{JOB}"),
    pattern(
        "job",
        r"\bi (?:now |currently |still )?work(?:ed)? (?:for \w+ )?(?:part[- ]time |"
        rf"full[- ]time )?as (?:an? |the )?{THING}",
    ),
    pattern(
        "job",
        rf"\b(?:got|been|was)(?: just)? (?:taken on|hired|promoted|appointed)(?: to| as)+ (?:an? |the )?{THING}",
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:i(?:['’]ve)?(?: just| recently)* (?:started|began|become|became|qualified)|"
        rf"i start)(?: work(?:ing)?| a job| out)?(?: as)? (?:an? |the )?{JOB}",
        lasting=True,
    ),
    pattern(
        "job",
        rf"\bmy (?:new )?(?:job|profession|occupation|day job|trade)(?: title)? is (?:to |an? |the |as an? )?{THING}",
    ),
    pattern(
        "job",
        r"\b(?:i )?(?P<value>(?:fix|build|make|sell|teach|repair|paint|drive|train|design|bake|restore|grow|"
        r"write|clean|breed|tune|install|service|study) [\w’' -]{3,40}?) for (?:a|my) living\b",
    ),
    pattern(
        "job",
        rf"\bi(?: now| currently)? work (?:for|at) [\w&’' -]{{2,30}}, as (?:an? |the )?{THING}",
        sentence=True,
    ),
    pattern("job", rf"\b(?:and|but) (?:i )?(?:now |currently )?work(?:ing)? as (?:an? |the )?{THING}"),
    pattern("job", rf"\bnow work(?:ing)? as (?:an? |the )?{THING}"),
    pattern("job", rf"^(?:currently |now )?working as (?:an? |the )?{THING}"),
    pattern(
        "job",
        r"\b(?:i['’]?m|i am|i['’]ve been)(?: now| currently)? (?:training|retraining|qualifying) (?:as|"
        rf"to be|to become) (?:an? |the ){THING}",
    ),
    pattern(
        "job",
        r"\bi(?:['’]?m| am) (?:doing|writing|finishing) (?:an?|my) (?P<value>(?:phd|ph\.d|doctorate|"
        r"master['’]?s?(?: degree)?|apprenticeship|traineeship))\b",
    ),
    pattern("job", rf"^(?:as )?(?:an? )?{JOB} (?:at|for|with|in) (?:the |an? |our )[\w-]+(?: [\w-]+)?(?=[.,!;]|$)"),
    pattern("job", rf"^(?:and )?as an? {JOB},? (?:i|we)\b"),
    pattern("job", rf"{I_AM}{NOW} (?P<value>{'|'.join(RETIRED)})\b"),
    pattern(
        "job",
        r"\b(?:i|we)(?: now| currently| still| also)? (?P<value>(?:run|own|manage) (?:an?|the|my own|"
        rf"our own|our|my) (?:[\w’'-]+ ){{0,3}}?{BUSINESS})\b",
    ),
    pattern(
        "job",
        r"\b(?:i['’]ve been|i have been|i was|i got|i['’]ve just been|just got|been)(?: just|"
        r" recently)? (?:made|named|elected|appointed|promoted to)(?: an?|"
        rf" the)? (?P<value>{MADE}(?!['’]s)\b)",
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:i['’]ve been|i have been|i was|i got|i['’]ve just been|just got|been)(?: just|"
        rf" recently)? (?:made|named|elected|appointed)(?: an?| the)? {JOB}",
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:got|found|landed|have|took|accepted|started|['’]ve got)(?: myself)?(?: an?| the| my)?(?: new|"
        r" first| second| part[- ]time| full[- ]time)* (?:job|position|role|post|gig) as (?:an? |"
        rf"the )?{THING}",
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:start(?:ed|ing)?|begin(?:ning)?|began)(?: work(?:ing)?)? (?:at|"
        rf"with) {PROPER}(?: {PROPER}){{0,2}}(?: in \w+| on \w+| next \w+| this \w+| last \w+)? as (?:an? |"
        rf"the )?{THING}",
        lasting=True,
        sentence=True,
    ),
    pattern(
        "job",
        rf"\bjoin(?:ed|ing) (?:an? )?(?:[\w-]+ ){{0,3}}?(?:called )?{PROPER}(?: {PROPER}){{0,2}} as (?:an? |"
        rf"the |their )?{THING}",
        lasting=True,
        sentence=True,
    ),
    pattern(
        "job",
        r"^(?:(?:i|and i) )?(?P<value>drive (?:an? |the )?(?:[\w-]+ ){0,2}?(?:bus(?:es)?|trains?|trams?|"
        r"taxis?|cabs?|lorry|lorries|ambulances?|forklifts?|coach(?:es)?|metro|subway|ferry|minicab))\b",
    ),
    pattern(
        "job",
        rf"\bi['’]?m .*, (?:now )?(?:an? )?{JOB} (?:in|at|for) {PROPER}(?: {PROPER})?(?=[,.!;]|$)",
        sentence=True,
    ),
    pattern(
        "job",
        r"\bi (?P<value>(?!(?:work|do|would|could|can|just|look|stare|sit|sleep|complain|worry|suffer|argue|listen|"
        r"wait|cry|smile|lie|breathe|eat|drink|watch|yell|shout|nag|scream|swear|chase|pretend|google|panic|procrastinate|herd cats|deal|put up)\b)[a-z]+(?: (?!for\b)[\w’'-]+){0,4}) for (?:a|my) living\b",
    ),
    pattern(
        "employer",
        rf"\bjoin(?:ed|ing) an? (?:[\w-]+ ){{1,3}}?(?:called |named )(?P<value>{PROPER}(?: {PROPER}){{0,2}})",
        lasting=True,
    ),
    pattern(
        "employer",
        r"^(?:i )?(?:start|starting|started|begin|began)(?: work(?:ing)?)? (?:at|"
        rf"with) (?P<value>{PROPER}(?: {PROPER}){{0,2}})(?=$|[,.!;]| (?:in|on|as|next|this|last)\b)",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:i|we)(?: now| currently| still)? work (?:[\w-]+ ){{1,3}}?(?:in|"
        rf"at) an? (?:[\w-]+ ){{1,3}}?(?:for|of|owned by) (?P<value>{PROPER}(?: {PROPER}){{0,3}}){STOP}",
    ),
    pattern("job", rf"{I_AM} \d{{1,3}}(?: years old)?,? and an? {JOB}"),
    pattern("job", rf"^(?:as )?(?:an? )?{JOB} (?:at|for|with) (?=(?:the )?{PROPER})"),
    pattern("job", rf"^{JOB}(?=,? so i|,? by trade|,? by profession| with \d)"),
    pattern("job", rf"^(?:as )?an? {JOB} (?:without|like me|myself)\b"),
    pattern(
        "job",
        r"\b(?:change|new) (?:schools?|jobs?|companies|teams).*?, (?P<value>(?:head |chief |"
        rf"senior )?[\w-]+) from {MONTH}",
        sentence=True,
        lasting=True,
    ),
    pattern("job", rf"\bi (?P<value>teach (?!you|me|him|her|them|myself|us)[\w]+(?: [\w]+)?){STOP}"),
    pattern(
        "employer",
        r"\b(?:i|we)(?: now| currently| still)? work(?:ing)? (?:for|at|"
        rf"with) (?:a company called )?(?P<value>(?:the )?{PROPER}(?: (?:{PROPER}|of|and|&|the)){{0,4}})",
    ),
    pattern(
        "employer",
        rf"{I_AM}{NOW} (?:an? |the )?(?:[\w-]+ ){{1,4}}?(?:at|for|"
        rf"with) (?:the )?(?P<value>{PROPER}(?: (?:{PROPER}|city|town|of|and|&|council)){{0,4}}){STOP}",
    ),
    pattern(
        "employer",
        rf"^(?:as )?(?:an? )?{JOB.replace('?P<value>', '?:')} (?:at|for|"
        rf"with) (?:the )?(?P<value>{PROPER}(?: (?:{PROPER}|city|town|of|and|&|council)){{0,4}})",
    ),
    pattern(
        "employer",
        rf"\b(?:i|we)(?: now| currently| still)? work(?:ing)? (?:in [\w ]{{2,20}}?|"
        rf"as (?:an? )?[\w -]{{3,40}}?) (?:for|at|with) (?P<value>(?:the )?{PROPER}(?: (?:{PROPER}|of|and|"
        rf"&)){{0,4}})",
    ),
    pattern(
        "employer",
        rf"\bnow (?:i )?work(?:ing)? (?:as (?:an? )?[\w -]{{3,40}}? )?(?:for|"
        rf"at) (?P<value>{PROPER}(?: (?:{PROPER}|of|and|&)){{0,4}})",
    ),
    pattern(
        "employer",
        rf"\bi (?:fly|drive|play|race|ride) for (?P<value>{PROPER}(?: {PROPER}){{0,3}})",
    ),
    pattern(
        "employer",
        r"\bi(?:['’]ve got|['’]ve| have)(?: an?| my)?(?: new)? job (?:with|"
        rf"at) (?P<value>{PROPER}(?: {PROPER}){{0,3}})",
        lasting=True,
    ),
    pattern(
        "employer",
        r"\b(?:i|we) (?:now )?(?:run|own|founded|started|have)(?: my|"
        rf" our)(?: very)?(?: own)? (?:[\w-]+ ){{0,2}}(?:studio|shop|company|business|agency|firm|practice|"
        rf"cafe|café|restaurant|bakery|salon|start-?up),? (?:called )?(?P<value>{PROPER}(?: {PROPER}){{0,3}})",
    ),
    pattern("employer", rf"{I_AM}{NOW} with (?P<value>(?-i:[A-Z]{{3,}}))\b"),
    pattern(
        "employer",
        rf"\b(?P<value>{PROPER}(?: {PROPER}){{0,2}}) (?:let me go(?! home| early| now| first)|laid me off|"
        r"fired me|sacked me|made me redundant)\b",
        ends=True,
        lasting=True,
    ),
    pattern("employer", rf"\bmy (?:employer|company|boss)(?:['’]s name)? is (?P<value>{PROPER}(?: {PROPER}){{0,3}})"),
    pattern("employer", rf"\bstill (?:on \w+|working|employed) (?:for|at) (?P<value>{PROPER}(?: {PROPER}){{0,3}})"),
    pattern(
        "employer",
        rf"[\"“'](?P<value>{NAME}(?: {NAME}){{0,3}})[\"”'], that['’]?s (?:us|my company|our company|me)\b",
        sentence=True,
    ),
    pattern(
        "employer",
        r"\b(?:joined|started (?:at|with|working (?:for|at))|got a job (?:at|with)|hired by|"
        rf"taken on by) (?:the )?(?P<value>{PROPER}(?: {PROPER}){{0,3}})",
        lasting=True,
    ),
    pattern("employer", rf"\b(?:we|i) sold (?P<value>{PROPER})(?: (?:in|last|this)\b|$|[,.])", ends=True, lasting=True),
    pattern(
        "employer",
        r"\b(?:i|i['’]ve) (?:left|quit(?: my job at)?|no longer work (?:for|at)|don['’]?t work (?:for|at)|"
        rf"was (?:let go|laid off) (?:by|from)) (?:the )?(?P<value>{PROPER}(?: (?:& )?{PROPER}){{0,3}})",
        ends=True,
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:i (?:just )?(?:lost|quit) my job|i got (?:fired|laid off|made redundant)|"
        r"i['’]?ve been (?:laid off|made redundant))\b",
        ends=True,
        lasting=True,
    ),
)

CHAT: Final[tuple[Pattern, ...]] = (
    pattern(
        "job",
        rf"{I_M}(?: now| still| currently| actually)? (?:an? |the )(?P<value>(?:(?!(?:big|huge|bit|terrible|"
        rf"good|great|bad|total|massive|heavy|light|lousy|fast|slow)\b)[\w-]+ ){{0,3}}?{TRADE})(?=$|[,.;!?)]|"
        r" (?:at|for|in|with|by|from|and|now|since|so|who|on|near|here)\b)",
    ),
    pattern(
        "job",
        rf"{I_M}(?: now| still| currently)? (?:an? |the )?(?P<value>(?:(?:first|second|chief|head|senior|"
        r"junior|deputy|assistant|lead|acting|front|shift|team|general|vice|apprentice|trainee|executive|"
        r"managing|principal|associate|sales|project|product|account|office|store|duty|operations|"
        r"regional) )+(?:(?!(?:of|year|years|time|day|thing|one|floor|class|grade|semester|person|name|"
        r"language|generation|and|in|to|rate|minute|mover)\b)[\w-]+)(?: of [\w-]+| (?:manager|officer|"
        r"engineer|tech|teacher|nurse|lead|director|partner|cook|chef))?)(?=$|[,.;!?)]| (?:at|on|for|of|in|"
        r"with|since|now|from|and|here)\b)",
    ),
    pattern(
        "job",
        rf"^(?:from|since|as of) (?:{MONTH}|next \w+|monday|now|\d+ \w+)(?: on)? {I_M[2:]} (?:an? |"
        rf"the )?(?P<value>(?:[\w-]+ ){{0,2}}?(?:{TRADE}|nurse|teacher|midwife|doctor|driver|cook|chef|"
        r"manager|lead))\b",
        lasting=True,
        sentence=True,
    ),
    pattern(
        "job",
        r"\b(?:start(?:ed|ing)?|join(?:ed|ing)?|working|staying on|hired|came on|stay on|kept on|signed on|"
        r"job|back)\b[^.!?;]{0,40}? as (?:an? |the |their )?(?P<value>(?!(?:well|soon|much|long|usual|if|"
        r"a result)\b)[\w-]+(?: (?!(?:at|for|in|with|on|until|till|and|from|since|next|who|so|"
        r"but)\b)[\w-]+){0,3})(?=$|[,.;!?)]| (?:at|for|in|with|on|until|till|and|from|since|next|who|so|"
        r"but)\b)",
        lasting=True,
        sentence=True,
    ),
    pattern(
        "job",
        r"\bi (?:work|freelance)(?: \w+){0,6}? as (?:an? |the )?(?P<value>[\w-]+(?: (?!(?:at|for|in|with|on|"
        r"so|and|but|since)\b)[\w-]+){0,2})(?=$|[,.;!?)]| (?:at|for|in|with|on|so|and|but|since)\b)",
    ),
    pattern(
        "job",
        rf"\bi (?P<value>(?:{BUSY}) (?:(?!for\b|it\b|that\b|this\b|them\b|you\b|"
        rf"my\b)[\w’'-]+ ){{1,3}}?)for (?=(?:an? |the )?(?:[\w-]+ )?(?:firm|company|school|agency|hospital|"
        rf"studio|charity|council|bank|shop|paper|magazine|newspaper|startup|supermarket|garage|{PROPER}))",
    ),
    pattern(
        "job",
        rf"\bi (?P<value>(?:run|manage|own) (?:an?|the|my|our) (?:[\w’'-]+ ){{0,3}}?(?:{BUSINESS[3:-1]}|"
        r"choir|desk|night desk|team|kitchen|ward|crew|department|office|surgery|lab|library|hostel|market|"
        r"yard|site|warehouse|depot))\b",
    ),
    pattern("job", r"\bi (?P<value>(?:train|teach|coach|mentor) the [\w ]{3,20}?) (?:at|for|in)\b"),
    pattern(
        "job",
        r"\b(?:i['’]ve|i have|i) (?:opened|started|set up|bought) (?:my|our|"
        rf"an?) (?:own )?(?P<value>(?:[\w’'-]+ )?{BUSINESS})\b",
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:occupation|profession|job)(?: is|:|=)? (?P<value>(?!(?:\w+ing me\b|is|at|in|and|to|for|that|"
        r"interview\w*|gekündigt|geschmissen|gewechselt|verloren|aufgegeben|hunt\w*|offer|market|title|search|done|was|as)\b)[\w-]+(?: [\w-]+)?)(?=$|[,.;])",
    ),
    pattern(
        "job",
        r"\b(?:i['’]ve taken|i took|i got|i['’]ve got) a (?:new )?job[^.!?]{0,30}[.,] (?P<value>[A-Z]?[a-z]+"
        r"(?:man|er|or|ist|nurse|cook|chef|woman))\b",
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
        r"\b(?:i['’]ve |i )?(?:stepped|stood|standing|stepping) down as (?:an? |"
        r"the )?(?P<value>[\w-]+(?: [\w-]+)?)(?=$|[,.;!]| (?:of|at|in|last|this|and)\b)",
        ends=True,
        lasting=True,
    ),
    pattern(
        "job",
        rf"{I_M} (?:not|no longer)(?: an?| the)? (?P<value>(?:[\w-]+ )?{TRADE}) (?:now|any ?more|any longer)\b",
        ends=True,
        lasting=True,
    ),
    pattern(
        "employer",
        rf"{I_M}(?: now| still)? (?:with|at) {ORGANISATION}(?= (?:now|since|as|these)\b|$|"
        rf"[.,!])(?! (?:airport|station)){NO_ERRAND}",
        lasting=True,
    ),
    pattern(
        "employer",
        r"\b(?:working|employed|start(?:ed|ing)?|job|role|post|position|gig|hired|still) (?:at|with|by|"
        rf"for) {ORGANISATION}(?= (?:now|since|as|for|on|in|next|until)\b|$|[.,!])",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:at|for|joined|joining) an? (?:[\w-]+ ){{1,3}}?(?:called|named) (?P<value>{PROPER}(?: {PROPER}){{0,2}})",
        lasting=True,
        sentence=True,
    ),
    pattern("employer", rf"\bi (?:{BUSY}) [\w’' -]{{3,30}}? for (?P<value>the {PROPER}(?: {PROPER}){{0,2}})"),
    pattern(
        "employer",
        r"(?:^|\b(?:i['’]?m|i am)(?: an?| the)? |[,;] ?)(?:the )?(?:\w+ and )?(?:co-?founder|founder|ceo|"
        r"cto|cfo|coo|head|director|owner|president|chair\w*|editor|manager|partner)(?: and [\w-]+)? (?:of|"
        rf"at) {ORGANISATION}",
        sentence=True,
    ),
    pattern(
        "employer",
        rf"{I_M}(?: now| still| currently)? (?:an? |the )?(?:[\w-]+ ){{1,4}}?(?:at|for|"
        rf"with) (?P<value>{PROPER}(?:['’]s?)?(?: {PROPER}['’]?s?){{0,3}})(?=$|[,.;!])",
    ),
    pattern(
        "employer",
        rf"\b(?:last day|notice|resigned|resignation)\b[^.!?]{{0,15}}? (?:at|from|to) {ORGANISATION}",
        ends=True,
        lasting=True,
    ),
    pattern(
        "employer",
        r"^(?:i['’]ve |i )?(?:left|quit) the (?P<value>bank|firm|company|school|hospital|agency|police|army|"
        r"council|bakery|shop|startup|studio|university|navy|bar|restaurant|hotel)\b",
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
        rf"\b(?:made|named|appointed|promoted to|hired as|elected)(?: the| an?)? (?:[\w-]+ ){{1,4}}?(?:at|of|"
        rf"for|with) {ORGANISATION}(?=$|[,.!;])",
        lasting=True,
    ),
    pattern(
        "employer",
        r"^(?:i |i['’]ve )(?:just )?(?:quit|left) (?P<value>(?!(?:my|the|it|that|this|school|home|work|"
        r"early|smoking|drinking|today|him|her|them|you|a|an|some|out|for|when|at|in|on|"
        r"and)\b)(?!\w+ing\b)[\w’-]+)(?=$|[!.,;])",
        ends=True,
        lasting=True,
    ),
    pattern(
        "employer",
        r"\bi (?:ride|drive|deliver|fly|play|race|write) for (?P<value>(?!(?:a|an|the|my|fun|work|hours|"
        r"about|free|me|you|\d|it|them|him|her|now|two|three)\b)[A-Z][\w’-]+)",
    ),
)
"""The same as people write it in chats: in small letters, things named beside each other, reasons given by their effect."""

"""What is told as news, in a noun and few words: "first day at Monzo", "on the books at Acme", "turned the big 4-0".

A form is an event that says of one slot that it has a new value, whatever the verb.
"""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.languages.english.chat_words import ALL_ANIMALS
from holdfast.providers.facts.languages.english.events import LEAD, ORG, SINGLE_NAME, TOWN, TOWN_NAME
from holdfast.providers.facts.languages.english.words import DIET, JOB, PARTNER, THING
from holdfast.providers.facts.patterns import PROPER, Pattern, pattern

_ADULT: Final = r"(?P<value>[1-9]\d)"
_NOT_AHEAD: Final = (
    r"(?!.*\b(?:tomorrow|next (?:week|month|year|monday|tuesday|wednesday|thursday|friday)|is (?:on )?"
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|hope|hopefully|might|may(?! \d)|"
    r"would|if|interview)\b)"
)
_TEAM: Final = (
    r"(?: (?:as|in|on|this|last|next|since|and|now|was|went|is|has|instead|pays?|starting|from|two|a)\b|$|[,.;!?)])"
)
_LOVER: Final = rf"(?:{PARTNER[3:-1]}|girl|lass|lad|fella|bloke|guy|man|woman|missus)"
_WED: Final = (
    r"(?:(?:got|have got|are|['’]re|finally got|just got|have) (?:\w+ly )?(?:married|hitched|engaged|wed)|"
    r"(?:tied the knot|eloped|said i do|exchanged (?:vows|rings)|made it official|moved in together|"
    r"are (?:together|official|an item)))"
)
_HAPPENED: Final = (
    r"(?: is| was|['’]s| has been)?(?: \w+ly| now| all| finally)? (?:done|complete|over|finished|"
    r"behind us|happened|went|sorted|official|through)"
)

PATTERNS: Final[tuple[Pattern, ...]] = (
    # for whom
    pattern(
        "employer",
        rf"{LEAD}(?:it['’]?s |it was |today (?:is|was) |(?:yester|mon|tues|wednes|thurs|"
        r"fri)day was )?(?:(?:had )?(?:my |the )?(?:first|second|third) (?:day|week|month|shift)|(?:a |"
        r"my )?new (?:job|role|gig|start|position|post)) "
        rf"(?:at|with|for) {ORG}(?={_TEAM}){_NOT_AHEAD}",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"(?:{LEAD}|\b(?:i|i['’]ve|we)(?: have| just| finally)* )(?:got|gotten|getting|get|been taken|"
        rf"signed|picked up|came|jumped|hopped) on (?:at|with|board (?:at|with)) {ORG}(?={_TEAM})"
        r"(?!.*\b(?:well|fine|great|phone)\b)",
        lasting=True,
    ),
    pattern(
        "employer",
        r"\b(?:on the (?:books|payroll|team|staff|crew)|clocking in|pulling shifts|earning my (?:keep|"
        rf"crust)) (?:at|with|of|for) {ORG}(?={_TEAM})",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"{LEAD}(?:i['’]?ve |i have )?(?:been|working) (?:with|at|for) {ORG}(?= (?:since|"
        r"for (?:\w+ )?(?:years?|months?|weeks?|ages)|ever since|now)\b)",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"{LEAD}(?!(?:they|he|she|it|who)\b){ORG} (?:took|gave|has taken|have taken|offered|snapped|picked|"
        r"signed|scooped|hired|headhunted|recruited) (?:a (?:punt|chance|gamble) on me|me (?:on|up|a (?:job|"
        r"contract|role)))\b",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"(?:{LEAD}|\b(?:i|i['’]ve|we)(?: have| just| finally)* )(?:jumped ship|went|gone|switched|moved|"
        rf"crossed|swapped|transferred|defected)(?: over| across)+ to {ORG}(?={_TEAM})",
        lasting=True,
    ),
    pattern(
        "employer",
        r"\b(?:got|landed|found|have|['’]ve) (?:myself )?(?:an?|the|my) (?:[\w-]+ )?(?:job|role|position|"
        rf"gig) (?:over |down |up |out )?(?:in|at) {ORG}(?={_TEAM})",
        lasting=True,
    ),
    # what as
    pattern(
        "job",
        r"\b(?:took|taken|brought|hired|made|kept|signed|got) me (?:on |in |up |back )?as (?:an? |the |"
        rf"their )?{THING}",
        lasting=True,
    ),
    pattern(
        "job",
        rf"(?:{LEAD}|\b(?:i|i['’]ve|we|they)(?: have| just| finally| been)* )(?:got |been |was |"
        r"were )?(?:retrained|bumped(?: me)? up|promoted(?: me)?|moved(?: me)? up|upgraded|hired(?: me)?|"
        r"made(?: me)? up|requalified|"
        r"qualified|took(?: me)? on|taken on|brought(?: me)? in|stepped up) (?:as|to) (?:an? |the |"
        rf"be (?:an? |the ))?{THING}(?<! next level)",
        lasting=True,
    ),
    pattern("job", rf"\b(?:officially|now|finally|suddenly) (?:an? |the ){JOB}", lasting=True),
    pattern("job", rf"\b(?:my |the )?(?:new )?(?:job )?title(?:['’]s| is| changed to) (?:now )?{THING}", lasting=True),
    pattern("job", rf"\b(?:i['’]?m|i am) (?:an? |the )?{JOB} (?:now )?(?:rather than|instead of) ", lasting=True),
    pattern(
        "job",
        rf"(?:{LEAD}|\b(?:i|i['’]ve|we)(?: have| just| finally)* )(?:gone|went|going|"
        r"turned) (?P<value>freelance|self[- ]employed|independent|pro|solo)\b",
        lasting=True,
    ),
    # where
    pattern("home", rf"\b(?:the|our|my) (?:big )?move to {TOWN_NAME}{_HAPPENED}", lasting=True),
    pattern(
        "home",
        rf"\b(?:we['’]?re|i['’]?m|we are|i am) (?:now |officially |proud )*(?:an? )?{TOWN_NAME} (?:people|"
        r"folks?|residents?|locals?|dwellers?)\b",
        lasting=True,
    ),
    pattern(
        "home",
        rf"{LEAD}(?:i |we |i['’]ve |we['’]ve )?(?:ended up|wound up|landed|washed up|settled|finished up|"
        rf"resettled|put down roots|taken a (?:\w+ )?\w+|took a (?:\w+ )?\w+) in {TOWN}",
        lasting=True,
    ),
    # with whom
    pattern("partner", rf"\b{SINGLE_NAME} (?:and|n|&) (?:i|me) {_WED}\b", lasting=True),
    pattern("partner", rf"\b(?:me|i) (?:and|n|&) {SINGLE_NAME} {_WED}\b", lasting=True),
    pattern("partner", rf"\b{SINGLE_NAME} (?:proposed|popped the question|put a ring on it)\b", lasting=True),
    pattern(
        "partner",
        rf"\b{SINGLE_NAME}(?:['’]s| is)(?: now)? my (?:new )?{_LOVER}(?= (?:now|since)\b|$|[,.!])",
        lasting=True,
    ),
    pattern(
        "partner",
        rf"(?:{LEAD}|\b(?:i['’]?m|i am|i['’]ve been)(?: now| also)* )(?:with|seeing|dating|going out with|"
        rf"seein) {SINGLE_NAME}(?= (?:now|these days)\b)",
        lasting=True,
    ),
    pattern(
        "partner",
        rf"(?:{LEAD}|\b(?:i['’]?m|i am|i['’]ve|i['’]ve been|i)(?: now| just| also)* )(?:seeing|dating|met|"
        rf"got|found|going out with) (?:an? |this |some )(?:new |lovely |nice )?{_LOVER}"
        rf"(?: now)?(?:,| called| named) {SINGLE_NAME}",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "partner",
        rf"\b(?:my|our|the) (?:dear |lovely )?{SINGLE_NAME},? (?:the|my) (?:wife|husband|missus|other half|"
        r"better half|girlfriend|boyfriend)\b",
        sentence=True,
        lasting=True,
    ),
    pattern("partner", rf"{LEAD}{SINGLE_NAME},? my {_LOVER}\b", sentence=True),
    pattern(
        "pets",
        rf"{LEAD}(?:[\w-]+ )?(?:{ALL_ANIMALS[3:-1]}),? (?:called|named|by the name of) {SINGLE_NAME}(?=$|"
        r"[,.!;]| (?:who|and|he|she)\b)",
        sentence=True,
    ),
    # what they eat
    pattern(
        "diet",
        rf"(?:{LEAD}|\b(?:i|we|i['’]ve|we['’]ve) (?:have )?)(?:went|gone|going|turned|"
        rf"gone back to being) (?:full(?:y)?|all|totally|completely|strictly|proper)? ?{DIET}\b",
        lasting=True,
    ),
    pattern("diet", rf"\b(?:went|gone|turned) (?:full(?:y)? |all |totally |completely )?{DIET}\b", lasting=True),
    pattern(
        "diet",
        rf"{LEAD}(?:i['’]?m |am )?(?:doing|following|trying|sticking to) (?:the )?{DIET}(?: diet)?(?=$|"
        r"[,.!;]| (?:now|and|so|these|since|at)\b)",
    ),
    # when it is
    pattern(
        "time_zone",
        rf"(?:{LEAD}|\b(?:i['’]?m|i am|we['’]re|we are)(?: now| all)* )(?:on|in|running on|"
        rf"working on) (?P<value>{PROPER}(?: {PROPER})? time)(?= now\b| these days|$|[,.!;])",
    ),
    # how old
    pattern(
        "age",
        rf"{LEAD}(?:i['’]?m |am |im |just |still )*{_ADULT} (?:now|(?:as of|since) (?:\w+day|last \w+|"
        r"yesterday|today|\w+)|yrs? old|years? old)(?=$|[,.!;])",
        lasting=True,
    ),
    pattern(
        "age",
        rf"{LEAD}(?:i |i['’]ve |i have )?(?:just |finally |recently )*(?:hit|turned|reached|became|"
        r"made it to|clocked up) (?:the big )?(?P<value>[1-9]\d|[1-9][- ]\d|[1-9][- ]oh)(?=$|[,.;!?)]|"
        r" (?:in|on|last|this|yesterday|today|now|and|so|lol)\b)",
        lasting=True,
    ),
    pattern(
        "age",
        rf"\b(?:had|celebrated|was|it was|just had|marked) my {_ADULT}(?:st|nd|rd|th)\b(?! (?:anniversary|"
        r"wedding|week|month|time|day|attempt))",
        lasting=True,
    ),
    # how to address them
    pattern(
        "form_of_address",
        r"\b(?:just|it['’]?s(?: just)?|back to(?: being)?|go with|stick (?:to|with)|"
        rf"make it) {SINGLE_NAME} (?:again|from now on|please|is (?:fine|ok|okay)|(?:from )?here on)\b",
    ),
    # what they like
    pattern(
        "likes",
        rf"{LEAD}(?:i['’]?m |i am |im )?(?:an? |the )?(?P<value>(?!(?:it|that|this|all|what|which|is|was|am|"
        r"barking|raving|going|went|proper|well|so|a|bit|stark|really|very|total|driving|me|absolutely|"
        r"just)\b)[\w’'-]+) (?:mad|daft|obsessed|fanatic|addict|nut|convert|junkie|nerd|geek|"
        r"enthusiast)(?=$|[,.!;]| (?:here|now|over here|these days|me)\b)",
    ),
    pattern(
        "likes",
        r"\b(?P<value>(?!(?:it|that|this|all|what|which|here|there)\b)[\w’'-]+(?: (?!(?:is|"
        r"keeps)\b)[\w’'-]+)?) (?:keeps? me (?:sane|going|happy|grounded)|(?:is|['’]s) (?:what i do|"
        r"where it['’]s at|the (?:one|thing) for me|all i do)(?: now| these days)?)(?=$|[,.!;])",
        lasting=True,
    ),
    pattern(
        "likes",
        r"\b(?:started|begun|began|took up|tried|discovered|got into) (?:doing |playing |"
        r"the )?(?P<value>(?!(?:it|that|this|a|an|my|work\w*|to|at|with|on|in|"
        r"new)\b)[\w’'-]+(?: [\w’'-]+)?),? (?:and|n|&) (?:i['’]?m |am |im |"
        r"now i['’]?m )?(?:\w+ )?(?:obsessed|hooked|loving it|love it|addicted|adore it|enjoy it)\b",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "likes",
        r"\bi (?:sing in|play in|belong to|go to|play|do|dance|run|practi[cs]e|sing) (?:an? |"
        r"the )?(?P<value>(?!(?:it|that|this|with|well)\b)[\w’'-]+(?: (?!and\b)[\w’'-]+)?) (?:and|n|"
        r"&) (?:i )?(?:adore|love|enjoy|live for) (?:it|that|them|every (?:minute|second) of it)\b",
        sentence=True,
    ),
)

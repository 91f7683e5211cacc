"""Where people live, where they come from, and by what clock."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.languages.english.chat_words import DWELLING, NEARBY, WE
from holdfast.providers.facts.languages.english.words import I_AM, JOB, MONTH, NOW, PLACE, STOP
from holdfast.providers.facts.patterns import NAME, PROPER, Pattern, pattern

WRITTEN: Final[tuple[Pattern, ...]] = (
    pattern(
        "home",
        r"\b(?:i|we)(?:['’]ve| have)?(?: both| all)?(?: now| currently| still| actually)?(?: live|"
        r" been living|['’]?m living|['’]re living| am living| are living)(?: here| now| happily| alone|"
        rf" together| with \w+ \w+)? (?:in|near|outside|just outside) {PLACE}",
    ),
    pattern(
        "home",
        r"\b(?:i|we)(?:['’]ve| have)?(?: just| finally| now| already| recently)* (?:moved|relocated|"
        rf"settled)(?: back| over| down| house| away)?(?: from {NAME})? (?:to|in|into) {PLACE}",
        lasting=True,
    ),
    pattern(
        "home",
        r"^(?:it['’]?s done|done|finally|just|so|well|update|news)?[,: ]*(?:moved|relocated)(?: back|"
        rf" over)? to {PLACE}",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\bmoving into (?:my|our)(?: own| new| first)* (?:place|flat|apartment|house|home) in {PLACE}",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b(?:(?:my |our )?home is(?: still| now)?|my home town is|home['’]s|i call|{I_AM[2:]} based in|"
        rf"{I_AM[2:]} (?:a resident of|living in)|i reside in|my (?:flat|house|apartment|place) is in|"
        rf"our (?:flat|house|apartment|place) is in) {PLACE}",
    ),
    pattern(
        "home",
        r"\b(?:i|we)(?:['’]ve| have)?(?: just| finally| now| both|"
        rf" all)* ended up in (?P<value>{PROPER}(?:[ -]{PROPER}){{0,2}}){STOP}",
    ),
    pattern("home", rf"\bwe(?:['’]re| are)(?: now| currently| all)? (?:based|settled|at home) in {PLACE}"),
    pattern(
        "home",
        r"^(?:(?:and|so|but|now|still|currently|just|yes|yeah|also) )*(?:live|living|rent|renting|sharing|"
        r"share|settled)"
        rf"(?: (?:an?|my) (?:\w+ ){{0,2}}?(?:flat|house|apartment|room|place|cottage|studio|bedsit|"
        rf"loft))?(?: with (?:\w+ ){{1,3}}?)? ?(?:in|near|outside|close to) "
        rf"(?P<value>{PROPER}(?:[ -]{PROPER}){{0,2}}){STOP}",
    ),
    pattern(
        "home",
        rf"\b(?:i|we)(?: now| currently| still)? (?:rent|share)(?: (?:an?|our|my) (?:\w+ ){{0,2}}?(?:flat|"
        r"house|apartment|room|place|cottage|studio|bedsit|loft))?"
        rf"(?: with (?:\w+ ){{1,3}}?)? ?(?:in|near|outside) (?P<value>{PROPER}(?:[ -]{PROPER}){{0,2}}){STOP}",
    ),
    pattern("home", rf"\b(?:now|these days),? it['’]?s (?P<value>{PROPER}(?:[ -]{PROPER}){{0,2}}) for (?:us|me)\b"),
    pattern(
        "home",
        rf"\b(?:i|we)(?:['’]ve| have)?(?: just| finally)? left {PROPER}(?: {PROPER})? for (?P<value>{PROPER}"
        rf"(?:[ -]{PROPER}){{0,2}}){STOP}",
        lasting=True,
    ),
    pattern("home", rf"\b(?:i['’]?m|i am) an? (?P<value>{PROPER}(?:[ -]{PROPER})?)-based\b"),
    pattern(
        "home",
        rf"\b(?:i|we)(?: now| currently| still| both)? live(?: \w+){{0,2}}? in an? (?:[\w-]+ ){{0,3}}?"
        r"(?:flat|house|apartment|room|place|cottage|studio|bedsit|loft|bungalow|houseboat|caravan|village|"
        rf"farm) (?:in|near|outside) {PLACE}",
    ),
    pattern("home", rf"(?:\b(?:i|we)(?: have|['’]ve)|^(?:and )?have|\band have) lived in {PLACE}"),
    pattern(
        "home",
        rf"\b(?:i['’]m|i am|we['’]re|we are) still(?: based| living)? in (?P<value>{PROPER}(?:"
        rf"[ -]{PROPER}){{0,2}}){STOP}",
    ),
    pattern(
        "home",
        rf"\bit['’]?s (?P<value>{PROPER}(?:[ -]{PROPER})?) from (?:now\b|next\b|{MONTH}\b|then\b|monday\b)",
        lasting=True,
    ),
    pattern(
        "home", rf"\b(?:so |and )?no more (?P<value>{PROPER}(?:[ -]{PROPER})?) for (?:us|me)\b", ends=True, lasting=True
    ),
    pattern(
        "home",
        r"\b(?:sold|left|gave up|given up) (?:the|my|our) .*\band (?:bought|rented|got|"
        rf"found) (?:an? )?(?:[\w-]+ ){{0,2}}?(?:flat|house|apartment|place|cottage|bungalow|farm) (?:in|"
        rf"near|outside) {PLACE}",
        sentence=True,
        lasting=True,
    ),
    pattern("home", rf"\b(?:i['’]?m|i am|we['’]re) based (?:out of|near) {PLACE}"),
    pattern("home", rf"^(?:(?:currently|now|still|happily) )+(?:living|based) (?:in|near) {PLACE}"),
    pattern(
        "home",
        rf"^(?:i['’]?m |i am |am |we['’]re |living )?(?:here )?in (?P<value>{PROPER}(?:"
        rf"[ -]{PROPER}){{0,2}}) since (?:\d{{4}}|(?:i|we|my|last|birth|childhood|spring|summer|autumn|"
        rf"winter|forever)\b|{MONTH})",
    ),
    pattern("home", rf"\bi stay in (?P<value>{PROPER}(?:[ -]{PROPER}){{0,2}}){STOP}"),
    pattern(
        "home",
        rf"\b(?:i|we) (?:stay|live|bide) in (?P<value>(?!(?:a|an|my|the|our|bed|and|touch|shape|hotels?|hostels?|airbnbs?|"
        rf"town|character|contact|fear)\b){NAME}(?: {NAME}){{0,2}}?) (?:these days|nowadays)\b(?! (?:when|if|on|at)\b)",
    ),
    pattern(
        "home",
        rf"\b(?:i|we)(?:['’]?ve| have)?(?: just| finally| now| all)* (?:packed|parked|japa['’]?d|moved base|"
        rf"shifted base)(?: (?:up|out|over|our things|our bags|everything|our load))? to (?P<value>{PROPER}(?:[ -]{PROPER}){{0,2}})"
        rf"{STOP}(?!.*\b(?:for (?:the|a|two|three|my|our) (?:week\w*|day|days|weeks|trip|wedding|holidays?)|till|until)\b)",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b\d+[a-z]? {PROPER}(?: {PROPER}){{0,3}}, (?P<value>{PROPER}(?:[ -]{PROPER})?)(?:,? [A-Z]{{1,2}}\d[\w ]{{2,6}})?,? "
        r"(?:(?:that['’]?s |it['’]?s )?where )?(?:i|we)(?:['’]?ve| have)? (?:just |now )?(?:moved|live|moved in|settled) "
        r"(?:there|in there|to|now)\b",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "home",
        r"\b(?:i|we)(?:['’]ve| have)?(?: just| recently| finally)* (?:bought|rented|found|got) (?:an? |our |"
        rf"my )(?:[\w-]+ ){{0,2}}?"
        rf"(?:flat|house|apartment|place|home|cottage|bungalow) in {PLACE}(?=.*\bmoved in\b)",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "home",
        rf"{I_AM}{NOW} an? {JOB.replace('?P<value>', '?:')} in (?P<value>(?-i:[A-Z][a-zà-ÿ]+)(?:"
        rf"[ -]{PROPER}){{0,2}}){STOP}",
    ),
    pattern("home", rf"\b(?P<value>{PROPER}(?: {PROPER})?) is (?:my home|where i live|home now|right)\b"),
    pattern("home", rf"\bmy time\b.*{I_AM} in {PLACE}", sentence=True),
    pattern("home", rf"\b(?:i|we) (?:don['’]?t|do not|no longer) live in {PLACE}", ends=True, lasting=True),
    pattern(
        "home",
        rf"\b(?:i|we)(?: now| currently| still)? live on (?P<value>(?:the )?(?:isle of )?{PROPER}(?:"
        rf"[ -]{PROPER}){{0,2}}){STOP}",
    ),
    pattern(
        "home",
        r"\b(?:i|we) (?:used to live|moved (?:out of|away from)|left my (?:flat|apartment|"
        rf"house) in) (?:in )?(?P<value>{PROPER}(?:[ -]{PROPER}){{0,2}}){STOP}",
        ends=True,
        lasting=True,
    ),
    pattern(
        "origin",
        rf"\b(?:{I_AM[2:]} (?:originally |basically |actually )?from|i come from|(?:i|we) (?:was born|"
        r"were born|grew up|was raised|were raised) in|i was born and raised in|"
        rf"i originally come from) {PLACE}",
    ),
    pattern("time_zone", r"\bmy time ?zone is (?P<value>[\w/+:-]+(?: ?[+-]\d+)?)"),
    pattern(
        "time_zone",
        rf"\b(?:i['’]?m|i am|we['’]re) (?:on|in) (?P<value>{PROPER}(?: {PROPER})? time)(?= ?zone|$|[,.!;]|"
        r" (?:so|and|here|now)\b)",
    ),
    pattern("time_zone", rf"\bmy time\b.*{I_AM} in {PLACE}", sentence=True),
    pattern(
        "time_zone",
        r"\b(?:i['’]?m|i am) (?:in|on) (?P<value>(?:UTC|GMT|CET|CEST|EST|PST|IST|JST|AEST|BST|EET|MST|"
        r"CST)(?: ?[+-]\d+)?)\b",
    ),
)

CHAT: Final[tuple[Pattern, ...]] = (
    pattern(
        "home",
        rf"{WE} (?:got|bought|rent|rented|found|own|took|landed)(?: \w+)?? (?:an? |my |our |"
        rf"the )(?:[\w-]+ ){{0,3}}?{DWELLING}(?: (?!in\b)\w+){{0,3}}? (?:in|near|outside) {NEARBY}",
        lasting=True,
    ),
    pattern(
        "home",
        r"\b(?:i['’]?m|i am|we['’]?re) (?:after |finally |now |just )*(?:buying|renting|in) (?:an? |our |"
        rf"my )(?:[\w-]+ )?{DWELLING} (?:in|near) {NEARBY}(?<!looking)",
    ),
    pattern(
        "home",
        rf"\b(?:arrived|landed|came|moved|got here|came over) (?:here )?(?:in|to) {NEARBY}(?=.*\b(?:for|"
        r"to do|to start) (?:my|a|the|our)\b.*\b(?:studies|masters?|degree|phd|job|work|course|semester|"
        r"year|uni\w*)\b)",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "home",
        r"\b(?:i['’]?m|i am|we['’]?re|we are) (?:here |now |both |"
        rf"all )?in (?P<value>{PROPER}(?:[ -]{PROPER}){{0,2}})(?=,? (?:now|these days|mostly|permanently|"
        r"during the week|most of the time|full[- ]time|as well|too|myself|so|and|but|if)\b|$|"
        r"[,.!])(?!.*\b(?:for (?:an?|the|two|three|four|\d+|work|business) (?!that\b)|until|till|holidays?|"
        r"vacation|trip|tomorrow|tonight|today|hotel|flight|airport|conference|visiting|stuck|layover|"
        r"weekend|days?|nights?|sights?|where should|what should)\b)",
        sentence=True,
    ),
    pattern("home", rf"^(?:i['’]?m |we['’]?re )?in (?P<value>{NAME}(?:[ -]{PROPER})?) (?:now|these days)(?=$|[.,!])"),
    pattern(
        "home",
        rf"\b(?P<value>{PROPER}(?:[ -]{PROPER})?),? (?:which is )?where (?:i|we) (?:live|am based|are based|"
        r"call home)\b",
        sentence=True,
    ),
    pattern(
        "home",
        rf"\bin (?P<value>{PROPER}(?:[ -]{PROPER})?)(?: [\w ]{{2,25}})?, (?:that['’]?s|thats|"
        r"which is) (?:home|where (?:i|we) live)\b",
        sentence=True,
    ),
    pattern("home", rf"\b(?:i|we) (?:now )?live (?:[\w-]+ ){{1,3}}?(?:in|near) {NEARBY}"),
    pattern(
        "home",
        rf"\bsettled (?:in|into) (?P<value>{PROPER}(?:[ -]{PROPER}){{0,2}})(?= (?:at last|now|finally|nicely|"
        r"well|and|with)\b|$|[,.;!])",
        lasting=True,
    ),
    pattern(
        "home",
        rf"{WE} (?:moved|gone|went) (?:back |in )?(?:to|into|in with) (?:my |our )(?:\w+ )?(?:{PROPER}['’]s|"
        rf"\w+['’]s?)(?: place| house| flat)? in {NEARBY}",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b(?:moved|moving) (?:back |up |down |over |out )?(?:here |there )?to {NEARBY}(?=.*\b(?:years?|"
        r"yrs|months?) ago\b)",
        lasting=True,
    ),
    pattern(
        "home",
        r"\b(?:it['’]?s|the flat is|the flat['’]s|our flat is|the house is|"
        rf"my place is) in (?P<value>{PROPER}(?:, {PROPER})?)(?= if | in case |, if )",
        sentence=True,
    ),
    pattern("home", rf"\baddress(?: is|:)? (?P<value>{PROPER}(?: {PROPER})?)(?=$|[.,!])"),
    pattern(
        "home",
        rf"^i (?:study|work|teach|live) in (?P<value>{NAME}(?:[ -]{PROPER})?) (?:actually|now|these days|though)\b",
        sentence=True,
    ),
    pattern("home", rf"\b(?:drive|teach|work|run|cook|nurse)\b[\w ]{{2,30}}? now in {NEARBY}"),
    pattern("home", rf"\b(?:i['’]?m|im) in (?P<value>{PROPER}(?:[ -]{PROPER}){{0,2}})(?=[.!]?$)(?!.*\?)"),
    pattern("home", r"\b(?:i|we) (?:now )?live (?P<value>(?:above|over|behind) (?:the|my|our|a) \w+)"),
    pattern(
        "home", rf"(?=.*\b{DWELLING}\b).*\bit['’]?s in (?P<value>{PROPER}(?:, {PROPER})?)(?=$|[,.!])", sentence=True
    ),
    pattern(
        "home",
        rf"^(?:i['’]ve |i |we )?(?:gave up|given up|left|sold|moved out of) (?:the|my|our) {DWELLING} in {NEARBY}",
        ends=True,
        lasting=True,
    ),
)
"""The same as people write it in chats: in small letters, things named beside each other, reasons given by their effect."""

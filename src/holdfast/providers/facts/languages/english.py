"""English."""

from __future__ import annotations

import re
from typing import Final

from holdfast.providers.facts.languages.english_chat import PATTERNS as CHAT
from holdfast.providers.facts.languages.english_words import (
    ANIMALS,
    BUSINESS,
    DAY,
    DIET,
    FOOD,
    FOODSTUFF,
    FRONTED,
    I_AM,
    IT,
    JOB,
    KIDS,
    LANGUAGES,
    LISTED,
    MADE,
    MONTH,
    NAMES,
    NO_MORE,
    NOW,
    PARTNER,
    PLACE,
    RETIRED,
    STOP,
    THING,
    TONGUES,
)
from holdfast.providers.facts.patterns import NAME, PROPER, Language, Pattern, pattern
from holdfast.providers.facts.screening import Screened

_PATTERNS: Final[tuple[Pattern, ...]] = (
    # who
    pattern("name", rf"\bmy (?:full |first |real )?name(?:['’]?s| is) (?P<value>{NAME}(?: {PROPER}){{0,2}})"),
    pattern(
        "name",
        rf"^(?:(?:hi|hello|hey|hiya|morning|evening|good \w+|yo|greetings|nice to meet you)[ ,!.]*)*{I_AM} (?P<value>{PROPER}(?: {PROPER})?)(?=$|[.!,]| (?:and|here|by the way|but (?:everyone|everybody|friends|people|all|my))\b)",
    ),
    pattern(
        "name", rf"^(?:(?:hi|hello|hey|hiya|yo|morning|evening|good \w+)[ ,!.]*)*(?P<value>{PROPER}) here(?=$|[.,!:])"
    ),
    pattern("name", rf"\b(?P<value>{PROPER})(?:['’]s| is) (?:my name|the name)\b"),
    pattern("name", rf"^(?P<value>{PROPER}(?: {PROPER})?) (?:speaking|again)(?=$|[.,!:])"),
    pattern(
        "name",
        rf"^(?P<value>{PROPER}(?: {PROPER})?), [1-9]\d(?:, (?:from|based in|living in|in) {PROPER}(?: {PROPER})?)?[.!]?$",
        sentence=True,
    ),
    pattern(
        "age",
        rf"^{PROPER}(?: {PROPER})?, (?P<value>[1-9]\d)(?:, (?:from|based in|living in|in) {PROPER}(?: {PROPER})?)?[.!]?$",
        sentence=True,
    ),
    pattern(
        "origin", rf"^{PROPER}(?: {PROPER})?, [1-9]\d, from (?P<value>{PROPER}(?: {PROPER})?)[.!]?$", sentence=True
    ),
    pattern(
        "home",
        rf"^{PROPER}(?: {PROPER})?, [1-9]\d, (?:based in|living in|in) (?P<value>{PROPER}(?: {PROPER})?)[.!]?$",
        sentence=True,
    ),
    pattern(
        "name",
        rf"^(?:(?:hi|hello|hey|hiya|yo|sup|heya)[ ,!.]*)+{I_AM} (?P<value>(?!{JOB.replace('?P<value>', '?:')})[a-z]{{3,15}})(?=,? (?:[1-9]\d\b|from\b|based\b|(?:and )?i (?:live|work)\b|(?:an? )?{JOB.replace('?P<value>', '?:')}\b))",
        sentence=True,
    ),
    pattern("name", rf"^{I_AM} (?P<value>{PROPER}) by name\b"),
    pattern(
        "form_of_address",
        rf"\b(?:everyone|everybody|people|friends|most people|they all)(?: just| now)? (?:says?|calls? me) (?P<value>{PROPER})(?: now)?(?=$|[,.!;])",
    ),
    pattern(
        "form_of_address",
        rf"\b(?:don['’]?t|do not|stop) call(?:ing)? me (?P<value>{NAME}) (?:any ?more|any longer|from now on)\b",
        ends=True,
        lasting=True,
    ),
    pattern("name", rf"\b(?:the name(?:['’]s| is)|{I_AM[2:]} called) (?P<value>{PROPER}(?: {PROPER})?)"),
    pattern(
        "age",
        rf"{I_AM} {PROPER}(?: {PROPER})?, (?P<value>[1-9]\d)(?=$|[,.!;]| (?:and|years? old|from|with|living)\b)",
        sentence=True,
    ),
    pattern("age", r"\b(?:i['’]?m|i am) (?:a |an )?[\w -]{0,30}?\baged (?P<value>\d{1,3})\b"),
    pattern("name", rf"^(?:this is|it['’]s) (?P<value>{PROPER})(?: {PROPER})? (?:here|speaking|again)\b"),
    pattern(
        "form_of_address",
        rf"\b(?:(?:please |just |you can |everyone |friends |people )+)?call(?:s)? me (?P<value>(?!if|when|back|at|on|later|crazy|a|an|the|old)(?:(?:dr|mr|mrs|ms)\.? )?{NAME})",
    ),
    pattern(
        "form_of_address",
        rf"\b(?:address me as|i go by|i prefer to be called|i['’]d rather be called|just) (?P<value>(?:(?:dr|mr|mrs|ms|prof)\.? |(?:doctor|professor|captain) )?{PROPER})(?=$|[.!,]| (?:please|is fine|these days|now)\b)",
    ),
    pattern(
        "age",
        rf"{I_AM}{NOW} (?P<value>\d{{1,2}}|1[01]\d)(?=$|[,.!;)]| (?:and|years? old|yo\b|now|so|but|with)\b)(?! ?(?:kg|km|%|cm|min|minutes|hours|pounds))",
    ),
    pattern("age", r"\b(?:i (?:just )?turned|i['’]?ve (?:just )?turned|i['’]ll turn) (?P<value>\d{1,3})\b"),
    pattern(
        "age",
        r"^(?:i )?(?:just |finally )?turned (?P<value>\d{2,3})(?=$|[.,!]| (?:on|today|last|this|yesterday|and|in)\b)",
        lasting=True,
    ),
    pattern("age", r"\bi['’]?m (?P<value>\d{1,3})[- ]years?[- ]old\b"),
    pattern(
        "birthday",
        rf"\bmy birthday(?: is|['’]?s| falls)?(?: too| again)?(?: on)?(?: the)?[,: ]+(?:on )?(?:the )?(?:.*\b)?{DAY}",
        sentence=True,
        lasting=True,
    ),
    pattern("birthday", rf"^born (?:on |in )?(?:the )?{DAY}", lasting=True),
    pattern(
        "birthday", rf"\bmy (?:b-?day|birth ?date|date of birth)(?: is|['’]?s|:)? (?:on )?(?:the )?{DAY}", lasting=True
    ),
    pattern("birthday", rf"\bi was born (?:in {NAME}(?: {NAME}){{0,2}}? )?(?:on |in )?(?:the )?{DAY}", lasting=True),
    # where
    pattern(
        "home",
        rf"\b(?:i|we)(?:['’]ve| have)?(?: both| all)?(?: now| currently| still| actually)?(?: live| been living|['’]?m living|['’]re living| am living| are living)(?: here| now| happily| alone| together| with \w+ \w+)? (?:in|near|outside|just outside) {PLACE}",
    ),
    pattern(
        "home",
        rf"\b(?:i|we)(?:['’]ve| have)?(?: just| finally| now| already| recently)* (?:moved|relocated|settled)(?: back| over| down| house| away)?(?: from {NAME})? (?:to|in|into) {PLACE}",
        lasting=True,
    ),
    pattern(
        "home",
        rf"^(?:it['’]?s done|done|finally|just|so|well|update|news)?[,: ]*(?:moved|relocated)(?: back| over)? to {PLACE}",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\bmoving into (?:my|our)(?: own| new| first)* (?:place|flat|apartment|house|home) in {PLACE}",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b(?:(?:my |our )?home is(?: still| now)?|my home town is|home['’]s|i call|{I_AM[2:]} based in|{I_AM[2:]} (?:a resident of|living in)|i reside in|my (?:flat|house|apartment|place) is in|our (?:flat|house|apartment|place) is in) {PLACE}",
    ),
    pattern(
        "home",
        rf"\b(?:i|we)(?:['’]ve| have)?(?: just| finally| now| both| all)* ended up in (?P<value>{PROPER}(?:[ -]{PROPER}){{0,2}}){STOP}",
    ),
    pattern("home", rf"\bwe(?:['’]re| are)(?: now| currently| all)? (?:based|settled|at home) in {PLACE}"),
    pattern(
        "home",
        rf"^(?:(?:and|so|but|now|still|currently|just|yes|yeah|also) )*(?:live|living|rent|renting|sharing|share|settled)"
        rf"(?: (?:an?|my) (?:\w+ ){{0,2}}?(?:flat|house|apartment|room|place|cottage|studio|bedsit|loft))?(?: with (?:\w+ ){{1,3}}?)? ?(?:in|near|outside|close to) "
        rf"(?P<value>{PROPER}(?:[ -]{PROPER}){{0,2}}){STOP}",
    ),
    pattern(
        "home",
        rf"\b(?:i|we)(?: now| currently| still)? (?:rent|share)(?: (?:an?|our|my) (?:\w+ ){{0,2}}?(?:flat|house|apartment|room|place|cottage|studio|bedsit|loft))?"
        rf"(?: with (?:\w+ ){{1,3}}?)? ?(?:in|near|outside) (?P<value>{PROPER}(?:[ -]{PROPER}){{0,2}}){STOP}",
    ),
    pattern("home", rf"\b(?:now|these days),? it['’]?s (?P<value>{PROPER}(?:[ -]{PROPER}){{0,2}}) for (?:us|me)\b"),
    pattern(
        "home",
        rf"\b(?:i|we)(?:['’]ve| have)?(?: just| finally)? (?:left|swapped|traded) {PROPER}(?: {PROPER})? for (?P<value>{PROPER}(?:[ -]{PROPER}){{0,2}}){STOP}",
        lasting=True,
    ),
    pattern("home", rf"\b(?:i['’]?m|i am) an? (?P<value>{PROPER}(?:[ -]{PROPER})?)-based\b"),
    pattern(
        "home",
        rf"\b(?:i|we)(?: now| currently| still| both)? live(?: \w+){{0,2}}? in an? (?:[\w-]+ ){{0,3}}?(?:flat|house|apartment|room|place|cottage|studio|bedsit|loft|bungalow|houseboat|caravan|village|farm) (?:in|near|outside) {PLACE}",
    ),
    pattern("home", rf"(?:\b(?:i|we)(?: have|['’]ve)|^(?:and )?have|\band have) lived in {PLACE}"),
    pattern(
        "home",
        rf"\b(?:i['’]m|i am|we['’]re|we are) still(?: based| living)? in (?P<value>{PROPER}(?:[ -]{PROPER}){{0,2}}){STOP}",
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
        rf"\b(?:sold|left|gave up|given up) (?:the|my|our) .*\band (?:bought|rented|got|found) (?:an? )?(?:[\w-]+ ){{0,2}}?(?:flat|house|apartment|place|cottage|bungalow|farm) (?:in|near|outside) {PLACE}",
        sentence=True,
        lasting=True,
    ),
    pattern("home", rf"\b(?:i['’]?m|i am|we['’]re) based (?:out of|near) {PLACE}"),
    pattern("home", rf"^(?:(?:currently|now|still|happily) )+(?:living|based) (?:in|near) {PLACE}"),
    pattern(
        "home",
        rf"^(?:i['’]?m |i am |am |we['’]re |living )?(?:here )?in (?P<value>{PROPER}(?:[ -]{PROPER}){{0,2}}) since (?:\d{{4}}|(?:i|we|my|last|birth|childhood|spring|summer|autumn|winter|forever)\b|{MONTH})",
    ),
    pattern("home", rf"\bi stay in (?P<value>{PROPER}(?:[ -]{PROPER}){{0,2}}){STOP}"),
    pattern(
        "home",
        rf"\b(?:i|we)(?:['’]ve| have)?(?: just| recently| finally)* (?:bought|rented|found|got) (?:an? |our |my )(?:[\w-]+ ){{0,2}}?"
        rf"(?:flat|house|apartment|place|home|cottage|bungalow) in {PLACE}(?=.*\bmoved in\b)",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "home",
        rf"{I_AM}{NOW} an? {JOB.replace('?P<value>', '?:')} in (?P<value>(?-i:[A-Z][a-zà-ÿ]+)(?:[ -]{PROPER}){{0,2}}){STOP}",
    ),
    pattern("home", rf"\b(?P<value>{PROPER}(?: {PROPER})?) is (?:my home|where i live|home now|right)\b"),
    pattern("home", rf"\bmy time\b.*{I_AM} in {PLACE}", sentence=True),
    pattern("home", rf"\b(?:i|we) (?:don['’]?t|do not|no longer) live in {PLACE}", ends=True, lasting=True),
    pattern(
        "home",
        rf"\b(?:i|we)(?: now| currently| still)? live on (?P<value>(?:the )?(?:isle of )?{PROPER}(?:[ -]{PROPER}){{0,2}}){STOP}",
    ),
    pattern(
        "home",
        rf"\b(?:i|we) (?:used to live|moved (?:out of|away from)|left my (?:flat|apartment|house) in) (?:in )?(?P<value>{PROPER}(?:[ -]{PROPER}){{0,2}}){STOP}",
        ends=True,
        lasting=True,
    ),
    pattern(
        "origin",
        rf"\b(?:{I_AM[2:]} (?:originally )?from|i come from|(?:i|we) (?:was born|were born|grew up|was raised|were raised) in|i was born and raised in|i originally come from) {PLACE}",
    ),
    pattern("time_zone", r"\bmy time ?zone is (?P<value>[\w/+:-]+(?: ?[+-]\d+)?)"),
    pattern(
        "time_zone",
        rf"\b(?:i['’]?m|i am|we['’]re) (?:on|in) (?P<value>{PROPER}(?: {PROPER})? time)(?= ?zone|$|[,.!;]| (?:so|and|here|now)\b)",
    ),
    pattern("time_zone", rf"\bmy time\b.*{I_AM} in {PLACE}", sentence=True),
    pattern(
        "time_zone",
        r"\b(?:i['’]?m|i am) (?:in|on) (?P<value>(?:UTC|GMT|CET|CEST|EST|PST|IST|JST|AEST|BST|EET|MST|CST)(?: ?[+-]\d+)?)\b",
    ),
    # work
    pattern("job", rf"{I_AM}{NOW} (?:an? |the |their |our )?{JOB}"),
    pattern(
        "job",
        rf"\bi (?:now |currently |still )?work(?:ed)? (?:for \w+ )?(?:part[- ]time |full[- ]time )?as (?:an? |the )?{THING}",
    ),
    pattern(
        "job",
        rf"\b(?:got|been|was)(?: just)? (?:taken on|hired|promoted|appointed)(?: to| as)+ (?:an? |the )?{THING}",
        lasting=True,
    ),
    pattern(
        "job",
        rf"\b(?:i(?:['’]ve)?(?: just| recently)* (?:started|began|become|became|qualified)|i start)(?: work(?:ing)?| a job| out)?(?: as)? (?:an? |the )?{JOB}",
        lasting=True,
    ),
    pattern(
        "job",
        rf"\bmy (?:new )?(?:job|profession|occupation|day job|trade)(?: title)? is (?:to |an? |the |as an? )?{THING}",
    ),
    pattern(
        "job",
        r"\b(?:i )?(?P<value>(?:fix|build|make|sell|teach|repair|paint|drive|train|design|bake|restore|grow|write|clean|breed|tune|install|service|study) [\w’' -]{3,40}?) for (?:a|my) living\b",
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
        rf"\b(?:i['’]?m|i am|i['’]ve been)(?: now| currently)? (?:training|retraining|qualifying) (?:as|to be|to become) (?:an? |the ){THING}",
    ),
    pattern(
        "job",
        r"\bi(?:['’]?m| am) (?:doing|writing|finishing) (?:an?|my) (?P<value>(?:phd|ph\.d|doctorate|master['’]?s?(?: degree)?|apprenticeship|traineeship))\b",
    ),
    pattern("job", rf"^(?:as )?(?:an? )?{JOB} (?:at|for|with|in) (?:the |an? |our )[\w-]+(?: [\w-]+)?(?=[.,!;]|$)"),
    pattern("job", rf"^(?:and )?as an? {JOB},? (?:i|we)\b"),
    pattern("job", rf"{I_AM}{NOW} (?P<value>{'|'.join(RETIRED)})\b"),
    pattern(
        "job",
        rf"\b(?:i|we)(?: now| currently| still| also)? (?P<value>(?:run|own|manage) (?:an?|the|my own|our own|our|my) (?:[\w’'-]+ ){{0,3}}?{BUSINESS})\b",
    ),
    pattern(
        "job",
        rf"\b(?:i['’]ve been|i have been|i was|i got|i['’]ve just been|just got|been)(?: just| recently)? (?:made|named|elected|appointed|promoted to)(?: an?| the)? (?P<value>{MADE}(?!['’]s)\b)",
        lasting=True,
    ),
    pattern(
        "job",
        rf"\b(?:i['’]ve been|i have been|i was|i got|i['’]ve just been|just got|been)(?: just| recently)? (?:made|named|elected|appointed)(?: an?| the)? {JOB}",
        lasting=True,
    ),
    pattern(
        "job",
        rf"\b(?:got|found|landed|have|took|accepted|started|['’]ve got)(?: myself)?(?: an?| the| my)?(?: new| first| second| part[- ]time| full[- ]time)* (?:job|position|role|post|gig) as (?:an? |the )?{THING}",
        lasting=True,
    ),
    pattern(
        "job",
        rf"\b(?:start(?:ed|ing)?|begin(?:ning)?|began)(?: work(?:ing)?)? (?:at|with) {PROPER}(?: {PROPER}){{0,2}}(?: in \w+| on \w+| next \w+| this \w+| last \w+)? as (?:an? |the )?{THING}",
        lasting=True,
        sentence=True,
    ),
    pattern(
        "job",
        rf"\bjoin(?:ed|ing) (?:an? )?(?:[\w-]+ ){{0,3}}?(?:called )?{PROPER}(?: {PROPER}){{0,2}} as (?:an? |the |their )?{THING}",
        lasting=True,
        sentence=True,
    ),
    pattern(
        "job",
        r"^(?:(?:i|and i) )?(?P<value>drive (?:an? |the )?(?:[\w-]+ ){0,2}?(?:bus(?:es)?|trains?|trams?|taxis?|cabs?|lorry|lorries|ambulances?|forklifts?|coach(?:es)?|metro|subway|ferry|minicab))\b",
    ),
    pattern(
        "job",
        rf"\bi['’]?m .*, (?:now )?(?:an? )?{JOB} (?:in|at|for) {PROPER}(?: {PROPER})?(?=[,.!;]|$)",
        sentence=True,
    ),
    pattern(
        "job",
        r"\bi (?P<value>(?!work\b|do\b|would\b|could\b|can\b|just\b)[a-z]+(?: (?!for\b)[\w’'-]+){0,4}) for (?:a|my) living\b",
    ),
    pattern(
        "employer",
        rf"\bjoin(?:ed|ing) an? (?:[\w-]+ ){{1,3}}?(?:called |named )(?P<value>{PROPER}(?: {PROPER}){{0,2}})",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"^(?:i )?(?:start|starting|started|begin|began)(?: work(?:ing)?)? (?:at|with) (?P<value>{PROPER}(?: {PROPER}){{0,2}})(?=$|[,.!;]| (?:in|on|as|next|this|last)\b)",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:i|we)(?: now| currently| still)? work (?:[\w-]+ ){{1,3}}?(?:in|at) an? (?:[\w-]+ ){{1,3}}?(?:for|of|owned by) (?P<value>{PROPER}(?: {PROPER}){{0,3}}){STOP}",
    ),
    pattern("job", rf"{I_AM} \d{{1,3}}(?: years old)?,? and an? {JOB}"),
    pattern("job", rf"^(?:as )?(?:an? )?{JOB} (?:at|for|with) (?=(?:the )?{PROPER})"),
    pattern("job", rf"^{JOB}(?=,? so i|,? by trade|,? by profession| with \d)"),
    pattern("job", rf"^(?:as )?an? {JOB} (?:without|like me|myself)\b"),
    pattern(
        "job",
        rf"\b(?:change|new) (?:schools?|jobs?|companies|teams).*?, (?P<value>(?:head |chief |senior )?[\w-]+) from {MONTH}",
        sentence=True,
        lasting=True,
    ),
    pattern("job", rf"\bi (?P<value>teach (?!you|me|him|her|them|myself|us)[\w]+(?: [\w]+)?){STOP}"),
    pattern(
        "employer",
        rf"\b(?:i|we)(?: now| currently| still)? work(?:ing)? (?:for|at|with) (?:a company called )?(?P<value>(?:the )?{PROPER}(?: (?:{PROPER}|of|and|&|the)){{0,4}})",
    ),
    pattern(
        "employer",
        rf"{I_AM}{NOW} (?:an? |the )?(?:[\w-]+ ){{1,4}}?(?:at|for|with) (?:the )?(?P<value>{PROPER}(?: (?:{PROPER}|city|town|of|and|&|council)){{0,4}}){STOP}",
    ),
    pattern(
        "employer",
        rf"^(?:as )?(?:an? )?{JOB.replace('?P<value>', '?:')} (?:at|for|with) (?:the )?(?P<value>{PROPER}(?: (?:{PROPER}|city|town|of|and|&|council)){{0,4}})",
    ),
    pattern(
        "employer",
        rf"\b(?:i|we)(?: now| currently| still)? work(?:ing)? (?:in [\w ]{{2,20}}?|as (?:an? )?[\w -]{{3,40}}?) (?:for|at|with) (?P<value>(?:the )?{PROPER}(?: (?:{PROPER}|of|and|&)){{0,4}})",
    ),
    pattern(
        "employer",
        rf"\bnow (?:i )?work(?:ing)? (?:as (?:an? )?[\w -]{{3,40}}? )?(?:for|at) (?P<value>{PROPER}(?: (?:{PROPER}|of|and|&)){{0,4}})",
    ),
    pattern(
        "employer",
        rf"\bi (?:fly|drive|play|race|ride) for (?P<value>{PROPER}(?: {PROPER}){{0,3}})",
    ),
    pattern(
        "employer",
        rf"\bi(?:['’]ve got|['’]ve| have)(?: an?| my)?(?: new)? job (?:with|at) (?P<value>{PROPER}(?: {PROPER}){{0,3}})",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:i|we) (?:run|own|founded|started|have)(?: my| our)(?: own)? (?:[\w-]+ ){{0,2}}(?:studio|shop|company|business|agency|firm|practice|cafe|café|restaurant|bakery|salon|start-?up),? (?:called )?(?P<value>{PROPER}(?: {PROPER}){{0,3}})",
    ),
    pattern("employer", rf"{I_AM}{NOW} with (?P<value>(?-i:[A-Z]{{3,}}))\b"),
    pattern(
        "employer",
        rf"\b(?P<value>{PROPER}(?: {PROPER}){{0,2}}) (?:let me go(?! home| early| now| first)|laid me off|fired me|sacked me|made me redundant)\b",
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
        rf"\b(?:joined|started (?:at|with|working (?:for|at))|got a job (?:at|with)|hired by|taken on by) (?:the )?(?P<value>{PROPER}(?: {PROPER}){{0,3}})",
        lasting=True,
    ),
    pattern("employer", rf"\b(?:we|i) sold (?P<value>{PROPER})(?: (?:in|last|this)\b|$|[,.])", ends=True, lasting=True),
    pattern(
        "employer",
        rf"\b(?:i|i['’]ve) (?:left|quit(?: my job at)?|no longer work (?:for|at)|don['’]?t work (?:for|at)|was (?:let go|laid off) (?:by|from)) (?:the )?(?P<value>{PROPER}(?: (?:& )?{PROPER}){{0,3}})",
        ends=True,
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:i (?:just )?(?:lost|quit) my job|i got (?:fired|laid off|made redundant)|i['’]?ve been (?:laid off|made redundant))\b",
        ends=True,
        lasting=True,
    ),
    # family
    pattern(
        "partner",
        rf"\bmy (?:new |lovely |dear )?{PARTNER}(?:['’]s name is|['’]s called|['’]s named| is called| is named| is|,| called| named)? (?P<value>{PROPER})(?!['’]s)",
    ),
    pattern("partner", rf"\b(?:i['’]?m|i am|we are|i got) (?:married|engaged) to (?P<value>{PROPER})\b(?! {PROPER})"),
    pattern("partner", rf"\b(?P<value>{PROPER})(?: is|,) my {PARTNER}\b"),
    pattern("partner", rf"\b(?:{I_AM[2:]} (?:dating|seeing)|i (?:married)) (?P<value>{PROPER})"),
    pattern(
        "partner",
        rf"\b(?P<value>{PROPER}) and (?:me|i)\b.*\b(?:split(?: up)?|broke up|divorced|separated|are over|aren['’]t together)\b",
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
        rf"\b(?:we (?:broke up|split up|got divorced|separated)|i (?:got|am|['’]m) (?:now )?divorced|{I_AM[2:]} single(?: again| now)?)\b",
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
        rf"\b(?P<value>{PROPER})(?:['’]s| is) (?:my|our) (?:youngest|eldest|oldest|middle one|little one|firstborn)(?=$|[,.!;]| (?:and|child|son|daughter|one)\b)",
    ),
    pattern("children", rf"\b{NAMES},? (?:is|are),? (?:my|our)(?: \w+)? {KIDS}\b", several=True),
    pattern(
        "pets",
        rf"\b(?:my|our)(?: [\w-]+){{0,2}} {ANIMALS}(?:['’]s name is|,| is| are|:)?(?: (?:called|named))? {NAMES}(?!['’]s\b)",
        several=True,
    ),
    pattern("pets", rf"\b(?:cats?|dogs?|rabbits?|hens|pets) (?:are|is) (?:called |named )?{NAMES}", several=True),
    pattern("pets", rf"\b{NAMES} (?:is|are) (?:the|my|our) {ANIMALS}\b", several=True),
    pattern(
        "pets",
        rf"\b(?:i|we)(?:['’]ve)?(?: just)? (?:adopted|got|have|bought|rescued)(?: got)? (?:an? |two |three )(?:[\w-]+ ){{0,3}}?{ANIMALS}(?:,| called| named)+ {NAMES}",
        several=True,
        sentence=True,
        lasting=True,
    ),
    pattern(
        "pets",
        rf"\b(?:i|we)(?:['’]ve)?(?: just| now| also| recently)? (?:adopted|got|have|bought|rescued|took in)(?: got)? (?:an? |two |three )(?:[\w-]+ ){{0,3}}?{ANIMALS}"
        rf"(?: [\w ]{{2,20}})?[,;.]? (?:(?:his|her|its|their) names? (?:is|are)|(?:he|she|it|they)(?:['’]s|['’]re| is| are) (?:called|named)) {NAMES}",
        several=True,
        sentence=True,
        lasting=True,
    ),
    pattern(
        "pets",
        rf"\b(?:i|we)(?:['’]ve)?(?: just| now| also| recently)? (?:adopted|got|have|bought|rescued|took in|found)(?: got)? (?:an? |two |three )(?:[\w-]+ ){{0,3}}?{ANIMALS}"
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
        rf"\b(?:we|i) (?:gave|had to give|rehomed|had to put|sold) (?P<value>{PROPER})\b(?=.*\b(?:to|away|down|sanctuary|shelter)\b|$)",
        ends=True,
        lasting=True,
    ),
    pattern(
        "pets",
        rf"\b(?P<value>(?!(?:he|she|they|it|who|mum|mom|dad|gran\w*|my|our|the|his|her|nobody|someone|somebody|uncle|aunt\w*|people|many|battery)\b){PROPER})(?:,? (?:my|our) {ANIMALS},?)? (?:died|passed away|was put down|ran away)\b",
        ends=True,
        lasting=True,
    ),
    # body
    pattern(
        "diet",
        rf"(?:{I_AM}|\bi['’]?ve been|\bi have been){NOW}(?: an?)?(?: strict| strictly| mostly| pretty much)? {DIET}\b(?!{NO_MORE})",
    ),
    pattern(
        "diet",
        rf"\b(?:i|we)(?:['’]ve| have)?(?: just| recently| now)* (?:went|gone|became|become|turned|eat|go)(?: only| strictly)? {DIET}\b",
        lasting=True,
    ),
    pattern(
        "diet",
        rf"\b(?:i|we)(?:['’]ve| have)?(?: just| recently| now)* (?:switched|changed|moved) (?:over )?(?:to|onto) (?:an? )?{DIET}\b",
        lasting=True,
    ),
    pattern("diet", rf"^(?:just |finally |now )?gone (?:fully |completely |totally )?{DIET}\b", lasting=True),
    pattern("diet", rf"\bwe (?:don['’]?t|do not|never|dont|no longer) eat {FOOD}{STOP}"),
    pattern("diet", rf"\bi (?:don['’]?t|do not|never|dont|can['’]?t|no longer) eat {FOOD}{STOP}"),
    pattern(
        "diet",
        rf"{I_AM} (?:not|no longer)(?: an?)? {DIET}(?:{NO_MORE})?(?<!not vegan)(?<!not vegetarian)",
        ends=True,
        lasting=True,
    ),
    pattern(
        "diet",
        rf"\b(?:i (?:stopped being|gave up being|used to be)|i['’]?ve stopped being)(?: an?)? {DIET}\b",
        ends=True,
        lasting=True,
    ),
    pattern("diet", rf"\b(?:i['’]?m|i am) not(?: an?)? {DIET} (?:any ?more|any longer|now)\b", ends=True, lasting=True),
    pattern("diet", r"\b(?:i|we) (?:keep|eat|follow)(?: a)?(?: strictly| only)? (?P<value>halal|kosher)\b"),
    pattern("diet", rf"\b(?:i['’]?m|i am|we['’]re) off (?P<value>{FOODSTUFF})\b"),
    pattern(
        "diet",
        rf"\b(?:i|we) (?:don['’]?t|do not|never) (?:do|touch|have) (?P<value>{FOODSTUFF}(?:(?:,| or| and| nor) {FOODSTUFF})*)\b",
    ),
    pattern(
        "diet",
        rf"\b(?:i|we)(?:['’]ve| have)?(?: just| completely)? (?:cut out|given up|gave up) (?P<value>{FOODSTUFF})\b",
        lasting=True,
    ),
    pattern(
        "allergy",
        r"(?:^|[,;:.!]\s*|\b(?:but|and|with|so) )(?:no|without|skip(?: the)?|hold the|leave out(?: the)?) (?P<value>[\w’'-]+(?: (?!please\b)[\w’'-]+)?)(?:,? please)?(?:,| because| -| since|, as|;)+ (?:i['’]?m|i am) (?:\w+ )?allergic(?! to)",
        sentence=True,
    ),
    pattern(
        "allergy",
        r"\b(?:without|no|avoid) (?P<value>[\w’'-]+(?: [\w’'-]+)?) because i (?:react|get)\b(?=.*\bthem\b|.*\bit\b)",
        sentence=True,
    ),
    pattern(
        "allergy",
        rf"(?<!not )\b(?:i['’]?m|i am|we['’]re)(?: \w+ly| very| deathly| also| both)? allergic to (?!them\b|it\b|that\b|those\b|these\b|you\b|work\b|mondays\b|exercise\b|meetings\b|people\b){LISTED}",
        several=True,
    ),
    pattern(
        "allergy",
        r"\bi(?:['’]ve got| have| suffer from) (?:an? )?(?:severe |bad |mild |serious )?(?P<value>[\w’'-]+(?: [\w’'-]+)?) (?:allergy|intolerance)\b",
    ),
    pattern(
        "allergy",
        rf"\b(?:my allergy (?:is|to)|my allergies(?: are|:)|{I_AM[2:]} intolerant to) (?:to )?{THING}",
        several=True,
    ),
    pattern(
        "allergy",
        r"^(?:the |any )?(?P<value>[\w’'-]+(?: [\w’'-]+)?) (?:makes?|make) my (?:throat|lips|tongue|face|mouth|skin) (?:swell|itch|burn|tingle)",
    ),
    pattern(
        "allergy",
        r"^(?:the |any |because )?(?P<value>[\w’'-]+(?: [\w’'-]+)?) (?:could|would|can|will|might) (?:literally )?kill me\b(?=.*\ballerg|,? (?:so|and) (?:no|nothing|none|never|please|avoid)\b)",
    ),
    pattern(
        "allergy",
        r"^(?P<value>[\w’'-]+(?: [\w’'-]+)?) (?:is|are) (?:an? )?(?:absolute )?(?:no[- ]go|off limits|out)(?: for me)?,? (?:because |since |as )?(?:i['’]?m )?allergic",
        sentence=True,
    ),
    pattern(
        "allergy",
        r"\b(?:no|without|avoid|don['’]?t suggest|skip) (?P<value>[\w’'-]+(?: [\w’'-]+)?)[,;:]? (?:because |since )?(?:it|they|that) (?:sends?|puts?|lands?) me (?:to|in|into) (?:the )?(?:hospital|a&e|er)\b",
        sentence=True,
    ),
    pattern("allergy", r"\b(?:i['’]?m|i am)(?: \w+)? (?P<value>lactose|gluten|histamine|fructose)[- ]intolerant\b"),
    pattern("allergy", rf"\bi (?:react (?:very )?badly|get hives|swell up|break out)(?: to| from) {THING}"),
    pattern(
        "allergy",
        r"\b(?:i['’]?m|i am) (?:no longer|not) allergic to (?P<value>[\w’'-]+) (?:any ?more|after all)\b",
        ends=True,
        lasting=True,
    ),
    # speech
    pattern("language", rf"\b(?:i|we)(?: also| both| can| only)? speak(?: \w+)? {LANGUAGES}", several=True),
    pattern(
        "language", rf"\b(?:i|we)(?: also| both| can| only)? speak(?: fluent| some| mostly)? {TONGUES}", several=True
    ),
    pattern(
        "language",
        rf"\b{TONGUES} (?:is|are) my (?:mother|native|first|second|third) (?:tongues?|languages?)\b",
        several=True,
    ),
    pattern("language", rf"\bmy (?:native|first|second|mother) (?:language|tongue) is {LANGUAGES}", several=True),
    pattern("language", rf"{I_AM} (?:fluent in|bilingual in|a native speaker of) {LANGUAGES}", several=True),
    # taste
    pattern(
        "dislikes",
        rf"\bi(?: really| just| absolutely| honestly| also)* (?:don['’]?t|do not|never) (?:really )?(?:like|enjoy) {IT}(?:the )?(?P<value>[\w’'-]+(?: [\w’'-]+){{0,3}}?){STOP}",
    ),
    pattern(
        "dislikes",
        rf"\b(?:i )?(?:really |just |absolutely )*(?:can['’]?t|cannot|cant) (?:stand|bear) {IT}(?:the )?{THING}",
    ),
    pattern(
        "dislikes",
        rf"\bi(?: really| absolutely| truly| just)* (?:hate|detest|loathe|despise|dislike) {IT}(?!the (?:texture|taste|smell|feel|sound|look|stuff)(?: of)?\b(?! of))(?:the )?{THING}",
    ),
    pattern(
        "dislikes",
        rf"^(?:honestly |really |still |definitely )?not (?:a (?:big |huge )?fan of|into|keen on|fond of) {IT}{THING}",
    ),
    pattern(
        "dislikes",
        rf"\bi (?:don['’]?t|do not|never) (?:really |much )?(?:care (?:much )?for|think much of) {IT}(?:the )?{THING}",
    ),
    pattern("dislikes", rf"{I_AM} no fan of {IT}{THING}"),
    pattern(
        "dislikes",
        r"^(?P<value>(?!that|this|it|which|what)[\w’'-]+(?: [\w’'-]+){0,2}) (?:isn['’]?t|aren['’]?t|is not|are not) (?:really )?my (?:thing|cup of tea)\b",
    ),
    pattern("dislikes", rf"{I_AM} not (?:a (?:big )?fan of|into|keen on|fond of) {IT}{THING}"),
    pattern(
        "likes",
        rf"\bi(?: really| absolutely| also| just| still| actually| simply|['’]ve always| have always| particularly| especially)* (?:loved?|enjoy|adore|like) {IT}(?:my |the |a good |all )?{THING}",
    ),
    pattern(
        "likes",
        rf"\bi(?:['’]ve| have)? (?:come|grown|learn(?:t|ed)|grew|came) to (?:love|like|enjoy|adore) {IT}{THING}",
    ),
    pattern(
        "likes",
        r"\bin my (?:free|spare) time,? i(?: like to| love to| usually| often| mostly)? (?P<value>[\w’' -]+?(?:(?:, and |, | and )[\w’' -]+?)*)(?=[.;!?()]|$| (?:but|so|because)\b)",
        several=True,
        sentence=True,
    ),
    pattern(
        "likes",
        rf"^{FRONTED},? i (?:(?:really|do|absolutely|quite|also|always) )*(?:like|love|adore|enjoy)(?=$|[.,!;]| (?:a lot|very much|though|but|and)\b)",
    ),
    pattern(
        "dislikes",
        rf"^{FRONTED},? i (?:(?:really|absolutely|just|still) )*(?:hate|detest|loathe|dislike|can['’]?t (?:stand|bear)|don['’]?t (?:like|enjoy))(?=$|[.,!;]| (?:at all|though|but|and)\b)",
        sentence=True,
    ),
    pattern(
        "likes",
        r"^(?P<value>(?!that|this|it|which|what|not)[\w’'-]+(?: [\w’'-]+){0,2}) (?:is|are) (?:totally |really |very much )?my (?:thing|cup of tea|jam|passion)\b",
    ),
    pattern("likes", rf"^(?:love )+{IT}{THING}"),
    pattern("likes", rf"\bmy favou?rite (?:[\w-]+ ){{1,2}}?(?:is|are|has always been|remains) {THING}"),
    pattern(
        "likes",
        rf"{I_AM}(?: really| so| very| totally| also)* (?:a (?:big |huge |massive )?fan of|into|crazy about|mad about|obsessed with|fond of|keen on) {IT}{THING}",
    ),
    pattern(
        "likes", r"\b(?P<value>[\w’'-]+),? i (?:like|love) (?:those|these|them|that) (?:most|best)\b", sentence=True
    ),
)

_INSTRUCTION: Final = re.compile(
    r"^(?:(?:and|so|ok|okay|also|oh|btw|by the way|please|pls|hey|well|one more thing|for (?:the )?(?:future|record))[,: ]+)*"
    r"(?:(?:please )?(?:always|never|do not ever|don['’]?t ever)\b(?! (?:i|we|he|she|they|you|it|been|had|heard|seen|mind|thought|went|met|knew|got|took|made|drove|ate|drank|did|"
    r"learn[et]\w*|a|the|really|quite|in|on|at|to|again|\w+[^e]ed)\b)"
    r"|from now on\b|in (?:the )?future\b[, ]+(?!i\b|we\b)|going forward\b|whenever (?:you|i ask)\b|every time you\b"
    r"|(?:please )?(?:keep|make) (?:your |ur |the |all )*(?:answers?|replies|responses|explanations?|it|messages)\b"
    r"|(?:please )?(?:answer|reply|respond|write|speak|talk)(?: to me)? (?:only |always )?in \w+"
    r"|(?:please )?use (?:metric|imperial|celsius|fahrenheit|british|american|bullet points|emojis?|the \d\d)"
    r"|(?:please )?(?:stop|avoid) (?:using|calling|saying|adding|asking|writing|recommending|suggesting)\b"
    r"|(?:please )?(?:don['’]?t|do not|dont) (?:ever )?(?:use|call|suggest|recommend|add|write|mention|ask(?! ?(?:[.!?]|$))|give me(?! that)|show me|send|start|end|apologi[sz]e)\b"
    r"|(?:so )?please stop \w+ing\b|(?:so )?(?:please )?[a-z]+ (?:[\w’'-]+ ){0,6}?(?:whenever|every time|each time) you\b"
    r"|(?:please )?(?:give|show|send|tell|write)(?: me)? (?:\w+ ){1,6}only(?:,? please)?[.! ]*$"
    r"|remember to (?:always )?\w+|(?:i|i['’]d) (?:always )?(?:want|like|prefer|expect) (?:you|your answers|answers|replies) (?:to|in|short|brief)\b(?! (?:act|help|write|play|be|pretend|imagine)\b)"
    r"|(?:please |pls )?(?:don['’]?t|do not|never|no need to|no more) (?:ever )?(?:tell|ask(?! ?(?:[.!?]|$))|end|call|repeat|lecture|remind|sugarcoat|treat|assume|include|translate|quote|explain|say|put|talk|speak|be|make it|try to|go into|give|sign|address|offer|praise|bother)\b(?= \w)(?! (?:me )?(?:it|that|about|how|what)\b)"
    r"|(?:please |pls )?(?:stop) (?!(?:being|smoking|drinking|working|eating|by|at|in|it|there)\b)\w+ing\b(?! (?:it|that)\b)"
    r"|(?:please |pls )?no (?:more )?[\w\"'“”’,/ -]{2,45}?,? (?:please|pls|thanks|thx|ever|with me|from you|if you please|in (?:your|any(?:thing)?|the (?:answers|replies|text)|what you|my \w+))\b(?!.*(?:\?|\ballerg|\bintoleran))"
    r"|(?:please |pls )?(?:keep (?:it|things)|stay|be) (?:\w+ and )?(?:brief|short|blunt|honest|direct|formal|informal|casual|concise|polite|simple|friendly|quick|nice|serious|gentle|precise|specific)\b"
    r"|(?:please |pls )?(?:explain|describe|tell|teach|write|answer|reply|respond|talk|speak|correct|call|address|remind|quote|use|show|give|format|sign|keep|put|say|spell|round|convert|translate|cite|summari[sz]e|do write)\b[^.!?]{2,70}?(?:\balways\b|\bfrom now on\b|\bin (?:the )?future\b|\bevery time\b|\bfor me from\b|\blike i['’]?m (?:\d+|five|ten|twelve|an? \w+)\b)"
    r"|(?:can|could|will|would) (?:you|u) (?:please )?[^.!?]{2,70}\bfrom now on\b"
    r"|(?:[\w’'-]+ ){1,6}?(?:from now on|going forward)(?:,? (?:please|pls|ok|thanks))?[.! ]*$"
    r"|(?:please |pls )?only (?:remind|tell|ask|give|show|suggest|recommend|use|write|answer|send|message)\b"
    r"|(?:metric|imperial|celsius|fahrenheit|kilometres|miles|english|plain (?:text|words|english)|simple words|short (?:answers|replies|sentences)|bullet points|brief answers|formal|lower ?case)\b[\w ,]{0,40}?\b(?:only|always|please|pls|mind|no \w+)\b"
    r"|(?:please|pls) (?:simple|short|plain|brief|longer|formal|informal|only|no|metric)\b"
    r"|when(?:ever)? (?:you|u) (?:give|write|answer|send|show|list|quote|suggest|explain|talk|reply|use)\b[^.!?]{0,40}?\b(?:use|write|put|keep|make|add|give|include|only|always|never|don['’]?t)\b"
    r"|[\w ,-]{3,50}? (?:please|pls),? (?:in everything|everywhere|every time|at all times|throughout)\b"
    r"|answer me in \w+)|\b(?:please|pls)[, ]+whenever you\b|, always(?:[.! ]*)$|\bfor \w+ (?:\w+ )?(?:use|prefer|take) .*\b(?:never|not|always|instead of)\b"
    r"|\byou (?:should|must|have to|can) always\b|\byou (?:should|must) never\b",
    re.IGNORECASE,
)
INSTRUCTION_ENDS: Final = Screened(
    re.compile(
        r"\byou (?:can|may)\b.*\bagain\b|^(?:ok(?:ay)?,? |now )?you (?:can|may) (?:drop|stop|lose|skip|forget|ditch) the \w+|^(?:ok(?:ay)?,? )?(?:forget|never mind|scrap|drop|ignore) (?:about )?the [\w ]{2,30}? (?:thing|rule|stuff|bit|request)\b|"
        r"^(?:normal|longer|full|proper|regular|usual) [\w ]{3,25}? again\b|\byou (?:don['’]?t|do not) (?:have|need) to\b.*\b(?:any ?more|any longer|now)\b"
        r"|\b(?:forget|ignore|drop|scrap) (?:what i said|that rule|the rule|my (?:earlier )?(?:rule|instruction|request))\b"
        r"|\bno need (?:to|for)\b.*\b(?:any ?more|any longer)\b",
        re.IGNORECASE,
    )
)
_SPEAKER: Final = re.compile(
    r"\b(?:i|i['’]?m|i['’]ve|i['’]d|i['’]ll|ive|im|we|we['’]re|we['’]ve|my|our|mine|ours|me|us|the real me)\b",
    re.IGNORECASE,
)
_SUBJECT: Final = re.compile(
    r"^(?:(?:and|but|so|oh|ok|okay|well|yes|no|yeah|yep|nah|aye|irl|fr|fr tho|ngl|tbh|plus|same|lol|though|tho|actually|also|btw|by the way|ps|anyway|hey|news|update|haha|ha|ah|then|now|still|"
    r"good one|funny thing is|the thing is|just|cheers|thanks|great|right|perfect|in reality|remember|just remember|since [^,]+|"
    r"on [^,]+|in [^,]+|at [^,]+|after [^,]+|before [^,]+|\w+day)[,:!. ]+)*"
    r"(?:i|i['’]?m|i['’]?ve|i['’]d|we|we['’]?re|we['’]?ve|my|our)\b",
    re.IGNORECASE,
)
_NOT_WORTH_KEEPING: Final = re.compile(
    r"\b(?:i['’]?m|i am) (?:an?|the|like|such|all|so|too)\b|\b(?:like|love|hate|want|know) (?:it|that|those|these|this|them)\b"
    r"|\b(?:i|we)(?:['’]m| am|['’]d| would|['’]ll| will| just| really| also| still|['’]re)*(?: |['’]?m )(?:need|want(?:ed)? you|want to know|looking for|"
    r"look for|search|wonder(?:ing)?|think|thought|guess|mean|see\b(?! \w)|know|hope|suppose|believe|feel like|feel|understand|agree|appreciate|"
    r"can|could|should|must|have to|rather|gotta|need to|said|say|ask(?:ed)?|told|tried|try|trying|forgot|forget|doubt|bet|swear|promise|"
    r"sure\b|sorry|glad|happy|afraid|curious|confused|stuck|lost|kidding|joking|fine\b|ok\b|good\b|back\b|ready|done\b|here\b|not sure|"
    r"tired|hungry|bored|busy|late\b|take (?:it|that|this|one)\b|get it|got it|noticed|expected|remember\b|stop\b|start\b|made a|mixed)"
    r"|\b(?:help|let|give|tell|show|send|remind|teach|explain|get|find|make|book|ask) (?:me|us)\b|\bmy (?:question|point|bad|guess|mistake|turn|fault)\b"
    r"|\bcan i\b|\bdo i\b|\bam i\b|\bshall (?:i|we)\b|\blet['’]?s\b",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(
    r"\b(?:my|our) (?:\w+ )?(?:brother|sister|mother(?! tongue)|father|mum|mom|dad|uncle|aunt|auntie|cousin|nephew|niece|grandma|grandmother|grandpa|"
    r"grandfather|gran|granddad|neighbou?r|friend|mate|boss|colleague|coworker|roommate|flatmate|landlord|teacher|doctor|dentist|boss|"
    r"ex|in[- ]laws|mother[- ]in[- ]law|father[- ]in[- ]law|parents|team|client|customer|student|son|daughter|wife|husband|partner|girlfriend|"
    r"boyfriend|kid)(?:['’]?s)?\b(?! (?:and|&) (?:i|me)\b)|^(?:he|she|they|he['’]s|she['’]s|they['’]re|his|her|their)\b"
    r"|^(?:uncle|aunt|auntie|grandma|grandpa|cousin) [A-Z]\w+|\bwho(?:['’]s| is| has| was)\b|^one of (?:my|our|the)\b|^the \w+ (?:has|is|was|are)\b",
    re.IGNORECASE,
)

ENGLISH: Final = Language(
    patterns=_PATTERNS + CHAT,
    speaker=_SPEAKER,
    subject=_SUBJECT,
    others=_OTHERS,
    unimportant=_NOT_WORTH_KEEPING,
    instruction=_INSTRUCTION,
    occurs=re.compile("[a-z]", re.IGNORECASE),
)

"""Who somebody is: names, how to address them, age, birthday."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.languages.english.chat_words import I_M
from holdfast.providers.facts.languages.english.words import DAY, I_AM, JOB, NOW
from holdfast.providers.facts.patterns import NAME, PROPER, Pattern, pattern

WRITTEN: Final[tuple[Pattern, ...]] = (
    pattern("name", rf"\bmy (?:full |first |real )?name(?:['’]?s| is) (?P<value>{NAME}(?: {PROPER}){{0,2}})"),
    pattern(
        "name",
        r"^(?:(?:hi|hello|hey|hiya|morning|evening|good \w+|yo|greetings|"
        rf"nice to meet you)[ ,!.]*)*{I_AM} (?P<value>{PROPER}(?: {PROPER})?)(?=$|[.!,]| (?:and|here|"
        r"by the way|but (?:everyone|everybody|friends|people|all|my))\b)",
    ),
    pattern(
        "name", rf"^(?:(?:hi|hello|hey|hiya|yo|morning|evening|good \w+)[ ,!.]*)*(?P<value>{PROPER}) here(?=$|[.,!:])"
    ),
    pattern("name", rf"\b(?P<value>{PROPER})(?:['’]s| is) (?:my name|the name)\b"),
    pattern("name", rf"^(?P<value>{PROPER}(?: {PROPER})?)(?<!['’]s) (?:speaking|again)(?=$|[.,!:])"),
    pattern(
        "name",
        rf"^(?P<value>{PROPER}(?: {PROPER})?), [1-9]\d(?:, (?:from|based in|living in|"
        rf"in) {PROPER}(?: {PROPER})?)?[.!]?$",
        sentence=True,
    ),
    pattern(
        "age",
        rf"^{PROPER}(?: {PROPER})?, (?P<value>[1-9]\d)(?:, (?:from|based in|living in|"
        rf"in) {PROPER}(?: {PROPER})?)?[.!]?$",
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
        rf"^(?:(?:hi|hello|hey|hiya|yo|sup|heya)[ ,!.]*)+{I_AM} (?P<value>"
        rf"(?!{JOB.replace('?P<value>', '?:')})[a-z]{{3,15}})(?=,? (?:[1-9]\d\b|from\b|based\b|"
        rf"(?:and )?i (?:live|work)\b|(?:an? )?{JOB.replace('?P<value>', '?:')}\b))",
        sentence=True,
    ),
    pattern("name", rf"^{I_AM} (?P<value>{PROPER}) by name\b"),
    pattern(
        "name",
        r"^(?:(?:hi|hello|hey|hiya|yo|morning|evening)[ ,!.]+)+(?P<value>(?!(?:me|new|over|in|out|up|still|"
        r"back|all|we|not)\b)[a-z]{2,12}) here(?=$|[,.!])",
        sentence=True,
    ),
    pattern(
        "age",
        r"\ban? (?:widow(?:er)?|man|woman|lady|lad|bloke|girl|boy|grandmother|grandfather|pensioner|"
        r"teenager) of (?P<value>[1-9]\d)\b",
    ),
    pattern(
        "form_of_address",
        r"\b(?:everyone|everybody|people|friends|most people|they all)(?: just| now)? (?:says?|"
        rf"calls? me) (?P<value>{PROPER})(?: now)?(?=$|[,.!;])",
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
        "name",
        r"\b(?:i['’]?ve |i['’]?m |i )(?:going|decided to go|started going|started to go|have gone|['’]ve gone|now go|"
        r"go(?= by [\w’'-]+ now\b)|"
        rf"am going) by (?P<value>{PROPER}) (?:here|now|these days|nowadays|instead|from now on|since)\b",
        lasting=True,
    ),
    pattern(
        "form_of_address",
        r"\b(?:(?:please |just |you can |everyone |friends |people )+)?call(?:s)? me (?:just |"
        r"simply )?(?P<value>(?!just\b|simply\b|(?:if|when|back|at|on|later|crazy|an?|the|old|in|by|after|"
        r"before|tomorrow|today|tonight|"
        r"again|maybe|sometime|whenever|what|whatever|anything|every|next|this|as)\b)(?:(?:dr|mr|mrs|"
        rf"ms)\.? )?{NAME})",
    ),
    pattern(
        "form_of_address",
        r"\b(?:address me as|i go by|i prefer to be called|i['’]d rather be called|"
        rf"^just) (?P<value>(?:(?:dr|mr|mrs|ms|prof)\.? |(?:doctor|professor|captain) )?{PROPER})(?=$|[.!,]|"
        r" (?:please|is fine|these days|now)\b)",
    ),
    pattern(
        "age",
        rf"{I_AM}{NOW} (?P<value>\d{{1,2}}|1[01]\d)(?=$|[,.!;)]| (?:and|years? old|yo\b|now|so|but|"
        r"with)\b)(?! ?(?:kg|km|%|cm|min|minutes|hours|pounds))",
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
)

CHAT: Final[tuple[Pattern, ...]] = (
    pattern("name", rf"(?:^|\b(?:my|the) )name['’]?s (?P<value>{NAME})(?=$|[,.!]| (?:btw|by the way|and|but|if)\b)"),
    pattern("name", rf"^(?:it['’]?s |this is )?(?P<value>{PROPER}),? (?:btw|by the way|if you['’]?re|if ur|if u)\b"),
    pattern(
        "name", rf"^(?:(?:btw|by the way|and|oh|ps)[, ]+)+it['’]?s (?P<value>{PROPER})(?=$|[,.!])(?! (?:and|time))"
    ),
    pattern(
        "name",
        r"^(?P<value>(?!(?:not|this|that|me|just|also|but|and|so|oh|ok|free|here|what|"
        rf"ps)\b){NAME}),? (?:btw|by the way)(?=,? (?:with|not|she|he|they)\b|$|[,.!])",
        sentence=True,
    ),
    pattern(
        "name",
        rf"^(?P<value>{NAME}) if (?:ur|you['’]?re|u|you) (?:sav|keep|want a name|need (?:it|a name|my name|"
        r"to know)|writ|ask)",
        sentence=True,
    ),
    pattern(
        "name",
        rf"^(?:sign(?: it| off)?(?: as)?|put|write|say) (?P<value>{PROPER}(?: {PROPER}){{0,2}})(?: on (?:the|"
        r"it|that)\b.*)?(?=$|[.!])",
    ),
    pattern("name", rf"^(?P<value>{NAME}) is the name\b"),
    pattern(
        "name",
        r"^(?:(?:hi|hello|hey|hiya|yo|heya|u up\?)[ ,!.]*)*i['’]?m (?P<value>(?!(?:a|an|the|so|not|in|on|at|"
        r"back|here|still|just|very|really|too|fine|ok|good|sorry|sure|now|also|using|trying|looking|going|"
        r"having|getting|planning)\b)[a-z]{2,12}) (?=(?:n|and|&) i['’]?m [1-9]\d\b)",
        sentence=True,
    ),
    pattern("name", rf"^{I_M} (?P<value>{PROPER}) (?=with (?:an?|the|two|one) |spel[lt])"),
    pattern("name", rf"^{I_M} (?P<value>{PROPER} {PROPER})(?=$|[,.!]| (?:from|at|and|for)\b)"),
    pattern(
        "form_of_address",
        r"\b(?:everyone|everybody|people|friends|most people|they all)(?: here| there| at work| at home|"
        rf" just| now)*(?: says?| calls? me| uses?| knows? me as) (?P<value>{PROPER})\b",
    ),
    pattern(
        "form_of_address",
        rf"{I_M} (?:just )?(?P<value>{NAME}) to (?:everyone|everybody|most people|friends|my friends|"
        r"my mates|mates|all)\b",
    ),
    pattern(
        "form_of_address",
        r"^(?:just )?(?P<value>(?!(?:\w+day|\w*uary|tomorrow|today|that|this|either|any|anything|both|no|"
        rf"yes|thanks|one|it|noon)\b){PROPER}) (?:will do|is fine|please)\b(?=[,.!]|$|,? dear)",
    ),
    pattern(
        "form_of_address",
        rf"\b(?:don['’]?t|no longer) (?:go by|answer to|use) {NAME}(?: no more| any ?more|"
        rf" any longer)?,? (?:it['’]?s|i['’]?m|just|call me) (?P<value>{PROPER})\b",
        sentence=True,
    ),
    pattern(
        "form_of_address", rf"\bcall me (?P<value>{PROPER})\b(?=,? (?:though|instead|please|now|everyone)\b|$|[.,!])"
    ),
    pattern(
        "age",
        rf"{I_M}(?: now| still| only)? (?P<value>[1-9]\d)(?= (?:not|n|and|now|today|so|btw|&)\b|$|"
        r"[,.!;])(?!(?: and| n)? (?:kg|km|cm|min))",
    ),
    pattern("age", r"^(?P<value>[1-9]\d) years? (?:young|old)\b"),
    pattern(
        "age",
        r"\b(?:i )?(?:just |finally )?turned (?P<value>[1-9]\d)(?= (?:last|this|on|in|today|yesterday|two|"
        r"a few|btw|the other)\b|$|[,.!])",
        lasting=True,
    ),
    pattern("birthday", rf"\bmy (?:birthday|bday|b-day)(?:['’]?s| is)(?: on)? (?:the )?{DAY}", lasting=True),
    pattern("birthday", rf"\bborn (?:on )?(?:the )?{DAY}", lasting=True),
    pattern(
        "name",
        r"^(?:(?:hi|hello|hey|hello there|hi there|good \w+|morning|evening)[ ,!.]*)*(?P<value>(?!(?:i|"
        r"i['’]\w+|im|we|we['’]\w+|my|our|the|this|that|dear|no|yes|so|and|"
        rf"but)\b){PROPER} {PROPER}), (?:and )?(?:i|i['’]\w+|my)\b",
        sentence=True,
    ),
    pattern(
        "age",
        r"\b(?:i['’]?m|i am) an? (?:mere|young|youthful|ripe old|sprightly|tender|proud|fit) (?P<value>[1-9]\d)\b",
    ),
)
"""The same as people write it in chats: in small letters, things named beside each other, reasons given by their effect."""

"""Languages that people speak, what they like and what they do not."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.languages.english.chat_words import ALL_LANGUAGES, PIECE_OF
from holdfast.providers.facts.languages.english.words import FRONTED, I_AM, IT, LANGUAGES, STOP, THING, TONGUES
from holdfast.providers.facts.patterns import Pattern, pattern

WRITTEN: Final[tuple[Pattern, ...]] = (
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
    pattern(
        "language",
        rf"{I_AM} (?:fluent in|bilingual in|a native speaker of|(?:\w+ )?(?:learning|studying)) {LANGUAGES}",
        several=True,
    ),
    pattern("language", rf"\bi(?:['’]ve)? (?:learn|started learning|began learning|took up) {LANGUAGES}", several=True),
    pattern(
        "dislikes",
        r"\bi(?: really| just| absolutely| honestly| also)* (?:don['’]?t|do not|never) (?:really )?(?:like|"
        rf"enjoy) {IT}(?!at all\b)(?:the )?(?P<value>[\w’'-]+(?: [\w’'-]+){{0,3}}?){STOP}",
    ),
    pattern(
        "dislikes",
        rf"\b(?:i )?(?:really |just |absolutely )*(?:can['’]?t|cannot|cant) (?:stand|bear) {IT}(?:the )?{THING}",
    ),
    pattern(
        "dislikes",
        r"\bi(?: really| absolutely| truly| just)* (?:hate|detest|loathe|despise|"
        rf"dislike) {IT}(?!the (?:texture|taste|smell|feel|sound|look|"
        rf"stuff)(?: of)?\b(?! of))(?:the )?{THING}",
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
        r"^(?P<value>(?!that|this|it|which|what)[\w’'-]+(?: [\w’'-]+){0,2}) (?:isn['’]?t|aren['’]?t|is not|"
        r"are not) (?:really )?my (?:thing|cup of tea)\b",
    ),
    pattern("dislikes", rf"{I_AM} not (?:a (?:big )?fan of|into|keen on|fond of) {IT}{THING}"),
    pattern(
        "likes",
        r"\bi(?: really| absolutely| also| just| still| actually| simply|['’]ve always| have always|"
        rf" particularly| especially)* (?:loved?|enjoy|adore|like) {IT}(?:my |the |a good |all )?{THING}",
    ),
    pattern(
        "likes",
        rf"\bi(?:['’]ve| have)? (?:come|grown|learn(?:t|ed)|grew|came) to (?:love|like|enjoy|adore) {IT}{THING}",
    ),
    pattern(
        "likes",
        r"\bin my (?:free|spare) time,? i(?: like to| love to| usually| often|"
        r" mostly)? (?P<value>[\w’' -]+?(?:(?:, and |, | and )[\w’' -]+?)*)(?=[.;!?()]|$| (?:but|so|"
        r"because)\b)",
        several=True,
        sentence=True,
    ),
    pattern(
        "likes",
        rf"^{FRONTED},? i (?:(?:really|do|absolutely|quite|also|always) )*(?:like|love|adore|enjoy)(?=$|"
        r"[.,!;]| (?:a lot|very much|though|but|and)\b)",
    ),
    pattern(
        "dislikes",
        rf"^{FRONTED},? i (?:(?:really|absolutely|just|still) )*(?:hate|detest|loathe|dislike|"
        r"can['’]?t (?:stand|bear)|don['’]?t (?:like|enjoy))(?=$|[.,!;]| (?:at all|though|but|and)\b)",
        sentence=True,
    ),
    pattern(
        "likes",
        r"^(?P<value>(?!that|this|it|which|what|not)[\w’'-]+(?: [\w’'-]+){0,2}) (?:is|are) (?:totally |"
        r"really |very much )?my (?:thing|cup of tea|jam|passion)\b",
    ),
    pattern("likes", rf"^(?:love )+{IT}{THING}"),
    pattern("likes", rf"\bmy favou?rite (?:[\w-]+ ){{1,2}}?(?:is|are|has always been|remains) {THING}"),
    pattern(
        "likes",
        rf"{I_AM}(?: really| so| very| totally| also)* (?:a (?:big |huge |massive )?fan of|into|crazy about|"
        rf"mad about|obsessed with|fond of|keen on) {IT}{THING}",
    ),
    pattern(
        "likes", r"\b(?P<value>[\w’'-]+),? i (?:like|love) (?:those|these|them|that) (?:most|best)\b", sentence=True
    ),
)

CHAT: Final[tuple[Pattern, ...]] = (
    pattern(
        "language",
        rf"\bspeak (?P<value>{PIECE_OF}{ALL_LANGUAGES}(?: obvs| obviously)?(?:(?:,? and |, | n |"
        rf" & ){PIECE_OF}{ALL_LANGUAGES})*)\b",
        several=True,
    ),
    pattern(
        "dislikes",
        r"\b(?:no|nothing with|without|skip|not) (?:any |the )?(?P<value>[\w’'-]+(?: (?!hate\b|i\b|"
        r"can)[\w’'-]+)?)[,;.]? (?:i )?(?:hate|loathe|detest|can['’]?t stand) (?:the (?:texture|taste|smell|"
        r"stuff)|it|them)\b",
        sentence=True,
    ),
    pattern(
        "dislikes",
        r"\b(?:i )?(?:find|finds|found) (?:the )?(?P<value>(?!(?:it|that|this|him|her|them|"
        r"myself)\b)[\w’'-]+(?: [\w’'-]+)?) (?:\w+ )?(?:vile|disgusting|gross|revolting|horrible|repulsive|"
        r"awful|boring|foul|nauseating)\b",
    ),
    pattern(
        "dislikes",
        r"^(?:i['’]?m )?not (?:\w+ )?(?:keen on|into|a fan of|fond of) (?P<value>(?!(?:it|that|"
        r"this)\b)[\w’'-]+(?: (?!me\b|at\b)[\w’'-]+)?)(?=$|[,.!;]| (?:me|at all|though|tho)\b)",
    ),
    pattern(
        "dislikes",
        r"\b(?:i['’]?m |i am )(?:\w+ )?(?:scared|afraid|terrified) of (?P<value>(?!(?:the|my|losing|failing|"
        r"being|it|that|heights|missing|getting|what)\b)[\w’'-]+)(?=$|[,.!;])",
    ),
)
"""The same as people write it in chats: in small letters, things named beside each other, reasons given by their effect."""

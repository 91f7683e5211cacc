"""When somebody was born, and what somebody likes by now, as it is plainly said in languages other than English."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.patterns import NAME, PROPER, Pattern, pattern
from holdfast.providers.facts.turned_back import DAY

_BORN: Final = rf"(?P<value>{DAY})"
_END: Final = r"(?=$|[,.;!?)]| (?:und|aber|denn|weil|seit|et|mais|y|pero|porque|e|ma|mas|en|maar|want|omdat)\b)"
_GERMAN_LATELY: Final = (
    r"(?:jetzt|nun|inzwischen|mittlerweile|heute|richtig|total|sehr|voll|echt|doch|gern|gerne|auf einmal|plötzlich)"
)


def _turned(form: str) -> tuple[Pattern, ...]:
    """Patterns by which somebody likes what they may have disliked before."""
    return (pattern("dislikes", form, ends=True, lasting=True), pattern("likes", form, lasting=True))


GERMAN: Final[tuple[Pattern, ...]] = (
    pattern(
        "birthday",
        rf"^(?:ich )?(?:bin |wurde )?(?:ich )?geboren (?:bin ich |wurde ich )?(?:am|den) {_BORN}",
        lasting=True,
    ),
    pattern(
        "birthday",
        rf"\b(?:mein geburtstag(?: ist)?(?: am| der|:)?|mein geburtsdatum(?: ist)?(?: der|:)?) {_BORN}",
        lasting=True,
    ),
    pattern("birthday", rf"\bich (?:habe|hab) (?:immer )?am {_BORN}(?: immer)? geburtstag\b", lasting=True),
    *_turned(
        rf"^(?:und |aber |stell dir vor, )?(?:den |die |das )?(?P<value>{PROPER}) (?:mag|liebe|esse|trinke) ich"
        rf"(?: {_GERMAN_LATELY})+{_END}(?<!esse ich jetzt)(?<!trinke ich jetzt)"
    ),
)
DUTCH: Final[tuple[Pattern, ...]] = (
    pattern("birthday", rf"\b(?:ik ben|ben|ik werd) geboren op {_BORN}", lasting=True),
    *_turned(
        rf"^(?:en |maar )?(?P<value>{NAME}) vind ik (?:(?:nu|tegenwoordig|inmiddels|echt|heel|toch|wel) )*"
        rf"(?:heerlijk|lekker|geweldig|fantastisch|zalig){_END}"
    ),
    *_turned(
        rf"\bik vind (?P<value>{NAME})(?: (?:nu|tegenwoordig|inmiddels|echt|heel|toch|wel))* "
        rf"(?:heerlijk|geweldig|fantastisch|zalig){_END}"
    ),
)
ROMANCE: Final[tuple[Pattern, ...]] = (
    pattern("birthday", rf"\bje suis née? le {_BORN}", lasting=True),
    pattern("birthday", rf"\bmon anniversaire,? (?:c['’]est |est |: ?|tombe )?le {_BORN}", lasting=True),
    pattern("birthday", rf"\b(?:nací|he nacido) el (?:día )?{_BORN}", lasting=True),
    pattern("birthday", rf"\b(?:mi cumpleaños|mi cumple)(?: es|:)? (?:el )?(?:día )?{_BORN}", lasting=True),
    pattern("birthday", rf"\b(?:cumplo(?: años)?|hago años) el (?:día )?{_BORN}", lasting=True),
    pattern("birthday", rf"\bsono nat[oa] (?:il |l['’]){_BORN}", lasting=True),
    pattern("birthday", rf"\bil mio compleanno(?: è|:)? (?:il |l['’]){_BORN}", lasting=True, own=True),
    pattern("birthday", rf"\bcompio gli anni (?:il |l['’]){_BORN}", lasting=True),
    pattern("birthday", rf"\bnasci (?:a|em|no dia|dia) {_BORN}", lasting=True),
    pattern(
        "birthday",
        rf"\b(?:meu aniversário|os meus anos)(?: é| são|:)? (?:a |em |no |o )?(?:dia )?{_BORN}",
        lasting=True,
    ),
    pattern("birthday", rf"\bfaço anos (?:a|em|no dia|dia) {_BORN}", lasting=True),
    *_turned(
        r"^(?:(?:e|ma|invece|maintenant|mais|et|pero|y|mas|anzi) )?(?:adesso|ora|ormai|agora|ahora|maintenant)(?: però| invece| pero|,)? "
        rf"(?:li |lo |la |le )?(?:adoro|amo|mi piac(?:e|ciono)|me encantan?|me gustan?|j['’]adore|j['’]aime)(?: molto| tanto| mucho| bien)? "
        rf"(?:il |la |lo |i |gli |le |l['’]|el |los |las |o |a |os |as |les )?(?P<value>{NAME}){_END}",
    ),
)
_DATE: Final = r"(?P<value>(?:[0-9一二三四五六七八九十]{1,3})月(?:[0-9一二三四五六七八九十]{1,3})[日号號])"
_DISH: Final = r"(?P<value>[\u3040-\u30ff\u4e00-\u9fffー]{1,8}?)"
EAST_ASIAN: Final[tuple[Pattern, ...]] = (
    pattern("birthday", rf"(?:我的?生日(?:是|在)?|我(?:是)?)(?:农历)?{_DATE}(?:出?生的?|$|[，。！,!])", lasting=True),
    pattern("birthday", rf"(?:私の)?誕生日は(?:\d{{4}}年)?{_DATE}", lasting=True),
    pattern("birthday", rf"^(?:私は)?(?:\d{{4}}年)?{_DATE}生まれ", lasting=True),
    *_turned(
        r"^(?:我)?(?:现在|最近|居然|竟然|开始|反而|倒是|也|很|变得|慢慢|渐渐|越来越)*(?:喜欢|爱)(?:上|吃|喝)*"
        r"(?P<value>(?!你|他|她|它|这|那)[\u4e00-\u9fff]{1,6}?)了(?=$|[，。！,!])"
    ),
    *_turned(rf"(?:^|[、。])(?:今は|最近は?|やっと)?{_DISH}が(?:大)?好きになりました"),
)

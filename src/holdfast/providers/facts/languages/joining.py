"""For whom people work by now, told by how they came there: hired, poached, gone over, signed, in seven languages."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.patterns import PROPER, Pattern, pattern

_NO_FIRM: Final = (
    r"(?!(?:android|ios|iphone|apple music|mac|macos|windows|linux|spotify|netflix|whatsapp|telegram|signal|zumba|yoga|"
    r"pilates|python|rust|java|english|spanish|french|german|plan b|team|gmail|chrome|firefox|he|she|they|it|we|you|who|"
    r"mum|dad|mom|nan|god|someone|somebody|nobody|nobody|this|that|what|everyone)\b)"
)
_ORG: Final = rf"(?P<value>{_NO_FIRM}{PROPER}(?: (?:{PROPER}|&)){{0,2}})"
_I: Final = (
    r"(?:^|[,;.!?] ?|\b(?:and|so|but|then|cos|since) )(?:(?:and|so|but|then|oh|btw|update|news|yes|yeah|now|just|"
    r"guess what|good news|big news|finally|well|also|recently)\b[,:.! ]*)*"
    r"(?:(?:i|we)(?:['’]?ve|['’]?m|['’]?d| have| had| am| was)? ?)?(?:(?:just|now|been|got|getting|was|recently|finally|"
    r"since|also|then|actually|even) )*"
)
_THEN: Final = (
    r"(?=$|[,.;!)]| (?:as|in|last|this|since|now|and|on|so|from|for (?:more|better|double|twice)|today|yesterday|"
    r"these|instead|lol|haha|after|because|cos|back|full|part|a|two|three|at the|"
    r"at (?:easter|christmas|new year|last)|over (?:the )?(?:summer|winter|easter|christmas)|before|late|early)\b)"
)

ENGLISH: Final[tuple[Pattern, ...]] = (
    pattern(
        "employer",
        rf"{_I}(?:poached|hired|headhunted|recruited|snapped up|taken on|picked up|scooped up|employed|rehired|"
        rf"snaffled|nabbed|contracted|retained|offered a job) by (?:the )?{_ORG}{_THEN}",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"{_I}(?:signed(?: up| on)? (?:with|for)|onboarded (?:at|with)|clock(?:ed|ing) in at|"
        rf"(?:jumped|moved|gone|went|crossed|switched|came|hopped|transferred|shifted) (?:over|across|ship|sides) to|"
        rf"transferred to|defected to|throwing my lot in with|cast(?:ing)? my lot with|thrown in with) (?:the )?{_ORG}"
        rf"{_THEN}(?!.*\b(?:provider|broadband|contract|tariff|sim|gym|energy|insurance|bank|mortgage|lunch|"
        r"dinner|a bit|chat)\b)",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"^(?:(?:and|so|oh|btw|update|news)\b[,:.! ]*)*(?:my |got a |a )?new (?:job|employer|gig|company|firm|workplace)"
        rf"(?:['’]s| is|:|,| -| –| at| with)* (?:with |at )?{_ORG}(?=$|[.!,])",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"(?:^|[,;.!?] ?|\band )(?:so |now |but )*{_ORG} (?:is|are) my (?:new )?(?:employers?|bosses|company|workplace)\b"
        r"(?: now)?",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"(?:^|[,;.!?] ?|\band )(?:so |now |but )*{_ORG} (?:pays?|signs?) my (?:wages?|bills|salary|rent|pay ?che(?:ck|que)s?)"
        r"(?: now| these days| nowadays)?\b",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:switched|changed|swapped|new) jobs?,? (?:so )?(?:i['’]?m )?(?:now )?(?:at|with) (?:the )?{_ORG}{_THEN}",
        sentence=True,
        lasting=True,
    ),
    pattern("employer", rf"{_I}on {_ORG}['’]s? (?:books|payroll)(?: now| these days)?\b", lasting=True),
    pattern(
        "employer",
        rf"(?:^|[,;.!?] ?|\b(?:and|so|but|then|since) )(?:so |now |then |and )*{_ORG} (?:(?:has|have|just|then|finally) )*"
        r"(?:taken|took|brought) me (?:on|in|onboard|on board)(?=$|[,.;!]| (?:as|in|last|full|part|and|after|since|now|on)\b)",
        lasting=True,
    ),
    pattern(
        "home",
        r"\bfrom (?:the )?[\w ]{2,20}? (?:i|we)(?:['’]?ll| will|['’]?m| am|['’]?re| are) (?:be )?(?:living|live|based|"
        rf"settled|residing) in (?P<value>{PROPER}(?:[ -]{PROPER})*)",
        lasting=True,
    ),
    pattern(
        "home",
        rf"{_I}(?:flitted|decamped|upped sticks|shifted|migrated|resettled|absconded|emigrated) to "
        rf"(?P<value>{PROPER}(?:[ -]{PROPER})*){_THEN}",
        lasting=True,
    ),
    pattern(
        "home",
        rf"{_I}(?:moved|relocated|shifted|uprooted) (?:the |my |our )?(?:whole |entire )?(?:family|household|lot of us|kids|"
        rf"life|lives) (?:over |up |down |out )?to (?P<value>{PROPER}(?:[ -]{PROPER})*){_THEN}",
        lasting=True,
    ),
    pattern(
        "partner",
        rf"{_I}(?:going out|dating|seeing|living|moved in)(?: with)? (?:an?|this|some) (?:\w+ )?(?:lad|girl|guy|bloke|lass|"
        rf"fella|woman|man) (?:called|named) (?P<value>{PROPER}){_THEN}",
        lasting=True,
    ),
    pattern("home", rf"^(?P<value>{PROPER}(?:[ -]{PROPER})*)(?:['’]s| is) (?:my|our) new home\b", lasting=True),
    pattern(
        "partner",
        rf"\b(?:met|found|seeing|dating) (?:someone|somebody)(?: new| else)?,? (?:called |named )?(?P<value>{PROPER}),? "
        r"(?:he|she|they)['’]?(?:s|re| is| are) my (?:girlfriend|boyfriend|partner|wife|husband|other half|fianc[ée]e?)",
        sentence=True,
        lasting=True,
    ),
)

GERMAN: Final[tuple[Pattern, ...]] = (
    pattern(
        "employer",
        rf"\b(?:von|durch) (?:der |dem )?{_ORG} (?:\w+ )?(?:abgeworben|eingestellt|angestellt|übernommen|angeheuert|"
        r"angeworben)\b",
        lasting=True,
    ),
    pattern(
        "employer", rf"\b{_ORG} hat mich (?:\w+ ){{0,2}}?(?:angestellt|angeheuert|geholt|angeworben)\b", lasting=True
    ),
    pattern(
        "job",
        r"\bbin (?:ich )?(?:jetzt|nun|inzwischen|mittlerweile|seit \w+) (?P<value>(?!veg|raucher|mutter|vater|single|fan\b|"
        r"münchner|berliner|hamburger)(?-i:[A-ZÄÖÜ])\w{3,}(?:in|er|ist|mann|frau|ent|är|or|eur))(?=$|[,.!]| (?:bei|in|und)\b)",
        lasting=True,
    ),
)

DUTCH: Final[tuple[Pattern, ...]] = (
    pattern(
        "employer",
        rf"\b(?:overgestapt|overgegaan|overgelopen|gewisseld) naar (?:de |het )?{_ORG}(?=$|[,.!;]| (?:als|en|in|sinds)\b)",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:aangenomen|ingehuurd|weggekocht|weggeplukt|binnen) (?:bij|door) (?:de |het )?{_ORG}",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b{_ORG} (?:heeft|hebben|nam|hat) (?:me|mij) (?:\w+ )?(?:aangenomen|ingehuurd|weggekocht|overgenomen|aan)\b",
        lasting=True,
    ),
)

ROMANCE: Final[tuple[Pattern, ...]] = (
    pattern(
        "job",
        r"\bje suis (?P<value>prof(?:esseure?)?(?: (?:de |d['’])[^\W\d_]+)?)(?= maintenant\b|$|[,.!])",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b{_ORG} m['’]a (?:\w+ )?(?:embauchée?|engagée?|recrutée?|débauchée?|prise?|recasée?)\b",
        lasting=True,
    ),
    pattern("job", r"\bje me suis (?:reconvertie?|recyclée?) (?:en|comme) (?P<value>[^\W\d_]+)", lasting=True),
    pattern(
        "employer",
        r"\bme (?:he )?(?:pas[ée]|pasado|cambi[ée]|cambiado) (?:a|para) (?:la |el )?"
        rf"{_ORG}(?=$|[,.;!]| (?:en|hace|de|el|este|y|como)\b)",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\bme (?:ha |han |acaba de )?(?:fich|contrat|cogi|cog|emple)(?:ó|ado|aron|ar|ido|er|ieron) (?:en |la |el |por )?{_ORG}",
        lasting=True,
    ),
    pattern("employer", rf"\b{_ORG} me (?:ha )?(?:fichó|contrató|fichado|contratado)\b", lasting=True),
    pattern(
        "employer",
        rf"\b{_ORG} (?:me (?:contratou|chamou|empregou|recrutou)|contratou-me|recrutou-me)\b",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:passei(?:-me)? (?:para|pra|pro) (?:a |o )?|mudei(?:-me)? (?:para|pra) a |troquei para a ){_ORG}"
        r"(?=$|[,.;!]| (?:em|há|no|na|e|como)\b)",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:sono|son) passat[oa] (?:a|in|con) {_ORG}(?=$|[,.;!]| (?:a|in|da|e|come|questo|lo)\b)",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\bmi (?:ha|hanno) (?:assunt|pres|chiamat|reclutat)[oaie] (?:alla |in |da |la )?{_ORG}",
        lasting=True,
    ),
)

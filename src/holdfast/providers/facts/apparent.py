"""Words that sound like an end and are none: "he's dead on his feet", "Rex killed a mouse", "parti chercher le pain".

Rules that hear an end look at a verb and at what is beside it.  What follows tells whether it is a figure of speech,
an errand, an event of one day, or something that somebody does to something else.
"""

from __future__ import annotations

import re
from typing import Final

from holdfast.providers.facts.screening import Qualifier

_BEINGS: Final = frozenset({"partner", "pets", "children"})
_OF_PLACES: Final = frozenset({"employer", "home", "job"})


_FIGURE: Final = Qualifier(
    r"\bdead (?:on (?:his|her|their|its|my|our) feet|tired|beat|funny|good|nice|cute|right|wrong|set|sure|certain|"
    r"serious|easy|hard|keen|chuffed|pleased|asleep|straight|slow|weird|cool|proud|happy|cheap|quiet|jealous|"
    r"to the world|on time|against|ringer|sweet|handy|clever|posh|early|late\b|into)\b"
    r"|\b(?:die[ds]?|dying|dead) (?:of|from|with|laughing)(?: the)? ?(?:laugh\w*|boredom|embarrassment|shame|hunger|"
    r"curiosity|excitement|thirst|cold|cringe|envy|jealousy)?(?=$|[,;.!?]| (?:when|at|because|after|over|tonight))"
    r"|\bdied (?:laughing|inside|a little|on me when)\b|\bdying to\b|\bto die for\b"
    r"|\b(?:kill(?:s|ed|ing)|slays?|slayed|crushe[ds]) it\b|\blost (?:it|the plot|his (?:mind|cool|temper|rag|voice|marbles)|"
    r"her (?:mind|cool|temper|rag|voice|marbles)|count|track|weight|my (?:mind|cool|temper|voice|marbles))\b"
    r"|\b(?:i|we) (?:nearly|almost|dreamt|dreamed)\b|\bj['’]ai failli\b|\bhätte (?:ich |wir )?(?:fast|beinahe)\b"
    r"|\bover the moon\b|\bgone (?:mad|crazy|bananas|nuts|quiet|red|bright|viral|grey|gray|bald|deaf)\b"
    r"|\b(?:fix und fertig|tot ?(?:müde|gelacht|lachen)|todmüde|hundemüde|halb ?tot|(?:tot|gestorben) vor|"
    r"(?:lacht|lachte) sich (?:tot|weg)|(?:hin und )?weg von|ganz hin und weg|völlig weg)\b"
    r"|\b(?:dood(?:moe|op|eng)|halfdood|bekaf|dood van|in de war|dol op)\b"
    r"|\bmort(?:e|s|es)? (?:de|d['’]) ?(?:rire|faim|fatigue|soif|froid|peur|trouille|honte|chaud|ennui|inquiétude)\b"
    r"|\b(?:muert[oa]s?|muere|murió|moría|muriendo|muero) de (?:hambre|risa|sueño|sed|frío|miedo|calor|vergüenza|"
    r"cansancio|ganas|envidia|aburrimiento|pena|la risa)\b"
    r"|\bmort[oaie] (?:di|dal) (?:sonno|fame|sete|freddo|paura|stanchezza|ridere|noia|caldo|vergogna|invidia)\b"
    r"|\b(?:mort[oa]s?|morre|morreu|morrendo|morri) de (?:fome|sono|sede|frio|medo|cansaço|vergonha|rir|calor|tédio|"
    r"saudades?|inveja)\b",
    re.IGNORECASE,
)
"""What is said of somebody who is tired, glad or amused."""

_AWAY: Final = Qualifier(
    r"\b(?:gone|went|left|nipped|popped|ran|run|out|away|off|is|was|goes|go)(?: out| off| over| down| up| back|"
    r" straight| home)* (?:to (?:get|fetch|buy|pick|see|grab|work|bed|sleep(?! for)|visit|meet|walk|play|watch|collect|"
    r"help|train|school|hospital|his|her|their|mass|church|the (?:shops?|gym|pub|toilet|loo|bank|doctor\w*|dentist\w*|"
    r"office|bathroom|kitchen|garden|match|market|vet\w*|groomer\w*|hairdresser\w*|barber\w*|airport|station|beach|"
    r"cinema|park|library|post office|supermarket|football|meeting|tip|seaside))\b"
    r"|for (?:milk|bread|work|lunch|dinner|drinks|groceries|petrol|chips|(?:a|an|the|his|her|their|some)(?: \w+)? ?"
    r"(?:walk|run|swim|drive|ride|week|weekend|day|night|while|minute|wee|meeting|conference|trip|course|check-?up|"
    r"nap|drink|pint|coffee|smoke|haircut|interview|shop|shift|match|game|hols|holidays?|air))\b"
    r"|on (?:(?:a|his|her|the) )?(?:holiday|business|course|trip|walk|run|tour|mission|leave|retreat|errand|shift|bike)\b"
    r"|shopping|fishing|running|jogging|hunting|camping|skiing|upstairs|downstairs|outside|ahead|early|late\b|"
    r"with (?:the (?:kids|boys|girls|lads|car|bike|dog)|(?:my|his|her|the|a) (?:socks?|shoes?|slippers?|ball|bone|"
    r"toast|sandwich|dinner|sausages?|toy|keys|phone|hat|glove)))"
    r"|\b(?:found|find) (?:him|her|it|them)(?! (?:dead|an?|another|gone|lifeless)\b)|\b(?:turned|turns) up\b"
    r"|\b(?:brought|bring|brings) (?:it|him|her|them) (?:straight |right )?back\b|\bback (?:by|at|soon|tomorrow|tonight|"
    r"later|for (?:tea|dinner|lunch)|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|in (?:a|an|five|ten|two) \w+)\b"
    r"|\b(?:kurz|gerade|eben|mal eben|schnell|noch|heute|übers wochenende|mit dem (?:rad|auto|bus|zug|hund|fahrrad)|"
    r"mit der (?:bahn|katze)|einkaufen|joggen|zur (?:arbeit|schule|post|bank|apotheke)|zum (?:arzt|sport|bäcker|training|"
    r"tierarzt|friseur|zahnarzt|einkaufen)|(?:für |auf )?(?:ein|zwei|drei|ein paar) (?:tage?|wochen?|stunden?)|bis (?:morgen|"
    r"montag|dienstag|mittwoch|donnerstag|freitag|sonntag|abends?)) (?:weg|fort|raus|los|gegangen|unterwegs|gefahren)\b"
    r"|\b(?:weg|fort|gegangen|unterwegs) (?:bis|für|zum|zur|mit (?:dem|der|den))\b"
    r"|\bkommt (?:\w+ )?(?:gleich|schon|bald|wieder|morgen|später|heim|zurück)\b|\bwieder (?:da|zurück|aufgetaucht)\b"
    r"|\b(?:even|net|vandaag) (?:weg|vertrokken)\b|\bweg (?:voor|tot|met (?:de|zijn|haar)|naar)\b|"
    r"\bkomt (?:zo|straks|morgen|wel|later)\b|\bweer (?:terug|thuis|gevonden)\b"
    r"|\b(?:partie?s?|sortie?s?|allée?s?) (?:(?!vivre|habiter|s['’])\w{2,}(?:er|ir|re)\b|au (?:travail|boulot|marché|sport|"
    r"ciné\w*|supermarché|lit)|à (?:la|l['’]) ?(?:gym|piscine|plage|boulangerie|pharmacie|poste|école|pêche|hôpital)|"
    r"en (?:vacances|voyage|courses|week-end|déplacement|mission|balade|formation)|pour (?:le|la|deux|trois|une?) |"
    r"promener|tôt|tard)|\b(?:revient|reviendra|rentre) (?:\w+ )?(?:demain|ce soir|bientôt|lundi|vite|dans)\b"
    r"|\b(?:se (?:fue|ha ido|marchó)|salió|ha salido) (?:a (?:por|(?!vivir)\w+[aei]r\b)|al (?:trabajo|gimnasio|médico|súper|"
    r"mercado|cine|baño|bar|parque|cole)|a la (?:compra|playa|oficina|tienda|cama|calle)|de (?:vacaciones|compras|viaje|"
    r"fiesta|paseo|casa un)|un rato|unos días|temprano|tarde|con (?:los|las|sus) amig\w+)"
    r"|\bse (?:ha perdido|perdió) (?:el|la|los|las|un|una)\b|\b(?:vuelve|volvió|ya ha vuelto)\b"
    r"|\b(?:andat[oa]|uscit[oa]|partit[oa]) (?:a (?!vivere)\w+[aei]re\b|al (?:lavoro|mare|mercato|bar|cinema|parco)|"
    r"in (?:ufficio|palestra|vacanza|bagno|viaggio|piscina|ferie)|dal (?:medico|dentista|veterinario)|a letto|presto|tardi|"
    r"con (?:gli|le) amic\w+)|\b(?:torna|tornerà) (?:subito|domani|presto|lunedì|stasera|tra)\b|\bè tornat[oa]\b"
    r"|\b(?:foi(?:-se)?|saiu) (?:(?!viver|morar)\w+[aei]r\b|ao (?:mercado|trabalho|ginásio|médico|cinema|parque)|"
    r"à (?:praia|escola|farmácia|rua|missa)|de (?:férias|viagem)|com (?:os|as) amig\w+|cedo|tarde)|\bvolta (?:já|amanhã|logo)\b",
    re.IGNORECASE,
)
"""Who is on an errand or on a journey, or comes back."""

_DEED: Final = Qualifier(
    r"\b(?<!\bwas )(?<!\bwere )(?<!\bbeen )(?<!\bgot )(?<!\bis )(?<!\bi )(?<!\bwe )(?<!['’]ve )(?:killed|stole|lost|buried|"
    r"poisoned|caught|ate|left|dropped|ditched|binned|sold|dumped|broke|ended|drowned|gave up|gave away|hit|closed|shut|"
    r"moved|cancelled|dissolved|replaced|killing|losing|stealing) (?:an?|the (?!(?:door|gate|window|cage|hutch) open|fight|battle|war|family|flat|house|country|"
    r"relationship|marriage|engagement)|some|his (?!fight|battle)|her (?!fight|battle)|its (?!fight|battle)|their|\d+|"
    r"two|three|four|another|all the|every)\b ?[\w’'-]",
    re.IGNORECASE,
)
"""What somebody does to something."""

_EVENT: Final = Qualifier(
    r"\b(?:cancelled|called off|off|postponed|over|finished|closed|shut|done|ended|out)(?: early| late)? (?:because of|"
    r"due to|by|thanks to|for) (?:the )?(?:rain|weather|snow|storms?|wind|heat|strikes?|fog|ice|floods?|flooding|traffic|"
    r"power cut|illness|day|night|lunch|evening|afternoon|bank holiday|refurb\w*|stocktak\w*|week|weekend|renovations?|"
    r"funeral|wedding|match)\b|\b(?:finished|ended|closes|closed|shut|shuts) (?:early|late|at|today|yesterday|on (?:mon|tues|"
    r"wednes|thurs|fri|satur|sun)day)\b|\brained off\b|\b(?:was|is|are|were) (?:cancelled|off|closed|shut|sold out) "
    r"(?:today|tonight|tomorrow|yesterday|this (?:week|morning|afternoon|evening)|last night|again)\b"
    r"|\b(?:heute|morgen|gestern|diese woche|wegen|vandaag|morgen|vanavond|aujourd['’]hui|ce soir|demain|hoy|mañana|"
    r"esta noche|por (?:la )?lluvia|oggi|stasera|domani|per pioggia|hoje|amanhã)\b.{0,25}\b(?:aus|zu|geschlossen|abgesagt|"
    r"dicht|afgelast|annulée?|fermée?|cerrado|cancelado|chiuso|annullato|fechado)\b"
    r"|\b(?:abgesagt|geschlossen|afgelast|annulée?|fermée?|cerrad[oa]|cancelad[oa]|chius[oa]|annullat[oa]|fechad[oa]) "
    r"(?:wegen|heute|vandaag|aujourd|hoy|oggi|hoje|por|per|à cause|a causa)\b",
    re.IGNORECASE,
)
"""What is not today, or was over at its hour."""

_LEFT: Final = Qualifier(
    r"\b(?:left|leaving|leave) .{2,30}? (?:with (?:\d+|two|three|four|five|some|my (?:hands|arms|bags)|an? (?:bags?|coffee|"
    r"headache|smile|trolley|box|basket|new|full|receipt|voucher))|to (?:catch|get|pick|meet|grab|buy|find|avoid)|"
    r"in (?:a hurry|the rain|tears|an? \w+ mood)|carrying|feeling|by (?:the back|car|train|bus|taxi)|before (?:the|it|\d)|"
    r"when it|around \d|just (?:before|after|in))\b"
    r"|\b(?:left|leave|leaving|lost|forgot|dropped) (?:my|his|her|the|an?|our) [\w’'-]+(?: [\w’'-]+)? (?:in|at|on|behind at)\b",
    re.IGNORECASE,
)
"""Whence somebody went home, or where something was left."""

_SHARED: Final = Qualifier(
    r"\bbr(?:oke|eak|eaking|eaks|oken) up (?:for (?:half|the (?:summer|hols?|holidays?|year)|summer|christmas|xmas|easter)|"
    r"from school|the (?!relationship|engagement|marriage)|in the|on the (?:phone|line))"
    r"|\b(?:swapp?(?:ed|ing)|trad(?:ed|ing)|switch(?:ed|ing)|exchang(?:ed|ing)) (?:places|shifts|seats|sides|numbers|"
    r"recipes|stories|books|jokes|insults|notes|days|phones|rooms|desks|hats|contact)\b"
    r"|\b(?:swapp?ed|traded|switched)\b.{2,40}\bfor (?:the|a) (?:day|night|week|weekend|evening|shift|match)\b",
    re.IGNORECASE,
)
"""What is broken up or swapped that nobody has."""

_SET_DOWN: Final = Qualifier(
    r"\bput (?!to\b|down\b|in\b|my\b|up\b)[\w’'-]+ (?:out|in|on|up|away|back|to bed)\b"
    r"|\bput .{2,25}? down\b(?=.{0,25}\b(?:heavy|carry|carried|lift|nap|sec|moment|minute|floor|sofa|grass|bed)\b)"
    r"|\b(?:lost|losing|lose) .{2,25}? (?:for (?:half an|an|a few|ten|five|twenty|two|three) (?:hours?|minutes?|mins?|"
    r"seconds?)|(?:in|at|on) (?:the|a) (?:supermarket|shop|crowd|mall|market|airport|maze|station|museum|car park|ikea|"
    r"queue|festival|concert|fog|park|woods|beach|train|zoo))\b"
    r"|\b(?:am|an der|im|in der|in het|op het|à la|au|en el|en la|al|alla|no|na) (?:bahnhof|supermarkt|kasse|markt|station|"
    r"gare|marché|supermarché|estación|supermercado|mercado|stazione|mercato|estação) (?:verloren|kwijt|perdue?|perdid[oa]|"
    r"pers[oa])\b|\b(?:wiedergefunden|teruggevonden|retrouvée?|encontramos|ritrovat[oa]|reencontrado)\b",
    re.IGNORECASE,
)
"""Who is put down or lost for a moment."""


def ended_in_earnest(slots: tuple[str, ...], clause: str, sentence: str) -> tuple[str, ...]:
    """Of the slots in which a clause of a sentence sounds like an end those of which it is meant."""
    if _FIGURE.fits(clause) or _SHARED.fits(clause):
        return ()
    if not _BEINGS.isdisjoint(slots) and (_AWAY.fits(sentence) or _DEED.fits(clause) or _SET_DOWN.fits(sentence)):
        slots = tuple(slot for slot in slots if slot not in _BEINGS)
    if not _BEINGS.issuperset(slots) and _EVENT.fits(sentence):
        slots = tuple(slot for slot in slots if slot in _BEINGS)
    if not _OF_PLACES.isdisjoint(slots) and _LEFT.fits(clause):
        slots = tuple(slot for slot in slots if slot not in _OF_PLACES)
    return slots

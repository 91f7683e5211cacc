"""Words that sound like an end and are none: "he's dead on his feet", "Rex killed a mouse", "parti chercher le pain".

Rules that hear an end look at a verb and at what is beside it.  What follows tells whether it is a figure of speech,
an errand, an event of one day, or something that somebody does to something else.
"""

from __future__ import annotations

import re
from typing import Final

from holdfast.providers.facts.occasions import happens_once, is_done_to_thing
from holdfast.providers.facts.screening import Qualifier

_BEINGS: Final = frozenset({"partner", "pets", "children"})
_OF_PLACES: Final = frozenset({"employer", "home", "job"})
_TASTES: Final = frozenset({"likes", "dislikes", "diet"})


_FIGURE: Final = Qualifier(
    r"\b(?:an?|another|that|this|two|three|some|his|her) dead (?!(?:in|on|at|of|from|by|last|when|the|this|and|"
    r"but|end)\b)[a-z]"
    r"|\bdead (?:on (?:his|her|their|its|my|our) feet|tired|beat|funny|good|nice|cute|right|wrong|set|sure|certain|"
    r"serious|easy|hard|keen|chuffed|pleased|asleep|straight|slow|weird|cool|proud|happy|cheap|quiet|jealous|"
    r"to the world|on time|against|ringer|sweet|handy|clever|posh|early|late\b|into)\b"
    r"|\b(?:die[ds]?|dying|dead) (?:of|from|with|laughing)(?: the)? ?(?:laugh\w*|boredom|embarrassment|shame|hunger|"
    r"curiosity|excitement|thirst|cold|cringe|envy|jealousy)?(?=$|[,;.!?]| (?:when|at|because|after|over|tonight))"
    r"|\b(?:is|are|was) (?:\w+ )?dead (?:this week|right now|at the moment|on (?:mon|tues|wednes|thurs|fri|satur|"
    r"sun)days?)\b"
    r"|\b(?:died|killed|shot|murdered|eaten) (?:\w+ ){0,3}?in (?:\w+ ){1,4}?(?:(?:quiz|video|board|"
    r"computer) game|video|minecraft|"
    r"fortnite|roblox|sims)\b"
    r"|\bdied (?:on (?:screen|stage)|in (?:the|my|our|this|a) (?:game|(?:home )?video|film|movie|play|story|sims|"
    r"dream)|laughing|inside|a little|on me when)\b|\bdying to\b|\bto die for\b"
    r"|\b(?:kill(?:s|ed|ing)|slays?|slayed|crushe[ds]) it\b|\blost (?:it|the plot|his (?:mind|cool|temper|rag|voice|"
    r"marbles)|"
    r"her (?:mind|cool|temper|rag|voice|marbles)|count|track|weight|my (?:mind|cool|temper|voice|marbles))\b"
    r"|\blost (?:to .{2,25}? )?at (?:chess|cards|tennis|darts|pool|golf|poker|monopoly|scrabble|bingo|snap|padel|"
    r"squash|"
    r"badminton|\w+ball)\b|\bdéménagé (?:le|la|les|son|sa|ses|une?) \w"
    r"|\b(?:i|we) (?:nearly|almost|dreamt|dreamed)\b|\bj['’]ai failli\b|\bhätte (?:ich |wir )?(?:fast|beinahe)\b"
    r"|\bover the moon\b|\b(?:gone|went) (?:mad|crazy|bananas|nuts|quiet|red|bright|viral|grey|gray|bald|deaf)\b"
    r"|\b(?:fix und fertig|tot ?(?:müde|gelacht|lachen)|todmüde|hundemüde|halb ?tot|(?:tot|gestorben) vor|"
    r"(?:lacht|lachte) sich (?:tot|weg)|(?:hin und )?weg vo[nm]|ganz hin und weg|völlig weg)\b"
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
    r" straight| home)* (?:to (?:get|fetch|buy|pick|see|grab|work|bed|sleep(?! for)|visit|meet|walk|play|watch|"
    r"collect|"
    r"help|train|school|hospital|his|her|their|mass|church|the (?:shops?|gym|pub|toilet|loo|bank|doctor\w*|"
    r"dentist\w*|"
    r"office|bathroom|kitchen|garden|match|market|vet\w*|groomer\w*|hairdresser\w*|barber\w*|airport|station|beach|"
    r"cinema|park|library|post office|supermarket|football|meeting|tip|seaside))\b"
    r"|for (?:milk|bread|work|lunch|dinner|drinks|groceries|petrol|chips|(?:a|an|the|his|her|their|some)(?: \w+)? ?"
    r"(?:walk|run|swim|drive|ride|week|weekend|day|night|while|minute|wee|meeting|conference|trip|course|check-?up|"
    r"nap|drink|pint|coffee|smoke|haircut|interview|shop|shift|match|game|hols|holidays?|air))\b"
    r"|on (?:(?:a|his|her|the) )?(?:holiday|business|course|trip|walk|run|tour|mission|leave|retreat|errand|shift|"
    r"bike)\b"
    r"|shopping|fishing|running|jogging|hunting|camping|skiing|upstairs|downstairs|outside|ahead|early|late\b|"
    r"with (?:the (?:kids|boys|girls|lads|car|bike|dog)|(?:my|his|her|the|a) (?:socks?|shoes?|slippers?|ball|bone|"
    r"toast|sandwich|dinner|sausages?|toy|keys|phone|hat|glove)))"
    r"|(?<!never )(?<!n['’]t )\b(?:found|find) (?:him|her|it|them)(?! (?:dead|an?|another|gone|lifeless)\b)|\b(?:turned|turns) up\b"
    r"|\b(?:brought|bring|brings) (?:it|him|her|them) (?:straight |right )?back\b|\bback (?:by|at|soon|tomorrow|"
    r"tonight|"
    r"later|for (?:tea|dinner|lunch)|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|in (?:a|an|five|ten|two) \w+)\b"
    r"|\b(?:kurz|gerade|eben|mal eben|schnell|noch|heute|übers wochenende|mit dem (?:rad|auto|bus|zug|hund|fahrrad)|"
    r"mit der (?:bahn|katze)|einkaufen|joggen|zur (?:arbeit|schule|post|bank|apotheke)|zum (?:arzt|sport|bäcker|"
    r"training|"
    r"tierarzt|friseur|zahnarzt|einkaufen)|(?:für |auf )?(?:ein|zwei|drei|ein paar) (?:tage?|wochen?|stunden?)|"
    r"bis (?:morgen|"
    r"montag|dienstag|mittwoch|donnerstag|freitag|sonntag|abends?)) (?:weg|fort|raus|los|gegangen|unterwegs|"
    r"gefahren)\b"
    r"|\b(?:weg|fort|gegangen|unterwegs) (?:bis|für|zum|zur|mit (?:dem|der|den))\b"
    r"|\bkommt (?:\w+ )?(?:gleich|schon|bald|wieder|morgen|später|heim|zurück)\b|\bwieder (?:da|zurück|aufgetaucht)\b"
    r"|\b(?:even|net|vandaag) (?:weg|vertrokken)\b|\bweg (?:voor|tot|met (?:de|zijn|haar)|naar)\b|"
    r"\bkomt (?:zo|straks|morgen|wel|later)\b|\bweer (?:terug|thuis|gevonden)\b"
    r"|\b(?:partie?s?|sortie?s?|allée?s?) (?:(?!vivre|habiter|s['’])\w{2,}(?:er|ir|re)\b|au (?:travail|boulot|marché|"
    r"sport|"
    r"ciné\w*|supermarché|lit)|à (?:la|l['’]) ?(?:gym|piscine|plage|boulangerie|pharmacie|poste|école|pêche|hôpital)|"
    r"en (?:vacances|voyage|courses|week-end|déplacement|mission|balade|formation)|pour (?:le|la|deux|trois|une?) |"
    r"promener|tôt|tard)|\b(?:revient|reviendra|rentre) (?:\w+ )?(?:demain|ce soir|bientôt|lundi|vite|dans)\b"
    r"|\b(?:se (?:fue|ha ido|marchó)|salió|ha salido) (?:a (?:por|(?!vivir)\w+[aei]r\b)|al (?:trabajo|gimnasio|"
    r"médico|súper|"
    r"mercado|cine|baño|bar|parque|cole)|a la (?:compra|playa|oficina|tienda|cama|calle)|de (?:vacaciones|compras|"
    r"viaje|"
    r"fiesta|paseo|casa un)|un rato|unos días|temprano|tarde|con (?:los|las|sus) amig\w+)"
    r"|\bse (?:ha perdido|perdió) (?:el|la|los|las|un|una)\b|"
    r"(?<!no )(?<!nunca )(?<!jamás )(?<!nunca más )\b(?:vuelve|volvió|ya ha vuelto)\b"
    r"|\b(?:andat[oa]|uscit[oa]|partit[oa]) (?:a (?!vivere)\w+[aei]re\b|al (?:lavoro|mare|mercato|bar|cinema|parco)|"
    r"in (?:ufficio|palestra|vacanza|bagno|viaggio|piscina|ferie)|dal (?:medico|dentista|veterinario)|a letto|presto|"
    r"tardi|"
    r"con (?:gli|le) amic\w+)|\b(?:torna|tornerà) (?:subito|domani|presto|lunedì|stasera|tra)\b|\bè tornat[oa]\b"
    r"|\b(?:foi(?:-se)?|saiu) (?:(?!viver|morar)\w+[aei]r\b|ao (?:mercado|trabalho|ginásio|médico|cinema|parque)|"
    r"à (?:praia|escola|farmácia|rua|missa)|de (?:férias|viagem)|com (?:os|as) amig\w+|cedo|tarde)|\bvolta (?:já|"
    r"amanhã|logo)\b",
    re.IGNORECASE,
)
"""Who is on an errand or on a journey, or comes back."""

_DEED: Final = Qualifier(
    r"\b(?<!\bwas )(?<!\bwere )(?<!\bbeen )(?<!\bgot )(?<!\bis )(?<!\bi )(?<!\bwe )(?<!['’]ve )(?:killed|stole|lost|"
    r"buried|"
    r"poisoned|caught|ate|left|dropped|ditched|binned|sold|dumped|broke|ended|drowned|gave up|gave away|hit|closed|"
    r"shut|"
    r"moved|cancelled|dissolved|replaced|killing|losing|stealing) (?:an?|the (?!(?:door|gate|window|cage|hutch) open|"
    r"fight|battle|war|family|flat|house|country|"
    r"relationship|marriage|engagement)|some|his (?!fight|battle)|her (?!fight|battle)|its (?!fight|battle)|"
    r"their|\d+|"
    r"two|three|four|another|all the|every)\b ?[\w’'-]",
    re.IGNORECASE,
)
"""What somebody does to something."""

_EVENT: Final = Qualifier(
    r"\b(?:cancelled|called off|off|postponed|over|finished|closed|shut|done|ended|out)(?: early|"
    r" late)? (?:because of|"
    r"due to|by|thanks to|for) (?:the )?(?:rain|weather|snow|storms?|wind|heat|strikes?|fog|ice|floods?|flooding|"
    r"traffic|"
    r"power cut|illness|day|night|lunch|evening|afternoon|bank holiday|refurb\w*|stocktak\w*|week|weekend|"
    r"renovations?|"
    r"funeral|wedding|match)\b|\b(?:finished|ended|closes|closed|shut|shuts) (?:early|late|at|today|yesterday|"
    r"on (?:mon|tues|"
    r"wednes|thurs|fri|satur|sun)day)\b|\brained off\b|\b(?:was|is|are|were) (?:cancelled|off|closed|shut|sold out) "
    r"(?:today|tonight|tomorrow|yesterday|this (?:week|morning|afternoon|evening)|last night|again)\b"
    r"|\b(?:heute|morgen|gestern|diese woche|wegen|vandaag|morgen|vanavond|aujourd['’]hui|ce soir|demain|hoy|mañana|"
    r"esta noche|por (?:la )?lluvia|oggi|stasera|domani|per pioggia|hoje|amanhã)\b.{0,25}\b(?:aus|zu|geschlossen|"
    r"abgesagt|"
    r"dicht|afgelast|annulée?|fermée?|cerrado|cancelado|chiuso|annullato|fechado)\b"
    r"|\b(?:abgesagt|geschlossen|afgelast|annulée?|fermée?|cerrad[oa]|cancelad[oa]|chius[oa]|annullat[oa]|"
    r"fechad[oa]) "
    r"(?:wegen|heute|vandaag|aujourd|hoy|oggi|hoje|por|per|à cause|a causa)\b",
    re.IGNORECASE,
)
"""What is not today, or was over at its hour."""

_LEFT: Final = Qualifier(
    r"\b(?:left|leaving|leave) .{2,30}? (?:with (?:\d+|two|three|four|five|some|my (?:hands|arms|bags)|an? (?:bags?|"
    r"coffee|"
    r"headache|smile|trolley|box|basket|new|full|receipt|voucher))|to (?:catch|get|pick|meet|grab|buy|find|avoid)|"
    r"in (?:a hurry|the rain|tears|an? \w+ mood)|carrying|feeling|by (?:the back|car|train|bus|taxi)|before (?:the|"
    r"it|\d)|"
    r"when it|around \d|just (?:before|after|in))\b"
    r"|\b(?:left|leave|leaving|lost|forgot|dropped) (?:my|his|her|the|an?|our) [\w’'-]+(?: [\w’'-]+)? (?:in|at|on|"
    r"behind at)\b",
    re.IGNORECASE,
)
"""Whence somebody went home, or where something was left."""

_SHARED: Final = Qualifier(
    r"\bbr(?:oke|eak|eaking|eaks|oken) up (?:for (?:half|the (?:summer|hols?|holidays?|year)|summer|christmas|xmas|"
    r"easter)|"
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
    r"|\b(?:lost|losing|lose) .{2,25}? (?:for (?:half an|an|a few|ten|five|twenty|two|three) (?:hours?|minutes?|"
    r"mins?|"
    r"seconds?)|(?:in|at|on) (?:the|a) (?:supermarket|shop|crowd|mall|market|airport|maze|station|museum|"
    r"car park|ikea|"
    r"queue|festival|concert|fog|park|woods|beach|train|zoo))\b"
    r"|\b(?:am|an der|im|in der|in het|op het|à la|au|en el|en la|al|alla|no|na) (?:bahnhof|supermarkt|kasse|markt|"
    r"station|"
    r"gare|marché|supermarché|estación|supermercado|mercado|stazione|mercato|estação) (?:verloren|kwijt|perdue?|"
    r"perdid[oa]|"
    r"pers[oa])\b|\b(?:wiedergefunden|teruggevonden|retrouvée?|encontramos|ritrovat[oa]|reencontrado)\b",
    re.IGNORECASE,
)
"""Who is put down or lost for a moment."""

_AT_AN_HOUR: Final = Qualifier(
    r"\b(?:left|leave|leaving) .{2,30}? at (?:(?:about|around|nearly) )?(?:half (?:past )?\w+|quarter (?:to|"
    r"past) \w+|"
    r"\d{1,2}(?:[:.]\d\d| ?[ap]m\b| o['’]?clock)|(?:five|six|seven|eight)(?= |$)(?! years)|noon|midnight|lunch\w*)"
    r"|\bleaving .{2,30}? at \w+(?: \w+)? (?:tomorrow|tonight|today)\b"
    r"|\b(?:früher|später|pünktlich|eher) (?:raus|weg|gegangen|los)\b"
    r"|\b(?:quitt|part|sort)\w* .{2,30}?\bà (?:\w+ )?(?:heures?|\d{1,2} ?h)\b|\b(?:quitt|part|"
    r"sort)\w* .{0,30}?\bà midi\b"
    r"|\b(?:fui|ido|salí|salió|voy|dejé|dejado) .{0,30}?\ba las? (?:una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|"
    r"diez|"
    r"once|doce|\d)"
    r"|\b(?:lasci|uscit|partit|andat)\w* .{0,30}?\b(?:alle|all['’]) ?(?:una|due|tre|quattro|cinque|sei|sette|"
    r"otto|nove|"
    r"dieci|undici|dodici|\d)"
    r"|\b(?:saí|sai|saio|saiu|deixei|larguei|foi|fui) .{0,30}?\b(?:às?|ao) (?:uma|duas|três|quatro|cinco|seis|sete|"
    r"oito|"
    r"nove|dez|onze|doze|meio-dia|\d)"
    r"|\b(?:weg|raus|los|vertrokken|gegangen|verlass\w*|verla\w*|fort)\b.{0,30}?\b(?:um|om) (?:\w+ )?(?:uhr|uur|halb|"
    r"half|"
    r"eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|vijf|zes|zeven|negen|tien|\d)"
    r"|\b(?:um|om) (?:halb |half )?\w+ (?:uhr |uur )?(?:[\w]+ ){0,2}(?:weg|raus|los|vertrokken|gegangen)\b",
    re.IGNORECASE,
)
"""Whence somebody goes at an hour, to come again the next day."""

_TRIP: Final = Qualifier(
    r"\b(?:bye|goodbye|tschüss|dag|doei|adieu|au revoir|adiós|ciao|addio|adeus|tchau)\b.{0,60}\b(?:holidays?|"
    r"vacation|urlaub|"
    r"ferien|weekend|wochenende|vakantie|weekje|vacances|vacaciones|vacanz[ae]|férias)\b"
    r"|\b(?:for|to|para|pour|per|nach|naar|zum|a|à) (?:the |o |a |el |la |il |l['’]|den |die |het )?(?:airport|"
    r"station|beach|"
    r"praia|aeroporto|estação|playa|aeropuerto|estación|plage|aéroport|gare|spiaggia|stazione|flughafen|bahnhof|"
    r"strand|"
    r"vliegveld)\b"
    r"|\b(?:pouring|raining|chover|chovia|llueve|llovía|lloviendo|piove|pioveva|il pleut|il pleuvait|regnet|regnete|"
    r"regent|regende)\b",
    re.IGNORECASE,
)
"""Whence somebody leaves for a journey, or steps into the rain."""

_FOR_TODAY: Final = Qualifier(
    r"\bfor (?:the (?:day|night|week|evening|afternoon)|today|tonight|now)\b|\bfür (?:heute|diese woche)\b|"
    r"\bvoor (?:vandaag|deze week)\b|\bpour (?:aujourd['’]hui|ce soir|la journée)\b|\bpor (?:hoy|hoje|esta noche)\b|"
    r"\bper (?:oggi|stasera)\b|\b(?:quiet|slow) (?:this week|today|tonight|right now|at the moment)\b",
    re.IGNORECASE,
)
"""What is done until tomorrow."""

_THING_OF_FIRM: Final = Qualifier(
    r"\b(?:lost|lose|losing|quit|sold|selling|closed|deleted|uninstalled|left|forgot\w*|cancelled|dropped|broke) "
    r"(?:my|our|the|an?|some|his|her) (?:[\w’'&-]+ ){0,3}?(?:app|badge|shares?|stocks?|card|pass|parcel|package|"
    r"order|"
    r"voucher|receipt|account|subscription|jacket|coat|scarf|hat|shirt|mug|bag|lanyard|keys?|laptop|phone|umbrella|"
    r"ticket|"
    r"cap|hoodie|website|page|tab|file|spreadsheet|survey)\b"
    r"|\b(?:ausweis|karte|paket|jacke|schlüssel|tasse|gutschein|konto|aktien|pas|pasje|pakje|kaart|jas|sleutels?|"
    r"aandelen)"
    r" (?:\w+ )?(?:verloren|verkauft|vergessen|gekündigt|liegen lassen|kwijt|verkocht|vergeten|opgezegd)\b"
    r"|\b(?:perdu|vendu|oublié|perdido|vendido|olvidado|perdí|vendí|olvidé|perso|venduto|dimenticato|perdi|vendi|"
    r"esqueci) (?:de )?(?:mon|ma|mes|nos|le|la|les|mi|mis|el|las|los|il|i|o|a|os|as|meu|minha)(?: (?:meu|minha|mio|"
    r"mia))? "
    r"(?:badge|carte|colis|veste|clés?|actions|tarjeta|paquete|chaqueta|llaves?|acciones|tessera|pacco|giacca|"
    r"chiavi?|"
    r"azioni|cartão|encomenda|casaco|chaves?|ações|crachá)\b",
    re.IGNORECASE,
)
"""A thing that has the name of a firm or of a town."""

_NEAR_BY: Final = Qualifier(
    r"\bpassed out\b|\b(?:slipped|wriggled|wiggled|squeezed|got|pulled) (?:out of|off|free of) (?:his|her|its|the) "
    r"(?:collar|lead|leash|harness|cage|pen|basket|cone|bed)\b(?!.{0,80}(?:n['’]t\b|\b(?:never|not|missing|"
    r"run over|hit|killed|"
    r"gone|died|dead)\b))"
    r"|^(?:(?:ok|okay|right|oh)[, ]+)?(?:bye|goodbye|see you|tschüss|tschüs|ciao|doei|dag|au revoir|salut|adiós|"
    r"hasta luego|arrivederci|adeus|tchau|até logo)(?: bye)?,? [^\W\d_][\w-]+ ?[!.…]*$"
    r"|\bsplit (?:the|an?|our|some|his|her) (?:\w+ )?(?:bill|check|cheque|costs?|rent|tab|pizza|dessert|starter|fare|"
    r"difference|chores|cooking|mortgage|driving|cake|bottle|taxi|cab|shopping|petrol|gas|cab|ticket|sandwich|burger|"
    r"chips|fries|money|price|work|list)\b"
    r"|\b(?:sick|tired|fed up|done|bored) (?:of|with) [\w-]+['’]s \w"
    r"|\b(?:over|round) (?:at|to) (?:next door|the neighbou?rs?|my|his|her|our|their)\b"
    r"|\blost .{2,25}? (?:in|at|round) (?:tesco|ikea|asda|lidl|aldi|costco|walmart|target|primark|sainsbury\w*|"
    r"waitrose|"
    r"morrisons|boots|b&q|town|there)\b|\b(?:lost|losing) .{2,40} again\b"
    r"|\b(?:kwijt|verloren) (?:in|im|bei|op|auf) (?:de |der |dem )?(?:ikea|rewe|edeka|aldi|lidl|supermarkt|stad|"
    r"stadt)\b"
    r"|\b(?:perdu|perdido|perdí|perdi|perso) .{2,25}? (?:au|à la|dans (?:le|la)|en el|en la|en|al|alla|nel|no|na) "
    r"(?:supermarch\w*|marché|gare|foule|magasin|ikea|súper\w*|mercado|estación|tienda|centro|supermerca\w*|mercato|"
    r"stazione|folla|negozio|estação|loja|shopping|carrefour|mercadona|continente)\b"
    r"|\b(?:under|behind|beneath|unter|unterm|hinter|hinterm|onder|achter|sous|derrière|debajo de|detrás de|sotto|"
    r"dietro|"
    r"debaixo d[aeo]|para debaixo d[aeo]|atrás d[aeo])(?: (?:the|my|our|dem|der|das|den|de|het|le|la|les|el|los|il|"
    r"lo))? "
    r"?(?:bed|sofa|couch|table|wardrobe|bett|schrank|tisch|bank|kast|tafel|lit|canapé|armoire|table|cama|sofá|mesa|"
    r"armario|"
    r"letto|divano|tavolo|armadio|armário)\b"
    r"|\bgegangen,? um .{2,40} zu\b|\b(?:vertrokken|gegaan|weg) (?:naar|om te)\b"
    r"|\b(?:est|sont) (?:vite |déjà |bien )?revenue?s?\b|(?<!não )(?<!nunca )(?<!nunca mais )\bvoltou\b"
    r"|\bfoi(?:-se)? embora (?:mais |muito |bem )?(?:cedo|tarde|da |do |das )|\bfoi(?:-se)? (?:já )?(?:para (?:o|"
    r"a) (?:trabalho|escola|cama|ginásio|cozinha|jardim|rua|hospital|emprego|loja)|"
    r"deitar|dormir|às compras)\b|\bsaiu (?:de casa )?(?:cedo|tarde|agora)\b"
    r"|\bse n['’]è andat[oa] (?:a|al|alla|in) (?:letto|lavoro|dormire|spasso|cucina|giardino|palestra|scuola)\b"
    r"|\b(?:took|taking|take) .{2,25}? (?:for (?:a|an|his|her|their) (?:\w+ )?(?:walk|run|ride|drive|spin|swim|"
    r"haircut|"
    r"check-?up|coffee|drink)|to (?:the )?(?:park|vet\w*|groomer\w*|school|nursery|beach|station|airport|doctor\w*|"
    r"cinema))\b"
    r"|\b(?:rolled|rolling|sniffed|found|ate|brought|dragged) (?:\w+ )?(?:in )?something dead\b"
    r"|\b(?:ran|run|runs|running|went|gone|walked|jumped|came|stormed) (?:away |out |off )?(?:from|of|under|behind|"
    r"onto) "
    r"(?:the|my|our|his|her) (?!(?:famil\w*|house|flat|marriage|relationship|home|country|roads?|street|gates?|door|"
    r"fence|"
    r"woods|forest|wheels?|car|lorry|van|truck|train|traffic|cliff|window|balcony|garden|yard|town|village|shelter|"
    r"wedding|"
    r"altar|li[fv]\w+)\b)\w"
    r"|\b(?:avec|con|com|mit|met) (?:(?:il|la|i|le|o|a) )?(?:ma|mon|mes|mi|mis|mio|mia|miei|mie|meu|minha|un|une|una|"
    r"um|uma|"
    r"meinem|meiner|mijn|einem|einer|een) (?:chaussettes?|chaussures?|pantoufles?|balle|os|calcetín|calcetines|"
    r"zapat\w+|"
    r"pelota|hueso|calzin[oi]|scarp[ae]|ciabatt[ae]|palla|osso|meias?|sapatos?|chinelos?|bola|socken?|schuh\w*|ball|"
    r"knochen|hausschuh|sok|schoen|bal|bot|slof|saucisse|salchicha|salsiccia|wurst)\b"
    r"|\b(?:è uscit[oa]|est sortie?|salió|ha salido|saiu) (?:con|avec|com) (?-i:[A-ZÀ-Þ]|o [A-Z]|a [A-Z])"
    r"|\bhat (?:ihn|sie|es) (?:\w+ )?(?:gebracht|zurückgebracht|gefunden)\b|(?<!没)(?<!没有)(?:送回来|找回来|找到)了"
    r"|(?:累|饿|渴|热|冷|气|笑|困|吓|忙|烦|吵|急|爱|可爱|高兴|开心)死",
    re.IGNORECASE,
)
"""Who is asleep, hidden, greeted or looked for, and still there."""

_LEFT_WITH: Final = Qualifier(
    r"\bleft (?:me|us) (?:(?:with )?(?:the|all the|his|her|an?|some) (?!(?:kids?|children|baby|year|month|week|other|"
    r"day|"
    r"broken|mess of)\b)\w)"
    r"|\b(?:mit|met) (?:dem|der|den|de|het|einem?|een|meiner?|seine[rmn]?) (?:\w+ )?(?:abwasch|geschirr|rechnung|"
    r"haushalt|einkauf|müll|wäsche|chaos|afwas|rekening|boodschappen|was|rommel)\b"
    r"|\b(?:avec|con|com) (?:toute? |todos? |todas? |tutti |tutta )?(?:la|le|les|los|las|el|i|gli|il|a|o|as|"
    r"os) (?:vaisselle|"
    r"ménage|courses|addition|linge|platos|compra|cuenta|ropa|limpieza|piatti|spesa|conto|pulizie|loiça|louça|"
    r"compras|"
    r"conta|roupa|limpeza)\b"
    r"|\b(?:mi|ci) ha lasciat[oa] (?:un|una|uno|i|gli|le|il|la|lo|dei|delle) (?!(?:mese|settimana|anno|scorso|scorsa|"
    r"altro)\b)\w"
    r"|\b(?:deixou-(?:me|nos)|me deixou|nos deixou) (?:um|uma|o|a|os|as) (?!(?:mês|semana|ano|outra)\b)\w"
    r"|\b(?:me|nos) (?:dejó|ha dejado) (?:un|una|el|la|los|las|sin (?!nada)) ?(?!(?:mes|semana|año|otra|pasad\w+|"
    r"lunes|martes|"
    r"miércoles|jueves|viernes|sábado|domingo|\d)\b)\w"
    r"|\b(?:m['’]a|nous a) laissée?s? (?:une?|le|la|les|des) (?!(?:mois|semaine|année|lundi|mardi|jeudi|"
    r"vendredi)\b)\w"
    r"|\b(?:bakje|bord|eten|voer|napf|futter|essen|teller) (?:laten staan|stehen (?:lassen|gelassen))\b",
    re.IGNORECASE,
)
"""What somebody leaves to be done, to be read or to be eaten."""


_AT_HAND: Final = Qualifier(
    r"\b(?-i:[A-ZÀ-Þ])[\w-]+['’]s (?:wheel|cage|bowl|bed|lead|collar|hutch|tank|kennel|basket|toys?|ball|blanket|"
    r"harness|"
    r"saddle|litter|stable|coop|cushion|food|medicine|pills?|car|bike|phone|laptop|alarm|watch) (?!is empty\b)\w"
    r"|^(?:(?:oh|ok|and|so|now)[, ]+)*(?-i:[A-ZÀ-Þ])[\w-]+['’]s (?!(?:gone|dead|been|got|over|done|finished|off|"
    r"out|not?|an?|"
    r"the|history|all|now|just|never|had|left|died|run|passed|moved|my|our|\w+ing|"
    r"\w+ed)\b)[a-z]+ (?:[a-z]+ )?(?:is|are|was|"
    r"were|has|fell|stopped|needs|keeps)\b"
    r"|\b(?:ran|runs?|running) out of (?!(?:the|our|my|his|her|their|a|an|love|lo[vn]\w+)\b)\w"
    r"|\b(?:flew|ran|walked|bumped) into (?:the|a|my|our) (?:mirror|window|curtains?|wall|door|lamp|table|glass)\b"
    r"|\band (?:came|comes) (?:out|home|back) (?!dead\b|alone\b|without\b)\w|\bfell asleep (?:on|in|at|under)\b"
    r"|\bendormie? (?:sur|dans|devant|contre)\b|\bdormid[oa] (?:en|sobre|encima)\b|\baddormentat[oa] (?:sul|"
    r"sulla|in|nel|"
    r"davanti)\b|\badormeceu (?:no|na|em)\b|\bin slaap gevallen\b"
    r"|\b(?:leave|left|leaving) (?!me\b|us\b)[\w-]+(?: and [\w-]+)? (?:tied|waiting|barking|whining|asleep|sleeping|"
    r"snoring|outside|in the (?:car|garden|yard|kitchen|hall|van|office)|(?:home |all )?alone|at home)\b"
    r"|\b(?:threw me off|(?:bucked|knocked|pulled|pushed|dragged|shoved) me (?:off|over|down))\b|\b(?:fell|"
    r"fallen) off (?:the|my|our)\b"
    r"|\bout (?:in|on) (?:the|our|his|her|their) (?:field|garden|yard|paddock|shed|garage|sun|rain|snow|balcony|"
    r"patio|"
    r"porch|terrace|lawn|boat|bike|lake|water)\b"
    r"|\bno longer (?:speaking|talking) to (?!me\b|us\b|each\b)\w|\bparted with (?:his|her)\b"
    r"|\bvon (?:ihre[mnr]|seine[mnr]) .{2,40} getrennt\b|\bs['’]est séparée? de (?:sa|son|ses)\b|\bse (?:separó|ha "
    r"separado) de sus? |\bsi è separat[oa] d(?:al|alla) su[oa]\b|\bseparou-se d[oa]s? seus?\b"
    r"|\bverschwinden lassen\b|\b(?:endlich|gleich|sofort|wieder|(?:auf|vor|neben) (?:dem|der|meine[mr]|"
    r"mir)(?: \w+)?) "
    r"eingeschlafen\b"
    r"|\bvo[mn] (?:der )?(?:schrank|sofa|couch|bett|stuhl|tisch|fahrrad|rad|pferd|leiter) gefallen\b"
    r"|\bvan (?:de|het) (?:kast|bank|bed|stoel|tafel|fiets|paard|trap) gevallen\b"
    r"|\btombée? (?:du|de la|de l['’]) ?(?:lit|canapé|chaise|armoire|table|vélo|cheval)\b"
    r"|\b(?:cayó|caído) (?:del|de la) (?:sofá|cama|armario|mesa|silla|bici\w*|caballo)\b"
    r"|\bcadut[oa] (?:dal|dalla) (?:letto|divano|sedia|armadio|tavolo|bici\w*|cavallo)\b"
    r"|\bcaiu (?:do|da) (?:sofá|cama|armário|mesa|cadeira|bicicleta|cavalo)\b"
    r"|\b(?:escapó|escapado|scappat[oa]|échappée?|fugiu|escapou) (?:al|en el|in|nel|dans le|para o) (?:jardín|patio|"
    r"giardino|cortile|jardin|jardim|quintal)\b|\bya está (?:aquí|en casa)\b|\bè già (?:qui|a casa)\b|"
    r"\bjá está (?:aqui|"
    r"em casa|cá)\b"
    r"|\b(?:for|für|voor|pour|por|per) (?:a couple of|a few|two|three|zwei|drei|ein paar|twee|drie|een paar|deux|"
    r"trois|"
    r"quelques|dos|tres|unos|due|tre|qualche|dois|três|uns|\d) (?:days|nights|tage|nächte|dagen|nachten|jours|"
    r"nuits|días|"
    r"noches|giorni|notti|dias|noites)\b",
    re.IGNORECASE,
)
"""Who is nearby, fell off something or is looked after for some days, and what befell a thing of theirs."""

_FOR_CERTAIN: Final = Qualifier(
    r"n['’]t\b|\b(?:we['’]?re|it['’]?s) (?:over|done|through)\b|\bput (?:\w+ )?(?:down|to sleep)\b"
    r"|\b(?:buried|cremated|drowned|stolen|sold|rehomed|moved|single|apart|exe?s?|broken|separated|dumped|enterr\w+|"
    r"begraben|begraven|sepolt\w|sepellit\w)\b"
    r"|\b(?:died|dead|killed|gone|lost|never|run over|passed|missing|since|broke|tot|gestorben|nie|nicht|"
    r"immer|friedlich|morte?s?|mort[oa]s?|jamais|pas|murió|muert[oa]|nunca|no(?! longer)|morì|mai|non|morreu|não|"
    r"dood|overleden|"
    r"nooit|niet|split|divorced?)\b",
    re.IGNORECASE,
)
"""What may be meant in earnest, wherever it befell somebody."""

_HENCE_FOR_NOW: Final = Qualifier(
    r"\bdead (?:last night|tonight|today|yesterday|at the weekend|this (?:morning|afternoon|evening)|"
    r"on (?:an? )?(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b"
    r"|\b(?:goodbye|bye|tschüss|tschüs|adiós|adieu|au revoir|ciao|addio|adeus|tchau|dag|doei) .{2,30}?\b(?:hello|"
    r"hallo|"
    r"hola|bonjour|ciao|olá) (?:the |la |le |il |el |die |der |de |o |a )?(?:beach|sea|sun|sunshine|snow|slopes|"
    r"mountains|"
    r"pool|strand|meer|ostsee|nordsee|sonne|berge|playa|mar|sol|plage|mer|soleil|spiaggia|mare|sole|praia|zee|zon)\b"
    r"|\b(?:off|going|heading|driving|walking|nipping|popping|went|drove|"
    r"walked) to (?-i:[A-ZÀ-Þ])[\w-]+ (?:station|airport|"
    r"hospital|library|market)\b(?! for good)"
    r"|\b(?:over|done with|sick of|tired of|fed up (?:with|of)|bored (?:of|with)) [\w-]+(?:['’]s)? (?:traffic|"
    r"weather|rain|"
    r"queues?|parking|roadworks|buses|trains|tourists|pigeons|seagulls)\b"
    r"|\b(?:left|lost|forgot) (?-i:[A-ZÀ-Þ])[\w-]+['’]s? (?!(?:employ|team|company|firm|service|staff|"
    r"sales)\b)[a-z]\w+ "
    r"(?:in|at|on|outside|by|behind|under)\b"
    r"|\b(?:lost|ha perdido|perdió|a perdu|ha perso|perdeu) (?:the|el|le|la|il|o) (?:match|game|final|partido|"
    r"partita|"
    r"finale|jogo)\b|\b(?:spiel|finale|wedstrijd) (?:gegen \w+ |tegen \w+ )?verloren\b"
    r"|\b(?:in the (?:dark|rain|snow)|at (?:dawn|first light)|on the (?:early|first|last|night) (?:boat|train|"
    r"bus|ferry|"
    r"flight|plane)|im (?:regen|dunkeln)|in de regen|in het donker|sous la (?:pluie|neige)|à l['’]aube|"
    r"au petit matin|en "
    r"courant|bajo la lluvia|al amanecer|corriendo|sotto la pioggia|all['’]alba|di corsa|à chuva|de madrugada|"
    r"a correr)\b"
    r"|\bzit (?:nu |al )?in de (?:trein|bus|auto|file|tram)\b|\b(?:sitze|bin|stehe) (?:jetzt |schon |"
    r"gerade )?im (?:zug|bus|"
    r"auto|stau)\b|\bje suis dans le (?:train|bus|métro|tram)\b|\b(?:voy|estoy) en el (?:tren|bus|metro|coche)\b|"
    r"\bsono "
    r"(?:sul|in) (?:treno|bus|autobus|macchina|metro)\b|\bestou no (?:comboio|autocarro|metro|carro|trem|ônibus)\b",
    re.IGNORECASE,
)
"""Whence somebody goes in the rain or for a holiday, and what is said of a place or of a firm's match on one day."""

_FOR_GOOD: Final = Qualifier(
    r"\b(?:for good|forever|never|quit|resign\w*|notice|jobs?|moved|moving|für immer|endgültig|voorgoed|"
    r"pour (?:toujours|de bon)|"
    r"para sempre|para siempre|definitiv\w*|per sempre)\b",
    re.IGNORECASE,
)
"""What is said of a leave that is no day's errand."""


def ended_in_earnest(slots: tuple[str, ...], clause: str, sentence: str) -> tuple[str, ...]:
    """Of the slots in which a clause of a sentence sounds like an end those of which it is meant."""
    if _FIGURE.fits(clause) or _SHARED.fits(clause):
        return ()
    if not _BEINGS.isdisjoint(slots) and _are_still_there(clause, sentence):
        slots = tuple(slot for slot in slots if slot not in _BEINGS)
    if not _BEINGS.issuperset(slots) and _EVENT.fits(sentence):
        slots = tuple(slot for slot in slots if slot in _BEINGS)
    if not _OF_PLACES.isdisjoint(slots) and _is_for_a_day(clause, sentence):
        slots = tuple(slot for slot in slots if slot not in _OF_PLACES)
    if not _TASTES.isdisjoint(slots) and happens_once(sentence):
        slots = tuple(slot for slot in slots if slot not in _TASTES)
    return slots


_KILLED: Final = Qualifier(
    r"\b(?:got|was|were|been|being) (?:run over|killed|squashed|poisoned|put to sleep)\b|\büberfahren worden\b|\batropellad[oa]\b",
    re.IGNORECASE,
)
"""What leaves nobody there, wherever it befell them."""


def _are_still_there(clause: str, sentence: str) -> bool:
    """Whether those of whom a clause tells are away for a while, hidden, or do something to something."""
    if _KILLED.fits(sentence):
        return False
    away = _AWAY.fits(sentence) or _SET_DOWN.fits(sentence) or _NEAR_BY.fits(sentence) or _AT_AN_HOUR.fits(sentence)
    if _AT_HAND.fits(sentence) and not _FOR_CERTAIN.fits(sentence):
        return True
    return (
        away or _FOR_TODAY.fits(sentence) or _DEED.fits(clause) or _LEFT_WITH.fits(clause) or is_done_to_thing(sentence)
    )


def _is_for_a_day(clause: str, sentence: str) -> bool:
    """Whether somebody only goes home from where a clause tells, is done for a day, or means a thing from there."""
    if _LEFT.fits(clause) or _THING_OF_FIRM.fits(clause):
        return True
    if _HENCE_FOR_NOW.fits(sentence) and not _FOR_GOOD.fits(sentence):
        return True
    return _AT_AN_HOUR.fits(sentence) or _FOR_TODAY.fits(sentence) or _TRIP.fits(sentence)

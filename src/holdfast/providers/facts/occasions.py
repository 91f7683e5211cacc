"""What happens once and ends nothing: something is called off, somebody goes off with a thing or breaks one."""

from __future__ import annotations

import re
from typing import Final

from holdfast.providers.facts.screening import Qualifier

_PERSON: Final = (
    r"(?:another|other|woman|man|girl|guy|boy\w*|boss|secretary|best|friend|mate|colleague|lover|ex|teacher|"
    r"trainer|nurse|neighbou?r|"
    r"postman|milkman|outr|altr|autre|otr[oa]|andere|vizinh|vicin|voisin|vecin|nachbar|nachbarin|buur|amig|amic|"
    r"amie?\b|freund|vriend|"
    r"colleg|colleag|coleg|kolleg|chef|secr|segr|sekr|mulher|homem|mujer|hombre|donna|uomo|femme|homme|frau|mann|"
    r"vrouw|amant|"
    r"professor|treinador|entrenador|allenator|trainer|meu|mio|mi|minha|mia|mon|ma)"
)
_WITH_A_THING: Final = Qualifier(
    r"\b(?:ran|run|runs|gone|went|off|away|fled|fugiu|scappat[oa]|enfuie?|sauvée?|échappée?|escapó|escapado|huyó|"
    r"abgehauen|"
    r"weggelaufen|weggerannt|weggelopen) (?:off |away )?(?:with|com|con|avec|mit|met) "
    r"(?:my|the|an?|his|her|our|[oa]s?|uma?|il|la|lo|le|les|un|una|une|el|los|las|des|de[rmn]|einem?r?|"
    r"meine[mnr]|het|de|een|mijn) "
    rf"(?!{_PERSON})\w"
    r"|(?<!\bmi )(?<!\bme )(?<!\bci )(?<!\bnos )(?<!m['’])\b(?:ha|han|hat|heeft|a) (?:dejado|lasciato|laissé|"
    r"perdu|perdido|perso|roto|rotto|cassé|abandonné|abbandonato|quitté|deixado|"
    r"partido|kapot ?gemaakt) (?:el|la|los|las|un|una|su|sus|il|lo|i|gli|le|suo|sua|les?|l['’]|une|des|son|sa|"
    r"ses|[oa]s?|"
    r"uma?)(?: |(?<=['’]))(?!(?:casa|famil\w+|foyer|maison|domicile|paese|país|pays|mondo|mundo|monde|hogar|mit)\b)\w"
    r"|\b(?:dejó|lasciò|deixou|perdió|perdeu|partiu|rompió) (?:el|la|los|las|un|una|su|sus|il|lo|i|gli|le|[oa]s?|"
    r"uma?|"
    r"café|comida) (?!(?:casa|famil\w+|país|mundo|lar|año|ano|mes|mês|semana|otro|outro)\b)\w"
    r"|\bschluss (?:gemacht )?mit (?:de[mr]|den|all|ein\w*|rauchen|zucker) ?\w|\bgemaakt met (?:de|het|roken) \w"
    r"|\b(?:si è|se ha|s['’]est) (?:lasciat[oa]|dejado|laissée?) (?:\w+(?:re|r|er)|la|el|il|le|les|los) \w"
    r"|\b(?:deixei|deixámos|deixamos|dejé|dejamos|(?:he|hemos) dejado|(?:ho|abbiamo) lasciato|(?:j['’]ai|on a|"
    r"nous avons) laissé) "
    r"(?:[oa] |il |la |le )?\S+ (?:com|con|chez|da|dalla|dal|avec|en casa de|em casa d[aeo]) (?!.*\b(?:sempre|"
    r"siempre|vez|bon|toujours|definitiv\w+)\b)"
    r"|\b(?:talk|talking|speaking|arguing|fighting|worrying|thinking) (?:about|over) .{2,40} any ?more\b",
    re.IGNORECASE,
)
"""Who goes off with a thing, leaves one somewhere, breaks one or gives one up."""

_CALLED_OFF_ONCE: Final = Qualifier(
    r"\b(?:been|is|was|are|were|got|gets|get|['’]s|being) (?:\w+ )?(?:cancell?ed|called off|postponed|rained off|"
    r"put off|rescheduled|"
    r"delayed)\b(?! for good)"
    r"|\b(?:fällt|fiel) (?:\w+ ){0,3}?aus\b|\babgesagt\b|\bafgelast\b|\bgaat (?:\w+ ){0,2}?niet door\b|"
    r"\b(?:annulée?s?|reportée?s?|supprimée?s?|"
    r"cancelad[oa]s?|suspendid[oa]s?|aplazad[oa]s?|annullat[oaie]|sospes[oaie]|rimandat[oaie]|adiad[oa]s?)\b"
    r"|\b(?:(?:is|are|['’]s|was) (?:closed|shut)|est fermée?|está cerrad[oa]|è chius[oa]|está fechad[oa]|hat zu|"
    r"geschlossen|ist zu|is dicht|"
    r"gesloten)(?=[,.!;]|$| (?:today|tonight|for|until|on|cette|heute|hoy|oggi|hoje|vandaag|pour|bis)\b)",
    re.IGNORECASE,
)
"""What does not take place once: nobody likes it less for that."""

_FOR_GOOD_OF_TASTE: Final = Qualifier(
    r"\b(?:for me|for good|never again|any ?more|no longer|plus jamais|nie wieder|nunca más|mai più|nunca mais|"
    r"nooit meer)\b",
    re.IGNORECASE,
)

_NOT_TODAY: Final = Qualifier(
    r"(?<!\bab )(?<!\bseit )(?<!\bvanaf )(?<!\bsinds )(?<!\bda )(?<!\bde )(?<!\bdesde )(?<!\bpartir "
    r"d['’])(?<!\bdepuis )"
    r"\b(?:heute|heut|vandaag|vanavond|aujourd['’]hui|ce soir|hoy(?! (?:en día|por hoy))|esta noche|"
    r"oggi(?! (?:come oggi|giorno))|stasera|hoje(?! em dia))\b",
    re.IGNORECASE,
)
"""What somebody does no more on the day on which it is said."""


_EVADED: Final = Qualifier(
    r"\bin this (?:heat|rain|weather|cold|wind|snow|state|fog)\b|\b(?:get|got|"
    r"getting) out of \w+ing .{0,30}?\bby \w+ing\b"
    r"|\bbei (?:dem|diesem) (?:wetter|regen)\b|\bbei (?:der|dieser) (?:hitze|kälte)\b|\bmet (?:dit|deze) (?:weer|"
    r"regen|hitte|"
    r"kou)\b|\b(?:par|avec) (?:ce|cette) (?:temps|chaleur|froid|pluie)\b|\bcon (?:este|esta|questo|"
    r"questa) (?:calor|frío|"
    r"lluvia|tiempo|caldo|freddo|pioggia|tempo)\b|\bcom (?:este|esta) (?:calor|frio|chuva|tempo)\b",
    re.IGNORECASE,
)
"""What somebody leaves undone for once."""


def happens_once(sentence: str) -> bool:
    """Whether something that is liked does not take place on one day, or is left undone then."""
    if _CALLED_OFF_ONCE.fits(sentence) and not _FOR_GOOD_OF_TASTE.fits(sentence):
        return True
    return _NOT_TODAY.fits(sentence) or _EVADED.fits(sentence)


def is_done_to_thing(sentence: str) -> bool:
    """Whether who seems to be gone goes off with a thing, or leaves, loses or breaks one."""
    return _WITH_A_THING.fits(sentence)

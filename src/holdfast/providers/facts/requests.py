"""What is asked of the assistant once: to translate, to convert, to write something.  An instruction is for good."""

from __future__ import annotations

from typing import Final

from holdfast.domain.words_for_people import ACQUAINTANCES, CHILDREN, MUM_AND_DAD, SIBLINGS, UNCLE_AND_AUNT, any_of
from holdfast.providers.facts.rare import Rare

_FEW: Final = (
    r"(?:an?|some|another|one|two|three|four|five|six|seven|eight|ten|\d+|"
    r"eine?[nr]?|zwei|drei|vier|fünf|zehn|een|twee|drie|vier|vijf|une?|deux|trois|quatre|cinq|"
    r"una|dos|tres|cuatro|cinco|uma?|dois|duas|três|un['’]|due|tre|quattro|cinque)(?: |(?<=['’]))"
)
_LEAD: Final = (
    r"^(?:(?:please|pls|ok|okay|now|and|so|then|hey|hi|also|quick one|first|can you|could you|would you|will you|"
    r"i need you to|help me|bitte|also|jetzt|dann|kannst du|alsjeblieft|kun je|stp|svp|s['’]il te plaît|peux-tu|"
    r"por favor|puedes|ahora|agora|podes|per favore|ora|puoi)[,:! ]+)*"
)
_TASKS: Final = (
    r"(?:convert(?! (?:units|everything|all|any|temperatures|distances|prices|weights|measurements|amounts)\b)|"
    r"translate(?! (?:everything|all|any)\b)|calculate|compute|work out|"
    r"summari[sz]e(?! (?:everything|all|any)\b)|rewrite|rephrase|paraphrase|proofread|"
    r"draft|compose|list|define|solve|draw|sketch|generate|brainstorm|compare|look up|count|"
    r"spell(?! everything\b)|remind me (?:to|of|about|on|at|in)\b|"
    r"explain (?!to me\b|it\b|things|everything|stuff|concepts|terms|words|like\b|as\b|in\b|simply|briefly|clearly)"
    r"(?=.*\blike i['’]?m\b)|"
    r"(?:keep|make) (?:it|this|that|them) (?:a (?:bit|little) |much )?(?:more|less|an?|into|\w+er)\b|"
    rf"(?:give|show|send|write|tell|make|find|get|suggest|recommend|name|add|say|plan|pick)(?: me| us| her|"
    rf" him)? {_FEW}|"
    # German, Dutch
    r"rechne|berechne|konvertier\w*|wandle|übersetz\w*|zähl\w*|liste|erstell\w*|"
    r"fasse?(?: mir| das| den| die| es)* \w+(?: \w+)* zusammen|"
    rf"(?:mach\w*|schreib\w*|gib|nenne?|zeig\w*|such\w*)(?: mir| uns| bitte)* {_FEW}|"
    r"reken|bereken|vertaal|vat\b|zet\b|som\b|lijst|"
    rf"(?:maak|schrijf|geef|noem|toon|zoek)(?: me| mij| ons)* {_FEW}|"
    # French, Spanish, Portuguese, Italian
    r"convertis\w*|tradui\w+|résume\w*|calcule\w*|liste\w*|corrige ce|"
    rf"(?:fais|écris|donne|montre|trouve|cite)\w*(?:[- ]moi|[- ]nous)* {_FEW}|"
    r"convi[eé]rt\w+|tradu[cz]\w*|tradúce\w*|resum\w+|resúm\w+|calcul\w+|calcúl\w+|"
    rf"(?:haz|hazme|escribe|escríbeme|dame|muéstrame|busca|dime) {_FEW}|"
    r"converte\w*|traduz\w*|"
    rf"(?:faz|escreve|dá|mostra|diz)(?:-me)? {_FEW}|"
    r"converti\w*|traduci\w*|riassum\w+|calcola\w*|elenca\w*|"
    rf"(?:fai|fammi|scrivi|scrivimi|dammi|trova|trovami|dimmi) {_FEW})"
)
_OF_A_TEXT: Final = (
    # how the one text is to be that is asked for
    r"(?:just |simply |and )*(?:(?:keep|make|put|phrase|word|write|say|sign|address|start|end|finish|"
    r"leave) (?:it|this|that|them)\b|"
    r"(?:be|sound|stay|go) (?:\w+,? ){1,3}(?:but|yet|and|without)\b|"
    r"(?:(?:don['’]?t|do not) (?:make|let|have) (?:it|this|that|them)|"
    r"(?:don['’]?t|do not) (?:mention|say|tell|reveal|give away) (?:the|that|this|it|his|her|their|any of|how|"
    r"what|anything about)|"
    r"leave out the (?:bit|part|line)|add)\b|"
    r"(?:not|something|nothing|a (?:bit|little|touch)) (?:too |more |less )?\w+)"
)
_TEXTS: Final = (
    r"(?:card|letter|e-?mail|mail|text|speech|toast|eulogy|invitation|invite|poster|flyer|post|tweet|caption|"
    r"note|essay|"
    r"homework|assignment|presentation|slides?|cv|application|advert|birthday|wedding|funeral|party|leaving do|"
    r"newsletter|"
    r"karte|brief|rede|einladung|geburtstag|hochzeit|carte|lettre|discours|anniversaire|mariage|tarjeta|carta|"
    r"discurso|"
    r"cumpleaños|boda|biglietto|lettera|discorso|compleanno|matrimonio|cartão|aniversário|casamento|kaart|toespraak|"
    r"verjaardag|bruiloft)"
)
_PEOPLE: Final = (
    rf"(?:{any_of(SIBLINGS, MUM_AND_DAD, UNCLE_AND_AUNT, CHILDREN, ACQUAINTANCES)}|wife|husband|landlord|"
    r"manager|client|customer|team|teacher|gran\w*|nan|aunt\w+|kids?|chef\w*|chefin|kolleg\w+|kund\w+|oma|opa|mutter|"
    r"vater|lehrer\w*|patron\w*|collègue|client\w*|mère|père|tante|jefe|jefa|colega|cliente|madre|padre|abuel[oa]|"
    r"capo|collega|mamma|papà|nonn[oa]|chefe|mãe|pai|av[óô]|baas|klant|moeder|vader|leraar)"
)
_FOR_SOMEBODY: Final = (
    r"[,;.:–-] ?(?:and |because |cos |since |as )?(?:he|she|they|he['’]s|she['’]s|they['’]re)\b"
    rf"|[,;.:–-] ?(?:it['’]?s|this is|es ist|ist|das ist|c['’]est|es|è|é|het is) (?:for |für |pour |para |per |"
    rf"voor )?"
    rf"(?:an? |the |eine? |une? |una? |uma? |een )?(?:\w+ )?\w*{_TEXTS}\b"
    rf"|\b(?:for|to|für|an|pour|à|para|per|voor|aan) (?:(?:an?|the|my|our|his|her|their|einen?|eine[rm]?|den|die|"
    rf"das|mein\w*|"
    rf"unser\w*|une?|le|la|mon|ma|notre|una?|el|mi|il|lo|mio|mia|uma?|o|a|meu|minha|een|de|het|mijn|"
    rf"onze) )+(?:[\w-]+ )?"
    rf"(?:{_TEXTS}|{_PEOPLE})\b"
    rf"|\b(?:in|on|im|dans|sur|en|nel|nella|nell['’]|sulla|sul)(?: (?:the|der|dem|die|la|le|l['’]|el|il|o|"
    rf"a|de|het|my|our|his|her))?"
    rf"(?:(?: [\w-]+)? |(?<=['’])){_TEXTS}\b"
    r"|\b(?:for|in|on) this (?!(?:chat|conversation|app|thread|project|account)\b)\w|\b(?:diese[mnrs]?|cette|cet|"
    r"n?est[ea]|quest[oa]|deze|dit) "
    r"(?!(?:chat|conver\w+|unterhaltung|gespräch\w*|discussion|app|projek\w*|proje\w+|gesprek)\b)[a-zà-ÿ]\w+|"
    r"\bhere\W*$"
    r"|\bn[oa] (?:cartão|carta|discurso|convite|texto|bilhete)\b"
    rf"|\b(?:this|that|these|diese[mnrs]?|cette|cet|ce|est[ea]|quest[oa]|deze|dit|n?est[ea]|"
    rf"dest[ea])(?: [\w-]+)? {_TEXTS}\b"
)
"""Who or what shows that a request is about one text: "keep it short, it's for a card"."""

_ONCE: Final = Rare(
    rf"{_LEAD}(?:{_TASKS}|{_OF_A_TEXT})|{_FOR_SOMEBODY}"
    r"|\b(?:this|these|the (?:above|following|attached|next|last|previous)) "
    r"(?:letter|e?-?mail|text|message|article|essay|paragraph|sentence|table|list|code|function|poem|story|one|"
    r"recipe|report|document|page|section|post|question|answer|reply|time|sum|page)\b"
    r"|^(?:et |y |e )?(?:fais|faites|hazlo|faz|fallo|mach\w*|maak|rends)(?:[- ](?:le|la|les|es|das|dit|het|isto|"
    r"isso|tout))? "
    r"(?:un peu |un poco |um pouco |etwas |iets )?(?:plus|más|mais|più|kürzer|länger|förmlicher|korter|langer)\b"
    r"|^(?:escreve|escreva|scrivi|écris|écrivez|escribe|escriba|schrijf|schreibe?|write) (?:in|en|em|auf|"
    r"op) [\w]+\W*$"
    r"|\b(?:above|below|attached)\b|\bjust (?:this )?once\b",
)
_FOR_GOOD: Final = Rare(
    r"\b(?:always|never|from now|from here on|in (?:the )?future|going forward|every|each|whenever|when (?:you|i)|"
    r"any ?more|ever|again|throughout|everywhere|everything you|unless|all the time|by default|(?:from|with|to|on|at) (?:me|you)|"
    r"your (?:answers|replies|responses|messages|explanations|suggestions|style)|"
    r"(?:keep|make|want|like|prefer|all|short|brief|\w+er) (?:all |the )?(?:answers|replies|responses|explanations)|"
    r"immer|nie|niemals|künftig|zukünftig|ab (?:jetzt|sofort)|stets|jedes mal|nur noch|"
    r"altijd|nooit|voortaan|elke|vanaf nu|toujours|jamais|désormais|dorénavant|chaque|"
    r"siempre|nunca|a partir de (?:ahora|agora)|cada|en adelante|sempre|em diante|d['’]ora in (?:poi|avanti)|ogni|"
    r"à l['’]avenir|à partir de maintenant|in (?:zukunft|futuro)|nicht mehr|niet meer|mai|con(?:migo| me)|comigo|"
    r"mit mir|avec moi)\b",
)
_AS_SOMEBODY_SAYS: Final = Rare(
    r",? (?:as )?(?:my|our|his|her|the) [\w ]{2,20} (?:used to say|always (?:says?|said)|says|said|would say|"
    r"told me)\W*$"
    r"|,? (?:sagte|sagt|zei|zegt|disait|dit|decía|dice|diceva|dizia|diz) (?:meine?|mijn|ma|mon|mi|mio|mia|"
    r"a minha|o meu) [\w ]+\W*$"
)
"""Whose saying it is."""


def is_for_once(request: str) -> bool:
    """Whether a request is about one task or one text, as far as its words tell."""
    return (_ONCE.fits(request) and not _FOR_GOOD.fits(request)) or _AS_SOMEBODY_SAYS.fits(request)

"""What is so at the moment only, and no lasting statement: hunger, a cold, a dead phone, where one is off to."""

from __future__ import annotations

import re
from typing import Final

from holdfast.providers.facts.rare import Rare
from holdfast.providers.facts.screening import Expression, Qualifier
from holdfast.providers.facts.values import names_time

_DEVICE: Final = (
    r"(?:phone|mobile|laptop|computer|printer|car|battery|internet|wi-?fi|router|boiler|screen|tv|telly|plant|bike|"
    r"process|app|"
    r"server|drucker|handy|auto|rechner|fernseher|telefoon|imprimante|téléphone|portable|ordinateur|voiture|móvil|"
    r"ordenador|"
    r"coche|impresora|cellulare|telefono|macchina|celular|computador|carro|telemóvel)"
)
_BROKE: Final = (
    r"(?:died|dead|broke|broken|crashed|froze|won['’]t|tot|kaputt|dood|kapot|morte?|muert[oa]|mort[oa]|rott[oa]|"
    r"quebrou|rot[oa]|"
    r"stopped working|in use)"
)
_MOMENT: Final = Qualifier(
    Expression(
        r"\b(?:hungry|starving|thirsty|exhausted|knackered|hung ?over|hangover|jet-?lagged|sleepy|"
        r"(?:a|bit of a|stinking|bad|heavy|nasty) (?:cold|headache|cough)|off to (?:bed|sleep|town|the (?:shops?|gym|"
        r"pub))|"
        r"in the (?:bath|shower|pub|queue|loo)|(?:left|forgot|lost) my (?:umbrella|keys|phone|bag|coat|wallet|glasses|"
        r"charger)|"
        r"(?:watched|saw|seen) \w+ (?:again )?last night|ordered (?:it |this )?from|(?:need|got|"
        r"bought) (?:\w+ )?tickets|"
        r"gave up on (?:that|this|the)|"
        rf"{_DEVICE}\b.{{0,25}}\b{_BROKE}|(?:king|roi|rey|re|rei|könig) (?:of|du|del|dos?|der) (?:the )?(?:world|"
        rf"castle|"
        rf"monde|mambo|mondo|mundo|welt))\b"
        r"|\b(?:hab(?:e)? (?:so |voll |grad )?(?:hunger|durst)|bin (?:so |sehr |total |voll )?(?:müde|kaputt|satt|"
        r"erkältet|fix und fertig)|"
        r"bin dann mal weg|j['’]ai (?:très )?(?:faim|soif|froid|chaud|sommeil|un rhume|la grippe)|j['’]en ai marre|"
        r"(?:tengo|estoy) (?:mucha |mucho )?(?:hambre|sed|sueño|frío|calor|un resfriado|gripe|resfriad[oa]|cansad[oa]|"
        r"muert[oa] de)|"
        r"ho (?:fame|sete|sonno|freddo|caldo|il raffreddore|l['’]influenza)|sono (?:stanc[oa]|pien[oa]|raffreddat[oa])|"
        r"(?:estou|tô) (?:com (?:fome|sono|sede|frio)|cansad[oa]|constipad[oa]|gripad[oa]|resfriad[oa])|"
        r"ik (?:heb (?:honger|dorst|hoofdpijn)|ben (?:zo )?(?:moe|verkouden|kapot)))\b"
        r"|饿死|饿了|感冒|累死|困死|手机坏|电脑坏|(?:スマホ|パソコン)が壊",
        re.IGNORECASE,
    )
)
_GOING: Final = Rare(
    r"\b(?:i['’]ll be (?:in|at)|we['’]ll be (?:in|at)|(?:i['’]m|we['’]re) (?:off|going|flying|driving) to|"
    r"have a meeting|"
    r"fahren?|fliegen?|nos vamos|me voy|on part|je pars|andiamo|vado|vamos a|gaan|ga) "
)


def is_passing(clause: str) -> bool:
    """Whether what a clause says is over by tomorrow, or is where somebody goes on a day that it names."""
    if _MOMENT.fits(clause):
        return True
    return _GOING.fits(clause) and any(names_time(word.strip(",.!?")) for word in clause.split())

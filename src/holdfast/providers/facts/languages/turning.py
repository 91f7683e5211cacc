"""What has turned, told by two signs in one clause and nothing else: what it was, and that this is no more.

"Can't be arsed with footy these days" is built as no rule foresees.  That something is denied, and that this is so by
now, is enough where the words name what is known to be so (`holdfast.providers.facts.endings`).
"""

from __future__ import annotations

from typing import Final

from holdfast.domain.words_for_people import ACQUAINTANCES, CHILDREN, KIN, any_of

_OTHERS: Final = (
    r"(?!.*\b(?:he|she|they|his|her|their|them|him|who(?!['’]?s an?\b)|someone|somebody|nobody|people|"
    rf"everyone|{any_of(KIN, CHILDREN, ACQUAINTANCES)}|friends|mates|neighbou?rs|kids?|parents|buddy|husband|wife|"
    r"bruder|schwester|mutter|vater|freundin|kollege|frère|sœur|mère|père|hermano|hermana|madre|padre|"
    r"irmão|irmã|fratello|"
    r"sorella)\b(?! with\b))"
)
_DENIED: Final = (
    r"(?:can['’]?t|cannot|couldn['’]?t|don['’]?t|doesn['’]?t|didn['’]?t|isn['’]?t|aren['’]?t|ain['’]?t|"
    r"haven['’]?t|hasn['’]?t|won['’]?t|"
    r"not|never|hardly|barely|rarely|without|gone|past|over|kein\w*|nicht|nie|kaum|pas|jamais|rien|nada|"
    r"nunca|niente|mai|nem)"
)
_BY_NOW: Final = (
    r"(?:any ?more|no more|any longer|these days|nowadays|for good|at last|since|mehr|seitdem|"
    r"inzwischen|mittlerweile|désormais|"
    r"dorénavant|ya|já|più|ormai)"
)
_GOOD: Final = (
    r"(?:love|like|good|great|tasty|delicious|yum|fan|person|obsessed|enjoy|fine|okay|ok|nice|friends|"
    r"converted|hooked|addicted|best|"
    r"lecker|schmeckt|schmecken|gern|gerne|super|toll|gut|klasse|mag|adore|aime|bon|délicieux|raffole|"
    r"gusta|encanta|rico|rica|bueno|gosto|adoro|bom|"
    r"piace|piacciono|buono|buona|kiffe)"
)
_TURNED: Final = (
    r"(?:now|these days|nowadays|after all|by now|lately|inzwischen|mittlerweile|jetzt|doch|maintenant|"
    r"finalement|désormais|ahora|"
    r"al final|agora|afinal|ora|adesso|ormai|alla fine)"
)
_WELL: Final = (
    r"(?:all ok|all okay|all good|all fine|ok now|okay now|fine now|good now|no problem|"
    r"not (?:a )?problem|no issue|behind me|a thing of the past|"
    r"in the past|under control|sorted|cured|healed|gone|reversed|fixed|wieder (?:top|gut|ok|okay|fit|"
    r"heil)|wie neu|geheilt|weg|"
    r"comme neuf|guérie?|curad[oa]|superad[oa]|guarit[oa])"
)
NO_MORE: Final = (
    rf"^{_OTHERS}(?P<of>(?:(?! (?:in|at|to|from|near|by) )[^,;:.!?()\n])*?\b{_DENIED}\b(?:(?! (?:in|at|"
    rf"to|from|near|by) )[^,;:.!?()\n])*?) {_BY_NOW}\b",
)
"""What somebody does, eats or suffers from, said to be so no more."""

GOOD_BY_NOW: Final = (
    rf"^{_OTHERS}(?!.*\b{_DENIED}\b)(?P<of>[^,;:.!?()\n]*?\b{_GOOD}\b[^,;:.!?()\n]*?) {_TURNED}\b",
    rf"^{_OTHERS}(?!.*\b{_DENIED}\b)(?P<of>[^,;:.!?()\n]*?\b{_TURNED}\b[^,;:.!?()\n]*?\b{_GOOD}\b[^,;:.!?()\n]*)",
)
"""What somebody did not like, said to be good by now."""

WELL_BY_NOW: Final = (
    rf"^{_OTHERS}(?P<of>[^,;:.!?()\n]*?) {_WELL}(?=[,;:.!?()\n]|$| (?:now|again|after|since|and|but|so|"
    r"thanks|at last|too)\b)",
)
"""An ailment that is none by now; what is well *for* an ailment is something else."""

SET_ASIDE: Final = (
    r"(?P<of>[\w’'-]+(?: [\w’'-]+)?) (?:has|have|had) (?:taken a back ?seat|gone out (?:of )?the window|"
    r"fallen by the wayside|lost its (?:charm|appeal|shine)|"
    r"run its course|had its day|gone)\b",
    r"(?P<of>[\w’'-]+(?: [\w’'-]+)?) (?:is|are) (?:finish|finished|closed|cancelled|kaput|terminated|"
    r"stopped) (?:for me|now|since|and)?(?=[,;:.!?]|$| )",
    r"\b(?:told|said) (?P<of>[\w’'-]+(?: [\w’'-]+)?) (?:to (?:do one|get lost|shove it|stuff it|jog on|"
    r"stick it)|(?:goodbye|bye|adios|ciao|where to go))\b",
    r"\b(?:bid|bade|said|kissed|waved) (?:adieu|adios|sayonara|farewell|goodbye|bye[- ]?bye|bye|"
    r"ciao) to (?P<of>[\w’'-]+(?: [\w’'-]+){0,2})",
    r"\b(?:hung up|hanging up|colgué|colgado|appeso|pendurei|raccroché|an den nagel) (?:my |the |los |"
    r"las |il |la |as |o )?(?P<of>[\w’'-]+)",
    r"\b(?:nada de|basta de|chega de|basta con|fini(?:e)? (?:le |la |les |l['’])|schluss mit|genug von|"
    r"keinen bock(?: mehr)? auf|terminé con|stop (?:à|au|aux) ) ?(?P<of>[\w’'-]+(?: [\w’'-]+)?)",
    r"\b(?:auf|aufs|zu|zum|für) (?:das |die |den |dem )?(?P<of>[\w’'-]+) (?:hab|habe|haben) (?:ich|"
    r"wir) (?:\w+ ){0,2}?(?:keinen bock|keine lust|keine zeit|die lust verloren)\b",
    r"^(?:la |le |les |l['’]|el |il |lo |o |a )?(?P<of>[\w’'-]+),? (?:j['’]ai (?:arrêté|laissé tomber|"
    r"lâché)|lo dejé|la dejé|ho smesso|deixei|c['’]est (?:mort|fini|terminé))\b",
    r"\bj['’]ai (?:démissionné|claqué la porte) (?:de chez |de la |de l['’]|du |de |"
    r"des )(?P<of>[\w’'-]+(?: [\w’'-]+)?)",
    r"\b(?:no more|no longer an?|not an?) (?P<of>[\w’'-]+(?: [\w’'-]+)?)(?: any ?more| now|$|[,.;!])",
)
"""What is put aside, in words of every day."""

BEINGS_GONE: Final = (
    r"\b(?:he|she|they|[^\W\d_][\w’'-]+) (?:kept|gets to keep|got to keep|"
    r"got custody of) (?P<of>[^\W\d_][\w’'-]+)(?=$|[,.!;]| (?:in|after|too|as)\b)",
    r"\b(?:he|she|they) (?:got|kept|has|took|keeps) (?P<of>[^\W\d_][\w’'-]+) (?:in the (?:end|split|"
    r"divorce)|obviously|of course|after all)(?=$|[,.!;])",
    r"\b(?P<of>[^\W\d_][\w’'-]+) (?:didn['’]?t|did not) (?:make (?:it|the (?:trip|move|journey|winter|"
    r"night))|come (?:with us|along|back)|wake up|survive)\b",
    r"\b(?P<of>[^\W\d_][\w’'-]+) (?:is|are|has been|will be|was) (?:staying|living|remaining|stopping|"
    r"going to live|settled|left|moved) (?:back |behind )?(?:with|at|in) (?!me\b|us\b|the (?:car|park|"
    r"garden)\b)",
    r"\b(?:got|gets|kept|keeps|took|has|won) (?P<of>[^\W\d_][\w’'-]+) (?:in|after|with) (?:the|our|"
    r"a) (?:split|divorce|break-?up|separation|settlement)\b",
    r"\b(?:on a|nous avons|j['’]ai|hemos|he|abbiamo|ho|haben|habe|wir) (?:perdu|perdido|perso|"
    r"verloren) (?:notre |nuestr[oa] |il nostro |unser\w* )?(?P<of>[^\W\d_][\w’'-]+)",
    r"\bperdemos (?:o |a )?(?P<of>[^\W\d_][\w’'-]+)",
    r"\b(?P<of>[^\W\d_][\w’'-]+) (?:hat|heeft) (?:mit mir |met mij )?(?:schluss gemacht|het uitgemaakt|"
    r"mich verlassen)\b",
    r"\b(?:con|avec|com|mit) (?P<of>[^\W\d_][\w’'-]+) (?:terminamos|cortamos|rompimos|lo dejamos|"
    r"acabamos|acabámos|terminámos|c['’]est (?:fini|terminé|mort)|è finit[ao]|ho chiuso|acabou|se acabó|"
    r"hab ich schluss gemacht|ist (?:es )?(?:aus|vorbei|schluss))\b",
    r"\b(?:me and|me n|me &) (?P<of>[^\W\d_][\w’'-]+) (?:have |['’]ve |are |"
    r"r )?(?:just )?(?:knocked it on the head|jacked it in|packed it in|thrown in the towel|are no more|"
    r"ended it|gone our separate ways|done|finished|over|kaput|had enough|called time)\b",
    r"\b(?P<of>[^\W\d_][\w’'-]+)['’]s (?:heart|kidneys|body|legs|liver) (?:gave out|gave up|failed|stopped)\b",
)
"""A partner or an animal that is there no more."""

MADE_FRIENDS: Final = (
    r"(?P<of>[^,;:.!?()\n]{2,30}?) and i (?:have |are |['’]ve )?(?:made (?:friends|up|peace)|get on|"
    r"get along|are (?:friends|good|cool))\b",
)
"""What somebody did not like, named beside the speaker: such a sentence is cut in two by clauses."""

PARTED: Final = (
    r"\b(?P<of>[^\W\d_][\w’'-]+) und ich (?:leben|wohnen|gehen) (?:\w+ )?(?:getrennt|auseinander|getrennte wege)\b",
    r"\b(?P<of>[^\W\d_][\w’'-]+) and (?:i|me) (?:have |['’]ve |"
    r"are )?(?:just )?(?:knocked it on the head|packed it in|thrown in the towel|ended it|"
    r"gone our separate ways|done|finished|over|called time|drifted apart|no more)\b",
)
"""A partner who is no more, named beside the speaker."""

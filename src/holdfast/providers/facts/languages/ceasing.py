"""What is over by the kind of sentence in German, Dutch, French, Spanish, Portuguese and Italian; see `english.ceasing`."""

from __future__ import annotations

from typing import Final

_NO_EDGE: Final = (
    r"(?!(?:e|et|y|und|en|mais|pero|mas|ma|aber|maar|porque|parce|perché|weil|omdat|desde|depuis|seit|"
    r"sinds|que|qui|wenn|wo|"
    r"ich|wir|ik|we|je|on|nous|mehr|meer|plus|più|mais|in|im|bei|mit|nach|mit|auf)\b)"
)
WORDS: Final = rf"(?P<of>{_NO_EDGE}[^\W\d_][\w’'-]*(?: {_NO_EDGE}[^\W\d_][\w’'-]*){{0,3}})"
_LAZY: Final = WORDS[:-1] + "?)"
_THE: Final = (
    r"(?:(?:der|die|das|dem|den|mein\w*|unser\w*|het|de|mijn|ons|onze|le|la|les|mon|ma|mes|notre|el|los|"
    r"las|mi|mis|nuestr[oa]|o|a|os|as|meu|minha|il|lo|i|gli|un|una|mio|mia) |l['’])?"
)
_OTHERS: Final = (
    r"(?!.*\b(?:er|sie|hij|zij|il|elle|él|ella|ele|ela|lui|lei|bruder|schwester|mutter|vater|freundin|"
    r"broer|zus|moeder|vader|frère|sœur|soeur|mère|père|"
    r"herman[oa]|madre|padre|irmã|irmão|mãe|pai|fratello|sorella|amig[oa]|amico|amica|amie?|kolleg\w+|"
    r"collega|collègue|colega|vecin[oa]|nachbar\w*|sohn|tochter|"
    r"hij[oa]|filh[oa]|figli[oa]|fils|fille)\b)"
)
_LEAD: Final = (
    rf"^{_OTHERS}(?:(?:und|aber|so|ja|nein|nee|also|ach|übrigens|leider|jetzt|inzwischen|mittlerweile|en|"
    r"maar|nu|et|mais|donc|bon|oui|non|ah|finalement|"
    r"maintenant|y|pero|ya|pues|bueno|ahora|al final|e|mas|agora|afinal|já|ma|ora|adesso|alla fine|"
    r"ormai|no|não)[,:! ]+)*"
)
_NOT_NOW: Final = (
    r"(?:nicht mehr|kaum (?:noch|mehr)|nie mehr|gar nicht mehr|nur noch selten|niet meer|"
    r"nauwelijks (?:nog|meer)|nooit meer)"
)
_GIVEN_UP: Final = (
    r"(?:aufgegeben|hingeschmissen|hingeworfen|geschmissen|an den nagel gehängt|abgebrochen|verkauft|"
    r"gekündigt|abgegeben|beendet|sein (?:ge)?lassen|"
    r"bleiben (?:ge)?lassen|abgelegt|abgewöhnt|aufgehört|ausgestiegen|opgegeven|verkocht|opgezegd|afgezworen)"
)
OVER: Final = (
    rf"{_LEAD}{_THE}{_LAZY} \w+ (?:ich|wir|ik|we) (?:\w+ ){{0,2}}?{_NOT_NOW}",
    rf"{_OTHERS}\b(?:ich|wir|ik|we) {_LAZY} (?:\w+ )?{_NOT_NOW}",
    rf"{_OTHERS}\b(?:bin|habe?|haben|esse|spiele|wohne|arbeite|mache|trinke) {_LAZY} {_NOT_NOW}",
    rf"\b(?:mit|met) {_THE}{WORDS} (?:ist|hab|habe|bin|is|heb|ben)(?: es| ich|"
    rf" ik)? (?:\w+ ){{0,2}}?(?:schluss|aus|vorbei|fertig|durch|uit|voorbij|klaar)\b",
    rf"{_LEAD}(?:in|bei|beim|im|an|am|bij|op) {_THE}{WORDS} (?:hab|habe|haben|bin|sind|heb|ben) (?:ich|"
    rf"wir|ik|we) (?:\w+ ){{0,3}}?(?:aufgehört|gekündigt|ausgestiegen|raus|weg|gegangen|geflogen|gestopt|"
    r"vertrokken)\b",
    rf"{_LEAD}(?:ich |wir |ik )?(?:hab|habe|haben|heb|hebben)?(?: ich| wir| ik)?(?: jetzt| nun| endlich|"
    rf" auch)? ?(?:mit )?{_THE}{_LAZY} (?:(?:hab|habe|haben|heb) (?:ich|wir|"
    rf"ik) )?(?:\w+ ){{0,2}}?{_GIVEN_UP}\b",
    rf"{_LEAD}{_THE}{_LAZY} (?:war (?:ein)?mal|ist (?:geschichte|passé|gegessen|abgehakt|vergangenheit)|"
    r"hat sich erledigt|was eens|is verleden tijd|is geschiedenis)\b",
    rf"\b(?:gestopt|opgehouden|gekapt|gekappt|schluss) (?:met|mit) {_THE}{WORDS}",
    rf"\b(?:weg|vertrokken|raus|vort) (?:bij|bei) {_THE}{WORDS}",
    # French
    rf"{_OTHERS}\b(?:je|on|nous|j['’]) ?(?:ne |n['’])?{_LAZY} plus\b(?! (?:que|tard|grand|petit|de \d))",
    rf"\bplus (?:du tout )?(?:de |d['’]|aucune? ){WORDS}",
    rf"{_LEAD}{_THE}{_LAZY},? (?:c['’]est|est|sont|ça c['’]est) (?:bien |enfin |"
    r"définitivement )?(?:finie?s?|terminée?s?|passé|du passé|derrière moi|mort|fichu)\b",
    rf"\b(?:guérie?|remise?|débarrassée?|sortie?) (?:de |du |des |d['’])(?:la |l['’]|mon |ma )?{WORDS}",
    r"\b(?:j['’]ai|on a) (?:tout )?(?:lâché|quitté|arrêté|plaqué|vendu|abandonné|stoppé|laissé tomber|"
    rf"rendu|résilié)(?: de)? {_THE}{WORDS}",
    # Spanish
    rf"{_OTHERS}\bya no (?:me |nos )?{WORDS}",
    rf"\b(?:he|hemos) (?:dejado|abandonado|superado|vencido|vendido|terminado|acabado)(?: de| con)? {_THE}{WORDS}",
    rf"{_LEAD}{_THE}{_LAZY},? (?:ya )?(?:la|lo|las|los) (?:tengo|he|hemos|tenemos|dejé|vendí|"
    r"superé) ?(?:\w+ad[oa]s?|\w+id[oa]s?)?\b",
    rf"\b(?:dejé|dejamos|abandoné|vendí|terminé|acabé|superé|paré)(?: de| con)? {_THE}{WORDS}",
    # Portuguese
    rf"{_OTHERS}\bjá não (?:me )?{WORDS}",
    rf"{_OTHERS}\bnão {_LAZY} mais\b",
    rf"\b(?:parei|deixei|larguei|desisti|abandonei|vendi|terminei|acabei)(?: de| com| d[oa])? {_THE}{WORDS}",
    # Italian
    rf"{_OTHERS}\bnon (?:mi )?{_LAZY} più\b",
    rf"{_OTHERS}\bnon \w+ più (?:in |a |al |alla |da |di |con |per |all['’])?{_THE}{WORDS}",
    rf"^{_THE}{_LAZY},? (?:(?:l['’]|lo |la |li |le )(?:ho|abbiamo)|je l['’]ai|on l['’]a|"
    r"nous l['’]avons) (?:mollat|smess|lasciat|abbandonat|vendut|chius|lâché|arrêté|quitté|abandonné|"
    r"vendu|plaqué)\w*",
    r"\bho (?:smesso|chiuso|finito|mollato|lasciato|venduto|abbandonato)(?: di| con| col| coi|"
    rf" con l[ao]?| con il| a)? {_THE}{WORDS}",
)
"""Forms that name what somebody does, eats, has or was, and does no longer."""

_WELL: Final = (
    r"(?:wieder (?:\w+ )?(?:gut|ok|okay|in ordnung|fit|heil|normal|ganz|besser|gesund)|verheilt|geheilt|"
    r"ausgeheilt|auskuriert|überstanden|verschwunden|"
    r"weg|vorbei|viel besser|keine probleme mehr|weer (?:goed|in orde|beter|normaal)|genezen|over|hersteld)"
)
_BETTER: Final = (
    r"(?:va (?:beaucoup |bien |nettement )?mieux|va bien|est (?:guérie?|passée?|partie?|finie?|réglée?|"
    r"rétablie?|soignée?)|a disparu|"
    r"(?:ya )?(?:está|va|anda) (?:mucho |ya |muy )?(?:bien|mejor|curad[oa]|superad[oa]|perfect[oa])|"
    r"(?:ya )?(?:se )?(?:me )?(?:ha |se )?(?:curado|pasado|quitado|curó|pasó|quitó|desaparecido)|"
    r"(?:já )?(?:está|ficou) (?:bem|boa?m?|melhor|curad[oa]|ótim[oa])|(?:já )?(?:me )?(?:passou|sarou|"
    r"curou|melhorou|desapareceu|sumiu)|"
    r"(?:sta|va) (?:molto |ora )?(?:meglio|bene)|è (?:passat[oa]|guarit[oa]|sparit[oa]|risolt[oa]|a posto))"
)
HEALED: Final = (
    rf"{_LEAD}{_THE}{_LAZY} (?:ist|sind|hat|geht|macht|wurde|is|zijn|doet)(?: es)?(?: jetzt| nun|"
    rf" endlich| inzwischen| komplett| ganz| nu| helemaal)* {_WELL}\b",
    rf"{_LEAD}{_THE}{_LAZY} {_BETTER}",
    rf"{_LEAD}{_THE}{_LAZY} (?:bin|sind) (?:ich|wir) (?:\w+ )?(?:los|losgeworden)\b",
    rf"\b(?:ich |wir )?(?:bin|sind) (?:jetzt |endlich |nun )*{_THE}{_LAZY} (?:los|losgeworden)\b",
    rf"\b(?:se me|me) (?:ha |han )?(?:curado|pasado|quitado|curó|pasó|quitó|fue) {_THE}{WORDS}",
    r"\b(?:curad[oa]|recuperad[oa]|recuperei|curei-me|guarit[oa]|ripres[oa]|genesen|geheilt|erholt|"
    rf"hersteld)(?: mich)? (?:de |del |da |do |dal |dalla |von |vom |van )?{_THE}{WORDS}",
)
"""Forms that name an ailment that is over."""

LIKED_AFTER_ALL: Final = (
    rf"\b(?:al final|ahora|ya|por fin|resulta que) (?:sí )?(?:que )?me (?:gustan?|encantan?) {_THE}{WORDS}",
    rf"\b(?:afinal|agora|já|no fim)(?: até| sim)? (?:gosto|adoro|curto)(?: muito)? (?:de |do |da |dos |das )?{WORDS}",
    rf"\b(?:finalement|maintenant|au final)(?:,| c['’]est bon,)? j['’](?:aime|adore)(?: bien| beaucoup)? {_THE}{WORDS}",
    rf"\b(?:alla fine|ora|adesso|ormai) (?:sì )?mi (?:piac(?:e|ciono)|va bene) {_THE}{WORDS}",
    rf"{_THE}{_LAZY} (?:mag|esse|finde|lust|eet) (?:ich|ik) (?:jetzt|inzwischen|mittlerweile|nun|doch|"
    r"inmiddels|nu)(?: doch| \w+)?(?: gerne?| gut| lecker| super| graag| lekker)?\b",
    rf"\bich (?:mag|esse|liebe) (?:jetzt|inzwischen|mittlerweile|nun|doch)(?: doch| auch| sogar)* {WORDS}",
)
"""Forms that name what somebody did not like, and does."""

INSTEAD: Final = (
    r"\bvon (?P<of>[^\W\d_][\w’' -]{1,25}?) (?:auf|zu|zur|zum|"
    r"nach) (?P<new>[^\W\d_][\w’' -]{1,25}?) (?:umgestiegen|gewechselt|gegangen|übergegangen)",
    r"\b(?P<of>[^\W\d_][\w’'-]+) gegen (?P<new>[^\W\d_][\w’'-]+) (?:ein)?getauscht",
    r"\b(?:statt|anstatt|in plaats van) (?P<of>[^\W\d_][\w’'-]+)(?: jetzt| nun| nu)? (?P<new>[^\W\d_][\w’'-]+)",
    r"\b(?:cambié|he cambiado|troquei|j['’]ai (?:troqué|échangé|remplacé|changé)|ho (?:scambiato|"
    r"cambiato|sostituito)) (?:el |la |le |les |o |a |il |l['’])?(?P<of>[^\W\d_][\w’'-]+) (?:por|pour|"
    r"contre|par|pel[oa]|per|con) "
    r"(?:el |la |le |les |o |a |il |l['’])?(?P<new>[^\W\d_][\w’'-]+)",
)
"""Forms that name what takes the place of what."""

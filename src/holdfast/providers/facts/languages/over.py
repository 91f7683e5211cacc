"""How German, Dutch, French, Spanish, Portuguese and Italian say that something is over: before it, and behind it."""

from __future__ import annotations

from typing import Final

WORDS: Final = (
    r"(?P<of>(?:(?! (?:e|et|y|und|en|mais|pero|mas|ma|aber|maar|porque|parce|perché|weil|omdat|desde|"
    r"depuis|seit|sinds|da|em|en|in|im) )[^,;:.!?()\n]){2,40}?)"
)
"""What is over, up to a word that cannot belong to it."""

NAME: Final = r"(?P<of>[^\W\d_][\w’'-]*(?: (?-i:[^\W\d_a-zß-öø-ÿ])[\w’'-]*)?)"
END: Final = (
    r"(?=[,;:.!?()\n]|$| (?:e|et|y|und|en|mais|pero|mas|ma|aber|maar|porque|parce|perché|weil|omdat|"
    r"desde|depuis|seit|sinds|da|em|en|in|im) )"
)

BEINGS_GONE: Final = (
    # German, Dutch
    rf"\b{NAME} (?:ist|sind|wurde|is|zijn|werd)\b[^,;.!?]{{0,30}}?\b(?:gestorben|verstorben|"
    r"eingeschläfert|tot|entlaufen|weggelaufen|"
    r"ausgezogen|überfahren|weg|abgehauen|gegangen|nicht mehr da|nicht mehr bei uns|overleden|gestorven|"
    r"doodgegaan|ingeslapen|weggelopen|vertrokken|overreden|er niet meer|dood)\b",
    rf"\b{NAME} (?:mussten|musste|moesten|moest) (?:wir|ich|we|ik) (?:[\w.]+ ){{0,4}}?(?:einschläfern|"
    r"gehen lassen|begraben|abgeben|weggeben|hergeben|erlösen|laten inslapen|wegdoen|afstaan|begraven)\b",
    rf"\b{NAME} (?:haben|habe|hab|hebben|heb) (?:wir|ich|we|ik) (?:[\w.]+ ){{0,3}}?(?:abgegeben|"
    r"weggegeben|hergegeben|verloren|begraben|beerdigt|verkauft|eingeschläfert|weggedaan|afgestaan|"
    r"verloren)\b",
    rf"\b(?:mussten|musste|moesten|moest) (?:wir|ich|we|ik)? ?{NAME} (?:[\w.]+ ){{0,3}}?(?:einschläfern|"
    r"gehen lassen|begraben|abgeben|weggeben|erlösen|laten inslapen|wegdoen|afstaan)\b",
    rf"\b{NAME} (?:hat|heeft) (?:mich|uns|mij|me|ons) (?:\w+ )?(?:verlassen|verlaten|sitzen lassen|gedumpt)\b",
    rf"\b{NAME} (?:wohnt|lebt|woont|leeft) (?:jetzt|nun|inzwischen|nu|tegenwoordig) bei\b",
    rf"\b{NAME} (?:und|en) (?:ich|ik) (?:sind|haben|zijn|hebben)\b[^,;.!?]{{0,40}}?\b(?:getrennt|"
    r"geschieden|nicht mehr zusammen|auseinander|schluss gemacht|uit elkaar|gescheiden|niet meer samen|"
    r"gestopt)\b",
    rf"\b(?:habe|hab|bin|heb|ben) (?:ich |ik )?(?:mich |me )?(?:\w+ ){{0,3}}?von {NAME} (?:getrennt|"
    r"geschieden|gescheiden)\b",
    rf"\b(?:mit|met) {NAME} (?:ist|habe ich|hab ich|is|heb ik)(?: es)? (?:\w+ ){{0,2}}?(?:schluss|aus|"
    r"vorbei|uit|voorbij)\b",
    rf"\b{NAME} (?:ist|is) (?:\w+ )?(?:für immer|friedlich|voorgoed|sanft) (?:eingeschlafen|gegangen|ingeslapen)\b",
    # French, Spanish, Portuguese, Italian
    rf"\b{NAME} (?:est|nous a|s['’]est|a été|se|ha|nos|me|è|ci ha|mi ha|non|n['’]est|ya no|já não|"
    r"m['’]a)(?: (?:me|nos|hélas|malheureusement|bien))* ?(?:morte?|décédée?|partie?|quittée?s?|enfuie?|"
    r"échappée?|piquée?|"
    r"euthanasiée?|renversée?|murió|falleció|escapó|fue|perdió|muerto|fallecido|dejado|dejó|deixou|"
    r"mort[oa]|scappat[oa]|mancat[oa]|venut[oa] a mancare|lasciat[oa]|c['’]è più|plus là|está|"
    r"larguée?)\b",
    rf"\b{NAME} (?:ficou com (?:el[ea]|[oa]s? )|se quedó con|est restée? (?:chez|avec)|"
    r"è rimast[oa] (?:da|dai|con)|ist bei \w+ geblieben|is bij \w+ gebleven|morreu|faleceu|fugiu|"
    r"deixou-me|me deixou|foi-se|saiu de casa|s['’]est barrée?|a déménagé|se marchó|se fue|se mudó|"
    r"se n['’]è andat[oa])\b",
    r"\b(?:on a dû|nous avons dû|j['’]ai dû|tuvimos que|tuve que|tivemos (?:de|que)|tive (?:de|que)|"
    r"abbiamo dovuto|ho dovuto) (?:faire piquer|euthanasier|donner|enterrer|dormir a|sacrificar a|dar|"
    rf"abater|sopprimere|dare via|far sopprimere) (?:o |a |le |la )?{NAME}",
    rf"\b(?:{NAME} (?:et|y|e) (?:moi|yo|eu|io)|(?:moi|yo|eu|io) (?:et|y|"
    rf"e) {NAME.replace('?P<of>', '?:')})\b[^,;.!?]{{0,30}}?\b(?:séparés?|rompu|terminé|plus ensemble|"
    r"separado|dejado|dejamos|rompimos|cortamos|roto|juntos|divorciado|separámos|separamos|acabámos|"
    r"acabamos|terminámos|terminamos|lasciati|separati|insieme)\b",
    rf"\b{NAME} (?:se (?:lo|la) (?:quedó|queda|llevó)|c['’]est .{{2,20}} qui l['’]a|l['’]a gardée?|"
    r"se l['’]è tenut[oa]|ficou com)\b",
    rf"\b(?:het is|['’]?t is|es ist|c['’]est|è|está|se) (?:uit|voorbij|aus|vorbei|schluss|fini|terminé|finita|"
    rf"acabado|"
    rf"acabó) (?:met|mit|avec|con|com) {NAME}",
    rf"\b{NAME} (?:et|y|e|und|en) (?:moi|yo|eu|io|ich|ik),? (?:c['’]est (?:fini|terminé|mort)|se acabó|acabou|"
    rf"è finita|"
    r"(?:da )?ist (?:aus|vorbei|schluss)|is (?:uit|voorbij|klaar))\b",
    rf"\bse (?:me|nos) (?:ha )?(?:murió|muerto|escapó|escapado) (?:el |la )?{NAME}",
    rf"\b(?:j['’]ai|ho|he|hab|habe) (?:largué|plaqué|scaricato|plantado) (?:a )?{NAME}(?=$|[,.!])",
    rf"\bmorreu(?:-nos|-me)? (?:o |a )?{NAME}",
    rf"\b(?:we|ik|wir|ich) (?:hebben|heb|haben|hab|habe) {NAME} (?:\w+ ){{0,2}}?(?:moeten laten inslapen|"
    rf"laten inslapen|"
    r"moeten wegdoen|weggedaan|begraven|einschläfern (?:lassen|müssen)|beerdigt|begraben|eingeschläfert)\b",
    rf"\b{NAME} (?:hat|heeft) [^,;.!?]{{2,20}} (?:behalten|mitgenommen|gehouden|meegenomen)\b",
    rf"\b{NAME} (?:et|y|e) (?:moi|yo|eu|io) (?:avons|nous avons|on a|nos|hemos|ci siamo|"
    rf"abbiamo)\b[^,;.!?]{{0,20}}?\b(?:divorcé|divorciado|divorciamos|divorziato|séparés|rompu|"
    r"separato)\b",
    r"\b(?:me (?:he )?(?:separ[ée]|separado|divorci[ée]|divorciado)|rompí|he roto|corté|terminé|"
    r"lo (?:he )?(?:dejado|dejé)|separei-me|me separei|divorciei-me|terminei|acabei|"
    r"je me suis (?:séparée?|divorcée?)|j['’]ai (?:rompu|divorcé)|"
    rf"mi sono (?:lasciat|separat)[oa]|ho rotto|ho chiuso) (?:avec|de|d['’]|con|com|d[oa]|da) ?(?:[oa] )?{NAME}",
)
"""Forms that name a partner or an animal."""

_ALONE: Final = (
    r"(?:vrijgezel|gescheiden|geschieden|célibataire|divorcée?|solter[oa]|divorciad[oa]|solteir[oa]|"
    r"celibe|nubile|divorziat[oa])"
)
_NOW: Final = (
    r"(?:wieder|jetzt|nun|frisch|inzwischen|mittlerweile|weer|nu|inmiddels|redevenue?|maintenant|"
    r"de nouveau|à nouveau|ahora|de nuevo|otra vez|"
    r"agora|de novo|outra vez|ora|adesso|ormai|di nuovo|tornat[oa]|(?:seit|sinds) \w+)"
)
_BEHIND: Final = (
    r"(?=[,;:.!?()\n]|$| (?:y|e|et|und|en|e|mais|pero|mas|ma|aber|maar|desde|depuis|seit|sinds|da|dal|"
    r"hace|há|mit|met|con|com|avec|" + (_NOW[3:-1] + r")\b)")
)
_IS_ALONE: Final = (
    rf"(?:(?:\b(?:bin|ben|suis|soy|estoy|sou|estou|fiquei|sono|{_NOW[3:-1]})(?: (?:ich|ik|"
    rf"{_NOW[3:-1]}))* )(?:single|{_ALONE[3:-1]})"
    rf"|^{_ALONE}){_BEHIND}"
)
"""That the speaker is alone; the words that tell it tell the kind of a thing as well: "ein Single-Haushalt"."""

PAIR_PARTED: Final = (
    r"\b(?:haben uns (?:\w+ )?getrennt|sind (?:\w+ )?(?:geschieden|getrennt|auseinander)|"
    r"nicht mehr zusammen|wieder solo|zijn uit elkaar|niet meer samen|zijn gescheiden|"
    r"on s['’]est (?:séparés?|quittés?)|on a rompu|nous (?:nous sommes séparés|avons rompu)|"
    r"on n['’]est plus ensemble|"
    r"lo hemos dejado|lo dejamos|nos (?:hemos separado|separamos|divorciamos)|hemos roto|ya no estamos juntos|"
    r"separámo-nos|nos separamos|terminámos|terminamos|a gente (?:terminou|se separou|acabou)|"
    r"já não estamos juntos|não estamos mais juntos|"
    r"ci siamo (?:lasciati|separati)|non stiamo più insieme|abbiamo rotto|(?:j['’]ai|on a|nous avons) divorcé|"
    r"(?:ho|abbiamo) divorziato|me (?:he )?divorci(?:é|ado)|me divorciei|divorciei-me)\b|" + _IS_ALONE
)

WORK_LEFT: Final = (
    rf"\b(?:habe|hab|heb) (?:ich |ik )?(?:\w+ ){{0,3}}?(?:bei|bij) (?:der |dem |de |"
    rf"het )?{NAME} (?:\w+ )?(?:gekündigt|aufgehört|hingeschmissen|geschmissen|ontslag genomen|opgezegd|"
    r"gestopt)\b",
    rf"\b(?:bin|ben) (?:ich |ik )?(?:\w+ ){{0,3}}?(?:bei|bij|von|weg bij) (?:der |dem |de |"
    rf"het )?{NAME} (?:\w+ )?(?:weg|raus|gegangen|ausgeschieden|vertrokken|ontslagen|entlassen worden|"
    r"gekündigt worden|gestopt)\b",
    rf"\b(?:ben|bin) (?:ik |ich )?(?:gestopt|aufgehört) (?:als|met|mit|bij|bei) {WORDS}{END}",
    r"\b(?:habe|hab|heb) (?:ich |ik )?(?:mit )?(?:dem |der |den |das |die |het |"
    rf"de )?{WORDS} (?:aufgehört|aufgegeben|an den nagel gehängt|hingeschmissen|geschmissen|opgegeven|"
    r"eraan gegeven|opgezegd)\b",
    r"\b(?:j['’]ai|on a|nous avons) (?:arrêté|quitté|lâché|abandonné|laissé tomber|démissionné (?:de|du|"
    rf"de chez)|plaqué)(?: chez)? (?:de |d['’]|le |la |les |l['’]|du |mon |ma )*{WORDS}{END}",
    rf"\bj['’]ai été (?:licenciée?|virée?|renvoyée?) (?:de |de chez |par |chez )?{WORDS}{END}",
    r"\b(?:he dejado|dejé|hemos dejado|dejamos|me (?:he )?(?:fui|ido) de|renuncié a|abandoné|cerré|"
    rf"cerramos) (?:de |el |la |los |las |mi |en |trabajar (?:en|de|como) )*{WORDS}{END}",
    rf"\b(?:bin|sind|habe|haben) (?:ich |wir )?(?:\w+ ){{0,2}}?(?:aus|von) {NAME} (?:\w+ )?(?:weggezogen|"
    rf"fortgezogen|weggegangen|"
    r"ausgezogen)\b",
    rf"\bnos (?:hemos ido|fuimos|marchamos|hemos marchado|mudamos) de {WORDS} (?:para siempre|definitivamente|"
    rf"a vivir)\b",
    rf"\b{NAME} (?:despediu-me|me despediu|mi ha licenziat[oa]|hat mich (?:entlassen|gefeuert|rausgeworfen)|"
    rf"heeft (?:me|mij) ontslagen)\b",
    rf"\b{NAME} (?:wurde|ist) (?:\w+ )?überfahren\b",
    rf"\b{NAME} m['’]a (?:licenciée?|virée?|renvoyée?|mise? à la porte)\b",
    rf"\bfui (?:despedid|demitid)[oa] (?:d[aeo]s?|pel[oa]) {WORDS}{END}",
    rf"\b(?:me (?:han )?(?:echaron|echado|despidieron|despedido)) (?:de |del )?{WORDS}{END}",
    r"\b(?:deixei|deixámos|deixamos|larguei|saí|saímos|abandonei|fechei|fechámos|despedi-me|me demiti|"
    rf"demiti-me)(?: de| da| do| dos| das| a| o)* {WORDS}{END}",
    r"\b(?:ho (?:lasciato|mollato|smesso(?: di)?|chiuso|abbandonato)|abbiamo (?:lasciato|chiuso)|"
    r"mi sono (?:licenziat|dimess)[oa] (?:da|dalla|dal|dall['’])|mi hanno licenziat[oa] (?:da|dalla|"
    rf"dal)) ?(?:il |la |lo |i |le |l['’])?{WORDS}{END}",
)
"""Forms that name what somebody has left: work, a firm, a town, a habit."""

NO_MORE: Final = (
    rf"\b(?:nicht|kein(?:e|en|er|em)?|geen|niet) (?:bei |in |als |mit |bij |met |op )?{WORDS} (?:mehr|meer)\b",
    r"\b(?:nicht mehr|niet meer) (?:bei |in |als |mit |bij |met |op |gegen |tegen |allergisch (?:gegen|"
    rf"auf|voor) )*{WORDS}{END}",
    rf"\b(?:kein(?:e|en|er)?|geen) {WORDS} (?:mehr|meer)\b",
    r"\bich (?P<of>(?:koche|unterrichte|arbeite|lehre|fahre|backe|pflege)\b.{0,20}?) nicht mehr",
    r"\b(?:ne|n['’])(?:suis|mange|bois|fais|travaille|habite|vis|joue|enseigne|sommes|vivons|"
    rf"habitons)? ?plus (?:de |du |d['’]|à |au |aux |chez |en |allergique (?:à |au |aux )?)*{WORDS}{END}",
    r"\b(?:je|on|nous) (?:ne |n['’])(?:\w+) plus (?:de |du |d['’]|à |au |aux |chez |en |"
    rf"allergique (?:à |au |aux )?(?:l['’]|la )?)*{WORDS}{END}",
    r"\bje n['’](?P<of>\w+) plus\b",
    r"\bya no (?:estoy|trabajo|vivo|vivimos|soy|como|tengo|bebo|juego|doy|hago|toco)(?: en| con| de|"
    rf" alérgic[oa] (?:a|al))*(?: el| la| los| las)? {WORDS}{END}",
    r"\b(?:já não|não) (?:estou|trabalho|moro|vivo|sou|como|tenho|bebo|jogo|toco|dou)(?: mais)?(?: em|"
    rf" no| na| com| de| alérgic[oa] (?:a|ao|à))*(?: o| a| os| as)? {WORDS}(?: mais)?{END}",
    r"\bnon (?:sono|lavoro|vivo|abito|mangio|bevo|ho|gioco|suono|faccio|insegno) più (?:a |in |da |"
    rf"alla |per |allergic[oa] (?:al|alla|ai|alle|all['’]) ?)*{WORDS}{END}",
)

FOOD_AGAIN: Final = (
    r"\b(?:esse|essen|vertrage|trinke|eet|eten|drink|verdraag) (?:ich |wir |ik |we )?(?:\w+ )?(?:wieder|"
    rf"weer) (?:auch )?{WORDS}{END}",
    rf"\b{NAME} (?:esse|vertrage|trinke|darf|kann|mag|eet|verdraag|mag|kan) (?:ich|ik) (?:\w+ )?(?:wieder|weer)\b",
    r"\b(?:remange|rebois|(?:mange|bois|supporte) (?:de nouveau|à nouveau|encore)|me suis remise? (?:à|"
    rf"au|aux)) (?:du |de la |des |le |la |les |l['’])?{WORDS}{END}",
    rf"\b(?:vuelvo a|he vuelto a|volví a|puedo volver a|ya puedo) (?:comer|beber|tomar) {WORDS}{END}",
    rf"\b(?:voltei a|posso voltar a|já posso) (?:comer|beber) {WORDS}{END}",
    r"\b(?:mangio|bevo|posso mangiare|ho ripreso a mangiare|sono tornat[oa] a mangiare) (?:di nuovo |"
    rf"ancora )?{WORDS}(?: di nuovo)?{END}",
    r"^(?:le |la |il |gli |i |l['’]|las |los |el |les |os |as |o |a |die |der |das |de |"
    rf"het )?{WORDS} (?:(?:ora|adesso|ormai|ahora|ya|agora|já|maintenant) )?(?:(?:le|lo|la|li|las|los|os|"
    r"as|les) )(?:mangio|posso mangiare|puedo comer|como|mange|posso comer|tolero|supporte)\b",
    r"\b(?:allergia|alergia|allergie)(?: (?:a|al|alla|alle|aux?|à la|gegen|auf|voor|ao|à|às|"
    rf"aos) {WORDS})? (?:è passata|è sparita|ist weg|ist verschwunden|is over|is weg|a disparu|"
    r"est partie|passou|desapareció|se me pasó|ha desaparecido|sumiu)\b",
)
"""Forms that take back what somebody did not eat or could not take."""

MEAT_AGAIN: Final = (
    r"\b(?:ho ricominciato|ho iniziato|ricominciato|recommencé|commencé|voltei|comecei|he empezado|"
    r"empecé|he vuelto|angefangen) (?:a|à) (?:mangiare|manger|comer|essen) (?:la |de la |du )?(?:carne|"
    r"viande|poisson|pesce|pescado|peixe|pollo|poulet|fleisch)\b",
    r"\b(?:ess|esse|essen|eet|eten) (?:ich |wir |ik |we )?(?:\w+ )?(?:wieder|weer|jetzt doch) (?:fleisch|"
    r"fisch|wurst|huhn|vlees|vis|kip)\b",
    r"\b(?:fleisch|fisch|vlees|vis) (?:esse|eet) (?:ich|ik) (?:\w+ )?(?:wieder|weer)\b",
    r"\b(?:remange|(?:mange|mangeons) (?:de nouveau|à nouveau)|me suis remise? à manger) (?:de la |"
    r"du )(?:viande|poisson|poulet)\b",
    r"\b(?:mange|mangeons) (?:de la |du |des )?(?:viande|poisson|poulet) (?:de nouveau|à nouveau|"
    r"maintenant)\b|\bmange maintenant (?:de la |du )(?:viande|poisson)\b",
    r"\b(?:como|comemos) (?:carne|pescado|pollo) (?:otra vez|de nuevo)\b|\b(?:como|comemos) (?:carne|"
    r"peixe|frango) (?:outra vez|de novo)\b|\bmangio (?:la )?(?:carne|pesce) (?:di nuovo|adesso)\b",
    r"\b(?:vuelvo a|he vuelto a|volví a) comer (?:carne|pescado|pollo)\b|\b(?:voltei a|"
    r"voltámos a) comer (?:carne|peixe|frango)\b",
    r"\b(?:mangio di nuovo|ho ripreso a mangiare|sono tornat[oa] a mangiare|rimangio) (?:la )?(?:carne|"
    r"pesce|il pesce|pollo)\b",
)
MEATLESS: Final = "vegetarier vegetarierin vegetarisch vegan veganer vegetariano vegetariana vegano vegana végétarien végétarienne végane vegetariër vegetarisch veganist vegetariër"

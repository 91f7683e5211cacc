"""Words beside a name that tell that somebody or an animal is gone, without which the reader alone ends nothing.

Of whom people speak by name something is told nearly always, and most of it goes by.  The reader has heard of names
mostly when somebody parted or died, so a name with any event sounds to it like an end.  It needs a second sign: a word
that speaks of parting or of death whatever stands beside it, or one that does so where the name is its subject or its
object: "Gemma left me", "we lost Otis", but neither "Gemma left the oven on" nor "we lost the match against Otis".
"""

from __future__ import annotations

import re
from typing import Final

from holdfast.providers.facts.rare import Rare

_SURELY: Final = Rare(
    # English
    r"\b(?:die[ds]|dying|(?<!\ba )(?<!\ban )(?<!\bthe )(?<!\bsome )(?<!something )dead|death|killed (?:by|in|on|"
    r"last|yesterday|him|"
    r"her|it)|(?:got|get|getting|been|was|were|be) (?:\w+ )?(?:killed|shot|stolen|nicked|poisoned|squashed|"
    r"euthani[sz]ed)|passed "
    r"(?:away|on|peacefully|in (?:his|her|their) sleep)|(?:run|ran) (?:him |her |it )?over|put (?:him |her |it |"
    r"them |\w+ )?"
    r"(?:down|to sleep)|put to (?:sleep|rest)|buried|cremat\w+|euthani\w+|rehom\w+|drown\w*|perished|expired|"
    r"departed|adopted|"
    r"(?:didn['’]?t|did not|won['’]?t|doesn['’]?t) (?:make it|wake(?: up)?|pull through|come (?:back|home))|"
    r"never (?:came|come|returned|woke|made it|found|saw|seen)|(?:vet|doctor) (?:couldn['’]t|could not)|"
    r"divorc\w+|separat(?:ed|ing|ion)|split(?:ting)? (?:up|with|from)|(?:have|['’]ve|has) split|(?:broke|broken|"
    r"break|breaking) (?:it )?"
    r"(?:up|off)|(?:ditched|dumped|chucked|ghosted|cheated on|jilted|binned|turfed|finished with|walked out on|"
    r"left|leaves|"
    r"leaving|quit on|done with) (?:me|us)\b|(?:on|to) (?:me|us) for (?:good|another|somebody|someone)|"
    r"exe?s?\b(?!-)|ex-\w+|"
    r"kaput|donezo|uncoupled|parted|heaven|heart stopped|outlived|signed the papers|maiden name|our engagement|"
    r"spoils (?:him|her) rotten|"
    r"(?:has|have|kept|keeps|took) (?:him|her|it|them)\b(?! (?:to|for|out|by|on|up)\b)|on the head|slung out|"
    r"called it (?:quits|a day|off)|"
    r"marching orders|single (?:again|now)|(?:(?:not|no longer|n['’]t)(?: living| still)?|aren['’]t|"
    r"apart) (?:together|with me|mine|"
    r"ours|an item|a (?:couple|thing|pair))|(?:not|n['’]t|no longer) my \w+|moved out|kicked out|thrown out|"
    r"threw (?:him|her|them) out|"
    r"widow\w*|rainbow bridge|late (?:wife|husband|partner)|(?:is|are|it['’]?s|we['’]?re|was|were|things are) "
    r"(?:\w+ )?(?:over|through|finished|history|off)\b(?! (?:at|on|to|in|for|the|of|with (?!me\b|him\b|her\b))\b)|"
    r"new (?:home|owners?|family)|good home|no longer (?:with (?:me|us|him|her)|living|lives?|here|alive|around|"
    r"see|my|mine|married|together|"
    r"have|has|there|the one)|(?:someone|somebody|anyone) else['’]s|belongs? to|for (?:good|ever)|forever|(?:a|"
    r"the|some) (?:fox|"
    r"hawk|car|van|lorry|truck|train|bus|coyote|eagle|snake|badger) (?:\w+ )?(?:got|had|took|hit|killed|ate)|"
    r"(?:hit|caught|taken|eaten|killed|squashed) by (?:an?|the|next|some|our|my)|gone missing since|"
    r"missing (?:since|for (?:\w+ )?"
    r"(?:weeks?|months?|years?))|parted (?:ways|company)|cut ties|nobody['’]s|lives? (?:with|at) (?:my|his|her|"
    r"their)|"
    r"with (?:my|another|a new|someone|somebody) \w+ now|(?:any ?more|any longer)(?=[,.!?;]|$| (?:and|but|so|"
    r"since)\b)(?<!talking any "
    r"more)|met (?:his|her) maker|popped (?:his|her) clogs|"
    r"reject\w*|estranged|disowned|miscarr\w+|gave (?:him|her|it|them) (?:up|away|back|to)|let (?:him|her|it|"
    r"them) go)\b"
    # German, Dutch
    r"|\b(?:gestorben|verstorben|stirbt|starb|tot|tod|tödlich|eingeschläfert|einschläfern|"
    r"friedlich (?:\w+ )?eingeschlafen|für immer|begraben|beerdigt|"
    r"überfahren|erlöst|regenbogenbrücke|lebt (?:\w+ )?nicht mehr|nicht mehr (?:da|mein\w*|bei (?:uns|mir)|"
    r"zusammen|unter uns|wieder\w*)|"
    r"getrennt|trennung|geschieden|scheidung|verlassen|schluss(?! gemacht mit (?:de[mr]|ein))|ex|"
    r"sitzen ?(?:lassen|gelassen)|abserviert|betrogen|ausgezogen(?! zum)|"
    r"kein paar mehr|weggegeben|abgegeben|abgeben|vermittelt|verschenkt|verkauft|entlaufen|entflogen|ausgebüxt|"
    r"weggelaufen|weggeflogen|verunglückt|"
    r"umgekommen|verloren|gegangen|eingegangen|ist weg|war weg|nie (?:wieder|mehr)|gehört jetzt|jetzt bei|"
    r"witwer?|verwitwet|endgültig|"
    r"überleb\w+|nicht geschafft|kein\w* \w+ mehr)\b"
    r"|\b(?:overleden|dood(?:gegaan|gereden)?|gestorven|ingeslapen|inslapen|overreden|verongelukt|begraven|"
    r"uit elkaar|gescheiden|scheiding|verlaten|"
    r"(?:is|het) (?:\w+ )?uit(?:gemaakt)?|uitgemaakt|uiteen|ex|weggelopen|weggegaan|weggedaan|weggegeven|"
    r"verkocht|niet meer|voorgoed|kwijt(?:geraakt)?|"
    r"nooit meer|verhuisd|vertrokken|weduwe|weduwnaar|laten gaan|bedrogen|gedumpt|is weg|woont nu|verloren)\b"
    # French, Spanish, Italian, Portuguese
    r"|\b(?:morte?s?(?! de)|mourir|décès|décédée?|éteinte?|enterrée?|piquer|euthanasi\w+|divorc\w+|séparée?s?|"
    r"rupture|largu\w+|plaquée?|"
    r"(?:nous|m['’]a|m['’]as|me|nous a|nous ont) ?(?:a |ont )?quittée?s?|(?:m['’]a|nous a) laissée?s?|trompée?|"
    r"écrasée?|plus (?:là|avec|ensemble|mon|ma|en vie|chez)|jamais "
    r"revenue?|jamais retrouvée?|pour toujours|pour de bon|définitivement|c['’]?(?:est )?(?:fini|terminé)|"
    r"veuve?f?|volée?|perdue? (?!s(?:on|a|es) )|donnée? à|"
    r"vend\w+|adopt\w+|ciel|paradis|étoiles|renard|parti(?:e|s)? (?:avec|vivre|pour|rejoindre|au ciel|"
    r"de la maison)|barrée?|tirée?|mon ex|ma ex)\b"
    r"|\b(?:mur(?:ió|ieron|io)|muert[oa](?! de)|morir|falleci\w+|muri[oó]|enterr\w+|sacrific\w+|dormir|dormimos|"
    r"divorci\w+|separ(?:é|amos|ado|ados|ada|ó|ación)|"
    r"(?:me|nos) (?:ha |han |hemos )?(?:dej[oó]|dejado|dejamos|abandon\w+|plant[oó]|engañ\w+)|(?:lo|hemos|"
    r"he) (?:hemos )?(?:dejado|dejamos|dejé)|roto|rompi\w+|terminamos|cortamos|ya no "
    r"(?!\w+ (?:más|tanto))|nunca (?:más|volvió|regresó)|no (?:ha vuelto|volvió|regresó|apareció|sobrevivió|"
    r"resistió)|para siempre|viud[oa]|robaron|robado|atropell\w+|"
    r"vend[íi]\w*|adopción|regal\w+|se (?:nos|me) (?:fue|murió|perdió|escapó)|mi ex|cielo|acab(?:ó|amos))\b"
    r"|\b(?:mort[oaie](?! d)|morire|morì|mancat[oa]|spirat[oa]|decedut[oa]|defunt[oa]|sepolt[oa]|soppress[oa]|"
    r"sopprimere|addormentare|divorzi\w+|separat[oaie]|separazione|lasciat[ie]|"
    r"(?:mi|ci) (?:ha |hanno )?(?:lasciat[oaie]|lasciò|mollat[oaie]|tradit[oaie]|piantat[oa])|mollati|è finita|"
    r"finita con|non (?:è|sta|c['’]è|siamo|vive|stiamo) (?:\w+ )?più|"
    r"mai (?:tornat[oa]|trovat[oa])|per sempre|vedov[oa]|rubat[oa]|investit[oa]|regalat[oa]|vendut[oa]|ceduto|"
    r"cedut[oa]|dat[oa] (?:a|via|in)|è (?:scappat|andat|usci)[oa]\w*|il mio ex|la mia ex|"
    r"cielo|paradiso|chiuso|se n['’]è andat[oa])\b"
    r"|\b(?:morr(?:eu|er|i)|faleceu|falecid[oa]|mort[oa](?! de)|enterr\w+|abat\w+|eutan[aá]s\w+|divorci\w+|"
    r"separ(?:ei|ámo|amos|ados?|ou|ação)\w*|(?:me|nos) (?:deixou|abandonou|traiu|largou)|"
    r"(?:deixou|abandonou|traiu|largou)-(?:me|nos)|termin(?:ei|ámos|amos)|(?:terminou|acabou) comigo|acab(?:ei|"
    r"ámos|amos)|já não|"
    r"não (?:resistiu|voltou|está mais|somos mais|sobreviveu)|nunca mais|"
    r"para sempre|de vez|viúv[oa]|roubad[oa]|roubaram|atropelad[oa]|vend(?:i|emos)|doei|dei (?:o|a)|partiu|"
    r"foi embora|se foi|foi-se|fugiu|saiu (?:de casa|pela|porta)|o meu ex|a minha ex|perdi)\b"
    # Chinese, Japanese
    r"|死|去世|过世|過世|走了|走咗|没了|不在了|安乐|离婚|離婚|分手|分了|散了|掰|退婚|甩|抛弃|丢了|失踪|不见了|跑了|送给|送人|卖了|飞走|埋|天使|彩虹|前(?:夫|妻|任|男友|女友)|"
    r"搬(?:出去|走)|不再|没回来|再也"
    r"|亡くな|逝|別れ|離婚|破棄|振られ|フラれ|捨てられ|出て行|出ていっ|いなくなっ|逃げ|虹の橋|見送|旅立|終わ|もういな|帰ってこな|戻ってこな|譲っ|里子|手放|天国|縁を切|冷たくな|看取|元(?:夫|"
    r"妻|彼|カノ|カレ)"
)
"""What speaks of parting or of death, whatever stands beside it."""

_AS_SUBJECT: Final = re.compile(
    r"['’]?(?:s|ve|re|d)?(?:,? (?:and|&|n|et|und|en|y|e) (?:i|me|myself|moi|ich|ik|yo|io|eu))?(?:(?:,|"
    r" \w+(?: \w+)?,)?"
    r"(?: (?:has|have|had|is|was|are|were|been|just|now|finally|sadly|already|both|also|recently|officially|suddenly|"
    r"ha|hat|a|est|è|haben|sind|zijn|is|heeft|han|hemos|avons|abbiamo|siamo|ci|nous|nos|se|si))*)? ?"
    r"(?:gone(?=[,.!?;]|$| (?:now|for|to|over|from|since|last|this|on|in|with|and|but|off|under|missing|away)\b)|"
    r"went (?:to (?:a|an|my|our|his|her|their|live|the (?:rainbow|farm|fox|hawk|vet|sanctuary))|over|off with|"
    r"in (?:his|her)|missing|under|with)|"
    r"passed(?=[,.!?;]|$| (?:in|last|on|this|at|yesterday|today|peacefully)\b)|left(?=[,.!?;]|$| (?:last|this|on|"
    r"in|for|because|"
    r"when|after|a|two|three|years|months)\b)|left him|slipped away|(?:ended|ending) (?:it|things|us|our|the)|"
    r"finished (?:it|with|things)|"
    r"ran (?:away|off)|flew (?:away|off|out)|got (?:out|away|hit|run|loose)|escaped|vanished|disappeared|"
    r"was taken|walked out(?! of)|wants a|"
    r"filed|asked for (?:a|the)|met (?:someone|somebody)|is (?:seeing|with|dating|marrying)|split|called|stayed|"
    r"lives?|living|moved|"
    r"gehen|lebt|wohnt|gehört|ist fort|ist fortgegangen|woont|gaan)\b",
    re.IGNORECASE,
)
"""What stands behind a name of whom it tells a parting."""

_AS_OBJECT: Final = re.compile(
    r"\b(?:lost|losing|lose|left|leave|leaving|sold|sell|selling|gave|given|giving|give|handed|returned|took|"
    r"taken|let|put|dumped|ditched|"
    r"binned|divorced|ended (?:it|things)|ending (?:it|things)|broke(?:n)? (?:it off|up)|done|over|through|"
    r"finished|parted|quit|kicked|threw|"
    r"chucked|surrendered|without|goodbye|bye|farewell|no more|swapped|traded|not|no longer|hit|killed|got|had|"
    r"ate|stole|took|found|cheated|"
    r"chosen|asked|told|scatter\w*|grave|ashes|funeral|loss|rip|r\.i\.p\.|between me|enough|sick|tired|"
    r"perdu|perdí|perdido|perso|verloren|vendido|venduto|"
    r"quitté|quittée|lasciato|dejado|dejé|deixei|perdi|mit|met|avec|con|com|de|van|von|da|d['’])"
    r"(?:,? (?:with|from|to|on|of|up|off|out|away|it|things|my|our|the|poor|old|dear|little|beloved|dad['’]s|mon|"
    r"ma|notre|mi|mio|mia|meu|minha|"
    r"mein\w*|unser\w*|den|die|das|onze|mijn|a|o|il|la|le|and|me|us|him|her))* ?$",
    re.IGNORECASE,
)
"""What stands before a name with which somebody parts."""


_TO_WHOM: Final = re.compile(
    r" (?:his|her|its|their|my|our|half|some|an?|the|one|two|three|another|more|extra) (?!(?:up|away|back|in|"
    r"down|go|while|day|year|week|"
    r"month|few|weekend|night|other|hard|long)\b)[\w]",
    re.IGNORECASE,
)
"""What stands behind the name of whom something is given to, or done to: "gave Rolo half his sausage"."""


def tells_of_parting(sentence: str, start: int, end: int) -> bool:
    """Whether a sentence has a word that tells of whom it names at ``sentence[start:end]``, if at all, to be gone."""
    if _SURELY.fits(sentence):
        return True
    if not end:
        return False
    return _AS_SUBJECT.match(sentence, end) is not None or (
        _AS_OBJECT.search(sentence[:start]) is not None and _TO_WHOM.match(sentence, end) is None
    )

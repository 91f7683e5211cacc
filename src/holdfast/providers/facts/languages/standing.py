"""Wishes that hold from now on, by two signs: a word that says for how long, and one that asks something of the assistant.

English has forms of its own (`holdfast.providers.facts.languages.english.instructions`); of it these are those that say
on what occasion something is to be done.
"""

from __future__ import annotations

import re
from typing import Final

from holdfast.providers.facts.screening import Screened

_LEAD: Final = (
    r"^(?:(?:bitte|und|also|graag|alsjeblieft|en|dus|s['’]il te plaît|stp|et|y|por favor|e|per favore|please|and|"
    r"ok|okay|oh)[,! ]+)*"
)
_GERMAN: Final = (
    r"(?:immer|nie(?:mals)?(?: wieder| mehr)?|künftig|zukünftig|in zukunft|ab (?:jetzt|sofort|heute|nun)|"
    r"von (?:jetzt|nun|heute) an|stets|"
    r"nur noch|nicht mehr|jedes mal|mit mir)",
    r"(?:antworte?|schreibe?|gib|nenne?|verwende|benutze?|nutze?|sprich|rede|fasse?|halte?|sei|bleib|rechne|"
    r"erkläre?|zeige?|mache?|"
    r"lass|formuliere|stelle?|beginne|ende|frage?)(?: (?:mir|mich|dich|dir|es|das|deine antworten))?",
)
_DUTCH: Final = (
    r"(?:altijd|nooit(?: meer)?|voortaan|vanaf (?:nu|vandaag)|in het vervolg|in de toekomst|niet meer|elke keer|"
    r"met mij)",
    r"(?:antwoord|schrijf|geef|gebruik|noem|spreek|praat|houd?|wees|blijf|reken|leg|toon|laat|maak|begin|eindig|"
    r"stel|zeg|vat)"
    r"(?: (?:me|mij|het|je|je antwoorden))?",
)
_FRENCH: Final = (
    r"(?:toujours|jamais|désormais|dorénavant|à l['’]avenir|à partir de (?:maintenant|aujourd['’]hui)|"
    r"à chaque fois|chaque fois|avec moi)",
    r"(?:réponds?|répondez|écris|écrivez|parle|parlez|fais|explique|dis|donne|utilise|sois|reste|évite|cite|"
    r"commence|finis|mets|garde|"
    r"montre|emploie)(?:[- ](?:moi|nous|en|le|la|les))*",
)
_SPANISH: Final = (
    r"(?:siempre|nunca(?: más)?|jamás|a partir de (?:ahora|hoy)|de ahora en adelante|en adelante|en el futuro|"
    r"cada vez|conmigo)",
    r"(?:responde|contesta|escribe|habla|usa|utiliza|da|dame|sé|mantén|explica|di|dime|pon|muestra|cita|empieza|"
    r"termina|evita|haz|trata|"
    r"uses|empieces|digas|escribas|pongas|respondas|termines|hagas|respóndeme|contéstame|háblame|trátame|"
    r"escríbeme)(?:me|nos)?",
)
_ITALIAN: Final = (
    r"(?:sempre|mai(?: più)?|d['’]ora in (?:poi|avanti)|da ora in (?:poi|avanti)|in futuro|da oggi(?: in poi)?|"
    r"ogni volta|con me)",
    r"(?:rispondi|scrivi|parla|usa|da['’]|dai|dammi|sii|resta|spiega|spiegami|di['’]|dimmi|mostra|cita|comincia|"
    r"evita|fai|utilizza|"
    r"parlami|rispondimi|scrivimi|tieni|mantieni)",
)
_PORTUGUESE: Final = (
    r"(?:sempre|nunca(?: mais)?|jamais|a partir de (?:agora|hoje)|de agora em diante|daqui (?:em diante|"
    r"para a frente)|no futuro|cada vez|"
    r"comigo)",
    r"(?:responde|responda|escreve|escreva|fala|fale|usa|use|dá|dê|sê|seja|mantém|mantenha|explica|explique|diz|"
    r"diga|mostra|cita|começa|"
    r"evita|faz|faça|uses|comeces|digas|escrevas|ponhas|respondas|termines|trata|trate)(?:-me|-nos)?",
)
_CHINESE: Final = (
    r"(?:请)?(?:以后|今后|从现在起|从今以后|往后|永远|一直|始终|每次)(?:都)?(?:请|都|用|别|不要|不用|少|给|叫|回答|说|写|讲)"
    r"|^(?:请)?(?:一直|永远|始终|总是)(?:用|叫|保持|给)|^(?:请)?(?:不要|别)再(?:用|叫|说|写|给|问|发|提)|^(?:请)?(?:别|不要).{1,12}了[。！]?$"
)
_JAPANESE: Final = (
    r"(?:これから|今後|いつも|必ず|毎回|常に|今日から|以降|次から)(?:は|も)?.{1,24}(?:ください|下さい|お願い|答えて|して|使って|使わないで|やめて|書いて|"
    r"話して|呼んで|付けて|つけて)[。！ね]*$"
    r"|^(?:もう|二度と).{1,16}(?:ないで|やめて)(?:ください|下さい|ね)?[。！]*$|^(?:絵文字|敬語|顔文字|スタンプ|箇条書き)(?:は|を)?(?:使わないで|やめて|"
    r"なしで)(?:ください|下さい|ね)?[。！]*$"
)


def _both(lasting: str, asks: str) -> str:
    """The two signs in either order, the second at once behind the first or at the beginning."""
    return rf"{_LEAD}{lasting},? {asks}\b|{_LEAD}{asks}\b(?:[ ,][^.!?]{{0,60}}?)?[ ,]{lasting}(?=[ ,.!]|$)"


_ANSWERS: Final = (
    r"(?:bitte|quellen|emojis?|kurz\w*|knapp\w*|deutsch|englisch|auf [a-zäöü]\w+(?:isch|deutsch)|antwort\w*|"
    r"duzen|siezen|metrisch\w*|celsius|gramm|"
    r"stichpunkt\w*|tabellen?|ohne \w+|sources?|réponses?|bref|brève\w*|courte?s?|concis\w*|sans \w+|"
    r"en [a-zà-ÿ]+(?:ais|and|ien|ol|ois|on)|pas d['’]\w+|"
    r"respuestas?|fuentes?|sin \w+|breves?|cort[oa]s?|por favor|risposte|fonti|senza \w+|respostas?|fontes?|"
    r"sem \w+|curt[oa]s?|"
    r"antwoorden?|kort\w*|zonder \w+|bronnen|in het [a-z]+s|alsjeblieft|métrique|métrico|metrico|metrisch)"
)
_FROM_NOW: Final = (
    r"(?:ab (?:jetzt|sofort|heute)|von (?:jetzt|nun|heute) an|künftig|in zukunft|vanaf (?:nu|vandaag)|voortaan|"
    r"altijd|nooit|immer|nie|"
    r"désormais|dorénavant|à l['’]avenir|à partir de maintenant|toujours|jamais|a partir de (?:ahora|agora|hoy|hoje)|"
    r"de a(?:hora|gora) em? ?(?:n )?adelante|en adelante|de agora em diante|daqui (?:em diante|para a frente)|"
    r"siempre|nunca|sempre|mai|"
    r"d['’]ora in (?:poi|avanti)|da oggi(?: in poi)?)"
)
_SIGNS: Final = (
    r"(?:emojis?|emoji['’]s|tabell\w+|smileys?|stichpunkte|floskeln|ausrufezeichen|uitroeptekens|opsommingen|"
    r"anglizismen|siezen|duzen)"
)
_NO_MORE: Final = (
    rf"(?:bitte )?(?:(?:nie wieder|nooit meer) {_SIGNS}\b|"
    r"keine? [\w-]+ mehr(?: für mich)?,? bitte)|(?:"
    r"geen [\w'’-]+ meer,? (?:alsjeblieft|aub|graag))|"
    r"plus (?:jamais )?(?:d['’]|de )[\w-]+,? (?:s['’]il te plaît|stp|merci|avec moi)|plus jamais (?:d['’]|"
    r"de )[\w-]+(?=[,.!]|$)|"
    r"(?:please[, ]+)no more [\w-]+(?=[.!]|$)|i don['’]?t want (?:any )?[\w -]{2,40} in your (?:answers|replies|"
    r"responses|messages)\b|"
    r"no vuelvas a (?:usar|poner|escribir|llamar\w*|decir\w*)\b|"
    r"no (?:uses|pongas|escribas|metas) más\b|non (?:usare|mettere|scrivere) più\b|não (?:uses|use|ponhas|"
    r"escrevas) mais\b"
)
"""What is not to be any more, at the beginning."""

_ADDRESS: Final = (
    r"(?:please )?address me (?:as|by|with)\b|(?:bitte )?(?:duze?|sieze?) mich(?: bitte)?\b|"
    r"dammi (?:sempre )?del (?:tu|lei)\b|trata-me (?:por|como)\b|"
    r"trátame (?:siempre )?de\b|"
    r"(?:ne |n['’])?me (?:vouvoie|tutoie) (?:plus|jamais|pas)\b|no me trates (?:de|como)\b|spreek me (?:aan|met)\b"
)
_OCCASION: Final = (
    r"(?:when(?:ever)?|any ?time|each time|every time|if) i (?:ever )?(?:paste|upload|share|(?:send|give|show|"
    r"tell|ask) you|ask (?:for|about)|"
    r"say|type) [^,.!?]{2,50}, (?:(?:just|please|pls|always|never|only|then|simply) )*(?!(?:i|we|he|she|it|they|"
    r"the|my|our|his|her|its|you|is|"
    r"are|was|do|does|did|can|could|what|which|why|how|who|where|there|that|this|and|but|so|or|because|everyone|"
    r"people|nobody)\b)[a-z]+ "
    r"(?!(?:is|are|was|were|has|have|had)\b)\w"
    r"|(?:in|for|with|at the (?:end|start) of) (?:all|every|each|any)(?: of)? (?:(?:your|our|the) )?(?:answers?|"
    r"repl(?:y|ies)|responses?|messages?|"
    r"chats?|conversations?)\b,? "
    r"(?!(?:i|we|he|she|it|they|the|you)\b)\w"
    r"|(?:keep|make|end|start|begin|write|limit) (?:each|every|all(?: of)?)(?: of)? (?:(?:your|"
    r"the) )?(?:answers?|repl(?:y|ies)|responses?|"
    r"messages?|explanations?)\b"
    r"|next time and (?:every|each) time\b|i (?:never|don['’]?t ever) want (?:you to|to (?:see|read|"
    r"hear) (?:another|any|a single))\b.*\b(?:from you|"
    r"again|to)\b|(?:from (?:here|today) on|from (?:here|today) onwards?)\b,? [a-z]+ "
)
STANDING: Final = Screened(
    "|".join(
        (
            *(_both(*each) for each in (_GERMAN, _DUTCH, _FRENCH, _SPANISH, _ITALIAN, _PORTUGUESE)),
            rf"{_LEAD}{_FROM_NOW},? (?!(?:je|on|nous|ich|wir|ik|we|yo|eu|io|mi|"
            rf"me)\b)(?:[\w-]+ ){{0,3}}?{_ANSWERS}(?=[ ,.!]|$)",
            rf"{_LEAD}(?:{_NO_MORE}|{_ADDRESS}|{_OCCASION})",
            _CHINESE,
            _JAPANESE,
        )
    ),
    re.IGNORECASE,
)
"""What the assistant is to do, or not to do, from now on."""

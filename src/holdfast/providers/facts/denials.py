"""Leaves out what a speaker does not say to be so: it is denied, doubted, hearsay, or said of a part that is played.

"It isn't true that I've left Axa" and "rumour has it I live in York" hold a whole statement behind words that take it
away.  So what such words are said of is made blank, up to where the speaker goes on.
"""

from __future__ import annotations

import re
from typing import Final

from holdfast.providers.facts.clauses import sentences
from holdfast.providers.facts.patterns import PROPER
from holdfast.providers.facts.screening import Expression, Qualifier

_SPEAKER: Final = r"(?=(?:i|i['’]\w+|im|ive|we|we['’]\w+|my|our)\b)"
_THAT: Final = rf"(?: that)? {_SPEAKER}"
_ADVERBS: Final = r"(?:(?:all|still|also|always|just|wrongly|once|often|even|now|sometimes|probably) )*"
_DENIED: Final = (
    rf"used to (?:think|believe|assume|say|pretend|claim){_THAT}|"
    rf"(?:it['’]?s|it is|that['’]?s|it was|it['’]?d be|it would be) (?:not (?:really |quite |at all |actually )?"
    r"(?:true|correct|right|the case)|(?:a |an |just a |only a )?(?:big |complete |total |outright )?"
    r"(?:lie|myth|rumou?r|fib|joke|fairy ?tale|exaggeration|misunderstanding|untrue|false|wrong|nonsense))"
    rf"(?: to say)?{_THAT}"
    rf"|(?:it|that) (?:isn['’]?t|wasn['’]?t|ain['’]?t) (?:really |quite |actually |at all )?"
    rf"(?:true|correct|right|the case|like)(?: to say)?{_THAT}"
    rf"|(?:it['’]?s |it is )?not (?:as if|as though|like|that|true that|as|because) {_SPEAKER}"
    r"|(?:the|this|that|a) (?:claim|rumou?r|idea|story|suggestion|notion|myth|lie|allegation|assumption|gossip) that "
    rf"{_SPEAKER}"
    rf"|^(?:false|fake news|not true|lie|myth|fiction|rumou?rs?|gossip): ?{_SPEAKER}"
)
_NOT_OVER: Final = r"(?![^.!?;\n]*\b(?:any ?more|any longer)\b)"
"""Who does not think that something is so any more thinks that it is over."""

_DOUBTED: Final = (
    r"(?:i|we) (?:(?:really |honestly |certainly |definitely )?(?:can['’]?t|cannot|couldn['’]?t|can not|won['’]?t|"
    r"wouldn['’]?t|would not|would never|can hardly|can['’]?t exactly|would hardly) (?:exactly |really |honestly )?"
    rf"(?:say|claim|pretend|go so far as to say|call it true){_THAT}"
    rf"|(?:never|did ?n['’]?t|did not|have ?n['’]?t|have never) (?:ever )?(?:said?|claim(?:ed)?|impl(?:y|ied)|mean|"
    rf"meant|wrote|write|pretend(?:ed)?){_THAT}"
    rf"|{_NOT_OVER}(?:don['’]?t|do not|didn['’]?t) (?:really |actually |honestly )?(?:think|believe|suppose|"
    rf"reckon)(?: that)? "
    r"(?=(?:i['’]?m|i am|i have|i['’]ve|i live|i work|we live|we have|we['’]re|i was|my)\b)"
    rf"|{_NOT_OVER}(?:really |very much |rather )?doubt(?: that)? (?=(?:i['’]?m|i am|i have|i['’]ve|we have|i was|"
    rf"my)\b)"
    r"|(?:['’]?m|['’]m not|am) (?:not (?:so |too |really |at all |entirely )?(?:sure|certain|convinced)|unsure)"
    r"(?: that)? (?=(?:i['’]?m|i am|i have|i['’]ve|i was|my)\b))"
    rf"|not (?:sure|certain|convinced)(?: that)? (?=(?:i['’]?m|i am|i have|i['’]ve|i was)\b)"
)
_HEARSAY: Final = (
    rf"(?:rumou?r|legend|gossip|word|the grapevine) (?:has it|says|is|goes)(?: on the street is)?{_THAT}"
    rf"|(?:the )?(?:word on the street|rumou?r|story) (?:is|goes|says){_THAT}"
    rf"|(?:allegedly|supposedly|reportedly),? {_SPEAKER}"
)
_ANYTHING: Final = r"(?:^|(?<=[,.;!?] ))(?!(?:i|we|you|who|what|and|but|so|which|that|it)\b)[\w-]+"
_WHO_THINKS: Final = (
    rf"(?P<thinks>\b(?:(?:people|everyone|everybody|they|some|most|many|others|folks|he|she|someone|somebody|no one|"
    rf"nobody|(?:most|some|many|other|all|half the) (?:\w+ )?people|(?:my|our|the|his|her|their|all my|"
    rf"half my) (?!(?:doctor|gp|"
    r"dermatologist|allergist|consultant|specialist|nurse|dentist|therapist|psychiatrist|optician)\b)[\w-]+"
    rf"(?: (?!i\b)[\w-]+)?|(?!I\b){PROPER}|{_ANYTHING}) {_ADVERBS}"
    r"(?:thinks?|thought|believes?|believed|assumes?|assumed|claims?|claimed|reckons?|guess(?:es)?|insists?|swears?|"
    r"says|(?:keeps? )?(?:saying|telling (?:\w+ )?\w+)|asks?(?: me)? (?:if|whether)|wonders? (?:if|whether)|"
    r"(?:is|are|was|were|seems?|seemed) (?:convinced|sure|certain|under the impression))"
    rf"|(?:then |and |so )?(?:he|she|they|someone|somebody|people|everyone) (?:says?|said))){_THAT}"
)
_CALLED: Final = (
    r"(?:nobody|no ?one|not many people|hardly (?:any(?:one|body)|any people)|who|barely anyone|few people|"
    r"none of my \w+) (?:ever |really |actually |still )?(?:calls?|called|has ever called|names?) (?=me\b)"
)
_PLAYED: Final = (
    r"(?:i|we)(?:['’]?m|['’]?re| am| are| was|['’]ve been)? (?:only |just |going to be )?(?:playing|portray\w*|voic\w+|"
    r"cosplay\w*|play(?:ed)?) (?:as |the part of |the role of )?(?=(?-i:[A-Z])[\w-]+,? (?:an?|the|who|in the) )"
    r"|(?:dress\w*(?: up)?|cosplay\w*|disguised|starring|acting|performing|cast) as (?=(?-i:[A-Z]))"
    r"|(?:in|for) (?:(?:this|that|the|our|my|a|tonight['’]s) (?:(?:school|next|new|christmas|first|fancy dress|costume|"
    r"halloween|d&d|whole) )?(?:scene|game|play|film|movie|musical|show|sketch|campaign|novel|story|rpg|panto\w*|larp|"
    rf"fancy dress|costume party|masked ball)|halloween|carnival|comic[- ]?con),? {_SPEAKER}"
    rf"|(?:play|film|movie|game|story|novel|dream|scene|sketch|musical|panto\w*) (?:in which|where) {_SPEAKER}"
    r"|my (?:[\w&-]+ )?(?:character|avatar|alter ego|persona) (?=\w+)"
)
_GERMAN: Final = (
    r"(?:es|das) (?:stimmt nicht|ist (?:nicht wahr|nicht richtig|falsch|gelogen|eine lüge|ein gerücht|quatsch)), dass "
    r"|ich (?:kann|könnte|würde|will) nicht (?:gerade |direkt )?(?:sagen|behaupten), dass "
    r"|ich (?:glaube|denke|meine) nicht, dass (?=ich\b|mein)|ich (?:bezweifle|hab\w* nie gesagt), dass "
    r"|(?:niemand|keiner|kein mensch|wer) (?:nennt|ruft) (?=mich\b)"
    r"|(?:man sagt|es heißt|(?:die )?leute (?:sagen|denken|glauben|meinen)|alle (?:sagen|denken|glauben|meinen)|(?:er|"
    r"sie) "
    r"(?:sagt|denkt|glaubt|meint|behauptet|dachte|glaubte))(?:,? dass|,) (?=ich\b|mein|wir\b)"
    r"|angeblich (?=\w)|gerüchten zufolge (?=\w)|es ist nicht so, dass (?=ich\b|wir\b)"
    r"|(?:im|in (?:dem|der|diesem|dieser)|für) (?:theater)?(?:stück|spiel|film|musical|szene|fasching|karneval) "
    r"(?=\w+ (?:ich|wir)\b)|ich spiele (?:heute |gerade )?(?=(?-i:[A-Z])\w+, )"
)
_FRENCH: Final = (
    r"(?:ce n['’]est|c['’]est|il est) (?:pas vrai|faux|un mensonge|pas exact) (?=qu[e'’])"
    r"|je (?:ne )?(?:peux|pourrais|dirais) pas (?:dire |affirmer )?(?=qu[e'’])|je (?:ne )?(?:crois|"
    r"pense) pas (?=qu[e'’])"
    r"|je doute (?=qu[e'’])|personne (?:ne )?(?=m['’]appelle\b)|qui (?=m['’]appelle\b)"
    r"|(?:on dit|il para[iî]t|les gens (?:disent|pensent|croient)|tout le monde (?:dit|pense|croit)|(?:il|elle)s? "
    r"(?:dit|pense|croit|disent|pensent|croient)) (?=qu[e'’] ?(?:je|j['’]|mon|ma|nous))|soi-disant (?=\w)"
    r"|dans (?:la pièce|le film|le jeu|cette scène|le rôle),? (?=je\b|j['’])"
)
_SPANISH: Final = (
    r"(?:no es (?:verdad|cierto)|es (?:mentira|falso)|no (?:puedo|podría) decir|no creo|dudo|no diría|yo no dije|"
    r"nunca dije) "
    r"(?=que\b)|(?:nadie|quién) (?=me (?:llama|dice)\b)|(?:dicen|se dice|corre el rumor de|la gente (?:dice|cree|"
    r"piensa)|"
    r"todos (?:dicen|creen|piensan)|todo el mundo (?:dice|cree|piensa)|él dice|ella dice) (?=que\b)"
    r"|supuestamente,? (?=\w)|en (?:la (?:obra|película|escena)|el (?:juego|musical|papel)),? (?=yo\b|soy|vivo|"
    r"trabajo|tengo)"
)
_ITALIAN: Final = (
    r"(?:non è vero|è (?:falso|una bugia)|non (?:posso|potrei) dire|non credo|dubito|non direi|"
    r"non ho mai detto) (?=che\b)"
    r"|(?:nessuno|chi) (?=mi chiama\b)|(?:dicono|si dice|la gente (?:dice|crede|pensa)|tutti (?:dicono|credono|"
    r"pensano)) "
    r"(?=che\b)|(?:nella (?:commedia|scena)|nello spettacolo|nel (?:film|gioco|musical)),? (?=io\b|sono|vivo|abito|"
    r"lavoro|ho\b)"
)
_PORTUGUESE: Final = (
    r"(?:não é verdade|é (?:mentira|falso)|não (?:posso|poderia) dizer|não (?:acho|creio|acredito)|duvido|não diria|"
    r"nunca disse) (?=que\b)|(?:ninguém|quem) (?=me chama\b)|(?:dizem|diz-se|as pessoas (?:dizem|acham|pensam)|toda a "
    r"gente (?:diz|acha|pensa)|todo mundo (?:diz|acha|pensa)) (?=que\b)|supostamente,? (?=\w)"
    r"|(?:na (?:peça|cena)|no (?:filme|jogo|musical)),? (?=eu\b|sou|moro|vivo|trabalho|tenho)"
)
_DUTCH: Final = (
    r"(?:het|dat) (?:is niet waar|klopt niet|is een leugen|is onzin),? dat |ik (?:kan|zou) niet (?:zeggen|"
    r"beweren),? dat "
    r"|ik (?:denk|geloof) niet,? dat (?=ik\b|mijn)|ik betwijfel (?:of|dat) (?=ik\b)|(?:niemand|wie) noemt (?=me\b|"
    r"mij\b)"
    r"|(?:ze zeggen|men zegt|(?:de )?mensen (?:denken|zeggen|geloven)|iedereen (?:denkt|zegt|gelooft)),? dat (?=ik\b|"
    r"mijn|we\b)"
    r"|zogenaamd (?=\w)|in (?:het (?:toneelstuk|stuk|spel)|de (?:film|scène|musical)) (?=\w+ (?:ik|we|wij)\b)"
)
_EAST_ASIAN: Final = "据说|传闻说?|谣传|有人说(?=我)|没有?人叫(?=我)|誰も(?=私|僕|俺)"

_FRAME: Final = Qualifier(
    Expression(
        rf"{_WHO_THINKS}|\b(?:{_DENIED}|{_DOUBTED}|{_HEARSAY}|{_CALLED}|{_PLAYED}|{_GERMAN}|{_FRENCH}|{_SPANISH}|"
        rf"{_ITALIAN}|{_PORTUGUESE}|{_DUTCH})|{_EAST_ASIAN}",
        re.IGNORECASE | re.MULTILINE,
    )
)
"""What takes away what follows."""

_GOES_ON: Final = re.compile(
    r"[.!?;:\n]|,? (?:but|though|although|however|aber|sondern|mais|pero|sino|però|mas|maar)\b"
    r"|, (?:(?:and|so|und|et|y|e|en) )?(?:i|i['’]\w+|im|ive|we|we['’]\w+|my|our|ich|wir|mein\w*|je|j['’]\w+|nous|mon|"
    r"yo|mis?|"
    r"soy|vivo|tengo|trabajo|io|sono|ho|abito|lavoro|eu|sou|moro|tenho|trabalho|ik|wij|we|mijn)\b",
    re.IGNORECASE,
)
"""Where a speaker goes on to say what is."""

_TAKEN_BACK: Final = Qualifier(
    Expression(
        "(?:わけでは?(?:ない|ありません)|わけじゃない|というのは(?:嘘|うそ|噂)|是假的|不是真的|是谣言)[。！!]?",
        re.IGNORECASE,
    )
)


def without_denied(text: str) -> str:
    """``text`` with blanks in place of what its speaker does not say to be so; as long as it was."""
    if not text.isascii() and _TAKEN_BACK.fits(text):
        text = _without_taken_back(text)
    if not _FRAME.fits(text):
        return text
    told: list[str] = []
    begin = 0
    for frame in _FRAME.form.finditer(text):
        if frame.start() < begin:
            continue
        start = frame.start() if frame["thinks"] is None else frame.end()
        on = _GOES_ON.search(text, frame.end())
        end = len(text) if on is None else on.start()
        told += [text[begin:start], " " * (end - start)]
        begin = end
    return "".join([*told, text[begin:]])


def _without_taken_back(text: str) -> str:
    """``text`` with blanks in place of sentences whose end takes them back."""
    told: list[str] = []
    end = 0
    for start, stop in sentences(text):
        taken_back = _TAKEN_BACK.form.search(text, start, stop) is not None
        told += [text[end:start], " " * (stop - start) if taken_back else text[start:stop]]
        end = stop
    return "".join([*told, text[end:]])

"""What is not to be believed: questions, suppositions, jokes, parts that are played, and what is said of others.

The rules are about the forms of sentences, not about topics.  They are strict: what is left out wrongly is still found
by search, while a wrong fact is believed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from holdfast.providers.facts.contract import Said
from holdfast.providers.facts.screening import Expression, Qualifier

_KEPT, _KEPT_LENGTH = 4_096, 2_000
"""Of so many messages, up to so many characters each, it is known whether they begin or end a role play."""

NOT_PERSONS: Final = frozenset(
    {"assistant", "ai", "bot", "model", "agent", "chatbot", "tool", "function", "system", "developer"}
)

_QUESTION: Final = Qualifier(
    Expression(
        r"[?？¿]|\bor (?:what|not)\W*$|(?:ですか|ますか|でしょうか|ませんか)|[吗呢么][。！]?$"
        r"|^(?:(?:and|so|but|ok|well|hey|oh|now|also)[, ]+)*(?:what|who|whose|where|when(?! (?:i['’]?m )?(?:not |back )?(?:on|off|at|in) [\w ]{2,20}? (?:i|we) )|why|how|which|is|"
        r"are|am(?= i\b)|do|does|did|"
        r"can|could|would|should|will|shall|have (?:you|i|we)|has|was|were|isn['’]?t|aren['’]?t|"
        r"don['’]?t you|did(?:n['’]?t)?) "
        r"(?!.*\b(?:btw|by the way)\b)"
        r"|^(?:was|wer|wo|wann|warum|wie|welche\w*|kannst du|könntest du|hast du|bist du|gibt es) "
        r"|^(?:qui|que|quoi|où|quand|pourquoi|comment|quel\w*|est-ce|peux-tu|as-tu) "
        r"|^(?:qué|quién|dónde|cuándo|cómo|cuál\w*|puedes|podrías|hay) "
        r"|^(?:wie|wat|waar|wanneer|hoe|waarom|welke|kun je|kan je|heb je|ben je|weet je|is er) "
        r"|^(?:o que|quem|onde|quando|como|qual|você pode|che|chi|dove|perché|quale|puoi) ",
        re.IGNORECASE,
    )
)
_SUPPOSITION: Final = Qualifier(
    Expression(
        r"\b(?:(?<!even )if (?:i|we|my|only|you were)|as if|(?<!\bi )(?<!\bwe )(?<!n't )suppose|supposing|"
        r"imagine(?= (?:i|we|you|that|if|being|having|living|a world)\b)|pretend|let['’]?s (?:say|assume|"
        r"pretend)|assum(?:e|ing)|"
        r"say i(?:['’]m| am| was| were| had)|what if|i wish|wish (?:i|we)|if it were|hypothetical\w*|in theory|were i|"
        r"for (?:the sake of )?argument(?:['’]?s sake)?|"
        r"would(?:n['’]?t)? (?:have|be|love to have)|could have|might have|should have been|in another life|"
        r"in my next life|in a dream|"
        r"i(?:['’]d| would) (?:be|live|move|have|go|quit|buy|name|call|marry)|"
        r"wenn ich|falls ich|angenommen|stell dir vor(?!, (?!ich|wir|du|wenn)\w)|hätte ich|wäre ich|ich (?:wäre|hätte|würde|wünschte)|"
        r"nehmen wir an|"
        r"stel dat|zou ik|als ik .{2,40} (?:was|had|zou)|ik zou|ik wou dat|"
        r"si (?:j['’]|je |nous |yo |tuviera|tuviese|fuera|fuese|viviera|pudiera|eu |fosse|tivesse|morasse|"
        r"avessi|fossi)|"
        r"imagin(?:e|ons|a|emos|ez) |supposons|supon\w+|ojalá|se (?:io |eu |fossi|avessi|vivessi|fosse|"
        r"tivesse|eu fosse)|"
        r"magari fossi|immagina)\b|如果|假如|要是|假设|もし|だったら|たとしたら|としたら",
        re.IGNORECASE,
    )
)
_FURTHER: Final = re.compile(r"[,;:–—-]? (?:so|and|but) (?:if|what if|say|suppose|imagine)\b", re.IGNORECASE)
_PLAN: Final = Qualifier(
    Expression(
        r"\b(?:applying|interview(?:ing|s)?|think(?:ing)? (?:about|of)|consider(?:ing)?|planning|plan to|"
        r"hope to|hoping to|want to|wanna|would like to|['’]d like to|"
        r"might|(?<!\bin )(?<!\bsince )(?<!\d )(?<!\blast )(?<!\bof )(?<!\bthis )(?<!\bby )(?<!\blate )"
        r"(?<!\bearly )may(?! \d)|maybe|perhaps|possibly|some ?day|one day|dream(?:ing)? of|going to|gonna|"
        r"will|['’]ll|next (?:year|month|week|spring|"
        r"summer|autumn|fall|winter)|looking (?:to|into)|soon|eventually|"
        r"vielleicht|möchte|will|werde|wollen|werden|nächste[sn]?|überlege|planen?|bald|"
        r"peut-être|voudrais|veux|vais|prochaine?|envisage|pense à|bientôt|aimerais|"
        r"quizás|tal vez|quiero|quisiera|voy a|vamos a|próximo|pienso|igual nos|pronto|"
        r"misschien|binnenkort|ooit|volgend (?:jaar|voorjaar)|volgende (?:maand|week)|van plan|ga ik|"
        r"gaan we|wil ik|ik wil|"
        r"talvez|quero|gostaria|vou|próximo|penso em|em breve|forse|vorrei|voglio|prossim[oa]|penso di|presto)\b"
        r"|想要|打算|可能|也许|考虑|明年|たい(?:です|と思)|つもり|来年|かもしれ|予定",
        re.IGNORECASE,
    )
)
_TEMPORARY: Final = Qualifier(
    Expression(
        r"\b(?:today|tonight|right now|this (?:morning|afternoon|evening|week|weekend)|at the moment|"
        r"for now|for the (?:night|week|weekend)|"
        r"currently stuck|stuck (?:in|at)|staying (?:at|in|with)|sleeping at|just (?:landed|arrived)|"
        r"on (?:holiday|vacation|a trip)|"
        r"visiting|(?:until|till?) (?:tomorrow|the|next|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|yesterday|"
        r"heute|gerade|momentan|im moment|diese woche|übers wochenende|zurzeit|aujourd['’]hui|ce soir|"
        r"en ce moment|cette semaine|"
        r"(?:last|at the|over the|all) weekend|el finde|(?:el|este) fin de semana|(?:n?o|este) fim de semana|(?:nel|questo) (?:week-?end|fine settimana)|"
        r"(?:ce|le) week-?end|(?:dit|afgelopen) weekend|am wochenende|vandaag|vanavond|op dit moment|"
        r"on (?:the|a|my) (?:train|bus|plane|coach|ferry|tram)|(?:im|in der) (?:zug|bus|stau|flieger|bahn)|(?:dans|sur) le (?:train|bus|avion)|"
        r"en (?:el|un) (?:tren|bus|avión|autobús)|(?:sul|in) (?:treno|autobus|aereo)|no (?:trem|ônibus|comboio|avião)|in de (?:trein|bus)|"
        r"hoy|esta (?:noche|semana|mañana)|ahora mismo|de momento|hoje|agora mesmo|esta semana|oggi|stasera|"
        r"adesso|questa settimana)\b"
        r"|今天|今晚|现在|目前|暂时|周末|高铁上|火车上|飞机上|今日|今夜|今は|週末|新幹線|電車",
        re.IGNORECASE,
    )
)
_JOKE: Final = Qualifier(
    Expression(
        r"\b(?:jk|just kidding|(?<!not )(?<!no )(?<!n['’]t )kidding|(?<!not )(?<!n['’]t )joking|/s)\b|[🙃]"
        r"|\boh (?:great|joy|wonderful|fantastic|lovely|perfect)\b|"
        r"\b(?:oh|ah|ach|ay|ai) (?:yes|yay|super|oui|génial|ja|toll|sí|sim|sì|certo|claro|que bien|che bello),? (?:i (?:just |really |so )?(?:love|adore)|"
        r"j['’]adore|ich liebe|ik hou|me encantan?|adoro|amo)\b|\bsimply (?:love|adore)\b|"
        r"\bjust what i (?:needed|always wanted)\b"
        r"|\bi (?:just )?(?:love|adore|enjoy) (?:it when|being|getting|waiting|having to|how|paying|when)\b"
        r"|\bi['’]?m (?:basically|practically|essentially|literally|secretly) an?\b|\bi am (?:basically|"
        r"practically|essentially) an?\b"
        r"|\b(?:yeah|ya|haha+|lol|oh),? (?:right|sure)\b(?=,? (?:i|i['’]\w+|we|and|because|like)\b|[.!,]|$)|"
        r"\byeah,? right\b|\boh yeah,? i (?:just |really |so )?(?:love|adore|enjoy)\b|"
        r"\bi (?:just )?(?-i:LOVE|ADORE) \w+ing\b|\bbecause (?:that|this) always (?:works|ends)\b|"
        r"\bmarried to (?:my|the|a|his|her)\b"
        r"|^(?:oh |yeah |well |and )*(?:right|sure),? (?:because|cos|since) (?:i|we|my)\b|\bbetween meals\b"
        r"|[,–-] said (?:nobody|no ?one|the|an?|my|her|his|every\w*)\b",
        re.IGNORECASE,
    )
)
_SPOKEN: Final = Qualifier(
    Expression(
        r"\b(?:(?<!\bi )(?<!\bwe )(?<!\bdoctor )(?<!\bdoctor even )(?<!\bgp )(?<!\bconsultant )(?<!\bdoc )said|"
        r"says|told me|tells me|wrote|writes|(?<!\bi['’]d have )(?<!\bid have )asked|according to|she['’]s like|"
        r"he['’]s like|sagte|sagt|meinte|dit|dice|dijo|disse)\b"
        r"(?! (?:i ))|\b(?:was|were|is|are|be|he['’]s|she['’]s) like\b(?=\W*$)|[:：]\s*[\"“„«「]|说[:：“]|と言(?!われ)",
        re.IGNORECASE,
    )
)
_WRITTEN_FOR_OTHERS: Final = Qualifier(
    Expression(
        r"(?<!\bi )(?<!\bwe )(?<!\bshe )(?<!\bhe )(?<!\bthey )\b(?:write|draft|compose|proofread|correct|"
        r"translate|rephrase|rewrite|improve|edit|polish|summari[sz]e)\b"
        r".{0,60}\b(?:this|following|mail|email|letter|poem|story|song|speech|post|bio|cv|resume|message|"
        r"text|note|review|lyrics|essay|sentence|paragraph|grammar|spelling|"
        r"from the (?:view|point|perspective)|as if|in the voice|for (?:my|a|him|her|them|"
        r"the)\b(?=(?s:.)*[:\n\"“„«]))\b"
        r"|\bwhat(?:['’]?s| is) (?:the )?[\w ]{3,25} for (?=(?:i|i['’]m|my|we)\b|[\"“])|\bhow (?:do|would|can) (?:you|i|we) say\b"
        r"|\b(?:write|draft|make|create|generate|tell me|give me|come up with)\b.{0,40}\b(?:poem|story|song|rap|joke|limerick|haiku|"
        r"tweet|caption|sentence|dialogue|script|speech) (?:saying|starting|beginning|that (?:says|starts|begins|goes)|"
        r"(?:where|in which) (?:i|we))\b"
        r"|\b(?:my|our|an?|the|this|mein\w*|unser\w*|ein\w*|mon|notre|un|mi|mio|meu|um|mijn|een) (?:[\w&'’-]+ ){0,3}?"
        r"(?:character|persona|avatar|npc|oc|villain|antagonist|protagonist|narrator|puppet|superhero|spielfigur|romanfigur|"
        r"charakter|figur|personnage|avatar|héros|personaje|héroe|personaggio|eroe|personagem|herói|personage|held)\b"
        r"[^:\n\"“„«.!?]{0,40}[:\"“„«]"
        r"|(?:角色|人物|主人公|キャラ(?:クター)?)[^：:\n。]{0,12}[：:「“]"
        r"|\b(?:her|his|their|the character|the hero) (?:bio|letter|speech|cv|profile|text)\b"
        r"|^\W*(?:please |pls |can you |could you )?(?:translate|proofread|rephrase|correct|summari[sz]e|paraphrase|rewrite|improve|polish|shorten|"
        r"simplify|spell ?check|fix (?:my|the|this)|check (?:my|the|this) (?:grammar|spelling|english|sentence|text)|analy[sz]e|continue|fasse?|résume|resume|riassumi|übersetz\w*|traduis|traduce|traduza?|traduci|vertaal|"
        r"corrige[sz]?|correggi|corrija|corrigir|verbeter|korrigier\w*|verbesser\w*|améliore|mejora|migliora|melhor[ae]|reformule)\b"
        r"[^:\n\"“„«]{0,40}[:\"“„«]"
        r"|^(?:请|帮我)*(?:改一下|修改|翻译|润色|校对|把)[^:：\n]{0,20}[:：“「\"]|^(?:添削|翻訳|校正|英訳|和訳|訳)[^:：\n]{0,10}[:：]|」を\w{1,4}語に|[”\"]翻译成"
        r"|\b(?:schreib\w*|écris|escribe|escreva|scrivi)\b(?!(?: mir| bitte|[- ]moi|me)* (?:ohne|immer|nur|"
        r"kurz|kürzer|nie|sans|toujours|sin|siempre|sem|sempre|senza|en|em|in|auf)\b)|帮我写|書いて",
        re.IGNORECASE,
    )
)
_GIVEN: Final = re.compile(
    r"[:：](?=\s|$|[\u3040-\u9fff])|[\"“„«「]|\b(?:start|begin|end)(?:s|ning|ing)? with\b|\bthe (?:words?|lines?|sentences?)\b|\b(?:en)?titled\b",
    re.IGNORECASE,
)
"""What stands before a text that is to be worked on, or before words that are to stand in it."""

_ASKED_FOR: Final = re.compile(r"[^。！？\n]*(?:書いて|考えて)|帮我写[^。！？，,\n]*")
"""A request for a text in Chinese or Japanese, in which what the text is about stands within it."""

_OVERRIDE: Final = Qualifier(
    Expression(
        r"\b(?:ignore|disregard|forget|override) (?:all |any |your |the |every |of )*(?:previous|prior|"
        r"above|earlier|other|preceding|original|system) "
        r"(?:instructions?|rules|messages|prompts?|guidelines)"
        r"|\byou are now (?-i:DAN\b|[A-Z]{3,}\b)|\byou are now (?:in \w+ mode|(?:an? )?(?:unrestricted|"
        r"unfiltered|uncensored|jailbroken))"
        r"|\b(?:developer|god|debug|admin) mode\b|\bdo anything now\b|\byour? system prompt\b|\bjailbreak"
        r"|\b(?:answer|respond|reply|act|speak)\b.{0,20} without (?:any )?(?:limits?|limitations|"
        r"restrictions?|filters?|rules|safety)\b"
        r"|\bi(?:['’]m| am) (?:the|your) (?:admin\w*|developer|system|operator|creator|programmer)\b"
        r"|\bignorier\w* (?:alle |die |deine )*(?:vorherigen|bisherigen|obigen) |\bignore[zs]? (?:toutes |"
        r"les |tes )*(?:instructions|consignes) précédentes"
        r"|\bignora (?:todas |las |tus |tutte |le )*(?:instrucciones|istruzioni) |忽略(?:之前|以上|"
        r"所有)的?(?:所有)?(?:指令|指示)|これまでの指示を無視",
        re.IGNORECASE,
    )
)
_PLAY_BEGINS: Final = Qualifier(
    Expression(
        r"\brole[- ]?play|^you be (?:the|my|an?)\b|\blet['’]?s do a scene\b|^scene:|\b(?:i['’]ll|i['’]m going to|let me) (?:play|"
        r"act as) (?:the|a|an)\b"
        r"|\bi(?: will)? (?:play|act as) (?:the|an?) (?:role|part|candidate|customer|patient|client|victim|"
        r"king|queen|knight|wizard|interviewer|"
        r"detective|villain|hero|seller|buyer|guest|applicant|prosecutor|suspect|student|teacher|employee|"
        r"boss|pirate|vampire|elf)\b|\bi['’]ll be (?:the|a) \w+"
        r"|\byou(?:['’]re| are|['’]ll be) (?:the|a|an|now) \w+,? (?:and )?(?:i|i['’]m|me)\b|"
        r"\byou(?:['’]re| are|['’]ll be) (?:the|an?) \w+(?: \w+){1,2}(?:,| and|, and) i(?:['’]?m| am|['’]ll be) (?:the \w+|[\w-]+ the \w+)\b|"
        r"\byou are (?:the|a|an) (?:interviewer|king|queen|"
        r"dragon|detective|waiter|doctor|pirate|wizard|narrator|game master|customer|villain|hero|dungeon master)|"
        r"\b(?:pretend|act) (?:you|i|we|to be|like)|\bstay in character|\bin character\b|\blet['’]?s (?:play|act out)|"
        r"\bpractice? (?:a |an |my )?(?:job )?interview|\brollenspiel|\bdu bist (?:jetzt )?(?:der|die|ein)|"
        r"\bich spiele (?:den|die|einen)|"
        r"\bjeu de rôle|\bje joue le rôle|\bjuego de rol|\bhago de\b|\bgioco di ruolo|角色扮演|你扮演|ロールプレイ|役をやって",
        re.IGNORECASE,
    )
)
_PLAY_ENDS: Final = Qualifier(
    Expression(
        r"\b(?:ok(?:ay)?[,. ]+)?(?:stop|enough|end (?:of )?(?:scene|the? ?role ?play|game|interview)|"
        r"the end|game over|out of character|"
        r"back to (?:reality|normal|business|me)|the real me|in real life|for real now|let['’]?s stop|"
        r"that was fun|quit the game|"
        r"schluss|ende des spiels|zurück zur realität|stopp|fini|arrêtons|fin del juego|basta|"
        r"fim do jogo)\b|到此为止|游戏结束|終わり",
        re.IGNORECASE,
    )
)
_REALITY: Final = Qualifier(
    Expression(
        r"\b(?:in reality|the real me|in real life|irl|actually|in truth|for real|seriously|honestly|"
        r"in echt|in wirklichkeit|en vrai|"
        r"en realidad|na verdade|in realtà)\b|其实|実際は",
        re.IGNORECASE,
    )
)


def is_users(role: str) -> bool:
    """Whether a message of this role is what the user says, rather than an assistant, a tool or a system."""
    return role.strip().lower() not in NOT_PERSONS


def is_question(sentence: str) -> bool:
    """Whether a sentence asks."""
    return _QUESTION.fits(sentence)


_STANDING: Final = Qualifier(
    Expression(
        r"\b(?:from now on|going forward|from here on|in future|every time|each time|any ?time|whenever|when i (?:send|give|show|paste|ask|share|upload)|ab jetzt|ab sofort)\b",
        re.IGNORECASE,
    )
)


def asks_for_good(request: str) -> bool:
    """Whether what has the form of a question asks for something from now on."""
    return "?" not in request and _STANDING.fits(request)


def is_supposition(sentence: str) -> bool:
    """Whether a sentence says what would be, not what is."""
    return _SUPPOSITION.fits(sentence)


def factual(sentence: str) -> str:
    """What a sentence says before it comes to a case that is only supposed: "I can't drink coffee, so if we meet …"."""
    if not is_supposition(sentence):
        return sentence
    further = _FURTHER.search(sentence)
    if further is None or is_supposition(sentence[: further.start()]):
        return ""
    return sentence[: further.start()]


def is_plan(clause: str) -> bool:
    """Whether something is only intended."""
    return _PLAN.fits(clause)


def is_temporary(clause: str) -> bool:
    """Whether something holds for a few days at most."""
    return _TEMPORARY.fits(clause)


def is_joke(sentence: str) -> bool:
    """Whether a sentence is not meant, as far as its form tells."""
    return _JOKE.fits(sentence)


def is_reported(clause: str) -> bool:
    """Whether somebody's words are given back."""
    return _SPOKEN.fits(clause)


def is_about_reality(sentence: str) -> bool:
    """Whether a sentence sets what is against what was played or supposed."""
    return _REALITY.fits(sentence)


def asks_for_a_text(message: str) -> bool:
    """Whether a text for or by somebody else is asked for, whose words may follow."""
    return _WRITTEN_FOR_OTHERS.fits(message)


def before_the_text(message: str) -> str:
    """What a message that asks for a text says before it gives one to work on."""
    before = _GIVEN.split(message, maxsplit=1)[0]
    return before if before.isascii() else _ASKED_FOR.sub(_blank, before)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def overrides(message: str) -> bool:
    """Whether a message means to unseat the assistant's own rules: what it states serves that and nothing else."""
    return _OVERRIDE.fits(message)


def _play(content: str) -> tuple[bool, bool]:
    """Whether a message begins a role play, and whether it ends one."""
    return _PLAY_BEGINS.fits(content), _PLAY_ENDS.fits(content)


_of_play = lru_cache(maxsize=_KEPT)(_play)
"""The same, kept: a message is looked at again as what came before others."""


def played(messages: Sequence[Said]) -> list[bool]:
    """Which messages are part of a role play: from the one that begins it until the user ends it."""
    found: list[bool] = []
    playing = False
    for message in messages:
        if is_users(message.role):
            begins, ends = _of_play(message.content) if len(message.content) <= _KEPT_LENGTH else _play(message.content)
            playing = not ends if playing else begins
        found.append(playing)
    return found

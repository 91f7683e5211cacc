"""What of a request is an instruction: nothing that is said in confidence or of somebody else, and no reason for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from holdfast.domain.words_for_people import (
    ACQUAINTANCES,
    CHILDREN,
    COUPLES,
    HOUSEHOLD,
    KIN,
    MOTHER_AND_FATHER,
    SIBLINGS,
    any_of,
)
from holdfast.providers.facts.rare import Rare

_NOT: Final = (
    r"(?:don['’]?t|do not|dont|never|better not|pls|please|just|kindly|ever|you|dare|and|but|so|oh|lol|shh+|psst)"
)
_TO_HEAR: Final = r"(?!(?:me|us|myself|it|that|about|what|how|if|when|where|why|which|to|in|with|on|as|from)\b)"
_PERSON: Final = (
    rf"(?:(?:{any_of(MOTHER_AND_FATHER, SIBLINGS, CHILDREN)})[ -]in[ -]law|"
    rf"{any_of(KIN, CHILDREN, COUPLES, ACQUAINTANCES, HOUSEHOLD)}|gran\w*|nan|nana|mam|"
    r"hubby|manager|chef|teacher|landlady|neighbou?rs|friends|mates|kids?|children|parents|"
    r"colleagues|clients?|customers?|doctor|doc|dentist|priest|pastor|vicar|aunt\w+|cousins|in-laws|team|ex|"
    r"flatmates|room mate|room ?mates|coach|trainer|professor|prof|tutor|ms|mr|mrs|miss|police|cops|accountant|lawyer)"
)
_CONFIDED: Final = Rare(
    # whom it is not to be told to
    rf"^(?:{_NOT}[ ,]+)*(?:tell|warn|ask|call|text|message|e-?mail|inform|alert|show|remind) "
    rf"(?:(?:him|her|them)\b|(?:anyone|anybody|everyone|everybody)(?: (?:at|in|from) [\w ]+)?(?:[,;.!]|$)|"
    rf"(?:(?:my|our|your|his|her|their|the) )?{_PERSON}(?: [\w-]+)?(?:[,;.!]|$))"
    rf"|^(?:{_NOT}[ ,]+)*(?:tell|warn|text|inform|alert) (?:(?:my|our|his|her|their) [\w-]+(?: [\w-]+)?(?:[,;.!]|$)|"
    rf"{_TO_HEAR}(?-i:[A-Z])[\w-]+(?:[,;.!]|$))"
    rf"|^(?:{_NOT}[ ,]+)*(?:tell|ask|show) (?:my|your|his|her|their) \w+ (?:everything|anything|that|this|about|i|it)\b"
    rf"|^(?:{_NOT}[ ,]+)*(?:say|mention|repeat|show|breathe|whisper) (?:it|that|this|any ?(?:thing|one)|a word)?"
    r"(?: of (?:it|this|that))? ?to (?!me\b|us\b)\w+"
    # what is not to be written down
    rf"|^(?:{_NOT}[ ,]+)*(?:write|note|jot|put|mark|log|save|record|remember|keep|store|repeat) "
    r"(?:that|this|it|them|that one|this one|that bit|this bit)(?: (?:down|up|anywhere|please|pls|though|lol|"
    r"on (?:my|the) (?:record|file)))*(?:[,;.!]|$)"
    rf"|^(?:{_NOT}[ ,]+)*(?:write|put|note|jot|take) (?:that|this|it|them) (?:down|up|anywhere|in)\b"
    rf"|^(?:{_NOT}[ ,]+)*(?:ask|tell me the|mind|worry|laugh|judge me|look at me|hate me)(?: why| ending|"
    rf" end)?(?:[,;.!]|$)"
    # German, Dutch
    r"|\b(?:sag|erzähl|verrat|schreib|notier|merk|zeig|zeg|vertel|schrijf|noteer)e?[’']?s?(?: (?:das|es|dat|het|dir|"
    r"bloß|"
    r"ja|bitte|nur))* (?:nicht|niet|nie|nooit) (?:auf|op|meine[mnr]|unsere[mnr]|dem|der|den|weiter|door|tegen|aan)\b"
    r"|\b(?:sag|erzähl|verrat|zeg|vertel)(?: (?:das|es|dat|het|bloß|ja|bitte))* (?:meine[mnr]|mijn|keinem|niemand\w*)\b"
    # French, Spanish, Portuguese, Italian
    r"|\b(?:dis|raconte|répète|montre|écris|note)(?:[- ](?:le|la|ça))?(?: pas| jamais| rien)+"
    r"(?: (?:ça|cela))?(?: à (?!moi\b)| au |[,;.!]|$)"
    r"|\bno (?:se )?(?:lo |la |le )*(?:digas?|cuentes?|escribas?|anotes?|apuntes?|muestres?|repitas?)"
    r"(?: (?:eso|esto|nada))?(?: a (?!mí\b)|[,;.!]|$)"
    r"|\bnão (?:o |a |lhe )*(?:digas?|contes?|conta|fales?|fala|escrev[ae]s?|anot[ae]s?)(?: (?:isso|isto|nada))?"
    r"(?: (?:ao?|pro|pra|para) (?!mim\b)|[,;.!]|$)"
    r"|\bnon (?:dirlo|raccontarlo|scriverlo|annotarlo|mostrarlo|dire (?:niente|nulla)|scrivere questo)"
    r"(?: a(?:l|lla|i)? (?!me\b)|[,;.!]|$)"
    r"|(?:别|不要)(?:告诉|跟|对|和|记|写下)(?!我[^的爸妈们老])|(?:には|に)(?:言わない|内緒|黙って|話さない)"
)
"""What is not to be told to somebody, or written down, and what somebody else is to be told."""

_REASON: Final = re.compile(
    r"(?:[,;.:–—-]+ ?|\s)(?:because|cos|cuz|coz|bc|weil|parce que|porque|perché|omdat|car|denn|want (?:ik|we|dat|"
    r"het)|aangezien) .*$"
    r"|[,;:–—-]+ ?(?:(?:and|so|as|since|und|et|y|e|en|que) )?"
    r"(?:i|i['’]\w+|im|ive|we|we['’]\w+|my|it|it['’]s|its|he|she|they|that['’]s|there['’]s|this is|life|otherwise|"
    r"ich|wir|mein\w*|es|das|er|sie|sonst|je|j['’]\w+|on|nous|c['’]est|ça|mon|ma|mes|sinon|"
    r"yo|soy|tengo|leo|veo|vivo|trabajo|uso|viajo|estoy|me|mi|mis|es|si no|eu|sou|tenho|leio|vejo|moro|trabalho|"
    r"estou|meu|minha|é|senão|"
    r"io|sono|ho|leggo|vedo|lavoro|sto|mio|mia|è|sennò|ik|ben|heb|mijn|het|dat|anders)\b(?!.*\b(?:please|pls|bitte|"
    r"always|never|"
    r"immer|nie|toujours|jamais|siempre|nunca|sempre|mai|altijd|nooit)\b)(?! (?:want|prefer|need|['’]d|would|möchte|"
    r"will|veux|préfère|quiero|prefiero|quero|prefiro|"
    r"voglio|preferisco|wil)\b).*$"
    r"|[、，](?:因为|我|毕竟)?[^、，。]{1,16}(?:ので|から|んで|嘛|不方便|不好|看不清)[。！]?$|[，,](?:因为|毕竟|我)[^，。]{2,20}[。！]?$",
    re.IGNORECASE,
)
"""Why something is asked for, behind it."""

_ONLY_SINCE_WHEN: Final = re.compile(
    r"(?:(?:from|as of|starting|in|ab|von|à|dès|a|de|d['’]|em|vanaf|in het|por|para) ?(?:now|today|here|the|jetzt|"
    r"sofort|heute|"
    r"partir de|maintenant|ahora|agora|ora|nu|future|zukunft|futuro|vervolg|avenir|adelante)"
    r"(?: on| de ahora| poi| immer|maintenant)?(?: please| pls)?|going forward|"
    r"always|never|please|pls|when\w* .*|if .*|"
    r"every time .*|wenn .*|quand .*|cuando .*|quando .*|als .*|immer|bitte|siempre|toujours|sempre|altijd|"
    r"以后|今后|これから(?:は)?)\W*",
    re.IGNORECASE,
)
"""What stands before a wish and is none itself: what is behind it is no reason."""


_OCCASION: Final = re.compile(r"(?:when|if|every|wenn|quand|cuando|quando|als)\b", re.IGNORECASE)
"""How words begin that say on which occasion something is wished, and may go on to say what."""


def is_in_confidence(request: str) -> bool:
    """Whether a request only keeps something from others or from being written down, or is about what others hear."""
    return _CONFIDED.fits(request.strip())


def is_only_since_when(wish: str) -> bool:
    """Whether a wish says nothing but from when on it holds: "from now on", "immer"."""
    return _ONLY_SINCE_WHEN.fullmatch(wish) is not None and _OCCASION.match(wish) is None


def wish_alone(request: str, is_instruction: Callable[[str], bool]) -> str:
    """A request without the reason given behind it, as far as the rest is an instruction still."""
    reason = _REASON.search(request)
    if reason is None:
        return request
    wish = request[: reason.start()]
    return wish if not _ONLY_SINCE_WHEN.fullmatch(wish) and is_instruction(wish) else request

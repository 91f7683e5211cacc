"""What a message says beside what it is about: that something is not so, is corrected or has changed; a greeting.

Each is told by words that are no terms by themselves, in the languages of `holdfast.domain.calendar_words`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from holdfast.domain.calendar_words import unmarked
from holdfast.retrieval.signs import Sign

_BEGINNING = 60
"""Characters of a message in which it greets or says that it corrects something."""

_CORRECTION = re.compile(
    r"\W*(?:(?:sorry|oh|no|wait|oops|ah|nein|ach|perdon|pardon|scusa|desculpa),? )*"
    r"(?:correction|corrigendum|update:|edit:|actually|scratch that|i meant|my mistake|that (?:was|is) wrong"
    r"|korrektur|berichtigung|richtigstellung|ich meinte|das war falsch|stimmt nicht"
    r"|correccion|mejor dicho|quise decir|me equivoque|rectification|en fait|je voulais dire|je me suis trompe"
    r"|correcao|quis dizer|enganei-me|me enganei|correzione|anzi|volevo dire|mi sono sbagliat"
    r"|更正|说错|說錯|我说错|不对[，,]|不對[，,]|訂正|間違え)"
)
_CORRECTING = (
    "correction", "corrigendum", "update", "edit", "actually", "scratch", "meant", "mistake", "wrong", "korrektur",
    "berichtigung", "richtigstellung", "meinte", "falsch", "stimmt", "correccion", "mejor", "quise", "equivoque",
    "rectification", "fait", "voulais", "trompe", "correcao", "quis", "enganei", "correzione", "anzi", "volevo",
    "sbagliat",
)  # fmt: skip
"""Each of the corrections in words holds a word that begins so."""
CHANGING = frozenset(
    """
    now anymore since new newly switched switching changed changing moved moving became replaced canceled cancelled
    postponed raised lowered quit stopped promoted
    jetzt nunmehr neu neue neuer neues neuen neuem seit gewechselt umgezogen geändert verschoben gekündigt abgesagt
    aufgehört gestiegen inzwischen statt
    ahora nuevo nueva nuevos nuevas desde cambié cambie cambió cambio cambiamos cambiado cambiaron subió subieron
    maintenant désormais desormais nouveau nouveaux nouvel nouvelle nouvelles depuis change changé changée changement
    déménagé
    agora novo nova novos novas mudei mudou mudamos mudaram
    adesso nuovo nuova nuovi nuove cambiato cambiata cambiati cambiate trasferito trasferita smesso
    """.split()  # noqa: SIM905  # a list of words reads best as words
)
_CHANGED_PHRASE = re.compile(
    r"\b(?:no longer|any more|instead of|as of|went (?:up|down)|gave up|from (?:the|now|next|today|tomorrow|\d|jan|feb"
    r"|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|easter)"
    r"|ab (?:dem|sofort|nachste[nrm]|\d|jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|dez|mon|die|mit|don|fre|sam|son)"
    r"|nicht mehr|kein\w* \w+ mehr|(?:me|nos) mud\w+|ya no|en vez de|deje de|n\w* \w+ plus|au lieu|ja nao|deixei de"
    r"|em vez de|non \w+ piu|invece di)"
)
PHRASE_WORDS = frozenset(
    [
        "longer", "more", "instead", "as", "went", "gave", "from", "ab", "mehr", "me", "nos", "ya", "vez", "deje",
        "dejé", "plus", "lieu", "não", "nao", "deixei", "piu", "più", "invece",
    ]
)  # fmt: skip
"""Each of the phrases holds one of these."""
_CHANGED_UNSPACED = re.compile(
    "现在|現在|改[成到为為在]|换|換|搬|不再|从.{1,8}起|從.{1,8}起|涨|漲|取消|推迟|新|変わ|変更|今[はの]|今から|になりました|引っ越|やめ"
    "|上がっ|下がっ|から働"
)
DENYING = frozenset(
    """
    not no never none nobody nothing without cannot cant dont wont didnt doesnt isnt wasnt nope nor
    nicht kein keine keinen keinem keiner keines nie niemals nichts niemand ohne
    nunca nada ningun ninguna ningún sin pas jamais rien sans aucun aucune não nao sem nenhum non mai niente
    senza nessun nessuna niet geen nooit niets inte ingen ikke ej bez ne не нет никогда ничего без لا ليس לא אין
    """.split()  # noqa: SIM905  # a list of words reads best as words
)
_DENYING_UNSPACED = re.compile("[不没沒别別無无]|ない|ません|なく|없|못")
_GREETING = re.compile(
    r"\W*(?:(?:hi|hey|hello|oh|na|hallo|hola|ciao|salut|ola|moin)\b\W*)*"
    r"(?:(?:a very )?good (?:morning|afternoon|evening|day|night)|(?:guten|schonen|schonen guten) (?:morgen|tag|abend)"
    r"|gute nacht|gruss gott|morning|evening|buenos dias|buenas(?: (?:tardes|noches))?|bonjour|bonsoir|bonne nuit"
    r"|bom dia|boa (?:tarde|noite)|buongiorno|buonasera|buonanotte|buon giorno|buona (?:sera|notte)"
    r"|goede(?:morgen|middag|navond)|god (?:morgon|kvall|morgen|aften|kveld)|dobry (?:den|vecer|wieczor)|dzien dobry"
    r"|dobre rano|dobro(?:e utro|ye utro)|gunaydin|iyi (?:aksamlar|geceler))(?=\s*[^\w\s-])\W*"
    r"|\W*(?:доброе утро|добрый (?:день|вечер)|早上好|上午好|中午好|下午好|晚上好|晚安"
    r"|おはよう(?:ございます)?|こんにちは|こんばんは|おやすみ(?:なさい)?|좋은 아침(?:이에요|입니다)?)\W*"
)
"""Words of greeting that open a message, with what parts them from the rest: they speak of no time of day."""
_LETTER = re.compile(r"[^\W_]")


def says_no(normalised: str, words: Iterable[str], signs: int) -> bool:
    """Whether a text from `normal`, with these words and signs, denies, forbids or lacks something."""
    if not DENYING.isdisjoint(words) or "n't" in normalised or "n’t" in normalised:
        return True
    return bool(signs & Sign.UNSPACED) and _DENYING_UNSPACED.search(normalised) is not None


def corrects(word: str) -> bool:
    """Whether a word is one without which a text corrects nothing, unless it is written without blanks."""
    return unmarked(word).startswith(_CORRECTING)


def is_correction(normalised: str) -> bool:
    """Whether a text from `normal` begins by saying that it corrects something."""
    return _CORRECTION.match(_beginning(normalised)) is not None


def tells_of_change(normalised: str, words: Collection[str], signs: int) -> bool:
    """Whether a text from `normal`, with these words and signs, says that something is otherwise, or since when."""
    if not CHANGING.isdisjoint(words):
        return True
    if not PHRASE_WORDS.isdisjoint(words) and _CHANGED_PHRASE.search(unmarked(normalised)):
        return True
    return bool(signs & Sign.UNSPACED) and _CHANGED_UNSPACED.search(normalised) is not None


def without_greeting(normalised: str) -> str:
    """A text from `normal` without the greeting that opens it, where more is said."""
    greeting = _GREETING.match(head := _beginning(normalised))
    if greeting is None or len(head) != len(normalised[:_BEGINNING]):
        return normalised
    rest = normalised[greeting.end() :]
    return rest if _LETTER.search(rest) else normalised


def _beginning(normalised: str) -> str:
    """The beginning of a text from `normal`, without diacritics: greetings and corrections stand there."""
    return unmarked(normalised[:_BEGINNING])

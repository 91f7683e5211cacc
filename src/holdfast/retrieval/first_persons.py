"""The first person: whether a text speaks of whoever says it.

There is one table of words for all.  Where the languages are known that a text may be in, only their words count
(`says_i`); where they are not, those of seven languages, without such as are other words in another of them.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

_FIRST_PERSON: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "english": "i me my mine myself we us our ours im ive",
        "german": "ich mich mir mein meine meinen meinem meiner meines wir uns unser unsere unseren unserem",
        "french": "je j me m moi mon ma mes nous notre nos",
        "spanish": "yo me mi mis mí mío mía nosotros nosotras nuestro nuestra nuestros nuestras"
        " soy estoy tengo voy vivo trabajo quiero puedo debo hice dije fui he",
        "portuguese": "eu me mim meu minha meus minhas nós nosso nossa nossos nossas"
        " sou estou tenho vou moro trabalho quero posso devo fiz disse fui",
        "italian": "io mi me mio mia miei mie noi ci nostro nostra nostri nostre ho devo posso voglio vado abito",
        "dutch": "ik me mij mijn wij we ons onze",
        "swedish": "jag mig min mitt mina vi oss vår vårt våra",
        "danish": "jeg mig min mit mine vi os vores",
        "norwegian": "jeg meg min mitt mine vi oss vår vårt våre",
        "finnish": "minä minun minulla minua minulle me meidän meillä",
        "czech": "já mě mi můj moje má mého mém my nás náš naše",
        "polish": "ja mnie mi mną mój moja moje moi my nas nam nasz nasza nasze",
        "hungarian": "én engem nekem enyém mi minket nekünk",
        "romanian": "eu mă mi meu mea mei mele noi ne nostru noastră",
        "turkish": "ben beni bana benim biz bizi bize bizim",
        "russian": "я меня мне мной мой моя моё мои моего моей моих мы нас нам наш наша наше наши",
        "greek": "εγώ μου με εμένα μας εμείς",
        "arabic": "أنا لي عندي نحن لدي لدينا لنا",
        "hebrew": "אני שלי לי אותי אנחנו שלנו",
        "hindi": "मैं मैंने मुझे मेरा मेरी मेरे हम हमारा हमारी",
    }.items()
}
"""The words by which a language tells that somebody speaks of themselves."""
_FIRST_PERSON_UNSPACED = re.compile(
    "[我咱私僕俺]|わたし|ぼく|おれ|ฉัน|ผม|เรา|หนู"
    r"|(?<!\w)(?:나|내|저|제|우리|난|전|저희)(?:는|은|가|를|의|도|에게|한테|랑)?(?!\w)"
)
_FIRST_PERSON_VERB = {
    "spanish": re.compile(r"(?<!\w)(?!qu|aqu|as|ah|all|caf|beb|sof)\w{3,}[éí](?!\w)"),
    "portuguese": re.compile(r"(?<!\w)(?!rei|lei)\w{3,}ei(?!\w)"),
}
"""Forms that verbs have in the first person alone, where pronouns are left out."""

_COMMONEST: Final = ("english", "german", "french", "spanish", "italian", "portuguese", "dutch")
_OTHER_WORDS: Final = frozenset({"he", "ci", "disse"})
"""First persons of one language that are other words in another."""
_VERBS: Final = """
myself conmigo tengo puedo podemos debería podría necesito busco haré tenemos vivimos estamos vamos vou posso possiamo
dobbiamo abbiamo siamo preciso precisamos tenho lavoro sono vorrei dovrei potrei cerco
continuo sigo continúo uso tomo llevo hago juego gano bebo duermo conduzco toco leo conozco suelo sé solía
levo faço jogo ganho bebo durmo conduzo leio costumo ando pratico ganhava vivia morava tinha fazia trabalhava
faccio gioco guadagno bevo dormo guido suono leggo mangio prendo esco vengo facevo avevo lavoravo abitavo vivevo
andavo stavo stavamo avevamo facevamo abitavamo vivevamo andavamo tenía vivía trabajaba hacía
"""
"""Forms of the first person that stand without a pronoun, and of which a search needs no word."""
_WORD: Final = re.compile(r"[^\W_]+")
_KEPT: Final = 8192
FIRST_PERSONS: Final[frozenset[str]] = (
    frozenset().union(*(_FIRST_PERSON[language] for language in _COMMONEST)) | set(_VERBS.split())
) - _OTHER_WORDS
"""Those of the commonest languages together."""


def says_i(text: str, words: Iterable[str], languages: Iterable[str]) -> bool:
    """Whether a text speaks in the first person.

    Args:
        text: in lower case.
        words: its words.
        languages: those it may be in; an unknown one counts as English.
    """
    told = set(words)
    if not text.isascii() and _FIRST_PERSON_UNSPACED.search(text):
        return True
    return any(
        not _FIRST_PERSON.get(language, _FIRST_PERSON["english"]).isdisjoint(told)
        or ((verb := _FIRST_PERSON_VERB.get(language)) is not None and verb.search(text))
        for language in languages
    )


@lru_cache(maxsize=_KEPT)
def speaks_of_oneself(text: str) -> bool:
    """Whether a text has a word of the first person in one of seven languages, Japanese or Chinese."""
    said = text.casefold()
    return is_of_oneself(said, _WORD.findall(said))


def is_of_oneself(said: str, words: Iterable[str]) -> bool:
    """`speaks_of_oneself` of a text whose case is folded, and which consists of these words, cut at underscores too."""
    if not FIRST_PERSONS.isdisjoint(words):
        return True
    return not said.isascii() and _FIRST_PERSON_UNSPACED.search(said) is not None

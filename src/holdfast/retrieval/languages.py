"""What the engine knows about languages beside stemming: stop words, and the words by which a question says "I".

The English stop words are Holdfast's own: function words only, since question and message are short and each word
with a meaning counts. Those of other languages come from the package `stop-words`; the characters that are dropped from
Chinese and Japanese are the commonest particles and pronouns.
"""

from functools import lru_cache

import stop_words as published

_ENGLISH = """
a an the
i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself
it its itself they them their theirs themselves one ones
this that these those here there
who whom whose which what when where why how
am is are was were be been being have has had having do does did doing done
can could cannot will would shall should may might must ought
and or but nor if because as until while although though than then so
of at by for with about against between into through during before after above below to from up down in out on off
over under upon within without toward towards via per
again further once more most some any each few both all other another such only own same no not too very just also even
d ll m o re s t ve don doesn didn isn aren wasn weren hasn haven hadn won wouldn couldn shouldn mustn ain
"""

_HAN = set("的了是在我你他她它们們这這那和与與也都就不有吗嗎呢吧啊个個之為为以而及或")

_PUBLISHED = {
    "arabic": "ar",
    "catalan": "ca",
    "czech": "cs",
    "danish": "da",
    "dutch": "nl",
    "dutch_porter": "nl",
    "finnish": "fi",
    "french": "fr",
    "german": "de",
    "greek": "el",
    "hindi": "hi",
    "hungarian": "hu",
    "indonesian": "id",
    "italian": "it",
    "norwegian": "nb",
    "persian": "fa",
    "polish": "pl",
    "portuguese": "pt",
    "romanian": "ro",
    "russian": "ru",
    "spanish": "es",
    "swedish": "sv",
    "turkish": "tr",
}

FIRST_PERSON: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "english": "i me my mine myself we us our ours",
        "german": "ich mich mir mein meine meinen meinem meiner meines wir uns unser unsere unseren unserem",
        "french": "je j me moi mon ma mes nous notre nos",
        "spanish": "yo me mi mis mí mío mía nosotros nosotras nuestro nuestra nuestros nuestras",
        "portuguese": "eu me mim meu minha meus minhas nós nosso nossa nossos nossas",
        "italian": "io mi me mio mia miei mie noi ci nostro nostra nostri nostre",
        "dutch": "ik me mij mijn wij we ons onze",
        "swedish": "jag mig min mitt mina vi oss vår vårt våra",
        "danish": "jeg mig min mit mine vi os vores",
        "norwegian": "jeg meg min mitt mine vi oss vår vårt våre",
        "russian": "я меня мне мной мой моя моё мои моего моей моих мы нас нам наш наша наше наши",
        "polish": "ja mnie mi mną mój moja moje moi my nas nam nasz nasza nasze",
        "turkish": "ben beni bana benim biz bizi bize bizim",
    }.items()
}


@lru_cache(maxsize=64)
def stop_words(language: str) -> frozenset[str]:
    """The words of a language that are not indexed; for a language without a list only the Han particles."""
    if language in {"english", "porter"}:
        return frozenset(_ENGLISH.split()) | _HAN
    code = _PUBLISHED.get(language)
    if code is None:
        return frozenset(_HAN)
    words = (part for entry in published.get_stop_words(code) for part in entry.lower().replace("'", " ").split())
    return frozenset(words) | _HAN

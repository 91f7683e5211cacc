"""What the engine knows about languages beside stemming: stop words, and the words by which a question says "I".

The English stop words are Holdfast's own: function words only, since question and message are short and each word
with a meaning counts. Those of other languages come from the package `stop-words`, less the few nouns that it holds;
what is dropped from Chinese, Japanese and Korean are the commonest particles, pronouns, endings and question words.
"""

import re
from functools import lru_cache

import stop_words as published

from holdfast.retrieval.detection import LANGUAGES
from holdfast.retrieval.folding import fold

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
don doesn didn isn aren wasn weren hasn haven hadn won wouldn couldn shouldn mustn ain
dont doesnt didnt isnt arent wasnt werent hasnt havent hadnt wouldnt couldnt shouldnt cant wont aint
im ive youre youve theyre theyve thats theres heres whats wheres whos hows o
"""

_HAN = set("的了是在我你他她它们們这這那和与與也都就不有吗嗎呢吧啊个個之為为以而及或什么麼谁誰哪几幾怎")
_UNSPACED_WORDS = re.compile(
    "什么时候|什麼時候|为什么|為什麼|什么|什麼|怎么|怎麼|多少|哪里|哪裡|哪儿|哪个|哪個|哪些|时候|時候|我们|我們|你们|你們|他们|他們"
    "|是不是|不是|有没有|有沒有|可以|这个|這個|那个|那個|一个|一個"
    "|でしたか|ましたか|ですか|ますか|でした|ました|ません|です|ます|している|ている|して|した|って|いる|どこ|いつ|なに|どの|どう|どれ"
    "|だれ|なん|から|まで|くらい|いくつ|いくら|この|その|あの|する"
    "|습니까|습니다|나요|어요|아요|해요|에서|까지|부터|뭐야|무엇|어디|언제|누가|누구|어떤|얼마"
)
"""Particles, endings and question words of two characters and more."""

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
    "hebrew": "he",
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
_ELIDED = {
    "french": "c d j l m n s t qu jusqu lorsqu puisqu quelqu est cest",
    "italian": "c d l m s t v un all dall dell nell sull quell",
    "catalan": "d l m n s t",
}
"""What stands before an apostrophe."""

_QUESTION = {
    "french": "où quand comment combien pourquoi quel quelle quels quelles qui que quoi",
    "german": "wer wen wem wessen was wo wohin woher wann wie warum wieso weshalb wieviel welche welcher welches",
    "italian": "chi che cosa cos dove dov quando come com quanto quanta quanti quante quale quali perché",
    "spanish": "quién quiénes qué dónde adónde cuándo cómo cuánto cuánta cuántos cuántas cuál cuáles",
    "portuguese": "quem que quê onde aonde quando como quanto quanta quantos quantas qual quais",
    "dutch": "wie wat waar waarheen wanneer hoe waarom hoeveel welke welk",
    "polish": "kto co gdzie kiedy jak ile dlaczego który która które",
    "swedish": "vem vad var vart när hur varför vilken vilket vilka",
    "danish": "hvem hvad hvor hvornår hvordan hvorfor hvilken hvilket hvilke",
    "norwegian": "hvem hva hvor når hvordan hvorfor hvilken hvilket hvilke",
    "russian": "кто что где куда когда как сколько почему какой какая какое какие чей",
    "turkish": "kim ne nerede nereye nereden nasıl kaç niye hangi",
    "czech": "kdo co kde kam kdy jak kolik proč který která které",
    "arabic": "من ما ماذا أين متى كيف كم لماذا هل أي",
    "hebrew": "מי מה איפה מתי איך כמה למה האם איזה",
    "greek": "ποιος ποια ποιο τι πού πότε πώς πόσο πόσα γιατί",
}
"""Words that open a question, also where the published lists lack them."""

_VARIANTS = {"porter": "english", "dutch_porter": "dutch"}
"""Other stemmers of a language that has one."""

_MEANING = {
    "french": "chose choses essai mot parole personne personnes pièce droite valeur sujet passé dixit",
    "italian": "lavoro comprare gente persone",
    "spanish": "lugar trabajo trabaja trabajan trabajar trabajas trabajamos empleo cuenta ejemplo estado estados fuerza"
    " momento partir pesar tiempo valor verdad",
    "portuguese": "cara valor caminho comprido desligado horas ligado tempo trabalho trabalhar verdade",
    "polish": "kierunku",
    "russian": "время времени жизнь процентов спасибо человек",
    "arabic": "زيارة لوكالة للامم",
}
"""Words with a meaning of their own that the published lists hold."""

_EAST_ASIAN = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")


_OTHER_SUBJECTS = re.compile(
    "[你您他她它谁誰们們君彼氏]|あなた|さん|ちゃん|くん|당신|(?<!\\w)[너네넌](?:는|은|가|를|의|도)?(?!\\w)|씨|그녀|그(?:는|가|의)"
)


def leaves_out_subject(text: str) -> bool:
    """Whether a text in lower case is in Chinese, Japanese or Korean and names nobody: it may well mean "I"."""
    return not text.isascii() and _EAST_ASIAN.search(text) is not None and _OTHER_SUBJECTS.search(text) is None


@lru_cache(maxsize=64)
def stop_words(language: str) -> frozenset[str]:
    """The words of a language that are not indexed, with and without diacritics; for one without a list only Han."""
    return _words(language) | _HAN


@lru_cache(maxsize=64)
def telling_words(language: str) -> dict[str, tuple[str, ...]]:
    """Function words of a language and those that are told apart, with the languages that have them."""
    named = sorted({language, *LANGUAGES.values()} - {_VARIANTS.get(language)})
    owners: dict[str, list[str]] = {}
    for each in named:
        for word in _words(each):
            owners.setdefault(word, []).append(each)
    return {word: tuple(those) for word, those in owners.items()}


def content_of(run: str) -> list[str]:
    """A run of a script without blanks, parted where particles, endings and question words stand."""
    return [piece for piece in _UNSPACED_WORDS.split(run) if piece]


def _words(language: str) -> frozenset[str]:
    if language in {"english", "porter"}:
        return frozenset(_ENGLISH.split())
    code = _PUBLISHED.get(language)
    if code is None:
        return frozenset()
    entries = (entry.lower().strip('",') for entry in published.get_stop_words(code))
    words = {part for entry in entries for part in entry.replace("'", " ").split()}
    words |= {*_ELIDED.get(language, "").split(), *_QUESTION.get(language, "").split()}
    words -= set(_MEANING.get(language, "").split())
    return frozenset(words | {fold(word) for word in words})

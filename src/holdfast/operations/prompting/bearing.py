"""What bears on a question although the two share no word: who asks for a recipe should hear of the allergy.

What a question is about is told by its words, and so is what bears on that: food and what is not eaten, a journey and
who sits in a wheelchair, the hours of a meeting and the days on which somebody works.  The commonest words of English,
German, French, Spanish, Italian, Portuguese and Dutch are known by their beginnings, and some of Japanese and Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from holdfast.operations.prompting.asked_words import ASKED
from holdfast.operations.prompting.matters import ADVICE, ADVISED, Matter, Words
from holdfast.operations.prompting.question_forms import asked_of_questions
from holdfast.operations.prompting.told_words import TOLD
from holdfast.retrieval.first_persons import speaks_of_oneself

_MOST_READ: Final = 500
"""Characters of a text that are looked at."""
_SHORTEST: Final = 2
_NUMBERS: Final = """
two three four five six seven eight nine ten eleven twelve zwei drei vier fünf sechs sieben acht neun zehn elf zwölf
deux trois quatre cinq sept huit neuf dix onze douze dos tres cuatro cinco seis siete ocho nueve diez doce
tre quattro cinque sette otto nove dieci undici dodici dois duas três quatro sete oito dez doze
"""
"""Those from two to twelve that are no other words in another language."""
_NUMBER_WORDS: Final = frozenset(_NUMBERS.split())
_NUMBER: Final = re.compile(r"\d++(?:[.,:]\d++)*+")
_WORD: Final = re.compile(r"[\w#]++(?:['-][\w#]++)*+")
"""In a text without underscores."""


_OF_RECORD: Final = asked_of_questions(
    r"^(?:\W*(?:(?:what|which) (?:shoe )?size|welche (?:\w*größe)|quelle (?:taille|pointure)|qué (?:talla|número)|"
    r"che (?:taglia|numero)|que (?:tamanho|número)|what(?:'s|’s|s| is| are| was| were) (?:my|our|the name)|"
    r"how (?:many|old)|when(?:'s|’s|s| is| was) |who |"
    r"wie (?:heiß|alt|viele)|wann |wer |was ist mein|quel(?:le)? (?:est|âge)|comment s|combien|qui |"
    r"cuál(?:es)? (?:es|son) m|cómo se llama|cuánt|cuándo|quién|qual è|quant|come si chiama|qual é|hoe (?:heet|oud)))",
    re.IGNORECASE,
)
_OF_THE_WORLD: Final = asked_of_questions(
    r"^(?:\W*(?:(?:can|could) you )?(?:explain |define |describe |why |who |how (?:do|does|did|is|are|was|were) |"
    r"tell me (?:about|how|why|what) |"
    r"erklär|warum |wieso |wer |wie (?:funktionier|entsteh|mach|hat|ist|sind|werden)|expli|pourquoi |qui |"
    r"comment (?:fonction|se |les? |la |l')|por qué |quién |cómo (?:se |funcion|los? |las? )|spiega|perché |chi |"
    r"come (?:si |funzion)|porquê |quem |como (?:se |funcion)|leg uit|waarom |wie |hoe (?:werk|ontsta)))",
    re.IGNORECASE,
)
"""How a question begins that asks what is known to all, where nobody is named in it: "explain how vaccines work"."""
_ASKS_WHAT_IS: Final = asked_of_questions(
    r"^(?:\W*(?:(?:and|so|ok|okay|hey|und|et|y|e) )?(?:(?:since|until) )?(?:what|when|where|who|whom|whose|which|how"
    r"|do|does|did|am|is|are|was|were|have|has|had"
    r"|(?:(?:seit|bis) )?(?:wann|wo|wohin|woher|wer|wen|wem|wessen|was|welche[rsmn]?|wie)"
    r"|bin|bist|ist|sind|war|waren|habe?|hast|hat|haben|hatte"
    r"|(?:depuis )?(?:que|quel(?:le)?s?|où|quand|qui|combien|comment)|est-ce que|suis-je|ai-je"
    r"|(?:desde |a )?(?:qué|cuándo|dónde|adónde|quién(?:es)?|cuál(?:es)?|cuánt[oa]s?|cómo)"
    r"|(?:da )?(?:che|cosa|quando|dove|chi|qual[ei]?|quant[oiae]|come)|onde|quem|quais|desde quando|como"
    r"|wanneer|waar|welke?|hoe)\b|\W*[qc]u?['’]|.*(?:谁|什么时候|哪|几|多少|吗|誰|いつ|どこ|何))",
    re.IGNORECASE,
)
_WHAT_TO_DO: Final = asked_of_questions(
    r"\b(?:should|shall|can|could|may|might|would|will|[^\W_]+['’]ll|ought|need to|have to|must|recommend|suggest"
    r"|ideas?|soll\w*|kann\w*|könn\w*|darf\w*|dürf\w*|müss\w*|muss\w*|möchte\w*|würd\w*|lohnt|empf\w+"
    r"|dois|doit|devrai\w*|devons|peux|peut|pouvons|pourrai\w*|faut|faudrait|vaut"
    r"|deb[oe]\w*|puedo|podemos|podría\w*|conviene|recomiend\w+"
    r"|devo|dobbiamo|dovrei|posso|possiamo|potrei|consigli\w*|devemos|deveria|convém|recomend\w+"
    r"|moet\w*|kan|kunnen|mag|mogen|zal|zullen)\b|应该|可以|能|べき|いい",
    re.IGNORECASE,
)
_WORDS_KEPT: Final = 8192
_NONE: Final[frozenset[Matter]] = frozenset()


class _Meaning(NamedTuple):
    """What a word tells: some matters, and others where it begins a phrase."""

    matters: frozenset[Matter]
    phrases: tuple[tuple[str, Matter], ...]


class _Told:
    """Tells matters by words."""

    def __init__(self, words: Mapping[Matter, Words]) -> None:
        self._begun: dict[str, set[Matter]] = {}
        self._phrases: dict[str, list[tuple[str, Matter]]] = {}
        self._unspaced: dict[str, set[Matter]] = {}
        for matter, (beginnings, unspaced) in words.items():
            for each in beginnings.split():
                if "_" in each:
                    phrase = f" {each.replace('_', ' ').replace('|', ' ')}"
                    self._phrases.setdefault(phrase.split(maxsplit=1)[0], []).append((phrase, matter))
                else:
                    self._begun.setdefault(each, set()).add(matter)
            for mark in unspaced.split():
                self._unspaced.setdefault(mark, set()).add(matter)
        self._lengths: dict[str, list[int]] = {}
        for begun in sorted(self._begun, key=len):
            lengths = self._lengths.setdefault(begun[:_SHORTEST], [])
            if len(begun) not in lengths:
                lengths.append(len(begun))
        self._any_unspaced = re.compile(f"[{''.join(sorted({mark[0] for mark in self._unspaced}))}]")
        self._of_word = lru_cache(maxsize=_WORDS_KEPT)(self._meaning)

    def matters(self, text: str) -> frozenset[Matter]:
        """Those that a text tells."""
        words: list[str] = _WORD.findall(_NUMBER.sub("#", text.casefold().replace("’", "'").replace("_", " ")))
        joined, found = "", _NONE
        # Each once: a question may repeat a word thousands of times.
        for meaning in filter(None, map(self._of_word, dict.fromkeys(words))):
            found |= meaning.matters
            if meaning.phrases:
                joined = joined or f" {' '.join('#' if word in _NUMBER_WORDS else word for word in words)} "
                found = found.union(matter for phrase, matter in meaning.phrases if phrase in joined)
        if not text.isascii() and self._any_unspaced.search(text):
            found = found.union(*(matters for mark, matters in self._unspaced.items() if mark in text))
        return found

    def _meaning(self, word: str) -> _Meaning | None:
        """What a word tells, if anything."""
        if word in _NUMBER_WORDS:
            word = "#"
        ended = f"{word}|"
        begun = _NONE
        for length in self._lengths.get(ended[:_SHORTEST], ()):
            begun = begun.union(self._begun.get(ended[:length], _NONE))
        phrases = tuple(self._phrases.get(word, ()))
        return _Meaning(begun, phrases) if begun or phrases else None


_ASKED: Final = _Told(ASKED)
_LIMITED: Final = _Told(TOLD)


@lru_cache(maxsize=64)
def asked(question: str) -> frozenset[Matter]:
    """What a question is about; where it asks for advice, that alone."""
    found = _ASKED.matters(question)
    return found & ADVISED if found & ADVICE else found


@lru_cache(maxsize=8192)
def limited(text: str) -> frozenset[Matter]:
    """What a text bears on."""
    return _LIMITED.matters(text)


def bears_on(text: str, matters: frozenset[Matter]) -> bool:
    """Whether a text, of which the beginning is looked at, bears on one of some matters."""
    return bool(matters) and not matters.isdisjoint(limited(text[:_MOST_READ]))


@lru_cache(maxsize=64)
def asks_advice(question: str) -> bool:
    """Whether a question asks for advice, rather than for what the user told or what is known to all."""
    if ADVICE.isdisjoint(asked(question)) or _OF_RECORD.fits(question):
        return False
    return speaks_of_oneself(question) or not _OF_THE_WORLD.fits(question)


@lru_cache(maxsize=64)
def asks_what_is(question: str) -> bool:
    """Whether a question asks for what is or was the case, rather than for what to do."""
    begun = question[:_MOST_READ]
    return _ASKS_WHAT_IS.fits(begun) and not _WHAT_TO_DO.fits(begun) and not asks_advice(question)

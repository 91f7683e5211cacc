"""What bears on a question although the two share no word: who asks for a recipe should hear of the allergy.

What a question is about is told by its words, and so is what bears on that: food and what is not eaten, a journey and
who sits in a wheelchair, the hours of a meeting and the days on which somebody works.  The commonest words of English,
German, French, Spanish, Italian, Portuguese and Dutch are known by their beginnings, and some of Japanese and Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from holdfast.operations.prompting.asked_words import ASKED
from holdfast.operations.prompting.matters import ADVICE, ADVISED, Matter, Words
from holdfast.operations.prompting.question_forms import asked_of_questions
from holdfast.operations.prompting.told_words import TOLD
from holdfast.operations.prompting.word_signs import Meaning, matters_told
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
_BITS: Final = {matter: 1 << place for place, matter in enumerate(Matter)}


class _Meanings(dict[str, Meaning | None]):
    """What words tell, kept; ``None`` of a word that tells nothing."""

    def __init__(self, words: Mapping[Matter, Words]) -> None:
        super().__init__()
        self._begun: dict[str, int] = {}
        self._phrases: dict[str, list[tuple[str, int]]] = {}
        for matter, (beginnings, _) in words.items():
            for each in beginnings.split():
                if "_" in each:
                    phrase = f" {each.replace('_', ' ').replace('|', ' ')}"
                    self._phrases.setdefault(phrase.split(maxsplit=1)[0], []).append((phrase, _BITS[matter]))
                else:
                    self._begun[each] = self._begun.get(each, 0) | _BITS[matter]
        self._lengths: dict[str, list[int]] = {}
        for begun in sorted(self._begun, key=len):
            lengths = self._lengths.setdefault(begun[:_SHORTEST], [])
            if len(begun) not in lengths:
                lengths.append(len(begun))

    def __missing__(self, word: str) -> Meaning | None:
        if len(self) >= _WORDS_KEPT:
            self.clear()
        meaning = self[word] = self._meaning(word)
        return meaning

    def _meaning(self, word: str) -> Meaning | None:
        is_number = word in _NUMBER_WORDS
        if is_number:
            word = "#"
        ended = f"{word}|"
        begun = 0
        for length in self._lengths.get(ended[:_SHORTEST], ()):
            begun |= self._begun.get(ended[:length], 0)
        phrases = tuple(self._phrases.get(word, ()))
        return Meaning(begun, phrases, is_number) if begun or phrases or is_number else None


class _Told:
    """Tells matters by words."""

    def __init__(self, words: Mapping[Matter, Words]) -> None:
        self._meanings = _Meanings(words)
        self._unspaced: dict[str, int] = {}
        for matter, (_, unspaced) in words.items():
            for mark in unspaced.split():
                self._unspaced[mark] = self._unspaced.get(mark, 0) | _BITS[matter]
        self._any_unspaced = re.compile(f"[{''.join(sorted({mark[0] for mark in self._unspaced}))}]")

    def matters(self, text: str) -> frozenset[Matter]:
        """Those that a text tells."""
        found = matters_told(text.casefold(), self._meanings)
        if not text.isascii() and self._any_unspaced.search(text):
            for mark, matters in self._unspaced.items():
                found |= matters if mark in text else 0
        return _of_bits(found)


@lru_cache(maxsize=_WORDS_KEPT)
def _of_bits(bits: int) -> frozenset[Matter]:
    return frozenset(matter for matter, bit in _BITS.items() if bits & bit)


_ASKED: Final = _Told(ASKED)
_LIMITED: Final = _Told(TOLD)


@lru_cache(maxsize=64)
def asked(question: str) -> frozenset[Matter]:
    """What a question is about; where it asks for advice, that alone."""
    found = _ASKED.matters(question)
    return found & ADVISED if found & ADVICE else found


limited_once: Final = _LIMITED.matters
"""What a text bears on, of one that is not asked for again."""
limited: Final = lru_cache(maxsize=8192)(limited_once)
"""What a text bears on."""


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

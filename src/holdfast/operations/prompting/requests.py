"""Which messages only want something of the assistant: they tell nothing of who sends them.

Half of what people write to an assistant are questions and orders: "how do I boil an egg", "shorter please".  They are
told by how their sentences begin, in English, German, French, Spanish, Italian, Portuguese and Dutch; in scripts
without blanks, by how they end.  How they begin is read by compiled code (`compiled_requests.pyx`, built at
installation where there is a C compiler), or by regular expressions, which give the same results and cost several times
as much.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from holdfast.retrieval.first_persons import speaks_of_oneself

_KEPT: Final = 8192
_MOST_READ: Final = 500
"""Characters of a text that are looked at."""
_SHORTEST_STATEMENT: Final = 3
"""Words; in fewer nobody tells anything: "thanks a lot", "ok next"."""
_SENTENCE: Final = re.compile(r"[^.!?;:\n]*[.!?;:\n]?")
_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_LEADING: Final = """
and so ok okay k but right cool great nice good well oh ah hi hey hello yes yeah no also then now please thanks
perfect lovely fine sure quick one another und also gut ja nein ach oh hallo danke bitte dann noch mal et alors bon
oui non merci super salut ah y bueno vale sí gracias hola pues e allora bene grazie ciao poi ma então bom obrigado
olá en dus goed ja hoi dank
"""
_BEGINNING: Final = """
how what what's whats who who's whom whose which when where why is are was were do does did can could would will
should shall may write give name explain summarise summarize convert tell shorten draft translate list show make
find suggest recommend help calculate compare fix check describe define rewrite shorter longer remind any
wie was wer wen wem wo wann warum wieso weshalb welche welcher welches wieviel kann kannst können könntest gibt ist
sind hat hast darf soll muss schreib nenn nenne erklär erkläre zeig gib mach übersetze kürze hilf such schlag
comment que quoi quel quelle quels quelles qui où quand pourquoi combien est-ce peux pourrais écris donne explique
traduis montre aide aide-moi c'est-quoi qu'est-ce
cómo qué quién dónde cuándo cuál cuáles cuánto cuánta cuántos cuántas puedes podrías escribe dame explica traduce
come cosa chi dove quando perché quanto quanta quanti quante qual quale quali puoi potresti scrivi dammi spiega
traduci
como quem onde porquê quanto pode podes escreve explica traduz
hoe wat wie waar wanneer waarom welke kun kan schrijf geef leg vertaal noem
"""
LEAD_INS: Final = frozenset(_LEADING.split())
"""Words before a sentence that tell nothing of it."""
_BEGINNINGS: Final = frozenset(_BEGINNING.split())
_CONDITIONS: Final = ("when you", "when i", "wenn du", "quand tu", "cuando me", "quando mi", "quando me", "wanneer je")
"""How a standing wish begins: "when you write code, use tabs"."""
_PHRASES: Final = ("c'est quoi", "est-ce que", "por qué", "con che", "di che", "a che", "in what", "in which")
_UNSPACED: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_UNSPACED_REQUEST: Final = re.compile("(?:[?？吗嗎呢]|か。?|ください。?|教えて。?)$")


def only_asks(text: str) -> bool:
    """Whether a text, of which the beginning is looked at, is nothing but questions, orders and words of courtesy."""
    return _beginning_only_asks(text[:_MOST_READ])


@lru_cache(maxsize=_KEPT)
def _beginning_only_asks(text: str) -> bool:
    return said_only_asks(text.casefold())


def said_only_asks(said: str) -> bool:
    """`only_asks` of a text whose case is folded, and all of which is looked at."""
    if not said.isascii() and _UNSPACED.search(said):
        return _UNSPACED_REQUEST.search(said.strip()) is not None
    return sentences_only_ask(said)


def asking_by_patterns(said: str) -> bool:
    """Whether the sentences of a text whose case is folded are nothing but questions, orders and words of courtesy."""
    asks = False
    for match in _SENTENCE.finditer(said):
        if sentence := match[0].strip():
            if not _asks_or_tells_nothing(sentence):
                return False
            asks = True
    return asks


def _asks_or_tells_nothing(sentence: str) -> bool:
    words: list[str] = []
    for match in _WORD.finditer(sentence.replace("’", "'")):
        word = match[0]
        if words or word not in LEAD_INS:
            words.append(word)
            if len(words) == _SHORTEST_STATEMENT:
                return begins_as_request(words[0], words[1])
    return not speaks_of_oneself(sentence)


def begins_as_request(first: str, second: str) -> bool:
    """Whether a sentence of more than two words that begins with these asks or wants something."""
    begun = f"{first} {second}"
    return (first in _BEGINNINGS and begun not in _CONDITIONS) or begun in _PHRASES


sentences_only_ask: Callable[[str], bool]
"""The fastest that the installation has."""

try:
    from holdfast.operations.prompting import compiled_requests
except ImportError:
    sentences_only_ask = asking_by_patterns
else:
    sentences_only_ask = compiled_requests.asking

"""How much a sentence of a chat is worth remembering, judged by its words alone.

Statements about the speaker, plans, preferences, names and figures weigh most; greetings, thanks and the courtesies
of assistants weigh nothing. The word lists are English; for other languages length, figures and names decide.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d[\d.,:/-]*")
_SEGMENTLESS: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ASSISTANT_ROLES: Final = _words("assistant ai bot model agent chatbot")
MACHINE_ROLES: Final = _words("tool function system developer")
_COURTESY_SHARE: Final = 0.6  # of the words of a sentence of fewer than …
_COURTESY_WORDS: Final = 9  # … so many words: it is taken for a phrase of politeness
_SELF: Final = _words("i i'm i've i'll i'd my mine me we we're we've our us im ive id")
_FACTS: Final = _words(
    "name called live lives living moved moving born grew work works working job married divorced engaged wife husband "
    "partner son daughter kids children brother sister mother father mom mum dad parents friend dog cat pet boss "
    "allergic allergy vegetarian vegan diagnosed prefer prefers preference like likes love loves hate hates favourite "
    "favorite enjoy enjoys want wants need needs plan plans planning going decided decide booked bought sold started "
    "quit joined study studying studied graduated speak speaks "
    "birthday anniversary deadline budget address phone email "
    "appointment meeting flight trip visit visiting arrive leave leaving remember remind always never usually every "
    "agreed promised changed cancelled canceled moved switched because instead must should rent own hired fired lost "
    "found retired pregnant expecting training learning timezone goal dream afraid scared hobby diet"
)
_COURTESY: Final = _words(
    "hi hello hey thanks thank welcome please sorry ok okay "
    "sure great good nice cool awesome perfect bye goodbye sounds "
    "haha lol wow yes no yeah yep nope congrats congratulations glad happy hope absolutely certainly course help let "
    "know assist feel free anything else questions question wonderful exactly right understood noted got it that's "
    "this you're you your day much so very to be of a the and i'm i is for with me if any more can further need have "
    "really appreciate fun luck enjoy talk soon later see there oh "
    "ah hmm well sound plan whenever here news idea choice like"
)
_STOP: Final = _words(
    "a an the and or but if of to in on at for from with by is are was were be been being am do does did have has had "
    "will would can could should may might must it its it's this that these those there here he she they them his her "
    "their you your we our us i my me so as than then too very just also not no yes what which who when where why how "
    "all any some about into over out up down i'm i've i'd i'll you're that's don't"
)


@lru_cache(maxsize=8_192)
def content_words(sentence: str) -> frozenset[str]:
    """The words that carry meaning, in small letters; for scripts without blanks, pairs of characters."""
    words = {word.lower() for word in _shapes(sentence)}
    if _SEGMENTLESS.search(sentence):
        words = {word[at : at + 2] for word in words for at in range(max(1, len(word) - 1))}
    return frozenset(words - _STOP)


_KEPT_WORDS: Final = 50_000
_MOST_WORDS: Final = 1 << 20
"""More than a text has: as many words as that of one kind do not run over into the count of another."""
_IS_COURTEOUS, _IS_FIGURE, _IS_CAPITAL = 1, _MOST_WORDS, _MOST_WORDS * _MOST_WORDS


class _Told(NamedTuple):
    """A word in small letters with straight apostrophes, and its kinds: their sum over words counts those of each."""

    word: str
    kinds: int


class _Known(dict[str, _Told]):
    """What is told of words as they are written; most come again and again."""

    def __missing__(self, shape: str) -> _Told:
        word = shape.lower().replace("’", "'")
        kinds = _IS_COURTEOUS * (word in _COURTESY) + _IS_FIGURE * word[0].isdigit()
        kinds += _IS_CAPITAL * (shape[0].isupper() and word not in _SELF)
        if len(self) >= _KEPT_WORDS:
            self.clear()
        self[shape] = told = _Told(word, kinds)
        return told


_known: Final = _Known()


@lru_cache(maxsize=8_192)
def salience(sentence: str, role: str) -> float:
    """Worth of ``sentence`` said by ``role``; 0 for mere courtesy, about 1 for a plain statement, up to about 4."""
    told = list(map(_known.__getitem__, _shapes(sentence)))
    words = [one.word for one in told]
    kinds = sum([one.kinds for one in told])
    courtesy, figures = kinds % _MOST_WORDS, kinds // _IS_FIGURE % _MOST_WORDS
    if courtesy == len(words):
        return 0.0
    capitals = kinds // _IS_CAPITAL - told[0].kinds // _IS_CAPITAL
    worth = 1.0 + _length_bonus(sentence, words)
    if role.lower() not in ASSISTANT_ROLES and not _SELF.isdisjoint(words):
        worth += 0.6
    worth += 0.45 * min(3, len(_FACTS.intersection(words)))
    worth += 0.3 * min(3, figures)
    worth += 0.3 * min(3, capitals)
    if sentence.rstrip("\"'”’)")[-1:] in {"?", "？", "؟"}:
        worth *= 0.55
    if courtesy >= _COURTESY_SHARE * len(words) and len(words) < _COURTESY_WORDS:
        worth *= 0.25
    return float(worth * _role_weight(role))


@lru_cache(maxsize=16)
def _shapes(sentence: str) -> list[str]:
    """The words as they are written, not to be changed."""
    return _WORD.findall(sentence)


def _length_bonus(sentence: str, words: list[str]) -> float:
    """Very short sentences say little; very long ones cost more than they say."""
    length = max(len(words), len(sentence) // 6)
    if length < 4:
        return -0.6
    return 0.2 if length <= 30 else -0.2


def _role_weight(role: str) -> float:
    name = role.lower()
    if name in MACHINE_ROLES:
        return 0.2
    return 0.6 if name in ASSISTANT_ROLES else 1.0

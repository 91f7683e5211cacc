"""Who introduces themselves, and who asks for their own name: "hi, I'm Ingrid", "wie heiße ich?", "私の名前は何ですか".

A name is told in other words than it is asked for, so that neither words nor meanings find it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from holdfast.domain.calendar_words import unmarked
from holdfast.retrieval.signs import Sign

_SAID: Final = re.compile(
    r"\b(?:my (?:full |first |last |real )?name(?:'s| is|: )|i am called|i'm called|(?:please |just |you can )call me"
    r"|ich heiss?e|ich heiße|mein name ist|man nennt mich|nennen sie mich|nenn mich"
    r"|me llamo|mi nombre es|je m'appelle|mon (?:pre)?nom est|moi,? c'est|mi chiamo|il mio nome e"
    r"|chamo-me|me chamo|(?:o )?meu nome e|ik heet|mijn naam is|jag heter|mitt namn ar|jeg h(?:eter|edder)"
    r"|mit(?:t)? navn er|nazywam sie|mam na imie|jmenuj[ui] se|ma numesc|numele meu|ma cheama|nimeni on|minun nimeni"
    r"|a nevem|(?:benim )?ad[iı]m|ismim|nama saya|em dic|меня зовут|мое имя|мене звати"
    r"|με λενε|ονομαζομαι|το ονομα μου|اسمي|שמי|קוראים לי|השם שלי|मेरा नाम)(?!\w)"
)
_SAID_UNSPACED: Final = re.compile(
    "我叫(?!什|啥|做|你|他|她|了|个|车|外)|我姓|我的名字[是叫]|と申し|と(?:いい|言い)ます|の名前は(?!何|なん)|(?<![んま様君][、！!,])(?:はじ|初)めまして"
    "|(?:제|내) 이름은|이?라고 (?:합니다|해요|해)|(?:ผม|ฉัน|ดิฉัน)ชื่อ"
)
_SEEMS_SAID: Final = re.compile(
    r"\b(?:(?:I|i)(?:'m|’m| am)|[Ii]ch bin|[Ss]oy|[Jj]e suis|[Ii]o sono|[Ss]ono|(?:[Ee]u )?[Ss]ou(?: [oa])?|[Ii]k ben)"
    r" (?!I\b)[A-ZÀ-Þ][a-zß-ÿ]+|\b(?:[Tt]his is|[Hh]ier ist) [A-Z][a-z]+ (?:here|speaking|again)"
)
_ASKED: Final = re.compile(
    r"\b(?:my (?:full |first |last |real )?name|(?:what|how) am i called|who am i\W*$"
    r"|(?:wie )?(?:heisse|heiße) ich|mein(?:en)? (?:vor|nach)?namen?|wer bin ich\W*$"
    r"|(?:como )?me llamo|mi nombre|quien soy\W*$|je m'appelle|mon (?:pre)?nom|qui suis-je"
    r"|mi chiamo|mio nome|chi sono\W*$|(?:me chamo|chamo-me)|meu nome|quem sou(?: eu)?\W*$|heet ik|mijn naam"
    r"|wie ben ik\W*$|heter jag|mitt namn|h(?:eter|edder) jeg|mit(?:t)? navn|nazywam sie|mam na imie|moje imie"
    r"|jmenuj[ui] se|ma numesc|numele meu|ma cheama|nimeni|a nevem"
    r"|ad[iı]m|ismim|nama saya|меня зовут|мое имя|мене звати|με λενε|το ονομα μου|اسمي|שמי|קוראים לי"
    r"|השם שלי|मेरा नाम)(?!\w)"
)
_ASKED_UNSPACED: Final = re.compile(
    "我(?:叫|的名字|姓什|是谁|是誰)|(?:私|僕|俺|わたし|ぼく)(?:の名前|は誰|はだれ)|(?:내|제) ?이름|(?:내|제)가 누구"
    "|(?:ผม|ฉัน|ดิฉัน)(?:ชื่อ|เป็นใคร)|ชื่อของ(?:ผม|ฉัน)"
)
NAMING: Final = frozenset(
    """
    name called call am who heiße heisse mein meinen nennt nennen nenn wer bin llamo nombre quien quién appelle nom
    prénom prenom moi qui chiamo nome sono chi chamo quem sou heet naam wie ben heter namn hedder navn nazywam imię imie
    jmenuji jmenuju numesc numele cheamă cheama nimeni nevem adım adim ismim nama dic зовут звати имя λένε λενε όνομά
    ονομα ονομάζομαι اسمي שמי קוראים השם नाम
    """.split()  # noqa: SIM905  # a list of words reads best as words
)
"""Each of the phrases in words holds one of these."""
_BEING: Final = (
    "I'm ", "I’m ", "I am ", "i'm ", "i am ", "ch bin ", "soy ", "Soy ", "e suis ", "sono ", "Sono ", "sou ", "Sou ",
    "k ben ", "his is ", "ier ist ",
)  # fmt: skip
"""One of these stands in what `_SEEMS_SAID` finds."""
BEING_WORDS: Final = frozenset({"i", "bin", "soy", "suis", "sono", "sou", "ben", "this", "hier"})
"""One of these is a word of what `_SEEMS_SAID` finds, unless something invisible stands before it."""
_SURE, _LIKELY = 2, 1


def introduced(text: str, normalised: str, words: Iterable[str], signs: int) -> int:
    """How surely somebody says in a text what their name is: 0, 1 or 2.

    Args:
        text: as written: behind "I'm" a name is told by its capital.
        normalised: the same by `holdfast.retrieval.tokens.normal`.
        words: those of the text, in lower case.
        signs: what the normalised text holds, see `holdfast.retrieval.signs`.
    """
    if not NAMING.isdisjoint(words) and _SAID.search(unmarked(normalised).replace("’", "'")):
        return _SURE
    if signs & Sign.UNSPACED and _SAID_UNSPACED.search(normalised):
        return _SURE
    if len(text) == len(normalised) and BEING_WORDS.isdisjoint(words):
        return 0
    return _LIKELY if any(map(text.__contains__, _BEING)) and _SEEMS_SAID.search(text) else 0


def asks_own_name(normalised: str, words: Iterable[str]) -> bool:
    """Whether somebody asks in a text from `normal`, with these words, what their own name is."""
    if not NAMING.isdisjoint(words) and _ASKED.search(unmarked(normalised).replace("’", "'")):
        return True
    return not normalised.isascii() and _ASKED_UNSPACED.search(normalised) is not None

"""Which slots of whoever asks a question is about: "where do I live", "wogegen bin ich allergisch?", "我的职业是什么".

A message that says where somebody lives rarely has words of the question for it. What people state of themselves is
found in messages beforehand, see `holdfast.domain.slots`; so the question is all there is to understand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from holdfast.domain.calendar_words import unmarked
from holdfast.domain.words_for_people import EVERYBODY

if TYPE_CHECKING:
    from collections.abc import Collection

    from holdfast.retrieval.meanings import Meanings

_ASKED: Final = {
    "home": "live reside dwell address residence",
    "employer": "work employer employed company job firm",
    "job": "work job profession occupation career",
    "partner": "partner husband wife boyfriend girlfriend spouse married fiance",
    "children": "child children son daughter kid toddler baby",
    "pets": "pet dog cat rabbit hamster puppy kitten bird animal",
    "allergy": "allergic allergy allergies intolerant intolerance",
    "diet": "vegetarian vegan diet",
    "birthday": "birthday born",
    "education": "study degree university",
}
"""The words by which slots are asked for, in English."""
_UNSPACED: Final = {
    "home": re.compile("住|地址|家在|사는|살아|살고|주소"),
    "employer": re.compile("公司|在哪(?:里|儿)?(?:工作|上班)|会社|勤め|회사|직장"),
    "job": re.compile("职业|職業|工作|仕事|직업|직장"),
    "partner": re.compile("老公|老婆|丈夫|妻|男朋友|女朋友|夫は|夫の|彼氏|彼女|남편|아내|남자친구|여자친구"),
    "children": re.compile("儿子|女儿|孩子|息子|娘|子供|아들|딸|아이"),
    "pets": re.compile("宠物|养|猫|狗|ペット|犬|飼|반려|고양이|강아지"),
    "allergy": re.compile("过敏|過敏|アレルギー|알레르기|不能吃"),
    "diet": re.compile("吃素|素食|菜食|ベジタリアン|ビーガン|채식|비건"),
    "birthday": re.compile("生日|誕生日|생일"),
}
"""The same in scripts without blanks, and in Korean."""
_OTHERS: Final = " ".join(EVERYBODY) + (
    " parents grandmother grandfather grandma grandpa gran granny landlady child kid baby dog cat"
)
_OTHERS_UNSPACED: Final = re.compile(
    "妈|爸|哥|姐|弟|妹|朋友|老公|老婆|丈夫|妻|儿子|女儿|孩子|母|父|兄|姉|友達|夫|息子|娘|엄마|아빠|남편|아내|친구|아들|딸"
)
_PRONOUNS: Final = frozenset({"he", "she", "they", "his", "her", "their"})
_WITH_OTHERS: Final = frozenset({"partner", "children", "pets"})
"""Slots that are about others."""
_FORMER: Final = re.compile(
    r"\b(?:did (?:i|we) (?:use to )?(?:live|work|reside)|used to|before|previous(?:ly)?|formerly?"
    r"|my (?:old|last|ex) (?:address|home|job|employer|company|boss)"
    r"|fruher\w*|vorher\w*|ehemalig\w*|damals|vorig\w*|gewohnt|gearbeitet"
    r"|antes|anterior|vivia(?:mos)?|trabajaba(?:mos)?|avant|ancien(?:ne)?|precedente?|habitai[st]|travaillai[st]"
    r"|morava|trabalhava|prima|abitavo|vivevo|lavoravo)\b"
    "|以前|之前|原来|原來|过去|過去|前に|前の|昔|예전|이전|전에"
)
_MOST_OTHER_WORDS: Final = 1
"""A question with more words about something else is about that."""


def asked_slots(
    normalised: str, words: Collection[str], asked: Collection[int], terms: int, meanings: Meanings
) -> tuple[str, ...]:
    """The slots that a question in the first person is about; none where it is about something else.

    Args:
        normalised: the question, by `holdfast.retrieval.tokens.normal`.
        words: its words.
        asked: its terms, and those of what it means in English: `Meanings.in_english`.
        terms: how many words it has that are no function words.
        meanings: those of the analyzer that made the features of the scope.
    """
    unspaced = "" if normalised.isascii() else normalised
    of_others = bool(
        not meanings.english_terms(_OTHERS).isdisjoint(asked)
        or not _PRONOUNS.isdisjoint(words)
        or _OTHERS_UNSPACED.search(unspaced)
    )
    found = []
    for slot, naming in _ASKED.items():
        if of_others and slot not in _WITH_OTHERS:
            continue
        named = len(meanings.english_terms(naming).intersection(asked))
        if (named and terms - named <= _MOST_OTHER_WORDS) or (slot in _UNSPACED and _UNSPACED[slot].search(unspaced)):
            found.append(slot)
    return tuple(found)


def asks_for_former(normalised: str) -> bool:
    """Whether a question, by `holdfast.retrieval.tokens.normal`, asks for what was and is no more."""
    return _FORMER.search(unmarked(normalised)) is not None

"""What of whoever asks a question is about, and what tells that it has changed.

1. The slots of a question in the first person are understood in many languages.
2. A question about somebody else, about something else, or in no first person has none.
3. A message in which what is asked for is stated stands above others that hold as many words; nothing else changes.
4. Who asks where somebody lives, works or what they drive now finds what tells of the change, in other words.
"""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.retrieval.question import Question, analyse
from holdfast.retrieval.search import ScopeQuery, search
from tests.retrieval.conversations import DAY, ENGLISH, NOON, Turn, ask, index_of, keys, texts

INDEX = index_of(texts("The weather is mild", "Lunch was soup", "Das Wetter ist mild", "天气很好"))


def question(text: str) -> Question:
    return analyse(text, INDEX, ENGLISH, now=NOON)


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("Where do I live?", "home"), ("what's my current address", "home"), ("Wo wohne ich jetzt?", "home"),
        ("¿Dónde vivo ahora?", "home"), ("我现在住在哪里", "home"), ("私はどこに住んでいますか", "home"),
        ("who do I work for", "employer"), ("What is my job?", "job"), ("¿Cuál es mi profesión?", "job"),
        ("我的职业是什么", "job"), ("what am I allergic to", "allergy"), ("Wogegen bin ich allergisch?", "allergy"),
        ("what is my wife called", "partner"), ("Wie heißt mein Hund?", "pets"), ("when is my birthday", "birthday"),
    ],
)  # fmt: skip
def test_slots_are_understood(text: str, slot: str) -> None:
    assert slot in question(text).slots


@pytest.mark.parametrize(
    "text",
    [
        "Where does she live?", "where does my brother live", "what is my mother's job", "where can one live well",
        "who repaired the roof of the house where I live", "what did I say about work yesterday",
        "wo wohnt meine Mutter",
        "我妈妈住在哪里", "What did I buy?", "",
    ],
)  # fmt: skip
def test_other_questions_have_none(text: str) -> None:
    assert set(question(text).slots) <= {"partner", "children", "pets"}


def test_what_is_stated_stands_above_the_rest() -> None:
    index = index_of(texts("I fix turbines for a living", "I like my job", "My job is hard", "Lunch was soup"))
    asked = analyse("What is my job?", index, ENGLISH, now=NOON)
    plain = search(index, ScopeQuery(asked, limit=4))
    stated = search(index, ScopeQuery(asked, limit=4, stating=np.array([0]), explain=True))
    assert keys(plain)[0] != 0
    assert keys(stated).index(0) < keys(plain).index(0)
    assert [key for key in keys(stated) if key != 0] == [key for key in keys(plain) if key != 0]
    assert {hit.key: hit.parts["stated"] > 0 for hit in stated} == {0: True, 1: False, 2: False, 3: False}


def test_what_is_stated_stays_out_where_it_is_not_eligible() -> None:
    index = index_of(texts("I fix turbines for a living", "I like my job", "My job is hard"))
    asked = analyse("What is my job?", index, ENGLISH, now=NOON)
    eligible = np.array([False, True, True])
    plain = search(index, ScopeQuery(asked, eligible=eligible))
    assert search(index, ScopeQuery(asked, eligible=eligible, stating=np.array([0]))) == plain
    stated = search(index, ScopeQuery(asked, eligible=eligible, stating=np.array([keys(plain)[1]])))
    assert keys(stated) == keys(plain)[::-1]


@pytest.mark.parametrize(
    ("before", "after", "asked"),
    [
        ("I work for Siemens as a welder", "I started at Bosch last Monday", "Who do I work for now?"),
        ("Ich fahre einen alten Opel", "den Opel hab ich verkauft, jetzt ein Dacia", "Welches Auto fahre ich jetzt?"),
        ("J'habite à Lyon", "on a déménagé à Lille", "Où est-ce que j'habite maintenant ?"),
        ("Trabajo en un banco", "empecé en una librería", "¿Dónde trabajo actualmente?"),
        ("我住在北京", "我搬到上海了", "我现在住哪儿"),
    ],
)  # fmt: skip
def test_what_tells_of_a_change_answers_what_is_the_case_now(before: str, after: str, asked: str) -> None:
    others = ["I need a new umbrella", "es regnet", "il fait froid", "hace frío", "今天很累"]
    talk = [Turn(before), *(Turn(text, at=NOON + place * DAY) for place, text in enumerate(others, start=1))]
    index = index_of([*talk, Turn(after, at=NOON + 9 * DAY)])
    assert keys(ask(index, asked))[0] == len(talk)

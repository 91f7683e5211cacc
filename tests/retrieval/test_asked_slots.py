"""What of whoever asks a question is about, and what tells that it has changed.

1. The slots of a question in the first person are understood in many languages.
2. A question about somebody else, about something else, or in no first person has none.
3. A message in which what is asked for is stated stands above others that hold as many words; nothing else changes.
4. Who asks where somebody lives, works or what they drive now finds what tells of the change, in other words.
5. Where Chinese, Japanese and Korean leave out who is meant, the asking person is, unless somebody else is named.
6. What was stated and is over counts against a message; what was followed by a change counts nothing. A question for
   what was before is told from one for what is.
7. A question of the asking person says nothing of what they have, and what answers it neither.
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
        "Where does she live?", "where does my brother live", "where does my mate work", "what is my mother's job",
        "where can one live well", "who repaired the roof of the house where I live",
        "what did I say about work yesterday",
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


@pytest.mark.parametrize(
    ("text", "slot"), [("今どこに住んでいますか", "home"), ("지금 어디에 살아?", "home"), ("现在住在哪里", "home")]
)
def test_a_subject_that_is_left_out_is_the_asking_person(text: str, slot: str) -> None:
    asked = question(text)
    assert slot in asked.slots
    assert asked.present
    assert asked.asked_of == INDEX.speakers.asking


@pytest.mark.parametrize(
    "text", ["彼はどこに住んでいますか", "你住在哪里", "너는 어디에 살아?", "田中さんはどこに住んでいますか"]
)
def test_others_are_not_the_asking_person(text: str) -> None:
    assert question(text).slots == ()


@pytest.mark.parametrize(
    "text", ["Where did I live before?", "Wo wohnte ich früher?", "¿Dónde vivía yo antes?", "我以前住在哪里"]
)
def test_a_question_for_what_was_before_is_told(text: str) -> None:
    asked = question(text)
    assert "home" in asked.slots
    assert asked.former
    assert not question("Where do I live?").former


def test_what_is_over_counts_against_a_message() -> None:
    index = index_of(texts("My job is hard", "I like my job", "Lunch was soup"))
    asked = analyse("What is my job?", index, ENGLISH, now=NOON)
    plain = search(index, ScopeQuery(asked, explain=True))
    over = search(index, ScopeQuery(asked, outdated=np.array([plain[0].row]), explain=True))
    (hit,) = [hit for hit in over if hit.row == plain[0].row]
    assert hit.parts is not None
    assert hit.parts["stated"] < 0
    assert keys(over)[0] == keys(plain)[1]


def test_what_was_followed_by_a_change_is_not_known_to_hold() -> None:
    talk = [Turn("I live in Bristol with my cat"), Turn("Lunch was soup", at=NOON + DAY)]
    moved = Turn("We moved to 9 Oak Lane", at=NOON + 9 * DAY)
    for index, holds in ((index_of(talk), True), (index_of([*talk, moved]), False)):
        asked = analyse("Where do I live now?", index, ENGLISH, now=NOON)
        hits = search(index, ScopeQuery(asked, stating=np.array([0]), explain=True))
        (parts,) = [hit.parts for hit in hits if hit.row == 0]
        assert parts is not None
        assert (parts["stated"] > 0) is holds


def test_a_question_tells_nothing_of_who_asks_it() -> None:
    said = ["I drive a red Golf", "The rain never stops", "Sold the Golf and bought a Skoda", "what car would you buy?"]
    talk = [Turn(text, at=NOON + place * DAY) for place, text in enumerate(said)]
    answer = Turn("A car depends on your needs", "assistant", at=NOON + 3 * DAY + 30)
    index = index_of([*talk, answer])
    assert keys(ask(index, "which car do I currently drive?"))[0] == 2

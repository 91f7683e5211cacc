"""Words about the question itself.

1. They are left out, those about the subject stay.
2. The same words are kept where they are the subject.
3. A question of nothing else is taken by all its words.
4. Other languages and pasted pages are left alone.
5. A request for a summary is recognised.
6. Light words find nothing where others tell what is asked for, in any language; alone they do.
"""

import pytest

from holdfast.retrieval.analysis import analyzer_for
from holdfast.retrieval.phrasing import MOST_WORDS, asks_for_summary, subject_words
from holdfast.retrieval.question import analyse
from holdfast.retrieval.search import SearchKind
from tests.retrieval.conversations import ENGLISH, NOON, Turn, ask, index_of, keys, texts


def about(question: str, language: str = "english") -> str:
    return " ".join(subject_words(ENGLISH.words(question), language))


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Can you list the order in which I brought up my trips throughout our conversations?", "can you i my trips"),
        ("Could you walk me through the recipes, in order?", "could you the recipes"),
        ("Please remind me of the dentist we discussed in our last chat.", "please the dentist we in"),
        ("How many rooms have I mentioned across my earlier messages?", "rooms have i"),
        ("Give me a short summary of the tax return", "a short of the tax return"),
    ],
)
def test_words_about_the_question_are_left_out(question: str, subject: str) -> None:
    words = [word for word in about(question).split() if word != "throughout"]
    assert " ".join(words) == subject


@pytest.mark.parametrize(
    "question",
    ["what is on my shopping list", "what did i order", "which messages did tim send", "did i show tim the garden"],
)
def test_they_stay_where_they_are_the_subject(question: str) -> None:
    assert about(question) == question


def test_a_question_of_nothing_else_is_taken_by_all_its_words() -> None:
    question = analyse("Summarize our conversations", index_of(texts("hello")), ENGLISH)
    assert len(question.lookup.terms) == 2


def test_other_languages_are_left_alone() -> None:
    assert about("provide recap", "german") == "provide recap"
    assert not asks_for_summary(["summary"], analyzer_for("german").language)


def test_a_pasted_page_is_left_alone() -> None:
    page = ["summary"] * (MOST_WORDS + 1)
    assert subject_words(page, "english") == page
    assert subject_words(page[1:], "english") == []


def test_a_request_for_a_summary_is_recognised() -> None:
    assert asks_for_summary(["can", "you", "summarize", "my", "week"], "english")
    assert not asks_for_summary(["what", "did", "i", "do", "this", "week"], "english")


@pytest.mark.parametrize(
    ("question", "answer", "other"),
    [
        ("What did the blood test say?", "the test of my blood was fine", "she says that they say hello"),
        ("which form do I need to fill in", "fill in the form with a pencil", "I need a nap, I need it now"),
        ("was hat der Installateur gesagt", "der Installateur kommt am Montag", "I said no and he said yes"),
        ("¿qué necesita la vecina?", "la vecina busca una escalera", "I need a nap, I need it now"),
        ("wat vindt oma van de soep", "oma at drie borden soep", "Ich finde das schön, find ich"),
    ],
)
def test_light_words_find_nothing_beside_others(question: str, answer: str, other: str) -> None:
    index = index_of([*texts(other), Turn(answer, at=NOON + 4 * 3600)])
    hits = ask(index, question, kind=SearchKind.LEXICAL)
    assert keys(hits) == [1, 0]
    assert hits[1].dist == 0


def test_light_words_alone_are_looked_for() -> None:
    assert keys(ask(index_of(texts("lunch", "she said no")), "what was said", kind=SearchKind.LEXICAL))[0] == 1

"""Words about the question itself.

1. They are left out, those about the subject stay.
2. The same words are kept where they are the subject.
3. A question of nothing else is taken by all its words.
4. Other languages and pasted pages are left alone.
5. A request for a summary is recognised.
"""

import pytest

from holdfast.retrieval.analysis import analyzer_for
from holdfast.retrieval.phrasing import MOST_WORDS, asks_for_summary, subject_words
from holdfast.retrieval.question import analyse
from tests.retrieval.conversations import ENGLISH, index_of, texts


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

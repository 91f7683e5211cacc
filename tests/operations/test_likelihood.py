"""Which of the messages that may answer come first, and how many tokens they get."""

from __future__ import annotations

from uuid import UUID

import pytest

from holdfast.domain.messages import Message
from holdfast.domain.timestamps import Timestamp
from holdfast.operations.found import Found
from holdfast.operations.prompting.bearing import asked
from holdfast.operations.prompting.confidence import are_sure, concerns_user, most_tokens
from holdfast.operations.prompting.forms import languages_of
from holdfast.operations.prompting.likelihood import Asked, likelihood, names_in
from holdfast.operations.prompting.query import ContextQuery
from holdfast.operations.prompting.requests import only_asks
from holdfast.operations.prompting.sub_questions import sub_questions

MOMENT = Timestamp("2026-05-02T08:00:00.000000Z")
NOTHING = Asked(asked(""))


def message(content: str, role: str = "user") -> Message:
    return Message(1, str(UUID(int=1)), role, content, None, 0, MOMENT, MOMENT)


def room(found: list[Found], question: str) -> int:
    return most_tokens(found, question, of_user=concerns_user(found, question))


def hits(*scores: float, text: str = "It has rained all day.") -> list[Found]:
    return [
        Found(
            session=1,
            session_id="s",
            message=message(text),
            summary=None,
            dist=score,
            embedding=None,
            parts=None,
        )
        for score in scores
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("I teach year four.", "The roof was inspected."),
        ("Ich bin Hebamme.", "Das Dach ist dicht."),
        ("Je suis fleuriste.", "Le toit est étanche."),
        ("Soy carpintero.", "El techo está bien."),
        ("I teach year four.", "Do I teach year four?"),
        ("Bess mags nicht, wenn es regnet.", "Wie wird das Wetter morgen in Bremen?"),
        ("Bess hates rain and stairs.", "convert these five miles please"),
        ("Bess hates rain and stairs.", "she does"),
        ("I teach year five now.", "I teach year four."),
    ],
)
def test_what_people_tell_of_themselves_comes_first(first: str, second: str) -> None:
    assert likelihood(message(first), 0.3, NOTHING) > likelihood(message(second), 0.3, NOTHING)


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("Bess hates the rain and stairs.", "Bess hates the rain and stairs?"),
        ("The shop is now in the old mill.", "The shop is yet in the old mill."),
        ("The shop is no longer in a mill.", "The shop is only kept in a mill."),
        ("商店现在在磨坊里。", "商店一直在磨坊里。"),
    ],
)
def test_of_messages_as_long_those_count_less_that_ask_and_those_more_that_tell_of_a_change(
    more: str, less: str
) -> None:
    assert len(more) == len(less)
    assert likelihood(message(more), 0.3, NOTHING) > likelihood(message(less), 0.3, NOTHING)


def test_what_others_say_comes_last() -> None:
    assert likelihood(message("The roof is tight."), 0.3, NOTHING) > likelihood(
        message("I noted that the roof is tight.", "assistant"), 0.3, NOTHING
    )


def test_what_the_assistant_said_counts_as_much_where_it_is_asked_for() -> None:
    said = message("Take the harbour road, then the third exit.", "assistant")
    plain, of_assistant = (Asked.of(text, asked(""), {}) for text in ("Which road is it?", "Which road did you say?"))
    assert likelihood(said, 0.3, of_assistant) > likelihood(said, 0.3, plain)


@pytest.mark.parametrize(
    "text",
    [
        "how do I boil an egg",
        "Ok great. What time is it in Tokyo?",
        "shorter please",
        "thanks a lot!",
        "und wie lange?",
        "¿y si llueve?",
        "c'est quoi un palindrome",
        "c'est quoi un palindrome ? merci",
        "明日の天気は？",
    ],
)
def test_what_only_asks_is_known(text: str) -> None:
    assert only_asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "and food? I haven't touched meat in years",
        "the vet said no more chicken",
        "when you write code, use tabs",
        "Soy carpintero.",
        "ich fahre alles mit dem Rad, geht das?",
        "我不吃肉",
        "去年搬到杭州。",
    ],
)
def test_what_tells_something_is_known(text: str) -> None:
    assert not only_asks(text)


def test_what_bears_on_the_question_comes_before_what_does_not() -> None:
    cooking = Asked(asked("What shall I cook?"))
    assert likelihood(message("Henrik is coeliac."), 0.2, cooking) > likelihood(message("I rent a van."), 0.25, cooking)


def test_what_is_about_whom_the_question_names_comes_first() -> None:
    assert names_in("What could Lena eat? Ask Jürgen. Perhaps soup.") == {"lena", "jürgen"}
    asks = Asked.of("What does Lena collect?", asked(""), {})
    assert likelihood(message("Lena has barometers."), 0.28, asks) > likelihood(message("It has rained."), 0.3, asks)


def test_what_sub_questions_find_comes_before_what_they_do_not() -> None:
    said = message("The roof is tight.")
    first, second = (Asked(asked(""), related={said.uuid: place}) for place in (0, 9))
    assert likelihood(said, 0.3, first) > likelihood(said, 0.3, second) > likelihood(said, 0.3, NOTHING)


def test_what_was_said_in_the_language_of_the_question_comes_first() -> None:
    assert languages_of("wo ist denn der Wagen") == {"german"}
    assert languages_of("6502 XQ") == frozenset()
    asks = Asked.of("Wann ist der Wagen fertig?", asked(""), {})
    german, english = message("Der Wagen ist in der Werkstatt."), message("The car is at the garage.")
    assert likelihood(german, 0.3, asks) > likelihood(english, 0.3, asks)
    assert likelihood(message("6502 XQ 71 K 4 B 9 Z 33 QQ"), 0.3, asks) > likelihood(english, 0.3, asks)
    assert likelihood(english, 0.3, asks) < likelihood(english, 0.3, NOTHING)


@pytest.mark.parametrize("question", ["Do I still teach?", "Arbeite ich noch dort?", "¿Ha cambiado mi trabajo?"])
def test_what_tells_of_a_change_counts_more_where_the_question_is_about_one(question: str) -> None:
    told, other = message("I quit the school on Monday."), message("I like the school a lot.")
    asks, before = Asked.of(question, asked(""), {}), Asked.of("What did I teach before?", asked(""), {})
    now, then = (likelihood(told, 0.3, each) / likelihood(other, 0.3, each) for each in (asks, before))
    assert now > 1.15 * then
    assert room(hits(0.2), question) == room(hits(0.2), "What did I teach before?") > 200


def test_a_hit_is_sure_that_stands_out() -> None:
    query = ContextQuery(user_id="u")
    assert are_sure(hits(0.55, *[0.3] * 20), query)
    assert are_sure(hits(0.55, 0.54), query)
    assert not are_sure(hits(0.55, *[0.5] * 20), query)
    assert are_sure(hits(0.8, *[0.75] * 20), query)
    assert not are_sure(hits(0.45, 0.1), query)
    assert are_sure(hits(0.2), ContextQuery(user_id="u", min_score=0.1))


def test_a_hit_is_not_sure_that_only_asks_or_is_about_what_all_know() -> None:
    query = ContextQuery(user_id="u")
    assert not are_sure(hits(0.6, text="how do clouds form?"), query)
    assert are_sure(hits(0.7, text="how do clouds form?"), query)
    world = ContextQuery(user_id="u", text="How do clouds form?")
    assert not are_sure(hits(0.6), world)
    assert are_sure(hits(0.7), world)
    assert are_sure(hits(0.6), ContextQuery(user_id="u", text="How do I get home?"))
    assert not are_sure(hits(0.7), ContextQuery(user_id="u", text="Good morning, how are you doing?"))
    assert not are_sure(hits(0.6), ContextQuery(user_id="u", text="Convert 12 miles to kilometres"))
    named = hits(0.6, text="We went to Kendal by bus.")
    assert are_sure(named, ContextQuery(user_id="u", text="convert kendal's miles to kilometres"))


def test_more_tokens_are_spent_where_something_is_likely_to_answer() -> None:
    few, more = room([], "Where is my van?"), room(hits(0.55), "Where is my van?")
    assert few < 200 < more
    assert room(hits(0.45), "Where is my van?") == few
    assert room(hits(0.55), "Who won?") == few
    assert room(hits(0.2), "Explain how vaccines work") == few
    ill = hits(0.2, text="I am allergic to eggs, says the doctor.")
    assert room(ill, "Explain how vaccines work") == few
    assert room(ill, "Explain which vaccines I need") == more
    assert room(hits(0.2, text="I am allergic to nuts."), "Which cake shall I buy?") == more
    assert room(hits(0.2), "Which cake shall I buy?") == more
    assert room(hits(0.2), "Which van did I buy?") == few
    assert room(hits(0.2), "What is my shoe size?") == few
    assert room(hits(0.2, text="I only wear sandals, my feet hurt."), "What size shoes do I take?") == few
    assert room(ill, "Write me a recipe for buns") == few
    assert room(ill, "What shall I bake?") == more


def test_sub_questions_are_asked_for_advice_alone() -> None:
    assert "allergic" in sub_questions("A restaurant with a view for the walk on Sunday?")[0]
    assert len(sub_questions("What shall I cook?")) == 1
    assert sub_questions("Which painkiller can I take?") == ["I take pills, allergic, ill"]
    assert sub_questions("How many cakes did I bake?") == []
    assert sub_questions("Where do I live?") == []


def test_what_is_said_by_name_of_whom_a_question_names_by_a_relation_counts_more() -> None:
    question, said = "what does my brother do now?", message("Tadek sings on the quay")
    known = Asked.of(question, frozenset(), {}, ["my brother Tadek is here"])
    assert likelihood(said, 0.3, known) > likelihood(said, 0.3, Asked.of(question, frozenset(), {}))


def test_what_speaks_of_days_near_to_those_asked_about_counts_more() -> None:
    said = message("the dentist sees me on the 11th of June")
    near, far = (Asked.of(f"can I come on the {day}th of June?", frozenset(), {}) for day in (12, 25))
    assert likelihood(said, 0.3, near) > likelihood(said, 0.3, far)

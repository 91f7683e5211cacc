"""Which of the messages that may answer come first, and how many tokens they get."""

from __future__ import annotations

from uuid import UUID

import pytest

from holdfast.domain.messages import Message
from holdfast.domain.timestamps import Timestamp
from holdfast.operations.found import Found
from holdfast.operations.prompting.bearing import asked
from holdfast.operations.prompting.confidence import are_sure, most_tokens
from holdfast.operations.prompting.likelihood import Asked, languages_of, likelihood, names_in
from holdfast.operations.prompting.query import ContextQuery
from holdfast.operations.prompting.sub_questions import sub_questions

MOMENT = Timestamp("2026-05-02T08:00:00.000000Z")
NOTHING = Asked(asked(""))


def message(content: str, role: str = "user") -> Message:
    return Message(1, str(UUID(int=1)), role, content, None, 0, MOMENT, MOMENT)


def hits(*scores: float) -> list[Found]:
    return [
        Found(
            session=1,
            session_id="s",
            message=message("It rains."),
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
        ("I teach year five now.", "I teach year four."),
    ],
)
def test_what_people_tell_of_themselves_comes_first(first: str, second: str) -> None:
    assert likelihood(message(first), 0.3, NOTHING) > likelihood(message(second), 0.3, NOTHING)


def test_what_others_say_comes_last() -> None:
    assert likelihood(message("The roof is tight."), 0.3, NOTHING) > likelihood(
        message("I noted that the roof is tight.", "assistant"), 0.3, NOTHING
    )


def test_what_bears_on_the_question_comes_before_what_does_not() -> None:
    cooking = Asked(asked("What shall I cook?"))
    assert likelihood(message("Henrik is coeliac."), 0.2, cooking) > likelihood(message("I rent a van."), 0.25, cooking)


def test_what_is_about_whom_the_question_names_comes_first() -> None:
    assert names_in("What could Lena eat? Ask Jürgen. Perhaps soup.") == {"lena", "jürgen"}
    asks = Asked.of("What does Lena collect?", asked(""), {})
    assert likelihood(message("Lena has barometers."), 0.25, asks) > likelihood(message("It has rained."), 0.3, asks)


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
    assert likelihood(message("6502 XQ"), 0.3, asks) > likelihood(english, 0.3, asks)


def test_a_hit_is_sure_that_stands_out() -> None:
    query = ContextQuery(user_id="u")
    assert are_sure(hits(0.55, *[0.3] * 20), query)
    assert are_sure(hits(0.55, 0.54), query)
    assert not are_sure(hits(0.55, *[0.5] * 20), query)
    assert are_sure(hits(0.8, *[0.75] * 20), query)
    assert not are_sure(hits(0.45, 0.1), query)
    assert are_sure(hits(0.2), ContextQuery(user_id="u", min_score=0.1))


def test_more_tokens_are_spent_where_something_is_likely_to_answer() -> None:
    few, more = most_tokens([], "Who won?"), most_tokens(hits(0.55), "Who won?")
    assert few < 200 < more
    assert most_tokens(hits(0.45), "Who won?") == few
    assert most_tokens(hits(0.2), "Which shoes shall I buy?") == more
    assert most_tokens(hits(0.2), "What is my shoe size?") == few


def test_sub_questions_are_asked_for_advice_alone() -> None:
    assert "allergic" in sub_questions("A restaurant with a view for the walk on Sunday?")[0]
    assert len(sub_questions("What shall I cook?")) == 1
    assert sub_questions("How many cakes did I bake?") == []
    assert sub_questions("Where do I live?") == []

"""Which of the messages that may answer come first, and how many tokens they get."""

from __future__ import annotations

from uuid import UUID

import pytest

from holdfast.domain.messages import Message
from holdfast.domain.timestamps import Timestamp
from holdfast.operations.found import Found
from holdfast.operations.prompting.bearing import asked
from holdfast.operations.prompting.confidence import are_sure, most_tokens
from holdfast.operations.prompting.likelihood import likelihood
from holdfast.operations.prompting.query import ContextQuery

MOMENT = Timestamp("2026-05-02T08:00:00.000000Z")
NOTHING = asked("")


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
    matters = asked("What shall I cook?")
    assert likelihood(message("Henrik is coeliac."), 0.2, matters) > likelihood(message("I rent a van."), 0.25, matters)


def test_a_hit_is_sure_that_stands_out() -> None:
    query = ContextQuery(user_id="u")
    assert are_sure(hits(0.55, *[0.3] * 20), query)
    assert are_sure(hits(0.55, 0.54), query)
    assert not are_sure(hits(0.55, *[0.5] * 20), query)
    assert are_sure(hits(0.8, *[0.75] * 20), query)
    assert not are_sure(hits(0.45, 0.1), query)
    assert are_sure(hits(0.2), ContextQuery(user_id="u", min_score=0.1))


def test_more_tokens_are_spent_where_something_is_likely_to_answer() -> None:
    assert most_tokens(hits(0.3), NOTHING) < 200
    assert most_tokens([], NOTHING) < 200
    assert most_tokens(hits(0.45), NOTHING) > most_tokens(hits(0.3), NOTHING)
    assert most_tokens(hits(0.2), asked("What shall I cook?")) == most_tokens(hits(0.45), NOTHING)

"""Dates in questions.

1. Days are read in both orders, with ordinals, as numbers, and in the language's month names.
2. A month is meant as a whole; `may` the verb is not a month.
3. A date without a year stands for every year of the conversation.
4. Relative dates count from the day of the question.
5. What is no date, or no possible one, is none.
6. Nearness is 1 inside, 0.5 up to ten days after, 0.3 up to four days before a single day.
"""

from datetime import UTC, date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.retrieval.dates import DaySpan, proximity, spans_in

FRIDAY = datetime(2023, 11, 17, 15, tzinfo=UTC).timestamp()


def spans(text: str, language: str = "english", years: tuple[int, int] = (2023, 2023)) -> list[tuple[str, str]]:
    found = spans_in(text.lower(), language, now=FRIDAY, years=years)
    return [(str(_date(span.first)), str(_date(span.last))) for span in found]


def _date(day: int) -> date:
    return date.fromordinal(date(1970, 1, 1).toordinal() + day)


@pytest.mark.parametrize(
    "text",
    [
        "on 13 October, 2023",
        "October 13th, 2023",
        "Oct 13 2023",
        "the 13th of October 2023",
        "2023-10-13",
        "13.10.2023",
    ],
)
def test_a_day_is_read(text: str) -> None:
    assert spans(f"what happened {text}?") == [("2023-10-13", "2023-10-13")]


@pytest.mark.parametrize(("text", "language"), [("am 13. Oktober 2023", "german"), ("le 13 octobre 2023", "french"),
                                               ("el 13 de octubre de 2023", "spanish")])  # fmt: skip
def test_months_are_named_in_the_configured_language(text: str, language: str) -> None:
    assert spans(text, language) == [("2023-10-13", "2023-10-13")]


def test_a_month_is_meant_as_a_whole() -> None:
    assert spans("what did he do in February 2024") == [("2024-02-01", "2024-02-29")]
    assert spans("what did he do in May") == [("2023-05-01", "2023-05-31")]


def test_may_the_verb_is_no_month() -> None:
    assert spans("what may she do? they march on") == []


def test_a_date_without_year_stands_for_every_year() -> None:
    assert spans("on 29 February", years=(2023, 2024)) == [("2024-02-29", "2024-02-29")]
    assert len(spans("in June", years=(2021, 2023))) == 3


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("yesterday", "2023-11-16", "2023-11-16"),
        ("today", "2023-11-17", "2023-11-17"),
        ("last week", "2023-11-06", "2023-11-12"),
        ("this week", "2023-11-13", "2023-11-17"),
        ("last month", "2023-10-01", "2023-10-31"),
        ("last year", "2022-01-01", "2022-12-31"),
        ("last friday", "2023-11-10", "2023-11-10"),
        ("last monday", "2023-11-13", "2023-11-13"),
        ("three days ago", "2023-11-14", "2023-11-14"),
        ("2 weeks ago", "2023-10-31", "2023-11-06"),
        ("two months ago", "2023-09-01", "2023-09-30"),
    ],
)
def test_relative_dates_count_from_the_question(text: str, first: str, last: str) -> None:
    assert spans(f"What did I say {text}?") == [(first, last)]


@pytest.mark.parametrize("text", ["how many apples", "version 3.11", "31 February 2023", "2023-13-40", "99.99.2023"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert spans(text) in ([], [("2023-02-01", "2023-02-28")])


@given(st.text(max_size=80) | st.from_regex(r"\d{1,4} (may|june|days ago|years ago) \d{0,5}", fullmatch=True))
def test_no_question_makes_it_fail(text: str) -> None:
    spans_in(text.lower(), "english", now=FRIDAY, years=(2020, 2023))


def test_nearness_falls_off_around_a_day() -> None:
    day = DaySpan(100, 100)
    near = proximity(np.array([95, 96, 99, 100, 101, 110, 111], np.int32), (day,))
    assert near.tolist() == [0, 0.3, 0.3, 1, 0.5, 0.5, 0]


def test_days_before_a_month_are_not_near() -> None:
    month = DaySpan(100, 129, exact=False)
    assert proximity(np.array([99, 100, 129, 130, 140], np.int32), (month,)).tolist() == [0, 1, 1, 0.5, 0.0]

"""Dates in questions.

1. Days are read in both orders, with ordinals, as numbers, and in the language's month names.
2. A month is meant as a whole; `may` the verb and `mar` the sea are no months.
3. A date without a year stands for every year of the conversation.
4. Relative dates count from the day of the question, in eight languages, with and without accents.
5. What is no date, or no possible one, is none.
6. The words of a date are cut out of the question, and nothing else is.
7. Nearness is 1 inside, 0.5 up to ten days after, 0.3 up to four days before a single day, by the days of the asking
   person's time zone.
8. Days that a message mentions are known by month and day, whatever their spelling, and alike where its words and
   signs are known.
9. "A week ago" means that weekday before those around it; a day without a year the latest before it means others.
10. Weekdays are known by short names and alone, days of the month by number. A weekday that is to come is no day of a
    question, but a word; so is one that is over, where more is asked for.
11. What asks what was done, said or the case on a day asks for nothing but the day, in eight languages, also where
    another one is configured.
12. Who is ready knows the words that tell of days: no question waits for them to be loaded.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.domain import calendar_words
from holdfast.retrieval.analysis import analyzer_for
from holdfast.retrieval.dates import Dates, dates_in, days_mentioned
from holdfast.retrieval.day_spans import DaySpan, proximity
from holdfast.retrieval.question import analyse
from holdfast.retrieval.readiness import ready
from holdfast.retrieval.signs import signs_of
from holdfast.retrieval.tokens import normal
from holdfast.retrieval.word_cutting import words_of
from tests.retrieval import conversations
from tests.retrieval.conversations import NOON, Turn, index_of

FRIDAY = date(2023, 11, 17)
DAY = 86400.0


def read(text: str, language: str = "english", years: tuple[int, int] = (2023, 2023)) -> Dates:
    return dates_in(text.lower(), (language,), today=FRIDAY, years=years)


def spans(text: str, language: str = "english", years: tuple[int, int] = (2023, 2023)) -> list[tuple[str, str]]:
    return [(str(_date(span.first)), str(_date(span.last))) for span in read(text, language, years).spans]


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
        "13/10/2023",
        "10/13/2023",
        "2023年10月13日",
    ],
)
def test_a_day_is_read(text: str) -> None:
    assert spans(f"what happened {text}?") == [("2023-10-13", "2023-10-13")]


def test_a_day_in_figures_may_be_read_in_both_orders_in_english_alone() -> None:
    assert spans("on 04/10/2023") == [("2023-10-04", "2023-10-04"), ("2023-04-10", "2023-04-10")]
    assert spans("am 04/10/2023", "german") == [("2023-10-04", "2023-10-04")]


@pytest.mark.parametrize(("text", "language"), [("am 13. Oktober 2023", "german"), ("le 13 octobre 2023", "french"),
                                               ("el 13 de octubre de 2023", "spanish"),
                                               ("13 października 2023", "polish")])  # fmt: skip
def test_months_are_named_in_the_language(text: str, language: str) -> None:
    assert spans(text, language) == [("2023-10-13", "2023-10-13")]


def test_a_year_of_two_figures_is_one_of_the_conversation() -> None:
    for text in ("on 13/10/23", "am 13.10.23"):
        assert spans(text, "german", years=(2022, 2023)) == [("2023-10-13", "2023-10-13")]
    for text in ("version 3.10.23", "13.10.45", "10.10.23.4", "13-10-23"):
        assert spans(text, "german", years=(2022, 2023)) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("ce matin", date(2023, 11, 17)), ("le 26 octobre", date(2023, 10, 26)), ("26 settembre", date(2023, 9, 26)),
        ("l'altroieri", date(2023, 11, 15)), ("am 3. oktober", date(2023, 10, 3)), ("3 de enero", date(2023, 1, 3)),
    ],
)  # fmt: skip
def test_a_few_words_tell_their_language(text: str, day: date) -> None:
    asked = datetime(2023, 11, 17, 12, tzinfo=UTC).timestamp()
    index = index_of([Turn("We had soup for dinner", at=asked - DAY)])
    (span,) = analyse(text, index, conversations.ENGLISH, now=asked).days
    assert (_date(span.first), _date(span.last)) == (day, day)


def test_a_month_is_meant_as_a_whole() -> None:
    assert spans("what did he do in February 2024") == [("2024-02-01", "2024-02-29")]
    assert spans("what did he do in May") == [("2023-05-01", "2023-05-31")]
    assert spans("6月に何をした") == [("2023-06-01", "2023-06-30")]
    assert spans("was war im März", "german") == [("2023-03-01", "2023-03-31")]


def test_words_like_months_are_no_months() -> None:
    assert spans("what may she do? they march on") == []
    assert spans("fuimos al mar", "spanish") == []


def test_a_date_without_year_stands_for_every_year() -> None:
    assert spans("on 29 February", years=(2023, 2024)) == [("2024-02-29", "2024-02-29")]
    assert len(spans("in June", years=(2021, 2023))) == 3
    assert spans("what happened in 2021") == [("2021-01-01", "2021-12-31")]


ENGLISH = [
    ("yesterday", "2023-11-16", "2023-11-16"),
    ("last night", "2023-11-16", "2023-11-16"),
    ("yesterday evening", "2023-11-16", "2023-11-16"),
    ("the day before yesterday", "2023-11-15", "2023-11-15"),
    ("today", "2023-11-17", "2023-11-17"),
    ("this afternoon", "2023-11-17", "2023-11-17"),
    ("last week", "2023-11-06", "2023-11-12"),
    ("this week", "2023-11-13", "2023-11-17"),
    ("last month", "2023-10-01", "2023-10-31"),
    ("last year", "2022-01-01", "2022-12-31"),
    ("last friday", "2023-11-10", "2023-11-10"),
    ("last monday", "2023-11-13", "2023-11-13"),
    ("on tuesday", "2023-11-14", "2023-11-14"),
    ("on saturday night", "2023-11-11", "2023-11-11"),
    ("last weekend", "2023-11-11", "2023-11-12"),
    ("at the weekend", "2023-11-11", "2023-11-12"),
    ("two nights ago", "2023-11-15", "2023-11-15"),
    ("a fortnight ago", "2023-11-03", "2023-11-03"),
    ("three days ago", "2023-11-14", "2023-11-14"),
    ("a couple of days ago", "2023-11-15", "2023-11-15"),
    ("2 weeks ago", "2023-10-31", "2023-11-06"),
    ("two months ago", "2023-09-01", "2023-09-30"),
    ("in the last 5 days", "2023-11-12", "2023-11-17"),
    ("recently", "2023-11-03", "2023-11-17"),
    ("lately", "2023-11-03", "2023-11-17"),
]


@pytest.mark.parametrize(("text", "first", "last"), ENGLISH)
def test_relative_dates_count_from_the_question(text: str, first: str, last: str) -> None:
    assert spans(f"What did I say {text}?") == [(first, last)]


YESTERDAY = ("2023-11-16", "2023-11-16")
BEFORE = ("2023-11-15", "2023-11-15")
TODAY = ("2023-11-17", "2023-11-17")
THREE_DAYS_AGO = ("2023-11-14", "2023-11-14")
LAST_WEEK = ("2023-11-06", "2023-11-12")
LAST_MONTH = ("2023-10-01", "2023-10-31")
TUESDAY = ("2023-11-14", "2023-11-14")
RECENTLY = ("2023-11-03", "2023-11-17")
ELSEWHERE = {
    "german": [("was habe ich gestern abend gegessen", YESTERDAY), ("vorgestern", BEFORE), ("heute Nachmittag", TODAY),
               ("vor drei Tagen", THREE_DAYS_AGO), ("in der letzten Woche", LAST_WEEK), ("vorigen Monat", LAST_MONTH),
               ("am Dienstag", TUESDAY), ("kürzlich", RECENTLY)],
    "spanish": [("qué comí anoche", YESTERDAY), ("antes de ayer", BEFORE), ("esta tarde", TODAY),
                ("hace tres dias", THREE_DAYS_AGO), ("la semana pasada", LAST_WEEK), ("el mes pasado", LAST_MONTH),
                ("el martes", TUESDAY), ("últimamente", RECENTLY)],
    "french": [("qu'ai-je mangé hier soir", YESTERDAY), ("avant-hier", BEFORE), ("aujourd’hui", TODAY),
               ("il y a 3 jours", THREE_DAYS_AGO), ("la semaine derniere", LAST_WEEK), ("le mois dernier", LAST_MONTH),
               ("mardi dernier", TUESDAY), ("récemment", RECENTLY)],
    "portuguese": [("o que comi ontem à noite", YESTERDAY), ("anteontem", BEFORE), ("esta manhã", TODAY),
                   ("há três dias", THREE_DAYS_AGO), ("três dias atrás", THREE_DAYS_AGO),
                   ("na semana passada", LAST_WEEK), ("mês passado", LAST_MONTH), ("na terça-feira", TUESDAY),
                   ("ultimamente", RECENTLY)],
    "italian": [("cosa ho mangiato ieri sera", YESTERDAY), ("l'altro ieri", BEFORE), ("stamattina", TODAY),
                ("tre giorni fa", THREE_DAYS_AGO), ("la scorsa settimana", LAST_WEEK), ("il mese scorso", LAST_MONTH),
                ("martedi", TUESDAY), ("di recente", RECENTLY)],
    "english": [("我昨晚吃了什么", YESTERDAY), ("前天", BEFORE), ("今早", TODAY), ("三天前", THREE_DAYS_AGO),
                ("上个星期", LAST_WEEK), ("上个月", LAST_MONTH), ("周二", TUESDAY), ("最近", RECENTLY),
                ("昨日の夜", YESTERDAY), ("一昨日", BEFORE), ("今朝", TODAY), ("3日前", THREE_DAYS_AGO),
                ("先週", LAST_WEEK), ("先月", LAST_MONTH), ("火曜日", TUESDAY), ("この間", RECENTLY),
                ("上周二", ("2023-11-07", "2023-11-07")), ("先週の火曜日", ("2023-11-07", "2023-11-07"))],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language", "span"), [(text, name, span) for name, cases in ELSEWHERE.items() for text, span in cases]
)
def test_relative_dates_are_read_in_eight_languages(text: str, language: str, span: tuple[str, str]) -> None:
    assert spans(text, language) == [span]


WEEKEND = [("2023-11-11", "2023-11-12")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("was war am Wochenende", "german"),
        ("qué hice el fin de semana", "spanish"),
        ("pendant le week-end", "french"),
        ("no fim de semana", "portuguese"),
        ("nel fine settimana", "italian"),
        ("周末", "english"),
        ("週末", "english"),
    ],
)
def test_the_weekend_is_the_last_one_that_is_over(text: str, language: str) -> None:
    assert spans(text, language) == WEEKEND


def test_on_a_sunday_the_weekend_is_the_present_one() -> None:
    (span,) = dates_in("over the weekend", ("english",), today=date(2023, 11, 12), years=(2023, 2023)).spans
    assert (str(_date(span.first)), str(_date(span.last))) == WEEKEND[0]


def test_a_week_ago_means_the_same_weekday_first() -> None:
    (span,) = read("what did i do a week ago").spans
    week = (date(2023, 11, 10).toordinal() - date(1970, 1, 1).toordinal()) * DAY + DAY / 2
    week_ago, beside, far = proximity(np.array([week, week - DAY, week + 3 * DAY]), (span,), UTC).tolist()
    assert 1 == week_ago > beside > far > 0.5


def test_of_a_day_without_a_year_the_latest_is_meant_most() -> None:
    found = read("on 14 February", years=(2021, 2023)).spans
    moments = [datetime(year, 2, 14, 12, tzinfo=UTC).timestamp() for year in (2021, 2022, 2023)]
    first, second, third = proximity(np.array(moments), found, UTC).tolist()
    assert first == second < third == 1


@pytest.mark.parametrize(
    "question",
    [
        "what did I get done yesterday?",
        "what happened yesterday",
        "what did I tell you yesterday",
        "was habe ich gestern gemacht",
        "was ist gestern passiert",
        "qué hice ayer",
        "qu'est-ce que j'ai fait hier",
        "o que fiz ontem",
        "cosa ho fatto ieri",
        "昨天我做了什么",
        "昨天发生了什么",
        "昨日は何をしましたか",
        "o que fiz na quinta-feira",
        "cosa ho fatto giovedì",
    ],
)
def test_what_was_done_on_a_day_asks_for_the_day_alone(question: str) -> None:
    index = index_of([Turn("Gestern habe ich gemacht, what you made, y lo hice, 我做了什么", at=NOON - DAY)])
    analyzer = conversations.ENGLISH
    assert analyse(question, index, analyzer, now=NOON).only_days
    assert not analyse(f"{question} violin", index, analyzer, now=NOON).only_days


@pytest.mark.parametrize(
    "text",
    [
        "how many apples",
        "version 3.11",
        "31 February 2023",
        "2023-13-40",
        "99.99.2023",
        "日本に行きました",
        "0年",
        "the last one",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert spans(text) in ([], [("2023-02-01", "2023-02-28")])


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("what did i cook yesterday evening?", "what did i cook  ?"),
        ("yesterday, where was i last week", " , where was i  "),
        ("was habe ich vor zwei wochen gekauft", "was habe ich   gekauft"),
        ("昨天我做了什么", " 我做了什么"),
        ("where is the yellow lamp", "where is the yellow lamp"),
    ],
)
def test_the_words_of_a_date_are_cut_out(text: str, rest: str) -> None:
    languages = ("german", "english")
    assert dates_in(text, languages, today=FRIDAY, years=(2023, 2023)).cut(text) == rest


@given(st.text(max_size=80) | st.from_regex(r"\d{1,4} ?(may|june|days ago|years ago|年前|月) \d{0,5}", fullmatch=True))
def test_no_question_makes_it_fail(text: str) -> None:
    for today in (FRIDAY, date.min, date.max):
        found = dates_in(text.lower(), ("english", "german"), today=today, years=(2020, 2023))
        proximity(np.array([0.0, 1.7e9]), found.spans, UTC)
    days_mentioned(text.lower(), ("english",))


OF_DATES = st.lists(
    st.sampled_from(["may", "märz", "marzo", "января", "7", "07.03.", "2024-03-07", "月", "です", "'s", "’s", "x", "_"])
    | st.sampled_from([" ", ", ", "-", ". ", "\u0301"]),
    max_size=12,
)


@settings(max_examples=50)
@given(OF_DATES)
def test_known_words_and_signs_change_nothing(parts: list[str]) -> None:
    text = normal("".join(parts))
    languages = ("german", "english", "russian")
    assert days_mentioned(text, languages, words_of(text), signs_of(text)) == days_mentioned(text, languages)


def near(days: list[float], span: DaySpan) -> list[float]:
    return proximity(np.array(days) * DAY, (span,), UTC).tolist()


def test_nearness_falls_off_around_a_day() -> None:
    assert near([95.5, 96, 99.9, 100, 100.9, 101, 110.9, 111], DaySpan(100, 100)) == [0, 0.3, 0.3, 1, 1, 0.5, 0.5, 0]


def test_days_before_a_month_are_not_near() -> None:
    assert near([99.9, 100, 129.9, 130, 140], DaySpan(100, 129, exact=False)) == [0, 1, 1, 0.5, 0.0]


def test_days_are_those_of_a_time_zone() -> None:
    zone = ZoneInfo("America/Los_Angeles")
    evening = datetime(2023, 11, 16, 22, tzinfo=zone).timestamp()
    (yesterday,) = read("yesterday").spans
    assert proximity(np.array([evening]), (yesterday,), zone).tolist() == [1.0]
    assert proximity(np.array([evening]), (yesterday,), UTC).tolist() == [0.5]


@pytest.mark.parametrize(
    "text", ["on 7 march", "march 7th 2019", "2024-03-07", "am 7. märz", "7 de marzo", "3月7日", "07.03.2024"]
)
def test_a_mentioned_day_is_the_same_however_it_is_written(text: str) -> None:
    assert days_mentioned(text, ("english", "german", "spanish")) == ("03-07", "03")


def test_a_mentioned_month_is_known() -> None:
    assert days_mentioned("back in june", ("english",)) == ("06",)
    assert read("in june, on 7 march").mentioned == ("03-07",)


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("what did I do Wednesday?", "english", "2023-11-15"), ("what did I do on Thu?", "english", "2023-11-16"),
        ("what did we eat last tues", "english", "2023-11-14"), ("what happened thu", "english", "2023-11-16"),
        ("what did I say wed morning", "english", "2023-11-15"), ("Thursday", "english", "2023-11-16"),
        ("sat", "english", "2023-11-11"), ("what did I buy on the 9th?", "english", "2023-11-09"),
        ("what did I buy on the 25th", "english", "2023-10-25"), ("was war am 9. los", "german", "2023-11-09"),
        ("was war Mittwoch?", "german", "2023-11-15"), ("wen traf ich am Do", "german", "2023-11-16"),
        ("¿qué hice miércoles?", "spanish", "2023-11-15"), ("¿qué hice el 9?", "spanish", "2023-11-09"),
        ("o que fiz quarta", "portuguese", "2023-11-15"), ("qu'ai-je fait le 9 ?", "french", "2023-11-09"),
        ("cosa ho fatto il 9?", "italian", "2023-11-09"), ("o que fiz no dia 9?", "portuguese", "2023-11-09"),
    ],
)  # fmt: skip
def test_weekdays_and_days_of_the_month_are_read_by_short_names_and_alone(text: str, language: str, day: str) -> None:
    assert spans(text, language) == [(day, day)]


@pytest.mark.parametrize(
    "text",
    ["who sat in the sun", "when did they wed?", "who won the 3rd round", "on the 3rd floor", "the 32nd", "mon ami"],
)
def test_words_like_days_are_no_days(text: str) -> None:
    assert spans(text) == []


def test_a_day_of_the_month_that_the_last_two_did_not_have_is_none() -> None:
    assert dates_in("on the 31st", ("english",), today=date(2023, 3, 1), years=(2023, 2023)).spans == ()
    (span,) = dates_in("on the 31st", ("english",), today=date(2023, 4, 1), years=(2023, 2023)).spans
    assert _date(span.first) == date(2023, 3, 31)


def test_a_weekday_to_come_is_a_word_that_messages_say() -> None:
    messages = ["the fitter comes on thursday", "thu: lunch with Ada", "the fitter is called Bo"]
    index = index_of([Turn(text, at=NOON + 60 * place) for place, text in enumerate(messages)])
    asked = analyse("who comes on Thursday?", index, conversations.ENGLISH, now=NOON)
    assert asked.days == ()
    assert conversations.keys(conversations.ask(index, "who comes on Thursday?"))[0] == 0
    assert 2 not in conversations.keys(conversations.ask(index, "what is up thursday?", limit=2))


def test_where_more_is_asked_a_weekday_that_is_over_is_looked_for_as_well() -> None:
    day_before = datetime(2023, 11, 14, 12, tzinfo=UTC).timestamp()
    talk = [Turn("the fitter comes at noon", at=day_before), Turn("the fitter comes on wednesday", at=day_before + 60)]
    assert conversations.keys(conversations.ask(index_of(talk), "did the fitter come on Wednesday?"))[0] == 1


def test_no_question_waits_for_the_words_of_days(monkeypatch: pytest.MonkeyPatch) -> None:
    calendar_words.languages_of_days.cache_clear()
    ready(analyzer_for("english"))
    monkeypatch.setattr(calendar_words, "derived", None)
    index = index_of([Turn("the harbour was closed")])
    assert analyse("was the harbour closed?", index, analyzer_for("english")).lookup.terms


def test_a_short_german_day_is_told_in_a_question_that_could_be_english() -> None:
    index = index_of([Turn("ironed all the shirts"), Turn("had pancakes")])
    asked = analyse("was war am Do", index, analyzer_for("english"), now=NOON)
    (day,) = asked.days
    assert date(1970, 1, 1) + timedelta(day.first) == date(2023, 11, 9)
    assert asked.only_days
    assert not analyse("what am I so tired of", index, analyzer_for("english"), now=NOON).days

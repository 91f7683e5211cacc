"""The built-in entity extractor: what it finds, what it leaves alone, and that offsets are exact."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.providers.entities.builtin import BuiltInEntityExtractor
from holdfast.providers.entities.contract import LABELS, Entity, Match, entities_to_metadata
from holdfast.providers.entities.open import open_entity_extractor

EXTRACTOR = BuiltInEntityExtractor()


def named(text: str) -> dict[str, str]:
    return {entity.name: entity.label for entity in EXTRACTOR.extract(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Met Anna in Lisbon on May 5th, 2023.", {"Anna": "PERSON", "Lisbon": "GPE", "May 5th, 2023": "DATE"}),
        ("It costs $1,200 or 90 euros, minus 15%.", {"$1,200": "MONEY", "90 euros": "MONEY", "15%": "PERCENT"}),
        ("We start at 7:30 pm and talk for two hours.", {"7:30 pm": "TIME", "two hours": "TIME"}),
        ("See you next Friday or on 2024-02-19.", {"next Friday": "DATE", "2024-02-19": "DATE"}),
        ("The third of five laps is 3.5 km.", {"third": "ORDINAL", "five": "CARDINAL", "3.5 km": "QUANTITY"}),
        ("I learn Korean with a Korean friend.", {"Korean": "NORP"}),
        ("She works at Barclays near Tower Bridge.", {"Barclays": "ORG", "Tower Bridge": "FAC"}),
        ("We hiked around Lake Como in the Alps.", {"Lake Como": "LOC", "Alps": "LOC"}),
        ("My iPhone 15 Pro can't play Elden Ring.", {"iPhone 15 Pro": "PRODUCT", "Elden Ring": "WORK_OF_ART"}),
        ("The GDPR passed before the World Cup.", {"GDPR": "LAW", "World Cup": "EVENT"}),
        ("Dr. Okonkwo called.", {"Okonkwo": "PERSON"}),
        ("the board of Fictional Widgets Inc met", {"Fictional Widgets Inc": "ORG"}),
        ("in the 1990s, since 2015, in Q3", {"1990s": "DATE", "2015": "DATE", "Q3": "DATE"}),
        ("at half past 6 or a quarter to eight pm", {"half past 6": "TIME", "a quarter to eight pm": "TIME"}),
        ("Lisa Park jogs in Victoria Park.", {"Lisa Park": "PERSON", "Victoria Park": "FAC"}),
        ("We saw Vienna and Klagenfurt with Ludovica.", {"Klagenfurt": "GPE", "Ludovica": "PERSON"}),
        ("Ich wohne in Hamburg und arbeite seit Jahren bei Siemens.", {"Hamburg": "GPE", "Siemens": "ORG"}),
        ("pay 500 dinars or 20 CHF", {"500 dinars": "MONEY", "20 CHF": "MONEY"}),
    ],
)
def test_entities_are_found_with_their_labels(text: str, expected: dict[str, str]) -> None:
    assert expected.items() <= named(text).items()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\t ",
        "Thanks so much, that was helpful.",
        "I may be late. Will you mark it as done?",
        "The Important Thing Is To Stay Calm.",
        "I AM REALLY ANGRY ABOUT THIS DELAY",
        "Order 4471 failed at step 3 with error 502.",
        "1. Open it\n2. Close it\n3) Wait",
        "Use `alice.in(Paris)` here",
        "```\nname = 'Anna', city = 'Lisbon', year = 2023\n```",
        "```python\nAnna = 'Lisbon'  # never closed",
        "Mail anna.lisbon@example.org or see https://example.com/Paris/2023/Anna?x=5",
        "Look at www.berlin-tours.de and src/Paris/Anna.py",
        "call get_paris_2020() twice",
        "## Define Your Project Scope\n- **Clear Goals**: write them down",
        "Happy to help! Great question.",
        "Ich habe seit Jahren keine Zeit und kein Geld.",
        "My phone is (415) 555-2671.",
        "one of the things that matter, this one is good",
    ],
)
def test_what_names_nothing_has_no_entities(text: str) -> None:
    assert EXTRACTOR.extract(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("remind me to call jessica in paris on friday", {"jessica": "PERSON", "paris": "GPE", "friday": "DATE"}),
        ("Mark said yes", {"Mark": "PERSON"}),
        ("She speaks French to her French neighbour", {"French": "LANGUAGE"}),
        ("I'm from the Bronx", {"Bronx": "GPE"}),
        ("Emma's school and Emma’s friend", {"Emma": "PERSON"}),
        ("**Sarah Lindqvist** will come", {"Sarah Lindqvist": "PERSON"}),
    ],
)
def test_case_articles_and_possessives_are_seen_through(text: str, expected: dict[str, str]) -> None:
    assert expected.items() <= named(text).items()


def test_a_name_that_occurs_twice_is_one_entity_with_two_matches() -> None:
    text = "Omar thinks Omar should apologise."
    assert EXTRACTOR.extract(text) == [Entity("PERSON", "Omar", (Match(0, 4, "Omar"), Match(12, 16, "Omar")))]


def test_offsets_count_characters_not_bytes() -> None:
    text = "😀 café — Zoë flew to Zürich"
    matches = {entity.name: entity.matches[0] for entity in EXTRACTOR.extract(text)}
    assert text[matches["Zürich"].start : matches["Zürich"].end] == "Zürich"


WORDS = st.sampled_from(
    [
        *(
            "Anna",
            "paris",
            "May",
            "5th",
            "2023",
            ",",
            ".",
            "!",
            "the",
            "$",
            "1,200",
            "%",
            "pm",
            "7",
            ":",
            "30",
            "`",
            "```",
        ),
        *(
            "\n",
            "Dr.",
            "New",
            "York",
            "third",
            "of",
            "a",
            "week",
            "ago",
            "http://x.y/z",
            "a@b.c",
            "-",
            "–",
            "'",
            "’s",
            "“",
        ),
        *("(", ")", "*", "**", "#", "°", "km", "10-20", "one", "hundred", "and", "I", "漢字", "😀", "É", "St.", "”"),
        *("McDonald's", "AT", "&", "T", "C", "++", "\x00", "\u0130", "ß", "last", "Lake", "University"),
    ]
)


@settings(max_examples=300)
@given(st.one_of(st.text(), st.lists(WORDS, max_size=40).map(" ".join), st.lists(WORDS, max_size=40).map("".join)))
def test_matches_are_exact_ordered_and_apart_in_any_text(text: str) -> None:
    entities = EXTRACTOR.extract(text)
    spans = sorted((match.start, match.end) for entity in entities for match in entity.matches)
    assert all(text[match.start : match.end] == match.text for entity in entities for match in entity.matches)
    assert all(match.text == entity.name != "" for entity in entities for match in entity.matches)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(entity.label in LABELS for entity in entities)
    assert len({(entity.label, entity.name) for entity in entities}) == len(entities)
    assert entities == BuiltInEntityExtractor().extract(text)


@given(st.text(alphabet="`aA1 \n", max_size=60))
def test_nothing_is_found_inside_inline_code(code: str) -> None:
    inner = code.replace("`", "").replace("\n", "")
    text = f"`Anna {inner}` x"
    assert not any(match.start < text.rindex("`") for e in EXTRACTOR.extract(text) for match in e.matches)


@pytest.mark.parametrize(
    "unit",
    [
        "A",
        "a ",
        "Anna ",
        "1",
        "1,",
        "1-",
        "$",
        "`",
        "``` ",
        "one hundred ",
        "The Of ",
        "( ",
        "a@",
        "://",
        "**",
        "'",
        "\n",
    ],
)
def test_hostile_repetition_does_not_hold_up_the_worker(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    started = time.process_time()
    BuiltInEntityExtractor(most_characters=len(text)).extract(text)
    assert time.process_time() - started < 10  # a second or less; minutes if any rule were quadratic


def test_only_the_beginning_of_a_huge_text_is_looked_at() -> None:
    text = "Anna met Carlos. " + "x" * 5_000_000 + " Lisbon"
    assert [entity.name for entity in EXTRACTOR.extract(text)] == ["Anna", "Carlos"]


def test_a_log_full_of_figures_does_not_bloat_the_metadata() -> None:
    entities = BuiltInEntityExtractor(most_matches=50).extract("paid 5 euros and 6 euros\n" * 1_000)
    assert sum(len(entity.matches) for entity in entities) == 50


def test_metadata_has_the_keys_that_filters_rely_on() -> None:
    assert entities_to_metadata(EXTRACTOR.extract("We stay in Iceland")) == [
        {"Label": "GPE", "Matches": [{"End": 18, "Start": 11, "Text": "Iceland"}], "Name": "Iceland"}
    ]


def test_the_built_in_extractor_is_the_default_choice() -> None:
    assert open_entity_extractor().name == "builtin"


def test_a_text_with_control_characters_is_read_like_any_other() -> None:
    assert named("Anna\x01 flew to Paris\x01") == named("Anna, flew to Paris.") == {"Anna": "PERSON", "Paris": "GPE"}

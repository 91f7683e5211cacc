"""What models send: understood, or answered with a sentence that says what to send; nothing else ever happens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.messages import NewMessage
from holdfast.mcp.arguments import Field, Kind, input_schema, read_arguments
from holdfast.mcp.misunderstood import Misunderstood

UUID = "0190c1f2-7a3b-7def-8a12-0123456789ab"
NUMBER = Field(name="limit", kind=Kind.INTEGER, meaning="How many.", default=10, least=1, most=50, aliases=("count",))
TEXT = Field(name="query", kind=Kind.TEXT, meaning="What.", required=True, most=2000, aliases=("q",))
STATE = Field(name="state", kind=Kind.TEXT, meaning="Which.", choices=("valid", "invalid"))
FLAG = Field(name="flag", kind=Kind.FLAG, meaning="Whether.")
SINCE = Field(name="since", kind=Kind.SINCE, meaning="From when.")
UNTIL = Field(name="until", kind=Kind.UNTIL, meaning="Up to when.")
ONE = Field(name="uuid", kind=Kind.UUID, meaning="Which.")
MANY = Field(name="uuids", kind=Kind.UUIDS, meaning="Which.")
MESSAGES = Field(name="messages", kind=Kind.MESSAGES, meaning="What was said.")
ALL = (NUMBER, TEXT, STATE, FLAG, SINCE, UNTIL, ONE, MANY, MESSAGES)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=8,
)


def read(field: Field, value: Any) -> Any:
    return read_arguments((field,), {field.name: value})[0][field.name]


def day(year: int, month: int, number: int) -> datetime:
    return datetime(year, month, number, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "sent", "understood"),
    [
        (NUMBER, "20", 20),
        (NUMBER, 20.0, 20),
        (NUMBER, " 20 ", 20),
        (NUMBER, 10**9, 50),
        (NUMBER, -3, 1),
        (NUMBER, None, 10),
        (NUMBER, "null", 10),
        (TEXT, 7, "7"),
        (TEXT, ["a", "b"], "a\nb"),
        (TEXT, " x\x00 ", "x"),
        (STATE, "Valid", "valid"),
        (FLAG, "yes", True),
        (FLAG, 0, False),
        (SINCE, "2026-05-01", day(2026, 5, 1)),
        (UNTIL, "2026-05-01", day(2026, 5, 2)),
        (UNTIL, "2026-05-01T08:00:00Z", datetime(2026, 5, 1, 8, tzinfo=UTC)),
        (SINCE, "2026-05-01T10:00:00+02:00", datetime(2026, 5, 1, 8, tzinfo=UTC)),
        (SINCE, 1_777_622_400, day(2026, 5, 1) + timedelta(hours=8)),
        (SINCE, "1777622400000", day(2026, 5, 1) + timedelta(hours=8)),
        (SINCE, "May 3, 2026", day(2026, 5, 3)),
        (ONE, UUID.upper(), UUID),
        (ONE, f"[m:{UUID}]", UUID),
        (MANY, f"{UUID}, {UUID}", (UUID, UUID)),
        (MANY, f'["{UUID}"]', (UUID,)),
        (MANY, UUID, (UUID,)),
    ],
)
def test_what_is_meant_is_understood(field: Field, sent: Any, understood: Any) -> None:
    values, unknown = read_arguments((field,), {"query": "x", field.name: sent} if field is not TEXT else {"q": sent})
    assert values[field.name] == understood
    assert unknown == [] or unknown == ["query"]


def test_words_for_days_are_understood() -> None:
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    for words, days in (("yesterday", 1), ("3 days ago", 3), ("gestern", 1)):
        assert read(SINCE, words) == midnight - timedelta(days=days), words
        assert read(UNTIL, words) == midnight - timedelta(days=days - 1), words
    assert read(SINCE, "last week") < read(UNTIL, "last week") <= midnight


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ([{"role": "user", "content": "hi"}], [("user", "hi")]),
        ('[{"role": "user", "content": "hi"}]', [("user", "hi")]),
        ({"role": "user", "content": "hi"}, [("user", "hi")]),
        ({"messages": [{"speaker": "Ada", "text": "hi"}]}, [("Ada", "hi")]),
        ("hi", [("user", "hi")]),
        (["hi", "there"], [("user", "hi"), ("user", "there")]),
        ("User: hi\nthere\nAssistant: hello", [("user", "hi\nthere"), ("assistant", "hello")]),
        ([{"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "image"}]}], [("user", "a")]),
        ([{"content": "hi"}, {"role": "ai", "content": " "}], [("user", "hi")]),
        ([{"role": 3, "content": 4}], [("user", "4")]),
    ],
)
def test_messages_are_understood_in_many_forms(sent: Any, said: list[tuple[str, str]]) -> None:
    messages = read(MESSAGES, sent)
    assert all(isinstance(message, NewMessage) for message in messages)
    assert [(message.role, message.content) for message in messages] == said


@pytest.mark.parametrize(
    ("field", "sent", "tells"),
    [
        (NUMBER, "many", "`limit` must be a whole number such as 10; you sent many"),
        (NUMBER, True, "`limit`"),
        (TEXT, "x" * 100_000, "`query` may have 2000 characters, you sent 100000"),
        (STATE, "gone", "`state` must be one of valid, invalid; you sent 'gone'"),
        (FLAG, "perhaps", "`flag` must be true or false"),
        (SINCE, "when pigs fly", "`since` must be a date such as 2026-05-01"),
        (SINCE, "2026-02-31", "`since`"),
        (ONE, "the last one", "`uuid` must be the id of a memory"),
        (MANY, ["x"], "`uuids` must be the id of a memory"),
        (MESSAGES, [], "`messages` has no message"),
        (MESSAGES, [7], "`messages[0]` must be an object with role and content"),
        (MESSAGES, '[{"role": "user", "content": "hi"}', "`messages` is text that begins like JSON and is none"),
        (MESSAGES, '{"role": "user" "content": "hi"}', "`messages` is text that begins like JSON and is none"),
        (MESSAGES, [{"role": "user"}], "`messages[0].content` must be a text"),
        (MESSAGES, [{"content": "x", "created_at": "soon"}], "`messages[0].created_at`"),
    ],
)
def test_what_is_not_understood_is_answered_with_what_to_send(field: Field, sent: Any, tells: str) -> None:
    with pytest.raises(Misunderstood) as refused:
        read(field, sent)
    assert tells in str(refused.value)
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize("blank", ["", "  ", "\n", "null", " None "])
def test_what_is_blank_is_missing(blank: str) -> None:
    with pytest.raises(Misunderstood, match="Missing: `query`"):
        read(TEXT, blank)
    assert read(NUMBER, blank) == 10


def test_what_is_missing_is_named_with_what_it_means() -> None:
    with pytest.raises(Misunderstood) as refused:
        read_arguments((TEXT,), {"question": "x"})
    assert str(refused.value) == "Missing: `query` (What); you sent `question`. Call the tool again with it."


def test_names_match_in_any_spelling_and_unknown_ones_are_told() -> None:
    values, unknown = read_arguments((TEXT, NUMBER), {"Query": "x", "Count": "3", "top_k": 5})
    assert (values, unknown) == ({"query": "x", "limit": 3}, ["top_k"])


@given(st.dictionaries(st.sampled_from([field.name for field in ALL]) | st.text(max_size=9), JSON, max_size=6))
def test_anything_is_understood_or_refused_with_a_sentence(sent: dict[str, Any]) -> None:
    try:
        values, _ = read_arguments(ALL, sent)
    except Misunderstood as refused:
        assert str(refused).endswith((".", "`"))
    else:
        assert values.keys() == {field.name for field in ALL}


@given(st.sampled_from(ALL), JSON)
def test_any_value_of_any_field_is_understood_or_refused(field: Field, value: Any) -> None:
    try:
        read(field, value)
    except Misunderstood as refused:
        assert len(str(refused)) < 500


def test_the_schema_says_what_is_wanted() -> None:
    schema = input_schema(ALL)
    assert schema["required"] == ["query"]
    assert schema["properties"]["limit"] == {
        "type": "integer", "description": "How many.", "minimum": 1, "maximum": 50, "default": 10,
    }  # fmt: skip

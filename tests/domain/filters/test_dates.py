"""The date range of a search filter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.filters import InvalidFilter, read_search_filter

NOW = datetime(2024, 2, 29, 1, 30, tzinfo=timezone(timedelta(hours=2)))


def start_of(value: object) -> datetime | None:
    return read_search_filter({"start_date": value}, now=NOW).start


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2023-06-01", datetime(2023, 6, 1, tzinfo=UTC)),
        ("2023-06-01T10:00:00", datetime(2023, 6, 1, 10, tzinfo=UTC)),
        ("2023-06-01 10:00:00", datetime(2023, 6, 1, 10, tzinfo=UTC)),
        ("2023-06-01 10:00", datetime(2023, 6, 1, 10, tzinfo=UTC)),
        ("2023-06-01T10:00:00Z", datetime(2023, 6, 1, 10, tzinfo=UTC)),
        ("2023-06-01t10:00:00z", datetime(2023, 6, 1, 10, tzinfo=UTC)),
        ("2023-06-01 10:00 UTC", datetime(2023, 6, 1, 10, tzinfo=UTC)),
        ("2023-06-01T10:00:00+02:00", datetime(2023, 6, 1, 8, tzinfo=UTC)),
        ("2023-06-01T10:00:00-0530", datetime(2023, 6, 1, 15, 30, tzinfo=UTC)),
        ("2023-06-01 10:00:00+02", datetime(2023, 6, 1, 8, tzinfo=UTC)),
        ("2023-06-01 10:00:00 +02", datetime(2023, 6, 1, 8, tzinfo=UTC)),
        ("2023-06-01T10:00:00.123456789Z", datetime(2023, 6, 1, 10, 0, 0, 123456, tzinfo=UTC)),
        ("2023-06-01T10:00:00.5", datetime(2023, 6, 1, 10, 0, 0, 500000, tzinfo=UTC)),
        ("  2023-06-01  ", datetime(2023, 6, 1, tzinfo=UTC)),
        ("now", datetime(2024, 2, 28, 23, 30, tzinfo=UTC)),
        ("today", datetime(2024, 2, 28, tzinfo=UTC)),
        ("Yesterday", datetime(2024, 2, 27, tzinfo=UTC)),
        ("TOMORROW", datetime(2024, 2, 29, tzinfo=UTC)),
        ("0001-01-01", datetime(1, 1, 1, tzinfo=UTC)),
        (None, None),
    ],
)
def test_a_date_names_a_moment_in_utc(value: object, expected: datetime | None) -> None:
    assert start_of(value) == expected
    assert read_search_filter({"end_date": value}, now=NOW).end == expected


@pytest.mark.parametrize(
    "value",
    [
        "", " ", "soon", "2023-06-31", "2023-02-29", "2023-13-01", "2023-6-1", "01.06.2023", "20230601", "2023-06",
        "2023-06-01T", "2023-06-01T25:00", "2023-06-01T10:60", "2023-06-01T10:00:61", "2023-06-01T10:00+25:00",
        "2023-06-01T10:00+02:75", "0000-01-01", "0001-01-01T00:00+02:00", "2023-06-01\n10:00", "٢٠٢٣-06-01",
        5, 1.5, True, [], {},
    ],
)  # fmt: skip
def test_what_is_no_date_is_an_error_that_names_the_field(value: object) -> None:
    with pytest.raises(InvalidFilter) as caught:
        start_of(value)
    assert caught.value.field == "metadata.start_date"
    assert "date" in caught.value.reason


def test_the_range_includes_both_ends() -> None:
    day = read_search_filter({"start_date": "2023-06-01", "end_date": "2023-06-02"}, now=NOW)
    start, end = datetime(2023, 6, 1, tzinfo=UTC), datetime(2023, 6, 2, tzinfo=UTC)
    tick = timedelta(microseconds=1)
    answers = [day.admits_time(moment) for moment in (start - tick, start, end, end + tick)]
    assert answers == [False, True, True, False]


@pytest.mark.parametrize("metadata", [None, {}, {"foo": None}, {"start_date": None, "where": None}])
def test_a_filter_without_conditions_is_empty_and_admits_every_time(metadata: dict[str, object] | None) -> None:
    nothing = read_search_filter(metadata, now=NOW)
    assert nothing.is_empty
    assert nothing.admits_time(NOW)


@pytest.mark.parametrize("metadata", ["text", 5, []])
def test_metadata_that_is_no_object_is_an_error(metadata: object) -> None:
    with pytest.raises(InvalidFilter, match="metadata: expected an object"):
        read_search_filter(metadata, now=NOW)  # type: ignore[arg-type]  # the wrong type is the point


@given(st.datetimes(timezones=st.just(UTC)))
def test_an_iso_time_reads_back_as_itself(moment: datetime) -> None:
    assert start_of(moment.isoformat()) == moment


@given(st.text(alphabet="0123456789-:T Z+.now", max_size=32))
def test_any_text_is_a_date_or_an_invalid_filter(text: str) -> None:
    try:
        assert isinstance(start_of(text), datetime)
    except InvalidFilter as error:
        assert error.field == "metadata.start_date"

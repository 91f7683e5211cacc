"""What a request may bring, beyond what a body of the usual size can hold."""

from __future__ import annotations

import threading
from uuid import UUID

import msgspec
import pytest

from holdfast.domain import json_text
from holdfast.domain.documents import MAXIMUM_BATCH
from holdfast.domain.facts import FactChange, NewFact
from holdfast.domain.messages import NewMessage
from holdfast.domain.metadata import (
    MAXIMUM_MESSAGE_METADATA,
    MAXIMUM_METADATA,
    MAXIMUM_METADATA_PARTS,
    EncodedMetadata,
    Metadata,
    encode_metadata,
)
from holdfast.domain.timestamps import Timestamp
from holdfast.errors import InvalidRequest
from holdfast.operations import limits
from holdfast.operations.fact_checks import LONGEST_TEXT, MOST_REFERENCES, MOST_TOPICS, check_change, check_new
from holdfast.operations.limits import (
    MAXIMUM_DEPTH,
    MAXIMUM_IDENTIFIER,
    MAXIMUM_MESSAGES,
    MAXIMUM_WAIT_SECONDS,
    check_document_count,
    check_metadata,
    checked_messages,
    seconds_to_wait,
)


async def test_metadata_of_messages_are_bounded_also_where_larger_bodies_are_allowed() -> None:
    fits = NewMessage(role="user", content="x", metadata={"a": "x" * (MAXIMUM_MESSAGE_METADATA - 20)})
    await checked_messages([fits])
    with pytest.raises(InvalidRequest, match=r"^messages\[1\]\.metadata: at most"):
        await checked_messages(
            [fits, NewMessage(role="user", content="x", metadata={"a": "x" * MAXIMUM_MESSAGE_METADATA})]
        )


def test_recorded_metadata_are_measured_as_they_would_be_kept() -> None:
    blank = EncodedMetadata(b'{"a":' + b" " * MAXIMUM_METADATA + b"1}")
    limits.check_recorded_metadata(blank, "metadata")
    deep = EncodedMetadata(b'{"a":' * MAXIMUM_DEPTH + b"[" * 500 + b"]" * 500 + b"}" * MAXIMUM_DEPTH)
    for bad, says in (
        (EncodedMetadata(b'{"a":"' + b"x" * MAXIMUM_METADATA + b'"}'), "metadata: at most 1048576 bytes"),
        (deep, "metadata: nested too deeply"),
    ):
        with pytest.raises(InvalidRequest, match=f"^{says}"):
            limits.check_recorded_metadata(bad, "metadata")


async def test_as_many_messages_are_taken_as_is_said() -> None:
    messages = [NewMessage(role="user", content="x")] * (MAXIMUM_MESSAGES + 1)
    assert len(await checked_messages(messages[1:])) == MAXIMUM_MESSAGES
    with pytest.raises(InvalidRequest, match=r"^messages: at most 5000"):
        await checked_messages(messages)


def test_nobody_waits_longer_than_is_said() -> None:
    assert [seconds_to_wait(asked) for asked in (0, 1, MAXIMUM_WAIT_SECONDS)] == [10, 1, MAXIMUM_WAIT_SECONDS]
    with pytest.raises(InvalidRequest, match=r"^wait_seconds: must be at most 60, got 61"):
        seconds_to_wait(MAXIMUM_WAIT_SECONDS + 1)


@pytest.mark.parametrize("field", ["supersedes", "sources"])
def test_a_fact_refers_to_as_many_others_as_is_said(field: str) -> None:
    several = tuple(str(UUID(int=number)) for number in range(MOST_REFERENCES + 1))
    check_new(NewFact(user_id="u", text="t", **{field: several[1:]}))  # type: ignore[arg-type]
    with pytest.raises(InvalidRequest, match=f"^{field}: at most {MOST_REFERENCES}"):
        check_new(NewFact(user_id="u", text="t", **{field: several}))  # type: ignore[arg-type]


def test_as_many_documents_are_taken_as_is_said() -> None:
    check_document_count(MAXIMUM_BATCH)
    with pytest.raises(InvalidRequest, match=r"^at most 5000 documents"):
        check_document_count(MAXIMUM_BATCH + 1)


def test_a_fact_is_not_changed_to_what_it_could_not_have_been_from_the_start() -> None:
    new = {"text": "t", "slot": "home", "value": "Rome"}
    for field, value in (
        ("text", " "),
        ("slot", "no such slot"),
        ("value", "x" * (LONGEST_TEXT + 1)),
        ("topics", ("x",) * (MOST_TOPICS + 1)),
        ("topics", ("",)),
    ):
        with pytest.raises(InvalidRequest, match=field):
            check_new(NewFact(user_id="u", **{**new, field: value}))  # type: ignore[arg-type]
        changed = {**new, field: value}
        with pytest.raises(InvalidRequest, match=field):
            check_change(FactChange(**{field: value}), slot=str(changed["slot"]), value=str(changed["value"]))  # type: ignore[arg-type]
    most = {"topics": tuple(f"{number}" for number in range(MOST_TOPICS)), "text": "x" * LONGEST_TEXT}
    check_new(NewFact(user_id="u", **most))  # type: ignore[arg-type]
    check_change(FactChange(**most), slot=None, value=None)  # type: ignore[arg-type]


@pytest.mark.parametrize("field", ["user_id", "session_id", "subject"])
def test_a_fact_is_of_and_about_somebody(field: str) -> None:
    for identifier in (" ", "x" * (MAXIMUM_IDENTIFIER + 1)):
        with pytest.raises(InvalidRequest, match=f"^{field}: "):
            check_new(NewFact(**{"user_id": "u", "text": "t", field: identifier}))
    for topic in ("", "x" * (MAXIMUM_IDENTIFIER + 1)):
        with pytest.raises(InvalidRequest, match=r"^topics\[1\]"):
            check_new(NewFact(user_id="u", text="t", topics=("x", topic)))


def test_a_fact_ends_after_it_began() -> None:
    at = Timestamp("2026-05-02T08:00:00.000000Z")
    check_new(NewFact(user_id="u", text="t", valid_at=at, invalid_at=Timestamp("2026-05-02T08:00:00.000001Z")))
    for before in (at, Timestamp("2026-05-02T07:59:59.999999Z")):
        with pytest.raises(InvalidRequest, match="invalid_at: must be later than valid_at"):
            check_new(NewFact(user_id="u", text="t", valid_at=at, invalid_at=before))


async def test_long_metadata_are_encoded_before_they_are_stored() -> None:
    """Storing happens on the event loop, for many at once."""
    short, long = {"by": "hand"}, {"of": [1.5] * 1000}
    messages = [NewMessage(role="human", content="Look.", metadata=metadata) for metadata in (short, long, None)]
    checked = await checked_messages(messages)
    assert [one.metadata for one in checked] == [short, EncodedMetadata(msgspec.json.encode(long)), None]
    assert await checked_messages(messages[::2]) == messages[::2]


async def test_metadata_are_measured_beside_the_event_loop_and_too_many_parts_are_never_encoded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    encoding: list[threading.Thread] = []

    def noted(metadata: Metadata) -> EncodedMetadata:
        encoding.append(threading.current_thread())
        return encode_metadata(metadata)

    monkeypatch.setattr(limits, "encode_metadata", noted)
    await check_metadata({"a": ["x"] * 10_000}, "metadata")
    assert [thread is threading.main_thread() for thread in encoding] == [False]
    named: list[Metadata] = [{str(number): number for number in range(MAXIMUM_METADATA_PARTS + 7)}]
    many = [*named, {"a": [[]] * (MAXIMUM_METADATA_PARTS + 5)}, {"a": {"b": named[0]}}]
    for metadata, parts in zip(many, (8, 8, 12), strict=True):
        assert json_text.parts_beyond(MAXIMUM_METADATA_PARTS, bytes(encode_metadata(metadata))) == (
            MAXIMUM_METADATA_PARTS + parts
        )
        with pytest.raises(InvalidRequest, match=f", got {MAXIMUM_METADATA_PARTS + parts}$"):
            await check_metadata(metadata, "metadata")
    assert len(encoding) == 1

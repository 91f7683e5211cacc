"""What goes over the wire for ids and values."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast_client import Document, Memory, Message, Session, UpdateUserRequest
from holdfast_client._http.call import encoded_path, json_body
from holdfast_client.document._calls import batches

segments = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30), min_size=1, max_size=4)
json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(segments)
def test_each_segment_arrives_as_it_was(parts: list[str]) -> None:
    url = httpx.URL("http://localhost:8000/prefix" + encoded_path(tuple(parts)))
    raw = url.raw_path.decode("ascii")
    assert url.query == b""
    assert [unquote(segment) for segment in raw.split("/")[2:]] == parts


@given(json_values)
def test_json_bodies_say_what_was_given(value: Any) -> None:
    assert json.loads(json_body(value)) == value


def test_text_outside_ascii_is_sent_as_utf8() -> None:
    assert json_body({"k": "日本"}) == '{"k":"日本"}'.encode()


def test_half_a_surrogate_pair_is_sent_as_an_escape() -> None:
    assert json_body("\ud83d") == rb'"\ud83d"'


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_numbers_json_does_not_have_are_refused(number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_body({"metadata": {"n": number}})


def test_fields_without_value_are_not_sent_but_nulls_in_metadata_are() -> None:
    memory = Memory(messages=[Message(role="human", content="hi", metadata={"gone": None, "deep": {"gone": None}})])
    assert memory.to_body() == {
        "messages": [{"role": "human", "content": "hi", "metadata": {"gone": None, "deep": {"gone": None}}}]
    }


def test_uuids_and_times_are_sent_as_text() -> None:
    request = UpdateUserRequest.model_validate(
        {"user_id": "u", "uuid": "5b2d6a1e-0f3c-4d0b-8a55-2f1f5d0c9e11", "metadata": {"n": 2**70}}
    )
    assert json.loads(json_body(request.to_body())) == {
        "user_id": "u",
        "uuid": "5b2d6a1e-0f3c-4d0b-8a55-2f1f5d0c9e11",
        "metadata": {"n": 2**70},
    }


@given(st.lists(st.integers(0, 300), max_size=12), st.integers(1, 5))
def test_batches_keep_all_documents_in_order_and_within_both_limits(lengths: list[int], size: int) -> None:
    documents = [Document(content="x" * length) for length in lengths]
    found = list(batches(documents, size, most_bytes=800))
    assert [len(json.loads(encoded)["content"]) for batch in found for encoded in batch] == lengths
    for batch in found:
        assert 1 <= len(batch) <= size
        assert len(b",".join(batch)) <= 800


def test_a_document_beyond_the_limit_goes_alone() -> None:
    big, small = Document(content="x" * 6_000_000), Document(content="y")
    assert [len(batch) for batch in batches([small, big, small], 500)] == [1, 1, 1]


def test_unknown_keys_from_a_newer_server_are_ignored() -> None:
    session = Session.model_validate({"session_id": "s", "colour": "blue"})
    assert session.to_dict()["session_id"] == "s"
    assert "colour" not in session.to_dict()


def test_to_dict_has_every_field() -> None:
    assert Session(session_id="s").to_dict() == {
        "session_id": "s",
        "user_id": None,
        "metadata": None,
        "uuid": None,
        "id": None,
        "created_at": None,
        "updated_at": None,
        "deleted_at": None,
        "expires_at": None,
        "ttl": None,
        "remember": None,
    }


def test_repr_shows_what_is_there_and_shortens_vectors() -> None:
    assert repr(Session(session_id="s", metadata={"a": 1})) == "Session(session_id='s', metadata={'a': 1})"
    document = Document(content="c", embedding=[0.5] * 384, score=0.9)
    assert repr(document) == "Document(content='c', metadata={}, embedding=<384 numbers>, score=0.9)"

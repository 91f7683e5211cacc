"""What is raised, and what it says."""

from __future__ import annotations

import pickle
from typing import Any

import httpx
import pytest

from holdfast_client import (
    APIError,
    AuthError,
    ConnectionFailedError,
    Document,
    DocumentCollection,
    HoldfastClient,
    HoldfastError,
    IncompleteBatchError,
    NotFoundError,
    RequestTimeoutError,
    ZepClientError,
)


def client_answering(*responses: httpx.Response) -> HoldfastClient:
    """A client whose server gives these answers in turn."""
    answers = iter(responses)
    transport = httpx.MockTransport(lambda request: next(answers))
    return HoldfastClient("http://server.invalid", health_check=False, http_client=httpx.Client(transport=transport))


def test_not_found_auth_and_api_errors_are_siblings() -> None:
    assert HoldfastError is ZepClientError
    for kind in (NotFoundError, AuthError, APIError):
        assert kind.__bases__ == (ZepClientError,)


def test_connection_errors_are_also_what_older_callers_catch() -> None:
    for kind in (ConnectionError, httpx.TransportError, APIError):
        assert issubclass(ConnectionFailedError, kind)
    for other in (TimeoutError, httpx.TimeoutException, ConnectionFailedError):
        assert issubclass(RequestTimeoutError, other)


def test_an_error_carries_status_and_text() -> None:
    error = APIError(httpx.Response(418, text="a teapot\n"))
    assert (error.status_code, error.response_data) == (418, {"status_code": 418, "message": "a teapot\n"})
    assert str(error) == "API error (status 418: a teapot)"


def test_an_error_without_answer_has_neither() -> None:
    error = APIError(message="nobody there")
    assert (error.status_code, error.response_data, str(error)) == (None, None, "nobody there")


@pytest.mark.parametrize(
    "error",
    [
        APIError(httpx.Response(500, text="x"), "m"),
        AuthError(httpx.Response(401, text="x")),
        NotFoundError("session 's' not found", httpx.Response(404, text="x")),
        RequestTimeoutError("slow"),
        IncompleteBatchError(None, "half", uuids=["a"]),
    ],
)
def test_errors_can_be_sent_between_processes(error: ZepClientError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert (str(copy), copy.status_code) == (str(error), error.status_code)
    assert getattr(copy, "uuids", None) == getattr(error, "uuids", None)


def test_a_404_names_what_is_missing() -> None:
    with pytest.raises(NotFoundError, match="session 'tour-17' not found"):
        client_answering(httpx.Response(404, text="not found")).memory.get_session("tour-17")


def test_a_401_says_what_to_do() -> None:
    with pytest.raises(AuthError, match=r"pass it as api_key \(status 401: no token found\)"):
        client_answering(httpx.Response(401, text="no token found")).memory.get_session("s")


def test_a_redirect_says_where_to() -> None:
    moved = httpx.Response(308, headers={"location": "https://elsewhere/api/v1/sessions/s"})
    with pytest.raises(APIError, match="https://elsewhere"):
        client_answering(moved).memory.get_session("s")


@pytest.mark.parametrize("body", ["<html>hello</html>", "", '{"session_id": null}', "[]", "null"])
def test_an_answer_which_makes_no_sense_is_an_api_error(body: str) -> None:
    with pytest.raises(APIError, match="the answer"):
        client_answering(httpx.Response(200, text=body)).memory.get_session("s")


@pytest.mark.parametrize("body", [{}, [], {"messages": None}])
def test_a_page_of_messages_needs_its_key(body: Any) -> None:
    with pytest.raises(APIError, match="the answer"):
        client_answering(httpx.Response(200, json=body)).message.get_session_messages("s")


def test_a_failing_batch_of_documents_tells_what_was_stored() -> None:
    fields = {"name": "harbours", "embedding_dimensions": 8, "is_auto_embedded": True}
    client = client_answering(
        httpx.Response(200, json=fields),
        httpx.Response(200, json=["u-1", "u-2"]),
        httpx.Response(400, text="document_id already exists"),
    )
    collection = client.document.get_collection("harbours")
    with pytest.raises(IncompleteBatchError, match=r"stored 2 of 3 documents.*already exists") as caught:
        collection.add_documents([Document(content=str(i)) for i in range(3)], batch_size=2)
    assert caught.value.uuids == ["u-1", "u-2"]
    assert caught.value.status_code == 400
    assert isinstance(caught.value.__cause__, APIError)


def test_a_document_which_cannot_be_encoded_keeps_all_from_being_sent() -> None:
    collection = client_answering(httpx.Response(200, json={"name": "harbours"})).document.get_collection("harbours")
    for bad in (Document(content="x", metadata={"n": float("nan")}), Document(content="x", embedding=[float("inf")])):
        with pytest.raises(ValueError, match="JSON"):
            collection.add_documents([Document(content="fine"), bad], batch_size=1)


def test_the_methods_of_a_collection_without_client_say_so() -> None:
    with pytest.raises(ValueError, match="belongs to no client"):
        DocumentCollection(name="harbours").search("text")


def test_a_search_in_a_collection_which_is_gone_finds_nothing() -> None:
    fields = {"name": "harbours", "metadata": None, "colour": "unknown keys are no error"}
    client = client_answering(httpx.Response(200, json=fields), httpx.Response(404), httpx.Response(404))
    collection = client.document.get_collection("harbours")
    assert collection.metadata == {}
    assert collection.search("text") == []
    assert collection.search_return_query_vector("text") == ([], [])


@pytest.mark.parametrize(
    ("count", "embedded", "status"), [(None, None, "pending"), (0, 0, "pending"), (3, 2, "pending"), (3, 3, "ready")]
)
def test_a_collection_is_ready_when_all_documents_are_embedded(count: int, embedded: int, status: str) -> None:
    assert DocumentCollection(name="c", document_count=count, document_embedded_count=embedded).status == status


def test_an_index_is_refused_for_few_documents_unless_forced() -> None:
    fields = {"name": "harbours", "document_count": 10_000}
    client = client_answering(httpx.Response(200, json=fields), httpx.Response(200, text="OK"))
    collection = client.document.get_collection("harbours")
    with pytest.raises(ValueError, match="10000"):
        collection.create_index()
    collection.create_index(force=True)

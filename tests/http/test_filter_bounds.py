"""What a filter may cost: no legal one keeps the server from answering others, and none works for nobody.

Each test runs under the watch on the event loop (`tests.http.conftest`), which is what fails without the bounds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from starlette.requests import ClientDisconnect

from holdfast.domain.filters.limits import MAX_METADATA_WORK
from holdfast.http.request import ApiRequest
from tests.running_server import RunningServer

# A filter's thread and the loop share the interpreter's lock, which is given up every few milliseconds only: where
# other processes want the cores too, that adds up.  On a quiet machine these filters hold the loop for some 30 ms.
pytestmark = pytest.mark.stall(seconds=0.5)

OBJECTS = [{"a": number} for number in range(6000)]
MANY_PATHS = {"or": [{"jsonpath": f"$.a[*] ? (@.zz == {number})"} for number in range(998)]}
TOO_COSTLY = f"metadata.where: takes more than {MAX_METADATA_WORK} steps over the metadata of one row"


def remember(client: httpx.Client, session: str, metadata: list[dict[str, Any]], *, text: str = "x") -> None:
    for start in range(0, len(metadata), 5000):
        messages = [{"content": text, "metadata": each} for each in metadata[start : start + 5000]]
        response = client.post(f"/api/v1/sessions/{session}/memory", json={"messages": messages})
        assert response.status_code == 200, response.text


def search(client: httpx.Client, path: str, where: object, **body: Any) -> httpx.Response:
    return client.post(f"/api/v1/{path}/search", json={"metadata": {"where": where}, **body}, params={"limit": 1000})


@pytest.mark.parametrize("text", ["", "x"])
def test_many_paths_over_one_large_message(client: httpx.Client, name: str, text: str) -> None:
    remember(client, name, [{"a": OBJECTS}])
    response = search(client, f"sessions/{name}", MANY_PATHS, text=text)
    assert response.status_code == 400
    assert response.text.startswith(TOO_COSTLY)


def test_many_paths_over_many_messages_are_decided_once(client: httpx.Client, name: str) -> None:
    remember(client, name, [{f"k{key}": key * number for key in range(100)} for number in range(500)])
    where = {"or": [{"jsonpath": f"$.** ? (@ == {-number})"} for number in range(1, 60)] + [{"jsonpath": "$.k7 == 7"}]}
    for _ in range(3):
        response = search(client, f"sessions/{name}", where)
        if response.status_code != 503:
            break
        assert response.text.startswith("metadata.where: ")
        assert response.headers["Retry-After"] == "1"
    assert [hit["message"]["metadata"]["k7"] for hit in response.json()] == [7]


def test_many_paths_over_a_document(client: httpx.Client, name: str) -> None:
    client.post(f"/api/v1/collection/{name}", json={"name": name, "embedding_dimensions": 8, "is_auto_embedded": False})
    document = {"content": "x", "metadata": {"a": OBJECTS}, "embedding": [1.0] * 8}
    assert client.post(f"/api/v1/collection/{name}/document", json=[document]).status_code == 200
    for body in ({}, {"embedding": [1.0] * 8}):
        response = search(client, f"collection/{name}", MANY_PATHS, **body)
        assert response.status_code == 400
        assert response.text.startswith(TOO_COSTLY)


def test_a_regular_expression_that_exceeds_its_memory(client: httpx.Client, name: str) -> None:
    """RE2 then takes time in proportion to text and pattern: such a row counts as not matching."""
    remember(client, name, [{"t": "a" * 200_000}, {"t": "a" * 2_000_000}, {"t": "a" * 900 + "z"}])
    hits = search(client, f"sessions/{name}", {"jsonpath": '$.t like_regex "(a?){255}(a){255}(a?){255}z"'}).json()
    assert [len(hit["message"]["metadata"]["t"]) for hit in hits] == [901]


def test_long_alternatives_over_many_items(client: httpx.Client, name: str) -> None:
    remember(client, name, [{"a": list(range(6000))}, {"a": [6]}])
    alternatives = " || ".join(f"@ == {-number}" for number in range(1, 700))
    hits = search(client, f"sessions/{name}", {"jsonpath": f"$.a[*] ? ({alternatives} || @ == 6)"}).json()
    assert [6] in [hit["message"]["metadata"]["a"] for hit in hits]


def test_paths_of_many_characters_are_refused(client: httpx.Client, name: str) -> None:
    remember(client, name, [{"a": 1}])
    where = {"or": [{"jsonpath": f"$.a == {number}" + " || $.b == 1" * 800} for number in range(500)]}
    response = search(client, f"sessions/{name}", where)
    assert response.status_code == 400
    assert response.text.startswith("metadata.where: the paths of the filter have more than")


def test_a_filter_ends_when_its_caller_has_gone(server: RunningServer, client: httpx.Client, name: str) -> None:
    """What nobody waits for any more is not decided: asking again takes the same work, from where it stopped."""
    remember(client, name, [{"a": [[key] for key in range(1000)], "n": number} for number in range(60)])
    hopeless = {"or": [{"jsonpath": f"$.a[*] ? (@[0] == {-number})"} for number in range(1, 300)]}
    with server.client() as impatient, pytest.raises(httpx.ReadTimeout):
        impatient.post(
            f"/api/v1/sessions/{name}/search",
            json={"metadata": {"where": hopeless}},
            timeout=httpx.Timeout(30, read=0.3),
        )
    assert len(search(client, f"sessions/{name}", {"jsonpath": "$.n == 7"}).json()) == 1


async def test_work_ends_when_its_caller_has_gone() -> None:
    ended, leaves = asyncio.Event(), asyncio.Event()

    async def receive() -> dict[str, str]:
        await leaves.wait()
        return {"type": "http.disconnect"}

    async def work() -> None:
        try:
            leaves.set()
            await asyncio.Event().wait()
        finally:
            ended.set()

    request = ApiRequest({"type": "http"}, receive, unexpected, services=None, parameters={})  # type: ignore[arg-type]
    with pytest.raises(ClientDisconnect):
        await request.while_wanted(work())
    async with asyncio.timeout(60):
        await ended.wait()


async def unexpected(message: object) -> None:
    raise AssertionError(message)


@pytest.mark.slow
def test_a_hundred_thousand_metadata(client: httpx.Client, name: str, poll: Callable[..., Any]) -> None:
    remember(client, name, [{"n": number} for number in range(100_000)])
    where = {"or": [{"jsonpath": f"$.n == {number}"} for number in range(50)]}

    def found() -> httpx.Response:
        return search(client, f"sessions/{name}", where)

    response = poll(found, lambda response: response.status_code == 200, seconds=60)
    assert sorted(hit["message"]["metadata"]["n"] for hit in response.json()) == list(range(50))

"""Of the sessions of a user a caller may be open to some only: no answer holds a word of the others.

What is asked is what `tests.http.test_limits` asks, of the closed session in place of Ben's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest

from tests.http.test_limits import (
    ADAS_WORDS,
    BENS_WORDS,
    ENVIRONMENT,
    RULES,
    UUID_OF_ADA,
    UUID_OF_BEN,
    Ask,
    messages,
    populate,
    token,
)
from tests.running_server import RunningServer

HIDDEN = "lodestone"
"""Stands in all that the closed session has, and in no request."""
ELSEWHERE = ("nobody", "stray", "adabert", "ben-2", "ben9", "nofiles")
TELLING = {
    "list_sessions", "get_session", "get_memory", "search_session", "search_user", "search_everything",
    "list_messages", "get_message", "list_sessions_of_user", "get_context", "list_facts", "search_facts", "get_profile",
    "list_facts_of_message", "export_user",
}  # fmt: skip
"""The routes that tell of the closed session whom it is open to."""


def asks_of(name: str) -> Iterator[Ask]:
    for ask in RULES[name]:
        asked = json.dumps(ask)
        if not any(each in asked for each in ELSEWHERE):
            yield Ask(*json.loads(asked.replace("ben-1", "home-1").replace('"ben"', '"ada"')))
    if name == "get_context":
        yield Ask("POST", "/api/v1/context", {"user_id": "ada", "query": "What do I admire?"})
    if name == "search_facts":
        yield Ask("POST", "/api/v1/facts/search", {"user_id": "ada", "text": "Admires the zeppelin"})


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Ada has two sessions whose names begin as hers, and one at home."""
    server = RunningServer(tmp_path_factory.mktemp("closed") / "data", environment=ENVIRONMENT)
    with server.client(headers=token()) as admin:
        populate(admin, "ada", ADAS_WORDS, UUID_OF_ADA)
        home = {"session_id": "home-1", "user_id": "ada", "metadata": {"about": HIDDEN}}
        assert admin.post("/api/v1/sessions", json=home).status_code == 201
        said = messages(BENS_WORDS, UUID_OF_BEN)
        said["messages"] = [{**one, "content": f"{one['content']} And the {HIDDEN}."} for one in said["messages"]]
        said["messages"].append({"role": "human", "content": f"I live in {HIDDEN.capitalize()}."})
        assert admin.post("/api/v1/sessions/home-1/memory", params={"wait": "true"}, json=said).status_code == 200
        for word in BENS_WORDS:
            fact = {
                "session_id": "home-1", "text": f"Admires the {word} and the {HIDDEN}", "slot": "x-admires",
                "value": f"{word} and {HIDDEN}", "sources": [UUID_OF_BEN],
            }  # fmt: skip
            assert admin.post("/api/v1/facts", json=fact).status_code == 201
    yield server
    assert server.stop() == 0, server.output


def telling(client: httpx.Client) -> set[str]:
    """The routes of which an answer holds the word."""
    found = set()
    for name in RULES:
        if not name.startswith(("list_", "get_", "search_", "export_", "serve_")):
            continue
        for ask in asks_of(name):
            answer = client.request(ask.method, ask.path, json=ask.body)
            if HIDDEN in answer.text.lower() + str(answer.headers).lower():
                found.add(name)
    return found


def test_whom_all_is_open_to_is_told_of_the_session(server: RunningServer) -> None:
    with server.client(headers=token()) as admin:
        assert telling(admin) >= TELLING


@pytest.mark.parametrize("users", [{}, {"users": ["ada"]}])
def test_whom_the_session_is_closed_to_is_told_no_word_of_it(
    server: RunningServer, users: dict[str, list[str]]
) -> None:
    limits = {"name": "n", "rights": ["read"], "session_prefixes": ["ada-"], **users}
    with server.client(headers=token()) as admin:
        key = admin.post("/api/v1/keys", json=limits).json()["token"]
        # What is kept for whom all is open to is not for others.
        admin.post("/api/v1/context", json={"user_id": "ada", "query": "What do I admire?"})
    with server.client(headers={"X-API-Key": key}) as client:
        assert client.get("/api/v1/sessions/ada-1").status_code == 200
        assert telling(client) == set()

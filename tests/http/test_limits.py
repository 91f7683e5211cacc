"""A caller with limits learns nothing of what is closed to it, whatever it asks.

There are two worlds: in the one there is Ada alone, in the other Ben too.  Whoever is limited to Ada gets the same
answers in both, on every route.  A route without a rule fails the test.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import httpx
import jwt
import pytest

from holdfast.http.routes import ROUTES
from holdfast.http.routing import Route
from tests.running_server import RunningServer

SECRET = "a secret for tests that is long enough"
ENVIRONMENT = {"HOLDFAST_AUTH_REQUIRED": "true", "HOLDFAST_AUTH_SECRET": SECRET}
BENS_WORDS = ("zeppelin", "hydrogen", "lakehurst")
ADAS_WORDS = ("engine", "punched", "bernoulli")
UUID_OF_BEN = "b0b00000-0000-4000-8000-000000000001"
UUID_OF_ADA = "ada00000-0000-4000-8000-000000000001"
NO_UUID = "dead0000-0000-4000-8000-000000000001"


class Ask(NamedTuple):
    """A request of a limited caller."""

    method: str
    path: str
    body: Any = None


def token(**claims: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {jwt.encode(claims, SECRET, algorithm='HS256')}"}


def messages(words: tuple[str, ...], uuid: str) -> dict[str, Any]:
    said = [{"role": "human", "content": f"The {word} is what I think of.", "metadata": {"w": word}} for word in words]
    said[0]["uuid"] = uuid
    return {"messages": said}


def settle(admin: httpx.Client, poll: Callable[..., Any]) -> None:
    """Wait until enrichment has nothing left to do, so that both worlds are at rest."""
    poll(lambda: admin.get("/readyz").json(), lambda ready: not ready["jobs_pending"], seconds=60)


def populate(admin: httpx.Client, user: str, words: tuple[str, ...], uuid: str) -> None:
    """A user with two sessions, one of them with messages, and a collection."""
    assert admin.post("/api/v1/user", json={"user_id": user, "email": f"{user}@{words[0]}.org"}).status_code == 201
    for number in (1, 2):
        body = {"session_id": f"{user}-{number}", "user_id": user, "metadata": {"about": words[number]}}
        assert admin.post("/api/v1/sessions", json=body).status_code == 201
    memory = f"/api/v1/sessions/{user}-1/memory"
    assert admin.post(memory, params={"wait": "true"}, json=messages(words, uuid)).status_code == 200
    notes = {"content": f"The {words[0]} is on my mind."}
    assert admin.put(f"/api/v1/user/{user}/files/notes.md", json=notes).status_code == 200
    for word in words:
        fact = {"user_id": user, "text": f"Admires the {word}", "slot": "x-admires", "value": word}
        assert admin.post("/api/v1/facts", json=fact).status_code == 201
    name = f"{user}files"
    new = {"name": name, "description": words[0], "embedding_dimensions": 256, "is_auto_embedded": True}
    assert admin.post(f"/api/v1/collection/{name}", json=new).status_code == 200
    documents = [{"document_id": f"{user}-{word}", "content": f"About the {word}."} for word in words]
    assert admin.post(f"/api/v1/collection/{name}/document", json=documents).status_code == 200


class World(NamedTuple):
    """A server, a client with all rights, and callers with limits."""

    server: RunningServer
    admin: httpx.Client
    callers: dict[str, httpx.Client]


def world(folder: Any, *, with_ben: bool, poll: Callable[..., Any]) -> World:
    server = RunningServer(folder / "data", environment=ENVIRONMENT)
    admin = server.client(headers=token())
    populate(admin, "ada", ADAS_WORDS, UUID_OF_ADA)
    if with_ben:
        populate(admin, "ben", BENS_WORDS, UUID_OF_BEN)
        # Somebody who belongs to nobody, and one whose name begins as Ada's.
        admin.post("/api/v1/sessions/stray/memory", json=messages(("airship",), NO_UUID[:-1] + "2"))
        admin.post("/api/v1/user", json={"user_id": "adabert", "first_name": "hydrogen"})
    settle(admin, poll)
    limits = {"name": "n", "rights": ["read", "write", "forget"], "collection_prefixes": ["ada"]}
    key = admin.post("/api/v1/keys", json={**limits, "users": ["ada"], "session_prefixes": ["ada-"]}).json()["token"]
    callers = {"key": server.client(headers={"X-API-Key": key}), "token": server.client(headers=token(hf_user="ada"))}
    return World(server, admin, callers)


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, World]]:
    def poll(read: Callable[[], Any], fits: Callable[[Any], object], *, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not fits(read()):
            assert time.monotonic() < deadline

    both = [world(tmp_path_factory.mktemp(name), with_ben=name == "both", poll=poll) for name in ("alone", "both")]
    yield both[0], both[1]
    for each in both:
        for client in (each.admin, *each.callers.values()):
            client.close()
        assert each.server.stop() == 0, each.server.output
        assert "Traceback" not in each.server.output


SESSIONS_ASKED = ("ben-1", "ben-2", "stray", "nobody-1", "ada-1")
USERS_ASKED = ("ben", "adabert", "nobody", "ada")
COLLECTIONS_ASKED = ("benfiles", "nofiles", "adafiles")
TEXTS_ASKED = (*BENS_WORDS[:2], ADAS_WORDS[0], "think")


def of_sessions(method: str, tail: str = "", *bodies: Any) -> list[Ask]:
    return [
        Ask(method, f"/api/v1/sessions/{name}{tail}", body) for name in SESSIONS_ASKED for body in bodies or (None,)
    ]


def of_users(method: str, tail: str = "", *bodies: Any) -> list[Ask]:
    return [Ask(method, f"/api/v1/user/{name}{tail}", body) for name in USERS_ASKED for body in bodies or (None,)]


def of_collections(method: str, tail: str = "", *bodies: Any) -> list[Ask]:
    return [
        Ask(method, f"/api/v1/collection/{name}{tail}", body)
        for name in COLLECTIONS_ASKED
        for body in bodies or (None,)
    ]


SEARCHES = [
    *({"text": text, "search_type": kind} for text in TEXTS_ASKED for kind in ("similarity", "mmr")),
    {"text": "think", "search_scope": "summary"},
    {"metadata": {"where": {"jsonpath": f'$ ? (@.w == "{BENS_WORDS[0]}")'}}},
    {"metadata": {"start_date": "2001-01-01T00:00:00Z"}},
]


def tool_call(tool: str, **arguments: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}


TOOL_CALLS = [
    *(tool_call("recall", query=text) for text in TEXTS_ASKED),
    *(tool_call("recall", query=ADAS_WORDS[0], session_id=name) for name in SESSIONS_ASKED),
    *(tool_call("read_conversation", session_id=name) for name in SESSIONS_ASKED),
    tool_call("read_conversation", session_id="ada-1", around=UUID_OF_BEN),
]
NEW_MESSAGES = messages(("more",), NO_UUID)

RULES: dict[str, list[Ask]] = {
    "list_sessions": [
        Ask("GET", "/api/v1/sessions?" + query) for query in ("", "limit=1", "cursor=1", "limit=2&cursor=1")
    ],
    "create_session": [
        Ask("POST", "/api/v1/sessions", {"session_id": name, "user_id": user})
        for name in ("ben-1", "ben-9", "stray", "ada-1", "ada-9")
        for user in ("ben", "nobody", "adabert")
    ],
    "get_session": of_sessions("GET"),
    "update_session": of_sessions("PATCH", "", {"metadata": {"x": 1}}),
    "get_memory": of_sessions("GET", "/memory") + of_sessions("GET", "/memory?lastn=5"),
    "add_memory": of_sessions("POST", "/memory", NEW_MESSAGES, {}),
    "get_enrichment": of_sessions("GET", "/enrichment"),
    "search_session": of_sessions("POST", "/search", *SEARCHES),
    "search_user": of_users("POST", "/search", *SEARCHES),
    "search_everything": [Ask("POST", "/api/v1/search?explain=true", body) for body in SEARCHES],
    "list_messages": of_sessions("GET", "/messages"),
    "get_message": [ask for uuid in (UUID_OF_BEN, UUID_OF_ADA) for ask in of_sessions("GET", f"/messages/{uuid}")],
    "update_message": [
        ask
        for uuid in (UUID_OF_BEN, NO_UUID)
        for ask in of_sessions("PATCH", f"/messages/{uuid}", {"metadata": {"x": 1}}, {"content": "x"})
    ],
    "delete_message": [ask for uuid in (UUID_OF_BEN, NO_UUID) for ask in of_sessions("DELETE", f"/messages/{uuid}")],
    "list_users": [Ask("GET", "/api/v1/user?" + query) for query in ("", "limit=1", "cursor=1", "cursor=0&limit=9")],
    "create_user": [Ask("POST", "/api/v1/user", {"user_id": name}) for name in USERS_ASKED],
    "get_user": of_users("GET"),
    "update_user": of_users("PATCH", "", {"first_name": "X"}),
    "list_sessions_of_user": of_users("GET", "/sessions"),
    "list_collections": [Ask("GET", "/api/v1/collection")],
    "create_collection": [
        Ask("POST", f"/api/v1/collection/{name}", {"name": name, "embedding_dimensions": 8, "is_auto_embedded": False})
        for name in COLLECTIONS_ASKED
    ],
    "get_collection": of_collections("GET"),
    "update_collection": of_collections("PATCH", "", {"description": "x"}),
    "create_index": of_collections("POST", "/index/create"),
    "add_documents": of_collections("POST", "/document", [{"document_id": "one", "content": "x"}]),
    "get_document": of_collections("GET", f"/document/uuid/{UUID_OF_BEN}"),
    "get_document_briefly": of_collections("GET", f"/document/{UUID_OF_BEN}"),
    "update_document": of_collections("PATCH", f"/document/uuid/{UUID_OF_BEN}", {"document_id": "x"}),
    "update_document_briefly": of_collections("PATCH", f"/document/{UUID_OF_BEN}", {"document_id": "x"}),
    "delete_document": of_collections("DELETE", f"/document/uuid/{UUID_OF_BEN}"),
    "get_documents": of_collections("POST", "/document/list/get", {}, {"document_ids": [f"ben-{BENS_WORDS[0]}"]}),
    "update_documents": of_collections("PATCH", "/document/list/update", [{"uuid": UUID_OF_BEN, "document_id": "x"}]),
    "delete_documents": of_collections("POST", "/document/list/delete", [UUID_OF_BEN]),
    "search_documents": of_collections("POST", "/search", *({"text": text} for text in TEXTS_ASKED)),
    "get_context": [
        Ask("POST", "/api/v1/context", {"user_id": user, "query": text}) for user in USERS_ASKED for text in TEXTS_ASKED
    ]
    + [Ask("POST", "/api/v1/context", {"session_id": name}) for name in SESSIONS_ASKED],
    "preview_facts": [
        Ask(
            "POST",
            "/api/v1/facts/preview",
            {"messages": [{"role": "human", "content": f"I love the {BENS_WORDS[0]}."}]},
        )
    ],
    "create_fact": [
        Ask("POST", "/api/v1/facts", {"text": "likes the opera", **whose})
        for whose in ({"user_id": "ben"}, {"user_id": "nobody"}, {"session_id": "ben-1"}, {"session_id": "nobody-1"})
    ],
    "list_facts": [
        Ask("GET", f"/api/v1/facts?{query}")
        for query in ("", "user_id=ben", "user_id=nobody", "user_id=ada", "session_id=ben-1", "state=all&limit=1")
    ],
    "search_facts": [
        Ask("POST", "/api/v1/facts/search", {"text": text, **whose})
        for text in TEXTS_ASKED
        for whose in ({}, {"user_id": "ben"}, {"user_id": "ada"}, {"session_id": "ben-1"}, {"session_id": "ada-1"})
    ],
    "get_fact": [Ask("GET", f"/api/v1/facts/{NO_UUID}")],
    "update_fact": [Ask("PATCH", f"/api/v1/facts/{NO_UUID}", {"pinned": True})],
    "delete_fact": [Ask("DELETE", f"/api/v1/facts/{NO_UUID}")],
    "get_profile": of_users("GET", "/profile"),
    "list_facts_of_message": [
        ask for uuid in (UUID_OF_BEN, UUID_OF_ADA) for ask in of_sessions("GET", f"/messages/{uuid}/facts")
    ],
    "list_files": of_users("GET", "/files") + of_users("GET", f"/files?text={BENS_WORDS[0]}"),
    "rename_file": of_users("POST", "/files", {"path": "notes", "new_path": "other"}),
    "get_file": of_users("GET", "/files/notes.md"),
    "put_file": of_users("PUT", "/files/more.md", {"content": "x"}),
    "edit_file": of_users("POST", "/files/notes.md", {"command": "insert", "insert_line": 0, "insert_text": "x"}),
    "export_user": of_users("GET", "/export?format=markdown"),
    "take_in": [Ask("POST", "/api/v1/import", {"kind": "file", "user_id": "ben", "path": "x", "content": "y"})],
    "get_import_place": [Ask("GET", f"/api/v1/import?archive={'0' * 64}")],
    "serve_agent": [Ask("POST", "/mcp", body) for body in TOOL_CALLS],
    "serve_agent_of_user": [Ask("POST", f"/mcp/u/{name}", body) for name in USERS_ASKED for body in TOOL_CALLS],
    "describe_resource": [Ask("GET", "/.well-known/oauth-protected-resource")],
    "describe_resource_at_path": [Ask("GET", "/.well-known/oauth-protected-resource/mcp")],
    "erase_user": of_users("POST", "/erase?dry_run=true"),
    "erase_session": of_sessions("POST", "/erase?dry_run=true"),
    "list_certificates": [Ask("GET", "/api/v1/certificates")],
    "list_keys": [Ask("GET", "/api/v1/keys")],
    "create_key": [Ask("POST", "/api/v1/keys", {"name": "n", "rights": ["admin"]})],
    "revoke_key": [Ask("DELETE", "/api/v1/keys/any")],
    "list_audit_entries": [Ask("GET", "/api/v1/audit")],
    "get_metrics": [Ask("GET", "/metrics")],
    "get_description": [Ask("GET", "/openapi.json")],
    "get_docs_page": [Ask("GET", "/docs")],
    "get_readiness": [],  # shows to everybody how many jobs wait, and nothing of what they are about
    # Last, because they take away what the others ask for.
    "delete_memory": of_sessions("DELETE", "/memory"),
    "delete_collection": of_collections("DELETE"),
    "delete_file": of_users("DELETE", "/files/notes.md"),
    "delete_user": of_users("DELETE"),
}

CLAIMS = {"add_memory", "create_session"}
"""Where a caller without limits on names of sessions can take a name, and so learn that somebody has it."""

_VARYING = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z|\"id\":\d+"
    r"|request id \w+|key:\w+|\d{4}-\d\d-\d\d[ T]\d\d:\d\d\b|[fms]:[0-9a-f]{4,}\b"
    r"|\"took_ms\":[\d.]+|\"tokens\":\d+|\"sha256\":\"\w+\"|\[(?:[fm]:\w+|[0-9a-f]{2,4})\]"
)


def answer(world: World, caller: str, ask: Ask) -> tuple[int, str]:
    response = world.callers[caller].request(ask.method, ask.path, json=ask.body)
    leaked = [word for word in (*BENS_WORDS, "airship", "stray") if word in response.text + str(response.headers)]
    asked = f"{ask.path} {ask.body}"
    assert not [word for word in leaked if word not in asked], (ask, response.text)
    return response.status_code, _VARYING.sub("…", response.text)


def test_every_route_has_a_rule() -> None:
    assert RULES.keys() == {route.name for route in ROUTES}


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("caller", ["key", "token"])
def test_who_is_limited_to_ada_gets_the_same_answers_with_and_without_ben(
    worlds: tuple[World, World], poll: Callable[..., Any], caller: str, name: str
) -> None:
    if caller == "token" and name in {"delete_memory", "delete_user", "delete_file"}:
        pytest.skip("the caller with a key has deleted it by then")
    for ask in RULES[name]:
        if caller == "token" and name in CLAIMS and "ada-" not in f"{ask.path} {ask.body}":
            continue
        alone, both = (answer(each, caller, ask) for each in worlds)
        assert both == alone, ask
    if name.startswith(("add", "create", "update", "put", "edit")):
        for each in worlds:
            settle(each.admin, poll)


def test_who_claims_a_name_learns_no_more_than_that_it_is_taken(worlds: tuple[World, World]) -> None:
    both = worlds[1].callers["token"]
    for name in ("ben-1", "ben-2", "stray"):
        for body in (NEW_MESSAGES, {}):
            refused = both.post(f"/api/v1/sessions/{name}/memory", json=body)
            assert (refused.status_code, refused.text) == (404, f"session: {name} not found\n")
        taken = both.post("/api/v1/sessions", json={"session_id": name})
        assert (taken.status_code, taken.text) == (400, f"session already exists with session_id: {name}\n")


def test_ben_has_lost_nothing(worlds: tuple[World, World]) -> None:
    admin = worlds[1].admin
    assert [m["content"] for m in admin.get("/api/v1/sessions/ben-1/memory").json()["messages"]] == [
        f"The {word} is what I think of." for word in BENS_WORDS
    ]
    assert admin.get("/api/v1/user/ben").json().get("first_name", "") == ""
    assert admin.get("/api/v1/collection/benfiles").json()["document_count"] == len(BENS_WORDS)
    assert len(admin.get("/api/v1/user/ben/sessions").json()) == 2


def test_the_rules_ask_what_the_routes_answer() -> None:
    """Each rule's requests fit the method and the path of its route."""
    for route in ROUTES:
        for ask in RULES[route.name]:
            assert ask.method == route.method
            assert fits(route, ask.path.partition("?")[0]), ask


def fits(route: Route, path: str) -> bool:
    return re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", route.path), path) is not None


def test_a_retry_under_the_key_of_another_is_a_request_of_its_own(worlds: tuple[World, World]) -> None:
    path, body = "/api/v1/sessions/keyed-1/memory", {"messages": [{"role": "a", "content": "lakehurst"}]}
    both = worlds[1]
    again = {"Idempotency-Key": "shared"}
    assert both.admin.post(path, json=body, headers=again).status_code == 200
    assert both.callers["token"].post(path, json=body, headers=again).status_code == 404

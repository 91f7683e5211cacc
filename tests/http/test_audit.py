"""The audit log: every change with who made it, nothing of what it said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import jwt
import pytest

from holdfast.http.routes import ROUTES
from tests.running_server import RunningServer

SECRET = "a secret for tests that is long enough"
UUID = "ada00000-0000-4000-8000-000000000001"
WORD = "zeppelin"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    environment = {"HOLDFAST_AUTH_REQUIRED": "true", "HOLDFAST_AUTH_SECRET": SECRET}
    running = RunningServer(tmp_path_factory.mktemp("audit") / "data", environment=environment)
    yield running
    assert running.stop() == 0


@pytest.fixture
def admin(guarded: RunningServer) -> Iterator[httpx.Client]:
    with guarded.client(headers={"Authorization": f"Bearer {jwt.encode({}, SECRET, algorithm='HS256')}"}) as client:
        yield client


def entries(admin: httpx.Client, **query: int) -> list[dict[str, Any]]:
    return admin.get("/api/v1/audit", params=query).json()


def test_every_change_is_noted_with_who_made_it(
    guarded: RunningServer, admin: httpx.Client, poll: Callable[..., Any]
) -> None:
    made = admin.post("/api/v1/keys", json={"name": "n", "rights": ["read", "write", "forget"]}).json()
    documents = "/api/v1/collection/docks/document"
    text = {"content": WORD, "metadata": {"w": WORD}}
    done = [
        ("POST", "/api/v1/user", {"user_id": "ada", "first_name": WORD}, "create_user", ["ada"]),
        ("PATCH", "/api/v1/user/ada", {"email": WORD}, "update_user", ["ada"]),
        ("PUT", "/api/v1/user/ada/files/a/b.md", {"content": WORD}, "change_file", ["ada", "a/b.md"]),
        (
            "POST", "/api/v1/user/ada/files/a/b.md", {"command": "insert", "insert_line": 0, "insert_text": WORD},
            "change_file", ["ada", "a/b.md"],
        ),
        ("POST", "/api/v1/user/ada/files", {"path": "a", "new_path": "c"}, "rename_file", ["ada", "a", "c"]),
        ("DELETE", "/api/v1/user/ada/files/c/b.md", None, "forget_file", ["ada", "c/b.md"]),
        ("POST", "/api/v1/sessions", {"session_id": "s", "metadata": {"w": WORD}}, "create_session", ["s"]),
        ("PATCH", "/api/v1/sessions/s", {"metadata": {"v": WORD}}, "update_session", ["s"]),
        ("POST", "/api/v1/sessions/s/memory", {"messages": [{"uuid": UUID, **text}]}, "remember", ["s"]),
        ("PATCH", f"/api/v1/sessions/s/messages/{UUID}", {"metadata": {"v": WORD}}, "update_message", ["s", UUID]),
        ("POST", "/api/v1/facts", {"user_id": "ada", "text": WORD}, "add_fact", ["ada"]),
        ("PATCH", "/api/v1/facts/{uuid}", {"text": f"{WORD}s", "reason": WORD}, "update_fact", ["{uuid}"]),
        ("DELETE", "/api/v1/facts/{uuid}", None, "forget_fact", ["{uuid}"]),
        ("PATCH", f"/api/v1/sessions/s/messages/{UUID}", {"content": f"{WORD}s"}, "update_message", ["s", UUID]),
        ("DELETE", f"/api/v1/sessions/s/messages/{UUID}", None, "forget_message", ["s", UUID]),
        ("DELETE", "/api/v1/sessions/s/memory", None, "forget_session", ["s"]),
        ("DELETE", "/api/v1/user/ada", None, "forget_user", ["ada"]),
        (
            "POST", "/api/v1/collection/docks",
            {"name": "docks", "description": WORD, "embedding_dimensions": 8, "is_auto_embedded": False},
            "create_collection", ["docks"],
        ),
        ("PATCH", "/api/v1/collection/docks", {"description": WORD}, "update_collection", ["docks"]),
        ("POST", documents, [{"document_id": WORD, **text, "embedding": [1.0] * 8}], "add_documents", ["docks"]),
        ("POST", "/api/v1/collection/docks/index/create", None, "prepare_collection", ["docks"]),
        ("PATCH", f"{documents}/uuid/{{uuid}}", {"document_id": "d"}, "update_documents", ["docks", "{uuid}"]),
        ("DELETE", f"{documents}/uuid/{{uuid}}", None, "forget_documents", ["docks", "{uuid}"]),
        ("DELETE", "/api/v1/collection/docks", None, "forget_collection", ["docks"]),
    ]  # fmt: skip
    uuid, wanted = "", []
    with guarded.client(headers={"X-API-Key": made["token"]}) as client:
        for method, path, body, action, ids in done:
            answer = client.request(method, path.format(uuid=uuid), json=body)
            assert answer.is_success, (action, answer.text)
            if action in {"add_documents", "add_fact"}:
                uuid = answer.json()[0] if action == "add_documents" else answer.json()["uuid"]
            wanted.append((f"key:{made['id']}", action, [each.format(uuid=uuid) for each in ids]))
    found = poll(lambda: entries(admin), lambda found: len(found) == len(done) + 1)
    assert [(entry["actor"], entry["action"], entry["targets"]) for entry in found[-2::-1]] == wanted
    assert (found[-1]["actor"], found[-1]["action"], found[-1]["targets"]) == ("token", "create_key", [made["id"]])
    assert WORD not in admin.get("/api/v1/audit").text
    assert entries(admin, limit=1) == found[:1]
    assert entries(admin, cursor=found[0]["id"], limit=2) == found[1:3]


def test_what_was_refused_or_only_read_is_not_noted(admin: httpx.Client, poll: Callable[..., Any]) -> None:
    newest = entries(admin, limit=1)[0]["id"]
    admin.post("/api/v1/sessions/s/search", json={"text": "x"})
    admin.get("/api/v1/sessions/s/memory")
    assert admin.patch("/api/v1/sessions/nobody", json={"metadata": {}}).status_code == 404
    assert admin.delete("/api/v1/user/nobody").status_code == 404
    assert admin.post("/api/v1/sessions/last/memory", json={}).status_code == 200
    found = poll(lambda: entries(admin), lambda found: found[0]["id"] > newest)
    assert [entry["targets"] for entry in found if entry["id"] > newest] == [["last"]]


def test_entries_outlive_a_stop_at_once(tmp_path: Any) -> None:
    environment = {"HOLDFAST_AUTH_REQUIRED": "true", "HOLDFAST_AUTH_SECRET": SECRET}
    headers = {"Authorization": f"Bearer {jwt.encode({'hf_user': 'ada'}, SECRET, algorithm='HS256')}"}
    first = RunningServer(tmp_path / "data", environment=environment)
    assert httpx.post(first.url + "/api/v1/user", json={"user_id": "ada"}, headers=headers).status_code == 201
    assert first.stop() == 0
    second = RunningServer(tmp_path / "data", environment=environment)
    admin = {"Authorization": f"Bearer {jwt.encode({}, SECRET, algorithm='HS256')}"}
    (found,) = httpx.get(second.url + "/api/v1/audit", headers=admin).json()
    assert (found["actor"], found["action"]) == ("token:ada", "create_user")
    assert second.stop() == 0


def test_every_route_that_changes_something_is_tried_above() -> None:
    reading = {
        "get_documents",
        "search_session",
        "search_user",
        "search_everything",
        "search_documents",
        "preview_facts",
        "get_context",
        "search_facts",
        "serve_agent",  # each tool is a verb that notes itself
        "serve_agent_of_user",
    }
    others = {
        "update_documents",
        "delete_documents",
        "update_document_briefly",
        "revoke_key",
        "take_in",
        "erase_user",
        "erase_session",
    }
    changing = {route.name for route in ROUTES if route.method != "GET"} - reading - others
    assert changing == {
        "create_user", "update_user", "create_session", "update_session", "add_memory", "update_message",
        "delete_memory", "delete_message", "delete_user", "create_collection", "update_collection", "add_documents",
        "create_index",
        "update_document", "delete_document", "delete_collection", "create_key",
        "create_fact", "update_fact", "delete_fact", "put_file", "edit_file", "rename_file",
        "delete_file",
    }  # fmt: skip

"""API keys: made once, checked on every request, revoked for all servers."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.running_server import RunningServer
from tests.storage.conftest import database_in, execute

ASKED = {"HOLDFAST_AUTH_REQUIRED": "true"}


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    running = RunningServer(tmp_path_factory.mktemp("keys") / "data", "--auth")
    yield running
    assert running.stop() == 0
    assert "Traceback" not in running.output


@pytest.fixture(scope="module")
def admin(guarded: RunningServer) -> Iterator[httpx.Client]:
    """A client with the key that the start has printed."""
    with guarded.client(headers=bearer(first_key(guarded))) as client:
        yield client


def first_key(server: RunningServer) -> str:
    (token,) = re.findall(r"hf_[a-z0-9]+_[a-z0-9]+", server.output)
    return token


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def make(admin: httpx.Client, *rights: str, **fields: Any) -> dict[str, Any]:
    response = admin.post("/api/v1/keys", json={"name": "n", "rights": rights or ("read",), **fields})
    assert response.status_code == 201, response.text
    return response.json()


def status(server: RunningServer, headers: dict[str, str]) -> int:
    return httpx.get(server.url + "/api/v1/sessions/nobody/memory", headers=headers).status_code


@pytest.mark.parametrize("form", ["Authorization: Bearer {}", "Authorization: api-key {}", "X-API-Key: {}"])
def test_a_key_opens_the_api_however_it_is_sent(guarded: RunningServer, admin: httpx.Client, form: str) -> None:
    header, _, value = form.partition(": ")
    assert status(guarded, {header: value.format(make(admin)["token"])}) == 200


def test_a_key_may_do_what_it_has_the_right_to_and_no_more(guarded: RunningServer, admin: httpx.Client) -> None:
    body = {"messages": [{"role": "a", "content": "x"}]}
    path = "/api/v1/sessions/rights/memory"
    assert admin.post(path, json=body).status_code == 200
    for right, allowed in {"read": "GET", "write": "POST", "forget": "DELETE"}.items():
        with guarded.client(headers=bearer(make(admin, right)["token"])) as client:
            for method in ("GET", "POST", "DELETE"):
                answer = client.request(method, path, json=body if method == "POST" else None)
                assert (answer.status_code == 200) == (method == allowed), (right, method, answer.text)
                assert answer.status_code in {200, 403}
            assert client.get("/api/v1/keys").status_code == 403


def test_a_key_is_listed_without_its_secret(admin: httpx.Client) -> None:
    made = make(admin, "read", "write", name="for the phone", users=["ann"])
    secret = made["token"].rpartition("_")[2]
    listed = admin.get("/api/v1/keys")
    assert secret not in listed.text
    (found,) = [key for key in listed.json() if key["id"] == made["id"]]
    assert found == {name: value for name, value in made.items() if name != "token"}
    assert (found["rights"], found["limited"], found["users"]) == (["read", "write"], True, ["ann"])


def test_use_is_noted(admin: httpx.Client, guarded: RunningServer, poll: Callable[..., Any]) -> None:
    made = make(admin)
    assert made["used_at"] is None
    assert status(guarded, bearer(made["token"])) == 200
    poll(lambda: {key["id"]: key for key in admin.get("/api/v1/keys").json()}[made["id"]]["used_at"], bool)


def test_a_revoked_key_is_refused_within_seconds(
    admin: httpx.Client, guarded: RunningServer, poll: Callable[..., Any]
) -> None:
    made = make(admin)
    assert status(guarded, bearer(made["token"])) == 200
    assert admin.delete(f"/api/v1/keys/{made['id']}").text == "OK"
    poll(lambda: status(guarded, bearer(made["token"])), lambda code: code == 401)
    assert admin.delete("/api/v1/keys/unknown").status_code == 404


def test_a_key_expires(admin: httpx.Client, guarded: RunningServer, poll: Callable[..., Any]) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=1)
    headers = bearer(make(admin, expires_at=soon.isoformat())["token"])
    assert status(guarded, headers) == 200 or datetime.now(UTC) > soon
    poll(lambda: status(guarded, headers), lambda code: code == 401)
    assert "expired" in httpx.get(guarded.url + "/api/v1/sessions", headers=headers).text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"rights": []}, "rights"),
        ({"rights": ["everything"]}, "rights"),
        ({"rights": ["admin"], "users": ["ann"]}, "admin"),
        ({"users": [""]}, "limits"),
        ({"session_prefixes": [""]}, "limits"),
        ({"expires_at": "2001-01-01T00:00:00Z"}, "expires_at"),
        ({"expires_at": "soon"}, "expires_at"),
    ],
)
def test_a_key_of_no_use_is_refused(admin: httpx.Client, fields: dict[str, Any], says: str) -> None:
    response = admin.post("/api/v1/keys", json={"name": "n", "rights": ["read"], **fields})
    assert response.status_code == 400
    assert says in response.text


def test_a_secret_is_kept_nowhere_even_for_a_retry(admin: httpx.Client, guarded: RunningServer) -> None:
    made = [
        admin.post("/api/v1/keys", json={"name": "n", "rights": ["read"]}, headers={"Idempotency-Key": "once"}).json()
        for _ in range(2)
    ]
    assert made[0]["id"] != made[1]["id"]
    secrets = [key["token"].rpartition("_")[2].encode() for key in made]
    for secret in secrets:
        assert status(guarded, bearer(f"hf_x_{secret.decode()}")) == 401
    for file in guarded.data.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        assert not any(secret in content for secret in secrets), file
    assert not any(secret.decode() in guarded.output for secret in secrets)


def test_all_wrong_keys_are_answered_alike(admin: httpx.Client, guarded: RunningServer) -> None:
    good, others, revoked = make(admin)["token"], make(admin)["token"], make(admin)
    admin.delete(f"/api/v1/keys/{revoked['id']}")
    _, identifier, secret = good.split("_")
    _, identifier_of_other, secret_of_other = others.split("_")
    wrong = [
        revoked["token"],
        f"hf_{identifier}_{secret_of_other}",
        f"hf_{identifier_of_other}_{secret}",
        f"hf_{identifier.upper()}_{secret}",
        f"hf_{identifier[:-1]}_{secret}",
        f"hf_{identifier}a_{secret}",
        f"hf_{identifier}__{secret}",
        f"hf_{identifier}_{secret[::-1]}",
        f"hf_{identifier}_{'a' * len(secret)}",
        f"hf_{identifier}_",
        f"hf_{identifier}",
        f"hf_{identifier}_{secret[:-1]}",
        f"hf_{identifier}_{secret}a",
        f"hf_{identifier}_{secret.upper()}",
        f"hf_aaaaaaaa_{secret}",
        f"hf__{secret}",
        "hf_",
        "hf__",
        f"HF_{identifier}_{secret}",
        "hf_" + "x" * 4000,
        f"hf_{identifier}_{secret}_",
        f"hf_{secret}_{identifier}",
    ]
    assert len(set(wrong)) > 20
    answers = {(response.status_code, response.text) for response in (ask(guarded, token) for token in wrong)}
    assert answers == {(401, "token is unauthorized\n")}


def ask(server: RunningServer, token: str) -> httpx.Response:
    return httpx.get(server.url + "/api/v1/sessions", headers=bearer(token))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=80))
def test_nothing_but_a_key_opens_the_api(guarded: RunningServer, text: str) -> None:
    host, _, port = guarded.url.removeprefix("http://").partition(":")
    for value in (f"Bearer {text}", f"Bearer hf_{text}", text):
        with socket.create_connection((host, int(port)), 10) as connection:
            head = f"GET /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nAuthorization: {value}\r\n\r\n"
            connection.sendall(head.encode("latin-1"))
            assert connection.recv(12) in {b"HTTP/1.1 400", b"HTTP/1.1 401"}


def test_keys_are_made_and_revoked_beside_a_running_server(
    guarded: RunningServer, run_command: Callable[..., Any], poll: Callable[..., Any]
) -> None:
    data = str(guarded.data)
    made = run_command(
        "keys", "--data", data, "create", "phone", "--right", "read", "--user", "ann", "--expires-in", "1h"
    )
    token = made.stdout.strip()
    assert re.fullmatch(r"hf_[a-z2-7]{8}_[a-z2-7]{52}", token), made
    assert status(guarded, bearer(token)) == 200
    listed = run_command("keys", "--data", data, "list").stdout
    identifier = token.split("_")[1]
    assert identifier in listed
    assert "user ann" in listed
    assert token.split("_")[2] not in listed
    assert "is revoked" in run_command("keys", "--data", data, "revoke", identifier).stdout
    poll(lambda: status(guarded, bearer(token)), lambda code: code == 401)
    assert identifier not in run_command("keys", "--data", data, "list").stdout
    assert identifier in run_command("keys", "--data", data, "list", "--all").stdout
    assert run_command("keys", "--data", data, "revoke", "unknown").returncode == 1


def test_the_first_key_is_made_once(tmp_path: Path) -> None:
    server = RunningServer(tmp_path / "data", "--auth")
    token = first_key(server)
    assert server.stop() == 0
    for arguments, environment in (["--auth"], {}), ([], ASKED):
        again = RunningServer(tmp_path / "data", *arguments, environment=environment)
        assert status(again, bearer(token)) == 200
        assert again.stop() == 0
        assert "hf_" not in again.output


def test_a_key_revoked_on_one_server_is_refused_by_all(
    tmp_path: Path, postgres_dsn: str, poll: Callable[..., Any]
) -> None:
    execute(postgres_dsn, "CREATE DATABASE keys")
    dsn = database_in(postgres_dsn, "keys")
    first = RunningServer(tmp_path / "one", "--store", dsn, "--auth")
    second = RunningServer(tmp_path / "two", "--store", dsn, environment=ASKED)
    with first.client(headers=bearer(first_key(first))) as admin:
        made = make(admin)
        # A key is known everywhere at once.
        assert [status(server, bearer(made["token"])) for server in (second, first)] == [200, 200]
        admin.delete(f"/api/v1/keys/{made['id']}")
    for server in (first, second):
        poll(lambda server=server: status(server, bearer(made["token"])), lambda code: code == 401)
    assert [first.stop(), second.stop()] == [0, 0]

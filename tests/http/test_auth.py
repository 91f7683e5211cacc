"""Access with and without tokens."""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
import jwt
import pytest

from tests.running_server import RunningServer

SECRET = "a secret for tests that is long enough"
PREVIOUS = "the secret before that one, also long"
PATH = "/api/v1/sessions/nobody/memory"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    environment = {
        "ZEP_AUTH_REQUIRED": "true",
        "ZEP_AUTH_SECRET": SECRET,
        "HOLDFAST_AUTH_PREVIOUS_SECRET": PREVIOUS,
    }
    running = RunningServer(tmp_path_factory.mktemp("guarded") / "data", environment=environment)
    yield running
    assert running.stop() == 0


def ask(server: RunningServer, headers: dict[str, str]) -> httpx.Response:
    return httpx.get(server.url + PATH, headers=headers)


def token(claims: dict | None = None, *, secret: str = SECRET, algorithm: str = "HS256") -> str:
    return jwt.encode(claims or {}, secret, algorithm=algorithm)


@pytest.mark.parametrize("scheme", ["Bearer ", "bearer ", "BEARER   "])
@pytest.mark.parametrize("secret", [SECRET, PREVIOUS])
def test_a_token_of_either_secret_opens_the_api(guarded: RunningServer, scheme: str, secret: str) -> None:
    for _ in range(2):
        assert ask(guarded, {"Authorization": scheme + token(secret=secret)}).status_code == 200


def test_a_token_in_the_cookie_serves_too(guarded: RunningServer) -> None:
    assert ask(guarded, {"Cookie": f"other=1; jwt={token()}"}).status_code == 200


@pytest.mark.parametrize(
    "cookie", ["jwt={}", 'a="x;y"; jwt="{}"', "jwt={};", "jwt=old; jwt={}", "jwt = {} ; b=2", '@=1; b="\\"; jwt={}']
)
def test_the_cookie_is_found_among_others(guarded: RunningServer, cookie: str) -> None:
    assert ask(guarded, {"Cookie": cookie.format(token())}).status_code == 200


def test_a_cookie_opens_nothing_that_changes_anything(guarded: RunningServer, name: str) -> None:
    memory = f"{guarded.url}/api/v1/sessions/{name}/memory"
    cookie = {"Cookie": f"jwt={token()}"}
    assert httpx.post(memory, json={"messages": [{"content": "x"}]}, headers=cookie).status_code == 401
    assert httpx.delete(memory, headers=cookie).status_code == 401
    assert httpx.get(memory, headers=cookie).json()["messages"] == []


@pytest.mark.parametrize("cookie", ["jwt", "jwt=", "xjwt={}", "jwtx={}", "a=jwt={}", "JWT={}"])
def test_other_cookies_are_no_token(guarded: RunningServer, cookie: str) -> None:
    assert ask(guarded, {"Cookie": cookie.format(token())}).status_code == 401


def test_a_long_cookie_costs_no_time(guarded: RunningServer) -> None:
    # Python's own reading of cookies may need time that grows with the square of the backslashes: here 15 seconds.
    assert ask(guarded, {"Cookie": 'jwt="' + "\\" * 60_000 + '"'}).status_code == 401


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("", "no token found"),
        ("Bearer", "no token found"),
        ("Token " + token(), "no token found"),
        (token(), "no token found"),
        ("Bearer garbage", "token is unauthorized"),
        ("Bearer " + token()[:-2], "token is unauthorized"),
        ("Bearer " + token(secret="another secret, just as long as it"), "token is unauthorized"),
        ("Bearer " + token(algorithm="HS512"), "token is unauthorized"),
        ("Bearer " + jwt.encode({}, None, algorithm="none"), "token is unauthorized"),
        ("Bearer " + token({"exp": int(time.time()) - 60}), "token is expired"),
        ("Bearer " + token({"nbf": int(time.time()) + 86_400}), "token nbf validation failed"),
        ("Bearer " + token({"iat": int(time.time()) + 86_400}), "token iat validation failed"),
    ],
)
def test_anything_else_is_unauthorized(guarded: RunningServer, header: str, says: str) -> None:
    response = ask(guarded, {"Authorization": header} if header else {})
    assert response.status_code == 401
    assert says in response.text


def test_claims_that_mean_nothing_here_do_not_hinder(guarded: RunningServer) -> None:
    claims = {"sub": 7, "aud": "you", "iss": "me", "exp": int(time.time()) + 600}
    assert ask(guarded, {"Authorization": "Bearer " + token(claims)}).status_code == 200


@pytest.mark.parametrize(
    "claims",
    [
        {"hf_user": ""},
        {"hf_user": 7},
        {"hf_user": ["ada"]},
        {"hf_rights": "everything"},
        {"hf_rights": ["read", "fly"]},
        {"hf_rights": [1]},
        {"hf_rights": {"read": True}},
        {"hf_rights": 1},
    ],
)
def test_a_limit_that_is_not_understood_opens_nothing(guarded: RunningServer, claims: dict) -> None:
    refused = ask(guarded, {"Authorization": "Bearer " + token(claims)})
    assert refused.status_code == 401
    assert next(iter(claims)) in refused.text


@pytest.mark.parametrize(
    ("claims", "allowed"),
    [
        ({"hf_rights": ["read"]}, {"GET"}),
        ({"hf_rights": "write forget"}, {"POST", "DELETE"}),
        ({"hf_rights": []}, set()),
        ({"hf_rights": ["read", "admin"]}, {"GET", "keys"}),
        ({"hf_user": "ada", "hf_rights": ["admin"]}, set()),
    ],
)
def test_a_token_opens_what_its_rights_say(guarded: RunningServer, name: str, claims: dict, allowed: set[str]) -> None:
    memory = f"{guarded.url}/api/v1/sessions/{name}/memory"
    httpx.post(memory, json={}, headers={"Authorization": "Bearer " + token()})
    headers = {"Authorization": "Bearer " + token(claims)}
    answers = {
        "GET": httpx.get(memory, headers=headers),
        "POST": httpx.post(memory, json={"messages": []}, headers=headers),
        "DELETE": httpx.delete(memory, headers=headers),
        "keys": httpx.get(guarded.url + "/api/v1/keys", headers=headers),
    }
    assert {what for what, answer in answers.items() if answer.status_code == 200} == allowed
    assert {answer.status_code for answer in answers.values()} <= {200, 403}


def test_unknown_paths_and_methods_need_a_token_first(guarded: RunningServer) -> None:
    assert httpx.get(guarded.url + "/api/v1/nope").status_code == 401
    assert httpx.put(guarded.url + "/api/v1/sessions").status_code == 401


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/openapi.json", "/docs"])
def test_what_shows_no_data_needs_no_token(guarded: RunningServer, path: str) -> None:
    assert httpx.get(guarded.url + path).status_code == 200


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({}, "auth.secret is empty"),
        ({"ZEP_AUTH_SECRET": "  "}, "auth.secret is empty"),
        ({"ZEP_AUTH_SECRET": "do-not-use-this-secret-in-production"}, "published placeholder"),
    ],
)
def test_a_server_without_a_real_secret_refuses_to_start(tmp_path, environment: dict[str, str], says: str) -> None:
    with pytest.raises(RuntimeError, match=says):
        RunningServer(tmp_path / "data", environment={"ZEP_AUTH_REQUIRED": "true", **environment})


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_a_short_secret_is_warned_of_at_the_start(tmp_path) -> None:
    environment = {"ZEP_AUTH_REQUIRED": "true", "ZEP_AUTH_SECRET": "a", "HOLDFAST_AUTH_PREVIOUS_SECRET": PREVIOUS}
    running = RunningServer(tmp_path / "data", environment=environment)
    assert ask(running, {"Authorization": "Bearer " + token(secret="a")}).status_code == 200
    assert running.stop() == 0
    assert "auth.secret is short" in running.output
    assert "auth.previous_secret is short" not in running.output

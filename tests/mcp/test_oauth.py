"""Agents come in with a token of an authorization server elsewhere: found, got and sent by the official client."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import httpx2
import jwt
import pytest
from mcp.client.auth import OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import AuthorizationCodeResult, OAuthClientMetadata

from holdfast.errors import StartupError, Unauthorized, Unavailable
from holdfast.http.oauth.issuer import TokenIssuer as TrustedIssuer
from holdfast.http.oauth.signing_keys import FRESH_SECONDS, LAST_SECONDS, PAUSE_SECONDS
from holdfast.settings import OAuthSettings
from mcp import Client
from tests.doubles.token_issuer import SUBJECT, SigningKey, TokenIssuer, edwards_key, elliptic_key, rsa_key
from tests.mcp.agents import HEADERS, call
from tests.running_server import RunningServer

SECRET = "a secret for tests that is long enough"
LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
READ = "holdfast:read"
ALL = "holdfast:read holdfast:write holdfast:forget"
WELL_KNOWN = "/.well-known/oauth-protected-resource"


class World:
    """A server, and the issuer whose tokens it takes."""

    def __init__(self, folder: Path, issuer: TokenIssuer) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        self.issuer = issuer
        self.resource = f"http://127.0.0.1:{port}/mcp"
        environment = {
            "HOLDFAST_AUTH_REQUIRED": "true",
            "HOLDFAST_AUTH_SECRET": SECRET,
            "HOLDFAST_MCP_OAUTH_ISSUER": issuer.url,
            "HOLDFAST_MCP_OAUTH_RESOURCE": self.resource,
        }
        self.server = RunningServer(folder / "data", "--port", str(port), environment=environment)
        self.client = self.server.client()

    def token(self, **claims: Any) -> str:
        return self.issuer.token(claims.pop("aud", self.resource), **{"scope": ALL, **claims})

    def ask(self, token: str, path: str = "/mcp") -> httpx.Response:
        return self.client.post(path, json=LIST, headers={**HEADERS, "Authorization": f"Bearer {token}"})


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with TokenIssuer(rsa_key(), elliptic_key(), edwards_key()) as issuer:
        world = World(tmp_path_factory.mktemp("oauth"), issuer)
        yield world
        assert world.server.stop() == 0, world.server.output
        assert "Traceback" not in world.server.output, world.server.output


class Kept:
    """What a client keeps between its runs."""

    def __init__(self) -> None:
        self.tokens: Any = None
        self.client: Any = None

    async def get_tokens(self) -> Any:
        return self.tokens

    async def set_tokens(self, tokens: Any) -> None:
        self.tokens = tokens

    async def get_client_info(self) -> Any:
        return self.client

    async def set_client_info(self, client_info: Any) -> None:
        self.client = client_info


@pytest.mark.parametrize("path", ["/mcp", "/mcp/u/ada"])
async def test_the_official_client_finds_the_issuer_and_comes_in_with_its_token(world: World, path: str) -> None:
    """From nothing but the address: challenge, metadata of both, registration, code, token."""
    sent_to: list[str] = []

    async def visit(address: str) -> None:
        async with httpx2.AsyncClient() as browser:
            sent_to.append((await browser.get(address)).headers["location"])

    async def come_back() -> AuthorizationCodeResult:
        query = parse_qs(urlsplit(sent_to[0]).query)
        return AuthorizationCodeResult(code=query["code"][0], state=query["state"][0])

    about = OAuthClientMetadata(redirect_uris=["http://localhost:3000/back"], client_name="agent")
    login = OAuthClientProvider(world.server.url + path, about, Kept(), visit, come_back)
    async with (
        httpx2.AsyncClient(auth=login, timeout=30) as http,
        Client(streamable_http_client(world.server.url + path, http_client=http)) as client,
    ):
        await call(client, "save_conversation", messages="I like tea.")
        _, found = await call(client, "recall", query="tea")
        assert "I like tea." in [item["text"] for item in found["items"]]
    token = login.context.current_tokens.access_token
    assert jwt.decode(token, options={"verify_signature": False})["scope"] == ALL


def test_the_resource_is_described_where_clients_look(world: World) -> None:
    for path in (WELL_KNOWN, f"{WELL_KNOWN}/mcp"):
        described = world.client.get(path)
        assert described.json() == {
            "resource": world.resource,
            "authorization_servers": [world.issuer.url],
            "bearer_methods_supported": ["header"],
            "resource_name": "Holdfast, long-term memory",
            "scopes_supported": ALL.split(),
        }
        assert described.headers["access-control-allow-origin"] == "*"
    for path in (f"{WELL_KNOWN}/api", "/.well-known/oauth-authorization-server"):
        assert world.client.get(path).status_code == 404


def test_without_an_issuer_nothing_is_said_of_any(client: httpx.Client) -> None:
    for path in (WELL_KNOWN, f"{WELL_KNOWN}/mcp", "/.well-known/oauth-authorization-server"):
        assert client.get(path).status_code == 404


def test_who_has_no_token_is_told_where_to_get_one(world: World) -> None:
    refused = world.client.post("/mcp", json=LIST, headers=HEADERS)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == f'Bearer resource_metadata="{world.server.url}{WELL_KNOWN}/mcp"'
    assert "www-authenticate" not in world.client.get("/api/v1/sessions").headers


def test_keys_and_tokens_of_our_own_go_on_to_serve(world: World) -> None:
    admin = jwt.encode({}, SECRET, algorithm="HS256")
    made = world.client.post(
        "/api/v1/keys",
        json={"name": "laptop", "rights": ["read"], "users": ["ada"]},
        headers={"Authorization": f"Bearer {admin}"},
    ).json()
    assert world.ask(made["token"]).status_code == 200
    assert world.ask(jwt.encode({"hf_user": "ada"}, SECRET, algorithm="HS256")).status_code == 200


@pytest.mark.parametrize("place", range(3))
def test_a_token_opens_the_memory_of_its_subject_and_nothing_else(world: World, place: int) -> None:
    token = world.token(signed_by=world.issuer.keys[place])
    assert world.ask(token).status_code == 200
    assert world.ask(token, f"/mcp/u/{SUBJECT}").status_code == 200
    assert world.ask(token, "/mcp/u/ben").status_code == 404
    for path in ("/api/v1/sessions", f"/api/v1/user/{SUBJECT}", "/api/v1/keys", "/metrics"):
        assert world.client.get(path, headers={"Authorization": f"Bearer {token}"}).status_code == 401, path


@pytest.mark.parametrize(
    ("claims", "tools"),
    [
        ({"scope": READ}, {"recall", "list_facts", "read_conversation"}),
        ({"scope": None, "scp": ["holdfast:forget"]}, {"forget"}),
        ({"scope": None, "scp": f"openid {READ}"}, {"recall", "list_facts", "read_conversation"}),
    ],
)
def test_scopes_grant_rights(world: World, claims: dict[str, Any], tools: set[str]) -> None:
    answer = world.ask(world.token(**claims))
    assert {tool["name"] for tool in answer.json()["result"]["tools"]} == tools


def test_a_token_without_a_scope_of_ours_is_told_which_to_ask_for(world: World) -> None:
    for scopes in ("", "openid profile", "read holdfast:admin", 7, ["holdfast"]):
        refused = world.ask(world.token(scope=scopes))
        assert refused.status_code == 403, scopes
        challenge = refused.headers["www-authenticate"]
        assert f'error="insufficient_scope", scope="{ALL}"' in challenge
        assert f"{WELL_KNOWN}/mcp" in challenge


@pytest.mark.parametrize(
    ("claims", "tells"),
    [
        ({"aud": "https://other.example.com/mcp"}, "token aud validation failed"),
        ({"aud": []}, "token aud validation failed"),
        ({"aud": None}, "token aud validation failed"),
        ({"iss": "https://evil.example.com"}, "token iss validation failed"),
        ({"iss": None}, "token iss validation failed"),
        ({"exp": int(time.time()) - 60}, "token is expired"),
        ({"exp": None}, "token exp validation failed"),
        ({"exp": "soon"}, "token is unauthorized"),
        ({"nbf": int(time.time()) + 86_400}, "token is unauthorized"),
        ({"sub": None}, "token sub validation failed"),
        ({"sub": ""}, "token sub validation failed"),
        ({"sub": 7}, "token sub validation failed"),
        ({"sub": "a\x00b"}, "token sub validation failed"),
        ({"sub": "x" * 600}, "token sub validation failed"),
        ({"cnf": {"jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}}, "token cnf validation failed"),
    ],
)
def test_a_token_that_is_not_for_us_opens_nothing(world: World, claims: dict[str, Any], tells: str) -> None:
    refused = world.ask(world.token(**claims))
    assert (refused.status_code, tells in refused.text) == (401, True), refused.text
    assert 'error="invalid_token"' in refused.headers["www-authenticate"]


def signed_with_public_key(key: SigningKey, claims: dict[str, Any]) -> str:
    """A token that takes the public key, which everybody knows, for a secret; libraries refuse to make such."""
    head, body = ({"alg": "HS256", "kid": key.identifier, "typ": "JWT"}, claims)
    text = b".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (head, body))
    signature = hmac.new(key.public_pem, text, hashlib.sha256).digest()
    return f"{text.decode()}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def with_header(token: str, **changes: Any) -> str:
    """The token with another header, and so another claim to how it is signed."""
    header, rest = token.split(".", 1)
    changed = {**json.loads(base64.urlsafe_b64decode(header + "==")), **changes}
    return f"{base64.urlsafe_b64encode(json.dumps(changed).encode()).rstrip(b'=').decode()}.{rest}"


def test_no_confusion_of_algorithms_lets_anybody_in(world: World) -> None:
    good = world.token()
    claims = jwt.decode(good, options={"verify_signature": False})
    elliptic = world.issuer.keys[1]
    forged = {
        "public key as secret": signed_with_public_key(world.issuer.keys[0], claims),
        "no signature": jwt.encode(claims, None, algorithm="none"),
        "stripped": with_header(good, alg="none").rsplit(".", 1)[0] + ".",
        "our own secret": jwt.encode(
            claims, SECRET, algorithm="HS512", headers={"kid": world.issuer.keys[0].identifier}
        ),
        "another kind of signature": with_header(good, alg="PS256"),
        "another kind of key": with_header(good, alg="ES256", kid=elliptic.identifier),
        "another key": world.token(signed_by=SigningKey(rsa_key().key, "RS256", world.issuer.keys[0].identifier)),
        "key in the header": with_header(
            world.token(signed_by=(own := elliptic_key())), jwk=own.public, jku="https://evil.example.com/keys"
        ),
        "unknown algorithm": with_header(good, alg="XS1"),
        "algorithm of a wrong type": with_header(good, alg=["RS256"]),
        "name of a wrong type": with_header(good, kid=7),
        "critical": with_header(good, crit=["exp"]),
        "another text": f"{good[:-8]}AAAAAAAA",
    }
    statuses = {name: world.ask(token).status_code for name, token in forged.items()}
    assert set(statuses.values()) == {401}, statuses
    assert world.ask(good).status_code == 200


def trusting(issuer: TokenIssuer, **settings: Any) -> TrustedIssuer:
    given = {"issuer": issuer.url, "resource": "https://memory.example.com/mcp", "rights": ["read"], **settings}
    return TrustedIssuer(OAuthSettings(**given), required=True)


def token_of(issuer: TokenIssuer, **claims: Any) -> str:
    return issuer.token("https://memory.example.com/mcp", **claims)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets seconds pass for the keys of issuers."""
    passed = 0.0

    def wait(seconds: float) -> None:
        nonlocal passed
        passed += seconds

    monkeypatch.setattr("holdfast.http.oauth.signing_keys.monotonic", lambda: time.monotonic() + passed)
    return wait


KEYS = "/tenant/keys"


async def test_keys_are_fetched_once_and_anew_when_a_token_names_another(clock: Callable[[float], None]) -> None:
    with TokenIssuer() as issuer:
        trusted = trusting(issuer)
        await asyncio.gather(*(trusted.identify(token_of(issuer)) for _ in range(20)))
        assert issuer.asked == ["/.well-known/oauth-authorization-server/tenant", KEYS]
        issuer.keys = [elliptic_key()]
        with pytest.raises(Unauthorized):  # the issuer was asked just now
            await trusted.identify(token_of(issuer))
        clock(PAUSE_SECONDS)
        assert (await trusted.identify(token_of(issuer))).name == f"oauth:{SUBJECT}"
        assert issuer.asked.count(KEYS) == 2


async def test_tokens_with_invented_names_of_keys_do_not_make_us_ask_again_and_again() -> None:
    with TokenIssuer() as issuer:
        trusted = trusting(issuer)
        for _ in range(50):
            with pytest.raises(Unauthorized):
                await trusted.identify(token_of(issuer, signed_by=elliptic_key()))
        assert issuer.asked.count(KEYS) == 1


async def test_a_key_that_was_taken_back_serves_no_more_after_a_while(clock: Callable[[float], None]) -> None:
    with TokenIssuer() as issuer:
        trusted, stolen = trusting(issuer), issuer.keys[0]
        await trusted.identify(token_of(issuer))
        issuer.keys = [elliptic_key()]
        clock(FRESH_SECONDS)
        with contextlib.suppress(Unauthorized):  # the keys are renewed beside this
            await trusted.identify(token_of(issuer, signed_by=stolen))
        await trusted.identify(token_of(issuer))
        with pytest.raises(Unauthorized):
            await trusted.identify(token_of(issuer, signed_by=stolen))


async def test_while_the_issuer_is_down_the_keys_serve_on_but_not_for_ever(clock: Callable[[float], None]) -> None:
    with TokenIssuer() as issuer:
        trusted = trusting(issuer)
        await trusted.identify(token_of(issuer))
        issuer.answers[KEYS] = 500
        clock(FRESH_SECONDS)
        for _ in range(3):
            assert await trusted.identify(token_of(issuer))
        clock(LAST_SECONDS)
        with pytest.raises(Unavailable):
            await trusted.identify(token_of(issuer))
        issuer.answers.clear()
        clock(PAUSE_SECONDS)
        assert await trusted.identify(token_of(issuer))
        await trusted.close()


@pytest.mark.parametrize(
    "answers",
    [
        {KEYS: 500},
        {KEYS: 302},
        {KEYS: b"<html>"},
        {KEYS: b'{"keys": 7}'},
        {KEYS: b'{"keys": [' + b" " * 300_000 + b"]}"},
        {"/.well-known/oauth-authorization-server/tenant": b'{"issuer": "https://evil.example.com", "jwks_uri": "x"}'},
        {"/.well-known/oauth-authorization-server/tenant": 404},
    ],
)
async def test_an_issuer_that_answers_nonsense_lets_nobody_in_and_is_left_alone(answers: dict[str, Any]) -> None:
    with TokenIssuer() as issuer:
        issuer.answers = answers
        trusted = trusting(issuer)
        for _ in range(5):
            with pytest.raises(Unavailable) as refused:
                await trusted.identify(token_of(issuer))
            assert 0 < refused.value.retry_after <= PAUSE_SECONDS
        assert len(issuer.asked) <= 2


async def test_an_issuer_that_does_not_answer_holds_nobody_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.http.oauth.signing_keys._ANSWER_SECONDS", 0.1)
    with TokenIssuer() as issuer:
        issuer.held = threading.Event()
        trusted = trusting(issuer)
        begun = time.monotonic()
        answers = await asyncio.gather(*(trusted.identify(token_of(issuer)) for _ in range(20)), return_exceptions=True)
        assert {type(answer) for answer in answers} == {Unavailable}
        assert time.monotonic() - begun < 25


async def test_keys_that_lie_elsewhere_must_be_safe_on_their_way() -> None:
    with TokenIssuer() as issuer:
        metadata = {"issuer": issuer.url, "jwks_uri": "http://keys.example.com/"}
        issuer.answers["/.well-known/oauth-authorization-server/tenant"] = json.dumps(metadata).encode()
        with pytest.raises(Unavailable):
            await trusting(issuer).identify(token_of(issuer))


async def test_an_issuer_of_openid_is_found_too_and_one_that_says_nothing_of_itself_by_its_keys() -> None:
    with TokenIssuer(openid=True) as issuer:
        assert await trusting(issuer).identify(token_of(issuer))
        assert issuer.asked[1] == "/tenant/.well-known/openid-configuration"
        assert await trusting(issuer, jwks_url=f"{issuer.url}/keys").identify(token_of(issuer))
        assert issuer.asked[3:] == [KEYS]


async def test_keys_for_something_else_and_short_ones_do_not_serve() -> None:
    short, sealing, stated = rsa_key(1024), elliptic_key(), elliptic_key()
    with TokenIssuer(short) as issuer:
        published = [
            short.public,
            {**sealing.public, "use": "enc"},
            {**stated.public, "alg": "ES384"},
            {"kty": "oct", "kid": "secret", "k": "c2VjcmV0"},
            {"kty": "new", "kid": "odd"},
            {},
        ]
        issuer.answers[KEYS] = json.dumps({"keys": published}).encode()
        trusted = trusting(issuer)
        for key in (short, sealing, stated, SigningKey(elliptic_key().key, "ES256", "secret")):
            with pytest.raises(Unauthorized):
                await trusted.identify(token_of(issuer, signed_by=key))


async def test_settings_say_who_the_user_is_and_what_tokens_without_scopes_may_do() -> None:
    with TokenIssuer() as issuer:
        trusted = trusting(issuer, user_claim="email", audiences=["api://memory"], rights=["read", "write"])
        principal = await trusted.identify(issuer.token(["api://memory", "other"], email="ada@example.com"))
        assert principal.limits is not None
        assert (principal.limits.sole_user, principal.rights.names) == ("ada@example.com", ("read", "write"))
        named = trusting(issuer, scope_prefix="memory.", rights=["read"])
        assert (await named.identify(token_of(issuer, scope="memory.write"))).rights.names == ("write",)
        assert "scopes_supported" not in (trusted.metadata("") or {})


@pytest.mark.parametrize(
    ("settings", "tells"),
    [
        ({"issuer": "http://login.example.com"}, "mcp.oauth.issuer"),
        ({"issuer": "login.example.com"}, "mcp.oauth.issuer"),
        ({"resource": ""}, "mcp.oauth.resource"),
        ({"resource": "http://memory.example.com/mcp"}, "mcp.oauth.resource"),
        ({"jwks_url": "http://login.example.com/keys"}, "mcp.oauth.jwks_url"),
        ({"rights": ["admin"]}, "mcp.oauth.rights"),
    ],
)
def test_settings_that_cannot_work_are_refused_at_the_start(settings: dict[str, Any], tells: str) -> None:
    good = {"issuer": "https://login.example.com", "resource": "https://memory.example.com/mcp"}
    with pytest.raises(StartupError, match=tells):
        TrustedIssuer(OAuthSettings(**{**good, **settings}), required=True)
    with pytest.raises(StartupError, match=r"auth\.required"):
        TrustedIssuer(OAuthSettings(**good), required=False)

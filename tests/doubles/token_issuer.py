"""A local authorization server (OAuth 2.1) that lets everybody in: metadata, keys, registration, codes and tokens."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey
SUBJECT = "ada"


class SigningKey:
    """A key of the issuer."""

    def __init__(self, key: PrivateKey, algorithm: str, identifier: str | None = None) -> None:
        self.key = key
        self.algorithm = algorithm
        self.identifier = identifier or secrets.token_hex(4)

    @property
    def public(self) -> dict[str, Any]:
        """The public half as a JSON Web Key, which does not say for which algorithm it is."""
        described = jwt.get_algorithm_by_name(self.algorithm).to_jwk(self.key.public_key(), as_dict=True)
        kept = {name: value for name, value in described.items() if name not in {"key_ops", "alg"}}
        return {**kept, "kid": self.identifier, "use": "sig"}

    @property
    def public_pem(self) -> bytes:
        """The public half as PEM."""
        return self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def elliptic_key() -> SigningKey:
    return SigningKey(ec.generate_private_key(ec.SECP256R1()), "ES256")


def rsa_key(bits: int = 2048) -> SigningKey:
    return SigningKey(rsa.generate_private_key(65537, bits), "RS256")


def edwards_key() -> SigningKey:
    return SigningKey(ed25519.Ed25519PrivateKey.generate(), "EdDSA")


class TokenIssuer:
    """Starts on a free port as a context manager.  ``keys`` are published, ``asked`` are the paths asked for.

    ``answers`` has what to answer instead, by path: a status, or a body; ``held`` makes every request wait for it.
    """

    def __init__(self, *keys: SigningKey, openid: bool = False) -> None:
        self.keys = list(keys or [elliptic_key()])
        self.asked: list[str] = []
        self.answers: dict[str, int | bytes] = {}
        self.held: threading.Event | None = None
        self._openid = openid
        self._codes: dict[str, dict[str, str]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.url = f"{self.origin}/tenant"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.held is not None:
            self.held.set()
        self._server.shutdown()
        self._server.server_close()

    def token(self, audience: str | list[str], *, signed_by: SigningKey | None = None, **claims: Any) -> str:
        """A token; a claim that is ``None`` is left out."""
        key = signed_by or self.keys[0]
        said = {"iss": self.url, "aud": audience, "sub": SUBJECT, "exp": int(time.time()) + 600, **claims}
        kept = {name: value for name, value in said.items() if value is not None}
        return jwt.encode(kept, key.key, algorithm=key.algorithm, headers={"kid": key.identifier, "typ": "at+jwt"})

    def answer(self, path: str, query: dict[str, str], form: dict[str, Any]) -> tuple[int, Any]:
        """The status and what is said; for a redirection where to."""
        match path:
            case "/.well-known/oauth-authorization-server/tenant" if not self._openid:
                return 200, self._metadata()
            case "/tenant/.well-known/openid-configuration" if self._openid:
                return 200, self._metadata()
            case "/tenant/keys":
                return 200, {"keys": [key.public for key in self.keys]}
            case "/tenant/register":
                return 201, {**form, "client_id": "an agent", "client_id_issued_at": int(time.time())}
            case "/tenant/authorize":
                code = secrets.token_hex(8)
                self._codes[code] = query
                return 302, f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"
            case "/tenant/token":
                return self._exchange(form)
        return 404, {"error": "not_found"}

    def _metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "jwks_uri": f"{self.url}/keys",
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "registration_endpoint": f"{self.url}/register",
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["none"],
        }

    def _exchange(self, form: dict[str, str]) -> tuple[int, Any]:
        """A token for a code, for the resource and with the scopes that were asked for with it (RFC 7636, RFC 8707)."""
        asked = self._codes.pop(form["code"])
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        token = self.token(form["resource"], scope=asked.get("scope", ""), client_id=asked["client_id"])
        return 200, {"access_token": token, "token_type": "Bearer", "expires_in": 600, "scope": asked.get("scope", "")}


def _handler(issuer: TokenIssuer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            form = json.loads(body) if "json" in self.headers["content-type"] else _first(body)
            self._answer(form)

        def _answer(self, form: dict[str, Any]) -> None:
            parts = urlsplit(self.path)
            issuer.asked.append(parts.path)
            if issuer.held is not None:
                issuer.held.wait(30)
            status, said = issuer.answer(parts.path, _first(parts.query), form)
            instead = issuer.answers.get(parts.path)
            if isinstance(instead, int):
                status, said = instead, {}
            self._send(status, said, instead if isinstance(instead, bytes) else None)

        def _send(self, status: int, said: Any, instead: bytes | None) -> None:
            body = b"" if status == 302 else json.dumps(said).encode() if instead is None else instead
            self.send_response(status)
            if status == 302:
                self.send_header("location", said)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


def _first(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}

"""Heads of requests and of refusals, as they are on the wire."""

from __future__ import annotations

import http
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import httptools

from holdfast.http.errors import OUT_OF_MEMORY
from holdfast.http.responses import JSON, encode

if TYPE_CHECKING:
    from httptools import HttpRequestParser

Header = tuple[bytes, bytes]

_UPGRADE_HEADERS = frozenset({b"upgrade", b"http2-settings"})


class Refused(Exception):
    """Ends the parsing of what a client sends."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


def reason_of(error: BaseException | None) -> tuple[int, str]:
    """The status and text with which to refuse what could not be read because of ``error``."""
    if isinstance(error, Refused):
        return error.status, str(error)
    return (503, OUT_OF_MEMORY) if isinstance(error, MemoryError) else (400, "invalid HTTP request")


def first_line(parser: HttpRequestParser, url: bytes) -> dict[str, Any]:
    """What the first line of a request says, as entries of an ASGI scope."""
    parsed = httptools.parse_url(url)
    path = parsed.path.decode("ascii")
    return {
        "method": parser.get_method().decode("ascii"),
        "http_version": parser.get_http_version(),
        "path": unquote(path) if "%" in path else path,
        "raw_path": parsed.path,
        "query_string": parsed.query or b"",
    }


def without_upgrade(method: bytes, url: bytes, headers: Sequence[Header]) -> bytes:
    """A head less its wish to change the protocol (RFC 9110 §7.8 allows to ignore it)."""
    lines = [method + b" " + url + b" HTTP/1.1"]
    lines += [name + b": " + value for name, value in _without_upgrade_headers(headers)]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _without_upgrade_headers(headers: Sequence[Header]) -> Iterator[Header]:
    for name, value in headers:
        if name == b"connection":
            kept = [token for token in value.split(b",") if token.strip().lower() not in _UPGRADE_HEADERS]
            if kept:
                yield name, b",".join(kept)
        elif name not in _UPGRADE_HEADERS:
            yield name, value


def refusal(status: int, text: str, *, headers: Sequence[Header], version_header: Header) -> bytes:
    """The answer to a request with these headers that ends its connection."""
    accepts = dict(headers).get(b"accept", b"").decode("latin-1")
    kind, body = (JSON, encode({"message": text})) if JSON in accepts else ("text/plain", f"{text}\n".encode())
    name, version = version_header
    lines = [
        f"HTTP/1.1 {status} {http.HTTPStatus(status).phrase}".encode(),
        name + b": " + version,
        f"content-type: {kind}; charset=utf-8".encode(),
        b"content-length: %d" % len(body),
        b"connection: close",
    ]
    if status == http.HTTPStatus.SERVICE_UNAVAILABLE:
        lines.append(b"retry-after: 1")
    return b"\r\n".join(lines) + b"\r\n\r\n" + body

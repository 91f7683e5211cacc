"""What a page in a browser may make its visitor's browser do here: nothing that it was not invited to.

Two ways lead from any page on the internet to a server on its visitor's machine.  The page may send a request without
seeing the answer, which must not be a write; its ``Origin`` gives it away.  Or its own name may suddenly stand for this
machine (DNS rebinding), so that the browser takes the server for the page's own; the ``Host`` gives that away, because
the name in it is one that somebody could register.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import Scope

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_ANY = "*"

_RESERVED_SUFFIXES = (".localhost", ".local", ".internal", ".home.arpa", ".test")
"""Ends of names that nobody can register (RFC 6761, RFC 6762, RFC 8375, and ICANN's reservation of ``.internal``)."""

_REMEMBERED = 256


class BrowserGuard:
    """Tells requests that a foreign page may be behind.

    ``hosts`` are names by which the server may be called, ``*.`` before one standing for all below it and ``*`` for any
    name; addresses, names without a dot and names that cannot be registered need no mention.  ``origins`` are those
    whose pages may write.
    """

    def __init__(self, *, hosts: Iterable[str], origins: Iterable[str]) -> None:
        self._hosts = frozenset(host.lower().rstrip(".") for host in hosts)
        self._suffixes = (*_RESERVED_SUFFIXES, *(host[1:] for host in self._hosts if host.startswith("*.")))
        self._origins = frozenset(origin.lower().rstrip("/") for origin in origins)
        self._known: set[bytes] = set()

    def refusal(self, scope: Scope) -> tuple[int, str] | None:
        """The status and text with which to refuse a request; ``None`` when there is no reason to."""
        host = origin = site = None
        for name, value in scope["headers"]:
            if name == b"host":
                host = value
            elif name == b"origin":
                origin = value
            elif name == b"sec-fetch-site":
                site = value
        if host is not None and host not in self._known and not self._knows(host):
            return 421, "this server is not known by the host of the request; its operator can add it to allowed_hosts"
        if scope["method"] in _SAFE_METHODS:
            return None
        if site == b"cross-site" if origin is None else not self._trusts(origin, host):
            return 403, "pages of this origin may not write; the operator can add it to cors_origins"
        return None

    def _knows(self, host: bytes) -> bool:
        if not self._is_known(_name(host.decode("latin-1").lower())):
            return False
        if len(self._known) < _REMEMBERED:
            self._known.add(host)
        return True

    def _is_known(self, name: str) -> bool:
        if _ANY in self._hosts or name in self._hosts or "." not in name.strip("."):
            return True
        return name.endswith(self._suffixes) or _is_address(name)

    def _trusts(self, origin: bytes, host: bytes | None) -> bool:
        text = origin.decode("latin-1").lower()
        if _ANY in self._origins or text in self._origins:
            return True
        scheme, _, authority = text.partition("://")
        port = {"http": ":80", "https": ":443"}.get(scheme)
        if port is None or host is None:
            return False
        return authority.removesuffix(port) == host.decode("latin-1").lower().removesuffix(port)


def _name(host: str) -> str:
    """The name in a ``Host`` header, without port, brackets and the dot of the root."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].rstrip(".")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True

"""The common root of the groups of methods (``client.memory``, ``client.user``, …)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from holdfast_client._http.async_transport import AsyncTransport
from holdfast_client._http.sync_transport import SyncTransport

__all__ = ["Resource", "Transports", "positive", "require"]


@dataclass(frozen=True)
class Transports:
    """Both ways to the same server."""

    asynchronous: AsyncTransport
    synchronous: SyncTransport


class Resource:
    """Methods about one kind of thing, with and without ``await``."""

    def __init__(self, transports: Transports) -> None:
        self._transports = transports
        self._async = transports.asynchronous
        self._sync = transports.synchronous

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._sync.settings.shown_url}>"


def require(value: Any, name: str) -> str:
    """Return an identifier as it is; raise ValueError when there is none."""
    if not isinstance(value, str) or not value.strip():
        msg = f"{name} must be a string which is not blank, got {value!r}"
        raise ValueError(msg)
    return value


def positive(value: Any, name: str) -> int:
    """Return a number as it is; raise ValueError unless it is an integer above 0."""
    if not isinstance(value, int) or value < 1:
        msg = f"{name} must be a positive integer, got {value!r}"
        raise ValueError(msg)
    return value

"""Where the server is and how to talk to it; shared by both transports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Optional, Union

import httpx

from holdfast_client._http.call import Call, encoded_path
from holdfast_client._http.retry import RetryPolicy
from holdfast_client._version import __version__

__all__ = ["Settings", "TimeLimit", "clean_base_url", "clean_headers", "clean_key"]

TimeLimit = Union[float, httpx.Timeout, None]
"""Seconds allowed for each of connecting, sending and receiving, or an ``httpx.Timeout``; None is the client's own."""


@dataclass(frozen=True)
class Settings:
    """What a client was constructed with."""

    base_url: str
    api_key: Optional[str]
    timeout: Union[float, httpx.Timeout]
    policy: RetryPolicy
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown_url(self) -> str:
        """The address without a password, for people to read."""
        url = httpx.URL(self.base_url)
        return str(url.copy_with(password="…")) if url.password else self.base_url  # noqa: S106

    def request(self, call: Call[Any], *, extra: Mapping[str, str], timeout: TimeLimit) -> dict[str, Any]:
        """Arguments for the ``request`` method of an httpx client."""
        return {
            "method": call.method,
            "url": self.base_url + encoded_path(call.path),
            "params": dict(call.query) or None,
            "content": call.content,
            "headers": {**self._headers(call), **extra},
            "timeout": self._time_limit(call) if timeout is None else timeout,
            "follow_redirects": False,
        }

    def _time_limit(self, call: Call[Any]) -> float | httpx.Timeout:
        if isinstance(self.timeout, httpx.Timeout):
            return self.timeout
        return max(self.timeout, call.least_timeout)

    def _headers(self, call: Call[Any]) -> dict[str, str]:
        headers = {"User-Agent": f"holdfast-client-python/{__version__}", **self.headers}
        if call.body is not None:
            headers["Content-Type"] = "application/json"
        if self.api_key and call.authenticated:
            headers["Authorization"] = f"Bearer {self.api_key}"
        return headers


def clean_base_url(base_url: str) -> str:
    """Check an address and drop slashes at its end. A path is kept: the server may live behind a prefix."""
    try:
        url = httpx.URL(base_url.strip())
    except httpx.InvalidURL as error:
        msg = f"base_url {base_url!r} is not a URL: {error}"
        raise ValueError(msg) from error
    if url.scheme not in {"http", "https"} or not url.host or url.query or url.fragment:
        msg = f"base_url must be like http://localhost:8000, got {base_url!r}"
        raise ValueError(msg)
    return base_url.strip().rstrip("/")


def clean_key(api_key: Optional[str]) -> Optional[str]:
    """Check an API key and drop blanks around it, such as the end of the line when it was read from a file."""
    key = (api_key or "").strip()
    return _header_value(key, "api_key") if key else None


def clean_headers(headers: Optional[Mapping[str, str]]) -> dict[str, str]:
    """Check headers of the caller."""
    return {name: _header_value(value, f"header {name}") for name, value in (headers or {}).items()}


def _header_value(value: str, name: str) -> str:
    if not (value.isascii() and value.isprintable()):
        msg = f"{name} has characters which cannot be sent in a header"
        raise ValueError(msg)
    return value

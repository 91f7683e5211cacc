"""Asking a server whether it is there and recent enough. Does no I/O."""

from __future__ import annotations

import re
import warnings

import httpx

from holdfast_client._http.call import Call, Repetition
from holdfast_client.exceptions import APIError

__all__ = ["health", "warn_if_old"]

HEALTH_TIMEOUT = 5.0
"""Seconds."""

_OLDEST = (0, 21, 0)
_VERSION_HEADER = "X-Zep-Version"


def health() -> Call[str]:
    """``GET /healthz``, without the API key. The result is the version header, empty when there is none."""
    return Call("GET", ("healthz",), "server", _read_health, Repetition.NEVER, authenticated=False)


def warn_if_old(version: str) -> None:
    """Warn about a server older than those this library was written for. Development builds are taken as they are."""
    if "dev" in version:
        return
    found = re.match(r"v?(\d+)\.(\d+)\.(\d+)", version)
    if found is None or tuple(int(part) for part in found.groups()) < _OLDEST:
        oldest = ".".join(map(str, _OLDEST))
        message = f"the server's API version is {version or 'not known'}; this client was written for {oldest} or later"
        warnings.warn(message, UserWarning, stacklevel=3)


def _read_health(response: httpx.Response) -> str:
    if response.status_code != httpx.codes.OK or response.text != ".":
        raise APIError(response, "this is not a Holdfast server, or it is not healthy")
    version: str = response.headers.get(_VERSION_HEADER, "")
    return version

"""Calls of a running server's API by the commands: with time limits, and tried again where that may help."""

from __future__ import annotations

import random
import time
import uuid
from typing import Any

import httpx

from holdfast.errors import HoldfastError, InvalidRequest, Unavailable

TRIES = 6
_TIMEOUT_SECONDS = 60.0
_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 30.0
_PASSING = frozenset({429, 502, 503, 504})


class Refused(HoldfastError):
    """The server refused a request for good; ``status`` is what it answered."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"the server answered {status}: {text}")
        self.status = status
        self.text = text


class ApiConnection:
    """A connection to the server at ``url``.

    Every call is tried again, with growing pauses, when the connection breaks or the server says that it is busy.  So
    that none is done twice, a ``body`` goes with an idempotency key; ``content`` must be such that repeating it does no
    harm.
    """

    def __init__(self, url: str, api_key: str | None) -> None:
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._client = httpx.Client(base_url=url.rstrip("/"), headers=headers, timeout=_TIMEOUT_SECONDS)
        self._answered = False

    def __enter__(self) -> ApiConnection:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def request(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        content: bytes | None = None,
        accept: frozenset[int] = frozenset(),
    ) -> httpx.Response:
        """The answer to a request; `Refused` when it is an error whose status is not in ``accept``.

        `Unavailable` when the server cannot be reached, or stays busy.
        """
        headers = {"Idempotency-Key": str(uuid.uuid4())} if content is None else {"Content-Type": "application/json"}
        pause = _FIRST_PAUSE_SECONDS
        for left in reversed(range(TRIES)):
            try:
                response = self._client.request(method, path, json=body, content=content, headers=headers)
            except httpx.TransportError as error:
                if not left or not self._answered:
                    raise self._unreachable(error) from None
                wait = pause
            else:
                self._answered = True
                if response.is_success or response.status_code in accept:
                    return response
                if response.status_code not in _PASSING or not left:
                    raise _refusal(response)
                wait = _seconds(response.headers.get("retry-after")) or pause
            time.sleep(wait * random.uniform(0.8, 1.2))
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
        raise Unavailable("no try is left")

    def _unreachable(self, error: httpx.TransportError) -> Unavailable:
        return Unavailable(f"cannot reach {self._client.base_url}: {error}; is `holdfast serve` running there?")


def _refusal(response: httpx.Response) -> HoldfastError:
    if response.status_code == httpx.codes.UNAUTHORIZED:
        return InvalidRequest("the server asks for a token: give --api-key, made by `holdfast token`")
    return Refused(response.status_code, response.text.strip())


def _seconds(text: str | None) -> float:
    """The seconds that a server asks to wait, within reason; 0 when it does not say."""
    return min(float(text), _LONGEST_PAUSE_SECONDS) if text and text.isdecimal() else 0.0

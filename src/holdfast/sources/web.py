"""Reading other servers over HTTP: with time limits, and at the pace that they ask for."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx

from holdfast.errors import InvalidRequest, Unavailable

_TRIES = 8
_TIMEOUT_SECONDS = 60.0
_LONGEST_PAUSE_SECONDS = 60.0
_PASSING = frozenset({408, 429, 500, 502, 503, 504})


class Web:
    """Calls of one server; each is repeated while the server is busy or cannot be reached."""

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        self._client = httpx.AsyncClient(base_url=url.rstrip("/"), headers=headers, timeout=_TIMEOUT_SECONDS)

    async def close(self) -> None:
        """Let the connections go."""
        await self._client.aclose()

    async def call(
        self, method: str, path: str, *, query: dict[str, Any] | None = None, body: Any = None
    ) -> httpx.Response:
        """The answer to a call; `Unavailable` when it stays away, `InvalidRequest` when it is a refusal."""
        for attempt in range(_TRIES):
            try:
                answer = await self._client.request(method, path, params=query, json=body)
            except httpx.TransportError as error:
                failure, pause = str(error) or type(error).__name__, min(2.0**attempt, _LONGEST_PAUSE_SECONDS)
            else:
                if answer.is_success:
                    return answer
                failure = f"it answered {answer.status_code}: {answer.text.strip()[:200]}"
                if answer.status_code not in _PASSING:
                    raise InvalidRequest(f"{self._client.base_url}{path}: {failure}")
                pause = _wait_of(answer, attempt)
            if attempt < _TRIES - 1:
                await asyncio.sleep(pause)
        raise Unavailable(f"cannot read {self._client.base_url}: {failure}; run the command again, it goes on")


def _wait_of(answer: httpx.Response, attempt: int) -> float:
    """The seconds that the server asks to wait, else more with each attempt."""
    for header in ("retry-after", "ratelimit-reset", "x-ratelimit-reset-after"):
        text = answer.headers.get(header, "")
        if text.replace(".", "", 1).isdigit():
            return min(float(text), _LONGEST_PAUSE_SECONDS)
    return min(0.5 * 2.0**attempt, _LONGEST_PAUSE_SECONDS)

"""When a call is sent again, and after how long. Does no I/O and does not look at the clock itself."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Optional

import httpx

__all__ = ["RetryPolicy"]

_PASSING = frozenset({408, 425, 429, 502, 503, 504})


@dataclass(frozen=True)
class RetryPolicy:
    """How patient the client is.

    A call is repeated at most ``max_retries`` times. The pause before repetition n is ``initial_delay`` · 2ⁿ⁻¹ seconds,
    ``max_delay`` at most, of which up to half is taken away at random, so that many clients do not come back in the
    same moment. When the server says ``Retry-After``, that counts; if it is more than ``max_delay``, the client gives
    up at once, because coming earlier would be refused as well.
    """

    max_retries: int = 3
    initial_delay: float = 0.25
    max_delay: float = 30.0

    def __post_init__(self) -> None:
        for name in ("max_retries", "initial_delay", "max_delay"):
            if getattr(self, name) < 0:
                msg = f"{name} must not be negative, got {getattr(self, name)!r}"
                raise ValueError(msg)

    def delay(self, repetition: int, response: Optional[httpx.Response] = None) -> Optional[float]:
        """Seconds to wait before this repetition (1 is the first); None when the call is not to be repeated."""
        if repetition > self.max_retries:
            return None
        asked = _retry_after(response)
        if asked is not None:
            return asked if asked <= self.max_delay else None
        delay: float = min(self.initial_delay * 2 ** (repetition - 1), self.max_delay)
        return delay * (1 - random.random() / 2)


def passes(response: httpx.Response, *, keyed: bool) -> bool:
    """Whether the same call may succeed a little later.

    A server may answer a call with an idempotency key 409 while its first sending is still at work; Holdfast itself
    lets it wait.
    """
    return response.status_code in _PASSING or (keyed and response.status_code == httpx.codes.CONFLICT)


def _retry_after(response: Optional[httpx.Response]) -> Optional[float]:
    value = response.headers.get("retry-after", "").strip() if response is not None else ""
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError):
        return None

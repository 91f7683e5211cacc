"""From the failures of the two client libraries, which are built alike, to ours."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from holdfast.errors import HoldfastError
from holdfast.providers.completions.contract import CompletionRejected, CompletionUnavailable

_WAIT_WITHOUT_ADVICE: Final = 5.0
_BAD_REQUEST: Final = 400
_LATER: Final = frozenset({408, 409, 429})


class TemperatureRefused(Exception):
    """The model wants to be asked again without a temperature; it never leaves the provider."""


def status_failure(model: str, *, status: int, text: str, headers: Mapping[str, str]) -> HoldfastError:
    """The error for an answer with a status other than success."""
    if status in _LATER or status >= 500:
        return CompletionUnavailable(
            f"language model {model} answered with status {status}",
            retry_after=_advised_wait(headers.get("retry-after")),
        )
    return CompletionRejected(f"language model {model} refused the request with status {status}: {text}")


def refuses_temperature(*, status: int, text: str) -> bool:
    """Whether the model would have answered, had it not been told its temperature: newer ones insist on their own."""
    return status == _BAD_REQUEST and "temperature" in text


def unreachable(model: str, *, timed_out: bool) -> CompletionUnavailable:
    """The error for no answer at all."""
    reason = "did not answer in time" if timed_out else "cannot be reached"
    return CompletionUnavailable(f"language model {model} {reason}", retry_after=_WAIT_WITHOUT_ADVICE)


def malformed(model: str, reason: str) -> CompletionUnavailable:
    """The error for an answer that is something else than a completion."""
    return CompletionUnavailable(
        f"language model {model} returned something else than a completion: {reason}", retry_after=_WAIT_WITHOUT_ADVICE
    )


def _advised_wait(header: str | None) -> float:
    """Seconds of a ``Retry-After`` header; dates and nonsense count as no advice."""
    try:
        seconds = float(header or "")
    except ValueError:
        return _WAIT_WITHOUT_ADVICE
    return seconds if 0 <= seconds < math.inf else _WAIT_WITHOUT_ADVICE

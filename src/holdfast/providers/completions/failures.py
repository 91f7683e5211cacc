"""From the failures of the two client libraries, which are built alike, to ours."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final, NamedTuple, Protocol, cast

from holdfast.errors import HoldfastError
from holdfast.providers.completions.contract import CompletionRejected, CompletionUnavailable

_WAIT_WITHOUT_ADVICE: Final = 5.0
_BAD_REQUEST: Final = 400
_LATER: Final = frozenset({408, 409, 429})


class TemperatureRefused(Exception):
    """The model wants to be asked again without a temperature; it never leaves the provider."""


class Answer(Protocol):
    """What the libraries keep of an answer with a status other than success."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Its headers, by names in any case."""
        ...


class StatusFailure(Protocol):
    """How the libraries tell of a status other than success."""

    status_code: int
    message: str

    @property
    def response(self) -> Answer:
        """The answer that had it."""
        ...


class ClientFailures(NamedTuple):
    """The exceptions of a client library: for an answer with a status other than success, and for no answer."""

    status: type[Exception]
    connection: type[Exception]
    timeout: type[Exception]


@contextmanager
def translated(model: str, failures: ClientFailures, *, pinned: bool) -> Iterator[None]:
    """Raise our errors for those of a library; `TemperatureRefused` where a temperature was ``pinned`` in vain."""
    try:
        yield
    except failures.status as failure:
        told = cast("StatusFailure", failure)
        if pinned and _refuses_temperature(told):
            raise TemperatureRefused from None
        raise _status_failure(model, told) from failure
    except failures.connection as failure:
        raise _unreachable(model, timed_out=isinstance(failure, failures.timeout)) from failure


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


def _status_failure(model: str, told: StatusFailure) -> HoldfastError:
    if told.status_code in _LATER or told.status_code >= 500:
        return CompletionUnavailable(
            f"language model {model} answered with status {told.status_code}",
            retry_after=_advised_wait(told.response.headers.get("retry-after")),
        )
    return CompletionRejected(
        f"language model {model} refused the request with status {told.status_code}: {told.message}"
    )


def _refuses_temperature(told: StatusFailure) -> bool:
    return told.status_code == _BAD_REQUEST and "temperature" in told.message


def _unreachable(model: str, *, timed_out: bool) -> CompletionUnavailable:
    reason = "did not answer in time" if timed_out else "cannot be reached"
    return CompletionUnavailable(f"language model {model} {reason}", retry_after=_WAIT_WITHOUT_ADVICE)

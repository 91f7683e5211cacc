"""A call on its way: from the first sending over repetitions to a result. Does no I/O.

A transport asks it what to send, tells it what happened, waits as long as it says, and sends again.
"""

from __future__ import annotations

import logging
from typing import Generic, Optional, TypeVar

import httpx

from holdfast_client._http.answer import error_of
from holdfast_client._http.call import Call, Repetition, encoded_path
from holdfast_client._http.keys import new_key
from holdfast_client._http.retry import RetryPolicy, passes
from holdfast_client.exceptions import ConnectionFailedError, RequestTimeoutError

__all__ = ["Exchange"]

logger = logging.getLogger("holdfast_client")

T = TypeVar("T")

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_BROKEN = (httpx.TimeoutException, httpx.NetworkError, httpx.RemoteProtocolError)


class Exchange(Generic[T]):
    """State of one call."""

    def __init__(self, call: Call[T], policy: RetryPolicy) -> None:
        self._call = call
        self._policy = policy
        self._repetitions = 0
        self._perhaps_done = False
        self._keyed = call.repetition is Repetition.KEYED
        key = {"Idempotency-Key": call.key or new_key()} if self._keyed else {}
        self.headers = {**call.headers, **key}

    def failed(self, error: httpx.RequestError) -> float:
        """Take note that no answer came. Returns the seconds to wait before sending again.

        Raises ConnectionFailedError or RequestTimeoutError when it is not to be sent again.
        """
        self._perhaps_done = self._perhaps_done or not isinstance(error, _NOT_SENT)
        delay = self._next_delay() if isinstance(error, _BROKEN) else None
        if delay is None:
            raise self._connection_error(error) from error
        self._log(f"{type(error).__name__}: {error}", delay)
        return delay

    def received(self, response: httpx.Response) -> Optional[float]:
        """Take note of an answer. Returns the seconds to wait before sending again, or None when this one counts."""
        if not passes(response, keyed=self._keyed):
            return None
        self._perhaps_done = self._perhaps_done or response.status_code in {502, 504}
        delay = self._next_delay(response)
        if delay is not None:
            self._log(f"status {response.status_code}", delay)
        return delay

    def result(self, response: httpx.Response) -> T:
        """What the answer means: a value, or an exception which is raised."""
        if response.status_code == httpx.codes.NOT_FOUND:
            if self._call.repetition is Repetition.REMOVAL and self._perhaps_done:
                return self._call.read(httpx.Response(200, text="OK"))
            if self._call.when_missing is not None:
                return self._call.when_missing()
        error = error_of(response, self._call.subject)
        if error is not None:
            raise error
        return self._call.read(response)

    def _next_delay(self, response: Optional[httpx.Response] = None) -> Optional[float]:
        if self._call.repetition is Repetition.NEVER:
            return None
        self._repetitions += 1
        return self._policy.delay(self._repetitions, response)

    def _connection_error(self, error: httpx.RequestError) -> ConnectionFailedError:
        slow = isinstance(error, httpx.TimeoutException)
        kind = RequestTimeoutError if slow else ConnectionFailedError
        what = "no answer within the time allowed" if slow else "no answer"
        cause = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        return kind(f"{self._call.subject}: {what} ({cause})", _request_of(error))

    def _log(self, reason: str, delay: float) -> None:
        call = self._call
        logger.info("%s %s: %s; again in %.2f s", call.method, encoded_path(call.path), reason, delay)


def _request_of(error: httpx.RequestError) -> Optional[httpx.Request]:
    try:
        return error.request
    except RuntimeError:
        return None

"""What this library raises.

::

    ZepClientError                    (also under the name HoldfastError)
    ├── NotFoundError                 404: the session, user, message, collection or document is not there
    ├── AuthError                     401: no token, a wrong one, or one which has expired
    └── APIError                      every other refusal, and answers which make no sense
        ├── ConnectionFailedError     no answer arrived; also a ConnectionError and an httpx.TransportError
        │   └── RequestTimeoutError   … within the time allowed; also a TimeoutError and an httpx.TimeoutException
        └── IncompleteBatchError      some batches of documents were stored and others were not

Arguments which are wrong before anything is sent raise ``ValueError``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

import httpx

__all__ = [
    "APIError",
    "AuthError",
    "ConnectionFailedError",
    "HoldfastError",
    "IncompleteBatchError",
    "NotFoundError",
    "RequestTimeoutError",
    "ZepClientError",
]


class ZepClientError(Exception):
    """Base of everything this library raises once a request was to be sent.

    ``message`` says what happened. ``response_data`` has the keys ``status_code`` and ``message`` (the body's text)
    when the server answered, else it is None.
    """

    def __init__(self, message: str, response_data: Optional[dict[str, Any]] = None) -> None:
        super().__init__(message)
        self.message = message
        self.response_data = response_data

    @property
    def status_code(self) -> Optional[int]:
        """HTTP status of the answer; None when there was none."""
        return self.response_data["status_code"] if self.response_data else None

    def __reduce__(self) -> tuple[Any, ...]:
        # Requests and responses cannot be pickled, and workers send exceptions between processes.
        state = {name: value for name, value in vars(self).items() if name not in {"response", "_request"}}
        return _restore, (type(self), self.message), state

    def __str__(self) -> str:
        if not self.response_data:
            return self.message
        text = str(self.response_data["message"]).strip()
        return f"{self.message} (status {self.status_code}{': ' + text if text else ''})"


HoldfastError = ZepClientError


class APIError(ZepClientError):
    """The server refused the request, failed, or answered with something else than the API describes."""

    def __init__(self, response: Optional[httpx.Response] = None, message: str = "API error") -> None:
        super().__init__(message, _response_data(response))
        self.response = response


class AuthError(ZepClientError):
    """The server wants a valid token: pass it as ``api_key``."""

    def __init__(self, response: Optional[httpx.Response] = None, message: str = "Authentication error") -> None:
        super().__init__(message, _response_data(response))
        self.response = response


class NotFoundError(ZepClientError):
    """The server knows no such thing. The message names what was looked for."""

    def __init__(self, message: str, response: Optional[httpx.Response] = None) -> None:
        super().__init__(message, _response_data(response))
        self.response = response


class ConnectionFailedError(APIError, ConnectionError, httpx.TransportError):
    """No answer arrived: the server is not there, or the connection broke. The cause is in ``__cause__``."""

    def __init__(self, message: str, request: Optional[httpx.Request] = None) -> None:
        APIError.__init__(self, message=message)
        self._request = request


class RequestTimeoutError(ConnectionFailedError, TimeoutError, httpx.TimeoutException):
    """No answer arrived within the time allowed; ``timeout=`` of the call, or of the client, sets it."""


class IncompleteBatchError(APIError):
    """Documents are sent in batches, and one failed after others had been stored. The cause is in ``__cause__``.

    ``uuids`` are those of the documents which were stored: the first ones of the list, in its order.
    """

    def __init__(
        self, response: Optional[httpx.Response] = None, message: str = "incomplete batch", *, uuids: Sequence[str] = ()
    ) -> None:
        super().__init__(response, message)
        self.uuids = list(uuids)


def _restore(kind: type[ZepClientError], message: str) -> ZepClientError:
    return kind(message=message)


def _response_data(response: Optional[httpx.Response]) -> Optional[dict[str, Any]]:
    if response is None:
        return None
    return {"status_code": response.status_code, "message": response.text}

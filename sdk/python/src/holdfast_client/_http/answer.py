"""Reading answers: bodies become objects of the API, statuses become exceptions. Does no I/O."""

from __future__ import annotations

import functools
from typing import Any, Callable, TypeVar

import httpx
from pydantic import TypeAdapter, ValidationError

from holdfast_client.exceptions import APIError, AuthError, NotFoundError, ZepClientError

__all__ = ["error_of", "nothing", "reader", "text"]

T = TypeVar("T")


def reader(shape: Any, *, key: str | None = None) -> Callable[[httpx.Response], Any]:
    """Make a reader of bodies of this shape (any type pydantic knows), or of the body's member ``key``."""

    @functools.cache
    def adapter() -> TypeAdapter[Any]:
        # Made at the first answer, since importing should do no work.
        return TypeAdapter(shape)

    def read(response: httpx.Response) -> Any:
        value = _member(response, key) if key else _json(response)
        try:
            return adapter().validate_python(value)
        except ValidationError as error:
            raise APIError(response, f"the answer has not the expected shape: {error}") from error

    return read


def text(response: httpx.Response) -> str:
    """The body as it is."""
    return response.text


def nothing(response: httpx.Response) -> None:
    """For calls which only succeed or fail."""


def error_of(response: httpx.Response, subject: str) -> ZepClientError | None:
    """The exception which an answer about ``subject`` means; None when it is a success."""
    if response.is_success:
        return None
    if response.status_code == httpx.codes.NOT_FOUND:
        return NotFoundError(f"{subject} not found", response)
    if response.status_code == httpx.codes.UNAUTHORIZED:
        return AuthError(response, "the server wants a valid token; pass it as api_key")
    if response.is_redirect:
        target = response.headers.get("location", "another address")
        return APIError(response, f"{subject}: the server redirects to {target}; use that address as base_url")
    return APIError(response, f"{subject}: the server refused or failed")


def _json(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError as error:
        raise APIError(response, "the answer is not JSON; is base_url that of a Holdfast server?") from error


def _member(response: httpx.Response, key: str) -> Any:
    body = _json(response)
    if not isinstance(body, dict) or key not in body:
        raise APIError(response, f"the answer lacks {key!r}")
    return body[key]

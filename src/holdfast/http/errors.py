"""Errors as responses: one table, and the two shapes of a body.

An error is plain text, unless the request's ``Accept`` names ``application/json``; then it is
``{"message": "<the same text>"}``.
"""

from __future__ import annotations

import logging
import math

from starlette.requests import ClientDisconnect, Request

from holdfast.errors import (
    Forbidden,
    HoldfastError,
    IdempotencyMismatch,
    InvalidRequest,
    LaggingBehind,
    NotFound,
    Outdated,
    PayloadTooLarge,
    PreconditionFailed,
    TooManyRequests,
    Unauthorized,
    Unavailable,
    UnsupportedEncoding,
)
from holdfast.http.responses import JSON, TEXT, ApiResponse, encode
from holdfast.telemetry.requests import current_request

log = logging.getLogger(__name__)

STATUS_OF: dict[type, int] = {
    InvalidRequest: 400,
    IdempotencyMismatch: 422,
    PreconditionFailed: 412,
    Unauthorized: 401,
    Forbidden: 403,
    NotFound: 404,
    Outdated: 412,
    PayloadTooLarge: 413,
    TooManyRequests: 429,
    LaggingBehind: 429,
    UnsupportedEncoding: 415,
    Unavailable: 503,
    ClientDisconnect: 400,
    MemoryError: 503,
    # Values nested about a thousand levels deep, which nobody sends by accident.
    RecursionError: 400,
}

OUT_OF_MEMORY = "the server is out of memory; try again, or ask for less at once"

_TEXTS: dict[type, str] = {
    MemoryError: OUT_OF_MEMORY,
    ClientDisconnect: "the request ended before its body was complete",
    RecursionError: "the request holds values that are nested too deeply",
}


def error_response(request: Request, error: Exception) -> ApiResponse:
    """The response to a request that ended in ``error``."""
    for kind in type(error).__mro__:
        status = STATUS_OF.get(kind)
        if status is not None:
            response = failure(request, status, _TEXTS.get(kind) or str(error))
            if isinstance(error, Unavailable | TooManyRequests | LaggingBehind):
                response.headers["Retry-After"] = str(math.ceil(error.retry_after))
            if isinstance(error, MemoryError):
                response.headers["Retry-After"] = "5"
            if isinstance(error, TooManyRequests):
                response.headers["RateLimit-Limit"] = str(error.limit)
                response.headers["RateLimit-Remaining"] = "0"
            return response
    return _internal_error(request, error)


def failure(request: Request, status: int, text: str) -> ApiResponse:
    """An error response with a text for the caller."""
    if JSON in request.headers.get("accept", ""):
        return ApiResponse(encode({"message": text}), status, media_type=JSON)
    response = ApiResponse(f"{text}\n", status, media_type=TEXT)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _internal_error(request: Request, error: Exception) -> ApiResponse:
    """Tell the caller a number, and the log what happened."""
    number = current_request.get()
    log.error("request %s failed: %s %s", number, request.method, request.scope["path"], exc_info=error)
    text = str(error) if isinstance(error, HoldfastError) else "internal server error"
    return failure(request, 500, f"{text}; the server's log has details under request id {number}")

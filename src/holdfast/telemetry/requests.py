"""Which request the running code works for, by an id that log records and jobs carry on."""

from __future__ import annotations

import re
import secrets
from contextvars import ContextVar
from itertools import count

HEADER = b"x-request-id"

_ACCEPTABLE = re.compile(rb"[A-Za-z0-9._:/+=-]{1,64}")

_prefix = secrets.token_hex(5)
_numbers = count(1)

current_request: ContextVar[str] = ContextVar("current_request", default="")
"""The id of the request that is being answered; empty in background work."""


def request_id(given: bytes | None) -> str:
    """The id that a caller has given, if it is fit for a log line; else a new one."""
    if given is not None and _ACCEPTABLE.fullmatch(given):
        return given.decode("ascii")
    return f"{_prefix}{next(_numbers):06x}"

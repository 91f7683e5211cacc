"""Which request the running code works for, by an id that log records and jobs carry on."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from contextvars import ContextVar
from itertools import count

HEADER = b"x-request-id"

_ACCEPTABLE = re.compile(rb"[A-Za-z0-9._:/+=-]{1,64}")

_prefix = secrets.token_hex(5)
_numbers = count(1)

current_request: ContextVar[str] = ContextVar("current_request", default="")
"""The id of the request that is being answered, or whose messages are being enriched; several, apart by commas, where
these are worked on together; empty in other background work."""

_MOST_TOGETHER = 8


def together(requests: Iterable[str]) -> str:
    """The ids of several requests as one text; of many, the first ones."""
    found = list(dict.fromkeys(filter(None, requests)))
    return ",".join(found[:_MOST_TOGETHER]) + (",…" if len(found) > _MOST_TOGETHER else "")


def request_id(given: bytes | None) -> str:
    """The id that a caller has given, if it is fit for a log line; else a new one."""
    if given is not None and _ACCEPTABLE.fullmatch(given):
        return given.decode("ascii")
    return f"{_prefix}{next(_numbers):06x}"

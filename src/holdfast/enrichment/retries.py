"""When a job that failed is tried again, and when it is given up."""

from __future__ import annotations

import random

import msgspec

from holdfast.errors import Unavailable

MAXIMUM_ATTEMPTS = 10
"""Failures of a job until it is parked; with the delays between them about a quarter of an hour."""

LONGEST_DELAY = 300.0
"""Seconds."""

_FIRST_DELAY = 1.0
_DELAY_GROWTH = 2.0
_JITTER = 0.5
_LONGEST_TEXT = 500


class Failure(msgspec.Struct, frozen=True):
    """Why a step failed, and how many seconds it asks to be left alone.

    A ``general`` failure, such as a provider that does not answer, has nothing to do with the job at hand.
    """

    text: str
    retry_after: float = 0.0
    general: bool = False

    @classmethod
    def of(cls, error: Exception) -> Failure:
        """The failure that an exception tells of."""
        text = f"{type(error).__name__}: {error}"
        text = text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"
        return cls(text, error.retry_after, general=True) if isinstance(error, Unavailable) else cls(text)


def delay_after(attempts: int, *, at_least: float = 0.0) -> float:
    """Seconds to wait after so many attempts: doubling from one second, give or take half, within `LONGEST_DELAY`."""
    growing = min(_FIRST_DELAY * _DELAY_GROWTH ** (attempts - 1), LONGEST_DELAY)
    wanted = max(growing, min(at_least, LONGEST_DELAY))
    # Never earlier than asked for, but not all at the same moment either.
    return max(wanted * random.uniform(1 - _JITTER, 1 + _JITTER), min(at_least, LONGEST_DELAY))

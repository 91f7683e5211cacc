"""What a filter may cost: the work over one row, and the work of one request over all its rows.

Work is counted in units of about half a microsecond and not in time, so that a filter has the same outcome on every
machine.
"""

from __future__ import annotations

import math
from typing import Final

from holdfast.domain.filters.errors import InvalidFilter
from holdfast.domain.filters.limits import MAX_METADATA_WORK, MAX_REQUEST_WORK
from holdfast.errors import Unavailable

FIELD: Final = "metadata.where"


class TooMuchWorkError(Exception):
    """The work that was allowed is used up."""


class Work:
    """Work that conditions may still do; ``left`` is below zero when they did more."""

    __slots__ = ("left",)

    def __init__(self, allowed: float) -> None:
        self.left = allowed

    def spend(self, amount: float) -> None:
        """Count work; raises ``TooMuchWorkError`` when there is none left."""
        self.left -= amount
        if self.left < 0:
            raise TooMuchWorkError


UNBOUNDED: Final = Work(math.inf)


class Budget:
    """What the filter of one request may still do, over all rows and paths."""

    __slots__ = ("left",)

    def __init__(self, allowed: int = MAX_REQUEST_WORK) -> None:
        self.left = allowed

    def spend(self, amount: int) -> None:
        """Count work that was done; never raises."""
        self.left -= amount

    def check(self) -> None:
        """Raise ``Unavailable`` when the work is used up; what was decided is remembered, so trying again helps."""
        if self.left < 0:
            raise Unavailable(
                f"{FIELD}: to look at all metadata takes more work than one request may do; what was decided is "
                "remembered, so try again, or ask for less",
                retry_after=1,
            )


def too_costly() -> InvalidFilter:
    """The error for a filter that does too much over a single row: no repetition would help."""
    return InvalidFilter(
        f"takes more than {MAX_METADATA_WORK} steps over the metadata of one row; use fewer or simpler paths",
        field=FIELD,
    )

"""Erasures that are under way, and the certificates of those that are done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from holdfast.domain.erasures import Certificate, Pending


class Erasures(Protocol):
    """Erasures.  What is under way outlives a crash, and leaves nothing behind once it is finished."""

    async def begin(self, pending: Pending) -> int:
        """Note an erasure before anything is erased; its number here."""
        ...

    async def under_way(self) -> dict[int, Pending]:
        """The erasures that were begun and not finished, by number, oldest first."""
        ...

    async def finish(self, erasure: int, certify: Callable[[Certificate | None], Certificate]) -> Certificate:
        """Put the certificate that ``certify`` makes, given the last one there is, in the place of what was noted.

        Of several calls for one erasure the first counts; the others are given its certificate.  Certificates follow
        each other without gaps, also where several are made at once.
        """
        ...

    async def certificates(self, *, after: int, limit: int) -> list[Certificate]:
        """At most ``limit`` certificates whose number exceeds ``after``, ascending."""
        ...

"""How far imports of archives have come, so that one that broke off goes on where it was."""

from __future__ import annotations

import re

from holdfast.domain.principals import Principal
from holdfast.errors import InvalidRequest
from holdfast.operations.access import Access

_VERSION = "1"
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


class ImportPlaces:
    """A place for each archive, which is named by the SHA-256 of its bytes: how many of its lines are done."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def reached(self, principal: Principal, archive: str) -> int:
        """How many lines of an archive an import that broke off has done; 0 when none did.

        `InvalidRequest` for a name that is no digest, as of `reach`.
        """
        mark = await self._access.to_administer(principal).marks.get(_chore_of(archive))
        return int(mark.place) if mark is not None and mark.version == _VERSION else 0

    async def reach(self, principal: Principal, archive: str, lines: int) -> None:
        """Note that so many lines are done; with 0, that all are, so that another import looks at everything."""
        marks = self._access.to_administer(principal).marks
        await marks.set(_chore_of(archive), version=_VERSION, place=str(lines), ended=not lines)


def check_digest(archive: str) -> None:
    """`InvalidRequest` for what is no SHA-256."""
    if _DIGEST.fullmatch(archive) is None:
        raise InvalidRequest("archive: expected the SHA-256 of the archive in hexadecimal digits")


def _chore_of(archive: str) -> str:
    check_digest(archive)
    return f"import {archive}"

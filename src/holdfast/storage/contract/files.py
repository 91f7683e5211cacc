"""Files of users."""

from __future__ import annotations

from typing import Protocol

from holdfast.domain.files import ANY_STATE, Edit, Entry, Expected, File, Former
from holdfast.domain.receipts import Receipt, Written


class Files(Protocol):
    """Files, by the ``user_id`` of whom they belong to and their path.

    All methods are `NotFound` for a user that does not exist.  Writes to the files of one user exclude each other.
    """

    async def get(self, user_id: str, path: str, *, revision: int | None = None) -> File:
        """A file, or what it was at a former revision that is kept; `NotFound` when there is none."""
        ...

    async def former(self, user_id: str, path: str) -> list[Former]:
        """The former revisions that are kept of a file, newest first; none of a file that does not exist."""
        ...

    async def page(self, user_id: str, *, folder: str, after: str, limit: int) -> list[Entry]:
        """At most ``limit`` files in a folder, and in those below it, whose path exceeds ``after``, by path.

        Paths are in the order of their bytes in UTF-8.  The empty folder has all files.
        """
        ...

    async def contents(self, user_id: str, *, after: str, limit: int) -> list[File]:
        """As `page` of the empty folder, with the contents."""
        ...

    async def change(
        self,
        user_id: str,
        path: str,
        edit: Edit,
        *,
        author: str,
        expected: Expected = ANY_STATE,
        receipt: Receipt | None = None,
    ) -> Written[Entry]:
        """Apply an edit to a file and say what it is then.

        `NotFound` when there is none and the edit does not make one; `PreconditionFailed` when it is not as
        ``expected``; what the edit raises.  A new file has revision 1; an edit that changes nothing makes no revision.
        Of the former revisions `KEPT_REVISIONS` stay.  `InvalidRequest` when the content would be too long, the
        user would have too much, or the path would be a file and a folder at once.
        """
        ...

    async def rename(
        self, user_id: str, path: str, new_path: str, *, author: str, receipt: Receipt | None = None
    ) -> Written[int]:
        """Give a file, or all in a folder, another path, and say how many files that were; their revisions come along.

        A rename is a revision itself, with the same content.  `NotFound` when there is neither a file nor a folder;
        `AlreadyExists` when something has the new path; `InvalidRequest` when a path would be a file and a folder at
        once, or too long.
        """
        ...

    async def delete(self, user_id: str, path: str, *, folder: bool, expected: Expected = ANY_STATE) -> int:
        """Remove a file with all its revisions for good, or with ``folder`` all in it too; how many files that were.

        `NotFound` when there are none; `PreconditionFailed` when the file is not as ``expected``.
        """
        ...

"""Files: texts that an agent keeps for a user, by path, with revisions."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import msgspec

from holdfast.domain.files import (
    ANY_STATE,
    MAXIMUM_FILES,
    Edit,
    Entry,
    Expected,
    File,
    Former,
    Put,
    check_content,
    check_path,
)
from holdfast.domain.principals import Principal
from holdfast.domain.receipts import Receipt, Written
from holdfast.operations.access import Access
from holdfast.operations.limits import Results
from holdfast.retrieval.analysis import Analyzer, analyzer_for

FILE_ENTRIES = Results(default=MAXIMUM_FILES, most=MAXIMUM_FILES)
FOUND_FILES = Results(default=10, most=MAXIMUM_FILES)

EXCERPT = 300
"""Characters of a line that a hit shows."""

_READ_AT_ONCE = 20
"""Files whose contents are in memory together: five megabytes at most."""

Forms = tuple[int, ...]


class FileHit(msgspec.Struct, frozen=True):
    """A file that was found.

    ``score`` is the part of the words asked for that it has, from 0 to 1; ``line`` is the number of the line that has
    most of them, counted from 1, and ``excerpt`` its beginning; 0 and empty where only the path has some.
    """

    entry: Entry
    score: float
    line: int
    excerpt: str


class FileOperations:
    """Reads, changes and finds files; ``language`` is that of the search."""

    def __init__(self, access: Access, *, language: str) -> None:
        self._access = access
        self._analyzer = analyzer_for(language)

    async def get(self, principal: Principal, user_id: str, path: str, *, revision: int | None = None) -> File:
        """A file, or what it was at a former revision; `NotFound` when there is none."""
        return await self._access.to_read(principal).files.get(user_id, path, revision=revision)

    async def former(self, principal: Principal, user_id: str, path: str) -> list[Former]:
        """The former revisions that are kept of a file, newest first."""
        return await self._access.to_read(principal).files.former(user_id, path)

    async def page(self, principal: Principal, user_id: str, *, folder: str, after: str, limit: int) -> list[Entry]:
        """At most ``limit`` files of a folder whose path exceeds ``after``, by path."""
        files = self._access.to_read(principal).files
        return await files.page(user_id, folder=folder.strip("/"), after=after, limit=FILE_ENTRIES.of(limit))

    async def find(self, principal: Principal, user_id: str, text: str, *, limit: int) -> list[FileHit]:
        """At most ``limit`` files that have words of ``text`` in any of their forms, those with most of them first.

        All files of the user are read through, in a thread: they are few, and no index need follow their changes.
        """
        files = self._access.to_read(principal).files
        analyzer = self._analyzer
        asked = analyzer.looked_up(text)
        found: list[FileHit] = []
        after = ""
        while page := await files.contents(user_id, after=after, limit=_READ_AT_ONCE):
            found += await asyncio.to_thread(_hits, analyzer, asked, page)
            after = page[-1].entry.path
        found.sort(key=lambda hit: hit.entry.updated_at, reverse=True)
        found.sort(key=lambda hit: hit.score, reverse=True)
        return found[: FOUND_FILES.of(limit)]

    async def change(
        self,
        principal: Principal,
        user_id: str,
        path: str,
        edit: Edit,
        *,
        expected: Expected = ANY_STATE,
        receipt: Receipt | None = None,
    ) -> Written[Entry]:
        """Apply an edit; `NotFound` without the user, or without a file where the edit makes none."""
        with self._access.writing(principal, "change_file", user_id, path) as seen:
            check_path(path)
            if isinstance(edit, Put):
                check_content(edit.content)
            return await seen.files.change(
                user_id, path, edit, author=principal.name, expected=expected, receipt=receipt
            )

    async def rename(
        self, principal: Principal, user_id: str, path: str, new_path: str, *, receipt: Receipt | None = None
    ) -> Written[int]:
        """Give a file, or all in a folder, another path; `NotFound` when there is neither."""
        with self._access.writing(principal, "rename_file", user_id, path, new_path) as seen:
            check_path(new_path, "new_path")
            return await seen.files.rename(user_id, path, new_path, author=principal.name, receipt=receipt)

    async def delete(
        self, principal: Principal, user_id: str, path: str, *, folder: bool, expected: Expected = ANY_STATE
    ) -> int:
        """Remove a file, or with ``folder`` all in it too, with all revisions for good; `NotFound` without any."""
        with self._access.forgetting(principal, "forget_file", user_id, path) as seen:
            return await seen.files.delete(user_id, path, folder=folder, expected=expected)


def _hits(analyzer: Analyzer, asked: Sequence[Forms], files: Sequence[File]) -> list[FileHit]:
    hits = (_hit(analyzer, asked, file) for file in files)
    return [hit for hit in hits if hit is not None]


def _hit(analyzer: Analyzer, asked: Sequence[Forms], file: File) -> FileHit | None:
    """The file with its best line, if it has any of what is asked for."""
    in_path = _matched(analyzer, asked, file.entry.path.replace("/", " ").replace("_", " "))
    together = set(in_path)
    best, best_line, excerpt = 0, 0, ""
    for number, line in enumerate(file.content.splitlines(), 1):
        matched = _matched(analyzer, asked, line)
        together |= matched
        if len(matched) > best:
            best, best_line, excerpt = len(matched), number, line.strip()[:EXCERPT]
    if not together:
        return None
    return FileHit(file.entry, len(together) / len(asked), best_line, excerpt)


def _matched(analyzer: Analyzer, asked: Sequence[Forms], text: str) -> set[int]:
    """Which of the forms asked for a text has, by their place."""
    terms = {term for forms in analyzer.forms_of(analyzer.words(text), analyzer.language) for term in forms}
    return {place for place, forms in enumerate(asked) if not terms.isdisjoint(forms)}

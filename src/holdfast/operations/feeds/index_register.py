"""Notes in the database which files of indexes are its own: see `holdfast.retrieval.index_files`."""

from __future__ import annotations

from pathlib import Path
from secrets import token_hex

from holdfast.storage.contract.marks import Marks

_MOST_TOKENS = 1000
_NAME = "name"


class IndexRegister:
    """The tokens of the files in one directory, in a mark that is named after the directory.

    The directory has a name of its own, in a file: paths differ between machines, and a directory may be moved.
    """

    def __init__(self, marks: Marks, directory: Path) -> None:
        self._marks = marks
        self._directory = directory
        self._mark = ""

    async def tokens(self) -> list[str]:
        """See `holdfast.retrieval.index_files.Register`."""
        mark = await self._marks.get(self._named())
        return [] if mark is None else mark.place.split()

    async def note(self, token: str) -> None:
        """See `holdfast.retrieval.index_files.Register`."""
        known = [*await self.tokens(), token]
        await self._marks.set(self._named(), version="", place=" ".join(known[-_MOST_TOKENS:]))

    def _named(self) -> str:
        """The name of the mark."""
        if not self._mark:
            path = self._directory / _NAME
            try:
                name = path.read_text("ascii")
            except FileNotFoundError:
                name = token_hex(8)
                self._directory.mkdir(parents=True, exist_ok=True)
                path.write_text(name, "ascii")
            self._mark = f"search-indexes {name}"
        return self._mark

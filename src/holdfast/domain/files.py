"""Files: texts that an agent keeps for a user under a path, each change of which is a revision.

A path is relative and has no empty segment: ``notes/travel.md``.  A folder is nothing but the beginning of paths, so an
empty one does not exist, and no path is a file and a folder at once.
"""

from __future__ import annotations

from typing import Final

import msgspec

from holdfast.domain.timestamps import Timestamp
from holdfast.errors import InvalidRequest, PreconditionFailed

MAXIMUM_PATH: Final = 1024
"""Bytes in UTF-8 of a path."""
MAXIMUM_DEPTH: Final = 16
"""Segments of a path."""
MAXIMUM_CONTENT: Final = 1 << 18
"""Bytes in UTF-8 of a file."""
MAXIMUM_FILES: Final = 1000
"""Files of one user."""
MAXIMUM_TOTAL: Final = 1 << 24
"""Bytes in UTF-8 of all files of one user."""
KEPT_REVISIONS: Final = 20
"""Former revisions that are kept of a file, the newest ones."""

_SHOWN: Final = 200
"""Characters of a caller's text that an error repeats."""


class Entry(msgspec.Struct, frozen=True):
    """What is known of a file beside its content; ``size`` is in bytes of UTF-8."""

    path: str
    uuid: str
    revision: int
    size: int
    author: str
    created_at: Timestamp
    updated_at: Timestamp

    @property
    def version(self) -> str:
        """What no other state of any file has: by it a caller says which state a change is meant for."""
        return version_of(self.uuid, self.revision)


class Former(msgspec.Struct, frozen=True):
    """A revision that was replaced: when it was written, and by whom."""

    revision: int
    size: int
    author: str
    written_at: Timestamp


class File(msgspec.Struct, frozen=True):
    """A file with its content, as it is or, of a former revision, as it was."""

    entry: Entry
    content: str


class Expected(msgspec.Struct, frozen=True):
    """What a caller takes a file to be before it changes it.

    ``absent``: there is none.  ``version``: it is in that state (`Entry.version`); empty for any.
    """

    absent: bool = False
    version: str = ""

    def check(self, path: str, present: Entry | None) -> None:
        """`PreconditionFailed` when the file is something else."""
        if self.absent and present is not None:
            raise PreconditionFailed(f"file: {path} exists already, as revision {present.revision}")
        if self.version and (present is None or present.version != self.version):
            is_now = "there is none" if present is None else f"it is {present.version} by now"
            raise PreconditionFailed(f"file: {path} is not what was expected, {is_now}; read it again")


ANY_STATE = Expected()
"""Whatever the file is."""


class Put(msgspec.Struct, frozen=True, tag=True):
    """Lets a file have this content, whether it existed or not."""

    content: str

    def apply(self, content: str | None) -> str:  # noqa: ARG002 (as of the other edits)
        """The content after the edit."""
        return self.content


class Replace(msgspec.Struct, frozen=True, tag=True):
    """Replaces the one place where ``old`` stands in a file."""

    old: str
    new: str

    def apply(self, content: str | None) -> str | None:
        """The content after the edit, ``None`` without a file; `InvalidRequest` unless ``old`` stands there once."""
        if content is None:
            return None
        if not self.old:
            raise InvalidRequest("old_str: is empty; give a text that stands in the file once")
        found = content.count(self.old)
        shown = self.old if len(self.old) <= _SHOWN else f"{self.old[:_SHOWN]}…"
        if not found:
            raise InvalidRequest(f"old_str: no replacement was performed, `{shown}` does not appear verbatim")
        if found > 1 or content.find(self.old) != content.rfind(self.old):
            raise InvalidRequest(
                f"old_str: no replacement was performed, `{shown}` appears more than once, in lines"
                f" {', '.join(map(str, _lines_with(self.old, content)))}; give more of the text around it"
            )
        return content.replace(self.old, self.new)


class Insert(msgspec.Struct, frozen=True, tag=True):
    """Inserts lines after the line of that number, 0 for the beginning of a file."""

    line: int
    text: str

    def apply(self, content: str | None) -> str | None:
        """The content after the edit, ``None`` without a file; `InvalidRequest` when it has no such line."""
        if content is None:
            return None
        lines = content.removesuffix("\n").split("\n") if content else []
        if not 0 <= self.line <= len(lines):
            raise InvalidRequest(f"insert_line: must be within 0 and {len(lines)}, got {self.line}")
        lines.insert(self.line, self.text.removesuffix("\n"))
        return "\n".join(lines) + "\n"


Edit = Put | Replace | Insert
"""A change of the content of a file; it may be applied more than once."""


def version_of(uuid: str, revision: int) -> str:
    """See `Entry.version`."""
    return f"{uuid}:{revision}"


def check_path(path: str, field: str = "path") -> None:
    """`InvalidRequest` for a path that no file can have."""
    if not path:
        raise InvalidRequest(f"{field}: must not be empty")
    if len(path.encode()) > MAXIMUM_PATH:
        raise InvalidRequest(f"{field}: at most {MAXIMUM_PATH} bytes in UTF-8 are allowed")
    segments = path.split("/")
    if len(segments) > MAXIMUM_DEPTH:
        raise InvalidRequest(f"{field}: at most {MAXIMUM_DEPTH} segments are allowed, got {len(segments)}")
    for segment in segments:
        if not segment.strip() or segment in {".", ".."} or not segment.isprintable():
            raise InvalidRequest(f"{field}: {path!r} has a segment that is blank, a dot, or not printable")


def check_content(content: str, field: str = "content") -> None:
    """`InvalidRequest` for a content that is too long."""
    if 4 * len(content) > MAXIMUM_CONTENT and (size := size_of(content)) > MAXIMUM_CONTENT:
        raise InvalidRequest(f"{field}: a file has at most {MAXIMUM_CONTENT} bytes in UTF-8, this would have {size}")


def check_room(files: int, size: int) -> None:
    """`InvalidRequest` when a user would have too many files, or too long ones."""
    if files > MAXIMUM_FILES:
        raise InvalidRequest(f"path: a user has at most {MAXIMUM_FILES} files; delete some first")
    if size > MAXIMUM_TOTAL:
        raise InvalidRequest(f"content: the files of a user have at most {MAXIMUM_TOTAL} bytes; delete some first")


def size_of(content: str) -> int:
    """Bytes in UTF-8."""
    return len(content.encode())


def folders_above(path: str) -> list[str]:
    """The folders that a file lies in, the innermost last: ``a`` and ``a/b`` for ``a/b/c``."""
    segments = path.split("/")
    return ["/".join(segments[:depth]) for depth in range(1, len(segments))]


def bounds_of(folder: str) -> tuple[str, str]:
    """Texts between which, in the order of their bytes, the paths of a folder lie; the empty folder has all."""
    return (f"{folder}/", f"{folder}0") if folder else ("", "\U0010ffff")  # "0" comes after "/"


def moved(path: str, old: str, new: str) -> str:
    """The path of a file after ``old``, the file or a folder above it, is called ``new``."""
    return new + path[len(old) :]


def _lines_with(text: str, content: str) -> list[int]:
    """The numbers of the first lines in which ``text`` begins."""
    found: list[int] = []
    start = content.find(text)
    while start >= 0 and len(found) < 10:
        found.append(content.count("\n", 0, start) + 1)
        start = content.find(text, start + 1)
    return found

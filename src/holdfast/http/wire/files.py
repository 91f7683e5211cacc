"""Files of users on the wire."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from holdfast.domain.files import Edit, Entry, File, Former, Insert, Replace
from holdfast.errors import InvalidRequest
from holdfast.http.wire.reading import plain
from holdfast.operations.files import FileHit


class PutFile(msgspec.Struct):
    """The whole content that a file is to have."""

    NEEDED: ClassVar = "content"

    content: str | None = None

    def to_content(self) -> str:
        """The text; `InvalidRequest` without one."""
        if self.content is None:
            raise InvalidRequest("content: give the text of the file")
        return plain(self.content)


class EditFile(msgspec.Struct):
    """A change of a file.

    ``command`` is ``str_replace`` (with ``old_str``, which must stand in the file once, and ``new_str``) or ``insert``
    (``insert_text`` after the line ``insert_line``, 0 for the beginning).
    """

    command: str = ""
    old_str: str = ""
    new_str: str = ""
    insert_line: int = -1
    insert_text: str = ""

    def to_edit(self) -> Edit:
        """The edit of the content; `InvalidRequest` when the command is none."""
        if self.command == "str_replace":
            return Replace(plain(self.old_str), plain(self.new_str))
        if self.command == "insert":
            return Insert(self.insert_line, plain(self.insert_text))
        raise InvalidRequest(f"command: must be str_replace or insert, got {self.command[:40]!r}")


class RenameFile(msgspec.Struct):
    """Another path for a file, or for all files of a folder."""

    path: str = ""
    new_path: str = ""


def _shown(entry: Entry) -> tuple[str, str, int, str, int, str, str, str]:
    return (
        entry.path,
        entry.uuid,
        entry.revision,
        entry.version,
        entry.size,
        entry.author,
        entry.created_at,
        entry.updated_at,
    )


class EntryBody(msgspec.Struct, omit_defaults=True):
    """A file without its content.

    ``version`` is what ``ETag`` holds. Of what a search found, ``score`` is the part of the words that the file has,
    and ``excerpt`` the line, of number ``line``, that has most of them.
    """

    path: str
    uuid: str
    revision: int
    version: str
    size: int
    author: str
    created_at: str
    updated_at: str
    score: float | msgspec.UnsetType = msgspec.UNSET
    line: int | msgspec.UnsetType = msgspec.UNSET
    excerpt: str | msgspec.UnsetType = msgspec.UNSET

    @classmethod
    def from_entry(cls, entry: Entry) -> EntryBody:
        """The body of a file."""
        return cls(*_shown(entry))

    @classmethod
    def from_hit(cls, hit: FileHit) -> EntryBody:
        """The body of a file that was found."""
        body = cls.from_entry(hit.entry)
        body.score, body.line, body.excerpt = hit.score, hit.line, hit.excerpt
        return body


class FormerBody(msgspec.Struct):
    """A former revision of a file; ``?revision=`` gives its content."""

    revision: int
    size: int
    author: str
    written_at: str

    @classmethod
    def from_former(cls, former: Former) -> FormerBody:
        """The body of a former revision."""
        return cls(former.revision, former.size, former.author, former.written_at)


class FileBody(msgspec.Struct):
    """A file with its content, and the former revisions that are kept, newest first."""

    path: str
    uuid: str
    revision: int
    version: str
    size: int
    author: str
    created_at: str
    updated_at: str
    content: str
    former: list[FormerBody]

    @classmethod
    def from_file(cls, file: File, former: list[Former]) -> FileBody:
        """The body of a file, or of what it was."""
        return cls(
            *_shown(file.entry),
            file.content,
            [FormerBody.from_former(each) for each in former],
        )


class RenamedBody(msgspec.Struct):
    """How many files have another path."""

    renamed: int

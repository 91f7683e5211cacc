"""The calls about files."""

from __future__ import annotations

from typing import Any

from holdfast_client._http.answer import nothing, reader
from holdfast_client._http.call import API, Call, Repetition
from holdfast_client._http.resource import require
from holdfast_client.file.models import File, FileEntry

_read_file = reader(File)
_read_entry = reader(FileEntry)
_read_entries = reader(list[FileEntry])


def list_files(user_id: str, folder: str, text: str, limit: int) -> Call[list[FileEntry]]:
    """``GET /user/{id}/files``."""
    given: dict[str, str | int] = {"folder": folder, "text": text, "limit": limit}
    query = {name: value for name, value in given.items() if value}
    return Call("GET", _path(user_id), f"files of user {user_id!r}", _read_entries, query=query)


def get(user_id: str, path: str, revision: int | None) -> Call[File]:
    """``GET /user/{id}/files/{path}``."""
    query: dict[str, str | int] = {} if revision is None else {"revision": revision}
    return Call("GET", _path(user_id, path), _subject(path), _read_file, query=query)


def put(user_id: str, path: str, content: str, version: str | None, *, create: bool) -> Call[FileEntry]:
    """``PUT /user/{id}/files/{path}``."""
    headers = {"If-None-Match": "*"} if create else {"If-Match": f'"{version}"'} if version else {}
    # After a lost answer the file may be there, by this very call.
    repetition = Repetition.NEVER if headers else Repetition.HARMLESS
    return Call(
        "PUT", _path(user_id, path), _subject(path), _read_entry, repetition, body={"content": content}, headers=headers
    )


def edit(user_id: str, path: str, command: dict[str, Any]) -> Call[FileEntry]:
    """``POST /user/{id}/files/{path}``."""
    return Call("POST", _path(user_id, path), _subject(path), _read_entry, Repetition.KEYED, body=command)


def rename(user_id: str, path: str, new_path: str) -> Call[None]:
    """``POST /user/{id}/files``."""
    body = {"path": require(path, "path"), "new_path": require(new_path, "new_path")}
    return Call("POST", _path(user_id), _subject(path), nothing, Repetition.KEYED, body=body)


def delete(user_id: str, path: str, *, recursive: bool) -> Call[None]:
    """``DELETE /user/{id}/files/{path}``."""
    query: dict[str, str | int] = {"recursive": "true"} if recursive else {}
    return Call("DELETE", _path(user_id, path), _subject(path), nothing, Repetition.REMOVAL, query=query)


def _path(user_id: str, path: str | None = None) -> tuple[str, ...]:
    files = (*API, "user", require(user_id, "user_id"), "files")
    return files if path is None else (*files, require(path, "path"))


def _subject(path: str) -> str:
    return f"file {path!r}"

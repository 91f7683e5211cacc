"""Shapes of files."""

from __future__ import annotations

from typing import Optional

from holdfast_client._model import Model

__all__ = ["File", "FileEntry"]


class FileEntry(Model):
    """A file without its content. ``size`` is in bytes; ``version`` names this state of the file and no other one.

    Of what a search found, ``score`` is the part of the words that the file has, and ``excerpt`` the ``line`` that has
    most of them.
    """

    path: str
    uuid: str
    revision: int
    version: str
    size: int
    author: str
    created_at: str
    updated_at: str
    score: Optional[float] = None
    line: Optional[int] = None
    excerpt: Optional[str] = None


class File(FileEntry):
    """A file with its content."""

    content: str

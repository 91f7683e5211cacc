"""What the memory tool tells the model, in the words that Anthropic's description of it gives. Does no I/O."""

from __future__ import annotations

from collections.abc import Iterable

from anthropic.lib.tools import ToolError

from holdfast_client.exceptions import NotFoundError, ZepClientError
from holdfast_client.file.models import FileEntry

__all__ = ["ROOT", "file_view", "folder_view", "refusal", "snippet", "stored_path"]

ROOT = "/memories"
_WIDTH = 6
_DEPTH = 2
_AROUND = 2


def stored_path(path: str) -> str:
    """The path of a file below the root, as the server has it; empty for the root. Raises ToolError beside it."""
    below = path[len(ROOT) :] if path.startswith(ROOT) else path
    if not path.startswith(ROOT) or (below and not below.startswith("/")) or ".." in below.split("/"):
        msg = f"Path must start with {ROOT}, got: {path}"
        raise ToolError(msg)
    return below.strip("/")


def file_view(path: str, content: str, view_range: list[int] | None) -> str:
    """The lines of a file with their numbers."""
    lines = content.split("\n")
    first, last = 1, len(lines)
    if view_range and len(view_range) == 2:
        first, last = max(1, view_range[0]), last if view_range[1] == -1 else view_range[1]
    return f"Here's the content of {path} with line numbers:\n" + _numbered(lines, first, last)


def folder_view(path: str, folder: str, entries: Iterable[FileEntry]) -> str:
    """The files of a folder, and the folders in it, two levels deep, with their sizes."""
    sizes: dict[str, int] = {}
    total = 0
    for entry in entries:
        below = entry.path[len(folder) + 1 :] if folder else entry.path
        total += entry.size
        segments = below.split("/")
        if any(segment.startswith(".") for segment in segments):
            continue
        for depth in range(1, min(len(segments), _DEPTH) + 1):
            name = "/".join(segments[:depth]) + ("/" if depth < len(segments) else "")
            sizes[name] = sizes.get(name, 0) + entry.size
    head = f"Here're the files and directories up to 2 levels deep in {path}, excluding hidden items:"
    shown = path.rstrip("/")
    lines = [f"{_size(total)}\t{shown}", *(f"{_size(sizes[name])}\t{shown}/{name}" for name in sorted(sizes))]
    return "\n".join([head, *lines])


def snippet(content: str, changed: str) -> str:
    """The lines around a change."""
    lines = content.split("\n")
    at = content[: max(content.find(changed), 0)].count("\n") + 1
    head = "The memory file has been edited. Here is the snippet showing the change (with line numbers):\n"
    return head + _numbered(lines, max(1, at - _AROUND), min(len(lines), at + _AROUND))


def refusal(error: ZepClientError, path: str) -> ToolError:
    """What the model is told of a call that the server refused."""
    if isinstance(error, NotFoundError):
        return ToolError(f"The path {path} does not exist. Please provide a valid path.")
    said = str(error.response_data["message"]).strip() if error.response_data else str(error)
    return ToolError(f"{path}: {said}")


def _numbered(lines: list[str], first: int, last: int) -> str:
    return "\n".join(f"{number:>{_WIDTH}}\t{lines[number - 1]}" for number in range(first, min(last, len(lines)) + 1))


def _size(size: int) -> str:
    """A size as ``du -h`` shows it."""
    shown = float(size)
    for unit in ("B", "K", "M"):
        if shown < 1024 or unit == "M":
            return f"{shown:.0f}{unit}" if shown == int(shown) else f"{shown:.1f}{unit}"
        shown /= 1024
    raise AssertionError

"""Sending an archive to a running server, some lines at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

from holdfast.cli.api_connection import ApiConnection
from holdfast.conversations.text import beginning, numbered_lines
from holdfast.domain.archive import End, Heading, decode_line, kind_of
from holdfast.errors import InvalidRequest
from holdfast.http.wire.archive import TakenBody, check_version

MOST_LINES = 1000
MOST_BYTES = 3 << 20
"""A line that is longer goes alone."""


def is_archive(file: Path) -> bool:
    """Whether a file begins as an archive does."""
    line = beginning(file).lstrip().partition(b"\n")[0]
    try:
        return isinstance(decode_line(line), Heading)
    except ValueError:
        return False


def check_archive(file: Path) -> int:
    """Read an archive through; how many records it holds.

    `InvalidRequest` names a line that cannot be read, and refuses an archive of a later release and one that was cut
    off.
    """
    counts: Counter[str] = Counter()
    end: End | None = None
    for number, text in numbered_lines(file):
        try:
            line = decode_line(text)
        except ValueError as error:
            raise InvalidRequest(f"line {number}: {error}") from None
        match line:
            case Heading():
                check_version(line)
            case End():
                end = line
            case _:
                counts[kind_of(line)] += 1
    if end is None:
        raise InvalidRequest("the archive has no end: it was cut off")
    if counts != Counter(end.counts):
        raise InvalidRequest(f"the archive says that it holds {end.counts}, and holds {dict(counts)}")
    return counts.total()


def send(api: ApiConnection, file: Path) -> Iterator[tuple[int, TakenBody]]:
    """Send all lines; after each request, how many lines it had and what became of them."""
    for lines in _parts(file):
        answer = api.request("POST", "/api/v1/import", content=b"\n".join(lines))
        yield len(lines), msgspec.json.decode(answer.content, type=TakenBody)


def _parts(file: Path) -> Iterator[list[bytes]]:
    part: list[bytes] = []
    size = 0
    for _, line in numbered_lines(file):
        if part and (len(part) >= MOST_LINES or size + len(line) > MOST_BYTES):
            yield part
            part, size = [], 0
        part.append(line)
        size += len(line) + 1
    if part:
        yield part

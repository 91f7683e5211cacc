"""Sending an archive to a running server, some lines at a time."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import msgspec

from holdfast.cli.api_connection import ApiConnection
from holdfast.conversations.text import beginning, numbered_lines
from holdfast.domain.archive import End, Heading, decode_line, kind_of
from holdfast.errors import InvalidRequest
from holdfast.http.wire.archive import ReachedBody, TakenBody, check_version

MOST_LINES = 1000
MOST_BYTES = 3 << 20
"""A line that is longer goes alone."""
_PATH = "/api/v1/import"


def is_archive(file: Path) -> bool:
    """Whether a file begins as an archive does."""
    line = beginning(file).lstrip().partition(b"\n")[0]
    try:
        return isinstance(decode_line(line), Heading)
    except ValueError:
        return False


class Archive(msgspec.Struct, frozen=True):
    """An archive that was read through: how many lines it has, how many of them are records, and its SHA-256."""

    file: Path
    lines: int
    records: int
    digest: str


def check_archive(file: Path) -> Archive:
    """Read an archive through.

    `InvalidRequest` names a line that cannot be read, and refuses an archive of a later release and one that was cut
    off.
    """
    counts: Counter[str] = Counter()
    end: End | None = None
    digest = hashlib.sha256()
    lines = 0
    for number, text in numbered_lines(file):
        lines += 1
        digest.update(text + b"\n")
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
    return Archive(file, lines, counts.total(), digest.hexdigest())


def reached(api: ApiConnection, archive: Archive) -> int:
    """How many lines of an archive an import that broke off has sent to that server."""
    return msgspec.json.decode(api.request("GET", f"{_PATH}?archive={archive.digest}").content, type=ReachedBody).lines


def send(api: ApiConnection, archive: Archive, *, after: int) -> Iterator[tuple[int, TakenBody]]:
    """Send all lines after some; after each request, how many lines it had and what became of them."""
    done = after
    for part in _parts(islice(numbered_lines(archive.file), after, None)):
        done += len(part)
        place = done if done < archive.lines else 0
        path = f"{_PATH}?archive={archive.digest}&lines={place}"
        answer = api.request("POST", path, content=b"\n".join(part))
        yield len(part), msgspec.json.decode(answer.content, type=TakenBody)


def _parts(lines: Iterable[tuple[int, bytes]]) -> Iterator[list[bytes]]:
    part: list[bytes] = []
    size = 0
    for _, line in lines:
        if part and (len(part) >= MOST_LINES or size + len(line) > MOST_BYTES):
            yield part
            part, size = [], 0
        part.append(line)
        size += len(line) + 1
    if part:
        yield part

"""Archives on the wire: lines of JSON in, counts out."""

from __future__ import annotations

import re

import msgspec

from holdfast.domain.archive import VERSION, End, Heading, Record, decode_line
from holdfast.errors import InvalidRequest
from holdfast.operations.intake import LeftOut, Taken

NDJSON = "application/x-ndjson"


class TakenBody(msgspec.Struct):
    """What became of the records, counted by kind; ``present`` are those that were there before."""

    stored: dict[str, int]
    present: dict[str, int]
    left_out: list[LeftOut]

    @classmethod
    def from_taken(cls, taken: Taken) -> TakenBody:
        """The body of a report."""
        return cls(dict(+taken.stored), dict(+taken.present), taken.left_out)


class ReachedBody(msgspec.Struct):
    """How many lines of an archive are done."""

    lines: int


_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")
"""U+0000 as JSON writes it, behind escaped backslashes: no store keeps it in a text."""


def read_records(body: bytes) -> list[Record]:
    """The records of some lines of an archive; `InvalidRequest` names the line that is none."""
    records: list[Record] = []
    for number, text in enumerate(body.split(b"\n"), 1):
        if not text.strip():
            continue
        try:
            line = decode_line(_NUL.sub(rb"\1", text) if b"\\u0000" in text else text)
        except ValueError as error:
            raise InvalidRequest(f"line {number}: {error}") from None
        if isinstance(line, Heading):
            check_version(line)
        elif not isinstance(line, End):
            records.append(line)
    return records


def check_version(heading: Heading) -> None:
    """`InvalidRequest` for an archive that a later release wrote."""
    if heading.version > VERSION:
        raise InvalidRequest(f"the archive has version {heading.version}, this release knows {VERSION}")

"""Archives on the wire: lines of JSON in, counts out."""

from __future__ import annotations

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


def read_records(body: bytes) -> list[Record]:
    """The records of some lines of an archive; `InvalidRequest` names the line that is none."""
    records: list[Record] = []
    for number, text in enumerate(body.split(b"\n"), 1):
        if not text.strip():
            continue
        try:
            line = decode_line(text)
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

"""Transcripts: records of an archive as Markdown, for people to read.  They cannot be taken in again."""

from __future__ import annotations

from collections.abc import Iterable

from holdfast.domain.archive import (
    CollectionRecord,
    DocumentRecord,
    End,
    FactRecord,
    FileRecord,
    Heading,
    Line,
    MessageRecord,
    SessionRecord,
    SummaryRecord,
    UserRecord,
)

FORMATS = ("jsonl", "markdown")
"""The forms of an export."""


def transcribe(lines: Iterable[Line]) -> str:
    """The text of some lines, with a blank one behind each."""
    return "".join(f"{text}\n\n" for line in lines if (text := _transcribed(line)))


def _transcribed(line: Line) -> str:
    match line:
        case Heading() | End():
            text = ""
        case UserRecord():
            name = " ".join(part for part in (line.first_name, line.last_name) if part)
            text = f"# User {line.user_id}" + "".join(f"\n\n{part}" for part in (name, line.email) if part)
        case SessionRecord():
            owner = "" if line.user_id is None else f", of user {line.user_id}"
            text = f"## Session {line.session_id}\n\nBegun {_time(line.created_at)}{owner}"
        case MessageRecord():
            text = f"**{line.role or 'nobody'}** ({_time(line.created_at)}):\n\n{_quoted(line.content)}"
        case SummaryRecord():
            text = f"Summary of {_time(line.created_at)}:\n\n{_quoted(line.content)}"
        case CollectionRecord():
            text = f"## Collection {line.name}" + (f"\n\n{line.description}" if line.description else "")
        case DocumentRecord():
            text = f"**{line.document_id or line.uuid}**:\n\n{_quoted(line.content)}"
        case FactRecord(text=""):  # it was forgotten
            text = ""
        case FactRecord():
            text = f"- Fact since {line.valid_at[:10]} ({line.state}): {_line(line.text)}"
        case FileRecord():
            text = f"### File {line.path}\n\n{_quoted(line.content)}"
    return text


def _quoted(text: str) -> str:
    """A text of somebody as a block of its own, whatever marks it holds."""
    return "\n".join(f"> {part}".rstrip() for part in text.splitlines()) or ">"


def _line(text: str) -> str:
    return " ".join(text.split())


def _time(timestamp: str) -> str:
    return f"{timestamp[:10]} {timestamp[11:16]} UTC"

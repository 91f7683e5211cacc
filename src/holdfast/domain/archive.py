"""The archive: what there is, as records that go into a file and come back from it.

An archive is JSON Lines: a `Heading`, records, and an `End` that tells a whole file from one that was cut off.  What a
record refers to comes before it.  Nothing of an archive is computed: vectors of messages, terms and jobs are made anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import msgspec

from holdfast.domain.metadata import EncodedMetadata, Metadata, decode_metadata

VERSION = 1
"""Of the form of archives; a reader refuses those that are newer."""

NO_METADATA = EncodedMetadata(b"null")


class Heading(msgspec.Struct, frozen=True, tag_field="kind", tag="archive"):
    """The first line."""

    version: int = VERSION
    written_by: str = ""
    created_at: str = ""


class End(msgspec.Struct, frozen=True, tag_field="kind", tag="end"):
    """The last line: how many records of each kind there are."""

    counts: dict[str, int]


class UserRecord(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="user", omit_defaults=True):
    """A user."""

    user_id: str
    uuid: str
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    metadata: EncodedMetadata = NO_METADATA
    created_at: str
    updated_at: str


class SessionRecord(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="session", omit_defaults=True):
    """A session; its user, if any, comes before it."""

    session_id: str
    uuid: str
    user_id: str | None = None
    metadata: EncodedMetadata = NO_METADATA
    created_at: str
    updated_at: str
    expires_at: str | None = None
    remember: bool = True


class FormerRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a message said until it was edited."""

    content: str
    metadata: EncodedMetadata = NO_METADATA
    updated_at: str
    ended_at: str


class MessageRecord(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="message", omit_defaults=True):
    """A message; those of a session are in their order.  ``former`` is what it said before, oldest first."""

    session_id: str
    uuid: str
    role: str
    content: str
    metadata: EncodedMetadata = NO_METADATA
    token_count: int = 0
    name: str = ""
    created_at: str
    updated_at: str
    expires_at: str | None = None
    remember: bool = True
    former: tuple[FormerRecord, ...] = ()


class SummaryRecord(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="summary", omit_defaults=True):
    """A summary; ``point_uuid`` is the UUID of the newest message folded into it."""

    session_id: str
    uuid: str
    point_uuid: str
    content: str
    metadata: EncodedMetadata = NO_METADATA
    token_count: int = 0
    created_at: str


class CollectionRecord(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="collection", omit_defaults=True
):
    """A collection."""

    name: str
    uuid: str
    description: str = ""
    metadata: EncodedMetadata = NO_METADATA
    dimensions: int
    is_auto_embedded: bool
    created_at: str
    updated_at: str


class DocumentRecord(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="document", omit_defaults=True):
    """A document.

    ``embedding`` is a packed vector (`holdfast.domain.vectors`), in base64 on the line; of an auto-embedded collection
    there is none, since it is made anew.
    """

    collection: str
    uuid: str
    document_id: str = ""
    content: str = ""
    metadata: EncodedMetadata = NO_METADATA
    embedding: bytes | None = None
    created_at: str
    updated_at: str


class FileRecord(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="file", omit_defaults=True):
    """A file of a user as it is; its former revisions stay behind."""

    user_id: str
    path: str
    content: str
    author: str = ""


class FactSourceRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a fact comes from: ``content[start:end]`` of a message; see `holdfast.domain.facts.FactSource`."""

    session_id: str
    message_uuid: str
    number: int = -1
    start: int
    end: int
    said_at: str
    valid_at: str
    value: str | None = None
    ends: bool = False


class FactRevisionRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a fact was before a change; see `holdfast.domain.facts.FactRevision`."""

    revision: int
    text: str
    slot: str | None = None
    value: str | None = None
    state: str = "valid"
    valid_at: str
    invalid_at: str | None = None
    pinned: bool = False
    topics: tuple[str, ...] = ()
    metadata: EncodedMetadata = NO_METADATA
    at: str
    actor: str = ""
    reason: str = ""


class FactRecord(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="fact", omit_defaults=True):
    """A fact of a user, or of a session that has none, as it is; see `holdfast.domain.facts.Fact`.

    ``former`` is what it was before, oldest first.  Of one that was forgotten there is no content, but where it came
    from, so that it is not found again.
    """

    user_id: str | None = None
    session_id: str | None = None
    uuid: str
    origin: str
    state: str = "valid"
    text: str
    subject: str = "user"
    slot: str | None = None
    value: str | None = None
    ends: bool = False
    rests: bool = False
    said_at: str | None = None
    valid_at: str
    invalid_at: str | None = None
    superseded_by: str | None = None
    superseded_at: str | None = None
    replaced: bool = False
    retired_at: str | None = None
    pinned: bool = False
    topics: tuple[str, ...] = ()
    metadata: EncodedMetadata = NO_METADATA
    actor: str = ""
    reason: str = ""
    created_at: str
    updated_at: str
    revision: int = 1
    sources: tuple[FactSourceRecord, ...] = ()
    former: tuple[FactRevisionRecord, ...] = ()


Record: TypeAlias = (
    UserRecord
    | SessionRecord
    | MessageRecord
    | SummaryRecord
    | CollectionRecord
    | DocumentRecord
    | FileRecord
    | FactRecord
)
Line: TypeAlias = Heading | Record | End

KINDS: dict[type, str] = {
    UserRecord: "users",
    SessionRecord: "sessions",
    MessageRecord: "messages",
    SummaryRecord: "summaries",
    CollectionRecord: "collections",
    DocumentRecord: "documents",
    FileRecord: "files",
    FactRecord: "facts",
}
"""What people call the records of each kind."""

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Line)


def encode_line(line: Line) -> bytes:
    """The text of a line, with its end."""
    return _encoder.encode(line) + b"\n"


def encode_lines(lines: Sequence[Line]) -> bytes:
    """The text of some lines."""
    return _encoder.encode_lines(lines)


def decode_line(text: bytes) -> Line:
    """The record of a line; raises ``ValueError`` when it is none."""
    line: Line = _decoder.decode(text)
    return line


def recorded_metadata(metadata: EncodedMetadata | None) -> EncodedMetadata:
    """Stored metadata as it stands in a record."""
    return NO_METADATA if metadata is None else metadata


def metadata_of(recorded: EncodedMetadata) -> Metadata | None:
    """The metadata of a record; raises ``ValueError`` when it is neither an object nor ``null``."""
    if bytes(recorded) == b"null":
        return None
    found = decode_metadata(recorded)
    if not isinstance(found, dict):
        raise ValueError("metadata: expected an object or null")
    return found


def kind_of(record: Record) -> str:
    """What people call records of that kind."""
    return KINDS[type(record)]


def identity_of(record: Record) -> str:
    """By what people know the thing that a record is of."""
    match record:
        case UserRecord(user_id=user_id):
            name = user_id
        case SessionRecord(session_id=session_id):
            name = session_id
        case CollectionRecord(name=name):
            pass
        case MessageRecord(session_id=session_id, uuid=uuid) | SummaryRecord(session_id=session_id, uuid=uuid):
            name = f"{uuid} of session {session_id}"
        case DocumentRecord(collection=collection, uuid=uuid):
            name = f"{uuid} of collection {collection}"
        case FileRecord(user_id=user_id, path=path):
            name = f"{path} of user {user_id}"
        case FactRecord(uuid=name):
            pass
    return name

"""Records of an archive as what is to be stored; what cannot be is refused with the field and the reason."""

from __future__ import annotations

import msgspec

from holdfast.domain import archive
from holdfast.domain.archive import (
    CollectionRecord,
    DocumentRecord,
    FormerRecord,
    MessageRecord,
    SessionRecord,
    UserRecord,
)
from holdfast.domain.collections import (
    MAXIMUM_DESCRIPTION,
    MAXIMUM_DIMENSIONS,
    MINIMUM_DIMENSIONS,
    Collection,
    NewCollection,
    name_defect,
)
from holdfast.domain.documents import MAXIMUM_ID, NewDocument, check_document_id, check_width
from holdfast.domain.identifiers import canonical_uuid
from holdfast.domain.messages import FormerContent, NewMessage
from holdfast.domain.metadata import (
    MAXIMUM_MESSAGE_METADATA,
    MAXIMUM_METADATA,
    EncodedMetadata,
    Metadata,
    encode_metadata,
)
from holdfast.domain.origins import Origin
from holdfast.domain.sessions import NewSession
from holdfast.domain.timestamps import Timestamp, parse_timestamp
from holdfast.errors import InvalidRequest
from holdfast.operations.limits import check_identifier, check_length, check_recorded_metadata

LEAST_NUMBER, MOST_NUMBER = -(2**31), 2**31 - 1
"""Numbers of records that every store has room for; counts of tokens have 64 bits."""


def new_session(record: SessionRecord) -> NewSession:
    """The session of a record; `InvalidRequest` or ``ValueError`` for what cannot be, as of all of these."""
    check_identifier(record.session_id, "session_id")
    return NewSession(
        session_id=plain(record.session_id),
        user_id=None if record.user_id is None else plain(record.user_id),
        metadata=metadata_in(record.metadata),
        origin=origin_in(record),
        expires_at=moment_in(record.expires_at),
        remember=record.remember,
    )


def new_message(record: MessageRecord) -> NewMessage:
    """The message of a record, with its UUID and time."""
    check_length(record.role, "role")
    check_length(record.name, "name")
    check_token_count(record.token_count)
    return NewMessage(
        role=plain(record.role),
        name=plain(record.name),
        content=plain(record.content),
        metadata=metadata_in(record.metadata, most=MAXIMUM_MESSAGE_METADATA),
        token_count=record.token_count,
        uuid=canonical_uuid(record.uuid),
        created_at=parse_timestamp(record.created_at),
        expires_at=moment_in(record.expires_at),
        remember=record.remember,
        former=tuple(map(_former, record.former)),
    )


def _former(record: FormerRecord) -> FormerContent:
    found = metadata_in(record.metadata, most=MAXIMUM_MESSAGE_METADATA)
    return FormerContent(
        content=plain(record.content),
        metadata=None if found is None else encode_metadata(found),
        updated_at=parse_timestamp(record.updated_at),
        ended_at=parse_timestamp(record.ended_at),
    )


def moment_in(text: str | None) -> Timestamp | None:
    """A time that may be missing."""
    return None if text is None else parse_timestamp(text)


def check_token_count(count: int) -> None:
    """`InvalidRequest` for one that has no room in 64 bits."""
    if not -(2**63) <= count < 2**63:
        raise InvalidRequest(f"token_count: a number of at most 64 bits is allowed, got {count}")


def check_numbers(record: msgspec.Struct) -> None:
    """`InvalidRequest` for a number of a record that a store has no room for."""
    for field in record.__struct_fields__:
        value = getattr(record, field)
        if isinstance(value, int) and not LEAST_NUMBER <= value <= MOST_NUMBER:
            raise InvalidRequest(f"{field}: must be from {LEAST_NUMBER} to {MOST_NUMBER}, got {value}")


def new_collection(record: CollectionRecord) -> NewCollection:
    """The collection of a record; `InvalidRequest` for what cannot be."""
    if (defect := name_defect(record.name)) is not None:
        raise InvalidRequest(f"name: {defect}")
    if not MINIMUM_DIMENSIONS <= record.dimensions <= MAXIMUM_DIMENSIONS:
        raise InvalidRequest(
            f"dimensions: {record.dimensions} is not from {MINIMUM_DIMENSIONS} to {MAXIMUM_DIMENSIONS}"
        )
    if len(record.description) > MAXIMUM_DESCRIPTION:
        raise InvalidRequest(f"description: at most {MAXIMUM_DESCRIPTION} characters are allowed")
    return NewCollection(
        name=record.name.lower(),
        description=plain(record.description),
        metadata=metadata_in(record.metadata),
        dimensions=record.dimensions,
        is_auto_embedded=record.is_auto_embedded,
        origin=origin_in(record),
    )


def new_document(record: DocumentRecord, collection: Collection) -> NewDocument:
    """The document of a record, for a collection; where that embeds by itself, without a vector."""
    check_document_id(record.document_id, most=MAXIMUM_ID, field="document_id")
    embedding = None if collection.is_auto_embedded else record.embedding
    if embedding is not None:
        check_width(collection, embedding, field="embedding")
    if embedding is None and not record.content:
        raise InvalidRequest("content: content or an embedding is required")
    return NewDocument(
        document_id=record.document_id,
        content=plain(record.content),
        metadata=metadata_in(record.metadata),
        embedding=embedding,
        origin=origin_in(record),
    )


def origin_in(record: UserRecord | SessionRecord | CollectionRecord | DocumentRecord) -> Origin:
    """UUID and times of a record."""
    return Origin(canonical_uuid(record.uuid), parse_timestamp(record.created_at), parse_timestamp(record.updated_at))


def metadata_in(recorded: EncodedMetadata, *, most: int = MAXIMUM_METADATA) -> Metadata | None:
    """The metadata of a record, at most so many bytes of JSON."""
    check_recorded_metadata(recorded, "metadata", most=most)
    return archive.metadata_of(recorded)


def plain(text: str) -> str:
    """A text as it is stored: without U+0000."""
    return text.replace("\x00", "")

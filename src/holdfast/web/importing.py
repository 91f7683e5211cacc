"""Storing conversations that were uploaded or pasted, with the readers of ``holdfast import``."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

import msgspec

from holdfast.conversations.batches import Batch, batches
from holdfast.conversations.contract import Defaults, Destination, ImportedMessage, Unreadable
from holdfast.conversations.formats import read_conversations
from holdfast.domain.principals import Principal
from holdfast.domain.sessions import NewSession
from holdfast.domain.users import NewUser
from holdfast.errors import AlreadyExists, InvalidRequest, NotFound
from holdfast.http.wire.memory import AddMemory
from holdfast.http.wire.reading import read_body
from holdfast.operations.verbs import Verbs
from holdfast.web.pasted import read_transcript

_SHOWN = 10


class Imported(msgspec.Struct):
    """What was stored: messages, and the conversations they are in; and what could not be read, some of it."""

    messages: int = 0
    sessions: list[str] = []
    left_out: list[Unreadable] = []
    left_out_count: int = 0


async def import_text(verbs: Verbs, principal: Principal, text: str, defaults: Defaults) -> Imported:
    """Store a transcript, or what one of the known formats holds."""
    if text.lstrip()[:1] in {"{", "["}:
        return await import_file(verbs, principal, "pasted.json", text.encode(), defaults)
    messages = await asyncio.to_thread(lambda: list(read_transcript(text, defaults)))
    return await _store(verbs, principal, messages, Imported())


async def import_file(verbs: Verbs, principal: Principal, name: str, content: bytes, defaults: Defaults) -> Imported:
    """Store what a file holds; `InvalidRequest` when no reader knows it, or nothing in it is a message."""

    def read() -> tuple[list[ImportedMessage], Imported]:
        imported, messages = Imported(), []
        with tempfile.TemporaryDirectory(prefix="holdfast-upload-") as folder:
            file = Path(folder) / f"upload{Path(name).suffix.lower() if Path(name).suffix.isascii() else ''}"
            file.write_bytes(content)
            for item in read_conversations(file, defaults):
                if isinstance(item, ImportedMessage):
                    messages.append(item)
                else:
                    imported.left_out_count += 1
                    imported.left_out += [item] if len(imported.left_out) < _SHOWN else []
        return messages, imported

    messages, imported = await asyncio.to_thread(read)
    return await _store(verbs, principal, messages, imported)


async def _store(verbs: Verbs, principal: Principal, messages: list[ImportedMessage], imported: Imported) -> Imported:
    if not messages:
        first = f": {imported.left_out[0].place}: {imported.left_out[0].reason}" if imported.left_out else ""
        raise InvalidRequest(f"no message was found{first}")
    for batch in batches(messages):
        if batch.destination.session_id not in imported.sessions:
            await _open_session(verbs, principal, batch.destination)
            imported.sessions.append(batch.destination.session_id)
        await _remember(verbs, principal, batch)
        imported.messages += len(batch.messages)
    return imported


async def _open_session(verbs: Verbs, principal: Principal, destination: Destination) -> None:
    """Create the person and the conversation where they are missing, and give the conversation its person."""
    user_id = destination.user_id
    if user_id is not None:
        try:
            await verbs.users.get(principal, user_id)
        except NotFound:
            await verbs.users.create(principal, NewUser(user_id=user_id))
    new = NewSession(session_id=destination.session_id, user_id=user_id, metadata=destination.metadata)
    try:
        await verbs.sessions.create(principal, new)
    except AlreadyExists:
        session = await verbs.sessions.get(principal, destination.session_id)
        if session.user_id is None and user_id is not None:
            session = await verbs.sessions.merge_metadata(principal, destination.session_id, None, user_id=user_id)
        if user_id not in {None, session.user_id}:
            raise InvalidRequest(
                f"the conversation {destination.session_id} belongs to {session.user_id} already"
            ) from None


async def _remember(verbs: Verbs, principal: Principal, batch: Batch) -> None:
    body = await asyncio.to_thread(read_body, batch.body(), AddMemory)
    messages = [message.to_new_message(keep_timestamp=True) for message in body.messages]
    await verbs.remember(principal, batch.destination.session_id, messages)

"""What can be done with a conversation and its messages: metadata, person, deleting, what memory holds, exports."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.responses import Response

from holdfast.domain.identifiers import canonical_uuid
from holdfast.domain.messages import Message
from holdfast.domain.metadata import decode_metadata
from holdfast.errors import NotFound
from holdfast.http.responses import encode
from holdfast.http.wire.memory import bodies_of
from holdfast.http.wire.sessions import SessionBody
from holdfast.operations.limits import LIST_CHUNK
from holdfast.operations.messages import MessageChange, MessagePageQuery
from holdfast.operations.recall import MemoryQuery
from holdfast.web.downloads import download
from holdfast.web.entries import metadata_entry
from holdfast.web.links import link
from holdfast.web.page import Page
from holdfast.web.screens import Screens
from holdfast.web.speech import speech

ROWS = 20
NOTICES = {"metadata": "The metadata is changed.", "content": "The message is corrected."}
DELETED = {"deleted": "The conversation is deleted."}

screens = Screens()


@screens.get("/admin/sessions/{session_id}/edit")
async def edit_conversation(page: Page) -> Response:
    """The forms for the person and the metadata of a conversation."""
    session = await page.verbs.sessions.get(page.principal, page.parameters["session_id"])
    return page.render("conversation_edit.html", session=session)


@screens.post("/admin/sessions/{session_id}/edit")
async def change_conversation(page: Page) -> Response:
    """Merge metadata into a conversation, or give it a person."""
    form = await page.form()
    session_id = page.parameters["session_id"]
    await page.verbs.sessions.get(page.principal, session_id)  # one that is deleted is not to be brought back
    user_id = form.text("user_id") or None
    await page.verbs.sessions.merge_metadata(page.principal, session_id, metadata_entry(form), user_id=user_id)
    return page.redirect("sessions", session_id, done="assigned" if user_id else "metadata")


@screens.get("/admin/sessions/{session_id}/delete")
async def preview_deleting(page: Page) -> Response:
    """What would be deleted, in counts, before anything is done."""
    session_id = page.parameters["session_id"]
    session, messages = await asyncio.gather(
        page.verbs.sessions.get(page.principal, session_id),
        page.verbs.messages.page(page.principal, MessagePageQuery(session_id, offset=0, limit=0)),
    )
    purge_every = page.services.settings.data.purge_every
    return page.render("conversation_delete.html", session=session, total=messages.total_count, purge_every=purge_every)


@screens.post("/admin/sessions/{session_id}/delete")
async def delete_conversation(page: Page) -> Response:
    """Delete a conversation."""
    await page.form()
    await page.verbs.forget.session(page.principal, page.parameters["session_id"])
    return page.redirect("deleted", done="deleted")


@screens.get("/admin/deleted")
async def list_deleted(page: Page) -> Response:
    """Deleted conversations that can be restored."""
    before = page.number("before")
    rows = await page.verbs.sessions.deleted(page.principal, before=before, limit=ROWS + 1)
    return page.render(
        "deleted.html",
        conversations=rows[:ROWS],
        before=before,
        beyond=rows[ROWS - 1].id if len(rows) > ROWS else None,
        purge_every=page.services.settings.data.purge_every,
        notice=DELETED.get(page.query.get("done", ""), ""),
    )


@screens.post("/admin/deleted/{session_id}")
async def restore_conversation(page: Page) -> Response:
    """Restore a deleted conversation."""
    await page.form()
    session = await page.verbs.sessions.restore(page.principal, page.parameters["session_id"])
    return page.redirect("sessions", session.session_id, done="restored")


@screens.get("/admin/sessions/{session_id}/memory")
async def show_memory(page: Page) -> Response:
    """What an assistant that asks for the memory is given at this moment."""
    session_id = page.parameters["session_id"]
    session, memory = await asyncio.gather(
        page.verbs.sessions.get(page.principal, session_id),
        page.verbs.recall(page.principal, MemoryQuery(session_id)),
    )
    tokens = sum(message.token_count for message in memory.messages)
    return page.render(
        "memory.html",
        session=session,
        memory=memory,
        tokens=tokens,
        window=page.services.settings.memory.message_window,
        speeches=[speech(message) for message in memory.messages],
    )


@screens.get("/admin/sessions/{session_id}/messages/{message_id}")
async def show_message(page: Page) -> Response:
    """One message, all of it, with its metadata."""
    session_id = page.parameters["session_id"]
    message = await page.verbs.messages.get(page.principal, session_id, _uuid(page))
    shown = speech(message, whole=True)
    metadata = decode_metadata(message.metadata) if message.metadata else {}
    return page.render(
        "message.html",
        session_id=session_id,
        shown=shown,
        found=metadata.get("system") or {},
        facts=await page.verbs.facts.of_message(page.principal, session_id, message.uuid),
        notice=NOTICES.get(page.query.get("done", ""), ""),
    )


@screens.post("/admin/sessions/{session_id}/messages/{message_id}")
async def change_message(page: Page) -> Response:
    """Merge metadata into a message, or correct what it says."""
    form = await page.form()
    session_id, uuid = page.parameters["session_id"], _uuid(page)
    content = form.raw("content").replace("\r\n", "\n") if "content" in form.values else None
    change = MessageChange(content=content, metadata=metadata_entry(form))
    await page.verbs.messages.update(page.principal, session_id, uuid, change)
    return page.redirect("sessions", session_id, "messages", uuid, done="metadata" if content is None else "content")


@screens.get("/admin/sessions/{session_id}/messages/{message_id}/retract")
async def preview_retracting(page: Page) -> Response:
    """What goes with a message, before anything is done."""
    session_id, uuid = page.parameters["session_id"], _uuid(page)
    message = await page.verbs.messages.get(page.principal, session_id, uuid)
    facts = await page.verbs.facts.of_message(page.principal, session_id, uuid)
    return page.render(
        "message_retract.html",
        session_id=session_id,
        message=message,
        facts=facts,
        purge_every=page.services.settings.data.purge_every,
    )


@screens.post("/admin/sessions/{session_id}/messages/{message_id}/retract")
async def retract_message(page: Page) -> Response:
    """Take a message away, with what rests on it alone."""
    await page.form()
    session_id = page.parameters["session_id"]
    uuid = _uuid(page)
    await page.verbs.messages.delete(page.principal, session_id, uuid)
    return page.redirect("sessions", session_id, done="retracted", undo=uuid)


@screens.get("/admin/sessions/{session_id}/retracted")
async def list_retracted(page: Page) -> Response:
    """Messages of a conversation that were retracted and can be restored, the last ones first."""
    session_id, before = page.parameters["session_id"], page.number("before")
    await page.verbs.sessions.get(page.principal, session_id)
    found = await page.verbs.messages.deleted(page.principal, session_id, before=before, limit=ROWS + 1)
    return page.render(
        "retracted.html",
        session_id=session_id,
        messages=found[:ROWS],
        before=before,
        beyond=found[ROWS - 1].message.position if len(found) > ROWS else None,
        purge_every=page.services.settings.data.purge_every,
    )


@screens.post("/admin/sessions/{session_id}/retracted/{message_id}")
async def restore_message(page: Page) -> Response:
    """Bring a retracted message back to its place."""
    await page.form()
    session_id = page.parameters["session_id"]
    message = await page.verbs.messages.restore(page.principal, session_id, _uuid(page))
    return page.send_to(link("sessions", session_id, at=message.uuid, done="message-restored") + f"#m-{message.uuid}")


@screens.get("/admin/sessions/{session_id}/export.json")
async def export_json(page: Page) -> Response:
    """A conversation as JSON: the session, and its messages as the API gives them."""
    session = await page.verbs.sessions.get(page.principal, page.parameters["session_id"])

    async def parts() -> AsyncIterator[bytes]:
        yield b'{"session":' + encode(SessionBody.from_session(session)) + b',"messages":['
        separator = b""
        async for chunk in _messages(page, session.session_id):
            yield separator + encode(bodies_of(chunk))[1:-1]
            separator = b","
        yield b"]}\n"

    return download(parts(), session.session_id, "json", "application/json")


@screens.get("/admin/sessions/{session_id}/export.md")
async def export_markdown(page: Page) -> Response:
    """A conversation as Markdown."""
    session = await page.verbs.sessions.get(page.principal, page.parameters["session_id"])

    async def parts() -> AsyncIterator[bytes]:
        yield f"# {_one_line(session.session_id)}\n".encode()
        async for chunk in _messages(page, session.session_id):
            yield "".join(map(_markdown, chunk)).encode()

    return download(parts(), session.session_id, "md", "text/markdown; charset=utf-8")


async def _messages(page: Page, session_id: str) -> AsyncIterator[list[Message]]:
    offset = 0
    while True:
        query = MessagePageQuery(session_id, offset=offset, limit=LIST_CHUNK)
        chunk = (await page.verbs.messages.page(page.principal, query)).messages
        if not chunk:
            return
        yield chunk
        offset += len(chunk)


def _markdown(message: Message) -> str:
    """A message; each of its lines is quoted, so that none can pose as a heading of ours."""
    quoted = "\n".join(f"> {line}".rstrip() for line in message.content.splitlines())
    return (
        f"\n## {_one_line(message.speaker) or 'no role'}, {message.created_at[:16].replace('T', ' ')} UTC\n\n{quoted}\n"
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _uuid(page: Page) -> str:
    text = page.parameters["message_id"]
    try:
        return canonical_uuid(text)
    except ValueError:
        raise NotFound("message", text) from None

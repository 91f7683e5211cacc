"""``/admin/sessions``: conversations, and one of them as a chat."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import msgspec
from starlette.responses import Response

from holdfast.domain.facts import Fact, FactSource
from holdfast.domain.identifiers import canonical_uuid
from holdfast.domain.messages import Message
from holdfast.domain.sessions import ListedSession, Session
from holdfast.errors import InvalidRequest, NotFound
from holdfast.operations.finding import Finding
from holdfast.operations.messages import MessagePageQuery
from holdfast.operations.recall import MemoryQuery
from holdfast.operations.watching import Glimpse, UnderWay
from holdfast.web.entries import date_range, explained
from holdfast.web.page import Page
from holdfast.web.screens import Screens
from holdfast.web.speech import Speech, speech

ROWS = 20
MESSAGES = 50

NOTICES = {
    "created": "The conversation is stored.",
    "assigned": "The conversation belongs to this person now.",
    "metadata": "The metadata is changed.",
    "retracted": "The message is retracted: nobody finds or reads it any more.",
    "message-restored": "The message is back. What it states about people is being found anew.",
    "restored": "The conversation is back. What it states about people is being found anew.",
}

screens = Screens()


class Titled(msgspec.Struct, frozen=True):
    """A conversation in a list, with the text of its first message."""

    session: Session
    message_count: int
    title: str


async def titled(page: Page, listed: Sequence[ListedSession]) -> list[Titled]:
    """Conversations with what they begin with."""

    async def title(row: ListedSession) -> Titled:
        text = ""
        if row.message_count:
            first = await page.verbs.messages.page(
                page.principal, MessagePageQuery(row.session.session_id, offset=0, limit=1)
            )
            text = first.messages[0].content if first.messages else ""
        return Titled(row.session, row.message_count, text)

    return list(await asyncio.gather(*map(title, listed)))


@screens.get("/admin/sessions")
async def list_conversations(page: Page) -> Response:
    """Conversations, those begun last first: all, or those that fit what was entered."""
    entered = {name: page.query.get(name, "").strip() for name in ("q", "user", "from", "to", "zone")}
    listed, error = Finding[ListedSession]([], None, 0), ""
    try:
        listed = await _found(page, entered)
    except InvalidRequest as refusal:
        error = explained(refusal)
    return page.render(
        "conversations.html",
        status=400 if error else 200,
        conversations=await titled(page, listed.rows),
        entered=entered,
        text=entered["q"],
        filtered=any(entered[name] for name in ("user", "from", "to")),
        error=error,
        before=page.number("before"),
        beyond=listed.before,
        looked_at=listed.looked_at,
        notice=NOTICES.get(page.query.get("done", ""), ""),
    )


async def _found(page: Page, entered: Mapping[str, str]) -> Finding[ListedSession]:
    text, user_id, before = entered["q"], entered["user"] or None, page.number("before")
    created = date_range(entered)
    if not text and created is None:
        rows = await page.verbs.sessions.newest(page.principal, before=before, limit=ROWS + 1, user_id=user_id)
        return Finding(rows[:ROWS], rows[ROWS - 1].id if len(rows) > ROWS else None, len(rows))
    found = await page.verbs.sessions.find(
        page.principal, text, user_id=user_id, created=created, before=before, limit=ROWS
    )
    if before is not None or user_id is not None or created is not None:
        return found
    return msgspec.structs.replace(found, rows=await _exact_first(page, text, found.rows))


async def _exact_first(page: Page, text: str, rows: list[ListedSession]) -> list[ListedSession]:
    """The conversation of exactly that name comes first, however old it is."""
    try:
        session = await page.verbs.sessions.get(page.principal, text)
    except NotFound:
        return rows
    named = await page.verbs.sessions.newest(page.principal, before=session.id + 1, limit=1)
    exact = [row for row in named if row.id == session.id]
    return exact + [row for row in rows if row.id != session.id]


@screens.get("/admin/sessions/{session_id}")
async def show_conversation(page: Page) -> Response:
    """A conversation as a chat, its newest messages unless others are asked for."""
    return await _show(page, page.parameters["session_id"])


@screens.get("/admin/users/{user_id}/session/{session_id}")
async def show_conversation_of_person(page: Page) -> Response:
    """The same, reached by way of the person."""
    user_id, session_id = page.parameters["user_id"], page.parameters["session_id"]
    session = await page.verbs.sessions.get(page.principal, session_id)
    if session.user_id != user_id:
        raise NotFound("session", session_id)
    return await _show(page, session_id)


async def _show(page: Page, session_id: str) -> Response:
    glimpse = await page.verbs.watching.look(page.principal, session_id)  # first: what comes later is news
    session, memory, retracted = await asyncio.gather(
        page.verbs.sessions.get(page.principal, session_id),
        page.verbs.recall(page.principal, MemoryQuery(session_id)),
        page.verbs.messages.deleted(page.principal, session_id, limit=1),
    )
    total = glimpse.extent.count
    offset = await _offset(page, session_id, total)
    shown = await page.verbs.messages.page(page.principal, MessagePageQuery(session_id, offset=offset, limit=MESSAGES))
    end = offset + len(shown.messages)
    return page.render(
        "conversation.html",
        session=session,
        speeches=await with_facts(page, session_id, shown.messages),
        first=offset + 1,
        end=end,
        total=total,
        step=MESSAGES,
        newest=end >= total,
        seen=seen_of(glimpse, shown.messages),
        retracted=bool(retracted),
        undo=_uuid_or_none(page.query.get("undo", "")),
        summary=memory.summary,
        memory=memory,
        remembered={message.uuid for message in memory.messages},
        marked=page.query.get("at", ""),
        notice=NOTICES.get(page.query.get("done", ""), ""),
    )


class Seen(msgspec.Struct, frozen=True):
    """What a browser shows of a conversation, by which it is told of all that comes after.

    ``first`` and ``last`` are positions of messages, ``edition`` is that of the session.
    """

    first: int
    last: int
    edition: int
    under_way: UnderWay


def seen_of(glimpse: Glimpse, messages: Sequence[Message]) -> Seen:
    """What is seen with these messages, which were read after the glimpse."""
    extent = glimpse.extent
    first, last = (messages[0].position, messages[-1].position) if messages else (extent.last + 1, 0)
    return Seen(first, max(last, extent.last), extent.edition, glimpse.under_way)


async def with_facts(page: Page, session_id: str, messages: Sequence[Message]) -> list[Speech]:
    """Messages as they are shown, each with the facts that rest on it."""
    if not messages:
        return []
    stated: dict[int, list[tuple[FactSource, Fact]]] = {}
    first, last = messages[0].position, messages[-1].position
    for source, fact in await page.verbs.facts.stated(page.principal, session_id, first, last):
        stated.setdefault(source.position, []).append((source, fact))
    return [speech(message, stated.get(message.position, ())) for message in messages]


async def _offset(page: Page, session_id: str, total: int) -> int:
    """How many messages are left out before the page: up to the one that is asked for, or to the newest ones."""
    newest = max(total - MESSAGES, 0)
    uuid = page.query.get("at", "")
    if uuid:
        place = await _place(page, session_id, uuid)
        return min(max(place - MESSAGES // 2, 0), newest)
    first = page.number("from")
    return newest if first is None else min(max(first - 1, 0), newest)


async def _place(page: Page, session_id: str, uuid: str) -> int:
    """How many messages of a session come before one of them."""
    try:
        message = await page.verbs.messages.get(page.principal, session_id, canonical_uuid(uuid))
    except ValueError:
        raise NotFound("message", uuid) from None
    first = await _at(page, session_id, 0)
    least, most = 0, message.position - (first.position if first else message.position)
    while least < most:  # positions may have gaps, so the place may be before the one that the position tells
        middle = (least + most + 1) // 2
        found = await _at(page, session_id, middle)
        if found is None or found.position > message.position:
            most = middle - 1
        else:
            least = middle
    return least


async def _at(page: Page, session_id: str, offset: int) -> Message | None:
    query = MessagePageQuery(session_id, offset=offset, limit=1)
    found = (await page.verbs.messages.page(page.principal, query)).messages
    return found[0] if found else None


def _uuid_or_none(text: str) -> str | None:
    try:
        return canonical_uuid(text)
    except ValueError:
        return None

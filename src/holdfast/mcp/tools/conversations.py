"""``save_conversation`` and ``read_conversation``: what was said, word for word."""

from __future__ import annotations

from typing import Final

import msgspec

from holdfast.domain.identifiers import new_uuid
from holdfast.domain.messages import Message
from holdfast.errors import NotFound
from holdfast.mcp.arguments import Field, Kind
from holdfast.mcp.tool import Call, Outcome, Tool
from holdfast.mcp.users import ensure_user
from holdfast.operations.messages import MessagePageQuery

_MOST_READ: Final = 200
_MOST_SESSION_ID: Final = 500


class Saved(msgspec.Struct):
    """Where messages were stored, and their ids in order."""

    session_id: str
    uuids: list[str]


class ReadMessage(msgspec.Struct):
    """A message of a conversation; ``number`` counts from 1."""

    number: int
    uuid: str
    speaker: str
    created_at: str
    text: str


class Conversation(msgspec.Struct):
    """Some messages of a conversation, oldest first, and how many it has."""

    session_id: str
    messages: list[ReadMessage]
    total: int


async def _save(call: Call) -> Outcome:
    await ensure_user(call)
    session_id = call.values["session_id"] or _fresh_session_id(call)
    messages = [msgspec.structs.replace(message, uuid=new_uuid()) for message in call.values["messages"]]
    await call.verbs.remember(call.caller.principal, session_id, messages)
    saved = Saved(session_id, [str(message.uuid) for message in messages])
    return Outcome(
        f'Saved {len(saved.uuids)} messages in conversation "{session_id}". Send later turns with this session_id.',
        saved,
    )


def _fresh_session_id(call: Call) -> str:
    limits = call.caller.principal.limits
    prefix = limits.session_prefixes[0] if limits is not None and limits.session_prefixes else ""
    return f"{prefix}agent-{new_uuid()}"


async def _read(call: Call) -> Outcome:
    session_id, limit = call.values["session_id"], call.values["limit"]
    around = call.values["around"]
    total = (await call.verbs.messages.page(call.caller.principal, MessagePageQuery(session_id, 0, 1))).total_count
    if not total:
        raise NotFound("session", session_id)
    offset = max(total - limit, 0)
    if around:
        middle = await _place(call, session_id, around)
        offset = max(min(middle - limit // 2, total - limit), 0)
    messages = await _page(call, session_id, offset=offset, limit=limit)
    read = [
        ReadMessage(number, message.uuid, message.speaker, message.created_at, message.content)
        for number, message in enumerate(messages, offset + 1)
    ]
    answer = Conversation(session_id, read, total)
    return Outcome(_text(answer), answer)


async def _page(call: Call, session_id: str, *, offset: int, limit: int) -> list[Message]:
    query = MessagePageQuery(session_id, offset, limit)
    return (await call.verbs.messages.page(call.caller.principal, query)).messages


async def _place(call: Call, session_id: str, uuid: str) -> int:
    """How many messages come before the one of that id; `NotFound` when it is not in the session."""
    position = (await call.verbs.messages.get(call.caller.principal, session_id, uuid)).position
    low, high = 0, max(position - 1, 0)
    while low < high:  # positions have gaps, so the offset is looked for by halves
        middle = (low + high) // 2
        found = await _page(call, session_id, offset=middle, limit=1)
        if found and found[0].position < position:
            low = middle + 1
        else:
            high = middle
    return low


def _text(answer: Conversation) -> str:
    last = answer.messages[-1].number if answer.messages else 0
    first = answer.messages[0].number if answer.messages else 0
    head = f'Messages {first} to {last} of {answer.total} in conversation "{answer.session_id}", recorded earlier:'
    lines = [f"[{each.created_at[:16]}] {each.speaker}: {each.text} [{each.uuid}]" for each in answer.messages]
    return "\n".join([head, *lines])


SAVE_CONVERSATION = Tool(
    name="save_conversation",
    title="Save a conversation",
    description=(
        "Store turns of a conversation word for word, so that recall finds them later. Call it at the end of a"
        " conversation, or after each turn that has something worth keeping, with the turns that you have not saved"
        " yet. Send the same session_id for one conversation. For a single statement about the user call remember."
    ),
    fields=(
        Field(
            name="messages",
            kind=Kind.MESSAGES,
            required=True,
            meaning="The turns, oldest first, each with role and content.",
            aliases=("conversation", "turns", "transcript", "history", "message", "text", "content"),
        ),
        Field(
            name="session_id",
            kind=Kind.TEXT,
            most=_MOST_SESSION_ID,
            meaning="The conversation that they belong to; leave it out to begin one, and use the one you are given.",
            aliases=("session", "conversation_id", "id", "thread_id"),
        ),
    ),
    answer=Saved,
    run=_save,
)

READ_CONVERSATION = Tool(
    name="read_conversation",
    title="Read a conversation",
    description=(
        "Read a stored conversation word for word. Call it when recall gave you a message whose surroundings you need:"
        " pass its session_id, and its id as around. Without around you get the newest messages."
    ),
    fields=(
        Field(
            name="session_id",
            kind=Kind.TEXT,
            required=True,
            meaning="The conversation, as recall names it.",
            aliases=("session", "conversation_id", "id"),
        ),
        Field(
            name="around",
            kind=Kind.UUID,
            meaning="The id of a message that is to be in the middle.",
            aliases=("uuid", "message_id", "message_uuid"),
        ),
        Field(
            name="limit",
            kind=Kind.INTEGER,
            default=20,
            least=1,
            most=_MOST_READ,
            meaning="How many messages.",
            aliases=("max", "count", "n"),
        ),
    ),
    answer=Conversation,
    run=_read,
    right="read",
    idempotent=True,
)

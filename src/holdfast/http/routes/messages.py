"""``/api/v1/sessions/{session_id}/messages`` (http-api §4.9–4.11)."""

from __future__ import annotations

from collections.abc import AsyncIterator

from starlette.responses import Response

from holdfast.domain.identifiers import canonical_uuid
from holdfast.domain.messages import MessagePage
from holdfast.errors import InvalidRequest
from holdfast.http.message_responses import message_bodies, messages_response
from holdfast.http.request import ApiRequest
from holdfast.http.responses import encode, json_response, ok, streamed_json
from holdfast.http.routing import QueryParameter, Routes
from holdfast.http.wire.memory import MessageBody, MessageListBody, MessageRequest, bodies_of
from holdfast.operations.limits import LIST_CHUNK
from holdfast.operations.messages import MessagePageQuery

MESSAGES = "/api/v1/sessions/{session_id}/messages"
MESSAGE = MESSAGES + "/{message_id}"

_DEFAULT_LIMIT = 100
_DEFAULT_PAGE = 1

routes = Routes("messages")


@routes.route(
    "GET",
    MESSAGES,
    answer=MessageListBody,
    query=(
        QueryParameter("limit", "integer", "Messages in a page; 0 or absent means all."),
        QueryParameter("cursor", "integer", "Number of the page, counted from 1."),
    ),
    errors=(400,),
)
async def list_messages(request: ApiRequest) -> Response:
    """Page through the messages of a session.

    A page of a session's messages, oldest first; an unknown session has none.
    """
    limit = _lenient_integer(request, "limit", _DEFAULT_LIMIT)
    if limit < 0:
        raise InvalidRequest(f"limit: must not be negative, got {limit}")
    page = max(_lenient_integer(request, "cursor", _DEFAULT_PAGE), 1)
    offset = (page - 1) * limit
    if limit == 0 or limit > LIST_CHUNK:
        return await _long_page(request, offset=offset, limit=limit)
    return await messages_response(_page_body(await _page(request, offset=offset, limit=limit)))


@routes.route("GET", MESSAGE, answer=MessageBody, errors=(400, 404))
async def get_message(request: ApiRequest) -> Response:
    """Get a message.

    One message.
    """
    uuid = _message_uuid(request)
    message = await request.verbs.messages.get(request.principal, request.parameters["session_id"], uuid)
    return json_response(MessageBody.from_message(message))


@routes.route("PATCH", MESSAGE, request=MessageRequest, answer=MessageBody, errors=(400, 404))
async def update_message(request: ApiRequest) -> Response:
    """Change a message.

    Merge metadata into a message, or give it another content, which is then enriched anew. In a body with a `role` or
    a `uuid`, as clients send whole messages back, the content changes nothing. It can be given another time to expire,
    or none, and be remembered or not.
    """
    uuid = _message_uuid(request)
    change = (await request.read(MessageRequest)).to_change()
    message = await request.verbs.messages.update(request.principal, request.parameters["session_id"], uuid, change)
    return json_response(MessageBody.from_message(message))


@routes.route("DELETE", MESSAGE, answer=str, errors=(400, 404))
async def delete_message(request: ApiRequest) -> Response:
    """Delete a message.

    Soft-delete one message; it is gone for all readers at once, and its UUID is free.
    """
    uuid = _message_uuid(request)
    await request.verbs.messages.delete(request.principal, request.parameters["session_id"], uuid)
    return ok()


async def _page(request: ApiRequest, *, offset: int, limit: int) -> MessagePage:
    query = MessagePageQuery(request.parameters["session_id"], offset=offset, limit=limit)
    return await request.verbs.messages.page(request.principal, query)


async def _long_page(request: ApiRequest, *, offset: int, limit: int) -> Response:
    """Many messages, or all of them: streamed unless they turn out to be few."""
    first = await _page(request, offset=offset, limit=LIST_CHUNK)
    wanted = max(0, first.total_count - offset)
    wanted = min(wanted, limit) if limit else wanted
    if wanted <= LIST_CHUNK:
        return await messages_response(_page_body(first))

    async def parts() -> AsyncIterator[bytes]:
        yield b'{"messages":['
        chunk, sent = first.messages, 0
        while chunk:
            yield (b"," if sent else b"") + encode(await message_bodies(chunk))[1:-1]
            sent += len(chunk)
            left = min(LIST_CHUNK, wanted - sent)
            chunk = (await _page(request, offset=offset + sent, limit=left)).messages if left else []
        yield b'],"total_count":%d,"row_count":%d}' % (first.total_count, sent)

    return streamed_json(parts())


def _page_body(page: MessagePage) -> MessageListBody:
    bodies = bodies_of(page.messages)
    return MessageListBody(bodies, page.total_count, len(bodies))


def _lenient_integer(request: ApiRequest, name: str, default: int) -> int:
    """An integer of the query; on this route what is not one counts as ``default`` (http-api §4.11)."""
    try:
        return request.integer(name)
    except InvalidRequest:
        return default


def _message_uuid(request: ApiRequest) -> str:
    try:
        return canonical_uuid(request.parameters["message_id"])
    except ValueError as error:
        raise InvalidRequest(f"unable to parse message UUID: {error}") from None

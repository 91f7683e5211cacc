"""``/api/v1/sessions/{session_id}/messages`` (http-api §4.9–4.11)."""

from __future__ import annotations

from collections.abc import AsyncIterator

from starlette.responses import Response

from holdfast.domain.identifiers import canonical_uuid
from holdfast.domain.messages import MessagePage
from holdfast.errors import InvalidRequest
from holdfast.http.request import ApiRequest
from holdfast.http.responses import encode, json_response, streamed_json
from holdfast.http.routes.listing import CHUNK
from holdfast.http.routing import QueryParameter, Route
from holdfast.http.wire.memory import MessageBody, MessageListBody, MessageRequest

_DEFAULT_LIMIT = 100
_DEFAULT_PAGE = 1


async def list_messages(request: ApiRequest) -> Response:
    """A page of a session's messages, oldest first; an unknown session has none."""
    limit = _lenient_integer(request, "limit", _DEFAULT_LIMIT)
    if limit < 0:
        raise InvalidRequest(f"limit: must not be negative, got {limit}")
    page = max(_lenient_integer(request, "cursor", _DEFAULT_PAGE), 1)
    if limit == 0 or limit > CHUNK:
        return await _long_page(request, offset=(page - 1) * limit, limit=limit)
    found = await request.services.storage.messages.page(
        request.parameters["session_id"], offset=_bounded((page - 1) * limit), limit=limit
    )
    return json_response(_page_body(found))


async def get_message(request: ApiRequest) -> Response:
    """One message."""
    message = await request.services.storage.messages.get(request.parameters["session_id"], _message_uuid(request))
    return json_response(MessageBody.from_message(message))


async def update_message(request: ApiRequest) -> Response:
    """Merge metadata into a message."""
    uuid = _message_uuid(request)
    change = await request.read(MessageRequest)
    message = await request.services.storage.messages.merge_metadata(
        request.parameters["session_id"], uuid, change.metadata
    )
    return json_response(MessageBody.from_message(message))


async def _long_page(request: ApiRequest, *, offset: int, limit: int) -> Response:
    """Many messages, or all of them: streamed unless they turn out to be few."""
    session_id, messages = request.parameters["session_id"], request.services.storage.messages
    offset = _bounded(offset)
    first = await messages.page(session_id, offset=offset, limit=CHUNK)
    wanted = max(0, first.total_count - offset)
    wanted = min(wanted, limit) if limit else wanted
    if wanted <= CHUNK:
        return json_response(_page_body(first))

    async def parts() -> AsyncIterator[bytes]:
        yield b'{"messages":['
        chunk, sent = first.messages, 0
        while chunk:
            yield (b"," if sent else b"") + encode([MessageBody.from_message(message) for message in chunk])[1:-1]
            sent += len(chunk)
            left = min(CHUNK, wanted - sent)
            chunk = (await messages.page(session_id, offset=offset + sent, limit=left)).messages if left else []
        yield b'],"total_count":%d,"row_count":%d}' % (first.total_count, sent)

    return streamed_json(parts())


def _page_body(page: MessagePage) -> MessageListBody:
    bodies = [MessageBody.from_message(message) for message in page.messages]
    return MessageListBody(bodies, page.total_count, len(bodies))


def _lenient_integer(request: ApiRequest, name: str, default: int) -> int:
    """An integer of the query; on this route what is not one counts as ``default`` (http-api §4.11)."""
    try:
        return request.integer(name)
    except InvalidRequest:
        return default


def _bounded(offset: int) -> int:
    """An offset that a database can count to."""
    return min(offset, 2**62)


def _message_uuid(request: ApiRequest) -> str:
    try:
        return canonical_uuid(request.parameters["message_id"])
    except ValueError as error:
        raise InvalidRequest(f"unable to parse message UUID: {error}") from None


_PATH = "/api/v1/sessions/{session_id}/messages"
_MESSAGE = _PATH + "/{message_id}"

ROUTES = (
    Route(
        method="GET",
        path=_PATH,
        handler=list_messages,
        summary="Page through the messages of a session",
        tag="messages",
        answer=MessageListBody,
        query=(
            QueryParameter("limit", "integer", "Messages in a page; 0 or absent means all."),
            QueryParameter("cursor", "integer", "Number of the page, counted from 1."),
        ),
        errors=(400,),
    ),
    Route(
        method="GET",
        path=_MESSAGE,
        handler=get_message,
        summary="Get a message",
        tag="messages",
        answer=MessageBody,
        errors=(400, 404),
    ),
    Route(
        method="PATCH",
        path=_MESSAGE,
        handler=update_message,
        summary="Merge metadata into a message",
        tag="messages",
        request=MessageRequest,
        answer=MessageBody,
        errors=(400, 404),
    ),
)

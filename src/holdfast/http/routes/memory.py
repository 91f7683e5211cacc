"""``/api/v1/sessions/{session_id}/memory`` (http-api §4.5–4.7)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

from starlette.responses import Response

from holdfast.http.idempotency import mark_replayed
from holdfast.http.message_responses import message_bodies, messages_response
from holdfast.http.request import ApiRequest
from holdfast.http.responses import encode, json_array, ok, streamed_json
from holdfast.http.routing import QueryParameter, Routes
from holdfast.http.wire.memory import AddMemory, MemoryBody
from holdfast.operations.limits import DEFAULT_WAIT_SECONDS, LIST_CHUNK, MAXIMUM_WAIT_SECONDS, seconds_to_wait
from holdfast.operations.recall import MemoryQuery

MEMORY = "/api/v1/sessions/{session_id}/memory"

ENRICHMENT_HEADER = "X-Holdfast-Enrichment"
"""Says how far enrichment has come, in answers to requests that waited for it."""

routes = Routes("memory")


@routes.route(
    "GET",
    MEMORY,
    answer=MemoryBody,
    query=(QueryParameter("lastn", "integer", "The newest so many messages, whatever the window."),),
    errors=(400,),
)
async def get_memory(request: ApiRequest) -> Response:
    """Get the memory of a session.

    The newest messages with the newest summary; an unknown session has an empty memory.
    """
    query = MemoryQuery(request.parameters["session_id"], lastn=request.count("lastn"))
    if query.lastn > LIST_CHUNK:
        return await _long_memory(request, query)
    return await messages_response(MemoryBody.from_memory(await request.verbs.recall(request.principal, query)))


@routes.route(
    "POST",
    MEMORY,
    request=AddMemory,
    answer=str,
    query=(
        QueryParameter("keep_timestamps", "boolean", "Honour the `created_at` of the messages, for imports."),
        QueryParameter(
            "wait",
            "boolean",
            "Answer when the messages are enriched. The header `X-Holdfast-Enrichment` of the answer says `done`, "
            "`parked` when a step was given up, or `pending` when the time was up. They are stored in any case.",
        ),
        QueryParameter(
            "wait_seconds",
            "integer",
            f"How long to wait at most: {DEFAULT_WAIT_SECONDS} by default, up to {MAXIMUM_WAIT_SECONDS}.",
        ),
    ),
    errors=(400, 429),
    keyed=True,
)
async def add_memory(request: ApiRequest) -> Response:
    """Append messages to a session.

    Append messages, creating the session or bringing it back; on demand, wait until they are enriched.
    """
    keep_timestamp, wait = request.flag("keep_timestamps"), request.flag("wait")
    seconds = seconds_to_wait(request.count("wait_seconds"))
    body = await request.read(AddMemory)
    messages = [
        message.to_new_message(keep_timestamp=keep_timestamp, place=f"messages[{place}].")
        for place, message in enumerate(body.messages)
    ]
    written = await request.verbs.remember(
        request.principal, request.parameters["session_id"], messages, receipt=await request.receipt()
    )
    response = mark_replayed(ok(), written)
    if wait:
        status = await request.verbs.enrichment.wait(request.principal, written.result, seconds=seconds)
        response.headers[ENRICHMENT_HEADER] = status
    return response


@routes.route("DELETE", MEMORY, answer=str, errors=(404,))
async def delete_memory(request: ApiRequest) -> Response:
    """Delete a session with its messages and summaries.

    Soft-delete the session with its messages and summaries.
    """
    await request.verbs.forget.session(request.principal, request.parameters["session_id"])
    return ok()


async def _long_memory(request: ApiRequest, query: MemoryQuery) -> Response:
    """A memory that is made while it is sent."""
    memory, chunks = await request.verbs.recall.long(request.principal, query)

    async def bodies() -> AsyncIterator[Sequence[Any]]:
        async for chunk in chunks:
            yield await message_bodies(chunk)

    async def parts() -> AsyncIterator[bytes]:
        yield b'{"messages":'
        async for part in json_array(bodies()):
            yield part
        yield b"," + encode(MemoryBody.from_memory(memory)).partition(b",")[2]

    return streamed_json(parts())

"""``/api/v1/sessions/{session_id}/memory`` (http-api §4.5–4.7)."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from holdfast.errors import InvalidRequest
from holdfast.http.request import ApiRequest
from holdfast.http.responses import ApiResponse, json_response, ok
from holdfast.http.routing import QueryParameter, Route
from holdfast.http.wire.memory import AddMemory, MemoryBody

ENRICHMENT_HEADER = "X-Holdfast-Enrichment"
"""Says how far enrichment has come, in answers to requests that waited for it."""

DEFAULT_WAIT_SECONDS = 10
MAXIMUM_WAIT_SECONDS = 60


async def get_memory(request: ApiRequest) -> Response:
    """The newest messages with the newest summary; an unknown session has an empty memory."""
    services = request.services
    memory = await services.storage.messages.memory(
        request.parameters["session_id"],
        window=services.settings.memory.message_window,
        lastn=request.count("lastn"),
    )
    return json_response(MemoryBody.from_memory(memory))


async def add_memory(request: ApiRequest) -> Response:
    """Append messages, creating the session or bringing it back; on demand, wait until they are enriched."""
    keep_timestamp = request.flag("keep_timestamps")
    seconds = _seconds_to_wait(request)
    body = await request.read(AddMemory)
    messages = [message.to_new_message(keep_timestamp=keep_timestamp) for message in body.messages]
    services = request.services
    appended = await services.remember(
        request.parameters["session_id"], messages, receipt=request.receipt_for(_acknowledged)
    )
    response = ok()
    if seconds is not None:
        status = await services.progress.wait(
            appended.session, first=appended.first, last=appended.last, seconds=seconds
        )
        response.headers[ENRICHMENT_HEADER] = status
    return response


def _seconds_to_wait(request: ApiRequest) -> int | None:
    """How long the caller wants to wait for enrichment; ``None`` for not at all."""
    seconds = request.count("wait_seconds") or DEFAULT_WAIT_SECONDS
    if seconds > MAXIMUM_WAIT_SECONDS:
        raise InvalidRequest(f"wait_seconds: must be at most {MAXIMUM_WAIT_SECONDS}, got {seconds}")
    return seconds if request.flag("wait") else None


async def delete_memory(request: ApiRequest) -> Response:
    """Soft-delete the session with its messages and summaries."""
    await request.services.storage.sessions.delete(request.parameters["session_id"])
    return ok()


def _acknowledged(_: Any) -> ApiResponse:
    return ok()


_PATH = "/api/v1/sessions/{session_id}/memory"

ROUTES = (
    Route(
        method="GET",
        path=_PATH,
        handler=get_memory,
        summary="Get the memory of a session",
        tag="memory",
        answer=MemoryBody,
        query=(QueryParameter("lastn", "integer", "The newest so many messages, whatever the window."),),
        errors=(400,),
    ),
    Route(
        method="POST",
        path=_PATH,
        handler=add_memory,
        summary="Append messages to a session",
        tag="memory",
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
        errors=(400,),
    ),
    Route(
        method="DELETE",
        path=_PATH,
        handler=delete_memory,
        summary="Delete a session with its messages and summaries",
        tag="memory",
        answer=str,
        errors=(404,),
    ),
)

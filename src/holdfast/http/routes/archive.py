"""``/api/v1/user/{user_id}/export`` and ``/api/v1/import``: archives (ours)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

from starlette.responses import Response, StreamingResponse

from holdfast.domain.archive import Line, encode_lines
from holdfast.domain.transcript import FORMATS, transcribe
from holdfast.errors import InvalidRequest
from holdfast.http.request import ApiRequest
from holdfast.http.responses import json_response
from holdfast.http.routes.users import USER
from holdfast.http.routing import QueryParameter, Routes
from holdfast.http.wire.archive import NDJSON, TakenBody, read_records

routes = Routes("archive")

_FORMAT = QueryParameter("format", "string", "`jsonl` (an archive, the default) or `markdown` (to read).")


@routes.route("GET", USER + "/export", answer=str, media_type=NDJSON, query=(_FORMAT,), errors=(400, 404))
async def export_user(request: ApiRequest) -> Response:
    """Export a user.

    A user with files, sessions, messages and summaries, one JSON object a line, or as Markdown. It is streamed; an
    archive that ends without a line of the kind `end` was cut off.
    """
    form = request.query.get("format") or FORMATS[0]
    if form not in FORMATS:
        raise InvalidRequest(f"format: {form!r} is not one of {', '.join(FORMATS)}")
    lines = request.verbs.export.user(request.principal, request.parameters["user_id"])
    first = [await anext(lines), await anext(lines)]
    media_type = NDJSON if form == FORMATS[0] else "text/markdown"
    return StreamingResponse(_texts(first, lines, form), media_type=media_type)


@routes.route("POST", "/api/v1/import", answer=TakenBody, errors=(400,))
async def take_in(request: ApiRequest) -> Response:
    """Import an archive.

    Lines of an archive, some hundred at a time. UUIDs, times and metadata are kept. Records that are there already
    are left as they are, so a request can be repeated. What cannot be taken in is told with the reason, and hinders
    nothing else. It takes the right `admin`.
    """
    records = await asyncio.to_thread(read_records, await request.raw_body())
    return json_response(TakenBody.from_taken(await request.verbs.intake(request.principal, records)))


async def _texts(
    first: Sequence[Sequence[Line]], rest: AsyncIterator[Sequence[Line]], form: str
) -> AsyncIterator[bytes]:
    for chunk in first:
        yield _text(chunk, form)
    async for chunk in rest:
        yield _text(chunk, form)
        await asyncio.sleep(0)


def _text(lines: Sequence[Line], form: str) -> bytes:
    if form == FORMATS[0]:
        return encode_lines(lines)
    return transcribe(lines).encode("utf-8", "replace")

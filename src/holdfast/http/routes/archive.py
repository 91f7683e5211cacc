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
from holdfast.http.wire.archive import NDJSON, ReachedBody, TakenBody, read_records
from holdfast.operations.import_places import check_digest

routes = Routes("archive")

_ARCHIVE = QueryParameter("archive", "string", "The SHA-256 of the whole archive, in hexadecimal digits.")
_LINES = QueryParameter("lines", "integer", "How many of its lines are done with this request; 0 after the last one.")
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


@routes.route("POST", "/api/v1/import", answer=TakenBody, query=(_ARCHIVE, _LINES), errors=(400,))
async def take_in(request: ApiRequest) -> Response:
    """Import an archive.

    Lines of an archive, some hundred at a time. UUIDs, times and metadata are kept. Records that are there already
    are left as they are, so a request can be repeated. What cannot be taken in is told with the reason, and hinders
    nothing else. It takes the right `admin`. With `archive`, it is noted how far the import has come.
    """
    archive, lines = request.query.get("archive", ""), request.count("lines")
    if archive:
        check_digest(archive)
    records = await asyncio.to_thread(read_records, await request.raw_body())
    taken = await request.verbs.intake(request.principal, records)
    if archive:
        await request.verbs.import_places.reach(request.principal, archive, lines)
    return json_response(TakenBody.from_taken(taken))


@routes.route("GET", "/api/v1/import", answer=ReachedBody, query=(_ARCHIVE,), errors=(400,))
async def get_import_place(request: ApiRequest) -> Response:
    """Get how far an import has come.

    How many lines of an archive were taken in by an import that broke off. 0 when none was begun, or the last one came
    to its end. It takes the right `admin`.
    """
    lines = await request.verbs.import_places.reached(request.principal, request.query.get("archive", ""))
    return json_response(ReachedBody(lines))


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

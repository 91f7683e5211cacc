"""Lists with a cursor (http-api §3.10): rows whose ``id`` exceeds the cursor, streamed when there is no limit."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Protocol, TypeVar

from starlette.responses import Response

from holdfast.http.request import ApiRequest
from holdfast.http.responses import json_array, json_response, streamed_json
from holdfast.http.routing import QueryParameter
from holdfast.operations.limits import LIST_CHUNK

LIMIT = QueryParameter("limit", "integer", "Most rows to return; 0, negative or absent means all.")
CURSOR = QueryParameter("cursor", "integer", "Return rows whose `id` exceeds this one.")


class Numbered(Protocol):
    """A row with an ascending number."""

    @property
    def id(self) -> int:
        """The number."""
        ...


Item = TypeVar("Item", bound=Numbered)


class ReadPage(Protocol[Item]):
    """Reads a page: at most ``limit`` rows whose number exceeds ``after``."""

    def __call__(self, *, after: int, limit: int) -> Awaitable[list[Item]]:
        """The rows."""
        ...


async def listed(request: ApiRequest, read_page: ReadPage[Item], to_body: Callable[[Item], Any]) -> Response:
    """The response to a list request with ``limit`` and ``cursor``."""
    limit, cursor = request.integer("limit"), request.integer("cursor")
    if 0 < limit <= LIST_CHUNK:
        return json_response([to_body(row) for row in await read_page(after=cursor, limit=limit)])
    return await whole(read_page, to_body, after=cursor, limit=limit)


async def whole(
    read_page: ReadPage[Item], to_body: Callable[[Item], Any], *, after: int = 0, limit: int = 0
) -> Response:
    """The response with all rows after ``after``, at most ``limit`` when it is positive.

    A short list is answered at once, a long one is streamed from the store chunk by chunk.
    """
    first = await read_page(after=after, limit=min(limit, LIST_CHUNK) if limit > 0 else LIST_CHUNK)
    if len(first) < LIST_CHUNK:
        return json_response([to_body(row) for row in first])

    async def chunks() -> AsyncIterator[list[Any]]:
        rows, left = first, limit
        while rows:
            yield [to_body(row) for row in rows]
            left -= len(rows)
            if limit > 0 and left <= 0:
                return
            rows = await read_page(after=rows[-1].id, limit=min(left, LIST_CHUNK) if limit > 0 else LIST_CHUNK)

    return streamed_json(json_array(chunks()))

"""Responses of the API."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.responses import Response, StreamingResponse

from holdfast.http.answers import AnswerCycle

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

JSON = "application/json"
TEXT = "text/plain"

_CONTENT_TYPES = {JSON: b"application/json", TEXT: b"text/plain; charset=utf-8"}

INLINE_CHARACTERS = 1 << 18
"""Text that is encoded on the event loop; more holds it for over a millisecond."""

encode = msgspec.json.Encoder().encode


class ApiResponse(Response):
    """A response whose whole body is known."""

    def __init__(
        self,
        content: bytes | str,
        status_code: int = 200,
        headers: Mapping[str, str] | None = None,
        media_type: str | None = None,
    ) -> None:
        content_type = _CONTENT_TYPES.get(media_type or "")
        if headers is not None or content_type is None:
            super().__init__(content, status_code, headers, media_type)
            return
        # The usual two headers are written without Starlette's detour by way of text.
        self.status_code = status_code
        self.media_type = media_type
        self.background = None
        self.body = body = content if isinstance(content, bytes) else content.encode()
        self.raw_headers = [(b"content-length", b"%d" % len(body)), (b"content-type", content_type)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """See the ASGI specification; where nothing is between, head and body are handed on in one call."""
        cycle = getattr(send, "__self__", None)
        if isinstance(cycle, AnswerCycle):
            await cycle.answer(self.status_code, self.raw_headers, bytes(self.body))
            return
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self.body})


def json_response(body: Any, *, status: int = 200) -> ApiResponse:
    """``body``, a wire value, as JSON."""
    return ApiResponse(encode(body), status, media_type=JSON)


async def apart(bodies: Sequence[Any], characters: int) -> Sequence[Any]:
    """``bodies``, wire values with so many ``characters`` altogether, ready to be encoded in no time.

    Short ones are returned as they are. Others are encoded beside the event loop, each by itself, so that the loop has
    its turn between two of them.
    """
    if characters <= INLINE_CHARACTERS:
        return bodies
    return await asyncio.to_thread(lambda: [msgspec.Raw(encode(body)) for body in bodies])


def ok() -> ApiResponse:
    """The two bytes that acknowledge (http-api §1.8)."""
    return ApiResponse(b"OK", media_type=TEXT)


def streamed_json(parts: AsyncIterator[bytes]) -> StreamingResponse:
    """JSON text that is made while it is sent; other requests have their turn between its parts."""
    return StreamingResponse(_in_turns(parts), media_type=JSON)


async def _in_turns(parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    async for part in parts:
        yield part
        # Neither reading from the embedded store nor sending to a quick client suspends by itself.
        await asyncio.sleep(0)


async def json_array(chunks: AsyncIterator[Sequence[Any]]) -> AsyncIterator[bytes]:
    """The text of a JSON array whose elements come in chunks."""
    yield b"["
    separator = b""
    async for chunk in chunks:
        if chunk:
            yield separator + encode(chunk)[1:-1]
            separator = b","
    yield b"]"
